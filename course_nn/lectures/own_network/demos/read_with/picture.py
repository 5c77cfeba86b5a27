"""Your own network reads what you draw: how its units vote, what they have learned, and how many digits it reads."""

from dataclasses import replace
from functools import cache, partial
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.ink import as_ink
from course_nn.common.words import Words
from course_nn.digit_pad import digit_pad
from course_nn.drawing import Axes, Figure, marks, reading
from course_nn.drawing.mosaics import MOST, weights
from course_nn.drawing.sketch import Texts
from course_nn.handwriting import as_digit
from course_nn.lectures.own_network.demos.read_with.handed_in import HandedIn
from course_nn.lectures.own_network.worked import Net, forward
from course_nn.lectures.own_network.worked_network import worked_network
from course_nn.losses import softmax
from course_nn.own_digits import my_digits
from course_nn.reader import read_of, share_of
from course_nn.scripted_hands import drawn
from course_nn.stage import DEMOS, Choice, Demo, RunningDemo, Values

TITLE = Words("Your network reads your digit", "你的网络读你写的数字")
VIEWS = {"votes": Words("votes", "投票"), "weights": Words("first weights", "第一层权重")}
CONTROLS = {
    "pad": digit_pad(drawn(3, 0)),
    "view": Choice(Words("show", "显示"), VIEWS, "votes"),
}
BRIGHTEST = 1.0  # value of a hidden unit, from which on it is quite blue
NONE = ((0, 0), (0, 0), (0, 0))  # counts where the network gave no answer


class Result(NamedTuple):
    digit: np.ndarray  # (64,) ink, 0 … 1
    hidden: np.ndarray  # (h,) values of the last hidden layer, 32 units at most
    votes: np.ndarray  # (h, 10) what each of them adds to each output
    p: np.ndarray  # (10,) probabilities
    read: int  # the digit that it says; −1 for a blank sheet, or without an answer
    mosaic: tuple  # the weights of the first units as pictures, their values, and places
    test: np.ndarray  # (3,) share of its test digits that it reads, and its interval
    program: np.ndarray  # (3,) the same of the program's
    own: np.ndarray  # (3,) the same of yours
    counts: tuple  # of each of them
    reason: BadInput | None  # why there is no answer


def compute(pad, view) -> Result:
    """Of the worked network."""
    return seen(worked_reader(), pad, view)


@cache
def worked_reader() -> HandedIn:
    """The worked network, and the worked forward."""
    return HandedIn(worked_network()[0], forward)


def seen(network: HandedIn, pad: str, view: str) -> Result:
    """What a network makes of a drawing, and how many digits it reads; of one that fails only the drawing, and why."""
    digit, reason = as_digit(as_ink(pad)), None
    try:
        values, counts = network.values(digit[None]), (*network.counts, read_of(network, *my_digits()))
    except BadInput as error:
        values, counts, reason = [np.zeros((1, size)) for size in network.sizes], NONE, error
    first, last = values[1][0] * digit.any(), values[-2][0, :MOST] * digit.any()  # of a blank sheet nothing lights up
    p = softmax(values[-1])[0]
    return Result(
        digit=digit,
        hidden=last,
        votes=last[:, None] * network.net[-1][0].T[:MOST],
        p=p,
        read=int(p.argmax()) if digit.any() and not reason else -1,
        mosaic=weights(network.net[0][0], first),
        **{name: share_of(*count) for name, count in zip(("test", "program", "own"), counts)},
        counts=counts,
        reason=reason,
    )


def paint(figure: Figure, hidden: int = MOST, first: int = MOST) -> SimpleNamespace:
    sheet, network, reads = figure.subplots(1, 3, width_ratios=[1.1, 1.9, 0.95])
    first_weights = figure.add_subplot(network.get_subplotspec())
    return SimpleNamespace(
        paper=reading.paint_sheet(sheet),
        views={"votes": network, "weights": first_weights},
        **reading.paint_network(network, hidden),
        **paint_weights(first_weights, first),
        **reading.paint_reads(reads),
    )


def paint_weights(axes: Axes, units: int) -> dict:
    """As many small pictures as there are units, with a text above each."""
    blank, *_ = weights(np.zeros((units, 64)), np.zeros(units))
    tall, wide, _ = blank.shape
    axes.set_axis_off()
    axes.set_title(Words("what its first units look for", "第一层各单元在找什么").drawn())
    image = axes.imshow(blank)
    axes.set(xlim=(-0.5, wide - 0.5), ylim=(tall - 0.5, -0.5))
    return {"first": image, "said": Texts(axes)}


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.paper, as_ink(values.pad).astype(float))
    for name, axes in artists.views.items():
        axes.set_visible(name == values.view)
    reading.draw_network(artists, result, BRIGHTEST)
    image, texts, places, _ = result.mosaic
    marks.fill(artists.first, image)
    artists.said.move(places, texts)
    reading.draw_reads(artists, result)


def readout(result: Result) -> Words:
    if result.reason:
        return Words("Your network gave no answer.", "你的网络没有给出回答。")
    said = reading.says(result.p, result.read)
    en, zh = reading.says_how_often(result.counts, result.own[1:])
    return Words(
        f"{said.en}\n {en} Ink on a blue weight raises a unit, ink on an orange one lowers it.",
        f"{said.zh}\n{zh}墨落在蓝色权重上，单元的值升高；落在橙色权重上，则降低。",
    )


def read_with(net: Net | None = None, forward: Any = forward, **values: Any) -> RunningDemo:
    """Draw a digit, and your own network reads it: its votes, its first weights, and how many digits it reads.
    写一个数字，由你自己的网络来读：各单元的投票、第一层权重，以及它读对多少数字。

    net     : pairs (W, b), a pair for each layer: 64 inputs, hidden layers, 10 outputs; without one, the worked network
    forward : yours, (net, X) -> the values of all layers, X first and the logits last; without one, the worked form
    values  : view="weights"
    raises  : BadInput if net is something else; what fails in forward is said under the picture
    """
    if net is None:
        return WORKED.open(values)
    network = HandedIn(net, forward)
    hidden, first = (min(size, MOST) for size in (network.sizes[-2], network.sizes[1]))
    painted = partial(paint, hidden=hidden, first=first)
    return replace(WORKED, compute=partial(seen, network), paint=painted, given=("net", "forward")).open(values)


WORKED = Demo.of(read_with, TITLE)
DEMOS[WORKED.name] = WORKED
