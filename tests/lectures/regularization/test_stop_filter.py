"""Stopping early beside ridge: the published numbers, and how far apart the two can be."""

import numpy as np
import pytest

from course_nn.lectures.regularization.demos.early_stopping.stop_filter import CURVATURES, MARKED, stop_beside_ridge


def test_ten_steps_of_one_half_beside_ridge_at_three_curvatures():
    stop, ridge, lams = stop_beside_ridge(0.5, 10, 0.2).marked
    assert stop == pytest.approx([0.99902, 0.40126, 0.04889], abs=5e-6)
    assert ridge == pytest.approx(MARKED / (MARKED + 0.2))
    assert lams == pytest.approx([0.00098, 0.14921, 0.19454], abs=5e-6)
    assert MARKED / (MARKED + lams) == pytest.approx(stop)


def test_descent_step_by_step_reaches_what_the_formula_says():
    w = np.zeros(len(CURVATURES))
    for _ in range(25):
        w += 0.3 * CURVATURES * (1 - w)
    assert stop_beside_ridge(0.3, 25, 1.0).factors[0] == pytest.approx(w, abs=1e-12)


def test_the_one_lambda_for_which_both_are_most_alike_leaves_a_gap_of_a_fifth():
    """At λ = 1/(ητ) and small ηh the gap depends on x = ητh alone."""
    x = np.linspace(0.01, 20, 200_001)
    gaps, ratios = 1 - np.exp(-x) - x / (1 + x), ((1 - np.exp(-x)) / (x / (1 + x))) ** 2
    assert np.abs(gaps).max() == pytest.approx(0.20363, abs=5e-6)
    assert x[np.abs(gaps).argmax()] == pytest.approx(2.51286, abs=1e-4)
    assert ratios.max() == pytest.approx(1.6859, abs=5e-5)
    found = stop_beside_ridge(0.01, 200, 0.5)
    assert found.gap == pytest.approx(0.2036, abs=0.002) and found.where * 2 == pytest.approx(2.51, rel=0.03)


def test_no_lambda_matches_two_curvatures():
    lams = stop_beside_ridge(0.5, 10, 0.2).matching
    assert (np.diff(lams) < 0).all() and lams[0] == pytest.approx(0.2, rel=0.01)


def test_the_knobs_lie_on_their_curves():
    found = stop_beside_ridge(0.2, 30, 0.05)
    for (h, share), curve in zip(found.knobs, found.factors):
        assert np.interp(np.log(h), np.log(CURVATURES), curve) == pytest.approx(share, abs=1e-3)


def test_few_steps_differ_from_a_penalty_by_up_to_half_and_twenty_by_little_more_than_a_fifth():
    gaps = {tau: stop_beside_ridge(0.5, tau, 1 / (0.5 * tau)).gap for tau in (1, 2, 3, 20, 50, 200)}
    assert gaps[1] == pytest.approx(0.5, abs=0.01) and gaps[3] > 0.28
    assert all(0.2 < gaps[tau] < 0.22 for tau in (20, 50, 200))
