"""Without a bend between them, two linear layers are one linear layer; the activation function is that bend.

One rule at a kink: where f has two slopes (ReLU at 0), or a jump (step at 0), we take the value from the left. So
relu'(0) = 0, leaky_relu'(0) = alpha, and a unit with z = 0 has not passed its threshold: step(0) = 0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import erfc, inf, pi, sqrt
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup

Array = np.ndarray | float  # many numbers, or one; what comes back is NumPy's in either case


class Facts(NamedTuple):
    """What a table says about an activation function; computed from f and df, never typed in.
    激活函数的性质一览：全部由 f 和 df 算出，不靠手工填写。
    """

    low: float  # infimum of f, -inf if unbounded (a minimum inside is read off the grid: right to 0.001)
    high: float  # supremum of f, inf if unbounded
    zero_centred: bool  # f(-z) = -f(z): inputs spread evenly around 0 leave with mean 0
    saturates: tuple[bool, bool]  # the slope vanishes far to the left, far to the right
    monotone: bool  # f never falls
    largest_slope: float  # max |f'(z)|; no activation passes more gradient than this


@dataclass(frozen=True)
class Activation:
    """An activation function and its derivative, one object, so that they cannot drift apart.
    激活函数与它的导数放在同一个对象里，二者不会脱节。

    h = f(z),  dh/dz = df(z),  z = wᵀx + b the pre-activation

    f, df : an array or a number -> the same shape, element by element; float32 stays float32
    latex : f as a formula in z, for a label
    alpha : the slope or height on the left, where there is one
    """

    name: str
    f: Callable
    df: Callable
    latex: str
    alpha: float | None = None

    @cached_property
    def facts(self) -> Facts:
        """Facts read off a fine grid on [-10, 10] and far out at ±10⁴.
        在 [-10, 10] 的细网格和远处 ±10⁴ 上求得的性质。
        """
        far = 1e4
        z = np.concatenate([[-far], np.linspace(-10, 10, 20_001), [far]])
        h, slope = self.f(z), np.abs(self.df(z))
        return Facts(
            low=float(h.min()) if h.min() > -far / 100 else -inf,
            high=float(h.max()) if h.max() < far / 100 else inf,
            zero_centred=bool(np.allclose(h, -self.f(-z), atol=1e-12)),
            saturates=(bool(slope[0] < 1e-9), bool(slope[-1] < 1e-9)),
            monotone=bool(np.all(np.diff(h) >= 0)),
            largest_slope=float(slope.max()),
        )

    def __repr__(self):
        return self.name if self.alpha is None else f"{self.name}(alpha={self.alpha:g})"


def step(z: Array) -> np.ndarray:
    """1 where the threshold is passed, else 0; and thereby the slope of ReLU.
    越过阈值处为 1，否则为 0；它也正是 ReLU 的斜率。
    """
    return np.asarray(z > 0, np.result_type(z, np.float16))  # a float type, float32 for float32


def sigmoid(z: Array) -> np.ndarray:
    """The logistic sigmoid: from any number to a probability.
    logistic sigmoid 函数（对数几率函数）：把任意实数变成概率。

    σ(z) = 1 / (1 + e^-z)

    z      : any shape, any size; e^-|z| never overflows（任意形状与大小；e^-|z| 不会溢出）
    returns: the same shape, in [0, 1]（形状相同）
    source : Bishop, Pattern Recognition and Machine Learning, eq. (4.59)
    """
    e = np.exp(-np.abs(z))
    return np.maximum(e, z > 0) / (1 + e)  # above, 1 where z > 0, and e elsewhere


def sigmoid_slope(z: Array) -> np.ndarray:
    """σ'(z) = σ(z) (1 - σ(z)) = e^-|z| / (1 + e^-|z|)²: at most 1/4, and even in z.
    sigmoid 的导数：最大 1/4，关于 z 偶对称。
    """
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def normal_cdf(z: Array) -> np.ndarray:
    """The probability that a standard normal variable is at most z.
    标准正态变量不超过 z 的概率。

    Φ(z) = ½ erfc(-z / √2)

    NumPy has no erf. The standard library's is right to the last digit, also in the tails; asked value by value it is
    several times slower than tanh, which GELU alone pays for.
    """
    t = np.asarray(z) / -sqrt(2)
    return 0.5 * np.array([erfc(v) for v in t.ravel().tolist()], t.dtype).reshape(t.shape)


def probit(z: Array) -> np.ndarray:
    """The scaled probit, with the same slope at 0 as the logistic sigmoid and never more than 0.02 away from it.
    缩放的 probit 函数：在 0 处与逻辑 sigmoid 斜率相同，处处相差不到 0.02。

    Φ(√(π/8) z)

    source : Bishop, Pattern Recognition and Machine Learning, sections 4.3.5 and 4.5.2 (λ² = π/8)
    """
    return normal_cdf(sqrt(pi / 8) * z)


def leaky_relu(alpha: float = 0.1, name: str = "leaky_relu") -> Activation:
    """ReLU with a small slope alpha on the left, so that a unit always has a gradient.
    左侧保留小斜率 alpha 的 ReLU：单元始终有梯度。

    f(z) = z for z > 0, alpha z for z ≤ 0; the same as max(alpha z, z) only while alpha ≤ 1
    （仅当 alpha ≤ 1 时等于 max(alpha z, z)）

    source : Maas, Hannun & Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models (2013), section 2
    """
    return Activation(
        name,
        lambda z: np.maximum(z, 0) + alpha * np.minimum(z, 0),
        lambda z: np.where(z > 0, np.ones_like(z), alpha),
        r"z\ (z > 0),\ \ \alpha z\ (z \leq 0)",
        alpha,
    )


def prelu(alpha: float = 0.25) -> Activation:
    """Leaky ReLU whose alpha is learned: df/dalpha = min(z, 0). Here alpha is one value on that path.
    alpha 由训练得到的 Leaky ReLU：df/dalpha = min(z, 0)。这里给出学习途中某一个 alpha 的函数。

    source : He, Zhang, Ren & Sun, Delving Deep into Rectifiers (2015), section 2.1, where alpha starts at 0.25
    """
    return leaky_relu(alpha, "prelu")


def elu(alpha: float = 1.0, scale: float = 1.0, name: str = "elu") -> Activation:
    """Exponential linear unit: ReLU on the right, a soft floor at -alpha on the left.
    指数线性单元：右侧同 ReLU，左侧平缓地趋于 -alpha。

    f(z) = scale · z for z > 0, scale · alpha (e^z - 1) for z ≤ 0

    source : Clevert, Unterthiner & Hochreiter, Fast and Accurate Deep Network Learning by ELUs (2016), eq. (15)
    """
    factor = "" if scale == 1 else r"\lambda "
    return Activation(
        name,
        lambda z: scale * (np.maximum(z, 0) + alpha * np.expm1(np.minimum(z, 0))),
        lambda z: scale * np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0))),
        rf"{factor}z\ (z > 0),\ \ {factor}\alpha (e^z - 1)\ (z \leq 0)",
        alpha,
    )


def maxout(slopes: Sequence[float] = (-0.5, 0.5, 1.0), intercepts: Sequence[float] = (-1.0, 0.0, -1.0)) -> Activation:
    """Maxout along one input: the highest of k straight lines, so any convex piecewise linear function.
    一个输入上的 Maxout：取 k 条直线中的最高者，可以成为任意分段线性的凸函数。

    f(z) = max_k (slopes[k] z + intercepts[k])

    A maxout unit brings its own weights, max_k (w_kᵀx + b_k), instead of bending a given wᵀx + b. With a single input
    x = z those are just these lines, and that is how it stands beside the others in one picture.

    raises : BadInput unless there are as many intercepts as slopes, at least one
    source : Goodfellow et al., Maxout Networks (2013), section 3
    """
    if len(slopes) != len(intercepts) or not len(slopes):
        raise BadInput(
            f"maxout needs one intercept per slope; got {len(slopes)} slopes and {len(intercepts)} intercepts",
            f"maxout 的每个斜率要配一个截距；收到 {len(slopes)} 个斜率、{len(intercepts)} 个截距",
        )
    pieces = sorted((float(a), float(c)) for a, c in zip(slopes, intercepts, strict=True))  # from left to right

    def lines(z):
        return np.array([a * z + c for a, c in pieces])  # (k, …)

    def slope(z):
        values = lines(z)
        return np.array([a for a, _ in pieces], values.dtype)[values.argmax(axis=0)]

    return Activation("maxout", lambda z: lines(z).max(axis=0), slope, r"\max_k\ (a_k z + c_k)")


# With these a layer of SELUs keeps mean 0 and variance 1: Klambauer et al., Self-Normalizing Neural Networks (2017).
SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805

ACTIVATIONS = {
    phi.name: phi
    for phi in (
        Activation("step", step, np.zeros_like, r"1\ (z > 0),\ \ 0\ (z \leq 0)"),
        Activation("linear", np.array, np.ones_like, "z"),
        Activation("sigmoid", sigmoid, sigmoid_slope, r"1 / (1 + e^{-z})"),
        Activation("tanh", np.tanh, lambda z: 1 - np.tanh(z) ** 2, r"\tanh z"),
        Activation("relu", lambda z: np.maximum(z, 0), step, r"\max(0, z)"),
        leaky_relu(),
        prelu(),
        elu(),
        maxout(),
        Activation("softplus", lambda z: np.logaddexp(0, z), sigmoid, r"\log(1 + e^z)"),
        Activation(
            "gelu",
            lambda z: z * normal_cdf(z),
            lambda z: normal_cdf(z) + z * np.exp(-0.5 * np.square(z)) / sqrt(2 * pi),
            r"z\,\Phi(z)",
        ),
        Activation("swish", lambda z: z * sigmoid(z), lambda z: sigmoid(z) + z * sigmoid_slope(z), r"z\,\sigma(z)"),
        elu(SELU_ALPHA, SELU_SCALE, "selu"),
    )
}


def activation(name: str | Activation) -> Activation:
    """The activation of that name; an Activation object, such as elu(alpha=0.5), passes through.
    按名称取激活函数；若传入的已是 Activation 对象（如 elu(alpha=0.5)），则原样返回。

    raises : BadInput if the name is unknown
    """
    return name if isinstance(name, Activation) else lookup(ACTIVATIONS, name, "activation", "激活函数")
