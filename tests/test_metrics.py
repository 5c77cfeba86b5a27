"""Whether what a model claims comes true: against counting by hand, closed forms and brute force."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.losses import LOSSES, softmax
from course_nn.metrics import (
    auc,
    average_precision,
    brier,
    calibration_error,
    confusion,
    log_loss,
    rates,
    reliability,
    roc,
    temperature,
    wilson,
)

P = np.array([[0.7, 0.2, 0.1], [0.1, 0.72, 0.18], [0.3, 0.3, 0.4], [0.05, 0.0, 0.95]])
Y = np.array([0, 2, 2, 2])


@pytest.fixture
def logits():
    rng = np.random.default_rng(0)
    F = rng.normal(0, 2, (400, 5))
    return F, np.array([rng.choice(5, p=p) for p in softmax(F)])


def test_reliability_counts_bin_by_bin_the_upper_edge_included():
    found = reliability(P, Y)
    assert found.counts.tolist() == [0, 0, 0, 1, 0, 0, 1, 1, 0, 1]  # .4 and .7 belong to the bins that end there
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


@pytest.fixture(params=[0, 1, 2])
def ranked(request):
    """Classes and scores, many of them equal."""
    rng = np.random.default_rng(request.param)
    y = (rng.random(60) < 0.3).astype(int)
    return y, np.round(rng.normal(y, 1), 1)


def test_the_confusion_matrix_counts_each_pair_of_class_and_answer():
    rng = np.random.default_rng(0)
    y, answers = rng.integers(0, 4, (2, 200))
    counted = [[sum((y == j) & (answers == k)) for k in range(4)] for j in range(4)]
    assert confusion(y, answers, 4).tolist() == counted
    assert confusion([0, 1, 1], [0, 0, 0], 2).tolist() == [[1, 0], [2, 0]]


def test_the_rates_are_what_the_four_counts_come_to():
    found = rates([[90, 6], [1, 3]])
    assert found.accuracy == 0.93 and found.recall == 0.75 and found.precision == pytest.approx(1 / 3)
    assert found.balanced == pytest.approx((90 / 96 + 3 / 4) / 2) and found.false_alarms == 6 / 96
    assert found.f1 == pytest.approx(2 / (1 / found.precision + 1 / found.recall))


def test_always_no_is_right_as_often_as_no_is_and_says_nothing():
    y = np.arange(100) < 2
    found = rates(confusion(y, np.zeros(100, int), 2))
    assert (found.accuracy, found.balanced, found.recall, found.f1) == (0.98, 0.5, 0, 0) and np.isnan(found.precision)
    assert auc(y, np.zeros(100)) == 0.5 and average_precision(y, np.zeros(100)) == pytest.approx(0.02)


def test_the_log_loss_falls_from_log_2_to_the_entropy_if_the_bias_starts_at_the_log_odds():
    y = np.arange(100) < 2
    start = 1 / (1 + np.exp(-np.log(0.02 / 0.98)))
    assert log_loss(np.full(100, 0.5), y) == pytest.approx(0.693, abs=0.0005)
    assert log_loss(np.full(100, start), y) == pytest.approx(-0.02 * np.log(0.02) - 0.98 * np.log(0.98))
    assert log_loss(np.full(100, start), y) == pytest.approx(0.098, abs=0.0005)


def test_the_curves_are_the_rates_at_each_threshold(ranked):
    y, score = ranked
    curve = roc(y, score)
    assert curve.thresholds.tolist() == [np.inf, *sorted(set(score), reverse=True)]
    for k, threshold in enumerate(curve.thresholds[1:], 1):
        found = rates(confusion(y, score >= threshold, 2))
        at = curve.hits[k], curve.false_alarms[k], curve.precision[k]
        assert at == pytest.approx((found.recall, found.false_alarms, found.precision))
    assert (curve.hits[0], curve.false_alarms[0], curve.hits[-1], curve.false_alarms[-1]) == (0, 0, 1, 1)


def test_the_area_is_the_share_of_pairs_in_the_right_order(ranked):
    y, score = ranked
    gaps = score[y == 1][:, None] - score[y == 0]
    assert auc(y, score) == pytest.approx(np.mean((gaps > 0) + 0.5 * (gaps == 0)), abs=1e-12)


def test_the_average_precision_is_its_sum(ranked):
    y, score = ranked
    total, before = 0.0, 0.0
    for threshold in sorted(set(score), reverse=True):
        called = score >= threshold
        recall = y[called].sum() / y.sum()
        total, before = total + (recall - before) * y[called].mean(), recall
    assert average_precision(y, score) == pytest.approx(total, abs=1e-12)


def test_an_order_stays_whatever_rising_function_the_scores_go_through(ranked):
    y, score = ranked
    for rising in (lambda s: 3 * s - 7, np.exp, lambda s: 1 / (1 + np.exp(-s / 5))):
        assert auc(y, rising(score)) == pytest.approx(auc(y, score), abs=1e-12)
        assert average_precision(y, rising(score)) == pytest.approx(average_precision(y, score), abs=1e-12)
    assert auc(y, -score) == pytest.approx(1 - auc(y, score))


def test_counts_and_curves_agree_with_scikit_learn(ranked):
    metrics = pytest.importorskip("sklearn.metrics")
    y, score = ranked
    table = confusion(y, score > 0.5, 2)
    assert table.tolist() == metrics.confusion_matrix(y, score > 0.5).tolist()
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(y, score > 0.5, average="binary")
    found = rates(table)
    assert (found.precision, found.recall, found.f1) == pytest.approx((precision, recall, f1), abs=1e-9)
    assert found.balanced == pytest.approx(metrics.balanced_accuracy_score(y, score > 0.5), abs=1e-9)
    assert auc(y, score) == pytest.approx(metrics.roc_auc_score(y, score), abs=1e-9)
    assert average_precision(y, score) == pytest.approx(metrics.average_precision_score(y, score), abs=1e-9)
    theirs, ours = metrics.roc_curve(y, score, drop_intermediate=False), roc(y, score)
    assert np.allclose(theirs[0], ours.false_alarms) and np.allclose(theirs[1], ours.hits)


def test_classes_that_are_not_there_and_shapes_that_differ_are_refused_in_words():
    for measure in (roc, auc, average_precision):
        with pytest.raises(BadInput, match="both classes"):
            measure([0, 0], [0.1, 0.2])
        with pytest.raises(BadInput, match="none of them nan"):
            measure([0, 1], [0.1, np.nan])
    with pytest.raises(BadInput, match="both classes"):
        rates([[0, 0], [1, 3]])
    with pytest.raises(BadInput, match="from 0 to 2"):
        confusion([0, 3], [0, 1], 3)
    with pytest.raises(BadInput, match="two rows"):
        confusion([0, 1, 1], [0, 1], 2)


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


@pytest.mark.parametrize("right, n", [(0, 20), (17, 20), (20, 20), (359, 400)])
def test_the_ends_of_wilsons_interval_are_the_shares_from_which_so_many_are_just_not_surprising(right, n):
    low, high = wilson(right, n)
    assert 0 <= low <= right / n + 1e-12 and right / n <= high + 1e-12 and high <= 1
    for share in {low, high} - {0.0, 1.0}:
        assert np.isclose((right / n - share) ** 2, 1.96**2 * share * (1 - share) / n)


def test_without_a_trial_every_share_is_possible():
    assert wilson(0, 0) == (0.0, 1.0)
