"""Networks that learn from disturbed digits, and how they do on plain, on shifted and on turned ones.

A disturbance is drawn anew for each picture of each batch, so a network hardly ever sees the same picture twice. The
digits lie on sheets of 10 × 10 pixels, so that a shift by one pixel cuts nothing off, unless it is told to.
"""

from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import digits
from course_nn.layers import Augmentation
from course_nn.lectures.regularization.augmentation import SIDE, at_random, framed, mirror, rotation, shift, trimmed
from course_nn.lectures.regularization.regularization import smoothed_cross_entropy
from course_nn.lectures.regularization.samples import CLASSES, Samples, digit_splits
from course_nn.losses import one_hot
from course_nn.metrics import temperature
from course_nn.network import Network, dense_layers
from course_nn.training import watch

MARGIN = 1  # pixels of paper around each digit
SHEET = SIDE + 2 * MARGIN  # pixels across a sheet
STEPS = (-1, 0, 1)
AROUND = tuple(shift(dx, dy, SHEET) for dx in STEPS for dy in STEPS)
SHIFTS: dict[str, tuple] = {  # the pictures that one may become, itself among them
    "none": (),
    "sideways": tuple(shift(dx, 0, SHEET) for dx in STEPS),
    "up and down": tuple(shift(0, dy, SHEET) for dy in STEPS),
    "both": AROUND,
    "cut": tuple(trimmed(MARGIN) @ matrix for matrix in AROUND),  # what leaves the middle 8 × 8 pixels is lost
}
ANGLE = 20  # degrees
TURNS: dict[bool, tuple] = {False: (), True: tuple(rotation(angle, SHEET) for angle in range(-ANGLE, ANGLE + 1, 5))}
MIRRORS: dict[bool, tuple] = {False: (), True: (np.eye(SHEET**2), mirror(SHEET))}
TESTS: dict[str, tuple] = {  # what is done to the test digits
    "plain": (),
    "shifted": tuple(matrix for matrix in AROUND if not np.array_equal(matrix, np.eye(SHEET**2))),
    "turned": (rotation(-ANGLE, SHEET), rotation(ANGLE, SHEET)),
}
RATE, BATCH = 0.003, 32
PICTURES, ACROSS, GAP = 12, 3, 1  # digits that are shown, digits in a row, and pixels between them
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

    changes : Changes;  mean : of the training pictures, (N,) or (B, 1, N); moves need framed ones, noise does not
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


def shown_digits(changes: Changes) -> np.ndarray:
    """Twelve digits as a network gets them, side by side: (43, 32) ink from 0 to 1, and -1 between them."""
    X = disturbance(changes)(framed(digits().X[:PICTURES], MARGIN), np.random.default_rng(1))
    tiles = X.clip(0, 1).reshape(-1, ACROSS, SHEET, SHEET)
    tiles = np.pad(tiles, ((0, 0), (0, 0), (0, GAP), (0, GAP)), constant_values=BETWEEN)  # (4, 3, 11, 11)
    return tiles.transpose(0, 2, 1, 3).reshape(len(tiles) * (SHEET + GAP), -1)[:-GAP, :-GAP]


@memoized
def train_on_changed(
    changes: Changes, n: int, width: int, epochs: int, seeds: tuple
) -> Generator[float, None, Outcome]:
    """Networks 100-width-10 that learn from n digits with these changes: a generator, which returns the Outcome.

    changes : Changes;  n : 1 … 1000;  seeds : a tuple, each of which draws digits and first weights of its own
    """
    splits = digit_splits(n, seeds, changes.wrong, centred=False)
    train, validation, test = (Samples(framed(part.X, MARGIN), part.y) for part in splits)
    mean = train.X.mean(axis=1, keepdims=True)  # (B, 1, 100)
    layers = [Augmentation(disturbance(changes, mean)), *dense_layers((SHEET**2, width, CLASSES), "relu", init="he")]
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
