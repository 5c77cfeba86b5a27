"""Thirty layers alike: what each of them does to the size of its signals, to the gradient, and to what differs.

One formula holds for a plain network and for one with shortcuts, where the signal also goes around each layer.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.layers import INITS as KNOWN_INITS
from course_nn.layers import (
    TRAINING,
    ActivationLayer,
    BatchNorm,
    Bias,
    Dense,
    Layer,
    LayerNorm,
    Shortcut,
    Trace,
    leaves,
)
from course_nn.losses import Loss
from course_nn.network import Network

NORMS: dict[str, Callable[[int], list]] = {  # of M units
    "none": lambda M: [],
    "batch": lambda M: [BatchNorm(M)],
    "layer": lambda M: [LayerNorm()],
}


def orthogonal(rng: np.random.Generator, M: int, N: int) -> np.ndarray:
    """A random rotation: it keeps lengths and angles, where M ≥ N.

    source : Saxe, McClelland & Ganguli, Exact solutions to the nonlinear dynamics of learning (2014)
    """
    Q, R = np.linalg.qr(rng.normal(size=(max(M, N), min(M, N))))
    Q = Q * np.sign(np.diag(R))  # so that no rotation is more likely than another
    return Q if M >= N else Q.T


# Xavier's in the form that keeps the size of a signal on the way up, where a layer has as many outputs as inputs.
INITS = {
    "small": KNOWN_INITS["normal"],
    "large": lambda rng, M, N: rng.normal(0, 1, (M, N)),
    "xavier": lambda rng, M, N: rng.normal(0, np.sqrt(2 / (M + N)), (M, N)),
    "he": KNOWN_INITS["he"],
    "orthogonal": orthogonal,
    "zeros": KNOWN_INITS["zeros"],
}


def deep_network(
    sizes: tuple,
    activation: str = "relu",
    init: str = "he",
    norm: str = "none",
    shortcut: bool = False,
    alpha: float = 1.0,
    seed: Sequence[int] | int = 0,
    dtype: type = np.float64,
) -> Network:
    """A deep network; there may be a norm before each activation, and a shortcut around each hidden layer.

    z_1 = W_1 x,  z_l = z_(l−1) + α W_l h_(l−1) with a shortcut, z_l = W_l h_(l−1) without,  h_l = φ(norm(z_l) + b_l)

    sizes      : units per layer, inputs first; with shortcuts all hidden layers are equally wide
    init       : a name in INITS, for W_2 … W_L; the first and the last layer start as Xavier's
    norm       : "none", "batch" or "layer"
    shortcut, alpha : whether there are shortcuts, and how much of a layer is added to them
    seed, dtype : as of Network, B networks at once for B seeds
    raises     : BadInput for names or sizes that make no network
    source     : He, Zhang, Ren & Sun, Identity Mappings in Deep Residual Networks (2016), equation (2)
    """
    if shortcut and len(set(sizes[1:-1])) != 1:
        raise BadInput(
            f"a shortcut needs hidden layers that are equally wide; got {sizes[1:-1]}",
            f"残差连接要求各隐藏层同样宽；收到 {sizes[1:-1]}",
        )
    weights = lookup(INITS, init, "initialization", "初始化")
    norms = lookup(NORMS, norm, "norm", "归一化")
    layers: list[Layer] = [Dense(sizes[0], sizes[1], INITS["xavier"], bias=False)]
    for N, M in pairwise(sizes[1:-1]):
        inner = [*norms(N), Bias(N), ActivationLayer(activation), Dense(N, M, weights, bias=False)]
        layers += [Shortcut(inner, alpha)] if shortcut else inner
    N, M = sizes[-2:]
    top = [*norms(N), Bias(N), ActivationLayer(activation), Dense(N, M, INITS["xavier"]), ActivationLayer("linear")]
    return Network([*layers, *top], seed=seed, dtype=dtype)


def norms_of(network: Network) -> list:
    """The norms of a network, one for each hidden layer, or none."""
    return [layer for layer in leaves(network.layers) if isinstance(layer, (BatchNorm, LayerNorm))]


class Signals(NamedTuple):
    """What comes up and down through the hidden layers of a network, the first layer first."""

    sizes: np.ndarray  # (…, L) root mean square of h
    gradients: np.ndarray  # (…, L) root mean square of dl/dz
    cosines: np.ndarray  # (…, L) mean cosine of the angle between h of two samples


def signals(network: Network, X: np.ndarray, T: np.ndarray, loss: Loss) -> Signals:
    """Send samples up through a network in training mode, the gradient of their loss down, and measure both.

    network : a deep_network, or B at once;  X (n, N), T (n, M) as loss.targets gives them
    """
    trace = network.forward(X, TRAINING)
    deltas = gradients_of_z(network, trace, loss.dl(trace.output, T))
    return Signals(
        sizes=np.stack([_root_mean_square(h) for h in trace.h[1:-1]], axis=-1),
        gradients=np.stack([_root_mean_square(delta) for delta in deltas], axis=-1),
        cosines=np.stack([mean_cosine(h) for h in trace.h[1:-1]], axis=-1),
    )


def gradients_of_z(network: Network, trace: Trace, dF: np.ndarray) -> list:
    """dl/dz_l of all hidden layers of a deep_network, the first layer first.

    trace : of network.forward;  dF : (n, M) like the output;  returns (n, M) each
    """
    dy, deltas = dF, []
    for layer, kept in zip(reversed(network.layers), reversed(trace.kept)):
        if isinstance(layer, (Dense, Shortcut)):  # their output is a z
            deltas.append(dy)
        dy = layer.backward(dy, kept)
    return deltas[:0:-1]  # without that of the output


def mean_cosine(h: np.ndarray) -> np.ndarray | float:
    """The mean cosine of the angle between two rows of an array (…, n, M); with a row of zeros it counts as 0.

    (‖Σ u_i‖² − Σ ‖u_i‖²) / (n (n − 1)),  u_i = h_i / ‖h_i‖
    """
    n = h.shape[-2]
    lengths = np.linalg.norm(h.astype(float), axis=-1, keepdims=True)
    u = h / np.where(lengths > 0, lengths, 1)
    return (np.sum(np.sum(u, axis=-2) ** 2, axis=-1) - np.sum(u**2, axis=(-2, -1))) / (n * (n - 1))


def _root_mean_square(x):
    return np.sqrt(np.mean(x.astype(float) ** 2, axis=(-2, -1)))


def relu_cosine(rho: float, layers: int = 1) -> float:
    """The cosine of two signals after wide ReLU layers of random weights, from the cosine ρ of their inputs.

    ρ → (√(1 − ρ²) + ρ (π − arccos ρ)) / π
    source : Cho & Saul, Kernel Methods for Deep Learning (2009), equation (6)
    """
    for _ in range(layers):
        rho = np.clip(rho, -1, 1)
        rho = (np.sqrt(1 - rho**2) + rho * (np.pi - np.arccos(rho))) / np.pi
    return rho
