"""What is said of a class in numbers: the benchmark drives a real server and kernel, and bounds are the code's own."""

import asyncio
import re

import classroom
import pytest
from guide import text

from course_nn.classroom import ballot, board, handlers, keeping, presence, sentences, serving
from course_nn.notebook import live_film


@pytest.mark.thorough
def test_a_class_of_two_is_answered_by_pictures_and_costs_what_is_plausible():
    (row,) = asyncio.run(classroom.measure([2], 20, "01_neurons", 0))
    assert row["students"] == 2 and 0.005 < row["median"] <= row["p95"] < 10
    assert 100e6 < row["memory"] / 2 < 600e6 and 0 < row["cpu"] < 1
    assert classroom.line(row).count("|") == classroom.HEADS["en"].count("|") == classroom.HEADS["zh"].count("|")


def test_a_class_holds_as_many_as_follow_the_hand_and_fit_into_memory():
    rows = [{"students": n, "median": 0.01 * n, "memory": n * 1e9} for n in (5, 10, 15, 20)]
    assert classroom.holds(rows) == 15
    assert classroom.holds([{"students": 5, "median": 0.2, "memory": 1e9}]) == 0
    assert classroom.holds([{"students": 5, "median": 0.01, "memory": 25e9}]) == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_bounds_that_the_guides_state_are_those_of_the_service(language):
    hosting, privacy = text("hosting", language), text("privacy", language)
    hours = f"{ballot.LASTS / ballot.HOUR:.0f}"
    assert f"after {hours} hours" in hosting if language == "en" else f"否则 {hours} 小时后" in hosting
    assert f"after {hours} hours" in privacy if language == "en" else f"否则 {hours} 小时后" in privacy
    assert f" {keeping.EVERY / 60:.0f} " in privacy
    bounds = handlers.GUESSES, handlers.JOINS, handlers.LARGEST, serving.EACH, serving.MOST
    idle = serving.LIMITS["idle_connection_timeout"]
    for number in (*bounds, idle, len(ballot.LETTERS) ** 4):
        assert re.search(rf"(?<![\d,]){number:,}(?!,?\d)", hosting), number
    assert {"en": "ten per second", "zh": "每秒十个"}[language] in hosting and handlers.SLOW == 0.1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_bounds_of_the_wall_that_the_guides_state_are_its_own(language):
    hosting, teaching, privacy = (text(guide, language) for guide in ("hosting", "teaching", "privacy"))
    assert f" {live_film.LARGEST / 1e6:g} MB" in hosting and f" {board.MOST} " in hosting
    assert f" {presence.STAYS:.0f} " in teaching and re.search(rf"\| {presence.STAYS:.0f} (seconds|秒)", privacy)


@pytest.mark.parametrize("script, has", [("page.js", sentences.ON_A_PHONE), ("wall.js", sentences.ON_THE_WALL)])
def test_every_sentence_that_a_page_asks_for_by_name_is_there(script, has):
    asked = re.findall(r"\bwords\(([^()]*)\)", handlers.PAGE.with_name(script).read_text("utf-8"))
    names = {name for given in asked for name in re.findall(r'"(\w+)"', given)}
    assert {"lost", "wait", "join"} <= names <= {*has}
