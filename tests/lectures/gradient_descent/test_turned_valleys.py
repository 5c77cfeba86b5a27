"""What turning a valley does to runs and to tuned steps."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.gradient_descent.demos.rotated.turned_valleys import (
    ADAPTIVE,
    RATES,
    both_runs,
    fewest_steps,
    steps_to_aim,
)
from course_nn.lectures.gradient_descent.quadratic import descend, height, hessian, rotation
from course_nn.optimizers import optimizer

NO_AXES = ("gradient_descent", "momentum", "nesterov")


def fewest(name, angle=0, kappa=1000.0, across=0.6, beta2=0.99):
    return finished(fewest_steps(name, kappa, across, beta2, (angle,)))[0][0]


@pytest.mark.parametrize("name", NO_AXES)
def test_the_turned_run_is_the_run_turned_if_a_method_knows_no_axes(name):
    path, turned, scales = both_runs(name, 0.5, 100.0, 0.6, 0.99, 37, 300)
    np.testing.assert_allclose(path, turned, atol=1e-14)
    assert (scales == 1).all()


@pytest.mark.parametrize("name", ADAPTIVE)
def test_the_others_leave_the_turned_run_and_their_steps_are_stretched_along_the_axes(name):
    path, turned, scales = both_runs(name, 0.05, 1000.0, 0.6, 0.99, 30, 300)
    assert np.abs(path - turned).max() > 0.1
    assert (scales.max(axis=1) == 1).all() and scales[-1].min() < 1


@pytest.mark.parametrize("name", ADAPTIVE)
def test_along_the_axes_their_path_does_not_depend_on_the_condition_number(name):
    paths = [
        descend(hessian(kappa, 0), [1.0, 0.6], optimizer(name, 0.05, epsilon=0.0), 100)
        for kappa in (10.0, 100.0, 1000.0)
    ]
    np.testing.assert_allclose(paths[0], paths[1], atol=1e-9)
    np.testing.assert_allclose(paths[0], paths[2], atol=1e-9)


def test_a_count_of_steps_is_where_the_loss_comes_below_a_ten_thousandth_for_good():
    rates, A = (0.02, 0.1, 0.5), hessian(50.0, 20)
    counted = finished(steps_to_aim("adam", 50.0, 0.6, 0.9, (0, 20), rates))
    for eta, steps in zip(rates, counted[1]):
        path = descend(A, rotation(20) @ [1.0, 0.6], optimizer("adam", eta, beta2=0.9), 2000)
        below = height(A, path) <= 1e-4 * height(A, path[0])
        assert below[steps:].all() and not below[steps - 1]


def test_at_45_degrees_what_the_adaptive_methods_had_is_gone():
    for name, straight, askew in [("adagrad", 2, 1226), ("rmsprop", 197, 1060), ("adam", 81, 887)]:
        assert (fewest(name), fewest(name, 45)) == pytest.approx((straight, askew), rel=0.02)
    for name, steps in [("gradient_descent", 934), ("momentum", 94), ("nesterov", 126)]:
        assert fewest(name) == fewest(name, 45) == pytest.approx(steps, rel=0.02)


@pytest.mark.parametrize("across", [-0.6, 0.2, 1.0])
def test_the_sceptic_starts_elsewhere_and_they_still_lose_at_least_threefold(across):
    for name in ADAPTIVE:
        assert fewest(name, 45, across=across) > 3 * fewest(name, across=across)


def test_how_much_adam_loses_depends_on_its_memory():
    losses = [fewest("adam", 45, beta2=beta2) / fewest("adam", beta2=beta2) for beta2 in (0.9, 0.999, 0.99)]
    assert 1.2 < losses[0] < 1.8 and 2.5 < losses[1] < 5 and 9 < losses[2] < 13


def test_from_a_start_near_the_floor_adam_loses_more_with_its_usual_memory_than_with_a_shorter_one():
    short, usual = (
        fewest("adam", 45, across=0.1, beta2=b) / fewest("adam", across=0.1, beta2=b) for b in (0.99, 0.999)
    )
    assert usual > 1.5 * short


@pytest.mark.thorough
def test_a_finer_tuning_does_not_change_the_order():
    finer = tuple(np.logspace(-3, 1, 161))
    for name in ADAPTIVE:
        straight, askew = finished(steps_to_aim(name, 1000.0, 0.6, 0.99, (0, 45), finer)).min(axis=1)
        assert (straight, askew) == pytest.approx((fewest(name), fewest(name, 45)), rel=0.1)
    assert len(RATES) == 81
