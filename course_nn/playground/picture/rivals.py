"""Rivals of the network in the playground: they get the samples of the experiment that was moved last."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing.numbers import percent, significant
from course_nn.playground.mathematics.counting import REACH
from course_nn.playground.mathematics.experiment import Experiment
from course_nn.playground.mathematics.settings import Settings
from course_nn.playground.picture.controls import DATA
from course_nn.playground.picture.unit_maps import PLANE, SIDE
from course_nn.stage.rivals import SHORTEST, Contest, Rival, classes_of

LATEST: list[tuple[Experiment, Settings]] = []  # of the playground that was moved last, if one is open


@dataclass(frozen=True, eq=False)
class Portrait:
    """What a rival makes of the plane.

    X, y  : what it learned from, (n, 2) and (n,)
    areas : (SIDE, SIDE) -1 for class 0, 1 for class 1
    """

    X: np.ndarray
    y: np.ndarray
    areas: np.ndarray


def latest() -> Experiment:
    """The experiment whose samples a rival gets.

    raises : BadInput if there is none, or if its targets are numbers
    """
    if not LATEST:
        raise BadInput("no playground is open: run a cell that shows one", "还没有打开游乐场：请先运行显示它的单元格")
    (one, _), *_ = LATEST
    if not one.class_names:
        raise BadInput(
            "the playground that was moved last predicts numbers, but a rival predicts classes: choose other "
            "data there",
            "最近操作的游乐场预测的是数，而对手要判断类别：请在那里换成分类的数据",
        )
    return one


def split() -> tuple:
    """Points to learn from with their classes, and those of the test: what the network learns, before its features."""
    one = latest()
    return one.train, one.y_train, one.test, one.y_test


def trial(function: Callable) -> tuple[float, Portrait]:
    """The share of test samples that it has wrong, and its areas: asked at once, so that both are of the same fit.

    raises : BadInput for classes that are none
    """
    X, y, X_test, y_test = split()
    given = classes_of(function, X, y, np.concatenate([X_test, PLANE]))
    test, plane = given[: len(y_test)], given[len(y_test) :]
    return float(np.mean(test != y_test)), Portrait(X, y, 2.0 * plane.reshape(SIDE, SIDE) - 1)


def meets(rival: Rival, result: SimpleNamespace) -> bool:
    """Whether it learned from the samples that are shown."""
    known, shown = rival.kept, result.experiment
    return np.array_equal(known.X, shown.train) and np.array_equal(known.y, shown.y_train)


def network(result: SimpleNamespace, values: dict) -> dict[Words, float]:
    """The share of test samples that it has wrong."""
    if not result.confusion:
        return {}
    test = result.confusion[1]
    return {Words("the network", "网络"): float(1 - np.trace(test) / test.sum())}


def told(rivals: list[Rival]) -> tuple[str, Words]:
    """Over and below the map of the newest rival: its name, its errors and its seconds."""
    if not rivals:
        return "rival(…)", Words("brings your rival here", "让你自己的对手在这里比一比")
    one = rivals[-1]
    wrong, seconds = percent(one.value, 1), significant(max(one.seconds, SHORTEST))
    return one.name, Words(f"{wrong} of the test wrong, {seconds} s", f"测试样本错 {wrong}，{seconds} 秒")


def task() -> Words:
    """Which samples rivals get just now, as the class is told."""
    (one, settings), *_ = LATEST
    sizes, made = (len(one.train), len(one.test)), settings.structure
    name = Words("a link", "一个链接") if settings.sources.link else DATA[made.data]
    en = f"{name.en}, noise {made.noise}%, seed {made.seed}; {sizes[0]} samples to learn from, {sizes[1]} for the test"
    return Words(en, f"{name.zh}，噪声 {made.noise}%，随机种子 {made.seed}；学习 {sizes[0]} 个样本，测试 {sizes[1]} 个")


CONTEST = Contest(
    "data",
    trial,
    network,
    axes=lambda artists: artists.plane,
    measure=Words("Test samples that are wrong", "测试样本的错误率"),
    place=lambda rival: (REACH * (1 - 2 * rival.value), REACH),
    meets=meets,
    task=task,
)
