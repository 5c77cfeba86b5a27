"""A unit for one digit: when it fires, what negative weights are good for, and what a hand paints."""

import numpy as np
import pytest
from computed import computed, lecture
from hand import Hand

from course_nn.activations import sigmoid
from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.ink import as_ink, as_text
from course_nn.common.outcomes import outcome
from course_nn.handwriting import as_digit
from course_nn.lectures import neurons
from course_nn.lectures.neurons.demos.one_digit.digit_units import fired, learned_weights, mean_weights
from course_nn.lectures.neurons.demos.one_digit.painted_weights import cell_names, parse_cells, stroke
from course_nn.own_digits import LECTURE, keep_digit, newest
from course_nn.reader import its_digits
from course_nn.scripted_hands import drawn

module, result = lecture("neurons")
UNIT = module("one_digit")
EIGHT, FIVE = as_text(drawn(8, 1)), "-85 -75 -33 -76 -44"
DONE_BY = [
    [dict(pad=""), dict(pad=EIGHT)],
    [dict(painted=FIVE)],
    [dict(weights="learned")],
    [dict(weights="learned"), dict(digit=8)],
]
UNRELATED = dict(brush="+")  # a move that does none
CHANGES = {key: change.moves for key, change in UNIT.SCEPTIC.changes.items()}


def unit(**values):
    return result("one_digit", **values)


def gain(**values):
    now = unit(**values)
    return now.others - now.by_learned


def test_without_negative_weights_it_fires_on_many_more_of_the_others(becomes, says):
    now = unit()
    assert (now.w >= 0).all() and now.others > 0.25 and now.by_learned < 0.01
    says("01_neurons", "neurons-one-digit-explain", round(100 * now.others))
    becomes(**{key: outcome(gain(), gain(**moves)) for key, moves in CHANGES.items()})


def test_for_the_8_about_one_in_twenty_of_the_others_pass_the_learned_weights_and_fewer_for_any_other_digit_but_the_8():
    others = [unit(digit=digit, weights="learned").others for digit in range(10)]
    assert 0.04 < others[8] < 0.07 and max(np.delete(others, 8)) < 0.01


def test_the_eight_passes_the_mean_seven_most_often_and_zero_and_six_seldom():
    shares = unit().shares
    assert np.argsort(-shares)[:2].tolist() == [7, 8] and 0.6 < shares[8] < 0.8 and max(shares[0], shares[6]) < 0.1


@pytest.mark.parametrize("weights", ["mean", "learned"])
@pytest.mark.parametrize("passes", [50, 75, 99])
def test_the_bias_lets_the_share_pass_that_is_set_of_the_digits_to_learn_from(weights, passes):
    X, y, *_ = its_digits()
    now = unit(weights=weights, passes=passes, digit=3)
    assert np.mean(X[y == 3] @ now.w + now.b > 0) == pytest.approx(passes / 100, abs=0.01)


def test_the_shares_are_counted_over_digits_that_no_weights_were_made_from():
    _, _, X, y = its_digits()
    now = unit(weights="learned")
    fires = X @ now.w + now.b > 0
    assert now.others == np.mean(fires[y != 7]) and now.shares[7] == np.mean(fires[y == 7])


def test_the_sum_of_a_drawing_is_that_of_its_64_numbers_and_a_blank_sheet_has_none():
    now = unit(pad=EIGHT)
    assert now.sum == pytest.approx(as_digit(as_ink(EIGHT)) @ mean_weights(7))
    assert np.isnan(unit(pad="").sum) and "blank" in UNIT.readout(unit(pad="")).en


def test_the_learned_weights_part_its_digit_from_the_others_among_those_it_learned_from():
    X, y, *_ = its_digits()
    w = learned_weights(7)
    assert np.abs(w).max() == 1 and w.min() < -0.5
    assert (X[y == 7] @ w).min() > np.quantile(X[y != 7] @ w, 0.97)


def test_a_tie_with_all_weights_0_fires_on_nothing():
    assert not unit(weights="none").shares.any()


def test_cells_are_read_as_they_are_written_the_last_sign_counts_and_what_is_no_cell_is_refused():
    cells = {(2, 3): "+", (7, 0): "-"}
    assert parse_cells(cell_names(cells)) == cells and parse_cells("+34 −34") == {(2, 3): "-"} and parse_cells("") == {}
    for wrong in ("34", "+39", "+3", "x34", "+344"):
        with pytest.raises(BadInput, match="painted cells"):
            parse_cells(wrong)


def test_a_stroke_paints_every_cell_between_its_ends_and_none_beyond_the_edge():
    assert stroke("", (0, 0), (0, 3), "-") == "-11 -12 -13 -14"
    assert stroke("", (6, 6), (12, 12), "+") == "+77 +88"
    assert stroke("-11", (0, 0), (0, 0), "0") == "011"


def test_a_press_paints_a_cell_and_a_pull_a_stroke_from_it():
    demo = neurons.one_digit()
    Hand(demo, 0).press()
    assert demo.values.painted == "-11" and demo.result.w[0] == -1
    cell = np.ptp(Hand(demo, 9).path(), axis=0)
    Hand(demo, 9).press().pull(2.1 * cell[0], 0.1 * cell[1])
    assert demo.values.painted == "-11 -22 -23 -24"
    demo.close()


def test_the_threshold_is_pulled_to_where_the_hand_is():
    now = unit()
    assert UNIT.share_above(now, -now.b, 0)["passes"] == pytest.approx(90, abs=0.6)


def test_five_cells_are_enough_for_the_challenge():
    assert UNIT.judge(unit(painted=FIVE)) == "solved" and UNIT.judge(unit(painted=FIVE + " -11")) == "open"


def test_what_was_kept_lies_on_the_next_sheet_and_among_the_dots():
    assert newest(drawn(7, 0)) is not None and not len(unit().own)
    keep_digit(drawn(1, 1), 1), keep_digit(drawn(2, 0), 2)
    sheet, own = newest(drawn(7, 0)), computed(UNIT).own
    memory.forget([LECTURE])
    assert (sheet == drawn(2, 0)).all() and own[:, 1].tolist() == [1, 2]
    assert own[1, 0] == pytest.approx(as_digit(drawn(2, 0)) @ mean_weights(7))


def test_the_mark_of_the_question_is_what_the_picture_shows():
    assert UNIT.ESTIMATE.truth() == 100 * unit().others == 100 * fired(mean_weights(7), 7, 90, "new").others


def weights_without_negative_ones(digit, steps=2000):
    """The best logistic weights of which none is negative: descent that stops at 0, both classes counting alike."""
    X, y, *_ = its_digits()
    c, w, b = y == digit, np.zeros(64), 0.0
    shares = np.where(c, c.mean(), 1 - c.mean()) * 2 * len(c)
    for _ in range(steps):
        g = (sigmoid(X @ w + b) - c) / shares
        w, b = np.maximum(w - 0.5 * X.T @ g, 0), b - 0.5 * g.sum()
    return w


def test_without_negative_weights_learning_lets_one_in_twenty_pass_fewer_than_the_mean_and_more_than_with_them():
    w = weights_without_negative_ones(7)
    others = [fired(one, 7, 90, "new").others for one in (learned_weights(7), w, mean_weights(7))]
    assert (w >= 0).all() and (w == 0).any()
    assert 5 * others[0] < others[1] < others[2] / 3 and 0.03 < others[1] < 0.07
