"""What d inputs cost, against counting and against general solvers."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.deep_vs_shallow.demos.curse.many_inputs import (
    DIMENSIONS,
    RIDGE,
    SMOOTH,
    TARGETS,
    bells,
    filled_cells,
    hats,
    kernel_error,
    learn_sums,
    nearest,
    parameters,
    sums_of_hats,
    units,
)


def test_pairs_are_of_neighbours_among_the_first_d_coordinates():
    X = np.random.default_rng(0).random((4, 10))
    for d in (1, 3, 10):
        before = np.column_stack([np.zeros(4), X])
        wanted = sum(np.sin(2 * np.pi * (X[:, j] + before[:, j])) for j in range(d))
        assert np.allclose(TARGETS["pairs"](X)[:, d - 1], wanted)


def test_the_kernel_is_the_ridge_regression_of_a_general_solver():
    """In the dual as in the primal: minimize Σ (f(x_i) - y_i)² + λ aᵀKa over f = Σ a_i k(x, x_i)."""
    n, d = 100, 3
    samples = finished(nearest(n, 2))
    X, P, y = samples.X[:, :d], samples.probes[:, :d], sums(samples.X)[d - 1]
    K = bells(X, X, d / 8)
    root = np.linalg.cholesky(K + 1e-10 * np.eye(n))
    rows = np.vstack([root, np.sqrt(SMOOTH) * np.eye(n)])
    inner = np.linalg.lstsq(rows, np.append(y - y.mean(), np.zeros(n)))[0]  # rootᵀ a
    told = bells(P, X, d / 8) @ np.linalg.solve(root.T, inner) + y.mean()
    wanted = sums(samples.probes)[d - 1]
    error = np.sqrt(np.mean((told - wanted) ** 2)) / wanted.std()
    assert finished(kernel_error(n, 2, "sum", d)) == pytest.approx(error, rel=0.01)


def test_bells_fall_with_the_distance():
    X, C = np.random.default_rng(1).random((2, 5, 4))
    apart = ((X[:, None] - C) ** 2).sum(axis=2)
    np.testing.assert_allclose(bells(X, C, 0.7), np.exp(-apart / (2 * 0.7**2)))


@pytest.mark.parametrize("N", [2, 7, 20])
def test_units_follow_their_formulas_for_every_number_of_inputs(N):
    found = units(N)
    for d in DIMENSIONS.tolist():
        assert found.any_function[d - 1] == 2 * d * N + N**d
        assert found.total[d - 1] == 2 * d * N and found.ridge[d - 1] == 2 * N
        assert np.isnan(found.tree[0]) if d == 1 else found.tree[d - 1] == (d - 1) * (4 * N + N**2)


def test_towers_have_a_number_for_each_step_weight_bias_and_height():
    assert [parameters(d, 5) for d in (1, 2, 3)] == [4 * 5 + 4 * 5, 8 * 5 + 6 * 25, 12 * 5 + 8 * 125]


def sums(X):
    return TARGETS["sum"](X).T


def test_sums_are_of_the_first_d_coordinates():
    X = np.random.default_rng(0).random((4, 10))
    for d in (1, 3, 10):
        assert np.allclose(sums(X)[d - 1], sum(np.sin(2 * np.pi * X[:, j] + j) for j in range(d)))


def test_the_nearest_sample_is_found_by_trying_all():
    samples = finished(nearest(200, 1))
    for d in (1, 4, 10):
        apart = np.abs(samples.probes[:, None, :d] - samples.X[:, :d]).max(axis=2)
        assert np.array_equal(samples.which[d - 1], apart.argmin(axis=1))
        assert np.array_equal(samples.radius[d - 1], apart.min(axis=1))


def test_hats_add_up_to_1_and_to_every_piecewise_linear_function():
    x, N = np.linspace(0, 1, 101)[:, None], 5
    values = np.random.default_rng(0).normal(size=N + 1)
    assert np.allclose(hats(x, N).sum(axis=1), 1)
    assert np.allclose(hats(x, N) @ values, np.interp(x[:, 0], np.arange(N + 1) / N, values))
    assert hats(np.zeros((3, 4)), N).shape == (3, 4 * (N + 1))


def test_the_sum_of_hats_is_the_ridge_regression_of_a_general_solver():
    rng, N, d = np.random.default_rng(2), 4, 3
    X, P = rng.random((80, 10)), rng.random((20, 10))
    A, B = hats(X[:, :d], N), hats(P[:, :d], N)
    rows = np.vstack([A, np.sqrt(RIDGE) * np.eye(A.shape[1])])
    weights = np.linalg.lstsq(rows, np.append(sums(X)[d - 1], np.zeros(A.shape[1])))[0]
    assert np.allclose(sums_of_hats(X, sums(X), P, N)[d - 1], B @ weights)


def test_filled_cells_are_counted_one_by_one():
    X, N = np.random.default_rng(3).random((300, 10)), 3
    for d in (1, 2, 5):
        assert filled_cells(X, N)[d - 1] == len({tuple(cell) for cell in np.floor(X[:, :d] * N).tolist()})


def test_what_is_learned_is_relative_to_the_best_constant():
    samples, learned = finished(nearest(100, 4)), finished(learn_sums(100, 5, 4))
    wanted = sums(samples.probes)[5]
    copied = sums(samples.X)[5][samples.which[5]]
    assert learned.errors.nearest[5] == pytest.approx(np.sqrt(np.mean((copied - wanted) ** 2)) / np.std(wanted))
    assert np.array_equal(learned.filled, filled_cells(samples.X, 5))


def test_in_ten_dimensions_copying_the_nearest_of_a_thousand_samples_fails_for_waves_and_not_for_a_slow_rise():
    def left(f, seed):
        samples = finished(nearest(1000, seed))
        wanted = f(samples.probes)
        return np.sqrt(np.mean((f(samples.X)[samples.which[-1]] - wanted) ** 2)) / wanted.std()

    kinds = lambda X: TARGETS["sum"](X)[:, -1], lambda X: X.sum(axis=1)
    waves, rise = (np.median([left(f, seed) for seed in range(3)]) for f in kinds)
    assert waves > 0.9 and 0.57 < rise < 0.64  # two fifths are removed
