"""Stochastic descent of one linear unit, and the ellipses on which its loss is the same."""

import numpy as np

from course_nn.lectures.activations.demos.zero_centred.zigzag import (
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
