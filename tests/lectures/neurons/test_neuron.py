"""What the lecture says of one artificial neuron."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.activations import ACTIVATIONS
from course_nn.lectures.neurons import neuron

VALUES = dict(w1=1.5, w2=-2.0, b=0.5, activation="sigmoid", x1=0.7, x2=-1.1, slope=2.0)


@pytest.fixture(scope="module")
def compute():
    return Pure("neurons.neuron").compute


@pytest.mark.parametrize("activation", ["step", "sigmoid", "tanh", "relu"])
def test_output_is_the_activation_of_the_weighted_sum(compute, activation):
    result = compute(**VALUES | {"activation": activation})
    z = 1.5 * 0.7 + -2.0 * -1.1 + 0.5
    assert np.isclose(result.z, z) and np.isclose(result.products.sum() + result.b, z)
    assert np.isclose(result.y, ACTIVATIONS[activation].f(2.0 * z))


def test_the_line_lies_minus_b_over_norm_from_the_origin_along_w(compute):
    result = compute(**VALUES)
    foot = result.distance * result.w / result.norm
    assert np.isclose(result.w @ foot + result.b, 0)
    assert np.isclose(np.linalg.norm(foot), abs(0.5) / np.hypot(1.5, 2.0))


def test_scaling_w_and_b_together_moves_no_line_and_steepens_the_output(compute):
    once, thrice = compute(**VALUES), compute(**VALUES | dict(w1=3.0, w2=-4.0, b=1.0))
    assert np.isclose(once.distance, thrice.distance) and thrice.norm > once.norm
    assert np.abs(thrice.surface - 0.5).mean() > np.abs(once.surface - 0.5).mean()


def test_a_hard_threshold_is_the_limit_of_a_steep_sigmoid(compute):
    hard = compute(**VALUES | {"activation": "step"}).surface
    gaps = [np.abs(compute(**VALUES | {"slope": k}).surface - hard).mean() for k in (0.2, 1.0, 5.0, 20.0)]
    assert all(np.diff(gaps) < 0) and gaps[-1] < 0.02


def test_without_weights_there_is_no_line(compute):
    assert np.isnan(compute(**VALUES | dict(w1=0.0, w2=0.0)).distance)


def test_the_drawing_carries_the_numbers_of_the_sum():
    demo = neuron(w1=1.5, w2=-2.0, b=0.5, x1=2.0, x2=-1.0)
    terms = [1.5 * 2.0, -2.0 * -1.0, 0.5]
    assert np.isclose(sum(terms), demo.result.z) and np.allclose([*demo.result.products, demo.values["b"]], terms)
    widths = demo.artists["edges"].lines.get_linewidths()
    dashed = [style[1] is not None for style in demo.artists["edges"].lines.get_linestyle()]
    assert np.argsort(widths).tolist() == [2, 0, 1] and dashed == [False, True, False]
    demo.close()


def test_the_point_starts_off_the_line_of_the_arrow(compute):
    result = neuron().result
    across = result.w[0] * result.x[1] - result.w[1] * result.x[0]
    assert abs(across) / result.norm > 1


def test_the_challenge_is_solved_at_distance_one_with_both_points_on():
    demo = neuron(w1=1.0, w2=0.0, b=1.0, x1=2.0)
    assert demo.state == "solved"
    demo.set(x1=-2.0)
    assert demo.state == "almost"
    demo.set(b=3.0)
    assert demo.state == "open"


@pytest.mark.parametrize("activation, way", [("sigmoid", (10, -30)), ("tanh", (10, -40)), ("relu", (-4, -12))])
def test_the_curve_that_is_pulled_goes_through_the_hand(activation, way):
    demo = neuron(activation=activation, x1=0.0)
    hand = Hand(demo, names_of(demo).index("curve")).press().pull(*way)
    assert hand.miss() < 1 and demo.values["slope"] != 1.0
    demo.close()


def test_the_probe_moves_the_bias_and_nothing_else():
    demo = neuron()
    before = demo.values
    Hand(demo, names_of(demo).index("probe")).press().pull(-7, 3)  # 142 pixels for z from −10 to 10
    assert np.isclose(demo.values.pop("b") - before.pop("b"), demo.result.z - 1.0) and demo.result.z < 0.2
    demo.close()


def test_a_disc_or_an_edge_grows_when_it_is_pulled_up():
    for k, name in enumerate(["w1", "w2", "b", "x1", "x2"]):
        demo = neuron(w1=0.0, w2=0.0, b=0.0, x1=0.0, x2=0.0)
        Hand(demo, k).press().pull(0, -25)  # a quarter of an inch
        assert {n for n in demo.values if demo.values[n] != neuron_start(n)} == {name} and demo.values[name] == 1.0
        demo.close()


def names_of(demo):
    return [handle.artist for handle in demo.handles]


def neuron_start(name):
    return {"activation": "sigmoid", "slope": 1.0}.get(name, 0.0)


def test_the_right_prediction_is_the_curve_with_ten_times_the_slope_and_a_line_that_moved_is_out_of_sight():
    demo, ghost = neuron(slope=10.0), Pure("neurons.neuron").ghost
    assert np.allclose(ghost(demo.artists, "steeper")[1], demo.result.curve.T)
    assert not np.allclose(ghost(demo.artists, "nothing")[1], demo.result.curve.T)
    assert ghost(demo.artists, "moves") is None and 10 * abs(demo.result.distance) > np.hypot(3, 3)
    demo.close()
