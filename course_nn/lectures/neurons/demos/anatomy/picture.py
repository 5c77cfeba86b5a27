"""A neuron as it is drawn in a textbook: which part does what, and what becomes of it in the artificial neuron."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle, Polygon

from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks, sketch
from course_nn.lectures.neurons.demos.anatomy import neuron_shape as shape
from course_nn.stage import Challenge, Choice, Handle, Slider, Values, demo

HEIGHT = 3.0  # inches, as are all places


class Part(NamedTuple):
    """A part: its name, what it does, and what the artificial neuron keeps of it."""

    name: Words
    does: Words
    becomes: Words
    number: tuple  # where its number and name stand in the picture
    sign: str  # its letter in the strip below, "" for none


PARTS = {
    "synapse": Part(
        Words("synapses", "突触"),
        Words(
            "pass an impulse on from another neuron, each with its own strength", "传递来自其他神经元的冲动，强度各异"
        ),
        Words("the weights w", "权重 w"),
        (0.5, 2.8),
        "w",
    ),
    "dendrites": Part(
        Words("dendrites", "树突"),
        Words("carry impulses toward the cell body", "把冲动传向胞体"),
        Words("the inputs x", "输入 x"),
        (1.35, 0.86),
        "x",
    ),
    "body": Part(
        Words("cell body", "胞体"),
        Words("collects what arrives", "汇集到达的冲动"),
        Words("the sum w·x + b", "求和 w·x + b"),
        (2.45, 2.5),
        "Σ",
    ),
    "nucleus": Part(
        Words("nucleus", "细胞核"),
        Words("holds the genes and keeps the cell alive", "含有基因，维持细胞的生命活动"),
        Words("nothing: it takes no part in the computation", "没有对应物，因为它不参与计算"),
        (2.98, 2.28),
        "",
    ),
    "axon": Part(
        Words("axon", "轴突"),
        Words("carries the spike away from the cell body", "把脉冲从胞体传出"),
        Words("the activation φ: the spike begins where the axon does", "激活函数 φ，因为脉冲始于轴突的起始处"),
        (4.6, 2.02),
        "φ",
    ),
    "branches": Part(
        Words("branches of the axon", "轴突分支"),
        Words("lead the same spike to many places", "把同一个脉冲送往许多地方"),
        Words("the lines along which one output y is copied", "连线：同一个输出 y 沿各条连线复制"),
        (5.95, 2.42),
        "y",
    ),
    "terminals": Part(
        Words("axon terminals", "轴突末梢"),
        Words("hand the spike to other neurons", "把脉冲传给其他神经元"),
        Words("the ends of those lines, inputs of other units", "各条连线的终点，即其他单元的输入"),
        (7.55, 2.82),
        "y",
    ),
}
CONTROLS = {
    "part": Choice(Words("part", "部分"), {key: part.name for key, part in PARTS.items()}, "dendrites"),
    "way": Slider(Words("way of the impulse", "冲动的行程"), 0, 100, 0, 1, unit="%", plays=True),
}
STRIP = {"w": (0.55, "$w$"), "x": (1.3, "$x$"), "Σ": (2.6, "$w \\cdot x + b$"), "φ": (4.6, "$\\varphi$")}
STRIP |= {"y": (7.1, "$y$")}
CHOSEN = look.ink(look.VERMILION)  # number and letter of the part that is chosen


class Result(NamedTuple):
    impulse_part: str  # in which the impulse is
    signals: np.ndarray  # (k, 2) where impulses are to be seen


def compute(part, way) -> Result:
    return Result(impulse_part=shape.part_at(way / 100), signals=shape.signals(way / 100))


def paint(figure: Figure) -> SimpleNamespace:
    axes = sketch.sheet(figure)
    paint_neighbours(axes)
    small = {"body": shape.BODY + [-0.1, 0.3], "nucleus": shape.NUCLEUS, "synapse": shape.ARRIVING[0]}
    for key, place in small.items():
        x, y = PARTS[key].number
        axes.plot([x, place[0]], [y - 0.1, place[1]], color=look.BLACK, lw=0.7, zorder=5)
    artists = SimpleNamespace(parts=paint_parts(axes), strip=paint_strip(axes), numbers=[])
    for k, part in enumerate(PARTS.values(), 1):
        x, y = part.number
        name = f"{k} {part.name.drawn()}"
        artists.numbers.append(axes.text(x, y, name, ha="center", va="center", fontsize=look.SMALL, zorder=6))
    artists.signals = marks.line(axes, "o", ms=10, mfc=look.BLACK, mec="white", zorder=7)
    return artists


def paint_neighbours(axes: Axes) -> None:
    """Pieces of other neurons, pale: an axon that ends here, and dendrites that begin here."""
    for place in shape.ARRIVING:
        axes.plot([place[0] - 0.45, place[0]], [place[1], place[1]], color=look.PALE, lw=3, zorder=0)
    for place in shape.LEAVING:
        axes.plot([place[0], place[0] + 0.55], [place[1], place[1]], color=look.PALE, lw=5, zorder=0)


def paint_parts(axes: Axes) -> dict:
    """The artists of each part, to be coloured; a part is drawn over those that come before it."""

    def lines(paths, width, zorder):
        return axes.add_collection(
            LineCollection(paths, linewidths=width, capstyle="round", zorder=zorder), autolim=False
        )

    return {
        "dendrites": [lines(shape.STEMS, 6, 1), lines(shape.TWIGS, 3, 1)],
        "axon": [lines([shape.AXON], 9, 2)],
        "branches": [lines(shape.BRANCHES, 4, 2)],
        "body": [axes.add_patch(Polygon(shape.OUTLINE, lw=0, zorder=3))],
        "nucleus": [axes.add_patch(Circle(shape.NUCLEUS, 0.15, lw=1.5, ec="white", zorder=4))],
        "terminals": [axes.add_patch(Circle(branch[-1], 0.1, lw=0, zorder=3)) for branch in shape.BRANCHES],
        "synapse": [axes.add_patch(Circle(place, 0.09, lw=0, zorder=3)) for place in shape.ARRIVING],
    }


def paint_strip(axes: Axes) -> dict:
    """The artificial neuron below, each letter under what it stands for."""
    marks_between = [(0.92, "$\\cdot$"), (1.85, "$\\to$"), (3.7, "$\\to$"), (5.8, "$\\to$")]
    for x, sign in marks_between:
        axes.text(x, 0.28, sign, ha="center", va="center", color=look.ink(look.GREY), fontsize=13, zorder=1)
    return {key: axes.text(x, 0.28, text, ha="center", va="center", fontsize=14) for key, (x, text) in STRIP.items()}


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for key, pieces in artists.parts.items():
        for piece in pieces:
            piece.set_color(look.VERMILION if key == values.part else look.BLACK if key == "nucleus" else look.GREY)
    for key, number in zip(PARTS, artists.numbers):
        chosen = key == values.part
        number.set(color=CHOSEN if chosen else look.BLACK, weight="bold" if chosen else "normal")
    for key, letter in artists.strip.items():
        letter.set_color(CHOSEN if key == PARTS[values.part].sign else look.BLACK)
    artists.signals.set_data(*result.signals.T)


def readout(result: Result, values: Values) -> Words:
    part, at = PARTS[values.part], PARTS[result.impulse_part]
    k, there = (1 + list(PARTS).index(key) for key in (values.part, result.impulse_part))
    return Words(
        f"<b>{k}, {part.name.en}</b>: {part.does.en}. In the artificial neuron: {part.becomes.en}. "
        f"The impulse is at {there}, {at.name.en}.",
        f"<b>{k} {part.name.zh}</b>：{part.does.zh}。在人工神经元中：{part.becomes.zh}。"
        f"冲动此刻位于 {there} {at.name.zh}。",
    )


def judge(result: Result, values: Values) -> str:
    """Solved with the spike in the part that becomes φ, and that part chosen."""
    right = PARTS[values.part].sign == "φ", PARTS[result.impulse_part].sign == "φ"
    return "solved" if all(right) else "almost" if any(right) else "open"


CHALLENGE = Challenge(
    Words(
        "choose the part that becomes the activation φ, and bring the impulse there.",
        "选出对应激活函数 φ 的部分，并把冲动移到那里。",
    ),
    judge,
)


def part_handle(places: list, width: int = 0) -> Handle:
    """A click chooses the part.

    places : pairs (part, its points), the same number of points in each
    """
    parts, points = zip(*places)
    return Handle(
        lambda artists: artists.signals,
        at=lambda signals, result: points,
        click=lambda result, k: {"part": parts[k]},
        width=width,
    )


def move_impulse(result: Result, x: float, y: float) -> dict:
    """The impulse goes to where it is nearest to the hand."""
    return {"way": int(np.argmin([np.hypot(*(places - (x, y)).T).min() for places in SIGNALS]))}


SIGNALS = [shape.signals(way / 100) for way in range(101)]  # after each percent of the way
LINES = {"dendrites": shape.STEMS + shape.TWIGS, "axon": [shape.AXON], "branches": shape.BRANCHES}
SPOTS = {"synapse": shape.ARRIVING, "terminals": [branch[-1] for branch in shape.BRANCHES]}
LETTERS = {"synapse": "w", "dendrites": "x", "body": "Σ", "axon": "φ", "terminals": "y"}
HANDLES = [
    part_handle([(part, line) for part, lines in LINES.items() for line in lines]),
    part_handle([("body", [shape.BODY])], width=80),
    part_handle([("nucleus", [shape.NUCLEUS])], width=32),
    part_handle([(part, [spot]) for part, spots in SPOTS.items() for spot in spots]),
    part_handle([(key, [part.number]) for key, part in PARTS.items()]),
    part_handle([(part, [(STRIP[letter][0], 0.28)]) for part, letter in LETTERS.items()], width=36),
    Handle(
        "signals",  # always three places, so that a hand keeps hold of one all the way
        at=lambda artist, result: np.resize(result.signals, (3, 1, 2)),
        drag=move_impulse,
    ),
]


@demo(Words("The parts of a neuron", "神经元的组成"), height=HEIGHT)
def anatomy(**values):
    """The parts of a biological neuron, the way of an impulse through it, and the artificial neuron below.
    生物神经元的各个部分、冲动经过它的路线，以及下方对应的人工神经元。

    source : the lecture, section 1
    """
