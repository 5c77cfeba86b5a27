"""What is disturbed, what is measured, and that nothing else is."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.regularization.augmentation import framed
from course_nn.lectures.regularization.disturbed_digits import SHIFTS, TESTS, Changes, disturbance, train_on_changed
from course_nn.lectures.regularization.regularization import least_loss
from course_nn.lectures.regularization.samples import digit_splits
from course_nn.metrics import temperature

INK = framed(digit_splits(30, range(2), centred=False).train.X, 1)  # (2, 30, 100)
RNG = np.random.default_rng(0)


def test_without_a_disturbance_the_mean_is_taken_off_and_nothing_else():
    mean = INK.mean(axis=1, keepdims=True)
    assert np.allclose(disturbance(Changes(), mean)(INK, RNG), INK - mean, atol=1e-6)


def test_noise_has_its_standard_deviation_and_shifts_move_ink_before_the_mean_is_taken_off():
    noisy = disturbance(Changes(sigma=0.3), 0.5)(INK, RNG)
    assert noisy.dtype == INK.dtype and np.std(noisy - INK) == pytest.approx(0.3, rel=0.05)
    moved = disturbance(Changes(shift="sideways"), 0.5)(INK, RNG) + 0.5
    candidates = np.stack([INK @ matrix.T for matrix in SHIFTS["sideways"]])
    assert np.abs(candidates - moved).max(axis=-1).min(axis=0).max() < 1e-5


def test_the_test_shifts_are_the_eight_neighbours():
    assert len(TESTS["shifted"]) == 8 and not any(np.array_equal(matrix, np.eye(100)) for matrix in TESTS["shifted"])


def test_an_outcome_belongs_to_its_logits():
    found = finished(train_on_changed(Changes(eps=0.1), 60, 16, 20, (0, 1)))
    assert found.errors.shape == (3, 2) and found.F.shape == (2, 597, 10)
    assert found.errors[0] == pytest.approx(np.mean(found.F.argmax(axis=-1) != found.y, axis=-1))
    assert (
        (found.excess > 0).all() and found.excess.max() < 3 and least_loss(10, 0.1) == pytest.approx(0.5003, abs=5e-5)
    )
    assert (0 < found.gaps).all() and all(0.01 < temperature(F, y) < 100 for F, y in zip(found.F, found.y))


def test_where_the_logits_are_the_best_the_gap_is_the_best_and_nothing_is_in_excess():
    found = finished(train_on_changed(Changes(eps=0.1), 100, 64, 300, (0,)))
    assert found.gaps[0] == pytest.approx(4.5109, abs=0.1) and found.excess[0] < 0.01
