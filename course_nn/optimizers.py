"""All of them walk downhill; they differ in what they remember of the way so far.

An optimizer is made with its learning rate η, a number, or one per network as (B, 1), and then fed with gradients:
`step(theta, g)` changes the parameters theta in place. What it remembers starts at 0 and is there to be looked at.
"""

from inspect import signature

import numpy as np

from course_nn.errors import BadInput, lookup


class GradientDescent:
    """θ ← θ - η g: straight down the slope. With g from a few samples it is stochastic gradient descent.
    沿负梯度方向直走；若 g 只由少数样本算出，就是随机梯度下降。
    """

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def step(self, theta, g):
        theta -= self.learning_rate * g


class Momentum:
    """v ← β v + g, θ ← θ - η v: a heavy ball, fast along a valley and calm across it.
    像沉重的小球：沿山谷加速，横向的摆动被抵消。

    source : Polyak, Some methods of speeding up the convergence of iteration methods (1964)
    """

    def __init__(self, learning_rate, beta=0.9):
        self.learning_rate, self.beta, self.v = learning_rate, beta, 0.0

    def step(self, theta, g):
        self.v = self.beta * self.v + g
        theta -= self.learning_rate * self.v


class Nesterov(Momentum):
    """v ← β v + g, θ ← θ - η (g + β v): momentum that brakes earlier, as it looks one step ahead.
    向前多看一步的动量法，因此更早刹车。

    source : Sutskever, Martens, Dahl & Hinton, On the importance of initialization and momentum (2013), section 2;
             θ here is their look-ahead point θ + βv, where the gradient is taken
    """

    def step(self, theta, g):
        self.v = self.beta * self.v + g
        theta -= self.learning_rate * (g + self.beta * self.v)


class AdaGrad:
    """s ← s + g², θ ← θ - η g / (√s + ε): a step of its own for each parameter; steps only ever shrink.
    每个参数有自己的步长，且步长只减不增。

    source : Duchi, Hazan & Singer, Adaptive Subgradient Methods (2011)
    """

    def __init__(self, learning_rate, epsilon=1e-8):
        self.learning_rate, self.epsilon, self.s = learning_rate, epsilon, 0.0

    def step(self, theta, g):
        self.s = self.s + g**2
        theta -= self.learning_rate * g / (np.sqrt(self.s) + self.epsilon)


class RMSProp:
    """s ← ρ s + (1 - ρ) g², θ ← θ - η g / (√s + ε): AdaGrad that forgets, so it never stalls.
    会遗忘的 AdaGrad，因此不会停滞。

    source : Tieleman & Hinton, Neural Networks for Machine Learning, lecture 6.5 (2012)
    """

    def __init__(self, learning_rate, rho=0.9, epsilon=1e-8):
        self.learning_rate, self.rho, self.epsilon, self.s = learning_rate, rho, epsilon, 0.0

    def step(self, theta, g):
        self.s = self.rho * self.s + (1 - self.rho) * g**2
        theta -= self.learning_rate * g / (np.sqrt(self.s) + self.epsilon)


class Adam:
    """m ← β₁ m + (1 - β₁) g, s ← β₂ s + (1 - β₂) g², θ ← θ - η m̂ / (√ŝ + ε): momentum with RMSProp's steps.
    动量法与 RMSProp 步长的结合。

    m̂ = m / (1 - β₁ᵗ), ŝ = s / (1 - β₂ᵗ): m and s started at 0, and after t steps that much of the average is missing.
    source : Kingma & Ba, Adam: A Method for Stochastic Optimization (2015), algorithm 1
    """

    def __init__(self, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.learning_rate, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.s, self.t = 0.0, 0.0, 0

    def step(self, theta, g):
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.s = self.beta2 * self.s + (1 - self.beta2) * g**2
        mean, square = self.m / (1 - self.beta1**self.t), self.s / (1 - self.beta2**self.t)
        theta -= self.learning_rate * mean / (np.sqrt(square) + self.epsilon)


OPTIMIZERS = {
    "gradient_descent": GradientDescent,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": AdaGrad,
    "rmsprop": RMSProp,
    "adam": Adam,
}


def optimizer(name, learning_rate, **settings):
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
