"""Eleven instruments that look at a training run: one of the course's own, or one that somebody brings."""

import copy
from collections.abc import Iterable
from typing import Any

import numpy as np

from course_nn.clinic import instruments, probes
from course_nn.clinic.instruments import GOOD, Case, Reading, expected_loss
from course_nn.clinic.own_patient import recipe_and_data
from course_nn.clinic.patients import Recipe, data_of, recipe_of
from course_nn.clinic.pipeline import Loop, Pipeline, trained_pipeline
from course_nn.clinic.reading_words import Chart
from course_nn.common.errors import lookup
from course_nn.common.progress import memoized

INSTRUMENTS = {
    "curves": instruments.curves,
    "loss at start": instruments.loss_at_start,
    "one batch": instruments.one_batch,
    "gradients": instruments.gradients,
    "weights": instruments.weights,
    "confusion": instruments.confusion,
    "gradient check": probes.gradient_check,
    "data": probes.data,
    "zero inputs": probes.zero_inputs,
    "modes": probes.modes,
    "new data": probes.new_data,
}
PRICES = dict.fromkeys(INSTRUMENTS, 1) | {"weights": 2, "data": 2}  # in points: the two that part most cost most
FREE = "free"  # training loss and validation score, which everyone sees


def price(names: Iterable[str]) -> int:
    """What some instruments cost together, in points."""
    return sum(PRICES[name] for name in names)


def case_of(recipe: Recipe, seed: int = 0) -> Case:
    """The Case of a recipe, trained."""
    trained, run = trained_pipeline(recipe, seed)
    truth = data_of(recipe._replace(labels="right"), seed).Y
    return Case(lambda: Pipeline(recipe, seed), trained, run, truth)


def read(patient: str, instrument: str, cured: bool = False, seed: int = 0) -> Reading:
    """What an instrument shows of a patient.

    patient    : a name in PATIENTS;  instrument : a name in INSTRUMENTS, or "free" for what everyone sees
    returns    : Reading
    raises     : BadInput for unknown names
    """
    return reading(recipe_of(patient, cured), instrument, seed)


def reading(recipe: Recipe, instrument: str, seed: int = 0) -> Reading:
    """What an instrument shows of a run, which is trained for that.

    recipe : a Recipe, healthy or not;  instrument, raises : as of read;  seed : of the run
    """
    lookup(INSTRUMENTS | {FREE: free}, instrument, "instrument", "仪器")
    return _reading(recipe, instrument, seed)


@memoized
def _reading(recipe, instrument, seed):
    with np.errstate(all="ignore"):  # some blow up; the reading says so
        return (INSTRUMENTS | {FREE: free})[instrument](case_of(recipe, seed))


def free(case: Case) -> Reading:
    """The last training loss and validation score, compared with those of knowing nothing."""
    loss, score = case.run.train_loss[-1], case.run.val_score[-1]
    relative, K = loss / expected_loss(case.trained), case.trained.network.sizes[-1]
    cost = "low" if relative < 0.15 else "middle" if relative < 0.8 else "chance"
    guess = 0.0 if K == 1 else 1 / K
    good = 0.65 if K == 1 else GOOD
    level = "chance" if score < guess + 0.2 else "middle" if score < good else "high"
    if K == 1:
        level = f"R² {level}"
    elif score < 0.3 * guess:
        level = "below"
    return Reading(f"{cost}, {level}", {"loss": loss, "score": score}, {})


def finding(patient: str, instrument: str, seed: int = 0) -> str:
    """What an instrument finds, in a word."""
    return read(patient, instrument, False, seed).finding


def differences(a: str, b: str, seed: int = 0) -> list:
    """The names of the instruments that tell two patients apart, "free" among them."""
    return [name for name in (FREE, *INSTRUMENTS) if finding(a, name, seed) != finding(b, name, seed)]


def examine(
    network: Any,
    X: np.ndarray,
    Y: np.ndarray,
    X_val: np.ndarray | None = None,
    Y_val: np.ndarray | None = None,
    X_new: np.ndarray | None = None,
    Y_new: np.ndarray | None = None,
    *,
    loss: str = "softmax_cross_entropy",
    **settings,
) -> Chart:
    """A network and data of one's own under the same instruments: a copy is trained, and looked at.
    用同样的仪器检查自己的网络与数据：训练的是副本。

    network      : a Network as it starts, or a PyTorch module from rows to outputs where PyTorch is installed
    X, Y         : to train on, in the order in which they come: rows (n, N), and classes (n,) or numbers (n, 1)
    X_val, Y_val : to validate;  without them the last quarter of X and Y is kept for that
    X_new, Y_new : data that nobody has touched;  without them the validation data
    loss         : a name in LOSSES, softmax_cross_entropy or one of regression
    settings     : rate, batch, epochs, lam, as of Recipe
    returns      : {instrument: Reading}, with "free" for training loss and validation score; print it to read it
    raises       : BadInput for an unknown loss or setting, or data that do not fit
    """
    recipe, data, network, kind = recipe_and_data(network, (X, Y), (X_val, Y_val), (X_new, Y_new), loss, settings)

    def fresh():
        return Loop(recipe, data, copy.deepcopy(network), kind)

    trained = fresh()
    with np.errstate(all="ignore"):  # a patient may blow up; the readings say so
        case = Case(fresh, trained, trained.train(), None)
        return Chart({name: look(case) for name, look in ({FREE: free} | INSTRUMENTS).items()})
