"""The exercises of lecture 1 take every correct answer, and what is nearly right is told so."""

from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from course_nn.activations import sigmoid
from course_nn.network import parameter_count
from course_nn.notebook.exercises import check, exercises_of, questions_of, solution

EXERCISES = exercises_of("neurons")
PREDICTIONS = questions_of("neurons")


def voice(key, answer):
    return check(f"neurons-{key}", answer).voice


def hint(key, answer):
    return check(f"neurons-{key}", answer).hint.en


@pytest.mark.parametrize("key", PREDICTIONS)
def test_the_answer_of_a_prediction_is_an_option_and_each_option_has_a_reason(key):
    question = PREDICTIONS[key]
    assert question.right() in question.options and set(question.options) == set(question.because)


@pytest.mark.parametrize("key", EXERCISES)
def test_every_exercise_has_a_solution_in_both_languages(key):
    assert solution(key).voice == "solution" and all(solution(key).hint)


def test_nand_may_be_nested_as_one_likes():
    for answer in ((-1, -1, 1.5), ((-1, -1), 1.5), [[-2, -2], [3]], (np.array([-1, -1.2]), 1.7)):
        assert voice("easy", answer) == "right"


def test_what_is_not_nand_is_refused():
    assert "AND" in hint("easy", (1, 1, -1.5)) and voice("easy", (1, 1, -1.5)) == "almost"
    assert voice("easy", (-1, -1, 0.5)) == "keep working"  # NOR, two rows
    assert voice("easy", (-1, 0, 0.5)) == "almost"
    for answer in ((0, 0, 0), (1, 1, 1.5, 2), (-1, -1), "NAND", ((-1, -1), np.nan)):
        assert voice("easy", answer) != "right"


def test_any_multiple_of_the_line_is_right_and_a_wrong_side_is_almost():
    for answer in ((-1, -2, 2), ((-0.5, -1), 1), np.array([-3.0, -6.0, 6.0]), (-1e3, -2e3, 2e3)):
        assert voice("hand", answer) == "right"
    assert voice("hand", (1, 2, -2)) == "almost" and "origin" in hint("hand", (1, 2, -2))
    assert voice("hand", (-1, -1, 2)) == "almost"
    for answer in ((0, 0, 1), (1, 2, 2), (2, 1, -2.5), (2, 0), "line", (0, 0, 0)):
        assert voice("hand", answer) == "keep working"


def test_any_way_to_write_a_layer_is_right():
    def loops(X, W, b):
        return [
            [1 / (1 + np.exp(-(sum(w * x for w, x in zip(row, sample)) + c))) for row, c in zip(W, b)] for sample in X
        ]

    for answer in (lambda X, W, b: sigmoid(X @ W.T + b), loops, lambda X, W, b: sigmoid((W @ X.T).T + b[None])):
        assert voice("build", answer) == "right"


def test_a_layer_without_activation_or_bias_is_almost_right_and_others_are_not():
    assert voice("build", lambda X, W, b: X @ W.T + b) == "almost"
    assert voice("build", lambda X, W, b: sigmoid(X @ W.T)) == "almost"
    wrong = [
        lambda X, W, b: X,
        lambda X, W, b: sigmoid(X @ W + b),
        lambda X, W, b: np.tanh(X @ W.T + b),
        lambda X, W, b: sigmoid(W @ X.T + b[:, None]),
        lambda X, W, b: None,
        3.0,
    ]
    assert all(voice("build", answer) == "keep working" for answer in wrong)


def test_any_formula_of_the_distance_is_right():
    def by_unit_vector(w, b, x):
        norm = np.linalg.norm(w)
        return (w / norm) @ x + b / norm

    def by_foot(w, b, x):
        foot = x - (w @ x + b) / (w @ w) * w
        return np.sign(w @ x + b) * np.hypot(*(x - foot))

    for answer in (lambda w, b, x: [(w @ x + b) / np.hypot(*w)], by_unit_vector, by_foot):
        assert voice("derive", answer) == "right"


def test_a_distance_without_sign_or_norm_is_almost_right_and_others_are_not():
    assert voice("derive", lambda w, b, x: abs(w @ x + b) / np.hypot(*w)) == "almost"
    assert voice("derive", lambda w, b, x: w @ x + b) == "almost"
    assert voice("derive", lambda w, b, x: (w @ x + b) / (w @ w)) == "almost"
    wrong = [lambda w, b, x: -b / np.hypot(*w), lambda w, b, x: np.hypot(*x), lambda w, b, x: 0.0, lambda w: w, "d"]
    assert all(voice("derive", answer) == "keep working" for answer in wrong)


def test_any_way_to_count_parameters_is_right():
    def loops(sizes):
        total = 0
        for k in range(1, len(sizes)):
            total += sizes[k] * sizes[k - 1] + sizes[k]
        return total

    def by_products(sizes):
        sizes = np.array(sizes)
        return np.array([sizes[1:] @ (sizes[:-1] + 1)])

    def by_arrays(sizes):
        return sum(np.zeros((M, N + 1)).size for N, M in zip(sizes, sizes[1:]))

    assert all(voice("count", answer) == "right" for answer in (loops, by_products, by_arrays, parameter_count))


def test_a_count_without_biases_or_with_those_of_inputs_is_almost_right_and_others_are_not():
    assert voice("count", lambda s: sum(M * N for N, M in zip(s, s[1:]))) == "almost"
    assert voice("count", lambda s: sum(M * N for N, M in zip(s, s[1:])) + sum(s)) == "almost"
    wrong = [
        sum,
        lambda s: s[0] * s[-1] + s[-1],  # one layer alone
        lambda s: sum(M * N for N, M in zip(s, s[1:])) + len(s) - 1,  # one bias a layer
        lambda s: sum(N * (M + 1) for N, M in zip(s, s[1:])),  # a bias for each input
        lambda s: np.prod(s),
        lambda s: 29,
        lambda s: None,
        29,
    ]
    assert all(voice("count", answer) == "keep working" for answer in wrong)


def test_all_functions_that_break_the_claim_are_right_and_no_others():
    """Whether one cut takes the ones off, asked of a linear program."""

    @cache
    def cut(values):
        corners = np.array(list(product((0, 1), repeat=int(np.log2(len(values))))))
        signs = np.where(values, 1, -1)
        rows = -signs[:, None] * np.column_stack([corners, np.ones(len(corners))])
        return linprog(np.zeros(rows.shape[1]), rows, -np.ones(len(rows)), bounds=(None, None)).success

    broken = 0
    for values in ((0, *rest) for rest in product((0, 1), repeat=7)):  # the others are these, with 0 and 1 exchanged
        sides = [values[:4], values[4:], values[::2], values[1::2]]
        sides += [values[0:2] + values[4:6], values[2:4] + values[6:8]]
        breaks = all(map(cut, sides)) and not cut(values)
        assert (voice("break", values) == "right") == breaks
        broken += breaks
    assert broken == 16


def test_a_function_that_breaks_the_claim_may_be_nested_as_one_likes():
    ones = [[[1, 0], [0, 0]], [[0, 0], [0, 1]]]
    for answer in (ones, np.array(ones), [True] + 6 * [False] + [True], (0.0, 1, 1, 1, 1, 1, 1, 0)):
        assert voice("break", answer) == "right"
    parity = (0, 1, 1, 0, 1, 0, 0, 1)
    assert voice("break", parity) == "almost" and "0 of 6" in hint("break", parity)
    for answer in ((0,) * 8, (0, 0, 0, 0, 0, 0, 0, 1), (0, 1) * 4, (0, 1, 1, 0), (1, 2) * 4, "XOR", (0.5,) * 8):
        assert voice("break", answer) == "keep working"


def test_an_open_answer_is_a_text_and_gets_another_to_compare_with():
    told = check("neurons-open", "The time of each spike: it could tell sounds apart.")
    assert told.voice == "compare" and "refractory" in told.hint.en
    assert all(voice("open", answer) == "keep working" for answer in ("", "noise", 3, ["a"] * 9, {"a": 1}))
