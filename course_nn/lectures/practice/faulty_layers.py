"""Layers with a fault that leaves no error message: they drop, forget, or derive wrongly."""

from course_nn.layers import BatchNorm, Dense, Dropout


class WrongSign(Dense):
    """The gradient of its weights has the wrong sign."""

    def backward(self, dy, x):
        dx = super().backward(dy, x)
        self.dW *= -1
        return dx


class NeverReset(Dense):
    """Its gradients are added to the last ones, which nobody sets to 0."""

    def backward(self, dy, x):
        last = self.dW.copy(), self.db.copy()
        dx = super().backward(dy, x)
        self.dW += last[0]
        self.db += last[1]
        return dx


class Forgetful(BatchNorm):
    """A batch norm whose running moments nobody gathers."""

    def gather(self, kept):
        pass


class DropsAtTest(Dropout):
    """Dropout that strikes units out in a test as well."""

    def forward(self, x, mode):
        return super().forward(x, mode._replace(trains=True))
