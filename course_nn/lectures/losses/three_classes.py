"""A linear classifier with three outputs cuts the plane into three parts: the class with the largest score wins."""

import numpy as np

from course_nn import boundary
from course_nn.losses import LOSSES


def winners(F: np.ndarray) -> np.ndarray:
    """The class with the largest score; where all are equal it is K, which is no class.

    F : (…, K);  returns (…) int
    """
    return np.where(np.ptp(F, axis=-1) > 0, F.argmax(axis=-1), F.shape[-1])


def striped(colors: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Areas of three classes in their colours; class 2 has white stripes, as some people see its green as blue.

    colors : (3 or more, 3) uint8;  classes : (n, m) int;  returns (n, m, 3) uint8
    """
    row, column = np.indices(classes.shape)
    picture = colors[classes]
    picture[(classes == 2) & ((row + column) % 6 < 2)] = 255
    return picture


def borders(W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Where two classes tie and the third is behind: three rays from one point.

    f_i = f_j > f_k,  f = W x + b

    W : (3, 2);  b : (3,);  returns (3, 2, 2), the two ends of each ray; nan where there is none
    """
    return np.array([_tie(W, b, *classes) for classes in ((0, 1, 2), (1, 2, 0), (2, 0, 1))])


def _tie(W, b, i, j, k):
    ends = boundary.line(W[i] - W[j], b[i] - b[j], far=99)
    ahead = ends @ (W[i] - W[k]) + b[i] - b[k]  # (2,) of the third, at both ends
    if np.all(ahead < 0):
        return np.full((2, 2), np.nan)
    if ahead.min() < 0 < ahead.max():
        ends[ahead < 0] = ends[0] + ahead[0] / (ahead[0] - ahead[1]) * (ends[1] - ends[0])
    return ends


def losses_by_lead(loss: str, f: np.ndarray, c: int, leads: np.ndarray) -> np.ndarray:
    """The loss of one sample as the score of its class c changes and those of the wrong classes stay.

    lead = f_c - max f_k, k ≠ c

    loss : a multi-class loss in LOSSES;  f : (K,);  leads : (m,);  returns (m,)
    """
    wrong = np.delete(f, c)
    rows = np.tile([0.0, *(wrong - wrong.max())], (len(leads), 1))  # (m, K), class c first
    rows[:, 0] = leads
    return LOSSES[loss].per_sample(rows, np.zeros(len(leads), int))
