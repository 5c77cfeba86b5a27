"""What is expected of a measurement is set or drawn in the veiled picture: a mark or a band on an axis, or a curve."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import look, marks
from course_nn.stage.controls import Values, in_both
from course_nn.stage.estimates import Curve, Mark
from course_nn.stage.touch import Handle, Touch

SET, DRAW = Words("drag me", "拖动我"), Words("draw your curve", "画出您的曲线")
RIM = 24  # page pixels across, of the frame in which a curve is drawn: a stroke may begin at its very edge


class Estimating:
    """An Estimate as it lies in the veiled picture; what it answers, Choices answers too.
    盖着的图中待设定或待画出的估计。

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
        box = dict(fc="white", ec="none", alpha=0.85, pad=1)
        style = dict(color=look.ink(red), fontsize=look.SMALL, zorder=8, bbox=box, in_layout=False)
        name = axes.annotate("", (0, 0), (0, 0), textcoords="offset points", annotation_clip=False, **style)
        self._drawn = [axes, line, dots, band, name]
        self.choose(self.chosen)

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
        name.xy = axes.transData.inverted().transform(place)
        name.set_text(self._words(curve).drawn())
        name.set_visible(not curve or self.chosen is None or self.at is not None)
        x, y = axes.transAxes.inverted().transform(place)
        centred = (curve or len(at) > 1) and 0.2 < x < 0.8
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

    def touched(self, handle: int, item: int, grab: int, place: tuple, holds: bool) -> Any:
        """What a hand that is there makes of the value. 手移到该处时的取值。"""
        now = self._touch.dots(np.array(place))
        before = self._stroke[1] if self._stroke and self._stroke[0] == grab else now
        self._stroke = grab, now
        return self.estimate.moved(self._drawn[0], self._now, before, now, item)

    @property
    def on(self) -> tuple[str, ...]:
        """The controls on which its truth depends; () for all. 真值所取决的控件；() 表示全部。"""
        return self.estimate.on

    def place(self, artists: Any, answer: Any) -> tuple | None:
        """Where what was locked lies, (axes, points): an option, or a value. 已锁定的答案在图中的位置。"""
        if isinstance(answer, str):
            return self.ghost(artists, answer) if answer and self.ghost else None
        axes = self.estimate.axes(artists)
        return axes, self.estimate.line(axes, answer)

    def missed(self, artists: Any, answer: Any) -> tuple | None:
        """What lies between the value that was locked and the truth, (axes, points). 所锁定的值与真值之间的部分。"""
        axes = self.estimate.axes(artists)
        between = None if isinstance(answer, str) else self.estimate.between(axes, answer)
        return None if between is None else (axes, between)
