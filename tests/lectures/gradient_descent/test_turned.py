"""Adam in a turned space of parameters, as the picture has it."""

import numpy as np
from computed import lecture
from hand import Hand

from course_nn.common.words import term
from course_nn.lectures.gradient_descent.demos.turned.turned_space import LIMIT, median_steps

module, result = lecture("gradient_descent")
TURNED = module("turned")


def test_where_it_starts_the_space_is_turned_and_adam_is_in_front_of_momentum():
    found = result("turned")
    assert median_steps(found.turned) < median_steps(found.momentum)
    assert found.shares == (0, 100) and found.medians.tolist() == [
        median_steps(found.straight),
        median_steps(found.turned),
    ]


def test_with_no_turn_both_runs_are_one():
    found = result("turned", turn=0)
    assert found.turned is found.straight and found.shares == (0,)


def test_all_turns_are_a_curve_of_five_places_and_in_the_bowl_it_rises():
    found = result("turned", curve=True, task="bowl")
    assert found.shares == TURNED.SHARES and len(found.medians) == 5
    assert found.medians[0] < 0.5 * found.medians[1:].min()


def test_another_turn_does_not_touch_the_run_along_its_own_axes():
    first, second = result("turned"), result("turned", which=1)
    assert first.straight is second.straight and first.turned is not second.turned


def test_the_challenge_is_met_by_rmsprop_and_not_in_the_bowl():
    judge = TURNED.judge
    assert judge(result("turned", optimizer="rmsprop")) == "solved"
    assert judge(result("turned")) == judge(result("turned", task="bowl")) == "open"
    assert judge(result("turned", optimizer="rmsprop", turn=0)) == "open"


def test_the_moral_is_overturned_by_the_bowl_and_not_by_another_turn():
    demo = TURNED.turned()
    assert "Adam is ahead of momentum" in demo.page.moral.value
    for change, becomes in (("bowl", "reversed"), ("turn", "stays")):
        demo.set(sceptic=change)
        assert f"<b>{term(becomes).zh}" in demo.page.moral.value
    demo.close()


def test_each_turn_is_pressed_and_the_time_is_held():
    demo = TURNED.turned(task="bowl")
    for k, share in enumerate(TURNED.SHARES):
        Hand(demo, 1, item=k).press()
        assert demo.values["turn"] == share
    Hand(demo, 0).press().pull(-60, 0)
    assert demo.values["step"] < 200
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    demo = TURNED.turned(task="bowl")
    r, five = demo.result, [0.05, 0.95]
    told = [x for run in (r.straight, r.turned, r.momentum) for x in (median_steps(run), run.rate)]
    widths = [np.divide(*np.quantile(run.sizes[-1], five)[::-1]) for run in (r.straight, r.turned)]
    reads(demo.readout, 5, *told[:2], 100, *told[2:], *widths)
    demo.set(optimizer="rmsprop")
    assert f"more than {LIMIT}" in demo.readout.en and f"超过 {LIMIT}" in demo.readout.zh
    demo.close()
