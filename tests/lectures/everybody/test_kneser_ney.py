"""Kneser and Ney's counts, against the same counted one after the other in dictionaries."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.everybody.counting import Counts
from course_nn.lectures.everybody.demos.readers.kneser_ney import KneserNey

K, ORDER, D = 4, 3, 0.8
RNG = np.random.default_rng(0)
SEEN, TEXT = (np.where(RNG.random(n) < 0.6, np.arange(n) % 3, RNG.integers(0, K, n)) for n in (400, 60))
MODEL = KneserNey(Counts(SEEN, ORDER, K))


def one_by_one(seen, letters, goes_on):
    """The probability of each letter; what was seen is gone through anew for every one of them."""
    p = []
    for k, letter in enumerate(letters):
        read = [[*seen], [*letters[:k]]] if goes_on else [[*seen]]
        p.append(after(read, [*letters[:k]][-ORDER:], letter))
    return np.array(p)


def after(texts, context, letter):
    p = 1 / K
    for n in range(min(ORDER, len(context)) + 1):
        h = tuple(context[len(context) - n :])
        count = occurrences if n == ORDER else different_before
        hits, kinds = (
            [count(texts, (*h, c)) for c in range(K)],
            sum(bool(occurrences(texts, (*h, c))) for c in range(K)),
        )
        if sum(hits):
            p = (max(hits[letter] - D, 0) + D * kinds * p) / sum(hits)
    return p


def occurrences(texts, piece):
    return sum(tuple(text[i : i + len(piece)]) == piece for text in texts for i in range(len(text) - len(piece) + 1))


def different_before(texts, piece):
    return sum(bool(occurrences(texts, (c, *piece))) for c in range(K))


@pytest.mark.parametrize("goes_on", [False, True])
def test_all_letters_at_once_get_what_one_after_the_other_gets(goes_on):
    whole = SEEN[:120]
    model = KneserNey(Counts(whole, ORDER, K))
    np.testing.assert_allclose(model.of(TEXT, D, goes_on), one_by_one(whole, TEXT, goes_on), atol=1e-12)


def test_the_next_letters_sum_to_1_and_are_those_of_the_text():
    p = np.array([MODEL.probabilities(TEXT[:k], D) for k in range(len(TEXT))])
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_allclose(p[np.arange(len(TEXT)), TEXT], MODEL.of(TEXT, D))


def test_a_letter_that_always_follows_the_same_one_is_hardly_expected_after_anything_new():
    """1 comes as often as 0, but after 0 alone."""
    model = KneserNey(Counts(np.tile([0, 1, 2, 0, 1, 3, 2, 0, 1, 3, 3, 2, 3], 9), 1, 5))
    p = model.probabilities(np.array([4]), D)  # 4 was never seen
    assert p[1] < p[2] and p[1] < p[3]


@pytest.mark.parametrize("discount", [0, 1, -0.5, 2, np.nan])
def test_a_discount_that_is_none_is_refused(discount):
    with pytest.raises(BadInput, match="between 0 and 1"):
        MODEL.of(TEXT, discount)


def test_letters_out_of_range_are_refused():
    with pytest.raises(BadInput, match="letters"):
        MODEL.of(np.array([0, K]), D)
