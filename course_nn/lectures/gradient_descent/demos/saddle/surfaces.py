"""Three surfaces on which descent gets stuck without being at a minimum, and walks on them, step by step.

Points are (…, 2). The saddle falls away to both sides of its ridge y = 0; the plateau has a hollow at x = -2.5 and is
nearly level far from it; Rosenbrock's valley is bent.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.common.progress import memoized
from course_nn.lectures.gradient_descent.curvature import newton
from course_nn.optimizers import OPTIMIZERS, optimizer

HOLLOW = -2.5  # where the plateau has its minimum
FAR = 1e3  # a walk that is farther from 0 is given up


class Surface(NamedTuple):
    """A function of two variables, and when a walk on it has got away from where the slope is nearly 0."""

    f: Callable  # (…, 2) -> (…)
    gradient: Callable  # (…, 2) -> (…, 2)
    hessian: Callable  # (…, 2) -> (…, 2, 2)
    minima: tuple  # their places
    distance: Callable  # (2,) -> of a start, from the ridge of the saddle, or else from the minimum
    has_escaped: Callable  # (…, 2) -> (…) bool, whether a walk has left the saddle, or come near the minimum
    distances: np.ndarray  # (K,) at which a series of walks starts
    starts: Callable  # (K,) distances -> (K, 2) those starts

    def height(self, p: np.ndarray) -> np.ndarray:
        """How far above its minimum: (…, 2) -> (…)."""
        return self.f(p) - self.f(np.array(self.minima[0], float))


def _saddle(p):
    return 0.5 * p[..., 0] ** 2 - 0.5 * p[..., 1] ** 2 + 0.25 * p[..., 1] ** 4


def _saddle_gradient(p):
    return _pair(p[..., 0], p[..., 1] ** 3 - p[..., 1])


def _saddle_hessian(p):
    return _symmetric(np.ones(p.shape[:-1]), 0.0, 3 * p[..., 1] ** 2 - 1)


def _plateau(p):
    return 1 - np.exp(-0.5 * (p[..., 0] - HOLLOW) ** 2) + 0.5 * p[..., 1] ** 2


def _plateau_gradient(p):
    d = p[..., 0] - HOLLOW
    return _pair(d * np.exp(-0.5 * d**2), p[..., 1])


def _plateau_hessian(p):
    d = p[..., 0] - HOLLOW
    return _symmetric((1 - d**2) * np.exp(-0.5 * d**2), 0.0, 1.0)


def _rosenbrock(p):
    x, y = p[..., 0], p[..., 1]
    return ((1 - x) ** 2 + 100 * (y - x**2) ** 2) / 1000


def _rosenbrock_gradient(p):
    x, above = p[..., 0], p[..., 1] - p[..., 0] ** 2
    return _pair(2 * (x - 1) - 400 * x * above, 200 * above) / 1000


def _rosenbrock_hessian(p):
    x, y = p[..., 0], p[..., 1]
    return _symmetric(2 - 400 * y + 1200 * x**2, -400 * x, 200.0) / 1000


def _pair(a, b):
    """The vectors (a, b): (…, 2); np.stack takes five times as long for a single one, and a walk asks at each step."""
    pair = np.empty((*a.shape, 2))
    pair[..., 0], pair[..., 1] = a, b
    return pair


def _symmetric(a, b, c):
    """The matrices (a, b; b, c): (…, 2, 2)."""
    a, b, c = np.broadcast_arrays(a, b, c)
    return np.stack([np.stack([a, b], axis=-1), np.stack([b, c], axis=-1)], axis=-2)


SURFACES = {
    "saddle": Surface(  # ½x² - ½y² + ¼y⁴
        _saddle,
        _saddle_gradient,
        _saddle_hessian,
        minima=((0, 1), (0, -1)),
        distance=lambda p: abs(p[1]),
        has_escaped=lambda p: np.abs(p[..., 1]) >= 0.5,
        distances=10.0 ** -np.arange(1, 13),
        starts=lambda offsets: np.stack([np.full(len(offsets), 1.5), offsets], axis=-1),
    ),
    "plateau": Surface(  # 1 - e^(-(x + 2.5)² / 2) + ½y²
        _plateau,
        _plateau_gradient,
        _plateau_hessian,
        minima=((HOLLOW, 0),),
        distance=lambda p: abs(p[0] - HOLLOW),
        has_escaped=lambda p: np.abs(p[..., 0] - HOLLOW) < 1,
        distances=np.arange(1.25, 5.3, 0.25),
        starts=lambda away: np.stack([HOLLOW + away, np.zeros(len(away))], axis=-1),
    ),
    "rosenbrock": Surface(  # ((1 - x)² + 100 (y - x²)²) / 1000, Rosenbrock (1960) scaled down
        _rosenbrock,
        _rosenbrock_gradient,
        _rosenbrock_hessian,
        minima=((1, 1),),
        distance=lambda p: np.hypot(p[0] - 1, p[1] - 1),
        has_escaped=lambda p: np.hypot(p[..., 0] - 1, p[..., 1] - 1) < 0.5,
        distances=np.arange(0.6, 3.9, 0.2),
        starts=lambda away: np.stack([1 - away, np.ones(len(away))], axis=-1),
    ),
}
NEWTONS = {"newton": False, "absolute_newton": True}  # whether negative curvatures count as positive


def stepper(surface: Surface, method: str, eta: float, turned: bool = False) -> Callable:
    """A function that takes points (…, 2) one step on; it remembers what its optimizer remembers.

    surface : a Surface;  method : a name in OPTIMIZERS or NEWTONS;  eta : learning rate, unused by Newton's
    turned  : whether the parameters' axes lie at 45° to x and y; that matters only to methods that scale each parameter
    raises  : BadInput for an unknown method
    """
    lookup({**OPTIMIZERS, **NEWTONS}, method, "method", "方法")
    if method in NEWTONS:
        return lambda p: newton(surface.gradient, surface.hessian, p, absolute=NEWTONS[method])
    axes, rule = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2), optimizer(method, eta)

    def step(p):
        if not turned:
            theta = p.copy()
            rule.step(theta, surface.gradient(p))
            return theta
        theta = p @ axes
        rule.step(theta, surface.gradient(p) @ axes)
        return theta @ axes.T

    return step


def walk(
    surface: Surface, method: str, start: np.ndarray | tuple, steps: int, eta: float = 0.1, turned: bool = False
) -> np.ndarray:
    """The path from a start, (k + 1, 2): k < steps if it comes to rest, goes too far, or Newton's step does not exist.

    start : (2,);  steps : at most so many;  the others as of stepper
    """
    step, p = stepper(surface, method, eta, turned), np.asarray(start, float)
    path = [p.tolist()]  # as plain numbers, which are compared faster
    for _ in range(steps):
        try:
            p = step(p)
        except BadInput:  # a curvature of 0
            break
        path.append(p.tolist())
        if path[-1] == path[-2] or not all(abs(coordinate) < FAR for coordinate in path[-1]):
            break
    return np.array(path)


def steps_out(
    surface: Surface, method: str, starts: np.ndarray | list, limit: int, eta: float = 0.1, turned: bool = False
) -> np.ndarray:
    """After how many steps walks from many starts have got away; nan for those that do not within the limit.

    starts : (K, 2);  limit : steps at most;  returns (K,)
    """
    if method in NEWTONS:  # one start after the other, as a step may exist for some of them only
        walks = [surface.has_escaped(walk(surface, method, start, limit)) for start in starts]
        return np.array([left.argmax() if left.any() else np.nan for left in walks], float)
    step, p = stepper(surface, method, eta, turned), np.asarray(starts, float)
    steps = np.where(surface.has_escaped(p), 0, np.nan)
    for k in range(1, limit + 1):
        p, before = step(p), p
        steps[np.isnan(steps) & surface.has_escaped(p)] = k
        if not np.isnan(steps).any() or (p == before).all() or not np.abs(p).max() < FAR:
            break
    return steps


@memoized
def series(name: str, method: str, eta: float, turned: bool, limit: int) -> np.ndarray:
    """steps_out for starts at each distance of a surface: (K,).

    name : in SURFACES;  the others as of steps_out
    """
    surface = SURFACES[name]
    return steps_out(surface, method, surface.starts(surface.distances), limit, eta, turned)
