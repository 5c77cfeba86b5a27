"""One sentence flows through a whole network, from its letters to the next one; each part is made in a later round."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.image import AxesImage

from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks, sketch
from course_nn.drawing.numbers import number
from course_nn.lectures.everybody.alphabet import LETTERS, encode, english, simple
from course_nn.lectures.everybody.demos.flow.places import BARS, END, ROWS, STATIONS, bend, extent, middle, rows
from course_nn.lectures.everybody.demos.flow.stations import Stations, stations
from course_nn.lectures.everybody.text_attention import LARGE, large
from course_nn.stage import Choice, Handle, Slider, Typed, Values, demo

ALL = "all"
STEPS = (500, 2000, 5000)  # after which the network is shipped
CONTROLS = {
    "typed": Typed(Words("sentence", "句子"), "a neuron learns", english, ("the gradient of", "")),
    "place": Slider(Words("letter that is followed", "跟随第几个字母"), 1, ROWS, 13, 1, plays=True),
    "head": Choice(
        Words("heads", "注意力头"), {ALL: Words("all four", "全部四个")} | {k: str(k) for k in range(1, 5)}, ALL
    ),
    "step": Choice(Words("after steps of training", "训练步数"), {step: str(step) for step in STEPS}, STEPS[-1]),
}
DOORS = {  # the round in which each part is made
    "sum 0": 5,
    "k 1": 6,
    "look 1": 7,
    "dense 1": 1,
    "k 2": 6,
    "look 2": 7,
    "dense 2": 1,
    "bars": 4,
}
LOOKS = {1: look.GREEN, 2: look.BLUE}  # by block, as in round 7
WIDE = 6.0  # inches, in which there is room for all names
SEEN = 0.02  # least weight that is drawn
BRIGHT = 2.5  # times their usual size, where the colour of numbers ends


class Result(NamedTuple):
    text: str  # its letters, the space before the beginning first
    flow: Stations
    here: int  # the place that is followed, from 0
    looks: np.ndarray  # (blocks, n) how much it takes of each place, the mean of the heads that are shown
    likely: np.ndarray  # (7,) the likeliest next letters


def compute(typed, place, head, step) -> Result:
    text = " " + simple(typed)[1 - ROWS :]
    flow = stations(large(step), encode(text), LARGE.T)
    here = min(place, len(text)) - 1
    weights = [block.looks[heads_of(head), here].mean(axis=0) for block in flow.blocks]
    return Result(text, flow, here, np.stack(weights), np.argsort(-flow.p[here])[:BARS])


def heads_of(head: str | int) -> slice:
    """Which heads are shown."""
    return slice(None) if head == ALL else slice(int(head) - 1, int(head))


def paint(figure: Figure) -> SimpleNamespace:
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set(xlim=(0, END), ylim=(ROWS + 2.1, -1.6))
    paint_names(axes, figure.get_size_inches()[0] > WIDE)
    strips = [name for name in STATIONS if name.split()[0] in ("sum", "q", "k", "v", "dense")]
    return SimpleNamespace(
        streams=marks.segments(axes, zorder=0.5, colors=look.PALE, lw=1.2),
        stream=marks.line(axes, color=look.BLACK, lw=2.5, zorder=1),
        strips={name: paint_strip(axes, name) for name in strips},
        looks=[marks.segments(axes, zorder=3, capstyle="round") for _ in LOOKS],
        written=marks.line(axes, "o", ms=9, mfc="white", mec=look.BLACK, mew=1.8, zorder=3.5),
        pluses=marks.line(axes, "+", ms=6, color=look.BLACK, mew=1.6, zorder=3.6),
        later=axes.fill([], [], color="white", alpha=0.75, lw=0, zorder=4)[0],
        letters=sketch.Texts(axes, 13, zorder=5),
        chosen=marks.ring(axes, ms=19, mew=2, zorder=5, **marks.UNCLIPPED),
        frame=marks.line(axes, color=look.VERMILION, lw=1.5, zorder=4.5),
        next=marks.segments(axes, zorder=1, color=look.BLACK, capstyle="round"),
        **paint_bars(axes),
    )


def paint_names(axes: Axes, is_wide: bool) -> None:
    """What each part is called, above it, as far as there is room; and below it the round that makes it."""
    above = dict(y=-0.8, va="baseline", zorder=0.5)
    axes.text(STATIONS["sum 0"][1], s=Words("embedding", "嵌入").drawn(), ha="right", **above)
    axes.text(middle("bars"), s=Words("next letter", "下一个字母").drawn(), ha="center", **above)
    for block, color in LOOKS.items():
        seen = Words(f"look {block}", f"第{'一二'[block - 1]}次看").drawn()
        axes.text(middle(f"look {block}"), s=seen, ha="center", color=look.ink(color), **above)
        parts = {"q": "÷ q", "k": "k", "v": "v"} | {  # ÷ is the norm
            "dense": Words("÷ dense", "÷ 全连接").drawn(),
            "sum": Words("sum", "总和").drawn(),
        }
        for name, words in parts.items() if is_wide else ():
            axes.text(middle(f"{name} {block}"), s=words, ha="center", **above)
    places = [(middle(name), ROWS + 1.1) for name in DOORS]
    sketch.Units(axes).move(places, 0.12, np.full((len(places), 4), 255, np.uint8), [*map(str, DOORS.values())])


def paint_strip(axes: Axes, name: str) -> AxesImage:
    """The numbers of one station, a row a letter."""
    return axes.imshow(look.heat(np.zeros((1, 1))), extent=extent(name, ROWS), aspect="auto", zorder=2)


def paint_bars(axes: Axes) -> dict:
    """The next letters as bars, each with its name at the left and its probability at the right."""
    left, _ = STATIONS["bars"]
    heights = rows(BARS)
    small = dict(va="center", fontsize=look.SMALL)
    return {
        "bars": axes.barh(heights, np.zeros(BARS), 0.9, left=left, color=look.BLUE),
        "names": sketch.Texts(axes, 13, zorder=5),
        "shares": [axes.text(left, height, "", **small) for height in heights],
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    n = len(result.text)
    heights = rows(n)
    draw_streams(artists, heights, result.here)
    draw_strips(artists.strips, result.flow, values.head)
    for block, color in LOOKS.items():
        draw_look(artists.looks[block - 1], block, result.looks[block - 1], heights, heights[result.here], color)
    raised = [0.3 * (letter == " ") for letter in result.text]  # its sign hangs low
    artists.letters.move(np.column_stack([np.full(n, 1.5), heights - raised]), shown(result.text))
    artists.chosen.set_data([1.5], [heights[result.here]])
    draw_next(artists, result.flow.p[result.here], result.likely, heights[result.here])


def shown(text: str) -> list:
    """Its letters; a space can be seen."""
    return [letter.replace(" ", "␣") for letter in text]


def draw_streams(artists: SimpleNamespace, heights: np.ndarray, here: int) -> None:
    """A line for each letter, thick for the one that is followed; those after it are not seen from there."""
    left, right = STATIONS["letters"][1], STATIONS["sum 2"][1]
    artists.streams.set_segments([[(left, y), (right, y)] for y in heights])
    artists.stream.set_data([left, right], [heights[here]] * 2)
    joints = [STATIONS[f"{part} {block}"][1] + 1.1 for block in LOOKS for part in ("look", "dense")]
    for line in (artists.written, artists.pluses):
        line.set_data(joints, [heights[here]] * len(joints))
    half = (heights[1] - heights[0]) / 2 if len(heights) > 1 else 1.0
    low, high = heights[here] + half, heights[-1] + half
    artists.later.set_xy([(0, low), (right, low), (right, high), (0, high)])
    (start, _), (_, end) = STATIONS["sum 0"], STATIONS["sum 2"]
    artists.frame.set_data([start, end, end, start, start], heights[here] + half * np.array([-1, -1, 1, 1, -1]))


def draw_strips(strips: dict, flow: Stations, head: str | int) -> None:
    """Each strip has its own scale, for the sum grows from part to part."""
    wanted = {f"sum {k}": numbers for k, numbers in enumerate(flow.sums)}
    for k, block in enumerate(flow.blocks, 1):
        for name, numbers in zip("qkv", block.asked):
            wanted[f"{name} {k}"] = np.hstack([*numbers[heads_of(head)]])
        wanted[f"dense {k}"] = block.units
    for name, numbers in wanted.items():
        end = BRIGHT * np.sqrt(np.mean(numbers**2))
        marks.fill(strips[name], look.heat(numbers, -end, end))
        strips[name].set_extent(extent(name, len(numbers)))


def draw_look(
    lines: LineCollection, block: int, weights: np.ndarray, heights: np.ndarray, here: float, color: str
) -> None:
    """A line from each place that is looked at, as thick as its weight."""
    places = np.flatnonzero(weights > SEEN)
    _, left = STATIONS[f"v {block}"]
    right = STATIONS[f"look {block}"][1] + 1.1
    lines.set_segments([*bend(left, right, heights[places], here)])
    lines.set_linewidth(0.8 + 7 * weights[places])
    lines.set_color(look.tint([color])[0] / 255)


def draw_next(artists: SimpleNamespace, p: np.ndarray, likely: np.ndarray, here: float) -> None:
    """The likeliest next letters, each with a line from the letter that is followed, as thick as it is likely."""
    heights, (_, end), (left, right) = rows(BARS), STATIONS["next"], STATIONS["bars"]
    artists.next.set_segments([*bend(STATIONS["sum 2"][1], end, here, heights)])
    artists.next.set_linewidth(0.4 + 7 * p[likely])
    artists.names.move([(end + 1.8, y) for y in heights], shown("".join(LETTERS[k] for k in likely)))
    for bar, share, k in zip(artists.bars, artists.shares, likely):
        bar.set_width((right - left) * p[k])
        share.set(text=number(p[k]), x=left + (right - left) * p[k] + 0.6)


def readout(result: Result) -> Words:
    before, letters = result.text[1 : result.here + 1], shown(LETTERS)
    first, *others = [Words(*[f"“{letters[k]}” {number(result.flow.p[result.here][k])}"] * 2) for k in result.likely]
    looked = [most_seen(result, weights) for weights in result.looks]
    sizes = [number(np.sqrt(np.mean(numbers[result.here] ** 2)), 1) for numbers in result.flow.sums]
    rest_en, rest_zh = ", ".join(one.en for one in others[:3]), "，".join(one.zh for one in others[:3])
    return Words(
        f"After “{before}” the network expects <b>{first.en}</b>, then {rest_en}. Its first look takes most from "
        f"{looked[0].en}, its second from {looked[1].en}.\n The numbers of this place grow as each part adds to them: "
        f"{', '.join(sizes)} on average. The parts are made in these rounds: embedding 5, queries, keys and values 6, "
        f"looks and their sum 7, dense layer 1, next letter 4.",
        f"读到“{before}”之后，网络预测<b>{first.zh}</b>，其次{rest_zh}。第一次看取得最多的是{looked[0].zh}，"
        f"第二次是{looked[1].zh}。\n每一部分都往这个位置的数上加一些，这些数的平均大小依次为 {'、'.join(sizes)}。"
        f"各部分分别在这些轮中亲手做出：嵌入 5，查询、键和值 6，两次看与总和 7，全连接层 1，下一个字母 4。",
    )


def most_seen(result: Result, weights: np.ndarray) -> Words:
    """The place that is looked at most, and how much is taken from there."""
    there = int(weights.argmax())
    letter, back, share = shown(result.text)[there], result.here - there, number(weights[there])
    if not back:
        return Words(f"itself ({share})", f"它自己（{share}）")
    return Words(f"“{letter}”, {back} back ({share})", f"前面第 {back} 个“{letter}”（{share}）")


def write(result: Result, k: int) -> dict:
    """The sentence up to here goes on with the k-th likeliest letter, and that is followed."""
    typed = result.text[1 : result.here + 1] + LETTERS[result.likely[k]]
    return {"typed": typed, "place": min(len(typed) + 1, ROWS)}


HANDLES = [
    Handle(
        "chosen",
        at=lambda ring, result: [[(1.5, y)] for y in rows(len(result.text))],
        click=lambda result, k: {"place": k + 1},
        width=20,
    ),
    Handle(
        lambda artists: artists.names.outlines,
        at=lambda names, result: [[(STATIONS["next"][1] + 1.8, y)] for y in rows(BARS)],
        click=write,
        width=28,
    ),
]


@demo(Words("One sentence through the whole network", "一句话流过整个网络"), height=3.8)
def flow(**values):
    """A sentence in a network of two blocks: each place asks those before it twice, and then tells the next letter.
    一句话在两块注意力网络中流过：每个位置向前面看两次，然后说出下一个字母。

    61,759 weights, 48 numbers a letter, four heads, 192 hidden units; trained on the other lectures of this course, and
    shipped. An orange cell is a negative number, a blue one positive; each strip has its own scale.

    source : Vaswani et al. (2017); after Cho et al., Transformer Explainer (2024)
    """
