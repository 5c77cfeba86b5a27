"""The switch hides one language everywhere in the notebook, leaves JupyterLab standing, and brings both back."""

import re

import pytest

pytestmark = pytest.mark.thorough

TEXT = {"markdown": '# Head · 标题\n\n<div lang="en">\n\nPlain.\n\n</div>\n<div lang="zh-Hans">\n\n正文。\n\n</div>'}
IMPORTS = "from course_nn.lectures import neurons\nfrom course_nn.notebook import check, language_switch, predict"
SWITCH, MARKDOWN, DEMO, QUESTION, CHECK, PREDICTION = range(1, 7)  # cells
LANGUAGES = {"EN": "en", "中文": "zh", "EN + 中文": "both"}
CHINESE, ENGLISH = re.compile("[一-鿿]"), re.compile("Plain|English|Steepness|Reset|slope|expected|Lock|answer|dots")


@pytest.fixture(scope="module")
def notebook(scratch):
    demo, check = "neurons.neuron()", 'check("neurons-easy", ...)'
    question, other = 'predict("neurons-3")', 'predict("neurons-4")'
    with scratch("language", IMPORTS, "language_switch()", TEXT, demo, question, check, other) as notebook:
        notebook.run_all()
        yield notebook


def switch(notebook, name, language):
    notebook.cell(SWITCH).get_by_role("button", name=name, exact=True).click()
    hidden = {"en": "zh-Hans", "zh": "en"}.get(language)
    for spoken in ("en", "zh-Hans"):
        state = "hidden" if spoken == hidden else "visible"
        notebook.cell(MARKDOWN).locator(f"[lang={spoken}]").wait_for(state=state)


def readable(notebook, demo):
    """All text in the cells that speak both languages, labels, menus, buttons and the alternative text included."""
    cells = [notebook.cell(number).inner_text() for number in (MARKDOWN, DEMO, QUESTION, CHECK)]
    return re.sub("Head · 标题|check.*", "", "\n".join([*cells, demo.image.get_attribute("aria-label")]))


@pytest.mark.parametrize("name, language, other", [("EN", "en", CHINESE), ("中文", "zh", ENGLISH)])
def test_only_one_language_is_left(notebook, page, demo_in, name, language, other):
    demo = demo_in(notebook.cell(DEMO))
    demo.type("w₁", "abc")
    switch(notebook, name, language)
    demo.waits_to_say({"en": "got “abc”", "zh": "收到“abc”"}[language])
    for _ in range(100):  # labels follow one after the other
        if not other.search(readable(notebook, demo)):
            break
        page.wait_for_timeout(50)
    assert not other.findall(readable(notebook, demo))


@pytest.mark.parametrize("name, marked", [("EN", "en-US"), ("中文", "zh-CN"), ("EN + 中文", "zh-CN")])
def test_labels_and_options_are_marked_with_the_language_in_which_they_are(notebook, name, marked):
    switch(notebook, name, LANGUAGES[name])
    for cell, kind in ((DEMO, "demo"), (QUESTION, "question")):
        notebook.cell(cell).locator(f".cn-{kind}[lang={marked}]").wait_for()


@pytest.mark.parametrize("name, language", LANGUAGES.items())
def test_jupyterlab_itself_stays_on_the_page(notebook, page, name, language):
    switch(notebook, name, language)
    assert page.get_by_role("menuitem", name="File", exact=True).is_visible()
    assert notebook.cell(SWITCH).get_by_role("button", name="中文", exact=True).is_visible()
    assert notebook.cell(MARKDOWN).get_by_role("heading").is_visible()


def test_both_languages_come_back(notebook, demo_in):
    switch(notebook, "中文", "zh")
    switch(notebook, "EN + 中文", "both")
    demo = demo_in(notebook.cell(DEMO))
    demo.box("slope k 斜率 k").wait_for()
    assert "Challenge" in demo.text() and "挑战" in demo.text()
    assert "Steepness" in demo.image.get_attribute("aria-label") and "陡峭程度" in demo.image.get_attribute(
        "aria-label"
    )


def test_controls_work_in_every_language(notebook, demo_in):
    demo = demo_in(notebook.cell(DEMO))
    for (name, language), label in zip(LANGUAGES.items(), ["slope k", "斜率 k", "slope k 斜率 k"]):
        switch(notebook, name, language)
        demo.box(label).wait_for()
        demo.press(label, "ArrowRight")


def test_switching_keeps_values_and_choices(notebook, demo_in):
    demo, question = demo_in(notebook.cell(DEMO)), notebook.cell(QUESTION)
    demo.box("φ").select_option("tanh")
    question.get_by_role("radio").nth(1).check()
    for name, language in [("中文", "zh"), ("EN + 中文", "both")]:
        switch(notebook, name, language)
        assert demo.box("φ").input_value() == "tanh"
        assert question.get_by_role("radio").nth(1).is_checked()


def test_a_prediction_is_locked_before_the_reader_looks(notebook):
    question = notebook.cell(PREDICTION)
    lock, choice = question.get_by_role("button", name="Lock").first, question.get_by_role("radio").first
    look = question.get_by_text("Now look.").first
    lock.click()
    question.get_by_text("Choose an answer first.").wait_for()
    choice.check()
    question.get_by_text("Choose an answer first.").wait_for(state="hidden")
    assert not look.count()
    lock.click()
    look.wait_for()
    assert choice.is_disabled() and not lock.is_visible()
    notebook.run(PREDICTION)
    look.wait_for()


def test_a_notebook_beside_it_may_show_another_language(notebook, scratch):
    switch(notebook, "EN", "en")
    with scratch("beside", IMPORTS, "language_switch()", TEXT) as other:
        other.run_all()
        switch(other, "中文", "zh")
    for spoken, state in (("en", "visible"), ("zh-Hans", "hidden")):
        notebook.cell(MARKDOWN).locator(f"[lang={spoken}]").wait_for(state=state)
