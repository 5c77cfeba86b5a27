"""What a network of a given size could fit is one question, what it learns another: many seeds answer it.

Linear layers in a row can do no more than one. With a bend between them, width and depth buy capacity. Whether that
helps or harms is measured here, by training batches of networks that differ in nothing but their size. Such
experiments are generators: they yield the share done, and return the result.
"""

from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.common.progress import memoized, part
from course_nn.datasets import noisy_wave, spiral
from course_nn.lectures.deep_vs_shallow.starts import spread_bends
from course_nn.network import INITIALIZATION, Network, Views, parameter_count
from course_nn.training import watch

WIDTHS = (1, 2, 4, 8, 16, 32, 64)
DEPTHS = (1, 2, 3, 4, 5)
EXTENT = 2.0  # the spirals lie within about [-2, 2]²
TEST_SEED = 10**6  # of the test set; no run has this seed
ERRORS = {  # what is measured on each sample, beside the loss that is trained
    "squared_error": lambda F, T: (F - T) ** 2,
    "binary_cross_entropy": lambda F, T: (F > 0) != T,  # 1 on the wrong side
}


class Fits(NamedTuple):
    """B training runs at K moments, the first of them before the first step."""

    network: Network  # the B networks, as they ended
    parameters: np.ndarray  # (K, B, P)
    train: np.ndarray  # (K, B) error on the samples it was trained on
    test: np.ndarray  # (K, B) error on other samples


def one_layer(weights: Views | np.ndarray, biases: Views | np.ndarray) -> tuple:
    """The one linear layer that a sequence of linear layers equals.
    与一串线性层等价的那一个线性层。

    W̃ = W_L … W_2 W_1,    b̃ = W_L … W_2 b_1 + … + W_L b_(L-1) + b_L

    weights, biases : first layer first, (M, N) and (M,)（从第一层起）
    returns         : W̃ (outputs, inputs), b̃ (outputs,)（输出数 × 输入数；输出数）
    source          : the lecture, section 4（讲义第 4 节）
    """
    W, b = weights[0], biases[0]
    for V, c in zip(weights[1:], biases[1:], strict=True):
        W, b = V @ W, V @ b + c  # V (W x + b) + c
    return W, b


def nearest_layer(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The outputs at X of the linear layer that comes nearest to Y, by least squares.

    W, b = argmin Σ_i ‖W x_i + b - y_i‖²

    X : (n, N);  Y : (n, M);  returns (n, M)
    """
    rows = np.column_stack([X, np.ones(len(X))])  # (n, N + 1)
    return rows @ np.linalg.lstsq(rows, Y)[0]


def sizes_within(budget: int, depth: int) -> tuple:
    """Sizes of the network 2-…-1 whose parameter count is nearest to a budget; its hidden layers differ by at most 1.

    budget : parameters, 10 or more;  depth : hidden layers, 1 or more
    raises : BadInput for a smaller one
    """
    if budget < 10 or depth < 1:
        raise BadInput(
            f"expected a budget of 10 or more and 1 hidden layer or more; got {budget!r} and {depth!r}",
            f"预算应不少于 10，隐藏层应不少于 1；现为 {budget!r} 和 {depth!r}",
        )
    candidates = []
    for units in range(depth, budget * depth):  # of all hidden layers together
        width, wider = divmod(units, depth)
        candidates.append((2, *[width + 1] * wider, *[width] * (depth - wider), 1))
    return min(candidates, key=lambda sizes: abs(parameter_count(sizes) - budget))


def fit(
    network: Network,
    train: Sequence,
    test: Sequence,
    loss: str,
    learning_rate: float,
    epochs: int,
    every: int,
) -> Generator[float, None, Fits]:
    """Train B networks with Adam on all their samples at once, and compute their errors every few epochs.

    train, test : pairs X, T of samples (n, N) and targets (n, M) for all; or (B, n, N), (B, n, M), a sample for each
    loss        : "squared_error" or "binary_cross_entropy"
    returns     : Fits, with K = 1 + epochs // every; for the latter loss the errors are shares of wrong answers
    raises      : BadInput for another loss, or a learning rate that is not positive
    """
    error = lookup(ERRORS, loss, "loss", "损失函数")
    X, T = train
    history = yield from watch(network, X, T, loss, epochs, every, optimizer="adam", learning_rate=learning_rate)

    def errors_on(X, T):
        return np.array([error(network(X), T).mean(axis=(-2, -1)) for network in history.moments()])

    return Fits(network, history.parameters, train=errors_on(*train), test=errors_on(*test))


# ---- width, and noise to learn by heart -------------------------------------------------------------


@memoized
def of_width(
    width: int,
    n: int,
    sigma: float,
    seeds: int,
    learning_rate: float,
    epochs: int,
    every: int,
    start: str = "zero",
    activation: str = "tanh",
) -> Generator[float, None, Fits]:
    """Networks 1-width-1 fit noisy samples of the wave; every seed has a sample and a start of its own.

    n, sigma: samples, 1 or more, and standard deviation of the noise;  seeds : how many, 0, 1, …
    start   : first biases "zero", so that all units have their steepest place at x = 0, or "spread" over the samples
    returns : Fits with mean squared errors, the test error on 200 fresh noisy samples
    source  : such curves: Geman, Bienenstock & Doursat, Neural Networks and the Bias/Variance Dilemma (1992)
    """
    samples = [noisy_wave(n, sigma, seed) for seed in range(seeds)]
    train = [np.stack(arrays).astype(np.float32) for arrays in zip(*samples)]  # X, T (B, n, 1)
    test = [array.astype(np.float32) for array in noisy_wave(200, sigma, TEST_SEED)]
    init = INITIALIZATION[activation]
    network = Network((1, width, 1), activation, init=init, seed=range(seeds), dtype=np.float32)
    if start == "spread":
        spread_bends(network, range(seeds), -3, 3)
    return (yield from fit(network, train, test, "squared_error", learning_rate, epochs, every))


def by_width(*settings) -> Generator[float, None, dict]:
    """of_width for 1 to 64 units: the same settings, the same samples.  returns {width: Fits}"""
    fits = {}
    for k, width in enumerate(WIDTHS):
        fits[width] = yield from part(of_width(width, *settings), k, len(WIDTHS))
    return fits


# ---- depth, at a fixed number of parameters ---------------------------------------------------------


def spiral_samples(n: int, seed: int) -> tuple:
    """Two spirals with a little noise, within about -2 … 2: X (n, 2), T (n, 1) of 0 and 1."""
    data = spiral(n, noise=0.2, seed=seed)
    return (data.X / 2.5).astype(np.float32), data.y[:, None].astype(np.float32)


@memoized
def on_spirals(
    depth: int,
    activation: str,
    budget: int,
    seeds: int,
    learning_rate: float,
    epochs: int,
    every: int,
    start: str = "zero",
) -> Generator[float, None, Fits]:
    """Networks of so many hidden layers, within a budget of parameters, learn two spirals from several starts.

    activation : "relu" (He's initialization) or "tanh" (Glorot's);  budget : parameters, 10 or more
    start      : first biases "zero", so that all lines of the first layer pass through the origin, or "spread"
    seeds      : how many starts, 0, 1, …; the 150 training samples and the 300 held out are the same for all
    returns    : Fits with the share of samples on the wrong side
    raises     : BadInput for an unknown activation or a budget that is too small
    source     : the spirals: Lang & Witbrock, Learning to Tell Two Spirals Apart (1988)
    """
    init = lookup(INITIALIZATION, activation, "activation", "激活函数")
    network = Network(sizes_within(budget, depth), activation, init=init, seed=range(seeds), dtype=np.float32)
    if start == "spread":
        spread_bends(network, range(seeds), -EXTENT, EXTENT)
    samples = spiral_samples(150, 0), spiral_samples(300, TEST_SEED)
    return (yield from fit(network, *samples, "binary_cross_entropy", learning_rate, epochs, every))


def lead_of_two_or_three(shares: np.ndarray) -> float:
    """By how many points two or three layers lead one: shares (5, seeds) that are right, by depth; medians of them."""
    one, two, three, *_ = np.median(shares, axis=1)
    return 100 * float(max(two, three) - one)


def by_depth(*settings) -> Generator[float, None, dict]:
    """on_spirals for 1 to 5 hidden layers: the same settings, nearly as many parameters.  returns {depth: Fits}"""
    fits = {}
    for k, depth in enumerate(DEPTHS):
        fits[depth] = yield from part(on_spirals(depth, *settings), k, len(DEPTHS))
    return fits
