"""A reader of digits, made of whatever a student has written: what asks it, such as a pad to draw on, comes in here."""

from collections.abc import Callable

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.losses import softmax


class Reader:
    """Reads digits: called with ink (n, 64) from 0 to 1, it answers with the digits (n,).
    读数字：传入墨迹 (n, 64)，取值 0 到 1，返回数字 (n,)。
    """

    def __init__(self, forward: Callable) -> None:
        self._forward = forward

    def __call__(self, ink: np.ndarray) -> np.ndarray:
        return self.p(ink).argmax(axis=1)

    def p(self, ink: np.ndarray) -> np.ndarray:
        """How likely each of the ten digits is: (n, 10), each row with the sum 1. 十个数字各自的概率。

        raises : BadInput if what was handed in does not give ten finite numbers a row
        """
        rows = np.asarray(ink, float).reshape(-1, 64)
        logits = self._logits(rows.copy())
        if logits.shape != (len(rows), 10) or not np.isfinite(logits).all():
            raise BadInput(
                f"expected a function from ink (n, 64) to ten finite numbers a row, (n, 10); for {len(rows)} rows it "
                f"gives the shape {logits.shape}. Try reader(lambda X: forward(net, X)[-1])",
                f"应传入一个函数：由墨迹 (n, 64) 得到每行十个有限的数 (n, 10)；对 {len(rows)} 行，它给出的形状是 "
                f"{logits.shape}。可以试试 reader(lambda X: forward(net, X)[-1])",
            )
        return softmax(logits)

    def _logits(self, rows):
        try:
            return np.asarray(self._forward(rows), float)
        except (TypeError, ValueError):
            return np.empty(0)


def reader(forward: Callable) -> Reader:
    """A reader of digits from your own network: reader(lambda X: forward(net, X)[-1]).
    用你自己的网络读数字：reader(lambda X: forward(net, X)[-1])。

    forward : a function from ink (n, 64), 0 to 1, to logits (n, 10)
    raises  : BadInput if it gives something else for two blank sheets
    """
    made = Reader(forward)
    made.p(np.zeros((2, 64)))
    return made
