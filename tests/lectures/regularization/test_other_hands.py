"""Digits of other hands: what each step of their preparation adds, and what the networks read of them."""

from importlib import import_module

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common import memory
from course_nn.common.outcomes import outcome
from course_nn.datasets import shuffled_digits
from course_nn.own_digits import LECTURE, keep_digit
from course_nn.scripted_hands import drawn, scripted_digits

module, result = lecture("regularization")
HANDS = module("other_hands")
DONE_BY = [
    [dict(prepared="no size")],
    [dict(prepared="no shear"), dict(prepared="no thickness")],
    [dict(learn="shifted"), dict(learn="hands")],
    None,
]
UNRELATED = dict(epochs=10)  # a move that does none
CHANGES = {key: change.moves for key, change in HANDS.SCEPTIC.changes.items()}
ALL, LEAN, THICKNESS, SIZE = range(4)


def shares(**values):
    return result("other_hands", **values).shares.mean(axis=1)


def added_by_size(**values):
    each = shares(**values)
    return each[ALL] - each[SIZE]


def worse(**values):
    return result("other_hands", **values).test.mean() - shares(**values)[ALL]


@pytest.mark.costly_changes
def test_one_size_and_one_place_add_half_of_all_digits_to_what_is_read(becomes, says):
    now, each = added_by_size(), shares()
    assert 0.4 < now < 0.6 and now > 3 * max(each[ALL] - each[LEAN], each[ALL] - each[THICKNESS])
    says("09_regularization", "regularization-other-hands-explain", round(100 * each[ALL]), round(100 * each[SIZE]))
    becomes(**{key: lambda moves=moves: outcome(now, added_by_size(**moves)) for key, moves in CHANGES.items()})


def by_the_nearest():
    """The share of test digits that the nearest of 1,200 digits names, less that of the program's."""
    X, y = shuffled_digits(1200, 0, centred=False)
    _, digits = scripted_digits()

    def named(Q):
        return y[((Q[:, None] - X[:1200]) ** 2).sum(axis=-1).argmin(axis=1)]

    program = np.concatenate([named(part) for part in np.split(HANDS.of_the_program("as the data"), 4)])
    test = np.concatenate([named(part) for part in np.array_split(X[1200:], 6)])
    return np.mean(test == y[1200:]) - np.mean(program == digits)


@pytest.mark.costly_changes
def test_the_digits_of_a_program_are_read_worse_than_test_digits_and_better_with_some_of_them_added(becomes, says):
    now = worse()
    assert 0.04 < now < 0.12 and shares(learn="hands")[ALL] > shares()[ALL] + 0.02
    says("09_regularization", "regularization-other-hands-explain", round(100 * result("other_hands").test.mean()))
    changes = {key: lambda moves=CHANGES[key]: outcome(now, worse(**moves)) for key in ("runs", "wide", "brief")}
    becomes(**changes, nearest=lambda: outcome(now, by_the_nearest()))


def test_moved_in_training_they_read_fewer_of_all_digits():
    moved, plain = result("other_hands", learn="shifted"), result("other_hands")
    assert moved.test.mean() < plain.test.mean() - 0.03 and moved.shares[ALL].mean() < plain.shares[ALL].mean() - 0.02


def test_a_red_frame_stands_around_each_digit_that_is_misread_and_around_no_other():
    demo = HANDS.other_hands(prepared="no size")
    x, _ = demo.artists.frames.get_data()
    assert np.isnan(x).sum() == (~demo.result.right).sum() > 5
    demo.close()


def test_a_click_on_a_column_prepares_the_digits_so():
    demo = HANDS.other_hands()
    Hand(demo, 0, 3).press()
    assert demo.values.prepared == "no size"
    demo.close()


def test_the_readers_own_digits_are_read_beside_the_program_s_with_an_interval_that_so_few_allow():
    assert result("other_hands").kept == 0 and "none of your own" in HANDS.readout(result("other_hands")).en
    for digit in (0, 3, 7):
        keep_digit(drawn(digit, 0), digit)
    demo = HANDS.other_hands()
    own, (low, high), said = demo.result.own, demo.result.interval, demo.readout
    demo.close()
    memory.forget([LECTURE])
    assert own[ALL].mean() > 0.6 and high - low > 0.4 and "Of your 3" in said.en


def test_of_your_own_digits_no_network_is_asked_one_that_it_has_learned_and_all_are_asked_once():
    hands = import_module(HANDS.reading.__module__)
    drawings, digits = scripted_digits(1, 3)
    own, asked = (drawings.tobytes(), digits.tobytes()), hands.asked("yours", len(digits))
    inputs, labels = hands.added("yours", own)
    for X, y, these in zip(inputs, labels, asked):
        learned, others = {row.tobytes() for row in X}, hands.prepared(drawings[these], "as the data")
        assert len(X) >= 2 * len(digits) // 3 and not learned & {row.tobytes() for row in others}
        assert sorted({*y}) == [*range(10)]
    assert (asked.sum(axis=0) == 1).all() and hands.asked("digits", 4).all() and hands.asked("yours", 2).all()


def test_with_your_own_digits_added_yours_are_counted_and_without_any_it_learns_as_before():
    plain, none = result("other_hands"), result("other_hands", learn="yours")
    assert np.array_equal(plain.shares, none.shares) and none.kept == 0
    for digit in range(10):
        for way in (0, 1):
            keep_digit(drawn(digit, way), digit)
    demo = HANDS.other_hands(learn="yours")
    own, said, kept = demo.result.own, demo.readout, demo.result.kept
    demo.close()
    memory.forget([LECTURE])
    assert kept == 20 and own[ALL].mean() > 0.6 and "Of your 20" in said.en and np.isfinite(own).all()
