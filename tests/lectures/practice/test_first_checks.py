"""Five lights: from all red to all green, what can be pressed and pulled, and the prediction over ten splits."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.progress import finished
from course_nn.lectures.practice.demos.first_checks.checked_runs import Setting, ladder, training_run

module, result = lecture("practice")
CHECKS = module("first_checks")
GOOD = dict(inputs="centred", last=0.01, rate=0.3, fault="none")


def test_all_lights_are_red_at_first():
    assert not result("first_checks").lights.any()


def test_the_challenge_is_to_mend_inputs_last_layer_and_fault():
    demo = CHECKS.first_checks()
    assert demo.state == "open"
    demo.set(**GOOD | dict(last=1.0))
    assert demo.state == "almost" and list(demo.result.lights) == [1, 2, 2, 2, 2]
    demo.set(last=0.01)
    assert demo.state == "solved"
    demo.set(rung="neighbour")
    assert demo.state == "almost"
    demo.set(rung="constant")
    assert demo.state == "open"
    demo.close()


def test_a_model_is_pressed_and_the_loss_at_start_is_pulled_along_its_curve():
    demo = CHECKS.first_checks(**GOOD)
    Hand(demo, 0, item=4).press()
    assert demo.values["rung"] == "neighbour"
    Hand(demo, 1).press().pull(40, 0)  # a decade
    assert demo.values["last"] == pytest.approx(0.1, rel=0.8)
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = result("first_checks", **GOOD)
    zero, error, rung = found.zero[-1] / 2, 100 * found.error, 100 * found.ladder["softmax"]
    values = [found.start, found.expected, 10, found.real[-1], zero, 1000, found.one_batch[-1], 0.01, error, rung]
    reads(CHECKS.readout(found), *values, found.gradient.max(), 10, 5, 5)  # 10⁻⁶, of which the base is read
    assert CHECKS.readout(result("first_checks")).en.count("red") == 5


@pytest.mark.thorough
def test_over_ten_splits_the_network_gains_nothing_on_the_nearest_neighbour():
    rungs = [finished(ladder("digits", seed)) for seed in range(10)]
    for rate in (0.1, 0.3):
        errors = [finished(training_run(Setting(rate=rate, seed=seed)))[1] for seed in range(10)]
        gains = np.array([rung["neighbour"] - error for rung, error in zip(rungs, errors)])
        assert gains.max() <= 0.005 and -0.03 < gains.mean() < -0.005
    assert np.mean([rung["softmax"] for rung in rungs]) > np.mean(errors)
