"""Stochastic descent of one linear unit, and the ellipses on which its loss is the same."""

import numpy as np

from course_nn.lectures.activations.demos.zero_centred.zigzag import (
    curvature,
    descend,
    descend_together,
    ellipses,
    largest_rate,
)

RNG = np.random.default_rng(3)
X, GOAL = RNG.normal(size=(30, 2)) + 1, np.array([0.7, -1.1])


def test_up_to_the_largest_rate_no_step_enlarges_the_error_of_its_sample_and_beyond_one_does():
    for share, grows in ((0.5, False), (1.0, False), (1.2, True)):
        path = descend(X, GOAL, share * largest_rate(X))
        before, after = (np.abs(np.sum((w - GOAL) * X, axis=1)) for w in (path[:-1], path[1:]))
        assert np.any(after > before + 1e-12) == grows


def test_with_inputs_of_one_sign_both_weights_move_the_same_way():
    moves = np.diff(descend(np.abs(X), GOAL, 0.1), axis=0)
    assert np.all(np.prod(moves, axis=1) >= 0)
    assert np.any(np.prod(np.diff(descend(X, GOAL, 0.1), axis=0), axis=1) < 0)


def test_on_each_ellipse_the_mean_loss_has_its_level():
    levels = np.array([0.01, 0.5, 2.0])
    for level, ellipse in zip(levels, ellipses(X, GOAL, levels)):
        losses = 0.5 * np.mean(((ellipse.T - GOAL) @ X.T) ** 2, axis=1)
        np.testing.assert_allclose(losses, level)


def test_units_side_by_side_go_the_way_of_each_alone():
    both = descend(np.stack([X, -X[::-1] + 1], axis=1), GOAL, np.array([[0.1], [0.05]]))
    np.testing.assert_allclose(both[:, 0], descend(X, GOAL, 0.1))
    np.testing.assert_allclose(both[:, 1], descend(-X[::-1] + 1, GOAL, 0.05))


def test_with_all_samples_in_each_step_it_is_gradient_descent_on_the_mean_loss_and_diverges_beyond_the_largest_rate():
    w, path = np.zeros(2), descend_together(X, GOAL, 0.1, 7)
    for there in path:
        np.testing.assert_allclose(there, w, atol=1e-12)
        w = w - 0.1 * np.mean(((w - GOAL) @ X.T)[:, None] * X, axis=0)
    for share, diverges in ((0.99, False), (1.01, True)):
        far = np.linalg.norm(descend_together(X, GOAL, share * largest_rate(X, together=True), 2000)[-1] - GOAL)
        assert (far > 10) == diverges


def lengths_of_the_valley(correlation):
    """How long the valley of two inputs of equal spread is for its width: with their mean of 1, and without it."""
    Z = np.random.default_rng(0).normal(size=(40, 2))
    Z = np.linalg.qr(Z - Z.mean(axis=0))[0] * np.sqrt(40)  # mean 0, spread 1, and no correlation
    X = Z @ np.linalg.cholesky([[1, correlation], [correlation, 1]]).T
    return [np.linalg.cond(curvature(inputs)) for inputs in (X + 1, X)]


def test_centring_makes_the_valley_of_independent_inputs_round_and_that_of_opposed_ones_longer():
    raw, centred = lengths_of_the_valley(0)
    np.testing.assert_allclose([raw, centred], [3, 1])
    raw, centred = lengths_of_the_valley(-0.95)
    np.testing.assert_allclose([raw, centred], [2.05 / 1.95, 39])
