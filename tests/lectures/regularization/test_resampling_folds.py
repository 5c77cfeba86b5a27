"""Folds, cross-validation, and the best of many that guess, against brute force and scikit-learn."""

from itertools import product

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.regularization.resampling import best_of, cross_validate, folds
from course_nn.linear_models import least_squares

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("n, k", [(10, 2), (11, 5), (7, 7), (200, 10)])
def test_each_row_is_in_one_fold_and_the_folds_are_of_almost_one_size(n, k):
    parts = folds(n, k, 3)
    assert len(parts) == k and sorted(np.concatenate(parts)) == list(range(n))
    sizes = [len(part) for part in parts]
    assert max(sizes) - min(sizes) <= 1
    assert [*map(list, folds(n, k, 3))] == [*map(list, parts)]


def test_no_answer_comes_from_a_model_that_has_seen_its_row():
    X, y = np.arange(20.0)[:, None], np.arange(20)

    def learned_by_heart(X, y):
        seen = dict(zip(X[:, 0], y))
        return lambda Z: np.array([seen.get(z, -1) for z in Z[:, 0]])

    assert (cross_validate(learned_by_heart, X, y, folds(20, 4)) == -1).all()


def test_leaving_one_out_of_a_least_squares_fit_is_the_residual_over_one_less_the_leverage():
    X, y = RNG.normal(size=(30, 3)), RNG.normal(size=30)

    def fit(X, y):
        found = least_squares(X, y)
        return lambda Z: Z @ found.W + found.b

    H = np.column_stack([np.ones(30), X])
    leverage = np.diag(H @ np.linalg.solve(H.T @ H, H.T))
    residual = y - fit(X, y)(X)
    assert np.allclose(y - cross_validate(fit, X, y, folds(30, 30)), residual / (1 - leverage), atol=1e-9)


def test_scikit_learn_gives_the_same_answers_with_the_same_folds():
    linear_model = pytest.importorskip("sklearn.linear_model")
    selection = pytest.importorskip("sklearn.model_selection")
    X, y = RNG.normal(size=(40, 3)), RNG.normal(size=40)
    parts = folds(40, 5, 1)
    pairs = [(np.setdiff1d(np.arange(40), part), part) for part in parts]
    expected = selection.cross_val_predict(linear_model.LinearRegression(), X, y, cv=pairs)

    def fit(X, y):
        found = least_squares(X, y)
        return lambda Z: Z @ found.W + found.b

    assert np.allclose(cross_validate(fit, X, y, parts), expected, atol=1e-6)


def test_leaving_one_out_with_a_majority_vote_on_balanced_classes_is_wrong_every_time():
    y = np.arange(30) % 2

    def majority(X, y):
        return lambda Z: np.full(len(Z), np.bincount(y).argmax())

    assert np.mean(cross_validate(majority, np.zeros((30, 1)), y, folds(30, 30)) != y) == 1


@pytest.mark.parametrize("m, n, p", [(1, 3, 0.5), (2, 3, 0.5), (3, 2, 0.3)])
def test_the_best_of_a_few_guessers_by_counting_all_that_can_happen(m, n, p):
    expected = 0.0
    for answers in product([0, 1], repeat=m * n):
        right = np.reshape(answers, (m, n)).sum(axis=1)
        expected += p ** sum(answers) * (1 - p) ** (m * n - sum(answers)) * right.max() / n
    assert best_of(m, n, p) == pytest.approx(expected, abs=1e-12)


def test_the_published_numbers_of_100_test_rows():
    assert best_of([1, 10, 100], 100) == pytest.approx([0.5, 0.5768, 0.6248], abs=5e-5)


def test_the_formula_as_it_stands_with_the_binomial_distribution_of_scipy():
    binom = pytest.importorskip("scipy.stats").binom
    k = np.arange(1, 51)
    F = binom.cdf(np.arange(51), 50, 0.5)
    assert best_of(20, 50) == pytest.approx(np.sum(k * (F[1:] ** 20 - F[:-1] ** 20)) / 50, abs=1e-12)


def test_it_rises_with_the_models_and_falls_with_the_rows():
    assert (np.diff(best_of([1, 2, 5, 100, 10_000], 30)) > 0).all()
    assert best_of(10, 10) > best_of(10, 100) > best_of(10, 1000) > 0.5


@pytest.mark.parametrize("refused", [lambda: folds(5, 6), lambda: folds(5, 1), lambda: best_of(0, 10)])
def test_what_cannot_be_is_refused_in_both_languages(refused):
    with pytest.raises(BadInput) as error:
        refused()
    assert error.value.en and error.value.zh
