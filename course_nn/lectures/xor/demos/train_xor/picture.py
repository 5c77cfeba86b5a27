"""That a network exists is one thing, that gradient descent finds it another: a hundred starts, and where they end."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.ticker import NullFormatter

from course_nn import boundary
from course_nn.common.progress import finished
from course_nn.common.words import ACTIVATION_NAMES, Words, activation_names, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.xor.demos.train_xor.random_starts import (
    CORNERS,
    EPOCHS,
    LEVELS,
    MOMENTS,
    RUNS,
    WANTED,
    Runs,
    endings,
    learn_xor,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Slider, Values, Veil, demo, tried

SPANS = {"step": (0, 1), "sigmoid": (0, 1), "tanh": (-1, 1), "relu": (0, 4), "leaky_relu": (0, 4)}  # of hidden units
STARTS = {"zero": "0", "small": Words("small, random", "小随机数"), "normal": Words("large, random", "大随机数")}
CONTROLS = {
    "activation": Choice("φ", activation_names(SPANS), "tanh", means=term("activation")),
    "width": Slider(Words("hidden units", "隐藏单元数"), 1, 6, 2, 1, continuous=False),
    "run": Slider(Words("run", "第几次训练"), 0, RUNS - 1, 0, 1),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EPOCHS // MOMENTS, plays=True),
    "biases": Choice(Words("first biases", "初始偏置"), STARTS, "zero"),
    "rate": Slider("η", 0.1, 10.0, 1.0, 0.25, decades=True, continuous=False, means=Words("learning rate", "学习率")),
    "times": Choice(Words("epochs ×", "轮次 ×"), {1: "1", 10: "10"}, 1, costly=(10,)),
    "scale": Choice(Words("first weights ×", "初始权重 ×"), {0.2: "0.2", 1: "1", 3: "3"}, 1),
}
SIDE = 60
SQUARE = look.grid(-0.5, 1.5, SIDE)
TOP = 0.8  # of the loss axis
BINS = 40  # along it
EMPTY, SOLVED, STUCK = 0, 1, 2
COLORS = (np.array([to_rgba(color) for color in ("white", look.BLUE, look.VERMILION)]) * 255).astype(np.uint8)


class Result(NamedTuple):
    epoch: int
    now: int  # which of the moments this is
    runs: Runs
    crowd: np.ndarray  # (40, 101) how many networks have this loss at this time
    solved: np.ndarray  # (100,) bool, at this epoch
    in_the_end: int  # how many are solved after the last epoch
    places: np.ndarray  # (100, 2) where each network stands in the bar of its loss, and the middle of that bar
    counts: np.ndarray  # (40, 2) networks with this loss at this epoch: solved, not solved
    surface: np.ndarray  # (60, 60) y of the chosen run over the input square
    units: np.ndarray  # (2,) the hidden units shown, those with the largest weights in the end
    path: np.ndarray  # (101, 4, 2) where these two units put the four points, at every moment
    v: np.ndarray  # (2,) the output's weights from these two
    c: float


def compute(activation, width, run, epoch, biases, rate, times, scale) -> Generator[float, None, Result]:
    runs = yield from learn_xor(activation, width, biases, rate, times * EPOCHS, scale)
    now = epoch * MOMENTS // EPOCHS
    place = np.clip(runs.losses / TOP * BINS, 0, BINS - 1).astype(int)  # (101, 100) which bin the loss is in
    solved = runs.solved[now]
    units, path, v, c = hidden_layer(runs, run, now)
    logits = runs.network.with_parameters(runs.parameters[now, run])(SQUARE)
    return Result(
        epoch=now * runs.every,
        now=now,
        runs=runs,
        crowd=np.stack([np.bincount(row, minlength=BINS) for row in place], axis=1),
        solved=solved,
        in_the_end=int(runs.solved[-1].sum()),
        places=np.stack([ranks(place[now], solved) + 0.5, (place[now] + 0.5) * TOP / BINS], axis=1),
        counts=np.stack([np.bincount(place[now, which], minlength=BINS) for which in (solved, ~solved)], axis=1),
        surface=(0.5 + 0.5 * np.tanh(logits / 2)).reshape(SIDE, SIDE),
        units=units,
        path=path,
        v=v,
        c=c,
    )


def ranks(bins: np.ndarray, solved: np.ndarray) -> np.ndarray:
    """How many networks stand before each in its bar, the solved ones first."""
    order = np.lexsort((~solved, bins))
    before = np.empty(RUNS)
    before[order] = np.arange(RUNS) - np.searchsorted(bins[order], bins[order])
    return before


def hidden_layer(runs: Runs, run: int, now: int) -> tuple:
    """The two hidden units with the largest weights in the end, the path of the points there, and v, c at this time."""
    history = runs.network.with_parameters(runs.parameters[:, run])  # one network at 101 times
    (_, V), (_, c) = history.weights, history.biases  # (101, 1, n), (101, 1)
    largest = np.sort(np.argsort(-np.abs(V[-1, 0]))[:2])  # only one in a layer of one
    v = np.zeros(2)
    v[: len(largest)] = V[now, 0, largest]
    units = np.resize(largest, 2)  # a single one is shown on both axes
    return units, history.forward(CORNERS).h[1][..., units], v, float(c[now, 0])


def paint(figure: Figure) -> SimpleNamespace:
    """Four axes: a hundred runs and where they end; and of one run what it answers, over the inputs and over h."""
    time, ends, square, hidden = figure.subplots(1, 4, width_ratios=[1, 0.9, 1.1, 1.1])
    paint_losses(time, ends)
    look.plane(square, -0.5, 1.5).set(xticks=[0, 1], yticks=[0, 1], title="$y(x)$")
    marks.put(marks.points(square, ms=13), CORNERS, WANTED)
    paint_hidden(hidden)
    image = dict(origin="lower", aspect="auto", zorder=0)
    return SimpleNamespace(
        crowd=time.imshow(np.zeros((BINS, 101, 4), np.uint8), extent=(0, 1, 0, TOP), **image),
        time=time,
        curve=marks.line(time, color=look.BLACK),
        when=marks.now(time),
        now=marks.line(time, "o", color=look.BLACK, ms=7, clip_on=False),
        ends=ends.imshow(np.zeros((BINS, RUNS, 4), np.uint8), extent=(0, RUNS, 0, TOP), **image),
        here=marks.line(ends, "o", color=look.BLACK, mec="white", ms=6, zorder=3, clip_on=False),
        solved=marks.line(ends, color=look.BLACK, lw=2.5, zorder=2),
        count=ends.text(1, 0.99, "", transform=ends.transAxes, ha="right", va="top"),
        surface=marks.surface(square, SIDE, -0.5, 1.5),
        contour=marks.line(square, color=look.BLACK, solid_capstyle="butt"),
        hidden=hidden,
        trails=[marks.line(hidden, color=look.CLASS_COLORS[c], lw=1.5) for c in WANTED],
        points=marks.stacked(hidden, ms=13, zorder=3),
        cut=marks.line(hidden, color=look.BLACK),
    )


def paint_losses(time: Axes, ends: Axes) -> None:
    time.set(xlim=(0, 1), ylim=(0, TOP), xlabel=term("epoch").drawn(), xticks=[0, 0.5, 1])
    time.set_title(Words("loss, 100 runs", "100 次训练的损失").drawn())
    time.set_yticks([0, *LEVELS], ["0", *(number(level) for level in LEVELS)])
    ends.set(xlim=(0, RUNS), ylim=(0, TOP), yticks=[0, *LEVELS], yticklabels=[])
    ends.set_title(Words("runs at each loss", "各损失的次数").drawn())
    ends.set_xlabel(Words("runs", "训练次数").drawn())
    ends.set_xticks([50, 100])


def paint_hidden(axes: Axes) -> None:
    axes.set(title=Words("hidden layer", "隐藏层").drawn(), aspect="equal", xlabel="$h_1$")
    axes.set_ylabel("$h_2$", rotation=0, va="center")
    axes.yaxis.set_major_formatter(NullFormatter())


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    runs, now = result.runs, result.now
    along, epochs = np.linspace(0, 1, MOMENTS + 1), runs.every * MOMENTS
    marks.fit(artists.time, xticklabels=["0", f"{epochs // 2:,}", f"{epochs:,}"])
    shade = 255 - (235 * np.sqrt(result.crowd / RUNS)).astype(np.uint8)
    artists.crowd.set_data(np.dstack([shade, shade, shade, np.full_like(shade, 255)]))
    artists.curve.set_data(along, runs.losses[:, values.run])
    marks.at(artists.when, along[now])
    artists.now.set_data(along[[now]], runs.losses[[now], values.run])
    solved, stuck = result.counts.T[..., None]  # (40, 1) each
    place = np.arange(RUNS)
    bars = np.where(place < solved, SOLVED, np.where(place < solved + stuck, STUCK, EMPTY))  # (40, 100)
    artists.ends.set_data(COLORS[bars])
    artists.here.set_data(*result.places[values.run][:, None])
    count = result.solved.sum()
    artists.solved.set_data([count, count], [0, 2 * REACH])
    artists.solved.set_visible(values.width == ESTIMATE.shown["width"])  # of these the question asks
    artists.count.set_text(Words(f"{count} solved", f"{count} 次学会").drawn())
    marks.fill(artists.surface, look.heat(result.surface))
    artists.contour.set_data(*look.one_line(boundary.curve(result.surface - 0.5, -0.5, 1.5)))
    draw_hidden(artists, result, values)


def draw_hidden(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """The four points on their way through two of the hidden units; with more than two there is no line to draw."""
    now, ticks = result.now, SPANS[values.activation]
    low, high = ticks
    span = low - 0.15 * (high - low), high + 0.15 * (high - low)
    h1, h2 = result.units + 1
    marks.fit(artists.hidden, xlim=span, ylim=span, xticks=ticks, yticks=ticks, xlabel=f"$h_{h1}$", ylabel=f"$h_{h2}$")
    for trail, path in zip(artists.trails, result.path.swapaxes(0, 1)):
        trail.set_data(*path[: now + 1].T)
    marks.put(artists.points, result.path[now], WANTED)
    line = boundary.line(result.v, result.c, 99) if values.width <= 2 else np.full((2, 2), np.nan)
    artists.cut.set_data(*line.T)


def readout(result: Result, values: Values) -> Words:
    phi, failed = ACTIVATION_NAMES[values.activation], failures(result.runs)
    loss = number(result.runs.losses[result.now, values.run])
    state = Words("solved", "已学会") if result.solved[values.run] else Words("not solved", "未学会")
    return Words(
        f"{phi.en}, hidden units: {values.width}. At the end, <b>{result.in_the_end} of {RUNS}</b> runs learn XOR.\n "
        f"Failed runs by their loss: {failed.en}. Run {values.run}, epoch {result.epoch}: loss {loss}, {state.en}.",
        f"{phi.zh}，隐藏单元数 {values.width}。{RUNS} 次训练中，最后有 <b>{result.in_the_end}</b> 次学会异或。\n"
        f"未学会的，按损失分：{failed.zh}。第 {values.run} 次训练，第 {result.epoch} 轮：损失 {loss}，{state.zh}。",
    )


def failures(runs: Runs) -> Words:
    """How many runs wait at which loss."""
    _, *counts, elsewhere = np.bincount(endings(runs), minlength=len(LEVELS) + 2)
    parts = [
        Words(f"{count} near {number(level)}", f"{number(level)} 附近 {count} 次")
        for count, level in zip(counts, LEVELS)
        if count
    ]
    if elsewhere:
        parts.append(Words(f"{elsewhere} elsewhere", f"别处 {elsewhere} 次"))
    return Words(", ".join(part.en for part in parts) or "none", "，".join(part.zh for part in parts) or "无")


def learned_with_three_units() -> int:
    """How many of the hundred runs learn XOR with a third hidden unit, all else as at the start."""
    start = {name: CONTROLS[name].start for name in ("activation", "width", "biases", "rate")} | {"width": 3}
    return int(finished(learn_xor(*start.values(), EPOCHS, CONTROLS["scale"].start)).solved[-1].sum())


REACH = 0.06  # of the loss, half the height of the stroke at the end of the lowest bar
PREDICTED = {"fewer": 35.0, "half": 55.0, "most": 95.0}
ESTIMATE = Mark(
    axes=lambda artists: artists.ends.axes,
    along="x",
    label=Words("runs that learn XOR", "学会异或的次数"),
    low=0,
    high=RUNS,
    unit=Words(" runs", " 次"),
    where=REACH,
    reach=REACH,
    truth=learned_with_three_units,
    shown={"width": 3},
    places=PREDICTED,
)


def ghost(artists: SimpleNamespace, option: str) -> tuple | None:
    """So many runs that end at a loss of 0."""
    return (artists.ends.axes, [(PREDICTED[option], 0.01)]) if option in PREDICTED else None


# Given is a run that fails with two units, and that others do.
VEIL = Veil(
    ("ends", "here", "solved", "count"),
    given=("epoch", "now", "runs", "crowd", "surface", "units", "path", "v", "c"),
)
USES = {
    "add-third-fourth": ("width",),
    "click-red-bar": ("width", "run", "epoch"),
    "change-activation-needs": ("activation", "width"),
    "sceptic": ("sceptic",),
}
TO_DO = {
    "add-third-fourth": tried(width=(3, 4)),
    "click-red-bar": lambda result, values, seen: (
        not result.runs.solved[-1][values.run] and min(len(seen["run"]), len(seen["epoch"]) - 1) > 1
    ),
    "change-activation-needs": tried(activation=("sigmoid", "relu")),
    "sceptic": tried(sceptic=("biases", "rate", "epochs", "weights", "spare")),
}


def judge(result: Result, values: Values) -> str:
    """Solved if all hundred learn it with at most four hidden units, almost if 95 do."""
    if values.width > 4 or result.in_the_end < 95:
        return "open"
    return "solved" if result.in_the_end == RUNS else "almost"


CHALLENGE = Challenge(
    Words(
        "let all 100 networks learn XOR, with at most four hidden units.",
        "隐藏单元至多四个，让 100 个网络全部学会异或。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words("with two hidden units, many runs never learn XOR.", "只有两个隐藏单元时，许多次训练始终学不会异或。"),
    Words("Failed runs out of 100", "100 次中失败的次数"),
    lambda result: RUNS - result.in_the_end,
    {
        "biases": Change(Words("first biases large, random", "初始偏置取大随机数"), {"biases": "normal"}),
        "rate": Change(Words("a larger learning rate", "更大的学习率"), {"rate": 3.0}),
        "epochs": Change(Words("ten times as many epochs", "十倍的轮次"), {"times": 10}),
        "weights": Change(
            Words("ten times as many epochs, smaller first weights", "十倍的轮次，初始权重也更小"),
            {"times": 10, "scale": 0.2},
        ),
        "spare": Change(Words("two units more", "多两个单元"), {"width": 4}),
    },
)


HANDLES = [
    Handle("ends", at=lambda ends, result: result.places[:, None], click=lambda result, k: {"run": k}, width=8),
    Handle("when", drag=lambda result, x, y: {"epoch": x * EPOCHS}),
]


@demo(Words("A hundred networks learn XOR", "一百个网络学习异或"))
def train_xor(**values):
    """A hundred networks learn XOR by gradient descent: how many succeed, where the others stop, and one of them.
    一百个网络用梯度下降学习异或：多少个学会、其余停在何处，以及其中一个的训练过程。

    θ ← θ - η ∇ mean of (log(1 + e^f) - t f),  each epoch one step on all four points

    biases : the first ones: "zero", "small" (uniform within ±1/√inputs), "normal" (standard deviation 1)
    scale  : of the first weights, as a multiple of Glorot's

    source : the lecture, section 3; Rumelhart, Hinton & Williams, Parallel Distributed Processing (1986), chapter 8
    """
