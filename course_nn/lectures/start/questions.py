"""The first prediction and the first exercise, to learn how both work."""

from typing import Any

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.common.words import Words
from course_nn.drawing.numbers import number
from course_nn.notebook.exercises import Exercise, Verdict, almost, expected, keep_working, right, scalar


def where_a_larger_bias_moves_the_curve() -> str:
    """For w > 0: where the curve passes one half, before and after b grows."""
    w, before, after = 2.0, 1.0 / 2.0, -1.0 / 2.0  # −b/w for b = −1, then for b = 1
    assert np.allclose(ACTIVATIONS["sigmoid"].f(np.array([w * before - 1.0, w * after + 1.0])), 0.5)
    return "left" if after < before else "right"


RIGHT_OPTIONS = {
    "start-1": where_a_larger_bias_moves_the_curve,
}

W, B = 2.0, -3.0


def judge_half(answer: Any) -> Verdict:
    with expected("Expected one number.", "应给出一个数。"):
        x = scalar(answer)
    if np.isclose(W * x + B, 0, atol=1e-3):
        return right("There wx + b = 0, and σ(0) = ½.", "那里 wx + b = 0，而 σ(0) = ½。")
    if np.isclose(-W * x + B, 0, atol=1e-3):
        return almost("Mind the sign.", "注意符号。")
    y = number(ACTIVATIONS["sigmoid"].f(W * x + B), 3)
    return keep_working(f"There the output is {y}.", f"那里的输出是 {y}。")


def solve_half() -> Words:
    x = number(-B / W, 1)
    return Words(f"σ(z) = ½ at z = 0: 2x − 3 = 0, so x = {x}.", f"z = 0 时 σ(z) = ½：2x − 3 = 0，所以 x = {x}。")


EXERCISES = {
    "start-easy": Exercise(judge_half, solve=solve_half),
}
