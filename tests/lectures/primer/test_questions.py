"""The primer's questions: their answers follow from what they say, and every right answer is taken."""

import re

import numpy as np
import pytest
from texts import cells_of

from course_nn.activations import sigmoid
from course_nn.lectures.primer.questions import birds
from course_nn.logistic_regression import gradient_descent, newton
from course_nn.notebook.exercises import check, questions_of, solution

PREDICTIONS = questions_of("primer")


def voices(key, *answers):
    return [check(key, answer).voice for answer in answers]


def voice(key, answer):
    return check(f"primer-{key}", answer).voice


def hint(key, answer):
    return check(f"primer-{key}", answer).hint.en


def test_the_predictions_have_the_answers_that_can_be_reasoned_out():
    assert {key: asked.right() for key, asked in PREDICTIONS.items()} == {
        "primer-1": "across",
        "primer-2": "near",
        "primer-3": "single",
        "primer-4": "grows",
    }


def test_a_step_by_hand():
    """½ (2 w − 2)² has the slope 12 at w = 4."""
    assert voices("primer-easy", 2.8, "2.8", np.array([2.8]), 4 - 0.1 * 12, 14 / 5) == ["right"] * 5
    assert voices("primer-easy", 5.2, 3.4, 1.6, 1.2, -8) == ["almost"] * 5
    assert "uphill" in hint("easy", 5.2) and "beside x" in hint("easy", 3.4) and "half" in hint("easy", 1.6)
    assert voices("primer-easy", 0, 1, 12, "abc", [1, 2], float("nan")) == ["keep working"] * 6


def test_the_bottom_of_a_parabola_by_hand():
    assert voices("primer-hand", 1, "1.0", np.array([1.0]), 9 - 4 / (1 - 0.5)) == ["right"] * 4
    assert voices("primer-hand", 2, 2.0) == ["almost"] * 2
    assert voices("primer-hand", 0, 3, 1.5, -1, 17 / 3, "one", (9, 5, 3), None) == ["keep working"] * 7 + ["missing"]
    path = 1 + 8 * 0.5 ** np.arange(3)
    assert path.tolist() == [9, 5, 3], "what the exercise tells is a descent toward 1"


def test_an_open_answer_is_a_text_and_gets_another_to_compare_with():
    told = check("primer-open", "The best of twenty is lucky; choose on a validation set.")
    assert told.voice == "compare" and "validation set" in told.hint.en
    assert all(voice("open", answer) == "keep working" for answer in ("", "luck", 3, ["a"] * 9, {"a": 1}))


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


@pytest.mark.parametrize("key", ["easy", "hand", "build", "step", "derive", "break", "claim", "open"])
def test_every_exercise_has_a_worked_solution(key):
    assert solution(f"primer-{key}").voice == "solution"


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


def test_any_two_neurons_that_break_the_claim_are_right():
    w, b = newton(*birds())[:2]
    best = (*w, b)
    weak = (*(0.1 * w), 0.0)
    for answer in (((*(20 * w), 20 * b), weak), np.array([*(30 * w), 30 * b, *weak]), (((20 * w), 20 * b), weak)):
        assert voice("claim", answer) == "right"
    assert voice("claim", ((240, -94, -99), (1.2, -0.47, 0))) == "right"
    assert voice("claim", (weak, (*(20 * w), 20 * b))) == "almost"  # the other way round
    assert voice("claim", ((*(10 * w), 10 * b), best)) == "almost"  # the same line
    for answer in ((best, weak), (weak, best), (best, best), (1, 2, 3), ("one", "two"), 0):
        assert voice("claim", answer) == "keep working"


def test_the_starter_code_of_the_step_is_python_and_its_completion_is_right():
    text = cells_of("01b_primer")["primer-step-text"]
    starters = re.findall(r"```python\n(.*?)```", text, re.S)
    assert len(set(starters)) == 1
    names = {"np": np, "sigmoid": sigmoid}
    exec(starters[0].replace("...", "X.T @ (sigmoid(X @ w) - target) / len(target)"), names)
    assert voice("step", names["step"]) == "right"


def test_pytorch_finds_the_same_weights():
    pytest.importorskip("torch")
    names = {}
    exec(re.search(r"```python\n(.*?)```", cells_of("01b_primer")["primer-neuron-pytorch"], re.S)[1], names)
    ours = gradient_descent(*birds(), 3.0, 100)
    np.testing.assert_allclose(names["neuron"].weight.detach().numpy()[0], ours.w[-1], rtol=1e-6)
    np.testing.assert_allclose(names["neuron"].bias.detach().numpy(), ours.b[-1:], rtol=1e-6)
