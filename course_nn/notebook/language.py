"""The switch between the two languages."""

from functools import cache

import ipywidgets
import traitlets

from course_nn.errors import lookup
from course_nn.stage.page import HIDE, style_sheet
from course_nn.words import LANGUAGE


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
