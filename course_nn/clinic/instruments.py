"""Ways to look at a training run. Each measures numbers, and says in a word what they mean: its finding.

An instrument gets a Case and returns a Reading. It tells two patients apart if its findings differ.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_nn import metrics
from course_nn.clinic.pipeline import Loop, Pipeline, Run

TEN, STEPS = 10, 1000  # samples that every network should learn by heart, and the steps it gets for that
GOOD = 0.86  # accuracy that a healthy run has, and one that overfits has not
SCARCE = 100  # rows, fewer of which are few
ZERO_EPOCHS = 10
PROBED = 30  # weights of each layer that the gradient check measures
TWICE = np.log(1 + 9 / np.e)  # the lowest loss of a softmax of a softmax, for ten classes


class Case(NamedTuple):
    """A training run to look at, and a way to begin it again."""

    fresh: Callable[[], Loop]  # a new Loop, before training
    trained: Loop  # the same after training
    run: Run
    truth: np.ndarray | None  # (n,) the true labels of the training samples, if they are known


class Reading(NamedTuple):
    """What an instrument shows."""

    finding: str  # in a word
    numbers: dict  # name -> number
    arrays: dict  # name -> array, for a picture


def curves(case: Case) -> Reading:
    """Both losses, epoch by epoch."""
    train, val = case.run.train_loss, case.run.val_loss
    first, last = train[0], train[-1]
    if not train.max() <= 1.3 * first:  # also if it is no number any more
        finding = "jumps"
    elif last > 0.75 * first:
        finding = "flat"
    elif val[-1] > 4 * last:
        finding = "apart"
    else:
        finding = "together"
    numbers = {"train": last, "validation": val[-1], "highest": train.max()}
    return Reading(finding, numbers, {"train": train, "val": val, "score": case.run.val_score})


def expected_loss(loop: Loop | Pipeline) -> float:
    """The loss of knowing nothing: log K for classes, ½ for standardized numbers."""
    return 0.5 if loop.loss.task == "regression" else float(np.log(loop.network.sizes[-1]))


def loss_at_start(case: Case) -> Reading:
    """The loss before the first step, beside the loss of knowing nothing."""
    loss, expected = case.run.train_loss[0], expected_loss(case.trained)
    if abs(loss - expected) < 5e-4:
        finding = "exact"
    else:
        finding = "huge" if loss > 5 * expected else "usual"
    return Reading(finding, {"loss": loss, "expected": expected}, {})


def one_batch(case: Case) -> Reading:
    """Ten samples, a thousand steps: whatever can learn, learns them by heart.
    十个样本、一千步：只要能学习，就能把它们背下来。
    """
    loop = case.fresh()
    X, Y = loop.data.X[:TEN], loop.data.Y[:TEN]
    with np.errstate(over="ignore", invalid="ignore"):
        losses = np.array(list(loop.fit(X, Y, STEPS, TEN)))
    first, last = losses[0], losses[-1]
    if not losses.max() <= 10 * first:
        finding = "jumps"
    elif last < 0.02 * expected_loss(loop):
        finding = "fits"
    elif abs(last - TWICE) < 0.005:
        finding = "floor"
    else:
        finding = "still" if last > 0.9 * first else "stuck" if last > 0.5 * expected_loss(loop) else "slow"
    return Reading(finding, {"last": last, "highest": losses.max()}, {"loss": losses})


def gradients(case: Case) -> Reading:
    """The length of the first gradient, layer by layer."""
    loop = case.fresh()
    _, g = loop.gradient(loop.data.X, loop.targets(loop.data.Y))
    norms = np.array([np.linalg.norm(dW) for dW in loop.network.split(g)[0]])
    bottom, top = norms[[0, -1]]
    if top == 0:
        finding = "zero"
    elif bottom < 0.05 * top:
        finding = "vanishes"
    elif top < 0.05:
        finding = "small"
    else:
        finding = "huge" if top > 100 else "large" if bottom > 2 else "usual"
    return Reading(finding, {"bottom": bottom, "top": top}, {"norms": norms})


def weights(case: Case) -> Reading:
    """The weights at the end, how far those of the first layer moved, and hidden units that never change."""
    start, end = case.fresh().network.weights, case.trained.network.weights
    spread = max(float(W.std()) for W in end)
    size = np.linalg.norm(start[0])
    moved = float(np.linalg.norm(end[0] - start[0]) / size) if size else 0.0
    hidden = case.trained.forward(case.trained.data.X).h[1:-1]
    dead = float(np.mean(np.concatenate([np.ptp(h, axis=0) == 0 for h in hidden]))) if hidden else 0.0
    by_input = np.linalg.norm(end[0], axis=0)
    numbers = {"spread": spread, "moved": moved, "dead": dead, "edge": edge_weight(by_input)}
    return Reading(
        _finding_in_weights(**numbers), numbers, {"all": np.concatenate([W.ravel() for W in end]), "inputs": by_input}
    )


def edge_weight(by_input: np.ndarray) -> float:
    """Mean weight of the pixels at the left edge, as a multiple of that of the others; 1 if inputs are not 8 × 8."""
    if len(by_input) != 64:
        return 1.0
    edge = np.arange(64) % 8 == 0
    return float(by_input[edge].mean() / max(by_input[~edge].mean(), 1e-300))


def _finding_in_weights(spread, moved, dead, edge):
    if not spread <= 2:
        return "huge"
    if spread == 0:
        return "zero"
    if spread < 0.05:
        return "shrunk"
    if dead > 0.95:
        return "dead"
    if moved < 0.02:
        return "still"
    return "edge" if edge > 1.1 else "usual"


def confusion(case: Case) -> Reading:
    """Which class is answered for which; if numbers are predicted, how far the answers spread."""
    loop = case.trained
    Y, answers = loop.data.Y_val, loop.answers(loop.data.X_val)
    if loop.loss.task == "regression":
        spread = float(np.std(answers))
        pairs = np.stack([Y.ravel(), answers.ravel()])
        return Reading("one value" if spread < 0.4 else "spread", {"spread": spread}, {"pairs": pairs})
    table = metrics.confusion(Y, answers, loop.network.sizes[-1])
    columns, rows = table.sum(axis=0) / len(Y), table.sum(axis=1)
    numbers = {"diagonal": np.trace(table) / len(Y), "next": np.trace(np.roll(table, -1, axis=1)) / len(Y)}
    numbers |= {"column": columns.max(), "empty": float(np.sum(rows == 0))}
    return Reading(_finding_in_confusion(**numbers), numbers, {"table": table})


def _finding_in_confusion(diagonal, next, column, empty):
    if empty:
        return "empty rows"
    if next > 0.9:
        return "one too high"
    if column > 0.95:
        return "one column"
    return "diagonal" if diagonal > GOOD else "partly" if diagonal > 0.3 else "scattered"
