"""What is costly takes turns: each run has a seventh of it, chosen by the commit; `pytest -m thorough` has all of it.

rotates(*places) : marks a test that runs in the rounds place mod 7; without a place, in the one its name falls into
of_some_demos    : marks a law of every demo that a seventh of them has to keep in each round
thorough         : marks a test that only `pytest -m thorough` runs, which runs all the others too
"""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

ROOT, ROUNDS, ALL = Path(__file__).parents[1], 7, "all"
BROWSER, NBVAL = (0,), (3,)  # rounds, counted from its place, in which these run a notebook; in others the tests do


def pytest_addoption(parser):
    help = "which seventh of the costly tests to run, 0 to 6; without it, the commit decides"
    parser.addoption("--round", type=int, choices=range(ROUNDS), help=help)


def pytest_configure(config):
    """Decided once; xdist hands the options to its workers."""
    if config.option.markexpr == "thorough":
        config.option.markexpr, config.option.round = "", ALL
    if config.option.round is None:
        config.option.round = round_of_this_commit()


def pytest_report_header(config):
    if config.option.round == ALL:
        return "thorough: all rounds of what is costly"
    return (
        f"round {config.option.round} of what is costly: --round {config.option.round} repeats it, -m thorough runs all"
    )


def leave_out(config, items):
    """Take away whose turn it is not. Where a browser runs the notebooks, nbval says the same, and takes turns too."""
    names = [*dict.fromkeys(item.callspec.params["name"] for item in items if item.get_closest_marker("of_some_demos"))]
    books, browser = sorted({item.path for item in items if item.path.suffix == ".ipynb"}), has_browser()

    def has_its_turn(item):
        by_name = crc32(item.name.encode())
        if item.path in books:
            return not browser or (config.option.round - books.index(item.path)) % ROUNDS in NBVAL
        rounds = [{place % ROUNDS for place in mark.args or (by_name,)} for mark in item.iter_markers("rotates")]
        if item.get_closest_marker("of_some_demos"):
            return (names.index(item.callspec.params["name"]) - config.option.round) % ROUNDS == 0
        return not item.get_closest_marker("thorough") and all(config.option.round in those for those in rounds)

    if config.option.round != ALL:
        waiting = [item for item in items if not has_its_turn(item)]
        config.hook.pytest_deselected(items=waiting)
        items[:] = [item for item in items if item not in set(waiting)]


def in_the_tests(place):
    """The rounds in which neither a browser nor nbval runs the notebook of that place: each runs once in a round."""
    return [place + k for k in range(ROUNDS) if k not in BROWSER + NBVAL]


def round_of_this_commit():
    """The number of commits so far, so that seven in a row see everything; in a shallow copy, which cannot count them,
    the commit's hash; 0 without git."""
    try:
        shallow = git("rev-parse", "--is-shallow-repository") == "true"
        return (int(git("rev-parse", "HEAD"), 16) if shallow else int(git("rev-list", "--count", "HEAD"))) % ROUNDS
    except (OSError, subprocess.CalledProcessError):
        return 0


def git(*arguments):
    return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True, check=True).stdout.strip()


def has_browser():
    return bool(shutil.which("chromium") and find_spec("pytest_playwright"))
