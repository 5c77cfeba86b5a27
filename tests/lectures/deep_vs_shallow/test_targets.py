"""What is wanted and what is learned, at the points where functions are compared."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.deep_vs_shallow.approximation import FINE, bump_network, deviation, places, towers_of
from course_nn.lectures.deep_vs_shallow.targets import (
    BUMPS,
    SIDE,
    SQUARE,
    TOWERS,
    all_tower_errors,
    bump_errors,
    learned_on_line,
    learned_on_square,
    on_line,
    on_square,
    tower_errors,
)


def test_a_target_is_its_formula_at_every_point_with_x1_along_the_rows():
    line, square = on_line("x^2"), on_square("x1 + 10x2")
    assert np.allclose(line.values, FINE[:, 0] ** 2) and line.spread == pytest.approx(np.std(FINE**2))
    assert np.allclose(square.values.ravel(), SQUARE @ [1, 10]) and square.values[0, -1] < square.values[-1, 0]
    assert np.isnan(on_line("0.3").spread) and np.isnan(on_square("0.3").spread)


def test_errors_by_size_are_those_of_each_network_alone():
    f = on_line("sin(5x)").f
    network = bump_network(f(places(7, "relu")), "relu", 50.0)
    k = BUMPS.tolist().index(7)
    assert bump_errors("sin(5x)", "relu", 50.0)[k] == deviation(network(FINE)[:, 0], f(FINE[:, 0]))
    g = on_square("x1x2").f
    alone = deviation(towers_of(g, 3, "sigmoid", 80.0, 15.0)(SQUARE)[:, 0], g(*SQUARE.T)).rms
    assert np.isclose(tower_errors("x1x2", "sigmoid", 80.0, 15.0, 1.5)[2], alone, rtol=1e-5)


def test_a_steepness_changes_no_steps_and_a_gain_only_sigmoids():
    first, second = (all_tower_errors("x1x2", k, g, 1.5) for k, g in ((80.0, 15.0), (90.0, 20.0)))
    assert np.array_equal(first[0], second[0]) and not np.array_equal(first[1], second[1])
    assert np.array_equal(all_tower_errors("x1x2", 80.0, 20.0, 1.5)[2], first[2]) and len(first[0]) == len(TOWERS)


def test_more_epochs_learn_more_and_steps_and_the_way_none_learn_nothing():
    wanted = on_line("sin(5x)").values
    few, many = (deviation(finished(learned_on_line("sin(5x)", 8, "sigmoid", "zero", n)), wanted).rms for n in (5, 300))
    assert many < few / 2
    for unit, way in (("step", "zero"), ("relu", "none")):
        assert np.isnan(finished(learned_on_line("x", 5, unit, way, 100))).all()
        nothing = finished(learned_on_square("x1", (4, 4), unit, way, 100))
        assert nothing.shape == (SIDE, SIDE) and np.isnan(nothing).all()
