"""What an optimizer makes of a given row of gradients: what it remembers of them, and the steps it takes.

Every step of the course's optimizers is η times a mean gradient, divided by the root of a mean square. Plain descent
remembers neither: its mean is the gradient itself, its root is 1. Momentum has only the mean, AdaGrad and RMSProp have
only the root.
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.common.progress import finished, memoized
from course_nn.optimizers import Adam, Optimizer, optimizer

SCALES = np.array([1.0, 100.0])  # of the gradients of the two parameters
STEPS = 100  # of a given row of gradients
TINY = 1e-12  # far below the ε that Adam adds to the root
SPIKE = 5  # the step at which the spike comes
BOWL_RATE, BOWL_STEPS = 0.1, 8000
FAR = 1e30  # a parameter that runs away stops here


class Course(NamedTuple):
    """T steps of an optimizer with two parameters."""

    g: np.ndarray  # (T, 2) gradients
    m: np.ndarray  # (T, 2) what it remembers of their mean, uncorrected
    s: np.ndarray  # (T, 2) of their squares
    top: np.ndarray  # (T, 2) the mean in the step, m̂
    root: np.ndarray  # (T, 2) the root of the squares in the step, √ŝ
    steps: np.ndarray  # (T, 2) how far a step goes against the gradient, in η: top / root
    theta: np.ndarray  # (T + 1, 2) the parameters


SIGNALS = {  # k = 1, 2, … (T,), growth -> (T,) gradients of the first parameter
    "constant": lambda k, growth: np.ones(len(k)),
    "alternating": lambda k, growth: (-1.0) ** (k + 1),
    "spike": lambda k, growth: np.where(k == SPIKE, 1.0, 0.0),
    "growing": lambda k, growth: growth ** (k - 1.0),
    "tiny": lambda k, growth: np.full(len(k), TINY),
    "noisy": lambda k, growth: np.random.default_rng(0).normal(0.2, 1.0, len(k)),
}


def signal(name: str, growth: float = 1.11, steps: int = STEPS) -> np.ndarray:
    """The gradients of two parameters; the second's are a hundred times the first's.

    constant: 1    alternating: 1, -1, 1, …    spike: 1 at step 5, else 0    growing: growth^(k - 1)
    tiny: 10⁻¹²    noisy: normal with mean 0.2 and standard deviation 1

    returns : (steps, 2)
    raises  : BadInput for an unknown name
    """
    make = lookup(SIGNALS, name, "signal", "梯度信号")
    return np.outer(make(np.arange(1, steps + 1), growth), SCALES)


def course_through(method: str, gradients: np.ndarray, quiet: int = 0, **settings) -> Course:
    """The course of an optimizer through given gradients; where its steps lead does not change them.

    gradients : (T, 2)
    quiet     : steps before these, all with gradient 0. They leave m = s = 0, but Adam counts them
    settings  : of the optimizer, such as beta1=0.9 or correct=False
    raises    : BadInput for an unknown method or setting
    """
    chosen = optimizer(method, 1.0, **settings)
    if isinstance(chosen, Adam):
        chosen.t = int(quiet)
    run = _course(chosen, lambda k, theta: gradients[k], np.zeros(2), len(gradients))
    return finished(run)


@memoized
def course_down_bowl(method: str, correct: bool, beta1: float, beta2: float) -> Generator[float, None, Course]:
    """The course down ½x² and ½·100x² from x = 1, where each step decides the next gradient: a generator."""
    chosen = optimizer(method, BOWL_RATE, **settings_of(method, correct, beta1, beta2))
    return (yield from _course(chosen, lambda k, theta: SCALES * theta, np.ones(2), BOWL_STEPS))


def course_of(
    name: str, method: str, correct: bool, beta1: float, beta2: float, growth: float, quiet: int
) -> Generator[float, None, Course]:
    """The course through a signal of that name, or down the bowl: a generator.

    name : in SIGNALS, or "bowl";  the rest as of signal, settings_of and answer
    """
    if name == "bowl":
        return (yield from course_down_bowl(method, correct, beta1, beta2))
    return course_through(method, signal(name, growth), quiet, **settings_of(method, correct, beta1, beta2))


def settings_of(method: str, correct: int, beta1: float, beta2: float) -> dict:
    """What each optimizer calls its settings: beta1 is that of the mean, beta2 that of the squares."""
    return {
        "momentum": {"beta": beta1},
        "rmsprop": {"rho": beta2},
        "adam": {"beta1": beta1, "beta2": beta2, "correct": bool(correct)},
    }.get(method, {})


def _course(chosen, gradient, start, steps):
    """Let an optimizer run, and keep what it remembers after each step."""
    counted = getattr(chosen, "t", 0) + np.arange(1, steps + 1)[:, None]  # as Adam counts them
    theta, places, rows = start.copy(), [start], []
    for k in range(steps):
        if k % 500 == 0:
            yield k / steps
        g = gradient(k, theta)
        chosen.step(theta, g)
        np.clip(theta, -FAR, FAR, out=theta)
        rows.append((g, *memory_of(chosen, g)))
        places.append(theta.copy())
    (g, m, s), theta = (np.array(part) for part in zip(*rows)), np.array(places)
    top, root = mean_and_root(chosen, m, s, counted)
    moved = -np.diff(theta, axis=0) / chosen.learning_rate
    return Course(g=g, m=m, s=s, top=top, root=root, steps=moved, theta=theta)


def memory_of(chosen: Optimizer, g: np.ndarray) -> tuple:
    """What an optimizer remembers, m and s: its mean, or the gradient itself; its mean square, or 1."""
    mean = getattr(chosen, "m", getattr(chosen, "v", g))
    return mean, getattr(chosen, "s", np.ones(len(g)))


def mean_and_root(chosen: Optimizer, m: np.ndarray, s: np.ndarray, t: np.ndarray) -> tuple:
    """The mean and the root in the t-th step: Adam corrects what is missing in the first ones."""
    if isinstance(chosen, Adam) and chosen.correct:
        m, s = m / (1 - chosen.beta1**t), s / (1 - chosen.beta2**t)
    return m, np.sqrt(s)


# ---- what can be said without running it ------------------------------------------------------------


def largest_step(beta1: float, beta2: float) -> float:
    """The largest step that Adam can take, in η, whatever the gradients are.

    (1 - β₁) / √(1 - β₂) / √(1 - β₁²/β₂), by the inequality of Cauchy and Schwarz. Gradients that grow by β₂/β₁ a step
    reach it once 1 - β₂ᵗ is near 1.

    returns : inf for β₁² ≥ β₂
    raises  : BadInput for a β outside [0, 1)
    """
    check_betas(beta1, beta2)
    if beta1**2 >= beta2:
        return np.inf
    return (1 - beta1) / np.sqrt(1 - beta2) / np.sqrt(1 - beta1**2 / beta2)


def papers_bound(beta1: float, beta2: float) -> float:
    """The largest step according to the paper, in η; it is true for a single gradient after many that are 0.

    (1 - β₁) / √(1 - β₂) if that is more than 1, else 1

    source : Kingma & Ba, Adam (2015), section 2.1
    """
    check_betas(beta1, beta2)
    return max(1.0, (1 - beta1) / np.sqrt(1 - beta2))


def raw_step(t: np.ndarray | int, beta1: float, beta2: float) -> np.ndarray | float:
    """The t-th step of Adam without correction on a constant gradient, in η: (1 - β₁ᵗ) / √(1 - β₂ᵗ)."""
    check_betas(beta1, beta2)
    return (1 - beta1**t) / np.sqrt(1 - beta2**t)


def check_betas(*betas: float) -> None:
    """Raises BadInput for a β outside [0, 1)."""
    if not all(0 <= beta < 1 for beta in betas):
        raise BadInput(
            f"β is the share that is remembered, from 0 up to but not including 1; got {betas}, try 0.9",
            f"β 是保留的比例，取值从 0 到 1（不含 1）；收到 {betas}，可以试试 0.9",
        )
