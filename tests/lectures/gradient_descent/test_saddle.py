"""Saddle, plateau and bent valley as the picture has them."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.lectures.gradient_descent.demos.saddle.surfaces import HOLLOW
from course_nn.network import Network

module, result = lecture("gradient_descent")
SADDLE = module("saddle")


def test_a_million_times_nearer_to_the_ridge_takes_twice_as_long():
    near, nearer = result("saddle"), result("saddle", offset=1e-12)
    assert (near.escape, nearer.escape) == (139, 284)
    assert near.series["gradient_descent"][5] == 139 and near.series["gradient_descent"][-1] == 284


def test_at_rest_near_the_saddle_one_curvature_is_positive_and_one_negative():
    r = result("saddle")
    np.testing.assert_allclose(r.curvatures, [-1, 1], atol=1e-6)
    np.testing.assert_allclose(np.abs(r.directions), [[0, 1], [1, 0]], atol=1e-6)
    at_the_end = result("saddle", step=300)
    np.testing.assert_allclose(at_the_end.curvatures, [1, 2], atol=1e-6)


def test_the_numbers_of_the_plateau():
    for method, steps in [("gradient_descent", 2203), ("momentum", 264), ("adam", 29)]:
        r = result("saddle", surface="plateau", method=method)
        assert (r.distance, r.escape) == (4, steps)
    newton = result("saddle", surface="plateau", method="newton", x=HOLLOW + 2)
    assert newton.paths["newton"][1, 0] - HOLLOW == pytest.approx(8 / 3) and newton.escape == -1


def test_the_sceptics_controls_another_rate_and_turned_axes():
    assert result("saddle", eta=1.0).escape < 30 < result("saddle").escape
    usual, turned = (result("saddle", method="adam", offset=1e-12, turned=turn).escape for turn in (False, True))
    assert usual == 8 and turned > 150


def test_from_the_ridge_itself_nothing_gets_away():
    assert all(result("saddle", offset=0.0, method=method).escape == -1 for method in SADDLE.METHODS)


def test_newton_for_the_digit_network_costs_as_much_as_thousands_of_mini_batches():
    sizes, batch = (64, 32, 10), 32
    P = Network(sizes).parameters.size
    weights = [N * M for N, M in zip(sizes, sizes[1:])]
    a_gradient = batch * (6 * sum(weights) - 2 * weights[0])  # there, back, and back to all but the inputs
    assert P == 2410 and 8 * P**2 == pytest.approx(46e6, rel=0.02)
    assert 2 / 3 * P**3 == pytest.approx(9.3e9, rel=0.01)
    assert 2 / 3 * P**3 / a_gradient == pytest.approx(29_000, rel=0.02)


def test_the_challenge_is_solved_by_newton_from_just_inside_the_root_of_a_fifth():
    demo = SADDLE.saddle()
    states = []
    for values in (
        {"method": "newton"},
        {"y": 0.3},
        {"y": 0.44},
        {"y": 0.46},
        {"y": 0.44, "method": "absolute_newton"},
    ):
        demo.set(**values)
        states.append(demo.state)
    assert states == ["almost", "almost", "solved", "open", "open"]
    demo.close()


def test_the_start_is_dragged_and_the_method_the_offset_and_the_step_are_chosen_in_the_picture():
    demo = SADDLE.saddle()
    columns, _, curves, now, start = range(5)
    Hand(demo, columns, item=0).press()
    assert demo.values["offset"] == 1e-12
    Hand(demo, curves, item=1).press()
    assert demo.values["method"] == "momentum"
    Hand(demo, now).pull(20, 0)
    assert demo.values["step"] > 60
    hand = Hand(demo, start).press().pull(30, -40)
    assert hand.miss() < 3 and demo.values["x"] > 2 and demo.values["y"] > 0.8
    demo.close()


def test_the_distance_from_the_minimum_is_pulled():
    demo = SADDLE.saddle(surface="plateau")
    Hand(demo, 1).press().pull(15, 0)
    assert demo.values["x"] > 1.6
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    demo = SADDLE.saddle()
    r = demo.result
    reads(demo.readout, 0.1, 60, *r.here, *r.curvatures, 139)
    demo.set(method="newton")
    reads(demo.readout, len(demo.result.paths["newton"]) - 1, *demo.result.here, -1, 1, SADDLE.LIMIT)
    demo.close()
