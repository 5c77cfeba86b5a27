"""Lecture 3's questions: their answers follow from what they say, and every right answer is taken."""

import numpy as np
import pytest

from course_nn.lectures.xor.questions import forward, weights_after
from course_nn.notebook.exercises import check, exercises_of, questions_of, solution

EXERCISES = exercises_of("xor")
PREDICTIONS = questions_of("xor")


def voices(key, *answers):
    return [check(key, answer).voice for answer in answers]


def test_the_predictions_have_the_answers_that_can_be_reasoned_out():
    assert {key: asked.right() for key, asked in PREDICTIONS.items()} == {
        "xor-1": "no",
        "xor-2": "3",
        "xor-gates": "2",
        "xor-3": "zeros",
        "xor-4": "most",
        "xor-corners": "opposite",
        "xor-5": "cycles",
        "xor-one-against-nine": "stay",
        "xor-6": "8",
    }


def test_the_truth_table_of_a_unit():
    assert (
        voices("xor-table", (0, 0, 1, 0), [False, False, True, False], np.array([[0], [0], [1], [0]])) == ["right"] * 3
    )
    assert voices("xor-table", (1, 0, 1, 1), (0, -1, 1, 0)) == ["almost"] * 2
    assert voices("xor-table", (0, 1, 0, 0), (1, 1, 1, 1), (0, 0, 1), "0010", 3) == ["keep working"] * 5


def test_one_update_of_the_perceptron_rule():
    assert voices("xor-update", (0, 0, -1.5), [[0, 0], [-1.5]][0] + [-1.5], np.array([0, 0, -1.5])) == ["right"] * 3
    assert voices("xor-update", (0, 0, -0.5), (2, 2, 0.5)) == ["almost"] * 2
    assert voices("xor-update", (1, 1, -0.5), (1, 0, -1.5), (0, 0), "abc", 0) == ["keep working"] * 5


def looped(X, W, b, v, c):
    outputs = []
    for x in X:
        h = [1 if w @ x + bias > 0 else 0 for w, bias in zip(W, b)]
        outputs.append(int(sum(vk * hk for vk, hk in zip(v, h)) + c > 0))
    return outputs


def by_heaviside(X, W, b, v, c):
    return np.heaviside(np.heaviside(X @ W.T + b, 0) @ v + c, 0)[:, None]


def test_every_way_to_write_the_forward_pass_is_right():
    assert voices("xor-forward", forward, looped, by_heaviside, lambda X, *n: forward(X, *n) == 1) == ["right"] * 4


def test_near_misses_of_the_forward_pass_are_told_so():
    def no_last_threshold(X, W, b, v, c):
        return (X @ W.T + b > 0) @ v + c

    def linear(X, W, b, v, c):
        return (X @ W.T + b) @ v + c > 0

    assert voices("xor-forward", no_last_threshold, linear) == ["almost"] * 2

    def no_bias(X, W, b, v, c):
        return (X @ W.T > 0) @ v + c > 0

    wrong = no_bias, lambda X, W, b, v, c: (X @ W + b > 0) @ v + c > 0, lambda X, *n: np.zeros(len(X)), lambda X: X, 1
    assert voices("xor-forward", *wrong) == ["keep working"] * 5


def rule(X, labels, rounds, rate=1.0, sign=1, bias=True):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(rounds):
        for x, t in zip(X, labels):
            y = float(w @ x + b > 0)
            w = w + sign * rate * (t - y) * x
            b += sign * rate * (t - y) * bias
    return (*w, b)


def with_plus_and_minus(X, labels, rounds):
    A = np.column_stack([X, np.ones(len(X))])
    w = np.zeros(A.shape[1])
    for _ in range(rounds):
        for a, s in zip(A, 2 * labels - 1):
            if s * (a @ w) <= 0:
                w += s * a
    return w


def test_every_perceptron_rule_that_finds_a_line_is_right():
    assert voices("xor-rule", weights_after, rule, with_plus_and_minus, lambda *n: rule(*n, rate=0.5)) == ["right"] * 4


def test_near_misses_of_the_rule_are_told_so():
    def once(X, labels, rounds):
        return rule(X, labels, 1)

    assert voices("xor-rule", once, lambda *n: rule(*n, bias=False), lambda *n: rule(*n, sign=-1)) == ["almost"] * 3

    def always(X, labels, rounds):
        return labels @ X @ np.eye(2, 3) + [0, 0, 1]

    wrong = always, lambda X, labels, rounds: (1, 1, -0.5), lambda X: X, 3, lambda *n: None
    assert voices("xor-rule", *wrong) == ["keep working"] * 5


@pytest.mark.parametrize(
    "answer",
    [
        (lambda z: z * (2 - z), 1, 1, 0),
        (lambda z: z**2, 1, -1, 0),
        (np.abs, -2, 2, 0),
        (lambda z: np.sin(np.pi * z / 2), 1, 1, 0),
        (lambda z: float(0 < z < 1), 1, 1, -0.5),
    ],
)
def test_any_activation_that_rises_and_falls_breaks_the_claim(answer):
    assert voices("xor-break", answer) == ["right"]


def test_no_activation_that_only_rises_breaks_it():
    assert voices("xor-break", (np.tanh, 1, 1, 0), (lambda z: float(z > 0), 1, 1, -0.5)) == ["almost"] * 2
    wrong = (lambda z: 1.0, 1, 1, 0), (lambda z: z * (2 - z), 1, 1), (1, 1, 1, 0), np.sin, "sin"
    assert voices("xor-break", *wrong) == ["keep working"] * 5


def test_the_open_question_has_an_answer_to_compare_with():
    assert voices("xor-open", "It depends on who knows the product.") == ["compare"]
    assert voices("xor-open", 3, "no", [], {}, lambda: 1) == ["keep working"] * 5
    assert all(solution("xor-open").hint)


def test_every_exercise_of_the_lecture_has_a_solution():
    assert len(EXERCISES) == 9 and all(solution(key).voice == "solution" for key in EXERCISES)
