"""How long from a key to a pixel: course_nn's stage beside ipywidgets.interact with inline Matplotlib, as most courses do.

    python benchmarks/live.py            a table
    python benchmarks/live.py --json     {"stage": {…}, "interact": {…}, "machine": …, further conditions}

Both draw the same picture in a real JupyterLab and a real Chromium, and the same code measures both: a frame counts once
an image that differs from the one before is decoded and painted. Needs JupyterLab, Playwright, psutil and a Chromium.
"""
import argparse
import asyncio
import json
import os
import platform
import statistics
import tempfile
import threading
import time
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from lab import Notebook, chromium, jupyterlab, visit, write_notebook
from playwright.sync_api import sync_playwright

DELAY = 0.050  # seconds each way, as between a student and Binder
WARM_UP, KEYS, UPDATES = 20, 40, 500
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
from course_nn import look
from course_nn.controls import Slider
from course_nn.language import Words
from course_nn.stage import Demo

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

def picture():
    return Demo(picture, Words("Picture", "图"), {"w": Slider("w", -3.0, 3.0, -3.0, 0.01)}, scene, paint, draw,
                lambda result: Words(f"steepest {result.curve.max():.3f}", f"最大 {result.curve.max():.3f}"))

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
COUNT_BYTES = """
    window.received = 0;
    window.WebSocket = class extends WebSocket {
        constructor(...parts) {
            super(...parts);
            this.addEventListener('message', event => { window.received += event.data.byteLength ?? event.data.length; });
        }
    };
"""
WATCH = """cell => {
    const log = window.log = {input: 0, frames: [], waiting: () => {}};
    let shown = cell.querySelector('img').src;
    const look = async () => {
        const image = cell.querySelector('img');
        if (!image || image.src === shown) return;
        shown = image.src;
        await image.decode();
        requestAnimationFrame(() => {  // runs just before the painting, a message sent in it just after
            const channel = new MessageChannel();
            channel.port1.onmessage = () => { log.frames.push(performance.now()); log.waiting(); };
            channel.port2.postMessage(0);
        });
    };
    new MutationObserver(look).observe(cell, {subtree: true, childList: true, attributes: true});
    let event_at = 0;
    for (const kind of ['keydown', 'pointermove'])
        addEventListener(kind, event => { event_at = event.timeStamp; }, {capture: true});
    const moved = () => { log.input = event_at; };  // only what moves the slider counts as an input
    const handle = cell.querySelector('[role=slider]');
    new MutationObserver(moved).observe(handle, {attributes: true, attributeFilter: ['aria-valuenow']});
}"""
ANSWERED = """frames => new Promise((done, failed) => {
    const check = () => { if (log.frames.length > frames) done(log.frames[frames] - log.input); };
    log.waiting = check;
    check();
    setTimeout(failed, 10000, new Error('no frame answered the key'));
})"""
RESIDENT = "import gc, psutil; gc.collect(); print(psutil.Process().memory_info().rss)"


class Picture:
    """One of the two pictures on the page, under the hand that measures it."""

    def __init__(self, notebook):
        self.notebook, self.page = notebook, notebook.page
        self.cell = notebook.cell(1)
        self.cell.locator("img").wait_for()
        self.handle = self.cell.get_by_role("slider").first
        self.page.evaluate(WATCH, self.cell.element_handle())

    def frames(self):
        return self.page.evaluate("() => log.frames.length")

    def keys(self, number):
        """Step the slider, each key after the frame that answers the last one: milliseconds from key to pixel."""
        self.handle.focus()
        start, latencies = self.frames(), []
        for n in range(number):
            self.page.keyboard.press("ArrowRight")
            latencies.append(self.page.evaluate(ANSWERED, start + n))
        self.page.wait_for_timeout(300)
        assert self.frames() - start == number, "a key must be answered by one frame"
        return latencies

    def drag(self, seconds):
        """Move the handle to and fro with the mouse: frames a second, and the milliseconds by which the last is late."""
        track = self.cell.locator(".noUi-target").first.bounding_box()
        y, before = track["y"] + track["height"] / 2, self.frames()
        handle = self.handle.bounding_box()
        self.page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
        self.page.mouse.down()
        begun = time.monotonic()
        while (passed := time.monotonic() - begun) < seconds:
            place = abs((passed / 1.5) % 2 - 1)  # once along the slider in 1.5 seconds
            self.page.mouse.move(track["x"] + (0.1 + 0.8 * place) * track["width"], y)
        rate = (self.frames() - before) / passed
        self.page.wait_for_timeout(1500)
        self.page.mouse.up()
        return rate, self.page.evaluate("() => log.frames.at(-1) - log.input")

    def memory(self):
        """Megabytes held after cleaning up: by the kernel, by the page's JavaScript, by the browser's page processes."""
        browser = self.page.context.browser
        page, whole = self.page.context.new_cdp_session(self.page), browser.new_browser_cdp_session()
        page.send("HeapProfiler.collectGarbage")
        heap = page.send("Runtime.getHeapUsage")["usedSize"]
        processes = whole.send("SystemInfo.getProcessInfo")["processInfo"]
        pages = sum(psutil.Process(p["id"]).memory_info().rss for p in processes if p["type"] == "renderer")
        return [size / 1e6 for size in (int(self.notebook.python(RESIDENT)), heap, pages)]

    def measure(self, updates):
        """The numbers of one row, except for the growth of memory."""
        received = self.page.evaluate("() => window.received")
        latencies = self.keys(updates)
        received = self.page.evaluate("() => window.received") - received
        fps, lag = self.drag(5)
        lags = [lag] + [self.drag(0.5)[1] for _ in range(4)]
        return {
            "key_to_pixel_ms_median": statistics.median(latencies),
            "key_to_pixel_ms_p95": statistics.quantiles(latencies, n=20)[-1],
            "fps": fps, "lag_ms": statistics.median(lags), "bytes_per_frame": received / updates,
        }  # fmt: skip

    def measure_growth(self, updates):
        """How the memory grows over so many updates."""
        before = self.memory()
        self.keys(updates)
        kernel, heap, pages = (after - start for after, start in zip(self.memory(), before))
        return {"growth_mb": kernel + heap, "kernel_growth_mb": kernel, "heap_growth_mb": heap, "browser_growth_mb": pages}


def compare(browser, url, folder, with_growth=False):
    """Both pictures, one after the other, each in a page and with a kernel of its own."""
    rows = {}
    for name, code in (("stage", STAGE), ("interact", INTERACT)):
        write_notebook(folder / f"{name}.ipynb", SCENE, code)
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.add_init_script(COUNT_BYTES)
        visit(page, url)
        with Notebook(page, f"{name}.ipynb") as notebook:
            notebook.run_all()
            picture = Picture(notebook)
            picture.keys(WARM_UP)
            growth = picture.measure_growth(UPDATES) if with_growth else {}
            rows[name] = picture.measure(KEYS) | growth
        page.close()
    return rows


@contextmanager
def far_away(url):
    """The same server behind a road that takes DELAY seconds each way; yields its address there."""
    loop, near = asyncio.new_event_loop(), urlsplit(url).port

    async def carry(reader, writer):
        while data := await reader.read(65536):
            loop.call_later(DELAY, writer.write, data)
        loop.call_later(DELAY, writer.close)

    async def connect(reader, writer):
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", near)
        await asyncio.gather(carry(reader, far_writer), carry(far_reader, writer), return_exceptions=True)

    server = loop.run_until_complete(asyncio.start_server(connect, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def run():
    """All conditions: {"stage": {…}, "interact": {…}, "without the extension": {"stage": …}, …}."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        browser = playwright.chromium.launch(**chromium(playwright))
        folder = Path(home, "served")
        folder.mkdir()
        with jupyterlab(folder, Path(home, "with")) as url:
            result = compare(browser, url, folder, with_growth=True)
            with far_away(url) as far:
                result["50 ms each way"] = compare(browser, far, folder)
        with jupyterlab(folder, Path(home, "without"), nodelay=False) as url:
            result["without the server extension"] = compare(browser, url, folder)
        result["machine"] = machine(browser)
    return result


def machine(browser):
    names = Path("/proc/cpuinfo")
    model = next((line.split(": ")[1] for line in names.open() if "model name" in line), "") if names.exists() else ""
    packages = ", ".join(f"{name} {version(name)}" for name in ("jupyterlab", "ipywidgets", "matplotlib", "numpy"))
    return f"{model.strip() or platform.processor()}, {os.cpu_count()} cores; Python {platform.python_version()}, {packages}, " \
           f"Chromium {browser.version}"  # fmt: skip


HEAD = """| | key → pixel, median / p95 | frames a second | lag after a drag | kB a frame | growth over 500 updates: kernel + page \
(browser process) |
|---|---|---|---|---|---|"""


def table(result):
    lines = [HEAD] + [row(name, result[name]) for name in ("stage", "interact")]
    for condition, rows in result.items():
        if condition not in ("stage", "interact", "machine"):
            lines += [row(f"{name}, {condition}", numbers) for name, numbers in rows.items()]
    return "\n".join([*lines, "", f"Measured by benchmarks/live.py on {result['machine']}."])


def row(name, numbers):
    n = numbers
    growth = "{growth_mb:.1f} MB ({browser_growth_mb:.1f} MB)".format(**n) if "growth_mb" in n else ""
    return (
        f"| {name} | {n['key_to_pixel_ms_median']:.0f} / {n['key_to_pixel_ms_p95']:.0f} ms | {n['fps']:.1f} "
        f"| {n['lag_ms']:.0f} ms | {n['bytes_per_frame'] / 1000:.0f} | {growth} |"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    as_json = parser.parse_args().json
    result = run()
    print(json.dumps(result, indent=1, ensure_ascii=False) if as_json else table(result))


if __name__ == "__main__":
    main()
