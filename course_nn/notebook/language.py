"""The switch between the two languages, and the terms of the field in both."""

from functools import cache
from html import escape

import ipywidgets
import traitlets
from IPython.display import HTML

from course_nn.errors import lookup
from course_nn.stage.page import HIDE, style_sheet
from course_nn.words import GLOSSARY, LANGUAGE


@cache
def _buttons():
    buttons = ipywidgets.ToggleButtons(
        options=[("EN", "en"), ("中文", "zh"), ("EN + 中文", "both")],
        value=LANGUAGE.shown,
        style=ipywidgets.ToggleButtonsStyle(button_width="7em"),
    )
    traitlets.link((LANGUAGE, "shown"), (buttons, "value"))
    return ipywidgets.HBox([buttons, style_sheet()])


def language_switch(language=None):
    """Show EN / 中文 / both; text, controls, readouts and messages follow at once.
    显示 EN / 中文 / 双语 开关；正文、控件、读数与提示立即随之切换。

    language : None (leave as it is), "en", "zh" or "both"
    raises   : BadInput for any other language
    """
    if language is not None:
        lookup(HIDE, language, "language", "语言")
        LANGUAGE.shown = language
    return _buttons()


def glossary():
    """The terms of the field as a table, for the first notebook.
    学科术语表，供第一本笔记本使用。
    """
    rows = "".join(f"<tr><td>{escape(en)}</td><td>{escape(zh)}</td></tr>" for en, zh in GLOSSARY.values())
    return HTML(f"<table><tr><th>English</th><th>中文</th></tr>{rows}</table>")
