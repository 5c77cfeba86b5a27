"""Lecture 5, Losses: what its text states is what its demos compute."""

from itertools import product

import numpy as np
import pytest
from computed import lecture

from course_nn import linear_models
from course_nn.datasets import penguins
from course_nn.lectures.losses.demos.margins.margin_losses import descend, loss_of_margin
from course_nn.lectures.losses.pairing import OUTPUTS, pair
from course_nn.lectures.losses.trials import RECOMMENDED, arrival, trial
from course_nn.losses import LOSSES

NOTEBOOK = "05_losses"
module, shown = lecture("losses")


def test_a_penalty_buys_a_smaller_weight_for_larger_losses_and_l1_deletes_it_from_a_lambda_on():
    demo, l2 = module("objective"), [shown("objective", lam=lam, penalty="l2") for lam in (0.0, 8.0, 24.0)]
    assert l2[0].best > l2[1].best > l2[2].best > 0
    assert l2[0].bars[1, 0] < l2[1].bars[1, 0] < l2[2].bars[1, 0]
    enough = abs(demo.X @ demo.Y)
    below, above = (shown("objective", lam=enough + step, penalty="l1").best for step in (-0.001, 0.001))
    assert above == 0 < below and 16 < enough < 16.1


def test_the_squared_error_follows_the_outlier_and_the_other_two_stop(says):
    before, after, further = (shown("regression", outlier=o).lines[:, 0] for o in (0.0, 5.0, 6.5))
    says(NOTEBOOK, "losses-2-explain", before[0], after[0])
    assert further[0] < after[0] - 0.1
    assert np.abs(further[1:] - after[1:]).max() < 0.001 and abs(after[1] - before[1]) < 0.005
    r = np.arange(-70, 71) / 10
    assert np.all(np.abs(LOSSES["absolute_error"].gradient(r, 0 * r))[r != 0] == 1)
    straight = np.abs(LOSSES["huber"].gradient(r, 0 * r)) == 1
    assert np.abs(r[straight]).min() == 1 and before[2] - 0.1 < after[2] < before[2]


def test_the_loss_of_two_classes_is_minus_the_logarithm_of_what_the_right_one_got(says):
    p = 0.8
    says(NOTEBOOK, "losses-likelihood", p, -np.log(p), 1 - p, -np.log(1 - p))


def test_before_it_asks_for_r_squared_the_text_says_the_mean_mass_of_each_species(says):
    birds = penguins(("Adelie", "Chinstrap", "Gentoo"), ("body_mass_g",))
    says(NOTEBOOK, "losses-7-predict", *(birds.X[birds.y == k].mean() for k in range(3)))


def test_an_outlier_far_out_in_x_turns_the_line_of_the_absolute_error_too():
    demo = module("regression")
    x, y = demo.X.copy(), demo.samples(5.0)
    assert linear_models.least_absolute_deviations(x, y).W[0] > 0.4
    x[-1] = 20.0
    assert linear_models.least_absolute_deviations(x, y).W[0] < 0


def test_the_product_of_densities_vanishes_where_the_sum_is_an_ordinary_number():
    result = shown("gaussian", mode="hand", n=400, sigma=0.2)
    assert np.exp(-result.nll[:400]).prod() == 0 and 100 < result.nll[:400].sum() < 1e4
    assert "densities N: 0." in module("gaussian").readout(result).en
    assert np.exp(-shown("gaussian", mode="hand").nll[:60]).prod() > 0


def test_w_changes_one_term_and_a_learned_sigma_takes_in_what_the_line_misses():
    for sigma in (0.5, 1.0):
        sums = [shown("gaussian", mode="hand", w=w, sigma=sigma) for w in (0.8, 0.2)]
        first, second = (result.nll[:60].sum() - 60 * np.log(sigma * np.sqrt(2 * np.pi)) for result in sums)
        assert second > first > 0
    good, poor = (shown("gaussian", mode="learned", w=w) for w in (0.8, 0.2))
    assert poor.spread[0] > good.spread[0] + 0.5
    _, left, right, _ = good.coverage
    assert left > 0.95 > right


def test_an_error_along_the_ellipse_costs_less_than_one_across_it():
    demo = module("covariance")
    without, correlated = (shown("covariance", rho=rho) for rho in (0.0, 0.66))
    assert correlated.best_rho == pytest.approx(0.66, abs=0.02) and demo.BEST < correlated.nll < without.nll - 0.2
    along, across = (shown("covariance", rho=0.66, r1=r1, r2=3.0).probe_nll for r1 in (6.0, -6.0))
    same = [shown("covariance", rho=0.0, r1=r1, r2=3.0).probe_nll for r1 in (6.0, -6.0)]
    assert along < same[0] < across and same[1] == pytest.approx(same[0])


def test_what_is_added_to_half_the_squared_distance_grows_with_the_covariance_and_so_is_no_constant():
    small, large = shown("covariance", s1=4.0, s2=2.0), shown("covariance", s1=12.0, s2=8.0)
    assert large.probe_distance < small.probe_distance and large.constant > small.constant + 2
    assert shown("covariance", s1=6.4, s2=3.1).nll < min(small.nll, large.nll)


def test_three_lines_end_nearly_alike_from_every_start_and_the_0_1_loss_never_moves():
    demo = module("margins")
    for start, measurements in product(demo.STARTS, demo.PAIRS):
        result = shown("margins", start=start, measurements=measurements)
        wrong = [result.runs[name].wrong[-1] for name in ("hinge", "log", "squared")]
        hard = start == "apart" and "bill_length_mm" not in measurements  # a long way, between kinds that overlap
        assert np.ptp(wrong) <= (4 if hard else 2)
        assert np.ptp(result.runs["zero_one"].theta, axis=0).max() == 0
    X, c = module("margins").birds(("bill_length_mm", "bill_depth_mm"))
    long = [descend(X, c, loss, epochs=3000).wrong[-1] for loss in ("hinge", "log", "squared")]
    assert max(long) <= 7, "also at the end of a long training"


def test_the_hinge_loss_is_zero_from_1_on_the_log_loss_never_and_the_squared_loss_charges_being_more_right():
    m = np.arange(-10, 41) / 10
    hinge, log, squared = (loss_of_margin(name, m) for name in ("hinge", "log", "squared"))
    assert m[hinge == 0].min() == 1
    assert log.min() > 0 and np.all(np.diff(log) < 0)
    assert squared[m == 3] > squared[m == 2] > 0


def test_with_mixed_labels_class_0_has_no_pull_and_how_many_of_it_are_wrong_is_left_to_the_start():
    shares, demo = {}, module("margins")
    for measurements, start in product(demo.PAIRS, demo.STARTS):
        setting = dict(mixed=True, start=start, measurements=measurements)
        hinge, log = (shown("margins", loss=loss, **setting) for loss in ("hinge", "log"))
        run, of_0 = hinge.runs["hinge"], hinge.c == 0
        assert run.training_losses[-1] < run.training_losses[0]
        shares[start, measurements] = np.mean(run.f[-1][of_0] > 0)
        assert log.runs["log"].training_losses[-1] < -5 and log.runs["log"].wrong[-1] > log.right.wrong[-1]
    least = {start: min(share for (other, _), share in shares.items() if other == start) for start in demo.STARTS}
    assert max(shares.values()) == 1 and least["tilted"] == 1 and least["zero"] > 0.9
    assert 0.5 < least["steep"] < 0.6 and 0.07 < least["apart"] < 0.1
    squared = shown("margins", loss="squared", mixed=True)
    assert np.sum((squared.runs["squared"].f[-1] > 0.5) != squared.c) == squared.right.wrong[-1]


def test_the_squared_error_of_a_sigmoid_waits_where_it_is_most_wrong_and_a_larger_rate_helps_unless_it_is_flat(says):
    start = shown("wrong_pair", w=2.0, b=2.0, eta=0.15).outputs
    waits = {loss: int(np.argmax(outputs < 0.5)) for loss, outputs in start.items()}
    assert waits["squared"] > 10 * waits["entropy"]
    faster = shown("wrong_pair", w=2.0, b=2.0, eta=1.0).outputs["squared"]
    assert int(np.argmax(faster < 0.5)) < waits["squared"] / 5
    stuck = shown("wrong_pair", w=4.0, b=4.0, eta=1.0).outputs["squared"]
    assert stuck.min() > 0.999
    says(NOTEBOOK, "losses-5-explain", 300)
    p = np.linspace(0, 1, 3001)
    assert p[np.argmax(p**2 * (1 - p))] == pytest.approx(2 / 3)


def test_a_shift_leaves_the_probabilities_and_the_loss_and_breaks_the_plain_quotient():
    still, up, down = (shown("softmax", a=a) for a in (0.0, 120.0, -120.0))
    for result in (up, down):
        assert np.allclose(result.p, still.p) and result.loss == pytest.approx(still.loss)
    assert up.log_sum_exp == pytest.approx(still.log_sum_exp + 120)
    assert np.finfo(np.float32).max / 1e38 == pytest.approx(3.4, abs=0.05)
    assert np.isnan(up.plain).all() and down.plain.numerator == down.plain.denominator == 0
    assert np.exp(up.z - up.z.max()).max() == 1


def test_being_sure_costs_little_if_right_and_much_if_wrong(says):
    right, second = (shown("softmax", T=0.2, c=c).loss for c in (1, 2))
    assert right < 0.01
    says(NOTEBOOK, "losses-6-explain", second)


def test_the_hinge_loss_rests_the_cross_entropy_never_does_and_both_decide_alike(says):
    cell, demo = "losses-svm-explain", module("multiclass_hinge")
    result, (X, y, _) = shown("multiclass_hinge", loss="multiclass_hinge"), demo.birds()
    of_all = {name: demo.scores(demo.training_run(name).at(demo.EPOCHS), X) for name in demo.NAMES}
    pulling = np.any(LOSSES["multiclass_hinge"].gradient(of_all["multiclass_hinge"], y) != 0, axis=1)
    assert np.array_equal(pulling, ~result.at_rest) and pulling.mean() < 0.1
    assert result.resting_counts[1] == 0 and f"{result.smallest:.0e}" == "6e-07"
    says(NOTEBOOK, cell, 6, 10)
    assert "6 × 10⁻⁷" in demo.readout(result).en
    assert LOSSES["softmax_cross_entropy"].per_sample(np.array([[1.0, 0, 0]]), [0])[0] == np.log(1 + 2 / np.e)
    answers = [F.argmax(axis=1) for F in of_all.values()]
    assert np.mean(answers[0] == answers[1]) > 0.98


def test_an_integer_code_is_as_good_as_its_order_and_one_hot_costs_memory():
    orders = module("one_hot").CONTROLS["order"].names
    results = [shown("one_hot", order=order, y="body_mass_g") for order in orders]
    integer, hot = np.array([result.fits.explained for result in results]).T
    assert np.ptp(hot) < 1e-9 and hot[0] > integer.max() and integer.min() < 0.05
    right, right_hot = np.array([result.fits.right for result in results]).T
    assert np.ptp(right_hot) == 0 and len({*right}) == 3
    assert sorted({*right})[1] < right_hot[0] - 50 and 0 <= right.max() - right_hot[0] < 5
    million = shown("one_hot", power=4.0, n=10**6, dtype="float32")
    assert million.zeros > 0.999 and million.bytes[1] > 10000 * million.bytes[0]


def test_one_number_for_three_classes_has_to_pass_1_also_from_other_starts():
    for seed in range(5):
        one, each = (trial("multiclass", "linear", "squared", units, seed).scores for units in (1, 3))
        assert one[-1] < 0.9 < 0.93 < each[-1]


def test_the_cross_entropy_of_a_linear_output_stops_before_the_first_step_from_every_start():
    for seed in range(5):
        assert trial("binary", "linear", "binary", 1, seed).stopped == 0


def test_a_larger_rate_or_adam_makes_up_for_the_squared_error_on_a_sigmoid(says):
    usual, largest = 0.3, max(module("chooser").CONTROLS["eta"].names)
    says(NOTEBOOK, "losses-8-explain", usual, largest)
    for seed in range(3):
        best = trial("binary", *RECOMMENDED["binary"], seed)
        for training in (dict(learning_rate=largest), dict(learning_rate=0.03, optimizer="adam")):
            assert arrival(trial("binary", "sigmoid", "squared", 1, seed, **training), best) < arrival(best, best)


def test_the_hinge_loss_gets_about_as_many_right_as_the_log_loss():
    for task, units in (("binary", 1), ("multiclass", 3)):
        for seed in range(5):
            hinge, log = trial(task, "linear", "hinge", units, seed), trial(task, *RECOMMENDED[task], seed)
            assert abs(hinge.scores[-1] - log.scores[-1]) <= 0.03 + 1e-9


def test_in_the_three_pairs_that_the_lecture_recommends_the_slope_is_output_minus_target():
    rng = np.random.default_rng(0)
    for output, error, units in RECOMMENDED.values():
        F, T = rng.normal(size=(50, units)), np.eye(units + 1)[rng.integers(0, units, 50)][:, :units]
        assert np.allclose(pair(output, error).dl(F, T), OUTPUTS[output].g(F) - T)


def test_an_integer_code_beats_one_hot_as_target_only_where_the_classes_lie_in_its_order():
    """Three classes on a line, by least squares: for one-hot the middle one is hidden between the two others."""
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1, 2], 200)
    X = np.column_stack([np.ones(600), 2 * labels + 0.45 * rng.normal(size=600)])

    def right(targets, read):
        return (read(X @ np.linalg.lstsq(X, targets, rcond=None)[0]) == labels).mean()

    def by_code(order):
        code = np.array(order)
        return right(code[labels], lambda found: np.abs(found[:, None] - code).argmin(axis=1))

    one_hot = right(np.eye(3)[labels], lambda found: found.argmax(axis=1))
    assert by_code([0, 1, 2]) > one_hot + 0.1
    assert max(by_code([1, 0, 2]), by_code([0, 2, 1])) < one_hot
