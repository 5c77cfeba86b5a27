"""What can be wrong inside a network and its loss: batch norm, dropout, the backward pass, a loss that nobody meant."""

import numpy as np

from course_nn.lectures.practice.normalization import Moments, backward, normalize
from course_nn.losses import LOSSES, Loss, softmax
from course_nn.network import Network, Trace


class SickNetwork(Network):
    """A network with batch norm and dropout of its own, and a backward pass that may be wrong.
    自带批量归一化与随机失活的网络，其反向传播可能有错。

    In training mode units drop out and batch norm uses the batch; in test mode running moments.

    recipe  : of the patient;  the rest as of Network
    trains  : the mode
    """

    def __init__(self, sizes, recipe, seed=0):
        super().__init__(sizes, recipe.activation, init=recipe.init, seed=seed)
        self.recipe, self.trains = recipe, False
        self.moments = [Moments() for _ in sizes[1:-1]]
        self.rng = np.random.default_rng([seed, 2])  # of dropout
        for b in self.biases[:-1]:
            b[...] = recipe.bias

    def forward(self, X, masks=()):
        if not masks and self.recipe.keep < 1 and (self.trains or self.recipe.drops_at_test):
            shapes, keep = [(len(X), M) for M in self.sizes[1:-1]], self.recipe.keep
            masks = [(self.rng.random(shape) < keep) / keep for shape in shapes]
        return self._normalized(X) if self.recipe.normalized else super().forward(X, masks)

    def _normalized(self, X):
        """As Network does it, but Wh is normalized before the bias is added; z keeps what the activation gets."""
        z, h, self.kept = [], [np.asarray(X, float)], []
        for layer, (W, b, phi) in enumerate(zip(self.weights, self.biases, self.activations)):
            z.append(h[-1] @ W.T)
            if layer < len(self.moments):
                z[-1], kept = normalize(z[-1], moments=None if self.trains else self.moments[layer])
                self.kept.append(kept)
            z[-1] = z[-1] + b
            h.append(phi.f(z[-1]))
        return Trace(z, h)

    def gather(self, X):
        """Take the moments of a batch into the running ones. 把一个批量的均值与方差计入滑动平均。"""
        h = X
        for W, b, phi, moments in zip(self.weights, self.biases, self.activations, self.moments):
            z = h @ W.T
            moments.gather(z)
            h = phi.f(normalize(z)[0] + b)

    def backward(self, trace, dF):
        before = self.gradient.copy() if self.recipe.gradient == "summed" else 0.0
        if self.recipe.normalized:
            self._backward_through_norms(trace, dF)
        else:
            super().backward(trace, dF)
        if self.recipe.gradient == "sign":
            self.split(self.gradient)[0][0] *= -1
        self.gradient += before
        return self.gradient

    def _backward_through_norms(self, trace, dF):
        dW, db = self.split(self.gradient)
        dh = dF
        for layer in reversed(range(len(self.weights))):
            delta = dh * self.activations[layer].df(trace.z[layer])
            db[layer] = delta.sum(axis=0)
            if layer < len(self.kept):
                delta = backward(delta, self.kept[layer])
            dW[layer] = delta.T @ trace.h[layer]
            dh = delta @ self.weights[layer]


_CROSS = LOSSES["softmax_cross_entropy"]


def _twice_gradient(F, T):
    """Through both softmaxes: the loss takes probabilities for logits."""
    p = softmax(F)
    dp = _CROSS.dl(p, T)
    return p * (dp - np.sum(p * dp, axis=-1, keepdims=True))


def _all_pairs(F, T):
    """Every output against every target: (n, 1) − (n,) is (n, n)."""
    return 0.5 * np.mean((F - T.ravel()) ** 2, axis=-1)


FITTING = {
    "cross-entropy": _CROSS,
    "softmax twice": Loss(
        "softmax_twice",
        "multiclass",
        "softmax",
        r"\log \sum_k e^{p_k} - p_c",
        _CROSS.targets,
        lambda F, T: _CROSS.l(softmax(F), T),
        _twice_gradient,
    ),
    "squared error": LOSSES["squared_error"],
    "all pairs": Loss(
        "all_pairs",
        "regression",
        "linear",
        r"\frac{1}{2n} \sum_j (f_i - y_j)^2",
        LOSSES["squared_error"].targets,
        _all_pairs,
        lambda F, T: F - T.mean(),
    ),
}
