"""Two looks: a text that repeats itself, where each of its letters looks, and who foretells what comes next."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.image import AxesImage

from course_nn.common.progress import InParts, finished, with_first
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks, sketch
from course_nn.drawing.numbers import count, number, percent
from course_nn.lectures.everybody import copying
from course_nn.lectures.everybody.copying import CUTS, FIRST, KINDS, Looks, T, Wiring
from course_nn.lectures.everybody.demos.two_looks.arcs import CLOSE, TAKEN, arc, top_of, visible
from course_nn.lectures.everybody.demos.two_looks.names import HAND, NAMES, RATES, SEEDS, WHAT, WHERE
from course_nn.lectures.everybody.demos.two_looks.readers import (
    ASKED,
    EVERY,
    LONGER,
    STEPS,
    TAUGHT,
    by_hand,
    guessing,
    learned,
    looks_of,
    surest,
)
from course_nn.lectures.everybody.demos.two_looks.texts import (
    SOUGHT,
    Shown,
    as_typed,
    foretold,
    one_back,
    shown,
    to_followers,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Slider, Typed, Values, Veil, demo, tried


def is_laid(values: Values) -> bool:
    return values.reader == HAND


def learns(values: Values) -> bool:
    return values.reader != HAND


def looks_twice(values: Values) -> bool:
    return values.reader in ("two", "bare")


SHARPNESS = Words("how sharply a fit is preferred", "对相符位置的偏重程度")
CONTROLS = {
    "reader": Choice(Words("reader", "模型"), NAMES, "two", costly=("dense",)),
    "length": Slider(Words("letters of the block", "字母段的长度"), *(ASKED[0], ASKED[-1], 6, 1)),
    "place": Slider(Words("place", "位置"), 1, T, 9, 1),
    "typed": Typed(Words("another text", "换一段文本"), "", as_typed, ("the net, the net", "abcabd")),
    "step": Slider(Words("step", "步数"), 0, STEPS, STEPS, EVERY, plays=True, used=learns),
    "cut": Choice(
        Words("cut from the first look", "切断第一次看的"),
        {cut: WHERE[cut] for cut in CUTS},
        CUTS[0],
        used=looks_twice,
    ),
    "rate": Choice(Words("learning rate η", "学习率 η"), RATES, 0.01, costly=(0.003, 0.03), used=learns),
    "seed": Choice(Words("seed", "随机种子"), SEEDS, 0, costly=(1, 2, 3, 4), used=learns),
    "first": Choice(Words("first look", "第一次看"), {k: WHERE[k] for k in FIRST}, "itself", used=is_laid),
    "ask": Choice(Words("second look asks with", "第二次用什么去问"), WHAT, "here", used=is_laid),
    "key": Choice(Words("each place offers", "各处以什么应答"), WHAT, "here", used=is_laid),
    "value": Choice(Words("and hands over", "并交出"), WHAT, "here", used=is_laid),
    "beta": Slider("β", 0.0, 12.0, 3.0, means=SHARPNESS, used=is_laid),
}
SURE = 0.99  # of the challenge
PREDICTED = {"guessing": 0.1, "half": 0.5, "nearly": 0.9}  # right on blocks of 10 and 11 letters
FOUND = {1: look.BLACK, 0: look.ink(look.VERMILION), -1: look.ink(look.GREY)}  # foretold, not foretold, not known
EAGER = 0.3  # letters by which the dot is ahead of the hand, so that a short pull leads to the next


class Result(NamedTuple):
    text: Shown
    looks: Looks  # in this text
    found: np.ndarray  # (n,) of each letter: 1 foretold, 0 not, −1 nobody could know it
    rights: np.ndarray  # (9,) share of known letters that are foretold, by the letters of a block
    longer: float  # the same for blocks of 10 and 11 letters, at the end of training
    least: float  # by hand, the least probability of a known letter; else nan
    weights: int  # that were learned


def compute(reader, length, place, typed, step, cut, rate, seed, first, ask, key, value, beta) -> InParts[Result]:
    """First the text, then what a reader that has learned makes of it."""
    text = shown(typed, length)
    if reader == HAND:
        return laid(text, Wiring(first, ask, key, value), beta)
    cut = cut if reader in ("two", "bare") else CUTS[0]
    empty = Looks(*(np.full((T, size), np.nan) for size in (T, T, KINDS)))
    waiting = Result(text, empty, np.full(len(text.letters), -1), np.full(len(ASKED), np.nan), np.nan, np.nan, 0)
    _, rights = yield from with_first(learned(reader, rate, seed, STEPS, cut), lambda: waiting)
    network, now = yield from learned(reader, rate, seed, step, cut)
    looks = looks_of(reader, network, text.codes)
    return waiting._replace(
        looks=looks,
        found=foretold(text, looks.p),
        rights=now,
        longer=float(rights[LONGER].mean()),
        weights=network.parameters.size,
    )


def laid(text: Shown, wiring: Wiring, beta: float) -> Result:
    looks, rights = copying.two_looks(text.codes, wiring, beta), by_hand(wiring, beta)
    return Result(text, looks, foretold(text, looks.p), rights, float(rights[LONGER].mean()), surest(wiring, beta), 0)


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    strip = figure.add_axes((0.015, 0.555, 0.97, 0.375))
    maps = [figure.add_axes((left, 0.035, 0.185, 0.42)) for left in (0.035, 0.275)]
    curve = figure.add_axes((0.575, 0.13, 0.41, 0.325))
    names = Words("first look", "第一次看"), Words("second look", "第二次看")
    return SimpleNamespace(
        **paint_strip(strip),
        maps=[paint_map(axes, name) for axes, name in zip(maps, names)],
        none=[axes.text(0.5, 0.5, "", transform=axes.transAxes, ha="center", va="center") for axes in maps],
        **paint_curve(curve),
    )


def paint_strip(axes: Axes) -> dict:
    axes.set(xlim=(-0.8, T - 0.2), ylim=(-1.25, 1.25))
    axes.axis("off")
    head = dict(transform=axes.transAxes, va="bottom")
    axes.text(0.0, 1.01, Words("second look", "第二次看").drawn(), color=look.ink(look.BLUE), **head)
    axes.text(0.0, -0.02, Words("first look", "第一次看").drawn(), color=look.ink(look.GREEN), **head)
    return {
        "first": marks.segments(axes, zorder=2, color=look.GREEN),
        "second": marks.segments(axes, zorder=2, color=look.BLUE),
        "cuts": marks.line(axes, "x", color=look.VERMILION, ms=9, mew=2.5, zorder=4),
        "letters": sketch.Texts(axes, 14, zorder=3),
        "chosen": marks.ring(axes, ms=21, mew=2, zorder=2.5),
        "next": axes.text(1.0, 1.01, "", **head | {"ha": "right"}),
    }


def paint_map(axes: Axes, name: Words) -> AxesImage:
    axes.set(xticks=[], yticks=[])
    axes.set_title(name.drawn())
    return axes.imshow(look.heat(np.zeros((T, T)), -1, 1), extent=(0, T, T, 0), aspect="auto", zorder=0)


def paint_curve(axes: Axes) -> dict:
    axes.set(xlim=(3.6, 12.4), ylim=(0, 1.03), xticks=ASKED, yticks=[0, 0.5, 1])
    axes.set_xlabel(Words("letters of the block; shaded: learned from", "字母段的长度；灰底：学过的").drawn())
    axes.set_title(Words("right, of the known letters", "可预测字母的正确率").drawn())
    axes.axvspan(TAUGHT[0] - 0.4, TAUGHT[-1] + 0.5, color=look.PALE, alpha=0.5, lw=0, zorder=0)
    axes.plot(ASKED, guessing(), color=look.GREY, ls=":", lw=1.5, zorder=1)
    axes.text(4.1, 0.29, Words("guessing", "随机猜测").drawn(), color=look.ink(look.GREY), fontsize=look.SMALL)
    return {
        "rights": marks.line(axes, ".-", color=look.BLUE, ms=10),
        "here": marks.dot(axes),
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    n, here = len(result.text.letters), at_place(result, values)
    artists.letters.move(
        [(k, 0) for k in range(n)],
        [letter.replace(" ", "␣") for letter in result.text.letters],
        [FOUND[int(found)] for found in result.found],
    )
    artists.chosen.set_data([here], [0])
    draw_arcs(artists.first, result.looks.first[here], here, -1, look.GREEN)
    draw_arcs(artists.second, result.looks.second[here], here, 1, look.BLUE)
    draw_cuts(artists, here, values)
    for image, text, weights in zip(artists.maps, artists.none, result.looks):
        marks.fill(image, look.heat(np.nan_to_num(weights), -1, 1))
        is_none = np.isnan(weights).any() and np.isfinite(result.looks.p).all()
        text.set_text(Words("none", "没有").drawn() if is_none else "")
    artists.next.set_text(next_letter(result.text, result.looks.p[here]).drawn())
    artists.rights.set_data(ASKED, result.rights)
    at_length = [] if values.typed else [result.rights[values.length - ASKED[0]]]
    artists.here.set_data([values.length] * len(at_length), at_length)


def at_place(result: Result, values: Values) -> int:
    """The place that is looked at, from 0, in the text that there is."""
    return min(values.place, len(result.text.letters)) - 1


def draw_arcs(arcs: LineCollection, weights: np.ndarray, here: int, side: int, color: str) -> None:
    """An arc to each place before, as thick as its weight."""
    shown = visible(weights, here, near=side < 0)
    arcs.set_segments([arc(here, there, side) for there in shown])
    arcs.set_linewidth([0.8 + 5 * weights[there] for there in shown])
    arcs.set_color([look.tint([color], int(80 + 175 * min(1.0, 2 * weights[there])))[0] / 255 for there in shown])


def draw_cuts(artists: SimpleNamespace, here: int, values: Values) -> None:
    """A cross on each arc of the first look that is cut."""
    tops = [top_of(arc(here, here - step, -1)) for step in TAKEN[values.cut] if looks_twice(values) and step <= here]
    artists.cuts.set_data(*np.reshape(tops, (-1, 2)).T)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """How often two looks would be right on blocks of 10 and 11 letters."""
    return artists.rights.axes, np.array([(length, PREDICTED[option]) for length in ASKED[LONGER]])


def right_in_longer_blocks() -> float:
    """How many known letters in a hundred two looks get right in blocks of 10 and 11 letters."""
    _, rights = finished(learned("two", 0.01, 0, STEPS, CUTS[0]))
    return 100 * rights[LONGER].mean()


ESTIMATE = Mark(
    axes=lambda artists: artists.rights.axes,
    label=Words("right", "对"),
    low=0,
    high=100,
    unit="%",
    per=0.01,
    where=float(np.mean(ASKED[LONGER])),
    reach=0.9,
    truth=right_in_longer_blocks,
    places={option: 100 * share for option, share in PREDICTED.items()},
    shown={"length": 10},
)
GOAL = Words(
    "by hand: blocks of every length are copied, and each known letter gets at least 0.99.",
    "手工接线：任何长度的字母段都抄对，而且每个可预测的字母得到的概率至少为 0.99。",
)


def next_letter(text: Shown, p: np.ndarray) -> Words:
    """What is foretold for the letter after a place: p (kinds,), nan where nothing has been learned yet."""
    if not np.isfinite(p).all():
        return Words("", "")
    guess, names = int(p.argmax()), dict(zip(text.codes.tolist(), text.letters))
    if p[guess] == 0:
        return Words("nothing is found", "什么也没找到")
    letter, sure = names.get(guess, "?").replace(" ", "␣"), number(p[guess])
    return Words(f"predicted: “{letter}”, {sure}", f"预测：“{letter}”，{sure}")


def of_looks(early: float, late: float, after: float) -> Words:
    """How much of the first look goes one back, in early and in late places, and of the second, if there is one, to
    followers."""
    if not np.isfinite(early):
        return Words("It does not look; it sees the last letters.", "这个模型没有注意力，只看得到最后几个字母。")
    twice = Words(
        f"; of the second look, {number(after)} goes to followers", f"；第二次看有 {number(after)} 落在后继字母上"
    )
    second = twice if np.isfinite(after) else Words("", "")
    later = Words(f", and {number(late)} in later places", f"，再往后有 {number(late)}")
    rest = later if np.isfinite(late) else Words("", "")
    return Words(
        f"Of the first look, {number(early)} goes one back in the first {SOUGHT} places{rest.en}{second.en}.",
        f"第一次看的权重落在前一个字母上的，在前 {SOUGHT} 个位置有 {number(early)}{rest.zh}{second.zh}。",
    )


def how_it_was_made(weights: int, step: int, least: float) -> Words:
    """What was learned in how many steps; by hand, how sure the least sure is."""
    if not weights:
        return Words(
            f"Nothing is learned; least sure: {number(least, 3)}.",
            f"没有学习过程；把握最小的预测，概率为 {number(least, 3)}。",
        )
    return Words(f"{count(weights)} weights, {step} steps.", f"{count(weights)} 个权重，{step} 步。")


def readout(result: Result, values: Values) -> Words:
    if not np.isfinite(result.rights).all():
        return Words("It learns.", "正在学习。")
    here = at_place(result, values)
    known = result.found[result.found >= 0]
    taught, longer = percent(result.rights[: len(TAUGHT)].mean()), percent(result.rights[LONGER].mean())
    twelve, told = percent(result.rights[-1]), next_letter(result.text, result.looks.p[here])
    looked = of_looks(*one_back(result.text, result.looks), to_followers(result.text, result.looks))
    made = how_it_was_made(result.weights, values.step, result.least)
    return Words(
        f"In this text {known.sum()} of {len(known)} known letters are right; at place {here + 1} {told.en}. Blocks of "
        f"4 to 9 letters: <b>{taught}</b> right, of 10 and 11: <b>{longer}</b>, of 12: {twelve}.\n "
        f"{looked.en} {made.en}",
        f"这段文本中，{len(known)} 个可预测的字母对了 {known.sum()} 个；第 {here + 1} 个位置{told.zh}。"
        f"4 到 9 个字母的段：对 <b>{taught}</b>；10 和 11 个：<b>{longer}</b>；12 个：{twelve}。\n{looked.zh}{made.zh}",
    )


VEIL = Veil(("rights", "here"), given=("text", "looks", "found"))
TO_DO = {
    "choose-look-four": lambda result, values: values.reader == "one" and values.step == STEPS,
    "two-looks-press": lambda result, values, seen: (
        values.reader == "two" and {"itself", "one back", "two back"} <= seen["cut"]
    ),
    "lay-circuit-hand": lambda result, values: values.reader == HAND and result.rights.min() == 1,
    "sceptic": tried(sceptic=("one", "dense", "window", "pairs", "bare", "cut", "rate")),
}
USES = {
    "choose-look-four": ("reader", "length"),
    "two-looks-press": ("cut",),
    "lay-circuit-hand": ("reader", "first", "key"),
    "sceptic": ("sceptic",),
}


def judge(result: Result, values: Values) -> str:
    """Solved by hand where every letter is foretold and nearly sure; almost where every letter is foretold."""
    if values.reader != HAND or result.rights.min() < 1:
        return "open"
    return "solved" if result.least >= SURE else "almost"


CHALLENGE = Challenge(GOAL, judge)
SCEPTIC = Sceptic(
    Words(
        "this reader copies blocks of 10 and 11 letters, too.",
        "10 和 11 个字母的段，这个模型也能抄。",
    ),
    Words("Known letters right, beyond guessing", "可预测字母的正确率，比随机猜测高出"),
    lambda result: result.longer - float(guessing()[LONGER].mean()),
    {
        "one": Change(Words("one look, four heads", "看一次，四个头"), {"reader": "one"}),
        "dense": Change(Words("one look, then a dense layer", "看一次，再接全连接层"), {"reader": "dense"}),
        "window": Change(Words("a window of 20 letters", "20 个字母的窗口"), {"reader": "window"}),
        "pairs": Change(Words("one look, pairs of letters", "看一次，读字母对"), {"reader": "pairs"}),
        "bare": Change(Words("two looks, no positions", "看两次，不知道位置"), {"reader": "bare"}),
        "cut": Change(Words("the look one back is cut", "切断“前一个”"), {"cut": "one back"}),
        "rate": Change(Words("η = 0.003", "η = 0.003"), {"rate": 0.003}),
    },
    shares=True,
)


def near_arcs(arcs: LineCollection, result: Result, values: Values) -> np.ndarray:
    """The arcs of the first look, two back, one back and to itself: (3, 25, 2); the inner ones lie on top."""
    here = at_place(result, values)
    steps = range(min(CLOSE, here + 1)) if looks_twice(values) or is_laid(values) else ()
    return np.array([arc(here, here - step, -1) for step in reversed(steps)])


def press_arc(result: Result, k: int, values: Values) -> dict:
    """Cut it, or if it is cut mend it; by hand the first look goes there."""
    pressed = FIRST[min(CLOSE, at_place(result, values) + 1) - 1 - k]
    wanted = {"cut": "nothing" if values.cut == pressed else pressed}
    return {"first": pressed} if is_laid(values) else wanted


HANDLES = [
    Handle(
        "chosen",
        at=lambda ring, result: [[(k, 0)] for k in range(len(result.text.letters))],
        click=lambda result, k: {"place": k + 1},
        width=24,
    ),
    Handle("first", at=near_arcs, click=press_arc),
    Handle(
        "here",
        pull=lambda result, dx, dy, values: {"length": values.length + dx + EAGER * np.sign(dx)},
    ),
]


@demo(Words("Two looks", "看两次"), height=3.8)
def two_looks(**values):
    """A text that repeats itself, and a reader that looks at each place what came before, once or twice.
    自我重复的文本，以及在每个位置上回头看一次或两次的模型。

    source : Elhage et al. (2021); Olsson et al., In-context Learning and Induction Heads (2022)
    """
