"""A backward pass with a mistake in it may still learn: that the loss falls does not prove that the gradient is right.

source : T. P. Lillicrap et al., Random synaptic feedback weights support error backpropagation for deep learning,
         Nature Communications 7 (2016) 13276
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import lookup
from course_nn.layers import ActivationLayer, Dense, Trace
from course_nn.network import Network, dense_layers


class Fault(NamedTuple):
    """What a backward pass does in a layer; each part is right unless a fault replaces it."""

    slope: Callable = lambda phi, z, h: phi.df(z)  # -> (n, M), by which dl/dh is multiplied
    weights: Callable = lambda delta, h: delta.mT @ h  # -> (M, N)
    biases: Callable = lambda delta: delta.sum(axis=-2)  # -> (M,), or one number for all
    feedback: Callable = lambda W: W  # -> (M, N), through which δ goes down


def _random_like(W):
    """A fixed random matrix as large as W would be at the start, the same one at every step."""
    M, N = W.shape[-2:]
    return (np.random.default_rng(M * N).normal(size=(M, N)) * np.sqrt(2 / (M + N))).astype(W.dtype)


def _where_square(W):
    return W.mT if W.shape[-1] == W.shape[-2] else W


FAULTS = {
    "none": Fault(),
    "no slope": Fault(slope=lambda phi, z, h: np.ones_like(z)),
    "slope of h": Fault(slope=lambda phi, z, h: phi.df(h)),  # φ' of what φ has returned already
    "W for its transpose": Fault(feedback=_where_square),  # where the shapes do not object
    "random feedback": Fault(feedback=_random_like),
    "transposed dW": Fault(weights=lambda delta, h: _where_square(delta.mT @ h)),
    "one sum for all biases": Fault(biases=lambda delta: delta.sum(axis=(-2, -1))[..., None]),
}
WRONG = [name for name in FAULTS if name != "none"]
ALONE = "last layer alone"  # nothing comes back to the hidden layers, which stay as they were drawn
CALLED = {  # in both languages
    "none": ("none: right", "无：正确"),
    "no slope": ("φ′ left out", "漏乘 φ′"),
    "slope of h": ("φ′ of h, not of z", "φ′ 取在 h 而非 z"),
    "W for its transpose": ("W for Wᵀ, if square", "方阵处 W 当作 Wᵀ"),
    "random feedback": ("random matrix for Wᵀ", "随机矩阵代替 Wᵀ"),
    "transposed dW": ("dW transposed, if square", "方阵处 dW 转置"),
    "one sum for all biases": ("db: one sum for all", "db：全部合为一个和"),
}


class FaultyDense(Dense):
    """A dense layer whose way back has a fault."""

    def __init__(self, N, M, init, fault):
        super().__init__(N, M, init)
        self.fault = fault

    def backward(self, dy: np.ndarray, x: np.ndarray) -> np.ndarray:
        self.dW[...] = self.fault.weights(dy, x)  # (M, N)
        self.db[...] = self.fault.biases(dy)  # (M,)
        return dy @ self.fault.feedback(self.W)  # (n, N)


class FaultyActivation(ActivationLayer):
    """An activation layer whose way back has a fault."""

    def __init__(self, phi, fault):
        super().__init__(phi)
        self.fault = fault

    def backward(self, dh: np.ndarray, z: np.ndarray) -> np.ndarray:
        return dh * self.fault.slope(self.phi, z, self.f(z))  # (n, M)


def with_fault(layers: list, fault: str) -> list:
    """Dense and activation layers like these, whose way back has a fault.

    fault  : a name in FAULTS, or ALONE;  raises : BadInput for an unknown one
    """
    wrong = lookup(FAULTS | {ALONE: Fault(feedback=np.zeros_like)}, fault, "fault", "错误")
    return [
        FaultyDense(layer.N, layer.M, layer.init, wrong)
        if isinstance(layer, Dense)
        else FaultyActivation(layer.phi, wrong)
        for layer in layers
    ]


def backward(network: Network, trace: Trace, dF: np.ndarray, fault: str = "none") -> np.ndarray:
    """Backpropagation with a fault: the gradient as it comes out wrong.
    带有错误的反向传播：得到的是算错了的梯度。

    dF     : (n, M) like the output, or (B, n, M) for B networks, as of Network.backward（形状同输出；B 个网络多一轴）
    fault  : a name in FAULTS（FAULTS 中的一个名字）
    returns: (P,), new, laid out like network.parameters（新数组，次序同 network.parameters）
    raises : BadInput for an unknown fault（没有这种错误）
    """
    faulty = Network(with_fault(network.layers, fault), dtype=network.parameters.dtype)
    return faulty.with_parameters(network.parameters).backward(trace, dF)


class FaultyNetwork(Network):
    """A network of faulty layers, so that training.train can be tried with it.

    fault : a name in FAULTS;  the rest as of Network
    """

    def __init__(self, sizes, activation="tanh", fault: str = "none", **settings):
        super().__init__(with_fault(dense_layers(sizes, activation), fault), **settings)


def angle(a: np.ndarray, b: np.ndarray) -> float:
    """Between two gradients, in degrees: below 90° a small step along the one still lowers the loss of the other.

    a, b : arrays of one shape, not 0
    """
    cosine = np.vdot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
