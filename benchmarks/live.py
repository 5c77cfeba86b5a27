"""How long from a key to a pixel: course_nn's stage beside two usual ways, interact with inline Matplotlib, and ipympl.

    python benchmarks/live.py                   a table, and what its words mean
    python benchmarks/live.py --json            {"stage": {…}, "hand": {…}, …}: the same numbers, and further conditions
    python benchmarks/live.py --beside OTHER    with the stage of another checkout in the same run

All draw the same picture in a real JupyterLab and a real Chromium, and the same code measures them: a frame counts once
an image that differs from the one before is decoded and painted. The stage is measured twice: by its slider, and by a
hand that pulls the line in the picture; then a demo of the course, the neuron. Then the playground plays: a 2-8-8-1
network is trained, an epoch and all its pictures a frame. Needs the packages of requirements-dev.txt, and Chromium.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext
from importlib.metadata import version
from pathlib import Path

try:
    import psutil
    from lab import Notebook, chromium, far_away, jupyterlab, visit, write_notebook
    from playwright.sync_api import sync_playwright
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is missing: try {sys.executable} -m pip install -r requirements-dev.txt")

WARM_UP, FEW, MANY = 10, 25, 500  # keys
CLEAR = 1  # the button beside a sheet
DELAY = 0.050  # seconds each way, as between a student and Binder
ROADS = {  # beside the whole comparison at 50 ms: ours and the usual way only
    "100 ms each way": {"delay": 0.100},
    "2 Mbit/s, 10 ms each way": {"delay": 0.010, "rate": 2e6},
}
SCENE = """
import numpy as np
from types import SimpleNamespace
side, z = np.linspace(-3, 3, 100), np.linspace(-10, 10, 401)
x1, x2 = np.meshgrid(side, side)
points = np.random.default_rng(0).normal(size=(200, 2))

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def scene(w):
    \"\"\"An activation curve, a decision heat map of 100 × 100, and the line on it.\"\"\"
    return SimpleNamespace(curve=sigmoid(w * z), surface=sigmoid(w * x1 + x2), line=-w * side)
"""
STAGE = """
from course_nn.drawing import look
from course_nn.stage import Demo, Handle, Slider
from course_nn.common.words import Words

def paint(figure):
    left, right = figure.subplots(1, 2)
    left.set(xlim=(-10, 10), ylim=(-0.1, 1.1))
    right.set(xlim=(-3, 3), ylim=(-3, 3), aspect="equal")
    surface = right.imshow(look.heat(np.zeros((100, 100))), origin="lower", extent=(-3, 3, -3, 3))
    right.scatter(*points.T, s=12, c=look.ORANGE)
    return SimpleNamespace(curve=left.plot(z, z)[0], surface=surface, line=right.plot(side, side, "k")[0])

def draw(artists, result):
    artists.curve.set_ydata(result.curve)
    artists.surface.set_data(look.heat(result.surface))
    artists.line.set_ydata(result.line)

AT = 1.0  # where the line is held

HANDLES = [Handle("line", at=lambda line, result: [[(AT, AT * result.line[-1] / side[-1])]],
                  drag=lambda result, x, y: {"w": -y / AT})]

def picture():
    return Demo(picture, Words("Picture", "图"), {"w": Slider("w", -3.0, 3.0, -3.0, 0.01)}, scene, paint, draw,
                lambda result: Words(f"the line ends at {result.line[-1]:.2f}", f"直线止于 {result.line[-1]:.2f}"),
                handles=HANDLES).open({})

picture()
"""
INTERACT = """
import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, interact

@interact(w=FloatSlider(value=-3, min=-3, max=3, step=0.01))
def picture(w):
    result = scene(w)
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.6, 3.3))
    left.set(xlim=(-10, 10), ylim=(-0.1, 1.1))
    left.plot(z, result.curve)
    right.set(xlim=(-3, 3), ylim=(-3, 3), aspect="equal")
    right.imshow(result.surface, origin="lower", extent=(-3, 3, -3, 3), cmap="PuOr")
    right.scatter(*points.T, s=12)
    right.plot(side, result.line, "k")
    plt.show()
"""
IPYMPL = """
%matplotlib widget
import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, VBox

plt.ioff()
figure, (left, right) = plt.subplots(1, 2, figsize=(8.6, 3.3))
first = scene(-3)
left.set(xlim=(-10, 10), ylim=(-0.1, 1.1))
curve, = left.plot(z, first.curve)
right.set(xlim=(-3, 3), ylim=(-3, 3), aspect="equal")
surface = right.imshow(first.surface, origin="lower", extent=(-3, 3, -3, 3), cmap="PuOr")
right.scatter(*points.T, s=12)
line, = right.plot(side, first.line, "k")
slider = FloatSlider(value=-3, min=-3, max=3, step=0.01)

def move(change):
    result = scene(change.new)
    curve.set_ydata(result.curve)
    surface.set_data(result.surface)
    line.set_ydata(result.line)
    figure.canvas.draw_idle()

slider.observe(move, "value")
VBox([slider, figure.canvas])
"""
PAD = "from course_nn.lectures import start\nstart.reader(pad='')"
NEURON = "from course_nn.lectures import neurons\nneurons.neuron()"
PLAYGROUND = "from course_nn import playground\nplayground.playground(hidden='8, 8', pace=1)"
PRESS = """name => {
    [...document.querySelectorAll('button')].find(button => button.textContent.includes(name)).click();
    return performance.now();
}"""
COUNT = """
    window.received = 0;
    window.WebSocket = class extends WebSocket {
        constructor(...parts) {
            super(...parts);
            this.addEventListener('message', ({data}) => { window.received += data.byteLength ?? data.length; });
        }
    };
    const drawImage = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...parts) {
        drawImage.apply(this, parts);
        window.drew?.(this.canvas);
    };
"""
WATCH = """cell => {
    const log = window.log = {input: 0, frames: [], waiting: () => {}};
    let shown = cell.querySelector('img')?.src, due = false;
    const paint = () => {
        if (due) return;  // what is drawn in several pieces is painted at once
        due = true;
        requestAnimationFrame(() => {  // runs just before the painting, a message sent in it just after
            const channel = new MessageChannel();
            channel.port1.onmessage = () => { due = false; log.frames.push(performance.now()); log.waiting(); };
            channel.port2.postMessage(0);
        });
    };
    const look = async () => {
        const image = cell.querySelector('img');
        if (!image || image.src === shown) return;
        shown = image.src;
        await image.decode();
        paint();
    };
    window.drew = canvas => cell.contains(canvas) && paint();
    new MutationObserver(look).observe(cell, {subtree: true, childList: true, attributes: true});
    let event_at = 0;
    for (const kind of ['keydown', 'pointermove'])
        addEventListener(kind, event => { event_at = event.timeStamp; }, {capture: true});
    const moved = () => { log.input = event_at; };  // only what moves the slider counts as an input
    for (const handle of [...cell.querySelectorAll('[role=slider]')].slice(0, 1))
        new MutationObserver(moved).observe(handle, {attributes: true, attributeFilter: ['aria-valuenow']});
    for (const touched of cell.querySelectorAll('.cn-touch, .cn-pad'))
        touched.addEventListener('pointermove', event => { log.input = event.timeStamp; });
}"""
ANSWERED = """frames => new Promise((done, failed) => {
    const check = () => { if (log.frames.length > frames) done(log.frames[frames] - log.input); };
    log.waiting = check;
    check();
    setTimeout(failed, 10000, new Error('no frame answered the key'));
})"""
NEXT_ECHO = """echo => {
    window.echoed = new Promise(done => {
        const watcher = new MutationObserver(() => {
            watcher.disconnect();
            requestAnimationFrame(() => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => done(performance.now() - log.input);
                channel.port2.postMessage(0);
            });
        });
        watcher.observe(echo, {subtree: true, childList: true, attributes: true});
    });
}"""
RESIDENT = "import gc, psutil; gc.collect(); print(psutil.Process().memory_info().rss)"


MEANING = """
- **stage**: a demo of this course, moved by an arrow key on its slider. **hand**: the same demo, moved by pulling the \
line in its picture. **neuron**: the demo of that name, moved by an arrow key. **pen**: ink is put on the sheet of \
the first notebook, and a network reads it after each move. **interact**, **ipympl**: the two usual ways, moved by an \
arrow key on their sliders.
- **50 ms each way**: every message waits 50 ms in each direction, as between a student and Binder.
- **2 Mbit/s**: a road that carries no more once the page is loaded.
- **without the server extension**: without the part of the course that has Jupyter send every message at once.
- **p95**: 95 of 100 inputs are answered at least as fast.
- **MB**: growth of the kernel and the page's JavaScript; in brackets, of the browser's page processes. Chromium keeps \
the images that it has shown, about 1 MB each, and gives most of them back when memory is short; of a canvas it keeps \
the pixels only. A slider's 500 keys make 500 pictures; the hand pulls to and fro between two places, which makes a few.
"""


class Picture:
    """A picture on the page, under the hand that measures it."""

    turn = 1000  # keys, after which the slider goes back

    def __init__(self, notebook, cell=1):
        self.notebook, self.page = notebook, notebook.page
        self.cell = notebook.cell(cell)
        self.cell.locator("img, canvas").locator("visible=true").first.wait_for()
        self.page.wait_for_timeout(1000)
        self.handle = self.cell.get_by_role("slider").first
        self.page.evaluate(WATCH, self.cell.element_handle())

    def frames(self):
        return self.page.evaluate("() => log.frames.length")

    def keys(self, number):
        """Step the slider, each key after the frame that answers the last one: milliseconds from key to pixel."""
        self.handle.focus()
        start, latencies = self.frames(), []
        for n in range(number):
            self.page.keyboard.press("ArrowLeft" if n // self.turn % 2 else "ArrowRight")
            latencies.append(self.page.evaluate(ANSWERED, start + n))
        self.page.wait_for_timeout(300)
        self.alone(self.frames() - start, number)
        return latencies

    @staticmethod
    def alone(frames, keys):
        assert frames == keys, "a key must be answered by one frame"

    def drag(self, seconds):
        """Move the handle to and fro with the mouse: frames a second, and by how many milliseconds the last is late."""
        track, handle = (part.bounding_box() for part in (self.cell.locator(".noUi-target").first, self.handle))
        y, before = handle["y"] + handle["height"] / 2, self.frames()
        self.page.mouse.move(handle["x"] + handle["width"] / 2, y)
        self.page.mouse.down()
        begun = time.monotonic()
        while (passed := time.monotonic() - begun) < seconds:
            place = abs((passed / 1.5) % 2 - 1)  # once along the slider in 1.5 seconds
            self.page.mouse.move(track["x"] + (0.1 + 0.8 * place) * track["width"], y)
        frames = self.frames() - before
        self.page.wait_for_timeout(1000)
        self.page.mouse.up()
        return frames / passed, self.page.evaluate("() => log.frames.at(-1) - log.input")

    def play(self, seconds):
        """Press Play, and later Pause: frames a second, and milliseconds from Pause to the last frame."""
        self.page.evaluate(PRESS, "Play")
        self.page.wait_for_timeout(1000)
        before, begun = self.frames(), time.monotonic()
        self.page.wait_for_timeout(1000 * seconds)
        fps = (self.frames() - before) / (time.monotonic() - begun)
        paused = self.page.evaluate(PRESS, "Pause")
        self.page.wait_for_timeout(1000)
        return {"fps": fps, "pause_ms": max(0, self.page.evaluate("() => log.frames.at(-1)") - paused)}

    def memory(self):
        """Megabytes held after cleaning up: by the kernel, the page's JavaScript, and the browser's page processes."""
        browser = self.page.context.browser
        page, whole = self.page.context.new_cdp_session(self.page), browser.new_browser_cdp_session()
        page.send("HeapProfiler.collectGarbage")
        heap = page.send("Runtime.getHeapUsage")["usedSize"]
        processes = whole.send("SystemInfo.getProcessInfo")["processInfo"]
        pages = sum(psutil.Process(p["id"]).memory_info().rss for p in processes if p["type"] == "renderer")
        return [size / 1e6 for size in (int(self.notebook.python(RESIDENT)), heap, pages)]

    def measure(self, keys):
        """One row of the table."""
        self.keys(WARM_UP)
        received, memory = self.page.evaluate("() => received"), self.memory()
        latencies = self.keys(keys)
        received = self.page.evaluate("() => received") - received
        kernel, heap, browser = (after - before for after, before in zip(self.memory(), memory))
        (fps, *_), lags = zip(self.drag(5), self.drag(0.5), self.drag(0.5))
        numbers = {
            "key_to_pixel_ms_median": statistics.median(latencies),
            "key_to_pixel_ms_p95": statistics.quantiles(latencies, n=20)[-1],
            "fps": fps,
            "lag_ms": statistics.median(lags),
            "bytes_per_frame": received / keys,
        }
        growth = {"growth_mb": kernel + heap, "kernel_mb": kernel, "heap_mb": heap, "browser_mb": browser}
        return numbers | growth if keys == MANY else numbers


class Pulled(Picture):
    """A pointer that goes over the picture: take() sets it down, step(n) is where it is after n moves, along(passed)
    where it is after so many seconds."""

    def keys(self, number):
        """Move, each time after the frame that answers the last move: milliseconds from the pointer to the pixel."""
        self.take()
        start, latencies = self.frames(), []
        for n in range(number):
            self.page.mouse.move(*self.step(n + 1))
            latencies.append(self.page.evaluate(ANSWERED, start + n))
        self.page.mouse.up()
        self.page.wait_for_timeout(300)
        return latencies

    def drag(self, seconds):
        self.take()
        before, begun = self.frames(), time.monotonic()
        while (passed := time.monotonic() - begun) < seconds:
            self.page.mouse.move(*self.along(passed))
        frames = self.frames() - before
        self.page.wait_for_timeout(1000)
        lag = self.page.evaluate("() => log.frames.at(-1) - log.input")
        self.page.mouse.up()
        return frames / passed, lag


class Hand(Pulled):
    """A hand on the line in the picture, in place of one on its slider."""

    def take(self):
        """Take hold of the line."""
        self.page.wait_for_timeout(300)
        box = self.cell.locator(".cn-touch path").bounding_box()
        self.x, self.y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(self.x, self.y)
        self.page.mouse.down()

    def step(self, n):
        return self.x, self.y + 4 - 2 * (n % 2)

    def along(self, passed):
        return self.x, self.y + 100 * abs((passed / 1.5) % 2 - 1)

    def echo(self, moves=FEW):
        """Milliseconds from the pointer to the echo of what it holds, once that is painted."""
        self.take()
        found = []
        for n in range(moves):
            self.page.evaluate(NEXT_ECHO, self.cell.locator(".cn-echo").element_handle())
            self.page.mouse.move(self.x, self.y + 4 + 4 * (n % 2))
            found.append(self.page.evaluate("() => window.echoed"))
            self.page.wait_for_timeout(300)
        self.page.mouse.up()
        return statistics.median(found)

    def measure(self, keys):
        return super().measure(keys) | {"echo_ms": self.echo()}


class Pen(Pulled):
    """A pen on a sheet of 32 × 32 cells: each move inks a few more, row after row, and the network reads them."""

    def take(self):
        """Set the pen on a blank sheet."""
        self.cell.locator(".cn-pad-buttons button").nth(CLEAR).click()
        self.page.wait_for_timeout(500)
        sheet = self.cell.locator(".cn-pad")
        sheet.scroll_into_view_if_needed()
        self.box = sheet.bounding_box()
        self.page.mouse.move(*self.step(0))
        self.page.mouse.down()
        self.page.wait_for_timeout(500)

    def step(self, n):
        row, column = divmod(n, 24)  # to and fro: each move puts ink where there was none
        x, y = (4.5 + column if row % 2 == 0 else 28.5 - column), 4.5 + 3 * row
        return self.box["x"] + x / 32 * self.box["width"], self.box["y"] + y / 32 * self.box["height"]

    def along(self, passed):
        return self.step(36 * passed)


class Demo(Picture):
    """A demo whose slider has few steps: it goes to and fro."""

    turn = 5  # also of the keys that warm up, so that it begins where it stood


class Ipympl(Picture):
    """It draws a picture whenever it finds the time, perhaps two for a key."""

    @staticmethod
    def alone(frames, keys):
        assert frames >= keys


WAYS = {
    "stage": (STAGE, Picture),
    "hand": (STAGE, Hand),
    "neuron": (NEURON, Demo),
    "interact": (INTERACT, Picture),
    "ipympl": (IPYMPL, Ipympl),
}
SHEET = {"pen": (PAD, Pen)}


def compare(browser, url, folder, keys, ways, road=None, **kind):
    """The pictures, one after the other, each in a page and with a kernel of its own; the road changes once it is open.

    road: what `far_away` carries over, kind: its delay and rate while the picture is moved.
    """
    rows = {}
    for name, (code, touch) in ways.items():
        write_notebook(folder / f"{name}.ipynb", SCENE, code)
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.add_init_script(COUNT)
        visit(page, url)
        with Notebook(page, f"{name}.ipynb") as notebook:
            notebook.run_all()
            picture = touch(notebook)
            with road.as_(**kind) if road else nullcontext():
                rows[name] = picture.measure(keys)
        page.close()
    return rows


def play(browser, url, folder):
    """The playground while it trains."""
    write_notebook(folder / "playground.ipynb", PLAYGROUND)
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.add_init_script(COUNT)
    visit(page, url)
    with Notebook(page, "playground.ipynb") as notebook:
        notebook.run_all()
        numbers = Picture(notebook, 0).play(10)
    page.close()
    return numbers


def with_checkout(folder):
    """The ways that a notebook can be measured, and the stage of another checkout."""
    code, touch = WAYS["stage"]
    return WAYS | {"the other stage": (f"import sys\nsys.path.insert(0, {folder!r})\n{code}", touch)}


def run(parser, beside):
    """All conditions: {way: {…}, condition: {way: {…}}, "playground": {…}, "machine": …}."""
    ways = with_checkout(beside) if beside else WAYS
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        found = chromium(playwright)
        if not found:
            parser.error("no Chromium: try apt install chromium, or playwright install chromium")
        browser = playwright.chromium.launch(**found)
        folder = Path(home, "served")
        folder.mkdir()
        with jupyterlab(folder, Path(home, "with")) as url:
            result = compare(browser, url, folder, MANY, ways)
            result |= compare(browser, url, folder, FEW, SHEET)
            result["50 ms each way"] = compare(browser, far_away(url, DELAY).url, folder, FEW, WAYS)
            road, ours = far_away(url), {name: WAYS[name] for name in ("stage", "hand", "interact")}
            for name, kind in ROADS.items():
                result[name] = compare(browser, road.url, folder, FEW, ours, road, **kind)
            result["playground"] = play(browser, url, folder)
        with jupyterlab(folder, Path(home, "without"), nodelay=False) as url:
            result["without the server extension"] = compare(browser, url, folder, FEW, WAYS)
        return result | {"machine": machine(browser)}


def machine(browser):
    cpus = Path("/proc/cpuinfo")
    models = [line.split(": ")[1] for line in cpus.open() if line.startswith("model name")] if cpus.exists() else []
    names = "jupyterlab", "ipywidgets", "ipympl", "matplotlib", "numpy"
    packages = ", ".join(f"{name} {version(name)}" for name in names)
    model = models[0].strip() if models else platform.processor()
    python = platform.python_version()
    return f"{model}, {os.cpu_count()} cores; Python {python}, {packages}, Chromium {browser.version}"


def table(result):
    head = f"| | key → pixel, median / p95 | frames a second | lag after a drag | kB a frame | MB in {MANY} updates |"
    ways = [name for name in (*WAYS, *SHEET, "the other stage") if name in result]
    lines = [head, "|---|---|---|---|---|---|"] + [row(name, result[name]) for name in ways]
    for condition in ("50 ms each way", *ROADS, "without the server extension"):
        lines += [row(f"{name}, {condition}", numbers) for name, numbers in result[condition].items()]
    plays = "Playground, training 2-8-8-1: {fps:.0f} frames a second; the last one {pause_ms:.0f} ms after Pause."
    echo = "With 50 ms each way, the echo of what a hand holds is painted {echo_ms:.0f} ms after it moved."
    echo = echo.format(**result["50 ms each way"]["hand"])
    plays, machine = plays.format(**result["playground"]), f"Measured by `benchmarks/live.py` on {result['machine']}."
    return "\n".join([*lines, MEANING, echo, plays, machine])


def row(name, n):
    growth = f"{n['growth_mb']:.1f} ({n['browser_mb']:.0f})" if "growth_mb" in n else ""
    return (
        f"| {name} | {n['key_to_pixel_ms_median']:.0f} / {n['key_to_pixel_ms_p95']:.0f} ms | {n['fps']:.1f} "
        f"| {n['lag_ms']:.0f} ms | {n['bytes_per_frame'] / 1000:.0f} | {growth} |"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    parser.add_argument("--beside", help="the folder of another checkout")
    chosen = parser.parse_args()
    result = run(parser, chosen.beside)
    print(json.dumps(result, indent=1, ensure_ascii=False) if chosen.json else table(result))


if __name__ == "__main__":
    main()
