"""Measured and computed gradients as the picture has them."""

import numpy as np
import pytest
from computed import lecture

from course_nn.lectures.backpropagation.faulty_backprop import WRONG

module, result = lecture("backpropagation")
CHECK = module("gradient_check")


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


@pytest.mark.parametrize("fault", WRONG)
def test_the_check_finds_every_fault_and_says_in_which_layer_nothing_is_wrong(fault):
    found = result("gradient_check", fault=fault)
    assert found.error > CHECK.RIGHT and found.degrees > 0
    assert found.error > 1000 * result("gradient_check").error
    if fault in ("W for its transpose", "random feedback"):
        assert found.layers[-1].max() < CHECK.RIGHT < found.layers[0].min()  # what lies above the fault is right


def test_a_mistake_in_one_derivative_spoils_that_alone_and_with_relu_the_slope_of_h_is_right():
    def wrong(fault, **values):
        return np.argwhere(result("gradient_check", fault=fault, **values).layers > 1e-4).tolist()

    assert wrong("transposed dW") == [[1, 0]]
    assert wrong("one sum for all biases") == [[0, 1], [1, 1], [2, 1]]
    assert wrong("no slope") == wrong("random feedback") == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert not wrong("slope of h", phi="relu", method="complex") and wrong("slope of h")


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
