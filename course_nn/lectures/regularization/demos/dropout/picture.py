"""What does dropout train, and what answers best in the end: all units, many masks, or many networks?"""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import InParts, part, with_first
from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks
from course_nn.drawing.numbers import number, percent
from course_nn.lectures.regularization.demos.dropout.dropout_masks import arithmetic_mean, geometric_mean
from course_nn.lectures.regularization.demos.dropout.dropout_runs import (
    PASSES,
    SETS,
    UNKNOWN,
    Answers,
    Scores,
    answers_to_digit,
    ensembles,
    network_alone,
    scores_of_masks,
    study_of,
)
from course_nn.losses import softmax
from course_nn.network import Network
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo

SHARES = {1.0: "1", 0.8: "0.8", 0.5: "0.5", 0.2: "0.2"}
SECOND = dict(costly=(0.8, 0.2), used=lambda values: values.layers == 2)
SCALINGS = {"inverted": Words("by 1/share", "除以比例"), "forgotten": Words("forgotten", "不缩放")}
CROWDS = {"no": Words("not shown", "不显示"), "yes": Words("shown too", "也显示")}
CONTROLS = {
    "layers": Choice(Words("hidden layers", "隐藏层数"), {1: "1", 2: "2"}, 1),
    "keep1": Choice(Words("kept, first layer", "第一层保留"), SHARES, 0.5, costly=(0.8, 0.2)),
    "keep2": Choice(Words("kept, second layer", "第二层保留"), SHARES, 0.5, **SECOND),
    "scaling": Choice(Words("scaling", "缩放"), SCALINGS, "inverted"),
    "wrong": Choice(Words("wrong labels", "错误标签"), {0.0: "0%", 0.2: "20%"}, 0.2),
    "crowd": Choice(Words("ten networks", "十个网络"), CROWDS, "no", costly=("yes",)),
    "epochs": Choice(Words("epochs", "轮数"), {150: "150", 600: "600"}, 150, costly=(600,)),
    "passes": Slider(Words("masks averaged", "平均的掩码数"), 1, PASSES, 20, 1, plays=True),
    "digit": Slider(Words("digit", "第几个数字"), 0, 596, 0, 1),
    "which": Slider(Words("run", "训练编号"), 0, SETS - 1, 0, 1),
}
MEASURES = [  # name, top of its axis
    (Words("test error", "测试错误率"), 0.32),
    (Words("log-loss", "对数损失"), 1.2),
    (Words("calibration error", "校准误差"), 0.45),
]
RULE_COLORS = (look.GREY, look.BLACK, look.ORANGE, look.GREEN)
MARKS = {
    Words("all units", "全部单元"): (look.BLACK, "s"),
    Words("arithmetic mean", "算术平均"): (look.ORANGE, "o"),
    Words("geometric mean", "几何平均"): (look.BLUE, "^"),
}
PREDICTED = {"lower": 0.144, "same": 0.18, "higher": 0.216}  # of 18% without dropout
SIDE = 0.9  # inches, of a picture of 8 × 8
PIXELS = np.stack(np.meshgrid(np.arange(8), np.arange(8)), axis=-1).reshape(-1, 2)  # (64, 2) column and row


class Result(NamedTuple):
    answers: Answers
    cloud: np.ndarray  # (100, 2) probability of the right class, and of the rival, with each mask
    marks: np.ndarray  # (3, 2) the same of all units, of the arithmetic and of the geometric mean
    gap: float  # largest difference of a probability between all units, scaled, and the mean logits of all masks
    rules: tuple  # Scores: no dropout, all units, mean of masks, and ten networks if they are chosen
    mixed: float  # test error of the mean weights of ten networks; 0 if they are not chosen


def compute(layers, keep1, keep2, scaling, wrong, crowd, epochs, passes, digit, which) -> InParts[Result]:
    """First what the run shown answers to the digit, trained alone: it learns the same as among the ten."""
    keeps, task = (keep1, keep2)[:layers], (wrong, epochs)
    asked = partial(result_of, keeps, scaling, passes, digit, which)
    training = part(study_of(keeps, *task), 0, 3)
    study = yield from with_first(training, lambda: asked(network_alone(keeps, *task, which), (UNKNOWN,) * 3))
    plain = yield from part(study_of((1.0,) * layers, *task), 1, 3)
    masks = yield from part(scores_of_masks(keeps, *task), 2, 3)
    many = (yield from ensembles(layers, *task)) if crowd == "yes" else ()
    all_units = study.whole if scaling == "inverted" else study.unscaled
    of_masks = Scores(*(kind[..., passes - 1] for kind in masks))
    mixed = float(many[1].errors.mean()) if many else 0.0
    return asked(study.network, (plain.whole, all_units, of_masks, *many[:1]), mixed)


def result_of(
    keeps: tuple,
    scaling: str,
    passes: int,
    digit: int,
    which: int,
    network: Network,
    rules: tuple,
    mixed: float = 0.0,
) -> Result:
    """The Result of the answers of one of the ten networks, and of the scores of all."""
    answers = answers_to_digit(network, keeps, which, digit)
    all_units = softmax(answers.whole if scaling == "inverted" else answers.unscaled)
    pair = [answers.label, answers.rival]
    means = arithmetic_mean(answers.logits[:passes]), geometric_mean(answers.logits[:passes])
    return Result(
        answers=answers,
        cloud=softmax(answers.logits)[:, pair],
        marks=np.stack([all_units, *means])[:, pair],
        gap=float(np.abs(softmax(answers.whole) - softmax(answers.expected)).max()),
        rules=rules,
        mixed=mixed,
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    wide, tall = figure.get_size_inches()
    inks = [paint_picture(figure, bottom / tall) for bottom in (2.15, 1.13, 0.11)]
    cloud = figure.add_axes((2.26 / wide, 0.52 / tall, 2.1 / wide, 2.2 / tall))
    cloud.set(xlim=(0, 1), ylim=(0, 1), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
    cloud.set_xlabel(Words("probability of the right class", "正确类别的概率").drawn())
    cloud.set_ylabel(Words("of its strongest rival", "最强对手的概率").drawn())
    cloud.set_title(Words("one digit", "一个数字").drawn())
    cloud.plot([0, 0.5, 1], [0, 0.5, 0], color=look.PALE, lw=1, zorder=0.5)  # equal, and no more than 1 together
    styles = [dict(color=color, marker=marker, ms=9, mec="white", ls="") for color, marker in MARKS.values()]
    marks.key(cloud, zip(map(Words.drawn, MARKS), styles), x=0.3, stroke=8)
    return SimpleNamespace(
        inks=inks,
        cloud=marks.line(cloud, ".", ms=5, color=look.PALE, zorder=1),
        counted=marks.line(cloud, ".", ms=6, color=look.ORANGE, zorder=2),
        now=marks.line(cloud, "o", ms=7, mfc="none", mec=look.ORANGE, mew=1.5, zorder=3),
        marks=[marks.line(cloud, **style, zorder=4) for style in styles],
        panels=[paint_panel(figure, *place) for place in ((0, 5.45, 0.8), (1, 6.4, 0.75), (2, 7.3, 1.2))],
    )


def paint_picture(figure: Figure, bottom: float) -> SimpleNamespace:
    """A square of 8 × 8, a cross on each that is struck out, and words beside it."""
    wide, tall = figure.get_size_inches()
    axes = figure.add_axes((0.05 / wide, bottom, SIDE / wide, SIDE / tall))
    axes.axis("off")
    return SimpleNamespace(
        axes=axes,
        image=axes.imshow(np.zeros((8, 8, 4), np.uint8)),
        crosses=marks.line(axes, "x", ms=5, mew=1, color=look.VERMILION),
        words=axes.text(8.2, 3.5, "", va="center", fontsize=look.SMALL),
    )


def paint_panel(figure: Figure, k: int, left: float, width: float) -> SimpleNamespace:
    """One measure: a bar for each rule, and a dot for each run if runs have it."""
    (name, top), (wide, tall) = MEASURES[k], figure.get_size_inches()
    axes = figure.add_axes((left / wide, 0.52 / tall, width / wide, 2.2 / tall))
    axes.set(xlim=(0, top), ylim=(3.6, -0.6), yticks=range(4), xticks=[0, round(top / 2, 1)])
    axes.set_yticklabels([words.drawn() for words in RULES] if k == 0 else [], fontsize=look.SMALL)
    axes.set_title(name.drawn(), fontsize=look.SMALL)
    return SimpleNamespace(
        bars=axes.barh(range(4), 0, height=0.62, color=RULE_COLORS, alpha=0.4),
        dots=marks.line(axes, ".", ms=5, color=look.BLACK, zorder=3),
        run=marks.line(axes, "o", ms=5, color=look.VERMILION, zorder=4),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    draw_network(artists.inks, result, values)
    artists.cloud.set_data(*result.cloud[values.passes :].T)
    artists.counted.set_data(*result.cloud[: values.passes].T)
    artists.now.set_data(*result.cloud[[values.passes - 1]].T)
    for mark, place in zip(artists.marks, result.marks):
        mark.set_data(*place[:, None])
    for panel, (_, top), measure in zip(artists.panels, MEASURES, zip(*result.rules)):
        scores = np.array(measure)  # (rules, 10) or (rules,)
        for bar, mean in zip(panel.bars, [*scores.reshape(len(scores), -1).mean(axis=1), 0]):
            bar.set_width(min(mean, top))
        runs = scores if scores.ndim == 2 else np.zeros((0, SETS))
        rows = np.arange(len(runs))
        panel.dots.set_data(np.minimum(runs, top).ravel(), np.repeat(rows, SETS))
        panel.run.set_data(np.minimum(runs[:, values.which], top), rows)


def draw_network(inks: list, result: Result, values: Values) -> None:
    """The digit, and the hidden layers with the last of the masks."""
    digit, *layers = inks
    answers, k = result.answers, values.passes - 1
    marks.fill(digit.image, look.heat(answers.ink.reshape(8, 8), -1, 1))
    label, rival = answers.label, answers.rival
    digit.words.set_text(Words(f"a {label}\n(rival: {rival})", f"数字 {label}\n（对手：{rival}）").drawn())
    for one, h, masks in zip(layers, answers.hidden, answers.masks):
        marks.fill(one.image, look.heat(h[k].reshape(8, 8), -h.max(), h.max()))
        one.crosses.set_data(*PIXELS[~masks[k]].T)
        one.words.set_text(Words(f"{masks[k].sum()} of 64\nkept", f"保留\n{masks[k].sum()} / 64").drawn())
    for one in layers[values.layers :]:
        one.axes.set_visible(False)
    for one in layers[: values.layers]:
        one.axes.set_visible(True)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The predicted test error of all units, in their row."""
    error, row = PREDICTED[option], RULES.index(RULES[1])
    return artists.panels[0].dots.axes, np.array(
        [(error, row - 0.45), (error, row + 0.45), (np.nan, np.nan), (1, 2.98)]
    )


RULES = [
    Words("no dropout", "不用随机失活"),
    Words("all units", "全部单元"),
    Words("many masks", "许多掩码"),
    Words("ten networks", "十个网络"),
]


def about_digit(result: Result, k: int) -> Words:
    """What is answered to one digit: by all units, and by the mean of k masks."""
    kept = " + ".join(str(masks[k - 1].sum()) for masks in result.answers.masks)
    (own, arithmetic, geometric), gap = (number(p, 3) for p in result.marks[:, 0]), percent(result.gap, 1)
    return Words(
        f"Mask {k} keeps {kept} units. The right class of this digit has probability {own} by all units, "
        f"{arithmetic} by the mean of {k} masks, {geometric} by the geometric mean. All units and the mean logits "
        f"of all masks differ by {gap}.",
        f"第 {k} 个掩码保留 {kept} 个单元。该数字的正确类别：全部单元给出概率 {own}，{k} 个掩码的平均为 {arithmetic}，"
        f"几何平均为 {geometric}。全部单元与所有掩码的平均 logit 相差 {gap}。",
    )


def about_scores(result: Result) -> Words:
    """The log-loss and the calibration error of each way of asking."""
    scores = [(number(rule.losses.mean(), 3), number(rule.calibration, 3)) for rule in result.rules]
    mixed = Words("", "")
    if result.mixed:
        wrong = percent(result.mixed)
        mixed = Words(f" The mean of their weights: {wrong} wrong.", f"十个网络的权重取平均：错误率 {wrong}。")
    en = "; ".join(f"{name.en} {', '.join(score)}" for name, score in zip(RULES, scores))
    zh = "；".join(f"{name.zh} {'、'.join(score)}" for name, score in zip(RULES, scores))
    return Words(f"Log-loss and calibration error: {en}.{mixed.en}", f"对数损失与校准误差：{zh}。{mixed.zh}")


def about_errors(result: Result) -> Words:
    """The test error of each way of asking."""
    errors = [percent(rule.errors.mean(), 1) for rule in result.rules]
    pairs = list(zip(RULES, errors))
    return Words(
        "Test error: " + ", ".join(f"{name.en} <b>{error}</b>" for name, error in pairs) + ".",
        "测试错误率：" + "，".join(f"{name.zh} <b>{error}</b>" for name, error in pairs) + "。",
    )


def readout(result: Result, values: Values) -> Words:
    errors, digit, scores = about_errors(result), about_digit(result, values.passes), about_scores(result)
    return Words(f"{errors.en}\n {digit.en} {scores.en}", f"{errors.zh}\n{digit.zh}{scores.zh}")


VEIL = Veil(("panels",), given=("answers", "cloud", "marks"))
TO_DO = {
    "click-some-dots": lambda result, values, seen: values.wrong == 0.2 and len(seen["which"]) > 2,
    "sceptic": lambda result, seen: {"right", "deep", "long", "unscaled"} <= seen["sceptic"],
    "click-picture-crosses": lambda result, values: values.passes > 90,
    "set-wrong-labels": lambda result, values: (values.wrong, values.epochs) == (0.0, 600),
}
USES = {
    "click-some-dots": ("which",),
    "sceptic": ("sceptic",),
    "click-picture-crosses": ("passes", "digit"),
    "set-wrong-labels": ("wrong", "epochs"),
}


def judge(result: Result) -> str:
    """Solved if the scaled network and the mean of the logits of all masks differ by more than 1 %; almost by ½ %."""
    return "solved" if result.gap > 0.01 else "almost" if result.gap > 0.005 else "open"


CHALLENGE = Challenge(
    Words(
        "find a network and shares with which all units and the mean logits of all masks differ by more than 1%.",
        "找出一个网络和保留比例，使全部单元与所有掩码的平均 logit 给出的概率相差 1% 以上。",
    ),
    judge,
)


def gain(result: Result) -> float:
    """By how many points dropout lowers the mean test error, all units asked."""
    plain, thinned, *_ = (100 * rule.errors.mean() for rule in result.rules)
    return plain - thinned


SCEPTIC = Sceptic(
    Words("dropout lowers the error on new digits.", "随机失活能降低新数字上的错误率。"),
    Words("Points gained", "降低的百分点"),
    gain,
    {
        "right": Change(Words("all labels right", "标签全对"), {"wrong": 0.0}),
        "deep": Change(Words("a second hidden layer", "再加一个隐藏层"), {"layers": 2}),
        "long": Change(Words("four times as many epochs", "轮数增到四倍"), {"epochs": 600}),
        "unscaled": Change(Words("scaling forgotten", "不缩放"), {"scaling": "forgotten"}),
    },
)


def square_handle(k: int, click: Callable) -> Handle:
    """One of the squares of 8 × 8, which can be clicked."""
    return Handle(lambda artists: artists.inks[k].image, at=lambda image, result: [[(3.5, 3.5)]], click=click, width=80)


def dots_handle(k: int) -> Handle:
    """The runs of one measure: a click shows a run."""
    return Handle(lambda artists: artists.panels[k].dots, click=lambda result, i: {"which": i % SETS}, width=10)


HANDLES = [
    square_handle(0, lambda result, k, values: {"digit": (values.digit + 1) % 597}),
    *(square_handle(layer, lambda result, k, values: {"passes": values.passes % PASSES + 1}) for layer in (1, 2)),
    *map(dots_handle, range(2)),
    Handle("cloud", click=lambda result, k, values: {"passes": values.passes + k + 1}, width=10),
    Handle("counted", click=lambda result, k: {"passes": k + 1}, width=10),
]


@demo(Words("Dropout", "随机失活"), height=3.15)
def dropout(**values):
    """Networks trained with dropout, mask by mask, and four ways of asking them: all units, many masks, many networks.
    用随机失活训练的网络，逐个掩码观看；以及四种提问方式：全部单元、许多掩码、许多网络。

    64-64-10 or 64-64-64-10, ReLU, Adam with η = 0.001, on 200 digits of 8 × 8; ten runs, each with digits of
    its own. What is kept is divided by the share that is kept: h ← m h / k. The calibration error is that of all runs'
    answers together.

    source : Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting (2014); Gal &
             Ghahramani, Dropout as a Bayesian Approximation (2016); Lakshminarayanan, Pritzel & Blundell, Simple and
             Scalable Predictive Uncertainty Estimation using Deep Ensembles (2017)
    """
