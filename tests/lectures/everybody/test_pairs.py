"""Pairs of sentences, and how often a coin would be right."""

from collections import Counter

import numpy as np
import pytest

from course_nn.lectures.everybody.alphabet import LETTERS, simple
from course_nn.lectures.everybody.demos.asked.pairs import EXCHANGED, ONE_WORD, coin_band, preference
from course_nn.lectures.everybody.demos.asked.readings import preferences


def words(sentence):
    return Counter(sentence.replace(",", "").split())


@pytest.mark.parametrize("pair", ONE_WORD, ids=range(20))
def test_in_the_first_list_one_word_differs(pair):
    assert sum((words(pair.true.en) - words(pair.false.en)).values()) == 1
    assert sum((words(pair.false.en) - words(pair.true.en)).values()) == 1


@pytest.mark.parametrize("pair", EXCHANGED, ids=range(16))
def test_in_the_second_list_the_words_are_the_same_in_another_order(pair):
    assert words(pair.true.en) == words(pair.false.en) and pair.true.en != pair.false.en
    assert Counter(pair.true.zh) == Counter(pair.false.zh) and pair.true.zh != pair.false.zh


def test_every_sentence_can_be_written_in_the_31_symbols():
    for pair in ONE_WORD + EXCHANGED:
        assert all(simple(sentence.en) == sentence.en and set(sentence.en) <= set(LETTERS) for sentence in pair)


@pytest.mark.parametrize("kind", ["letters", "zh"])
def test_a_reader_that_sees_no_context_finds_exchanged_words_equally_likely(kind):
    assert not preferences(EXCHANGED, kind, 8.0, 0).any()


def test_a_preference_is_for_what_costs_less():
    assert [preference(1.0, 2.0), preference(2.0, 1.0), preference(1.0, 1.0 + 1e-12)] == [1, -1, 0]


@pytest.mark.parametrize("n, band", [(16, (4, 12)), (20, (6, 14)), (1, (0, 1))])
def test_a_coin_falls_into_its_band_nineteen_times_of_twenty(n, band):
    assert coin_band(n) == band
    heads = np.random.default_rng(0).binomial(n, 0.5, 20_000)
    assert np.mean((band[0] <= heads) & (heads <= band[1])) > 0.945
