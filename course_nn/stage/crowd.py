"""What a class has answered lies in the picture of its question, and stays there beside the truth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import look
from course_nn.drawing.crowds import COLOR, draw_cloud, draw_medians, draw_sheaf
from course_nn.stage.choosing import Choices
from course_nn.stage.estimates import Curve, Mark

MEDIAN = Words("median", "中位数")
BEFORE = Words("before", "讨论前")


class Crowd(Choices):
    """The votes of a class: how many chose each option that has a place, or what all have set or drawn.
    全班的投票：有位置的各选项有多少人选，或大家所设、所画的值。

    options  : {key: letter, and how many chose it}
    estimate : where something is set or drawn, else None
    votes    : the values of each vote that was held, the last one last
    """

    stays = True

    def __init__(
        self,
        options: Mapping[str, str],
        ghost: Callable | None = None,
        estimate: Mark | Curve | None = None,
        votes: Sequence[Sequence] = (),
    ) -> None:
        super().__init__(options, ghost)
        self.estimate, self.votes = estimate, [values for values in votes if len(values)]

    def draw(self, artists: Any) -> None:
        """What the class has answered; of an earlier vote the median alone. 画出全班的答案；先前一次只画中位数。"""
        super().draw(artists)
        if not self.estimate or not self.votes:
            return
        axes, (*before, now) = self.estimate.axes(artists), self.votes
        if isinstance(self.estimate, Curve):
            draw_sheaf(axes, np.array([self.estimate.line(axes, value) for value in now]), COLOR)
        else:
            self._draw_marks(axes, [self.estimate.middle(value) for value in now])
        words = [*[BEFORE] * len(before), MEDIAN]
        colors = [*[look.GREY] * len(before), COLOR]
        draw_medians(axes, [self._median(axes, *of) for of in zip(self.votes, words, colors)])

    def named(self, keys: list[str]) -> str:
        """The letters, and how many chose each. 字母与人数。"""
        return ", ".join(self.options[key] for key in keys)

    def _draw_marks(self, axes, values):
        ends = np.array([self.estimate.line(axes, value) for value in values])
        draw_cloud(axes, ends, np.concatenate([self.estimate.handles(axes, value) for value in values]), COLOR)

    def _median(self, axes, values, words, color):
        value = median(self.estimate, values)
        bare = replace(self.estimate, unit=self.estimate.sign)  # of a unit that is a word there is no room
        named = words if np.ndim(value) else Words(*map(" ".join, zip(words, bare.text(value))))
        return self.estimate.line(axes, value), named.drawn(), color

    def paths(self, figure: Any, pixels: float) -> list:
        """Nothing can be taken hold of. 没有可用手抓住之处。"""
        return []


def median(estimate: Mark | Curve, values: Sequence) -> Any:
    """The median of what was set; of curves that at each place. 所设值的中位数；曲线则逐点取中位数。"""
    if isinstance(estimate, Curve):
        return np.median(np.array(values, float), axis=0).tolist()
    return float(np.median([estimate.middle(value) for value in values]))
