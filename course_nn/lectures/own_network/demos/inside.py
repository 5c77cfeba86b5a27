"""What a network has learned: the weights of its first layer as pictures, and the digits that it misreads."""

from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
from matplotlib.image import AxesImage

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.datasets import shuffled_digits
from course_nn.drawing import Figure, look, marks
from course_nn.drawing.mosaics import COLUMNS, MOST, SIDE, mosaic, paper, strokes, weights
from course_nn.drawing.numbers import count, percent
from course_nn.drawing.sketch import Texts, sheet
from course_nn.lectures.own_network.worked import Net, forward
from course_nn.lectures.own_network.worked_network import UNSEEN, worked_network
from course_nn.losses import softmax
from course_nn.stage import DEMOS, Choice, Demo, Handle, RunningDemo, Slider, Values
from course_nn.stage.controls import Control
from course_nn.stage.rivals import Contest, on_data

TITLE = Words("Inside your network", "你的网络内部")
VIEWS = {
    "weights": Words("first weights", "第一层权重"),
    "mistakes": Words("mistakes", "读错的数字"),
}
LEFT, TOP, WIDE, TALL = 4.3, 2.85, 4.25, 2.75  # inches, of the mosaic
STROKE = 0.22  # inches that the stroke of a handle is thick
ASKED = 597  # digits that are seen in the end
DIGIT = Words("digit", "第几个数字")
CONTROLS: dict[str, Control] = {
    "view": Choice(Words("show", "显示"), VIEWS, "weights"),
    "digit": Slider(DIGIT, 0, ASKED - 1, 0, 1),
}


class Result(NamedTuple):
    """What is shown of a net and one digit."""

    ink: np.ndarray  # (64,)
    true: int
    p: np.ndarray  # (10,) what the net says of it
    samples: int
    units: int  # of the first hidden layer
    missed: np.ndarray  # rows that are misread
    image: np.ndarray  # (rows, columns, 4) bytes, the mosaic
    texts: list  # above its pictures
    places: np.ndarray  # (k, 2) of the texts, in pixels from the upper left
    middles: np.ndarray  # (k, 2) of the pictures
    chooses: np.ndarray  # (k,) the digit that each picture chooses


def compute(view: str, digit: int) -> Result:
    """Of the worked network."""
    net, X, y = worked_network()
    return seen(net, X, y, view, digit)


def seen(net: Net, X: np.ndarray, y: np.ndarray, view: str, digit: int) -> Result:
    """The net's answers for all digits, and one of two mosaics."""
    values = forward(net, X)
    p = softmax(values[-1])
    missed = np.flatnonzero(p.argmax(axis=1) != y)
    shown = missed[:MOST]
    if view == "weights" or not len(shown):
        parts = weights(net[0][0], values[1][digit])
        chooses = values[1][:, :MOST].argmax(axis=0)
    else:
        parts = mistakes(X[shown], [f"{y[k]}→{p[k].argmax()}" for k in shown], shown == digit)
        chooses = shown
    image, texts, places, middles = parts
    return Result(
        ink=X[digit],
        true=int(y[digit]),
        p=p[digit],
        samples=len(y),
        units=len(net[0][1]),
        missed=missed,
        image=image,
        texts=texts,
        places=places,
        middles=middles,
        chooses=chooses,
    )


def mistakes(ink: np.ndarray, texts: list, chosen: np.ndarray) -> tuple:
    """The misread digits; the chosen one has a black frame."""
    frames = np.where(chosen[:, None], [0, 0, 0, 255], 255).astype(np.uint8)
    image, places, middles = mosaic(paper(ink), frames, COLUMNS)
    return image, texts, places, middles


def paint(figure: Figure) -> SimpleNamespace:
    page = sheet(figure)
    bars = marks.part(figure, 2.3, 0.55, 1.6, 2.3, Words("how likely", "概率").drawn())
    bars.set(xlim=(0, 1), ylim=(9.6, -0.6), yticks=range(10), xticks=[0, 0.5, 1])
    bars.tick_params(axis="y", length=0)
    return SimpleNamespace(
        image=page.imshow(np.full((2, 2, 4), 255, np.uint8), zorder=0),
        digit=page.imshow(np.zeros((8, 8, 4), np.uint8), extent=(0.15, 1.75, 1.2, 2.8), zorder=0),
        frame=page.plot(*marks.box(0.15, 1.2, 1.6, 1.6), color=look.GREY, lw=0.8)[0],
        below=sheet(figure, 0.15, 1.15, 1.6, 1.6),  # rivals stand below it
        bars=list(bars.barh(range(10), np.zeros(10), height=0.7)),
        texts=Texts(page, look.SMALL),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    read, scale = int(result.p.argmax()), scale_of(result)
    marks.fill(artists.digit, paper(result.ink[None])[0])
    for digit, (bar, p) in enumerate(zip(artists.bars, result.p)):
        bar.set_width(p)
        is_wrong = digit == read != result.true
        bar.set_color(look.VERMILION if is_wrong else look.BLUE if digit == result.true else look.GREY)
    rows, columns, _ = result.image.shape
    marks.fill(artists.image, result.image)
    artists.image.set_extent((LEFT, LEFT + columns * scale, TOP - rows * scale, TOP))
    said = Words(f"label {result.true}, read as {read}", f"标签 {result.true}，读作 {read}").drawn()
    title = VIEWS[values.view].drawn()
    places = [*[LEFT, TOP] + scale * result.places * [1, -1], (0.95, TOP + 0.17), (LEFT + WIDE / 2, TOP + 0.17)]
    color = look.BLACK if read == result.true else look.ink(look.VERMILION)
    artists.texts.move(places, [*result.texts, said, title], [look.BLACK] * len(result.texts) + [color, look.BLACK])


def scale_of(result: Result) -> float:
    """Inches a pixel of the mosaic."""
    rows, columns, _ = result.image.shape
    return min(WIDE / columns, TALL / rows)


def readout(result: Result) -> Words:
    missed, read, p = len(result.missed), int(result.p.argmax()), percent(result.p.max())
    samples, units = result.samples, result.units
    share = percent(missed / samples, 1)
    return Words(
        f"It misreads <b>{missed}</b> of {samples} digits ({share}). This {result.true} is read as <b>{read}</b>, "
        f"with {p}.\n Ink on a blue weight raises a unit, ink on an orange one lowers it. The number above a unit, and "
        f"its frame, say its value for this digit, from −1 to 1. Shown: {min(units, MOST)} of {count(units)} units.",
        f"{samples} 个数字中读错 <b>{missed}</b> 个（{share}）。这个 {result.true} 被读作 <b>{read}</b>，概率 {p}。\n"
        f"墨落在蓝色权重上，单元的值升高；落在橙色权重上，则降低。上方的数与外框给出单元对这个数字的值，从 −1 到 1。"
        f"共 {count(units)} 个单元，显示 {min(units, MOST)} 个。",
    )


def unseen() -> tuple:
    """The digits that the network learned from or watched, and those that it has never seen."""
    X, y = shuffled_digits(centred=False)
    return X[:UNSEEN], y[:UNSEEN], X[UNSEEN:], y[UNSEEN:]


def of_the_network(result: Result, values: Values) -> dict[Words, float]:
    """The share that the network misreads, if it was asked as many digits as rivals are."""
    is_comparable = result.samples == ASKED
    return {NETWORK: len(result.missed) / result.samples} if is_comparable else {}


NETWORK = Words("the network", "这个网络")
CONTEST = Contest(
    "data",
    on_data(unseen),
    of_the_network,
    axes=lambda artists: artists.below,
    measure=Words("Misread of 597 digits", "597 个数字中的错误率"),
)


def squares(image: AxesImage, result: Result) -> np.ndarray:
    """The pictures of the mosaic, as strokes that cover them."""
    scale = scale_of(result)
    return strokes([LEFT, TOP] + scale * result.middles * [1, -1], scale * SIDE, STROKE)


HANDLES = [Handle("image", at=squares, click=lambda result, k: {"digit": int(result.chooses[k])}, face=True)]


def inside(net: Net | None = None, X: Any = None, y: Any = None, **values: Any) -> RunningDemo:
    """Your network from the inside: its first weights as pictures, its answers, and what it misreads.
    从内部看你的网络：第一层权重画成图，它的回答，以及读错的数字。

    net    : pairs (W, b), a pair for each layer: 64 inputs, hidden layers of tanh, 10 outputs; without one, the worked
             network
    X, y   : digits (n, 64) and what they are (n,), best such as the net has never seen
    values : view="mistakes", digit=3
    raises : BadInput if these do not fit
    """
    if net is None:
        return WORKED.open(values)
    net, X, y = _checked(net, X, y)
    controls = CONTROLS | {"digit": Slider(DIGIT, 0, len(y) - 1, 0, 1)}
    return replace(WORKED, controls=controls, compute=partial(seen, net, X, y), given=("net", "X", "y")).open(values)


def _checked(net, X, y):
    """As arrays that fit each other."""
    try:
        net = [(np.array(W, float), np.array(b, float)) for W, b in net]
        X, y = np.array(X, float), np.array(y, int)
        if forward(net, X)[-1].shape == (len(y), 10) and X.shape == (len(y), 64) and len(net) > 1 and len(y) > 1:
            return net, X, y
    except (TypeError, ValueError, IndexError):
        pass
    raise BadInput(
        "expected a net of two layers or more with 64 inputs and 10 outputs, as a list of pairs (W, b), and digits X "
        "(n, 64) with their labels y (n,), at least two of them",
        "应给出至少两层、64 个输入、10 个输出的网络（由 (W, b) 组成的列表），以及至少两个数字 X (n, 64) 和标签 y (n,)",
    )


WORKED = Demo.of(inside, TITLE)
DEMOS[WORKED.name] = WORKED
