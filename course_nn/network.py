"""A network is layers of y = φ(Wx + b), one inside the other; learning needs to know what each weight does to the loss.

A seed gives one network. A sequence of seeds gives as many networks at once, answering the same X: every array below
then has one more axis in front, and not a line of the code is different.
"""

import copy
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from course_nn.activations import activation as find_activation
from course_nn.common.errors import BadInput, lookup

# (rng, M, N) -> (M, N); N inputs is the fan-in, M outputs the fan-out. Biases start at 0.
INITS = {
    "glorot": lambda rng, M, N: rng.uniform(-1, 1, (M, N)) * np.sqrt(6 / (M + N)),  # Glorot & Bengio 2010, eq. (16)
    "he": lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N)),  # He et al. 2015, eq. (10)
    "normal": lambda rng, M, N: rng.normal(0, 0.01, (M, N)),  # "small random values"
    "uniform": lambda rng, M, N: rng.uniform(-1, 1, (M, N)) / np.sqrt(N),  # LeCun et al. 1998, Efficient BackProp
    "zeros": lambda rng, M, N: np.zeros((M, N)),
}

# The initialization that was made for each activation: He's for the half of the plane that ReLU cuts off, Glorot's for
# units that are nearly linear around 0.
INITIALIZATION = {"relu": "he", "tanh": "glorot", "sigmoid": "glorot"}


class Trace(NamedTuple):
    """What a forward pass leaves behind: z[l] = W[l] h[l] + b[l] and h[l + 1] = φ(z[l]); h[0] is X, h[-1] the output.
    前向传播留下的中间结果：z[l] = W[l] h[l] + b[l]，h[l + 1] = φ(z[l])；h[0] 是 X，h[-1] 是输出。
    """

    z: list  # L arrays (n, M)
    h: list  # L + 1 arrays, the first (n, N)
    masks: tuple | list = ()  # of dropout: one (n, M) for each hidden layer, or none


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
    activation : a name or Activation for all hidden layers, or a list with one for each
    output     : the output layer's; "linear" gives logits, which the cross-entropies want
    init       : a name in INITS, or a function (rng, M, N) -> (M, N)
    seed       : a whole number; or a sequence of B of them for B networks at once
    dtype      : np.float64, or np.float32, which is faster in large layers
    raises     : BadInput for sizes or names that make no network

    parameters : (P,) or (B, P); assigning to it copies into it      weights : list of L views (M, N) or (B, M, N)
    gradient   : the same layout, overwritten by each backward       biases  : list of L views (M,) or (B, M)
    """

    def __init__(self, sizes, activation="tanh", output="linear", init="glorot", seed=0, dtype=np.float64):
        self.sizes = _checked_sizes(sizes)
        names = [*_per_layer(activation, len(self.sizes) - 2), output]
        self.activations = tuple(find_activation(name) for name in names)
        draw = init if callable(init) else lookup(INITS, init, "initialization", "初始化")

        def start(seed):
            rng = np.random.default_rng(seed)
            return np.concatenate([v for N, M in self._shapes for v in (draw(rng, M, N).ravel(), np.zeros(M))])

        self._hold((start(seed) if np.ndim(seed) == 0 else np.stack([start(s) for s in seed])).astype(dtype))

    def __call__(self, X):
        """The output for each row of X: (n, N) -> (n, M), or (B, n, M) for B networks.
        X 每一行的输出：(n, N) -> (n, M)；B 个网络时为 (B, n, M)。
        """
        return self.forward(X).h[-1]

    def forward(self, X, masks=()):
        """The output, and everything on the way to it, as a Trace.
        前向传播：返回 Trace，包含输出和每一层的中间结果。

        masks : for dropout, L - 1 arrays (n, M) by which the hidden layers are multiplied
        """
        X = np.asarray(X, self.parameters.dtype)
        if X.ndim < 2 or X.shape[-1] != self.sizes[0]:
            raise BadInput(
                f"this network takes rows of {self.sizes[0]} numbers, X (n, {self.sizes[0]}); got {X.shape}",
                f"该网络的输入是每行 {self.sizes[0]} 个数，X (n, {self.sizes[0]})；收到 {X.shape}",
            )
        z, h = [], [X]
        for W, b, phi in zip(self.weights, self.biases, self.activations, strict=True):
            z.append(h[-1] @ W.mT + b[..., None, :])  # (n, M)
            h.append(phi.f(z[-1]))  # (n, M)
            if len(h) - 2 < len(masks):
                h[-1] = h[-1] * masks[len(h) - 2]  # not in place: the identity returns z itself
        return Trace(z, h, masks)

    def backward(self, trace, dF):
        """Backpropagation: the gradient of a loss, from its gradient dF with respect to the output.
        反向传播：由损失对输出的梯度 dF 求出损失对全部参数的梯度。

        δ_l = dl/dz_l,  dl/dW_l = Σ_i δ_l h_lᵀ,  dl/db_l = Σ_i δ_l,  dl/dh_l = W_lᵀ δ_l

        dF     : (n, M) like the output
        returns: .gradient, flat like .parameters; copy it to keep it
        source : Rumelhart, Hinton & Williams, Learning representations by back-propagating errors (1986)
        """
        dW, db = self._gradients
        dh = dF
        for l in reversed(range(len(self.weights))):  # noqa: E741
            delta = dh * self.activations[l].df(trace.z[l])  # (n, M)
            np.matmul(delta.mT, trace.h[l], out=dW[l])  # (M, N)
            np.add.reduce(delta, axis=-2, out=db[l])  # (M,), the sum over the samples
            if l > 0:
                dh = delta @ self.weights[l]  # (n, N)
                if trace.masks:
                    dh *= trace.masks[l - 1]
        return self.gradient

    @property
    def is_weight(self):
        """1 for each weight and 0 for each bias, in the layout of the parameters: penalties spare the biases.
        与参数同布局的掩码：权重处为 1，偏置处为 0；惩罚项不作用于偏置。
        """
        ones = np.zeros_like(self.parameters)
        for W in self.split(ones)[0]:
            W[...] = 1
        return ones

    def split(self, flat):
        """A flat vector like .parameters, such as a gradient, as views (weights, biases), one of each per layer.
        把与 .parameters 同样排列的一维向量（例如梯度）按层拆成视图 (weights, biases)。

        flat : (…, P)
        """
        weights, biases, end = [], [], 0
        for N, M in self._shapes:
            start, middle, end = end, end + M * N, end + M * N + M
            weights.append(flat[..., start:middle].reshape(*flat.shape[:-1], M, N))
            biases.append(flat[..., middle:end])
        return Views(weights), Views(biases)

    def with_parameters(self, parameters):
        """The same network with other parameters, (P,) or (B, P): one of a batch, or a whole history as a batch.
        结构相同、参数不同的网络；参数为 (P,) 或 (B, P)：可取出一批中的一个，也可把整段训练历史当作一批。
        """
        other = copy.copy(self)
        other._hold(np.array(parameters, self.parameters.dtype))
        return other

    @property
    def parameters(self):
        return self._parameters

    @parameters.setter
    def parameters(self, values):
        self._parameters[...] = values  # into the same memory, so that the views stay true

    @property
    def _shapes(self):
        return list(pairwise(self.sizes))  # (N, M) per layer

    def _hold(self, parameters):
        self._parameters = parameters
        self.weights, self.biases = self.split(parameters)
        self.gradient = np.zeros_like(parameters)
        self._gradients = self.split(self.gradient)

    def __deepcopy__(self, memo):
        return self.with_parameters(self.parameters)

    def __repr__(self):
        layers = " → ".join(f"{M} {phi}" for M, phi in zip(self.sizes, ("inputs", *self.activations), strict=True))
        batch = "" if self.parameters.ndim == 1 else f"{len(self.parameters)} networks of "
        return f"Network({layers}; {batch}{self.parameters.shape[-1]} parameters)"


def parameter_count(sizes):
    """How many weights and biases a fully connected network of these sizes has.
    这些层宽的全连接网络共有多少个权重与偏置。

    P = Σ M (N + 1) over its layers of N inputs and M outputs

    sizes  : units per layer, inputs first, as of Network
    raises : BadInput for sizes that make no network
    """
    return sum(M * (N + 1) for N, M in pairwise(_checked_sizes(sizes)))


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
