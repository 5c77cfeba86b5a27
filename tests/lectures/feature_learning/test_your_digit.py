"""The hidden units and a digit that is drawn: who answers, what the strongest tell, and how far digits lie apart."""

import numpy as np
import pytest
from computed import lecture

from course_nn.common.ink import as_ink, as_text
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.handwriting import as_digit
from course_nn.lectures.feature_learning.demos.your_digit.hidden_units import (
    digits_a_unit,
    logits,
    reading,
    relative_distances,
    strongest,
)
from course_nn.reader import its_digits, reader
from course_nn.scripted_hands import drawn, scripted_digits

module, result = lecture("feature_learning")
YOURS = module("your_digit")
APART = as_text(scripted_digits()[0][210])  # a five, in pixels nearest to the mean nine
DONE_BY = [
    [dict(pad=""), dict(pad=as_text(drawn(3, 0)))],
    [dict(show="weights")],
    [dict(keep=5)],
    [dict(pad=APART)],
]
UNRELATED = dict(on="program")  # a move that does none
CHANGES = {key: change.moves for key, change in YOURS.SCEPTIC.changes.items()}


def yours(**values):
    return result("your_digit", **values)


def read(name="trained", on="new"):
    return finished(reading(name, on))


def test_a_hidden_unit_answers_to_most_of_the_ten_digits_and_most_units_to_each(becomes, says):
    now = yours()
    each = [(read().H[read().labels == k] > 0).mean() for k in range(10)]
    assert now.digits > 7 and min(each) > 0.6
    says("06_feature_learning", "feature_learning-your-digit-explain", round(100 * now.answers))
    becomes(**{key: outcome(now.digits, yours(**moves).digits) for key, moves in CHANGES.items()})


def test_before_training_about_half_of_the_units_answer():
    assert 0.4 < yours(network="new").answers < 0.5


def test_the_nearest_mean_reads_more_in_the_hidden_layer_than_in_pixels_and_less_before_training(says):
    now, before = yours().by_means, yours(network="new").by_means
    assert now[1] - now[0] > 0.04 and before[0] == now[0] and before[1] < now[0] - 0.1
    says("06_feature_learning", "feature_learning-your-digit-explain", *(round(100 * x) for x in (*now, before[1])))


def test_for_digits_of_a_program_the_hidden_layer_gains_over_pixels_as_well():
    pixels, hidden = yours(on="program").by_means
    assert hidden - pixels > 0.08


def test_the_five_strongest_units_tell_nine_in_ten_digits_and_one_alone_less_than_half():
    five, one = yours(keep=5).right, yours(keep=1).right
    assert 0.88 < five < 0.93 and one < 0.5 and yours().right > 0.97


def test_with_all_units_kept_the_answer_is_that_of_the_network():
    x = as_digit(as_ink(APART))
    now = yours(pad=APART)
    assert np.allclose(logits(reader(), now.h[None]), reader()(x[None]))
    assert np.argmax(now.p) == reader()(x[None]).argmax()


def test_the_outputs_are_those_of_the_layer_and_the_strongest_stands_first():
    now, x = yours(pad=APART), as_digit(as_ink(APART))
    assert np.allclose(now.h, np.maximum(now.W @ x + reader().biases[0], 0))
    assert (np.diff(now.h[now.order]) <= 0).all()


@pytest.mark.parametrize("keep", [1, 3, 24])
def test_of_each_row_the_strongest_stay_and_all_others_are_0(keep):
    H = np.random.default_rng(0).random((5, 24))
    kept = strongest(H, keep)
    assert ((kept > 0).sum(axis=1) == keep).all() and (kept.max(axis=1) == H.max(axis=1)).all()
    assert (kept[kept > 0] >= np.sort(H, axis=1)[:, -keep].min()).all()


def test_distances_are_measured_by_their_mean_and_a_mean_lies_at_0_from_itself():
    means = read().pixel_means
    far = relative_distances(means[4], means)
    assert far[4] == 0 and far.mean() == pytest.approx(1)


def test_the_digits_counted_over_are_none_that_it_learned_from():
    _, _, X, y = its_digits()
    assert np.allclose(read().H, read().hidden(X)) and (read().labels == y).all()


def test_of_a_network_that_loses_the_mean_ink_the_digits_lose_it_too():
    X, *_ = its_digits()
    centred = read("centred")
    assert np.allclose(centred.hidden(X.mean(axis=0)[None]), np.maximum(centred.network.biases[0], 0))


def test_a_unit_is_counted_for_a_digit_if_it_answers_to_more_than_half_of_its_pictures():
    H = np.zeros((10, 2))
    H[:, 0] = 1
    H[3, 1] = 1
    assert digits_a_unit(read()._replace(H=H, labels=np.arange(10))).tolist() == [10, 1]


def test_a_blank_sheet_is_said_to_be_blank_and_no_unit_is_counted_for_it():
    assert "blank" in YOURS.readout(yours(pad="")).en and "空" in YOURS.readout(yours(pad="")).zh


def test_the_readout_says_whether_a_program_drew_it():
    assert "a program’s drawing" in YOURS.readout(yours()).en and "your drawing" in YOURS.readout(yours(pad=APART)).en


def test_without_the_mean_ink_only_a_little_more_than_half_of_the_units_answer():
    assert 0.5 < yours(network="centred").answers < 0.65 < yours().answers - 0.05
