"""Functions that spoil what they are given, or look at nothing but how often they are called, are right nowhere."""

import itertools

import numpy as np
import pytest
from loopback import line

from course_nn.lectures import LECTURES
from course_nn.notebook.exercises import asked, check, exercise, exercises_of, judged

EXERCISES = [key for lecture in LECTURES for key in exercises_of(lecture)]
OVER_THE_LINE = pytest.mark.parametrize("far", [False, True], ids=["check", "homework"])


def verdict_on(key, answer, far):
    """As the student sees it, or as homework is judged."""
    if not far:
        return check(key, answer)
    with line(answer=answer) as desk:
        return judged(exercise(key), desk.take("answer"))


def spoiled(given):
    """All arrays and lists of what a function was given hold zeros now."""
    for one in given:
        if isinstance(one, np.ndarray):
            one[...] = 0
        elif isinstance(one, list):
            spoiled(one)


def forward(X, W, b, v, c):
    v[:] = 0
    return np.full(len(X), float(c > 0))


def distance(w, b, x):
    w[:], x[:] = [1, 0], [-b, 0]
    return 0.0


def slope(X, W, b, dY):
    dY[:] = 0
    return np.zeros((4, 3))


def layer(X, W, b):
    spoiled((X, W, b))
    return np.full((len(X), len(W)), 0.5)


def gives_back(place):
    def spoil(*given):
        spoiled(given)
        return given[place] if isinstance(given[place], np.ndarray) else 0.0

    return spoil


def shape_of(place):
    def spoil(*given):
        spoiled(given)
        return np.zeros(np.shape(given[place]))

    return spoil


SPOIL = {one.__name__: one for one in (forward, distance, slope, layer)}
SPOIL |= {f"{kind.__name__} {place}": kind(place) for kind in (gives_back, shape_of) for place in range(4)}


@OVER_THE_LINE
@pytest.mark.parametrize("name", SPOIL)
def test_a_function_that_spoils_what_it_is_given_is_right_nowhere(name, far):
    assert [key for key in EXERCISES if verdict_on(key, SPOIL[name], far)] == []


def counts():
    calls = itertools.count()
    return lambda *_: next(calls)


def tells_xor():
    rows = itertools.cycle([0, 1, 1, 0])
    return lambda *_: next(rows)


def rises_and_falls():
    calls = itertools.count(1)

    def schedule(*_):
        n = next(calls)
        return min(n / 20, 1) if n <= 20 else (200 - n) / 180

    return schedule


@OVER_THE_LINE
@pytest.mark.parametrize("make", [counts, tells_xor, rises_and_falls])
def test_a_function_that_only_counts_its_calls_is_right_nowhere(make, far):
    """By chance φ of xor-break is, once in 184,756 times."""
    assert [key for key in EXERCISES for answer in (make(), (make(), 0, 0, 0)) if verdict_on(key, answer, far)] == []


def test_no_two_askings_need_come_in_the_same_order_and_each_case_gets_its_own_result():
    orders = set()
    for _ in range(9):
        seen = []
        assert asked(lambda n, seen=seen: seen.append(n) or n, zip(range(30))) == [*range(30)]
        orders.add(tuple(seen))
    assert len(orders) == 9
