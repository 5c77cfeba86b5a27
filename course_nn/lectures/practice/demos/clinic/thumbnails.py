"""Readings as small pictures: curves in tiles of a chart, three in a row, and images."""

import numpy as np

from course_nn.lectures.practice.demos.clinic.instruments import Reading

ACROSS, DOWN = 3, 4  # tiles of a chart
SIDES = 146, 88  # of a tile in page pixels, about
LOW, HIGH = 0.76, 0.26  # of the picture in a tile, as y, which is counted from above
FEW = 4  # pictures of the data in a row: to train on, and below them to validate
SERIES = ("train", "val", "loss", "norms", "zero", "real", "errors", "inputs")  # what a reading shows as a curve
PICTURED = {"weights": 1, "confusion": 1, "data": FEW / 2}  # how many times as wide as high the picture is


def corners(count: int, across: int) -> np.ndarray:
    """The corners above on the left of tiles or beds in rows: (count, 2)."""
    return np.array([(k % across, k // across) for k in range(count)], float).reshape(-1, 2)


def frames(count: int, across: int, x: float = 0.03, y: float = 0.03) -> np.ndarray:
    """The rims of tiles or beds in rows: (count, 5, 2), with a margin x, y."""
    rim = np.array([(x, y), (1 - x, y), (1 - x, 1 - y), (x, 1 - y), (x, y)])
    return rim + corners(count, across)[:, None]


def strips(count: int, across: int, y: float = 0.5) -> np.ndarray:
    """Flat lines through tiles or beds in rows, as wide as they are: (count, 2, 2)."""
    return corners(count, across)[:, None] + [[0.04, y], [0.96, y]]


def tiles(names: list, taken: dict, used: bool) -> np.ndarray:
    """Where a hand finds tiles: what was not used yet whole, of what was used the name, so that nothing hides the rest.

    names : of all tiles;  taken : of those used;  used : which of the two;  returns (n, 2, 2), far away for the others
    """
    lines = strips(len(names), ACROSS, 0.14 if used else 0.5)
    lines[[(name in taken) != used for name in names]] -= 100
    return lines


def extent(tile: int, wide: float) -> tuple:
    """Where an image so many times as wide as it is high stands in its tile: (left, right, bottom, top)."""
    x, y = corners(tile + 1, ACROSS)[tile]
    half = 0.5 * wide * (LOW - HIGH) * SIDES[1] / SIDES[0]
    return x + 0.5 - half, x + 0.5 + half, y + LOW, y + HIGH


def all_curves(readings: dict, names: list) -> list:
    """The curves of all tiles as two lines with gaps: what was measured, and what it is compared with.

    readings : {name: Reading};  names : of the tiles, in order;  returns two arrays (2, m)
    """
    lines = [np.zeros((2, 0))], [np.zeros((2, 0))]
    for tile, name in enumerate(names):
        for line, values in zip(lines, sketched(name, readings[name]) if name in readings else []):
            line.append(_placed(values, tile))
    return [np.concatenate(line, axis=1) for line in lines]


def _placed(values, tile):
    """A curve of values 0 … 1 in its tile, and a gap after it: (2, m + 1)."""
    x, y = corners(tile + 1, ACROSS)[tile]
    x = x + 0.1 + 0.8 * np.linspace(0, 1, len(values))
    y = y + LOW - (LOW - HIGH) * np.clip(values, 0, 1)
    return np.concatenate([[x, y], [[np.nan], [np.nan]]], axis=1)


def sketched(name: str, reading: Reading) -> list:
    """One or two curves 0 … 1 that stand for a reading: scores as steps, series on a log axis, answers over numbers."""
    if "scores" in reading.shown:
        return [np.repeat(reading.shown["scores"], 2)]
    if "pairs" in reading.shown:
        truth, answers = reading.shown["pairs"][:, np.argsort(reading.shown["pairs"][0])]
        return [(values - truth[0]) / (truth[-1] - truth[0]) for values in (truth, answers)]
    series = [np.asarray(values, float) for kind, values in reading.shown.items() if kind in SERIES]
    if not series or pictured(reading):
        return []
    logs = [np.log10(np.clip(np.abs(values), 1e-10, 1e10)) for values in series]
    low, high = min(values.min() for values in logs), max(values.max() for values in logs)
    if name == "gradient check":
        low, high = -10, 0.5  # nothing wrong lies low, and two opposite gradients high
    return [(values - low) / max(high - low, 0.5) for values in logs]


def pictured(reading: Reading) -> tuple:
    """The image that shows a reading, with values 0 … 1, in a tuple; () without one.

    The confusion matrix, a row for each class; the first pictures of the data, to train on above those to validate;
    of weights how much each pixel of 8 × 8 is heard.
    """
    if "table" in reading.shown:
        table = reading.shown["table"]
        return (table / np.maximum(table.sum(axis=1, keepdims=True), 1),)
    if len(reading.shown.get("inputs", ())) == 64:
        heard = reading.shown["inputs"].reshape(8, 8)
        return (heard / max(heard.max(), 1e-300),)
    X = reading.shown.get("X", np.zeros((1, 0)))
    if X.shape[1] != 64:
        return ()
    rows = [np.concatenate([*part[:FEW].reshape(-1, 8, 8)], axis=1) for part in (X, reading.shown["X_val"])]
    inks = np.concatenate(rows)
    return ((inks - inks.min()) / max(np.ptp(inks), 1e-300),)
