"""Turn a valley together with the start: does the run turn along? A method that divides each coordinate cannot do it.

Plain descent and momentum add gradients up, whatever the axes are. AdaGrad, RMSProp and Adam divide each coordinate of
a step by a size of its own. That makes a valley along the axes round; it hardly helps in a valley askew to them.
"""

from collections.abc import Generator

import numpy as np

from course_nn.common.progress import memoized
from course_nn.lectures.gradient_descent.quadratic import descend, hessian, rotation
from course_nn.optimizers import optimizer

RATES = np.logspace(-3, 1, 81)  # among which η is tuned: twenty a decade
AIM = 1e-4  # share of the first loss that is to be reached
LIMIT = 2000  # steps at most
FAR = 1e4  # a run that goes farther is drawn here
ADAPTIVE = ("adagrad", "rmsprop", "adam")  # they have a step size of their own for each coordinate


def settings_of(name: str, beta2: float | None) -> dict:
    """The settings of an optimizer besides its learning rate: β₂ for Adam, none for the others."""
    return {"beta2": beta2} if name == "adam" else {}


@memoized
def steps_to_aim(
    name: str, kappa: float, across: float, beta2: float | None, angles: tuple, rates: tuple = tuple(RATES)
) -> Generator[float, None, np.ndarray]:
    """After how many steps the loss stays below AIM, for each angle of the valley and each learning rate: a generator.

    It is 2,001 if 2,000 steps are not enough. The start is 1 along the floor of the valley, and `across` across it; it
    turns with the valley.

    name    : of an optimizer;  kappa : κ ≥ 1;  across : any number
    beta2   : of Adam
    angles  : degrees, a tuple (a,);  rates : a tuple (E,) of η > 0
    returns : (a, E) int
    """
    A = hessian(kappa, np.array(angles)).transpose(1, 2, 0)[..., None]  # (2, 2, a, 1), so that each product is plain
    x = (rotation(np.array(angles)) @ [1.0, across]).T[..., None].repeat(len(rates), axis=-1)  # (2, a, E)
    g = A[:, 0] * x[0] + A[:, 1] * x[1]  # A x
    walker = optimizer(name, np.array(rates), **settings_of(name, beta2))
    aim = AIM * (x[0] * g[0] + x[1] * g[1])  # of xᵀA x, twice the loss
    last = np.zeros(aim.shape, int)  # step with a loss above it
    for first in range(1, LIMIT + 1, 200):
        yield first / LIMIT
        with np.errstate(over="ignore", invalid="ignore"):
            for step in range(first, first + 200):
                walker.step(x, g)
                g = A[:, 0] * x[0] + A[:, 1] * x[1]
                last[~(x[0] * g[0] + x[1] * g[1] <= aim)] = step  # also where it is not a number
    return last + 1


def fewest_steps(
    name: str, kappa: float, across: float, beta2: float | None, angles: tuple
) -> Generator[float, None, tuple]:
    """The fewest steps to AIM for each angle (a,), and the learning rate that needs them (a,): a generator.

    Other methods than the adaptive ones run in the same way at every angle, so they are tuned at angle 0 only.
    """
    turning = angles if name in ADAPTIVE else (0,)
    beta2 = beta2 if name == "adam" else None  # what is memoized of the others is the same for every β₂
    steps = yield from steps_to_aim(name, kappa, across, beta2, turning)
    best = np.broadcast_to(steps.argmin(axis=1), (len(angles),))
    return np.broadcast_to(steps.min(axis=1), (len(angles),)), RATES[best]


@memoized
def both_runs(name: str, eta: float, kappa: float, across: float, beta2: float, angle: int, steps: int) -> tuple:
    """The run in the turned valley; the run along the axes, turned afterwards; and how the coordinates are scaled.

    returns : two paths (steps + 1, 2), held within ±10,000 where they explode; and the scales of both coordinates
              (steps + 1, 2), the larger one 1, or 1 and 1 for a method that has none
    """
    settings, turn = settings_of(name, beta2), rotation(angle)
    start, scales = np.array([1.0, across]), np.ones((steps + 1, 2))
    walker = SquaresRecorder(name, eta, settings)
    path = descend(hessian(kappa, angle), turn @ start, walker, steps)
    straight = descend(hessian(kappa, 0), start, optimizer(name, eta, **settings), steps)
    path, straight = (np.nan_to_num(run, nan=FAR).clip(-FAR, FAR) for run in (path, straight))
    if name in ADAPTIVE:
        inverse = 1 / np.maximum(np.sqrt(walker.squares), 1e-150)
        scales[1:] = inverse / inverse.max(axis=1, keepdims=True)
    return path, straight @ turn.T, scales


class SquaresRecorder:
    """An optimizer whose squares s are kept step by step."""

    def __init__(self, name, eta, settings):
        self.walker, self.learning_rate = optimizer(name, eta, **settings), eta
        self.squares = []

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.walker.step(theta, g)
        self.squares.append(np.array(getattr(self.walker, "s", 0.0)))
