"""What may be predicted lies in the veiled picture, dotted, with its letter: a click there chooses it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.choices import BADGE, draw_choices, emphasise
from course_nn.stage.controls import Values
from course_nn.stage.touch import Handle, Touch


class Choices:
    """The options of a question as its demo draws them; one that has no place in the picture stands in the list alone.
    题目的各选项在图中的样子；画不出的选项只在列表中。

    options : {key: letter}, of the question
    ghost   : of the demo, if it has one
    chosen  : the key that the student has chosen; "" while none is
    within  : artists -> the axes in which something is set or drawn, over a still picture of them
    stays   : whether it lies in the picture also once the veil is lifted
    """

    stays = False

    def __init__(
        self,
        options: Mapping[str, str],
        ghost: Callable | None = None,
        chosen: str = "",
        within: Callable = lambda artists: (),
    ) -> None:
        self.options, self.ghost, self.chosen, self.within = options, ghost, chosen, within
        self._drawn: list[tuple[list[str], list]] = []  # keys that share a place, artists

    def anew(self, chosen: str) -> "Choices":
        """The same, of another picture, with this one chosen. 另一幅图中的同样选项，已选定此项。"""
        return Choices(self.options, self.ghost, chosen)

    def draw(self, artists: Any) -> None:
        """All that have a place, unless it is a single one. 画出有位置的选项；若只有一处则不画。"""
        shared: dict[bytes, tuple[list[str], tuple]] = {}
        for key in self.options:
            if found := self.place(artists, key):
                shared.setdefault(np.asarray(found[1], float).tobytes(), ([], found))[0].append(key)
        places = [*shared.values()] if len(shared) > 1 else []
        letters = [self.named(keys) for keys, _ in places]
        drawn = draw_choices([place for _, place in places], letters)
        self._drawn = [(keys, artists) for (keys, _), artists in zip(places, drawn)]
        self.choose(self.chosen)

    def named(self, keys: list[str]) -> str:
        """What stands where these options lie. 这些选项所在之处的名称。"""
        return "".join(self.options[key] for key in keys)

    def choose(self, key: str) -> None:
        """Mark what the student has chosen. 标出学生所选的一项。"""
        self.chosen = key
        for keys, drawn in self._drawn:
            emphasise(drawn, key in keys)

    def paths(self, figure: Any, pixels: float) -> list:
        """Where a hand can choose them, as Touch.paths has it: the line of each, and its letter. 可用手选择之处。"""
        handles = [handle for _, drawn in self._drawn for handle in _handles(*drawn)]
        return Touch(handles, figure, pixels).paths(None, None, Values({}))

    def ways(self) -> dict:
        """An option is chosen where it lies, and moves nowhere. 选项只供选择，不能移动。"""
        return {}

    def place(self, artists: Any, answer: str) -> tuple | None:
        """Where an option lies, (axes, points), if it has a place. 选项在图中的位置。"""
        return self.ghost(artists, answer) if answer and self.ghost else None

    def missed(self, artists: Any, answer: Any) -> None:
        """Between an option and the truth nothing lies. 选项与真值之间没有可标出的部分。"""

    def truth(self, artists: Any, answer: Any) -> None:
        """The true line beside an option is not known here. 选项旁的真值在此未知。"""

    def told(self, answer: Any) -> str:
        """Of what is true, the picture itself tells. 真值由图本身说明。"""
        return ""

    def measure(self) -> None:
        """Which option is right, the question knows. 哪个选项正确，由题目判断。"""

    def mark(self, place: int | None) -> None:
        """An option has no places to be set. 选项没有可逐点设定的位置。"""

    said: Words | None = None  # what is chosen is heard from the list

    def touched(
        self, handle: int, item: int, grab: int, place: tuple, holds: bool, began: tuple | None = None
    ) -> str | None:
        """What a hand chooses there, once it lets go. 手松开时所选的选项。"""
        return None if holds else self.at(handle) or None

    def at(self, handle: int) -> str:
        """The key that a click on one of these chooses, of several there the next one; "" for what lies there no more.
        点击所选的键；若那里已没有选项，则为 ""。
        """
        if handle >= 2 * len(self._drawn):
            return ""
        keys, _ = self._drawn[handle // 2]
        return keys[(keys.index(self.chosen) + 1) % len(keys)] if self.chosen in keys else keys[0]


def _handles(line, letter):
    """What a click moves, the round tells; no control."""
    for artist, at in ((line, None), (letter, lambda letter, result: [[letter.xy]])):
        yield Handle(lambda _, artist=artist: artist, click=lambda result, k: {}, at=at, width=2 * BADGE * bool(at))
