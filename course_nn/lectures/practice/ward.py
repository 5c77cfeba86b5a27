"""The clinic: why won't it learn? Twenty patients, eleven instruments, and how few of them decide each case."""

import copy
from functools import cache
from itertools import combinations

import numpy as np

from course_nn.errors import BadInput, lookup
from course_nn.lectures.practice import instruments, probes
from course_nn.lectures.practice.instruments import Case, Reading, expected_loss
from course_nn.lectures.practice.patients import PATIENTS, Data, Recipe, prepared, recipe_of
from course_nn.lectures.practice.pipeline import Loop, Pipeline, after_training
from course_nn.losses import LOSSES
from course_nn.patience import remembered

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
FREE = "free"  # training loss and validation score, which everyone sees


def case_of(patient, cured=False, seed=0):
    """The Case of a patient. 一位病人的 Case。  raises : BadInput for an unknown patient"""
    after, run = after_training(patient, cured, seed)
    truth = prepared(recipe_of(patient, cured)._replace(labels="right"), seed).Y
    return Case(lambda: Pipeline(patient, cured, seed), after, run, truth)


@remembered
def read(patient, instrument, cured=False, seed=0):
    """What an instrument shows of a patient.
    仪器在一位病人身上的读数。

    patient    : a name in PATIENTS;  instrument : a name in INSTRUMENTS, or "free" for what everyone sees
    returns    : Reading
    raises     : BadInput for unknown names
    """
    look = lookup(INSTRUMENTS | {FREE: free}, instrument, "instrument", "仪器")
    return look(case_of(patient, cured, seed))


def free(case):
    """Last training loss and validation score, and how both stand to knowing nothing.
    最后的训练损失与验证成绩，以及二者与“一无所知”相比如何。
    """
    loss, score = case.run.train_loss[-1], case.run.val_score[-1]
    relative, K = loss / expected_loss(case.after), case.after.network.sizes[-1]
    cost = "low" if relative < 0.15 else "middle" if relative < 0.8 else "chance" if relative < 1.05 else "high"
    guess = 0.0 if K == 1 else 1 / K
    level = "chance" if score < guess + 0.2 else "middle" if score < 0.75 else "high"
    if K == 1:
        level = f"R² {level}"
    elif score < 0.3 * guess:
        level = "below"
    return Reading(f"{cost}, {level}", {"loss": loss, "score": score}, {})


@cache
def findings(patient, seed=0):
    """What all instruments find, {name: finding}, the free numbers among them: not to be changed. 所有仪器的结论。"""
    return {name: read(patient, name, False, seed).finding for name in (FREE, *INSTRUMENTS)}


def differ(a, b, seed=0):
    """The names of the instruments, and of the free numbers, that tell two patients apart. 能区分两位病人的仪器。"""
    mine, other = findings(a, seed), findings(b, seed)
    return [name for name in mine if mine[name] != other[name]]


@cache
def deciding(patient, seed=0):
    """The smallest sets of instruments after which no other patient is possible: a list of tuples of names.
    足以排除所有其他病人的最小仪器组合。

    Searched over all subsets, the small ones first; the free numbers are known. A diagnosis needs one look at least.
    """
    telling = [differ(patient, other, seed) for other in PATIENTS if other != patient]
    for size in range(1, len(INSTRUMENTS) + 1):
        sets = [s for s in combinations(INSTRUMENTS, size) if all({FREE, *s} & {*names} for names in telling)]
        if sets:
            return sets
    return []


def par(patient, seed=0):
    """How few instruments decide a case, by search over all subsets.
    确诊一位病人最少需要几件仪器，由枚举全部子集得出。
    """
    return len(deciding(patient, seed)[0])


def contradicts(patient, diagnosis, used, seed=0):
    """An instrument whose finding does not go with a wrong diagnosis: one that was used if there is one.
    其结论与错误诊断相矛盾的仪器；优先选已用过的。

    used    : names of instruments
    returns : its name, or "free";  None if the diagnosis is right
    """
    names = differ(patient, diagnosis, seed)
    return next((name for name in names if name in used), names[0] if names else None)


def examine(network, X, Y, X_val, Y_val, X_new=None, Y_new=None, *, loss="softmax_cross_entropy", **settings):
    """A network and data of one's own under the same instruments: it is trained on a copy, and looked at.
    用同样的仪器检查自己的网络与数据：在副本上训练，然后检查。

    network      : a Network as it starts;  X, Y : rows (n, N) and classes (n,) or numbers (n, 1) to train on
    X_val, Y_val : to validate;  X_new, Y_new : data that nobody has touched, the validation data without
    loss         : a name in LOSSES, softmax_cross_entropy or one of regression
    settings     : rate, batch, epochs, lam, as of Recipe
    returns      : {instrument: Reading}, with "free" for training loss and validation score
    raises       : BadInput for an unknown loss or setting, or data that do not fit
    """
    kind = lookup(LOSSES, loss, "loss", "损失函数")
    if kind.task == "binary":
        raise BadInput(
            f"the clinic takes classes or numbers, got the binary loss {loss!r}; try softmax_cross_entropy",
            f"诊所接受多分类或回归；收到二分类损失 {loss!r}，可以试试 softmax_cross_entropy",
        )
    for name in settings:
        lookup(dict.fromkeys(("rate", "batch", "epochs", "lam")), name, "setting", "设置")
    new = (X_val, Y_val) if X_new is None else (X_new, Y_new)
    data = Data(*(np.asarray(part) for part in (X, Y, X_val, Y_val, *new)))
    recipe = Recipe()._replace(**settings)
    after = Loop(recipe, data, copy.deepcopy(network), kind)
    case = Case(lambda: Loop(recipe, data, copy.deepcopy(network), kind), after, after.train(), None)
    return {name: look(case) for name, look in ({FREE: free} | INSTRUMENTS).items()}
