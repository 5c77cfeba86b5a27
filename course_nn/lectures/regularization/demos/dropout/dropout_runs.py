"""Networks trained with dropout on a few digits, and how they answer: with all units, with many masks, or together."""

from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.progress import finished, memoized, part
from course_nn.layers import Dropout, Mask, Mode, forward
from course_nn.lectures.regularization.demos.dropout.dropout_masks import random_masks, thinned_logits
from course_nn.lectures.regularization.samples import digit_split
from course_nn.losses import softmax
from course_nn.metrics import SMALLEST, calibration_error
from course_nn.network import Network
from course_nn.training import train

SETS, DIGITS, RATE, BATCH = 10, 200, 0.001, 32
UNITS, PASSES, MEMBERS, MANY = 64, 100, 10, 4000
REPORTS = 10  # of progress, during a training or the passes


class Scores(NamedTuple):
    """Scores of ten networks, each on its own test set; and with more axes (…) of several answers of each."""

    errors: np.ndarray  # (10, …) share of wrong answers of each
    losses: np.ndarray  # (10, …) log-loss of each
    calibration: np.ndarray  # (…) calibration error of all their answers together


UNKNOWN = Scores(np.full(SETS, np.nan), np.full(SETS, np.nan), np.array(np.nan))


class Study(NamedTuple):
    """Ten networks, each trained on digits of its own, and their scores."""

    network: Network  # ten at once
    whole: Scores  # with all units
    unscaled: Scores  # with all units, each as strong as in training, where others are struck out


def digit_sets(wrong: float) -> list:
    """Ten sets of digits: some to train on, with some wrong labels, and others to test on, with right ones.

    wrong   : share of wrong training labels
    returns : X (10, 200, 64), y (10, 200), unseen X (10, 597, 64) and y (10, 597)
    """
    splits = [digit_split(DIGITS, seed, wrong) for seed in range(SETS)]
    kinds = [split.train for split in splits], [split.test for split in splits]
    return [np.stack([getattr(one, name) for one in kind]) for kind in kinds for name in ("X", "y")]


class DropoutAmongTen(Dropout):
    """Dropout of one of the ten networks where it learns alone: it is struck by the same chance as beside the others.

    which : 0 … 9
    """

    def __init__(self, keep: float, which: int):
        super().__init__(keep)
        self.which = which

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        if not mode.trains:
            return super().forward(x, mode)
        y, mask = super().forward(np.broadcast_to(x, (SETS, *x.shape[1:])), mode)
        return y[[self.which]], mask[[self.which]]


def train_on_sets(
    keeps: Sequence, wrong: float, epochs: int, start: int = 0, sets: Sequence = range(SETS), units: int = UNITS
) -> Generator[float, None, Network]:
    """Ten networks with hidden layers of 64 ReLUs, each trained on its own set: a generator.

    keeps  : share of units that dropout keeps, one for each hidden layer;  wrong : share of wrong labels
    epochs : a multiple of 10;  start : 0, 1, …, each has other first weights;  sets : which of the ten
    units  : of each hidden layer
    """
    X, y = (array[[*sets]] for array in digit_sets(wrong)[:2])
    seeds = [SETS * start + k for k in sets]
    network = Network((64, *[units] * len(keeps), 10), "relu", init="he", seed=seeds, dtype=np.float32)
    learner = network if min(keeps) == 1 else network.with_dropout(thinning(keeps, sets))
    how: dict[str, Any] = dict(optimizer="adam", learning_rate=RATE, batch_size=BATCH, every=epochs)
    history = train(learner, X, np.eye(10)[y], "softmax_cross_entropy", epochs=0, **how)
    for done in range(REPORTS):
        yield done / REPORTS
        history.extend(epochs // REPORTS)
    return network


def thinning(keeps: Sequence, sets: Sequence) -> list:
    """What thins the hidden layers of several networks, or of one that learns alone as it learns among all ten."""
    return [Dropout(keep) if len(sets) > 1 else DropoutAmongTen(keep, *sets) for keep in keeps]


@memoized
def network_alone(keeps: tuple, wrong: float, epochs: int, which: int) -> Network:
    """The ten networks of study_of, of which only this one has been trained; the others are nan."""
    one = finished(train_on_sets(keeps, wrong, epochs, sets=(which,)))
    parameters = np.full((SETS, one.parameters.shape[1]), np.nan, np.float32)
    parameters[which] = one.parameters[0]
    return one.with_parameters(parameters)


@memoized
def study_of(keeps: tuple, wrong: float, epochs: int) -> Generator[float, None, Study]:
    """Train ten networks, and score their answers with all units: a generator.

    keeps, wrong, epochs : as of train_on_sets;  returns Study
    """
    network = yield from train_on_sets(keeps, wrong, epochs)
    *_, X, y = digit_sets(wrong)
    unscaled = thinned_logits(network, X, [np.ones((1, UNITS))] * len(keeps), keeps)[:, 0]
    return Study(network, scores_of(softmax(network(X)), y), scores_of(softmax(unscaled), y))


@memoized
def scores_of_masks(keeps: tuple, wrong: float, epochs: int) -> Generator[float, None, Scores]:
    """The scores_over_passes of the networks of study_of, on their test sets: a generator."""
    study = yield from study_of(keeps, wrong, epochs)
    *_, X, y = digit_sets(wrong)
    return (yield from scores_over_passes(study.network, X, y, keeps))


def scores_over_passes(network: Network, X: np.ndarray, y: np.ndarray, keeps: tuple) -> Generator[float, None, Scores]:
    """The Scores (10, 100) of the mean probabilities of the first 1, 2, …, 100 masks: a generator."""
    masks, dtype = masks_of(keeps), network.parameters.dtype.type
    h, total = network.forward(X).h[1], np.zeros((), dtype)  # the first hidden layer is the same for all masks
    scores = []
    for k in range(PASSES):
        if k % (PASSES // REPORTS) == 0:
            yield k / PASSES
        thin = network.with_dropout([Mask(mask[k] / dtype(keep)) for mask, keep in zip(masks, keeps)])
        total = total + softmax(forward(thin.layers[2:], h).output)
        scores.append(scores_of(total / (k + 1), y))
    return Scores(*(np.stack(kind, axis=-1) for kind in zip(*scores)))


def masks_of(keeps: tuple) -> list:
    """The masks of the hundred passes, one array (100, 64) for each hidden layer."""
    return [random_masks(UNITS, keep, PASSES, layer) for layer, keep in enumerate(keeps)]


@memoized
def ensembles(layers: int, wrong: float, epochs: int) -> Generator[float, None, tuple]:
    """Ten networks without dropout for each of the ten sets, and their averages: a generator.

    returns : Scores of their mean probabilities, and Scores of the network that has their mean weights
    """
    *_, X, y = digit_sets(wrong)
    p = parameters = np.zeros((), np.float32)
    for member in range(MEMBERS):
        network = yield from part(train_on_sets((1.0,) * layers, wrong, epochs, member), member, MEMBERS)
        p, parameters = p + softmax(network(X)), parameters + network.parameters
    of_means = network.with_parameters(parameters / MEMBERS)
    return scores_of(p / MEMBERS, y), scores_of(softmax(of_means(X)), y)


class Answers(NamedTuple):
    """What one network answers to one digit, with all its units and with each of the hundred masks."""

    ink: np.ndarray  # (64,) of the digit, less the mean
    label: int
    rival: int  # the most probable class beside it, over all masks
    hidden: list  # one (100, 64) for each hidden layer: outputs with each mask, 0 where a unit is struck out
    masks: list  # one (100, 64) of bool for each hidden layer
    logits: np.ndarray  # (100, 10)
    whole: np.ndarray  # (10,) logits with all units
    unscaled: np.ndarray  # (10,) the same, without the scaling of dropout
    expected: np.ndarray  # (10,) mean of the logits over all masks; exact for one hidden layer, of 4000 masks for two


def answers_to_digit(network: Network, keeps: tuple, which: int, digit: int) -> Answers:
    """The Answers of one of the ten networks to one of its 597 test digits.

    network : of Study;  keeps : its shares;  which : 0 … 9;  digit : 0 … 596
    """
    one, test = network.with_parameters(network.parameters[which]), digit_split(DIGITS, which).test
    x, masks, dtype = test.X[digit : digit + 1], masks_of(keeps), network.parameters.dtype.type
    thin = one.with_dropout([Mask(mask / dtype(keep)) for mask, keep in zip(masks, keeps)])
    thinned = thin.forward(np.repeat(x, PASSES, axis=0))
    many = [Mask(random_masks(UNITS, keep, MANY, 9) / dtype(keep)) for keep in keeps[:-1]]
    averaged = one.with_dropout([*many, Mask(dtype(1))])  # no last mask: its mean is exact
    expected = averaged(np.repeat(x, MANY, axis=0)).mean(axis=0, dtype=float) if many else one(x)[0]
    label = int(test.y[digit])
    return Answers(
        ink=x[0],
        label=label,
        rival=int(np.where(np.arange(10) == label, -1, softmax(thinned.output).mean(axis=0)).argmax()),
        hidden=thinned.h[1:-1],
        masks=masks,
        logits=thinned.output,
        whole=one(x)[0],
        unscaled=one.with_dropout([Mask(1 / dtype(keep)) for keep in keeps])(x)[0],
        expected=expected,
    )


def scores_of(p: np.ndarray, y: np.ndarray) -> Scores:
    """The Scores of probabilities (10, n, 10) of ten networks for classes (10, n)."""
    errors = np.mean(p.argmax(axis=-1) != y, axis=-1)
    right = np.take_along_axis(p, y[..., None], axis=-1)[..., 0].astype(float)
    losses = -np.log(np.maximum(right, SMALLEST)).mean(axis=-1)
    return Scores(errors, losses, np.array(calibration_error(np.concatenate(p), y.ravel())))
