"""The lecture: hinge loss with labels −1, +1, log loss with 0, 1, y = 2c − 1; and what happens if they are mixed up."""

import numpy as np
import pytest
from computed import Pure, computed
from hand import Hand
from scipy.optimize import linprog

from course_nn.lectures.losses.demos.margins.margin_losses import (
    MARGIN_LOSSES,
    descend,
    labels,
    loss_of_margin,
    refusal,
)
from course_nn.lectures.losses.demos.margins.picture import birds
from course_nn.logistic_regression import negative_log_likelihood, newton
from course_nn.losses import LOSSES

demo = Pure("losses.margins")

START = {name: control.start for name, control in demo.CONTROLS.items()}
X, C = demo.birds(START["measurements"])
M = np.array([-2.0, 0.0, 1.0, 2.0])
PUBLISHED = {
    "hinge": [3, 1, 0, 0],
    "log": [2.126928, 0.693147, 0.313262, 0.126928],
    "squared": [9, 1, 0, 1],
    "zero_one": [1, 1, 0, 0],
}
EVERY_LOSS = pytest.mark.parametrize("loss", PUBLISHED)


def at_the_end(**values):
    return demo.compute(**START | values)


@EVERY_LOSS
def test_each_loss_is_a_function_of_the_margin_with_the_published_values(loss):
    for c in (0, 1):  # the same for both classes, whatever labels the formula is written for
        assert loss_of_margin(loss, M, c) == pytest.approx(PUBLISHED[loss], abs=5e-7)


@EVERY_LOSS
def test_slope_of_each_bare_formula_is_its_central_difference(loss):
    f, bare = np.array([[-1.7], [0.4], [2.2]]), MARGIN_LOSSES[loss]
    for y in (-1.0, 0.0, 1.0):  # also for labels that are mixed up
        T = np.full((3, 1), y)
        slope = (bare.l(f + 1e-6, T) - bare.l(f - 1e-6, T)) / 2e-6
        assert bare.dl(f, T)[:, 0] == pytest.approx(slope, abs=1e-6)


def test_the_log_loss_is_minus_the_logarithm_of_the_probability_of_the_right_class():
    f, c = np.array([[-3.0], [-0.2], [0.4], [2.5], [1.0]]), np.array([[0.0], [1.0], [0.0], [1.0], [1.0]])
    p = 1 / (1 + np.exp(-f))
    loss = MARGIN_LOSSES["log"].l
    assert loss(f, c) == pytest.approx((-c * np.log(p) - (1 - c) * np.log(1 - p))[:, 0])
    assert loss(np.array([[-2000.0]]), np.array([[1.0]])) == 2000, "without a logarithm of 0"


def test_labels_are_y_equal_2c_minus_1_and_log_loss_alone_takes_c():
    c = np.array([0, 1])
    assert labels(c, "hinge").tolist() == [-1, 1] and labels(c, "log").tolist() == [0, 1]
    assert labels(c, "hinge", mixed=True).tolist() == [0, 1] and labels(c, "log", mixed=True).tolist() == [-1, 1]


@EVERY_LOSS
def test_right_labels_make_a_good_line_except_for_the_loss_without_a_slope(loss):
    run = at_the_end(loss=loss).runs[loss]
    assert np.array_equal(run.training_losses, run.true_losses)
    if loss == "zero_one":
        assert np.all(run.theta == demo.STARTS["tilted"]) and run.wrong[-1] == 131
    else:
        assert run.wrong[-1] <= 7 < run.wrong[0]


def test_lines_agree_with_independent_solvers():
    X1 = np.column_stack([X, np.ones(len(X))])
    squared = descend(X, C, "squared", epochs=300).theta[-1]
    assert squared == pytest.approx(np.linalg.lstsq(X1, 2 * C - 1)[0], abs=1e-6)
    log, best = descend(X, C, "log", learning_rate=8.0, epochs=400), negative_log_likelihood(X, C, *newton(X, C))
    assert best <= log.training_losses[-1] < best + 0.002
    n, A = len(C), (2 * C - 1)[:, None] * X1  # minimise the mean of ξ with ξ ≥ 1 - y f and ξ ≥ 0
    best = linprog(
        [0] * 3 + [1 / n] * n, -np.hstack([A, np.eye(n)]), -np.ones(n), bounds=[(None, None)] * 3 + [(0, None)] * n
    ).fun
    assert best <= descend(X, C, "hinge", epochs=400).training_losses.min() < best + 0.01


def test_hinge_fed_with_0_and_1_has_no_slope_for_class_0_and_calls_nearly_all_class_1():
    assert np.all(loss_of_margin("hinge", M, c=0, mixed=True) == 1)
    result = at_the_end(mixed=True)
    run = result.runs["hinge"]
    first, *_, last = run.training_losses
    assert first > 1 and last == pytest.approx(np.mean(C == 0), abs=0.01)  # it went down, and looks fine
    assert run.wrong[-1] == np.sum(C == 0) == 151 and result.right.wrong[-1] == 7
    assert run.true_losses[-1] > run.true_losses[0]


def test_log_loss_fed_with_minus_1_falls_without_end_while_the_true_loss_rises():
    assert np.all(np.diff(loss_of_margin("log", np.arange(9.0), c=0, mixed=True)) < -1)
    result = at_the_end(loss="log", mixed=True)
    run = result.runs["log"]
    assert np.all(np.diff(run.training_losses) < 0) and run.training_losses[-1] < -16
    assert run.true_losses[-1] > 2.5 * run.true_losses.min() and run.wrong[-1] == 27 > 3 * result.right.wrong[-1]
    assert np.all(np.diff(np.linalg.norm(run.theta, axis=1)[10:]) > 0)


def test_squared_error_fed_with_0_and_1_only_moves_the_cut_to_one_half():
    run = at_the_end(loss="squared", mixed=True).runs["squared"]
    assert run.wrong[-1] == 94 and np.sum((run.f[-1] > 0.5) != C) == 6
    assert "6 are wrong" in demo.readout(at_the_end(loss="squared", mixed=True)).en


def test_our_losses_refuse_mixed_labels_and_the_readout_says_so():
    for loss, name in (("hinge", "hinge"), ("log", "binary_cross_entropy")):
        with pytest.raises(ValueError) as caught:
            LOSSES[name].per_sample(X[:, 0], labels(C, loss, mixed=True))
        words = demo.readout(at_the_end(loss=loss, mixed=True))
        assert caught.value.en in words.en and caught.value.zh in words.zh and "Convert" in words.en
        assert refusal(loss, labels(C, loss)) is None
    assert refusal("squared", labels(C, "squared", mixed=True)) is None


def test_challenge_wants_a_proud_and_wrong_training():
    assert demo.judge(at_the_end()) == "open"
    assert demo.judge(at_the_end(loss="log", mixed=True)) == "almost"
    flippers = ("flipper_length_mm", "body_mass_g")
    assert demo.judge(at_the_end(loss="log", mixed=True, measurements=flippers)) == "solved"


def test_the_readout_counts_the_birds_on_the_right_side_of_each_line_and_names_the_labels(reads):
    for loss, epoch in (("hinge", 100), ("log", 20), ("squared", 3)):
        result = at_the_end(loss=loss, epoch=epoch)
        right = {
            name: np.sum((X @ run.theta[epoch, :2] + run.theta[epoch, 2] > 0) == C) for name, run in result.runs.items()
        }
        words, form = demo.readout(result), "labels c = 0, 1;" if loss == "log" else "labels y = 2c − 1;"
        labelled = (0, 1) if loss == "log" else (2, 1)
        three = [right[name] for name in ("hinge", "log", "squared")]
        reads(words, epoch, len(C), *three, 0, 1, right["zero_one"], *labelled, 0, 1, 0)
        assert form in words.en and form[7:-1] in words.zh


@pytest.mark.parametrize("loss, labelled", [("hinge", (0, 1)), ("log", (-1, 1)), ("squared", (0, 1))])
def test_with_mixed_labels_the_readout_has_the_loss_that_is_seen_the_true_one_and_the_birds_that_are_wrong(
    loss, labelled, reads
):
    result = at_the_end(loss=loss, mixed=True, epoch=50)
    f, first = ((X @ result.runs[loss].theta[k, :2] + result.runs[loss].theta[k, 2])[:, None] for k in (50, 0))
    seen, begun = (MARGIN_LOSSES[loss].l(g, labels(C, loss, mixed=True)[:, None]).mean() for g in (f, first))
    true = MARGIN_LOSSES[loss].l(f, labels(C, loss)[:, None]).mean()
    wrong = np.sum((f[:, 0] > 0) != C)
    right = at_the_end(loss=loss).runs[loss].wrong[50]
    reads(demo.readout(result), *labelled, begun, seen, true, wrong, len(C), right, ...)


def test_a_click_on_a_curve_or_on_a_line_chooses_its_loss_and_the_time_line_is_dragged():
    shown = demo.margins()
    for handle, loss in enumerate([*demo.NAMES, *demo.NAMES]):
        Hand(shown, handle).press()
        assert shown.values["loss"] == loss
    now = Hand(shown, 8).press().pull(-30, 0)
    assert 50 < shown.values["epoch"] < 90 and now.miss() < 3
    shown.close()


def test_with_labels_0_and_1_the_start_decides_how_many_of_class_0_are_wrong_from_a_small_part_to_all():
    X, c = birds(("bill_length_mm", "bill_depth_mm"))
    starts = np.random.default_rng(0).normal(0, 2, (40, 3))
    wrong = [np.sum((descend(X, c, "hinge", True, tuple(start)).f[-1] > 0)[c == 0]) for start in starts]
    assert min(wrong) < 0.15 * np.sum(c == 0) and max(wrong) == np.sum(c == 0)


def test_of_the_starts_offered_one_leaves_a_tenth_of_class_0_wrong_with_labels_0_and_1_and_another_all():
    shares = []
    for start in demo.STARTS:
        result = computed(demo, mixed=True, start=start)
        wrong = result.runs["hinge"].f[-1] > 0
        shares.append(wrong[result.c == 0].mean())
    assert min(shares) < 0.15 and max(shares) == 1
