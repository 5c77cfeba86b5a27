"""Readings as small pictures: curves or images in the tiles of a chart, four in a row."""

import numpy as np

from course_nn.clinic.instruments import Reading

ACROSS, DOWN = 4, 3  # tiles of a chart
SIDES = 134, 93  # of a tile in page pixels
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
    series = series_of(name, reading) if image_of(reading) is None else []
    if not series or "scores" in reading.arrays:
        return [np.repeat(values, 2) for _, values, _ in series]
    curves = [np.log10(np.clip(np.abs(values), 1e-10, 1e10)) if log else values for _, values, log in series]
    low, high = min(curve.min() for curve in curves), max(curve.max() for curve in curves)
    if "pairs" in reading.arrays:
        low, high = curves[0][0], curves[0][-1]  # of the true numbers
    if name == "gradient check":
        low, high = -10, 0.5  # a right gradient lies low, an opposite one high
    return [(curve - low) / max(high - low, 0.5) for curve in curves]


def series_of(name: str, reading: Reading) -> list:
    """The curves of a reading in its own units: (what it is, values, whether its axis is logarithmic)."""
    if "scores" in reading.arrays:
        return [("scores", reading.arrays["scores"], False)]
    if "pairs" in reading.arrays:
        truth, answers = reading.arrays["pairs"][:, np.argsort(reading.arrays["pairs"][0])]
        return [("truth", truth, False), ("answers", answers, False)]
    return [(kind, np.asarray(array, float), True) for kind, array in reading.arrays.items() if kind in SERIES]


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
