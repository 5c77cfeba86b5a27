"""The lecture: binary classification wants a sigmoid with the cross-entropy; here with the squared error instead."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.activations import sigmoid, sigmoid_slope
from course_nn.lectures.losses.demos.wrong_pair.sigmoid_neuron import SLOPES
from course_nn.network import Network
from course_nn.training import train

demo = Pure("losses.wrong_pair")

START = {name: control.start for name, control in demo.CONTROLS.items()}


def outputs(w, b, eta=0.15):
    return demo.compute(**START | {"w": w, "b": b, "eta": eta}).outputs


@pytest.mark.parametrize("w, b, first, last", [(0.6, 0.9, 0.82, 0.09), (2.0, 2.0, 0.98, 0.20)])
def test_squared_error_goes_where_the_source_says(w, b, first, last):
    a = outputs(w, b)["squared"]
    assert len(a) == 301 and (round(a[0], 2), round(a[-1], 2)) == (first, last)


@pytest.mark.parametrize("w, b", [(0.6, 0.9), (2.0, 2.0), (-1.0, 4.0)])
def test_both_paths_are_those_of_the_package(w, b):
    for name, loss, output in (("squared", "squared_error", "sigmoid"), ("entropy", "binary_cross_entropy", "linear")):
        network = Network((1, 1), output=output)
        network.parameters = w, b
        history = train(network, [[1.0]], [0.0], loss, learning_rate=0.15, epochs=300)
        a = network.with_parameters(history.parameters)([[1.0]])[:, 0, 0]
        result = demo.compute(**START | {"w": w, "b": b})
        assert result.outputs[name] == pytest.approx(a if output == "sigmoid" else sigmoid(a), rel=1e-9)
        assert result.losses[name] == pytest.approx(history.losses, rel=1e-9)


def test_slopes_are_central_differences_and_differ_by_the_factor_of_the_sigmoid():
    z, h = np.linspace(-5, 8, 27), 1e-5
    slopes = {name: slope(sigmoid(z)) for name, slope in SLOPES.items()}
    costs = {"squared": lambda z: 0.5 * sigmoid(z) ** 2, "entropy": lambda z: np.logaddexp(0, z)}
    for name, cost in costs.items():
        assert slopes[name] == pytest.approx((cost(z + h) - cost(z - h)) / (2 * h), rel=1e-5)
    assert slopes["squared"] / slopes["entropy"] == pytest.approx(sigmoid_slope(z))


def test_the_more_wrong_the_slower_with_squared_error_and_the_faster_with_cross_entropy():
    slopes = {name: SLOPES[name](sigmoid(np.arange(1.0, 9.0))) for name in ("squared", "entropy")}
    assert np.all(np.diff(slopes["squared"]) < 0) and np.all(np.diff(slopes["entropy"]) > 0)
    halfway = {name: int(np.argmax(a < 0.5)) for name, a in outputs(2.0, 2.0).items()}
    assert (halfway["squared"], halfway["entropy"]) == (232, 17)


def test_challenge_wants_a_neuron_that_is_badly_wrong():
    states = [demo.judge(demo.compute(**START | {"w": w, "b": w})) for w in (2.0, 2.2, 4.0)]
    assert states == ["open", "almost", "solved"]


def test_the_readout_has_both_outputs_and_both_slopes_at_this_step_and_where_they_end(reads):
    for w, step in ((2.0, 100), (0.6, 37)):
        result = demo.compute(**START | {"w": w, "step": step})
        a, c = (result.outputs[name] for name in ("squared", "entropy"))
        factor = a[step] * (1 - a[step])
        first = sigmoid(w + START["b"])
        slopes = a[step] * factor, 1, factor, c[step]
        reads(demo.readout(result), first, step, a[step], c[step], 300, a[300], c[300], *slopes)


def test_the_time_line_is_dragged_and_a_dot_of_the_slopes_moves_the_start():
    shown = demo.wrong_pair()
    now = Hand(shown, 1).press().pull(40, 0)
    assert shown.values["step"] > 120 and now.miss() < 3
    Hand(shown, 2).press().pull(-20, 0)
    assert shown.values["w"] < 2 and shown.values["b"] == 2
    shown.close()


def steps_to_half(f, way):
    """How many steps of η = 0.1 bring a sigmoid neuron below ½ by its squared error, from this f; its target is 0."""
    m = s = 0.0
    for t in range(1, 50_000):
        p = 1 / (1 + np.exp(-f))
        if p < 0.5:
            return t
        slope = p * p * (1 - p)
        m, s = 0.9 * m + 0.1 * slope, 0.999 * s + 0.001 * slope**2
        f -= 0.1 * (slope if way == "plain" else m / (1 - 0.9**t) / np.sqrt(s / (1 - 0.999**t)))
    return t


def test_the_squared_error_holds_a_very_wrong_sigmoid_back_under_plain_descent_and_not_under_adam():
    assert steps_to_half(8.0, "plain") > 20_000 and steps_to_half(8.0, "adam") < 100
