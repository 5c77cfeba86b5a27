"""What a student meets first, counted: words before something moves, how much is picture, acts and scrolls of a round.

    python benchmarks/walk.py                    every lecture of this checkout, in English
    python benchmarks/walk.py --only 03_xor 11_everybody --height 640

A real JupyterLab on a laptop's screen, nothing remembered; each notebook is opened and Start is pressed. Counted are
the words from the title down to the first picture, and those of the question that it waits for, without folds and
buttons; then the share of the first screen that is picture. Of the first round of lecture 3 each act of a
student is counted, until its last task is shown, and each time that the next act needs a scroll. Nothing is timed.
"""

import argparse
import re
import shutil
import statistics
import tempfile
from pathlib import Path

from lab import Notebook, chromium, jupyterlab, visit
from playwright.sync_api import sync_playwright

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
ALL_RAN = "() => [...document.querySelectorAll('.cn-start')].every(start => !start.offsetParent || !start.disabled)"
FIRST_PICTURE = ".cn-demo canvas:visible"
PANE = "[...document.querySelectorAll('.jp-WindowedPanel-outer')].find(panel => panel.offsetParent)"
WORDS = f"""() => {{
    const pane = {PANE}, picture = pane.querySelector(".cn-demo canvas"), veiled = picture.closest(".cn-veiled");
    const counts = (text) => {{
        const of = text.parentElement;
        if (!of.checkVisibility() || of.closest("button, select, style, .jp-InputPrompt, .jp-OutputPrompt, .cm-editor"))
            return false;
        const before = text.compareDocumentPosition(picture) & Node.DOCUMENT_POSITION_FOLLOWING;
        return before || (veiled?.contains(text) && of.closest(".cn-question"));
    }};
    const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT), said = [];
    while (walker.nextNode()) if (counts(walker.currentNode)) said.push(walker.currentNode.data);
    return said.join(" ").match(/[\\p{{L}}\\p{{N}}][\\p{{L}}\\p{{N}}’'-]*/gu)?.length ?? 0;
}}"""
SHARE = f"""() => {{
    const pane = {PANE}, room = pane.getBoundingClientRect();
    const part = ({{ left, right, top, bottom }}) =>
        Math.max(0, Math.min(right, room.right) - Math.max(left, room.left))
        * Math.max(0, Math.min(bottom, room.bottom) - Math.max(top, room.top));
    const seen = [...pane.querySelectorAll(".cn-demo canvas")].map(picture => part(picture.getBoundingClientRect()));
    return seen.reduce((sum, one) => sum + one, 0) / (room.width * room.height);
}}"""
IN_SIGHT = f"""part => {{
    const pane = {PANE}.getBoundingClientRect(), box = part.getBoundingClientRect();
    return box.top >= pane.top - 1 && box.bottom <= pane.bottom + 1;
}}"""


class Road:
    """The first round of lecture 3, act by act."""

    def __init__(self, page):
        self.page, self.acts, self.scrolls = page, 1, 0  # Start was pressed
        self.round = page.locator(".jp-Notebook:visible .cn-demo").first

    def act(self, part, does):
        """One act, once what it needs stands in sight."""
        part.wait_for()
        if not part.evaluate(IN_SIGHT):
            self.scrolls += 1
            part.scroll_into_view_if_needed()
        does(part)
        self.acts += 1

    def button(self, name):
        return self.round.get_by_role("button", name=re.compile(name)).first

    def walk(self):
        """Choose, lock, do what can be typed of the first task, and read the others."""
        self.act(self.round.get_by_role("radio").first, lambda radio: radio.press("Space"))
        self.act(self.button("rather sure"), lambda button: button.press("Enter"))
        self.page.wait_for_timeout(10_000)  # the veil lifts, and the page brings the task into sight
        self.act(self.round.locator("canvas").first, lambda picture: None)  # its first task is a pull in the picture
        for _ in range(2):
            self.act(self.button("Next"), lambda button: button.press("Enter"))
        return self.acts, self.scrolls


def first_screen(page, path):
    """Words before the first picture moves, and the share of the first screen that is picture."""
    page.locator(".cn-reader:visible .cn-start").click()
    page.wait_for_timeout(1000)
    page.wait_for_function(ALL_RAN)
    page.locator(FIRST_PICTURE).first.wait_for()
    page.wait_for_timeout(2000)
    words, share = page.evaluate(WORDS), page.evaluate(SHARE)
    print(f"{path:24}{words:6}{share:8.0%}", flush=True)
    return words


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", help="notebooks by name")
    parser.add_argument(
        "--height", type=int, default=768, help="of the window, in page pixels; a browser's frame takes 128"
    )
    given = parser.parse_args()
    paths = given.only or sorted(path.stem for path in NOTEBOOKS.glob("[01]*.ipynb"))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "served")
        shutil.copytree(NOTEBOOKS, root / "notebooks", ignore=shutil.ignore_patterns(".*"))
        with jupyterlab(root, Path(folder, "home")) as url:
            walk(playwright.chromium.launch(**chromium(playwright)), url, paths, given.height)


def walk(browser, url, paths, height):
    """Each lecture on a page of its own."""
    words = []
    print(f"{'lecture':24}{'words':>6}{'picture':>8}")
    for path in paths:
        page = browser.new_page(viewport={"width": 1366, "height": height}, locale="en-US")
        page.set_default_timeout(90_000)
        visit(page, url)
        with Notebook(page, f"notebooks/{path}.ipynb"):
            words.append(first_screen(page, path))
            if path == "03_xor":
                print("{:24}{} acts, {} scrolls".format("its first round", *Road(page).walk()), flush=True)
        page.close()
    print(f"median of the words: {statistics.median(words):g}")


if __name__ == "__main__":
    main()
