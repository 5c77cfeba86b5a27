"""Layers with a fault that leaves no error message: they drop, forget, or derive wrongly."""

import numpy as np

from course_nn.layers import BatchNorm, Dense, Dropout, Mode


class WrongSign(Dense):
    """The gradient of its weights has the wrong sign."""

    def backward(self, dy: np.ndarray, x: np.ndarray) -> None:
        dx = super().backward(dy, x)
        self.dW *= -1
        return dx


class NeverReset(Dense):
    """Its gradients are added to the last ones, which nobody sets to 0."""

    def backward(self, dy: np.ndarray, x: np.ndarray) -> np.ndarray | None:
        last = self.dW.copy(), self.db.copy()
        dx = super().backward(dy, x)
        self.dW += last[0]
        self.db += last[1]
        return dx


class Forgetful(BatchNorm):
    """A batch norm whose running moments nobody gathers."""

    def gather(self, kept: tuple) -> None:
        pass


class DropsAtTest(Dropout):
    """Dropout that strikes units out in a test as well."""

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        return super().forward(x, mode._replace(trains=True))
