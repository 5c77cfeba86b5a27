"""A notebook need not be run from top to bottom, nor be trusted, to work."""

import pytest

pytestmark = pytest.mark.thorough

SWITCH = "from course_nn.notebook import language_switch\nlanguage_switch()"
FIRST = "from course_nn.lectures.neurons import neuron\nneuron(w1=-1)"
SECOND = "from course_nn.lectures.neurons import neuron\nneuron(w1=2)"
TEXT = {"markdown": '<div lang="en">\n\nPlain English.\n\n</div>\n<div lang="zh-Hans">\n\n中文正文。\n\n</div>'}


def test_the_second_demo_may_come_first(scratch, demo_in):
    with scratch("order", FIRST, SECOND, SWITCH) as notebook:
        notebook.run(1)
        second = demo_in(notebook.cell(1))
        second.press("w₁", "ArrowRight")
        notebook.run(0)
        first = demo_in(notebook.cell(0))
        first.press("w₁", "ArrowLeft")
        second.press("w₁", "ArrowRight")
        first.waits_for_number("w₁", -1.1)
        second.waits_for_number("w₁", 2.2)
        notebook.run(2)
        notebook.cell(2).get_by_role("button", name="中文", exact=True).click()
        second.waits_to_say("加权和")
        notebook.cell(0).get_by_text("Sum z").first.wait_for(state="hidden")
        second.press("w₁", "ArrowRight")


STORED = {"text/html": "<b onclick='alert()'>stored</b><script>document.title = 'harmed'</script>"}
TRUSTED = "() => jupyterapp.shell.currentWidget.content.model.cells.get(1).trusted"


def test_a_notebook_that_is_not_trusted_shows_its_text_and_runs(scratch, page, demo_in):
    """As it comes from somebody else: with an output that this JupyterLab has not signed."""
    stored = {"output_type": "display_data", "data": STORED, "metadata": {}}
    with scratch("untrusted", TEXT, {"code": FIRST, "outputs": [stored]}, SWITCH) as notebook:
        assert not page.evaluate(TRUSTED)
        notebook.cell(1).get_by_text("stored").wait_for()
        assert page.title() != "harmed"
        english, chinese = (notebook.cell(0).locator(f"[lang={language}]") for language in ("en", "zh-Hans"))
        assert (english.inner_text(), chinese.inner_text()) == ("Plain English.", "中文正文。")
        notebook.run_all()
        demo_in(notebook.cell(1)).press("w₁", "ArrowRight")
        notebook.cell(2).get_by_role("button", name="EN", exact=True).click()
        chinese.wait_for(state="hidden")
        assert english.is_visible()
