"""How an error falls apart, and what averaging gains: identities, whatever the answers are."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.regularization.resampling import ambiguity, decompose, smoother
from course_nn.linear_models import least_squares


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_the_mean_error_is_bias_squared_plus_both_variances(rng):
    F, truth = rng.normal(size=(12, 7)) * 3 + 1, rng.normal(size=7)
    for by in (None, np.arange(12) // 4, rng.integers(0, 5, 12)):  # also with training sets of different size
        parts = decompose(F, truth, by)
        np.testing.assert_allclose(parts.bias2 + parts.data + parts.start, parts.error, rtol=1e-12)
        np.testing.assert_allclose(parts.error, ((F - truth) ** 2).mean(axis=0))
        np.testing.assert_allclose(parts.data + parts.start, F.var(axis=0))


def test_the_variance_of_the_start_is_that_within_the_training_sets(rng):
    F = rng.normal(size=(3, 5, 2))  # 3 sets, 5 starts
    parts = decompose(F.reshape(15, 2), np.zeros(2), np.repeat(["a", "b", "c"], 5))
    np.testing.assert_allclose(parts.start, F.var(axis=1).mean(axis=0))
    np.testing.assert_allclose(parts.data, F.mean(axis=1).var(axis=0))
    assert (decompose(F[:, 0], np.zeros(2)).start == 0).all()


def test_of_few_sets_bias_squared_is_too_large_by_the_variance_over_their_number(rng):
    found = [decompose(rng.normal(size=(10, 1)), np.zeros(1)).bias2[0] for _ in range(4000)]
    assert np.mean(found) == pytest.approx(1 / 10, rel=0.1)  # the mean answer is right: in truth there is no bias


def test_an_average_errs_by_the_mean_error_less_the_spread(rng):
    F, y = rng.normal(size=(6, 40)), rng.normal(size=40)
    gain = ambiguity(F, y)
    np.testing.assert_allclose(gain.ensemble, (F.mean(axis=0) - y) ** 2)
    np.testing.assert_allclose(gain.error - gain.spread, gain.ensemble, atol=1e-12)
    np.testing.assert_allclose(gain.spread, F.var(axis=0))


@pytest.mark.parametrize("lam", [0.0, 0.7])
def test_the_smoother_makes_the_fit_of_the_targets(rng, lam):
    Phi, y = rng.normal(size=(12, 4)), rng.normal(size=12)
    fit = least_squares(Phi, y, lam)
    S = smoother(Phi, lam)
    np.testing.assert_allclose(S @ y, Phi @ fit.W + fit.b, atol=1e-12)
    np.testing.assert_allclose(S, S.T, atol=1e-14)
    if not lam:
        assert np.trace(S) == pytest.approx(5) == np.sum(S**2)  # a projection, of four weights and the bias
    assert np.trace(smoother(Phi, 1e12)) == pytest.approx(1)


def test_columns_that_depend_on_each_other_count_once(rng):
    Phi = rng.normal(size=(9, 2))
    np.testing.assert_allclose(smoother(np.column_stack([Phi, Phi]), 0.0), smoother(Phi, 0.0), atol=1e-12)


def test_what_does_not_fit_is_said():
    for bad in [(np.ones((3, 2)), np.ones(3)), (np.ones(3), np.ones(3)), (np.ones((3, 2)), np.ones(2), np.ones(2))]:
        with pytest.raises(BadInput, match="expected F"):
            decompose(*bad)
    for bad in [(np.ones(3), 0), (np.ones((3, 2)), -1)]:
        with pytest.raises(BadInput, match="expected features"):
            smoother(*bad)
