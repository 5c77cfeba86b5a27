"""Steps before the split have seen the test rows: move the wall, and see how that changes the reported error."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from course_nn.common.progress import part
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number, percent
from course_nn.lectures.regularization.demos.leakage.leaks import (
    DRAWS,
    STEPS,
    error_on_fresh_rows,
    lucky_guesses,
    reported_errors,
)
from course_nn.lectures.regularization.resampling import best_of
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo

NAMES = {
    "scale": Words("scale", "缩放"),
    "select": Words("select\n100 of p", "挑选\n100 列"),
    "copy": Words("add noisy\ncopies", "带噪副本"),
}
DATA = {"noise": Words("noise, random labels", "噪声，随机标签"), "digits": Words("digits", "手写数字")}
LEARNERS = {
    "nearest neighbour": Words("nearest neighbour", "最近邻"),
    "nearest mean": Words("nearest mean", "最近均值"),
    "linear": Words("linear", "线性"),
    "majority": Words("majority", "多数类"),
}
COLUMNS = {50: "50", 500: "500", 5000: "5000"}
FOLDS = {2: "2", 5: "5", 10: "10", 0: Words("leave one out", "留一法")}
CONTROLS = {
    "wall": Slider(Words("steps before split", "划分前步数"), 0, 2, 0, 1),
    "data": Choice(Words("data", "数据"), DATA, "noise"),
    "p": Choice(Words("noise columns p", "噪声列数 p"), COLUMNS, 500, used=lambda values: values.data == "noise"),
    "n": Choice(Words("rows n", "行数 n"), {50: "50", 100: "100", 200: "200"}, 50, costly=(200,)),
    "learner": Choice(Words("classifier", "分类器"), LEARNERS, "nearest neighbour"),
    "folds": Choice(Words("folds", "折数"), FOLDS, 5, costly=(0, 10)),
    "seed": Choice(Words("draws", "抽样"), {0: "0–19", 20: "20–39"}, 0, costly=(20,)),
    "m": Slider(Words("guessing models m", "猜测模型数 m"), 1.0, 1000.0, 10.0, 0.1, decades=True),
    "test": Choice(Words("test rows", "测试行数"), {10: "10", 100: "100", 1000: "1000"}, 100),
}
WALLS = np.array([0.5, 1.5, 2.5])  # where the wall can stand: before, between and after the boxes at 1 and 2
BOXES = np.arange(4)  # data, two steps, and learning
WIDE, TALL = 0.74, 0.62
MODELS = np.unique(np.geomspace(1, 1000, 60).round())
TOP = 1.03
GOAL = 0.05  # the error of the challenge
PREDICTED = {"both": 0.48, "large": 0.6, "scaling": 0.5, "selecting": 0.02}  # with all steps before the split


class Result(NamedTuple):
    honest: np.ndarray  # (20,) errors with all steps after the split
    reported: np.ndarray  # (20,) errors with the wall where it is
    truth: float  # error on rows that took no part; ½ for random labels
    everything: float  # mean error with all steps before the split
    m: int  # the control, rounded
    expected: float  # share right of the best of m guessing models
    curve: np.ndarray  # expected over MODELS
    lucky: np.ndarray  # (10, 1000) share right of the best so far, in ten simulations


def compute(wall, data, p, n, learner, folds, seed, m, test) -> Generator[float, None, Result]:
    task = data, p if data == "noise" else 64, n, learner, folds, seed
    errors = []
    for done, stand in enumerate((0, wall, 2)):
        errors.append((yield from part(reported_errors(*task, stand), done, 3)))
    models = round(m)
    return Result(
        honest=errors[0],
        reported=errors[1],
        truth=0.5 if data == "noise" else error_on_fresh_rows(n, learner, seed),
        everything=float(errors[2].mean()),
        m=models,
        expected=float(best_of(models, test)),
        curve=best_of(MODELS, test),
        lucky=lucky_guesses(test, seed),
    )


def paint(figure: Figure) -> dict:
    figure.set_layout_engine("none")
    boxes = figure.add_axes((0.065, 0.7, 0.53, 0.29))
    errors = figure.add_axes((0.065, 0.14, 0.53, 0.49))
    best = figure.add_axes((0.67, 0.14, 0.31, 0.76))
    boxes.set(xlim=(-0.5, 3.5), ylim=(0, 1))
    boxes.set_axis_off()
    errors.set(xlim=(-0.5, 3.5), ylim=(-0.03, TOP), xticks=WALLS, yticks=[0, 0.5, 1])
    places = Words("split first", "先划分"), Words("after step 1", "第 1 步之后"), Words("after step 2", "第 2 步之后")
    errors.set_xticklabels([words.drawn() for words in places])
    errors.set_title(Words("error that cross-validation reports", "交叉验证报告的错误率").drawn())
    best.set(xscale="log", xlim=(0.9, 1100), ylim=(0.35, TOP), xlabel=Words("models m", "模型数 m").drawn())
    best.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    best.set_title(Words("best share right, by guessing", "随机猜测的最高准确率").drawn())
    return paint_boxes(boxes) | paint_errors(errors) | paint_best(best)


def paint_boxes(axes: Axes) -> dict:
    """The pipeline; what lies before the wall sees all rows."""
    still = {"ha": "center", "va": "center", "fontsize": look.SMALL, "zorder": 3}
    axes.plot(BOXES[[0, -1]], [0.5, 0.5], color=look.GREY, lw=1.2, zorder=1)
    corners = BOXES - WIDE / 2
    patches = [axes.add_patch(Rectangle((x, 0.5 - TALL / 2), WIDE, TALL, ec=look.GREY, zorder=2)) for x in corners]
    for patch in patches[::3]:
        patch.set_facecolor("white")
    axes.text(0, 0.5, Words("all rows", "全部行").drawn(), **still)
    axes.text(3, 0.5, Words("learn, test", "学习，测试").drawn(), **still)
    return {
        "boxes": patches[1:3],
        "names": [axes.text(x, 0.5, "", **still) for x in BOXES[1:3]],
        "places": axes.plot(BOXES[1:3], [0.5, 0.5], ls="")[0],
        "gaps": axes.plot(WALLS, [0.5] * 3, ls="")[0],
        "wall": marks.line(axes, color=look.VERMILION, lw=5, solid_capstyle="butt", zorder=4),
    }


def paint_errors(axes: Axes) -> dict:
    return {
        "truth": axes.axhline(0.5, color=look.GREY, ls="--", lw=1.5, zorder=0.5),
        "fresh": axes.text(
            3.5, 0.5, Words("fresh rows", "全新的行").drawn(), ha="right", va="bottom", fontsize=look.SMALL
        ),
        "goal": axes.plot([WALLS[2] - 0.4, WALLS[2] + 0.4], [GOAL, GOAL], **goals.LINE)[0],
        "goal_name": goals.name(axes, WALLS[2] + 0.42, GOAL, va="center"),
        "columns": axes.plot(WALLS, [0.5] * 3, ls="")[0],
        "below": marks.now(axes, color=look.VERMILION, lw=5, alpha=0.25),
        "dots": [marks.line(axes, "o", ms=5, color=c, alpha=0.5, mec="white") for c in (look.BLUE, look.VERMILION)],
        "means": [marks.line(axes, color=c, lw=3) for c in (look.BLUE, look.VERMILION)],
    }


def paint_best(axes: Axes) -> dict:
    axes.axhline(0.5, color=look.GREY, ls="--", lw=1.5, zorder=0.5)
    return {
        "lucky": marks.line(axes, color=look.BLUE, lw=0.7, alpha=0.5),
        "curve": marks.line(axes, color=look.BLACK),
        "now": marks.now(axes),
        "point": marks.dot(axes),
    }


def draw(artists: dict, result: Result, values: Values) -> None:
    place, steps = WALLS[values.wall], [*STEPS[values.data]]
    for k, (box, name) in enumerate(zip(artists["boxes"], artists["names"])):
        box.set_facecolor(look.heat([0.15 if k < values.wall else 0.75])[0] / 255)
        name.set_text(NAMES[steps[k]].drawn())
    artists["wall"].set_data([place, place], [0.02, 0.98])
    marks.at(artists["below"], place)
    artists["truth"].set_ydata([result.truth] * 2)
    artists["fresh"].set_y(result.truth)
    spread = np.linspace(-0.2, 0.2, DRAWS)
    shown = (result.honest, WALLS[0], True), (result.reported, place, values.wall > 0)
    for dots, mean, (errors, x, is_shown) in zip(artists["dots"], artists["means"], shown):
        dots.set_data(x + spread, errors)
        mean.set_data([x - 0.28, x + 0.28], [errors.mean()] * 2)
        dots.set_visible(is_shown)
        mean.set_visible(is_shown)
    lines = np.stack(np.broadcast_arrays(np.arange(1, 1001), result.lucky), axis=-1)
    artists["lucky"].set_data(*look.one_line(lines))
    artists["curve"].set_data(MODELS, result.curve)
    artists["point"].set_data([result.m], [result.expected])
    marks.at(artists["now"], result.m)


def ghost(artists: dict, option: str) -> tuple:
    """The error on random labels that was predicted with all steps before the split."""
    x, y = WALLS[2], PREDICTED[option]
    return artists["columns"].axes, np.array([(x - 0.35, y), (x + 0.35, y), (np.nan, np.nan), (x - 0.35, y + 0.16)])


def readout(result: Result, values: Values) -> Words:
    steps = [NAMES[step] for step in [*STEPS[values.data]][: values.wall]]
    en, zh = ", ".join(step.en for step in steps) or "nothing", "、".join(step.zh for step in steps) or "无"
    before = Words(en.replace("\n", " "), zh.replace("\n", " "))
    reported, honest = percent(result.reported.mean(), 1), percent(result.honest.mean(), 1)
    off = result.reported - result.honest
    change, doubt = number(100 * off.mean(), 1), number(100 * off.std() / np.sqrt(DRAWS - 1), 1)
    truth, best, lucky = (percent(x, 1) for x in (result.truth, result.expected, result.lucky[0, result.m - 1]))
    return Words(
        f"Before the split: {before.en}. Cross-validation reports an error of <b>{reported}</b>; split first, it "
        f"reports {honest}.\n The difference is {change} ± {doubt} points over {DRAWS} draws. On fresh rows: {truth}. "
        f"The best of {result.m} models that only guess is expected to get {best} of {values.test} test rows right; "
        f"in one trial it got {lucky}.",
        f"划分之前做的：{before.zh}。交叉验证报告的错误率为 <b>{reported}</b>；先划分则为 {honest}。"
        f"\n{DRAWS} 次抽样的差为 {change} ± {doubt} 个百分点。在全新的行上：{truth}。"
        f"{result.m} 个只会随机猜测的模型中，"
        f"最好的一个在 {values.test} 行测试数据上的期望准确率为 {best}；某一次实际为 {lucky}。",
    )


ASKED_AT = {"p": 5000}
VEIL = Veil(("dots.1", "means.1", "goal", "goal_name", "lucky", "curve", "now", "point"), given=("honest", "truth"))
TO_DO = {
    "pull-wall-past": lambda result, values, seen: (
        (values.data, values.p, values.wall) == ("noise", 5000, 2) and 50 in seen["p"]
    ),
    "choose-digits-rows": lambda result, values, seen: (
        values.data == "digits" and values.n >= 100 and values.wall > 0 and len(seen["wall"]) > 1
    ),
    "sceptic": lambda result, seen: {"more", "mean", "few", "majority"} <= seen["sceptic"],
    "pull-red-point": lambda result, values: values.m >= 100,
}
USES = {
    "pull-wall-past": ("wall", "p"),
    "choose-digits-rows": ("data", "n", "wall"),
    "sceptic": ("sceptic",),
    "pull-red-point": ("m", "test"),
}


def judge(result: Result, values: Values) -> str:
    """Solved on random labels if all steps before the split report less than 5 %, and the wall after one does not."""
    if values.data != "noise" or result.everything >= GOAL:
        return "open"
    repaired = values.wall == 1 and result.reported.mean() > 0.4
    return "solved" if repaired else "almost" if values.wall == 2 else "open"


CHALLENGE = Challenge(
    Words(
        "random labels: get a reported error below 5%, then repair the pipeline by moving one box behind the wall.",
        "随机标签：先让报告的错误率低于 5%，再把一个方框移到墙的后面，修好流程。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words(
        "steps before the split make the reported error too small.",
        "在划分之前做的步骤，会使报告的错误率偏小。",
    ),
    Words("How many points too small, with both steps before the split", "两步都在划分之前时，偏小的百分点"),
    lambda result: 100 * (result.honest.mean() - result.everything),
    {
        "more": Change(Words("ten times as many columns", "噪声列增到十倍"), {"p": 5000}),
        "mean": Change(
            Words("nearest mean in place of nearest neighbour", "最近邻换成最近均值"), {"learner": "nearest mean"}
        ),
        "few": Change(Words("no more columns than are selected", "噪声列不比挑选的多"), {"p": 50}),
        "majority": Change(
            Words("a classifier that looks at no column", "换成不看任何一列的分类器"), {"learner": "majority"}
        ),
    },
)


def swap(result: Result, k: int, values: Values) -> dict:
    """The k-th box goes to the other side of the wall."""
    return {"wall": k if values.wall > k else k + 1}


def pull_wall(result: Result, dx: float, dy: float, values: Values) -> dict:
    """The wall goes to the next place after a tenth of the way."""
    return {"wall": values.wall + np.sign(dx) * np.ceil(abs(dx) - 0.1)}


HANDLES = [
    Handle(
        "columns",
        at=lambda line, result: marks.uprights(line.axes, WALLS),
        click=lambda result, k: {"wall": k},
        width=60,
    ),
    Handle(
        "gaps", at=lambda line, result: marks.uprights(line.axes, WALLS), click=lambda result, k: {"wall": k}, width=20
    ),
    Handle("places", click=swap, width=60),
    Handle("below", pull=pull_wall),
    Handle("wall", pull=pull_wall),
    Handle("now", pull=lambda result, dx, dy: {"m": result.m + dx}),
    Handle("point", pull=lambda result, dx, dy: {"m": result.m + dx}),
]


@demo(Words("Leakage", "数据泄漏"))
def leakage(**values):
    """A pipeline whose split stands before, between or after its steps: the error it reports, and the true one.
    划分可位于各步骤之前、之间或之后的流程：它报告的错误率，以及真实的错误率。

    source : Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2009), section 7.10.2; Ambroise &
             McLachlan, Selection bias in gene extraction on the basis of microarray gene-expression data (2002)
    """
