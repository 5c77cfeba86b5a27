"""Two valleys: the first weight decides, unless a step is so large that it jumps the hill."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.lectures.primer.demos.valleys import HILL, LEFT, RIGHT, valleys
from course_nn.lectures.primer.steps import two_valleys, two_valleys_slope

VALLEYS = Pure("primer.valleys")
compute, judge, readout = VALLEYS.compute, VALLEYS.judge, VALLEYS.readout

STARTS = np.round(np.arange(-2, 2.01, 0.1), 1)
RATES = np.round(np.arange(0.02, 0.61, 0.02), 2)


def test_left_valley_hill_and_right_valley_are_where_the_slope_is_zero():
    np.testing.assert_allclose(two_valleys_slope(np.array([LEFT, HILL, RIGHT])), 0, atol=1e-12)
    assert two_valleys(LEFT) < two_valleys(RIGHT) < two_valleys(HILL)


@pytest.mark.parametrize("rate", [0.02, 0.1, 0.2, 0.3])
def test_small_steps_end_in_the_valley_they_began_in(rate):
    for start in STARTS:
        assert compute(float(start), rate, 0).end == ("left" if start < HILL else "right")


def test_large_steps_jump_the_hill_both_ways():
    ends = [(start < HILL, compute(float(start), 0.6, 0).end) for start in STARTS]
    assert (True, "right") in ends and (False, "left") in ends


def test_every_setting_settles_in_one_of_the_valleys():
    assert all(compute(float(w), float(rate), 0).end for w in STARTS for rate in RATES)


def test_the_challenge_is_solved_by_large_steps_only():
    assert judge(compute(1.6, 0.1, 5)) == "open"
    assert judge(compute(1.6, 0.6, 0)) == "solved"
    assert not any(judge(compute(float(w), 0.3, 0)) == "solved" for w in STARTS)


def test_the_readout_says_where_it_is_and_where_it_will_end(reads):
    result = compute(1.6, 0.1, 5)
    reads(readout(result), 5, result.path[5], two_valleys(result.path[5]), result.slope)
    assert "right valley" in readout(result).en and "右边的谷底" in readout(result).zh


def test_the_point_that_is_pulled_begins_anew_where_the_hand_lets_go_and_the_first_place_keeps_the_step():
    demo = valleys()
    w, names = demo.result.path[demo.values["step"]], [handle.artist for handle in demo.handles]
    Hand(demo, names.index("path")).press().pull(-10, 0)
    assert demo.values["start"] < demo.controls["start"].start and demo.values["step"] == demo.controls["step"].start
    demo.reset()
    Hand(demo, names.index("point")).press().pull(-10, 0)
    assert demo.values["step"] == 0 and demo.result.path[0] == demo.values["start"] < w
    demo.close()


def test_the_right_prediction_is_where_descent_ends():
    demo = valleys(step=30)
    places = {option: VALLEYS.ghost(demo.artists, option)[1][0, 0] for option in ("deep", "near", "top")}
    assert min(places, key=lambda option: abs(places[option] - demo.result.path[30])) == "near"
    demo.close()
