"""The network that reads a drawn digit: what it is given, what it says, and how often it is right."""

import numpy as np
from computed import Pure

from course_nn.common import memory
from course_nn.common.ink import as_ink, as_text
from course_nn.handwriting import as_digit
from course_nn.lectures.start.demos.reader import reader
from course_nn.metrics import wilson
from course_nn.own_digits import LECTURE, keep_digit
from course_nn.scripted_hands import Manner, drawn, scripted_digits

READER = Pure("start.reader")
SEVEN, ONE = as_text(drawn(7, 0)), as_text(drawn(1, 1))
UNSURE = as_text(drawn(0, 4, Manner(wide=0.6, lean=0.3)))
DONE_BY = [[dict(pad=""), dict(pad=SEVEN)], [dict(network="new")], [dict(pad=UNSURE)], None]
UNRELATED = dict(pad="")  # a move that does none


def read(pad, network="trained"):
    return READER.compute(pad, network)


def test_the_probabilities_are_those_of_the_network_for_the_64_numbers_of_the_drawing():
    result = read(SEVEN)
    assert np.allclose(result.digit, as_digit(as_ink(SEVEN))) and np.isclose(result.p.sum(), 1) and result.read == 7


def test_the_votes_of_all_hidden_units_and_the_biases_are_the_logits():
    result, network = read(SEVEN), READER.network_of("trained")
    logits = network(result.digit[None])[0]
    assert np.allclose(result.votes.sum(axis=0) + network.biases[1], logits)


def test_a_blank_sheet_lights_nothing_up_and_is_read_as_nothing():
    result = read("")
    assert result.read == -1 and not result.hidden.any() and not result.votes.any()
    assert "blank" in READER.readout(result).en


def test_an_untrained_network_reads_no_more_than_a_fifth_of_any_digits():
    result = read(SEVEN, "new")
    assert max(result.test[0], result.program[0]) < 0.2


def test_it_reads_digits_of_its_own_data_better_than_those_of_a_program_and_half_of_its_errors_there_are_sure(says):
    (test, low, _), (program, _, high) = read(SEVEN).test, read(SEVEN).program
    assert low > high
    says("00_start_here", "start-reader-explain", round(100 * test), round(100 * program))
    drawings, y = scripted_digits()
    wrong = [result.p.max() for result, label in zip(map(read, map(as_text, drawings)), y) if result.read != label]
    assert np.mean(np.array(wrong) > 0.8) > 0.4


def test_the_interval_is_wilsons():
    result = read(SEVEN)
    for share, (right, n) in zip((result.test, result.program), result.counts):
        assert np.allclose(share, [right / n, *wilson(right, n)])


def test_digits_that_were_kept_are_counted_beside_the_others():
    assert read(SEVEN).counts[2] == (0, 0)
    keep_digit(as_ink(SEVEN), 7), keep_digit(as_ink(ONE), 8)
    counted = read(SEVEN).counts[2]
    memory.forget([LECTURE])
    assert counted == (1, 2) and read(SEVEN).counts[2] == (0, 0)


def test_the_readout_says_what_it_reads_and_how_often_it_is_right():
    result = read(SEVEN)
    first = result.p.max()
    said = READER.readout(result)
    assert f"<b>{result.read}</b>" in said.en and f"<b>{result.read}</b>" in said.zh
    assert all(f"{100 * share:.0f}%" in words for share in (first, result.test[0], result.program[0]) for words in said)


def test_what_a_hand_draws_in_the_picture_is_read():
    demo = reader(pad="")
    demo.inked("pad", 5, 1, SEVEN)
    assert demo.values.pad == SEVEN and demo.result.read == 7
    demo.close()
