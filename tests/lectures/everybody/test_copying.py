"""The circuit of two looks, laid by hand, and the task that it solves."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.everybody.copying import (
    CUTS,
    KINDS,
    NOTHING,
    T,
    Wiring,
    allowed,
    first_look,
    repeats,
    two_looks,
    wirings,
)

COPIES = Wiring("one back", "here", "found", "here")


def of_length(*lengths, size=100):
    return repeats(np.random.default_rng(3), size, lengths)


def right(data, looks):
    return float((looks.p.argmax(axis=-1) == data.following)[data.known].mean())


def test_a_text_repeats_a_block_of_different_letters_and_is_known_once_that_begins_again():
    data = of_length(4, 5, 9)
    for text, following, known in zip(*data):
        length = int(known.argmax())
        assert length in (4, 5, 9) and len(set(text[:length])) == length
        assert np.array_equal(text[length:], text[:-length]) and np.array_equal(text[1:], following[:-1])
        assert following[-1] == text[-length]


@pytest.mark.parametrize("lengths", [(), (1,), (4, 13)])
def test_a_block_that_cannot_be_is_refused(lengths):
    with pytest.raises(BadInput, match="block"):
        of_length(*lengths)


def test_one_wiring_of_32_copies_everything_and_no_other_gets_a_quarter():
    data = of_length(*range(4, 10))
    rights = {wiring: right(data, two_looks(data.texts, wiring, 10.0)) for wiring in wirings()}
    assert len(rights) == 32 and rights.pop(COPIES) == 1 and max(rights.values()) < 0.25


@pytest.mark.parametrize("length", range(4, KINDS + 1))
def test_it_copies_blocks_of_every_length(length):
    data = of_length(length)
    assert right(data, two_looks(data.texts, COPIES, 1.0)) == 1


@pytest.mark.parametrize("beta", [1.0, 5.0, 10.0])
def test_one_match_among_t_places_gets_its_share(beta):
    letters = np.append(np.arange(23), 0)  # the last one stood before, once, at the first place
    second = two_looks(letters, COPIES, beta, 24).second[-1]
    assert second[1] == pytest.approx(np.exp(beta) / (np.exp(beta) + 23))


def test_99_of_100_need_beta_of_ln_99_times_the_rivals():
    letters = np.append(np.arange(23), 0)
    assert two_looks(letters, COPIES, np.log(99 * 23), 24).second[-1, 1] == pytest.approx(0.99)


def test_the_first_look_goes_where_it_is_said_and_nowhere_before_the_beginning():
    letters = np.array([3, 1, 3, 3])
    goes = {kind: first_look(letters, kind).tolist() for kind in ("itself", "one back", "two back", "same letter")}
    none = NOTHING
    assert goes == {
        "itself": [0, 1, 2, 3],
        "one back": [none, 0, 1, 2],
        "two back": [none, none, 0, 1],
        "same letter": [none, none, 0, 2],
    }
    with pytest.raises(BadInput):
        first_look(letters, "one ahead")


def test_a_cut_takes_one_place_and_always_leaves_one():
    whole = allowed("nothing")
    assert np.array_equal(whole, np.tri(T, dtype=bool))
    for cut in CUTS:
        assert allowed(cut).any(axis=1).all() and not (allowed(cut) & ~whole).any()
    assert [int((whole & ~allowed(cut)).sum()) for cut in CUTS[1:4]] == [T - 1, T - 1, T - 2]
    assert allowed("all but one back").sum() == T
