"""The cost of a digit: cross-entropy and squared error, and how much of both the misread ones have."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common import memory
from course_nn.common.ink import as_ink, as_text
from course_nn.common.outcomes import outcome
from course_nn.datasets import digits
from course_nn.handwriting import as_digit
from course_nn.lectures import losses
from course_nn.own_digits import LECTURE, keep_digit
from course_nn.reader import its_digits, reader
from course_nn.scripted_hands import drawn, scripted_digits

module, result = lecture("losses")
COST = module("digit_cost")
ONE = as_text(scripted_digits()[0][41])  # a one that is read as an eight
DONE_BY = [[dict(label=1)], [dict(pad=ONE)], [dict(T=0.5)], [dict(on="new")]]
UNRELATED = dict(network="new")  # a move that does none
CHANGES = {key: change.moves for key, change in COST.SCEPTIC.changes.items()}
NB, TEXT = "05_losses", "losses-digit-cost-explain"


def cost(**values):
    return result("digit_cost", **values)


def excess(**values):
    now = cost(**values)
    return now.shares[1] - now.shares[0]


def test_the_misread_have_far_more_of_the_cross_entropy_than_their_number(becomes, says):
    digits, entropy, square = cost().shares
    assert entropy > 7 * digits and abs(square - entropy) < 0.1
    says(NB, TEXT, round(100 * digits), round(100 * entropy))
    becomes(**{key: outcome(excess(), excess(**moves)) for key, moves in CHANGES.items()})


def test_doubled_logits_change_no_reading_and_cost_half_as_much_again_in_cross_entropy_and_a_tenth_in_squared_error():
    now, doubled = cost(), cost(T=0.5)
    assert (now.wrong == doubled.wrong).all()
    assert doubled.costs.mean() > 1.5 * now.costs.mean()
    assert 1.06 < doubled.squares.mean() / now.squares.mean() < 1.14


def test_on_its_own_data_doubled_logits_cost_more_cross_entropy_and_less_squared_error():
    now, doubled = cost(on="new"), cost(on="new", T=0.5)
    assert now.shares[0] < 0.03
    assert 1.05 < doubled.costs.mean() / now.costs.mean() < 1.2 and doubled.squares.mean() < 0.98 * now.squares.mean()


@pytest.mark.parametrize("T", [0.25, 1, 4])
def test_the_squared_error_of_a_digit_is_never_above_2_and_the_cross_entropy_is(T):
    now = cost(T=T, network="trained")
    assert now.squares.max() <= 2 and (T == 4 or now.costs.max() > 10)


def test_half_the_probability_costs_a_bit_more():
    now = cost()
    assert np.allclose(now.costs, -np.log2(now.true))


def test_the_costs_are_those_of_the_networks_probabilities():
    now, F = cost(pad=ONE, label=1, T=2), reader()(as_digit(as_ink(ONE))[None])[0] / 2
    p = np.exp(F) / np.exp(F).sum()
    assert np.allclose(now.p, p) and now.bits == pytest.approx(-np.log2(p[1]))
    assert now.square == pytest.approx((1 - p[1]) ** 2 + (np.delete(p, 1) ** 2).sum())


def test_the_new_digits_are_none_that_it_learned_from():
    _, _, X, y = its_digits()
    assert (cost(on="new").wrong == (reader()(X).argmax(axis=1) != y)).all()


def test_those_that_were_kept_are_counted_and_without_any_it_says_so():
    assert "no digits" in COST.readout(cost(on="own")).en and not cost(on="own").shares.any()
    keep_digit(as_ink(ONE), 1), keep_digit(drawn(7, 0), 7)
    demo = losses.digit_cost(on="own")
    wrong, said = demo.result.wrong, demo.readout
    demo.close()
    memory.forget([LECTURE])
    assert wrong.tolist() == [True, False] and "50%" in str(said)


def test_a_click_on_a_bar_says_what_the_digit_is():
    demo = losses.digit_cost()
    Hand(demo, 0, 4).press()
    assert demo.values.label == 4 and demo.result.bits > 5
    demo.close()


def test_the_readout_has_bits_and_nats_and_a_blank_sheet_is_said_to_be_blank():
    said = COST.readout(cost(pad=ONE, label=1))
    assert "7.13 bits" in said.en and "4.95 nats" in said.en and "7.13 比特" in said.zh and "4.95 奈特" in said.zh
    assert "blank" in COST.readout(cost(pad="")).en


def test_a_probability_that_is_nearly_0_is_not_said_to_be_0():
    assert "p = 0.00" not in COST.readout(cost(label=1)).en and "10⁻" in COST.readout(cost(label=1)).en


def test_of_a_reader_that_is_less_sure_the_misread_digits_are_the_smaller_part_of_the_loss():
    """The same answers at another temperature: what is misread stays, and the others begin to cost."""
    shares = []
    X, y = digits().X, digits().y
    W = np.linalg.lstsq(np.c_[X[:1000], np.ones(1000)], np.eye(10)[y[:1000]], rcond=None)[0]
    logits = np.c_[X[1000:], np.ones(len(X) - 1000)] @ W
    wrong = logits.argmax(axis=1) != y[1000:]
    for sharper in (2, 40):
        cost = np.logaddexp.reduce(sharper * logits, axis=1) - sharper * logits[np.arange(len(logits)), y[1000:]]
        shares.append(cost[wrong].sum() / cost.sum())
    assert shares[0] < 0.3 and shares[1] > 0.7
