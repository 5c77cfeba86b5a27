"""Adam on digits: what its correction does to the loss, at several rates and memories."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.gradient_descent.demos.adam.digit_gradients import (
    course_and_losses,
    digit_runs,
    small_and_large,
)


def last(correct, eta=0.001, beta1=0.9, beta2=0.999):
    """The loss of each network after 200 steps."""
    return finished(digit_runs(correct, beta1, beta2, eta)).losses[-1]


def test_with_the_usual_rate_all_raw_networks_are_ahead_of_all_corrected_ones():
    corrected, raw = last(True), last(False)
    assert 0.7 < corrected.min() and raw.max() < 0.2
    assert np.median(corrected) == pytest.approx(0.813, abs=0.03) and np.median(raw) == pytest.approx(0.151, abs=0.02)


def test_a_sceptic_who_tunes_the_rate_finds_them_ahead_too():
    best = [min(np.median(last(correct, eta)) for eta in (0.01, 0.02, 0.03, 0.04)) for correct in (True, False)]
    assert best[1] < best[0] < 0.03


def test_the_slow_start_is_real_where_the_squares_are_forgotten_faster_than_the_mean():
    assert last(False, beta1=0.99, beta2=0.9).min() > last(True, beta1=0.99, beta2=0.9).max()


def test_two_weights_are_chosen_by_the_size_of_their_gradients():
    gradients = np.arange(200) * np.ones((10, 1))  # the first is always 0
    assert small_and_large(gradients)[0].tolist() == [10, 190]
    course, losses = finished(course_and_losses(True, 0.9, 0.999, 0.001))
    small, large = np.sqrt(np.mean(course.g**2, axis=0))
    assert 0 < 20 * small < large and losses.shape == (2, 21)


def test_networks_that_are_lost_have_a_loss_and_gradients_that_can_be_drawn():
    lost = finished(digit_runs(True, 0.5, 0.0, 0.03))
    assert lost.losses[-1].max() > 100 and np.isfinite(lost.losses).all() and np.isfinite(lost.gradients).all()
