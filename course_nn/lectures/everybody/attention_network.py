"""Layers for a Network that reads a text at all its places at once, and looks up at each what came before.

Between them a batch of texts is a row of numbers for each place of each text, (m T, d), so that dense layers, losses,
optimizers and the loop that learns are those of any other network: what a dense layer does, it does at each place.
"""

from typing import Any

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.layers import ActivationLayer, Dense, Layer, Mode, Shortcut, Trace
from course_nn.lectures.everybody.attention import scores, through_weights
from course_nn.lectures.everybody.window_network import Embedding
from course_nn.losses import LOSSES, Loss, softmax
from course_nn.network import Network

EPSILON = 1e-5  # below the root, so that nothing is divided by 0


class Places(Layer):
    """A row for each place of each text, to which the numbers of the place are added, if places have any.
    每段文本的每个位置各成一行；若位置有自己的数，就加上去。

    y_t = x_t + P_t

    T : places of a text;  d : numbers a place;  P (T, d), learned
    told : False for rows that do not say where they stand
    """

    P: np.ndarray
    dP: np.ndarray
    N: int
    M: int

    def __init__(self, T: int, d: int, told: bool = True):
        self.T, self.N, self.M, self.told = T, T * d, d, told
        self.shapes = {"P": (T, d)} if told else {}

    def start(self, rng: np.random.Generator) -> dict:
        return {"P": rng.normal(size=(self.T, self.M))} if self.told else {}

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        texts = x.reshape(*x.shape[:-1], self.T, self.M)  # (…, m, T, d)
        if self.told:
            texts = texts + self.P[..., None, :, :]
        return texts.reshape(*x.shape[:-2], -1, self.M), None

    def backward(self, dy: np.ndarray, kept: Any) -> np.ndarray:
        texts = dy.reshape(*dy.shape[:-2], -1, self.T, self.M)
        if self.told:
            np.add.reduce(texts, axis=-3, out=self.dP)
        return texts.reshape(*texts.shape[:-2], self.N)


class RootNorm(Layer):
    """Each row is divided by the root of the mean of its squares; nothing is learned.
    每一行除以其平方均值的根；没有可学的参数。

    y = x / √(mean x² + ε),   dl/dx = (dl/dy − y mean(y dl/dy)) / √(mean x² + ε)

    source : Zhang & Sennrich, Root Mean Square Layer Normalization (2019)
    """

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        spread = np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + x.dtype.type(EPSILON))
        y = x / spread
        return y, (y, spread)

    def backward(self, dy: np.ndarray, kept: tuple) -> np.ndarray:
        y, spread = kept
        return (dy - y * np.mean(y * dy, axis=-1, keepdims=True)) / spread


class Heads(Layer):
    """Each place asks, and takes from those before it and from itself what fits; several heads ask side by side.
    每个位置发出查询，从它之前和它自己那里取来相符的内容；几个头并排查询。

    o_i = Σ_{j ≤ i} A_ij v_j in each head,   A = softmax(q · k / √(d/heads))

    T, d    : places of a text; numbers a row. What comes in is 3 d numbers a row, queries, keys and values
    heads   : d / heads numbers each
    allowed : (T, T) bool, where place i may look at place j; None is every j ≤ i
    raises  : BadInput if the heads do not share the numbers evenly
    """

    def __init__(self, T: int, d: int, heads: int = 1, allowed: np.ndarray | None = None):
        if d % heads:
            raise BadInput(
                f"{heads} heads cannot share {d} numbers evenly; try {heads * max(d // heads, 1)}",
                f"{heads} 个头不能平分 {d} 个数；可以试试 {heads * max(d // heads, 1)}",
            )
        self.T, self.d, self.heads, self.N, self.M = T, d, heads, 3 * d, d
        self.allowed = np.tri(T, dtype=bool) if allowed is None else allowed

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        Q, K, V = self._parted(x, 3)
        A = softmax(scores(Q, K, allowed=self.allowed))  # (…, m, heads, T, T)
        return self._joined((A @ V)[None]), (Q, K, V, A)

    def backward(self, dy: np.ndarray, kept: tuple) -> np.ndarray:
        Q, K, V, A = kept
        dO = self._parted(dy, 1)[0]
        dQ, dK = through_weights(A, Q, K, dO @ V.mT)
        return self._joined(np.stack([dQ, dK, A.mT @ dO]))

    def _parted(self, x, kinds):
        """From rows (…, m T, kinds · d) to (kinds, …, m, heads, T, d/heads)."""
        x = x.reshape(*x.shape[:-2], -1, self.T, kinds, self.heads, self.d // self.heads)
        return np.moveaxis(x, -3, 0).swapaxes(-2, -3)

    def _joined(self, parts):
        """The way back."""
        x = np.moveaxis(parts.swapaxes(-2, -3), 0, -3)
        return x.reshape(*x.shape[:-5], -1, len(parts) * self.d)


def attention_layers(
    T: int,
    K: int,
    d: int,
    blocks: int = 1,
    heads: int = 1,
    hidden: int = 0,
    positions: bool = True,
    first: np.ndarray | None = None,
    answers: int | None = None,
) -> list[Layer]:
    """The layers of a network that predicts at each place of a text the next letter, out of those up to there.
    在文本的每个位置上，由该处及之前的字母预测下一个字母的网络的各层。

    x ← x + W_o attend(norm x), and with hidden units x ← x + W₂ relu(W₁ norm x + b₁), in each block

    T, K      : places of a text; letters of the alphabet, numbered from 0
    d, heads  : numbers a place; heads that share them
    hidden    : units of the dense layers in each block, 0 for none
    positions : whether a place has numbers of its own
    first     : (T, T) bool, where the first block may look; None is everywhere before, and the place itself
    answers   : letters that are predicted, if they are others than those that are read
    """
    layers: list[Layer] = [Embedding(T, K, d), Places(T, d, positions)]
    for block in range(blocks):
        looking = Heads(T, d, heads, None if block else first)
        back = Dense(d, d, _normal(1 / (2 * blocks)), bias=False)
        layers.append(Shortcut([RootNorm(), Dense(d, 3 * d, _normal(1), bias=False), looking, back]))
        if hidden:
            inner = [Dense(d, hidden, "he"), ActivationLayer("relu"), Dense(hidden, d, _normal(1 / (2 * blocks)))]
            layers.append(Shortcut([RootNorm(), *inner]))
    return [*layers, RootNorm(), Dense(d, answers or K, _normal(0.01))]


def _normal(variance):
    """Weights whose sums have so much variance if what comes in has 1."""
    return lambda rng, M, N: rng.normal(0, np.sqrt(variance / N), (M, N))


def maps(trace: Trace) -> list[np.ndarray]:
    """Where each block looked: for each of them (…, m, heads, T, T), rows sum to 1.
    每一块看向哪里：每块一个数组，各行之和为 1。
    """
    found = []
    for layer, kept in zip(trace.layers, trace.kept):
        if isinstance(layer, Shortcut):
            found += maps(kept)
        elif isinstance(layer, Heads):
            found.append(kept[-1])
    return found


def next_letters(network: Network, texts: np.ndarray) -> np.ndarray:
    """The probability of every letter after each place: (m, T) -> (m, T, K).
    每个位置之后各个字母的概率。
    """
    p = softmax(network(texts).astype(float))
    return p.reshape(*texts.shape, p.shape[-1])


def _masked(F, T):
    return T.sum(axis=-1) * LOSSES["softmax_cross_entropy"].l(F, T)


KNOWN_LETTERS = Loss(  # the softmax cross-entropy, of rows that have a target
    name="known_letters",
    task="multiclass",
    output="softmax",
    latex=r"\log \sum_k e^{f_k} - f_c",
    targets=lambda F, Y: Y,
    l=_masked,
    dl=lambda F, T: T.sum(axis=-1, keepdims=True) * softmax(F) - T,
)
