"""Turn a valley together with the start: does the run turn along? A method that divides each coordinate cannot do it.

Plain descent and momentum add gradients up and know no axes. AdaGrad, RMSProp and Adam divide each coordinate of a step
by a size of its own: along the axes that makes every valley round, and askew to them it hardly helps.
"""

from collections.abc import Generator

import numpy as np

from course_nn.common.progress import memoized
from course_nn.lectures.gradient_descent.quadratic import descend, height, hessian, rotation
from course_nn.optimizers import optimizer

RATES = np.logspace(-3, 1, 81)  # among which η is tuned: twenty a decade
AIM, LIMIT = 1e-4, 2000  # share of the first loss that is to be reached, and steps within which
FAR = 1e4  # farther out no run is followed
ADAPTIVE = ("adagrad", "rmsprop", "adam")  # they have a step size of their own for each coordinate


def settings_of(name: str, beta2: float | None) -> dict:
    """What an optimizer takes besides its learning rate: β₂ if it is Adam, all else as usual."""
    return {"beta2": beta2} if name == "adam" else {}


@memoized
def steps_to_aim(
    name: str, kappa: float, across: float, beta2: float | None, angles: tuple, rates: tuple = tuple(RATES)
) -> Generator[float, None, np.ndarray]:
    """After how many steps the loss stays below a ten-thousandth, for each angle of the valley and each learning rate.

    A generator. Where the loss is not there within 2,000 steps it says 2,001. The start is (1, across) along the floor
    of the valley and across, and turns with it.

    name    : of an optimizer;  kappa : κ ≥ 1;  across : any number
    beta2   : of Adam
    angles  : degrees, a tuple (a,);  rates : a tuple (E,) of η > 0
    returns : (a, E) int
    """
    turns = rotation(np.array(angles))  # (a, 2, 2)
    A, x = hessian(kappa, np.array(angles))[:, None], (turns @ [1.0, across])[:, None].repeat(len(rates), axis=1)
    walker, aim = optimizer(name, np.array(rates)[:, None], **settings_of(name, beta2)), AIM * height(A, x)
    last = np.zeros(x.shape[:2], int)
    for step in range(1, LIMIT + 1):
        if step % 200 == 1:
            yield step / LIMIT
        with np.errstate(over="ignore", invalid="ignore"):
            walker.step(x, (A @ x[..., None])[..., 0])
            last[~(height(A, x) <= aim)] = step  # also where it is not a number
    return last + 1


def fewest_steps(name: str, kappa: float, across: float, beta2: float, angles: tuple) -> Generator[float, None, tuple]:
    """The fewest steps of each angle and the learning rate that takes them: a generator of (a,) and (a,).

    Methods that know no axes are tuned along them only: turned, they are the same.
    """
    turning, beta2 = angles if name in ADAPTIVE else (0,), beta2 if name == "adam" else None
    steps = yield from steps_to_aim(name, kappa, across, beta2, turning)  # remembered whatever the β₂ of Adam
    best = np.broadcast_to(steps.argmin(axis=1), (len(angles),))
    return np.broadcast_to(steps.min(axis=1), (len(angles),)), RATES[best]


@memoized
def both_runs(name: str, eta: float, kappa: float, across: float, beta2: float, angle: int, steps: int) -> tuple:
    """The run in the turned valley, the turned run of the straight one, and how each coordinate's steps are scaled.

    returns : two paths (steps + 1, 2), held within ±10,000 where they explode, and (steps + 1, 2) the share of the
              longer axis, 1 and 1 for a method without such a scale
    """
    settings, turn = settings_of(name, beta2), rotation(angle)
    start, walker, scales = np.array([1.0, across]), SquaresRecorder(name, eta, settings), np.ones((steps + 1, 2))
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
        self.walker, self.squares = optimizer(name, eta, **settings), []

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.walker.step(theta, g)
        self.squares.append(np.array(getattr(self.walker, "s", 0.0)))
