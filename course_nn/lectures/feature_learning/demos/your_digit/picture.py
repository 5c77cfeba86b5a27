"""What the hidden units of a network see in a digit that you draw: who answers, and how strongly; beside its pixels."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.ink import CELLS, as_ink
from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.digit_pad import digit_pad, percent_of, whose
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing import reading as sheets
from course_nn.drawing.mosaics import COLUMN, ROW, mosaic
from course_nn.drawing.numbers import number, percent
from course_nn.drawing.sketch import Texts
from course_nn.handwriting import as_digit
from course_nn.lectures.feature_learning.demos.your_digit.hidden_units import (
    digits_a_unit,
    logits,
    reading,
    relative_distances,
    strongest,
)
from course_nn.losses import softmax
from course_nn.stage import Change, Choice, Sceptic, Slider, Values, Veil, demo

CONTROLS = {
    "pad": digit_pad(),
    "show": Choice(
        Words("show", "显示"),
        {"product": Words("weight times ink", "权重乘墨量"), "weights": Words("weights", "权重")},
        "product",
    ),
    "keep": Slider(Words("strongest units kept", "保留最强的单元"), 1, 24, 24, 1),
    "network": Choice(
        Words("network", "网络"),
        {
            "trained": Words("trained", "训练后"),
            "new": Words("untrained", "训练前"),
            "start": Words("another start", "另一个初值"),
            "wide": Words("96 units", "96 个单元"),
            "narrow": Words("12 units", "12 个单元"),
            "centred": Words("less the mean ink", "减去平均墨量"),
        },
        "trained",
    ),
    "on": Choice(
        Words("counted over", "统计对象"),
        {"new": Words("597 new digits", "597 个新数字"), "program": Words("a program’s 400", "程序写的 400 个")},
        "new",
    ),
}
TILES, ACROSS, LOW_ACROSS = 24, 6, 8  # units that are shown, and in a row; in a low window more
LOW = 2.9  # inches: in less height the numbers above units in four rows would cover each other
QUIET = (0xD5, 0xD5, 0xD5, 0xFF)  # the frame of a unit that does not answer
LOUD = (0x00, 0x72, 0xB2, 0xFF)
STRONG = 0.35  # of the largest weight, that has full colour


class Result(NamedTuple):
    x: np.ndarray  # (64,) ink of what is drawn, 0 … 1
    h: np.ndarray  # (M,) outputs of the hidden units for it
    W: np.ndarray  # (M, 64) their weights
    order: np.ndarray  # (M,) the units, the strongest first
    p: np.ndarray  # (10,) probabilities from the units that are kept
    answers: float  # share of the units that answer to the digits counted over
    digits: float  # to how many of the ten digits a unit answers, on average
    right: float  # share of the digits counted over that are read with the units that are kept
    pixels: np.ndarray  # (10,) distance to the mean of each digit, in pixels
    features: np.ndarray  # (10,) the same in the hidden layer
    by_means: tuple  # share of the digits that the nearest mean reads, in pixels and in the hidden layer


def compute(pad, show, keep, network, on) -> Generator[float, None, Result]:
    read = yield from reading(network, on)
    x = as_digit(as_ink(pad))
    h = read.hidden(x[None])[0]
    p = softmax(logits(read.network, strongest(h[None], keep)))[0]
    return Result(
        x=x,
        h=h,
        W=read.network.weights[0],
        order=np.argsort(-h, kind="stable"),
        p=p,
        answers=float((read.H > 0).mean()),
        digits=float(digits_a_unit(read).mean()),
        right=float((logits(read.network, strongest(read.H, keep)).argmax(axis=1) == read.labels).mean()),
        pixels=relative_distances(x, read.pixel_means),
        features=relative_distances(h, read.hidden_means),
        by_means=read.by_means,
    )


def paint(figure: Figure) -> SimpleNamespace:
    sheet, tiles, means, answers = figure.subplots(1, 4, width_ratios=[0.95, 2.0, 1.15, 0.6])
    sheet.set(xticks=[], yticks=[], title=Words("draw here", "在这里写").drawn())
    sheet.spines[:].set(visible=True, color=look.GREY)
    tiles.set_axis_off()
    tiles.set_title(Words("hidden units, the strongest first", "隐藏单元，最强的在前").drawn())
    across = ACROSS if figure.get_size_inches()[1] > LOW else LOW_ACROSS
    size = (ROW * (TILES // across), COLUMN * across, 4)
    return SimpleNamespace(
        across=across,
        paper=sheet.imshow(np.zeros((CELLS, CELLS)), cmap="gray_r", vmin=0, vmax=1),
        tiles=tiles.imshow(np.full(size, 255, np.uint8), aspect="equal"),
        outputs=Texts(tiles, look.SMALL),
        **paint_means(means),
        bars=paint_answers(answers),
    )


def paint_means(axes: Axes) -> dict:
    axes.set(xlim=(0.2, 1.55), ylim=(11.6, -0.7), yticks=range(10), yticklabels=range(10))
    axes.set_title(Words("distance to each mean", "到各数字均值的距离").drawn())
    names = Words("in pixels", "用像素"), Words("in the hidden layer", "用隐藏层")
    forms = dict(color=look.GREY, marker="s", ls="", ms=6), dict(color=look.BLUE, marker="o", ls="", ms=7)
    is_low = axes.figure.bbox.height / axes.figure.dpi <= LOW
    marks.key(axes, [(name.drawn(), form) for name, form in zip(names, forms)], y=0.2 if is_low else 0.16)
    axes.axvline(1, color=look.PALE, lw=0.8, zorder=0.4)
    return {
        "pixels": marks.line(axes, **forms[0]),
        "features": marks.line(axes, **forms[1]),
        "nearest": marks.line(axes, "o", ms=15, mfc="none", mec=look.VERMILION, mew=1.8),
    }


def paint_answers(axes: Axes) -> list:
    axes.set(xlim=(-0.6, 1.6), ylim=(0, 104), yticks=[0, 50, 100], title=Words("respond, %", "有输出，%").drawn())
    axes.set_xticks([0, 1], [Words("to\nyours", "对\n你的").drawn(), Words("to all", "平均").drawn()])
    return [axes.bar([x], [0], 0.6, color=color)[0] for x, color in enumerate((look.VERMILION, look.BLUE))]


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.paper, as_ink(values.pad).astype(float))
    draw_tiles(artists, result, values)
    artists.pixels.set_data(result.pixels, range(10))
    artists.features.set_data(result.features, range(10))
    ends = [(each.min(), each.argmin()) for each in (result.pixels, result.features) if result.x.any()]
    artists.nearest.set_data(*np.reshape(ends, (-1, 2)).T)
    for bar, share in zip(artists.bars, ((result.h > 0).mean() * result.x.any(), result.answers)):
        bar.set_height(100 * share)


def draw_tiles(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """Each unit as its weights, or as what each cell adds to its sum; its output above it."""
    shown = result.order[:TILES]
    W, h = result.W[shown], result.h[shown]
    cells = W * result.x if values.show == "product" else W
    strong = STRONG * np.abs(result.W).max()
    colors = look.heat(cells.reshape(-1, 8, 8), -strong, strong)
    counts = (h > 0) & (np.arange(len(h)) < values.keep)
    image, above, _ = mosaic(colors, np.where(counts[:, None], LOUD, QUIET).astype(np.uint8), artists.across)
    page = np.full_like(artists.tiles.get_array(), 255)
    page[: len(image)] = image
    marks.fill(artists.tiles, page)
    inks = np.where(counts, look.BLACK, look.GREY)
    artists.outputs.move(above, [number(value, 1) for value in h], list(inks))


def readout(result: Result, values: Values) -> Words:
    if not result.x.any():
        said = sheets.BLANK
    else:
        said = of_the_sheet(result, values)
    answers, right, digits = percent(result.answers), percent(result.right), number(result.digits, 1)
    pixels, hidden = map(percent, result.by_means)
    of = min(values.keep, len(result.h))
    return Words(
        f"{said.en} On average <b>{answers}</b> of the units respond to a digit, and a unit responds to {digits} of "
        f"the ten digits.\n With its {of} strongest units the network reads {right} of these digits. "
        f"The nearest mean reads {pixels} of them in pixels, and {hidden} in the hidden layer.",
        f"{said.zh}平均有 <b>{answers}</b> 的单元对一个数字有输出，一个单元对十个数字中的 {digits} 个有输出。\n"
        f"只用最强的 {of} 个单元，网络读对这些数字的 {right}。"
        f"按最近的均值来读：用像素读对 {pixels}，用隐藏层读对 {hidden}。",
    )


def of_the_sheet(result: Result, values: Values) -> Words:
    """How many units answer to what is drawn, what is read from those that are kept, and which mean is nearest."""
    n, units, digit = int((result.h > 0).sum()), len(result.h), int(result.p.argmax())
    of = whose(values.pad)
    sure, near, nearer = percent(result.p[digit]), int(result.pixels.argmin()), int(result.features.argmin())
    return Words(
        f"{n} of {units} units respond to {of.en}; the network reads a {digit}, with {sure}. "
        f"The nearest mean is {near} in pixels, {nearer} in the hidden layer.",
        f"{of.zh}：{units} 个单元中有 {n} 个有输出，网络读作 {digit}，概率 {sure}。"
        f"最近的均值，用像素是 {near}，用隐藏层是 {nearer}。",
    )


def answering() -> float:
    """How many per cent of the units of the network that ships answer to a new digit, on average."""
    return 100 * float((finished(reading("trained", "new")).H > 0).mean())


ESTIMATE = percent_of(
    lambda artists: artists.bars[1],
    Words("respond", "有输出"),
    answering,
    {"few": 12.0, "most": 80.0, "half": 45.0},
)
VEIL = Veil(
    ("tiles", "outputs", "bars", "features", "nearest"),
    given=("x", "pixels"),
)
TO_DO = {
    "change": lambda result, values, seen: len(seen["pad"]) > 2 and result.x.any(),
    "weights": lambda result, values: values.show == "weights",
    "few": lambda result, values: values.keep <= 5 and result.x.any(),
    "apart": lambda result, values: result.x.any() and result.pixels.argmin() != result.features.argmin(),
}
USES = {"change": ("pad",), "weights": ("show",), "few": ("keep",), "apart": ("pad",)}
SCEPTIC = Sceptic(
    Words("a hidden unit responds to most of the ten digits.", "一个隐藏单元对十个数字中的大多数都有输出。"),
    Words("To how many of the ten digits a unit responds, on average", "一个单元平均对十个数字中的几个有输出"),
    lambda result: result.digits,
    {
        "start": Change(Words("other first weights", "换初始权重"), {"network": "start"}),
        "wide": Change(Words("four times as many units", "单元数增到四倍"), {"network": "wide"}),
        "narrow": Change(Words("half as many units", "单元数减半"), {"network": "narrow"}),
        "centred": Change(Words("the mean ink is subtracted first", "先减去平均墨量"), {"network": "centred"}),
        "program": Change(Words("digits that a program draws", "换成程序写的数字"), {"on": "program"}),
    },
)


@demo(Words("What hidden units see in your digit", "隐藏单元在你的数字里看到什么"), height=3.2)
def your_digit(**values):
    """The hidden units of a network that reads digits, for a digit that is drawn: their weights, and their outputs.
    读数字的网络的隐藏单元面对一个手写数字：它们的权重与输出。

    h = relu(W₁ x + b₁), 64 inputs and 24 units; a unit answers where h > 0

    source : the network and the digits as in course_nn.reader
    """
