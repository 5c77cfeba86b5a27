"""The playground: every setting of a network can be moved while it learns, and time runs both ways.

Any other demo computes its result from the values of its controls alone. A network that is changed while it learns is
more than its settings: it has a past. So `compute` moves a Session, which holds that past and keeps it safe: from
wherever it stands it goes to where the settings want it, a refused change leaves it as it was, every change can be
taken back, and a moment of a run shows the same numbers whenever it is looked at.
"""

from html import escape
from typing import NamedTuple

import numpy as np

from course_nn.errors import BadInput
from course_nn.features import FEATURES, featurize
from course_nn.playground import buttons
from course_nn.playground.controls import CONTROLS, checked
from course_nn.playground.experiment import Experiment
from course_nn.playground.picture import draw, paint
from course_nn.playground.session import Session, connection
from course_nn.playground.settings import ACTIVATIONS, UNITS, Settings
from course_nn.playground.unit_maps import PIXELS, REACH
from course_nn.stage import Challenge, Demo, look
from course_nn.stage.numbers import number
from course_nn.words import Words

SIDE = 2 * PIXELS  # pixels of the large map; every second one makes a tile
PLANE = look.grid(-REACH, REACH, SIDE)
NOTHING = Words("", "")


class Beside(NamedTuple):
    """The experiment that is kept beside."""

    experiment: Experiment
    answer: np.ndarray  # (SIDE, SIDE) in [-1, 1]
    curves: np.ndarray  # (4, moments) as in Result
    losses: tuple


class Result(NamedTuple):
    values: dict  # of the controls, as training, a link or a saved run has moved them
    experiment: Experiment
    losses: tuple  # mean training loss, mean test loss, (λ/n) · penalty
    curves: np.ndarray  # (4, moments) epoch and the three losses then
    maps: list  # for features and hidden layers (units, PIXELS, PIXELS) in [-1, 1]
    answer: np.ndarray  # (SIDE, SIDE) in [-1, 1]
    hidden: np.ndarray  # (n, 2) the training samples in the last hidden layer
    line: np.ndarray  # (2, 2) where the answer turns there; nan with other than two units
    gradients: list  # norm for each layer's weights
    dead: list  # for each hidden layer (units,) bool
    confusion: list  # (2, 2) of training and of test samples; [] for numbers
    other: Beside | None
    reason: BadInput | None  # why it is not where the values asked it to be

    @property
    def looks(self):
        return Settings.of(self.values).looks


def compute(session, **values):
    settings = yield from session.go(Settings.of(values))
    experiment, looks = session.experiment, settings.looks
    run = experiment.run
    h = run.network.forward(featurize(PLANE, experiment.features)).h
    maps = [units.T.reshape(-1, SIDE, SIDE)[:, ::2, ::2] for units in h[:-1]]
    answer = large(looks, experiment, h)
    if looks.discretize:
        maps, answer = [np.sign(tiles) for tiles in maps], np.sign(answer)
    hidden, line = experiment.hidden()
    return Result(
        values=values | settings.values(),
        experiment=experiment,
        losses=run.losses(),
        curves=run.curves(),
        maps=maps,
        answer=answer,
        hidden=hidden,
        line=line,
        gradients=experiment.gradients(),
        dead=experiment.dead(),
        confusion=experiment.confusion(),
        other=beside(session.beside[0]) if session.beside else None,
        reason=session.reason,
    )


def large(looks, experiment, h):
    """The map that is shown large: of one end of the chosen connection, or of the network's answer."""
    ends = {"to": (looks.layer, looks.to), "from": (looks.layer - 1, looks.origin)}
    layer, unit = ends.get(looks.large, (0, 0))
    if unit and layer < len(h) - 1:
        return h[layer][:, unit - 1].reshape(SIDE, SIDE)
    return experiment.shade(h[-1][:, 0]).reshape(SIDE, SIDE)


def beside(experiment):
    run = experiment.run
    F = run.network(featurize(PLANE, experiment.features))[:, 0]
    return Beside(experiment, experiment.shade(F).reshape(SIDE, SIDE), run.curves(), run.losses())


def readout(result):
    parts = [tell_losses(result), tell_accuracy(result), tell_dead(result), tell_weight(result), tell_beside(result)]
    return Words("".join(part.en for part in parts), "".join(part.zh for part in parts))


def tell_losses(result):
    run = result.experiment.run
    epoch, sample = divmod(run.time, run.n)
    train, test, price = (number(loss, 4) for loss in result.losses)
    en = f"Epoch {epoch}, sample {sample}: loss <b>{train}</b> in training, <b>{test}</b> on test data"
    zh = f"第 {epoch} 轮，第 {sample} 个样本：训练损失 <b>{train}</b>，测试损失 <b>{test}</b>"
    if not result.losses[2]:
        return Words(en, zh)
    objective = number(result.losses[0] + result.losses[2], 4)
    return Words(
        f"{en}; with the penalty {price} the objective is {objective}",
        f"{zh}；加上惩罚项 {price}，目标函数为 {objective}",
    )


def tell_accuracy(result):
    if not result.confusion:
        return NOTHING
    experiment, (train, test) = result.experiment, accuracy(result)
    names = [f"{escape(name)} " for name in experiment.class_names] if experiment.table else ["", ""]
    (right_0, wrong_0), (wrong_1, right_1) = result.confusion[1]
    each = f"▲ {names[0]}{right_0} : {wrong_0}", f"● {names[1]}{right_1} : {wrong_1}"
    return Words(
        f". Accuracy {train:.1%} in training, {test:.1%} on test data; there, right : wrong is {', '.join(each)}",
        f"。准确率：训练 {train:.1%}，测试 {test:.1%}；测试数据上“判对 : 判错”为 {'，'.join(each)}",
    )


def tell_dead(result):
    dead = sum(int(units.sum()) for units in result.dead)
    return Words(f". Dead units: {dead}", f"。死亡单元：{dead} 个") if dead else NOTHING


def tell_weight(result):
    looks = result.looks
    name = f"w<sub>{looks.to},{looks.origin}</sub>" if looks.origin else f"b<sub>{looks.to}</sub>"
    chosen = f"{name} = {number(connection(result.experiment.run.network, looks), 3)}"
    return Words(f". Layer {looks.layer}: {chosen}.", f"。第 {looks.layer} 层：{chosen}。")


def tell_beside(result):
    if not result.other:
        return NOTHING
    train, test, _ = (number(loss, 4) for loss in result.other.losses)
    return Words(
        f" Beside: loss {train} in training, {test} on test data.",
        f"对照实验：训练损失 {train}，测试损失 {test}。",
    )


def accuracy(result):
    """Share of training and of test samples that are classified right; () for numbers."""
    return tuple(np.trace(matrix) / matrix.sum() for matrix in result.confusion)


def judge(result):
    """Solved if a network that sees x1 and x2 alone gets 95 % of the spiral's test samples right, almost at 85 %."""
    settings = Settings.of(result.values)
    structure = settings.structure
    if structure.data != "spiral" or structure.features != ("x1", "x2") or settings.sources.link:
        return "open"
    right = accuracy(result)[1]
    return "solved" if right >= 0.95 else "almost" if right >= 0.85 else "open"


CHALLENGE = Challenge(
    Words(
        "from x₁ and x₂ alone, get 95% of the spiral’s test samples right.",
        "只用 x₁ 和 x₂，使螺线测试样本的准确率达到 95%。",
    ),
    judge,
)


def follow(result):
    """The values as training, a link or a saved run has moved them."""
    return result.values


def panes(session):
    """The tabs, and what stands in each."""
    rules = ["optimizer", "loss", "batch_size", "penalty", "rate", "dropout"]
    return {
        Words("Data", "数据"): ["noise", "share", "seed", "show_test", "discretize"],
        Words("Inputs", "输入"): [*FEATURES],
        Words("Layers", "层"): ["layers", *UNITS, "init"],
        "φ": ["activation", *ACTIVATIONS],
        Words("Training", "训练"): [*rules, "pace", "sample"],
        Words("Weights", "权重"): ["layer", "to", "origin", "weight", "large"],
        Words("Own data", "自己的数据"): ["table"],
        Words("Keep", "保存与载入"): [*buttons.keeping(session), "link", "saved"],
    }


def playground(**values):
    """A network that can be changed in every part while it learns; whatever it was, it can be again.
    一个边学习边可任意改动的网络；任何过去的状态都能恢复。

    values : any of the controls; link="https://playground.tensorflow.org/#…" begins the very run of that page. code()
             gives them back; weights that were set by hand are kept by the button Save
    raises : BadInput for an unknown name or a value out of range
    source : after Smilkov & Carter, TensorFlow Playground (2016)
    """
    session = Session(checked)
    return Demo(
        playground,
        Words("Playground", "游乐场"),
        CONTROLS,
        lambda **now: compute(session, **now),
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        height=4.1,
        values=values,
        actions=buttons.steps(session),
        panes=panes(session),
        follow=follow,
        restart=session.forget,
    )
