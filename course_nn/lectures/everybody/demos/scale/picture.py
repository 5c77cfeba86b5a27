"""More of everything: points on logarithmic axes, the lines that are laid through them, and what they foretell."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.text import Text

from course_nn.common.errors import BadInput
from course_nn.common.progress import InParts, part, with_first
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import count, number, plain, scientific
from course_nn.lectures.everybody.alphabet import CHOICE, TEST
from course_nn.lectures.everybody.demos.scale.chosen_points import read_points, usable
from course_nn.lectures.everybody.demos.scale.power_law import Law, law_through, through_two
from course_nn.lectures.everybody.demos.scale.runs import OTHER, PIECES, points_of, sizes_of
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Toggle, Typed, Values, Veil, demo, tried

READERS = {
    "five": Words("counts of order 5, over the text", "5 阶计数，随文本量"),
    "two": Words("counts of order 2, over the text", "2 阶计数，随文本量"),
    "shuffled": Words("order 5, letters shuffled", "5 阶计数，字母打乱"),
    "weights": Words("a network, over its weights", "网络，随权重数"),
    "slow": Words("the same, η = 0.003 in place of 0.01", "同上，η 从 0.01 改为 0.003"),
    "text": Words("a network of one size, over the text", "大小固定的网络，随文本量"),
}
LECTURES = {TEST: Words("lecture 7", "第 7 讲"), CHOICE: Words("lecture 6", "第 6 讲")}
OVER_WEIGHTS = ("weights", "slow")
KNOWN = {8: 5, 6: 4, 5: 3}  # of so many points so many are not covered


CONTROLS = {
    "reader": Choice(Words("reader", "模型"), READERS, "five", costly=OVER_WEIGHTS + ("text",)),
    "lecture": Choice(Words("held out", "留出"), LECTURES, TEST),
    "points": Typed(Words("fitted through", "拟合所用的点"), "1 2 3 4 5", read_points, ("1 2", "2, 4, 5")),
    "floor": Slider(Words("floor", "下限"), 0.0, 1.5, 0.0),
    "left": Slider(Words("own line, left", "自己的直线，左端"), 0.5, 6.0, 4.0, 0.05),
    "right": Slider(Words("own line, right", "自己的直线，右端"), 0.5, 6.0, 1.4, 0.05),
    "uncovered": Toggle(Words("uncover", "揭开"), False),
}
SPAN = {"text": (8e2, 2e9), "weights": (1.5e2, 2e9)}  # of the axes, letters or weights
LOW, HIGH = 0.5, 6.0  # bits
FAR = 1e9  # as far as lines are carried on
PEOPLE = (0.6, 1.3)  # bits per letter that people need for printed English
NEAR = 0.02  # bits of the challenge
OFF = 0.3  # bits of the lower axes
TICKS = [0.5, 1, 2, 4]


class Result(NamedTuple):
    sizes: np.ndarray  # (m,) letters of text, or weights
    bits: np.ndarray  # (m,) a letter
    each: np.ndarray  # (m, 8) of each piece of a size; nan where there is one alone
    known: int  # of the points so many are not covered at first
    chosen: tuple  # of these, through which the line is fitted
    law: Law
    straight: Law  # through the same points, without a floor
    own: Law  # through the two ends of one's own line
    whole: Law  # straight, through all points, covered or not
    late: float  # the slope through the last three points that are not covered
    elsewhere: float  # bits by which the same choice misses the other lecture's last point; of order 5 alone, else nan
    reason: BadInput | None  # why it is not fitted as was asked for


def compute(reader, lecture, points, floor, left, right, uncovered) -> InParts[Result]:
    sizes = sizes_of(reader)
    chosen, reason = usable(read_points(points), KNOWN[len(sizes)])
    open_ones = slice(None if uncovered else KNOWN[len(sizes)])
    own = through_two(sizes[[0, -1]], (left, right))
    work = part(points_of(reader, lecture), 0, 2)
    found = yield from with_first(work, lambda: nothing_yet(sizes, chosen, own))
    elsewhere = np.nan
    if reader == "five":
        other = yield from part(points_of(reader, OTHER[lecture]), 1, 2)
        foretold = law_through(sizes[chosen], other.bits[chosen], floor).at(sizes[-1])
        elsewhere = float(foretold - other.bits[-1])
    return nothing_yet(sizes, chosen, own)._replace(
        bits=found.bits,
        each=found.each,
        law=law_through(sizes[chosen], found.bits[chosen], floor),
        straight=law_through(sizes[chosen], found.bits[chosen]),
        whole=law_through(sizes, found.bits),
        late=law_through(sizes[open_ones][-3:], found.bits[open_ones][-3:]).slope,
        elsewhere=elsewhere,
        reason=reason,
    )


def nothing_yet(sizes: np.ndarray, chosen: list, own: Law) -> Result:
    """What is known before anything was read: one's own line."""
    m, law = len(sizes), Law(np.nan, np.nan, np.nan)
    bits, each = np.full(m, np.nan), np.full((m, PIECES), np.nan)
    return Result(sizes, bits, each, KNOWN[m], tuple(chosen), law, law, own, law, np.nan, np.nan, None)


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    main = figure.add_axes((0.085, 0.4, 0.9, 0.53))
    off = figure.add_axes((0.085, 0.145, 0.9, 0.2))
    for axes in (main, off):
        axes.set(xscale="log", xlim=SPAN["text"])
        axes.minorticks_off()
    main.set(yscale="log", ylim=(LOW, HIGH), xticklabels=[])
    main.set_yticks(TICKS, [plain(tick) for tick in TICKS])
    main.minorticks_off()
    main.set_title(Words("bits per letter", "每个字母的比特数").drawn())
    off.set(ylim=(-OFF, OFF), yticks=[-0.2, 0, 0.2])
    off.axhline(0, color=look.BLACK, lw=1.5, zorder=1)
    off.text(0.995, 0.96, Words("bits above the fitted line", "高出拟合线的比特数").drawn(), **corner(off))
    return SimpleNamespace(**paint_lines(main) | paint_points(main, off))


def corner(axes: Axes) -> dict:
    """The style of words in the upper right corner."""
    return dict(ha="right", va="top", transform=axes.transAxes, fontsize=look.SMALL, zorder=1)


def paint_lines(axes: Axes) -> dict:
    people = Words("people, printed English: 0.6 to 1.3", "人读英文印刷文本：0.6 到 1.3").drawn()
    entries = [
        (Words("fitted", "拟合").drawn(), dict(color=look.BLUE)),
        (Words("your own line", "自己的直线").drawn(), dict(color=look.VERMILION)),
        (Words("floor", "下限").drawn(), dict(color=look.GREY, ls="--", lw=1.5)),
    ]
    keys = marks.key(axes, entries, x=0.62, y=1.0)
    beside = corner(axes) | {"transform": axes.get_yaxis_transform(), "zorder": 4.4, "bbox": look.BEHIND_WORDS}
    return {
        "keys": keys,
        "people": axes.axhspan(*PEOPLE, xmin=0.62, color=look.PALE, alpha=0.6, lw=0, zorder=0),
        "people_name": axes.text(0.99, 1.8, people, **beside),
        "floor": axes.axhline(1, **entries[2][1]),
        "law": marks.line(axes, zorder=4.2, **entries[0][1]),
        "own": marks.line(axes, lw=1.5, zorder=4.3, **entries[1][1]),
        "ends": [marks.dot(axes) for _ in range(2)],
    }


def paint_points(main: Axes, off: Axes) -> dict:
    covered = Words("covered:\npress here", "已遮住：\n点这里").drawn()
    name = Words("letters of text", "文本的字母数").drawn(), Words("weights", "权重个数").drawn()
    return {
        "names": [off.text(0.5, -0.42, word, transform=off.transAxes, ha="center", va="top") for word in name],
        "each": marks.line(main, ".", ms=5, color=look.GREY, zorder=1.5),
        "points": marks.line(main, "o", ms=7, mfc="white", mec=look.BLACK, mew=1.5, zorder=3),
        "chosen": marks.line(main, "o", ms=7, color=look.BLACK, zorder=3.5),
        "off": marks.line(off, "o", ms=5, color=look.BLACK, zorder=3),
        "cover": main.fill([1] * 4, [LOW, LOW, HIGH, HIGH], color=look.PALE, lw=0, zorder=4)[0],
        "covered": main.text(1, 0.55, covered, ha="center", va="bottom", fontsize=look.SMALL, zorder=4.5),
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    span = SPAN["weights" if values.reader in OVER_WEIGHTS else "text"]
    for axes in (artists.points.axes, artists.off.axes):
        marks.fit(axes, xlim=span)
    for name, shown in zip(artists.names, (values.reader not in OVER_WEIGHTS, values.reader in OVER_WEIGHTS)):
        name.set_visible(shown)
    along = np.geomspace(*span, 60)
    artists.law.set_data(along, result.law.at(along))
    artists.own.set_data(along, result.own.at(along))
    for end, size, bits in zip(artists.ends, result.sizes[[0, -1]], (values.left, values.right)):
        end.set_data([size], [bits])
    artists.floor.set_ydata([max(values.floor, LOW / 2)] * 2)
    for artist in (artists.people, artists.people_name):
        artist.set_visible(values.reader not in OVER_WEIGHTS)
    draw_points(artists, result, values)


def draw_points(artists: SimpleNamespace, result: Result, values: Values) -> None:
    shown = len(result.sizes) if values.uncovered else result.known
    sizes, bits, chosen = result.sizes[:shown], result.bits[:shown], list(result.chosen)
    artists.each.set_data(np.repeat(sizes, result.each.shape[1]), result.each[:shown].ravel())
    artists.points.set_data(sizes, bits)
    artists.chosen.set_data(sizes[chosen], bits[chosen])
    artists.off.set_data(sizes, (bits - result.law.at(sizes)).clip(-OFF, OFF))
    first, last = np.sqrt(result.sizes[result.known - 1] * result.sizes[result.known]), result.sizes[-1] * 1.4
    artists.cover.set_xy([(first, LOW), (last, LOW), (last, HIGH), (first, HIGH)])
    artists.covered.set_x(np.sqrt(first * last))
    for artist in (artists.cover, artists.covered):
        artist.set_visible(not values.uncovered)


def foretells(bits: float, truth: float | None) -> Words:
    """What a line foretells; once the truth is open, by how much it is off."""
    if truth is None:
        return Words(*[number(bits)] * 2)
    off = f"{'+' if bits > truth else ''}{number(bits - truth, 3)}"
    return Words(f"{number(bits)} (off by {off})", f"{number(bits)}（偏差 {off}）")


def carried_on(far: str, floor: float, with_floor: float, without: float) -> Words:
    """What a line foretells far away, with its floor and with none."""
    bits, level = (number(with_floor), number(without)), number(floor, 1)
    if not floor:
        return Words(f"Extended to {far}: {bits[1]} bits.", f"延伸到 {far}：{bits[1]} 比特。")
    return Words(
        f"Extended to {far}: {bits[0]} bits with a floor of {level}, {bits[1]} without.",
        f"延伸到 {far}：下限为 {level} 时 {bits[0]} 比特，没有下限时 {bits[1]}。",
    )


def of_the_other(lecture: Words, off: float) -> Words:
    """How far the same choice is off on another lecture."""
    return Words(
        f" With the same points and floor on {lecture.en} the forecast is off by <b>{number(off, 3)}</b>.",
        f"同样的点和下限用于{lecture.zh}：偏差 <b>{number(off, 3)}</b>。",
    )


def of_all(slope: float, late: float, farthest: float) -> Words:
    """How straight all points lie, and whether they go on falling."""
    slopes = number(-slope, 3), number(-late, 3)
    return Words(
        f" Through all points: slope {slopes[0]}, the farthest point {number(farthest, 3)} bits off; through the last "
        f"three {slopes[1]}.",
        f"过全部点：斜率 {slopes[0]}，最远的点偏差 {number(farthest, 3)} 比特；过最后三个点：{slopes[1]}。",
    )


def readout(result: Result, values: Values) -> Words:
    last, points = count(result.sizes[-1]), [str(k + 1) for k in result.chosen]
    chosen = Words(" ".join(points), "、".join(points))
    what = Words("weights", "个权重") if values.reader in OVER_WEIGHTS else Words("letters", "个字母")
    slope, truth = number(-result.law.slope, 3), float(result.bits[-1]) if values.uncovered else None
    fitted, own = (foretells(float(law.at(result.sizes[-1])), truth) for law in (result.law, result.own))
    opened = Words("covered", "已遮住") if truth is None else Words(*[f"<b>{number(truth)}</b>"] * 2)
    there, whole = what_is_open(result, values)
    fit = number(result.law.off(*(each[list(result.chosen)] for each in (result.sizes, result.bits))), 3)
    far = carried_on(scientific(FAR), values.floor, *(float(law.at(FAR)) for law in (result.law, result.straight)))
    return Words(
        f"The line through points {chosen.en} has slope {slope}, and is {fit} bits off them on average. Forecast for "
        f"{last} {what.en}: fitted line {fitted.en}, own line {own.en}; the truth: {opened.en}. "
        f"{far.en}\n{there.en}{whole.en}",
        f"过 {chosen.zh} 号点拟合：斜率 {slope}，与这些点平均相差 {fit} 比特。对 {last} {what.zh}的预测："
        f"拟合线 {fitted.zh}，自己的直线 {own.zh}；真值：{opened.zh}。{far.zh}\n{there.zh}{whole.zh}",
    )


def what_is_open(result: Result, values: Values) -> tuple[Words, Words]:
    """Of the other lecture, and of all points: nothing before they are uncovered."""
    if not values.uncovered:
        return Words("", ""), Words("", "")
    there = LECTURES[OTHER[values.lecture]]
    farthest = float(np.abs(result.bits - result.whole.at(result.sizes)).max())
    other = Words("", "") if np.isnan(result.elsewhere) else of_the_other(there, result.elsewhere)
    return other, of_all(result.whole.slope, result.late, farthest)


VEIL = Veil(("law", "keys.0", "off", "covered"), given=("sizes", "bits", "each", "known", "chosen", "own"))
TO_DO = {
    "pull-two-red": lambda result, values, seen: values.uncovered and min(len(seen["left"]), len(seen["right"])) > 1,
    "these-network-compare": lambda result, values, seen: values.uncovered and {"five", "weights"} <= seen["reader"],
    "back-counts-order": lambda result, values: values.reader == "five" and abs(values.floor - 1) < 0.05,
    "sceptic": tried(sceptic=("six", "two", "shuffled", "weights")),
}
USES = {
    "pull-two-red": ("left", "right", "uncovered"),
    "these-network-compare": ("reader", "uncovered"),
    "back-counts-order": ("floor", "reader"),
    "sceptic": ("sceptic",),
}


def judge(result: Result, values: Values) -> str:
    """Solved if one choice of points and floor foretells both lectures; almost if the one that is shown."""
    if values.reader != "five" or not values.uncovered:
        return "open"
    here = abs(float(result.law.at(result.sizes[-1]) - result.bits[-1]))
    if here > NEAR:
        return "open"
    return "solved" if abs(result.elsewhere) <= NEAR else "almost"


CHALLENGE = Challenge(
    Words(
        "counts of order 5: choose points and a floor that predict the last point within 0.02 bits, for "
        "lecture 7 and for lecture 6.",
        "5 阶计数：选定拟合所用的点和下限，使最后一点的预测偏差不超过 0.02 比特，第 7 讲与第 6 讲都要如此。",
    ),
    judge,
)
SCEPTIC = Sceptic(
    Words(
        "what a reader pays falls as a power of what it is given, text or weights, to the very end.",
        "模型的花费，随所给的文本量或权重数按幂律下降，直到最后。",
    ),
    Words("Slope through the last three open points, downwards", "过最后三个露出的点的下降斜率"),
    lambda result: result.late,
    {
        "six": Change(Words("lecture 6 held out", "改为留出第 6 讲"), {"lecture": CHOICE}),
        "two": Change(Words("two letters of context", "只看两个字母的上文"), {"reader": "two"}),
        "shuffled": Change(Words("letters in any order", "打乱字母的次序"), {"reader": "shuffled"}),
        "weights": Change(Words("a network, over its weights", "网络，随权重数"), {"reader": "weights"}),
    },
)


def toggle(result: Result, k: int) -> dict:
    """The point that was pressed is taken in, or left out, as long as two are left."""
    chosen = sorted({*result.chosen} ^ {k})
    return {"points": " ".join(str(each + 1) for each in chosen)} if len(chosen) > 1 else {}


def open_points(points: Line2D, result: Result) -> np.ndarray:
    """The places of the points that are not covered at first: (known, 1, 2)."""
    return np.stack([result.sizes, result.bits], axis=1)[: result.known, None]


def cover_to_press(text: Text, result: Result, values: Values) -> list:
    """All of the grey field."""
    return [] if values.uncovered else [[(text.get_position()[0], y) for y in (LOW, HIGH)]]


HANDLES = [
    Handle("points", at=open_points, click=toggle),
    Handle("covered", at=cover_to_press, click=lambda result, k: {"uncovered": True}, width=80),
    Handle(lambda artists: artists.ends[0], y="left"),
    Handle(lambda artists: artists.ends[1], y="right"),
]


@demo(Words("More of everything", "规模"), height=3.8)
def scale(**values):
    """How many bits a held-out lecture costs over the text that was counted, or over the weights of a network.
    留出的一讲每个字母花费多少比特：随计数的文本量，或随网络的权重个数。

    bits = floor + scale · size^(−slope), a straight line on logarithmic axes if the floor is 0

    Counts have a = 16. A network sees five letters, and is trained for 4,000 batches of 128 by Adam with a rate that
    falls to 0; that of one size has 4,887 weights and is stopped where it reads the other held-out lecture best.

    source : Kaplan et al., Scaling Laws for Neural Language Models (2020); Shannon (1951) for what people need
    """
