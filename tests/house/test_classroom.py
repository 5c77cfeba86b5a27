"""The benchmark of a class drives a real server and a real kernel, as a page would."""

import asyncio

import classroom
import pytest


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
