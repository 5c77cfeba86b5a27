"""Networks that learn from disturbed digits, and how they do on plain, on shifted and on turned ones.

A disturbance is drawn anew for each picture of each batch, so a network hardly ever sees the same picture twice.
"""

from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import digits
from course_nn.layers import Augmentation
from course_nn.lectures.regularization.augmentation import at_random, mirror, rotation, shift
from course_nn.lectures.regularization.regularization import smoothed_cross_entropy
from course_nn.lectures.regularization.samples import CLASSES, digit_splits
from course_nn.losses import one_hot
from course_nn.metrics import temperature
from course_nn.network import Network, dense_layers
from course_nn.training import watch

STEPS = (-1, 0, 1)
SHIFTS: dict[str, tuple] = {  # the pictures that one may become, itself among them
    "none": (),
    "sideways": tuple(shift(dx, 0) for dx in STEPS),
    "up and down": tuple(shift(0, dy) for dy in STEPS),
    "both": tuple(shift(dx, dy) for dx in STEPS for dy in STEPS),
}
ANGLE = 20  # degrees
TURNS: dict[bool, tuple] = {False: (), True: tuple(rotation(angle) for angle in range(-ANGLE, ANGLE + 1, 5))}
MIRRORS: dict[bool, tuple] = {False: (), True: (np.eye(64), mirror())}
TESTS: dict[str, tuple] = {  # what is done to the test digits
    "plain": (),
    "shifted": tuple(shift(dx, dy) for dx in STEPS for dy in STEPS if (dx, dy) != (0, 0)),
    "turned": (rotation(-ANGLE), rotation(ANGLE)),
}
RATE, BATCH = 0.003, 32
PICTURES, ACROSS, GAP = 12, 3, 1  # digits on a sheet, digits in a row, and pixels between them
BETWEEN = -1.0  # stands for the pixels between digits


class Changes(NamedTuple):
    """How the training data are changed."""

    sigma: float = 0.0  # standard deviation of the noise on each pixel, whose ink is 0 … 1
    shift: str = "none"  # of SHIFTS
    turn: bool = False  # by up to 20 degrees
    mirror: bool = False
    eps: float = 0.0  # label smoothing
    wrong: float = 0.0  # share of wrong labels


class Outcome(NamedTuple):
    """How B networks do after training."""

    errors: np.ndarray  # (3, B) shares of plain, shifted and turned test digits that are wrong
    F: np.ndarray  # (B, 597, 10) logits of the plain test digits
    y: np.ndarray  # (B, 597) their classes
    temperatures: np.ndarray  # (B,) best on the validation digits
    gaps: np.ndarray  # (B,) logit of the label above the mean of the others; mean over the undisturbed training digits
    excess: np.ndarray  # (B,) their loss with smoothed targets, above the smallest that such targets allow


def disturbance(changes: Changes, mean: np.ndarray | float = 0.0) -> Callable:
    """What happens to pictures of ink on their way into the network: moved, less the mean, and noisy.

    changes : Changes;  mean : of the training pictures, (64,) or (B, 1, 64)
    returns : (X, rng) -> X, as Augmentation takes it
    """
    choices = SHIFTS[changes.shift], TURNS[changes.turn], MIRRORS[changes.mirror]
    moves = [at_random(matrices) for matrices in choices if matrices]

    def disturb(X, rng):
        for move in moves:
            X = move(X, rng)
        noise = changes.sigma * rng.normal(size=X.shape) if changes.sigma else 0.0
        return (X - mean + noise).astype(X.dtype)

    return disturb


def sheet(changes: Changes) -> np.ndarray:
    """Twelve digits as a network gets them, side by side: (35, 26) ink from 0 to 1, and -1 between them."""
    X = disturbance(changes)(digits().X[:PICTURES], np.random.default_rng(1))
    tiles = X.clip(0, 1).reshape(-1, ACROSS, 8, 8)
    tiles = np.pad(tiles, ((0, 0), (0, 0), (0, GAP), (0, GAP)), constant_values=BETWEEN)  # (4, 3, 9, 9)
    return tiles.transpose(0, 2, 1, 3).reshape(len(tiles) * (8 + GAP), -1)[:-GAP, :-GAP]


@memoized
def train_on_changed(
    changes: Changes, n: int, width: int, epochs: int, seeds: tuple
) -> Generator[float, None, Outcome]:
    """Networks 64-width-10 that learn from n digits with these changes: a generator, which returns the Outcome.

    changes : Changes;  n : 1 … 1000;  seeds : a tuple, each of which draws digits and first weights of its own
    """
    train, validation, test = digit_splits(n, seeds, changes.wrong, centred=False)
    mean = train.X.mean(axis=1, keepdims=True)  # (B, 1, 64)
    layers = [Augmentation(disturbance(changes, mean)), *dense_layers((64, width, CLASSES), "relu", init="he")]
    network = Network(layers, seed=seeds, dtype=np.float32)
    loss, targets = smoothed_cross_entropy(changes.eps), one_hot(train.y, CLASSES)
    settings: dict[str, Any] = dict(optimizer="adam", learning_rate=RATE, batch_size=BATCH, every=epochs)
    yield from watch(network, train.X, targets, loss, epochs, **settings)

    def error_after(matrices):
        X = at_random(matrices)(test.X, np.random.default_rng(0)) if matrices else test.X
        return np.mean(network(X - mean).argmax(axis=-1) != test.y, axis=-1)

    F, V, learned = (network(samples.X - mean).astype(float) for samples in (test, validation, train))
    right = np.sum(learned * targets, axis=-1)
    smooth = loss.targets(learned, targets)
    entropy = -np.sum(smooth * np.log(np.where(smooth > 0, smooth, 1)), axis=-1)
    return Outcome(
        errors=np.array([error_after(matrices) for matrices in TESTS.values()]),
        F=F,
        y=test.y,
        temperatures=np.array([temperature(f, y) for f, y in zip(V, validation.y)]),
        gaps=np.mean((right - learned.mean(axis=-1)) * CLASSES / (CLASSES - 1), axis=-1),
        excess=np.mean(loss.l(learned, smooth) - entropy, axis=-1),
    )
