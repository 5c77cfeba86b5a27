"""Looking for a rare digit: what changes with threshold, weight and temperature, and what does not."""

from functools import cache

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.lectures.practice.demos.metrics.rare_class import rare_digits, weighted_logistic
from course_nn.metrics import auc, log_loss, rates

module, result = lecture("practice")
METRICS = module("metrics")
SEEDS = range(10)


def over_seeds(**values):
    return [result("metrics", seed=seed, **values) for seed in SEEDS]


def median_of_six(measure, **values):
    return np.median([measure(result("metrics", seed=seed, **values)) for seed in range(6)])


@cache
def aucs(share, weight, lam):
    """The AUC of logistic regression for twenty seeds: (20,)."""
    found = []
    for seed in range(20):
        split = rare_digits(share, seed)
        w, b = weighted_logistic(split.X, split.y, weight, lam)
        found.append(auc(split.test_y, split.test_X @ w + b))
    return np.array(found)


def test_always_no_is_nearly_always_right_and_the_plain_model_hardly_better(becomes):
    effect, changes = METRICS.SCEPTIC.effect, METRICS.SCEPTIC.changes.items()
    hides = median_of_six(effect)
    becomes(**{key: outcome(hides, median_of_six(effect, **change.moves)) for key, change in changes})
    for found in over_seeds():
        assert found.y.mean() == pytest.approx(0.02, abs=0.001)
        accuracy, recall = rates(found.table).accuracy, rates(found.table).recall
        assert 0 <= accuracy - (1 - found.y.mean()) < 0.01 and recall < 0.45
    first = rates(result("metrics").table)
    assert (first.accuracy, first.recall) == pytest.approx((0.984, 3 / 16), abs=0.0005)


def test_weighting_the_eights_finds_more_and_leaves_the_order_until_a_sceptic_raises_the_price(becomes):
    def order_stays(weight=49.0, lams=(1.0, 1.0), share=0.02):
        """By how far the mean gain of AUC under a weight stays below one point."""
        plain, heavy = (aucs(share, r, lam) for r, lam in zip((1.0, weight), lams))
        return 0.01 - np.mean(heavy - plain)

    best = [max((0.1, 1.0, 3.0, 10.0), key=lambda lam: aucs(0.02, r, lam).mean()) for r in (1.0, 49.0)]
    becomes(
        nine=outcome(order_stays(), order_stays(9.0)),
        five=outcome(order_stays(), order_stays(share=0.05)),
        half=outcome(order_stays(), order_stays(share=0.5)),
        tuned=outcome(order_stays(), order_stays(lams=best)),
        strong=outcome(order_stays(), order_stays(lams=(100.0, 100.0))),
    )
    plain, heavy = over_seeds(), over_seeds(weight=49.0)
    assert np.mean([f.auc for f in plain]) == pytest.approx(0.95, abs=0.02)
    assert abs(np.mean([h.auc - p.auc for p, h in zip(plain, heavy)])) < 0.01
    assert max(abs(h.auc - p.auc) for p, h in zip(plain, heavy)) < 0.02
    recalls = [np.mean([rates(f.table).recall for f in found]) for found in (plain, heavy)]
    assert recalls[0] < 0.3 and recalls[1] > 0.7


def test_a_weight_lifts_what_lies_near_the_threshold_by_its_logarithm_and_stretches_the_rest():
    splits = [rare_digits(0.02, seed) for seed in SEEDS]
    is_wanted = np.concatenate([split.test_y for split in splits]) == 1
    plain, heavy = (np.concatenate([found.odds for found in over_seeds(weight=r)]) for r in (1.0, 49.0))
    risen = heavy - plain
    for group in (is_wanted, np.abs(plain) < 1):
        assert np.median(risen[group]) == pytest.approx(np.log(49), abs=1)
    assert 0.4 < np.mean(risen < 0) < 0.7 and 1.7 < heavy.std() / plain.std() < 2.4


def test_a_lower_threshold_finds_as_many_at_as_many_false_alarms():
    found = []
    for plain, heavy in zip(over_seeds(), over_seeds(weight=49.0)):
        others = np.sort(plain.odds[plain.y == 0])
        cut = others[-1 - heavy.table[0, 1]]
        found.append((rates(heavy.table).recall, np.mean(plain.odds[plain.y == 1] > cut)))
    heavy, plain = np.mean(found, axis=0)
    assert heavy > 0.65 and abs(heavy - plain) < 0.05


def test_it_ruins_the_calibration_and_taking_log_r_off_mends_it():
    plain, heavy, mended = over_seeds(), over_seeds(weight=49.0), over_seeds(weight=49.0, corrected=True)
    errors = [np.mean([f.ece for f in found]) for found in (plain, heavy, mended)]
    assert errors[1] > 3 * errors[0] and errors[2] < 1.2 * errors[0]
    assert all(h.ece > 2 * p.ece for p, h in zip(plain, heavy))
    assert all(h.log_loss > 1.4 * p.log_loss for p, h in zip(plain, heavy))


def test_no_temperature_mends_what_a_weight_has_done():
    heavy = [result("metrics", weight=49.0, T=T).ece for T in np.arange(0.2, 5.0, 0.3)]
    assert min(heavy) > 2 * result("metrics").ece


@pytest.mark.thorough
def test_a_network_that_learns_its_digits_by_heart_hardly_minds_the_weight():
    plain, heavy = (result("metrics", model="network", weight=weight) for weight in (1.0, 49.0))
    assert abs(heavy.auc - plain.auc) < 0.02 and heavy.ece < 0.02 and plain.ece < 0.02


def test_threshold_temperature_and_log_r_leave_the_order_and_the_curves():
    before = result("metrics", weight=9.0)
    for values in (dict(threshold=0.1), dict(T=0.3), dict(corrected=True), dict(bins=3)):
        after = result("metrics", weight=9.0, **values)
        assert np.array_equal(after.curve, before.curve)
        assert (after.auc, after.average_precision) == (before.auc, before.average_precision)


def test_the_answers_at_one_half_do_not_mind_the_temperature():
    assert np.array_equal(result("metrics", T=4.0).table, result("metrics").table)


def test_the_point_is_on_the_curves():
    for threshold in (0.001, 0.05, 0.5, 0.999):
        found = result("metrics", threshold=threshold)
        assert np.abs(found.curve - found.here[:, None]).max(axis=0).min() < 1e-12


def test_the_bins_hold_all_digits_and_their_mean_gap_is_the_calibration_error():
    found = result("metrics", weight=9.0, bins=7)
    claimed, came, share = found.bins
    assert share.sum() == pytest.approx(1) and (share * np.abs(claimed - came)).sum() == pytest.approx(found.ece)
    assert (share * came).sum() == pytest.approx(found.y.mean())


@pytest.fixture(scope="module")
def opened():
    demo = METRICS.metrics()
    yield demo
    demo.close()


@pytest.fixture
def demo(opened):
    opened.reset()
    return opened


def test_the_challenge_takes_a_low_threshold_and_no_weight(demo):
    assert demo.state == "open"
    demo.set(threshold=0.047)
    assert demo.state == "solved"
    demo.set(T=0.5)
    assert demo.state != "solved"
    demo.set(T=1.0, weight=49.0, seed=8, threshold=0.4)
    assert demo.state == "almost"  # enough are found, but p claims too much
    demo.set(corrected=True, threshold=0.01)
    assert demo.state == "solved"
    demo.set(share=0.1)
    assert demo.state == "open"


def test_a_hand_drags_the_threshold_and_pulls_the_points_along_their_curves(demo):
    Hand(demo, 3).press().pull(-40, 0)
    lower = demo.values["threshold"]
    assert 0.05 < lower < 0.2
    Hand(demo, 4).press().pull(-20, 0)
    assert demo.values["threshold"] < lower
    demo.reset()
    Hand(demo, 1).press().pull(8, -50)
    assert demo.result.here[1] > 0.6 and demo.values["threshold"] < 0.1
    demo.reset()
    Hand(demo, 2).press().pull(60, 50)
    assert demo.result.here[1] > 0.4
    Hand(demo, 0).press().pull(30, 0)
    assert demo.values["T"] > 1.2


def test_what_is_wrong_is_red(demo):
    demo.set(threshold=0.05)
    wrong = [len(artist.get_xdata()) for artist in demo.artists.wrong]
    assert wrong == [demo.result.table[0, 1], demo.result.table[1, 0]]


def test_the_readout_says_what_the_picture_shows(reads, demo):
    demo.set(threshold=0.05, weight=9.0, corrected=True)
    r = demo.result
    at, share = rates(r.table), r.y.mean()
    first = r.auc, 0.05, 100 * at.recall, 100 * at.precision, 100 * at.accuracy, r.ece
    rest = len(r.y), r.y.sum(), 100 * at.balanced, at.f1, r.average_precision, r.log_loss
    always = 100 * (1 - share), 50, 0.5, share, share, log_loss(np.full(len(r.y), share), r.y)
    reads(demo.readout, *first, *rest, *always)
    assert r.auc == auc(r.y, r.odds)
    demo.set(threshold=0.999)
    assert "–" in demo.readout.en and "nan" not in demo.readout.en
