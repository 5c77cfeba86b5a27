"""When each optimizer is there, in words."""

from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import plain
from course_nn.lectures.gradient_descent.tuned_race import TASKS

NAMES = {
    "gradient_descent": Words("plain", "普通梯度下降"),
    "momentum": Words("momentum", "动量法"),
    "nesterov": Words("Nesterov", "Nesterov"),
    "adagrad": Words("AdaGrad", "AdaGrad"),
    "rmsprop": Words("RMSProp", "RMSProp"),
    "adam": Words("Adam", "Adam"),
}


def median(epochs: np.ndarray) -> float:
    """The median over all seeds; nan if half of them or more never got there."""
    middle = np.median(np.nan_to_num(epochs, nan=np.inf))
    return middle if np.isfinite(middle) else np.nan


def time_of(epochs: np.ndarray, values: Any) -> str:
    """The median of the arrivals, or that there was too little time."""
    known = np.isfinite(median(epochs))
    return plain(median(epochs), 2) if known else f"> {TASKS[values.task].epochs}"


def about_arrivals(result: Any, values: Any) -> Words:
    """For each optimizer the median and the range of its arrivals, and its learning rate."""
    parts = []
    for name, epochs in result.arrivals.items():
        low, high = np.nanmin(epochs, initial=np.inf), np.nan_to_num(epochs, nan=np.inf).max()
        reach = f"({plain(low, 2)}–{plain(high, 2)})" if np.isfinite(high) else f"({plain(low, 2)} …)"
        time = time_of(epochs, values) + (f" {reach}" if np.isfinite(median(epochs)) else "")
        rate = f"{result.rates[name]:g}"
        parts.append(Words(f"{NAMES[name].en} {time}, η {rate}", f"{NAMES[name].zh} {time}，η {rate}"))
    return Words("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))
