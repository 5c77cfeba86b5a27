"""Slopes are gears: each stretches or shrinks a nudge, and together they multiply; thirty random ones are a lottery."""

from collections.abc import Callable, Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished, memoized
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number, percent
from course_nn.lectures.backpropagation.autodiff import gradient
from course_nn.lectures.backpropagation.demos.gears.gear_trains import AT_ONCE, factors, relu_layers
from course_nn.stage import Challenge, Choice, Curve, Handle, Sceptic, Slider, Values, Veil, demo, tried

VIEWS = {"three": Words("three gears", "三个齿轮"), "train": Words("a long train", "一长串齿轮")}
FUNCTIONS = {"square": ("u²", "u^2"), "sin": ("sin u", "sin(u)"), "tanh": ("tanh u", "tanh(u)"), "half": ("½u", "½u")}
LAST = FUNCTIONS | {"exp": ("eᵘ", "exp(u)")}
WIDTHS = {"8": 1000, "16": 1000, "32": 400, "64": 200}  # units a layer: trains of such layers
KINDS = {"factors": Words("normal factors", "正态因子")} | {
    width: Words(f"He, {width} ReLU a layer", f"He，每层 {width} 个 ReLU") for width in WIDTHS
}


def in_view(view: str) -> Callable:
    return lambda values: values.view == view


def gear(k: int, options: dict, start: str) -> Choice:
    return Choice(Words(f"gear {k}", f"齿轮 {k}"), {n: o[0] for n, o in options.items()}, start, used=in_view("three"))


CONTROLS = {
    "view": Choice(Words("view", "视图"), VIEWS, "three"),
    "x": Slider("x", -3.0, 3.0, 1.0, means=Words("the input", "输入"), used=in_view("three")),
    "first": gear(1, FUNCTIONS, "square"),
    "second": gear(2, FUNCTIONS, "sin"),
    "third": gear(3, LAST, "exp"),
    "kind": Choice(Words("gears", "齿轮类型"), KINDS, "factors", costly=("64",), used=in_view("train")),
    "L": Slider(Words("layers L", "层数 L"), 1, 30, 30, 1, used=in_view("train")),
    "seed": Slider(Words("seed", "随机种子"), 0, 9, 0, 1, used=in_view("train")),
}
MOST = 30
NUDGE = 0.4
EDGE = 4.0  # of the number lines
# The sizes in the picture.
FLOOR = 1e-12
CEILING = 1e4
GOAL = 0.5  # of the median, which the challenge asks for
SINGLE = 60  # trains that are drawn one by one
LAYERS = np.arange(MOST + 1)


class Result(NamedTuple):
    numbers: np.ndarray  # (4,) the input, and what each gear makes of it
    slopes: np.ndarray  # (3,) of the gears
    names: list  # of the functions
    total: int  # of trains
    single: np.ndarray  # (60, 31) sizes in some of the trains
    middle: np.ndarray  # (3, 31) 10th, 50th and 90th percentile
    rms: np.ndarray  # (31,) root of the mean square
    zero: float  # share of the trains that leave exactly 0 behind L layers


def compute(view, x, first, second, third, kind, L, seed) -> Generator[float, None, Result]:
    numbers, slopes, names = [x], [], []
    for key in (first, second, third):
        name, text = LAST[key]
        value, slope = gradient(text, {"u": numbers[-1]})
        numbers.append(value)
        slopes.append(slope["u"])
        names.append(name)
    sizes = (yield from trains(kind, seed)) if view == "train" else np.ones((MOST + 1, SINGLE))
    return Result(
        numbers=np.array(numbers),
        slopes=np.array(slopes),
        names=names,
        total=sizes.shape[1],
        single=sizes[:, :SINGLE].T,
        middle=np.percentile(sizes, [10, 50, 90], axis=1),
        rms=np.sqrt((sizes**2).mean(axis=1)),
        zero=float(np.mean(sizes[L] == 0)),
    )


@memoized
def trains(kind: str, seed: int) -> Generator[float, None, np.ndarray]:
    """Sizes of a nudge after 0 … 30 gears: (31, count)."""
    rng = np.random.default_rng(seed)
    if kind == "factors":
        return factors(rng, MOST, 1000)
    parts = []
    for done in range(0, WIDTHS[kind], AT_ONCE):
        yield done / WIDTHS[kind]
        parts.append(relu_layers(rng, int(kind), MOST, AT_ONCE))
    return np.concatenate(parts, axis=1)


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    lines = figure.add_axes((0.05, 0.09, 0.6, 0.86))
    train = figure.add_axes((0.09, 0.15, 0.6, 0.75))
    return SimpleNamespace(views={"three": lines, "train": train}, **paint_lines(lines), **paint_train(train))


def paint_lines(axes: Axes) -> dict:
    """Four number lines, and what moves on them."""
    axes.set(xlim=(-EDGE - 0.4, EDGE + 0.4), ylim=(-0.4, 3.5))
    axes.set_axis_off()
    axes.hlines(range(4), -EDGE, EDGE, color=look.GREY, lw=1, zorder=0.5)
    for tick in np.arange(-EDGE, EDGE + 1):
        axes.vlines([tick] * 4, np.arange(4) - 0.05, np.arange(4) + 0.05, color=look.GREY, lw=1, zorder=0.5)
        axes.text(tick, -0.32, number(tick, 0), ha="center", fontsize=look.SMALL, zorder=0.5)
    word = dict(va="center", fontsize=look.SMALL, clip_on=False)
    return {
        "links": [marks.line(axes, color=look.PALE, lw=1, zorder=0.6) for _ in range(2)],
        "nudges": [marks.line(axes, color=look.VERMILION, lw=5, solid_capstyle="butt", zorder=3) for _ in range(4)],
        "points": marks.line(axes, "o", color=look.BLACK, ms=7, zorder=4),
        "point": marks.dot(axes, ms=12),
        "words": [axes.text(EDGE + 0.6, 3 - k, "", **word) for k in range(4)],
    }


def paint_train(axes: Axes) -> dict:
    """Sizes over the layers."""
    axes.set(yscale="log", ylim=(FLOOR, CEILING), xlim=(0, MOST), xlabel=Words("layer", "层").drawn())
    axes.set_title(Words("size of the nudge", "微小变化的大小").drawn())
    key = [
        (Words("single trains", "各串齿轮"), dict(color=look.PALE)),
        (Words("median; 10% and 90%", "中位数；10% 与 90%"), dict(color=look.BLUE)),
        (Words("root mean square", "均方根"), dict(color=look.VERMILION, ls="--")),
    ]
    marks.key(axes, [(words.drawn(), style) for words, style in key], x=1.03, y=0.95)
    return {
        "goal": [
            goals.point(axes, MOST, GOAL, zorder=3, clip_on=False),
            goals.name(axes, MOST + 0.6, GOAL / 30, va="center", in_layout=True),
        ],
        "single": marks.line(axes, color=look.PALE, lw=0.7, zorder=1),
        "percentiles": [marks.line(axes, color=look.BLUE, lw=width, zorder=3) for width in (1, 2.5, 1)],
        "rms": marks.line(axes, color=look.VERMILION, ls="--", zorder=3),
        "now": marks.now(axes, color=look.BLACK),
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for name, axes in artists.views.items():
        axes.set_visible(name == values.view)
    (draw_three if values.view == "three" else draw_train)(artists, result, values)


def draw_three(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """Number lines from above; what lies outside stays at the edge."""
    sizes = NUDGE * np.cumprod([1, *result.slopes])
    starts, ends = (np.clip(x, -EDGE, EDGE) for x in (result.numbers, result.numbers + sizes))
    heights = np.arange(3, -1, -1)
    for link, places in zip(artists.links, (starts, ends)):
        link.set_data(places, heights)
    for k, nudge in enumerate(artists.nudges):
        nudge.set_data([starts[k], ends[k]], [heights[k]] * 2)
    artists.points.set_data(starts[1:], heights[1:])
    artists.point.set_data(starts[:1], heights[:1])
    artists.words[0].set_text(f"x = {number(result.numbers[0])}")
    slope = Words("slope", "斜率").drawn()
    for k, text in enumerate(artists.words[1:]):
        value, own = magnitude(result.numbers[k + 1]), magnitude(result.slopes[k])
        text.set_text(f"{result.names[k]} = {value}\n{slope} {own}")


def draw_train(artists: SimpleNamespace, result: Result, values: Values) -> None:
    def inside(sizes):
        return np.clip(sizes, FLOOR, CEILING)

    pieces = np.stack([np.broadcast_to(LAYERS, result.single.shape), inside(result.single)], axis=-1)
    artists.single.set_data(*look.one_line(pieces))
    for line, sizes in zip(artists.percentiles, result.middle):
        line.set_data(LAYERS, inside(sizes))
    artists.rms.set_data(LAYERS, inside(result.rms))
    marks.at(artists.now, values.L)


def readout(result: Result, values: Values) -> Words:
    if values.view == "three":
        slopes = " · ".join(f"({magnitude(s)})" if s < 0 else magnitude(s, 4) for s in result.slopes)
        product = magnitude(np.prod(result.slopes), 4)
        return Words(
            f"Slopes of the three gears, multiplied: {slopes} = <b>{product}</b>, the slope of the whole.",
            f"三个齿轮的斜率相乘：{slopes} = <b>{product}</b>，即整体的斜率。",
        )
    L, median, rms = values.L, magnitude(result.middle[1, values.L]), magnitude(result.rms[values.L])
    return Words(
        f"After {L} layers, {result.total} trains have the median size <b>{median}</b> and the root mean square {rms}; "
        f"{percent(result.zero)} of them are exactly 0.",
        f"{result.total} 串齿轮，经过 {L} 层之后：大小的中位数 <b>{median}</b>，均方根 {rms}，恰好为 0 的占 "
        f"{percent(result.zero)}。",
    )


USES = {"choose-long-train": ("L",), "go-through-widths": ("kind",), "go-back-three": ("view", "x")}
TO_DO = {
    "choose-long-train": lambda result, values, seen: (
        values.view == "train" and values.kind == "factors" and values.L == MOST and min(seen["L"]) < MOST // 2
    ),
    "go-through-widths": tried(kind=("8", "16", "32")),
    "go-back-three": lambda result, values: values.view == "three" and abs(np.prod(result.slopes)) < 0.02,
}


def judge(result: Result, values: Values) -> str:
    """Solved by a median above ½ after thirty layers of ReLU; almost above ¼."""
    median = result.middle[1, MOST]
    if values.view != "train" or values.L < MOST:
        return "open"
    return "solved" if median > GOAL else "almost" if median > 0.25 else "open"


CHALLENGE = Challenge(
    Words(
        "in the long train: 30 layers whose median size stays above ½.",
        "在“一长串齿轮”中：经过 30 层之后，大小的中位数仍大于 ½。",
    ),
    judge,
)


ASKED = np.array([0, 5, 10, 15, 20, 25, 30])  # factors
PREDICTED = {"one": 0, "tiny": -8, "huge": 4}  # powers of ten after thirty


def expected(option: str) -> np.ndarray:
    """The typical sizes that an option says, after as many factors as are asked for."""
    return 10.0 ** (PREDICTED[option] * ASKED / MOST)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The sizes that were expected of a typical product."""
    return artists.now.axes, np.stack([ASKED, expected(option)], axis=1)


def median_sizes() -> np.ndarray:
    """Of many trains of normal factors, after as many as are asked for."""
    return np.median(finished(trains("factors", 0)), axis=1)[ASKED]


def beside_the_median(drawn: np.ndarray, true: np.ndarray) -> Words:
    """The size after thirty factors, and what one of them does to it: drawn, and measured."""
    (size, mine), (median, each) = (
        (ESTIMATE.text(sizes[-1]).en, number((sizes[-1] / true[0]) ** (1 / MOST))) for sizes in (drawn, true)
    )
    return Words(
        f"You expected {size} after {MOST} factors, each multiplying by {mine}; the median of many trains is "
        f"{median}, each factor multiplying by {each}.",
        f"你预计乘 {MOST} 个因子后为 {size}，每个因子相当于乘以 {mine}；许多串的中位数为 {median}，"
        f"每个因子相当于乘以 {each}。",
    )


ESTIMATE = Curve(
    axes=lambda artists: artists.now.axes,
    x=tuple(ASKED),
    across=Words("after layer", "层"),
    label=Words("size", "大小"),
    low=FLOOR,
    high=CEILING,
    log=True,
    truth=median_sizes,
    places={option: expected(option) for option in PREDICTED},
    said=beside_the_median,
)
VEIL = Veil(("single", "percentiles", "rms", "now", "goal"))


SCEPTIC = Sceptic(
    Words(
        "a nudge that has passed many gears is much smaller or much larger than at first.",
        "微小的变化经过许多齿轮之后，会比开始时小得多或大得多。",
    ),
    Words("Powers of ten by which the median train changes it", "中位数的大小改变了几个数量级"),
    lambda result: float(abs(np.log10(result.middle[1, -1]))),
    found={"view": "train"},
)


HANDLES = [Handle("now", x="L"), Handle("point", x="x")]


@demo(Words("Gears", "齿轮"))
def gears(**values):
    """The chain rule as gears: three functions on linked number lines, or a train of up to thirty random layers.
    把链式法则看作齿轮：三个函数的相连数轴，或一长串至多三十层的随机齿轮。

    dy/dx = f₃'(f₂(f₁(x))) · f₂'(f₁(x)) · f₁'(x)
    """
