"""Questions about the playground: what to expect before pressing Play, and a network to build by hand."""

from functools import cache
from typing import Any

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.drawing.numbers import number
from course_nn.features import FEATURES
from course_nn.notebook.exercises import Exercise, Verdict, almost, keep_working, right
from course_nn.playground.mathematics.experiment import begin
from course_nn.playground.mathematics.run import Rules


def right_after(epochs: int, **settings) -> float:
    """Share of test samples that are classified right after so many epochs."""
    experiment = begin(**settings)
    finished(experiment.run.go(epochs * experiment.run.n))
    matrix = experiment.confusion()[1]
    return float(np.trace(matrix) / matrix.sum())


@cache
def one_feature() -> str:
    """Which single feature lets a unit without hidden layer tell the four squares of xor apart."""
    shares = {name: right_after(20, data="xor", features=(name,), hidden=(), activations=()) for name in FEATURES}
    return max(shares, key=lambda name: shares[name])


@cache
def started_at_zero() -> str:
    """What training changes in a network with 8 hidden tanh units if all its numbers start at 0."""
    experiment = begin(init="zeros", hidden=(8,), activations=("tanh",), rules=Rules(0.1))
    finished(experiment.run.go(100 * experiment.run.n))
    network = experiment.run.network
    if network.weights[0].any() or network.biases[0].any():
        return "all"
    return "last" if network.weights[1].any() else "bias"


RIGHT_OPTIONS = {
    "playground-1": one_feature,
    "playground-2": started_at_zero,
}


def judge_spiral(answer: Any) -> Verdict:
    """Settings for experiment.begin and the epochs: {"hidden": (8, 8), "epochs": 300, …}."""
    if not isinstance(answer, dict):
        example = "dict(hidden=(8, 8), activations=('tanh', 'tanh'), epochs=100)"
        return keep_working(f"Give a dict of settings, such as {example}.", f"请给出一个设置字典，例如 {example}。")
    settings: dict[str, Any] = {"data": "spiral"} | answer
    epochs, rules = int(settings.pop("epochs", 100)), Rules(**settings.pop("rules", {}))
    if settings["data"] != "spiral" or tuple(settings.get("features", ("x1", "x2"))) != ("x1", "x2"):
        return keep_working(
            "The data are the spiral and the inputs x1 and x2; all else is yours.",
            "数据须为螺线（spiral），输入须为 x1 和 x2；其余自定。",
        )
    if not 0 < epochs <= 500:
        raise BadInput("at most 500 epochs, please", "请不要超过 500 轮")
    return verdict(right_after(epochs, rules=rules, **settings))


def verdict(share: float) -> Verdict:
    """share : of the test samples that are classified right"""
    percent = number(100 * share, 1)
    if share >= 0.95:
        return right(f"{percent}% of the test samples are right.", f"测试样本的准确率为 {percent}%。")
    if share >= 0.85:
        return almost(
            f"{percent}%: more units, more layers, or another optimizer?",
            f"{percent}%：试试更多单元、更多层，或换一个优化器。",
        )
    return keep_working(
        f"{percent}% of the test samples are right; 95% are wanted.", f"测试样本的准确率为 {percent}%；目标是 95%。"
    )


def solve_spiral() -> Words:
    settings = dict(hidden=(8, 8, 8), activations=("tanh",) * 3, rules=Rules(0.01, "adam"))
    share = number(100 * right_after(250, data="spiral", **settings), 1)
    return Words(
        f"For instance three hidden layers of 8 tanh units, Adam, η = 0.01, 250 epochs: an accuracy of {share}%.",
        f"例如三个隐藏层、每层 8 个 tanh 单元，Adam，η = 0.01，250 轮：测试样本的准确率为 {share}%。",
    )


EXERCISES = {
    "playground-spiral": Exercise(judge_spiral, solve=solve_spiral),
}
