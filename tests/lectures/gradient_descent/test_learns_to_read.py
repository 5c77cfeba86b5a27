"""The reader as it learns: what it says of a drawn digit after each epoch, and what a rate that is too large does."""

import numpy as np
import pytest
from computed import Pure

from course_nn.common import memory
from course_nn.common.ink import as_ink, as_text
from course_nn.common.progress import finished
from course_nn.handwriting import as_digit
from course_nn.lectures.gradient_descent.demos.learns_to_read.runs import BATCH, EPOCHS, KINDS, run
from course_nn.losses import one_hot, softmax
from course_nn.network import Network
from course_nn.own_digits import LECTURE, keep_digit
from course_nn.reader import its_digits
from course_nn.scripted_hands import drawn
from course_nn.training import train

LEARNS = Pure("gradient_descent.learns_to_read")
THREE, FOUR = as_text(drawn(3, 0)), as_text(drawn(4, 0))
DONE_BY = [
    [dict(rate=3.0), dict(pad=FOUR)],
    [dict(epoch=0), dict(epoch=1)],
    [dict(rate=0.002)],
    [dict(rate=3.0), dict(seed=1), dict(kind="wide"), dict(kind="tanh")],
]
UNRELATED = dict(seed=2)  # a move that does none


def at(pad=THREE, rate=0.3, epoch=EPOCHS, kind="relu", seed=0):
    return finished(LEARNS.compute(pad, rate, epoch, kind, seed))


def runs(rate, kind="relu"):
    return [finished(run(rate, kind, seed)) for seed in range(5)]


def test_after_each_epoch_it_says_what_a_network_says_that_was_trained_so_far():
    X, y, *_ = its_digits()
    network = Network((64, 24, 10), "relu", init="he", seed=0)
    settings = dict(optimizer="gradient_descent", learning_rate=0.3, batch_size=BATCH, seed=0)
    train(network, X, one_hot(y, 10), "softmax_cross_entropy", epochs=3, **settings)
    assert np.allclose(at().p[3], softmax(network(as_digit(as_ink(THREE))[None]))[0], atol=1e-6)


def test_with_a_rate_of_0_3_it_reads_nearly_all_test_digits_in_the_end(says):
    found, (X, _, _, labels) = np.median([one.read[-1] for one in runs(0.3)]), its_digits()
    assert round(100 * found) == LEARNS.ESTIMATE.places["same"] == 97  # as the question says
    says("08_gradient_descent", "gradient_descent-learns-to-read-predict", len(X), len(labels), -(-len(X) // BATCH))


@pytest.mark.parametrize("kind", KINDS)
def test_ten_times_that_rate_leaves_guesses_and_units_that_say_the_same_of_every_digit(kind):
    """Of five starts; of tanh that in the middle, for one may read a quarter and leave three of 24 units that tell."""
    found = runs(3.0, kind)
    middle = np.median if kind == "tanh" else min
    assert np.median([one.read[-1] for one in found]) < 0.15 and middle([one.stuck[-1] for one in found]) > 0.9
    assert max(one.stuck[-1] for one in runs(0.3, kind)) < 0.2


def test_what_is_stuck_answers_the_same_whatever_is_drawn_at_a_loss_of_guessing(says):
    three, four = at(THREE, 3.0), at(FOUR, 3.0)
    assert np.allclose(three.p[-1], four.p[-1]) and not np.allclose(at(THREE).p[-1], at(FOUR).p[-1])
    losses = [one.losses[-1] for one in runs(3.0)]
    assert np.allclose(losses, np.log(10), atol=0.1)
    says("08_gradient_descent", "gradient_descent-learns-to-read-explain", round(np.median(losses), 1))


def test_with_tanh_the_loss_is_large_as_well():
    assert min(one.losses[-1] for one in runs(3.0, "tanh")) > 5


def test_none_of_these_rates_is_reported_as_an_error():
    assert all(one.reason is None for kind in KINDS for one in runs(3.0, kind))


def test_a_blank_sheet_is_read_as_nothing():
    result = at("")
    assert not result.p.any() and "blank" in LEARNS.readout(result).en


def test_own_digits_that_were_kept_are_read_after_the_chosen_epoch():
    assert at().own == (0, 0)
    keep_digit(as_ink(FOUR), 4), keep_digit(as_ink(FOUR), 5)
    early, late = at(epoch=0), at()
    memory.forget([LECTURE])
    assert late.own == (1, 2) and early.own[1] == 2
    assert "Of your own 2 it reads 1" in LEARNS.readout(late).en


def test_the_readout_says_the_epoch_the_digit_and_the_shares():
    result = at(epoch=5)
    said = LEARNS.readout(result)
    assert f"<b>{result.p[5].argmax()}</b>" in said.en and "Epoch 5" in said.en and "第 5 轮" in said.zh
    assert all(f"{100 * result.read[5]:.0f}%" in words for words in said)


def test_the_estimate_asks_for_what_the_picture_then_shows():
    assert LEARNS.at_ten_times_the_rate() == 100 * at(rate=3.0).read[-1]
