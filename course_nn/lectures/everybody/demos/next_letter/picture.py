"""Guess the next letter: a reader that only counts, beside what it reads and what it writes."""

from functools import partial
from html import escape
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import count, number, percent
from course_nn.lectures.everybody.alphabet import CHOICE, TEST, decode, encode, english, simple
from course_nn.lectures.everybody.demos.next_letter.readings import (
    DEEPEST,
    at_temperature,
    bits_by_order,
    library,
    mean_length,
    too_deep,
)
from course_nn.lectures.everybody.writing import copied, known_words, sample
from course_nn.stage import Challenge, Change, Choice, Curve, Handle, Sceptic, Slider, Typed, Values, Veil, demo, tried
from course_nn.stage.shapes import at, lowest

KINDS = {
    "letters": Words("English, 31 symbols", "英文，31 个符号"),
    "en": Words("English, all characters", "英文，全部字符"),
    "zh": Words("Chinese, all characters", "中文，全部字符"),
}
LECTURES = {TEST: Words("lecture 7", "第 7 讲"), CHOICE: Words("lecture 6", "第 6 讲")}
SHARES = {1: Words("all", "全部")} | {2**k: Words(f"1/{2**k}", f"1/{2**k}") for k in range(1, 8)}


def as_typed(text: str) -> str:
    """A beginning as it is read on: any text will do."""
    return text


CONTROLS = {
    "order": Slider(Words("order n", "阶数 n"), 0, DEEPEST, 8, 1),
    "a": Slider(Words("smoothing a", "平滑 a"), 0.01, 100.0, 0.01, 0.25, decades=True),
    "share": Choice(Words("counted text", "计数的文本"), SHARES, 1),
    "kind": Choice(Words("text", "文本"), KINDS, "letters"),
    "lecture": Choice(Words("held out", "留出"), LECTURES, TEST),
    "T": Slider(Words("temperature T", "温度 T"), 0.1, 2.0, 1.0),
    "seed": Slider(Words("seed", "随机种子"), 0, 19, 0, 1),
    "typed": Typed(Words("beginning", "开头"), "of the s", english, ("", "Q"), used=lambda values: values.kind != "zh"),
    "chinese": Typed(Words("beginning", "开头"), "这个", as_typed, ("", "梯"), used=lambda values: values.kind == "zh"),
}
PRESETS = {Words("Chinese text", "读中文"): {"kind": "zh", "order": 5}}
SHOWN, MEASURED = 12, 400  # likeliest letters in the picture; letters that are written
TOP = {"letters": 8.0, "en": 9.0, "zh": 20.0}  # bits of the axes
GOAL = 1.97  # bits of the challenge
EAGER = 0.2  # orders by which the dot is ahead of the hand, so that a short pull leads to the next
PREDICTED = {"three": (3, 1.2), "five": (5, 5.95), "eight": (8, 3.3)}  # order, and bits at which no curve is near
LAYERS = np.concatenate([look.tint([look.PALE]), *(look.tint([look.BLUE], s) for s in range(60, 256, 21))]) / 255
KEY = [
    (Words("lecture held out", "留出的一讲"), dict(color=look.BLUE, marker=".", ms=8)),
    (Words("text it has counted", "计过数的文本"), dict(color=look.ORANGE, marker=".", ms=8)),
    (Words("guessing", "随机猜测"), dict(color=look.GREY, lw=1.5, ls=":")),
]
SPACE = "␣"  # how a space is shown


class Result(NamedTuple):
    order: int  # that is read with; lower than asked for where there are too many characters
    parts: np.ndarray  # (11, 12) what the uniform and each order contribute to the likeliest letters
    letters: str  # the 12 likeliest, the likeliest first
    held_out: np.ndarray  # (10,) bits per letter of the lecture by order; nan for orders that were not counted
    own: np.ndarray  # (10,) of a piece of the counted text
    size: int  # letters of the lecture
    guessing: float  # log₂ K, what a letter costs whoever guesses
    text: str  # what was written, 400 letters
    pieces: list  # of it, that stand in the counted text
    run: float  # their mean length
    known: float  # share of its words that are words of the counted text; nan without words
    real: tuple  # the last two of the real lecture
    reason: BadInput | None  # why the order is lower than asked for


def compute(order, a, share, kind, lecture, T, seed, typed, chinese) -> Result:
    shelf = library(kind, lecture, share)
    used = min(order, shelf.counts.order)
    before = chinese if kind == "zh" else typed if kind == "en" else simple(typed)
    start = encode(before, shelf.alphabet)
    parts = shelf.counts.shares(start, a, used)
    likeliest = np.argsort(-parts.sum(axis=0), kind="stable")[:SHOWN]
    held_out, own = (bits_by_order(found, a, shelf.counts.K) for found in (shelf.held_out, shelf.own))
    after = partial(shelf.counts.probabilities, a=a, order=used)
    text = decode(sample(after, start, MEASURED, T, seed), shelf.alphabet)
    pieces = copied(text, shelf.source)
    return Result(
        order=used,
        parts=(parts * at_temperature(parts.sum(axis=0), T))[:, likeliest],
        letters=decode(likeliest, shelf.alphabet),
        held_out=held_out,
        own=own,
        size=shelf.held_out.hits.shape[1],
        guessing=float(np.log2(shelf.counts.K)),
        text=text,
        pieces=pieces,
        run=mean_length(pieces),
        known=known_words(text, shelf.words),
        real=(shelf.run, shelf.known),
        reason=too_deep(shelf.counts, order),
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    letters = figure.add_axes((0.07, 0.155, 0.42, 0.745))
    reading = figure.add_axes((0.575, 0.155, 0.405, 0.745))
    return SimpleNamespace(**paint_letters(letters) | paint_reading(reading))


def paint_letters(axes: Axes) -> dict:
    axes.set(xlim=(-0.6, SHOWN - 0.4), ylim=(0, 1), xticks=[], yticks=[0, 0.5, 1])
    below = axes.get_xaxis_transform()
    name = dict(ha="center", va="top", transform=below, family=look.style()["font.family"])
    square = dict(ls="", marker="s", ms=8)
    names = [Words("none: all alike", "一律相等"), *(Words(f"{n}", f"{n}") for n in range(DEEPEST + 1))]
    entries = [(words.drawn(), square | {"color": color}) for words, color in zip(names, LAYERS)]
    context = axes.text(0.66, 0.985, "", transform=axes.transAxes, va="top")
    corners = stacks(np.zeros((len(LAYERS), SHOWN)))
    return {
        "bars": axes.add_collection(
            PolyCollection(corners, lw=0, facecolors=np.repeat(LAYERS, SHOWN, axis=0), zorder=2), autolim=False
        ),
        "left_labels": [axes.set_title(""), context],
        "names": [axes.text(k, -0.03, "", **name) for k in range(SHOWN)],
        "key": marks.key(axes, entries, x=0.66, y=0.9, gap=14),
    }


def paint_reading(axes: Axes) -> dict:
    axes.set(xlim=(-0.5, DEEPEST + 0.3), ylim=(0, TOP["letters"]), xticks=range(DEEPEST + 1))
    entries = [(words.drawn(), style) for words, style in KEY]
    return {
        "lines": marks.key(axes, entries, x=0.03, y=1.0, bbox=look.BEHIND_WORDS),
        "goal": goals.level(axes, GOAL, 0.98, ha="right"),
        "guess": axes.axhline(1, zorder=1, **KEY[2][1]),
        "own": marks.line(axes, **KEY[1][1]),
        "held_out": marks.line(axes, **KEY[0][1]),
        "here": marks.dot(axes),
        "right_labels": [axes.xaxis.label, axes.set_title("")],
        "prediction": [],  # until one is made
    }


LABELS = (
    Words("probability of the next {}", "下一个{}的概率"),
    Words("{}s of context", "上文的{}数"),
    Words("order n: {}s of context", "阶数 n：上文的{}数"),
    Words("bits per {}", "每个{}的比特数"),
)


def letter_of(kind: str) -> Words:
    """What the text is made of."""
    return Words("letter", "字母") if kind == "letters" else Words("character", "字符")


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for text, words in zip((*artists.left_labels, *artists.right_labels), LABELS):
        marks.change(text, text=words.drawn().format(letter_of(values.kind).drawn()))
    artists.bars.set_verts(stacks(result.parts))
    for text, letter in zip(artists.names, result.letters):
        text.set_text(SPACE if letter == " " else letter)
    for n, row in enumerate(artists.key[1:]):
        for artist in row:
            artist.set_visible(n <= result.order)
    draw_reading(artists, result, values)


def stacks(parts: np.ndarray) -> np.ndarray:
    """For each part of each bar its four corners, the parts on top of one another: (11 · 12, 4, 2)."""
    upper = np.cumsum(parts, axis=0)
    lower, middle = upper - parts, np.broadcast_to(np.arange(SHOWN), parts.shape)
    x = np.stack([middle - 0.4, middle + 0.4, middle + 0.4, middle - 0.4], axis=-1)
    y = np.stack([lower, lower, upper, upper], axis=-1)
    return np.stack([x, y], axis=-1).reshape(-1, 4, 2)


def draw_reading(artists: SimpleNamespace, result: Result, values: Values) -> None:
    top, orders = TOP[values.kind], np.arange(DEEPEST + 1)
    marks.fit(artists.here.axes, ylim=(0, top))
    for artist in artists.goal:
        artist.set_visible(can_be_solved(values))
    for artist in artists.prediction:
        artist.set_visible(values.kind == "letters")  # the question asked of these
    artists.own.set_data(orders, result.own.clip(max=top))
    artists.held_out.set_data(orders, result.held_out.clip(max=top))
    artists.here.set_data([result.order], [min(result.held_out[result.order], top)])
    artists.guess.set_ydata([result.guessing] * 2)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The order at which the predicted curve is lowest."""
    return artists.held_out.axes, np.array([PREDICTED[option]])


ORDERS = np.arange(DEEPEST + 1)


def bits_of_the_lecture() -> np.ndarray:
    """A letter of lecture 7 with each order, hardly smoothed."""
    shelf = library("letters", TEST, 1)
    return bits_by_order(shelf.held_out, CONTROLS["a"].start, shelf.counts.K)


def beside_the_lecture(drawn: np.ndarray, true: np.ndarray) -> Words:
    """Where it costs fewest bits, and what it costs with the longest context: drawn, and measured."""
    own, orders = lowest(drawn), [f"n = {order}" for order in ORDERS]
    place, (best, deepest) = at(own, orders), (orders[true.argmin()], orders[-1])
    (mine, fewest), (last, most) = (map(number, bits) for bits in ((drawn.min(), true.min()), (drawn[-1], true[-1])))
    ends = Words("", "") if DEEPEST in own else Words(f", and {last} at {deepest}", f"，{deepest} 时为 {last}")
    return Words(
        f"Your curve is lowest {place.en}, {mine} bits{ends.en}. The lecture costs least at {best}, {fewest} bits, "
        f"and {most} at {deepest}.",
        f"你画的曲线{place.zh}最低，为 {mine} 比特{ends.zh}。这一讲在 {best} 时花费最少，为 {fewest} 比特，"
        f"{deepest} 时为 {most}。",
    )


def lowest_at(order: int, bits: float, end: float) -> np.ndarray:
    """A curve that falls from what single letters cost to its lowest, and ends elsewhere."""
    return np.interp(ORDERS, [0, order, DEEPEST], [4.2, bits, end])


ESTIMATE = Curve(
    axes=lambda artists: artists.held_out.axes,
    x=tuple(ORDERS),
    across=Words("with n =", "n ="),
    label=Words("bits per letter", "每个字母的比特数"),
    low=0,
    high=TOP["letters"],
    truth=bits_of_the_lecture,
    places={"eight": lowest_at(8, 1.0, 1.2), "three": lowest_at(3, 2.5, 5.0), "five": lowest_at(5, 1.9, 5.0)},
    said=beside_the_lecture,
)

WRITTEN = 200  # letters that are shown
COPIED = 20  # letters from which on a copied piece is underlined


def marked(pieces: list) -> str:
    """The first 200 letters that were written, as HTML: what is copied in a long run is underlined."""
    ends = np.cumsum([len(piece) for piece in pieces])
    html = ""
    for piece, end in zip(pieces, ends):
        text = escape(piece[: max(0, len(piece) + WRITTEN - end)])
        html += f"<u>{text}</u>" if text and len(piece) >= COPIED else text
    return f"<i>{html}</i>"


def readout(result: Result, values: Values) -> Words:
    lecture, (run, known), text = LECTURES[values.lecture], result.real, marked(result.pieces)
    bits, own = number(result.held_out[result.order]), number(result.own[result.order])
    best, whole = int(np.nanargmin(result.held_out)), count(result.held_out[result.order] * result.size)
    shown = f"{number(result.run, 1)}", number(run, 1), percent(result.known), percent(known)
    has_words = values.kind != "zh" and np.isfinite(result.known)
    en_words = (
        f"; {shown[2]} of its words occur in the counted text, and {shown[3]} of the lecture’s" if has_words else ""
    )
    zh_words = f"；它写的单词有 {shown[2]} 是见过的，讲义的单词有 {shown[3]}" if has_words else ""
    letter = letter_of(values.kind)
    lowest, size = number(result.held_out[best]), count(result.size)
    return Words(
        f"With order {result.order}, {lecture.en} costs <b>{bits}</b> bits per {letter.en}, text it has counted {own}. "
        f"It copies in runs of <b>{shown[0]}</b> {letter.en}s on average, the real lecture {shown[1]}{en_words}. It "
        f"writes: {text}\n Order {best} reads best: {lowest}. All of {lecture.en}: {size} {letter.en}s, {whole} bits; "
        f"guessing costs {number(result.guessing)} a {letter.en}.",
        f"{result.order} 阶时，{lecture.zh}每个{letter.zh}花费 <b>{bits}</b> 比特，计过数的文本 {own}。"
        f"照抄的片段平均长 <b>{shown[0]}</b> 个{letter.zh}，真正的讲义 {shown[1]}{zh_words}。它写道：{text}\n"
        f"{best} 阶读得最好：{lowest}。{lecture.zh}全文：{size} 个{letter.zh}，{whole} 比特；"
        f"随机猜测时每个{letter.zh}要 {number(result.guessing)} 比特。",
    )


VEIL = Veil(("held_out", "here", "goal", "lines.0"), given=("order", "parts", "letters", "own", "guessing"))
TO_DO = {
    "pull-red-point": lambda result, values, seen: values.a < 0.1 and {3, 9} <= seen["order"],
    "raise-rare-asked": lambda result, values: values.a >= 16 and values.order > 4,
    "reader-copies-order": lambda result, values, seen: (
        values.order == 8 and 0.01 in seen["a"] and max(seen["a"]) >= 16
    ),
    "sceptic": tried(sceptic=("smooth", "eighth", "other", "all", "zh")),
}
USES = {
    "pull-red-point": ("order",),
    "raise-rare-asked": ("order", "a"),
    "reader-copies-order": ("order", "a"),
    "sceptic": ("sceptic",),
}


def can_be_solved(values: Values) -> bool:
    """Whether the challenge is about this text."""
    return (values.kind, values.lecture) == ("letters", TEST)


def judge(result: Result, values: Values) -> str:
    """Solved if the lecture is read well and what is written copies no more than a lecture does, at temperature 1."""
    if not can_be_solved(values) or values.T != 1:
        return "open"
    reached = result.held_out[result.order] <= GOAL, result.run <= result.real[0]
    return "solved" if all(reached) else "almost" if reached[0] else "open"


CHALLENGE = Challenge(
    Words(
        "31 symbols, T = 1: at most 1.97 bits per letter on lecture 7, and copied runs no longer than the real "
        "lecture has.",
        "31 个符号，T = 1：第 7 讲每个字母至多 1.97 比特，而且照抄的片段平均不比真正的讲义长。",
    ),
    judge,
)


def more_of_the_longest(result: Result) -> float:
    """How many bits per letter the longest context costs more than the best."""
    counted = result.held_out[np.isfinite(result.held_out)]
    return float(counted[-1] - counted.min())


SCEPTIC = Sceptic(
    Words(
        "a few letters of context read a new lecture better than the longest context.",
        "读新的一讲时，几个字母的上文胜过最长的上文。",
    ),
    Words("By how many bits per letter", "每个字母少花的比特数"),
    more_of_the_longest,
    {
        "smooth": Change(Words("a = 20: what is rare is smoothed", "a = 20：少见的加以平滑"), {"a": 20.0}),
        "eighth": Change(Words("an eighth of the text", "只用八分之一的文本"), {"share": 8}),
        "other": Change(Words("lecture 6 held out", "改为留出第 6 讲"), {"lecture": CHOICE}),
        "all": Change(Words("all characters", "保留全部字符"), {"kind": "en", "order": 7}),
        "zh": Change(Words("Chinese", "中文"), {"kind": "zh", "order": 5}),
    },
)


def add(result: Result, k: int, values: Values) -> dict:
    """The letter that was pressed is written behind the beginning."""
    name = "chinese" if values.kind == "zh" else "typed"
    return {name: values[name] + result.letters[k]}


HANDLES = [
    Handle("bars", at=lambda bars, result: marks.uprights(bars.axes, range(SHOWN)), click=add, width=24),
    Handle("here", pull=lambda result, dx, dy, values: {"order": values.order + dx + EAGER * np.sign(dx)}),
]


@demo(Words("The next letter", "下一个字母"), height=3.5)
def next_letter(**values):
    """A language model that only counts: what it expects next, how well it reads a new lecture, and what it writes.
    只靠计数的语言模型：它预料的下一个字母、读新的一讲有多好、它写出的文字。

    p_n(c | h) = (count(h c) + a p_{n-1}(c | h')) / (count(h) + a)

    The text is that of this course; lectures 6 and 7 are not counted. The bits of a letter are −log₂ p.

    source : Shannon, Prediction and Entropy of Printed English (1951); MacKay & Peto (1995)
    """
