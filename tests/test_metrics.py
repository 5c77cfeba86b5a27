"""Whether what a model claims comes true: against counting by hand, closed forms and brute force."""

import numpy as np
import pytest

from course_nn.errors import BadInput
from course_nn.losses import LOSSES, softmax
from course_nn.metrics import brier, calibration_error, log_loss, reliability, temperature

P = np.array([[0.7, 0.2, 0.1], [0.1, 0.72, 0.18], [0.3, 0.3, 0.4], [0.05, 0.0, 0.95]])
Y = np.array([0, 2, 2, 2])


@pytest.fixture
def logits():
    rng = np.random.default_rng(0)
    F = rng.normal(0, 2, (400, 5))
    return F, np.array([rng.choice(5, p=p) for p in softmax(F)])


def test_reliability_counts_bin_by_bin_the_upper_edge_included():
    found = reliability(P, Y)
    assert found.count.tolist() == [0, 0, 0, 1, 0, 0, 1, 1, 0, 1]  # .4 and .7 belong to the bins that end there
    assert found.claimed[[3, 6, 7, 9]] == pytest.approx([0.4, 0.7, 0.72, 0.95])
    assert found.found[[3, 6, 7, 9]].tolist() == [1, 1, 0, 1]
    assert np.isnan(found.claimed).sum() == np.isnan(found.found).sum() == 6


def test_the_calibration_error_is_the_gap_of_each_bin_by_its_share():
    assert calibration_error(P, Y) == pytest.approx((0.6 + 0.3 + 0.72 + 0.05) / 4)
    assert calibration_error(P, Y, bins=1) == pytest.approx(abs((0.4 + 0.7 + 0.72 + 0.95) / 4 - 0.75))


def test_of_two_classes_the_probability_of_class_1_is_the_claim():
    p, y = np.array([0.2, 0.2, 0.2, 0.2, 0.9]), np.array([0, 0, 0, 1, 1])
    assert calibration_error(p, y) == pytest.approx(4 / 5 * 0.05 + 1 / 5 * 0.1)
    assert brier(y, p) == pytest.approx(np.mean((p - y) ** 2))
    assert brier(y, np.stack([1 - p, p], axis=1)) == pytest.approx(2 * brier(y, p))
    assert log_loss(p, y) == pytest.approx(log_loss(np.stack([1 - p, p], axis=1), y))


def test_a_model_that_is_right_as_often_as_it_says_has_hardly_a_calibration_error(logits):
    F, y = logits
    assert calibration_error(softmax(F), y) < 0.05 < 0.1 < calibration_error(softmax(3 * F), y)


def test_the_brier_score_and_the_log_loss_are_their_sums():
    assert brier(Y, P) == pytest.approx(np.mean([0.14, 0.01 + 0.72**2 + 0.82**2, 0.54, 0.05**2 * 2]))
    assert log_loss(P, Y) == pytest.approx(-np.log([0.7, 0.18, 0.4, 0.95]).mean())
    assert log_loss(np.array([[1.0, 0.0]]), [1]) == pytest.approx(690.8, abs=0.1)  # never infinite


def test_the_temperature_has_the_lowest_loss_of_all(logits):
    F, y = logits
    loss = LOSSES["softmax_cross_entropy"]
    tried = np.geomspace(0.5, 2, 401)
    losses = [loss.per_sample(F / T, y).mean() for T in tried]
    assert temperature(F, y) == pytest.approx(tried[np.argmin(losses)], rel=0.004)


def test_logits_that_are_scaled_get_their_scale_back_as_temperature(logits):
    F, y = logits
    assert temperature(3 * F, y) == pytest.approx(3 * temperature(F, y), rel=1e-9)
    one = F[:, 1] - F[:, 0]
    two = (y == 1).astype(int)
    assert temperature(one, two) == pytest.approx(temperature(np.stack([0 * one, one], axis=1), two), rel=1e-9)


def test_where_every_answer_is_right_or_none_is_better_than_chance_the_temperature_is_at_its_end():
    F = np.eye(3)
    assert temperature(F, [0, 1, 2]) == pytest.approx(0.01) and temperature(F, [1, 2, 0]) == pytest.approx(100)


def test_it_agrees_with_scikit_learn(logits):
    metrics = pytest.importorskip("sklearn.metrics")
    F, y = logits
    assert log_loss(softmax(F), y) == pytest.approx(metrics.log_loss(y, softmax(F)))
    p = softmax(F[:, :2])[:, 1]
    assert brier((y == 1).astype(int), p) == pytest.approx(metrics.brier_score_loss(y == 1, p))


@pytest.mark.parametrize(
    "p, y, said",
    [
        (P, Y[:3], "one class for each row"),
        (np.log(P + 1), Y, "adds up to 1"),
        ([-0.1, 0.5], [0, 1], "between 0 and 1"),
        (P, [0, 1, 2, 3], "from 0 to 2"),
        ([0.1, 0.5], [0, 2], "from 0 to 1"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(p, y, said):
    for measure in (reliability, calibration_error, log_loss, lambda p, y: brier(y, p)):
        with pytest.raises(BadInput, match=said):
            measure(p, y)
    with pytest.raises(BadInput, match="1 bin or more"):
        reliability(P, Y, bins=0)
