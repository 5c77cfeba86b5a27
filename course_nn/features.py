"""A feature is a number computed from the input by hand, before any network sees it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup


class Feature(NamedTuple):
    """One feature of a point (x1, x2).
    点 (x1, x2) 的一个特征。
    """

    f: Callable  # (x1, x2), arrays of one shape -> an array of that shape
    label: str  # for the page
    latex: str  # for a picture
    code: str  # as NumPy


FEATURES = {
    "x1": Feature(lambda x1, x2: x1, "x₁", "x_1", "x1"),
    "x2": Feature(lambda x1, x2: x2, "x₂", "x_2", "x2"),
    "x1_squared": Feature(lambda x1, x2: x1**2, "x₁²", "x_1^2", "x1**2"),
    "x2_squared": Feature(lambda x1, x2: x2**2, "x₂²", "x_2^2", "x2**2"),
    "x1_x2": Feature(lambda x1, x2: x1 * x2, "x₁x₂", "x_1x_2", "x1 * x2"),
    "sin_x1": Feature(lambda x1, x2: np.sin(x1), "sin x₁", r"\sin x_1", "np.sin(x1)"),
    "sin_x2": Feature(lambda x1, x2: np.sin(x2), "sin x₂", r"\sin x_2", "np.sin(x2)"),
}


def featurize(X: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """The chosen features of each point, one a column.
    每个点的所选特征，每列一个。

    X      : (n, 2);  names : of FEATURES, at least one
    returns: (n, len(names))
    raises : BadInput for an unknown name, or without any
    source : the seven are those of TensorFlow Playground
    """
    chosen = [lookup(FEATURES, name, "feature", "特征") for name in names]
    if not chosen:
        raise BadInput(
            "a network needs at least one feature as its input; switch on x₁, for instance",
            "网络至少需要一个输入特征；例如打开 x₁",
        )
    x1, x2 = np.asarray(X, float).T
    return np.stack([feature.f(x1, x2) for feature in chosen], axis=1)  # (n, len(names))
