"""All of them walk downhill; they differ in what they remember of the way so far.

An optimizer is made with its learning rate η, a number, or one per network as (B, 1), and then fed with gradients:
`step(theta, g)` changes the parameters theta in place. What it remembers starts at 0 and is there to be looked at.
"""

from collections.abc import Iterable
from inspect import signature
from typing import Protocol

import numpy as np

from course_nn.common.errors import BadInput, lookup


class Optimizer(Protocol):
    """What takes a step downhill.
    沿梯度下坡走一步的算法。
    """

    learning_rate: float | np.ndarray

    def step(self, theta: np.ndarray, g: np.ndarray) -> None: ...


class GradientDescent:
    """θ ← θ - η g: straight down the slope. With g from a few samples it is stochastic gradient descent.
    沿负梯度方向直走；若 g 只由少数样本算出，就是随机梯度下降。
    """

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        theta -= self.learning_rate * g


class Momentum:
    """v ← β v + g, θ ← θ - η v: a heavy ball, fast along a valley and calm across it.
    像一个重球：沿山谷加速，横向的摆动被抵消。

    source : Polyak, Some methods of speeding up the convergence of iteration methods (1964)
    """

    def __init__(self, learning_rate, beta=0.9):
        self.learning_rate, self.beta, self.v = learning_rate, beta, 0.0

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.v = self.beta * self.v + g
        theta -= self.learning_rate * self.v


class Nesterov(Momentum):
    """v ← β v + g, θ ← θ - η (g + β v): momentum that brakes earlier, as it looks one step ahead.
    向前多看一步的动量法，因此更早刹车。

    source : Sutskever, Martens, Dahl & Hinton, On the importance of initialization and momentum (2013), section 2;
             θ here is their look-ahead point θ + βv, where the gradient is taken
    """

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.v = self.beta * self.v + g
        theta -= self.learning_rate * (g + self.beta * self.v)


class AdaGrad:
    """s ← s + g², θ ← θ - η g / (√s + ε): a step of its own for each parameter; steps only ever shrink.
    每个参数有自己的步长，且步长只减不增。

    source : Duchi, Hazan & Singer, Adaptive Subgradient Methods (2011)
    """

    def __init__(self, learning_rate, epsilon=1e-8):
        self.learning_rate, self.epsilon, self.s = learning_rate, epsilon, 0.0

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.s = self.s + g**2
        theta -= self.learning_rate * g / (np.sqrt(self.s) + self.epsilon)


class RMSProp:
    """s ← ρ s + (1 - ρ) g², θ ← θ - η g / (√s + ε): AdaGrad that forgets, so it never stalls.
    会遗忘的 AdaGrad，因此不会停滞。

    source : Tieleman & Hinton, Neural Networks for Machine Learning, lecture 6.5 (2012)
    """

    def __init__(self, learning_rate, rho=0.9, epsilon=1e-8):
        self.learning_rate, self.rho, self.epsilon, self.s = learning_rate, rho, epsilon, 0.0

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.s = self.rho * self.s + (1 - self.rho) * g**2
        theta -= self.learning_rate * g / (np.sqrt(self.s) + self.epsilon)


class Adam:
    """m ← β₁ m + (1 - β₁) g, s ← β₂ s + (1 - β₂) g², θ ← θ - η m̂ / (√ŝ + ε): momentum with RMSProp's steps.
    动量法与 RMSProp 步长的结合。

    m̂ = m / (1 - β₁ᵗ), ŝ = s / (1 - β₂ᵗ): m and s started at 0, and after t steps that much of the average is missing.
    （m 与 s 从 0 开始，t 步之后平均值还缺这么多）

    correct : False leaves m and s as they are（False：m 与 s 不作修正）
    source  : Kingma & Ba, Adam: A Method for Stochastic Optimization (2015), algorithm 1
    """

    def __init__(self, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8, correct=True):
        self.learning_rate, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.correct = correct
        self.m, self.s, self.t = 0.0, 0.0, 0

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.s = self.beta2 * self.s + (1 - self.beta2) * g**2
        mean, square = self.m, self.s
        if self.correct:
            mean, square = mean / (1 - self.beta1**self.t), square / (1 - self.beta2**self.t)
        theta -= self.learning_rate * mean / (np.sqrt(square) + self.epsilon)


OPTIMIZERS = {
    "gradient_descent": GradientDescent,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": AdaGrad,
    "rmsprop": RMSProp,
    "adam": Adam,
}


def optimizer(name: str, learning_rate: float | np.ndarray, **settings) -> Optimizer:
    """A fresh optimizer by name, for instance optimizer("momentum", 0.1, beta=0.95).
    按名称新建一个优化器，例如 optimizer("momentum", 0.1, beta=0.95)。

    learning_rate : > 0, a number or an array that broadcasts against the parameters
    raises        : BadInput for an unknown name or setting, or a learning rate that is not positive
    """
    make = lookup(OPTIMIZERS, name, "optimizer", "优化器")
    for setting in settings:
        lookup(dict(signature(make).parameters), setting, f"setting of {name}", f"{name} 的设置")
    if not (np.all(np.isfinite(learning_rate)) and np.all(np.asarray(learning_rate) > 0)):
        raise BadInput(
            f"a learning rate is a positive number, 0.1 for instance; got {learning_rate!r}",
            f"学习率应为正数，例如 0.1；收到 {learning_rate!r}",
        )
    return make(learning_rate, **settings)


class _Around:
    """Another optimizer, and something more at each of its steps."""

    def __init__(self, optimizer):
        self.optimizer = optimizer

    @property
    def learning_rate(self):
        return self.optimizer.learning_rate

    @learning_rate.setter
    def learning_rate(self, rate):
        self.optimizer.learning_rate = rate


class Scheduled(_Around):
    """Another optimizer, with a learning rate of its own for each step: a schedule.
    带学习率调度的优化器：每一步用各自的学习率。

    optimizer : whose steps they are
    rates     : learning rates one after the other, as many as there will be steps
    """

    def __init__(self, optimizer, rates: Iterable):
        super().__init__(optimizer)
        self.rates = iter(rates)

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.learning_rate = next(self.rates)
        self.optimizer.step(theta, g)


class Clipped(_Around):
    """Another optimizer, which sees gradients no longer than a limit; see clipped.
    裁剪梯度之后再交给另一个优化器；参见 clipped。

    optimizer : whose steps they are;  limit : > 0;  by : "norm" or "value"
    raises    : BadInput, at a step, as clipped does
    """

    def __init__(self, optimizer, limit: float, by: str = "norm"):
        super().__init__(optimizer)
        self.limit, self.by = limit, by

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.optimizer.step(theta, clipped(g, self.limit, self.by))


class Decayed(_Around):
    """θ ← θ - η λ θ beside the step of any optimizer, which sees the gradient of the loss alone; with Adam it is AdamW.
    在任一优化器的更新之外，让权重按比例衰减；优化器只看到损失的梯度。与 Adam 合用即 AdamW。

    optimizer : whose steps they are（由它迈步）;  rate : λ ≥ 0
    mask      : 1 for what decays and 0 for what does not, as Network.is_weight（衰减的为 1，其余为 0）
    raises    : BadInput for a negative rate（rate 为负）
    source    : Loshchilov & Hutter, Decoupled Weight Decay Regularization (2019), algorithm 2
    """

    def __init__(self, optimizer, rate, mask=1.0):
        if not (np.isfinite(rate) and rate >= 0):
            raise BadInput(f"decay must be a number ≥ 0; got {rate!r}", f"decay 应为不小于 0 的数；收到 {rate!r}")
        super().__init__(optimizer)
        self.rate, self.mask = rate, mask

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        theta -= self.learning_rate * self.rate * self.mask * theta
        self.optimizer.step(theta, g)


class Proximal(_Around):
    """After the step of another optimizer, θ ← soft_threshold(θ, η λ): an L1 penalty that reaches 0 and stays there.
    在优化器迈步之后做一次软阈值：这样施加的 L1 惩罚能让权重恰好为 0，并停在 0。

    optimizer : whose steps they are（由它迈步）;  lam : λ ≥ 0
    mask      : 1 for what is penalised and 0 for what is not, as Network.is_weight（受惩罚的为 1，其余为 0）
    source    : Parikh & Boyd, Proximal Algorithms (2014), section 4.2
    """

    def __init__(self, optimizer, lam, mask=1.0):
        super().__init__(optimizer)
        self.lam, self.mask = lam, mask

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.optimizer.step(theta, g)
        theta[...] = soft_threshold(theta, self.learning_rate * self.lam * self.mask)


def soft_threshold(c: float | np.ndarray, lam: float | np.ndarray) -> np.ndarray:
    """Pull a number towards 0 by λ, and stop there.
    把一个数向 0 拉近 λ，到 0 为止。

    sign(c) · max(0, |c| - λ) = argmin_w ½ (w - c)² + λ |w|

    source : Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2009), table 3.4
    """
    return np.sign(c) * np.maximum(0, np.abs(c) - lam)


def clipped(g: np.ndarray, limit: float, by: str = "norm") -> np.ndarray:
    """A gradient no longer than the limit: scaled down as a whole, or each of its components by itself.
    长度不超过上限的梯度：整体缩短，或逐个分量截断。

    norm : g · min(1, limit / ‖g‖), the direction stays（方向不变）
    value : each component to -limit … limit, it may turn（各分量截到 -limit … limit，方向可能改变）

    g      : (P,), or one for each of B networks (B, P)（B 个网络各一个）;  limit : > 0
    raises : BadInput for another way, or a limit that is not positive（没有这种方式，或 limit 不是正数）
    source : Pascanu, Mikolov & Bengio, On the difficulty of training recurrent neural networks (2013), algorithm 1
    """
    if not limit > 0:
        raise BadInput(
            f"a gradient is clipped to a positive limit, 1 for instance; got {limit!r}",
            f"裁剪梯度的上限应为正数，例如 1；收到 {limit!r}",
        )
    clip = lookup({"norm": _scaled_down, "value": _cut_off}, by, "way to clip", "裁剪方式")
    return clip(g, limit)


def _scaled_down(g, limit):
    norm = np.sqrt(np.add.reduce(g * g, axis=-1, keepdims=True))  # (1,) or (B, 1); as np.linalg.norm, in half the time
    return g * (limit / np.maximum(norm, limit))


def _cut_off(g, limit):
    return np.clip(g, -limit, limit)
