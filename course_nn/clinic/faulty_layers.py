"""Layers with a fault that leaves no error message: a wrong gradient, moments not gathered, dropout in a test."""

import numpy as np

from course_nn.layers import BatchNorm, Dense, Dropout, Mode


class WrongSign(Dense):
    """The gradient of its weights has the wrong sign."""

    def backward(self, dy: np.ndarray, x: np.ndarray) -> np.ndarray | None:
        dx = super().backward(dy, x)
        self.dW *= -1
        return dx


class NeverReset(Dense):
    """Each gradient is added to the one before, which nobody has set to 0."""

    def backward(self, dy: np.ndarray, x: np.ndarray) -> np.ndarray | None:
        dW, db = self.dW.copy(), self.db.copy()
        dx = super().backward(dy, x)
        self.dW += dW
        self.db += db
        return dx


class Forgetful(BatchNorm):
    """A batch norm whose running moments nobody gathers."""

    def gather(self, kept: tuple) -> None:
        pass


class DropsAtTest(Dropout):
    """Dropout that strikes units out in a test, too."""

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        return super().forward(x, mode._replace(trains=True))
