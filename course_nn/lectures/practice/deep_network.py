"""Thirty layers alike: what each of them does to the size of its signals, to the gradient, and to what differs.

One formula holds for a plain network and for one with shortcuts, where the signal goes around each layer too.
"""

from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.lectures.practice.normalization import Moments, backward, normalize
from course_nn.network import INITS as KNOWN_INITS
from course_nn.network import Network, Trace

NORMS = {"none": None, "batch": 0, "layer": 1}  # name -> the axis of (n, M) along which moments are taken


def orthogonal(rng, M, N):
    """A random rotation: lengths and angles stay what they are, where M ≥ N. 随机旋转：M ≥ N 时长度与夹角不变。

    source : Saxe, McClelland & Ganguli, Exact solutions to the nonlinear dynamics of learning (2014)
    """
    Q, R = np.linalg.qr(rng.normal(size=(max(M, N), min(M, N))))
    Q = Q * np.sign(np.diag(R))  # so that no rotation is more likely than another
    return Q if M >= N else Q.T


# Xavier's in the form that keeps the size of a forward signal where a layer has as many outputs as inputs.
INITS = {
    "small": KNOWN_INITS["normal"],
    "large": lambda rng, M, N: rng.normal(0, 1, (M, N)),
    "xavier": lambda rng, M, N: rng.normal(0, np.sqrt(2 / (M + N)), (M, N)),
    "he": KNOWN_INITS["he"],
    "orthogonal": orthogonal,
    "zeros": KNOWN_INITS["zeros"],
}


class DeepNetwork(Network):
    """A deep network with a norm before each activation, and a shortcut around each hidden layer, or without.
    深层网络：每个激活函数之前可有归一化，每个隐藏层旁可有残差连接。

    z_1 = W_1 x,  z_l = z_(l−1) + α W_l h_(l−1) with a shortcut, z_l = W_l h_(l−1) without,  h_l = φ(norm(z_l) + b_l)

    sizes      : units per layer, inputs first; with shortcuts all hidden layers are equally wide
    init       : a name in INITS, for W_2 … W_L; the first and the last layer start as Xavier's
    norm       : "none", "batch" or "layer"
    shortcut, alpha : whether there are shortcuts, and how much of a layer is added to them
    seed, dtype : as of Network, B networks at once for B seeds
    raises     : BadInput for names or sizes that make no network
    source     : He, Zhang, Ren & Sun, Identity Mappings in Deep Residual Networks (2016), equation (2)
    """

    def __init__(
        self, sizes, activation="relu", init="he", norm="none", shortcut=False, alpha=1.0, seed=0, dtype=np.float64
    ):
        if shortcut and len(set(sizes[1:-1])) != 1:
            raise BadInput(
                f"a shortcut needs hidden layers that are equally wide; got {sizes[1:-1]}",
                f"残差连接要求各隐藏层同样宽；收到 {sizes[1:-1]}",
            )
        draw, axis = lookup(INITS, init, "initialization", "初始化"), lookup(NORMS, norm, "norm", "归一化")
        super().__init__(sizes, activation, init="zeros", seed=seed, dtype=dtype)
        self.axis, self.shortcut, self.alpha = axis, shortcut, alpha if shortcut else 1.0
        self.moments = [Moments() for _ in sizes[1:-1]]
        for place, rng in self._networks(seed):
            for layer, W in enumerate(self.weights):
                outer = layer in (0, len(sizes) - 2)
                W[place] = (INITS["xavier"] if outer else draw)(rng, *W.shape[-2:])

    @staticmethod
    def _networks(seed):
        """Where each of the networks is in an array, and its randomness."""
        if np.ndim(seed) == 0:
            return [(..., np.random.default_rng(seed))]
        return [(k, np.random.default_rng(s)) for k, s in enumerate(seed)]

    def forward(self, X, masks=(), mode="train"):
        """As Network.forward; a batch norm takes the moments of the batch to "train", running ones to "test".
        同 Network.forward；批量归一化在 "train" 模式下用该批量的均值与方差，在 "test" 模式下用滑动平均。
        """
        z, h, self.kept, self.inputs = [], [np.asarray(X, self.parameters.dtype)], [], []
        for layer, (W, b, phi) in enumerate(zip(self.weights, self.biases, self.activations)):
            z.append(h[-1] @ W.mT)
            if layer == len(self.weights) - 1:
                h.append(z[-1] + b[..., None, :])
                break
            if layer > 0 and self.shortcut:
                z[-1] = z[-2] + self.alpha * z[-1]
            self.inputs.append(self._normalized(z[-1], layer, mode) + b[..., None, :])
            h.append(phi.f(self.inputs[-1]))
        return Trace(z, h)

    def __call__(self, X):
        return self.forward(X, mode="test").h[-1]

    def _normalized(self, z, layer, mode):
        if self.axis is None:
            return z
        running = self.moments[layer] if mode == "test" and self.axis == 0 else None
        y, kept = normalize(z, self.axis, running)
        self.kept.append(kept)
        return y

    def gather(self, trace):
        """Take the moments of a batch, as forward met them, into the running ones.
        把前向传播时一个批量的均值与方差计入滑动平均。
        """
        for moments, z in zip(self.moments, trace.z):
            moments.gather(z)

    def backward(self, trace, dF):
        """As Network.backward, through norms and along shortcuts; dl/dz_l of all hidden layers stays in .deltas.
        同 Network.backward，穿过归一化并沿残差连接；各隐藏层的 dl/dz_l 留在 .deltas 中。
        """
        dW, db = self.split(self.gradient)
        last, self.deltas = len(self.weights) - 1, []
        dW[last], db[last] = dF.mT @ trace.h[last], dF.sum(axis=-2)
        dh = dF @ self.weights[last]
        for layer in reversed(range(last)):
            delta = dh * self.activations[layer].df(self.inputs[layer])  # (n, M)
            db[layer] = delta.sum(axis=-2)
            if self.axis is not None:
                delta = backward(delta, self.kept[layer])
            if self.shortcut and self.deltas:
                delta = delta + self.deltas[-1]  # what comes down beside the layer above
            self.deltas.append(delta)
            share = self.alpha if layer > 0 else 1.0
            dW[layer] = share * (delta.mT @ trace.h[layer])
            dh = share * (delta @ self.weights[layer])
        self.deltas.reverse()
        return self.gradient


class Signals(NamedTuple):
    """What comes up and down through the hidden layers of a network, the first layer first.
    网络各隐藏层中向上与向下传的信号，第一层在前。
    """

    sizes: np.ndarray  # (…, L) root mean square of h
    gradients: np.ndarray  # (…, L) root mean square of dl/dz
    cosines: np.ndarray  # (…, L) mean cosine of the angle between h of two samples


def signals(network, X, T, loss):
    """Send samples up through a network and the gradient of their loss down, and measure both in each layer.
    让样本向上通过网络，再让损失的梯度向下传，逐层测量两者。

    network : a DeepNetwork, or B at once;  X (n, N), T (n, M) as loss.targets gives them
    returns : Signals
    """
    trace = network.forward(X)
    network.backward(trace, loss.dl(trace.h[-1], T))
    return Signals(
        sizes=np.stack([_root_mean_square(h) for h in trace.h[1:-1]], axis=-1),
        gradients=np.stack([_root_mean_square(delta) for delta in network.deltas], axis=-1),
        cosines=np.stack([mean_cosine(h) for h in trace.h[1:-1]], axis=-1),
    )


def mean_cosine(h):
    """The mean cosine of the angle between two rows of an array (…, n, M); with a row of zeros it counts as 0.
    数组 (…, n, M) 中两行夹角余弦的平均；与全零行的余弦按 0 计。

    (‖Σ u_i‖² − Σ ‖u_i‖²) / (n (n − 1)),  u_i = h_i / ‖h_i‖
    """
    n, lengths = h.shape[-2], np.linalg.norm(h.astype(float), axis=-1, keepdims=True)
    u = h / np.where(lengths > 0, lengths, 1)
    return (np.sum(np.sum(u, axis=-2) ** 2, axis=-1) - np.sum(u**2, axis=(-2, -1))) / (n * (n - 1))


def _root_mean_square(values):
    return np.sqrt(np.mean(values.astype(float) ** 2, axis=(-2, -1)))


def relu_cosine(rho, layers=1):
    """The cosine after wide ReLU layers of random weights, for two inputs with the cosine ρ.
    两个输入的夹角余弦为 ρ 时，经过若干个随机权重的宽 ReLU 层之后的余弦。

    ρ → (√(1 − ρ²) + ρ (π − arccos ρ)) / π
    source : Cho & Saul, Kernel Methods for Deep Learning (2009), equation (6)
    """
    for _ in range(layers):
        rho = np.clip(rho, -1, 1)
        rho = (np.sqrt(1 - rho**2) + rho * (np.pi - np.arccos(rho))) / np.pi
    return rho
