"""How two workers share the tests, and what tests of all lectures use.

A worker computes with one thread, and takes a lecture at a time, so that what its demos compute is computed once.
"""

import os
from collections import Counter

import pytest
from xdist.scheduler import LoadFileScheduling

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported
os.environ["COURSE_NN_LANGUAGE"] = "both"  # whatever the reader of this machine chose last
os.environ["COURSE_NN_MEMORY"] = "off"  # and did
os.environ["COURSE_NN_COVER"] = "off"  # a test looks at a demo without answering first
os.environ["COURSE_NN_WARD"] = "7"  # of the clinic, whatever day it is

from nudged import nudge  # noqa: E402
from readouts import reads  # noqa: E402, F401
from selection import lecture, pytest_addoption, select  # noqa: E402, F401
from texts import says  # noqa: E402, F401

from course_nn.common import memory, progress
from course_nn.common.sitting import Sitting  # noqa: E402
from course_nn.common.words import LANGUAGE  # noqa: E402
from course_nn.lectures import LECTURES  # noqa: E402
from course_nn.notebook.claims import claims  # noqa: E402

LONG = "tests/stage/", "tests/playground/", "tests/house/test_binder.py", "tests/browser/test_road.py"  # few, and slow


def pytest_configure(config):
    if config.option.nudged:
        nudge(config.option.nudged)


def pytest_sessionstart(session):
    """A worker remembers what it computed for all tests of a lecture."""
    progress.LIMIT = 10**9


@pytest.fixture(autouse=True)
def quiet_afterwards():
    """A demo that a test has opened and not closed would follow every later change of the language."""
    before = set(following())
    yield
    for relabel in set(following()) - before:
        LANGUAGE.unobserve(relabel, "shown")


@pytest.fixture(autouse=True)
def a_new_student():
    """Sits down before each test: nothing was asked, locked, solved or done."""
    before, Sitting.now = Sitting.now, Sitting()
    yield
    Sitting.now = before
    memory.forget()


@pytest.fixture
def becomes(request):
    """becomes(key=outcome, …): what changes do to the claim that this test asserts is what the ledger tells."""
    test = request.node.nodeid.removeprefix("tests/").partition("[")[0]
    told = {key: one.becomes for claim in claims() if claim.test == test for key, one in claim.tried.items()}

    def compare(**outcomes):
        assert outcomes.keys() == told.keys()
        wrong = {key: (found, found.share) for key, found in outcomes.items() if not found.fits(told[key])}
        assert not wrong, f"the ledger tells { ({key: told[key] for key in wrong}) }"

    return compare


def following():
    """How open demos follow the language; traitlets keeps who listens to itself."""
    listeners = LANGUAGE._trait_notifiers.get("shown", {}).get("change", ())
    return [listener for listener in listeners if hasattr(getattr(listener, "__self__", None), "door")]


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
        )

    items.sort(key=place)
