"""The switch between the two languages, and the memory of what the reader chose there."""

import os
from functools import cache

import ipywidgets

from course_nn.common.errors import lookup
from course_nn.common.memory import home
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
    restore_language()
    if language is not None:
        lookup(HIDE, language, "language", "语言")
        LANGUAGE.shown = language
    return _switch()


@cache
def restore_language() -> None:
    """Once in a kernel: show the language of the server, or that which the reader chose last.
    每个内核一次：采用服务器指定的语言，或读者上次选择的语言。
    """
    if LANGUAGE.shown == "both":
        LANGUAGE.shown = last_language()


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
    remember(language)


def begin_in(language: str) -> None:
    """The language of the reader's browser, for whoever has chosen none. 读者未作选择时，采用浏览器的语言。"""
    if not _chosen():
        LANGUAGE.shown = language


def last_language() -> str:
    """The language that COURSE_NN_LANGUAGE names or that was chosen last; "both" if there is none.
    环境变量 COURSE_NN_LANGUAGE 指定的或上次选择的语言；都没有则为 "both"。
    """
    return _chosen() or "both"


def _chosen():
    """The same; "" if there is none."""
    try:
        language = os.environ.get("COURSE_NN_LANGUAGE", "").strip().lower() or _choice_file().read_text("utf-8").strip()
    except (OSError, ImportError, UnicodeError, RuntimeError):  # RuntimeError: no home
        return ""
    return language if language in HIDE else ""


def remember(language: str) -> None:
    """Keep the choice for the next notebook, where something can be kept. 能保存时记住此选择，供下一本笔记本使用。"""
    try:
        _choice_file().parent.mkdir(parents=True, exist_ok=True)
        _choice_file().write_text(language, "utf-8")
    except (OSError, ImportError, RuntimeError):
        pass


def _choice_file():
    """The file that keeps the choice, beside what else is remembered."""
    return home() / "language"
