"""A linear classifier with three outputs: who wins where, where two tie, and what a lead is worth."""

import numpy as np
import pytest

from course_nn.lectures.losses.three_classes import borders, losses_by_lead, winners
from course_nn.losses import LOSSES

RNG = np.random.default_rng(0)


def test_the_largest_score_wins_and_nobody_if_all_are_equal():
    assert winners(np.array([[0.0, 2.0, 1.0], [3.0, -1.0, 3.0], [5.0, 5.0, 5.0]])).tolist() == [1, 0, 3]


@pytest.mark.parametrize("seed", range(20))
def test_along_a_border_two_classes_tie_and_the_third_is_behind(seed):
    rng = np.random.default_rng(seed)
    W, b = rng.normal(size=(3, 2)), rng.normal(size=3)
    rays = borders(W, b)
    for ends in rays[~np.isnan(rays).any(axis=(1, 2))]:
        F = np.sort(np.linspace(*ends, 9) @ W.T + b, axis=1)  # (9, 3)
        assert np.allclose(F[:, 2], F[:, 1], atol=1e-9) and np.all(F[:, 1] >= F[:, 0] - 1e-9)


def test_the_three_borders_meet_in_the_point_where_all_scores_are_equal():
    W, b = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]), np.array([0.2, -0.1, 0.0])
    meeting = np.linalg.solve([W[0] - W[1], W[0] - W[2]], [b[1] - b[0], b[2] - b[0]])
    for ends in borders(W, b):
        assert np.linalg.norm(ends - meeting, axis=1).min() == pytest.approx(0, abs=1e-9)


def test_without_differences_there_is_no_border():
    assert np.isnan(borders(np.zeros((3, 2)), np.zeros(3))).all()


@pytest.mark.parametrize("loss", ["multiclass_hinge", "softmax_cross_entropy"])
@pytest.mark.parametrize("c", [0, 1, 2])
def test_the_loss_at_its_own_lead_is_the_loss_of_the_sample_and_falls_with_the_lead(loss, c):
    f = RNG.normal(size=3)
    lead = f[c] - np.delete(f, c).max()
    assert losses_by_lead(loss, f, c, np.array([lead])) == pytest.approx(LOSSES[loss].per_sample(f[None], [c]))
    falling = losses_by_lead(loss, f, c, np.linspace(-3, 1, 30))
    assert np.all(np.diff(falling) < 0)
