"""After an update of the course every page has the new one, and one that was left open says that it is older."""

import shutil

import pytest
from editions import installed_files, sources
from lab import jupyterlab, visit

CODE = "from course_nn.lectures import neurons\nneurons.neuron()"
OTHER = """import traitlets
from course_nn.stage import layer

class Newer(layer.Layer):
    _model_module_version = traitlets.Unicode("^99.0.0").tag(sync=True)
    _view_module_version = traitlets.Unicode("^99.0.0").tag(sync=True)

layer.Layer = Newer
"""
OLDER = OTHER.replace("^99.0.0", "^1.0.0")
SAYS = "getComputedStyle(held, '::after').content"


def marked(number):
    """What tells an edition from another: a mark in each of its files."""
    script = "\n(window.edition ??= {{}})['{name}'] = {number};\n"
    style = "\n:root {{ --edition: {number}; }}\n"
    return {name: (style if name.endswith(".css") else script).format(name=name, number=number) for name in sources()}


EDITION = """() => ({
    ...window.edition,
    "style.css": Number(getComputedStyle(document.documentElement).getPropertyValue("--edition")),
})"""


@pytest.mark.thorough
def test_a_browser_that_was_here_before_has_the_new_edition_as_soon_as_it_is_installed(
    playwright, browser_type_launch_args, folder, tmp_path, monkeypatch
):
    place = tmp_path / "data/labextensions/course-nn"
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "data"))

    def install(number):
        shutil.rmtree(place, ignore_errors=True)
        files = installed_files(tmp_path / f"edition {number}", marked(number))
        shutil.copytree(files["layer.js"].parents[2], place)

    (tmp_path / "home").mkdir()
    install(1)
    with jupyterlab(folder, tmp_path / "home") as url:
        browser = playwright.chromium.launch_persistent_context(tmp_path / "profile", **browser_type_launch_args)
        page = browser.new_page()
        visit(page, url)
        first = page.evaluate(EDITION)
        install(2)
        visit(page, url)
        second = page.evaluate(EDITION)
        browser.close()
    assert [first, second] == [{name: number for name in sources()} for number in (1, 2)]


def test_a_page_that_is_older_than_the_kernel_says_that_it_is_to_be_reloaded(scratch, demo_in):
    with scratch("newer", OTHER, CODE) as notebook:
        notebook.run_all()
        held = notebook.cell(1).locator(".cn-held").first
        held.locator(".jupyter-widgets-error-widget").wait_for(state="attached")
        said = held.evaluate(f"held => {SAYS}")
        assert "reload the page" in said and "请刷新页面" in said
        assert held.locator("img").is_visible(), "the picture is there all the same"


def test_a_page_shows_what_a_kernel_of_the_first_edition_sends(scratch, demo_in):
    """It was started before the update; and pictures that were saved then are shown in the same way."""
    with scratch("older", OLDER, CODE) as notebook:
        notebook.run_all()
        demo = demo_in(notebook.cell(1))
        demo.press("b", "ArrowRight")
        assert notebook.cell(1).locator(".cn-held").first.evaluate(f"held => {SAYS}") == "none"
