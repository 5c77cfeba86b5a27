"""What the tasks of all lectures ask for is seen when it is done, and not before.

Beside the tests of each lecture stands ways.py. DONE_BY has the moves that do each task, in turn, on top of one
another: of a demo, or of a round where a demo stands in several. "sceptic" means all the changes of a sceptic, one
after the other, and None what nobody can see. UNRELATED has a move that no task asks for; OPENED, where a notebook
opens a demo that does not begin at its start. The test of a demo may have its own DONE_BY and UNRELATED. The
playground has laws of its own.
"""

import re
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest
from computed import whole

from course_nn.lectures import LECTURES, rounds_of
from course_nn.stage import DEMOS
from course_nn.stage.controls import Values
from course_nn.stage.tasks import TaskLine

TESTS = Path(__file__).parent
SECTIONS = [section for section in LECTURES if section != "playground"]
WINDOWS = [import_module(LECTURES[section].home) for section in SECTIONS]  # which know their demos once imported


class Ways(NamedTuple):
    """The moves of a lecture, by demo or by round."""

    DONE_BY: dict
    UNRELATED: dict
    OPENED: dict


def ways_of(section):
    """Those of its ways.py, and those that stand in the test of a demo."""
    shared = import_module(f"lectures.{section}.ways")
    ways = Ways({**shared.DONE_BY}, {**shared.UNRELATED}, getattr(shared, "OPENED", {}))
    for file in sorted((TESTS / section).glob("test_*.py")):
        if re.search("^DONE_BY = ", file.read_text("utf-8"), re.M):
            own, name = import_module(f"lectures.{section}.{file.stem}"), file.stem.removeprefix("test_")
            ways.DONE_BY[name], ways.UNRELATED[name] = own.DONE_BY, own.UNRELATED
    return ways


WAYS = {section: ways_of(section) for section in SECTIONS}


def rounds_with(section):
    """{round: what its ways are called} of all rounds with a demo."""
    rounds = rounds_of(section).items()
    return {key: key if key in WAYS[section].DONE_BY else one.demo for key, one in rounds if one.demo}


ROUNDS = {key: (WAYS[section], name) for section in WAYS for key, name in rounds_with(section).items()}
EACH_ROUND = pytest.mark.parametrize("key", ROUNDS)
EACH_TASK = pytest.mark.parametrize(
    "key, k",
    [(key, k) for key, (ways, name) in ROUNDS.items() for k, way in enumerate(ways.DONE_BY.get(name, ())) if way],
)


class Later:
    """A result that is computed when a task asks for something of it."""

    def __init__(self, demo, values):
        self._of = demo.name, *sorted(values.items())

    def __getattr__(self, name):
        return getattr(whole(*self._of), name)


def demo_of(key):
    section = key.partition("-")[0]
    return DEMOS[f"{section}.{rounds_of(section)[key].demo}"]


def marked(key, moves):
    """Which tasks of a round are marked, [bool], where its demo opens and after each of these moves."""
    demo, (ways, name) = demo_of(key), ROUNDS[key]
    values, line = demo.start() | demo.checked(ways.OPENED.get(name, {})), TaskLine(demo.tasks_of(key))
    for move in ({}, *moves):
        values = Values(values | demo.checked(move))
        line.watch(Later(demo, values), values)
        yield [*line.done]


@EACH_TASK
def test_a_task_is_done_by_the_last_of_its_moves_and_not_before(key, k):
    ways, name = ROUNDS[key]
    way = ways.DONE_BY[name][k]
    moves = [{"sceptic": change} for change in demo_of(key).sceptic.changes] if way == "sceptic" else way
    *before, after = (done[k] for done in marked(key, moves))
    assert after and not any(before)


@EACH_ROUND
def test_the_line_of_a_task_shows_words_and_no_marks_of_a_text(key):
    line = TaskLine(demo_of(key).tasks_of(key))
    for _ in line.tasks:
        assert not re.search(r"\]\(|`|\*\*", line.words.value)
        line.go()


@EACH_TASK
def test_the_controls_that_do_a_task_stand_under_its_picture_three_at_most(key, k):
    """A task that a button does needs none of them; of more than three that move the three that stand there do."""
    demo, (ways, name) = demo_of(key), ROUNDS[key]
    needed, way = {*demo.needed(demo.tasks_of(key)[k])}, ways.DONE_BY[name][k]
    moves = [{"sceptic"}] if way == "sceptic" else [{*move} for move in way if move not in [*demo.presets.values()]]
    moved = set().union(*moves)
    assert len(needed) <= 3 and needed <= {*demo.controls}
    assert needed <= moved if len(moved) > 3 else moved <= needed


@EACH_ROUND
def test_nothing_is_done_where_a_demo_opens_nor_by_a_move_that_no_task_asks_for(key):
    ways, name = ROUNDS[key]
    assert not any(map(any, marked(key, [ways.UNRELATED[name]])))


@EACH_ROUND
def test_there_are_three_or_four_tasks_of_which_the_first_and_all_that_have_moves_can_be_seen(key):
    (ways, name), tasks = ROUNDS[key], demo_of(key).tasks_of(key)
    can_be_seen = [task.done is not None for task in tasks]
    assert can_be_seen == [way is not None for way in ways.DONE_BY[name]]
    assert can_be_seen[0] and 3 <= len(tasks) <= 4


@EACH_ROUND
def test_a_task_has_a_name_of_its_own_by_which_it_is_remembered(key):
    names = [task.name for task in demo_of(key).tasks_of(key)]
    assert len({*names}) == len(names) and all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)


@pytest.mark.parametrize("section", WAYS)
def test_no_moves_are_left_of_a_demo_that_is_gone(section):
    names = {*rounds_with(section).values()}
    assert {*WAYS[section].DONE_BY} == {*WAYS[section].UNRELATED} == names
