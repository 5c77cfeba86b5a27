"""Take the pictures of the READMEs from the real thing: two moving ones in JupyterLab, and a still of each lecture.

    python tools/pictures.py [hand] [learning] [question] [stills] [covers] [first]

Without a name all of them, in both languages, into docs/pictures. It needs the packages of requirements-dev.txt; hand,
learning and question need Chromium. What a notebook shows before anything has run lies in notebooks/pictures: `first`,
which moves in 00 and has no words, and `covers`, the first pictures of the others as they stand after Start.
"""

import importlib
import io
import re
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

try:
    import numpy as np
    from PIL import Image
    from playwright.sync_api import sync_playwright
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is missing: try {sys.executable} -m pip install -r requirements-dev.txt")

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "tools")]

from book.veiled import asked_in, draw_veiled  # noqa: E402
from lab import Notebook, chromium, jupyterlab, visit, write_notebook  # noqa: E402
from matplotlib.text import Text  # noqa: E402

from course_nn.common.words import LANGUAGE  # noqa: E402
from course_nn.lectures import LECTURES, neurons  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
BESIDE = ROOT / "notebooks" / "pictures"
LANGUAGES = ("en", "zh")
WIDE = 720  # pixels of a moving picture
MARGIN = 8
REST = 400  # ms after which a picture has come to rest
TIP, LINE, INPUT = 8, 7, 9  # among the neuron's HANDLES: the tip of w, the decision line, the input
LANGUAGE_CELL = "from course_nn.common.words import LANGUAGE; LANGUAGE.shown = {!r}"
WEBP = {"method": 6, "minimize_size": True}
LOOKED = "7/3: " + "; ".join(f"1 {name}" for name in ("curves", "one batch", "weights", "confusion", "data", "modes"))
STILLS = {  # section -> the demo that is shown, and its setting
    "start": ("one_weight", {}),
    "neurons": ("neuron", {}),
    "primer": ("epochs", {}),
    "activations": ("gallery", {}),
    "xor": ("xor_network", {}),
    "deep_vs_shallow": ("overfit", {}),
    "losses": ("chooser", {"task": "multiclass", "output": "linear", "loss": "squared"}),
    "feature_learning": ("morph", {}),
    "backpropagation": ("graph", {}),
    "gradient_descent": ("valley", {}),
    "regularization": ("early_stopping", {}),
    "practice": ("clinic", {"ward": "7", "record": LOOKED}),
    "everybody": ("filter", {}),
    "own_network": ("inside", {"digit": 3}),
    "playground": ("playground", {"epoch": 60}),
}
CURSOR = """() => {
    const hand = document.body.appendChild(document.createElement('div'));
    hand.style.cssText = 'position:fixed;z-index:99999;pointer-events:none;width:26px;height:26px;border-radius:50%;' +
        'margin:-13px;background:rgba(213,94,0,.25);border:2px solid rgba(213,94,0,.9);box-sizing:border-box';
    addEventListener('mousemove', event => Object.assign(hand.style, {left: event.clientX + 'px',
        top: event.clientY + 'px'}), true);
    addEventListener('mousedown', () => { hand.style.background = 'rgba(213,94,0,.6)'; }, true);
    addEventListener('mouseup', () => { hand.style.background = 'rgba(213,94,0,.25)'; }, true);
}"""


def stills(language):
    """A picture of each lecture, as its demo draws it."""
    LANGUAGE.shown = language
    for section, lecture in LECTURES.items():
        name, values = STILLS[section]
        demo = getattr(importlib.import_module(lecture.home), name)(**values)
        save(f"{section}.{language}", [demo.frame.pixels])
        demo.close()


def covers(language):
    """The first picture of each notebook; what its question asks for is missing in it."""
    LANGUAGE.shown = language
    for section in LECTURES:
        if section != "start":
            demo = first_demo(section)
            save(f"{section}.{language}", [demo.frame.pixels], folder=BESIDE)
            demo.close()


def first_demo(section):
    """The first demo of a notebook, below its veil if it has one."""
    home = importlib.import_module(LECTURES[section].home)
    name = home.__name__.rpartition(".")[2]
    code = next(en for en, _ in LECTURES[section].text.pairs if re.fullmatch(rf"{name}\.\w+\(.*\)", en.code))
    demo, round_ = eval(code.code, {name: home}), code.key.removesuffix("-play")
    if asked_in(round_):
        draw_veiled(demo, round_)
    return demo


def hand(language):
    """A hand on the neuron: it turns w, shifts the line, moves the input, and chooses other activations."""
    with film_of(language, "from course_nn.lectures import neurons", "demo = neurons.neuron(); demo") as film:
        film.take(8)
        film.pull(TIP, 14, lambda t: (30 * np.sin(3 * t) - 45 * t, -30 * t))
        film.pull(LINE, 10, lambda t: (50 * t, -40 * t))
        film.pull(INPUT, 14, lambda t: (-110 * t, -60 * np.sin(3 * t)))
        for activation in ("tanh", "relu", "step"):
            film.python(f"demo.set(activation={activation!r})")
            film.take(6)
    save(f"hand.{language}", film.images)


def learning(language):
    """The playground, while it learns the circle in a ring, and longer on the last picture."""
    start = "demo = playground.playground(); demo"
    with film_of(language, "from course_nn.lectures import LECTURES\nfrom course_nn import playground", start) as film:
        for epoch in [0] * 6 + [*range(0, 40, 2), *range(40, 161, 6)]:
            film.python(f"demo.set(epoch={epoch})")
            film.take(1)
        film.take(12)
    save(f"learning.{language}", film.images)


def question(language):
    """A round while its question waits: the options lie in the picture, and one is chosen."""
    asks = 'import os\nos.environ["COURSE_NN_COVER"] = "on"\nfrom course_nn.notebook import predict\npredict("start-1")'
    with film_of(language, asks, "from course_nn.lectures import start\nstart.one_weight()") as film:
        film.press(".cn-question input[type=radio] >> nth=1")
        film.take(1)
    save(f"question.{language}", film.images)


def first(language):
    """The neuron as its weights turn and its bias changes, without the words in its picture."""
    demo, images = neurons.neuron(), []
    for t in np.linspace(0, 2 * np.pi, 36, endpoint=False):
        demo.set(w1=float(1.6 * np.cos(t)), w2=float(1.6 * np.sin(t)), b=float(np.sin(2 * t)))
        for text in demo.figure.findobj(Text):
            if re.search("[a-z]{3}|[\u4e00-\u9fff]", text.get_text().replace("phi", "")):
                text.set_visible(False)
        file = io.BytesIO()
        demo.figure.savefig(file, dpi=100)
        images.append(Image.open(file).convert("RGB"))
    demo.close()
    save("first", images, folder=BESIDE, quality=80)  # it is the first thing that is seen


class Film:
    """What a demo on a page looks like, image by image, while a hand moves it."""

    def __init__(self, notebook, cell):
        self.images, self.page, self.python, self._cell = [], notebook.page, notebook.python, cell

    def press(self, *parts):
        """Click on parts of the cell, one after the other."""
        for part in parts:
            self._cell.locator(part).click()
            self.page.wait_for_timeout(REST)
        self.page.mouse.move(0, 0)

    def take(self, number, part=".cn-demo"):
        """The same picture that many times, once it has come to rest."""
        self.page.wait_for_timeout(REST)
        box = self._cell.locator(part).bounding_box()
        clip = {"x": box["x"] - MARGIN, "y": box["y"], "width": box["width"] + 2 * MARGIN, "height": box["height"]}
        image = Image.open(io.BytesIO(self.page.screenshot(clip=clip)))
        self.images += [image.convert("RGB").resize((WIDE, round(WIDE * image.height / image.width)))] * number

    def pull(self, handle, steps, way):
        """Take hold of a handle and pull it along a way, 0 to 1 -> (x, y) in pixels."""
        box = self._cell.locator(f".cn-touch path[data-handle='{handle}']").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for t in np.linspace(0, 1, steps):
            dx, dy = way(t)
            self.page.mouse.move(x + dx, y + dy)
            self.take(1)
        self.page.mouse.up()


@contextmanager
def film_of(language, *cells, shows="canvas[aria-label]"):
    """The last of these cells in JupyterLab, in that language, as a Film; once it shows something."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        browser, folder = playwright.chromium.launch(**found(chromium(playwright))), Path(home, "served")
        folder.mkdir()
        write_notebook(folder / "film.ipynb", LANGUAGE_CELL.format(language), *cells)
        with jupyterlab(folder, Path(home, "lab")) as url:
            page = browser.new_page(viewport={"width": 1366, "height": 1000})
            visit(page, url)
            with Notebook(page, "film.ipynb") as notebook:
                notebook.run_all()
                cell = notebook.cell(len(cells))
                cell.locator(shows).first.wait_for(timeout=60_000)
                page.evaluate(CURSOR)
                yield Film(notebook, cell)


def found(browser):
    """The arguments that start Chromium, or a sentence."""
    return browser or sys.exit(
        "The moving pictures need Chromium: install Debian's chromium, or run `playwright install chromium`."
    )


def save(name, images, seconds=0.1, folder=PICTURES, quality=70):
    """One WebP, moving if there are several images; arrays or Pillow's, as (height, width, channels)."""
    tall = min(len(np.asarray(image)) for image in images)  # a readout may take a line more for a moment
    images = [Image.fromarray(np.asarray(image)[:tall, :, :3]) for image in images]
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.webp"
    first, *others = images
    first.save(
        file,
        "WEBP",
        save_all=bool(others),
        append_images=others,
        duration=round(1000 * seconds),
        loop=0,
        quality=quality,
        **WEBP,
    )
    print(f"{file.relative_to(ROOT)}: {len(images)} images, {file.stat().st_size / 1000:.0f} kB")


KINDS = {"hand": hand, "learning": learning, "question": question, "stills": stills, "covers": covers, "first": first}

if __name__ == "__main__":
    for kind in sys.argv[1:] or KINDS:
        if kind not in KINDS:
            sys.exit(f"{kind!r} is none of {', '.join(KINDS)}.")
        for language in LANGUAGES if kind != "first" else LANGUAGES[:1]:
            KINDS[kind](language)
