"""One backward pass by a digit: which weights get nothing, and what the true digit changes."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.ink import as_ink, as_text
from course_nn.common.outcomes import outcome
from course_nn.handwriting import as_digit
from course_nn.lectures import backpropagation
from course_nn.lectures.backpropagation.demos.your_share.one_pass import NETWORKS, one_pass, paper, share_of_zeros
from course_nn.losses import softmax
from course_nn.reader import its_digits
from course_nn.scripted_hands import drawn

module, result = lecture("backpropagation")
SHARE = module("your_share")
THREE = as_text(drawn(3, 0))
DONE_BY = [
    [dict(pad=""), dict(pad=THREE)],
    [dict(label=1), dict(label=9)],
    [dict(network="trained"), dict(label=1)],
    [dict(together=32)],
]
UNRELATED = dict(on="program")  # a move that does none
CHANGES = {key: change.moves for key, change in SHARE.SCEPTIC.changes.items()}
NB, TEXT = "07_backpropagation", "backpropagation-your-share-explain"


def share(**values):
    return result("your_share", **values)


def loss(network, x, label):
    return -np.log(softmax(network(x[None]))[0, label])


def test_one_digit_leaves_most_weights_with_gradient_0_and_many_together_fewer(becomes, says):
    now, together = share().usual, share(together=32).usual
    assert now > 0.7 and together < 0.5 * now
    says(NB, TEXT, round(100 * now), round(100 * together))
    becomes(**{key: outcome(now, share(**moves).usual) for key, moves in CHANGES.items()})


@pytest.mark.parametrize("name", [*NETWORKS])
def test_each_gradient_is_the_delta_of_its_unit_times_the_input(name):
    x = as_digit(drawn(3, 0))
    found = one_pass(name, x[None], np.array([7]))
    assert np.allclose(found.dW, np.outer(found.delta, x - paper(name)))


@pytest.mark.parametrize("name", ["new", "tanh"])
def test_a_gradient_is_what_a_nudge_of_its_weight_does_to_the_loss(name):
    x, nudge = as_digit(drawn(3, 0)), 1e-6
    found, network = one_pass(name, x[None], np.array([7])), NETWORKS[name]()
    for j, i in np.random.default_rng(0).integers((24, 64), size=(30, 2)):
        ends = []
        for step in (nudge, -nudge):
            other = network.with_parameters(network.parameters)
            other.weights[0][j, i] += step
            ends.append(loss(other, x, 7))
        assert (ends[0] - ends[1]) / (2 * nudge) == pytest.approx(found.dW[j, i], abs=1e-7)


def test_under_an_empty_cell_and_in_a_silent_unit_every_gradient_is_0_and_no_other_is():
    now = share(pad=THREE)
    gets = (now.delta != 0)[:, None] & (now.x > 0)
    assert ((now.dW != 0) == gets).all() and now.zeros == pytest.approx(1 - gets.mean())


def test_at_the_outputs_delta_is_the_probability_less_1_at_the_true_digit():
    now = share(label=4)
    assert np.allclose(now.slopes, now.p - np.eye(10)[4])


def test_another_true_digit_changes_two_outputs_and_the_sign_of_delta_in_some_units():
    one, other = share(label=7), share(label=1)
    assert (~np.isclose(one.slopes, other.slopes)).sum() == 2
    assert 0 < (one.delta * other.delta < 0).sum() < (one.delta != 0).sum()


def test_what_the_trained_network_reads_right_sends_back_far_less_than_what_it_is_told_otherwise():
    right, wrong = (np.abs(share(network="trained", label=k).dW).max() for k in (7, 1))
    assert right < 0.01 * wrong


def test_before_training_half_of_the_inputs_are_empty_and_half_of_the_units_silent():
    X, y = its_digits()[2:]
    silent = [(one_pass("new", x[None], np.array([t])).delta == 0).mean() for x, t in zip(X[:200], y)]
    assert 0.4 < (X == 0).mean() < 0.6 and 0.4 < np.mean(silent) < 0.6


def test_a_pass_of_several_digits_has_the_mean_of_their_gradients():
    X, y = (part[:8] for part in its_digits()[2:])
    each = [one_pass("new", x[None], np.array([t])).dW for x, t in zip(X, y)]
    assert np.allclose(one_pass("new", X, y).dW, np.mean(each, axis=0))


def test_the_mark_of_the_question_is_the_mean_over_new_digits_before_training():
    assert SHARE.ESTIMATE.truth() == 100 * share_of_zeros("new", "new", 1) == 100 * share().usual


def test_a_blank_sheet_is_said_to_be_blank_and_gives_no_weight_a_gradient():
    blank = share(pad="")
    assert blank.zeros == 1 and "blank" in SHARE.readout(blank).en and "空" in SHARE.readout(blank).zh


def test_a_click_on_the_bar_of_an_output_makes_its_digit_the_true_one():
    demo = backpropagation.your_share()
    Hand(demo, 0, 3).press()
    assert demo.values.label == 3 and demo.result.slopes[3] < 0
    demo.close()


def test_the_digit_that_is_drawn_is_the_one_that_goes_through():
    assert np.array_equal(share(pad=THREE).x, as_digit(as_ink(THREE)))


def test_the_mean_is_over_all_597_new_digits_of_the_empty_inputs_and_the_silent_units_of_each():
    X, _ = its_digits()[2:]
    answers = NETWORKS["new"]().forward(X).values[2] > 0
    gets = answers.mean(axis=1) * (X > 0).mean(axis=1)
    assert len(X) == 597 and share_of_zeros("new", "new", 1) == pytest.approx(1 - gets.mean(), abs=1e-12)
