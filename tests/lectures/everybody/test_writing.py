"""Writing letter by letter: what is drawn, at what temperature, and how much of it was read before."""

from functools import partial

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.everybody.alphabet import corpus, decode
from course_nn.lectures.everybody.counting import Counts
from course_nn.lectures.everybody.writing import copied, known_words, sample, sharpened, words_of

K = 5
TEXT = np.random.default_rng(0).choice(K, 400, p=[0.4, 0.3, 0.15, 0.1, 0.05])
COUNTS = Counts(TEXT, 3, K)
EACH, PAIRS = (partial(COUNTS.probabilities, a=a, order=order) for a, order in ((1e-6, 0), (2.0, 2)))


def test_temperature_keeps_ties_and_order_and_goes_to_the_largest():
    p = np.array([0.5, 0.2, 0.2, 0.1])
    np.testing.assert_allclose(sharpened(p, 1), p, atol=1e-15)
    for T in (0.3, 3.0):
        q = sharpened(p, T)
        assert q.sum() == pytest.approx(1) and q[1] == q[2] and (np.argsort(q)[::-1][[0, 3]] == [0, 3]).all()
    np.testing.assert_allclose(sharpened(p, 1e-25), [1, 0, 0, 0], atol=1e-12)


def test_entropy_rises_with_the_temperature():
    q = [sharpened(np.array([0.6, 0.3, 0.1]), T) for T in (0.1, 0.3, 1, 3, 10)]
    assert np.all(np.diff([-(p * np.log2(p)).sum() for p in q]) > 0)


def test_a_temperature_is_above_0():
    with pytest.raises(BadInput):
        sharpened(np.array([0.5, 0.5]), 0)


def test_samples_follow_the_probabilities_and_their_seed():
    drawn = sample(EACH, [], 3000)
    np.testing.assert_allclose(np.bincount(drawn, minlength=K) / 3000, np.bincount(TEXT, minlength=K) / 400, atol=0.03)
    again, other = sample(EACH, [], 3000), sample(EACH, [], 3000, seed=1)
    assert (drawn == again).all() and not (drawn == other).all()


def test_a_longer_sample_begins_with_the_shorter_one():
    assert sample(PAIRS, [0], 100)[:40].tolist() == sample(PAIRS, [0], 40).tolist()


def test_cold_samples_always_take_the_likeliest():
    drawn = sample(PAIRS, [0], 20, temperature=1e-9)
    text = [0, *drawn]
    for i in range(1, 21):
        assert text[i] == COUNTS.probabilities(text[max(0, i - 2) : i], 2.0, 2).argmax()


def test_each_letter_is_asked_after_all_that_stand_before_it():
    asked = []

    def after(letters):
        asked.append(letters.tolist())
        return np.eye(K)[len(letters) % K]

    assert sample(after, [4, 4], 3).tolist() == [2, 3, 4] and asked == [[4, 4], [4, 4, 2], [4, 4, 2, 3]]


def test_copied_pieces_make_up_the_text_and_each_stands_in_the_source():
    source, text = "the network learns the weights", "the weights learn#the net"
    pieces = copied(text, source)
    assert "".join(pieces) == text and pieces == ["the weights", " learn", "#", "the net"]
    assert all(piece in source for piece in pieces if piece != "#") and copied("", source) == []


def test_the_counted_text_itself_is_one_single_copied_piece():
    source = decode(corpus().train[:3000])
    assert copied(source[100:900], source) == [source[100:900]]


def test_of_the_words_that_are_whole_the_share_that_is_known():
    known = frozenset(words_of("the net, the loss."))
    assert known == {"the", "net", "loss"} and known_words("xx the loss zz net yy", known) == 3 / 4
    assert np.isnan(known_words("0, the.", known))
