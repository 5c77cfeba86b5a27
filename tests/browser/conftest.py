"""A real JupyterLab and a real Chromium for the tests of this folder; they are skipped where one of them is missing.

With COURSE_NN_REQUIRE_BROWSER=1 a missing browser is a failure.
"""

import base64
import io
import os
import shutil
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from ipykernel.kernelspec import get_kernel_dict
from lab import Notebook, chromium, jupyterlab, visit, write_json, write_notebook
from PIL import Image

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]

REQUIRED = os.environ.get("COURSE_NN_REQUIRE_BROWSER") == "1"
TEN_SECONDS = 10_000
PICTURE = "canvas[role='img'][aria-label]"
PIXELS = "picture => picture.toDataURL()"
FITS = """picture => {
    const layer = picture.closest(".cn-touch"), width = layer.closest(".cn-demo").clientWidth;
    return Math.abs(width - Number((layer.dataset.fitted ?? "").split(",")[0])) < 20;
}"""
IS_NEW = "([picture, before]) => picture.toDataURL() !== before"


def pytest_collection_modifyitems(items):
    """Skip without Playwright and JupyterLab."""
    missing = [name for name in ("jupyterlab", "pytest_playwright") if find_spec(name) is None]
    if missing and REQUIRED:
        raise pytest.UsageError(f"the browser tests need {' and '.join(missing)}")
    for item in items:
        if missing and HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=f"{' and '.join(missing)} not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(playwright, browser_type_launch_args):
    found = chromium(playwright)
    if found is None:
        (pytest.fail if REQUIRED else pytest.skip)("no Chromium: try playwright install chromium")
    return {**browser_type_launch_args, **found}


@pytest.fixture(scope="session", autouse=True)
def warm(tmp_path_factory):
    """The kernels of every JupyterLab here start warm."""
    folder = tmp_path_factory.mktemp("warm")
    write_json(folder / "kernels/python3/kernel.json", get_kernel_dict())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        yield


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """What JupyterLab serves: copies, so that nothing that happens on the page reaches the notebooks."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    return folder


@pytest.fixture(scope="session")
def lab_url(folder, tmp_path_factory):
    with jupyterlab(folder, tmp_path_factory.mktemp("home")) as url:
        yield url


@pytest.fixture(scope="session")
def page(browser, lab_url):
    """JupyterLab on a laptop's screen, once for all tests; each module opens notebooks of its own in it."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.set_default_timeout(TEN_SECONDS)
    visit(page, lab_url)
    return page


@pytest.fixture(scope="session")
def open_notebook(page):
    """with open_notebook(path) as notebook: a notebook of the served folder."""
    return lambda path: Notebook(page, path)


@pytest.fixture(scope="session")
def scratch(page, folder):
    """with scratch(name, *cells) as notebook: a notebook of these cells."""

    def scratch(name, *cells, on=page):
        write_notebook(folder / f"{name}.ipynb", *cells)
        return Notebook(on, f"{name}.ipynb")

    return scratch


@pytest.fixture(scope="session")
def demo_in():
    return OnThePage


class OnThePage:
    """A demo as a student finds it: by its labels and by what it says."""

    def __init__(self, cell):
        self.cell, self.page, self.image = cell, cell.page, cell.locator(PICTURE)
        self.image.wait_for()
        self.page.wait_for_function(FITS, arg=self.image.element_handle())
        all_controls = cell.locator(".cn-strip > .widget-toggle-button:not(.mod-active):visible")
        if all_controls.count():
            all_controls.click()
            cell.locator(".cn-strip + .widget-vbox > *").first.wait_for()

    def box(self, label):
        return self.cell.locator("input, select, textarea").and_(self.cell.get_by_label(label, exact=True))

    def slider(self, label):
        row = self.cell.locator(".widget-hbox", has=self.page.get_by_label(label, exact=True))
        return row.get_by_role("slider")

    def button(self, name):
        return self.cell.get_by_role("button", name=name)

    def press(self, label, key):
        """Step the slider with the keyboard, and wait for the picture that answers."""
        with self.new_picture():
            self.slider(label).press(key)

    def push_first_slider(self):
        """Send the first slider that is in use to its other end; False if the demo has none."""
        slider = self.cell.locator(".noUi-target:not([disabled])").get_by_role("slider").first
        if not slider.count():
            return False
        at_the_end = slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemax")
        with self.new_picture():
            slider.press("Home" if at_the_end else "End")
        return True

    def type(self, label, text):
        """Type it and press Enter; once more if a number on its way from the kernel was written over it meanwhile."""
        box = self.box(label)
        box.evaluate("box => ((box.taken = null), (box.onchange = () => (box.taken = box.value)))")
        for _ in range(3):
            box.fill(text)
            box.press("Enter")
            if box.evaluate("box => box.taken") == text:
                return

    def number(self, label):
        return float(self.box(label).input_value().replace("−", "-"))

    def place(self, label):
        """Where the handle of the slider is, from 0 at the left end to 1 at the right one."""
        now, low, high = (float(self.slider(label).get_attribute(f"aria-value{x}")) for x in ("now", "min", "max"))
        return (now - low) / (high - low)

    def waits_for_number(self, label, number):
        """Until the box shows it; a box follows its slider, and comes back from nonsense, with a short delay."""
        box, shown = self.box(label).element_handle(), f"{number:g}".replace("-", "−")
        self.page.wait_for_function("([box, shown]) => box.value === shown", arg=[box, shown])

    def text(self):
        """All that can be read in the demo now; what is hidden is not in it."""
        return self.cell.inner_text()

    def waits_to_say(self, text):
        self.cell.get_by_text(text).locator("visible=true").first.wait_for()

    def waits_no_longer_to_say(self, text):
        self.cell.get_by_text(text).first.wait_for(state="hidden")

    def pixels(self):
        """What the canvas shows, (height, width, 4) from 0 to 255."""
        file = base64.b64decode(self.image.evaluate(PIXELS).partition(",")[2])
        return np.asarray(Image.open(io.BytesIO(file)), float)

    def comes_true(self, holds):
        """Until it holds: what the page shows follows the kernel, and nobody knows how soon."""
        for _ in range(TEN_SECONDS // 50):
            if holds():
                return
            self.page.wait_for_timeout(50)
        pytest.fail("it has not come true in ten seconds")

    @contextmanager
    def new_picture(self):
        """Whatever is done inside must change the picture, and the new one must be there to be seen."""
        picture, before = self.image.element_handle(), self.image.evaluate(PIXELS)
        yield
        self.page.wait_for_function(IS_NEW, arg=[picture, before], polling=20)
