"""What is expected of a measurement is set or drawn in the veiled picture: a mark on an axis, or a curve over one."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import look
from course_nn.stage.controls import Values
from course_nn.stage.estimates import Curve, Mark
from course_nn.stage.touch import Handle, Touch

SET, DRAW = Words("drag me", "拖动我"), Words("draw your curve", "画出你的曲线")


class Estimating:
    """An Estimate as it lies in the veiled picture; what it answers, Choices answers too.
    盖着的图中待设定或待画出的估计。

    chosen : the value that the student has set; None while there is none
    stays  : whether it lies in the picture also once the veil is lifted
    """

    stays = False

    def __init__(self, estimate: Mark | Curve, ghost: Callable | None = None, chosen: Any = None) -> None:
        self.estimate, self.ghost, self.chosen = estimate, ghost, estimate.read(chosen)
        self._drawn: list = []
        self._stroke: tuple = ()  # the number of a grab, and where the hand was last, in dots

    def draw(self, artists: Any) -> None:
        """The mark or the curve, where it stands now. 画出标记或曲线。"""
        axes, red = self.estimate.axes(artists), look.VERMILION
        still = dict(scalex=False, scaley=False, zorder=8)
        (line,) = axes.plot([], [], color=red, ls=(0, (4, 2)), lw=2.5, **still)
        (dot,) = axes.plot([], [], "o", ms=12, mfc=red, mec="white", mew=1.5, clip_on=False, **still)
        box = dict(fc="white", ec="none", alpha=0.85, pad=1)
        style = dict(color=look.ink(red), fontsize=look.SMALL, zorder=8, bbox=box, in_layout=False)
        name = axes.annotate("", (0, 0), (0, 0), textcoords="offset points", annotation_clip=False, **style)
        self._drawn = [axes, line, dot, name]
        self.choose(self.chosen)

    def choose(self, value: Any) -> None:
        """Show what the student has set. 显示学生所设的值。"""
        self.chosen = self.estimate.read(value)
        if self._drawn:
            axes, line, dot, name = self._drawn
            line.set_data(*self.estimate.line(axes, self._now).T)
            at = self.estimate.handle(axes, self._now)
            dot.set_data(*at[:, None])
            self._name(axes, name, at)

    def _name(self, axes, name, at):
        """The number beside the handle, or what is to be done with it; towards the middle of the axes."""
        curve = isinstance(self.estimate, Curve)
        name.xy = at
        name.set_text((DRAW if curve else SET if self.chosen is None else self.estimate.text(self._now)).drawn())
        name.set_visible(not curve or self.chosen is None)
        x, y = axes.transAxes.inverted().transform(axes.transData.transform(at))
        name.set(position=(0 if curve else 11 if x < 0.5 else -11, 9 if y < 0.8 else -9))
        name.set(ha="center" if curve else "left" if x < 0.5 else "right", va="bottom" if y < 0.8 else "top")

    @property
    def _now(self):
        return self.estimate.start if self.chosen is None else self.chosen

    def paths(self, figure: Any, pixels: float) -> list:
        """Where a hand can take hold of it, as Touch.paths has it. 可用手抓住之处。"""
        if not self._drawn:
            return []
        axes, line, dot, _ = self._drawn
        grip, is_frame = self.estimate.grip(axes, self._now), isinstance(self.estimate, Curve)
        handles = [Handle(lambda _: line, at=lambda artist, result: grip, face=is_frame)]
        self._touch = Touch([*handles, *([] if is_frame else [Handle(lambda _: dot)])], figure, pixels)
        return self._touch.paths(None, None, Values({}))

    def touched(self, handle: int, item: int, grab: int, place: tuple, holds: bool) -> Any:
        """What a hand that is there makes of the value. 手移到该处时的取值。"""
        now = self._touch.dots(np.array(place))
        before = self._stroke[1] if self._stroke and self._stroke[0] == grab else now
        self._stroke = grab, now
        return self.estimate.moved(self._drawn[0], self._now, before, now)

    def place(self, artists: Any, answer: Any) -> tuple | None:
        """Where what was locked lies, (axes, points): an option, or a value. 已锁定的答案在图中的位置。"""
        if isinstance(answer, str):
            return self.ghost(artists, answer) if answer and self.ghost else None
        axes = self.estimate.axes(artists)
        return axes, self.estimate.line(axes, answer)
