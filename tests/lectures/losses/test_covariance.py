"""Two outputs with a full covariance: −log N is half the squared Mahalanobis distance and half the log determinant."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand
from later import Later

stats = Later("scipy.stats")

demo = Pure("losses.covariance")

compute, judge, R = demo.compute, demo.judge, demo.R
BEST_VALUES = dict(
    s1=float(np.sqrt(demo.SAMPLE[0, 0])), s2=float(np.sqrt(demo.SAMPLE[1, 1])), rho=float(np.corrcoef(R.T)[0, 1])
)


def result_of(**values):
    return compute(**({"s1": 6.4, "s2": 3.1, "rho": 0.6, "r1": 8.0, "r2": -4.0} | values))


def test_the_negative_log_likelihood_agrees_with_an_independent_density():
    for rho in (-0.9, 0.0, 0.6):
        result = result_of(rho=rho)
        normal = stats.multivariate_normal([0, 0], [[6.4**2, rho * 6.4 * 3.1], [rho * 6.4 * 3.1, 3.1**2]])
        assert np.allclose(result.nlls, -normal.logpdf(R))
        assert result.nll == pytest.approx(-normal.logpdf(R).mean())
        assert result.probe_nll == pytest.approx(-normal.logpdf([8.0, -4.0]))


def test_minus_log_n_is_half_the_squared_mahalanobis_distance_and_half_the_log_determinant():
    for values in (dict(), dict(rho=-0.95), dict(s1=12.0, s2=2.0, rho=0.3)):
        result = result_of(**values)
        distances = np.array([r @ np.linalg.inv(result.Sigma) @ r for r in R])
        assert np.allclose(result.distances, distances)
        assert result.constant == pytest.approx(0.5 * np.log(np.linalg.det(result.Sigma)) + np.log(2 * np.pi))
        assert np.allclose(result.nlls - result.distances / 2, result.constant)
        assert np.allclose(result.probe_nll - result.probe_distance / 2, result.constant)


def test_without_correlation_the_distance_is_that_of_two_separate_outputs_and_only_then():
    assert np.allclose(result_of(rho=0.0).distances, result_of(rho=0.0).lengths)
    assert not np.allclose(result_of(rho=0.6).distances, result_of(rho=0.6).lengths)


def test_an_ellipse_is_where_the_mahalanobis_distance_stays_the_same():
    result = result_of(rho=0.8)
    D2 = np.sum(result.ellipse * np.linalg.solve(result.Sigma, result.ellipse), axis=0)
    assert np.allclose(D2, 1)


def test_the_sample_covariance_has_the_smallest_negative_log_likelihood():
    best = result_of(**BEST_VALUES)
    assert best.nll == pytest.approx(demo.BEST) == pytest.approx(5.537, abs=5e-4)
    rng = np.random.default_rng(0)
    for s1, s2, rho in rng.uniform([4, 2, -0.95], [12, 8, 0.95], (200, 3)):
        assert result_of(s1=s1, s2=s2, rho=rho).nll >= demo.BEST
    assert best.best_rho == pytest.approx(BEST_VALUES["rho"], abs=0.01) and BEST_VALUES["rho"] > 0.6


def test_the_curve_over_rho_is_the_mean_over_the_penguins():
    result = result_of(rho=0.5)
    assert result.curve[np.abs(demo.RHOS - 0.5).argmin()] == pytest.approx(result.nll)
    assert result_of(rho=0.0).nll - demo.BEST == pytest.approx(0.29, abs=0.01), "what leaving ρ out costs"


def test_of_two_equally_large_errors_the_one_across_the_ellipse_costs_more():
    along, across = result_of(r1=6.0, r2=3.0), result_of(r1=-6.0, r2=3.0)
    assert np.hypot(along.r1, along.r2) == np.hypot(across.r1, across.r2)
    assert across.probe_distance > 3.5 * along.probe_distance
    same = result_of(rho=0.0, r1=6.0, r2=3.0), result_of(rho=0.0, r1=-6.0, r2=3.0)
    assert same[0].probe_distance == pytest.approx(same[1].probe_distance)


def test_the_challenge_can_be_met():
    assert judge(result_of(rho=0.0)) == "open" and judge(result_of(rho=0.66)) == "almost"
    assert judge(result_of(rho=0.66, r1=-5.0, r2=2.8)) == "solved"


def test_the_readout_adds_half_the_squared_distance_and_half_the_log_determinant_up_to_minus_log_n(reads):
    for rho, r in ((0.0, (8.0, -4.0)), (0.7, (-3.0, 5.0))):
        result = result_of(rho=rho, r1=r[0], r2=r[1])
        D2, constant = r @ np.linalg.inv(result.Sigma) @ r, np.log(2 * np.pi * np.sqrt(np.linalg.det(result.Sigma)))
        normal = stats.multivariate_normal([0, 0], result.Sigma)
        best = -stats.multivariate_normal([0, 0], R.T @ R / len(R)).logpdf(R).mean()
        reads(demo.readout(result), D2, -normal.logpdf(r), -normal.logpdf(R).mean(), best, 2, D2 / 2, constant)


def test_a_hand_stretches_and_turns_the_ellipse_by_its_widest_and_its_highest_point():
    shown = demo.covariance()
    widest = Hand(shown, 1).press().pull(20, -10)
    assert shown.values["s1"] > 6.4 and shown.values["rho"] > 0 and shown.values["s2"] == 3.1 and widest.miss() < 3
    highest = Hand(shown, 2).press().pull(-10, -20)
    assert shown.values["s2"] > 3.1 and highest.miss() < 3
    s1, s2, rho = (shown.values[name] for name in ("s1", "s2", "rho"))
    for place in (
        [s1, rho * s2],
        [rho * s1, s2],
    ):
        assert np.array(place) @ np.linalg.solve(shown.result.Sigma, place) == pytest.approx(1)
    shown.close()
