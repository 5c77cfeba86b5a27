"""A valley f = ½ xᵀA x: what descent does on it is known exactly, and near its minimum every smooth loss is one.

Along each eigenvector of A every step is the same linear map, whatever the other directions do. The largest eigenvalue
of these maps is the rate of a method: the factor by which the distance shrinks with every step in the long run.

Methods: "plain" is x ← x - η g; "ball" is the heavy ball v ← β v + g, x ← x - η v; "nesterov" goes x ← x - η (g + β v).
"""

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.optimizers import GradientDescent, Momentum, Nesterov, Optimizer

METHODS = {"plain": GradientDescent, "ball": Momentum, "nesterov": Nesterov}


def hessian(kappa: np.ndarray | float, angle: np.ndarray | float) -> np.ndarray:
    """The matrix A of a valley: 1 is its steepest curvature, 1/κ the flattest, and its floor lies in that direction.

    A = R diag(1/κ, 1) Rᵀ,  R = [[cos α, -sin α], [sin α, cos α]]

    kappa   : κ ≥ 1, the condition number; a number or an array (…)
    angle   : α in degrees, from the first axis to the floor of the valley; likewise
    returns : (…, 2, 2), symmetric
    raises  : BadInput for κ < 1
    """
    if not np.all(np.asarray(kappa) >= 1):
        raise BadInput(
            f"a condition number is the largest curvature over the smallest, 1 or more; got {kappa!r}, try 100",
            f"条件数是最大曲率与最小曲率之比，不小于 1；收到 {kappa!r}，可以试试 100",
        )
    R, flat = rotation(angle), 1 / np.asarray(kappa, float)
    curvatures = np.stack(np.broadcast_arrays(flat, 1.0), axis=-1)  # (…, 2)
    return (R * curvatures[..., None, :]) @ R.mT


def rotation(angle: np.ndarray | float) -> np.ndarray:
    """The rotation by an angle in degrees, its columns the turned axes: (…, 2, 2)."""
    turn = np.radians(angle)
    c, s = np.cos(turn), np.sin(turn)
    return np.stack([np.stack([c, -s], axis=-1), np.stack([s, c], axis=-1)], axis=-2)


def rate(method: str, eta: np.ndarray | float, beta: np.ndarray | float, lam: np.ndarray | float) -> np.ndarray:
    """The factor by which one component of the distance shrinks with each step in the long run; above 1 it grows.
    长期来看，误差的一个分量每一步缩小的倍数；大于 1 即发散。

    The largest |σ| with σ² - T σ + D = 0（满足该方程的最大 |σ|）:
    plain     T = 1 - ηλ,             D = 0
    ball      T = 1 + β - ηλ,         D = β
    nesterov  T = (1 + β)(1 - ηλ),    D = β (1 - ηλ)
    If the two σ are complex, they are √D in size: the component swings and shrinks (for the ball by √β).
    （两个 σ 为复数时，模都是 √D：该分量一边摆动一边缩小；重球法每步缩小到 √β 倍）

    method  : a name in METHODS（METHODS 中的一个名字）
    eta     : learning rate η > 0（学习率）;  beta : β in [0, 1], unused by "plain"（"plain" 不用它）
    lam     : curvature λ; arrays broadcast（曲率；数组按广播规则）
    returns : the broadcast shape, ≥ 0（广播后的形状）
    raises  : BadInput for an unknown method, or β outside [0, 1]（没有这种方法，或 β 超出范围）
    source  : Lessard, Recht & Packard, Analysis and Design of Optimization Algorithms via Integral Quadratic
              Constraints (2016), section 2.2; Goh, Why Momentum Really Works (2017), whose 2√β should be √β
    """
    T, D = trace_and_determinant(method, eta, beta, lam)
    under = T**2 - 4 * D
    real = (np.abs(T) + np.sqrt(np.maximum(under, 0))) / 2
    return np.where(under < 0, np.sqrt(np.maximum(D, 0)), real)[()]


def trace_and_determinant(
    method: str, eta: np.ndarray | float, beta: np.ndarray | float, lam: np.ndarray | float
) -> tuple:
    """Trace T and determinant D of the map that a step is for one component; arguments and errors as of rate."""
    shrink, momentum = np.broadcast_arrays(1 - np.multiply(eta, lam), _checked(beta))
    maps = {
        "plain": (shrink, 0.0 * momentum),
        "ball": (shrink + momentum, momentum),
        "nesterov": ((1 + momentum) * shrink, momentum * shrink),
    }
    return lookup(maps, method, "method", "方法")


def border(method: str, beta: np.ndarray | float) -> np.ndarray:
    """The product ηλ at which a component stops shrinking: beyond it the method diverges.

    plain 2,   ball 2 + 2β,   nesterov (2 + 2β) / (1 + 2β)

    beta   : β in [0, 1), a number or an array;  returns its shape
    raises : BadInput for an unknown method
    source : as of rate
    """
    beta = _checked(beta)
    borders = {"plain": np.full_like(beta, 2.0), "ball": 2 + 2 * beta, "nesterov": (2 + 2 * beta) / (1 + 2 * beta)}
    return lookup(borders, method, "method", "方法")[()]


def swing(method: str, beta: np.ndarray | float) -> tuple:
    """The products ηλ between which a component swings to and fro like a pendulum, with a rate of √D (see rate).

    plain 1 … 1,   ball (1 - √β)² … (1 + √β)²,   nesterov ((1 - β) / (1 + β))² … 1

    beta   : β in [0, 1), a number or an array
    returns: (low, high), each of its shape
    raises : BadInput for an unknown method
    """
    beta = _checked(beta)
    root, one = np.sqrt(beta), np.ones_like(beta)
    ranges = {
        "plain": (one, one),
        "ball": ((1 - root) ** 2, (1 + root) ** 2),
        "nesterov": (((1 - beta) / (1 + beta)) ** 2, one),
    }
    return lookup(ranges, method, "method", "方法")


def best(method: str, smallest: float, largest: float) -> tuple:
    """The learning rate and the momentum with the smallest rate, if all curvatures lie between two.

    plain     η = 2 / (μ + L),          β = 0,                          rate (κ - 1) / (κ + 1)
    ball      η = (2 / (√μ + √L))²,     β = ((√κ - 1) / (√κ + 1))²,     rate √β
    nesterov  η = 4 / (μ + 3 L),        β = (√(3κ + 1) - 2) / (√(3κ + 1) + 2),   rate 1 - 2 / √(3κ + 1)

    smallest, largest : 0 < μ ≤ L, and κ = L / μ
    returns : (eta, beta, rate)
    raises  : BadInput for an unknown method, or curvatures in the wrong order
    source  : Polyak, Some methods of speeding up the convergence of iteration methods (1964); Lessard, Recht &
              Packard (2016), proposition 1
    """
    lookup(METHODS, method, "method", "方法")
    if not 0 < smallest <= largest:
        raise BadInput(
            f"expected curvatures 0 < smallest ≤ largest; got {smallest!r} and {largest!r}, try 0.01 and 1",
            f"应有 0 < 最小曲率 ≤ 最大曲率；收到 {smallest!r} 与 {largest!r}，可以试试 0.01 与 1",
        )
    kappa = largest / smallest
    if method == "plain":
        return 2 / (smallest + largest), 0.0, (kappa - 1) / (kappa + 1)
    if method == "ball":
        root = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
        return 4 / (np.sqrt(smallest) + np.sqrt(largest)) ** 2, root**2, root
    root = np.sqrt(3 * kappa + 1)
    return 4 / (smallest + 3 * largest), (root - 2) / (root + 2), 1 - 2 / root


def descend(A: np.ndarray, start: np.ndarray | list, optimizer: Optimizer, steps: int) -> np.ndarray:
    """The path of an optimizer down ½ xᵀA x.

    A         : (2, 2), or (…, 2, 2) for many valleys at once
    start     : (2,), or (…, 2)
    optimizer : a fresh one, such as optimizers.optimizer("adam", 0.1)
    steps     : how many
    returns   : (steps + 1, …, 2), the start first; where a run overflows, inf and then nan
    """
    x = np.array(np.broadcast_to(start, np.broadcast_shapes(np.shape(start), np.shape(A)[:-1])), float)
    path = np.empty((steps + 1, *x.shape))
    path[0] = x
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps):
            optimizer.step(x, (A @ x[..., None])[..., 0])
            path[k + 1] = x
    return path


def component(method: str, eta: float, beta: float, lam: float, start: float, steps: int) -> np.ndarray:
    """One component of the distance after each step; thousands are quick, as the map of 2 k steps is that of k squared.

    x_{k+1} = T x_k - D x_{k-1} with T and D of rate; the first step starts from rest

    returns : (steps + 1,), the same as descend on a valley with the curvature λ; inf or nan where it overflows
    """
    T, D = trace_and_determinant(method, eta, beta, lam)
    first = start * (1 - eta * lam * (1 + beta if method == "nesterov" else 1))
    pairs, leap = np.array([[first, start]], float), np.array([[T, -D], [1.0, 0.0]])  # x_{k+1}, x_k
    with np.errstate(over="ignore", invalid="ignore"):
        while len(pairs) <= steps:
            pairs, leap = np.concatenate([pairs, pairs @ leap.T]), leap @ leap
    return pairs[: steps + 1, 1]


def height(A: np.ndarray, x: np.ndarray | list) -> np.ndarray:
    """½ xᵀA x for each x (…, 2): (…)."""
    with np.errstate(over="ignore", invalid="ignore"):
        return 0.5 * np.einsum("...i,...ij,...j->...", x, A, x)


def _checked(beta) -> np.ndarray:
    beta = np.asarray(beta, float)
    if not np.all((beta >= 0) & (beta <= 1)):
        raise BadInput(
            f"momentum β is a number from 0 to 1; got {beta}, try 0.9",
            f"动量 β 应在 0 到 1 之间；收到 {beta}，可以试试 0.9",
        )
    return beta
