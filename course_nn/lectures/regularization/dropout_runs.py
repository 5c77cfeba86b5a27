"""Networks trained with dropout on a few digits, and four ways of asking them: all units, many masks, many networks."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized, part
from course_nn.layers import Mask
from course_nn.lectures.regularization.dropout_masks import drawn_masks, thinned_logits
from course_nn.lectures.regularization.samples import digit_split
from course_nn.losses import softmax
from course_nn.metrics import calibration_error, log_loss
from course_nn.network import Network
from course_nn.training import train

SETS, DIGITS, RATE, BATCH = 10, 200, 0.001, 32
UNITS, PASSES, MEMBERS, MANY = 64, 100, 10, 4000
SLICES = 10  # of a training or of the passes, so that whoever waits sees it come nearer
LAYERS = {1: (64, UNITS, 10), 2: (64, UNITS, UNITS, 10)}


class Judged(NamedTuple):
    """What ten test sets say of ten networks, or of many ways of asking them (…)."""

    errors: np.ndarray  # (10, …) share of wrong answers of each
    losses: np.ndarray  # (10, …) log-loss of each
    calibration: np.ndarray  # (…) calibration error of all their answers together


class Learned(NamedTuple):
    """Ten networks, each trained on digits of its own, and how they are judged."""

    network: Network  # ten at once
    whole: Judged  # with all units
    loud: Judged  # with all units as loud as they are in training while others are struck out
    passes: Judged  # (…) is (100,): of the mean probabilities of the first 1, 2, …, 100 masks


def sets(wrong: float) -> list:
    """Ten sets of digits, some of whose labels are wrong: to train on and to test on, unlike each other and all right.

    wrong   : share of wrong training labels
    returns : X (10, 200, 64), y (10, 200), unseen X (10, 597, 64) and y (10, 597)
    """
    splits = [digit_split(DIGITS, seed, wrong) for seed in range(SETS)]
    kinds = [split.train for split in splits], [split.test for split in splits]
    return [np.stack([getattr(one, name) for one in kind]) for kind in kinds for name in ("X", "y")]


def trained(keeps: tuple, wrong: float, epochs: int, start=0) -> Generator[float, None, Network]:
    """Ten networks with one or two hidden layers of 64 ReLUs, each trained on its own set: a generator.

    keeps  : share of units that dropout keeps, one for each hidden layer;  wrong : share of wrong labels
    epochs : a multiple of 10;  start : others begin with other weights
    """
    X, y, *_ = sets(wrong)
    seeds = range(SETS * start, SETS * (start + 1))
    network = Network(LAYERS[len(keeps)], "relu", init="he", seed=seeds, dtype=np.float32)
    learner = network if min(keeps) == 1 else network.with_dropout(keeps)
    how = dict(optimizer="adam", learning_rate=RATE, batch_size=BATCH, every=epochs)
    history = train(learner, X, np.eye(10)[y], "softmax_cross_entropy", epochs=0, **how)
    for done in range(SLICES):
        yield done / SLICES
        history.extend(epochs // SLICES)
    return network


@memoized
def learned(keeps: tuple, wrong: float, epochs: int) -> Generator[float, None, Learned]:
    """Train ten networks and ask them in every way: a generator.

    keeps, wrong, epochs : as of trained;  returns Learned
    """
    network = yield from part(trained(keeps, wrong, epochs), 0, 2)
    *_, X, y = sets(wrong)
    loud = thinned_logits(network, X, [np.ones((1, UNITS))] * len(keeps), keeps)[:, 0]
    passes = yield from part(over_passes(network, X, y, keeps), 1, 2)
    return Learned(network, judged(softmax(network(X)), y), judged(softmax(loud), y), passes)


def over_passes(network: Network, X: np.ndarray, y: np.ndarray, keeps: tuple) -> Generator[float, None, Judged]:
    """The mean probabilities of the first 1, 2, …, 100 masks, Judged: a generator."""
    masks, total, found = masks_of(keeps), 0.0, []
    for k in range(PASSES):
        if k % (PASSES // SLICES) == 0:
            yield k / PASSES
        total = total + softmax(thinned_logits(network, X, [mask[k : k + 1] for mask in masks], keeps)[:, 0])
        found.append(judged(total / (k + 1), y))
    return Judged(*(np.stack(kind, axis=-1) for kind in zip(*found)))


def masks_of(keeps: tuple) -> list:
    """The masks of the hundred passes, one array (100, 64) for each hidden layer."""
    return [drawn_masks(UNITS, keep, PASSES, layer) for layer, keep in enumerate(keeps)]


@memoized
def ensembles(layers, wrong, epochs):
    """For each of the ten sets ten networks without dropout, asked together, and their mean weights: a generator.

    returns : Judged for the mean probabilities, and Judged for the network of mean weights
    """
    *_, X, y = sets(wrong)
    p, parameters = 0.0, 0.0
    for member in range(MEMBERS):
        network = yield from part(trained((1.0,) * layers, wrong, epochs, member), member, MEMBERS)
        p, parameters = p + softmax(network(X)), parameters + network.parameters
    of_means = network.with_parameters(parameters / MEMBERS)
    return judged(p / MEMBERS, y), judged(softmax(of_means(X)), y)


class Asked(NamedTuple):
    """One digit, and what one network says to it with all its units and with each of the hundred masks."""

    ink: np.ndarray  # (64,) of the digit, less the mean
    label: int
    rival: int  # the most probable class beside it, over all masks
    hidden: list  # one (100, 64) for each hidden layer: what its units say with each mask, 0 where they are struck out
    masks: list  # one (100, 64) of bool for each
    logits: np.ndarray  # (100, 10)
    whole: np.ndarray  # (10,) logits with all units
    loud: np.ndarray  # (10,) the same, unscaled
    expected: np.ndarray  # (10,) mean of the logits over all masks: exact behind one layer, of 4000 masks behind two


def asked(network: Network, keeps: tuple, which: int, digit: int) -> Asked:
    """Ask one of the ten networks about one of its 597 test digits.

    network : of Learned;  keeps : its shares;  which : 0 … 9;  digit : 0 … 596;  returns Asked
    """
    one, test = network.with_parameters(network.parameters[which]), digit_split(DIGITS, which).test
    x, masks, dtype = test.X[digit : digit + 1], masks_of(keeps), network.parameters.dtype.type
    thin = one.with_dropout([Mask(mask / dtype(keep)) for mask, keep in zip(masks, keeps)])
    thinned = thin.forward(np.repeat(x, PASSES, axis=0))
    many = [Mask(drawn_masks(UNITS, keep, MANY, 9) / dtype(keep)) for keep in keeps[:-1]]
    averaged = one.with_dropout([*many, Mask(dtype(1))])  # the last mask is before a sum
    expected = averaged(np.repeat(x, MANY, axis=0)).mean(axis=0, dtype=float) if many else one(x)[0]
    label = int(test.y[digit])
    return Asked(
        ink=x[0],
        label=label,
        rival=int(np.where(np.arange(10) == label, -1, softmax(thinned.output).mean(axis=0)).argmax()),
        hidden=thinned.h[1:-1],
        masks=masks,
        logits=thinned.output,
        whole=one(x)[0],
        loud=one.with_dropout([Mask(1 / dtype(keep)) for keep in keeps])(x)[0],
        expected=expected,
    )


def judged(p: np.ndarray, y: np.ndarray) -> Judged:
    """Probabilities of ten networks (10, n, 10) for classes (10, n), Judged."""
    errors = np.mean(p.argmax(axis=-1) != y, axis=-1)
    losses = np.array([log_loss(*pair) for pair in zip(p, y)])
    return Judged(errors, losses, np.array(calibration_error(np.concatenate(p), y.ravel())))
