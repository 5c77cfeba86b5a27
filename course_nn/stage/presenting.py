"""A demo in the lecture hall: as wide as the screen, its controls folded, and scenes that a clicker steps through."""

from collections.abc import Sequence
from typing import NamedTuple

import ipywidgets
import traitlets
from ipywidgets import HTML, HBox

from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE, Words, block, term
from course_nn.stage.callbacks import callback
from course_nn.stage.controls import in_both
from course_nn.stage.page import close


class Scene(NamedTuple):
    """A setting with a caption, one step of a presentation.
    带说明文字的一个设置，演示放映中的一步。

    caption : Words, or text that is the same in both languages
    values  : {parameter: value}; the other controls stand where they start
    """

    caption: Words | str
    values: dict


class _Lecture(traitlets.HasTraits):
    """Whether all demos of this notebook are shown as in a lecture hall; each demo observes it."""

    on = traitlets.Bool(False)


LECTURE = _Lecture()


class Hall:
    """One demo in the lecture hall, on its own or with all others of the notebook.

    display : its Display;  door : its Door
    play    : called with the values of the scene that is to be shown

    presentation : the Presentation, None outside the hall
    """

    def __init__(self, display, door, play):
        self._display, self.door, self._play = display, door, play
        self.presentation: Presentation | None = None

    def listen(self) -> None:
        """Follow the switch for all demos of the notebook; it may be on already."""
        self.door.hear(LECTURE, "on", self._follow)
        self.door.hear(LANGUAGE, "shown", self._relabel)
        if LECTURE.on:
            self.present()

    def present(self, scenes: Sequence[Scene] | None = None) -> None:
        """Show it as in a lecture hall: full width, twice the dots, controls folded, scenes for the arrow keys.
        按大教室方式放映：全宽、两倍像素、收起控件，用方向键切换场景。

        scenes : Scenes; without them the start and the presets; () ends the presentation
        raises : BadInput for what are no Scenes, and for a scene with a value that its control refuses
        """
        spec, page = self._display.spec, self._display.page
        if scenes is None:
            scenes = [Scene(spec.title, {}), *(Scene(words, values) for words, values in spec.presets.items())]
        if type(scenes) not in (list, tuple) or any(type(scene) is not Scene for scene in scenes):
            raise BadInput(
                "expected a list of Scenes, each with a caption and values", "应为 Scene 的列表，每个含说明与取值"
            )
        for scene in scenes:
            spec.checked(scene.values)
        if scenes:
            self._display.unveil()
        if self.presentation:
            self.presentation.close()
        self.presentation = Presentation(page, scenes, self._show) if scenes else None
        self._display.in_hall = bool(scenes)
        self._display.fit()
        if self.presentation:
            self.presentation.go(0)

    @callback
    def _show(self, scene):
        self._play(self._display.spec.checked(scene.values))

    def _follow(self, change):
        self.present(None if change.new else ())

    @callback
    def _relabel(self, change):
        if self.presentation:
            self.presentation.relabel()


class Presentation:
    """The bar above a demo that is presented: back, forward, full screen, the controls, and the caption.
    放映时演示上方的一栏：后退、前进、全屏、控件与说明文字。

    page   : the Page of the demo
    scenes : Scenes
    show   : told of the Scene that is to be shown
    """

    def __init__(self, page, scenes, show):
        self.page, self.scenes, self.at, self._show = page, scenes, 0, show
        self.caption, self.count = HTML(), HTML()
        self.back, self.forward = self._button("arrow-left", -1), self._button("arrow-right", 1)
        self.full, self.unfold = ipywidgets.Button(icon="expand"), ipywidgets.ToggleButton(icon="sliders")
        self.full.add_class("cn-full")  # the page itself does it: only it may
        self.unfold.observe(lambda change: page.bare(not change.new), "value")
        self.bar = HBox([self.back, self.count, self.forward, self.full, self.unfold, self.caption])
        self.bar.add_class("cn-bar")
        self.relabel()
        page.present(self.bar, self.go)

    def go(self, steps: int) -> None:
        """So many scenes on, or back; the first and the last are ends. 前进（或后退）若干步。"""
        self.at = min(max(self.at + steps, 0), len(self.scenes) - 1)
        self.relabel()
        self._show(self.scenes[self.at])

    def relabel(self) -> None:
        """Follow the language and the scene. 跟随语言与当前场景。"""
        self.caption.value = block(in_both(self.scenes[self.at].caption), "cn-caption")
        self.count.value = f"{self.at + 1} / {len(self.scenes)}"
        self.back.disabled, self.forward.disabled = self.at == 0, self.at == len(self.scenes) - 1
        named = {"back": self.back, "forward": self.forward, "full screen": self.full, "controls": self.unfold}
        for name, button in named.items():
            button.tooltip = term(name).shown()

    def close(self) -> None:
        """Take the bar away, and show the demo as it stands in a notebook. 结束放映，恢复笔记本中的样子。"""
        self.page.present(None, None)
        close(self.bar)

    def _button(self, icon, steps):
        button = ipywidgets.Button(icon=icon)
        button.on_click(lambda _: self.go(steps))
        return button
