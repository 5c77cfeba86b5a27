"""The valley of two measurements, against descent and Adam that walk step by step."""

import numpy as np
import pytest

from course_nn.lectures.practice.demos.scaling.scaled_descent import (
    PAIRS,
    UNITS,
    adam_walk,
    descent_path,
    measurements,
    scaled_inputs,
    steps_needed,
    valley,
    valley_of,
    walk,
)
from course_nn.lectures.practice.tuning import curvatures, steps_to
from course_nn.linear_models import least_squares


def walked(X, y, rate, eps):
    """Steps of gradient descent on the squared error, counted, and the parameters after three."""
    A = np.column_stack([np.ones(len(X)), X])
    best, theta, after = least_squares(X, y), np.zeros(3), []
    goal = np.append(best.b, best.W)

    def above(theta):
        return np.mean((A @ (theta - goal)) ** 2)

    start, steps = above(theta), 0
    while above(theta) > eps**2 * start:
        theta, steps = theta - rate * A.T @ (A @ theta - y) / len(y), steps + 1
        after.append(theta)
    return steps, after[2] - goal


def test_steps_and_path_are_those_of_descent_that_walks():
    X, y = measurements("bill, flipper")
    for Z in (scaled_inputs(X, "sigma", 1), scaled_inputs(X, "nothing", 1)):
        found = valley(Z, y)
        steps, third = walked(Z, y, found.best_rate, 1e-6)
        assert steps_needed(found, found.best_rate, 1e-6) == steps
        path = descent_path(found, found.best_rate, 3)[-1] * found.start
        assert found.V @ path == pytest.approx(third, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("pair", PAIRS)
def test_no_start_takes_more_than_one_step_above_the_prediction(pair):
    for units in UNITS:
        for divisor in ("nothing", "sigma", "range"):
            found = valley_of(pair, units, divisor, 1.0)
            assert steps_needed(found, found.best_rate, 1e-6) <= np.ceil(steps_to(found.kappa)) + 1


def test_it_diverges_from_two_over_the_largest_curvature_on_and_only_there():
    found = valley_of("bill, flipper", "mm", "sigma", 1.0)
    assert steps_needed(found, 2 / found.h[0] * 1.000001, 1e-6) == np.inf
    assert np.isfinite(steps_needed(found, 2 / found.h[0] * 0.999, 1e-6))


def test_units_make_no_difference_once_it_is_divided_and_all_the_difference_before():
    divided = [valley_of("bill, flipper", units, "sigma", 0.0).kappa for units in UNITS]
    raw = [valley_of("bill, flipper", units, "nothing", 0.0).kappa for units in UNITS]
    assert divided == pytest.approx([divided[0]] * 3, rel=1e-9)
    assert max(raw) > 100 * min(raw)


def test_the_valley_has_the_curvatures_of_its_inputs_and_its_start_is_minus_the_best():
    X, y = measurements("flipper, mass")
    found = valley(X, y)
    assert found.h == pytest.approx(curvatures(X)[::-1], rel=1e-9)
    best = least_squares(X, y)
    assert -found.V @ found.start == pytest.approx(np.append(best.b, best.W), rel=1e-6)


def test_what_is_divided_has_spread_one_or_range_one_and_what_is_subtracted_mean_zero():
    X, _ = measurements("bill, depth")
    assert scaled_inputs(X, "sigma", 1).std(axis=0) == pytest.approx([1, 1])
    assert scaled_inputs(X, "range").min(axis=0) == pytest.approx([0, 0])
    assert scaled_inputs(X, "range").max(axis=0) == pytest.approx([1, 1])
    assert scaled_inputs(X, "nothing", 1).mean(axis=0) == pytest.approx([0, 0], abs=1e-9)


def test_adams_first_step_is_its_rate_in_each_parameter_and_it_ends_where_the_loss_says():
    found = valley_of("bill, flipper", "mm", "sigma", 1.0)
    walked = adam_walk(found, 1e-3, [0.3])
    first = found.V @ ((walked.path[1] - 1) * found.start)
    assert np.abs(first) == pytest.approx([0.3] * 3, rel=1e-6)
    above = (walked.path * found.start) ** 2 @ found.h
    assert above[-1] <= 1e-6 * above[0] < above[-2]
    assert walked.steps == len(walked.path) - 1


def test_the_best_of_adams_rates_is_the_first_to_arrive():
    found = valley_of("flipper, mass", "mm", "nothing", 1.0)
    best = walk(found, "adam", 1e-3)
    for rate in (best.rate / 3, best.rate * 3):
        assert walk(found, "adam", 1e-3, rate)[1] >= best.steps
