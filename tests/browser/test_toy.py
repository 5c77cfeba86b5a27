"""The playground's notebook as a toy: one click, and the first screen is the playground; pointing at it is enough."""

import shutil
from pathlib import Path

import pytest
from lab import TOKEN, Notebook, jupyterlab

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
PATH, COPY = "notebooks/playground.ipynb", "notebooks/copy.ipynb"
LAPTOP = {"width": 1366, "height": 768}
DEMO = ".cn-demo:has(.cn-tips)"
UNIT, SPIRAL = (f"path[data-handle='{handle}'][data-item='3']" for handle in (4, 8))
FITS = """canvas => {
    const width = canvas.closest(".cn-demo").clientWidth, { fitted } = canvas.closest(".cn-touch").dataset;
    const drawn = Math.abs(canvas.width - canvas.getBoundingClientRect().width) < 10;
    return drawn && Math.abs(width - Number(fitted.split(",")[0])) < 20;
}"""
HASH = "hash => location.hash === hash"
SAYS = "([canvas, words]) => canvas.ariaLabel.includes(words)"
TIPS = "([demo, number]) => demo.querySelectorAll('.cn-tips button').length === number"
IS = "([canvas, label]) => canvas.ariaLabel === label"
FACES = "([demo, number]) => demo.querySelectorAll(\"path[data-handle='4']\").length === number"
OPEN = "path => jupyterapp.commands.execute('docmanager:open', {path}).then(() => null)"
STARTED = "() => !document.querySelector('.cn-start').disabled"


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """A JupyterLab whose kernels remember, each for itself alone."""
    folder, home = tmp_path_factory.mktemp("toy"), tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*", "pictures"))
    shutil.copy(folder / PATH, folder / COPY)  # with a kernel of its own
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_NN_MEMORY", str(home / "memory"))
        with jupyterlab(folder, home) as url:
            yield url


class Toy:
    """The first playground of the notebook, in a browser window of its own, from an address on."""

    def __init__(self, browser, url, path=PATH, fragment=""):
        self.page = browser.new_page(viewport=LAPTOP, locale="en-US")
        self.page.set_default_timeout(20_000)
        self.page.goto(f"{url}/lab/tree/{path}?token={TOKEN}&reset{fragment}")
        self.start()

    def start(self):
        self.page.locator(".cn-start:visible").click(timeout=60_000)
        self.page.locator(f"{DEMO} canvas[aria-label]").wait_for(timeout=90_000)
        self.page.wait_for_function(STARTED, timeout=150_000)
        self.demo = self.page.locator(DEMO)
        self.canvas = self.demo.locator("canvas[aria-label]")

    def waits_to_say(self, words):
        self.page.wait_for_function(SAYS, arg=[self.canvas.element_handle(), words])

    def pixels(self):
        return self.canvas.evaluate("canvas => canvas.toDataURL()")

    def point_at(self, part):
        box = self.demo.locator(part).bounding_box()
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def rests(self):
        """Until the picture is drawn for the room that the page has now, a dot a page pixel."""
        self.page.wait_for_function(FITS, arg=self.canvas.element_handle())

    def close(self):
        self.page.evaluate("() => jupyterapp.shell.currentWidget?.sessionContext.shutdown()")
        self.page.close()


@pytest.fixture(scope="module")
def toy(browser, url):
    toy = Toy(browser, url)
    yield toy
    toy.close()


def width_of_loss(toy):
    """Page pixels: it is drawn with one dot each here."""
    demo = "next(one for one in Out.values() if type(one).__name__ == 'RunningDemo')"
    return float(Notebook(toy.page, PATH).python(f"print({demo}.artists.loss.bbox.width)"))


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_first_screen_is_the_playground_as_wide_as_the_page_with_a_readable_loss(toy, size):
    width, height = size
    toy.page.set_viewport_size({"width": width, "height": height})
    toy.rests()
    pane = toy.page.locator(".jp-WindowedPanel-outer:visible").bounding_box()
    picture, play = toy.canvas.bounding_box(), toy.demo.get_by_role("button", name="Play").bounding_box()
    assert picture["y"] - pane["y"] < 160  # a title and a line
    assert play["y"] + play["height"] < pane["y"] + pane["height"]
    assert picture["width"] > 0.85 * min(pane["width"], 1400) and width_of_loss(toy) >= 200


@pytest.mark.parametrize("size", [(911, 512), (900, 900)])
def test_in_a_small_window_it_is_drawn_as_wide_as_there_is_room_and_the_loss_stays_readable(toy, size):
    width, height = size
    toy.page.set_viewport_size({"width": width, "height": height})
    toy.rests()
    picture, demo = toy.canvas.bounding_box(), toy.demo.bounding_box()
    assert picture["width"] <= demo["width"] + 1 and picture["width"] > 0.9 * demo["width"]
    assert width_of_loss(toy) >= 200
    toy.page.set_viewport_size(LAPTOP)


def test_a_unit_grows_under_the_pointer_and_goes_back_when_it_leaves(toy):
    toy.rests()
    before, label = toy.pixels(), toy.canvas.get_attribute("aria-label")
    toy.point_at(UNIT)
    toy.waits_to_say("Large: layer 1, unit 2.")
    assert toy.pixels() != before
    toy.page.mouse.move(2, 2)
    toy.page.wait_for_function(IS, arg=[toy.canvas.element_handle(), label])


def test_the_keyboard_goes_from_unit_to_unit_and_hears_which_one_is_large(toy):
    heard = toy.demo.locator(".cn-spoken[role=status]").last
    toy.demo.locator(".cn-touch svg").focus()
    for key, words in (
        ("ArrowRight", "x₁"),
        ("ArrowRight", "x₂"),
        ("ArrowLeft", "x₁"),
        ("ArrowLeft", "layer 2, unit 2"),
    ):
        toy.page.keyboard.press(key)
        toy.waits_to_say(f"Large: {words}.")
    heard.get_by_text("Large: layer 2, unit 2.").wait_for(state="attached")
    toy.page.keyboard.press("Tab")
    toy.page.wait_for_function("canvas => !canvas.ariaLabel.includes('Large')", arg=toy.canvas.element_handle())


def test_the_address_holds_the_experiment_and_brings_it_back_also_into_another_window(toy, browser, url):
    toy.page.evaluate("() => { location.hash = '#experiment:data=xor&hidden=3'; }")
    toy.waits_to_say("Epoch 0")
    toy.page.wait_for_function(FACES, arg=[toy.demo.element_handle(), 2 + 3])
    toy.point_at(SPIRAL)
    toy.page.mouse.down()
    toy.page.mouse.up()
    fragment = "#experiment:data=spiral&hidden=3"
    toy.page.wait_for_function(HASH, arg=fragment)
    assert toy.page.evaluate("() => location.pathname") == f"/lab/tree/{PATH}"
    label = toy.canvas.get_attribute("aria-label")
    other = Toy(browser, url, COPY, fragment)
    other.page.wait_for_function(FACES, arg=[other.demo.element_handle(), 2 + 3])
    other.page.wait_for_function(HASH, arg=fragment)
    other.waits_to_say(label[: label.index("are right")])
    other.close()


def test_another_notebook_has_its_own_address(toy):
    before = toy.page.evaluate("() => location.hash")
    assert before.startswith("#experiment:")
    toy.page.evaluate(OPEN, "notebooks/00_start_here.ipynb")
    toy.page.wait_for_function(HASH, arg="")
    toy.page.evaluate("() => jupyterapp.shell.currentWidget.close()")
    toy.page.evaluate(OPEN, PATH)
    toy.page.wait_for_function(HASH, arg=before)


def test_a_closed_tip_stays_closed_after_the_page_was_loaded_anew_and_the_button_brings_it_back(toy):
    tips = toy.demo.locator(".cn-tips button")
    tips.first.click()
    toy.page.wait_for_function(TIPS, arg=[toy.demo.element_handle(), 2])
    toy.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    toy.page.reload()
    toy.start()
    assert tips.count() == 2
    toy.demo.get_by_role("button", name="Tips").click()
    toy.page.wait_for_function(TIPS, arg=[toy.demo.element_handle(), 3])
