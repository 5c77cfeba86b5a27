"""What an examined network makes of digits that it has never been given: a drawing, a program's, and one's own."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.lectures.practice.demos.first_checks.checked_runs import Setting, as_input, data_of, trained
from course_nn.losses import softmax
from course_nn.own_digits import my_digits
from course_nn.reader import of_the_program, read_of

EIGHT = 8  # the digit of the task with two classes


class Reading(NamedTuple):
    """What it says of a drawing, and how many digits it reads."""

    p: np.ndarray  # (10,) of each digit; with two classes all are 0 but that of an 8
    counts: tuple[tuple[int, int], ...]  # right, and of how many: its test digits, the program's, the reader's own


def reading(setting: Setting, ink: np.ndarray) -> Generator[float, None, Reading]:
    """The Reading of a drawing, ink (64,), by the network of a Setting after its training."""
    network, _ = yield from trained(setting)
    data, is_digit = data_of(setting), setting.task == "digits"

    def answers(X):
        return network(as_input(setting, X))

    def right(X, y):
        return read_of(answers, X, y if is_digit else (y == EIGHT).astype(int))

    said = softmax(answers(ink[None]))[0]
    p = said if is_digit else said[1] * (np.arange(10) == EIGHT)
    counts = read_of(network, data.X_test, data.y_test), right(*of_the_program()), right(*my_digits())
    return Reading(np.asarray(p, float), counts)
