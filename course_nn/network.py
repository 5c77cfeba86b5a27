"""A network is a list of layers, one inside the other; learning needs to know what each weight does to the loss.

A seed gives one network. A sequence of seeds gives as many networks at once, answering the same X: every array below
then has one more axis in front, and not a line of the code is different.
"""

import copy
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import prod
from typing import Self

import numpy as np

from course_nn.activations import Activation
from course_nn.common.errors import BadInput
from course_nn.layers import (
    INITS,
    TEST,
    ActivationLayer,
    Dense,
    Dropout,
    Layer,
    Mode,
    Shortcut,
    Trace,
    backward,
    forward,
    gather,
    leaves,
)

__all__ = ["INITIALIZATION", "INITS", "Network", "Trace", "Views", "dense_layers", "parameter_count"]

# The initialization that was made for each activation: He's for the half of the plane that ReLU cuts off, Glorot's for
# units that are nearly linear around 0.
INITIALIZATION = {"relu": "he", "tanh": "glorot", "sigmoid": "glorot"}


class Views(list):
    """One array per layer, each a view into a flat vector; to assign an array copies its values into that vector.
    每层一个数组，均为一维向量的视图；给其中一项赋值，就是把数值写入该向量。
    """

    def __setitem__(self, layer, values):
        self[layer][...] = values


class Network:
    """A feed-forward network whose parameters are one flat vector, and its weights and biases views into it.
    前馈网络：所有参数存放在一个一维向量里，各层的权重与偏置是它的视图。

    f(x) = φ_L(W_L … φ_1(W_1 x + b_1) … + b_L)

    sizes      : units per layer, inputs first: (2, 3, 1) is 2 inputs, 3 hidden units, 1 output
                 or a list of layers, such as [Dense(2, 3), BatchNorm(3), ActivationLayer("relu"), Dense(3, 1)], which
                 say activation, output and init themselves
    activation : a name or Activation for all hidden layers, or a list with one for each
    output     : the output layer's; "linear" gives logits, which the cross-entropies want
    init       : a name in INITS, or a function (rng, M, N) -> (M, N)
    seed       : a whole number; or a sequence of B of them for B networks at once
    dtype      : np.float64, or np.float32, which is faster in large layers
    raises     : BadInput for sizes, names or layers that make no network

    parameters : (P,) or (B, P); assigning to it copies into it      weights : list of L views (M, N) or (B, M, N)
    gradient   : the same layout, overwritten by each backward       biases  : list of L views (M,) or (B, M)
    layers     : its own copies of the layers, which hold views too; the running moments of a batch norm lie among the
                 parameters, with a gradient of 0
    """

    def __init__(
        self,
        sizes: Sequence,
        activation="tanh",
        output="linear",
        init: str | Callable = "glorot",
        seed: int | Sequence[int] = 0,
        dtype=np.float64,
    ):
        given = isinstance(sizes, (list, tuple)) and any(isinstance(layer, Layer) for layer in sizes)
        layers = sizes if given else dense_layers(sizes, activation, output, init)
        self.sizes = _units(layers)
        self._take(layers)
        seeds = [seed] if isinstance(seed, (int, np.integer)) else [*seed]
        first = np.stack([self._first_values(np.random.default_rng(s)) for s in seeds]).astype(dtype)
        self._hold(first[0] if isinstance(seed, (int, np.integer)) else first)

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """The output for each row of X: (n, N) -> (n, M), or (B, n, M) for B networks.
        X 每一行的输出：(n, N) -> (n, M)；B 个网络时为 (B, n, M)。
        """
        return self.forward(X).values[-1]

    def forward(self, X: np.ndarray, mode: Mode = TEST) -> Trace:
        """The output, and everything on the way to it, as a Trace.
        前向传播：返回 Trace，包含输出和每一层的中间结果。

        mode : TEST, or in training TRAINING or Mode(True, rng); it matters to dropout and batch norm
        """
        if not isinstance(mode, Mode):
            raise BadInput(
                f"mode is TEST, TRAINING or Mode(True, rng); got {mode!r}. Masks are layers, see with_dropout",
                f"mode 应为 TEST、TRAINING 或 Mode(True, rng)；收到 {mode!r}。掩码是层，参见 with_dropout",
            )
        X = np.asarray(X, self.parameters.dtype)
        if X.ndim < 2 or X.shape[-1] != self.sizes[0]:
            raise BadInput(
                f"this network takes rows of {self.sizes[0]} numbers, X (n, {self.sizes[0]}); got {X.shape}",
                f"该网络的输入是每行 {self.sizes[0]} 个数，X (n, {self.sizes[0]})；收到 {X.shape}",
            )
        return forward(self.layers, X, mode)

    def backward(self, trace: Trace, dF: np.ndarray) -> np.ndarray:
        """Backpropagation: the gradient of a loss, from its gradient dF with respect to the output.
        反向传播：由损失对输出的梯度 dF 求出损失对全部参数的梯度。

        δ_l = dl/dz_l,  dl/dW_l = Σ_i δ_l h_lᵀ,  dl/db_l = Σ_i δ_l,  dl/dh_l = W_lᵀ δ_l

        trace  : of this network's own forward（本网络前向计算的记录）;  dF : (n, M) like the output（形状同输出）
        returns: .gradient, flat like .parameters; copy it to keep it（排成一列，次序同 .parameters；要保留请复制）
        raises : BadInput for a trace through another number of layers, such as those of with_dropout（记录的层数不符）
        source : Rumelhart, Hinton & Williams, Learning representations by back-propagating errors (1986)
        """
        if len(trace.kept) != len(self.layers):
            raise BadInput(
                f"this trace went through {trace.layers}, and this network is {self.layers}; ask the one that made it",
                f"该 Trace 经过的层是 {trace.layers}，而本网络的层是 {self.layers}；请用产生它的网络做反向传播",
            )
        backward(self.layers, trace, dF)
        return self.gradient

    def gather(self, trace: Trace) -> None:
        """Let the layers take from a pass in training what they remember for tests: the running moments of batch norm.
        让各层从训练中的一次前向传播累积测试所需的量：批量归一化的滑动平均。
        """
        if self._remembers:
            gather(self.layers, trace)

    @property
    def activations(self) -> tuple:
        """The activation function of each layer, the output's last. 各层的激活函数，输出层的在最后。"""
        return tuple(leaf.phi for leaf in leaves(self.layers) if isinstance(leaf, ActivationLayer))

    @property
    def is_weight(self) -> np.ndarray:
        """1 for each weight and 0 for each bias, in the layout of the parameters: penalties spare the biases.
        与参数同布局的掩码：权重处为 1，偏置处为 0；惩罚项不作用于偏置。
        """
        ones = np.zeros_like(self.parameters)
        for W in self.split(ones)[0]:
            W[...] = 1
        return ones

    def split(self, flat: np.ndarray) -> tuple[Views, Views]:
        """A flat vector like .parameters, such as a gradient, as views (weights, biases), one of each per layer.
        把与 .parameters 同样排列的一维向量（例如梯度）按层拆成视图 (weights, biases)。

        flat : (…, P)
        """
        views = [*self._views(flat)]
        W, b = (Views(view for _, name, view in views if name == kind) for kind in "Wb")
        return W, b

    def with_parameters(self, parameters: np.ndarray) -> Self:
        """The same network with other parameters, (P,) or (B, P): one of a batch, or a whole history as a batch.
        结构相同、参数不同的网络；参数为 (P,) 或 (B, P)：可取出一批中的一个，也可把整段训练历史当作一批。
        """
        other = copy.copy(self)
        other._take(self.layers)
        other._hold(np.array(parameters, self.parameters.dtype))
        return other

    def with_dropout(self, keep: float | Sequence) -> Self:
        """The same network, whose hidden layers are thinned; the parameters are shared, so training one trains both.
        同一个网络，但隐藏层带有随机失活；参数共享，训练其一即训练二者。

        keep   : share of hidden units that dropout keeps, above 0 up to 1, or one for each hidden layer; or such
                 layers themselves, of Dropout or Mask
        raises : BadInput for shares out of range, or not one for each hidden layer
        """
        hidden = len(self.sizes) - 2
        each: list = [*keep] if isinstance(keep, (list, tuple, np.ndarray)) else [keep] * hidden
        if len(each) != hidden:
            raise BadInput(
                f"keep is a share above 0 and up to 1, or one for each of the {hidden} hidden layers; got {keep!r}",
                f"keep 应为大于 0 且不超过 1 的比例，或 {hidden} 个隐藏层各一个；收到 {keep!r}",
            )
        thinned = iter([None, *(one if isinstance(one, Layer) else Dropout(one) for one in each)])
        other = copy.copy(self)
        other._take(_before_dense(self.layers, thinned))
        other._hold(self._parameters, self.gradient)
        return other

    @property
    def parameters(self) -> np.ndarray:
        return self._parameters

    @parameters.setter
    def parameters(self, values: np.ndarray) -> None:
        self._parameters[...] = values  # into the same memory, so that the views stay true

    def _take(self, layers):
        self.layers = [layer.copy() for layer in layers]
        self.layers[0].hands_down = False
        self._remembers = any(type(leaf).gather is not Layer.gather for leaf in leaves(self.layers))

    def _first_values(self, rng):
        """One draw of all parameters, flat: (P,)."""
        values = []
        for leaf in leaves(self.layers):
            first = leaf.start(rng)
            values += [np.ravel(first.get(name, np.zeros(shape))) for name, shape in leaf.shapes.items()]
        return np.concatenate(values) if values else np.zeros(0)

    def _views(self, flat) -> Iterator[tuple[Layer, str, np.ndarray]]:
        """Layer, name and view of each of the parameters in a flat vector."""
        end = 0
        for leaf in leaves(self.layers):
            for name, shape in leaf.shapes.items():
                start, end = end, end + prod(shape)
                yield leaf, name, flat[..., start:end].reshape(*flat.shape[:-1], *shape)

    def _hold(self, parameters, gradient=None):
        self._parameters = parameters
        self.gradient = np.zeros_like(parameters) if gradient is None else gradient
        for prefix, flat in (("", parameters), ("d", self.gradient)):
            for layer, name, view in self._views(flat):
                setattr(layer, prefix + name, view)
        self.weights, self.biases = self.split(parameters)

    def __deepcopy__(self, memo):
        return self.with_parameters(self.parameters)

    def __repr__(self):
        plain = [*map(type, self.layers)] == [Dense, ActivationLayer] * (len(self.sizes) - 1)
        units = zip(self.sizes[1:], self.activations)
        layers = [str(self.sizes[0]), *(f"{M} {phi}" for M, phi in units)] if plain else map(repr, self.layers)
        batch = "" if self.parameters.ndim == 1 else f", networks={len(self.parameters)}"
        return f"Network({' → '.join(layers)}{batch}, parameters={self.parameters.shape[-1]})"


def dense_layers(
    sizes: Sequence[int],
    activation: str | Activation | Sequence = "tanh",
    output: str | Activation = "linear",
    init: str | Callable = "glorot",
) -> list:
    """The layers of a fully connected network; the arguments as of Network.
    全连接网络的各层；参数同 Network。
    """
    sizes = _checked_sizes(sizes)
    names = [*_per_layer(activation, len(sizes) - 2), output]
    pairs = ((Dense(N, M, init), ActivationLayer(name)) for (N, M), name in zip(pairwise(sizes), names))
    return [layer for pair in pairs for layer in pair]


def parameter_count(sizes: Sequence[int]) -> int:
    """How many weights and biases a fully connected network of these sizes has.
    这些层宽的全连接网络共有多少个权重与偏置。

    P = Σ M (N + 1) over its layers of N inputs and M outputs

    sizes  : units per layer, inputs first, as of Network
    raises : BadInput for sizes that make no network
    """
    return sum(M * (N + 1) for N, M in pairwise(_checked_sizes(sizes)))


def _before_dense(layers, each):
    """The layers, with the next of each before every dense one; None stands for nothing."""
    found = []
    for layer in layers:
        if isinstance(layer, Shortcut):
            layer = Shortcut(_before_dense(layer.layers, each), layer.alpha)
        elif isinstance(layer, Dense) and (before := next(each)) is not None:
            found.append(before)
        found.append(layer)
    return found


def _units(layers):
    """Inputs, and the units of each dense layer: what goes out of each layer must fit into the next."""
    if not all(isinstance(layer, Layer) for layer in layers):
        raise BadInput(f"expected a list of layers; got {layers!r}", f"应为由层组成的列表；收到 {layers!r}")
    sizes = [next((leaf.N for leaf in leaves(layers) if leaf.N), 1)]
    _checked_width(layers, sizes[0])
    return (*sizes, *(leaf.M for leaf in leaves(layers) if leaf.M))


def _checked_width(layers, width):
    """How many units leave the last of the layers if so many come into the first."""
    for layer in layers:
        inner = _checked_width(layer.layers, width) if isinstance(layer, Shortcut) else width
        if inner != width or layer.N not in (None, width):
            raise BadInput(
                f"{layer!r} does not fit after a layer of {width} units; a shortcut needs as many outputs as inputs",
                f"{layer!r} 不能接在 {width} 个单元的层之后；残差连接的输出数应等于输入数",
            )
        width = layer.M or width
    return width


def _checked_sizes(sizes):
    whole = np.iterable(sizes) and all(isinstance(s, (int, np.integer)) and s > 0 for s in sizes)
    if not whole or len(sizes) < 2:
        raise BadInput(
            f"sizes must be whole numbers of units, inputs first, outputs last, such as (2, 3, 1); got {sizes!r}",
            f"sizes 应为各层的单元数（正整数），从输入到输出，例如 (2, 3, 1)；收到 {sizes!r}",
        )
    return tuple(int(s) for s in sizes)


def _per_layer(activation, hidden):
    if not isinstance(activation, (list, tuple)):
        return [activation] * hidden
    if len(activation) != hidden:
        raise BadInput(
            f"a list of activations needs one for each of the {hidden} hidden layers; got {len(activation)}",
            f"激活函数列表应与 {hidden} 个隐藏层一一对应；收到 {len(activation)} 个",
        )
    return list(activation)
