"""How two workers share the tests, and what tests of all lectures use.

A worker computes with one thread, and takes a lecture at a time, so that what its demos compute is computed once.
"""

import signal
from collections import Counter
from itertools import count

import pytest
import warm_kernels
from apart import monkeypatch  # noqa: F401
from ipykernel import kernelspec
from nudged import nudge
from readouts import reads  # noqa: F401
from selection import (  # noqa: F401
    lecture,
    pytest_addoption,
    pytest_cmdline_main,
    select,
)
from shared_results import begin, share
from texts import says  # noqa: F401
from xdist.scheduler import LoadFileScheduling

from course_nn.common import memory, progress
from course_nn.common.sitting import Sitting
from course_nn.common.words import LANGUAGE
from course_nn.lectures import LECTURES
from course_nn.notebook.claims import claims
from course_nn.stage import page
from course_nn.stage.frame import Frame, painting
from course_nn.stage.presenting import LECTURE
from course_nn.stage.rivals import RIVALS
from course_nn.stage.sheet import SCREEN

LONG = "tests/stage/", "tests/playground/", "tests/house/test_binder.py", "tests/browser/test_road.py"  # few, and slow
NOBODY_LOOKS = "tests/lectures/", "tests/playground/", "tests/notebook/"  # at a picture that a demo sends to its page
PIXELS, SHOWN = Frame.pixels, count()
WORLD = (LANGUAGE, "shown"), (LECTURE, "on"), (RIVALS, "known")  # what every open demo hears


def pytest_configure(config):
    if config.option.nudged:
        nudge(config.option.nudged)
    if hasattr(config, "cache"):  # as it is but with -p no:cacheprovider; --cache-clear has emptied it
        begin(config.cache.mkdir("computed"), config.option.nudged)
        share()


def pytest_sessionstart(session):
    """A worker remembers what it computed for all tests of a lecture, and the kernels of notebooks start warm."""
    progress.LIMIT = 10**9
    if warm_kernels.COPIES:
        kernelspec.make_ipkernel_cmd = warm_kernels.command


def pytest_sessionfinish(session):
    warm_kernels.end()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Every second worker goes through the folders from the end, and finds the tests compiled that another one, coming
    towards it, has compiled."""
    report = yield
    if isinstance(collector, pytest.Directory) and worker(collector.config) % 2:
        report.result.reverse()
    return report


def worker(config):
    """Its number; 0 where there is one process."""
    return int(getattr(config, "workerinput", {"workerid": "gw0"})["workerid"].removeprefix("gw"))


@pytest.fixture
def computed_anew(monkeypatch):  # noqa: F811
    """Nothing that was computed before is found: what a test sees of the work itself is there in every run."""
    monkeypatch.setattr(progress, "_recall", lambda key: progress.UNKNOWN)


@pytest.fixture(autouse=True, scope="module")
def no_page_shows_it(request):
    """A picture that nobody looks at is neither drawn nor made an image file: its address only tells it from another
    one. A test that asks for pixels gets them all the same; tests/stage, tests/book and the browser ask for all."""
    before, draw = page._address, Frame.draw
    if request.node.nodeid.startswith(NOBODY_LOOKS):
        page._address, Frame.draw = lambda frame, hurry: f"data:,{next(SHOWN)}", later
        Frame.pixels = property(lambda frame: pixels(frame, draw))
    yield
    page._address, Frame.draw, Frame.pixels = before, draw, PIXELS


def later(frame):
    """It is drawn when its pixels are asked for; where the axes lie is known all the same."""
    frame._pixels = None
    for axes in frame.figure.axes:
        axes.viewLim  # noqa: B018  follows what the axes hold
        axes.apply_aspect()


def pixels(frame, draw):
    """As Frame.pixels has them."""
    if frame._pixels is None:
        with painting():
            draw(frame)
    return frame._pixels


@pytest.fixture(autouse=True)
def quiet_afterwards():
    """A demo that a test left open would follow each later change of the language, and into the lecture hall."""
    before = set(following())
    yield
    for source, trait, follow in set(following()) - before:
        source.unobserve(follow, trait)


@pytest.fixture(autouse=True)
def a_new_student():
    """Sits down before each test: nothing was asked, locked, solved or done."""
    before, Sitting.now = Sitting.now, Sitting()
    SCREEN.room = []
    yield
    Sitting.now = before
    memory.forget()


@pytest.fixture
def listens_to_interrupts():
    """As a kernel does; what runs in a shell's background ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def pytest_generate_tests(metafunc):
    """Where changes are costly, one of them is tried in every run, all of them where all is asked."""
    if metafunc.definition.get_closest_marker("costly_changes"):
        tried = [1, pytest.param(None, marks=pytest.mark.thorough)]
        metafunc.parametrize("becomes", tried, ids=["one_change", "all_changes"], indirect=True)


@pytest.fixture
def becomes(request):
    """becomes(key=outcome, …): what changes do to the claim that this test asserts is what the ledger tells.

    Of costly changes it is given how to find the outcome: becomes(key=lambda: outcome(…), …).
    """
    test = request.node.nodeid.removeprefix("tests/").partition("[")[0]
    told = {key: one.becomes for claim in claims() if claim.test == test for key, one in claim.tried.items()}

    def compare(**outcomes):
        assert outcomes.keys() == told.keys()
        if hasattr(request, "param"):
            outcomes = {key: find() for key, find in [*outcomes.items()][: request.param]}
        wrong = {key: (found, found.share) for key, found in outcomes.items() if not found.fits(told[key])}
        assert not wrong, f"the ledger tells { ({key: told[key] for key in wrong}) }"

    return compare


def following():
    """(what is followed, its trait, how) of all open demos; traitlets keeps who listens to itself."""
    for source, trait in WORLD:
        for listener in source._trait_notifiers.get(trait, {}).get("change", ()):
            if hasattr(getattr(listener, "__self__", None), "door"):
                yield source, trait, listener


def scope(nodeid):
    """What one worker takes at once: the lecture of a test, or its file."""
    file = nodeid.partition("::")[0]
    return file if file.startswith(("notebooks/", "tests/browser/")) else lecture(nodeid) or file


class LectureByLecture(LoadFileScheduling):
    def _split_scope(self, nodeid):
        return scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False  # the order below
    return LectureByLecture(config, log)


def pytest_collection_modifyitems(config, items):
    """What takes long comes first, so that no worker waits for the other in the end; the browser comes last, for
    Playwright leaves an event loop running behind it."""
    select(config, items)
    tests = Counter(scope(item.nodeid) for item in items)

    def place(item):
        file, lecture = item.nodeid, scope(item.nodeid) in LECTURES
        return (
            file.startswith("tests/browser/"),
            not lecture and not file.startswith(LONG),
            -tests[scope(item.nodeid)],
            scope(item.nodeid),
            file.partition("::")[0].split("/"),
        )

    items.sort(key=place)
