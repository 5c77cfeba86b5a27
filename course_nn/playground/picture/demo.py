"""The playground: every setting of a network can be moved while it learns, and time runs both ways.

Any other demo computes its result from the values of its controls alone. A network that is changed while it learns is
more than its settings: it has a past. So `compute` moves a Session, which holds that past and keeps it safe: from
wherever it stands it goes to where the settings want it, a refused change leaves it as it was, every change can be
taken back, and a moment of a run shows the same numbers whenever it is looked at.
"""

from collections.abc import Generator
from functools import partial
from html import escape
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.words import Words, term
from course_nn.drawing.numbers import magnitude
from course_nn.features import FEATURES, featurize
from course_nn.playground.mathematics.experiment import Experiment
from course_nn.playground.mathematics.session import Session, connection
from course_nn.playground.mathematics.settings import ACTIVATIONS, Looks, Settings
from course_nn.playground.picture import buttons
from course_nn.playground.picture.controls import CONTROLS, checked
from course_nn.playground.picture.figure import HANDLES, draw, name_of_large, paint, pointed_at
from course_nn.playground.picture.rivals import CONTEST, LATEST
from course_nn.playground.picture.tasks import TO_DO, USES
from course_nn.playground.picture.tips import TIPS
from course_nn.playground.picture.unit_maps import PLANE, SIDE
from course_nn.stage import DEMOS, Challenge, Demo, RunningDemo

PASSING = {"epoch", "sample", "weight", "layer", "to", "origin", "large", "add", "saved"}
HELD = [name for name in CONTROLS if name not in PASSING]  # by the address of the page: what the experiment is
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
    maps: list  # for features and hidden layers (units, SIDE, SIDE) in [-1, 1]
    large: tuple | None  # layer, 0 for the features, and unit that is shown large; None for the answer
    answer: np.ndarray  # (SIDE, SIDE) in [-1, 1], of the network
    hidden: np.ndarray  # (n, 2) the training samples in the last hidden layer
    line: np.ndarray  # (2, 2) where the answer turns there; nan with other than two units
    gradients: list  # norm for each layer's weights
    dead: list  # for each hidden layer (units,) bool
    confusion: list  # (2, 2) of training and of test samples; [] for numbers
    other: Beside | None
    reason: BadInput | None  # why it is not where the values asked it to be

    @property
    def looks(self) -> Looks:
        return Settings.of(self.values).looks


def compute(session: Session, **values) -> Generator[float, None, Result]:
    settings = yield from session.go(Settings.of(values))
    experiment, looks = session.experiment, settings.looks
    LATEST[:] = [(experiment, settings)]
    run = experiment.run
    maps, answer = over_the_plane(experiment)
    if looks.discretize:
        maps, answer = [np.sign(tiles) for tiles in maps], np.sign(answer)
    hidden, line = experiment.hidden()
    return Result(
        values=values | settings.values(),
        experiment=experiment,
        losses=run.losses(),
        curves=run.curves(),
        maps=maps,
        large=in_large(looks, run.network.sizes),
        answer=answer,
        hidden=hidden,
        line=line,
        gradients=experiment.gradients(),
        dead=experiment.dead(),
        confusion=experiment.confusion(),
        other=beside(session.beside[0]) if session.beside else None,
        reason=session.reason,
    )


def over_the_plane(experiment: Experiment) -> tuple:
    """What the features and the hidden units answer there, and what the network does."""
    h = experiment.run.network.forward(featurize(PLANE, experiment.features)).h
    maps = [units.T.reshape(-1, SIDE, SIDE) for units in h[:-1]]
    return maps, experiment.shade(h[-1][:, 0]).reshape(SIDE, SIDE)


def in_large(looks: Looks, sizes: tuple) -> tuple | None:
    """Layer and unit of the end of the chosen connection that is shown large; None for the network's answer."""
    ends = {"to": (looks.layer, looks.to), "from": (looks.layer - 1, looks.origin)}
    layer, unit = ends.get(looks.large, (0, 0))
    return (layer, unit) if unit and layer < len(sizes) - 1 else None


def beside(experiment: Experiment) -> Beside:
    run = experiment.run
    F = run.network(featurize(PLANE, experiment.features))[:, 0]
    return Beside(experiment, experiment.shade(F).reshape(SIDE, SIDE), run.curves(), run.losses())


def readout(result: Result, hovered: tuple | None = None) -> Words:
    """What lies under the pointer, the losses and how much is right; behind the first line all else."""
    first = tell_large(result, hovered), tell_losses(result), tell_accuracy(result)
    weight = tell_weight(result, hovered)
    more = tell_penalty(result), tell_counts(result), tell_dead(result), weight, tell_beside(result)
    return Words(f"{joined(first).en}.\n{joined(more).en}", f"{joined(first).zh}。\n{joined(more).zh}")


def joined(told: tuple) -> Words:
    """What is told, one after the other."""
    return Words(*map("".join, zip(*told)))


def tell_large(result: Result, hovered: tuple | None) -> Words:
    """Which map is large, if it is not the output's; where a weight lies under the pointer, its number."""
    if hovered and hovered[0] != "unit":
        weight = tell_weight(result, hovered)
        return Words(f"{weight.en.strip()} ", weight.zh)
    large = pointed_at(result, hovered)[1]
    if not large:
        return NOTHING
    layer, unit = large
    feature = FEATURES[result.experiment.features[unit - 1]].label if not layer else ""
    en, zh = name_of_large(result.experiment, large)
    return Words(f"Large: {feature or en}. ", f"大图：{feature or zh}。")


def tell_losses(result: Result) -> Words:
    run = result.experiment.run
    epoch, sample = divmod(run.time, run.n)
    train, test, _ = map(written, result.losses)
    return Words(
        f"Epoch {epoch}, sample {sample}: loss <b>{train}</b> in training, <b>{test}</b> on test data",
        f"第 {epoch} 轮，第 {sample} 个样本：训练损失 <b>{train}</b>，测试损失 <b>{test}</b>",
    )


def written(loss: float) -> str:
    return magnitude(loss, 4, smallest=1e-4)


def tell_accuracy(result: Result) -> Words:
    if not result.confusion:
        return NOTHING
    train, test = accuracy(result)
    return Words(f"; {train:.1%} and {test:.1%} are right", f"；准确率 {train:.1%} 和 {test:.1%}")


def tell_penalty(result: Result) -> Words:
    if not result.losses[2]:
        return NOTHING
    price, objective = written(result.losses[2]), written(result.losses[0] + result.losses[2])
    return Words(
        f" With the penalty {price} the objective is {objective}.", f"加上惩罚项 {price}，目标函数为 {objective}。"
    )


def tell_counts(result: Result) -> Words:
    if not result.confusion:
        return NOTHING
    experiment = result.experiment
    en, zh = ["triangles", "circles"], ["三角", "圆点"]
    if experiment.table:
        en = zh = [f"“{escape(name[:20])}”" for name in experiment.class_names]
    (n0, right0), (n1, right1) = [(matrix.sum(), matrix[c]) for c, matrix in enumerate(result.confusion[1])]
    return Words(
        f" Of the test samples {right0} of {n0} {en[0]} (▲) and {right1} of {n1} {en[1]} (●) are right.",
        f"测试样本中，{n0} 个{zh[0]}（▲）判对 {right0} 个，{n1} 个{zh[1]}（●）判对 {right1} 个。",
    )


def tell_dead(result: Result) -> Words:
    dead = sum(int(units.sum()) for units in result.dead)
    return Words(f" Dead units: {dead}.", f"死亡单元：{dead} 个。") if dead else NOTHING


def tell_weight(result: Result, hovered: tuple | None) -> Words:
    network, (looks, _) = result.experiment.run.network, pointed_at(result, hovered)
    last = looks.layer == len(network.weights)
    en, zh = f"unit {looks.to} of layer {looks.layer}", f"第 {looks.layer} 层第 {looks.to} 个单元"
    to = term("output") if last else Words(en, zh)
    value = magnitude(connection(network, looks), 3, smallest=1e-3)
    if not looks.origin:
        return Words(f" Bias of {to.en}: {value}.", f"偏置（{to.zh}）：{value}。")
    name = FEATURES[result.experiment.features[looks.origin - 1]].label if looks.layer == 1 else ""
    en, zh = name or f"unit {looks.origin}", name or f"前一层第 {looks.origin} 个单元"
    return Words(f" Weight from {en} to {to.en}: {value}.", f"权重（{zh} → {to.zh}）：{value}。")


def tell_beside(result: Result) -> Words:
    if not result.other:
        return NOTHING
    train, test, _ = map(written, result.other.losses)
    return Words(
        f" Beside: loss {train} in training, {test} on test data.",
        f"对照实验：训练损失 {train}，测试损失 {test}。",
    )


def accuracy(result: Result) -> tuple:
    """Share of training and of test samples that are classified right; () for numbers."""
    return tuple(np.trace(matrix) / matrix.sum() for matrix in result.confusion)


def judge(result: Result) -> str:
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


def follow(result: Result) -> dict:
    """The values as training, a link or a saved run has moved them."""
    return result.values


def panes(session: Session) -> dict:
    """The tabs, and what stands in each."""
    return {
        Words("Data, inputs", "数据与输入"): [["noise", "share", "seed", "show_test"], [*FEATURES, "discretize"]],
        Words("Layers", "层"): [["hidden", "init", "activation"], [*ACTIVATIONS]],
        Words("Training", "训练"): [
            ["optimizer", "loss", "penalty", "pace"],
            ["batch_size", "dropout", "rate"],
        ],
        Words("Step by step", "逐步"): [buttons.small_steps(session), ["sample"]],
        Words("Weights", "权重"): [["layer", "to", "origin"], ["weight", "large"]],
        Words("Own data", "自己的数据"): [["add", "table"]],
        Words("Keep", "保存与载入"): [buttons.keeping(session), ["link", "saved"]],
    }


def playground(**values) -> RunningDemo:
    """A network that can be changed in every part while it learns; whatever it was, it can be again.
    一个边学习边可任意改动的网络；任何过去的状态都能恢复。

    values : any of the controls; link="https://playground.tensorflow.org/#…" begins the very run of that page. code()
             gives them back; weights that were set by hand are kept by the button Save
    raises : BadInput for an unknown name or a value out of range
    source : after Smilkov & Carter, TensorFlow Playground (2016)
    """
    return described(Session(checked)).open(values)


def described(session: Session) -> Demo:
    """The Demo, for a run of its own. 一次独立运行的演示描述。"""
    return Demo(
        playground,
        Words("Playground", "游乐场"),
        CONTROLS,
        partial(compute, session),
        paint,
        draw,
        readout,
        to_do=TO_DO,
        challenge=CHALLENGE,
        contest=CONTEST,
        handles=HANDLES,
        tips=TIPS,
        held=HELD,
        uses=USES,
        actions=buttons.steps(session),
        panes=panes(session),
        follow=follow,
        restart=session.forget,
        columns=2,
        height=3.75,
    )


DEMOS["playground.playground"] = described(Session(checked))
