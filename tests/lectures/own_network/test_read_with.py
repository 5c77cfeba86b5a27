"""A student's own network reads what is drawn: what it answers, how often it is right, and what fails in it is said."""

import numpy as np
import pytest
from computed import Pure

from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.ink import as_ink, as_text
from course_nn.handwriting import as_digit
from course_nn.lectures.own_network import worked
from course_nn.lectures.own_network.demos.read_with.handed_in import HandedIn
from course_nn.lectures.own_network.demos.read_with.picture import read_with
from course_nn.lectures.own_network.worked_network import worked_network
from course_nn.losses import softmax
from course_nn.metrics import wilson
from course_nn.own_digits import LECTURE, keep_digit
from course_nn.scripted_hands import drawn

READS = Pure("own_network.read_with")
SEVEN = as_text(drawn(7, 0))
NET = worked_network()[0]
DEEP = worked.start((64, 40, 7, 10), np.random.default_rng(0))


def result_of(net, forward=worked.forward, pad=SEVEN):
    demo = read_with(net, forward, pad=pad)
    result, words, texts = demo.result, READS.readout(demo.result), demo.artists.said.outlines.get_label()
    demo.close()
    return result, words, texts


def test_the_probabilities_are_those_of_the_student_s_own_forward():
    """Here one that halves the logits of the worked form."""

    def own(net, X):
        *values, logits = worked.forward(net, X)
        return [*values, logits / 2]

    result, *_ = result_of(NET, own)
    assert np.allclose(result.p, softmax(own(NET, as_digit(as_ink(SEVEN))[None])[-1])[0])
    assert not np.allclose(result.p, result_of(NET)[0].p)


@pytest.mark.parametrize("net", [NET, DEEP], ids=["one hidden layer", "two"])
def test_the_votes_of_the_last_hidden_layer_and_the_biases_are_the_logits(net):
    result, _, texts = result_of(net)
    *_, hidden, logits = worked.forward(net, as_digit(as_ink(SEVEN))[None])
    assert np.allclose(result.hidden, hidden[0]) and np.allclose(result.votes.sum(axis=0) + net[-1][1], logits[0])
    assert len(texts.split(" | ")) == 32


def test_the_pictures_are_the_first_weights_and_the_numbers_above_them_what_the_units_say():
    result, *_ = result_of(NET)
    image, texts, *_ = result.mosaic
    hidden = worked.forward(NET, as_digit(as_ink(SEVEN))[None])[1][0]
    assert texts[:3] == [f"{h:.1f}".replace("-", "−") for h in hidden[:3]]
    blue = image[5:13, 1:9, 2].astype(float) - image[5:13, 1:9, 0]  # of the first unit
    assert np.corrcoef(blue.ravel(), NET[0][0][0])[0, 1] > 0.9


def test_a_blank_sheet_lights_nothing_up_and_is_read_as_nothing():
    result, words, texts = result_of(NET, pad="")
    assert result.read == -1 and not result.hidden.any() and not result.votes.any()
    assert "blank" in words.en and "空" in words.zh and {*texts.split(" | ")} == {"0.0"}


def test_the_worked_network_reads_the_program_s_digits_less_often_than_its_test_digits(says):
    (_, low, _), (program, _, high) = result_of(NET)[0].test, result_of(NET)[0].program
    assert low > high and 0.85 < program < 0.95  # nine in ten; over six starts 90 to 92 in 100
    says("12_your_own_network", "own_network-hand-notes", round(100 * wilson(10, 10)[0]))


def test_its_test_digits_are_those_that_the_notebook_leaves_unseen():
    _, X, y = worked_network()
    right, n = HandedIn(NET, worked.forward).counts[0]
    assert n == len(y) == 597 and n - right == len(worked.misread(NET, X, y))


def test_digits_that_were_kept_are_counted_beside_the_others_with_wilson_s_interval():
    assert result_of(NET)[0].counts[2] == (0, 0)
    keep_digit(as_ink(SEVEN), 7), keep_digit(as_ink(SEVEN), 8)
    result, words, _ = result_of(NET)
    memory.forget([LECTURE])
    assert result.counts[2] == (1, 2) and np.allclose(result.own, [0.5, *wilson(1, 2)])
    assert "of yours 1 in 2" in words.en and "你写的 2 个读对 1 个" in words.zh


def stops(net, X):
    raise KeyError("h")


def changes_what_it_gets(net, X):
    X *= 0
    net[0][0][:] = 0
    return worked.forward(net, X)


FAILING = {
    "stops": (stops, "KeyError"),
    "logits alone": (lambda net, X: worked.forward(net, X)[-1], "returned"),
    "nothing": (lambda net, X: None, "TypeError"),
    "nan": (lambda net, X: [*worked.forward(net, X)[:-1], np.full((len(X), 10), np.nan)], "finite"),
    "transposed": (lambda net, X: [values.T for values in worked.forward(net, X)], "(64, 1)"),
}


@pytest.mark.parametrize("own, said", FAILING.values(), ids=FAILING)
def test_what_fails_in_the_student_s_code_becomes_a_sentence_and_the_drawing_stays(own, said):
    result, words, _ = result_of(NET, own)
    assert said in result.reason.en and said.replace("returned", "返回").replace("finite", "有限") in result.reason.zh
    assert "no answer" in words.en and result.read == -1 and result.digit.any()


def test_a_forward_that_is_mended_answers_at_the_next_stroke():
    broken = [True]
    demo = read_with(NET, lambda net, X: stops(net, X) if broken else worked.forward(net, X))
    assert demo.result.reason
    broken.clear()
    demo.inked("pad", 5, 1, SEVEN)
    assert demo.result.reason is None and demo.result.read == 7
    demo.close()


def test_a_forward_that_changes_its_arguments_changes_neither_the_net_nor_the_drawing():
    network, ink = HandedIn(NET, changes_what_it_gets), as_digit(as_ink(SEVEN))[None]
    network.values(ink)
    assert ink.any() and np.array_equal(network.net[0][0], NET[0][0])


@pytest.mark.parametrize(
    "net",
    [
        3,
        [],
        [NET[0]],
        NET[::-1],
        [(NET[0][0].T, NET[0][1]), NET[1]],
        worked.start((64, 8, 9), np.random.default_rng(0)),
    ],
    ids=["a number", "empty", "one layer", "last first", "transposed", "nine outputs"],
)
def test_what_is_no_net_that_reads_digits_is_refused_with_a_sentence(net):
    with pytest.raises(BadInput, match="64 inputs and 10 outputs"):
        read_with(net)
