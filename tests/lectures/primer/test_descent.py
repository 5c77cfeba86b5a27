"""One weight goes downhill as its learning rate has it."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.lectures.primer.demos.descent import BEST, CURVATURE, X, Y, descent, kind, loss
from course_nn.lectures.primer.steps import descend

DESCENT = Pure("primer.descent")
compute, judge, readout = DESCENT.compute, DESCENT.judge, DESCENT.readout


def test_the_best_w_is_that_of_least_squares():
    assert np.isclose(BEST, np.linalg.lstsq(X[:, None], Y, rcond=None)[0][0])


@pytest.mark.parametrize("start", [-2.0, 0.0, 6.0])
@pytest.mark.parametrize("rate, says", [(0.01, "crawls"), (0.15, "straight"), (0.35, "zig-zags"), (0.45, "diverges")])
def test_the_learning_rate_decides_how_it_goes_and_the_start_does_not(start, rate, says):
    result = compute(start, rate, 0)
    assert says in kind(result).en
    distance = np.abs(result.path - BEST)
    assert (np.diff(distance) > 0).all() if says == "diverges" else (np.diff(distance[:10]) < 0).all()
    crosses = np.sign(result.path[:5] - BEST)
    assert (np.diff(crosses) != 0).all() if rate >= 0.35 else (np.diff(crosses) == 0).all()


def test_the_loss_grows_without_end_only_beyond_two_over_the_curvature():
    for rate in np.arange(1, 61) / 100:
        losses = compute(-1.0, float(rate), 0).losses
        assert (losses[-1] > losses[0]) == (rate > 2 / CURVATURE)


def test_the_task_in_code_takes_the_bottom_in_one_step_with_a_half():
    assert descend(lambda w: 2 * w, 1.0, 0.5, 10)[1:].tolist() == [0.0] * 10
    assert 0 < descend(lambda w: 2 * w, 1.0, 0.4, 10)[-1] < 1e-6


def test_the_challenge_is_open_at_the_start_and_solved_by_one_over_the_curvature():
    assert judge(compute(-1.0, 0.05, 3)) == "open"
    assert judge(compute(4.0, 0.21, 0)) == "solved" and judge(compute(4.0, 0.24, 0)) == "almost"
    assert abs(compute(4.0, 0.21, 0).path[1] - BEST) < 0.05


@pytest.mark.parametrize("rate", [0.05, 0.3, 0.45])
def test_the_readout_says_what_the_picture_shows(reads, rate):
    result = compute(-1.0, rate, 3)
    w = result.path[3]
    step = result.path[4] - w
    reads(readout(result), 3, w, loss(w), result.slope, step, BEST, 1 - rate * CURVATURE)


def test_the_point_that_is_pulled_begins_anew_where_the_hand_lets_go_and_the_first_place_keeps_the_step():
    demo = descent()
    w, names = demo.result.path[demo.values["step"]], [handle.artist for handle in demo.handles]
    Hand(demo, names.index("path")).press().pull(-10, 0)
    assert demo.values["start"] < demo.controls["start"].start and demo.values["step"] == demo.controls["step"].start
    demo.reset()
    Hand(demo, names.index("point")).press().pull(-10, 0)
    assert demo.values["step"] == 0 and demo.result.path[0] == demo.values["start"] < w
    demo.close()


def test_the_right_prediction_is_where_a_step_of_twice_the_best_rate_lands():
    demo = descent(learning_rate=0.4285)
    (landed,) = DESCENT.ghost(demo.artists, "across")[1]
    assert np.allclose(landed, [demo.result.path[1], demo.result.losses[1]], atol=0.1)
    (higher,) = DESCENT.ghost(demo.artists, "away")[1]
    assert higher[1] > demo.result.losses[0] + 5 and DESCENT.ghost(demo.artists, "nearer")[1][0, 1] < 1
    demo.close()
