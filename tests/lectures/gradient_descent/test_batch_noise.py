"""The noise of mini-batch gradients, and the steps that networks take to a loss."""

from itertools import combinations

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.gradient_descent.between_minima import samples
from course_nn.lectures.gradient_descent.demos.batches.batch_noise import (
    LOSS,
    RATES,
    SIZES,
    N,
    batch_noise,
    best_rate_index,
    cloud,
    evaluation_steps,
    networks_by_epoch,
    noise_scale,
    per_sample_gradients,
    steps_of_fastest,
    steps_to,
)
from course_nn.network import Network
from course_nn.training import gradient_of_mean_loss

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(7, 5)), RNG.integers(0, 3, 7)
NETWORK = Network((5, 6, 3), "relu", init="he", seed=1)


def test_the_gradient_of_each_sample_is_that_of_a_batch_of_one_and_their_mean_is_the_gradient():
    found = per_sample_gradients(NETWORK, X, Y)
    T = LOSS.targets(NETWORK(X), Y)
    alone = [gradient_of_mean_loss(NETWORK, X[i : i + 1], T[i : i + 1], LOSS).copy() for i in range(7)]
    np.testing.assert_allclose(found, alone, atol=1e-14)
    np.testing.assert_allclose(found.mean(axis=0), gradient_of_mean_loss(NETWORK, X, T, LOSS), atol=1e-14)


@pytest.mark.parametrize("size", range(1, 8))
def test_the_noise_of_a_batch_is_the_mean_over_all_batches_that_there_are(size):
    gradients = per_sample_gradients(NETWORK, X, Y)
    noise = noise_scale(gradients)
    means = np.array([gradients[list(rows)].mean(axis=0) for rows in combinations(range(7), size)])
    measured = np.mean(np.sum((means - noise.gradient) ** 2, axis=1))
    assert batch_noise(noise.trace, size, 7) == pytest.approx(measured, abs=1e-12)


def test_at_the_critical_batch_size_noise_is_as_large_as_the_gradient_apart_from_the_end_of_the_samples():
    noise = noise_scale(RNG.normal(0.1, 1, (5000, 40)))
    size = round(noise.critical)
    assert 1 < size < 500
    assert batch_noise(noise.trace, size, 10**9) == pytest.approx(noise.gradient @ noise.gradient, rel=0.02)
    assert batch_noise(noise.trace, 5000, 5000) == 0


def test_the_drawn_batches_have_the_noise_of_the_formula_and_all_samples_have_none():
    finished(networks_by_epoch(0.5, 0, 2))
    for size in (8, 64, 256):
        drawn = cloud(0.5, 0, 2, 0, size, 400)
        distance = np.sqrt(np.mean(np.sum((drawn.places - [1, 0]) ** 2, axis=1)))
        assert distance == pytest.approx(drawn.noise, rel=0.05)
    whole = cloud(0.5, 0, 2, 0, N, 5)
    np.testing.assert_allclose(whole.places, [[1, 0]] * 5, atol=1e-2)
    assert whole.noise == 0


def test_the_critical_batch_size_is_about_forty_at_the_start_whatever_the_seed():
    found = []
    for seed in range(8):
        network = Network((64, 32, 10), "relu", init="he", seed=seed, dtype=np.float32)
        found.append(noise_scale(per_sample_gradients(network, *samples("training"))).critical)
    assert 25 < min(found) < max(found) < 50 and 35 < np.median(found) < 45


@pytest.mark.parametrize("seed", range(3))
def test_it_grows_while_a_network_learns_calmly(seed):
    """With η = 0.1 from epoch to epoch; with 0.5 in the long run. With 3.2 it jumps up and down for some epochs."""
    networks = {eta: finished(networks_by_epoch(eta, seed, 10)) for eta in (0.1, 0.5)}
    found = {
        eta: [
            noise_scale(per_sample_gradients(n.with_parameters(theta), *samples("training"))).critical
            for theta in n.parameters[[0, 2, 5, 10]]
        ]
        for eta, n in networks.items()
    }
    assert np.all(np.diff(found[0.1]) > 0) and found[0.1][-1] > 10 * found[0.1][0]
    assert min(found[0.5][1:]) > 3 * found[0.5][0]


def test_steps_are_counted_to_the_first_look_at_the_target_and_lost_networks_never_arrive():
    rates = np.array([1.6, 1.6, 1e4, 0.0001])
    found = finished(steps_to(1.0, 64, rates, [0, 1, 0, 0], 40, 50))
    assert np.all(found[:2] > 2) and np.isnan(found[2:]).all()
    one = finished(steps_to(1.0, 64, rates[:1], [0], 40))
    assert one[0] == found[0]  # a network does not notice the others
    assert np.all(finished(steps_to(1.5, 64, rates[:2], [0, 1], 40)) <= found[:2])


def test_looks_are_dense_at_first_and_five_percent_apart_later():
    times = np.array(evaluation_steps(1000))
    assert times[:21].tolist() == [*range(21)] and times[-1] == 1000
    assert np.all(np.diff(times[20:]) <= np.maximum(0.05 * times[20:-1], 1))


def test_the_quickest_rate_is_the_one_whose_slowest_network_is_there_first():
    rates = np.array([1.0, 1.0, 2.0, 2.0, 3.0, 3.0])
    assert steps_of_fastest(rates, np.array([9, 5, 3, 12, 1, np.nan])) == 9
    assert steps_of_fastest(rates, np.full(6, np.nan)) == np.inf


def test_the_tuned_rate_is_not_at_the_edge_of_what_was_tried_and_larger_batches_want_larger_ones():
    chosen = [finished(best_rate_index(0.5, size)) for size in SIZES[3:]]
    assert 9 < chosen[-1] < len(RATES) - 1 and np.all(np.diff(chosen) >= 0)
    assert all(larger - chosen[k] < 3 for k, larger in enumerate(chosen[1:]))
