"""What is said of a pair of output and loss: its name, how well it does, and what is wrong with it."""

from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import number, percent, scientific
from course_nn.lectures.losses import trials
from course_nn.lectures.losses.trials import Pair, Trial

LINEAR, CLIPPED = Words("linear", "线性"), Words("clipped", "截断")
NAMES = {"linear": LINEAR, "clipped": CLIPPED} | {
    name: Words(called, called) for name, called in dict(sigmoid="sigmoid", softmax="softmax", relu="ReLU").items()
}
LOSSES = {
    "squared": Words("squared error", "平方误差"),
    "gaussian": Words("−log N(y | f, 1)", "−log N(y | f, 1)"),
    "hinge": Words("hinge", "铰链损失"),
    "binary": Words("binary cross-entropy", "二元交叉熵"),
    "categorical": Words("categorical cross-entropy", "分类交叉熵"),
}
ODD = {  # symptoms of a pair: a share …
    "idle": Words("of the samples are wrong with slope 0: nothing moves them", "的样本判错而斜率为 0：无法再更新"),
    "between": Words("of classes 0 and 2 are taken for 1: an invented order", "的 0、2 类样本被判为 1：凭空造出次序"),
    "outside": Words("of the outputs lie outside 0 to 1: no probabilities", "的输出在 0 到 1 之外，不是概率"),
}


def pair_name(pair: Pair) -> Words:
    """Output, units and loss of a pair."""
    output, loss, units = NAMES[pair.output], LOSSES[pair.error], pair.units
    noun = "unit" if units == 1 else "units"
    return Words(f"{output.en} output, {units} {noun}, {loss.en}", f"{output.zh}、{units} 个单元、{loss.zh}")


def amount(value: float) -> str:
    """A loss or R² as text: a huge one as a power of ten, NaN after training has stopped."""
    if np.isnan(value):
        return "NaN"
    return number(value) if abs(value) < 1e4 else scientific(value)


def score(run: Trial, values: Any) -> Words:
    """The score of a run at this step: a share of samples, or R²."""
    value = run.scores[values.step]
    if trials.classes(values.task):
        return Words(f"{percent(value)} right", f"判对 {percent(value)}")
    return Words(f"R² = {amount(value)}", f"R² = {amount(value)}")


def good(result: Any, values: Any) -> bool:
    """Whether the chosen pair does about as well as the recommended one at this step."""
    mine, best = result.mine.trial.scores[values.step], result.best.trial.scores[values.step]
    return bool(mine >= best - trials.CLOSE)


def why(result: Any, values: Any) -> Words:
    """What is wrong with the chosen pair, in a Result of the picture; or else when it was as good as the other."""
    stopped = result.mine.trial.stopped
    if stopped is not None:
        of_log = Words("a logarithm of 0 or less", "损失要对 0 或负数取对数")
        of = of_log if result.mine.pair.error in ("binary", "categorical") else Words("η is too large", "η 过大")
        return Words(
            f"Training stops at step {stopped}: the loss is no number (NaN), {of.en}.",
            f"训练在第 {stopped} 步中止：{of.zh}，结果不是数（NaN）。",
        )
    odd = trials.oddity(result.symptoms, values.task, result.mine.pair.units, good(result, values))
    if odd:
        of, share = ODD[odd[0]], percent(odd[1])
        return Words(f"In training, {share} {of.en}.", f"训练中，{share} {of.zh}。")
    if result.mine.pair == result.best.pair:
        return Words("This is the recommended pair.", "这就是推荐的搭配。")
    mine, best = (trials.arrival(one.trial, result.best.trial) for one in (result.mine, result.best))
    steps = len(result.mine.trial.scores) - 1
    if mine is None:
        return Words(f"In {steps} steps it never becomes as good.", f"{steps} 步之内始终达不到同样的水平。")
    return Words(
        f"It is as good from step {mine} on, the recommended pair from {best}.",
        f"它从第 {mine} 步起达到同样的水平，推荐的搭配从第 {best} 步起。",
    )
