"""Digits that a program draws: as many ways as are promised, each its own, and the same every time."""

import numpy as np

from course_nn.handwriting import as_digit
from course_nn.scripted_hands import WAYS, Manner, drawn, scripted_digits


def test_there_are_five_ways_of_each_digit_and_no_two_are_alike():
    X = np.array([as_digit(drawn(digit, way)) for digit in range(10) for way in range(WAYS)])
    apart = np.abs(X[:, None] - X[None]).mean(axis=-1) + np.eye(10 * WAYS)
    assert len(X) == 50 and apart.min() > 0.04


def test_the_same_seed_draws_the_same_and_another_one_does_not():
    (first, y), (other, _) = scripted_digits(2, 0), scripted_digits(2, 1)
    assert len(first) == 100 and (np.bincount(y) == 10).all()
    assert (first != other).any() and (scripted_digits.__wrapped__(2, 0)[0] == first).all()


def test_a_manner_moves_turns_and_thickens():
    plain = drawn(1, 0, Manner(tall=16))
    assert (drawn(1, 0, Manner(tall=16, right=4)) == np.roll(plain, 4, 1)).all()
    assert drawn(1, 0, Manner(tall=16, pen=2)).sum() > plain.sum()
    assert np.ptp(np.argwhere(drawn(1, 0, Manner(tall=16, lean=0.5)))[:, 1]) > np.ptp(np.argwhere(plain)[:, 1])
