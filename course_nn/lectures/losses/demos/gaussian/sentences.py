"""What is said of a Result of the picture: by a line and σ set by hand, by a learned σ, and by a network."""

from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import magnitude, number
from course_nn.lectures.losses.demos.gaussian.uncertainty import NEW
from course_nn.lectures.losses.likelihood import mean_nll


def about_hand(result: Any, values: Any) -> Words:
    """The product of the densities, and the sum of their minus logarithms."""
    n, sigma, (error, _) = values.n, values.sigma, result.panel.here
    weighed, constant = number(n * error / (2 * sigma**2), 1), number(n * mean_nll(0, sigma), 1)
    total, product = number(result.nll[:n].sum(), 1), magnitude(np.exp(-result.nll[:n]).prod())
    sums = f"Σ −log N = Σ(y − μ)²/2σ² + n·log(σ√(2π)) = {weighed} + {constant} = <b>{total}</b>".replace("+ −", "− ")
    return Words(f"Product of the {n} densities N: {product}. {sums}", f"{n} 个密度 N 之积：{product}。{sums}")


def about_learned_sigma(result: Any, values: Any) -> Words:
    """The likeliest σ, beside the one that is set by hand."""
    best, least = map(number, result.panel.mark)
    sigma, yours = map(number, result.panel.here)
    return Words(
        f"Learned σ̂ = √(Σ(y − μ)²/n) = <b>{best}</b>: −log N per point is {least}; with your σ = {sigma}, {yours}",
        f"由学习得到的 σ̂ = √(Σ(y − μ)²/n) = <b>{best}</b>：每个样本的 −log N 为 {least}；手动 σ = {sigma} 时为 {yours}",
    )


def about_network(result: Any, values: Any) -> Words:
    """−log N per point, of the points that it learns from and of new ones."""
    old, new = number(result.panel.here[1]), number(result.nll[NEW].mean())
    return Words(
        f"Epoch {result.epoch}: −log N per point is {old} on the points trained on, {new} on new ones",
        f"第 {result.epoch} 轮：每个样本的 −log N 在训练样本上为 {old}，在新样本上为 {new}",
    )
