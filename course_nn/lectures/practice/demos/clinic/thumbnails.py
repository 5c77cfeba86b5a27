"""Readings as small pictures: curves or images in the tiles of a chart, three in a row."""

import numpy as np

from course_nn.lectures.practice.demos.clinic.instruments import Reading

ACROSS, DOWN = 3, 4  # tiles of a chart
SIDES = 146, 88  # of a tile in page pixels, about
LOW, HIGH = 0.76, 0.26  # lower and upper end of a picture in its tile; y is counted from above
FEW = 4  # pictures of the data in a row: those to train on, and below them those to validate
SERIES = ("train", "val", "loss", "norms", "zero", "real", "errors", "inputs")  # arrays that are drawn as curves
ASPECTS = {"weights": 1, "confusion": 1, "data": FEW / 2}  # width over height of an image


def corners(count: int, across: int) -> np.ndarray:
    """The upper left corners of tiles or beds in rows: (count, 2)."""
    return np.array([(k % across, k // across) for k in range(count)], float).reshape(-1, 2)


def frames(count: int, across: int, x: float = 0.03, y: float = 0.03) -> np.ndarray:
    """The rims of tiles or beds in rows: (count, 5, 2), with a margin x, y."""
    rim = np.array([(x, y), (1 - x, y), (1 - x, 1 - y), (x, 1 - y), (x, y)])
    return rim + corners(count, across)[:, None]


def strips(count: int, across: int, y: float = 0.5) -> np.ndarray:
    """Flat lines through tiles or beds in rows, as wide as they are: (count, 2, 2)."""
    return corners(count, across)[:, None] + [[0.04, y], [0.96, y]]


def tiles(names: list, readings: dict, used: bool) -> np.ndarray:
    """Where a hand holds tiles: at the name once the instrument is used, so that nothing hides its reading.

    names : of all tiles;  readings : of the instruments used;  used : whether those tiles are wanted, or the others
    returns : (n, 2, 2), far away for tiles that are not wanted
    """
    lines = strips(len(names), ACROSS, 0.14 if used else 0.5)
    lines[[(name in readings) != used for name in names]] -= 100
    return lines


def extent(tile: int, aspect: float) -> tuple:
    """Where an image stands in its tile: (left, right, bottom, top)."""
    x, y = corners(tile + 1, ACROSS)[tile]
    half = 0.5 * aspect * (LOW - HIGH) * SIDES[1] / SIDES[0]
    return x + 0.5 - half, x + 0.5 + half, y + LOW, y + HIGH


def all_curves(readings: dict, names: list) -> list:
    """The curves of all tiles as two lines with gaps: what was measured, and what to compare it with.

    readings : {name: Reading};  names : of the tiles, in order;  returns two arrays (2, m)
    """
    lines = [np.zeros((2, 0))], [np.zeros((2, 0))]
    for tile, name in enumerate(names):
        for line, curve in zip(lines, curves_of(name, readings[name]) if name in readings else []):
            line.append(_placed(curve, tile))
    return [np.concatenate(line, axis=1) for line in lines]


def _placed(curve, tile):
    """A curve 0 … 1 in its tile, and a gap after it: (2, m + 1)."""
    left, top = corners(tile + 1, ACROSS)[tile]
    x = left + 0.1 + 0.8 * np.linspace(0, 1, len(curve))
    y = top + LOW - (LOW - HIGH) * np.clip(curve, 0, 1)
    return np.concatenate([[x, y], [[np.nan], [np.nan]]], axis=1)


def curves_of(name: str, reading: Reading) -> list:
    """One or two curves 0 … 1 for a reading: scores as steps, series on a log axis, answers beside true numbers."""
    if "scores" in reading.arrays:
        return [np.repeat(reading.arrays["scores"], 2)]
    if "pairs" in reading.arrays:
        truth, answers = reading.arrays["pairs"][:, np.argsort(reading.arrays["pairs"][0])]
        return [(curve - truth[0]) / (truth[-1] - truth[0]) for curve in (truth, answers)]
    series = [np.asarray(array, float) for kind, array in reading.arrays.items() if kind in SERIES]
    if not series or image_of(reading) is not None:
        return []
    logs = [np.log10(np.clip(np.abs(array), 1e-10, 1e10)) for array in series]
    low, high = min(log.min() for log in logs), max(log.max() for log in logs)
    if name == "gradient check":
        low, high = -10, 0.5  # a right gradient lies low, an opposite one high
    return [(log - low) / max(high - low, 0.5) for log in logs]


def image_of(reading: Reading) -> np.ndarray | None:
    """The image that shows a reading, with values 0 … 1; None if there is none.

    The confusion matrix, a row for each class; the first pictures of the data, those to train on above those to
    validate; or the size of the weights of each of 8 × 8 pixels.
    """
    if "table" in reading.arrays:
        table = reading.arrays["table"]
        return table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    if len(reading.arrays.get("inputs", ())) == 64:
        sizes = reading.arrays["inputs"].reshape(8, 8)
        return sizes / max(sizes.max(), 1e-300)
    X = reading.arrays.get("X", np.zeros((1, 0)))
    if X.shape[1] != 64:
        return None
    rows = [np.concatenate([*part[:FEW].reshape(-1, 8, 8)], axis=1) for part in (X, reading.arrays["X_val"])]
    inks = np.concatenate(rows)
    return (inks - inks.min()) / max(np.ptp(inks), 1e-300)
