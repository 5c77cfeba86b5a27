"""Letters in the plane: which is near which is no part of the model, for the plane can be sheared without a loss."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.boundary import line
from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks, sketch
from course_nn.drawing.numbers import number
from course_nn.lectures.everybody.alphabet import LETTERS
from course_nn.lectures.everybody.demos.plane.fits import (
    EVERY,
    NAMED,
    STEPS,
    VOWELS,
    counted_pairs,
    history,
    transformed,
)
from course_nn.lectures.everybody.demos.plane.frame import MIDDLE, SEEN, draw_frame, limits, paint_frame
from course_nn.lectures.everybody.demos.plane.labels import APART, apart
from course_nn.lectures.everybody.letters import Line, chances, nearest, pair_bits, parting_line
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Toggle, Values, Veil, demo, tried

ALPHABET = LETTERS[NAMED]
DIMENSIONS = {d: str(d) for d in (1, 2, 4, 8)}
TEXTS = {"course": Words("the course", "本课程"), "shuffled": Words("its letters shuffled", "字母次序打乱")}
STARTS = {0.1: Words("small", "小"), 1.0: Words("large", "大")}


def entry(name: str, start: float, means: Words) -> Slider:
    """One number of the map x → A x + s."""
    return Slider(name, -3.0, 3.0, start, means=means)


MAP = {
    "x1": entry("a₁₁", 1.0, Words("where the first axis goes, across", "第一轴的去向，横向")),
    "y1": entry("a₁₂", 0.0, Words("where the second axis goes, across", "第二轴的去向，横向")),
    "s1": entry("s₁", 0.0, Words("shift, across", "平移，横向")),
    "x2": entry("a₂₁", 0.0, Words("where the first axis goes, up", "第一轴的去向，纵向")),
    "y2": entry("a₂₂", 1.0, Words("where the second axis goes, up", "第二轴的去向，纵向")),
    "s2": entry("s₂", 0.0, Words("shift, up", "平移，纵向")),
}
CONTROLS = MAP | {
    "follow": Toggle(Words("the other table follows", "另一张表随之变换"), True),
    "letter": Choice(Words("letter", "字母"), list(ALPHABET), "e"),
    "dx": Slider(Words("pulled aside", "横向拖开"), -4.0, 4.0, 0.0),
    "dy": Slider(Words("pulled up", "纵向拖开"), -4.0, 4.0, 0.0),
    "step": Slider(Words("step", "步数"), 0, STEPS, STEPS, EVERY, plays=True),
    "dims": Choice(Words("numbers a letter", "每个字母几个数"), DIMENSIONS, 2),
    "text": Choice(Words("text", "文本"), TEXTS, "course"),
    "scale": Choice(Words("first numbers", "初始的数"), STARTS, 0.1),
    "seed": Slider(Words("seed", "随机种子"), 0, 9, 0, 1),
}
WEIGHT_ROWS = [["x1", "y1", "s1"], ["x2", "y2", "s2"]]
ROOM = 1.06  # times the farthest letter
TOPS = 0.25, 0.5, 1.0  # where the probabilities may end
EXACT = 1e-9  # bits that are no change
CHANGED = 8  # nearest letters of the challenge
COLORS = [look.ink(look.VERMILION) if vowel else look.BLACK for vowel in VOWELS]


class Result(NamedTuple):
    places: np.ndarray  # (26, 2) of the letters, as they were moved
    nearest: np.ndarray  # (26,) the nearest letter of each
    changed: np.ndarray  # (26,) bool, whether that was another one before
    line: Line  # between vowels and the other letters
    expected: np.ndarray  # (31,) p(next) after the chosen letter
    counted: np.ndarray  # (31,) share of each next letter in the counted text
    bits: float  # a letter, of lecture 7
    before: float  # the same before anything was moved
    own: float  # of the counted text
    floor: float  # of the counted text, with the counted pairs themselves
    vowels: int  # of the five whose nearest letter is a vowel
    reason: BadInput | None  # why the other table did not follow


def compute(follow, letter, dx, dy, step, dims, text, scale, seed, x1, y1, s1, x2, y2, s2) -> Result:
    start = history(text, dims, scale, seed)[step // EVERY]
    train, held_out = counted_pairs(text)
    after, reason = transformed(start, np.array([[x1, y1], [x2, y2]]), np.array([s1, s2]), follow)
    here = LETTERS.index(letter)
    after.E[here, :2] += dx, dy
    p, (old, new) = chances(after), (nearest(tables.E[NAMED]) for tables in (start, after))
    shares = train / train.sum(axis=1, keepdims=True)
    return Result(
        places=after.E[NAMED, :2],
        nearest=new,
        changed=old != new,
        line=parting_line(after.E[NAMED, :2], VOWELS),
        expected=p[here],
        counted=shares[here],
        bits=pair_bits(p, held_out),
        before=pair_bits(chances(start), held_out),
        own=pair_bits(p, train),
        floor=pair_bits(shares, train),
        vowels=int(VOWELS[new[VOWELS]].sum()),
        reason=reason,
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    plane = figure.add_axes((0.01, 0.03, 0.53, 0.87))
    after = figure.add_axes((0.595, 0.15, 0.4, 0.75))
    over = figure.add_axes((0.01, 0.03, 0.53, 0.87))
    return SimpleNamespace(**paint_plane(plane) | paint_frame(over) | paint_after(after))


def paint_plane(axes: Axes) -> dict:
    axes.set(**limits(), xticks=[], yticks=[], aspect="equal")
    axes.set_title(Words("letters (red: vowels), each tied to its nearest", "字母（红：元音），各与最近的相连").drawn())
    marks.cross(axes)
    words = dict(color=look.ink(look.GREEN), bbox=look.BEHIND_WORDS, va="top", fontsize=look.SMALL)
    return {
        "moved": axes.text(0.015, 0.98, "", transform=axes.transAxes, **words, zorder=1.8),
        "ties": marks.segments(axes, zorder=1, colors=look.PALE, lw=1.5),
        "line": marks.line(axes, color=look.BLACK, lw=1.5, ls="--", zorder=1.5),
        "leaders": marks.segments(axes, zorder=1.6, colors=look.GREY, lw=0.8),
        "spots": marks.line(axes, ".", color=look.GREY, ms=5, zorder=1.7),
        "letters": sketch.Texts(axes, 12, zorder=3),
        "chosen": marks.ring(axes, ms=17, mew=1.8, mec=look.BLACK, zorder=2),
    }


def paint_after(axes: Axes) -> dict:
    places = np.arange(len(LETTERS))
    axes.set(xlim=(-0.8, len(LETTERS) - 0.2), ylim=(0, 1))
    axes.set_xticks(places, [letter.replace(" ", "␣") for letter in LETTERS])
    axes.tick_params(axis="x", length=0, pad=2)
    entries = [
        (Words("the model", "模型").drawn(), dict(color=look.BLUE, ls="", marker="s", ms=8)),
        (Words("counted", "计数").drawn(), dict(color=look.BLACK, ls="", marker=".", ms=8)),
    ]
    return {
        "keys": marks.key(axes, entries, x=0.12, y=0.98),
        "title": axes.text(0, 1.02, "", transform=axes.transAxes, va="bottom"),
        "bars": axes.bar(places, np.zeros(len(places)), 0.75, color=look.BLUE),
        "counted": marks.line(axes, ".", ms=8, color=look.BLACK, zorder=3),
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    places = result.places
    reach = max(1.0, float(ROOM * np.max(np.abs(places - MIDDLE) / SEEN)))
    marks.fit(artists.chosen.axes, **limits(reach))
    stand = apart(places, APART * reach)
    beside = np.hypot(*(stand - places).T) > APART * reach / 4  # these have their place marked
    artists.letters.move(stand, ALPHABET, COLORS)
    artists.leaders.set_segments(np.stack([places, stand], axis=1)[beside])
    artists.spots.set_data(*places[beside].T)
    artists.ties.set_segments(np.stack([places, places[result.nearest]], axis=1))
    artists.line.set_data(*edge(result.line, reach).T)
    artists.chosen.set_data(*stand[ALPHABET.index(values.letter)][:, None])
    artists.moved.set_text(MOVED[values.follow and result.reason is None].drawn())
    draw_frame(artists, **{name: values[name] for name in MAP})
    artists.title.set_text(Words(f"what comes after {values.letter}", f"{values.letter} 之后的字母").drawn())
    highest = max(result.expected.max(), result.counted.max())
    marks.fit(artists.counted.axes, ylim=(0, next((top for top in TOPS if top >= highest), 1.0)))
    for bar, height in zip(artists.bars, result.expected):
        bar.set_height(height)
    artists.counted.set_data(np.arange(len(LETTERS)), result.counted)


def edge(parting: Line, reach: float) -> np.ndarray:
    """The line between the groups through all that is seen, or nothing where there is none: (2, 2)."""
    return line(parting.normal, -parting.offset, 9 * reach) if parting.gap > 0 else np.full((2, 2), np.nan)


MOVED = {  # by the axes: whether both tables
    True: Words("the axes move both tables", "两轴带动两张表"),
    False: Words("the axes move this table alone", "两轴只带动这张表"),
}


def readout(result: Result, values: Values) -> Words:
    bits, before, change = number(result.bits, 3), number(result.before, 3), in_bits(result.bits - result.before)
    own, floor, changed = number(result.own, 3), number(result.floor, 3), int(result.changed.sum())
    old, new = values.letter, ALPHABET[result.nearest[ALPHABET.index(values.letter)]]
    parted = Words("separates", "能") if result.line.gap > 0 else Words("does not separate", "不能")
    return Words(
        f"Lecture 7 costs <b>{bits}</b> bits per letter, and before the move {before}: difference "
        f"<b>{change}</b>. Nearest to {old} lies <b>{new}</b>; letters whose nearest letter has changed: "
        f"{changed}.\n A straight line {parted.en} the 5 vowels from the others; vowels whose nearest is a vowel: "
        f"{result.vowels}. The counted text costs {own}, with the counted pairs themselves {floor}.",
        f"第 7 讲每个字母花费 <b>{bits}</b> 比特，变动之前 {before}，相差 <b>{change}</b>。离 {old} 最近的是 "
        f"<b>{new}</b>；最近字母与之前不同的有 {changed} 个。\n一条直线{parted.zh}把 5 个元音与其他字母分开；"
        f"最近的字母也是元音的元音有 {result.vowels} 个。计过数的文本 {own}，直接用字母对的计数则为 {floor}。",
    )


def in_bits(difference: float) -> str:
    """A difference of bits; what comes of rounding alone is 0."""
    return number(difference, 3) if abs(difference) > EXACT else "0"


def of_the_same_model(result: Result, values: Values) -> bool:
    """Whether the letters lie otherwise than they did, and nothing else has changed."""
    return abs(result.bits - result.before) <= EXACT and not (values.dx or values.dy)


VEIL = Veil(("bars", "keys.0"), given=("places", "nearest", "line", "counted"))
TO_DO = {
    "pull-green-tip": lambda result, values: (
        values.letter == "e" and result.changed[ALPHABET.index("e")] and of_the_same_model(result, values)
    ),
    "while-table-follow": lambda result, values: not values.follow and result.bits > result.before + 0.05,
    "put-plane-back": lambda result, values: (
        values.letter in "aeiou" and np.hypot(values.dx, values.dy) > 0.5 and result.bits > result.before + 0.01
    ),
    "sceptic": tried(sceptic=("shear", "large", "seed", "one", "shuffled")),
}
USES = {
    "pull-green-tip": ("y1", "y2"),
    "while-table-follow": ("follow", "y1"),
    "put-plane-back": ("letter", "dx", "dy"),
    "sceptic": ("sceptic",),
}


def judge(result: Result, values: Values) -> str:
    """Solved with eight other nearest letters and the same bits; almost with four."""
    if not of_the_same_model(result, values):
        return "open"
    changed = result.changed.sum()
    return "solved" if changed >= CHANGED else "almost" if changed >= CHANGED // 2 else "open"


CHALLENGE = Challenge(
    Words(
        "give at least 8 letters a different nearest letter, without changing the bits.",
        "让至少 8 个字母的最近字母换成别的，而比特数不变。",
    ),
    judge,
)
SCEPTIC = Sceptic(
    Words(
        "a straight line separates the vowels from all other letters, though nobody has said what a vowel is.",
        "没有人告诉模型什么是元音，但一条直线能把元音与其他字母分开。",
    ),
    Words("Gap at the line, in standard deviations", "直线处的间隔，以标准差计"),
    lambda result: result.line.gap,
    {
        "shear": Change(Words("the plane sheared and stretched", "把平面剪切并拉伸"), {"y1": 1.0, "y2": 0.3}),
        "large": Change(Words("large first numbers, seed 0", "初始的数更大，种子 0"), {"scale": 1.0}),
        "seed": Change(Words("small first numbers, seed 8", "初始的数较小，种子 8"), {"seed": 8}),
        "one": Change(Words("one number a letter", "每个字母一个数"), {"dims": 1}),
        "shuffled": Change(Words("letters in any order", "打乱字母的次序"), {"text": "shuffled"}),
    },
)


def letter_handle(k: int, letter: str) -> Handle:
    """A letter that is pulled: it becomes the chosen one, and goes on from where it was if it was that before."""

    def pull(result: Result, dx: float, dy: float, values: Values) -> dict:
        gone = (values.dx, values.dy) if values.letter == letter else (0.0, 0.0)
        return {"letter": letter, "dx": gone[0] + dx, "dy": gone[1] + dy}

    return Handle("chosen", at=lambda ring, result: [result.places[[k]]], pull=pull, width=20)


def arm_handle(k: int, across: str, up: str) -> Handle:
    """The tip of an axis that is pulled."""
    return Handle(
        lambda artists: artists.tips[k],
        pull=lambda result, dx, dy, values: {across: values[across] + dx, up: values[up] + dy},
    )


HANDLES = [
    *(letter_handle(k, letter) for k, letter in enumerate(ALPHABET)),
    Handle("corner", pull=lambda result, dx, dy, values: {"s1": values.s1 + dx, "s2": values.s2 + dy}),
    arm_handle(0, "x1", "x2"),
    arm_handle(1, "y1", "y2"),
]


@demo(Words("Letters in the plane", "平面上的字母"), height=3.8)
def plane(**values):
    """Each letter as a point: a model of pairs of letters, and the plane that can be sheared without changing it.
    每个字母是一个点：字母对的模型，以及可以剪切而模型不变的平面。

    p(next = j | here = i) = softmax_j(e_i · f_j + c_j);   E → E Aᵀ + s,  F → F A⁻¹,  c → c − F A⁻¹ s

    Fitted to the counted text in 600 steps of Adam with η = 0.05, all pairs at once. Of more than two numbers a letter
    the two along which the letters spread most are shown.

    source : Levy & Goldberg, Neural Word Embedding as Implicit Matrix Factorization (2014)
    """
