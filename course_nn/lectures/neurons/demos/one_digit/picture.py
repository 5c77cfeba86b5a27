"""One unit for one digit: its 64 weights are a picture, and it fires on what looks like it, also on what is drawn."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.ink import CELLS, as_ink
from course_nn.common.words import Words
from course_nn.digit_pad import digit_pad, percent_of, whose
from course_nn.drawing import Axes, Figure, look, marks, reading
from course_nn.drawing.numbers import number, percent
from course_nn.handwriting import as_digit
from course_nn.lectures.neurons.demos.one_digit.digit_units import (
    fired,
    learned_weights,
    mean_weights,
    sums_to_learn_from,
    tested,
)
from course_nn.lectures.neurons.demos.one_digit.painted_weights import SIDE, painted, parse_cells, stroke
from course_nn.own_digits import my_digits
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Typed, Values, Veil, demo

CONTROLS = {
    "pad": digit_pad(),
    "digit": Choice(Words("fires for", "认哪个数字"), {k: str(k) for k in range(10)}, 7),
    "weights": Choice(
        Words("weights", "权重"),
        {
            "mean": Words("mean of its pictures", "它的平均图"),
            "learned": Words("learned", "学到的"),
            "none": Words("all 0", "全为 0"),
        },
        "mean",
    ),
    "brush": Choice(
        Words("brush", "画笔"),
        {
            "-": Words("−1, against", "−1，反对"),
            "+": Words("+1, for", "+1，支持"),
            "0": Words("0, neutral", "0，不计"),
        },
        "-",
    ),
    "painted": Typed(Words("painted cells", "涂过的格子"), "", parse_cells, ("+34 -35 061", "-22")),
    "passes": Slider(Words("share of its digit that passes", "放行它自己的比例"), 50, 100, 90, 1, unit="%"),
    "on": Choice(
        Words("tested on", "测试对象"),
        {"new": Words("597 new digits", "597 个新数字"), "program": Words("a program’s 400", "程序写的 400 个")},
        "new",
    ),
}
SHEET = -1.3  # the row of what is drawn, above those of the ten digits
LARGEST = 90.0  # area of the dot of a cell that is full of ink, in square points
TWELVE = "-85 -76 -86 -33 -43 -34 -66 -73 -77 -75 -67 -44"  # where other digits have more ink on average than a seven


class Result(NamedTuple):
    x: np.ndarray  # (64,) ink of what is drawn, 0 … 1
    w: np.ndarray  # (64,) weights
    b: float  # bias
    sum: float  # w·x of what is drawn; nan for a blank sheet
    learned_from: np.ndarray  # sums of the digit’s own pictures, by which the threshold is set
    sums: np.ndarray  # (n,) w·x of the digits it is tested on
    labels: np.ndarray  # (n,) what they are
    shares: np.ndarray  # (10,) share of each digit on which it fires
    others: float  # share of all but its own
    by_learned: float  # the same of the learned weights, which let as many of their own digit pass
    own: np.ndarray  # (k, 2) w·x and label of the digits that the reader has kept
    cells: int  # painted


def compute(pad, digit, weights, brush, painted, passes, on) -> Result:
    x, w = as_digit(as_ink(pad)), weights_of(digit, weights, painted)
    found, (own, labels) = fired(w, digit, passes, on), my_digits()
    return Result(
        x=x,
        w=w,
        b=found.b,
        sum=float(x @ w) if x.any() else np.nan,
        learned_from=sums_to_learn_from(w, digit),
        sums=found.sums,
        labels=tested(on)[1],
        shares=found.shares,
        others=found.others,
        by_learned=fired(learned_weights(digit), digit, passes, on).others,
        own=np.column_stack([own @ w, labels]),
        cells=len(parse_cells(painted)),
    )


def weights_of(digit: int, name: str, cells: str) -> np.ndarray:
    """The weights that are chosen, with what is painted on them."""
    base = {"mean": mean_weights, "learned": learned_weights, "none": lambda digit: np.zeros(SIDE**2)}[name](digit)
    return painted(base, cells)


def paint(figure: Figure) -> SimpleNamespace:
    sheet, weights, sums, fires = figure.subplots(1, 4, width_ratios=[1.05, 1.05, 1.6, 0.62])
    for axes in (sheet, weights):
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set(visible=True, color=look.GREY)
    sheet.set_title(Words("draw here", "在这里写").drawn())
    weights.set_title(Words("weights w, and your ink", "权重 w 与你的墨").drawn())
    rows, columns = np.divmod(np.arange(SIDE**2), SIDE)
    return SimpleNamespace(
        paper=sheet.imshow(np.zeros((CELLS, CELLS)), cmap="gray_r", vmin=0, vmax=1),
        weights=weights.imshow(np.zeros((SIDE, SIDE, 4), np.uint8)),
        ink=weights.scatter(columns, rows, s=np.zeros(SIDE**2), color=look.BLACK, alpha=0.7, linewidths=0),
        **paint_sums(sums),
        bars=paint_fires(fires),
    )


def paint_sums(axes: Axes) -> dict:
    rows = [SHEET, *range(10)]
    axes.set(ylim=(9.7, SHEET - 0.8), xlabel="$w \\cdot x$")
    axes.set_title(Words("fires right of the line", "线右侧：激活").drawn())
    axes.set_yticks(rows, [Words("drawn", "你写的").drawn(), *map(str, range(10))])
    dots = dict(ls="", mec="none", alpha=0.55)
    return {
        "others": marks.line(axes, marker="^", ms=3.5, color=look.VERMILION, **dots),
        "its": marks.line(axes, marker="o", ms=3.5, color=look.BLUE, **dots),
        "threshold": axes.axvline(0, color=look.BLACK, lw=1.5, zorder=3),
        "own": marks.line(axes, "D", color=look.BLACK, ms=5, mec="white"),
        "dot": marks.dot(axes),
    }


def paint_fires(axes: Axes) -> list:
    axes.set(xlim=(-0.6, 1.6), ylim=(0, 104), yticks=[0, 50, 100], title=Words("fires on, %", "激活，%").drawn())
    axes.set_xticks([0, 1], [Words("its\ndigit", "它的\n数字").drawn(), Words("others", "其他").drawn()])
    return [axes.bar([x], [0], 0.6, color=color)[0] for x, color in enumerate((look.BLUE, look.VERMILION))]


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.paper, as_ink(values.pad).astype(float))
    marks.fill(artists.weights, look.heat(result.w.reshape(SIDE, SIDE), -1, 1))
    artists.ink.set_sizes(LARGEST * result.x)
    is_its = result.labels == values.digit
    heights = result.labels + 0.62 * (np.arange(len(result.labels)) * 0.618 % 1 - 0.5)  # apart, and always alike
    for dots, those in ((artists.its, is_its), (artists.others, ~is_its)):
        dots.set_data(result.sums[those], heights[those])
    low, high = min(result.sums.min(), -result.b), max(result.sums.max(), -result.b)
    marks.fit(artists.threshold.axes, xlim=(2 * np.floor(low / 2 - 0.2), 2 * np.ceil(high / 2 + 0.2)))
    marks.at(artists.threshold, -result.b)
    artists.own.set_data(*result.own.T)
    artists.dot.set_data([result.sum], [SHEET])
    for bar, share in zip(artists.bars, (result.shares[values.digit], result.others)):
        bar.set_height(100 * share)


def readout(result: Result, values: Values) -> Words:
    its, others, learned = map(percent, (result.shares[values.digit], result.others, result.by_learned))
    said, kind = of_the_sheet(result, values), of_the_rest(result, values)
    return Words(
        f"The unit for the {values.digit} fires on {its} of its digit and on <b>{others}</b> of the others. "
        f"{said.en}\n {kind.en} With learned weights: {learned} of the others.",
        f"认 {values.digit} 的单元：它自己的数字有 {its} 使它激活，其他数字有 <b>{others}</b>。{said.zh}\n"
        f"{kind.zh}用学到的权重，其他数字有 {learned}。",
    )


def of_the_sheet(result: Result, values: Values) -> Words:
    """The sum and the output of what is drawn, and whether that is the reader's."""
    if not result.x.any():
        return reading.BLANK
    z = result.sum + result.b
    fires = Words("it fires", "激活") if z > 0 else Words("it does not fire", "不激活")
    of = whose(values.pad)
    b = number(result.b) if result.b >= 0 else f"({number(result.b)})"
    total = f"w·x + b = {number(result.sum)} + {b} = {number(z)}"
    return Words(f"For {of.en}, {total}: {fires.en}.", f"{of.zh}：{total}，{fires.zh}。")


def of_the_rest(result: Result, values: Values) -> Words:
    """The other digits on which it fires most, and how many of the reader's."""
    shares = np.where(np.arange(10) == values.digit, -1, result.shares)
    most = np.argsort(-shares, kind="stable")[:3]
    en = ", ".join(f"{k} ({percent(shares[k])})" for k in most)
    zh = "、".join(f"{k}（{percent(shares[k])}）" for k in most)
    fires, n = int((result.own[:, 0] + result.b > 0).sum()), len(result.own)
    yours = Words(f" Of the {n} that you kept: on {fires}.", f"你存下的 {n} 个中有 {fires} 个使它激活。")
    kept = yours if n else Words("", "")
    return Words(f"Most often on {en}.{kept.en}", f"最常使它激活的是 {zh}。{kept.zh}")


ESTIMATE = percent_of(
    lambda artists: artists.bars[1],
    Words("others", "其他"),
    lambda: 100 * fired(mean_weights(7), 7, 90, "new").others,
    {"few": 3.0, "most": 70.0, "third": 30.0},
)
VEIL = Veil(("bars.1", "others"), given=("x", "w", "b", "sum", "sums", "labels", "shares", "own", "learned_from"))
TO_DO = {
    "fool": lambda result, values, seen: (
        values.weights == "mean" and len(seen["pad"]) > 2 and result.sum + result.b > 0
    ),
    "paint": lambda result, values: values.weights == "mean" and result.cells > 0 and result.others < 0.1,
    "learned": lambda result, values: values.weights == "learned" and not result.cells and values.digit == 7,
    "eight": lambda result, values: values.weights == "learned" and values.digit == 8,
}
USES = {
    "fool": ("pad", "weights"),
    "paint": ("brush", "painted"),
    "learned": ("weights", "pad"),
    "eight": ("digit", "weights"),
}
PRESETS = {Words("take the paint off", "擦掉涂色"): {"painted": ""}}


def judge(result: Result, values: Values) -> str:
    """Solved with at most five painted cells on the mean, nine in ten of the digit, and few others."""
    if values.weights != "mean" or not 0 < result.cells <= 5 or values.passes < 90 or values.digit != 7:
        return "open"
    return "solved" if result.others < 0.05 else "almost" if result.others < 0.1 else "open"


CHALLENGE = Challenge(
    Words(
        "paint at most five cells on the mean seven. Of its own digit 90% pass, and of the others fewer than 5%.",
        "在 7 的平均图上最多涂五格：放行 90% 的 7，而其他数字放行不到 5%。",
    ),
    judge,
)
SCEPTIC = Sceptic(
    Words(
        "without negative weights, a unit fires on many more digits that are not its own.",
        "单元若没有负的权重，会有多得多的其他数字使它激活。",
    ),
    Words(
        "How many more of the others than with learned weights, in points",
        "与用学到的权重相比，使单元激活的其他数字多了几个百分点",
    ),
    lambda result: 100 * (result.others - result.by_learned),
    {
        "eight": Change(Words("the unit is for the 8", "改为认 8"), {"digit": 8}),
        "zero": Change(Words("the unit is for the 0", "改为认 0"), {"digit": 0}),
        "nearly all": Change(Words("99% of its digit pass", "放行它自己的 99%"), {"passes": 99}),
        "program": Change(Words("digits that a program draws", "换成程序写的数字"), {"on": "program"}),
        "orange": Change(Words("twelve cells are painted −1", "把十二格涂成 −1"), {"painted": TWELVE}),
    },
)


def cell(k: int) -> Handle:
    """A cell of the weights: a press paints it, and a pull paints a straight stroke from it."""
    start = divmod(k, SIDE)
    face = marks.box(start[1] - 0.5, start[0] - 0.5, 1, 1).T[None]
    return Handle(
        "weights",
        at=lambda artist, result: face,
        click=lambda result, k, values: {"painted": stroke(values.painted, start, start, values.brush)},
        pull=lambda result, dx, dy, values: {
            "painted": stroke(values.painted, start, (start[0] + dy, start[1] + dx), values.brush)
        },
        face=True,
    )


def share_above(result: Result, x: float, y: float) -> dict:
    """The share of the digit's own sums that lie right of the hand."""
    return {"passes": 100 * float((result.learned_from > x).mean())}


HANDLES = [*map(cell, range(SIDE**2)), Handle("threshold", drag=share_above)]


@demo(Words("One unit for one digit", "一个单元认一个数字"))
def one_digit(**values):
    """A unit with a hard threshold for one digit: its 64 weights are the mean of its pictures, learned, or painted.
    带硬阈值的单元，有 64 个权重，要对一个数字激活：权重可取平均图、学到的值，或自己涂。

    y = 1 where w·x + b > 0, else 0; b lets a given share of the digit pass

    source : the digits and their 64 numbers as in course_nn.handwriting; learned weights from
             course_nn.linear_models.linear_classifier with λ = 1
    """
