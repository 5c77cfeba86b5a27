"""Readings as small pictures: curves in tiles of a chart, four in a row, and images."""

import numpy as np

FEW = 4  # pictures of the data in a row: to train on, and below them to validate
SHARES = ("confusion", "modes", "new data")  # instruments whose numbers are shares, 0 … 1
SERIES = ("train", "val", "loss", "norms", "zero", "real", "errors", "inputs")  # what a reading shows as a curve


def frame(x, y):
    """The rim of the tile or bed at column x and row y. 第 x 列、第 y 行的格子的边框。"""
    return np.array([(0.03, 0.97, 0.97, 0.03, 0.03), (0.03, 0.03, 0.97, 0.97, 0.03)]) + [[x], [y]]


def placed(values, tile, across):
    """A curve of values 0 … 1 in its tile, and a gap after it: (2, m + 1).
    把 0 … 1 的曲线放进格子，末尾留一个间断：(2, m + 1)。
    """
    x, y = tile % 4 + 0.1 + 0.8 * across, tile // 4 + 0.72 - 0.44 * np.clip(values, 0, 1)
    return np.concatenate([[x, y], [[np.nan], [np.nan]]], axis=1)


def sketched(name, reading):
    """One or two curves 0 … 1 that stand for a reading: series on a log axis, or its numbers as steps.
    代表一个读数的一到两条 0 … 1 曲线：对数轴上的序列，或阶梯状的数值。
    """
    if reading is None or pictured(reading):
        return [np.zeros(0)]
    if name in SHARES:
        return [np.repeat([*reading.values.values()][:3], 2)]
    series = [np.asarray(v, float) for name, v in reading.shown.items() if name in SERIES]
    series = series or [np.repeat([*reading.values.values()], 2).astype(float)]
    logs = [np.log10(np.clip(np.abs(values), 1e-10, 1e10)) for values in series]
    low, high = min(values.min() for values in logs), max(values.max() for values in logs)
    return [(values - low) / max(high - low, 0.5) for values in logs]


def pictured(reading):
    """The image that shows a reading, with values 0 … 1, in a tuple; () without one.
    以图像显示的读数（0 … 1），放在元组中；没有时为 ()。
    """
    if "table" in reading.shown:
        table = reading.shown["table"]
        return (table / np.maximum(table.sum(axis=1, keepdims=True), 1),)
    X = reading.shown.get("X", np.zeros((1, 0)))
    if X.shape[1] != 64:
        return ()
    rows = [np.concatenate([*part[:FEW].reshape(-1, 8, 8)], axis=1) for part in (X, reading.shown["X_val"])]
    inks = np.concatenate(rows)
    return ((inks - inks.min()) / np.ptp(inks),)
