"""The arithmetic of tuning, against closed forms and runs that count their steps."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.practice.tuning import LOST, advice, condition, curvatures, rate_range, running_mean, steps_to
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.optimizers import optimizer
from course_nn.training import gradient_of_mean_loss

RNG = np.random.default_rng(0)


def correlated(r, n=400):
    """Two standardized inputs with the correlation r, exactly."""
    A = np.linalg.qr(np.column_stack([np.ones(n), RNG.normal(size=(n, 2))]))[0][:, 1:] * np.sqrt(n)
    return A @ np.array([[1, r], [0, np.sqrt(1 - r**2)]])


@pytest.mark.parametrize("r", [-0.9, 0.0, 0.3, 0.656])
def test_two_standardized_inputs_have_condition_one_plus_over_one_minus_their_correlation(r):
    X = correlated(r)
    assert condition(X) == pytest.approx((1 + abs(r)) / (1 - abs(r)), rel=1e-9)
    assert curvatures(X) == pytest.approx([1 - abs(r), 1, 1 + abs(r)], rel=1e-9)


def test_curvatures_are_the_eigenvalues_of_the_hessian_that_differences_measure():
    X, y, eps = RNG.normal(3, 2, (50, 2)), RNG.normal(size=50), 1e-3

    def loss(theta):
        return 0.5 * np.mean((theta[0] + X @ theta[1:] - y) ** 2)

    axes, at = eps * np.eye(3), RNG.normal(size=3)
    signs = [(1, 1), (-1, -1), (1, -1), (-1, 1)]
    H = [[sum(s * t * loss(at + s * a + t * b) for s, t in signs) / (4 * eps**2) for a in axes] for b in axes]
    assert curvatures(X) == pytest.approx(np.linalg.eigvalsh(H), rel=1e-5)


def test_inputs_that_depend_on_each_other_have_no_condition():
    x = RNG.normal(size=(20, 1))
    with pytest.raises(BadInput, match="no end"):
        condition(np.hstack([x, 2 * x]))


@pytest.mark.parametrize("kappa", [1.5, 4.817, 211.0])
def test_descent_with_the_best_rate_needs_so_many_steps_from_the_worst_start(kappa):
    h, distance, steps = np.array([kappa, 1.0]), np.ones(2), 0
    while np.abs(distance).max() > 1e-6:
        distance, steps = distance * (1 - 2 / h.sum() * h), steps + 1
    assert steps == np.ceil(steps_to(kappa))
    assert steps_to(kappa, 1e-3) == pytest.approx(steps_to(kappa) / 2)


def test_from_other_starts_and_with_a_curvature_between_fewer_steps_are_enough():
    h = np.array([1000.0, 500.0, 1.0])
    factors = np.abs(1 - 2 / (h[0] + h[-1]) * h)
    assert factors[0] == pytest.approx(factors[-1]) and factors[-1] ** 6900 > 1e-6 > factors[-1] ** 6910
    assert factors[1] ** 3 < 1e-6 and steps_to(1000.0) == pytest.approx(6908, abs=1)


def test_steps_grow_like_half_the_condition_times_the_logarithm():
    assert steps_to(8.8787e6) == pytest.approx(0.5 * 8.8787e6 * np.log(1e6), rel=1e-9)
    assert (np.diff(steps_to(np.geomspace(1.1, 1e10, 50))) > 0).all()


@pytest.mark.parametrize("share, diverges", [(0.99, False), (1.01, True)])
def test_on_a_parabola_descent_diverges_just_above_two_over_the_largest_curvature(share, diverges):
    X = RNG.normal(size=(30, 2)) * [3, 1]
    y, loss = X @ [1.0, -2.0] + 0.5, LOSSES["squared_error"]
    network = Network((2, 1), init="zeros")
    rate = share * 2 / curvatures(X)[-1]
    losses = rate_range(network, X, y[:, None], loss, np.full(2000, rate), batch_size=30)
    assert (losses[-1] > losses[0]) == diverges


def test_a_range_test_is_one_step_a_rate_on_the_batches_of_its_order():
    X, Y, loss = RNG.normal(size=(7, 3)), RNG.integers(0, 2, 7), LOSSES["softmax_cross_entropy"]
    rates = np.array([0.1, 0.2, 0.4, 0.8])
    network, other = Network((3, 4, 2), seed=1), Network((3, 4, 2), seed=1)
    losses = rate_range(network, X, Y, loss, rates, "momentum", batch_size=3, seed=5)
    T, rng, by_hand, chosen = np.eye(2)[Y], np.random.default_rng(5), [], optimizer("momentum", 1.0)
    first = rng.permutation(7)
    for rate, rows in zip(rates, (first[:3], first[3:6], first[6:], rng.permutation(7)[:3])):
        by_hand.append(loss.l(other(X[rows]), T[rows]).mean())
        chosen.learning_rate = rate
        chosen.step(other.parameters, gradient_of_mean_loss(other, X[rows], T[rows], loss))
    assert losses == pytest.approx(by_hand, rel=1e-12)
    assert network.parameters == pytest.approx(other.parameters, rel=1e-12)


def test_a_range_test_ends_before_its_loss_is_no_number():
    network = Network((2, 1), init="zeros")
    X = RNG.normal(size=(8, 2))
    losses = rate_range(network, X, X[:, :1], LOSSES["squared_error"], np.geomspace(1, 1e200, 400), batch_size=8)
    assert 3 < len(losses) < 400 and np.isfinite(losses).all()


def test_smoothing_leaves_a_constant_and_is_the_mean_weighted_by_powers_of_beta():
    assert running_mean(np.full(9, 2.5), 0.98) == pytest.approx(np.full(9, 2.5))
    losses, beta = RNG.normal(size=12), 0.9
    weights = beta ** np.arange(11, -1, -1)
    assert running_mean(losses, beta)[-1] == pytest.approx(weights @ losses / weights.sum())
    assert np.array_equal(running_mean(losses, 0.0), losses)


def test_advice_on_a_curve_whose_answers_are_known():
    rates = 10 ** np.linspace(-4, 1, 501)
    x = np.log10(rates)
    losses = 2 - np.tanh(3 * (x + 2)) + 5 * np.maximum(0, x) ** 2  # steepest at 10⁻², lowest at 10⁰, then up
    found = advice(rates, losses)
    assert found.steepest == pytest.approx(1e-2, rel=0.02)
    assert found.minimum == pytest.approx(1, rel=0.03) and found.tenth == found.minimum / 10
    assert losses[found.end] > LOST * losses.min() >= losses[: found.end].max()


def test_an_early_spike_deceives_the_steepest_rule_unless_it_is_left_out():
    rates, losses = np.geomspace(1e-4, 1, 100), np.linspace(2.4, 0.2, 100)
    losses[0] = 3.0
    assert advice(rates, losses).steepest == rates[0]
    assert advice(rates, losses, left_out=10).steepest >= rates[10]


def test_too_few_losses_give_no_advice():
    with pytest.raises(BadInput, match="three losses"):
        advice([0.1, 0.2, 0.3], [1.0, 9.0, 9.0])
