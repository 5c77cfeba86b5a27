"""A recurrent network whose bits were recorded, and a packer of files, beside counting."""

import bz2

import numpy as np
import pytest

from course_nn.lectures.everybody.alphabet import CHOICE, TEST, corpus, decode
from course_nn.lectures.everybody.demos.readers.readings import DEEPEST, A, bits, counting, kneser_ney, mixture
from course_nn.lectures.everybody.demos.readers.recorded import WEIGHTS, packed_bits, recurrent

RECORDED, TEXT = recurrent(), corpus()


def test_what_each_letter_cost_adds_up_to_the_row_of_the_epoch_that_lecture_6_chooses():
    _, seven, six = RECORDED.rows[RECORDED.chosen]
    for lecture, letters, mean in ((TEST, TEXT.test, seven), (CHOICE, TEXT.choice, six)):
        assert len(RECORDED.paid[lecture]) == len(letters)
        assert RECORDED.paid[lecture].mean() == pytest.approx(mean, abs=1e-3)


def test_every_letter_costs_something_and_seconds_only_rise():
    assert all((paid >= 0).all() and np.isfinite(paid).all() for paid in RECORDED.paid.values())
    assert (np.diff(RECORDED.rows[:, 0]) > 0).all()


def test_what_it_found_hard_counting_found_hard_too():
    """So the recorded bits are of this text, letter by letter."""
    counted = -np.log2(counting(TEST, DEEPEST, A))
    assert np.corrcoef(RECORDED.paid[TEST], counted)[0, 1] > 0.7
    assert abs(np.corrcoef(RECORDED.paid[TEST][1:], counted[:-1])[0, 1]) < 0.3


def test_in_minutes_it_reads_better_than_plain_counts_and_about_as_well_as_better_ones():
    counted, better = counting(TEST, DEEPEST, A), kneser_ney().of(TEXT.test, 0.95)
    paid = RECORDED.rows[RECORDED.chosen, 1]
    assert paid < bits(counted) - 0.05 and abs(paid - bits(better)) < 0.04
    assert bits(mixture(counted, 2 ** -RECORDED.paid[TEST], 0.5, None)) < paid - 0.02


def test_within_ten_seconds_it_is_behind_counting():
    assert RECORDED.rows[0, 0] > 10 and RECORDED.rows[0, 1] > bits(counting(TEST, DEEPEST, A)) + 0.3


def test_its_weights_are_those_of_its_four_gates_its_table_and_its_last_layer():
    assert WEIGHTS == 4 * (384 * 64 + 384 * 384 + 2 * 384) + 31 * 64 + 384 * 31 + 31


@pytest.mark.parametrize("lecture", [TEST, CHOICE])
def test_a_packer_pays_for_a_lecture_what_its_file_grows_by(lecture):
    letters = TEXT.test if lecture == TEST else TEXT.choice
    alone = len(bz2.compress(decode(TEXT.train).encode()))
    both = len(bz2.compress((decode(TEXT.train) + decode(letters)).encode()))
    assert packed_bits(lecture) * len(letters) == pytest.approx(8 * (both - alone))
    assert packed_bits(lecture) < 2
