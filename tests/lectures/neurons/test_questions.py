"""The exercises of lecture 1 take every correct answer, and what is nearly right is told so."""

import re

import numpy as np
import pytest
from texts import cells_of

from course_nn.activations import sigmoid
from course_nn.lectures.neurons.questions import EXERCISES, PREDICTIONS, birds
from course_nn.logistic_regression import gradient_descent, newton
from course_nn.notebook.exercises import check, solution


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


def in_place(X, target, w, eta):
    g = X.T @ (sigmoid(X @ w) - target) / len(target)
    w -= eta * g
    return w


def test_any_way_to_write_the_step_is_right_in_place_or_not():
    def loops(X, target, w, eta):
        errors = [sigmoid(np.array(x @ w)) - t for x, t in zip(X, target)]
        return [w[j] - eta * sum(e * x[j] for e, x in zip(errors, X)) / len(X) for j in range(len(w))]

    def mean(X, target, w, eta):
        return w - eta * ((sigmoid(X @ w) - target)[:, None] * X).mean(axis=0)

    assert all(voice("step", answer) == "right" for answer in (in_place, loops, mean))


def test_a_step_uphill_a_sum_and_the_gradient_alone_are_almost_right_and_others_are_not():
    def g(X, target, w):
        return X.T @ (sigmoid(X @ w) - target) / len(target)

    assert "uphill" in hint("step", lambda X, target, w, eta: w + eta * g(X, target, w))
    assert "sum" in hint("step", lambda X, target, w, eta: w - eta * len(X) * g(X, target, w))
    assert "gradient" in hint("step", lambda X, target, w, eta: g(X, target, w))
    wrong = [
        lambda X, target, w, eta: w,
        lambda X, target, w, eta: w - g(X, target, w),
        lambda X, target, w, eta: w - eta * X.T @ (X @ w - target) / len(X),
        lambda X, target, w, eta: X @ w,
        lambda X, target, w, eta: None,
        (1, 2),
    ]
    assert all(voice("step", answer) == "keep working" for answer in wrong)


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


def test_any_two_neurons_that_break_the_claim_are_right():
    w, b = newton(*birds())[:2]
    best = (*w, b)
    weak = (*(0.1 * w), 0.0)
    for answer in (((*(20 * w), 20 * b), weak), np.array([*(30 * w), 30 * b, *weak]), (((20 * w), 20 * b), weak)):
        assert voice("break", answer) == "right"
    assert voice("break", ((240, -94, -99), (1.2, -0.47, 0))) == "right"
    assert voice("break", (weak, (*(20 * w), 20 * b))) == "almost"  # the other way round
    assert voice("break", ((*(10 * w), 10 * b), best)) == "almost"  # the same line
    for answer in ((best, weak), (weak, best), (best, best), (1, 2, 3), ("one", "two"), 0):
        assert voice("break", answer) == "keep working"


def test_an_open_answer_is_a_text_and_gets_another_to_compare_with():
    told = check("neurons-open", "The time of each spike: it could tell sounds apart.")
    assert told.voice == "compare" and "refractory" in told.hint.en
    assert all(voice("open", answer) == "keep working" for answer in ("", "noise", 3, ["a"] * 9, {"a": 1}))


def test_the_starter_code_of_the_step_is_python_and_its_completion_is_right():
    text = cells_of("01_neurons")["neurons-step-text"]
    starters = re.findall(r"```python\n(.*?)```", text, re.S)
    assert len(set(starters)) == 1
    names = {"np": np, "sigmoid": sigmoid}
    exec(starters[0].replace("...", "X.T @ (sigmoid(X @ w) - target) / len(target)"), names)
    assert voice("step", names["step"]) == "right"


def test_pytorch_finds_the_same_weights():
    pytest.importorskip("torch")
    names = {}
    exec(re.search(r"```python\n(.*?)```", cells_of("01_neurons")["neurons-pytorch"], re.S)[1], names)
    ours = gradient_descent(*birds(), 3.0, 100)
    np.testing.assert_allclose(names["neuron"].weight.detach().numpy()[0], ours.w[-1], rtol=1e-6)
    np.testing.assert_allclose(names["neuron"].bias.detach().numpy(), ours.b[-1:], rtol=1e-6)
