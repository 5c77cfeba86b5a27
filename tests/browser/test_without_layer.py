"""A page that cannot load the layer: pictures are images, and whatever a hand could do the controls do."""

import pytest
from lab import Notebook, jupyterlab, visit, write_json, write_notebook

pytestmark = pytest.mark.thorough
CODE = "from course_nn.lectures import neurons\nneurons.neuron()"
CHECK = "from course_nn.notebook import check_environment\ncheck_environment()"


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    folder, home = tmp_path_factory.mktemp("served"), tmp_path_factory.mktemp("home")
    write_json(home / "config/labconfig/page_config.json", {"disabledExtensions": {"course-nn": True}})
    write_notebook(folder / "plain.ipynb", CODE, CHECK)
    with jupyterlab(folder, home) as url:
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        visit(page, url)
        with Notebook(page, "plain.ipynb") as notebook:
            notebook.run_all()
            notebook.cell(0).locator("img[alt]").wait_for()
            yield notebook
        page.close()


def test_the_picture_is_an_image_that_follows_the_slider(page):
    cell = page.cell(0)
    image, before = cell.locator("img[alt]"), cell.locator("img[alt]").get_attribute("src")
    cell.get_by_role("slider").first.press("ArrowRight")
    page.page.wait_for_function(
        "([cell, before]) => cell.querySelector('img[alt]').src !== before", arg=[cell.element_handle(), before]
    )
    assert image.evaluate("image => image.naturalWidth") == 860 and "3.20" in image.get_attribute("alt")
    assert not cell.locator("canvas").count()


def test_nothing_on_the_page_speaks_of_what_could_not_be_loaded(page):
    assert "_course_nn" not in page.cell(0).inner_text() and "error" not in page.cell(0).inner_text().lower()


def test_the_first_notebook_says_what_would_be_gained(page):
    page.cell(1).get_by_text("install the course where JupyterLab runs").first.wait_for()
