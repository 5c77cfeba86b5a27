"""A rival that a student brings: it gets what the picture's own readers got, and stands beside them in the picture."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, NamedTuple

import numpy as np
import traitlets
from matplotlib.artist import Artist
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing import Axes, look
from course_nn.drawing.numbers import number, percent, significant

COLOR = look.VERMILION
SHORTEST = 0.001  # seconds that are told
SIGNS = "❶❷❸"  # of the newest rivals in a picture; their names stand below it, where there is room for them
SIGN: dict[str, Any] = {
    **dict(color=look.ink(COLOR), fontsize=13, ha="center", va="center", zorder=6),
    **dict(in_layout=False, annotation_clip=False),
}
BEHIND: dict[str, Any] = {"boxstyle": "circle,pad=0", "fc": "white", "ec": "none"}
APART = 12  # points between the middles of two signs
LEVEL: dict[str, Any] = {"color": COLOR, "lw": 1.5, "ls": "-.", "zorder": 5}
NO_READER = (
    "expected an object with compress and decompress, such as bz2, or a function of the known text that returns a "
    "function: before -> {letter: probability}",
    "应给出带 compress 与 decompress 的对象（例如 bz2），或以已知文本为参数、返回一个函数的函数，"
    "后者由前文给出各字母的概率（dict）",
)


class Rival(NamedTuple):
    """What came of a rival in one contest.

    name : as its author calls it;  value : share of errors, or bits per letter;  seconds : that it took
    kept : what its contest keeps of it besides
    """

    name: str
    value: float
    seconds: float
    kept: Any = None


class Contest(NamedTuple):
    """A comparison that takes rivals.

    kind    : what a rival gets: "data", or "text"
    trial   : the student's function -> the number by which it is measured; lower is better. Or a pair: that number, and
              what the picture shows of it besides, two of which are equal only if they are the same. It fits once, for
              a function that draws at random answers otherwise at the second time. Raises BadInput for answers that
              are none
    own     : (result, values) -> {Words: the number of a reader in the picture}, nan where it cannot be compared
    axes    : artists -> the Axes in which rivals stand
    measure : Words, what is measured
    place   : Rival -> (x, y) there; x is nan for a level line across, y for an upright one. None: words below the
              axes
    shares  : whether it is a share of errors, written in percent
    praised : which of its own readers the moral says to be ahead, if that is not just the best
    meets   : (Rival, result) -> whether it got what the picture now shows; without one, always
    task    : () -> Words, what rivals get just now, where a student can change that
    """

    kind: str
    trial: Callable[[Any], float | tuple[float, Any]]
    own: Callable[[Any, Any], Mapping[Words, float]]
    axes: Callable[[Any], Axes]
    measure: Words
    place: Callable[[Rival], tuple[float, float]] | None = None
    shares: bool = True
    praised: Words | None = None
    meets: Callable[[Rival, Any], bool] = lambda rival, result: True
    task: Callable[[], Words] = lambda: Words("", "")

    def written(self, value: float) -> Words:
        """4.5%, or 1.92 bits."""
        if self.shares:
            return Words(percent(value, 1), percent(value, 1))
        return Words(f"{number(value, 3)} bits", f"{number(value, 3)} 比特")

    def verdict(self, own: Mapping[Words, float], rivals: list[Rival]) -> Words:
        """Who is ahead, with the best rival in it, and whose the signs are; nothing without rivals."""
        if not rivals:
            return Words("", "")
        (en, zh), (key, names) = self._ahead(own, rivals), self._key(rivals)
        return Words(f"{en} {key}".strip(), zh + names)

    def _key(self, rivals):
        """Of each rival in the picture: its sign, its name, its number and its seconds."""
        found = [(sign, self.told(one)) for sign, one in shown(rivals)]
        return Words(*(joint.join(f"{sign} {told[k]}" for sign, told in found) for k, joint in enumerate((" ", ""))))

    def told(self, rival: Rival) -> Words:
        """Its name, its number and its seconds."""
        name, value, seconds = escape(rival.name), self.written(rival.value), significant(max(rival.seconds, SHORTEST))
        return Words(f"{name}: {value.en} in {seconds} s.", f"{name}：{value.zh}，{seconds} 秒。")

    def _ahead(self, own, rivals):
        """Who is ahead; nothing where rivals and readers cannot be compared."""
        others = {name: value for name, value in own.items() if np.isfinite(value)}
        if not others:
            return Words("", "")
        best = _best(rivals)
        name = escape(best.name)
        ahead = self._named({name: value for name, value in others.items() if best.value < value})
        behind = self._named({name: value for name, value in others.items() if best.value >= value})
        here, (measure, gauge) = self.written(best.value), self.measure
        title = Words(f"Your rival “{name}” wins", f"你的对手“{name}”赢了")
        if behind.en:
            title = Words(f"Your rival “{name}” does not win", f"你的对手“{name}”没有赢")
        en = "; ".join(
            f"{word} {names}" for word, names in (("ahead of", ahead.en), ("not ahead of", behind.en)) if names
        )
        zh = "；".join(f"{word}：{names}" for word, names in (("胜过", ahead.zh), ("没有胜过", behind.zh)) if names)
        return Words(
            f"<b>{title.en}.</b> {measure}: {here.en}, {en}.", f"<b>{title.zh}。</b>{gauge}：{here.zh}；{zh}。"
        )

    def upset(self, own: Mapping[Words, float], rivals: list[Rival]) -> Words:
        """What stands beside the moral where the best rival is ahead of the reader that it praises; else nothing."""
        others, best = {name: value for name, value in own.items() if np.isfinite(value)}, _best(rivals)
        if not others:
            return Words("", "")
        reader = self.praised if self.praised in others else min(others, key=lambda name: others[name])
        if best.value >= others[reader]:
            return Words("", "")
        here, there, name = self.written(best.value), self.written(others[reader]), escape(best.name)
        return Words(
            f"<b>Your rival “{name}” beats “{reader.en}”</b>: {here.en}, against {there.en}.",
            f"<b>你的对手“{name}”胜过“{reader.zh}”</b>：{here.zh}，后者是 {there.zh}。",
        )

    def _named(self, others):
        """Each with its number, the best first."""
        found = [(name, self.written(value)) for name, value in sorted(others.items(), key=lambda pair: pair[1])]
        en, zh = (
            [f"{name[k]}{left}{value[k]}{right}" for name, value in found]
            for k, left, right in ((0, " (", ")"), (1, "（", "）"))
        )
        return Words(", ".join(en), "、".join(zh))


def _best(rivals):
    return min(rivals, key=lambda rival: rival.value)


class Rivals(traitlets.HasTraits):
    """All rivals of this kernel: {name of a demo: [Rival, …]}, in the order in which they came."""

    known = traitlets.Dict()

    def __init__(self) -> None:
        super().__init__()
        self.own: dict[str, Mapping[Words, float]] = {}  # of a demo's picture, as it was last compared with rivals

    def of(self, demo: str) -> list[Rival]:
        """Those of a demo. 某个演示的对手。"""
        return self.known.get(demo, [])

    def bring(self, demo: str, rival: Rival) -> None:
        """One more; it takes the place of an earlier one of its name. 再来一个；同名的由它取代。"""
        others = [one for one in self.of(demo) if one.name != rival.name]
        self.known = self.known | {demo: [*others, rival]}


RIVALS = Rivals()


def shown(rivals: list[Rival]) -> list[tuple[str, Rival]]:
    """The newest rivals, each with its sign."""
    return list(zip(SIGNS, rivals[-len(SIGNS) :]))


def seat(contest: Contest, artists: Any, rivals: list[Rival]) -> list[Artist]:
    """The newest rivals in the picture, each with a sign that covers no word: a diamond, a line, or words below."""
    axes = contest.axes(artists)
    drawn: list[Artist] = []
    words = _words_about(axes) if contest.place else []
    taken = [*words]
    for k, (sign, rival) in enumerate(shown(rivals)):
        if not contest.place:
            said, below = f"{sign} {contest.written(rival.value).drawn()}", (0, -3 - 15 * k)
            style = SIGN | dict(xycoords="axes fraction", textcoords="offset points", ha="left", va="top")
            drawn.append(axes.annotate(said, (0, 0), below, **style | dict(fontsize=look.SMALL)))
            continue
        x, y = contest.place(rival)
        x, y = np.clip([x, y], *np.sort([axes.get_xlim(), axes.get_ylim()]).T)
        drawn.append(_marked(axes, x, y, words))
        taken.append(_free(axes, x, y, taken))
        at = axes.transData.inverted().transform(taken[-1].min + taken[-1].size / 2)
        drawn.append(axes.annotate(sign, tuple(at), bbox=BEHIND, **SIGN))
    return drawn


def _marked(axes, x, y, words):
    """A diamond at a place, or a line across, with gaps where it would go through words."""
    if x == x and y == y:
        return axes.plot([x], [y], "D", color=COLOR, ms=6, zorder=6)[0]
    along = 0 if y == y else 1  # the direction in which it runs
    at = axes.transData.transform(_with_both(axes, x, y))[1 - along]
    share = np.linspace(0, 1, 400)
    dots = axes.bbox.min[along] + share * axes.bbox.size[along]
    for box in words:
        if box.min[1 - along] < at < box.max[1 - along]:
            share[(dots > box.min[along] - 2) & (dots < box.max[along] + 2)] = np.nan
    if y == y:
        return axes.plot(share, np.full(400, y), transform=axes.get_yaxis_transform(), **LEVEL)[0]
    return axes.plot(np.full(400, x), share, transform=axes.get_xaxis_transform(), **LEVEL)[0]


def _with_both(axes, x, y):
    """A place, with the lower end of the axis where it has only one coordinate: a scale of logarithms knows no 0."""
    return np.where(np.isnan([x, y]), [axes.get_xlim()[0], axes.get_ylim()[0]], [x, y])


def _words_about(axes):
    """Where the words of a picture stand, in its dots; those of these axes even while they are hidden."""
    seen = (text for text in axes.figure.findobj(Text) if text.get_visible() and text.get_text())
    return [one.get_window_extent().padded(2) for one in seen if one.axes in (None, axes) or one.axes.get_visible()]


def _free(axes, x, y, taken):
    """The square of a sign, in dots, within the axes: the first that covers nothing, if there is one."""
    apart = APART * axes.figure.dpi / 72
    inner, side = axes.bbox.padded(-apart / 2), apart - 1  # what only touches does not cover
    places = _places(inner, *axes.transData.transform(_with_both(axes, x, y)), x, y, apart).clip(inner.min, inner.max)
    squares = [Bbox.from_bounds(*one - side / 2, side, side) for one in places]
    return min(squares, key=lambda one: one.count_overlaps(taken))


def _places(inner, left, down, x, y, apart):
    """Where a sign may stand, the best first: beside a place; on a line from its right or upper end, else along it."""
    steps = apart * np.arange(60)
    if x == x and y == y:
        around = apart * np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)])
        return [left, down] + np.concatenate([times * around for times in (1, 2, 3, 4)])
    if y == y:
        on, aside = np.stack([inner.x1 - steps, np.full(60, down)], axis=1), np.array([0, apart])
    else:
        on, aside = np.stack([np.full(60, left), inner.y1 - steps], axis=1), np.array([-apart, 0])
    return np.concatenate([on, on + aside, on - aside])


def on_data(split: Callable[[], tuple]) -> Callable[[Any], float]:
    """The trial by data: function(X, y, X_test) -> the share of classes that are wrong. It never gets y_test.

    split : () -> (X, y, X_test, y_test)
    """

    def trial(function):
        X, y, X_test, y_test = split()
        return float(np.mean(classes_of(function, X, y, X_test) != y_test))

    return trial


def classes_of(function: Callable, X: np.ndarray, y: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """What a student's function says of rows, after it has learned from others: their classes.

    raises : BadInput for an answer that is none
    """
    given = np.asarray(function(X.copy(), y.copy(), asked.copy()))
    if given.shape != (len(asked),) or not np.isin(given, y).all():
        raise BadInput(
            f"expected a function (X, y, X_test) -> one class for each of {len(asked)} rows, among those of y; it "
            f"gave the shape {given.shape}",
            f"应给出函数 (X, y, X_test) -> 对 {len(asked)} 行各给一个类别，取自 y；它给出的形状是 {given.shape}",
        )
    return given


def on_text(texts: Callable[[], tuple[str, str]]) -> Callable[[Any], float]:
    """The trial by text: bits per letter of a text that is new, by a compressor or by the probabilities of a reader.

    texts : () -> (text to learn from, text to read)
    """

    def trial(reader):
        known, new = texts()
        if hasattr(reader, "compress") and hasattr(reader, "decompress"):
            return _compressed(reader, known.encode(), new.encode())
        return _predicted(reader(known), new)

    return trial


def _compressed(reader, known, new):
    """How many bits more both texts take than the first alone; both must come back as they were."""
    packed = reader.compress(known + new)
    if not isinstance(packed, bytes) or reader.decompress(packed) != known + new:
        raise BadInput(
            "expected compress and decompress that give the text back as it was", "compress 与 decompress 应能还原原文"
        )
    return 8 * (len(packed) - len(reader.compress(known))) / len(new)


def _predicted(after, new):
    """The mean of −log₂ p of each letter, given what comes before it."""
    if not callable(after):
        raise BadInput(*NO_READER)
    bits = 0.0
    for place, letter in enumerate(new):
        p = after(new[:place])
        if not isinstance(p, dict):
            raise BadInput(*NO_READER)
        p = dict(dict.items(p))  # what a student makes of a dict may say anything of itself, and have no end
        whole, mine = sum(p.values()), p.get(letter, 0.0)
        if not (abs(whole - 1) < 1e-6 and min(p.values()) >= 0 and mine > 0):
            raise BadInput(
                f"the probabilities after {new[max(0, place - 10) : place]!r} should have the sum 1, and none may be "
                f"negative or leave out a letter that can come; their sum is {whole:g}, and {letter!r} has {mine:g}",
                f"{new[max(0, place - 10) : place]!r} 之后的概率之和应为 1，不得为负，也不得漏掉可能出现的字母；"
                f"现在和为 {whole:g}，{letter!r} 的概率为 {mine:g}",
            )
        bits -= np.log2(mine)
    return float(bits) / len(new)
