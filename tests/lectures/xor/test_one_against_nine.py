"""One unit against nine digits: which digits can be parted, and when the mistakes end."""

from itertools import combinations

import numpy as np
import pytest
from computed import lecture
from hand import Hand
from later import Later

from course_nn.common.ink import as_text
from course_nn.common.outcomes import outcome
from course_nn.datasets import shuffled_digits
from course_nn.handwriting import as_digit
from course_nn.lectures import xor
from course_nn.lectures.xor.demos.one_against_nine.rounds import INK, learned, one_round, rule
from course_nn.lectures.xor.perceptron import learn
from course_nn.scripted_hands import drawn

optimize = Later("scipy.optimize")
module, result = lecture("xor")
AGAINST = module("one_against_nine")
EIGHT = as_text(drawn(8, 0))
DONE_BY = [
    [dict(digit=0), dict(digit=1)],
    [dict(pad=""), dict(pad=EIGHT)],
    [dict(digits="600")],
    [dict(inputs="hidden")],
]
UNRELATED = dict(at=10)  # a move that does none
CHANGES = {key: change.moves for key, change in AGAINST.SCEPTIC.changes.items()}
NB, TEXT = "03_xor", "xor-one-against-nine-explain"
X, Y = shuffled_digits(1200, centred=False)


def against(**values):
    return result("one_against_nine", **values)


def parts(X, is_its):
    """Whether some weights and bias have the right sign for all: a linear program, independent of the rule."""
    A = np.where(is_its, -1, 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    found = optimize.linprog(np.zeros(A.shape[1]), A_ub=A, b_ub=-np.ones(len(A)), bounds=(None, None), method="highs")
    assert found.status in (0, 2)  # solved, or no solution exists
    return found.status == 0


def test_no_unit_parts_the_eight_from_the_rest_and_for_each_other_digit_one_does(becomes, says):
    assert [digit for digit in range(10) if not parts(X[:1200], Y[:1200] == digit)] == [8]
    ended = [len(learned(digit, "squares", "1200").mistakes) for digit in range(10) if digit != 8]
    says(NB, TEXT, 1200, ended[-1])
    now = against().late
    assert now > 30
    becomes(**{key: outcome(now, against(**moves).late) for key, moves in CHANGES.items()})


def test_among_all_digits_of_the_data_set_neither_the_eight_nor_the_nine_can_be_parted(says):
    assert [digit for digit in (0, 1, 3, 8, 9) if not parts(X, Y == digit)] == [8, 9]
    says(NB, TEXT, len(X))


def test_any_two_digits_can_be_parted_from_each_other():
    for one, other in combinations(range(10), 2):
        two = np.isin(Y, (one, other))
        assert parts(X[two], Y[two] == one), (one, other)


def test_the_mistakes_on_the_eight_become_fewer_and_each_round_brings_more_than_a_fifth_of_the_first():
    mistakes = against().mistakes
    assert len(mistakes) == 1200 and mistakes.min() > 0.2 * mistakes[0] and mistakes[-100:].mean() < 0.8 * mistakes[0]
    assert AGAINST.right() == "stay"


def test_where_the_mistakes_end_the_last_weights_get_every_digit_right():
    now = against(digit=2)
    assert now.mistakes[-1] == 0 and not now.wrong.any() and now.now == len(now.mistakes)


def test_a_round_is_the_perceptron_rule_example_by_example():
    x, is_its = np.random.default_rng(0).integers(-9, 9, (450, 3)), np.arange(450) % 3 == 0
    run = learn(x, is_its.astype(int), 900)
    mistakes, weights = rule(np.column_stack([x, np.ones(450)]), is_its, 2)
    assert np.cumsum(mistakes).tolist() == run.mistakes[[450, 900]].tolist()
    assert (weights == run.weights[[450, 900]]).all()


def test_a_sum_of_0_does_not_fire():
    signed, is_its = np.array([[1.0, 0.0], [-1.0, 0.0]]), np.array([True, False])
    assert one_round(signed, is_its, np.zeros(2))[1] == 2  # the second becomes wrong by what the first has added
    assert one_round(signed[1:], is_its[1:], np.zeros(2))[1] == 0


@pytest.mark.parametrize("inputs", ["squares", "raw"])
def test_all_inputs_and_weights_are_whole_numbers_so_that_nothing_is_rounded(inputs):
    run = learned(8, inputs, "300")
    assert (run.seen == np.round(run.seen)).all() and (run.weights == np.round(run.weights)).all()


def test_the_drawn_digit_is_weighed_like_those_it_learns_from():
    now, run = against(pad=EIGHT, at=50), learned(8, "squares", "1200")
    x = np.append(np.round(as_digit(drawn(8, 0)) * INK) - run.mean, INK)
    assert now.sum == pytest.approx(x @ run.weights[49] / np.abs(run.seen @ run.weights[49]).max())


def test_a_blank_sheet_is_said_to_be_blank():
    assert np.isnan(against(pad="").sum) and "blank" in AGAINST.readout(against(pad="")).en


def test_the_round_is_pulled_along_the_axis():
    demo = xor.one_against_nine(at=10)
    Hand(demo, 0).press().pull(60, 0)
    assert demo.values.at > 15
    demo.close()
