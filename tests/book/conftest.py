"""A small book for the tests of this folder: one notebook in both languages, its demo at few places."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from book import axes, command, pages, site
from lab import chromium

from course_nn.common.words import LANGUAGE
from course_nn.stage import Demo

REQUIRED = os.environ.get("COURSE_NN_REQUIRE_BROWSER") == "1"
ADDRESS, LIVE = "https://example.org/book", "https://example.org/lab?urlpath=lab/tree/notebooks/{notebook}"


@pytest.fixture(autouse=True)
def nothing_is_left():
    yield
    LANGUAGE.shown = "both"


@contextmanager
def made_here():
    """Pages are made in this process, and what that sets is put back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "ProcessPoolExecutor", lambda _, initializer: ThreadPoolExecutor(1))
        patch.setattr(Demo, "dpi", pages.DOTS)
        yield patch
    LANGUAGE.shown = "both"


@pytest.fixture(scope="session")
def within_this_process():
    """within_this_process(): made_here, for a fixture of a module."""
    return made_here


@pytest.fixture
def one_process():
    with made_here() as patch:
        yield patch


@pytest.fixture(scope="session")
def small_book(tmp_path_factory):
    """The folder of a site that has the first notebook only, with few pictures."""
    out = tmp_path_factory.mktemp("book") / "site"
    with made_here() as patch:
        patch.setattr(axes, "PICTURES", 9)
        patch.setattr(axes, "FEWEST", 3)
        assert command.main(["--out", str(out), "--only", "00_start_here", "--address", ADDRESS, "--live", LIVE]) == 0
    return out


@pytest.fixture(scope="session")
def whole_book(tmp_path_factory):
    """The folder of the site with all its pages, as they are published: it takes minutes."""
    out = tmp_path_factory.mktemp("whole") / "site"
    assert command.main(["--out", str(out), "--address", ADDRESS]) == 0
    return out


@pytest.fixture(scope="session")
def chrome():
    """look(page -> anything, **how): what a real Chromium says of a new page; in a thread of its own, for Playwright
    leaves an event loop behind in the thread it has been used in."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright not installed")
    with ThreadPoolExecutor(1) as thread:
        opened = thread.submit(lambda: playwright.sync_playwright().start()).result()
        found = chromium(opened)
        if found is None:
            thread.submit(opened.stop).result()
            (pytest.fail if REQUIRED else pytest.skip)("no Chromium: try playwright install chromium")
        browser = thread.submit(lambda: opened.chromium.launch(**found)).result()

        def look(check, **how):
            def run():
                context = browser.new_context(**({"viewport": {"width": 1366, "height": 900}} | how))
                context.set_default_timeout(10_000)
                try:
                    return check(context.new_page())
                finally:
                    context.close()

            return thread.submit(run).result()

        yield look
        thread.submit(browser.close).result()
        thread.submit(opened.stop).result()
