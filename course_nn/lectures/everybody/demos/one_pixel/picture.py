"""A digit is moved by single pixels: what becomes of the answer, how it depends on pooling, and what filters become."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.image import AxesImage

from course_nn.common.progress import InParts, finished, with_first
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number, percent
from course_nn.lectures.everybody.digit_places import (
    ASKED,
    DIGIT,
    INNER,
    LEARNED,
    MIDDLE,
    ONE_ASIDE,
    PLACES,
    READERS,
    SHEET,
    TWO_ASIDE,
    Reader,
    Taught,
    laid,
    mean_over,
    sheets_of,
    taught,
)
from course_nn.losses import softmax
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Slider, Toggle, Values, Veil, demo, tried

WHERE_NAMES = {"middle": Words("the middle", "中央"), "four": Words("four places", "四处")}
HALVING_NAMES = {
    "max": Words("maximum of 2 × 2", "2 × 2 取最大"),
    "mean": Words("mean of 2 × 2", "2 × 2 取平均"),
    "stride": Words("stride 2", "步幅 2"),
    "none": Words("not at all", "不缩小"),
}
FILTER_NAMES = {
    "learned": Words("learned", "学出来的"),
    "random": Words("as they started", "保持初始值"),
    "edges": Words("edges, by hand", "手工设计的边缘"),
    "pixel": Words("the middle pixel", "只看中间像素"),
}
GOAL = Words(
    "a network that gives the same ten numbers at every inner place, two to six pixels from the corner.",
    "找出一个网络，使它在内部的每个位置（距纸角 2 到 6 个像素），十个输出都完全相同。",
)
MORAL = Words(
    "one pixel off centre costs many errors, and two pixels cost hardly any.",
    "挪一个像素，错误多出许多；挪两个像素，几乎不增加。",
)
MEASURE = Words(
    "Misread one pixel off centre, minus misread two pixels off centre", "挪一个像素与挪两个像素的错误率之差"
)


CONTROLS = {
    "halving": Choice(Words("halved by", "缩小方式"), HALVING_NAMES, "max", costly=("none",)),
    "filters": Choice(Words("first filters", "第一层卷积核"), FILTER_NAMES, "learned", costly=("edges", "pixel")),
    "bias": Toggle(Words("biases", "偏置"), False),
    "where": Choice(Words("learns in", "在何处学习"), WHERE_NAMES, "middle"),
    "n": Choice(Words("digits n", "数字个数 n"), {100: "100", LEARNED: "1200"}, LEARNED),
    "rate": Choice(
        Words("first η", "初始 η"), {0.003: "0.003", 0.01: "0.01", 0.02: "0.02"}, 0.01, costly=(0.003, 0.02)
    ),
    "seed": Choice(Words("seed", "随机种子"), {seed: str(seed) for seed in range(5)}, 0, costly=(1, 2, 3, 4)),
    "digit": Slider(Words("digit", "第几个样本"), 0, ASKED - 1, 3, 1),
    "dx": Slider(Words("to the right", "右移"), 0, PLACES - 1, MIDDLE[0], 1),
    "dy": Slider(Words("down", "下移"), 0, PLACES - 1, MIDDLE[1], 1),
}
PASSES = {LEARNED: 15, 100: 60}  # by how many digits there are to learn
MOST_WRONG = 0.7  # that is drawn
CELL = 0.4  # inches, of a filter
PREDICTED = {"larger": 0.2, "same": 0.03, "smaller": 0.005}  # errors one pixel off centre


class Result(NamedTuple):
    sheet: np.ndarray  # (16, 16) ink
    true: int
    p: np.ndarray  # (9, 10) what the network says of it, by pixels to the right
    wrong: np.ndarray  # (9, 9) share of other digits read wrong, rows dy, columns dx
    changed: float  # share of them whose answer one pixel changes
    spread: float  # how far its ten outputs are apart over all inner places
    start: np.ndarray  # (8, 3, 3) filters as they started
    filters: np.ndarray  # (8, 3, 3) and as they are
    kept: float  # the mean correlation of both


def compute(halving, filters, bias, where, n, rate, seed, digit, dx, dy) -> InParts[Result]:
    """First the sheet, then what a network that has learned makes of it."""
    ink, labels = sheets_of(seed)[2:]
    one, no = ink[digit : digit + 1], np.nan
    sheet, true = laid(one, (dx, dy)).reshape(SHEET, SHEET), int(labels[digit])
    nothing = np.full((8, 3, 3), no)
    waiting = Result(sheet, true, np.full((9, 10), no), np.full((9, 9), no), no, no, nothing, nothing, no)
    reader = Reader(halving=halving, bias=bias, filters=filters)
    found = yield from with_first(taught(reader, where, PASSES[n], rate, seed, n), lambda: waiting)
    start, after = (weights.reshape(8, 3, 3) for weights in (found.first, found.network.weights[0]))
    return waiting._replace(
        p=softmax(found.network(laid(np.repeat(one, PLACES, axis=0), [(x, dy) for x in range(PLACES)]))),
        wrong=found.wrong,
        changed=changed_by_one(found),
        spread=float(np.ptp(found.network(laid(np.repeat(one, len(INNER), axis=0), INNER)), axis=0).max()),
        start=start,
        filters=after,
        kept=float(np.mean([np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in zip(start, after)])),
    )


def changed_by_one(found: Taught) -> float:
    """The share of answers that are others one pixel from the middle, mean of four directions."""
    middle = found.answers[MIDDLE[1], MIDDLE[0]]
    return float(np.mean([found.answers[dy, dx] != middle for dx, dy in ONE_ASIDE]))


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    title = Words("the answer: probability of each digit", "回答：各数字的概率")
    answers = marks.part(figure, 0.55, 2.05, 3.95, 1.25, title.drawn())
    errors = marks.part(figure, 0.55, 0.5, 3.95, 1.1, Words("share of digits misread", "数字的错误率").drawn())
    sheet = marks.part(figure, 5.95, 0.1, 1.7, 1.7)
    for axes in (answers, errors):
        axes.set(xlim=(-0.3, PLACES - 0.7), xticks=range(PLACES))
    answers.set(ylim=(-0.03, 1.03), yticks=[0, 0.5, 1], xticklabels=[])
    errors.set(ylim=(0, MOST_WRONG), xlabel=Words("pixels to the right", "右移的像素").drawn())
    errors.set_yticks([0, 0.2, 0.4, 0.6], ["0%", "20%", "40%", "60%"])
    red = dict(color=look.VERMILION, lw=2, zorder=3)
    return SimpleNamespace(
        others=marks.line(answers, ".-", color=look.GREY, lw=1, ms=4),
        right=marks.line(answers, "o-", color=look.BLUE, ms=5),
        name=answers.text(0, 1.0, "", color=look.ink(look.BLUE), va="top", fontsize=look.SMALL, in_layout=False),
        wrong=marks.line(errors, "o-", color=look.BLACK, ms=5),
        now=[marks.now(axes, **red) for axes in (answers, errors)],
        ink=paint_sheet(sheet),
        frame=marks.line(sheet, **red),
        filters=paint_filters(figure),
    )


def paint_sheet(axes: Axes) -> AxesImage:
    axes.set(xlim=(0, SHEET), ylim=(SHEET, 0), xticks=[], yticks=[])
    axes.spines[:].set_visible(True)
    blank = np.zeros((SHEET, SHEET))
    return axes.imshow(blank, cmap="gray_r", vmin=0, vmax=1, extent=(0, SHEET, SHEET, 0), zorder=0)


def paint_filters(figure: Figure) -> list:
    """Two rows of eight squares: filters before and after."""
    titles = Words("eight filters as they started", "八个卷积核：初始"), Words("and now", "现在")
    rows = []
    for low, title in zip((2.85, 2.1), titles):
        axes = marks.part(figure, 4.95, low, 8 * CELL * 1.1, CELL, title.drawn())
        axes.set(xlim=(0, 8 * 1.1), ylim=(1, 0), xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
        blank = np.full((3, 3, 4), 255, np.uint8)
        rows.append([axes.imshow(blank, extent=(1.1 * k, 1.1 * k + 1, 1, 0), zorder=0) for k in range(8)])
        for k in range(8):
            axes.plot(*marks.box(1.1 * k, 0, 1, 1), color=look.GREY, lw=0.8, clip_on=False)
    return rows


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    along = np.arange(PLACES)
    others = [np.column_stack([along, result.p[:, k]]) for k in range(10) if k != result.true]
    artists.others.set_data(*look.one_line(np.array(others)))
    artists.right.set_data(along, result.p[:, result.true])
    artists.name.set_text(str(result.true))
    artists.wrong.set_data(along, np.minimum(result.wrong[values.dy], MOST_WRONG))
    for line in artists.now:
        marks.at(line, values.dx)
    marks.fill(artists.ink, result.sheet)
    artists.frame.set_data(*marks.box(values.dx, values.dy, DIGIT, DIGIT))
    for images, filters in zip(artists.filters, (result.start, result.filters)):
        for image, kernel in zip(images, filters):
            draw_filter(image, kernel)


def draw_filter(image: AxesImage, kernel: np.ndarray) -> None:
    """A filter, against its own largest weight: blue for ink, orange against it; white while it is not known."""
    largest = np.abs(kernel).max()
    known = np.isfinite(largest)
    marks.fill(image, look.heat(kernel, -largest, largest) if known else np.full((3, 3, 4), 255, np.uint8))


def readout(result: Result, values: Values) -> Words:
    asked = [MIDDLE], ONE_ASIDE, TWO_ASIDE, [(values.dx, values.dy)]
    middle, one, two, here = (percent(mean_over(result.wrong, places), 1) for places in asked)
    changed, kept, spread = percent(result.changed, 1), number(result.kept), number(result.spread, 3)
    return Words(
        f"Of {ASKED} digits it misreads {middle} in the middle. One pixel off centre (mean of four sides) it "
        f"misreads <b>{one}</b>, and two pixels off centre <b>{two}</b>. Here it misreads {here}. "
        f"One pixel changes {changed} of the answers.\n The filters correlate {kept} with their start. "
        f"Over all inner places the outputs for this {result.true} "
        f"differ by up to {spread}.",
        f"{ASKED} 个数字的错误率：中央 {middle}，挪一个像素（上下左右平均）<b>{one}</b>，"
        f"挪两个像素 <b>{two}</b>，此处 {here}。"
        f"挪一个像素，{changed} 的回答会变。\n卷积核与初始值的相关系数为 {kept}。"
        f"在所有内部位置上，对这个 {result.true} 的输出最多相差 {spread}。",
    )


def ghost(artists: SimpleNamespace, option: str) -> tuple | None:
    """The predicted error one pixel off centre."""
    return artists.wrong.axes, np.array([(MIDDLE[0] + 1, PREDICTED[option])])


def error_one_aside() -> float:
    """The error in per cent one pixel to the right, of a network with pooling that learned in the middle."""
    return 100 * finished(taught(READERS["max"])).wrong[MIDDLE[1], MIDDLE[0] + 1]


ESTIMATE = Mark(
    axes=lambda artists: artists.wrong.axes,
    label=Words("misread", "读错"),
    low=0,
    high=100 * MOST_WRONG,
    unit="%",
    per=0.01,
    where=MIDDLE[0] + 1,
    reach=0.6,
    truth=error_one_aside,
    places={option: 100 * error for option, error in PREDICTED.items()},
    shown={"dx": 5},
)
VEIL = Veil(("others", "right", "name", "wrong", "now"), given=("sheet", "start", "filters"))
TO_DO = {
    "pull-red-line": lambda result, values, seen: {5, 6} <= seen["dx"],
    "halve-picture-mean": tried(halving=("mean", "stride", "none")),
    "pooling-again-compare": lambda result, values, seen: (
        values.halving == "max" and {"random", "edges"} <= seen["filters"]
    ),
    "sceptic": tried(sceptic=("mean", "stride", "none", "four", "few", "digits")),
}
USES = {
    "pull-red-line": ("dx",),
    "halve-picture-mean": ("halving",),
    "pooling-again-compare": ("halving", "filters"),
    "sceptic": ("sceptic",),
}


def judge(result: Result) -> str:
    """Solved where all inner places get the same ten outputs; almost where they hardly differ."""
    return "solved" if result.spread < 1e-3 else "almost" if result.spread < 0.5 else "open"


CHALLENGE = Challenge(GOAL, judge)


def cost_of_one(result: Result) -> float:
    """How much more is read wrong one pixel off centre than two."""
    return mean_over(result.wrong, ONE_ASIDE) - mean_over(result.wrong, TWO_ASIDE)


SCEPTIC = Sceptic(
    MORAL,
    MEASURE,
    cost_of_one,
    {
        "mean": Change(Words("the mean of 2 × 2", "2 × 2 取平均"), {"halving": "mean"}),
        "stride": Change(Words("stride 2 and no pooling", "步幅 2，不池化"), {"halving": "stride"}),
        "none": Change(Words("not halved at all", "完全不缩小"), {"halving": "none"}),
        "bias": Change(Words("biases in the filters", "卷积核加上偏置"), {"bias": True}),
        "four": Change(Words("learned in four places", "在四处学习"), {"where": "four"}),
        "few": Change(Words("100 digits in place of 1,200", "1,200 个数字改为 100 个"), {"n": 100}),
        "digits": Change(Words("other digits and other first weights", "换数字，换初始权重"), {"seed": 1}),
    },
    shares=True,
)


def pulled(result: Result, dx: float, dy: float, values: Values) -> dict:
    return {"dx": values.dx + dx, "dy": values.dy + dy}


def along(result: Result, dx: float, dy: float, values: Values) -> dict:
    """A small pull leads to the next pixel, a longer one to that under the hand."""
    return {"dx": values.dx + np.sign(dx) * np.ceil(abs(dx) - 0.2)}


HANDLES = [
    *(Handle(lambda artists, k=k: artists.now[k], pull=along) for k in (0, 1)),
    Handle("frame", at=lambda artist, result: [artist.get_xydata()], pull=pulled, face=True),
]


@demo(Words("One pixel further", "再挪一个像素"), height=3.6)
def one_pixel(**values):
    """A network that learned digits in the middle of a sheet is asked for them one pixel further, and another one.
    网络在纸面中央学会了数字；把数字挪一个像素，再挪一个，看它的回答。

    1,200 digits on sheets of 16 × 16 pixels; two convolutions, 8 and 32 kernels, and a head that takes the largest
    answer of all places. Adam with β₂ = 0.99, batches of 30, a learning rate that falls to 0.

    source : Zhang, Making Convolutional Networks Shift-Invariant Again (2019)
    """
