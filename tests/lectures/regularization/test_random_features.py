"""Random features and the shortest least squares, against other ways to the same answer."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.lectures.regularization.demos.more_features.random_features import KINDS, features, minimum_norm, sweep
from course_nn.lectures.regularization.samples import digit_split, wave_split, with_targets, wrong_labels
from course_nn.linear_models import least_squares

RNG = np.random.default_rng(0)
WIDE, TALL, Y = RNG.normal(size=(20, 50)), RNG.normal(size=(20, 8)), RNG.normal(size=(20, 3))


@pytest.mark.parametrize("kind", KINDS)
def test_a_smaller_number_of_features_are_the_first_of_a_larger_one(kind):
    X = RNG.normal(size=(5, 4))
    assert np.array_equal(features(X, 10, kind, 3), features(X, 40, kind, 3)[:, :10])
    assert not np.allclose(features(X, 10, kind, 3), features(X, 10, kind, 4))


def test_cosine_features_have_the_gaussian_kernel_in_the_mean():
    x, y = np.array([[0.5, -1.0]]), np.array([[1.5, 0.3]])
    A = features(np.concatenate([x, y]), 200_000, "cos", 0)
    same_phase = np.mean(A[0] * A[1]) - 0.5 * np.exp(-0.09 * np.sum((x - y) ** 2) / 2)
    assert abs(same_phase) < 0.01


def test_the_peak_takes_noise_or_more_than_a_few_features_can_say():
    """Of 400 columns the first twenty make the target of 100 samples."""
    rng = np.random.default_rng(1)
    A, new_A, noise = rng.normal(size=(100, 400)), rng.normal(size=(1000, 400)), rng.normal(size=(100, 1))
    w = np.repeat([[0.2], [0.0]], [20, 380], axis=0)

    def errors(sigma):
        fits = {N: minimum_norm(A[:, :N], A @ w + sigma * noise) for N in (20, 50, 100, 200, 400)}
        return [np.mean((new_A[:, :N] @ W - new_A @ w) ** 2) for N, W in fits.items()]

    without, noisy = errors(0.0), errors(0.5)
    assert max(without[:3]) < 1e-20 and without[3] > 0.1 and without[4] > 0.1
    assert noisy[2] > 3 * max(noisy[1], noisy[3])


def test_of_all_exact_solutions_it_is_the_shortest():
    W = minimum_norm(WIDE, Y)
    assert np.abs(WIDE @ W - Y).max() < 1e-12
    assert np.allclose(W, np.linalg.pinv(WIDE) @ Y, atol=1e-12)
    null = np.linalg.svd(WIDE)[2][20:].T  # (50, 30), along these nothing changes
    assert np.abs(null.T @ W).max() < 1e-12


@pytest.mark.parametrize("A", [WIDE, TALL])
def test_with_a_penalty_its_gradient_is_0_and_it_is_ridge_on_centred_data(A):
    for lam in (0.3, 5.0):
        W = minimum_norm(A, Y, lam)
        assert np.abs(A.T @ (A @ W - Y) + lam * W).max() < 1e-10
    centred, targets = A - A.mean(axis=0), Y - Y.mean(axis=0)
    assert np.allclose(minimum_norm(centred, targets, 0.3).T, least_squares(A, Y, 0.3).W, atol=1e-9)


def test_many_penalties_and_cutoffs_at_once_are_the_same_as_one_at_a_time():
    many = minimum_norm(WIDE, Y, [0, 1, 0], [0, 0, 0.5])
    for W, lam, cutoff in zip(many, (0, 1, 0), (0, 0, 0.5)):
        assert np.allclose(W, minimum_norm(WIDE, Y, lam, cutoff))


def test_a_cutoff_leaves_out_the_weak_directions():
    U, s, Vt = np.linalg.svd(WIDE, full_matrices=False)
    strong = s > 0.6 * s[0]
    expected = (Vt[strong].T / s[strong]) @ U[:, strong].T @ Y
    assert 0 < strong.sum() < 20 and np.allclose(minimum_norm(WIDE, Y, cutoff=0.6), expected)


def test_a_sweep_measures_what_its_names_say():
    split = with_targets(digit_split(30, 0))
    found = finished(sweep([split], (10, 40), [0.0, 2.0], [0.0, 0.0], "tanh", 7))
    W = minimum_norm(features(split.train.X, 10, "tanh", 7), split.train.y, 2.0)
    F = features(split.test.X, 10, "tanh", 7) @ W
    assert found.test[0, 1, 0] == pytest.approx(np.mean(np.sum((F - split.test.y) ** 2, axis=1)))
    assert found.wrong[0, 1, 0] == pytest.approx(np.mean(F.argmax(axis=1) != split.test.y.argmax(axis=1)))
    assert found.norm[0, 1, 0] == pytest.approx(np.sqrt(np.sum(W**2)))
    assert found.train[1, 0, 0] < 1e-20 < found.train[1, 1, 0] and found.validation.shape == (2, 2, 1)


def test_no_sample_stands_on_two_sides_of_a_split_and_only_training_labels_are_wrong():
    clean, noisy = digit_split(1000, 3), digit_split(1000, 3, wrong=0.2)
    assert [len(samples.y) for samples in clean] == [1000, 200, 597]
    assert len(np.unique(np.concatenate([samples.X for samples in clean]), axis=0)) == 1797
    assert 0.15 < np.mean(clean.train.y != noisy.train.y) < 0.25
    assert np.array_equal(clean.test.y, noisy.test.y) and np.array_equal(clean.validation.y, noisy.validation.y)
    assert np.abs(clean.train.X.mean(axis=0)).max() < 1e-12


def test_wrong_labels_are_the_other_nine_equally_often():
    y = np.full(90_000, 4)
    counts = np.bincount(wrong_labels(y, 1.0, np.random.default_rng(0)), minlength=10)
    assert counts[4] == 0 and np.delete(counts, 4) == pytest.approx(np.full(9, 10_000), rel=0.05)


def test_the_waves_of_a_split_have_their_own_noise():
    split = wave_split(50, 2, 0.4)
    assert [len(samples.y) for samples in split] == [50, 200, 597]
    assert np.std(split.test.y - np.sin(1.5 * split.test.X)) == pytest.approx(0.4, rel=0.1)


@pytest.mark.parametrize(
    "refused",
    [
        lambda: features(TALL, 10, "rleu"),
        lambda: features(TALL, 0),
        lambda: minimum_norm(TALL, Y, -1.0),
        lambda: minimum_norm(TALL, Y, 0.0, 1.0),
        lambda: digit_split(1001, 0),
    ],
)
def test_what_cannot_be_is_refused_in_both_languages(refused):
    with pytest.raises(BadInput) as error:
        refused()
    assert error.value.en and error.value.zh


def test_relus_that_are_0_for_all_samples_do_not_count_and_the_peak_comes_later():
    """The ink as it is, with its mean, leaves some units dead: 100 of them are independent only a little later."""
    split = with_targets(digit_split(100, 0, centred=False))
    A, new_A = (features(part.X, 130, "relu", 0) for part in (split.train, split.test))
    later = next(N for N in range(100, 130) if np.linalg.matrix_rank(A[:, :N]) == 100)
    fits = {N: minimum_norm(A[:, :N], split.train.y) for N in (100, later)}
    at_n, at_rank = (np.mean((new_A[:, :N] @ W - split.test.y) ** 2) for N, W in fits.items())
    assert later >= 105 and at_rank > 3 * at_n
