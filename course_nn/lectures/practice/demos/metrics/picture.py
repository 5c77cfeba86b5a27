"""One digit in fifty is an eight: whoever always says "no" is nearly always right, and so is a model that finds few."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import sigmoid
from course_nn.common.progress import part
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number, percent, plain
from course_nn.lectures.practice.demos.metrics.rare_class import log_odds, logits_of, rare_digits
from course_nn.metrics import (
    Roc,
    auc,
    average_precision,
    calibration_error,
    confusion,
    log_loss,
    rates,
    reliability,
    roc,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Toggle, Values, Veil, demo

MODELS = {"linear": Words("logistic regression", "逻辑回归"), "network": Words("network 64-16-1", "网络 64-16-1")}
CONTROLS = {
    "threshold": Slider(Words("threshold", "阈值"), 0.001, 0.999, 0.5, 0.001),
    "share": Choice(Words("share of eights", "“8”的占比"), {s: percent(s) for s in (0.01, 0.02, 0.05, 0.1, 0.5)}, 0.02),
    "weight": Choice(
        "r",
        {r: plain(r) for r in (1.0, 3.0, 9.0, 19.0, 49.0, 99.0)},
        1.0,
        means=Words("weight of each eight in training", "训练中每个“8”的权重"),
    ),
    "corrected": Toggle(Words("subtract log r", "减去 log r"), used=lambda values: values.weight != 1),
    "T": Slider("T", 0.2, 5.0, 1.0, 0.1, means=Words("temperature, divides the log-odds", "温度，对数几率除以它")),
    "bins": Slider(Words("bins", "区间数"), 2, 20, 10, 1),
    "model": Choice(Words("model", "模型"), MODELS, "linear", costly=("network",)),
    "seed": Slider(Words("seed", "种子"), 0, 9, 5, 1, continuous=False),
}
LEFT, RIGHT = -9.5, 7.5  # log-odds that the axes of scores show; what is beyond is drawn at the edge
TICKS = [0.001, 0.05, 0.5, 0.95, 0.999]
SIDES = "right", "left"  # of the panels of curves, where their words stand
GOAL = (0.8, 0.2)  # of the challenge: recall and precision
LARGEST = 260  # square points, of the dot of a bin that holds all digits


# Where the panels stand: scores, table, the two curves, claims; one below the other where there is little room.
BESIDE = [
    (0.075, 0.625, 0.36, 0.285),
    (0.15, 0.03, 0.285, 0.36),
    (0.515, 0.63, 0.195, 0.28),
    (0.515, 0.14, 0.195, 0.28),
    (0.79, 0.14, 0.2, 0.77),
]
STACKED = [
    (0.14, 0.83, 0.83, 0.13),
    (0.28, 0.6, 0.69, 0.13),
    (0.1, 0.36, 0.37, 0.16),
    (0.6, 0.36, 0.37, 0.16),
    (0.2, 0.08, 0.6, 0.2),
]


class Result(NamedTuple):
    y: np.ndarray  # (m,) 1 for an eight
    odds: np.ndarray  # (m,) log-odds that the model gives an eight
    called_eight: np.ndarray  # (m,) bool, p ≥ threshold
    table: np.ndarray  # (2, 2) confusion
    curve: np.ndarray  # (3, k) false alarms, hits and precision at each threshold
    thresholds: np.ndarray  # (k,) as probabilities, the first 1
    unweighted: np.ndarray  # (3, k') the same curves of the model trained with weight 1
    here: np.ndarray  # (3,) false alarms, hits and precision at this threshold
    bins: np.ndarray  # (3, b) mean p, share of eights and share of all digits, of bins that hold digits
    auc: float
    average_precision: float
    ece: float  # expected calibration error
    log_loss: float


def compute(threshold, share, weight, corrected, T, bins, model, seed) -> Generator[float, None, Result]:
    f = yield from part(logits_of(model, share, weight, seed), 0, 2)
    unweighted = yield from part(logits_of(model, share, 1.0, seed), 1, 2)
    y = rare_digits(share, seed).test_y
    odds = (f - (np.log(weight) if corrected else 0)) / T
    p = sigmoid(odds)
    called_eight = p >= threshold
    table = confusion(y, called_eight, 2)
    at, curve, binned = rates(table), roc(y, odds), reliability(p, y, bins)
    return Result(
        y=y,
        odds=odds,
        called_eight=called_eight,
        table=table,
        curve=rows_of(curve),
        thresholds=sigmoid(curve.thresholds),
        unweighted=rows_of(roc(y, unweighted)),
        here=np.array([at.false_alarms, at.recall, at.precision if called_eight.any() else 1.0]),
        bins=np.stack([binned.claimed, binned.found, binned.counts / len(y)])[:, binned.counts > 0],
        auc=auc(y, f),
        average_precision=average_precision(y, f),
        ece=calibration_error(p, y, bins),
        log_loss=log_loss(p, y),
    )


def rows_of(curve: Roc) -> np.ndarray:
    """False alarms, hits and precision: (3, k)."""
    return np.stack([curve.false_alarms, curve.hits, curve.precision])


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    stacks = getattr(figure, "stacks", False)  # on a narrow page
    scores, table, *panels, claims = (figure.add_axes(place) for place in (STACKED if stacks else BESIDE))
    low = -0.17 if stacks else -0.115  # of the words below the last panel, as a share of its height
    painted = paint_scores(scores) | paint_table(table) | paint_curves(*panels) | paint_claims(claims, low)
    return SimpleNamespace(**painted)


def paint_scores(axes: Axes) -> dict:
    axes.set(xlim=(LEFT, RIGHT), ylim=(-0.5, 1.5), yticks=[0, 1])
    axes.set_yticklabels([Words("others", "其他").drawn(), Words("eights", "“8”").drawn()])
    axes.set_xticks([log_odds(p) for p in TICKS], [plain(p) for p in TICKS])
    axes.set_title(Words("p of an eight, as the model gives it", "模型给出的“8”的概率 p").drawn())
    style = {"ls": "", "ms": 5, "mec": "white", "mew": 0.4}
    kinds = [*zip(look.CLASS_MARKERS, look.CLASS_COLORS)]
    return {
        "right": [marks.line(axes, marker, color=color, zorder=2, **style) for marker, color in kinds],
        "wrong": [marks.line(axes, marker, color=look.VERMILION, zorder=3, **style) for marker, _ in kinds],
        "line": marks.now(axes, color=look.BLACK, lw=2, zorder=4),
        "grip": marks.dot(axes, zorder=6, **marks.UNCLIPPED),
    }


def paint_table(axes: Axes) -> dict:
    """The four counts: a row for each class, in the order of the scores above, and a column for each answer."""
    axes.set(xlim=(0, 2), ylim=(0, 2), xticks=[0.5, 1.5], yticks=[])
    axes.set_xticklabels([Words("called other", "判为其他").drawn(), Words("called eight", "判为“8”").drawn()])
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.plot([0, 2, np.nan, 1, 1], [1, 1, np.nan, 0, 2], color="white", lw=3, zorder=1)
    count = {"ha": "center", "va": "center", "fontsize": 14, "zorder": 2}
    blank = look.heat(np.full((2, 2), 0.5))
    return {
        "cells": axes.imshow(blank, extent=(0, 2, 0, 2), origin="lower", aspect="auto", zorder=0),
        "counts": [[axes.text(x, y, "", **count) for x in (0.5, 1.5)] for y in (0.5, 1.5)],
        "totals": [axes.text(-0.06, y, "", va="center", ha="right", fontsize=look.SMALL) for y in (0.5, 1.5)],
    }


def paint_curves(*panels: Axes) -> dict:
    """ROC above, precision over recall below; each with the curve of the model trained with weight 1."""
    titles = Words("recall against false alarms", "召回率–误报率"), Words("precision over recall", "精确率–召回率")
    for axes, title in zip(panels, titles):
        axes.set(xlim=(-0.02, 1.02), ylim=(0, 1.05), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1], title=title.drawn())
    always = {"color": look.GREY, "ls": ":", "lw": 1.5, "zorder": 1}
    panels[0].plot([0, 1], [0, 1], **always)
    below = goals.name(panels[1], GOAL[0], -0.06, ha="center", va="top")  # of the axis, for every curve passes it
    return {
        "goal": [goals.point(panels[1], *GOAL, ms=9), below],
        "chance": panels[1].plot([0, 1], [0.5, 0.5], **always)[0],
        "unweighted": [marks.line(axes, color=look.GREY, lw=4, alpha=0.4, zorder=1.5) for axes in panels],
        "curves": [marks.line(axes, color=look.BLUE) for axes in panels],
        "points": [marks.dot(axes, **marks.UNCLIPPED) for axes in panels],
        "areas": [axes.text(x, 0.1, "", fontsize=look.SMALL, ha=ha) for axes, x, ha in zip(panels, (1, 0), SIDES)],
    }


def paint_claims(axes: Axes, low: float) -> dict:
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
    axes.set_title(Words("claimed, come true", "预测概率与实际频率").drawn())
    axes.set_xlabel("$p$", loc="left")
    axes.plot([0, 1], [0, 1], color=look.GREY, ls=":", lw=1.5, zorder=1)
    below = {"transform": axes.transAxes, "ha": "right", "va": "top", "fontsize": look.SMALL, "zorder": 1}
    return {
        "gaps": marks.line(axes, color=look.VERMILION, lw=1.5, zorder=2),
        "found": axes.scatter([], [], color=look.BLUE, ec="white", zorder=3, **marks.UNCLIPPED),
        "ece": axes.text(1, low, "", color=look.ink(look.VERMILION), **below),
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    draw_scores(artists, result, values)
    draw_curves(artists, result)
    total = result.table.sum(axis=1)
    is_right = np.array([[0.5, -0.5], [-0.5, 0.5]])  # blue on the diagonal, orange beside it
    marks.fill(artists.cells, look.heat(0.5 + is_right * result.table / total[:, None]))
    for text, count in zip(np.ravel(artists.counts), result.table.ravel()):
        text.set_text(str(count))
    for text, words in zip(artists.totals, (Words(f"{total[0]} others", f"其他 {total[0]} 个"), eights(total[1]))):
        text.set_text(words.drawn())
    claimed, found, share = result.bins
    artists.gaps.set_data(*look.one_line(np.array([[claimed, claimed], [claimed, found]]).transpose(2, 1, 0)))
    artists.found.set_offsets(np.stack([claimed, found], axis=1))
    artists.found.set_sizes(20 + LARGEST * share)
    artists.ece.set_text(Words("mean gap {}", "平均差距 {}").drawn().format(number(result.ece, 3)))


def draw_scores(artists: SimpleNamespace, result: Result, values: Values) -> None:
    x = result.odds.clip(LEFT, RIGHT)
    lane = result.y + 0.7 * (np.arange(len(x)) * 0.618 % 1 - 0.5)
    for c in (0, 1):
        for artist, answer in ((artists.right[c], c), (artists.wrong[c], 1 - c)):
            here = (result.y == c) & (result.called_eight == answer)
            artist.set_data(x[here], lane[here])
    place = log_odds(values.threshold)
    marks.at(artists.line, place)
    artists.grip.set_data([place], [1.5])


def draw_curves(artists: SimpleNamespace, result: Result) -> None:
    for k in (0, 1):  # recall against false alarms, precision over recall
        artists.curves[k].set_data(*result.curve[k : k + 2])
        artists.unweighted[k].set_data(*result.unweighted[k : k + 2])
        artists.points[k].set_data(*result.here[k : k + 2, None])
    artists.chance.set_ydata([result.y.mean()] * 2)
    artists.areas[0].set_text(Words("area {}", "面积 {}").drawn().format(number(result.auc, 3)))
    artists.areas[1].set_text(Words("mean {}", "平均 {}").drawn().format(number(result.average_precision, 3)))


TO_REACH = Words(
    "eights at 2% or less: recall of 80% or more, precision of 20% or more, calibration error of 0.015 or less.",
    "“8”占 2% 或更少：召回率不低于 80%，精确率不低于 20%，校准误差不超过 0.015。",
)


def eights(count: int) -> Words:
    return Words(f"{count} eights", f"“8” {count} 个")


def readout(result: Result, values: Values) -> Words:
    at, share, n = rates(result.table), result.y.mean(), len(result.y)
    accuracy, balanced, recall, no = (percent(x, 1) for x in (at.accuracy, at.balanced, at.recall, 1 - share))
    precision = percent(at.precision, 1) if result.called_eight.any() else "–"
    scores = at.f1, result.auc, result.average_precision, result.ece, result.log_loss
    f1, area, mean, ece, loss = (number(score, 3) for score in scores)
    ones, p, rare = result.y.sum(), plain(values.threshold, 4), number(share, 3)
    floor = number(log_loss(np.full(n, share), result.y), 3)  # the log-loss of always the same p
    return Words(
        f"AUC <b>{area}</b>. At a threshold of p = {p}: recall <b>{recall}</b>, precision <b>{precision}</b>, "
        f"accuracy <b>{accuracy}</b>. Calibration error <b>{ece}</b>.\n {n} test digits, {ones} of them eights. "
        f"Balanced accuracy {balanced}, F1 {f1}; average precision {mean}, log-loss {loss}. Always “no”: accuracy "
        f"{no}, balanced 50%, AUC 0.5, average precision {rare}; always p = {rare}: log-loss {floor}.",
        f"AUC <b>{area}</b>。p 不小于 {p} 就判为“8”：召回率 <b>{recall}</b>，精确率 <b>{precision}</b>，"
        f"准确率 <b>{accuracy}</b>。校准误差 <b>{ece}</b>。\n{n} 个测试数字，其中 {ones} 个“8”。平衡准确率 {balanced}，"
        f"F1 {f1}；平均精确率 {mean}，对数损失 {loss}。总答“不是”：准确率 {no}，平衡准确率 50%，AUC 0.5，"
        f"平均精确率 {rare}；总给 p = {rare}：对数损失 {floor}。",
    )


VEIL = Veil(
    ("curves", "unweighted", "points", "areas", "goal"),
    given=("y", "odds", "called_eight", "table", "bins", "ece"),
)
TO_DO = {
    "set-pictures-change": lambda result, values: values.weight == 49 and values.share < 0.5,
    "tick-take-log": lambda result, values: values.corrected and values.weight == 49,
    "set-pull-threshold": lambda result, values: values.weight == 1 and rates(result.table).recall >= GOAL[0],
    "sceptic": lambda result, seen: (
        {"share", "network", "threshold", "weight"} <= seen["sceptic"] and len(seen["seed"]) > 2
    ),
}
USES = {
    "set-pictures-change": ("weight",),
    "tick-take-log": ("weight", "corrected"),
    "set-pull-threshold": ("weight", "threshold"),
    "sceptic": ("sceptic", "seed"),
}


def judge(result: Result) -> str:
    """Solved with recall 0.8, precision 0.2 and calibration error 0.015; almost if only the last is missing."""
    at = rates(result.table)
    if not (result.y.mean() < 0.025 and at.recall >= GOAL[0] and at.precision >= GOAL[1]):
        return "open"
    return "solved" if result.ece <= 0.015 else "almost"


CHALLENGE = Challenge(TO_REACH, judge)
SCEPTIC = Sceptic(
    Words("a model that is nearly always right finds few of the eights.", "几乎总是答对的模型，只找到少数“8”。"),
    Words("Accuracy less recall", "准确率减召回率"),
    lambda result: float(rates(result.table).accuracy - rates(result.table).recall),
    {
        "share": Change(Words("half of the digits are eights", "“8”占一半"), {"share": 0.5}),
        "network": Change(Words("a network", "换成网络"), {"model": "network"}),
        "threshold": Change(Words("a threshold of 0.05", "阈值 0.05"), {"threshold": 0.05}),
        "weight": Change(Words("each eight counts 49 times", "每个“8”算 49 次"), {"weight": 49.0}),
    },
    shares=True,
)


def point_on(panel: int) -> Handle:
    """The point of a panel; the hand moves the threshold to the nearest place on the curve."""

    def pull(result, dx, dy):
        pair = slice(panel, panel + 2)
        hand = result.here[pair] + (dx, dy)
        k = int(np.hypot(*(result.curve[pair] - hand[:, None])).argmin())
        return {"threshold": result.thresholds[k : k + 2].mean()}  # between two digits

    return Handle(lambda artists: artists.points[panel], pull=pull)


def threshold_at(result: Result, x: float, y: float) -> dict:
    """The threshold whose log-odds are x."""
    return {"threshold": sigmoid(x)}


HANDLES = [
    Handle("found", pull=lambda result, dx, dy, values: {"T": values.T * 8**dx}),
    point_on(0),
    point_on(1),
    Handle("line", drag=threshold_at),
    Handle("grip", drag=threshold_at),
]


@demo(Words("What to measure", "用什么衡量"), columns=3)
def metrics(**values):
    """Looking for a rare digit: what a threshold, a weight on the rare class and a temperature change, and what not.
    寻找稀少的数字：阈值、稀少类别的权重与温度各改变什么、不改变什么。

    A weight r on class 1 moves the best log-odds up by log r, where a model can say anything. A linear one with a
    penalty stretches them as well; the order hardly changes, and with it the AUC.

    source : Elkan, The Foundations of Cost-Sensitive Learning (2001); Fawcett, An introduction to ROC analysis (2006);
             Byrd & Lipton, What is the Effect of Importance Weighting in Deep Learning? (2019)
    """
