"""A schedule as it is drawn, and what the picture says of it."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.lectures.gradient_descent.scheduled_runs import LAM
from course_nn.lectures.gradient_descent.schedules import noise_floor

module, result = lecture("gradient_descent")
SCHEDULE = module("schedule")
FALLING = dict(shape="drawn", knots="3.2 3.2 1 0.1 0.03")


def end(panel):
    """The medians in the end, with this schedule and with a constant rate."""
    return [np.median(runs[:, -1]) for runs in (panel.own, panel.other)]


CLEAN = dict(wrong=0.0, epochs=5)


def test_a_constant_schedule_is_the_constant_rate_beside_it():
    found = result("schedule", shape="constant", **CLEAN)
    assert np.array_equal(found.panels[0].own, found.panels[0].other) and (found.curve == 3.2).all()


@pytest.mark.parametrize("shape, low, high", [("linear", 0.02, 0.03), ("steps", 0.03, 0.06)])
def test_on_clean_digits_decay_makes_the_training_loss_larger(shape, low, high):
    own, other = end(result("schedule", shape=shape, **CLEAN).panels[0])
    assert other < 0.014 and low < own < high


def test_the_challenge_takes_a_drawing_that_falls():
    judge = SCHEDULE.CHALLENGE.judge
    wrong = dict(wrong=0.2, epochs=10)
    assert judge(result("schedule", **wrong, **FALLING)) == "solved"
    assert judge(result("schedule", **wrong, shape="drawn")) == judge(result("schedule", **CLEAN, **FALLING)) == "open"
    assert judge(result("schedule", **wrong, shape="linear")) == "open"  # nobody drew it
    assert (
        end(result("schedule", **wrong, **FALLING).panels[1])[0]
        >= 0.945
        > 0.9
        > end(result("schedule", **wrong).panels[1])[1]
    )


def test_the_challenge_is_solved_with_the_hand_alone():
    demo = SCHEDULE.schedule(shape="constant", epochs=5)
    first = len(SCHEDULE.HANDLES) - SCHEDULE.KNOTS
    for k, down in ((2, 40), (3, 80), (4, 110)):
        Hand(demo, first + k).press().pull(0, down)
    assert demo.values["shape"] == "drawn" and demo.state == "solved"
    rates = demo.result.plan.rates
    assert rates[0] == rates[1] == 3.2 and rates[1] > rates[2] > rates[3] > rates[4]
    demo.close()


def test_a_knot_of_a_named_schedule_makes_it_ones_own_and_the_others_stay_where_they_were():
    demo = SCHEDULE.schedule(shape="steps")
    before = demo.result.knots
    Hand(demo, len(SCHEDULE.HANDLES) - 5).press().pull(0, 30)
    assert demo.values["shape"] == "drawn" and demo.result.knots[0] < before[0]
    np.testing.assert_allclose(demo.result.knots[1:], before[1:], rtol=0.05)
    demo.close()


def test_the_warm_up_is_pulled_and_a_rate_of_the_range_test_is_tried_out():
    demo = SCHEDULE.schedule(shape="constant", **CLEAN)
    Hand(demo, 0).press().pull(60, 0)
    assert demo.values["warm"] > 0.5 and demo.result.curve[0] < 0.2
    demo.set(view="range")
    steepest = demo.result.picks["steepest"][0]
    Hand(demo, 1 + 2 * [*SCHEDULE.PICKS].index("steepest")).press()
    assert demo.values["view"] == "digits" and demo.result.plan.rates[0] == pytest.approx(steepest, rel=0.05)
    demo.set(view="parabola", shape="constant", knots="1 1 1 1 1")
    Hand(demo, 1 + 2 * len(SCHEDULE.PICKS)).press().pull(20, 0)
    assert demo.values["view"] == "parabola" and demo.result.curve[-1] > 1
    demo.close()


def test_on_the_parabola_one_over_t_goes_below_every_floor_and_the_constant_rate_stays_on_its_own():
    found = result("schedule", view="parabola", shape="inverse", knots="2 2 2 2 2")
    own, other = end(found.panels[0])
    assert own == pytest.approx(1 / (LAM**2 * SCHEDULE.STEPS)) and other == pytest.approx(float(noise_floor(2, LAM)))


def test_the_readouts_say_what_the_pictures_show(reads):
    demo = SCHEDULE.schedule(shape="steps", **CLEAN)
    (own, other), (right, usual) = (end(panel) for panel in demo.result.panels)
    reads(demo.readout, 5, 3.2, 0.032, 5, own, 100 * right, 3.2, other, 100 * usual)
    demo.set(view="parabola", shape="linear", knots="1 1 1 1 1")
    own, other = end(demo.result.panels[0])
    reads(demo.readout, 200, own, 1, other, 1, noise_floor(1, LAM), 0, 0)
    demo.set(view="range")
    (tenth, a), (steepest, b), (minimum, c), (best, d) = demo.result.picks.values()
    reads(demo.readout, steepest, minimum, tenth, 10, b, c, a, best, d)
    demo.close()
