"""Ten minutes of restless hands in a real JupyterLab: every control and handle at random, cells run again, languages
switched, kernels interrupted and restarted. It reports errors, stale pictures, dead controls and memory.

    .venv/bin/python benchmarks/soak.py
    .venv/bin/python benchmarks/soak.py --minutes 2 --seed 7 03_xor playground

Memory is measured once every demo has been seen, halfway, and at the end. JupyterLab itself keeps some 260 nodes and
810 listeners whenever another cell becomes the active one, and some 250 nodes of a box of widgets that is run again:
a notebook of plain ipywidgets grows by as much. What grows beyond that is ours.

A picture is stale if a new demo at the same setting looks or says otherwise, or the page shows another one than the
kernel has. A control is dead if it is not dimmed, goes to both its ends and away from there, and neither picture nor
numbers change.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter, deque
from pathlib import Path

from lab import Notebook, chromium, jupyterlab, visit

try:
    from playwright.sync_api import Error, sync_playwright
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is missing: try {sys.executable} -m pip install -r requirements-dev.txt")

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
NONSENSE = ["", "abc", "1e400", "-1", "999999999999", "一二三", "nan", "1,5", "x" * 300, "(", "0", "0.5", "3", "2, 3"]
LANGUAGES = ["EN", "中文", "EN + 中文"]
WEIGHTS = {  # how often each thing is done
    "slide": 30,
    "other end": 10,
    "type": 12,
    "choose": 12,
    "tick": 5,
    "pull": 25,
    "press": 6,
    "run again": 5,
    "language": 3,
    "interrupt": 1,
    "restart": 0.2,
}
LISTEN = r"""() => {
    const session = jupyterapp.shell.currentWidget.sessionContext.session;
    window.troubles ??= [];
    if (session.heard) return;
    session.heard = true;
    session.iopubMessage.connect((_, {header, content}) => {
        if (header.msg_type === 'error') window.troubles.push([content.ename, ...content.traceback].join('\n'));
        if (header.msg_type === 'stream' && content.name === 'stderr') window.troubles.push(content.text);
    });
}"""
DEMOS = """() => jupyterapp.shell.currentWidget.content.widgets
    .map(({model}, number) => [number, model.id, model.toJSON()])
    .filter(([number, id, {outputs}]) => outputs && JSON.stringify(outputs).includes('image/png'))
    .map(([number, id]) => [number, id])"""
BUSY = "() => jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status"
INTERRUPT = "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()"
FRESH = """
def _soak(cell):
    import gc, importlib, json
    from course_nn.lectures import LECTURES
    from course_nn.stage.cells import RUNS
    windows = {section: importlib.import_module(lecture.home) for section, lecture in LECTURES.items()}
    findings = []
    for demo in RUNS.get(cell, (None, []))[1]:
        pixels = demo.frame.pixels[..., :3]
        rows, columns = (size // 20 for size in pixels.shape[:2])
        blocks = pixels[: 20 * rows, : 20 * columns].reshape(rows, 20, columns, 20, 3).mean(axis=(1, 3, 4))
        findings.append({"code": demo.code(), "shown": blocks.round().astype(int).ravel().tolist()})
        findings[-1]["failed"] = "This setting failed" in demo.page.message.value
        if demo.code().startswith("playground"):  # its weights come from the way that it has gone
            continue
        try:
            again = eval(demo.code(), windows)
        except NameError:  # a network of one's own, which has a name in its notebook only
            continue
        findings[-1]["looks"] = bytes(again.frame.pixels) == bytes(demo.frame.pixels)
        findings[-1]["says"] = again.readout == demo.readout
        again.close()
    print(json.dumps(findings))
_soak(%r)
"""
BLOCKS = """canvases => canvases.map(canvas => {  // how bright each square of 20 × 20 pixels is
    const [rows, columns] = [canvas.height, canvas.width].map(size => Math.floor(size / 20));
    const { data } = canvas.getContext("2d").getImageData(0, 0, 20 * columns, 20 * rows), sums = [];
    data.forEach((value, i) => {
        const [row, column] = [Math.floor(i / 4 / (20 * columns)), Math.floor(i / 4) % (20 * columns)];
        const square = Math.floor(row / 20) * columns + Math.floor(column / 20);
        if (i % 4 < 3) sums[square] = (sums[square] ?? 0) + value;
    });
    return sums.map(sum => Math.round(sum / 1200));
})"""
NEAR = 8  # levels of 255, by which a square may differ: pictures travel with a loss
AT_REST = """
from course_nn.stage.cells import RUNS
print(all(demo.at_rest for _, demos in RUNS.values() for demo in demos if not demo.closed))
"""
RESIDENT = "import gc, psutil; gc.collect(); print(psutil.Process().memory_info().rss)"


class Soak:
    """One notebook under restless hands; what goes wrong is kept in `wrong`."""

    def __init__(self, page, path, chance):
        self.page, self.path, self.chance = page, path, chance
        self.done, self.wrong, self.checked = Counter(), [], 0
        self.way = deque(maxlen=6)  # what was done last

    def report(self, what):
        self.wrong.append(f"{self.path}, after {', '.join(self.way)}: {what}")

    def begin(self, notebook):
        self.notebook = notebook
        self.page.evaluate(LISTEN)
        self.run_all()

    def run_all(self):
        self.notebook.run_all()
        self.page.wait_for_timeout(2000)
        self.rest()
        self.demos = self.page.evaluate(DEMOS)

    def rest(self, seconds=60):
        """Until the kernel is idle and stays so for a moment, and no demo has anything left to compute or to paint."""
        calm, end = 0, time.monotonic() + seconds
        while calm < 3 and time.monotonic() < end:
            idle = self.page.evaluate(BUSY) == "idle" and self.notebook.python(AT_REST).strip() == "True"
            calm = calm + 1 if idle else 0
            self.page.wait_for_timeout(100)
        if calm < 3:
            self.report(f"the kernel did not come to rest in {seconds} seconds")

    def see_all(self):
        """Bring every demo on the page once, in both languages; JupyterLab builds what is in sight only."""
        for language in ("zh", "en"):
            self.notebook.python(f"from course_nn.common.words import LANGUAGE; LANGUAGE.shown = '{language}'")
            self.rest()
            for number, _ in self.demos:
                self.notebook.cell(number).locator("canvas[aria-label]").first.wait_for()

    def act_for(self, seconds):
        """One thing after the other; returns how many."""
        end, actions = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            self.act()
            actions += 1
            if actions % 12 == 0:
                self.check()
        self.rest()
        return actions

    def act(self):
        """One thing, to one demo."""
        self.number, self.cell_id = self.chance.choice(self.demos)
        (action,) = self.chance.choices([*WEIGHTS], [*WEIGHTS.values()])
        self.way.append(f"{action} in {self.number}")
        try:
            self.cell = self.notebook.cell(self.number)
            self.cell.locator("canvas[aria-label]").first.wait_for()
            done = getattr(self, action.replace(" ", "_"))()
        except Error as error:  # of the page: what was aimed at has gone meanwhile, by a tab for instance
            if "Timeout" not in str(error) and "not attached" not in str(error):
                raise
            done = False
        self.done[action if done is not False else f"{action}, in vain"] += 1
        for text in self.page.evaluate("troubles.splice(0)"):
            crossed = "No such comm" in text  # on its way from the page while the kernel closed the widget, or went
            if not crossed and (action != "restart" or "Error" in text):  # a new debugger has something to say
                self.report(text.strip())

    def one(self, selector):
        """Any one of what can be seen there; None if there is nothing."""
        all = [found for found in self.cell.locator(selector).all() if found.is_visible()]
        return self.chance.choice(all) if all else None

    def slide(self):
        handle = self.one(".noUi-target:not([disabled]) .noUi-handle")
        if not handle:
            return False
        for _ in range(self.chance.randint(1, 6)):
            handle.press(self.chance.choice(["ArrowRight", "ArrowLeft", "PageUp", "PageDown", "Home", "End"]))

    def other_end(self):
        """A control that is in use does something."""
        handle = self.one(".noUi-target:not([disabled]) .noUi-handle")
        if not handle:
            return False
        self.pause()
        self.rest()
        before = self.looks()
        at_the_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        ends = ("Home", "End") if at_the_end else ("End", "Home")
        for key in (*ends, "ArrowLeft", "ArrowRight"):  # the ends of a full turn look the same
            handle.press(key)
            self.rest()
            if self.soon(lambda: self.looks() != before):
                return
        self.dead(handle.get_attribute("aria-label"))

    def dead(self, name):
        """The playground's rules, a learning rate for instance, answer with the next step of its training only."""
        codes = [demo["code"] for demo in self.in_kernel()]
        if not any(code.startswith("playground") for code in codes):
            self.report(f"dead: {name} in {codes}")

    def type(self):
        box = self.one("input[type=text]:not([disabled]):visible")
        if not box:
            return False
        box.fill(self.chance.choice(NONSENSE))
        box.press("Enter")

    def choose(self):
        menu = self.one("select:not([disabled])")
        if not menu:
            return False
        menu.select_option(index=self.chance.randrange(menu.locator("option").count()))

    def tick(self):
        box = self.one("input[type=checkbox]:not([disabled])")
        return box.click() if box else False

    def press(self):
        """Reset, Play, a preset, a tab."""
        button = self.one(".cn-demo button:not([disabled]), .cn-demo .lm-TabBar-tab")
        if not button or "cn-full" in (button.get_attribute("class") or ""):
            return False
        button.click()

    def pull(self):
        """A handle in the picture, anywhere."""
        paths = self.cell.locator(".cn-touch path").all()  # what is not seen before the mouse comes, too
        if not paths:
            return False
        self.cell.locator(".cn-touch").first.scroll_into_view_if_needed()
        box = self.chance.choice(paths).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for _ in range(self.chance.randint(0, 4)):
            self.page.mouse.move(x + self.chance.uniform(-150, 150), y + self.chance.uniform(-100, 100), steps=4)
        self.page.mouse.up()

    def run_again(self):
        self.notebook.run(self.number)
        self.page.wait_for_timeout(300)
        self.rest()

    def language(self):
        name = self.chance.choice(LANGUAGES)
        switch = self.page.locator(".jp-Notebook:visible .widget-toggle-button").get_by_text(name, exact=True).first
        switch.click()

    def interrupt(self):
        self.page.evaluate(INTERRUPT)

    def restart(self):
        self.notebook.restart()
        self.page.wait_for_timeout(3000)
        self.page.evaluate(LISTEN)
        self.run_all()

    def pause(self):
        for button in (
            self.cell.get_by_role("button", name="Pause").or_(self.cell.get_by_role("button", name="暂停")).all()
        ):
            if button.is_visible():
                button.click()

    def soon(self, holds):
        """Whether it holds within five seconds: the page may be busy."""
        end = time.monotonic() + 5
        while not (held := holds()) and time.monotonic() < end:
            self.page.wait_for_timeout(100)
        return held

    def looks(self):
        picture = self.cell.locator("canvas[aria-label]").first
        return picture.evaluate("canvas => canvas.toDataURL()"), self.cell.inner_text()

    def in_kernel(self):
        output = self.notebook.python(FRESH % self.cell_id)
        return json.loads(output) if output.startswith("[") else []

    def check(self):
        """The demo that was moved last shows what a new one at its setting shows, and the page shows it too."""
        self.pause()
        self.rest()
        self.cell = self.notebook.cell(self.number)  # in sight again
        for demo in self.in_kernel():
            self.checked += 1
            if not (demo.get("looks", True) and demo.get("says", True)):
                self.report(f"stale: {demo['code']} is not what a new one shows")
            if demo["failed"]:
                self.report(f"failed: {demo['code']}")
            if not self.soon(lambda demo=demo: self.shows(demo["shown"])):
                self.report(f"stale: the page does not show {demo['code']}")

    def shows(self, squares):
        """Whether a picture on the page is the one with squares of this brightness."""
        pictures = self.cell.locator("canvas[aria-label]").evaluate_all(BLOCKS)
        return any(
            len(picture) == len(squares) and max(abs(a - b) for a, b in zip(picture, squares)) <= NEAR
            for picture in pictures
        )

    def memory(self):
        """Megabytes of the kernel; of the page its nodes and listeners in thousands, and megabytes of its heap."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("HeapProfiler.collectGarbage")
        session.send("Performance.enable")
        page = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        kernel = int(self.notebook.python(RESIDENT)) / 1e6
        return kernel, page["Nodes"] / 1e3, page["JSEventListeners"] / 1e3, page["JSHeapUsedSize"] / 1e6


def soak(browser, url, path, seconds, chance):
    """One notebook on a page of its own for so many seconds; prints how memory went, and returns the Soak."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.set_default_timeout(5000)
    soak = Soak(page, path, chance)
    page.on("pageerror", lambda error: soak.report(f"on the page: {error}"))
    visit(page, url)
    with Notebook(page, f"notebooks/{path}.ipynb") as notebook:
        soak.begin(notebook)
        soak.see_all()
        measured, actions = [soak.memory()], 0
        for _ in range(2):
            actions += soak.act_for(seconds / 2)
            measured.append(soak.memory())
        grown = [" → ".join(f"{amount:.0f}" for amount in kind) for kind in zip(*measured)]
    page.close()
    columns = zip(("kernel MB", "nodes, thousands", "listeners, thousands", "heap MB"), grown)
    print(f"{path}: {actions} actions; " + "; ".join(f"{name} {way}" for name, way in columns), flush=True)
    return soak


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", help="such as 03_xor; all that have demos if none is named")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    paths = arguments.notebooks or [p.stem for p in sorted(NOTEBOOKS.glob("*.ipynb")) if p.stem != "reference"]
    unknown = [path for path in paths if not Path(NOTEBOOKS, f"{path}.ipynb").exists()]
    if unknown:
        parser.error(
            f"no notebook {', '.join(unknown)}; there are {', '.join(p.stem for p in NOTEBOOKS.glob('*.ipynb'))}"
        )
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as home:
        found = chromium(playwright)
        if not found:
            parser.error("no Chromium: try apt install chromium, or playwright install chromium")
        folder = Path(home, "served")
        shutil.copytree(NOTEBOOKS, folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
        with jupyterlab(folder, Path(home, "home")) as url:
            browser = playwright.chromium.launch(**found)
            soaks = [soak(browser, url, path, 60 * arguments.minutes / len(paths), chance) for path in paths]
    wrong = [what for one in soaks for what in one.wrong]
    print(", ".join(f"{count} × {name}" for name, count in sum((one.done for one in soaks), Counter()).most_common()))
    print(f"{sum(one.checked for one in soaks)} pictures held against new ones; {len(wrong)} things wrong")
    print("\n".join(f"  {count} × {what}" for what, count in Counter(wrong).items()))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
