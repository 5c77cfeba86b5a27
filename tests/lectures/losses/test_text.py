"""Lecture 5, Losses: what its text states is what its demos compute."""

import numpy as np
import pytest
from computed import lecture

from course_nn import linear_models
from course_nn.lectures.losses.margin_losses import of_margin
from course_nn.lectures.losses.pairing import OUTPUTS, pair
from course_nn.lectures.losses.trials import RECOMMENDED, arrival, trial
from course_nn.losses import LOSSES

NOTEBOOK = "05_losses"
module, shown = lecture("losses")


def test_a_penalty_buys_a_smaller_weight_for_larger_losses_and_l1_deletes_it_from_a_lambda_on(says):
    cell, result, demo = "losses-1-explain", shown("objective", lam=8.0, penalty="l2"), module("objective")
    says(NOTEBOOK, cell, result.free, result.best, result.bars[2, 0], result.bars[1, 0])
    enough = abs(demo.X @ demo.Y)
    says(NOTEBOOK, cell, enough)
    below, above = (shown("objective", lam=enough + step, penalty="l1").best for step in (-0.001, 0.001))
    assert above == 0 < below


def test_the_squared_error_follows_the_outlier_and_the_other_two_stop(says):
    cell, (before, after, further) = "losses-2-explain", (shown("regression", outlier=o) for o in (0.0, 5.0, 6.0))
    says(NOTEBOOK, cell, before.lines[0, 0], *after.lines[:, 0])
    each = after.lines[0, 0] - further.lines[0, 0]
    assert 1 / each == pytest.approx(12)
    says(NOTEBOOK, cell, round(1 / each))
    r = np.arange(-70, 71) / 10
    assert np.all(np.abs(LOSSES["absolute_error"].gradient(r, 0 * r))[r != 0] == 1)
    straight = np.abs(LOSSES["huber"].gradient(r, 0 * r)) == 1
    says(NOTEBOOK, cell, np.abs(r[straight]).min())


def test_an_outlier_far_out_in_x_turns_the_line_of_the_absolute_error_too():
    demo = module("regression")
    x, y = demo.X.copy(), demo.samples(5.0)
    assert linear_models.least_absolute_deviations(x, y).W[0] > 0.4
    x[-1] = 20.0
    assert linear_models.least_absolute_deviations(x, y).W[0] < 0


def test_minus_log_n_is_two_terms_and_the_learned_sigma_takes_in_what_the_line_misses(says):
    cell = "losses-3-explain"
    for w, sigma in ((0.8, 0.5), (0.2, 0.5), (0.8, 1.0)):
        result = shown("gaussian", w=w, sigma=sigma)
        constant = 60 * np.log(sigma * np.sqrt(2 * np.pi))
        says(NOTEBOOK, cell, result.nll[:60].sum() - constant, constant)
    says(NOTEBOOK, cell, *(shown("gaussian", mode="learned", w=w).spread[0] for w in (0.8, 0.2)))


def test_an_error_along_the_ellipse_costs_less_than_one_across_it(says):
    cell, best = "losses-covariance-explain", module("covariance").BEST
    without, correlated = (shown("covariance", rho=rho) for rho in (0.0, 0.66))
    says(NOTEBOOK, cell, without.best_rho, without.nll, correlated.nll, best)
    along, across = (shown("covariance", rho=0.66, r1=r1, r2=3.0).probe_nll for r1 in (6.0, -6.0))
    same = [shown("covariance", rho=0.0, r1=r1, r2=3.0).probe_nll for r1 in (6.0, -6.0)]
    assert along < same[0] < across and same[1] == pytest.approx(same[0])
    says(NOTEBOOK, cell, along, across, same[0])


def test_three_losses_end_within_one_bird_and_the_0_1_loss_never_moves(says):
    result = shown("margins")
    right = {name: len(result.c) - int(run.wrong[-1]) for name, run in result.runs.items()}
    says(NOTEBOOK, "losses-4-explain", len(result.c), *right.values())
    assert np.ptp([right[name] for name in ("hinge", "log", "squared")]) == 1


def test_the_hinge_loss_is_content_from_1_on_the_log_loss_never_and_the_squared_loss_minds_being_more_right(says):
    m = np.arange(-10, 41) / 10
    hinge, log, squared = (of_margin(name, m) for name in ("hinge", "log", "squared"))
    says(NOTEBOOK, "losses-4-explain", m[hinge == 0].min())
    assert log.min() > 0 and np.all(np.diff(log) < 0)
    as_much_as_3 = m[squared == squared[m == 3]]
    says(NOTEBOOK, "losses-4-explain", *as_much_as_3)
    assert len(as_much_as_3) == 2 and squared[m == 3] > squared[m == 2]


def test_mixed_labels_bring_the_loss_down_and_get_birds_wrong(says):
    cell, (hinge, log, squared) = (
        "losses-4-explain",
        (shown("margins", loss=loss, mixed=True) for loss in ("hinge", "log", "squared")),
    )
    class_0 = np.sum(hinge.c == 0)
    assert np.sum(hinge.runs["hinge"].f[-1][hinge.c == 0] > 0) == class_0
    says(NOTEBOOK, cell, hinge.runs["hinge"].seen[-1], class_0)
    says(NOTEBOOK, cell, log.runs["log"].seen[-1], log.runs["log"].wrong[-1], log.right.wrong[-1])
    assert np.sum((squared.runs["squared"].f[-1] > 0.5) != squared.c) == squared.right.wrong[-1]


def test_the_squared_error_of_a_sigmoid_waits_where_it_is_most_wrong(says):
    cell = "losses-5-explain"
    wrong, worse = (shown("wrong_pair", w=w, b=b, eta=0.15).outputs for w, b in ((0.6, 0.9), (2.0, 2.0)))
    says(NOTEBOOK, cell, *(int(np.argmax(worse[loss] < 0.5)) for loss in ("squared", "entropy")))
    for outputs in (wrong, worse):
        says(NOTEBOOK, cell, outputs["squared"][0], outputs["squared"][300])
    stuck = shown("wrong_pair", w=4.0, b=4.0, eta=1.0).outputs["squared"]
    assert np.ptp(stuck) < 0.001
    a = np.linspace(0, 1, 3001)
    assert a[np.argmax(a**2 * (1 - a))] == pytest.approx(2 / 3)


def test_a_shift_leaves_the_probabilities_and_the_loss_and_breaks_the_plain_quotient(says):
    cell, still, up, down = "losses-6-explain", *(shown("softmax", a=a) for a in (0.0, 100.0, -110.0))
    for result in (up, down):
        assert np.allclose(result.p, still.p) and result.loss == pytest.approx(still.loss)
    says(NOTEBOOK, cell, *still.p, still.log_sum_exp, up.log_sum_exp)
    says(NOTEBOOK, cell, np.finfo(np.float32).max / 1e38)
    assert np.isnan(up.plain).all() and down.plain.numerator == down.plain.denominator == 0
    assert np.exp(up.z - up.z.max()).max() == 1


def test_being_sure_costs_little_if_right_and_much_if_wrong(says):
    says(NOTEBOOK, "losses-6-explain", *(shown("softmax", T=0.2, c=c).loss for c in (1, 2)))


def test_the_hinge_loss_rests_the_cross_entropy_never_does_and_both_decide_alike(says):
    cell, demo = "losses-svm-explain", module("multiclass_hinge")
    result, (X, y, _) = shown("multiclass_hinge", loss="multiclass_hinge"), demo.birds()
    of_all = {name: demo.scores(demo.trained(name).at(demo.EPOCHS), X) for name in demo.NAMES}
    pulling = np.any(LOSSES["multiclass_hinge"].gradient(of_all["multiclass_hinge"], y) != 0, axis=1)
    assert np.array_equal(pulling, ~result.content)
    says(NOTEBOOK, cell, len(y), result.content.sum(), pulling.sum())
    says(NOTEBOOK, cell, round(result.smallest * 1e7), np.log(1 + 2 / np.e))
    assert LOSSES["softmax_cross_entropy"].per_sample(np.array([[1.0, 0, 0]]), [0])[0] == np.log(1 + 2 / np.e)
    says(NOTEBOOK, cell, *(np.sum(F.argmax(axis=1) == y) for F in of_all.values()))


def test_an_integer_code_is_as_good_as_its_order_and_one_hot_costs_memory(says):
    cell, orders = "losses-7-explain", module("one_hot").CONTROLS["order"].names
    results = [shown("one_hot", order=order, y="body_mass_g") for order in orders]
    for result in results:
        says(NOTEBOOK, cell, *result.fits.explained, *result.fits.right, len(module("one_hot").birds()[1]))
    assert len({(round(r.fits.explained[0], 6), int(r.fits.right[0])) for r in results}) == 3
    million = shown("one_hot", power=4.0, n=10**6, dtype="float32")
    says(NOTEBOOK, cell, million.K, million.bytes[0] / 1e6, million.bytes[1] / 1e9)
    says(NOTEBOOK, cell, million.zeros, percent=True)


def test_pairs_that_do_not_fit_answer_worse_or_later(says):
    cell = "losses-8-explain"
    one, each = (shown("chooser", units=units).mine.trial.scores[150] for units in ("one", "each"))
    says(NOTEBOOK, cell, one, each, percent=True)
    bounded = shown("chooser", task="regression", output="sigmoid")
    says(NOTEBOOK, cell, *(side.trial.scores[150] for side in (bounded.mine, bounded.best)))
    slow = shown("chooser", task="binary", output="sigmoid", loss="squared")
    late, best = slow.mine.trial, slow.best.trial
    says(NOTEBOOK, cell, arrival(late, best), arrival(best, best), within=1)


def test_of_twenty_starts_three_sigmoids_with_the_squared_error_do_not_arrive(says):
    demo, never = module("chooser"), 0
    for seed in range(20):
        best = trial("binary", *RECOMMENDED["binary"], seed)
        soon, late = arrival(best, best), arrival(trial("binary", "sigmoid", "squared", 1, seed), best)
        never += late is None
        assert late is None or late > 2 * soon
    says(NOTEBOOK, "losses-8-explain", 20, never, demo.STEPS)


def test_a_linear_output_with_the_cross_entropy_fails_from_nineteen_of_twenty_starts(says):
    ends = [trial("binary", "linear", "binary", 1, seed).scores[-1] for seed in range(20)]
    assert ends[0] < 0.7
    says(NOTEBOOK, "losses-8-explain", np.sum(np.array(ends) < 0.7), 70)


def test_the_hinge_loss_gets_about_as_many_right_as_the_log_loss():
    for task, units in (("binary", 1), ("multiclass", 3)):
        hinge, log = trial(task, "linear", "hinge", units), trial(task, *RECOMMENDED[task])
        assert np.abs(hinge.scores - log.scores)[100:].max() <= 0.03 + 1e-9


def test_in_the_three_pairs_that_the_lecture_recommends_the_slope_is_answer_minus_target():
    rng = np.random.default_rng(0)
    for output, error, units in RECOMMENDED.values():
        F, T = rng.normal(size=(50, units)), np.eye(units + 1)[rng.integers(0, units, 50)][:, :units]
        assert np.allclose(pair(output, error).dl(F, T), OUTPUTS[output].g(F) - T)
