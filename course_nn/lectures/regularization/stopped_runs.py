"""Twenty runs whose validation set says when to stop: what it says, and what the test set would have said."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.lectures.regularization.regularization import stop
from course_nn.lectures.regularization.samples import CLASSES, digit_split, wrong_labels
from course_nn.losses import LOSSES, softmax
from course_nn.network import Network
from course_nn.training import train

LOSS = LOSSES["softmax_cross_entropy"]
NETWORK = (64, 64, 10)
TRAINED_ON, RUNS, EPOCHS, RATE, BATCH = 200, 20, 150, 0.001, 32
SIZES = (25, 50, 100, 200)  # of the validation set
MEASURES = ("loss", "error")


class Watched(NamedTuple):
    """What is measured of all runs before the first epoch and after each: mean losses, and shares of wrong answers."""

    train: np.ndarray  # (151, 2, 20) loss and error on the digits trained on, labels as they are
    validation: dict  # size, whether labels are right -> (151, 2, 20) on so many other digits
    test: np.ndarray  # (151, 2, 20) on 597 test digits


class Stopped(NamedTuple):
    """One of the runs, and where early stopping ends each of them."""

    run: int
    curves: np.ndarray  # (3, 151) what is watched, of this run: on training, validation and test digits
    kept: np.ndarray  # (20,) epoch whose parameters are kept
    ran: np.ndarray  # (20,) epochs that were run
    errors: np.ndarray  # (3, 20) test error at the end of all epochs, where it was kept, and at its lowest
    regret: np.ndarray  # (20,) test loss where it was kept, less the lowest of all epochs


@memoized
def watched(wrong: float) -> Generator[float, None, Watched]:
    """Train twenty networks 64-64-10 on 200 digits each, and measure them after each epoch: a generator.

    ReLU, He's first weights, Adam with η = 0.001, batches of 32. Each run has its own digits and first weights.

    wrong   : share of wrong labels in training and in validation, 0 … 1; test labels are right
    returns : Watched
    """
    splits = [digit_split(TRAINED_ON, seed, wrong) for seed in range(RUNS)]
    X, y = gathered([split.train for split in splits])
    held, right = gathered([split.validation for split in splits])
    told = np.stack([wrong_labels(labels, wrong, np.random.default_rng([1, k])) for k, labels in enumerate(right)])
    unseen, true = gathered([split.test for split in splits])
    network = Network(NETWORK, "relu", init="he", seed=range(RUNS), dtype=np.float32)
    history = train(network, X, np.eye(CLASSES)[y], LOSS.name, "adam", RATE, 0, BATCH, every=EPOCHS)
    learned, validation, test = (
        [],
        {(size, is_right): [] for size in SIZES for is_right in (False, True)},
        [],
    )
    for epoch in range(EPOCHS + 1):
        yield epoch / (EPOCHS + 1)
        if epoch:
            history.extend(1)
        learned.append(measured(network(X), y).mean(axis=-1))
        test.append(measured(network(unseen), true).mean(axis=-1))
        F = network(held)
        for is_right, labels in ((False, told), (True, right)):
            each = measured(F, labels)
            for size in SIZES:
                validation[size, is_right].append(each[..., :size].mean(axis=-1))
    return Watched(np.array(learned), {which: np.array(found) for which, found in validation.items()}, np.array(test))


def gathered(samples: list) -> tuple:
    """Of one kind of Samples of all runs the inputs (20, n, 64) and the classes (20, n)."""
    return np.stack([one.X for one in samples]).astype(np.float32), np.stack([one.y for one in samples])


def measured(F: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Loss of each sample of each run, and whether its answer is wrong: (2, 20, n)."""
    p = softmax(F)
    right = np.take_along_axis(p, y[..., None], axis=-1)[..., 0]
    return np.stack([-np.log(np.maximum(right, 1e-30)), F.argmax(axis=-1) != y])


def stopped(runs: Watched, run: int, which: tuple, by: str, patience: int, min_delta: float) -> Stopped:
    """Where each run is stopped that is watched on a validation set.

    runs  : Watched;  run : the one whose curves are shown, 0 … 19
    which : the validation set, (size, whether its labels were put right), a key of runs.validation
    by    : what is watched, one of MEASURES
    patience, min_delta : as of stop, min_delta in the unit of what is watched
    returns : Stopped;  raises : BadInput as stop does
    """
    curves = np.stack([runs.train, runs.validation[which], runs.test])[:, :, MEASURES.index(by)]  # (3, 151, 20)
    kept, ran = np.array([stop(curve, patience, min_delta) for curve in curves[1].T]).T
    each = np.arange(RUNS)
    loss, error = runs.test.swapaxes(0, 1)  # (151, 20)
    return Stopped(
        run=run,
        curves=curves[..., run],
        kept=kept,
        ran=ran,
        errors=np.stack([error[-1], error[kept, each], error.min(axis=0)]),
        regret=loss[kept, each] - loss.min(axis=0),
    )
