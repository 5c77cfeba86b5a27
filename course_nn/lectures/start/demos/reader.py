"""A network reads what you draw: your ink becomes 64 numbers, each hidden unit answers, and ten outputs compete."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.ink import as_ink
from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.digit_pad import digit_pad, percent_of
from course_nn.drawing import Figure, marks, reading
from course_nn.handwriting import as_digit
from course_nn.losses import softmax
from course_nn.network import Network
from course_nn.own_digits import my_digits
from course_nn.reader import SIZES, counted, read_of, share_of, untrained
from course_nn.reader import reader as shipped
from course_nn.scripted_hands import drawn
from course_nn.stage import Choice, Values, Veil, demo

CONTROLS = {
    "pad": digit_pad(drawn(3, 0)),
    "network": Choice(
        Words("network", "网络"),
        {"trained": Words("trained", "训练后"), "new": Words("untrained", "训练前")},
        "trained",
    ),
}
BRIGHTEST = 4.0  # output of a hidden unit, from which on it is quite blue
ENOUGH = 30  # cells of ink that are a digit


class Result(NamedTuple):
    digit: np.ndarray  # (64,) ink, 0 … 1
    hidden: np.ndarray  # (24,) outputs of the hidden units
    votes: np.ndarray  # (24, 10) what each of them adds to each output
    p: np.ndarray  # (10,) probabilities
    read: int  # the digit that it says; −1 for a blank sheet
    test: np.ndarray  # (3,) share of its test digits that it reads, and its interval
    program: np.ndarray  # (3,) the same of the program's
    own: np.ndarray  # (3,) the same of yours
    counts: tuple  # of each of them


def compute(pad, network) -> Result:
    digit, net = as_digit(as_ink(pad)), network_of(network)
    trace = net.forward(digit[None])
    hidden, p = trace.values[2][0] * digit.any(), softmax(trace.values[-1])[0]  # nothing lights up for a blank sheet
    counts = (*measured(network), read_of(net, *my_digits()))
    return Result(
        digit=digit,
        hidden=hidden,
        votes=hidden[:, None] * net.weights[1].T,
        p=p,
        read=int(p.argmax()) if digit.any() else -1,
        **{name: share_of(*count) for name, count in zip(("test", "program", "own"), counts)},
        counts=counts,
    )


def network_of(name: str) -> Network:
    """The one that ships, or the same before it has learned."""
    return shipped() if name == "trained" else untrained()


@memoized
def measured(name: str = "trained") -> tuple:
    """How many it reads of its own test digits, and of those that the program draws."""
    return counted(network_of(name))


def paint(figure: Figure) -> SimpleNamespace:
    sheet, network, reads = figure.subplots(1, 3, width_ratios=[1.1, 1.9, 0.95])
    return SimpleNamespace(
        paper=reading.paint_sheet(sheet),
        **reading.paint_network(network, SIZES[1]),
        **reading.paint_reads(reads),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.paper, as_ink(values.pad).astype(float))
    reading.draw_network(artists, result, BRIGHTEST)
    reading.draw_reads(artists, result)


def readout(result: Result) -> Words:
    said = reading.says(result.p, result.read)
    en, zh = reading.says_how_often(result.counts, result.own[1:])
    return Words(f"{said.en}\n {en}", f"{said.zh}\n{zh}")


ESTIMATE = percent_of(
    lambda artists: artists.means[1],
    Words("read right", "读对"),
    lambda: 100 * measured()[1][0] / measured()[1][1],
    {"half": 50.0, "most": 75.0, "nine": 90.0},
)
VEIL = Veil(("means.1", "spans.1"), given=("digit", "hidden", "votes", "p", "read", "test", "own", "counts"))
TO_DO = {
    "draw": lambda result, values, seen: len(seen["pad"]) > 2 and as_ink(values.pad).sum() > ENOUGH,
    "untrained": lambda result, values: values.network == "new" and result.digit.any(),
    "unsure": lambda result, values: values.network == "trained" and result.read >= 0 and result.p.max() < 0.6,
    "keep": None,
}


USES = {"untrained": ("network", "pad"), "draw": ("pad",), "unsure": ("pad",), "keep": ("pad",)}


@demo(Words("It reads your digit", "它来读你写的数字"))
def reader(**values):
    """A network that reads a drawn digit: its 64 numbers, 24 hidden units and ten probabilities.
    读手写数字的网络：64 个输入、24 个隐藏单元、十个概率。

    p = softmax(W₂ relu(W₁ x + b₁) + b₂)

    source : the digits and their 64 numbers as in course_nn.handwriting
    """
