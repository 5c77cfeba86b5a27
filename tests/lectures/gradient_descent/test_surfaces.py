"""Walks on a saddle, a plateau and in a bent valley."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.gradient_descent.curvature import newton
from course_nn.lectures.gradient_descent.demos.saddle.surfaces import (
    HOLLOW,
    NEWTONS,
    SURFACES,
    series,
    stepper,
    steps_out,
    walk,
)

SADDLE, PLATEAU, VALLEY = SURFACES.values()
RIDGE = SADDLE.starts(10.0 ** -np.arange(1, 13))


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_gradient_and_hessian_are_the_slopes_of_the_function_and_its_minima_are_minima(surface):
    p, h = np.random.default_rng(0).uniform(-2, 2, (50, 2)), 1e-5
    steps = h * np.eye(2)
    slopes = np.stack([(surface.f(p + e) - surface.f(p - e)) / (2 * h) for e in steps], axis=-1)
    np.testing.assert_allclose(surface.gradient(p), slopes, atol=1e-8)
    bends = np.stack([(surface.gradient(p + e) - surface.gradient(p - e)) / (2 * h) for e in steps], axis=-1)
    np.testing.assert_allclose(surface.hessian(p), bends, atol=1e-8)
    minima = np.array(surface.minima, float)
    assert np.abs(surface.gradient(minima)).max() == 0 and np.linalg.eigvalsh(surface.hessian(minima)).min() > 0
    assert surface.height(p).min() > 0 and surface.height(minima).max() == 0


@pytest.mark.parametrize("eta", [0.1, 0.05, 0.3])
def test_plain_descent_takes_the_same_number_of_steps_for_each_decade_nearer_to_the_ridge(eta):
    """ln 10 / ln(1 + η), 24.2 at η = 0.1: the way off the ridge grows by the factor 1 + η with each step."""
    taken = steps_out(SADDLE, "gradient_descent", RIDGE, 2000, eta)
    decades = np.diff(taken)[2:]
    assert np.abs(decades - np.log(10) / np.log(1 + eta)).max() < 1
    assert np.mean(decades) == pytest.approx(np.log(10) / np.log(1 + eta), rel=0.01)


@pytest.mark.parametrize(
    "method, near, nearer",
    [("gradient_descent", 139, 284), ("momentum", 50, 100), ("adam", 6, 8), ("absolute_newton", 19, 39)],
)
def test_the_steps_off_the_ridge_from_a_millionth_and_from_its_millionth(method, near, nearer):
    assert steps_out(SADDLE, method, RIDGE[[5, 11]], 500).tolist() == [near, nearer]


def test_on_axes_turned_by_45_degrees_adam_is_not_at_once_away_and_the_others_do_not_notice():
    for method in ("gradient_descent", "momentum"):
        usual, turned = (steps_out(SADDLE, method, RIDGE, 500, turned=turn) for turn in (False, True))
        np.testing.assert_array_equal(usual, turned)
    usual, turned = (steps_out(SADDLE, "adam", RIDGE[[5, 11]], 500, turned=turn) for turn in (False, True))
    assert np.all(turned > 10 * usual) and turned[1] > 150


def test_exactly_on_the_ridge_nothing_that_follows_the_slope_ever_leaves():
    for method in ("gradient_descent", "momentum", "nesterov", "adam", "rmsprop", "newton"):
        path = walk(SADDLE, method, (1.5, 0.0), 3000)
        assert np.all(path[:, 1] == 0) and np.abs(path[-1]).max() < 0.1
        assert np.isnan(steps_out(SADDLE, method, [(1.5, 0.0)], 3000)).all()


@pytest.mark.parametrize("y", [0.01, 0.3, 0.44, 0.447, 0.448, 0.46, 0.55])
def test_newton_ends_on_the_saddle_exactly_from_nearer_than_the_root_of_a_fifth(y):
    """y ← 2y³ / (3y² − 1), which is smaller than y as long as y² < 1/5."""
    path = walk(SADDLE, "newton", (1.5, y), 100)
    assert path[1, 1] == pytest.approx(2 * y**3 / (3 * y**2 - 1))
    ends_there = np.abs(path[-1]).max() < 1e-9
    assert ends_there == (y < 1 / np.sqrt(5))


@pytest.mark.parametrize("away, plain, momentum, adam", [(4, 2203, 264, 29)])
def test_the_steps_off_the_plateau(away, plain, momentum, adam):
    start = PLATEAU.starts(np.array([away]))
    taken = [steps_out(PLATEAU, method, start, 3000)[0] for method in ("gradient_descent", "momentum", "adam")]
    assert taken == [plain, momentum, adam]
    assert steps_out(PLATEAU, "adam", PLATEAU.starts(np.array([5.0])), 100)[0] == 38


@pytest.mark.thorough
def test_the_steps_off_the_plateau_from_farther_away():
    start = PLATEAU.starts(np.array([5.0]))
    assert steps_out(PLATEAU, "gradient_descent", start, 120_000)[0] == 117_829
    assert steps_out(PLATEAU, "momentum", start, 120_000)[0] == 11_867


def test_newton_takes_one_step_on_a_parabola_and_goes_away_from_the_minimum_where_the_curvature_is_negative():
    A, c = np.array([[3.0, 1.0], [1.0, 0.5]]), np.array([0.4, -1.0])
    there = newton(lambda p: (p - c) @ A, lambda p: A, np.array([70.0, -3.0]))
    np.testing.assert_allclose(there, c, atol=1e-10)
    before, after = walk(PLATEAU, "newton", (HOLLOW + 2, 0.0), 1)[:, 0] - HOLLOW
    assert (before, after) == (2, pytest.approx(8 / 3))
    assert walk(PLATEAU, "absolute_newton", (HOLLOW + 2, 0.0), 1)[1, 0] - HOLLOW == pytest.approx(4 / 3)


def test_newton_is_in_the_bent_valley_soon_where_plain_descent_takes_thousands_of_steps():
    start = np.array([[-1.2, 1.0]])
    assert steps_out(VALLEY, "newton", start, 100)[0] < 10
    assert np.isnan(steps_out(VALLEY, "gradient_descent", start, 3000)).all()


def test_many_starts_at_once_take_the_steps_of_each_alone():
    for method in ("momentum", "adam", *NEWTONS):
        together = series("plateau", method, 0.1, False, 500)
        alone = [steps_out(PLATEAU, method, [start], 500)[0] for start in PLATEAU.starts(PLATEAU.distances)]
        np.testing.assert_array_equal(together, alone)


def test_a_walk_ends_where_it_rests_where_newton_has_no_step_and_where_it_is_lost():
    assert len(walk(SADDLE, "newton", (1.0, 0.1), 300)) < 20
    flat = walk(PLATEAU, "newton", (HOLLOW + 1, 0.5), 300)
    assert flat.tolist() == [[HOLLOW + 1, 0.5]]
    lost = walk(VALLEY, "gradient_descent", (3.0, -3.0), 300, eta=1.0)
    assert len(lost) < 300 and np.abs(lost[-1]).max() > 1e3
    with pytest.raises(BadInput, match="method"):
        stepper(SADDLE, "newtn", 0.1)
