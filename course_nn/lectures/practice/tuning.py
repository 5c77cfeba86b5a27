"""Tuning with a little arithmetic: what the scale of the inputs costs, and which learning rate to try first."""

from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.losses import Loss
from course_nn.network import Network
from course_nn.optimizers import Scheduled
from course_nn.optimizers import optimizer as make_optimizer
from course_nn.training import Objective, learn, mini_batches

LOST = 4.0  # a range test ends where its loss is so many times the lowest so far


def curvatures(X: np.ndarray) -> np.ndarray:
    """Curvatures of the mean squared error of a linear model with a bias, along its eigenvectors, the least first.

    Eigenvalues of 1/n Σ (1, x)(1, x)ᵀ, of ½ (w·x + b − y)²: the targets play no part

    X       : (n, N), any unit
    returns : (N + 1,), ≥ 0
    source  : LeCun, Bottou, Orr & Müller, Efficient BackProp (1998), section 5.1
    """
    H = np.column_stack([np.ones(len(X)), X])  # (n, N + 1)
    return np.linalg.svd(H, compute_uv=False)[::-1] ** 2 / len(H)


def condition(X: np.ndarray) -> float:
    """How long the valley of the squared error is, for a linear model with a bias on these inputs.

    κ = largest over smallest curvature; two standardized inputs: κ = (1 + |r|) / (1 − |r|), r their correlation

    X       : (n, N), any unit;  returns κ ≥ 1
    raises  : BadInput where inputs depend on each other, so that the valley never ends
    """
    h = curvatures(X)
    if h[0] <= 1e-15 * h[-1]:
        raise BadInput(
            "these inputs depend on each other: the valley has no end. Leave one of them out",
            "这些输入线性相关，山谷没有尽头。请去掉其中一个",
        )
    return float(h[-1] / h[0])


def steps_to(kappa: np.ndarray | float, eps: float = 1e-6) -> np.ndarray | float:
    """Steps of gradient descent with the best learning rate, 2/(h₁ + hₙ), until a share ε of the distance is left.

    ln ε / ln((κ − 1)/(κ + 1)), about ½ κ ln(1/ε) for a large κ

    kappa   : κ > 1, a number or an array;  eps : 0 < ε < 1
    returns : a number, not rounded; the shape of kappa
    source  : Nocedal & Wright, Numerical Optimization (2006), theorem 3.3
    """
    return np.log(eps) / (np.log1p(-1 / kappa) - np.log1p(1 / kappa))


def rate_range(
    network: Network,
    X: np.ndarray,
    Y: np.ndarray,
    loss: Loss,
    rates: np.ndarray,
    optimizer: str = "gradient_descent",
    batch_size: int = 32,
    seed: int = 0,
) -> np.ndarray:
    """The learning rate range test: each step takes the next rate and the next mini-batch. It trains the network.

    X, Y       : rows (n, N) and targets as the loss wants them;  loss : a Loss
    rates      : (T,) > 0, rising;  optimizer : a name in OPTIMIZERS;  seed : of the order of the samples
    batch_size : samples in a step
    returns    : (T,) mean loss of each mini-batch before its step; fewer if a loss is no number
    source     : Smith, Cyclical Learning Rates for Training Neural Networks (2017), section 3.3
    """
    number, losses = network.parameters.dtype.type, []  # rates are numbers of the network's own type
    rising = Scheduled(make_optimizer(optimizer, rates[0]), (number(rate) for rate in rates))
    batches = mini_batches(X, loss.targets(network(X), Y), batch_size, np.random.default_rng(seed))
    steps = learn(network, batches, Objective(loss), rising)
    for _ in rates:
        with np.errstate(over="ignore", invalid="ignore"):  # it is meant to go too far
            trace, targets, _ = next(steps)
            losses.append(loss.l(trace.output, targets).mean())
        if not np.isfinite(losses[-1]):
            return np.array(losses[:-1])
    return np.array(losses)


def running_mean(losses: np.ndarray, beta: float) -> np.ndarray:
    """The running mean of losses, corrected for its start at 0, as in Adam; β = 0 leaves them as they are.

    m_t = β m_{t−1} + (1 − β) l_t, divided by 1 − βᵗ

    losses : (T,);  beta : 0 ≤ β < 1;  returns (T,)
    """
    mean, means = 0.0, []
    for t, loss in enumerate(losses, 1):
        mean = beta * mean + (1 - beta) * loss
        means.append(mean / (1 - beta**t))
    return np.array(means)


class Advice(NamedTuple):
    """What the rules of thumb read off a range test."""

    steepest: float  # where the loss falls fastest per decade
    minimum: float  # where it is lowest
    tenth: float  # a tenth of that
    end: int  # the rules use the losses before this one


def advice(rates: np.ndarray, losses: np.ndarray, left_out: int = 0) -> Advice:
    """The learning rates that three rules of thumb advise after a range test.

    The test ends where the loss is four times the lowest so far.

    rates, losses : (T,), losses smoothed or not;  left_out : how many of the first losses the rules do not use
    returns       : Advice
    raises        : BadInput where fewer than three losses are left
    source        : Smith (2017); the rules as in fastai and Lightning, both of which end at four times the lowest
    """
    losses = np.asarray(losses)
    lost = np.flatnonzero(losses > LOST * np.minimum.accumulate(losses))
    end = int(lost[0]) if len(lost) else len(losses)
    rates, losses = np.asarray(rates)[left_out:end], losses[left_out:end]
    if len(rates) < 3:
        raise BadInput(
            f"a range test needs three losses or more; only {len(rates)} are left. Begin with a smaller rate",
            f"范围测试至少需要三个损失值；只剩 {len(rates)} 个。请从更小的学习率开始",
        )
    slopes = np.gradient(losses, np.log10(rates))
    minimum = float(rates[losses.argmin()])
    return Advice(float(rates[slopes.argmin()]), minimum, minimum / 10, end)


def surface(row: Callable, rows: int) -> Generator[float, None, np.ndarray]:
    """The results of all settings of a grid, row by row: a generator that yields the share done.

    row : k -> (columns, …), the results of row k;  rows : how many there are;  returns (rows, columns, …)
    """
    results = []
    for k in range(rows):
        yield k / rows
        results.append(row(k))
    return np.array(results)


def expected_best(v: np.ndarray, k: np.ndarray | int) -> np.ndarray | float:
    """The lowest of k values that are drawn at random from v, on average over all draws: random search.

    E = Σ_i v_(i) [((n − i + 1)/n)^k − ((n − i)/n)^k],  v_(1) ≤ … ≤ v_(n), each draw from all n

    v      : any shape, n numbers;  k : 1 or more, a number or an array of them;  returns a number, or one for each k
    source : Bergstra & Bengio, Random Search for Hyper-Parameter Optimization (2012), section 2
    """
    v = np.sort(np.asarray(v, float), axis=None)
    left = np.arange(len(v), -1, -1) / len(v)  # share of values that are not lower, from 1 down to 0
    chance = -np.diff(left ** np.asarray(k)[..., None])  # (…, n) that the i-th is the lowest of those drawn
    expected = chance @ v
    return expected if np.ndim(k) else float(expected)


def expected_grid(v: np.ndarray, m: int) -> float:
    """The lowest value on an m × m grid of evenly spaced rows and columns, on average over all places for it.

    v      : (n, n) values of a surface;  m : 1 … n values along each axis, ⌊n/m⌋ apart;  returns a number
    raises : BadInput for another shape or an m that does not fit
    """
    v = np.asarray(v, float)
    if v.ndim != 2 or v.shape[0] != v.shape[1] or not 1 <= m <= len(v):
        raise BadInput(
            f"expected values (n, n) and a grid of 1 to n values along each axis; got {v.shape} and m = {m}",
            f"应为 (n, n) 的数值与每轴 1 到 n 个值的网格；收到 {v.shape} 与 m = {m}",
        )
    places = grid_places(len(v), m)  # (s, m)
    return float(np.mean([v[np.ix_(rows, columns)].min() for rows in places for columns in places]))


def grid_places(n: int, m: int) -> np.ndarray:
    """All places for m evenly spaced values among n, ⌊n/m⌋ apart: (s, m) whole numbers."""
    step = n // m
    return np.arange(n - (m - 1) * step)[:, None] + step * np.arange(m)
