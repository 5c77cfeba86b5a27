"""The flow: what is drawn of the network is what the network computes, and each part adds to the same numbers."""

import re

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.errors import BadInput
from course_nn.lectures import rounds_of
from course_nn.lectures.everybody.alphabet import LETTERS, encode
from course_nn.lectures.everybody.demos.flow.places import BARS, ROWS, STATIONS, pitch, rows
from course_nn.lectures.everybody.text_attention import LARGE, after_pieces, large

module, at = lecture("everybody")
FLOW = module("flow")
SENTENCES = ("a neuron learns", "the gradient of", "x", "")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_next_letter_is_that_which_the_reader_of_round_8_expects(sentence):
    for place in (1, 2, len(sentence) + 1):
        result = at("flow", typed=sentence, place=place)
        before = encode(sentence[: result.here])
        assert result.flow.p[result.here] == pytest.approx(after_pieces(large(5000), LARGE, before), abs=1e-6)
        assert list(result.likely) == list(np.argsort(-result.flow.p[result.here])[:BARS])


def test_the_sum_after_a_block_is_that_before_it_and_what_its_look_and_its_dense_layer_add():
    flow = at("flow").flow
    for before, after, block in zip(flow.sums, flow.sums[1:], flow.blocks):
        assert before + block.seen + block.dense == pytest.approx(after, abs=1e-4)


def test_the_last_sum_is_what_the_next_letter_is_told_from():
    flow, network = at("flow").flow, large(5000)
    norm, last = network.layers[-2:]
    logits = norm.forward(flow.sums[-1], None)[0] @ last.W.T + last.b
    assert np.exp(logits - np.logaddexp.reduce(logits, axis=1)[:, None]) == pytest.approx(flow.p, abs=1e-4)


def test_what_a_place_takes_is_the_softmax_of_its_query_on_the_keys_up_to_it():
    for block in at("flow").flow.blocks:
        q, k, _ = block.asked
        scores = np.where(np.tri(q.shape[1], dtype=bool), q @ k.mT / np.sqrt(q.shape[-1]), -np.inf)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        assert block.looks == pytest.approx(weights / weights.sum(axis=-1, keepdims=True), abs=1e-5)


def test_no_place_sees_the_letters_after_it():
    one, other = (at("flow", typed=f"a neuron{end}").flow for end in (" learns", "s fire"))
    for numbers, others in zip((*one.sums, one.p), (*other.sums, other.p)):
        assert numbers[:9] == pytest.approx(others[:9], abs=1e-5)
        assert np.abs(numbers[9] - others[9]).max() > 0.01


def test_in_the_first_look_one_head_looks_one_back_and_one_two_back():
    for head, back in ((4, 1), (2, 2)):
        for place in range(4, ROWS + 1):
            result = at("flow", head=head, place=place)
            assert result.looks[0].argmax() == result.here - back and result.looks[0].max() > 0.95


def test_all_heads_are_shown_by_their_mean():
    each = [at("flow", head=head).looks for head in (1, 2, 3, 4)]
    assert np.mean(each, axis=0) == pytest.approx(at("flow").looks, abs=1e-6)


def test_lines_lead_from_the_places_that_are_looked_at_and_are_as_thick_as_their_weights():
    demo = FLOW.module.flow(typed="a neuron learns", place=9)
    for lines, weights in zip(demo.artists.looks, demo.result.looks):
        drawn = np.flatnonzero(weights > FLOW.SEEN)
        starts = [segment[0, 1] for segment in lines.get_segments()]
        assert starts == pytest.approx(rows(16)[drawn])
        assert lines.get_linewidths() == pytest.approx(0.8 + 7 * weights[drawn])
        assert {round(segment[-1, 1], 6) for segment in lines.get_segments()} == {round(rows(16)[8], 6)}


def test_rows_lie_side_by_side_whatever_the_length_and_stations_do_not_overlap():
    for n in range(1, ROWS + 1):
        assert np.diff(rows(n)) == pytest.approx(pitch(n)) and 0 < rows(n)[0] <= rows(n)[-1] < ROWS
    ends = np.array([*STATIONS.values()])
    assert (ends[1:, 0] >= ends[:-1, 1]).all()


def test_a_door_leads_to_a_round_whose_title_is_that_of_its_part():
    titles = [one.title.en for one in rounds_of("everybody").values()]
    made = {"sum": "Letters in the plane", "k": "Attention", "look": "looks", "dense": "weights", "bars": "next letter"}
    for name, number in FLOW.DOORS.items():
        assert made[name.split()[0]] in titles[number - 1], (name, titles[number - 1])


def test_a_letter_that_is_pressed_is_followed_and_a_next_one_is_written():
    demo = FLOW.module.flow()
    Hand(demo, 0, 2).press()
    assert demo.values.place == 3
    second = LETTERS[demo.result.likely[1]]
    Hand(demo, 1, 1).press()
    assert demo.values.typed == "a " + second and demo.values.place == 4
    assert demo.result.text == " " + demo.values.typed and demo.result.here == len(demo.values.typed)


def test_what_is_written_at_the_end_pushes_the_first_letter_out():
    demo = FLOW.module.flow(typed="the gradient of", place=16)
    Hand(demo, 1, 0).press()
    assert demo.result.text == " he gradient of " and demo.result.here == ROWS - 1


def test_chinese_characters_are_refused_with_a_sentence_that_helps():
    with pytest.raises(BadInput, match="English"):
        FLOW.module.flow(typed="神经元")


def test_the_readout_says_what_is_read_what_is_looked_at_and_what_comes():
    words = FLOW.readout(at("flow", typed="the net", place=4))
    assert "After “the”" in words.en and "“the”" in words.zh
    for text in words:
        assert re.search(r"“␣” 0\.\d\d", text)
