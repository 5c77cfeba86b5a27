"""What is right for the usual sizes alone, away from ties and kinks, or in the usual range, is not right."""

from itertools import count as counting
from math import comb

import numpy as np
import pytest
from scipy.optimize import linprog

from course_nn.activations import sigmoid
from course_nn.lectures.deep_vs_shallow.questions import sawtooth
from course_nn.losses import softmax
from course_nn.network import parameter_count
from course_nn.notebook.exercises import check


def with_ties_as_one(X, W, b, v, c):
    return ((X @ W.T + b >= 0) @ v + c >= 0).astype(int)


def delta_rule(X, labels, rounds):
    w, b = np.zeros(2), 0.0
    for _ in range(rounds):
        for x, t in zip(X, labels):
            step = 0.1 * (t - sigmoid(4 * (w @ x + b)))
            w, b = w + step * x, b + step
    return *w, b


def half_steps(X, labels, rounds):
    w, b = np.zeros(2), 0.0
    for _ in range(rounds):
        for x, t in zip(X, labels):
            step = t - float(w @ x + b > 0)
            w, b = w + step * x / 2, b + step
    return *w, b


def least_squares(X, labels, rounds):
    return np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), 2.0 * labels - 1)[0]


def linear_program(X, labels, rounds):
    signs = 2.0 * np.asarray(labels)[:, None] - 1
    return linprog(np.zeros(3), -signs * np.column_stack([X, np.ones(len(X))]), -np.ones(len(X)), bounds=(-99, 99)).x


def one_wired_in(F, c):
    return softmax(F) - np.eye(4)[c]


def up_to(most, function, otherwise=0.0):
    """The function for numbers up to that, and something else beyond."""
    return lambda *given: function(*given) if np.max(np.abs(given)) <= most else otherwise


def alternating():
    """A φ that answers otherwise each time it is asked, whatever it is asked."""
    calls = counting()
    return lambda z: float(next(calls) % 3 == 1)


def d_softsign(z):
    return 1 / (1 + np.abs(z)) ** 2


def tents(x, L):
    return sawtooth(L)(np.asarray(x)[:, None])[:, 0] if L < 7 else np.zeros(len(x))


ONLY = {  # kind of an answer: an exercise and such an answer
    "in one size: classes": ("losses-code", one_wired_in),
    "in one size: samples": ("backpropagation-derive", lambda X, W, b, dY: (dY * (1 - np.tanh(X @ W.T + b) ** 2)).T @ X
                             if len(X) == 5 else W),
    "in small networks": ("neurons-count", lambda sizes: parameter_count(sizes) if len(sizes) < 6 else 0),
    "away from ties": ("xor-forward", with_ties_as_one),
    "away from the kink": ("practice-backward", lambda z, W, delta: (W.T @ delta) * (z >= 0)),
    "nearly": ("activations-build", lambda rng, M, N: rng.normal(0, 1.12 * np.sqrt(2 / N), (M, N))),
    "by the delta rule": ("xor-rule", delta_rule),
    "with half a step for w": ("xor-rule", half_steps),
    "by least squares": ("xor-rule", least_squares),
    "by a linear program": ("xor-rule", linear_program),
    "for curvatures below 100": ("primer-derive", up_to(100, lambda h: 2 / h)),
    "for z up to 20": ("activations-derive", up_to(20, d_softsign)),
    "for six layers": ("deep_vs_shallow-code", tents),
    "for twelve lines": ("deep_vs_shallow-derive", up_to(12, lambda n: 1 + n + comb(int(n), 2))),
    "for eight birds": ("losses-derive", lambda f, y: np.exp(f) - y if y < 9 else 0.0),
    "for spreads below 5": ("everybody-spread", lambda d, s: d * s**4 if s < 5 else 0.0),
    "as an exponent": ("everybody-bits", (-200, 1)),
    "by counting its calls": ("xor-break", (alternating(), 1, 1, 0)),
}  # fmt: skip


@pytest.mark.parametrize("key, answer", ONLY.values(), ids=ONLY)
def test_what_is_right_only_(key, answer):
    verdict = check(key, answer)
    assert verdict.voice in ("almost", "keep working") and verdict.hint.en and verdict.hint.zh


def perceptron_rule(X, labels, rounds, rate=1.0, order=None):
    w, b = np.zeros(2), 0.0
    for _ in range(rounds):
        for k in range(len(X)) if order is None else order(len(X)):
            step = rate * (labels[k] - float(w @ X[k] + b > 0))
            w, b = w + step * X[k], b + step
    return *w, b


def by_differences(f, step=1e-6):
    return lambda x, *more: (f(x + step, *more) - f(x - step, *more)) / (2 * step)


RNG = np.random.default_rng(1)
ALL = {
    "the rule": ("xor-rule", perceptron_rule),
    "the rule with a learning rate": ("xor-rule", lambda *given: perceptron_rule(*given, rate=0.3)),
    "the rule in any order": ("xor-rule", lambda *given: perceptron_rule(*given, order=RNG.permutation)),
    "uniform weights": ("activations-build", lambda rng, M, N: rng.uniform(-1, 1, (M, N)) * np.sqrt(6 / N)),
    "signs as weights": ("activations-build", lambda rng, M, N: rng.choice([-1.0, 1.0], (M, N)) * np.sqrt(2 / N)),
    "a slope by differences": ("activations-derive", by_differences(lambda z: z / (1 + abs(z)))),
    "a recursion": ("deep_vs_shallow-derive", lambda n: 1 + sum(range(int(n) + 1))),
    "a slope of the loss by differences": ("losses-derive", by_differences(lambda f, y: np.exp(f) - y * f)),
}  # fmt: skip


@pytest.mark.parametrize("key, answer", ALL.values(), ids=ALL)
def test_unusual_but_right_is_(key, answer):
    assert check(key, answer).voice == "right"
