"""Guess the next letter: what is read well, what is copied, and what can be moved."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.errors import BadInput
from course_nn.common.outcomes import outcome
from course_nn.lectures import everybody
from course_nn.lectures.everybody.alphabet import CHOICE, TEST, encode
from course_nn.lectures.everybody.demos.next_letter.picture import COPIED
from course_nn.lectures.everybody.demos.next_letter.readings import library

module, at = lecture("everybody")
READER = module("next_letter")
KINDS = pytest.mark.parametrize("kind", ["letters", "en", "zh"])


def copying(seeds=range(5), **values):
    """By how much, as a logarithm, copied runs of order 8 are longer than those of the real lecture: a median."""
    found = [at("next_letter", **{"order": 8, "a": 0.01, "seed": seed} | values) for seed in seeds]
    return np.log(np.median([one.run for one in found]) / found[0].real[0])


def test_without_smoothing_three_letters_read_best_until_a_sceptic_smooths(becomes):
    found, changes = at("next_letter", a=0.01), READER.SCEPTIC.changes
    assert found.held_out.argmin() == 3 and found.held_out[9] > found.guessing > found.held_out[5]
    assert np.all(np.diff(found.own) < 0)  # on what it has counted, longer is always better
    more = READER.more_of_the_longest(found)
    results = {key: at("next_letter", **change.moves) for key, change in changes.items()}
    becomes(**{key: outcome(more, READER.more_of_the_longest(result)) for key, result in results.items()})


def test_an_unsmoothed_reader_of_eight_letters_copies_until_a_sceptic_smooths_it(becomes):
    assert copying() > 0.5
    becomes(
        smooth=outcome(copying(), copying(a=20.0)),
        five=outcome(copying(), copying(order=5)),
        other=outcome(copying(), copying(lecture=CHOICE)),
        seeds=outcome(copying(), copying(range(5, 10))),
    )


def test_the_real_lecture_itself_could_be_cut_into_copied_runs_of_eight_letters():
    run, known = at("next_letter").real
    assert 7.5 < run < 9 and known > 0.9


def test_strong_smoothing_makes_long_contexts_harmless_and_weak_smoothing_does_not():
    found = at("next_letter", a=20.0)
    assert np.ptp(found.held_out[5:]) < 0.03 and found.held_out[5] < 2.02
    weak = at("next_letter", a=1.0).held_out
    assert weak[9] > np.nanmin(weak) + 0.5  # weakly smoothed, they still do harm


def test_chinese_needs_fewer_characters_and_in_all_about_as_many_bits():
    english, chinese = (at("next_letter", kind=kind, a=30.0) for kind in ("en", "zh"))
    characters = chinese.size / english.size
    bits = [np.nanmin(found.held_out) * found.size for found in (english, chinese)]
    assert characters < 0.42 and 1 < bits[1] / bits[0] < 1.25


def test_every_letter_of_the_counted_text_is_the_label_of_the_letters_before_it():
    """Nobody has labelled it: read again, each letter was counted once at least after its own context."""
    shelf = library("letters", TEST, 128)
    counts, text = shelf.counts, encode(shelf.source)
    found = counts.find(text)
    for n in range(counts.order + 1):
        assert (found.hits[n, n:] >= 1).all() and counts.levels[n][1][-1] == len(text) - n


@KINDS
def test_bars_are_probabilities_that_each_order_has_its_part_in(kind):
    found = at("next_letter", kind=kind, a=3.0, order=4)
    heights = found.parts.sum(axis=0)
    assert np.all(np.diff(heights) <= 1e-12) and 0 < heights.sum() <= 1 + 1e-12
    assert not found.parts[6:].any()


def test_a_low_temperature_raises_the_likeliest_letter():
    heights = [at("next_letter", T=T).parts.sum(axis=0)[0] for T in (2.0, 1.0, 0.3)]
    assert np.all(np.diff(heights) > 0)


def test_an_order_with_too_many_contexts_to_number_is_read_as_the_highest_and_said():
    found = at("next_letter", kind="zh", order=9)
    assert found.order == 5 and found.reason is not None and np.isnan(found.held_out[6:]).all()
    assert at("next_letter", kind="zh", order=5).reason is None


def test_what_is_written_begins_with_what_follows_the_beginning_and_its_pieces_make_it_up():
    found = at("next_letter", a=0.01, typed="logarith")
    assert found.letters[0] == "m" and found.text[0] == "m" and "".join(found.pieces) == found.text


def test_a_press_on_a_letter_writes_it_and_the_dot_is_dragged_along_the_orders():
    demo = READER.next_letter(typed="logarith")
    Hand(demo, 0).press()
    assert demo.values["typed"] == "logarithm"
    demo.close()
    demo = READER.next_letter(order=5, a=20.0)
    Hand(demo, 1).press().pull(-74, 0)
    assert demo.values["order"] in (2, 3)
    demo.close()


def test_the_challenge_wants_a_good_reader_that_copies_no_more_than_a_lecture_does():
    judge = READER.CHALLENGE.judge
    good = at("next_letter", a=40.0)
    assert judge(good) == "solved"
    assert judge(at("next_letter", a=40.0, T=0.5)) == "open"
    assert judge(good._replace(run=good.real[0] + 1)) == "almost"
    assert judge(at("next_letter", a=40.0, lecture=CHOICE)) == "open"


def test_what_a_sceptic_changes_does_not_solve_the_challenge_by_itself():
    for change in READER.SCEPTIC.changes.values():
        assert READER.CHALLENGE.judge(at("next_letter", **change.moves)) == "open"


def test_the_readout_says_what_the_picture_shows_and_underlines_long_copies(reads):
    found = at("next_letter")
    words = READER.readout(found)
    bits = f"<b>{found.held_out[8]:.2f}</b>"
    assert bits in words.en and bits in words.zh
    long = [piece for piece in found.pieces if len(piece) >= COPIED]
    assert long and words.en.count("<u>") >= 1 and words.en.count("<u>") == words.en.count("</u>")


def test_the_lecture_held_out_is_not_what_settings_are_chosen_on():
    assert at("next_letter", lecture=TEST).size != at("next_letter", lecture=CHOICE).size


@pytest.mark.parametrize("demo", ["next_letter", "readers"])
def test_a_chinese_beginning_is_refused_where_english_is_read_for_it_would_be_nothing_but_signs(demo):
    with pytest.raises(BadInput, match="would all become #"):
        getattr(everybody, demo)(typed="你好吗")
