"""A rival that a student brings: it gets what the picture's own readers got, and stands beside them in the picture."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, NamedTuple

import numpy as np
import traitlets
from matplotlib.artist import Artist

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing import Axes, look
from course_nn.drawing.numbers import number, percent

COLOR = look.VERMILION
NAMED: dict[str, Any] = {"color": look.ink(COLOR), "fontsize": look.SMALL, "zorder": 6}  # how a name is written
LEVEL: dict[str, Any] = {"color": COLOR, "lw": 1.5, "ls": "-.", "zorder": 5}
NO_READER = (
    "expected an object with compress and decompress, such as bz2, or a function of the known text that returns a "
    "function: before -> {letter: probability}",
    "应给出带 compress 与 decompress 的对象（例如 bz2），或以已知文本为参数、返回一个函数的函数，"
    "后者由前文给出各字母的概率（dict）",
)
SHOWN = 3  # rivals in a picture, the newest


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
    place   : Rival -> (x, y) there; x is nan for a level line across, y for an upright one. None: words below the axes
    listed  : where in the axes the names are listed, those of the highest or leftmost lines first, if not on the lines
    shares  : whether it is a share of errors, written in percent
    meets   : (Rival, result) -> whether it got what the picture now shows; without one, always
    task    : () -> Words, what rivals get just now, where a student can change that
    """

    kind: str
    trial: Callable[[Any], float | tuple[float, Any]]
    own: Callable[[Any, Any], Mapping[Words, float]]
    axes: Callable[[Any], Axes]
    measure: Words
    place: Callable[[Rival], tuple[float, float]] | None = None
    listed: tuple[float, float] | None = None
    shares: bool = True
    meets: Callable[[Rival, Any], bool] = lambda rival, result: True
    task: Callable[[], Words] = lambda: Words("", "")

    def written(self, value: float) -> Words:
        """4.5%, or 1.92 bits."""
        if self.shares:
            return Words(percent(value, 1), percent(value, 1))
        return Words(f"{number(value, 3)} bits", f"{number(value, 3)} 比特")

    def verdict(self, own: Mapping[Words, float], rivals: list[Rival]) -> Words:
        """Who is ahead, with the best rival in it; nothing without rivals, or where they cannot be compared."""
        others = {name: value for name, value in own.items() if np.isfinite(value)}
        if not rivals or not others:
            return Words("", "")
        best = min(rivals, key=lambda rival: rival.value)
        name = escape(best.name)
        ahead = self._named({name: value for name, value in others.items() if best.value < value})
        behind = self._named({name: value for name, value in others.items() if best.value >= value})
        (here, hier), (measure, gauge) = self.written(best.value), self.measure
        title = Words(f"Your rival “{name}” wins", f"你的对手“{name}”赢了")
        if behind.en:
            title = Words(f"Your rival “{name}” does not win", f"你的对手“{name}”没有赢")
        en = "; ".join(
            f"{word} {names}" for word, names in (("ahead of", ahead.en), ("not ahead of", behind.en)) if names
        )
        zh = "；".join(f"{word}{names}" for word, names in (("胜过", ahead.zh), ("没有胜过", behind.zh)) if names)
        return Words(f"<b>{title.en}.</b> {measure}: {here}, {en}.", f"<b>{title.zh}。</b>{gauge}：{hier}；{zh}。")

    def upset(self, own: Mapping[Words, float], rivals: list[Rival]) -> Words:
        """What stands beside the moral where the best rival is ahead of all that was compared; else nothing."""
        others, best = [value for value in own.values() if np.isfinite(value)], min(rivals, key=lambda one: one.value)
        if not others or best.value >= min(others):
            return Words("", "")
        here, least = self.written(best.value), self.written(min(others))
        name = escape(best.name)
        return Words(
            f"<b>Your rival “{name}” beats all that is compared here</b>: {here.en}, and the best of the others {least.en}.",
            f"<b>你的对手“{name}”胜过这里比较的所有模型</b>：它是 {here.zh}，其余中最好的是 {least.zh}。",
        )

    def _named(self, others):
        """Each with its number, the best first."""
        found = [(name, self.written(value)) for name, value in sorted(others.items(), key=lambda pair: pair[1])]
        en, zh = (
            [f"{name[k]}{left}{value[k]}{right}" for name, value in found]
            for k, left, right in ((0, " (", ")"), (1, "（", "）"))
        )
        return Words(", ".join(en), "、".join(zh))


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


def seat(contest: Contest, artists: Any, rivals: list[Rival]) -> list[Artist]:
    """The newest rivals in the picture, each with its name: a diamond, a line across, or a line of words below."""
    axes = contest.axes(artists)
    drawn: list[Artist] = []
    newest = sorted(rivals[-SHOWN:], key=lambda rival: _rank(contest, rival)) if contest.listed else rivals[-SHOWN:]
    for k, rival in enumerate(newest):
        x, y = contest.place(rival) if contest.place else (np.nan, np.nan)
        x, y = np.clip([x, y], *np.sort([axes.get_xlim(), axes.get_ylim()]).T)
        if x == x and y == y:
            drawn += axes.plot([x], [y], "D", color=COLOR, ms=8, zorder=6)
        elif contest.place:
            drawn.append(axes.axhline(y, **LEVEL) if y == y else axes.axvline(x, **LEVEL))
        if contest.listed or contest.place is None:
            words = rival.name if contest.listed else f"◆ {rival.name}: {contest.written(rival.value).drawn()}"
            shift = -2 if contest.listed else 0, -4 - 14 * k
            drawn.append(_beside(axes, words, contest.listed or (0, 0), shift, axes.transAxes, va="top"))
        elif x != x:
            drawn.append(_beside(axes, rival.name, (0.98, y), (-2, 3), axes.get_yaxis_transform(), va="bottom"))
        else:
            is_right = axes.transAxes.inverted().transform(axes.transData.transform((x, y)))[0] > 0.5
            drawn.append(_beside(axes, rival.name, (x, y), (-8 if is_right else 8, 0), axes.transData, va="center"))
    return drawn


def _rank(contest, rival):
    """In which order the names of lines are listed: the highest first, of upright ones the leftmost."""
    x, y = contest.place(rival)
    return -y if y == y else x


def _beside(axes, name, place, shift, transform, va):
    """The name at a place, shifted by so many points: to the left of it where the shift is negative."""
    ha = "right" if shift[0] < 0 else "left"
    style = NAMED | dict(ha=ha, va=va, bbox=look.BEHIND_WORDS)
    return axes.annotate(name, place, xycoords=transform, xytext=shift, textcoords="offset points", **style)


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
