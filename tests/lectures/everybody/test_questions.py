"""Lecture 11's questions: what happens is computed, and every correct answer counts."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.lectures.everybody.alphabet import corpus
from course_nn.lectures.everybody.convolution import patches
from course_nn.lectures.everybody.demos.asked.pairs import ONE_WORD
from course_nn.lectures.everybody.demos.asked.readings import preferences
from course_nn.lectures.everybody.digit_places import READERS, taught
from course_nn.lectures.everybody.questions import USUAL_SLIPS, bits_of_two_readers, right_map, slipped
from course_nn.notebook.exercises import check, exercises_of, questions_of

EXERCISES = exercises_of("everybody")
PREDICTIONS = questions_of("everybody")

RNG = np.random.default_rng(0)

WANTED: dict[str, str] = {
    # 1-3
    "everybody-1": "edge",
    "everybody-2": "max",
    "everybody-3": "larger",
    # 4, 5
    "everybody-4": "three",
    "everybody-5": "same",
    # 6-8
    "everybody-6": "less",
    "everybody-7": "nearly",
    "everybody-8": "below",
    # 9, 10
    "everybody-9": "both",
    "everybody-10": "coin",
}


def judged(key, answer):
    return EXERCISES[f"everybody-{key}"].judge(answer).voice


@pytest.mark.parametrize("key", PREDICTIONS)
def test_what_happens_is_computed_and_another_answer_tempts(key):
    assert PREDICTIONS[key].right() == WANTED[key]


# Exercises on pictures


def test_three_numbers_of_a_layer():
    for answer in ((4, 1216, 19200), [4.0, 1216, 19_200], np.array([[4], [1216], [19200]])):
        assert judged("easy", answer) == "right"


@pytest.mark.parametrize(
    "answer, voice",
    [
        ((4, 1200, 19200), "almost"),
        ((4, 1216, 6400), "almost"),
        ((4, 416, 19200), "almost"),
        ((3, 1216, 19200), "almost"),
        ((2, 80, 900), "keep working"),
        ((64, 25, 1), "keep working"),
    ],
)
def test_other_numbers_are_not_those_of_the_layer(answer, voice):
    assert judged("easy", answer) == voice


def by_loops(x, k, stride, padding):
    x = np.pad(x, padding)
    rows = range(0, x.shape[0] - k.shape[0] + 1, stride)
    columns = range(0, x.shape[1] - k.shape[1] + 1, stride)
    return [[float((x[i : i + len(k), j : j + len(k)] * k).sum()) for j in columns] for i in rows]


def by_patches(x, k, stride, padding):
    side = (x.shape[0] + 2 * padding - len(k)) // stride + 1
    return (k.ravel() @ patches(x[None], len(k), stride, padding)).reshape(side, -1)


def by_shifts(x, k, stride, padding):
    x, size = np.pad(x, padding), len(k)
    rows, columns = (side - size + 1 for side in x.shape)
    whole = sum(k[u, v] * x[u : u + rows, v : v + columns] for u in range(size) for v in range(size))
    return whole[::stride, ::stride]


@pytest.mark.parametrize("answer", [by_loops, by_patches, by_shifts])
def test_any_way_to_write_a_convolution_is_right(answer):
    assert judged("build", answer) == "right"


@pytest.mark.parametrize(
    "answer, hint",
    [
        (lambda x, k, s, p: right_map(x, k[::-1, ::-1], s, p), "flipped"),
        (lambda x, k, s, p: right_map(x, k.T, s, p), "exchanged"),
        (lambda x, k, s, p: right_map(x, k, s, 0), "padding is missing"),
        (lambda x, k, s, p: right_map(np.pad(x, p, mode="edge"), k, s, 0), "beyond the edge"),
        (lambda x, k, s, p: right_map(x, k, 1, p), "stride is missing"),
        (lambda x, k, s, p: right_map(x, k, 1, p)[::s], "rows alone"),
        (lambda x, k, s, p: right_map(x, k, 1, p)[:, ::s], "columns alone"),
    ],
)
def test_a_convolution_with_one_thing_wrong_is_told_what(answer, hint):
    verdict = EXERCISES["everybody-build"].judge(answer)
    assert verdict.voice == "almost" and hint in verdict.hint.en


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, k, s, p: 0 * right_map(x, k, s, p),
        lambda x, k, s, p: 2 * right_map(x, k, s, p),
        lambda x, k, s, p: right_map(x, k, s, p)[1:],
        lambda x, k, s, p: x,
    ],
)
def test_other_maps_are_not(answer):
    assert judged("build", answer) == "keep working"


@pytest.mark.parametrize("answer", [lambda x, k, s, p: 3.0, lambda x: x, np.ones((3, 3))])
def test_what_is_no_function_of_a_picture_gets_a_sentence(answer):
    with pytest.raises(ValueError, match="an array of two axes"):
        judged("build", answer)


def test_any_digit_that_is_read_otherwise_one_pixel_further_refutes_the_claim_and_no_other():
    answers = finished(taught(READERS["max"])).answers
    other = answers[4, 4] != answers[5, 4]
    assert judged("pooling", (int(np.argmax(other)), (4, 4), (4, 5))) == "right"
    assert judged("pooling", [int(np.argmax(other)), 4, 5, 4, 4]) == "right"
    assert judged("pooling", (int(np.argmin(other)), (4, 4), (4, 5))) == "keep working"
    assert judged("pooling", (int(np.argmax(other)), (4, 4), (4, 6))) == "keep working"


@pytest.mark.parametrize("answer", [(200, (4, 4), (4, 5)), (3, (8, 8), (8, 9)), (3.5, (4, 4), (4, 5)), "seven"])
def test_what_is_no_digit_at_two_places_gets_a_sentence(answer):
    with pytest.raises(ValueError, match="two places"):
        judged("pooling", answer)


@pytest.mark.parametrize(
    "answer",
    [
        [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
        np.array([[1, -2, 1], [0, 0, 0], [0, 0, 0]]),
        [1, 0, -1, 0, 0, 0, -1, 0, 1],
        -0.1 * np.array([[1, 1, 1], [1, -8, 1], [1, 1, 1]]),
        np.linalg.qr(np.vstack([np.ones(9), np.tile([-1, 0, 1], 3), np.repeat([-1, 0, 1], 3), RNG.normal(size=9)]).T)[
            0
        ][:, 3],
    ],
)
def test_any_nine_weights_that_no_plane_moves_are_right(answer):
    assert judged("planes", answer) == "right"


@pytest.mark.parametrize(
    "answer, voice",
    [
        ([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "almost"),
        ([[-1, -1, 0], [-1, 0, 1], [0, 1, 1]], "almost"),
        (np.zeros((3, 3)), "keep working"),
        (np.ones((3, 3)), "keep working"),
        ([[0, 0, 0], [0, 1, 0], [0, 0, 0]], "keep working"),
    ],
)
def test_weights_that_answer_to_a_plane_are_not(answer, voice):
    assert judged("planes", answer) == voice


# Exercises on the next letter


@pytest.mark.parametrize("answer", [(2**-200, 1), [2.0**-200, 1.0], (6.22e-61, 1)])
def test_a_sentence_of_200_bits_and_a_reader_twice_as_sure(answer):
    assert judged("bits", answer) == "right"


@pytest.mark.parametrize(
    "answer, voice",
    [
        ((2**-2, 1), "almost"),
        ((2**-200, 4), "almost"),
        ((2**-200, 7), "almost"),
        ((0.5, 1), "almost"),
        ((200, 7), "keep working"),
    ],
)
def test_one_letter_is_no_sentence_and_twice_the_probability_is_not_twice_the_bits(answer, voice):
    assert judged("bits", answer) == voice


def test_two_readers_of_a_lecture_that_was_held_out():
    counting, network = bits_of_two_readers("losses")
    assert judged("heldout", ("losses", round(counting, 3), round(network, 2))) == "right"
    assert judged("heldout", ("losses", counting, network + 1)) == "almost"
    assert judged("heldout", ("losses", counting + 0.1, network)) == "keep working"
    for name in ("backpropagation", "alchemy"):
        assert judged("heldout", (name, counting, network)) == "keep working"
    assert counting < network


def test_an_open_question_wants_a_sentence():
    assert check("everybody-open", "What did it read?").voice == "compare"
    assert check("everybody-open", "no").voice == "keep working"


def test_the_numbers_of_the_questions_on_text_are_those_of_the_text(says):
    letters = f"{len(corpus().train):,}"
    assert all(letters in asked for asked in PREDICTIONS["everybody-4"].ask)
    says("11_everybody", "everybody-10-predict", (preferences(ONE_WORD, "letters", 8.0, 5) > 0).sum())


def test_a_share_of_t_places_needs_the_logarithm_of_its_rivals():
    assert judged("derive", lambda p, t: np.log(p * (t - 1) / (1 - p))) == "right"
    assert judged("derive", lambda p, t: np.log(p * t / (1 - p))) == "almost"
    assert judged("derive", lambda p, t: np.log2(p * (t - 1) / (1 - p))) == "almost"
    assert judged("derive", lambda p, t: p * t) == "keep working"
    for nonsense in (lambda p: p, 7.73, lambda p, t: np.nan):
        with pytest.raises(BadInput):
            judged("derive", nonsense)


def test_the_variance_of_a_score_grows_with_the_dimensions():
    assert judged("spread", lambda d, s: d * s**4) == "right" == judged("spread", lambda d, s: [d * s**4])
    assert judged("spread", lambda d, s: np.sqrt(d) * s**2) == "almost" == judged("spread", lambda d, s: d * s**2)
    assert judged("spread", lambda d, s: s) == "keep working"
    with pytest.raises(BadInput):
        judged("spread", lambda d: d)
    rng = np.random.default_rng(0)
    drawn = (rng.normal(0, 2, (20_000, 9)) * rng.normal(0, 2, (20_000, 9))).sum(axis=1)
    assert drawn.var() == pytest.approx(9 * 2**4, rel=0.05)


def attended(Q, K, V):
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -1e9)
    A = np.exp(S - S.max(axis=1, keepdims=True))
    return A / A.sum(axis=1, keepdims=True) @ V


def test_attention_in_code_is_judged_by_what_it_gives():
    assert judged("attend", attended) == "right" == judged("attend", lambda *given: attended(*given).tolist())
    for name in USUAL_SLIPS:
        assert judged("attend", lambda Q, K, V, name=name: slipped(name, Q, K, V)) == "almost"
    assert judged("attend", lambda Q, K, V: V) == "keep working"
    for nonsense in (lambda Q, K, V: Q[:1], lambda Q: Q, 7):
        with pytest.raises(BadInput):
            judged("attend", nonsense)


@pytest.mark.parametrize("keys", [((1, 0), (2, 1)), [(1, 0), (0, 1), (1.5, 9)], np.array([[1.0, 0], [3, 0]])])
def test_a_longer_key_beats_the_equal_one(keys):
    assert judged("equal", (keys, (1, 0))) == "right"


@pytest.mark.parametrize("answer", [(((1, 0), (0, 1)), (1, 0)), (((2, 0), (0, 1)), (1, 0))])
def test_an_equal_key_that_wins_breaks_no_claim(answer):
    assert judged("equal", answer) == "keep working"


@pytest.mark.parametrize("answer", [(((1, 0),), (1, 0)), 7, ((1, 2), (1, 0))])
def test_what_is_no_set_of_keys_is_refused(answer):
    with pytest.raises(BadInput, match="two keys"):
        judged("equal", answer)
