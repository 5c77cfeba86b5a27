"""The smallest network: its curve passes ½ at x = −b/w."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.lectures.start.demos.one_weight import one_weight

ONE_WEIGHT = Pure("start.one_weight")
compute, judge, readout = ONE_WEIGHT.compute, ONE_WEIGHT.judge, ONE_WEIGHT.readout


@pytest.mark.parametrize("w, b", [(2.0, -3.0), (-1.5, 0.5), (5.0, 5.0)])
def test_the_output_is_one_half_at_minus_b_over_w(w, b):
    result = compute(w, b, 0.2)
    assert np.isclose(result.half, -b / w) and np.isclose(compute(w, b, result.half).y, 0.5)
    assert (np.diff(result.curve) > 0).all() if w > 0 else (np.diff(result.curve) < 0).all()


def test_without_a_weight_the_input_does_not_matter():
    result = compute(0.0, 1.0, 0.2)
    assert np.isnan(result.half) and np.ptp(result.curve) == 0


def test_a_larger_bias_moves_the_curve_to_the_left():
    assert compute(2.0, 1.0, 0.0).half < compute(2.0, -1.0, 0.0).half


def test_the_challenge_asks_for_a_falling_curve():
    assert judge(compute(2.0, 2.0, 0.2)) == "open"
    assert judge(compute(2.0, -2.0, 0.2)) == "almost" and judge(compute(-2.0, 2.0, 0.2)) == "solved"


def test_the_readout_says_what_the_picture_shows(reads):
    result = compute(2.0, -3.0, 0.5)
    reads(readout(result), 1.0, 3.0, result.y, 1.5)
    reads(readout(compute(0.0, 1.0, 0.2)), 0.0, 1.0, compute(0.0, 1.0, 0.2).y, 0)


def test_the_curve_that_is_pulled_turns_about_its_half_and_goes_through_the_hand():
    demo = one_weight()
    hand = Hand(demo, 0)
    hand.press().pull(0, 15)
    assert hand.miss() < 1 and np.isclose(demo.result.half, -1.0, atol=0.02) and demo.values["w"] != 2.0
    demo.close()


def test_the_half_that_is_pulled_shifts_the_curve_and_keeps_its_steepness():
    demo = one_weight()
    hand = Hand(demo, 2).press().pull(80, 0)
    assert hand.miss() < 1 and demo.values["w"] == 2.0 and demo.result.half > -0.5
    demo.close()


def test_a_half_beyond_the_picture_has_neither_mark_nor_number():
    demo = one_weight(w=1.0, b=4.5)
    assert not demo.artists.tag.get_visible() and np.isnan(demo.artists.half.get_xdata()).all()
    demo.set(b=3.5)
    assert demo.artists.tag.get_text() == "−b/w = −3.50" and demo.artists.half.get_xdata() == [-3.5]
    demo.close()


def test_the_curve_of_the_right_prediction_is_the_one_that_a_larger_bias_gives():
    demo = one_weight(b=4.0)
    ghosts = {option: ONE_WEIGHT.ghost(demo.artists, option)[1] for option in ("left", "right", "up")}
    assert np.allclose(ghosts["left"][:, 1], demo.result.curve)
    assert not any(np.allclose(ghosts[option][:, 1], demo.result.curve) for option in ("right", "up"))
    demo.close()
