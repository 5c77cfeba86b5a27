"""Measured and computed gradients as the picture has them."""

import numpy as np
import pytest
from computed import lecture

from course_nn.common.progress import finished
from course_nn.lectures.backpropagation.faulty_backprop import WRONG, backward
from course_nn.lectures.backpropagation.numerical_derivative import central, relative_error
from course_nn.losses import LOSSES
from course_nn.network import Network

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


def test_at_a_last_layer_of_zeros_four_of_the_six_faults_change_nothing():
    rng, network = np.random.default_rng(0), Network((4, 5, 5, 3), "tanh", seed=0)
    X, loss = rng.normal(size=(6, 4)), LOSSES["softmax_cross_entropy"]
    hidden = []
    for last in (network.weights[-1].copy(), 0.0):
        network.weights[-1][...] = last
        trace = network.forward(X)
        dF = loss.dl(trace.output, np.eye(3)[rng.integers(3, size=6)])
        hidden.append([fault for fault in WRONG if not wrong_share(network, trace, dF, fault)])
    assert hidden == [[], ["no slope", "slope of h", "W for its transpose", "transposed dW"]]


def wrong_share(network, trace, dF, fault):
    """By how much the gradient with this fault differs from the right one."""
    return relative_error(backward(network, trace, dF, fault), backward(network, trace, dF))


def test_symmetric_differences_cancel_a_steady_bend_so_that_on_a_parabola_the_largest_step_is_best():
    steps = np.array([1e-9, 1e-5, 1e-1])
    parabola = np.abs(central(lambda w: (3 * w - 1) ** 2, 0.7, steps) - 6 * (3 * 0.7 - 1))
    logistic = np.abs(central(lambda w: np.logaddexp(0, w), 0.7, steps) - 1 / (1 + np.exp(-0.7)))
    assert parabola[2] < 1e-14 < parabola[1] < parabola[0]
    assert logistic.argmin() == 1


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


def test_at_tiny_weights_a_wrong_slope_of_tanh_is_smaller_than_what_rounding_leaves_and_a_wrong_matrix_is_not():
    X, loss, shares = np.random.default_rng(1).normal(size=(6, 4)), LOSSES["softmax_cross_entropy"], {}
    for size in (1.0, 1e-5):
        network = Network((4, 5, 5, 3), "tanh", seed=0)
        network.parameters *= size
        trace = network.forward(X)
        dF = loss.dl(trace.output, np.eye(3)[np.arange(6) % 3])
        faults = ("no slope", "slope of h", "W for its transpose")
        shares[size] = [wrong_share(network, trace, dF, fault) for fault in faults]
    assert min(shares[1.0]) > 1e-3
    assert max(shares[1e-5][:2]) < 1e-8 and shares[1e-5][2] > 1e-4


@pytest.mark.parametrize("phi", ["tanh", "sigmoid"])
def test_in_float32_a_right_gradient_agrees_to_four_digits_at_best_and_every_fault_is_farther_off(phi):
    network, X, Y = CHECK.small_network("float32", phi)
    trace = network.forward(X)
    dF = CHECK.LOSS.gradient(trace.output, Y) / len(X)
    measured = finished(CHECK.measurements("central", "float32", phi))
    right = [relative_error(backward(network, trace, dF), there) for there in measured]
    best = measured[np.argmin(right)]
    assert 1e-5 < min(right) < 3e-4
    assert min(relative_error(backward(network, trace, dF, fault), best) for fault in WRONG) > 5 * min(right)
