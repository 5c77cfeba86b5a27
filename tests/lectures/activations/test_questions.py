"""The exercises of lecture 2 take every right answer, refuse wrong ones, and help those who are near."""

import math

import numpy as np
import pytest

from course_nn.notebook.exercises import check, exercises_of, questions_of, solution

EXERCISES = exercises_of("activations")
PREDICTIONS = questions_of("activations")


def voices(key, *answers):
    return [check(f"activations-{key}", answer).voice for answer in answers]


def test_the_predictions_have_these_answers():
    answers = {key.removeprefix("activations-"): asked.right() for key, asked in PREDICTIONS.items()}
    assert answers == {
        "1": "0.25",
        "2": "0.34",
        "4": "never",
        "5": "no",
        "6": "pieces",
        "8": "tanh",
        "9": "none",
        "modular": "same",
    }


@pytest.mark.parametrize("key", EXERCISES)
def test_every_exercise_has_a_worked_solution(key):
    assert solution(key).voice == "solution"


def test_the_slope_of_the_sigmoid_by_hand():
    assert voices("hand", 3 / 16, "0.1875", np.array([0.1875]), 0.188) == ["right"] * 4
    assert voices("hand", 0.75, -0.1875) == ["almost"] * 2
    steepest, place, tanhs, squares = 0.25, math.log(3), 1 - 0.75**2, (0.75**2, 0.25**2)
    assert voices("hand", steepest, place, tanhs, *squares, "abc", [1, 2], math.nan) == ["keep working"] * 8


def test_saturated_tanh_by_hand():
    assert voices("saturated", (0.19, 3), [1 - 0.81, 3.0], np.array([[0.19], [3]])) == ["right"] * 3
    assert voices("saturated", (0.19, 2), (0.1, 3)) == ["almost"] * 2
    assert voices("saturated", (0.9, 44), 0.19, (0.81, 22), "0.19", (math.inf, 2)) == ["keep working"] * 5


def test_lines_of_a_maxout_unit_by_hand():
    assert voices("easy", ((1, -1), (0, 0)), ([-1, 1], [0, 0]), ((1, -1, 0), (0, 0, -1))) == ["right"] * 3
    assert voices("easy", ((1, 0), (0, 0))) == ["almost"]
    assert voices("easy", ((1, -1), (1, 0.5)), (1, -1), ((1, -1), 0), "abs", ((2, -2), (0, 0))) == ["keep working"] * 5


def looped(x, y, w, b, eta, steps, slope=lambda z: z > 0):
    for _ in range(steps):
        delta = (np.maximum(w * x + b, 0) - y) * slope(w * x + b)
        w, b = w - eta * np.mean(delta * x), b - eta * np.mean(delta)
    return w, b


def one_after_the_other(x, y, w, b, eta, steps):
    """b is changed with what is already the new w."""
    for _ in range(steps):
        w, _ = looped(x, y, w, b, eta, 1)
        _, b = looped(x, y, w, b, eta, 1)
    return w, b


def sample_by_sample(x, y, w, b, eta, steps):
    for _ in range(steps):
        dw = db = 0
        for one, target in zip(x, y):
            z = w * one + b
            if z > 0:
                dw, db = dw + (z - target) * one / len(x), db + (z - target) / len(x)
        w, b = w - eta * dw, b - eta * db
    return np.array([w, b])


def called_again(x, y, w, b, eta, steps):
    return [w, b] if not steps else called_again(x, y, *looped(x, y, w, b, eta, 1), eta, steps - 1)


def test_every_way_to_train_a_unit_is_right():
    assert voices("loop", looped, sample_by_sample, called_again) == ["right"] * 3
    near = (
        lambda x, y, w, b, eta, steps: looped(x, y, w, b, eta, 1),
        lambda *given: looped(*given, slope=lambda z: z >= 0),
    )
    assert voices("loop", *near) == ["almost"] * 2
    wrong = (
        one_after_the_other,
        lambda *given: looped(*given, slope=lambda z: 1),
        lambda *given: looped(*given, slope=lambda z: np.where(z > 0, 1, 0.1)),
        lambda x, y, w, b, eta, steps: looped(x, y, w, b, 2 * eta, steps),
        lambda x, y, w, b, eta, steps: looped(x, y, w, b, eta, steps + 1),
        lambda x, y, w, b, eta, steps: (w, b),
        lambda x, y, w, b, eta, steps: looped(x, y, w, b, -eta, steps),
        lambda x, y, w, b, eta, steps: looped(x, y, w, b, eta * len(x), steps),
        lambda x, y, w, b, eta, steps: w,
        lambda x, y: (0, 0),
        (1.0, 2.0),
    )
    assert voices("loop", *wrong) == ["keep working"] * len(wrong)


def test_the_derivative_of_the_softsign():
    right = (
        lambda z: 1 / (1 + abs(z)) ** 2,
        lambda z: (1 + np.abs(z)) ** -2.0,
        lambda z: np.array([1 / (1 + z) ** 2 if z > 0 else 1 / (1 - z) ** 2]),
    )
    assert voices("derive", *right) == ["right"] * 3
    assert voices("derive", lambda z: 1 / (1 + z) ** 2) == ["almost"]
    assert voices("derive", lambda z: np.sign(z) / (1 + abs(z)) ** 2) == ["almost"]
    wrong = (
        lambda z: z / (1 + abs(z)),
        lambda z: 1 / (1 + abs(z)),
        lambda z: 1 / (1 + z**2),
        lambda z: 1 - np.tanh(z) ** 2,
        lambda z: 1.0,
        lambda: 1,
        0.25,
    )
    assert voices("derive", *wrong) == ["keep working"] * len(wrong)


def test_first_weights_for_relus():
    right = (
        lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N)),
        lambda rng, M, N: rng.uniform(-1, 1, (M, N)) * np.sqrt(6 / N),
        lambda rng, M, N: rng.choice([-1, 1], (M, N)) * np.sqrt(2 / N),
    )
    assert voices("build", *right) == ["right"] * 3
    near = (
        lambda rng, M, N: rng.normal(0, np.sqrt(1 / N), (M, N)),
        lambda rng, M, N: rng.normal(0, np.sqrt(2 / M), (M, N)),
        lambda rng, M, N: np.random.default_rng().normal(0, np.sqrt(2 / N), (M, N)),  # not from rng
    )
    assert voices("build", *near) == ["almost"] * 3
    wrong = (
        lambda rng, M, N: np.random.default_rng(0).normal(0, np.sqrt(2 / N), (M, N)),  # every time the same
        lambda rng, M, N: rng.normal(0, np.sqrt(2 / (N + M)), (M, N)),
        lambda rng, M, N: rng.normal(0, 2 / N, (M, N)),
        lambda rng, M, N: np.abs(rng.normal(0, np.sqrt(2 / N), (M, N))),
        lambda rng, M, N: rng.normal(size=(M, N)),
        lambda rng, M, N: np.full((M, N), np.sqrt(2 / N)),
        lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (N, M)),
        lambda rng, M, N: rng.normal(0, 0.01, (M, N)),
        3,
    )
    assert voices("build", *wrong) == ["keep working"] * len(wrong)


def test_every_path_on_which_tanh_passes_on_more_is_right():
    right = [-1], [-0.5, 1], (1, 2, -1), np.array([0.0, 0.3]), [[-2], [0.5]], [0], ["-1", "1"]
    assert voices("break", *right) == ["right"] * len(right)
    assert voices("break", [-1e6, 1], [0, -1e9]) == ["almost"] * 2  # both are 0
    wrong = [1, 2, 3], [0.5], [1e6], -2, "path", "-1", [float("nan")], [], [-1, float("inf")], {"z": -1}
    assert voices("break", *wrong) == ["keep working"] * len(wrong)


def test_the_open_question_is_compared_and_not_judged():
    plans = "Tune both, then race ten fresh seeds.", "两者各自调优学习率，再用十个新的随机种子比较，报告全部结果。"
    assert voices("open", *plans) == ["compare"] * 2
    assert voices("open", "no", 3, ["a"], "", "yes it is") == ["keep working"] * 5
