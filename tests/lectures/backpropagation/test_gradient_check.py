"""Measured and computed gradients as the picture has them, and what networks learn from a wrong one."""

import numpy as np
import pytest
from computed import lecture

module, result = lecture("backpropagation")
CHECK = module("gradient_check")
LEARNED = ["none", "no slope", "slope of h", "W for its transpose", "transposed dW", "one sum for all biases"]


@pytest.mark.parametrize("method, power", [("forward", 1), ("central", 2)])
def test_the_right_arm_has_the_order_of_the_method_and_the_left_arm_minus_1(method, power):
    errors = np.log10(result("gradient_check", method=method).curve)
    step = np.log10(CHECK.STEPS)
    right, left = (step > -4) & (step < -1.4), (step > -13) & (step < -9)
    assert np.polyfit(step[right], errors[right], 1)[0] == pytest.approx(power, abs=0.1)
    assert np.polyfit(step[left], errors[left], 1)[0] == pytest.approx(-1, abs=0.15)


def test_a_right_gradient_in_float64_agrees_to_nine_digits_and_in_float32_with_relu_it_never_does():
    assert result("gradient_check").error < 1e-9
    assert result("gradient_check", digits="float32", phi="relu").curve.min() > 1e-4
    assert result("gradient_check", method="complex", eps=1e-16).error < 1e-14


@pytest.mark.parametrize("fault", [fault for fault in CHECK.NAMES if fault != "none"])
def test_the_check_finds_every_fault_and_says_in_which_layer_nothing_is_wrong(fault):
    found = result("gradient_check", fault=fault)
    assert found.error > CHECK.RIGHT and found.degrees > 0
    assert found.error > 1000 * result("gradient_check").error
    if fault in ("W for its transpose", "random feedback"):
        assert found.layers[-1].max() < CHECK.RIGHT < found.layers[0].min()  # what lies above the fault is right


@pytest.mark.parametrize("phi", ["tanh", "relu"])
def test_over_five_seeds_networks_learn_with_almost_every_fault_as_if_it_were_not_there(phi):
    usual = result("gradient_check", phi=phi, trained=True).accuracies
    assert len(usual) == 5 and usual.min() > 0.96
    for fault in LEARNED:
        assert result("gradient_check", phi=phi, fault=fault, trained=True).accuracies.mean() > usual.mean() - 0.02
    random = result("gradient_check", phi=phi, fault="random feedback", trained=True).accuracies
    assert random.min() > 0.92 and random.max() < usual.min()


@pytest.mark.parametrize("phi", ["tanh", "relu"])
def test_with_a_larger_learning_rate_random_feedback_keeps_up_too_and_with_a_small_one_it_lags_behind(phi):
    def learned(fault, rate):
        return result("gradient_check", phi=phi, fault=fault, trained=True, rate=rate).accuracies.mean()

    assert learned("random feedback", 0.3) > learned("none", 0.3) - 0.02
    assert learned("random feedback", 0.03) < learned("none", 0.03) - 0.03


def test_with_sigmoids_the_right_gradient_is_behind_one_without_slopes_and_ahead_of_random_feedback():
    usual = result("gradient_check", phi="sigmoid", trained=True).accuracies
    assert result("gradient_check", phi="sigmoid", fault="no slope", trained=True).accuracies.min() > usual.max()
    assert result("gradient_check", phi="sigmoid", fault="random feedback", trained=True).accuracies.max() < usual.min()


def test_the_challenge_is_a_step_that_is_too_small_or_too_few_digits():
    judge = CHECK.CHALLENGE.judge
    assert judge(result("gradient_check")) == "open"
    assert judge(result("gradient_check", eps=1e-14)) == "solved"
    assert judge(result("gradient_check", eps=1e-10)) == "almost"
    assert judge(result("gradient_check", fault="random feedback")) == "open"


def test_the_readout_says_what_the_picture_shows(reads):
    demo = CHECK.gradient_check()
    r = demo.result
    reads(demo.readout, 1e-5, r.error, r.curve.min(), CHECK.STEPS[r.curve.argmin()], 0)
    demo.close()
