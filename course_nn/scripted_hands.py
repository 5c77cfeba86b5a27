"""Digits that a program draws: five ways to write each, with variation. They stand in for hands and are none.

The data set has 13 people's digits and no others are shipped. So what a network makes of digits from elsewhere is
measured on these; the true measure is what the reader draws.
"""

from typing import NamedTuple

import numpy as np

from course_nn.common.ink import CELLS
from course_nn.common.progress import memoized

WAYS = 5  # to write each digit
TALL = 16  # of the grid on which the strokes are given; it is 10 wide
# Of each digit five ways; of each way its strokes, of each stroke the points. A point that is given twice is a corner.
STROKES = [
    [
        ["5,0 1,3 0,8 1,13 5,16 9,13 10,8 9,3 5,0"],
        ["6,0 3,3 1,9 2,14 4,16 7,13 9,7 8,2 6,0"],
        ["7,1 3,1 0,7 1,13 5,16 9,12 9,5 6,0 3,1"],
        ["5,0 2,0 0,3 0,13 2,16 8,16 10,13 10,3 8,0 5,0"],
        ["5,0 1,3 0,8 1,13 5,16 9,13 10,8 9,3 5,0", "9,2 1,14"],
    ],
    [
        ["5,0 5,16"],
        ["2,4 5,0 5,0 5,16"],
        ["2,4 5,0 5,0 5,16", "1,16 9,16"],
        ["7,0 3,16"],
        ["1,6 7,0 7,0 4,16"],
    ],
    [
        ["0,4 2,1 5,0 9,2 9,5 5,10 0,16 0,16 10,16"],
        ["1,3 5,0 9,3 8,8 3,14 1,15 1,13 4,13 10,16"],
        ["0,1 8,0 9,1 9,1 1,15 1,15 10,15"],
        ["1,5 3,1 7,0 9,4 6,10 0,16 0,16 3,14 7,15 10,16"],
        ["0,3 3,0 8,0 10,4 7,8 2,11 0,16 0,16 10,16"],
    ],
    [
        ["1,2 5,0 9,3 8,6 4,8 4,8 9,9 10,13 6,16 0,14"],
        ["0,0 9,0 9,0 4,6 4,6 9,9 9,14 4,16 0,14"],
        ["0,2 4,0 8,1 8,6 3,8 8,9 9,14 5,16 0,15"],
        ["1,1 7,0 9,3 6,7 3,8 3,8 8,8 10,12 6,16 1,16"],
        ["1,0 9,1 9,1 5,7 5,7 10,12 5,16 0,14"],
    ],
    [
        ["2,0 0,9 0,9 10,9", "8,0 8,16"],
        ["7,0 0,11 0,11 10,11", "7,0 7,16"],
        ["8,0 0,10 0,10 9,10", "7,4 6,16"],
        ["1,0 0,5 2,9 6,9 9,7", "9,0 8,16"],
        ["4,0 0,10 0,10 9,9", "8,5 5,16"],
    ],
    [
        ["9,0 1,0 1,0 1,7 1,7 5,6 9,8 10,12 7,16 0,15"],
        ["1,0 1,7 5,6 9,9 9,13 5,16 0,15", "1,0 9,0"],
        ["9,1 4,0 1,3 3,7 8,9 9,13 5,16 0,14"],
        ["9,0 2,0 2,0 0,8 0,8 6,6 9,10 7,15 1,16"],
        ["8,0 2,1 2,1 1,6 7,7 9,12 5,16 1,15"],
    ],
    [
        ["8,0 3,4 0,10 1,15 5,16 9,13 8,9 4,8 0,11"],
        ["7,0 1,9 1,9 0,13 4,16 9,14 9,10 5,8 1,11"],
        ["9,2 6,0 2,3 0,9 1,14 5,16 9,13 7,9 3,9 1,12"],
        ["4,0 1,6 0,12 3,16 7,15 8,12 5,10 1,12"],
        ["6,0 1,5 0,11 3,16 8,15 10,10 6,6 1,9"],
    ],
    [
        ["0,0 10,0 10,0 3,16"],
        ["0,0 10,0 10,0 4,16", "2,8 9,8"],
        ["0,1 5,0 10,1 10,1 5,8 4,16"],
        ["0,3 0,0 0,0 9,0 9,0 5,16"],
        ["1,1 9,0 9,0 7,6 6,16"],
    ],
    [
        ["8,2 4,0 1,3 4,7 9,11 8,15 4,16 0,13 3,8 8,5 8,2"],
        ["5,0 2,1 1,4 5,7 9,4 8,1 5,0", "5,7 1,9 0,13 5,16 10,13 9,9 5,7"],
        ["9,1 5,0 3,3 5,7 8,11 6,15 2,16 0,13 4,8 9,4 9,1"],
        ["7,1 3,1 2,4 7,10 7,14 4,16 1,14 2,10 7,5 7,1"],
        ["9,2 5,0 1,3 3,6 8,9 9,13 5,16 1,13 3,9 8,5 10,0"],
    ],
    [
        ["9,4 6,0 2,1 0,5 3,8 7,7 9,3 9,3 9,16"],
        ["9,3 5,0 1,3 2,7 6,8 9,4 9,4 9,11 6,16 1,15"],
        ["8,2 4,0 1,4 3,8 7,6 9,1 9,1 5,16"],
        ["8,1 3,0 0,4 3,8 8,6 9,1 9,1 9,12 5,16 0,14"],
        ["5,0 1,2 1,6 5,8 9,5 8,1 5,0", "9,4 8,10 4,16"],
    ],
]


class Manner(NamedTuple):
    """How one digit is drawn."""

    tall: float = 24.0  # cells
    wide: float = 1.0  # times as wide as given
    lean: float = 0.0  # cells to the right for each cell up
    wobble: float = 0.0  # standard deviation by which each point is off, of the 16 that a digit is tall
    right: float = 0.0  # cells from the middle
    down: float = 0.0
    pen: float = 1.3  # cells around the stroke that are inked


PLAIN = Manner()


def drawn(digit: int, way: int, manner: Manner = PLAIN, seed: int = 0) -> np.ndarray:
    """One digit on 32 × 32 cells: bool, ink. What would leave them is cut off.
    在 32 × 32 格上写出的一个数字。

    digit : 0 … 9;  way : 0 … 4;  seed : of the wobble
    """
    rng, sheet = np.random.default_rng([seed, digit, way]), np.zeros((CELLS, CELLS), bool)
    for stroke in STROKES[digit][way]:
        points = np.array([point.split(",") for point in stroke.split()], float)
        points += manner.wobble * rng.normal(size=points.shape)
        x, y = ((points - [5, TALL / 2]) * manner.tall / TALL).T
        places = np.column_stack([x * manner.wide - y * manner.lean + manner.right, y + manner.down]) + CELLS / 2
        sheet |= inked(smooth(places), manner.pen)
    return sheet


def smooth(points: np.ndarray, n: int = 10) -> np.ndarray:
    """A curve through points (m, 2), n places between two of them (Catmull & Rom, 1974)."""
    p = np.concatenate([points[:1], points, points[-1:]])
    t = (np.arange(n) / n)[:, None]
    parts = [
        b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:])
    ]
    return np.concatenate([*parts, points[-1:]])


def inked(places: np.ndarray, pen: float) -> np.ndarray:
    """The cells whose middle is at most that far from one of these places (m, 2), x and y in cells: (32, 32) bool."""
    across, down = ((np.arange(CELLS)[:, None] + 0.5 - each) ** 2 for each in places.T)  # (32, m)
    return (down[:, None] + across <= pen**2).any(axis=-1)


def a_manner(rng: np.random.Generator) -> Manner:
    """One that was drawn at random: size, width, lean, wobble, place and pen all vary."""
    tall = rng.uniform(14, 26)
    free = (CELLS - tall) / 2 - 2
    right, down = rng.uniform(-free, free, 2)
    return Manner(tall, rng.uniform(0.8, 1.3), rng.normal(0, 0.15), 0.35, right, down, rng.uniform(0.9, 1.9))


@memoized
def scripted_digits(each: int = 8, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Drawings (n, 32, 32) bool of all digits in all ways, each several times, and what they are, (n,).
    程序写出的全部数字：每种写法若干次，以及它们各是几。

    each : how often each way is drawn, every time in a manner of its own
    """
    rng = np.random.default_rng(seed)
    plan = [(digit, way) for digit in range(10) for way in range(WAYS) for _ in range(each)]
    drawings = [drawn(digit, way, a_manner(rng), int(rng.integers(1 << 31))) for digit, way in plan]
    return np.array(drawings), np.array([digit for digit, _ in plan])
