"""A good feature does the hidden layer's work; but it must be found by hand, anew for every kind of data."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.common.words import Words, term
from course_nn.datasets import DATASETS
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import percent
from course_nn.features import FEATURES
from course_nn.lectures.feature_learning.demos.by_hand import feature_engineering
from course_nn.lectures.feature_learning.demos.by_hand.feature_engineering import (
    HELD_OUT,
    SCALE,
    STARTS,
    ByHand,
    Learned,
    Nearest,
    right_on_held_out,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Toggle, Values, Veil, demo, tried

NAMES = {name: term(name) for name in DATASETS}
RAW = ("x1", "x2")
BEST = {"best": Words("best of 5", "5 个中最好的")}
NONLINEAR = [name for name in FEATURES if name not in RAW]


WAYS = {
    "logistic": Words("logistic regression", "逻辑回归"),
    "count": Words("fewest errors", "错误最少"),
    "nearest": Words("nearest point", "最近的点"),
}


def tick(label: str, start: bool) -> Toggle:
    return Toggle(label, start, means=Words(f"{label} as a feature", f"以 {label} 为特征"))


CONTROLS = {
    "raw": tick("x₁, x₂", False),
    **{name: tick(FEATURES[name].label, name.endswith("squared")) for name in NONLINEAR},
    "data": Choice(Words("data", "数据"), NAMES, "circle"),
    "units": Slider("n", 1, 12, 4, 1, continuous=False, means=Words("hidden units", "隐藏单元数")),
    "way": Choice(Words("fitted by", "拟合方法"), WAYS, "logistic"),
    "start": Choice(Words("start", "初值"), BEST | {start: str(start) for start in range(STARTS)}, "best"),
}
BY_HAND, NEAREST = Words("■ by hand", "■ 手工特征"), Words("■ nearest point", "■ 最近的点")
SPAN = 6.0  # half the window
FINE = 61  # points along a side
PLANE = look.grid(-SPAN, SPAN, FINE)
LOWEST = 0.4  # accuracy in the picture


class Fit(NamedTuple):
    """One classifier on one set of points."""

    f: np.ndarray  # (61, 61) logits over the plane
    right: np.ndarray  # (300,) bool, of the held-out points


class Result(NamedTuple):
    features: tuple  # names of those switched on
    X: np.ndarray  # (300, 2) held-out points
    y: np.ndarray  # (300,)
    by_hand: Fit
    learned: Fit
    scores: np.ndarray  # (2, 5) held-out accuracy by hand and learned, on all five sets
    lines: np.ndarray  # (units, 2, 2) where each hidden unit's z is 0


def compute(data, units, start, way, raw, **nonlinear) -> Generator[float, None, Result]:
    learned = yield from feature_engineering.train_all(units, start)
    features = (*(RAW if raw else ()), *(name for name in NONLINEAR if nonlinear[name]))
    by_hand = {name: feature_engineering.fit_by_hand(name, features, way) for name in DATASETS}
    network = learned[data].network
    test = feature_engineering.samples(held_out=True)[data]
    return Result(
        features=features,
        X=test.X,
        y=test.y,
        by_hand=fit(by_hand[data], data),
        learned=fit(learned[data], data),
        scores=np.array([scores(by_hand), scores(learned)]),
        lines=np.array([SCALE * boundary.line(w, b) for w, b in zip(network.weights[0], network.biases[0])]),
    )


def fit(classifier: ByHand | Nearest | Learned, data: str) -> Fit:
    return Fit(f=classifier(PLANE).reshape(FINE, FINE), right=right_on_held_out(classifier, data))


def scores(classifiers: dict) -> list:
    """The held-out accuracy on each set of the classifier made for it."""
    return [right_on_held_out(classifier, name).mean() for name, classifier in classifiers.items()]


def paint(figure: Figure) -> SimpleNamespace:
    *planes, board = figure.subplots(1, 3, width_ratios=[1.3, 1.3, 1])
    square = dict(marker="s", color=look.GREEN, ms=9)
    disc = dict(marker="o", color=look.BLACK, ms=6)
    by_hand, learned = (paint_map(plane, style["color"]) for plane, style in zip(planes, (square, disc)))
    return SimpleNamespace(
        by_hand=by_hand,
        learned=learned,
        lines=marks.line(planes[1], color=look.BLACK, lw=0.9, ls=(0, (4, 3)), zorder=4.5),
        **paint_board(board, square, disc),
    )


def paint_map(axes: Axes, color: str) -> SimpleNamespace:
    look.plane(axes, -SPAN, SPAN).set(xticks=[-5, 0, 5], yticks=[-5, 0, 5])
    return SimpleNamespace(
        title=axes.text(0, 1.04, "", transform=axes.transAxes, color=look.ink(color)),
        surface=marks.surface(axes, FINE, -SPAN, SPAN),
        points=marks.points(axes, ms=4.5, mew=0.4),
        wrong=marks.line(axes, "x", color=look.VERMILION, ms=5, mew=1.4, zorder=4),
        curve=marks.line(axes, color=look.BLACK, solid_capstyle="round", zorder=5),
    )


def paint_board(axes: Axes, square: dict, disc: dict) -> dict:
    held_out = Words("held-out accuracy", "留出样本上的准确率").drawn()
    axes.set(xlim=(LOWEST, 1.02), ylim=(4.5, -0.5), xlabel=held_out)
    axes.set_xticks([0.5, 0.75, 1], ["50%", "75%", "100%"])
    axes.set_yticks(range(5), [words.drawn() for words in NAMES.values()])
    axes.hlines(range(5), LOWEST, 1, color=look.PALE, lw=0.8, zorder=0.5)
    return dict(
        row=axes.axhspan(-0.4, 0.4, color=look.PALE, lw=0, alpha=0.6, zorder=0),
        scores=[marks.line(axes, ls="", mec="white", clip_on=False, **style) for style in (square, disc)],
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    n = values.units
    draw_map(artists.by_hand, result, result.by_hand, NEAREST if values.way == "nearest" else BY_HAND)
    draw_map(artists.learned, result, result.learned, Words(f"● {n} hidden {units(n)}", f"● {n} 个隐藏单元"))
    artists.lines.set_data(look.one_line(result.lines))
    for score, scores in zip(artists.scores, result.scores):
        score.set_data(scores.clip(LOWEST), range(5))
    artists.row.set_y(list(DATASETS).index(values.data) - 0.4)


def draw_map(parts: SimpleNamespace, result: Result, fit: Fit, name: Words) -> None:
    right = percent(fit.right.mean(), 1)
    parts.title.set_text(Words(f"{name.en}: {right}", f"{name.zh}：{right}").drawn())
    marks.fill(parts.surface, look.heat(sigmoid(fit.f)))
    parts.curve.set_data(look.one_line(boundary.curve(fit.f, -SPAN, SPAN)))
    marks.put(parts.points, result.X[fit.right], result.y[fit.right])
    parts.wrong.set_data(*result.X[~fit.right].T)


def units(n: int) -> str:
    return "unit" if n == 1 else "units"


def readout(result: Result, values: Values) -> Words:
    name, n = NAMES[values.data], values.units
    labels = [FEATURES[feature].label for feature in result.features]
    en, zh = ", ".join(labels) or "no feature", "、".join(labels) or "（无）"
    way = Words(f"with {en}, {WAYS[values.way].en}", f"用手工特征 {zh}（{WAYS[values.way].zh}）")
    if values.way == "nearest":
        way = Words("by the nearest training point", "照抄最近的训练点")
    by_hand, learned = (percent(fit.right.mean(), 1) for fit in (result.by_hand, result.learned))
    worst_by_hand, worst_learned = (percent(share) for share in result.scores.min(axis=1))
    return Words(
        f"{name.en[0].upper()}{name.en[1:]}, accuracy on {HELD_OUT} held-out points: <b>{by_hand}</b> "
        f"{way.en}; <b>{learned}</b> with {n} learned tanh {units(n)}.\n On the worst of "
        f"the five data sets: {worst_by_hand} in this way, {worst_learned} with learned features.",
        f"{name.zh}，{HELD_OUT} 个留出样本上的准确率：{way.zh}，<b>{by_hand}</b>；"
        f"用 {n} 个学到的 tanh 单元，<b>{learned}</b>。\n五个数据集中最差的一个：这种方法 {worst_by_hand}，"
        f"学到的特征 {worst_learned}。",
    )


ASKED_AT = {"data": "xor"}
VEIL = Veil(("scores",), given=("features", "X", "y", "by_hand", "learned", "lines"))
USES = {
    "click-row-xor": ("x1_x2", "sin_x1", "sin_x2"),
    "reset-click-row": ("data",),
    "sceptic": ("sceptic",),
    "spiral-tick-boxes": ("data", "units"),
}
TO_DO = {
    "click-row-xor": lambda result, values, seen: (
        values.data == "xor" and True in seen["x1_x2"] and True in seen["sin_x1"]
    ),
    "reset-click-row": lambda result, values, seen: (
        len(seen["data"]) > 3 and (values.x1_squared, values.x1_x2) == (True, False)
    ),
    "sceptic": tried(sceptic=("start", "units", "one", "all", "nearest")),
    "spiral-tick-boxes": lambda result, values: (values.data, values.units) == ("spiral", 12),
}


def judge(result: Result, values: Values) -> str:
    """Solved on XOR with one feature that does better than four hidden units or more; almost with others beside it."""
    by_hand, learned = result.by_hand.right.mean(), result.learned.right.mean()
    if values.data != "xor" or values.units < 4 or by_hand <= learned:
        return "open"
    return "solved" if len(result.features) == 1 else "almost"


CHALLENGE = Challenge(
    Words(
        "on XOR, beat a hidden layer of four units or more with a single feature.",
        "在异或数据上，只用一个特征，就胜过有四个或更多单元的隐藏层。",
    ),
    judge,
)


def rows(band: Artist, result: Result) -> list:
    """A line along each row of the board."""
    return [[(LOWEST, k), (1.02, k)] for k in range(len(DATASETS))]


SCEPTIC = Sceptic(
    Words(
        "two features by hand fit the data set they were made for; a hidden layer finds features for all five.",
        "两个手工特征只适合为之设计的数据集，隐藏层则为五个数据集都找到了特征。",
    ),
    Words("Its lead on average over the five sets, in points", "五个数据集上平均领先的百分点"),
    lambda result: 100 * float(np.diff(result.scores.mean(axis=1))[0]),
    {
        "start": Change(Words("a single start", "只用一个初值"), {"start": 0}),
        "units": Change(Words("three times the units", "单元数增为三倍"), {"units": 12}),
        "one": Change(Words("a single unit", "只用一个单元"), {"units": 1}),
        "all": Change(
            Words("all features at once", "勾选全部特征"), {"raw": True} | {name: True for name in NONLINEAR}
        ),
        "nearest": Change(Words("the nearest training point", "照抄最近的训练点"), {"way": "nearest"}),
    },
)


HANDLES = [Handle("row", at=rows, click=lambda result, k: {"data": list(DATASETS)[k]}, width=36)]


@demo(Words("Features by hand", "手工特征"), height=3.1)
def by_hand(**values):
    """Features chosen by hand for a linear classifier, against a hidden layer that learns its own from x1 and x2.
    为线性分类器手工挑选的特征，与只用 x1、x2 自行学习特征的隐藏层对比。

    by hand: σ(v·ψ(x) + c), ψ the features switched on;   learned: ψ(x) = tanh(Wx + b), dashed where a unit's z = 0

    Both are fitted to 200 points and judged on 300 others. The left one is the lowest point of its loss; the right one
    the best by training loss of five starts, or that of one of them; Adam, 600 epochs. No choice of these features does
    for the spiral.

    source : the lecture, section 6; the features are those of TensorFlow Playground
    """
