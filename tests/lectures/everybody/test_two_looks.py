"""Two looks: who copies blocks that are longer than those it has learned from, and what a cut takes away."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.errors import BadInput
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.layers import TEST
from course_nn.lectures.everybody.attention_network import maps, next_letters
from course_nn.lectures.everybody.copying import repeats
from course_nn.lectures.everybody.demos.two_looks.readers import (
    LONGER,
    READERS,
    STEPS,
    TAUGHT,
    Windows,
    exam,
    guessing,
    learned,
)
from course_nn.lectures.everybody.demos.two_looks.texts import SOUGHT, as_typed, one_back, shown, to_followers

module, at = lecture("everybody")
LOOKS = module("two_looks")
COPIES = {"reader": "hand", "first": "one back", "key": "found"}
KNOWN = slice(len(TAUGHT))


def rights(name, cut="nothing", rate=0.01, seed=0):
    return finished(learned(name, rate, seed, STEPS, cut))[1]


@pytest.mark.costly_changes
def test_blocks_longer_than_all_that_were_learned_are_copied_until_a_sceptic_takes_the_second_look(becomes):
    def effect(**values):
        return LOOKS.SCEPTIC.effect(at("two_looks", **values))

    assert effect() > 0.7
    changes = LOOKS.SCEPTIC.changes.items()
    becomes(**{key: lambda moves=change.moves: outcome(effect(), effect(**moves)) for key, change in changes})


def test_one_look_has_learned_the_distances_and_two_have_learned_to_look():
    one, two = rights("one"), rights("two")
    assert one[KNOWN].mean() > 0.8 and one[LONGER].mean() < 0.2
    assert two[KNOWN].mean() > 0.98 and two[LONGER].mean() > 0.8


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(1, 4))
def test_so_it_is_from_other_starts_and_with_other_rates(seed):
    for rate in (0.003, 0.01):
        assert rights("one", rate=rate, seed=seed)[LONGER].mean() < 0.25
        assert rights("two", rate=rate, seed=seed)[LONGER].mean() > 0.75


def test_of_twelve_known_letters_two_looks_copy_nine_for_in_training_they_looked_at_no_other_places():
    network, _ = finished(learned("two", 0.01, 0, STEPS, "nothing"))
    data = repeats(np.random.default_rng(9), 100, (12,))
    right = (next_letters(network, data.texts).argmax(axis=-1) == data.following)[:, 12:].mean(axis=0)
    assert right[:9].min() > 0.7 and right[9:].max() < 0.4 and max(TAUGHT) == 9


def test_a_window_that_sees_20_letters_is_as_good_as_one_look_and_as_lost():
    found = rights("window")
    assert found[KNOWN].mean() > 0.85 and found[LONGER].mean() < 0.2


def test_a_window_ends_at_its_place_and_is_filled_up_before_the_beginning():
    windows, _ = Windows(4, 3).forward(np.array([[5, 6, 7, 8]]), TEST)
    assert windows.tolist() == [[0, 0, 5], [0, 5, 6], [5, 6, 7], [6, 7, 8]]


def test_to_cut_the_look_one_back_ends_the_copying_and_other_cuts_do_not():
    found = {cut: rights("two", cut)[KNOWN].mean() for cut in ("itself", "two back", "all but one back", "one back")}
    assert min(found["itself"], found["two back"], found["all but one back"]) > 0.95 and found["one back"] < 0.2


def test_the_first_look_goes_one_back_where_the_second_goes_and_the_mean_over_all_places_hides_it():
    assert_one_back_where_it_is_sought(at("two_looks"))
    assert 0.37 < goes_one_back("two") < 0.5  # two fifths


def test_without_positions_the_look_one_back_is_needed_and_is_not_enough():
    """Its first look hardly goes one back, and itself, too, must be seen."""
    assert_what_each_cut_leaves(0)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(1, 5))
def test_so_the_first_look_goes_from_other_starts(seed):
    assert_one_back_where_it_is_sought(at("two_looks", seed=seed))
    assert 0.37 < goes_one_back("two", seed) < 0.5
    assert_what_each_cut_leaves(seed)


def goes_one_back(name, seed=0):
    """Of the first look what goes one back: the mean over all places of the exam but the first."""
    network, _ = finished(learned(name, 0.01, seed, STEPS, "nothing"))
    first = maps(network.forward(exam().texts))[0]
    return np.diagonal(first, -1, axis1=-2, axis2=-1).mean()


def assert_what_each_cut_leaves(seed):
    assert goes_one_back("bare", seed) < 0.2
    cuts = "all but one back", "itself", "one back"
    left = {"two": [(0.9, 1), (0.95, 1), (0, 0.15)], "bare": [(0, 0.15), (0.55, 0.85), (0, 0.05)]}
    for name, shares in left.items():
        for cut, (low, high) in zip(cuts, shares):
            assert low <= rights(name, cut, seed=seed)[KNOWN].mean() <= high


def assert_one_back_where_it_is_sought(found):
    early, late = one_back(found.text, found.looks)
    assert early > 0.9 and late < 0.35 and to_followers(found.text, found.looks) > 0.9
    assert found.looks.second[SOUGHT:, :SOUGHT].sum(axis=1).mean() > 0.9


def test_a_short_text_has_no_late_places_and_a_text_without_a_repetition_no_followers():
    found = at("two_looks", typed="abc", **COPIES)
    assert one_back(found.text, found.looks)[0] == 1 and np.isnan(one_back(found.text, found.looks)[1])
    assert np.isnan(to_followers(found.text, found.looks))


def test_one_wiring_laid_by_hand_copies_blocks_of_every_length():
    assert (at("two_looks", **COPIES).rights == 1).all()
    assert at("two_looks", **COPIES | {"first": "two back"}).rights.max() < 0.5


def test_two_looks_need_no_positions_and_one_look_without_them_forgets_the_order():
    assert at("two_looks", reader="bare").rights.min() > 0.8
    text = exam().texts[:3]
    turned = np.concatenate([text[:, -2::-1], text[:, -1:]], axis=1)
    network = READERS["one"]._replace(positions=False).network(seed=0)
    np.testing.assert_allclose(next_letters(network, turned)[:, -1], next_letters(network, text)[:, -1], atol=1e-6)


def test_nothing_is_right_before_the_first_step():
    assert at("two_looks", step=0).rights.max() < 0.5


def test_a_text_of_other_letters_is_copied_as_well():
    found = at("two_looks", typed=3 * "the bias", **COPIES)
    assert found.found.tolist() == [-1] * 9 + [1] * 15  # nobody knows that the first of them comes again


def test_what_can_be_known_stood_before():
    text = shown("abcab", 6)
    assert text.known.tolist() == [False, False, False, True, False] and text.following.tolist() == [1, 2, 0, 1, -1]
    block = shown("", 6)
    assert block.known.argmax() == 6 and len(block.letters) == 24 and (block.following >= 0).all()


@pytest.mark.parametrize("text", ["a", "a" * 25, "abcdefghijklm"])
def test_a_text_that_is_too_short_too_long_or_of_too_many_letters_is_refused(text):
    with pytest.raises(BadInput, match="24 letters"):
        as_typed(text)


def test_a_press_chooses_a_letter_cuts_a_wire_and_mends_it():
    demo = LOOKS.two_looks()
    Hand(demo, 0, item=9).press()
    assert demo.values["place"] == 10
    Hand(demo, 1, item=1).press()
    assert demo.values["cut"] == "one back"
    Hand(demo, 1, item=1).press()
    assert demo.values["cut"] == "nothing"
    Hand(demo, 2).press().pull(200, 0)
    assert demo.values["length"] > 8
    demo.close()


def test_by_hand_a_press_lays_the_first_look():
    demo = LOOKS.two_looks(reader="hand")
    Hand(demo, 1, item=0).press()
    assert demo.values["first"] == "two back"
    demo.close()


def test_the_challenge_is_to_be_sure_of_every_letter():
    judge = LOOKS.CHALLENGE.judge
    assert judge(at("two_looks", **COPIES, beta=8.0)) == "solved"
    assert judge(at("two_looks", **COPIES, beta=7.0)) == "almost"
    assert judge(at("two_looks", reader="hand")) == "open" and judge(at("two_looks")) == "open"


def test_the_readout_says_what_the_picture_shows(reads):
    found = at("two_looks", **COPIES)
    for text in LOOKS.readout(found):
        assert "17" in text and text.count("100%") == 3 and f"{found.least:.3f}" in text
    learned_one = at("two_looks")
    for text in LOOKS.readout(learned_one):
        assert f"<b>{learned_one.rights[LONGER].mean():.0%}</b>" in text and "9,740" in text


def test_guessing_among_the_letters_of_a_block_is_right_in_one_of_so_many():
    assert guessing()[0] == 1 / 4 and guessing()[-1] == 1 / 12
