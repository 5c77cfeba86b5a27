"""What the nine weights look at, and nine weights that are worth a look: pictures and kernels by their names."""

import re

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.texts import unified
from course_nn.datasets import digits
from course_nn.lectures.everybody.convolution import convolve

SIDE = 8
PIXEL = re.compile(r"[1-8][1-8]")
_far = np.indices((SIDE, SIDE)) - (SIDE - 1) / 2  # row and column, from the middle
SHAPES = {  # ink 0 … 1
    "blank": np.zeros((SIDE, SIDE)),
    "even": np.ones((SIDE, SIDE)),
    "upright": (_far[1] > 0) * 1.0,
    "level": (_far[0] > 0) * 1.0,
    "cross": (np.abs(_far) < 1).any(axis=0) * 1.0,
}
KERNELS = {
    "nothing": np.zeros((3, 3)),
    "level": np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]) / 4,
    "blur": np.ones((3, 3)) / 9,
    "right": np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]]) * 1.0,
    "difference": np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]) / 4,
}


def sheet(name: str, changed: tuple) -> np.ndarray:
    """A picture by its name, a shape or the number of a digit, with some pixels inverted: (8, 8), ink 0 … 1.

    changed : (row, column) of the pixels, from 0
    """
    ink = (SHAPES[name] if name in SHAPES else digits().X[int(name)].reshape(SIDE, SIDE)).copy()
    for place in changed:
        ink[place] = 1 - ink[place]
    return ink


def parse_pixels(text: str) -> tuple:
    """Pixels such as "34 35", row and column from 1 to 8, as (row, column) from 0, each once.

    raises : BadInput for what is no pixel
    """
    words = re.split(r"[\s,;、，；]+", unified(text).strip()) if text.strip() else []
    if not all(PIXEL.fullmatch(word) for word in words):
        raise BadInput(
            f"inverted pixels: expected a row and a column, 1 to 8, for each; got “{text[:40]}”. Try 34 35.",
            f"反色的像素：每个像素写行号和列号，都是 1 到 8；收到“{text[:40]}”。可以试试 34 35。",
        )
    return tuple(dict.fromkeys((int(word[0]) - 1, int(word[1]) - 1) for word in words))


def pixel_names(pixels: tuple) -> str:
    """The other way: (row, column) from 0 as parse_pixels takes them."""
    return " ".join(f"{row + 1}{column + 1}" for row, column in sorted(pixels))


def answers(K: np.ndarray) -> dict[str, float]:
    """The largest answer, without its sign, of nine weights (3, 3) inside of each shape: {shape: answer}."""
    return {name: float(np.abs(convolve(ink[None], K[None, None])).max()) for name, ink in SHAPES.items()}
