"""A saved notebook: its pictures are there without a kernel, each of them once, and none of it runs."""

import json

import pytest

CODE = "from course_nn.lectures import neurons\nneurons.neuron()"
WIDGETS = "application/vnd.jupyter.widget-state+json"
TRUSTED = "() => jupyterapp.shell.currentWidget.content.model.cells.get(0).trusted"
BRIGHTNESS = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return [canvas.width, Math.round(data.reduce((sum, value) => sum + value, 0) / data.length)];
}"""
HARM = "window.harmed = (window.harmed ?? 0) + 1"
CARRIER = {  # a widget that anywidget would load with its code
    "model_module": "anywidget",
    "model_module_version": "~0.11.*",
    "model_name": "AnyModel",
    "state": {"_esm": f"{HARM}; export default {{ initialize() {{ {HARM} }} }}", "_anywidget_id": "harm"},
}
TAG = f"'\"><img src=x onerror='{HARM}'>"


def saved(folder, name):
    return json.loads((folder / f"{name}.ipynb").read_text("utf-8"))


def pictures(notebook):
    """All that is an image in a saved notebook."""
    text = json.dumps(notebook)
    return text.count('"image/png": "') + text.count("data:image/")


@pytest.fixture(scope="module")
def kept(scratch, folder, demo_in):
    """Two saved notebooks of a demo: as it was opened, and after it was moved; and the pixels that were seen."""
    seen_before = {}
    for name in ("opened", "moved"):
        with scratch(name, CODE) as notebook:
            notebook.run_all()
            demo = demo_in(notebook.cell(0))
            if name == "moved":
                demo.press("b", "ArrowRight")
            seen_before[name] = seen(demo)
            notebook.save()
            demo.page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
    return seen_before


def seen(demo):
    return demo.image.evaluate(BRIGHTNESS), demo.image.get_attribute("aria-label")


@pytest.mark.parametrize("name", ["opened", "moved"])
def test_without_a_kernel_the_picture_is_there_as_it_was_seen_last(name, kept, open_notebook, demo_in):
    with open_notebook(f"{name}.ipynb") as notebook:
        demo = demo_in(notebook.cell(0))
        ((wide, bright), label), ((was_wide, was_bright), said) = seen(demo), kept[name]
        assert (wide, label) == (was_wide, said) and abs(bright - was_bright) <= 1  # the one is WebP, the other PNG


def test_each_picture_is_in_the_file_once(kept, folder):
    for name in ("opened", "moved"):
        assert pictures(saved(folder, name)) == 2, "the one that the cell made, and the one that the page shows"


def test_no_code_is_in_the_file(kept, folder):
    states = saved(folder, "moved")["metadata"]["widgets"][WIDGETS]["state"].values()
    assert {state["model_module"] for state in states} <= {
        "_course_nn",
        "@jupyter-widgets/base",
        "@jupyter-widgets/controls",
    }
    assert "_esm" not in json.dumps([state["state"] for state in states])


def test_a_notebook_that_somebody_has_changed_runs_nothing_when_it_is_opened(kept, folder, page, open_notebook):
    notebook = saved(folder, "moved")
    states = notebook["metadata"]["widgets"][WIDGETS]["state"]
    for state in states.values():
        for trait in ("size", "label", "still"):
            if trait in state["state"]:
                state["state"][trait] = [TAG, TAG] if trait == "size" else TAG
    states["0" * 32] = CARRIER
    (folder / "changed.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    with open_notebook("changed.ipynb") as opened:
        assert not page.evaluate(TRUSTED)
        opened.cell(0).locator("img").wait_for()  # the picture that the cell made
        page.wait_for_timeout(1000)
        assert page.evaluate("() => window.harmed") is None


LANGUAGES = "() => [localStorage.getItem('course-nn:language'), document.querySelector('.jp-Notebook').className]"
TRUST = "path => fetch(`${location.origin}/api/contents/${path}/trust?token=course`, { method: 'POST' })"
ELSEWHERE = "/a-picture-from-elsewhere.png"


@pytest.fixture(scope="module")
def believed(kept, folder, page):
    """(change of the layer's state) -> the path of a saved notebook with it, which the reader has trusted."""

    def change(name, **traits):
        notebook = saved(folder, "moved")
        for state in notebook["metadata"]["widgets"][WIDGETS]["state"].values():
            if state["model_name"] == "LayerModel":
                state["state"] |= traits
        notebook["cells"][0]["id"] = "saved-import"  # so that the bar stands over it
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        page.evaluate(TRUST, f"{name}.ipynb")
        return f"{name}.ipynb"

    return change


@pytest.mark.parametrize("language", ["zh", "constructor"])
def test_the_language_of_a_saved_notebook_is_remembered_for_no_other(language, believed, page, open_notebook):
    page.evaluate("() => localStorage.removeItem('course-nn:language')")
    with open_notebook(believed("in another language", language=language)) as notebook:
        notebook.cell(0).locator("canvas[aria-label]").wait_for()
        page.locator(".cn-reader").wait_for()
        remembered, shown = page.evaluate(LANGUAGES)
        assert page.evaluate(TRUSTED) and remembered is None and "cn-hides-en" not in shown


def test_a_saved_picture_is_shown_only_if_the_file_holds_it(believed, page, open_notebook):
    asked, listen = [], lambda request: asked.append(request.url)
    page.on("request", listen)
    with open_notebook(believed("from elsewhere", still=ELSEWHERE, printed=False)) as notebook:
        notebook.cell(0).locator(".cn-demo .cn-touch").wait_for(state="attached")
        page.wait_for_timeout(500)
        assert page.evaluate(TRUSTED) and not [url for url in asked if ELSEWHERE in url]
        assert not notebook.cell(0).locator("canvas[aria-label]").count()
    page.remove_listener("request", listen)


MANY = [[0, 0, 5, True, "M0 0h9"]] * 100_000
HANDS = ("paths", "ways", "pads", "hovers", "size", "fitted", "label")
TOLD = {
    "many": {"paths": MANY, "hovers": [0] * 100_000},
    "nothing": dict.fromkeys(HANDS),
    "a number": dict.fromkeys(HANDS, 7),
    "a list in a list": dict.fromkeys(HANDS, [[[]]]),
}


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_of_a_saved_layer_nothing_but_its_picture_is_read_and_running_mends_it(told, believed, page, open_notebook):
    failed, listen = [], lambda error: failed.append(str(error))
    page.on("pageerror", listen)
    with open_notebook(believed("told", **told)) as notebook:
        notebook.cell(0).locator("canvas[aria-label]").wait_for()
        assert page.evaluate(TRUSTED) and not notebook.cell(0).locator(".cn-touch path").count()
        notebook.run_all()
        notebook.cell(0).locator(".cn-touch path.holds").first.wait_for(state="attached")
    page.remove_listener("pageerror", listen)
    assert not failed


PATIENCE = 60_000  # until all cells have run, on a machine that does much else besides
SPOILT = {
    "markup": TAG,
    "a number": 7,
    "nothing": None,
    "a list in a list": [[[]]],
    "a foreign language": "fr-CA",
    "a million letters": "x" * 1_000_000,
    "somebody else's prototype": {"__proto__": {"harmed": 1}, "constructor": {"prototype": {"harmed": 1}}},
}


def spoils(state, harm):
    """A widget with harm in place of all that it says of itself, but for its name and its parts: those find it."""
    return {
        name: value if name[0] == "_" or "IPY_MODEL_" in json.dumps(value) else harm for name, value in state.items()
    }


REPEATS = [pytest.param(harm, id=name, marks=pytest.mark.thorough) for name, harm in SPOILT.items() if name != "markup"]


@pytest.mark.parametrize("harm", [pytest.param(TAG, id="markup"), *REPEATS])
@pytest.mark.parametrize("trusts", [False, True], ids=["untrusted", "trusted"])
def test_whatever_stands_in_a_saved_notebook_no_script_runs_and_start_makes_it_whole(
    harm, trusts, kept, folder, page, open_notebook
):
    """In one that its reader trusts HTML is HTML, for JupyterLab and ipywidgets: there that alone stays as it was."""
    notebook = saved(folder, "moved")
    notebook["cells"][0]["id"] = "saved-import"  # so that the bar stands over it
    for state in notebook["metadata"]["widgets"][WIDGETS]["state"].values():
        if not (trusts and state["model_name"] == "HTMLModel"):
            state["state"] = spoils(state["state"], harm)
    (folder / "spoilt.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    if trusts:
        page.evaluate(TRUST, "spoilt.ipynb")
    with open_notebook("spoilt.ipynb") as opened:
        start = page.locator(".cn-reader .cn-start")
        start.wait_for(timeout=PATIENCE)
        page.wait_for_timeout(1000)
        assert page.evaluate(TRUSTED) == trusts
        start.click()
        opened.cell(0).locator(".cn-touch path.holds").first.wait_for(state="attached", timeout=PATIENCE)
        opened.cell(0).locator("canvas[aria-label]").wait_for(timeout=PATIENCE)
        assert page.evaluate("() => [window.harmed, {}.harmed]") == [None, None]


@pytest.mark.parametrize("kept_there", ["{", '"constructor"', "7", '["en"]', "null"])
def test_what_somebody_else_has_written_into_the_browsers_memory_is_not_believed(kept_there, page, open_notebook):
    keys = ("language", "code", "destination")
    page.evaluate(
        "([keys, value]) => keys.forEach(key => localStorage.setItem(`course-nn:${key}`, value))", [keys, kept_there]
    )
    with open_notebook("notebooks/00_start_here.ipynb"):
        chosen = page.locator(".cn-reader [data-language][aria-pressed=true]")
        chosen.wait_for()
        assert chosen.get_attribute("data-language") == "en", "as the browser's"
        assert page.locator(".cn-reader button", has_text="Show all code").get_attribute("aria-pressed") == "false"
    page.evaluate("keys => keys.forEach(key => localStorage.removeItem(`course-nn:${key}`))", keys)
