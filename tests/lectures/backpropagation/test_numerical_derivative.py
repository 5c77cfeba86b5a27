"""Measured derivatives: how their error goes with the step, and where digits end."""

import numpy as np
import pytest

from course_nn.activations import sigmoid
from course_nn.common.errors import BadInput
from course_nn.datasets import digits
from course_nn.lectures.backpropagation.numerical_derivative import (
    best_step,
    central,
    check,
    complex_step,
    forward,
    relative_error,
)
from course_nn.network import Network

DIGITS = digits()
X, Y = (DIGITS.X - DIGITS.X.mean(axis=0))[:20], DIGITS.y[:20]
LOSS = "softmax_cross_entropy"


def measured(activation, dtype, eps, method="central"):
    network = Network((64, 16, 10), activation, init="he" if activation == "relu" else "glorot", dtype=dtype)
    return check(network, X, Y, LOSS, eps, method).error


@pytest.mark.parametrize("h", [1, 0.1, -0.1, 0.5])
def test_the_errors_for_a_cube_at_1(h):
    def cube(x):
        return x**3

    assert forward(cube, 1, h) - 3 == pytest.approx(3 * h + h**2, abs=1e-12)
    assert central(cube, 1, h) - 3 == pytest.approx(h**2, abs=1e-12)


def test_the_slopes_of_the_cube_and_of_the_absolute_value():
    assert [round(f(lambda x: x**3, 1, h), 2) for h in (1, 0.1) for f in (forward, central)] == [7, 4, 3.31, 3.01]
    assert [forward(abs, 0, 0.1), forward(abs, 0, -0.1), central(abs, 0, 0.1)] == [1, -1, 0]


def test_half_the_step_halves_the_one_error_and_quarters_the_other():
    errors = [[abs(f(np.exp, 0.3, h) - np.exp(0.3)) for h in (0.01, 0.005)] for f in (forward, central)]
    assert errors[0][0] / errors[0][1] == pytest.approx(2, rel=0.01)
    assert errors[1][0] / errors[1][1] == pytest.approx(4, rel=0.01)


@pytest.mark.parametrize("method, power", [(forward, 1 / 2), (central, 1 / 3)])
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_the_best_step_is_a_root_of_the_spacing_and_the_arms_have_their_slopes(method, power, kind):
    x = np.random.default_rng(0).uniform(0.9, 1.1, 400).astype(kind)
    wanted, u = np.cos(x.astype(float)), np.finfo(kind).eps
    steps = u**power * 10.0 ** np.arange(-2, 2.05, 0.1)
    errors = np.array([np.abs(method(np.sin, x, kind(h)).astype(float) - wanted) for h in steps])
    best, error = best_step(errors, steps)
    assert 0.2 < best / u**power < 5 and 0.05 < error / u ** (1 - power) < 5
    medians = np.log10(np.median(errors, axis=1))
    assert medians[-1] - medians[-6] == pytest.approx(0.5 * (1 if method is forward else 2), rel=0.15)
    assert medians[0] - medians[10] == pytest.approx(1, rel=0.3)  # the left arm: −1


def test_the_best_steps_for_the_sine():
    x = np.random.default_rng(0).uniform(0.9, 1.1, 400)
    for method, step, error in ((forward, 1e-8, 1e-8), (central, 6e-6, 9e-12)):
        found = np.median(np.abs(method(np.sin, x, step) - np.cos(x)))
        assert error / 3 < found < error


def test_a_complex_step_is_exact_and_silent_where_it_does_not_work():
    for h in (1e-8, 1e-100):
        assert complex_step(np.sin, 1.0, h) == pytest.approx(np.cos(1), rel=1e-15)
    s = sigmoid(0.5)
    assert complex_step(sigmoid, np.float64(0.5), 1e-20) == 0  # through |z|
    assert complex_step(lambda z: 1 / (1 + np.exp(-z)), 0.5, 1e-20) == pytest.approx(s * (1 - s), rel=1e-15)


def test_a_right_gradient_passes_in_float64_and_is_hard_to_measure_in_float32():
    assert min(measured("tanh", np.float64, eps) for eps in (1e-4, 3e-5, 1e-5)) < 3e-10
    assert 2e-5 < measured("tanh", np.float32, 0.03) < 3e-4
    assert measured("tanh", np.float32, 1e-5) > 0.05
    assert measured("tanh", np.float64, 1e-30, "complex") < 1e-15
    assert measured("relu", np.float64, 1e-30, "complex") < 1e-15


def test_relu_in_float32_is_never_measured_well():
    assert min(measured("relu", np.float32, eps) for eps in 10.0 ** np.arange(-5, -0.9, 0.5)) > 6e-4


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("loss", [LOSS, "squared_error"])
def test_all_three_methods_measure_the_gradient_of_the_network(activation, loss):
    network, rng = Network((3, 4, 5, 2), activation, seed=1), np.random.default_rng(0)
    X, Y = rng.normal(size=(6, 3)), np.eye(2)[rng.integers(2, size=6)]
    for method, eps, error in (("forward", 1e-8, 1e-6), ("central", 1e-5, 1e-8), ("complex", 1e-30, 1e-14)):
        result = check(network, X, Y, loss, eps, method)
        assert result.error < error and result.error == relative_error(result.computed, result.measured)
    wrong = check(network, X, Y, loss, 1e-5, gradient=-result.computed)
    assert wrong.error == pytest.approx(1)


def test_relative_error_is_0_for_the_same_and_1_for_opposite_ones():
    a = np.array([1.0, -2.0])
    assert (relative_error(a, a), relative_error(a, -a), relative_error(0 * a, 0 * a)) == (0, 1, 0)


def test_bad_input_says_what_there_is():
    network = Network((64, 4, 10), "elu")
    with pytest.raises(BadInput, match="unknown activation for a complex step"):
        check(network, X, Y, LOSS, 1e-9, "complex")
    with pytest.raises(BadInput, match="unknown loss for a complex step"):
        check(network, X, Y, "multiclass_hinge", 1e-9, "complex")
    with pytest.raises(BadInput, match="unknown method"):
        check(network, X, Y, LOSS, 1e-9, "middle")
    with pytest.raises(BadInput, match="expected errors for each"):
        best_step(np.ones((2, 3)), [1e-3])
