"""What does it know? Two sentences letter by letter, lists of such pairs, and whether what is claimed comes true."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks, sketch
from course_nn.drawing.numbers import number, percent
from course_nn.lectures.everybody.demos.asked.names import KINDS, LISTS, PREFERRED, READ, TEXTS
from course_nn.lectures.everybody.demos.asked.pairs import Pair, coin_band, preference, quoted
from course_nn.lectures.everybody.demos.asked.readings import (
    DEEPEST,
    EXAMPLE,
    HINT,
    MOST,
    Calibration,
    calibration,
    costs,
    counts_of,
    language_of,
    letters_of,
    own_pairs,
    pairs_of,
    preferences,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Pasted, Sceptic, Slider, Values, Veil, demo, tried

CONTROLS = {
    "pairs": Choice(Words("list", "句对"), LISTS, "words"),
    "pair": Slider(Words("pair", "第几对"), 1, MOST, 1, 1),
    "order": Slider(Words("order n", "阶数 n"), 0, DEEPEST, 5, 1),
    "a": Slider(Words("smoothing a", "平滑 a"), 0.01, 100.0, 8.0, 0.25, decades=True),
    "kind": Choice(Words("language", "语言"), KINDS, "letters"),
    "text": Choice(Words("text to read", "所读文本"), TEXTS, "lecture", used=lambda values: values.kind == "letters"),
    "own": Pasted(
        Words("own pairs: true | false, one per line", "自己的句对：真 | 假，每行一对"),
        own_pairs,
        (EXAMPLE.en, f"{EXAMPLE.en}\nthe loss goes down | the loss goes home", EXAMPLE.zh),
        hint=HINT,
        used=lambda values: values.pairs == "own",
    ),
}
SHORTEST, TOP = 36, 15.0  # letters and bits that a strip has room for at least
BELOW, LOWEST = -2.5, -4.7  # where the letters stand, and where the strip ends, with that many bits
PREDICTED = {"nearly": (15, 16), "most": (13, 14), "coin": (0, 12)}  # won pairs of the exchanged ones
COLORS = {1: look.BLUE, 0: look.GREY, -1: look.ORANGE}  # the true one is preferred, neither, the false one
GOAL = 5  # own pairs of the challenge


class Result(NamedTuple):
    pair: Pair
    letters: tuple  # of the true and of the false sentence, as they are read
    bits: tuple  # of each of these letters
    shown: int  # number of the pair in its list, from 0
    preferred: np.ndarray  # (n,) 1, 0 or −1 for each pair of the list
    order: np.ndarray  # (n,) numbers of the pairs as they are drawn: the won ones first, the lost ones last
    band: tuple  # heads of a coin thrown n times, 95 %
    reading: Calibration
    kind: str  # "letters", English, or "zh": what is read
    used: int  # order that is read with; lower than asked for where there are too many characters


def compute(pairs, pair, order, a, kind, text, own) -> Result:
    kind = language_of(kind, pairs, own)
    used = min(order, counts_of(kind)[0].order)
    of_list = pairs_of(pairs, own)
    shown = min(pair, len(of_list)) - 1
    preferred = preferences(of_list, kind, a, used)
    return Result(
        pair=of_list[shown],
        letters=tuple(letters_of(sentence, kind) for sentence in of_list[shown]),
        bits=tuple(costs(of_list[shown], kind, a, used)),
        shown=shown,
        preferred=preferred,
        order=np.argsort(-preferred, kind="stable"),
        band=coin_band(len(of_list)),
        reading=calibration(text if kind == "letters" else "lecture", kind, a, used),
        kind=kind,
        used=used,
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    strips = [figure.add_axes((0.055, bottom, 0.935, 0.22)) for bottom in (0.71, 0.41)]
    row = figure.add_axes((0.035, 0.1, 0.53, 0.13))
    claims = figure.add_axes((0.68, 0.115, 0.29, 0.18))
    over = figure.add_axes((0.035, 0.1, 0.53, 0.21))
    over.set(xlim=(-0.7, MOST - 0.3), ylim=(-1.6, 2.6))  # the row and its title
    over.axis("off")
    names = Words("true sentence", "真句"), Words("false sentence", "假句")
    return SimpleNamespace(
        strips=[paint_strip(axes, name) for axes, name in zip(strips, names)],
        over=over,
        **paint_row(row) | paint_claims(claims),
    )


def paint_strip(axes: Axes, name: Words) -> SimpleNamespace:
    axes.set(xlim=(-0.7, SHORTEST - 0.3), ylim=(LOWEST, TOP), xticks=[], yticks=[0, 5, 10])
    axes.spines["bottom"].set_visible(False)
    head = dict(transform=axes.transAxes, va="bottom", zorder=3)
    axes.text(0, 1.01, Words(f"{name.en}: bits of each letter", f"{name.zh}：逐一花费的比特数").drawn(), **head)
    return SimpleNamespace(
        axes=axes,
        bars=axes.add_collection(PolyCollection([], lw=0, color=look.BLUE, alpha=0.75, zorder=2), autolim=False),
        letters=sketch.Texts(axes, look.SMALL, zorder=3),
        total=axes.text(1, 1.01, "", **head | {"ha": "right"}),
    )


def paint_row(axes: Axes) -> dict:
    axes.set(xlim=(-0.7, MOST - 0.3), ylim=(-1.6, 1.5))
    axes.axis("off")
    title = Words("pairs: true preferred, equal, false preferred", "句对：偏向真句，相同，偏向假句")
    axes.set_title(title.drawn(), y=1.35)  # between it and the squares lies what may be predicted
    square = dict(ls="", marker="s", ms=12, mec="white")
    return {
        "squares": {key: marks.line(axes, color=color, **square) for key, color in COLORS.items()},
        "chosen": marks.line(axes, "s", ms=15, mfc="none", mec=look.BLACK, mew=1.8, zorder=4),
        "band": marks.line(axes, color=look.BLACK, lw=1.5, marker="|", ms=8),
        "coin": axes.text(0, -1.25, "", ha="left", va="center", fontsize=look.SMALL),
    }


def paint_claims(axes: Axes) -> dict:
    axes.set(xlim=(0, 1), ylim=(0, 1), xticks=[0, 0.5, 1], yticks=[0, 1])
    axes.plot([0, 1], [0, 1], color=look.PALE, zorder=0.5)
    axes.set_title(Words("came true, against claimed", "给出的概率与实际猜中率").drawn())
    return {"claims": marks.line(axes, ".-", color=look.BLUE, ms=9)}


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    room, times = max(SHORTEST, *map(len, result.letters)), times_higher(result)
    for strip, letters, bits in zip(artists.strips, result.letters, result.bits):
        ticks, low_high = [0, 5 * times, 10 * times], (times * LOWEST, times * TOP)
        marks.fit(strip.axes, xlim=(-0.7, room - 0.3), ylim=low_high, yticks=ticks)
        strip.bars.set_verts(columns(bits))
        shown = [(k, letter) for k, letter in enumerate(letters) if letter != " "]
        strip.letters.move([(k, times * BELOW) for k, _ in shown], [letter for _, letter in shown])
        strip.total.set_text(f"Σ = {number(bits.sum(), 1)}")
    draw_row(artists, result)
    artists.over.set_visible((values.pairs, values.kind) == ("exchanged", "letters"))
    bins = result.reading.bins
    artists.claims.set_data(bins.claimed, bins.found)


def times_higher(result: Result) -> int:
    """1, 2, 4, …: how many times as high both strips are, so that their highest bar is whole."""
    highest = max(TOP, *(bits.max(initial=0.0) for bits in result.bits))
    return 2 ** int(np.ceil(np.log2(highest / TOP)))


def columns(heights: np.ndarray) -> np.ndarray:
    """The corners of bars side by side: (n, 4, 2)."""
    x, zero = np.arange(len(heights)), np.zeros(len(heights))
    sides = np.stack([x - 0.4, x + 0.4, x + 0.4, x - 0.4], axis=1)
    return np.stack([sides, np.stack([zero, zero, heights, heights], axis=1)], axis=-1)


def draw_row(artists: SimpleNamespace, result: Result) -> None:
    sorted_ones = result.preferred[result.order]
    for key, squares in artists.squares.items():
        places = np.flatnonzero(sorted_ones == key)
        squares.set_data(places, np.zeros(len(places)))
    artists.chosen.set_data([np.flatnonzero(result.order == result.shown)[0]], [0])
    low, high = result.band
    artists.band.set_data([low - 0.5, high - 0.5], [-1.25, -1.25])
    artists.coin.set_x(high - 0.1)
    artists.coin.set_text(Words(f"a coin: {low} to {high}", f"抛硬币：{low} 到 {high}").drawn())


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """How many of the exchanged pairs would be won, as a line above their squares; its name stands beside the title."""
    low, high = PREDICTED[option]
    return artists.over, np.array([(low - 0.5, 0.78), (high - 0.5, 0.78), (np.nan, np.nan), (MOST - 0.3, 3.3)])


def readout(result: Result, values: Values) -> Words:
    true, false = (bits.sum() for bits in result.bits)
    prefers, (won, equal, lost) = PREFERRED[preference(true, false)], tally(result)
    n, (low, high), reading = len(result.preferred), result.band, result.reading
    costs = f"{number(true, 1)}", number(false, 1)
    claims = percent(reading.right), percent(reading.claimed), number(reading.error, 3), number(reading.bits, 2)
    (true, false) = (quoted(sentence, result.kind) for sentence in result.pair)
    read = READ[values.text if result.kind == "letters" else "lecture"]
    letter = Words("letter", "字母") if result.kind == "letters" else Words("character", "字符")
    return Words(
        f"Of {read.en} it claims to guess <b>{claims[1]}</b> of the {letter.en}s right, and <b>{claims[0]}</b> are. "
        f"{true.en} costs {costs[0]} bits, {false.en} {costs[1]}: it prefers <b>{prefers.en}</b>. Pairs: "
        f"{n}; true preferred <b>{won}</b>, equal {equal}, false preferred <b>{lost}</b>; a coin: {low} to {high}.\n "
        f"Order {result.used}. The text costs {claims[3]} bits per {letter.en}; calibration error {claims[2]}.",
        f"{read.zh}时，这个模型声称能猜中 <b>{claims[1]}</b> 的{letter.zh}，实际猜中 <b>{claims[0]}</b>。"
        f"{true.zh}花费 {costs[0]} 比特，{false.zh}花费 {costs[1]} 比特：它<b>{prefers.zh}</b>。"
        f"{n} 对中偏向真句 <b>{won}</b>，相同 {equal}，偏向假句 <b>{lost}</b>；抛硬币：{low} 到 {high}。\n"
        f"{result.used} 阶。所读文本每个{letter.zh} {claims[3]} 比特；校准误差 {claims[2]}。",
    )


def tally(result: Result) -> list[int]:
    """Pairs with the true sentence preferred, neither, the false one."""
    return [int((result.preferred == key).sum()) for key in (1, 0, -1)]


VEIL = Veil(("squares", "chosen", "claims"), given=("letters", "bits", "band"))
TO_DO = {
    "choose-list-two": lambda result, values, seen: values.pairs == "exchanged" and len(seen["pair"]) > 2,
    "set-order-why": lambda result, values: (values.pairs, values.order) == ("exchanged", 0),
    "sure-know-read": tried(text=("lecture", "backwards")),
    "sceptic": tried(sceptic=("exchanged", "zero", "two", "eight", "sixteen", "zh")),
}
USES = {
    "choose-list-two": ("pair", "pairs"),
    "set-order-why": ("order", "pairs"),
    "sure-know-read": ("text",),
    "sceptic": ("sceptic",),
}


def judge(result: Result, values: Values) -> str:
    """Solved with five own pairs of which the false sentence is preferred each time; almost with three."""
    if values.pairs != "own" or not values.own.strip():
        return "open"
    *_, lost = tally(result)
    if lost == len(result.preferred) >= GOAL:
        return "solved"
    return "almost" if lost > GOAL // 2 else "open"


CHALLENGE = Challenge(
    Words(
        "write five pairs of your own, the true sentence first, so that it prefers the false one each time.",
        "写出五对自己的句子，真句在前，让它每一对都偏向假句。",
    ),
    judge,
)


def more_true_than_false(result: Result) -> float:
    """By which share of all pairs the true sentences are ahead."""
    return float(result.preferred.mean())


SCEPTIC = Sceptic(
    Words("a reader that has counted the course prefers true sentences.", "数过这门课的模型偏向真句。"),
    Words("Share of pairs: true preferred minus false preferred", "偏向真句与偏向假句之差，占全部句对"),
    more_true_than_false,
    {
        "exchanged": Change(Words("two words exchanged", "两个词对调"), {"pairs": "exchanged"}),
        "zero": Change(Words("it sees no context", "不看上文"), {"order": 0}),
        "two": Change(Words("two letters of context", "只看两个字母的上文"), {"order": 2}),
        "eight": Change(Words("eight letters of context", "看八个字母的上文"), {"order": 8}),
        "sixteen": Change(Words("a = 16: smoothed more", "a = 16：多平滑一些"), {"a": 16.0}),
        "zh": Change(Words("the same sentences in Chinese", "同样的句子，用中文"), {"kind": "zh"}),
    },
    shares=True,
)


def squares_of(chosen: Line2D, result: Result) -> np.ndarray:
    """The places of the squares by the number of their pair: (n, 1, 2)."""
    places = np.argsort(result.order)
    return np.stack([places, np.zeros(len(places))], axis=1)[:, None]


HANDLES = [Handle("chosen", at=squares_of, click=lambda result, k: {"pair": k + 1}, width=18)]


@demo(Words("What does it know?", "它知道什么？"), height=3.8)
def asked(**values):
    """A reader that has counted the course, asked about pairs of sentences, a true one and a false one.
    数过这门课的模型，拿成对的句子问它：一句真，一句假。

    A sentence is preferred if it costs fewer bits, −Σ log₂ p of its letters. The counted text is all of the course but
    lectures 6 and 7.

    source : Guo, Pleiss, Sun & Weinberger, On Calibration of Modern Neural Networks (2017), for the calibration error
    """
