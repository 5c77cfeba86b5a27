"""A linear classifier with three outputs: who wins where, where two tie, and what a lead is worth."""

import numpy as np
import pytest

from course_nn.drawing import look
from course_nn.lectures.losses.three_classes import borders, losses_by_lead, striped, winners
from course_nn.losses import LOSSES

RNG = np.random.default_rng(0)
# What an eye without its blue cones sees of linear RGB: Machado, Oliveira & Fernandes (2009), severity 1.
TRITANOPIA = np.array(
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
)


def luminance_for_tritanopes(colors):
    """(…, 3) uint8 -> (…) relative luminance."""
    rgb = colors / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return (linear @ TRITANOPIA.T).clip(0, 1) @ (0.2126, 0.7152, 0.0722)


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


@pytest.mark.parametrize("strength", [80, 255])
def test_who_sees_no_blue_tells_classes_1_and_2_by_stripes_that_class_1_has_not(strength):
    colors = look.tint(look.THREE_COLORS, strength)
    one, two = (luminance_for_tritanopes(striped(colors, np.full((90, 90), k))) for k in (1, 2))
    assert np.ptp(one) == 0
    contrast = (two.max() + 0.05) / (two.min() + 0.05)
    assert contrast > 1.3 and 0.2 < np.mean(two == two.max()) < 0.5
    assert abs(luminance_for_tritanopes(colors[1]) - luminance_for_tritanopes(colors[2])) < 0.15, (
        "without, they are alike"
    )


def test_stripes_leave_the_other_classes_as_they_are_also_in_a_single_row():
    colors, classes = look.tint(look.THREE_COLORS), np.repeat([[0, 1, 2]], 30, axis=1)
    picture = striped(colors, classes)
    assert np.array_equal(picture[:, :60], colors[classes[:, :60]]) and {*picture[0, 60:, 0]} == {255, colors[2, 0]}
