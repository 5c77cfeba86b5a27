"""A network that says how sure it is, and how often its band keeps what it promises."""

import numpy as np
import pytest
from later import Later

from course_nn.common.progress import finished
from course_nn.lectures.losses.demos.gaussian.uncertainty import (
    EPOCHS,
    NEW,
    WIDE,
    X,
    Y,
    band_edges,
    broken_promise,
    coverage,
    learn,
    line_with_growing_noise,
    of_a_line,
    outside_band,
)
from course_nn.losses import gaussian_nll

linear_model, stats = Later("sklearn.linear_model"), Later("scipy.stats")


def test_the_noise_grows_from_left_to_right_and_new_points_lie_in_their_three_places():
    x, y = line_with_growing_noise(3)
    rest = np.abs(y - 0.8 * x)
    assert rest[x > 3].mean() > 2 * rest[np.abs(x) < 1].mean() > 4 * rest[x < -3].mean()
    trained, left, right, beyond = np.split(x, [400, 1400, 2400])
    assert np.abs(trained).max() < 3 and -3 < left.min() and left.max() < 0 < right.min() and right.max() < 3
    assert 3 < np.abs(beyond).min() and np.abs(beyond).max() < 5 and np.sum(beyond < 0) == 500


def test_the_band_of_the_true_line_and_noise_holds_95_percent_everywhere():
    outside = outside_band(0.8 * X, 0.6 * np.exp(X / 4))
    assert np.array_equal(outside, np.abs(Y - 0.8 * X) / (0.6 * np.exp(X / 4)) > WIDE)
    assert np.all(np.abs(coverage(outside, 400) - 0.95) < 0.03)
    assert coverage(outside, 15)[0] == 1 - outside[:15].mean()


def test_the_losses_of_the_network_are_the_negative_log_likelihoods_of_its_answers():
    learning = finished(learn(60))
    assert learning.history.epochs[-1] == EPOCHS and len(learning.losses) == len(learning.history.epochs)
    for epoch in (0, 400, EPOCHS):
        mean, log_sigma = learning.history.at(epoch)(X[:, None]).T
        nll = gaussian_nll(mean, Y, np.exp(log_sigma))
        kept = list(learning.history.epochs).index(epoch)
        assert learning.losses[kept] == pytest.approx(nll[:60].mean())
        assert learning.new_losses[kept] == pytest.approx(nll[NEW].mean())


def test_no_point_between_the_edges_of_the_band_is_outside():
    spread = 0.6 * np.exp(X / 4)
    low, high = band_edges(X, 0.8 * X, spread)
    assert np.array_equal(outside_band(0.8 * X, spread), (Y < low[:, 1]) | (Y > high[:, 1]))
    assert np.array_equal(low[:, 0], X) and np.array_equal(high[:, 0], X)


def test_a_band_that_holds_95_percent_keeps_its_promise_and_one_that_misses_half_breaks_it_tenfold():
    assert [broken_promise(held) for held in (0.95, 0.5, 1.0)] == pytest.approx([0, 1, -2])


def test_the_share_that_is_held_is_that_of_new_points_after_the_last_epoch():
    learning = finished(learn(60))
    mean, log_sigma = learning.history.at(EPOCHS)(X[:, None]).T
    assert learning.held == pytest.approx(1 - outside_band(mean, np.exp(log_sigma))[NEW].mean())


def test_the_dull_baseline_is_the_likeliest_line_with_the_likeliest_sigma_asked_about_new_points():
    for n in (15, 60):
        line = linear_model.LinearRegression().fit(X[:n, None], Y[:n])
        sigma = np.std(Y[:n] - line.predict(X[:n, None]))
        expected = -stats.norm(line.predict(X[NEW, None]), sigma).logpdf(Y[NEW]).mean()
        assert of_a_line(n) == pytest.approx(expected)
