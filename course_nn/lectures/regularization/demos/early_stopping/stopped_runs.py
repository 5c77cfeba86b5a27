"""Twenty runs, and when a validation set stops each of them, beside what the test set would have said."""

from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished, memoized
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


class Measurements(NamedTuple):
    """Mean loss and share of wrong answers of all 20 runs, or of some, before the first epoch and after each."""

    train: np.ndarray  # (151, 2, 20) loss and error on the digits trained on, labels as they are
    validation: dict  # (size, whether labels are right) -> (151, 2, 20) on so many other digits
    test: np.ndarray  # (151, 2, 20) on 597 test digits


class EarlyStops(NamedTuple):
    """Where early stopping ends each of the runs, and the curves of one of them."""

    curves: np.ndarray  # (3, 151) of this run, the loss or the error: on training, validation and test digits
    kept: np.ndarray  # (20,) epoch whose parameters are kept
    ran: np.ndarray  # (20,) epochs that were run
    errors: np.ndarray  # (3, 20) test error at the end of all epochs, where it was kept, and at its lowest
    regret: np.ndarray  # (20,) test loss where it was kept, less the lowest of all epochs


@memoized
def measure_runs(wrong: float, runs: Sequence = range(RUNS)) -> Generator[float, None, Measurements]:
    """Train twenty networks 64-64-10 on 200 digits each, and measure them after each epoch: a generator.

    ReLU, He's first weights, Adam with η = 0.001, batches of 32. Each run has its own digits and first weights.

    wrong   : share of wrong labels in training and in validation, 0 … 1; test labels are right
    runs    : which of the twenty; a run learns the same, whoever learns beside it
    returns : Measurements
    """
    splits = [digit_split(TRAINED_ON, run, wrong) for run in runs]
    X, y = stacked_samples([split.train for split in splits])
    held, right = stacked_samples([split.validation for split in splits])
    given = np.stack([wrong_labels(labels, wrong, np.random.default_rng([1, k])) for k, labels in zip(runs, right)])
    unseen, true = stacked_samples([split.test for split in splits])
    network = Network(NETWORK, "relu", init="he", seed=runs, dtype=np.float32)
    history = train(network, X, np.eye(CLASSES)[y], LOSS.name, "adam", RATE, 0, BATCH, every=EPOCHS)
    learned, test = [], []
    validation: dict[tuple, list] = {(size, is_right): [] for size in SIZES for is_right in (False, True)}
    for epoch in range(EPOCHS + 1):
        yield epoch / (EPOCHS + 1)
        if epoch:
            history.extend(1)
        learned.append(loss_and_error(network(X), y).mean(axis=-1))
        test.append(loss_and_error(network(unseen), true).mean(axis=-1))
        F = network(held)
        for is_right, labels in ((False, given), (True, right)):
            each = loss_and_error(F, labels)
            for size in SIZES:
                validation[size, is_right].append(each[..., :size].mean(axis=-1))
    of_sets = {which: np.array(rows) for which, rows in validation.items()}
    return Measurements(np.array(learned), of_sets, np.array(test))


def run_alone(wrong: float, run: int) -> Measurements:
    """The Measurements of which only this run has been trained; the others are nan."""

    def among_all(of_one):
        of_all = np.full((*of_one.shape[:-1], RUNS), np.nan)
        of_all[..., run] = of_one[..., 0]
        return of_all

    train, validation, test = finished(measure_runs(wrong, (run,)))
    return Measurements(
        among_all(train), {key: among_all(of_set) for key, of_set in validation.items()}, among_all(test)
    )


def stacked_samples(samples: list) -> tuple:
    """The Samples of all runs as arrays: inputs (20, n, 64) and classes (20, n)."""
    return np.stack([one.X for one in samples]).astype(np.float32), np.stack([one.y for one in samples])


def loss_and_error(F: np.ndarray, y: np.ndarray) -> np.ndarray:
    """For each sample of each run the loss, and whether the answer is wrong: (2, 20, n)."""
    p = softmax(F)
    right = np.take_along_axis(p, y[..., None], axis=-1)[..., 0]
    return np.stack([-np.log(np.maximum(right, 1e-30)), F.argmax(axis=-1) != y])


def early_stops(runs: Measurements, run: int, which: tuple, by: str, patience: int, min_delta: float) -> EarlyStops:
    """Where each run stops by its validation set.

    runs  : Measurements;  run : the one whose curves are shown, 0 … 19
    which : the validation set, (size, whether its labels were put right), a key of runs.validation
    by    : what decides, one of MEASURES
    patience, min_delta : as of stop, min_delta in the unit of the loss or the error
    returns : EarlyStops, of a run that is nan without errors and regret;  raises : BadInput as stop does
    """
    curves = np.stack([runs.train, runs.validation[which], runs.test])[:, :, MEASURES.index(by)]  # (3, 151, 20)
    kept, ran = np.array([stop(curve, patience, min_delta) for curve in curves[1].T]).T
    each = np.arange(RUNS)
    loss, error = runs.test.swapaxes(0, 1)  # (151, 20)
    return EarlyStops(
        curves=curves[..., run],
        kept=kept,
        ran=ran,
        errors=np.stack([error[-1], error[kept, each], error.min(axis=0)]),
        regret=loss[kept, each] - loss.min(axis=0),
    )
