"""The primer's questions: their answers follow from what they say, and every right answer is taken."""

import numpy as np
import pytest

from course_nn.lectures.primer.questions import PREDICTIONS
from course_nn.notebook.exercises import check, solution


def voices(key, *answers):
    return [check(key, answer).voice for answer in answers]


def test_the_predictions_have_the_answers_that_can_be_reasoned_out():
    assert {key: asked.right() for key, asked in PREDICTIONS.items()} == {
        "primer-1": "across",
        "primer-2": "near",
        "primer-3": "24",
    }


def test_a_step_by_hand():
    assert voices("primer-easy", 1.4, "1.4", np.array([1.4]), 2 - 0.6) == ["right"] * 4
    assert voices("primer-easy", 2.6, -4, 0.6) == ["almost"] * 3
    assert voices("primer-easy", 0, "abc", [1, 2], float("nan")) == ["keep working"] * 4


def looped(slope, w, eta, steps):
    for _ in range(steps):
        w = w - eta * slope(w)
    return w


def called_again(slope, w, eta, steps):
    return w if steps == 0 else called_again(slope, w - eta * slope(w), eta, steps - 1)


def as_an_array(slope, w, eta, steps):
    path = np.empty(steps + 1)
    path[0] = w
    for k in range(steps):
        path[k + 1] = path[k] - eta * slope(path[k])
    return path[-1:]


def test_every_way_to_write_the_loop_is_right():
    assert voices("primer-build", looped, called_again, as_an_array) == ["right"] * 3


def test_near_misses_of_the_loop_are_told_so():
    def uphill(slope, w, eta, steps):
        return looped(lambda w: -slope(w), w, eta, steps)

    def once(slope, w, eta, steps):
        return w - eta * slope(w)

    assert voices("primer-build", uphill, once) == ["almost"] * 2

    def same_slope(slope, w, eta, steps):
        return w - steps * eta * slope(w)

    wrong = same_slope, lambda slope, w, eta, steps: w, lambda w: w, 3, lambda *all: None
    assert voices("primer-build", *wrong) == ["keep working"] * 5


def test_the_largest_learning_rate_is_two_over_h():
    assert (
        voices("primer-derive", lambda h: 2 / h, lambda h: 1 / (0.5 * h), lambda h: np.array([2.0]) / h)
        == ["right"] * 3
    )
    assert voices("primer-derive", lambda h: 1 / h, lambda h: 3 / h) == ["almost"] * 2
    wrong = lambda h: 2 * h, lambda h: 2, lambda h: h / 2, 2, lambda h: "2/h", lambda: 2
    assert voices("primer-derive", *wrong) == ["keep working"] * 6


@pytest.mark.parametrize(
    "answer",
    [
        (lambda w: w**3 - w + 0.15, 1.0),
        (lambda w: w**3 - w - 0.15, -2),
        [lambda w: np.sin(w) + 0.1, 6.0],
        (lambda w: w + 3 * np.cos(3 * w), 2.0),
        (lambda w: w * (w - 1) * (w - 3), 2.9 - 2.8),
    ],
)
def test_every_loss_that_keeps_descent_from_the_lowest_place_is_right(answer):
    assert check("primer-break", answer).voice == "right"


def test_losses_that_do_not_are_told_why():
    assert "other one" in repr(check("primer-break", (lambda w: w**3 - w + 0.15, -1.0)))
    assert "one valley" in repr(check("primer-break", (lambda w: 2 * w, 5.0)))
    assert "settle" in repr(check("primer-break", (lambda w: 1.0, 0.0)))
    wrong = (lambda w: w, 11.0), lambda w: w, (1.0, 1.0), (lambda w: 1 / w, 1.0), "w**2"
    assert voices("primer-break", *wrong) == ["keep working"] * 5


@pytest.mark.parametrize("key", ["easy", "build", "derive", "break"])
def test_every_exercise_has_a_worked_solution(key):
    assert solution(f"primer-{key}").voice == "solution"
