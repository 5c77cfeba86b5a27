"""Noise on inputs, dropout of inputs and ridge: three names for one fit."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.regularization.demos.change_the_data.noisy_copies import (
    COPIES,
    as_dropout,
    as_penalty,
    chosen_copies,
    distances,
    noisy_copies,
    standard_penguins,
    without_bias,
)
from course_nn.linear_models import least_squares

X, Y = standard_penguins()


def test_the_penguins_are_342_birds_in_standard_deviations():
    assert X.shape == (342, 3)
    assert np.abs(X.mean(axis=0)).max() < 1e-12 and X.std(axis=0) == pytest.approx(np.ones(3))


def test_without_a_bias_it_is_ridge_on_centred_data():
    for lam in (0.0, 85.5):
        assert without_bias(X, Y, lam) == pytest.approx(least_squares(X, Y, lam).W, abs=1e-9)


@pytest.mark.parametrize("sigma", [0.3, 1.0])
def test_six_chosen_copies_are_ridge_exactly(sigma):
    assert without_bias(*chosen_copies(X, Y, sigma)) == pytest.approx(without_bias(X, Y, 342 * sigma**2), abs=1e-12)
    assert len(chosen_copies(X, Y, sigma)[0]) == 6 * 342 and distances(sigma).chosen < 1e-9


def test_the_weights_of_noise_1_which_is_keeping_one_half():
    ridge = without_bias(X, Y, as_penalty(342, as_dropout(0.5)))
    assert as_dropout(0.5) == 1 and ridge == pytest.approx([0.1705, -0.1149, 0.3461], abs=5e-5)


@pytest.mark.parametrize("keep", [0.5, 0.8])
def test_all_masks_of_the_inputs_together_are_ridge_with_the_same_noise(keep):
    masks = np.array(np.meshgrid(*[[0, 1]] * 3)).reshape(3, -1).T  # (8, 3)
    chance = np.prod(np.where(masks == 1, keep, 1 - keep), axis=1)
    masked = [np.sqrt(p) * X * mask / keep for p, mask in zip(chance, masks)]
    targets = [np.sqrt(p) * Y for p in chance]
    expected = without_bias(X, Y, as_penalty(342, as_dropout(keep)))
    assert without_bias(np.concatenate(masked), np.concatenate(targets)) == pytest.approx(expected, abs=1e-9)


def test_more_noisy_copies_come_nearer_about_as_one_over_the_root_of_their_number():
    far = np.median(distances(1.0).noisy, axis=0)
    assert len(far) == len(COPIES) and far[0] > 5 * far[-1]
    slope = np.polyfit(np.log(COPIES), np.log(distances(1.0).noisy.mean(axis=0)), 1)[0]
    assert slope == pytest.approx(-0.5, abs=0.2)


def test_noisy_copies_are_the_samples_again_with_noise_of_that_size():
    rows, targets = noisy_copies(X, Y, 0.3, 20, 0)
    assert np.array_equal(targets, np.tile(Y, 20)) and np.std(rows - np.tile(X, (20, 1))) == pytest.approx(
        0.3, rel=0.02
    )
    assert np.array_equal(noisy_copies(X, Y, 0.0, 2, 0)[0], np.tile(X, (2, 1)))


@pytest.mark.parametrize("keep", [0, 1.5])
def test_a_share_to_keep_that_is_none_is_refused(keep):
    with pytest.raises(BadInput) as error:
        as_dropout(keep)
    assert error.value.en and error.value.zh
