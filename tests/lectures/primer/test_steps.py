"""The laws of the primer's mathematics."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.primer.steps import (
    batches,
    best_line,
    descend,
    gradient,
    learn,
    mean_loss,
    two_valleys,
    two_valleys_slope,
)

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(2, 40))


@pytest.mark.parametrize("rate", [0.05, 0.3, 0.6, 0.9])
def test_each_step_multiplies_the_distance_to_the_bottom_by_the_same_factor(rate):
    h, best, first = 3.0, -1.2, 2.5
    path = descend(lambda w: h * (w - best), first, rate, 12)
    np.testing.assert_allclose(path - best, (1 - rate * h) ** np.arange(13) * (first - best), atol=1e-12)


def test_one_over_the_curvature_is_there_in_one_step_and_twice_that_never_arrives():
    assert descend(lambda w: 4 * w, 3.0, 1 / 4, 1)[-1] == 0
    assert np.abs(descend(lambda w: 4 * w, 3.0, 2 / 4, 9)).tolist() == [3.0] * 10


@pytest.mark.parametrize("rate", [0, -0.1, float("nan")])
def test_a_learning_rate_that_does_not_descend_gets_a_sentence(rate):
    with pytest.raises(BadInput, match="above 0"):
        descend(lambda w: w, 1.0, rate, 1)


def test_the_gradient_equals_the_central_difference():
    theta, e = np.array([0.3, -0.7]), 1e-6
    steps = e * np.eye(2)
    numeric = [(mean_loss(theta + d, X, Y) - mean_loss(theta - d, X, Y)) / (2 * e) for d in steps]
    np.testing.assert_allclose(gradient(theta, X, Y), numeric, rtol=1e-6)
    w = np.linspace(-2, 2, 9)
    np.testing.assert_allclose(two_valleys_slope(w), (two_valleys(w + e) - two_valleys(w - e)) / (2 * e), atol=1e-8)


def test_at_the_best_line_the_gradient_is_zero_and_every_other_line_is_worse():
    best = best_line(X, Y)
    np.testing.assert_allclose(gradient(best, X, Y), 0, atol=1e-12)
    others = best + RNG.normal(size=(100, 2))
    assert (mean_loss(others, X, Y) > mean_loss(best, X, Y)).all()


@pytest.mark.parametrize("size", [1, 5, 7, 40])
def test_each_epoch_uses_every_sample_once_in_an_order_that_the_seed_decides(size):
    epochs = 3
    rows = batches(40, size, epochs, seed=4)
    an_epoch = -(-40 // size)
    orders = [np.concatenate(rows[k * an_epoch : (k + 1) * an_epoch]) for k in range(epochs)]
    assert all(sorted(order) == list(range(40)) for order in orders)
    assert not np.array_equal(orders[0], orders[1])
    assert all(map(np.array_equal, rows, batches(40, size, epochs, seed=4)))
    assert not np.array_equal(rows[0], batches(40, size, epochs, seed=5)[0])


def test_the_batches_of_an_epoch_have_the_true_gradient_on_average():
    theta = np.array([0.5, 0.2])
    for size in (1, 5):
        found = [gradient(theta, X[rows], Y[rows]) for rows in batches(40, size, 1, seed=1)]
        np.testing.assert_allclose(np.mean(found, axis=0), gradient(theta, X, Y))


def test_all_samples_at_once_is_plain_gradient_descent():
    path, theta = learn(X, Y, (1.0, 1.0), 0.2, 40, 5), np.array([1.0, 1.0])
    for place in path:
        np.testing.assert_allclose(place, theta)
        theta = theta - 0.2 * gradient(theta, X, Y)


def test_the_left_of_the_two_valleys_is_deeper_and_no_loss_is_negative():
    w = np.linspace(-3, 3, 6001)
    assert two_valleys(w).min() > 0 and w[two_valleys(w).argmin()] < 0
    assert np.sum(np.diff(np.sign(two_valleys_slope(w))) > 0) == 2
