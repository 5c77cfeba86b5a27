"""The switch between the two languages."""

from functools import cache

import ipywidgets

from course_nn.common.errors import lookup
from course_nn.common.home import chosen_language, keep_language
from course_nn.common.texts import plainly
from course_nn.common.words import LANGUAGE, Words
from course_nn.stage.layer import layer
from course_nn.stage.page import HIDE, Shown, style_sheet, under

NO_SWITCH = Words("The language switch: run this cell again.", "语言开关：请重新运行此单元格。")


@plainly
def language_switch(language: str | None = None) -> Shown:
    """Show EN / 中文 / both; text, controls, readouts, pictures and messages follow at once, in the next notebook too.
    显示 EN / 中文 / 双语 开关；正文、控件、读数、图与提示立即随之切换，并在下一本笔记本中保持。

    language : "en", "zh" or "both", for this notebook alone; without it what the reader chose last, wherever that was
    raises   : BadInput for any other language
    """
    if language is not None:
        lookup(HIDE, language, "language", "语言")
        LANGUAGE.shown = language
    return _switch()


@cache
def _switch():
    """The one switch of this kernel."""
    buttons = ipywidgets.ToggleButtons(
        options=[("EN", "en"), ("中文", "zh"), ("EN + 中文", "both")],
        value=LANGUAGE.shown,
        style=ipywidgets.ToggleButtonsStyle(button_width="7em"),
    )

    def pressed(change):
        if change.new != LANGUAGE.shown:  # else it follows what code has set
            choose(change.new)

    canvas = layer(1, 1)  # it tells the page which language is shown in this notebook

    def follow(_=None):
        buttons.value = LANGUAGE.shown
        if canvas:
            canvas.language = LANGUAGE.shown

    buttons.observe(pressed, "value")
    LANGUAGE.observe(follow, "shown")
    follow()
    box = ipywidgets.HBox([buttons, *([under(canvas)] if canvas else []), style_sheet()])
    box.add_class("cn-switch")
    return Shown(box, lambda: NO_SWITCH)


def choose(language: str) -> None:
    """What a reader does: show this language, here and in the next notebook. 读者选择语言：现在与以后都用它。"""
    LANGUAGE.shown = language
    keep_language(language)


def begin_in(language: str) -> None:
    """The language of the reader's browser, for whoever has chosen none. 读者未作选择时，采用浏览器的语言。"""
    if not chosen_language():
        LANGUAGE.shown = language
