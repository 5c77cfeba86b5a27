"""What does it know: sentences that are preferred, and claims that come true."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.errors import BadInput
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.everybody.alphabet import LETTERS
from course_nn.lectures.everybody.demos.asked.pairs import EXCHANGED, ONE_WORD, as_read, coin_band
from course_nn.lectures.everybody.demos.asked.readings import own_pairs
from course_nn.lectures.everybody.demos.readers.readings import Reader, Window, learned

module, at = lecture("everybody")
ASKED = module("asked")
OTHERS = {"kneser": "kneser", "attention": "large"}  # readers of round 8
FIVE = "\n".join(
    [
        "a zigzag is quick | the loss is the loss",
        "the jacobian is a matrix | the network is a network",
        "voltages fade | the weights the weights",
        "quadratic forms have axes | the gradient of the gradient",
        "an ellipse has two axes | the line of the line",
    ]
)


def test_true_sentences_are_preferred_until_a_sceptic_exchanges_words(becomes):
    ahead = ASKED.more_true_than_false(at("asked"))
    assert ahead == pytest.approx(0.5) and (at("asked").preferred > 0).sum() > coin_band(20)[1]
    changed = {key: ASKED.more_true_than_false(at("asked", **one.moves)) for key, one in ASKED.SCEPTIC.changes.items()}
    changed |= {key: np.sign(preferred_by(kind, ONE_WORD)).mean() for key, kind in OTHERS.items()}
    becomes(**{key: outcome(ahead, one) for key, one in changed.items()})


def test_neither_a_better_smoothing_nor_attention_knows_which_of_two_words_comes_first():
    low, high = coin_band(16)
    assert all(low <= (preferred_by(kind, EXCHANGED) > 0).sum() <= high for kind in OTHERS.values())
    assert [(preferred_by("large", pairs) > 0).sum() for pairs in (ONE_WORD, EXCHANGED)] == [
        16,
        8,
    ]  # as the ledger tells


def preferred_by(kind, pairs):
    """By how many bits a reader prefers the true sentence of each pair."""
    of = finished(learned(Reader.of(kind, Window(), 5000))).of
    sentences = [[as_read(sentence.en, LETTERS, True) for sentence in pair] for pair in pairs]
    true, false = np.array([[-np.log2(of(letters)).sum() for letters in pair] for pair in sentences]).T
    return false - true


def test_own_pairs_in_chinese_are_read_as_chinese_and_their_bar_may_be_a_wide_one():
    chinese = "权重转动直线｜偏置转动直线"
    assert own_pairs(chinese) == own_pairs(chinese.replace("｜", "|"))
    found = at("asked", pairs="own", own=chinese)
    assert found.kind == "zh" and found.letters[0] == "权重转动直线" and "#" not in "".join(found.letters)
    assert at("asked", own=chinese).kind == at("asked", pairs="own", own=FIVE).kind == "letters"


@pytest.mark.parametrize("order", [2, 5, 8])
def test_with_exchanged_words_it_is_no_better_than_a_coin(order):
    won, (low, high) = (at("asked", pairs="exchanged", order=order).preferred > 0).sum(), coin_band(16)
    assert low <= won <= high


def test_what_it_claims_comes_true_on_a_new_lecture_until_a_sceptic_changes_the_text(becomes):
    def near(**values):
        """By how much the gap between claimed and found stays below a tenth."""
        reading = at("asked", **values).reading
        return 0.1 - abs(reading.claimed - reading.right)

    assert near() > 0.07 and at("asked").reading.error < 0.03
    becomes(
        two=outcome(near(), near(order=2)),
        unsmoothed=outcome(near(), near(a=0.01)),
        words=outcome(near(), near(text="words")),
        backwards=outcome(near(), near(text="backwards")),
    )


def test_text_like_the_counted_is_cheap_and_the_same_letters_backwards_cost_more_than_guessing():
    bits = [at("asked", text=text).reading.bits for text in ("lecture", "words", "program", "backwards")]
    assert np.all(np.diff(bits) > 0.3) and bits[-1] > np.log2(31)


def test_the_bits_of_a_sentence_are_those_of_its_letters():
    found = at("asked", pair=3)
    for letters, bits in zip(found.letters, found.bits):
        assert len(letters) == len(bits) and bits.min() > 0
    assert found.letters[0] == "dropout is off in a test"


@pytest.mark.parametrize("text", ["", "no bar here", "a | b | c", "a | ", f"{'x' * 65} | y", "a | b\n" * 21])
def test_pairs_that_cannot_be_read_are_refused(text):
    with pytest.raises(BadInput):
        own_pairs(text)


def test_a_press_on_a_square_shows_that_pair():
    demo = ASKED.asked(pairs="exchanged")
    Hand(demo, 0, item=4).press()
    assert demo.values["pair"] == 5 and demo.result.shown == 4
    demo.close()


def test_the_challenge_is_five_pairs_of_which_the_false_one_is_preferred():
    judge = ASKED.CHALLENGE.judge
    assert judge(at("asked", pairs="own", own=FIVE)) == "solved"
    assert judge(at("asked", pairs="own", own="\n".join(FIVE.splitlines()[:3]))) == "almost"
    assert judge(at("asked", pairs="own")) == "open" and judge(at("asked")) == "open"


def test_a_short_list_shows_its_last_pair_for_a_number_beyond_it():
    assert at("asked", pairs="own", own="a b | b a", pair=7).shown == 0


@pytest.mark.parametrize(
    "values", [{}, {"pairs": "own", "own": "qzx vvv | the loss"}, {"a": 0.01, "order": 8, "pair": 20}]
)
def test_no_bar_is_cut_and_both_sentences_have_one_scale(values):
    demo = ASKED.asked(**values)
    tops = {strip.axes.get_ylim()[1] for strip in demo.artists.strips}
    assert len(tops) == 1 and max(bits.max() for bits in demo.result.bits) <= min(tops)
    heights = [path.vertices[:, 1].max() for strip in demo.artists.strips for path in strip.bars.get_paths()]
    np.testing.assert_allclose(heights, np.concatenate(demo.result.bits))
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    found = at("asked", pairs="exchanged")
    words = ASKED.readout(found)
    claims = 100 * found.reading.claimed, 100 * found.reading.right
    reads(words, 7, *claims, *(bits.sum() for bits in found.bits), 16, 7, 0, 9, 4, 12, 5, found.reading.bits, ...)
    won = (found.preferred > 0).sum()
    assert f"<b>{won}</b>, equal" in words.en and f"偏向真句 <b>{won}</b>" in words.zh


@pytest.mark.parametrize("kind", ["letters", "zh"])
def test_the_sentence_that_is_read_is_shown_and_its_meaning_behind_it(kind):
    found = at("asked", kind=kind)
    words, (en, zh) = ASKED.readout(found), found.pair.true
    if kind == "zh":
        assert f"“{zh}”</i> ({en}) costs" in words.en and f"“{zh}”</i>花费" in words.zh
    else:
        assert f"“{en}”</i> costs" in words.en and f"“{en}”</i>（{zh}）花费" in words.zh


def test_what_a_student_has_typed_is_no_html():
    words = ASKED.readout(at("asked", pairs="own", own="1 < 2 | <b>2 < 1"))
    assert all("“1 &lt; 2”" in text and "“&lt;b&gt;2 &lt; 1”" in text for text in words)


def test_the_example_of_own_pairs_is_in_the_language_that_is_read():
    assert [at("asked", pairs="own", kind=kind).letters[0][:3] for kind in ("letters", "zh")] == ["a n", "神经元"]


@pytest.mark.parametrize("text", ["lecture", "backwards"])
def test_what_it_claims_and_what_comes_true_stand_first_and_change_with_the_text(text):
    found = at("asked", text=text)
    for words, end in zip(ASKED.readout(found), ("are. ", "。")):
        first = words.partition(end)[0]
        assert all(
            f"<b>{share:.0%}</b>" in first.replace("\u202f", "")
            for share in (found.reading.claimed, found.reading.right)
        )
