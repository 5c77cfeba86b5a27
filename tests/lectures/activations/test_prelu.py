"""PReLU learns its slope, and the lecture's formula for it holds while that slope is at most 1."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.lectures.activations.demos.prelu.learned_slope import unit

module = Pure("activations.prelu")


@pytest.fixture(scope="module")
def compute():
    return module.compute


def test_the_gradient_of_prelu_by_alpha_is_min_z_0_and_by_x_its_slope_times_w():
    theta, x = np.array([[0.8, 0.8], [-0.3, -0.3], [0.25, 0.25]]), np.linspace(-3, 3, 62)
    _, dz, dalpha = unit(theta, x)
    z = 0.8 * x - 0.3
    assert np.allclose(dalpha, np.minimum(z, 0))
    for row, slope in ((2, dalpha), (1, dz), (0, dz * x)):
        step = np.zeros((3, 2))
        step[row] = 1e-6
        difference = (unit(theta + step, x).f - unit(theta - step, x).f) / 2e-6
        assert np.allclose(difference, slope, atol=1e-6)


SEEDS = range(10)


@pytest.mark.parametrize("slope", [-0.4, 0.0, 0.6, 1.5, 2.0])
def test_alpha_is_learned(compute, slope):
    for seed in SEEDS:
        result = compute(slope=slope, alpha=0.25, seed=seed, epoch=200)
        assert result.paths[0, 2, 0] == 0.25 and abs(result.alpha - slope) < 0.15
        assert result.losses[-1, 0] < 0.02


def test_descent_lowers_the_loss_of_the_pieces_in_every_epoch_but_for_a_millionth_at_the_kink(compute):
    for slope in (-0.4, 0.6, 1.5):
        for seed in SEEDS:
            losses = compute(slope=slope, alpha=0.25, seed=seed, epoch=0).losses[:, 0]
            assert np.all(np.diff(losses) <= 1e-6)


@pytest.mark.parametrize("alpha", [0.0, 0.1, 0.25, 0.9, 1.0])
def test_for_alpha_up_to_1_the_maximum_is_the_same_function(compute, alpha):
    pieces, maximum = compute(slope=1.5, alpha=alpha, seed=0, epoch=0).formulas
    assert np.allclose(pieces, maximum, atol=1e-12)


def test_past_1_the_formulas_part_everywhere_but_at_0(compute):
    pieces, maximum = compute(slope=1.5, alpha=1.4, seed=0, epoch=0).formulas
    apart, z = np.abs(pieces - maximum), module.AXIS
    assert np.allclose(apart, 0.4 * np.abs(z)) and np.all(maximum >= pieces)


def test_trained_as_a_maximum_alpha_cannot_follow_the_data_past_1(compute):
    for seed in SEEDS:
        result = compute(slope=1.5, alpha=0.25, seed=seed, epoch=200)
        assert abs(result.paths[-1, 2, 1] - 1) < 0.1
        assert result.losses[-1, 1] > 2 * result.losses[-1, 0]
    assert np.all(np.diff(result.fits[1], 2) >= -1e-12) and np.any(np.diff(result.fits[0], 2) < -1e-3)  # convex, not


def test_without_a_sample_on_the_left_alpha_stands_still(compute):
    for seed in SEEDS:
        result = compute(slope=-0.5, alpha=2.0, seed=seed, epoch=200)
        assert result.bent == 0 and result.paths[-1, 2, 0] == result.paths[-2, 2, 0]


def test_the_readout_calls_the_formulas_one_only_while_both_alphas_are_at_most_1(compute):
    one = {
        (slope, alpha): "are one" in module.readout(compute(slope=slope, alpha=alpha, seed=0, epoch=200)).en
        for slope, alpha in ((0.6, 0.25), (0.6, 2.0), (1.5, 0.25))
    }
    assert list(one.values()) == [True, False, False]


def test_the_left_arm_of_the_data_follows_the_hand():
    picture = module.prelu()
    hand = Hand(picture, 0).press().pull(0, -30)
    assert picture.values["slope"] < 1.5 and hand.miss() < 2
    picture.close()


def test_the_challenge_is_solved_by_data_with_a_negative_slope():
    demo = module.prelu(slope=-0.5, epoch=1)
    assert demo.state == "almost"
    for seed in SEEDS:
        demo.set(epoch=200, seed=seed)
        assert demo.state == "solved"


def test_the_dot_walks_along_the_path_of_alpha():
    demo = module.prelu()
    for epoch in (0, 40, module.EPOCHS):
        demo.set(epoch=epoch)
        assert [line.get_ydata()[epoch] for line in demo.artists.paths] == [demo.result.alpha, demo.result.other]
        assert demo.artists.now.get_xydata().tolist() == [[epoch, demo.result.alpha]]
    demo.close()
