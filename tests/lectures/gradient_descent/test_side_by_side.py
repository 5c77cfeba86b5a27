"""Many networks side by side, each in an order of its own."""

from itertools import islice

import numpy as np

from course_nn.lectures.gradient_descent.side_by_side import own_batches
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.optimizers import GradientDescent
from course_nn.training import Objective, gradient_of_mean_loss, learn


def rows_of(n, size, seeds):
    """The numbers of the samples in each batch, (B, size)."""
    numbers = np.arange(n)[:, None]
    for X, T in own_batches(numbers, -numbers, size, seeds):
        assert np.array_equal(X, -T)
        yield X[..., 0]


def test_an_epoch_of_each_network_has_every_sample_once_in_its_own_order():
    epochs = list(islice(rows_of(100, 32, [0, 7]), 8))
    assert [rows.shape for rows in epochs] == [(2, 32), (2, 32), (2, 32), (2, 4)] * 2
    first, second = (np.concatenate(epochs[k : k + 4], axis=1) for k in (0, 4))
    assert np.array_equal(np.sort(first, axis=1), np.tile(np.arange(100), (2, 1)))
    assert (first[0] != first[1]).any() and (first != second).any()


def test_the_order_of_a_network_depends_on_its_seed_alone():
    alone, beside = next(rows_of(50, 10, [3])), next(rows_of(50, 10, [1, 3]))
    assert np.array_equal(alone[0], beside[1])


def test_a_step_beside_others_is_the_step_alone():
    rng, loss = np.random.default_rng(0), LOSSES["softmax_cross_entropy"]
    X, y, rows = rng.normal(size=(20, 3)), rng.integers(0, 4, 20), np.array([[1, 5, 9], [0, 2, 4]])
    together = Network((3, 5, 4), "tanh", seed=[0, 1])
    next(learn(together, [(X[rows], np.eye(4)[y[rows]])], Objective(loss), GradientDescent(0.1)))
    for k, own in enumerate(rows):
        alone = Network((3, 5, 4), "tanh", seed=k)
        T = loss.targets(alone(X), y)
        alone.parameters -= 0.1 * gradient_of_mean_loss(alone, X[own], T[own], loss)
        np.testing.assert_allclose(together.parameters[k], alone.parameters, atol=1e-12)
