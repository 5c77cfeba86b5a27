"""What is expected of a measurement is set or drawn in the veiled picture: a mark or a band on an axis, or a curve."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_nn.common.words import Words, term
from course_nn.drawing import look, marks
from course_nn.stage.controls import Values, in_both
from course_nn.stage.estimates import Curve, Mark
from course_nn.stage.touch import Handle, Touch

SET, DRAW = Words("drag me", "拖动我"), Words("draw your curve", "画出你的曲线")
FAINT = 0.07
RIM = 24  # page pixels across, of the frame in which a curve is drawn: a stroke may begin at its very edge


class Estimating:
    """An Estimate as it lies in the veiled picture; what it answers, Choices answers too.
    遮住答案的图中待设定或待画出的估计。

    chosen : the value that the student has set; None while there is none
    at     : the number of the place of a curve that is being set; None while it is drawn
    stays  : whether it lies in the picture also once the veil is lifted
    """

    stays = False

    def __init__(self, estimate: Mark | Curve, ghost: Callable | None = None, chosen: Any = None) -> None:
        self.estimate, self.ghost, self.chosen = estimate, ghost, estimate.read(chosen)
        self.at: int | None = None
        self._drawn: list = []
        self._stroke: tuple = ()  # the number of a grab, and where the hand was last, in dots

    def anew(self, chosen: Any) -> "Estimating":
        """The same, of another picture, set to this. 另一幅图中的同样估计，已设为此值。"""
        return Estimating(self.estimate, self.ghost, chosen)

    def draw(self, artists: Any) -> None:
        """The mark, the band or the curve, where it stands now. 画出标记、区间或曲线。"""
        axes, red = self.estimate.axes(artists), look.VERMILION
        still = dict(scalex=False, scaley=False, zorder=8)
        (line,) = axes.plot([], [], color=red, ls=(0, (4, 2)), lw=2.5, **still)
        (dots,) = axes.plot([], [], "o", ms=12, mfc=red, mec="white", mew=1.5, clip_on=False, **still)
        band = marks.area(axes, np.empty((0, 2)), zorder=7)
        if isinstance(self.estimate, Curve):
            axes.axvspan(*self.estimate.ends, color=red, alpha=FAINT, lw=0, zorder=0.2)  # here one may draw
        box = dict(fc="white", ec="none", alpha=0.85, pad=1)
        style = dict(color=look.ink(red), fontsize=look.SMALL, zorder=8, bbox=box, in_layout=False)
        name = axes.annotate("", (0, 0), (0, 0), textcoords="offset points", annotation_clip=False, **style)
        self._drawn = [axes, line, dots, band, name]
        self.choose(self.chosen)

    def within(self, artists: Any) -> tuple:
        """The axes in which it is set or drawn. 供设定或画出的坐标系。"""
        return (self.estimate.axes(artists),)

    def choose(self, value: Any) -> None:
        """Show what the student has set. 显示学生所设的值。"""
        self.chosen = self.estimate.read(value)
        if self._drawn:
            axes, line, dots, band, name = self._drawn
            line.set_data(*self.estimate.line(axes, self._now).T)
            at = self.estimate.handles(axes, self._now, self.at)
            dots.set_data(*at.T)
            band.set_xy(self.estimate.inside(axes, self._now))
            self._name(axes, name, at)

    def mark(self, place: int | None) -> None:
        """Show which place of a curve is being set. 标出正在设定的位置。"""
        self.at = place
        self.choose(self.chosen)

    @property
    def said(self) -> Words | None:
        """What has been set by now, for who hears the page; None while nothing was. 目前所设的值。"""
        if self.chosen is None:
            return None
        en, zh = self.estimate.named(self.chosen)
        if isinstance(self.estimate, Curve) and self.at is not None:
            across, place = in_both(self.estimate.across), self.estimate.place.names[self.at]
            number = self.estimate.text(np.atleast_1d(self.chosen)[self.at])
            en, zh = f"{across.en} {place}: {number.en}", f"{across.zh} {place}：{number.zh}"
        return Words(f"Set: {en}.", f"已设：{zh}。")

    def _name(self, axes, name, at):
        """The number beside the handle, or what is to be done with it; towards the middle of the axes."""
        curve, place = isinstance(self.estimate, Curve), axes.transData.transform(at).mean(axis=0)
        stands = not curve and self.estimate.along == "x" and np.isfinite(self.estimate.reach)
        if stands:  # a short upright stroke: over it, for its axes may be narrow
            place[1] = np.nanmax(axes.transData.transform(self.estimate.line(axes, self._now))[:, 1])
        name.xy = axes.transData.inverted().transform(place)
        name.set_text(self._words(curve).drawn())
        name.set_visible(not curve or self.chosen is None or self.at is not None)
        x, y = axes.transAxes.inverted().transform(place)
        centred = (curve or stands or len(at) > 1) and 0.2 < x < 0.8
        name.set(position=(0 if centred else 11 if x < 0.5 else -11, 9 if y < 0.8 else -9))
        name.set(ha="center" if centred else "left" if x < 0.5 else "right", va="bottom" if y < 0.8 else "top")

    def _words(self, curve):
        if self.chosen is None:
            return DRAW if curve else SET
        return (
            self.estimate.text(np.atleast_1d(self.chosen)[self.at or 0]) if curve else self.estimate.named(self.chosen)
        )

    @property
    def _now(self):
        return self.estimate.start if self.chosen is None else self.chosen

    def paths(self, figure: Any, pixels: float) -> list:
        """Where a hand can take hold of it, as Touch.paths has it. 可用手抓住之处。"""
        if not self._drawn:
            return []
        axes, line, dots, *_ = self._drawn
        grips, is_frame = self.estimate.grips(axes, self._now), isinstance(self.estimate, Curve)
        handle = Handle(lambda _: line, at=lambda artist, result: grips, face=is_frame, width=RIM * is_frame)
        self._touch = Touch([handle, *([] if is_frame else [Handle(lambda _: dots)])], figure, pixels)
        return self._touch.paths(None, None, Values({}))

    def ways(self) -> dict[int, list]:
        """Where a mark or an end of a band can go, as Touch.ways has it; a curve is drawn freely. 标记能到何处。"""
        if not self._drawn or isinstance(self.estimate, Curve):
            return {}
        ends = self._touch.on_page(self._drawn[0].transData.transform(self.estimate.track)).round(1)
        ways = [
            [True, *ends[:, axis].tolist()] if axis == "xy".index(self.estimate.along) else [False] for axis in (0, 1)
        ]
        return {0: ways, 1: ways}

    def touched(self, handle: int, item: int, grab: int, place: tuple, holds: bool, began: tuple | None = None) -> Any:
        """What a hand that is there makes of the value; it came from where it was, or began. 手移到该处时的取值。"""
        now = self._touch.dots(np.array(place))
        first = now if began is None else self._touch.dots(np.array(began))
        before = self._stroke[1] if self._stroke and self._stroke[0] == grab else first
        self._stroke = grab, now
        return self.estimate.moved(self._drawn[0], self._now, before, now, item)

    def place(self, artists: Any, answer: Any) -> tuple | None:
        """Where what was locked lies, (axes, points): an option, or a value. 已锁定的答案在图中的位置。"""
        if isinstance(answer, str):
            return self.ghost(artists, answer) if answer and self.ghost else None
        axes = self.estimate.axes(artists)
        return axes, self.estimate.line(axes, answer)

    def missed(self, artists: Any, answer: Any) -> tuple | None:
        """What lies between the value that was locked and the truth, (axes, points). 所锁定的值与真值之间的部分。"""
        if isinstance(answer, str) or not self.estimate.is_measured:
            return None
        axes = self.estimate.axes(artists)
        between = self.estimate.between(axes, answer)
        return None if between is None else (axes, between)

    def truth(self, artists: Any, answer: Any) -> np.ndarray | None:
        """The line of the truth beside a value, once it is computed. 真值在图中的样子，算出之后才有。"""
        if isinstance(answer, str) or not self.estimate.is_measured:
            return None
        return self.estimate.line(self.estimate.axes(artists), self.estimate.measured)

    def told(self, answer: Any) -> str:
        """What is true, as the picture says it; "" where no number was set or is computed yet. 图中所写的真值。"""
        is_told = isinstance(self.estimate, Mark) and not isinstance(answer, str) and self.estimate.is_measured
        return term("measured").drawn().format(self.estimate.text(self.estimate.measured).drawn()) if is_told else ""

    def measure(self) -> None:
        """Compute what an answer is compared with: it may take seconds. 算出与答案对照的值，可能需要几秒。"""
        self.estimate.measure()

    def compares(self, artists: Any, answer: Any, own: list) -> bool:
        """Whether an answer can be compared: what the picture shows, but for its own artists, passes through the truth.
        图中所示是否经过真值，可与答案对照。
        """
        if not self.estimate.is_measured:
            return True
        axes = self.estimate.axes(artists)
        return axes.get_visible() and marks.passes(axes, self.estimate.spots(axes), own)
