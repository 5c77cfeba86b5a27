"""A layer turns what it gets into what it gives, and on the way back the gradient by this into the gradient by that.

A new kind of layer is a class with two methods; all else that a network asks of one has a default in Layer:

    forward(x, mode) -> y, kept      x (…, n, N), y (…, n, M); kept is whatever the way back needs
    backward(dy, kept) -> dx         from dl/dy; a layer with parameters W writes dl/dW into dW

A pass leaves nothing in the layer. What is kept goes into the Trace, so any two passes may be in the air at once, and
everything between input and output can be read there afterwards. Parameters are named in `shapes`; the network, which
holds them all in one flat vector, gives the layer its views W and dW. For B networks at once they are (B, …), as are y
and dy, and not a line is different.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from course_nn.activations import Activation
from course_nn.activations import activation as find_activation
from course_nn.common.errors import BadInput, lookup
from course_nn.normalization import backward as through_normalization
from course_nn.normalization import normalize, running_moments

# (rng, M, N) -> (M, N); N inputs is the fan-in, M outputs the fan-out. Biases start at 0.
INITS = {
    "glorot": lambda rng, M, N: rng.uniform(-1, 1, (M, N)) * np.sqrt(6 / (M + N)),  # Glorot & Bengio 2010, eq. (16)
    "he": lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N)),  # He et al. 2015, eq. (10)
    "normal": lambda rng, M, N: rng.normal(0, 0.01, (M, N)),  # "small random values"
    "uniform": lambda rng, M, N: rng.uniform(-1, 1, (M, N)) / np.sqrt(N),  # LeCun et al. 1998, Efficient BackProp
    "zeros": lambda rng, M, N: np.zeros((M, N)),
}


class Mode(NamedTuple):
    """How a network is asked: in training chance strikes units out and a norm sees its batch, in a test neither.
    网络的工作模式：测试时只依自身作答；训练时单元会随机失活，归一化用的是当前批量。
    """

    trains: bool
    rng: np.random.Generator | None = None  # whose chance it is; layers that draw need it in training


TEST, TRAINING = Mode(False), Mode(True)


class Layer:
    """What all layers have in common; one without parameters and memory has only forward and backward to say.
    各种层的共同之处；没有参数、不记忆任何东西的层只需写 forward 与 backward。
    """

    shapes: dict = {}  # of the parameters, by name; W is what penalties and decay are for
    N: int | None = None  # inputs, where it takes no other number of them
    M: int | None = None  # outputs, where they are not as many as the inputs
    hands_down: bool = True  # False in the lowest layer of a network: nobody asks for its dx

    def forward(self, x: np.ndarray, mode: Mode) -> tuple[np.ndarray, Any]:
        """What it gives for x, and what it keeps for the way back. 对 x 的输出，以及反向传播所需的内容。"""
        raise NotImplementedError

    def backward(self, dy: np.ndarray, kept: Any) -> np.ndarray | None:
        """From dl/dy dl/dx, and dl/dW into dW. 由 dl/dy 求出 dl/dx；dl/dW 写入 dW。"""
        raise NotImplementedError

    def start(self, rng: np.random.Generator) -> dict:
        """First values of the parameters by name; 0 for what is left out. 各参数的初值；未列出的为 0。"""
        return {}

    def gather(self, kept: Any) -> None:
        """Take from a pass in training what is to be remembered for tests. 从一次训练中的前向传播累积测试所需的量。"""

    def leaves(self) -> Iterator["Layer"]:
        """The layers of which it consists: itself. 它所包含的各层：即自身。"""
        yield self

    def copy(self) -> "Layer":
        """A layer like it, to be given views of its own. 同样的层，供另一个网络使用。"""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, hands_down=True)
        return other

    def __repr__(self):
        return type(self).__name__


class Dense(Layer):
    """Every output is a weighted sum of all inputs, and a bias.
    全连接层：每个输出是全部输入的加权和，再加偏置。

    y = W x + b,  dl/dW = Σ_i dl/dy xᵀ,  dl/db = Σ_i dl/dy,  dl/dx = Wᵀ dl/dy

    N, M   : inputs and outputs;  W (M, N), b (M,)
    init   : a name in INITS, or a function (rng, M, N) -> (M, N)
    bias   : False for W x alone
    source : Rumelhart, Hinton & Williams, Learning representations by back-propagating errors (1986)
    """

    W: np.ndarray
    b: np.ndarray
    dW: np.ndarray
    db: np.ndarray

    def __init__(self, N: int, M: int, init: str | Callable = "glorot", bias: bool = True):
        self.N, self.M, self.bias = N, M, bias
        self.init = init if callable(init) else lookup(INITS, init, "initialization", "初始化")
        self.shapes = {"W": (M, N), "b": (M,)} if bias else {"W": (M, N)}

    def start(self, rng: np.random.Generator) -> dict:
        return {"W": self.init(rng, self.M, self.N)}

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        y = _product(x, self.W.mT)  # (n, M)
        if self.bias:
            y += self.b[..., None, :]
        return y, x

    def backward(self, dy: np.ndarray, x: np.ndarray) -> np.ndarray | None:
        np.matmul(dy.mT, x, out=self.dW)  # (M, N)
        if self.bias:
            _sum_over_samples(dy, self.db)  # (M,)
        return _product(dy, self.W) if self.hands_down else None  # (n, N)

    def __repr__(self):
        return f"Dense({self.N}, {self.M})"


def _sum_over_samples(dy, out):
    """Σ_i dy_i, row by row; einsum is several times as fast where rows are short, but not for a single column."""
    if dy.shape[-1] > 1:
        np.einsum("...nm->...m", dy, out=out)
    else:
        np.add.reduce(dy, axis=-2, out=out)


def _product(A, B):
    """A B; a sum of one term each is a product of numbers, which is several times as fast for many small matrices."""
    return A * B if A.shape[-1] == 1 else A @ B


class Bias(Layer):
    """A number of its own for each unit: the bias alone, where a norm stands between it and the weights.
    每个单元各加一个数：单独的偏置，用于权重与偏置之间有归一化的情形。

    y = x + b,  dl/db = Σ_i dl/dy

    M : units;  b (M,)
    """

    b: np.ndarray
    db: np.ndarray

    def __init__(self, M: int):
        self.N, self.shapes = M, {"b": (M,)}

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        return x + self.b[..., None, :], None

    def backward(self, dy: np.ndarray, kept: Any) -> np.ndarray:
        np.add.reduce(dy, axis=-2, out=self.db)
        return dy


class ActivationLayer(Layer):
    """The bend between two linear layers, unit by unit.
    两个线性层之间的非线性，逐单元作用。

    h = φ(z),  dl/dz = dl/dh · φ'(z)

    phi : a name in ACTIVATIONS, or an Activation
    """

    def __init__(self, phi: str | Activation):
        self.phi = find_activation(phi)
        self.f, self.df = self.phi.f, self.phi.df

    def forward(self, z: np.ndarray, mode: Mode) -> tuple:
        return self.f(z), z

    def backward(self, dh: np.ndarray, z: np.ndarray) -> np.ndarray:
        return dh * self.df(z)

    def __repr__(self):
        return repr(self.phi)


class BatchNorm(Layer):
    """Each unit gets mean 0 and variance 1 over the samples of a batch; in a test running moments stand in.
    批量归一化：每个单元在批量的各样本上均值为 0、方差为 1；测试时用滑动平均代替。

    y = (z − mean) / √(variance + ε)

    M        : units;  mean (M,), variance (M,), gathered and not learned: their gradient is always 0
    momentum : share of the new batch in the running moments, above 0 up to 1
    source   : Ioffe & Szegedy, Batch Normalization (2015), algorithms 1 and 2
    """

    mean: np.ndarray
    variance: np.ndarray
    dmean: np.ndarray
    dvariance: np.ndarray

    def __init__(self, M: int, momentum: float = 0.1):
        self.N, self.momentum = M, momentum
        self.shapes = {"mean": (M,), "variance": (M,)}  # among the parameters, so that a snapshot holds them too

    def start(self, rng: np.random.Generator) -> dict:
        return {"variance": np.ones(self.N)}

    def forward(self, z: np.ndarray, mode: Mode) -> tuple:
        y, kept = normalize(z, 0, None if mode.trains else self)
        return y, (z, kept)

    def backward(self, dy: np.ndarray, kept: Any) -> np.ndarray:
        self.dmean[...], self.dvariance[...] = 0, 0
        return through_normalization(dy, kept[1])

    def gather(self, kept: Any) -> None:
        z = kept[0]
        if z.shape[-2] > 1:  # a single sample has no variance
            self.mean[...], self.variance[...] = running_moments(self, z, self.momentum)


class LayerNorm(Layer):
    """Each sample gets mean 0 and variance 1 over its own units, in training and in a test alike.
    层归一化：每个样本在自己的各单元上均值为 0、方差为 1，训练与测试时相同。

    y = (z − mean) / √(variance + ε)

    source : Ba, Kiros & Hinton, Layer Normalization (2016)
    """

    def forward(self, z: np.ndarray, mode: Mode) -> tuple:
        return normalize(z, 1)

    def backward(self, dy: np.ndarray, kept: Any) -> np.ndarray:
        return through_normalization(dy, kept)


class Mask(Layer):
    """Every unit is multiplied by a number that is given: 0 strikes it out.
    每个单元乘以给定的数：0 即划去该单元。

    y = m x

    mask : what x (…, n, M) is multiplied by, an array that broadcasts against it
    """

    def __init__(self, mask: np.ndarray):
        self.mask = mask

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        return x * self.mask, None

    def backward(self, dy: np.ndarray, kept: Any) -> np.ndarray:
        return dy * self.mask


class Dropout(Layer):
    """In training each unit is struck out by chance; what is kept grows, so that a unit's mean stays what it was.
    随机失活：训练时随机划去单元；留下的按比例放大，使单元的均值不变。

    y = m x / k,  m = 1 with probability k, else 0;  in a test y = x

    keep   : k, share of units that are kept, above 0 up to 1
    raises : BadInput for another share, and in training without randomness
    source : Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting (2014), section 10
    """

    def __init__(self, keep: float):
        if not 0 < keep <= 1:
            raise BadInput(
                f"keep is the share of units that dropout keeps, above 0 and up to 1; got {keep!r}, try 0.5",
                f"keep 是随机失活保留的单元比例，应大于 0 且不超过 1；收到 {keep!r}，可以试试 0.5",
            )
        self.keep = keep

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        if not mode.trains:
            return x, 1.0
        mask = (_chance(mode).random(x.shape) < self.keep) / x.dtype.type(self.keep)
        return x * mask, mask

    def backward(self, dy: np.ndarray, mask: np.ndarray) -> np.ndarray:
        return dy * mask

    def __repr__(self):
        return f"Dropout({self.keep:g})"


class Augmentation(Layer):
    """What happens by chance to the inputs of each batch in training, such as noise or a shift; the lowest layer.
    数据增强：训练时对每个批量的输入所做的随机变动，例如噪声或平移；放在最底层。

    disturb : (X, rng) -> X, with which nothing is learned below it
    """

    def __init__(self, disturb: Callable):
        self.disturb = disturb

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        return (self.disturb(x, _chance(mode)) if mode.trains else x), None

    def backward(self, dy: np.ndarray, kept: Any) -> np.ndarray:
        return dy


def _chance(mode):
    if mode.rng is None:
        raise BadInput(
            "dropout and augmentation need randomness in training: Mode(True, np.random.default_rng(0))",
            "训练模式下随机失活与数据增强需要随机数：Mode(True, np.random.default_rng(0))",
        )
    return mode.rng


class Shortcut(Layer):
    """A signal that goes around some layers, and what these layers add to it.
    残差连接：信号绕过若干层直接向前，再加上这些层的输出。

    y = x + α f(x),  dl/dx = dl/dy + α f'(x)ᵀ dl/dy

    layers : f, as many outputs as inputs;  alpha : α, how much of it is added
    source : He, Zhang, Ren & Sun, Identity Mappings in Deep Residual Networks (2016), equation (2)
    """

    def __init__(self, layers: Iterable[Layer], alpha: float = 1.0):
        self.layers, self.alpha = [*layers], alpha

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        trace = forward(self.layers, x, mode)
        return x + self.alpha * trace.output, trace

    def backward(self, dy: np.ndarray, trace: "Trace") -> np.ndarray:
        return dy + backward(self.layers, trace, self.alpha * dy)

    def gather(self, trace: "Trace") -> None:
        gather(self.layers, trace)

    def leaves(self) -> Iterator[Layer]:
        return leaves(self.layers)

    def copy(self) -> "Shortcut":
        return Shortcut([layer.copy() for layer in self.layers], self.alpha)

    def __repr__(self):
        return f"Shortcut({self.layers})"


class Trace(NamedTuple):
    """What a forward pass leaves behind, layer by layer.
    前向传播逐层留下的中间结果。
    """

    layers: list  # L layers
    values: list  # L + 1 arrays: the input, and what each layer gave
    kept: list  # L of what each layer keeps for the way back

    @property
    def output(self) -> np.ndarray:
        """(n, M), what the last layer gave. 最后一层的输出。"""
        return self.values[-1]

    @property
    def z(self) -> list:
        """What each activation function got: z = W h + b, (n, M). 各激活函数的输入。"""
        return self.inputs_of(ActivationLayer)

    @property
    def h(self) -> list:
        """What each dense layer got, h[0] the input, and the output h[-1].
        各全连接层的输入，h[0] 是网络输入；以及输出 h[-1]。
        """
        return [*self.inputs_of(Dense), self.values[-1]]

    def inputs_of(self, kind: type | tuple) -> list:
        """What each layer of a kind got, also of those inside a shortcut. 某一类的每一层所得到的输入。"""
        found = []
        for layer, x, kept in zip(self.layers, self.values, self.kept):
            if isinstance(layer, kind):
                found.append(x)
            elif isinstance(layer, Shortcut):
                found += kept.inputs_of(kind)
        return found


def forward(layers: list, x: np.ndarray, mode: Mode = TEST) -> Trace:
    """One layer after the other, the lowest first.
    自下而上，逐层前向传播。
    """
    values, keeps = [x], []
    for layer in layers:
        x, kept = layer.forward(x, mode)
        values.append(x)
        keeps.append(kept)
    return Trace(layers, values, keeps)


def backward(layers: list, trace: Trace, dy: np.ndarray) -> np.ndarray | None:
    """One layer after the other, the highest first: from dl/dy of the last output to dl/dx of the first input, or None.
    自上而下，逐层反向传播：由对最后输出的梯度得到对最初输入的梯度。
    """
    for layer, kept in zip(reversed(layers), reversed(trace.kept)):
        dy = layer.backward(dy, kept)
    return dy


def gather(layers: list, trace: Trace) -> None:
    """Let each layer take from a pass in training what it remembers for tests.
    让每一层从训练中的一次前向传播累积测试所需的量。
    """
    for layer, kept in zip(layers, trace.kept):
        layer.gather(kept)


def leaves(layers: Iterable[Layer]) -> Iterator[Layer]:
    """All layers, those inside of shortcuts too, in the order in which a signal meets them.
    全部层（包括残差连接内部的），按信号经过的次序。
    """
    for layer in layers:
        yield from layer.leaves()
