"""What a demo looks like on the page."""

from functools import cache

import ipywidgets

from course_nn.words import LANGUAGE

# Scoped to the notebook: JupyterLab marks its own page with lang="en", and must not vanish with the English.
HIDE = {
    "en": '<style>.jp-Notebook [lang="zh-Hans"]{display:none}</style>',
    "zh": '<style>.jp-Notebook [lang="en"]{display:none}</style>',
    "both": "",
}


@cache
def style_sheet():
    """The one widget, without size, whose style hides the other language in the whole notebook.

    Every demo shows it too, so the choice holds even while the cell of the switch is not on the page.
    """
    sheet = ipywidgets.HTML(HIDE[LANGUAGE.shown], layout=ipywidgets.Layout(height="0", margin="0"))
    LANGUAGE.observe(lambda change: setattr(sheet, "value", HIDE[change.new]), "shown")
    return sheet
