"""Which activation learns fastest? An answer needs a tuned learning rate for each, many seeds, and no favourite."""
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import look
from course_nn.controls import Choice
from course_nn.datasets import digits
from course_nn.language import Words
from course_nn.network import Network
from course_nn.stage import Challenge, Demo
from course_nn.training import train

RUNNERS = {"relu": "he", "tanh": "glorot", "sigmoid": "glorot"}  # each with the initialization made for it
NAMES = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoid"}
STYLES = {
    "relu": dict(color=look.BLUE, marker="o"),
    "tanh": dict(color=look.GREEN, marker="s", ls="--"),
    "sigmoid": dict(color=look.ORANGE, marker="^", ls="-."),
}
RATES = 0.05 * 2.0 ** np.arange(9)  # 0.05 … 12.8
COMMON = 0.1
TARGETS = (0.25, 0.1, 0.05, 0.02)


class Size(NamedTuple):
    digits: int
    batch: int
    tuning: int  # seeds that choose the learning rate
    racing: int  # other seeds, that race with it
    epochs: int  # after which a run is given up


SIZES = {"quick": Size(300, 25, 1, 5, 100), "big": Size(1797, 100, 2, 12, 120)}
CONTROLS = {
    "layers": Choice(Words("hidden layers", "隐藏层数"), [1, 2, 3], 2),
    "target": Choice(Words("training error", "训练误差"), {t: f"{t:.0%}" for t in TARGETS}, 0.05),
    "tuned": Choice("η", {True: Words("tuned for each φ", "各自调优"), False: Words(f"{COMMON} for all", f"统一 {COMMON}")}, True),
    "size": Choice(Words("experiment", "实验"), {
        name: Words(f"{name}: {s.racing} seeds, {s.digits} digits", f"{s.racing} 个种子，{s.digits} 个数字")
        for name, s in SIZES.items()
    }, "quick", costly=("big",)),
}  # fmt: skip


class Result(NamedTuple):
    errors: dict  # φ -> (epochs + 1, seeds) training error of the race
    arrivals: dict  # φ -> (seeds,) epochs to the target, nan for a seed that never got there
    rates: dict  # φ -> its learning rate
    tuning: dict  # φ -> (9,) epochs to the target of the slowest tuning seed, nan for none; empty if not tuned
    ratios: dict  # φ -> (seeds,) its epochs / ReLU's epochs, seed by seed; nan if one of them never arrived
    target: float
    size: Size


def descend(phi, layers, size, rates, seeds, enough):
    """Training errors after every epoch, (epochs + 1, B), until enough(errors) or the size's limit of epochs."""
    data, n = digits(), size.digits
    X, y = (data.X - data.X.mean(axis=0))[:n], data.y[:n]
    network = Network((64, *[32] * layers, 10), phi, init=RUNNERS[phi], seed=seeds, dtype=np.float32)

    def error():
        return np.mean(network(X).argmax(axis=-1) != y, axis=-1)  # (B,)

    errors = [error()]
    for epoch in range(size.epochs):
        train(network, X, y, "softmax_cross_entropy", learning_rate=rates, epochs=1, batch_size=size.batch, seed=epoch)
        errors.append(error())
        yield epoch / size.epochs
        if enough(np.array(errors)):
            break
    return np.array(errors)


def epochs_to(target, errors):
    """When each run first gets to the target, between two epochs by a straight line: (B,), nan for never."""
    there = errors <= target
    after = there.argmax(axis=0).clip(1)
    before, now = (np.take_along_axis(errors, e[None], axis=0)[0] for e in (after - 1, after))
    return np.where(there.any(axis=0), after - (target - now) / np.where(before > now, before - now, 1), np.nan)


def tune(phi, layers, size):
    """Errors of every rate and tuning seed, (epochs + 1, 9, seeds), until one rate has brought all of them to 2 %."""
    shape = len(RATES), size.tuning

    def enough(errors):
        return (errors.min(axis=0) <= TARGETS[-1]).reshape(shape).all(axis=1).any()

    seeds = [1000 + s for s in range(size.tuning)] * len(RATES)
    errors = yield from descend(phi, layers, size, np.repeat(RATES, size.tuning), seeds, enough)
    return errors.reshape(-1, *shape)


def race_at(phi, layers, size, rate):
    """Errors of the racing seeds at one rate, until all have come to 2 %."""
    seeds = range(size.racing)
    return descend(phi, layers, size, np.full(size.racing, rate), seeds,
                   lambda errors: (errors.min(axis=0) <= TARGETS[-1]).all())  # fmt: skip


KNOWN = {}  # what has been computed: (function, *arguments) -> its errors


def known(function, *arguments):
    key = function.__name__, *arguments
    if key not in KNOWN:
        KNOWN[key] = yield from function(*arguments)
    return KNOWN[key]


def stage_of(work, done, of):
    """The share done by one of several computations that follow each other."""
    while True:
        try:
            yield (done + next(work)) / of
        except StopIteration as end:
            return end.value


def compute(layers, target, tuned, size):
    size, errors, rates, tuning = SIZES[size], {}, {}, {}
    for k, phi in enumerate(RUNNERS):
        rates[phi] = COMMON
        if tuned:
            tried = yield from stage_of(known(tune, phi, layers, size), 2 * k, 6)
            tuning[phi] = np.array([epochs_to(target, tried[:, r]).max() for r in range(len(RATES))])  # nan stays nan
            rates[phi] = float(RATES[np.nanargmin(tuning[phi])]) if np.isfinite(tuning[phi]).any() else COMMON
        errors[phi] = yield from stage_of(known(race_at, phi, layers, size, rates[phi]), 2 * k + 1, 6)
    arrivals = {phi: epochs_to(target, e) for phi, e in errors.items()}
    ratios = {phi: arrivals[phi] / arrivals["relu"] for phi in ("tanh", "sigmoid")}
    return Result(errors, arrivals, rates, tuning, ratios, target, size)
