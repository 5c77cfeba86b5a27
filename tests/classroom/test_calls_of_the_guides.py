"""Every call that README or a guide tells somebody to make works in the notebook in which they would make it."""

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from offenders import expect_none
from texts import cells_of

from course_nn.common.words import LANGUAGE
from course_nn.notebook import lecture

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("README*.md"), *ROOT.glob("docs/*.md")]
CALL = re.compile(r"`([A-Za-z_][\w.]*\([^`\n]*\))`")
GUIDE = "teaching"  # a notebook of the lecturer's own, which begins with the guide's first cell
NOTEBOOKS = {  # what is called: the notebook in which somebody would do it
    "class_session": GUIDE,
    "class_answers": GUIDE,
    "lecture": GUIDE,
    "language_switch": GUIDE,
    "inventory": GUIDE,
    "solution": GUIDE,
    "join": "03_xor",
    "class_code": "03_xor",
    "my_course": "00_start_here",
    "forget": "00_start_here",
    "my_digits": "00_start_here",
    "demo.code": "01_neurons",
    "demo.set": "01_neurons",
    "demo.predict": "09_regularization",
    "demo.clip": "09_regularization",
    "revisit": "00_start_here",
    "practice.clinic": "10_practice",
    "rival": "12_your_own_network",
}
ASKED = 'from course_nn.notebook import predict; predict("regularization-7"); demo = regularization.change_the_data()'
BEFORE = {  # what that notebook has run by then
    "session.rivals": "session = class_session()",
    "rival": "from course_nn.lectures import backpropagation; picture = backpropagation.wrong_gradients()",
    "rival(bz2)": "import bz2",
    'rival(my_function, name="trees", to="KQZT")': "my_function = nearest_centred",
    "demo.code": "demo = neurons.neuron()",
    "demo.set": "demo = neurons.neuron()",
    "demo.predict": ASKED,
    "demo.clip": f'{ASKED}; demo.predict(42, sure="rather")',
    'class_code("activations")': 'from course_nn.notebook import predict; predict("activations-1")',
    'items_as_predictions("A")': "from course_nn.notebook.inventory_form import items_as_predictions",
}
NO_CALLS = {  # forms, what does not work somewhere, and what the guide's own blocks run
    "history.extend(100, progress=True)",
    "wave(a=2.0)",
    'lecture(wave, [Scene("twice as fast", {"a": 2.0})])',
}


def calls():
    """All of them, each once, but for forms that leave something open."""
    found = {call for page in PAGES for call in CALL.findall(page.read_text("utf-8")) if "…" not in call}
    return sorted(found - NO_CALLS)


@pytest.fixture
def kernel(url, ballot, monkeypatch, tmp_path):
    """kernel(notebook): the names that it has imported, where a class KQZT is open."""
    monkeypatch.setenv("COURSE_NN_CLASS_URL", url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "prof")
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path / "memory"))
    monkeypatch.chdir(tmp_path)
    ballot.open("another prof")
    ballot.file.execute("UPDATE sessions SET code = 'KQZT'")

    def kernel(notebook):
        names = {}
        exec(first_cell(notebook), names)
        return names

    yield kernel
    lecture(on=False)
    LANGUAGE.shown = "both"


def first_cell(notebook):
    if notebook != GUIDE:
        return next(iter(cells_of(notebook, "code").values()))
    return re.search(r"^```python\n(.*?)^```", (ROOT / "docs/teaching.md").read_text("utf-8"), re.M | re.S)[1]


@pytest.mark.parametrize("call", calls())
def test_a_call_that_somebody_is_told_to_make_works_there(kernel, url, call):
    name = call.partition("(")[0]
    names = kernel(NOTEBOOKS.get(name, GUIDE))
    exec(BEFORE.get(call) or BEFORE.get(name, ""), names)
    with redirect_stdout(StringIO()):
        eval(call.replace("http://192.168.1.5:8765/", url), names)


def test_each_is_told_by_both_languages():
    expect_none(
        f"{page.name}: {call}"
        for page in PAGES
        if ".zh-CN" in page.name
        for call in {*CALL.findall(page.read_text("utf-8"))}
        ^ {*CALL.findall(page.with_name(page.name.replace(".zh-CN", "")).read_text("utf-8"))}
    )
