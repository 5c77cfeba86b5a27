"""The check in the first notebook: one sentence, and the right one."""

import sys

from course_nn.notebook.environment import NEEDED, NO_WIDGETS, WAITING, check_environment, report
from course_nn.stage import layer


def test_everything_there_is_said_with_its_versions():
    words = report(dict.fromkeys(NEEDED, "1.0"))
    assert words.en.startswith("Widgets work here.") and "正常" in words.zh
    assert all(f"{name} 1.0" in words.en for name in NEEDED)


def test_what_is_missing_is_named_with_the_command_that_brings_it():
    words = report(dict.fromkeys(NEEDED, "1.0") | {"ipywidgets": None, "numpy": None})
    assert "pip install ipywidgets numpy" in words.en
    assert "pip install ipywidgets numpy" in words.zh


def test_the_kernel_is_not_asked_for_what_belongs_to_the_server():
    """On a hub, in VS Code and in JupyterLite JupyterLab runs elsewhere, or not at all."""
    assert not any("jupyterlab" in name for name in NEEDED)


def test_it_waits_until_the_page_itself_has_answered():
    check = check_environment()
    assert WAITING.en in check.sentence.value
    check.echo.value = 1  # what the page copies
    assert "Widgets work here" in check.sentence.value and "控件工作正常" in check.sentence.value


def test_it_says_whether_the_page_feels_a_hand_on_a_picture(monkeypatch):
    check = check_environment()
    check.echo.value = 1
    assert "pip install anywidget" in check.sentence.value
    check.layer.views = 1  # what layer.js says once it runs
    assert "Widgets work here" in check.sentence.value and "anywidget" not in check.sentence.value
    monkeypatch.setitem(sys.modules, "google.colab", sys)  # where no lab extension is loaded
    monkeypatch.setattr(layer, "anywidget", None)
    check = check_environment()
    check.echo.value = 1
    assert "Widgets work here" in check.sentence.value and "pip install anywidget" in check.sentence.value


def test_where_widgets_cannot_load_the_page_says_what_to_do():
    bundle = check_environment()._repr_mimebundle_()
    assert NO_WIDGETS.en in bundle["text/html"] and NO_WIDGETS.zh in bundle["text/html"]
    assert "README" in bundle["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
