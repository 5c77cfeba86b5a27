"""A language model by counting: against dictionaries, and its laws."""

from collections import Counter

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.everybody.counting import Counts, deepest, smoothed

K = 5
RNG = np.random.default_rng(0)
TEXT, OTHER = (RNG.choice(K, n, p=[0.4, 0.3, 0.15, 0.1, 0.05]) for n in (400, 60))
COUNTS = Counts(TEXT, 3, K)


def by_dictionaries(context, a, order):
    """The formula as it stands, context after context: (K,)."""
    p = np.full(K, 1 / K)
    for n in range(min(order, len(context)) + 1):
        h = tuple(context[len(context) - n :])
        after = Counter(int(TEXT[i]) for i in range(n, len(TEXT)) if tuple(TEXT[i - n : i]) == h)
        p = (np.array([after[c] for c in range(K)]) + a * p) / (after.total() + a)
    return p


@pytest.mark.parametrize("a", [0.01, 2.0])
@pytest.mark.parametrize("order", [0, 1, 3])
def test_sorted_counts_give_what_dictionaries_give(a, order):
    expected = [by_dictionaries(OTHER[max(0, i - order) : i], a, order) for i in range(len(OTHER))]
    found = [COUNTS.probabilities(OTHER[max(0, i - order) : i], a, order) for i in range(len(OTHER))]
    np.testing.assert_allclose(found, expected, atol=1e-12)
    whole = COUNTS.of(OTHER, a, order)
    np.testing.assert_allclose(whole, [p[c] for p, c in zip(expected, OTHER)], atol=1e-12)


def test_probabilities_sum_to_1_and_are_the_sum_of_what_the_orders_contribute():
    for context in (OTHER[:0], OTHER[:2], OTHER[:30]):
        parts = COUNTS.shares(context, 3.0)
        assert parts.shape == (5, K) and parts.min() >= 0
        assert parts.sum() == pytest.approx(1, abs=1e-12)


def test_much_smoothing_makes_all_letters_alike_and_order_0_counts_letters():
    np.testing.assert_allclose(COUNTS.probabilities(OTHER[:9], 1e12), 1 / K, atol=1e-9)
    np.testing.assert_allclose(COUNTS.probabilities([], 1e-9), np.bincount(TEXT, minlength=K) / 400, atol=1e-9)


def test_the_bits_of_a_text_are_those_of_its_letters_one_after_the_other():
    total = sum(-np.log2(COUNTS.probabilities(OTHER[:i], 2.0)[c]) for i, c in enumerate(OTHER))
    assert COUNTS.bits(OTHER, 2.0) * len(OTHER) == pytest.approx(total, abs=1e-9)


def test_each_order_is_what_counting_no_further_gives():
    rows = smoothed(COUNTS.find(OTHER), 2.0, K)
    for order in range(4):
        np.testing.assert_allclose(rows[order], Counts(TEXT, order, K).of(OTHER, 2.0), atol=1e-15)


def test_what_stands_before_a_letter_is_never_looked_for_across_the_end_of_the_counted_text():
    counts = Counts(np.array([1, 2]), 2, K)
    assert counts.find(np.array([2, 1])).hits.tolist() == [[1, 1], [0, 0], [0, 0]]


@pytest.mark.parametrize("K, order", [(31, 11), (1243, 5), (2, 61)])
def test_the_deepest_order_is_the_last_whose_numbers_fit(K, order):
    assert deepest(K) == order and K ** (order + 1) < 2**63 <= K ** (order + 2)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Counts([0, 5], 2, K),
        lambda: Counts([0.5, 1], 2, K),
        lambda: Counts(TEXT, 99, K),
        lambda: COUNTS.of(OTHER, 0.0),
        lambda: COUNTS.of(OTHER, 1.0, order=4),
        lambda: COUNTS.probabilities([7], 1.0),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_sentence(wrong):
    with pytest.raises(BadInput):
        wrong()


def test_counting_that_goes_on_counts_what_stood_before_in_the_same_text():
    rng = np.random.default_rng(3)
    read, new = rng.integers(3, size=40), rng.integers(3, size=30)
    found = Counts(read, 2, 3).find(new, goes_on=True)
    for k in range(2, 30):
        before = [Counts(part, 2, 3).find(new[: k + 1]) for part in (read, new[:k])]
        assert found.hits[:, k].tolist() == sum(each.hits[:, k] for each in before).tolist()
        assert found.totals[:2, k].tolist() == sum(each.totals[:2, k] for each in before)[:2].tolist()
