"""Does an output activation suit a loss? Train the pair on a task, and measure how well it does.

There are three small tasks, all with a single input x, so that the outputs can be drawn over it.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.errors import lookup
from course_nn.common.progress import memoized
from course_nn.lectures.losses.pairing import OUTPUTS, pair, per_sample
from course_nn.losses import one_hot
from course_nn.network import Network
from course_nn.optimizers import Optimizer
from course_nn.training import train

GROUPS = {"binary": (0, 1, 0), "multiclass": (2, 0, 2, 1)}  # the classes, from left to right along x
CLOSE = 0.03  # a score that is lower by this or less counts as good as another


class Pair(NamedTuple):
    """An output activation, a loss, and how many output units there are."""

    output: str  # a name in OUTPUTS
    error: str  # a name in ERRORS
    units: int  # 1, or one per class


RECOMMENDED = {  # the lecture's table
    "regression": Pair("linear", "squared", 1),
    "binary": Pair("sigmoid", "binary", 1),
    "multiclass": Pair("softmax", "categorical", 3),
}


def classes(task: str) -> int:
    """How many classes a task has; 0 for a regression."""
    return 0 if task == "regression" else max(lookup(GROUPS, task, "task", "任务")) + 1


@cache
def examples(task: str, n: int = 120, seed: int = 1) -> tuple:
    """Samples of a task: a wave with noise, or overlapping groups of two or three classes side by side.

    y = 1.5 sin x + noise, standard deviation 0.15;  or groups 1.6 apart with standard deviation 0.45

    returns: x (n,), y (n,) float, or int for classes
    raises : BadInput for an unknown task
    """
    rng = np.random.default_rng(seed)
    if not classes(task):
        x = rng.uniform(-3, 3, n)
        return x, 1.5 * np.sin(x) + rng.normal(0, 0.15, n)
    groups = np.array(GROUPS[task])
    k = np.arange(n) % len(groups)
    centres = 1.6 * (k - (len(groups) - 1) / 2)
    return centres + rng.normal(0, 0.45, n), groups[k]


def coded_targets(task: str, error: str, units: int, y: np.ndarray) -> np.ndarray:
    """The targets as a loss wants them: one-hot for several units; for one unit y itself, or y = 2c - 1 for the hinge.

    y : (n,);  returns (n, units)
    """
    if units > 1:
        return one_hot(y, units)
    targets = 2 * y - 1 if error == "hinge" and classes(task) else y
    return targets[:, None].astype(float)


def predicted_classes(task: str, error: str, A: np.ndarray) -> np.ndarray:
    """The class that is predicted: that of the largest output; for one unit, the class number that is nearest.

    A : (…, n, units) outputs;  returns (…, n)
    """
    if A.shape[-1] > 1:
        return A.argmax(axis=-1)
    number = (A[..., 0] + 1) / 2 if error == "hinge" else A[..., 0]
    return np.clip(np.rint(number), 0, classes(task) - 1)


class Trial(NamedTuple):
    """A pair trained on a task."""

    networks: Network  # after every step, as a batch, without the output activation
    losses: np.ndarray  # (steps + 1,) mean over all samples; fewer if the training stopped
    stopped: int | None  # the step at which the mean loss is not a number, which ends the training
    scores: np.ndarray  # (steps + 1,) on 200 new samples: share of right answers, or R² of a regression, at most 1

    def at(self, step: int) -> Network:
        """The network after that step."""
        return self.networks.with_parameters(self.networks.parameters[step])

    def loss(self, step: int) -> float:
        """The mean loss after that step; nan once the training has stopped."""
        return self.losses[step] if step < len(self.losses) else np.nan


def trial(
    task: str,
    output: str,
    error: str,
    units: int,
    seed: int = 0,
    steps: int = 300,
    learning_rate: float = 0.3,
    optimizer: str = "gradient_descent",
) -> Trial:
    """Train a pair on the 120 samples of a task: one hidden layer of 8 tanh, all samples at each step.

    task : "regression", "binary" or "multiclass";  output, error : names in OUTPUTS and ERRORS
    units : 1, or one per class;  seed : of the first weights;  returns Trial
    raises : BadInput for an unknown name
    """
    return _trained(task, output, error, units, seed, steps, learning_rate, optimizer)


@memoized
def _trained(task, output, error, units, seed, steps, learning_rate, optimizer):
    x, y = examples(task)
    x_new, y_new = examples(task, 200, 2)
    network, T = Network((1, 8, units), seed=seed), coded_targets(task, error, units, y)
    path = _descend(network, x[:, None], T, pair(output, error), steps, learning_rate, optimizer)
    last = np.minimum(np.arange(steps + 1), max(len(path) - 1, 0))  # a run that stopped stays where it was
    networks = network.with_parameters(path[last] if len(path) else np.tile(network.parameters, (steps + 1, 1)))
    losses = per_sample(output, error, networks(x[:, None]), T).mean(axis=-1)[: len(path)]
    scores = _score(task, error, OUTPUTS[output].g(networks(x_new[:, None])), y_new)
    return Trial(networks, losses, len(path) if len(path) <= steps else None, scores)


def _descend(network, X, T, loss, steps, learning_rate, optimizer):
    """The parameters after every step with a finite loss, (at most steps + 1, P); none if the first is not finite."""
    if not np.isfinite(loss.l(network(X), T)).all():
        return np.zeros((0, network.parameters.size))
    return train(network, X, T, loss, optimizer, learning_rate=learning_rate, epochs=steps).parameters


def _score(task, error, A, y):
    if classes(task):
        return np.mean(predicted_classes(task, error, A) == y, axis=-1)
    return np.mean(1 - (A[..., 0] - y) ** 2 / y.var(), axis=-1)


def scores(
    task: str,
    chosen: Pair,
    steps: int = 300,
    learning_rate: float = 0.3,
    optimizer: str | Optimizer = "gradient_descent",
    activation: str = "tanh",
    samples: int = 1,
    runs: int = 5,
) -> np.ndarray:
    """The score of a pair from several starts after so many steps, trained side by side as trial trains one.

    samples : seed of those that it learns from; the next seed gives those that it is judged by;  returns (runs,)
    """
    (x, y), (x_new, y_new) = examples(task, 120, samples), examples(task, 200, samples + 1)
    output, error, units = chosen
    networks = Network((1, 8, units), activation, seed=range(runs))
    settings: dict[str, Any] = dict(learning_rate=learning_rate, epochs=steps, every=steps)
    train(networks, x[:, None], coded_targets(task, error, units, y), pair(output, error), optimizer, **settings)
    return _score(task, error, OUTPUTS[output].g(networks(x_new[:, None])), y_new)


def arrival(run: Trial, best: Trial) -> int | None:
    """The first step with a score as good as that of the best at its end; None if there is none.

    run, best : Trial;  as good : at most 0.03 below
    """
    return next((step for step, score in enumerate(run.scores) if score >= best.scores[-1] - CLOSE), None)


def from_0_to_1(losses: np.ndarray) -> np.ndarray:
    """Losses moved and stretched so that the smallest is 0 and the largest 1.

    losses : (n,), or none at all;  returns (n,)
    """
    return (losses - losses.min()) / (np.ptp(losses) or 1) if losses.size else losses


class Candidate(NamedTuple):
    """A pair trained on a task, and its predictions along x."""

    pair: Pair
    trial: Trial
    outputs: np.ndarray  # (m, units)
    answers: np.ndarray  # (m,) int, the class that is predicted; all 0 for a regression


def candidate(task: str, pair: Pair, step: int, x: np.ndarray, **training: Any) -> Candidate:
    """Train a pair on a task, and predict along x with the network as it is after a step of its training.

    x : (m,);  training : what trial takes besides;  returns Candidate
    """
    run = trial(task, *pair, **training)
    A = OUTPUTS[pair.output].g(run.at(step)(x[:, None]))
    answers = predicted_classes(task, pair.error, A) if classes(task) else np.zeros(len(x))
    return Candidate(pair, run, A, answers.astype(int))


class Symptoms(NamedTuple):
    """What is wrong with a trained pair, on the samples that it learns from."""

    undefined: np.ndarray  # (n,) bool, samples whose loss is undefined
    idle: float  # share of the samples that are wrong (a regression: by more than 0.5) though their slope is 0
    outside: float  # share of the outputs below 0 or above 1
    between: float  # share of the samples of classes 0 and 2 that are taken for class 1; nan without three classes


def symptoms(task: str, output: str, error: str, units: int, step: int, **training: Any) -> Symptoms:
    """The Symptoms of a pair after a step of trial(task, output, error, units, **training)."""
    x, y = examples(task)
    run = trial(task, output, error, units, **training)
    T = coded_targets(task, error, units, y)
    F = run.at(step)(x[:, None])
    A = OUTPUTS[output].g(F)
    still = np.all(pair(output, error).dl(F, T) == 0, axis=-1)
    answers = predicted_classes(task, error, A) if classes(task) else np.zeros(len(x))
    wrong = answers != y if classes(task) else np.abs(A[:, 0] - y) > 0.5
    return Symptoms(
        undefined=np.isnan(per_sample(output, error, F, T)),
        idle=float(np.mean(wrong & still)),
        outside=float(np.mean((A < 0) | (A > 1))),
        between=float(np.mean(answers[y != 1] == 1)) if classes(task) == 3 else np.nan,
    )


def oddity(symptoms: Symptoms, task: str, units: int, is_good: bool) -> tuple | None:
    """The worst symptom, by its name, and its share; None if there is none.

    "between" counts only for one output, and if the pair is not as good as the best.
    """
    shares = {
        "idle": symptoms.idle,
        "between": symptoms.between if units == 1 and not is_good else 0,
        "outside": symptoms.outside if classes(task) else 0,
    }
    return next(((name, share) for name, share in shares.items() if share > 0.005), None)  # nan is not
