"""How much a network of a given size can do, and how that is measured fairly."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.datasets import noisy_wave
from course_nn.lectures.deep_vs_shallow.capacity import (
    TEST_SEED,
    by_depth,
    fit,
    nearest_layer,
    one_layer,
    sizes_within,
)
from course_nn.network import Network, parameter_count
from course_nn.training import train


@pytest.mark.parametrize("sizes", [(3, 1), (2, 5, 4), (4, 3, 1, 6, 2)])
def test_a_deep_linear_network_is_one_matrix_and_one_bias(sizes):
    rng = np.random.default_rng(len(sizes))
    network = Network(sizes, "linear")
    network.parameters = rng.normal(size=network.parameters.shape)
    W, b = one_layer(network.weights, network.biases)
    X = rng.normal(size=(50, sizes[0]))
    assert W.shape == (sizes[-1], sizes[0]) and np.linalg.matrix_rank(W) <= min(sizes)
    np.testing.assert_allclose(X @ W.T + b, network(X), rtol=0, atol=1e-12)


def test_the_nearest_layer_leaves_nothing_that_a_linear_layer_could_add():
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(40, 3)), rng.normal(size=(40, 2))
    left = Y - nearest_layer(X, Y)
    np.testing.assert_allclose(np.column_stack([X, np.ones(40)]).T @ left, 0, atol=1e-12)


def test_of_a_linear_layer_the_nearest_layer_is_the_layer_itself_on_fewer_dimensions_too():
    rng = np.random.default_rng(1)
    X, W, b = rng.normal(size=(40, 1)) @ [[1.0, -2.0, 0.5]], rng.normal(size=(2, 3)), rng.normal(size=2)
    np.testing.assert_allclose(nearest_layer(X, X @ W.T + b), X @ W.T + b, atol=1e-12)


def test_every_depth_spends_nearly_the_whole_budget_on_layers_of_nearly_one_width():
    for budget in (50, 100, 200, 400):
        for depth in range(1, 6):
            inputs, *hidden, outputs = sizes_within(budget, depth)
            assert (inputs, outputs, len(hidden)) == (2, 1, depth) and max(hidden) - min(hidden) <= 1
            miss = abs(parameter_count((2, *hidden, 1)) - budget)
            assert miss <= 0.06 * budget
            assert all(miss <= abs(parameter_count((2, *[w] * depth, 1)) - budget) for w in range(1, 150))


def test_a_budget_too_small_or_a_loss_without_an_error_is_refused_in_both_languages():
    for work in (
        lambda: sizes_within(5, 1),
        lambda: sizes_within(100, 0),
        lambda: finished(by_depth("elu", 50, 1, 1, 1, 1)),
        lambda: finished(fit(None, None, None, "hinge", 1, 1, 1)),
    ):
        with pytest.raises(BadInput) as refused:
            work()
        assert refused.value.en and refused.value.zh


def test_fitting_is_adam_on_all_samples():
    sample, fresh = noisy_wave(10, 0.2, 0), noisy_wave(20, 0.2, TEST_SEED)
    networks, alone = Network((1, 4, 1), "tanh", seed=range(2)), Network((1, 4, 1), "tanh", seed=1)
    fits = finished(fit(networks, sample, fresh, "squared_error", 0.05, 30, 10))
    history = train(alone, *sample, "squared_error", "adam", learning_rate=0.05, epochs=30)
    np.testing.assert_allclose(fits.parameters[:, 1], history.parameters[::10], atol=1e-10)
    np.testing.assert_allclose(fits.train[:, 1], 2 * history.losses[::10])  # the loss is half the squared error
    np.testing.assert_allclose(fits.test[:, 1], 2 * history.losses_on(*fresh)[::10])


def test_a_batch_whose_networks_have_samples_of_their_own_learns_as_each_alone():
    samples, fresh = [noisy_wave(8, 0.3, seed) for seed in range(3)], noisy_wave(20, 0.3, TEST_SEED)
    together = [np.stack(arrays) for arrays in zip(*samples)]
    networks = Network((1, 3, 1), "tanh", seed=range(3))
    fits = finished(fit(networks, together, fresh, "squared_error", 0.05, 20, 5))
    for seed, sample in enumerate(samples):
        alone = train(Network((1, 3, 1), "tanh", seed=seed), *sample, "squared_error", "adam", 0.05, epochs=20)
        np.testing.assert_allclose(fits.parameters[:, seed], alone.parameters[::5], atol=1e-10)
