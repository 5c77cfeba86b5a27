"""One number decides each loss of two classes: the margin m = y f, positive for a sample on its right side."""

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.boundary import line
from course_nn.common.progress import memoized
from course_nn.common.words import Words, term
from course_nn.datasets import penguins
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number, percent, plain
from course_nn.lectures.losses.demos.margins.margin_losses import Run, descend, labels, loss_of_margin, refusal
from course_nn.logistic_regression import standardise
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Toggle, Values, Veil, demo, tried

EPOCHS = 100
STARTS: dict[str, tuple] = {
    "tilted": (-0.2, 0.6, 0.0),
    "zero": (0.0, 0.0, 0.0),
    "steep": (1.0, -1.0, 0.5),
    "apart": (3.0, -2.0, -1.0),
}  # w1, w2, b of the first line
FIRST = {name: ", ".join(map(plain, theta)) for name, theta in STARTS.items()}
NAMES = {
    "hinge": Words("hinge loss", "铰链损失"),
    "log": Words("log loss", "对数损失"),
    "squared": Words("squared loss", "平方损失"),
    "zero_one": Words("0–1 loss", "0–1 损失"),
}
SHORT = dict(zip(NAMES, map(Words, ("hinge", "log", "squared", "0–1"), ("铰链", "对数", "平方", "0–1"))))
STYLES = {
    "hinge": dict(color=look.GREEN),
    "log": dict(color=look.BLACK, ls="--"),
    "squared": dict(color=look.BLUE, ls="-."),
    "zero_one": dict(color=look.GREY, ls=":"),
}
MIXED = dict(color=look.VERMILION, lw=3, ls=(0, (2, 1)))
TRUE = dict(color=look.BLACK, lw=1.2, ls="--")
RIGHT = dict(color=look.GREY, lw=1.2, ls="--")
PAIRS = {
    ("bill_length_mm", "bill_depth_mm"): Words("bill length, bill depth", "喙长、喙深"),
    ("bill_length_mm", "flipper_length_mm"): Words("bill length, flipper length", "喙长、鳍肢长"),
    ("bill_length_mm", "body_mass_g"): Words("bill length, body mass", "喙长、体重"),
    ("flipper_length_mm", "body_mass_g"): Words("flipper length, body mass", "鳍肢长、体重"),
}
CONTROLS = {
    "loss": Choice(term("loss"), NAMES, "hinge"),
    "mixed": Toggle(Words("mix up the labels", "混用标签")),
    "measurements": Choice(Words("measured x₁, x₂", "测量值 x₁、x₂"), PAIRS, ("bill_length_mm", "bill_depth_mm")),
    "start": Choice(Words("first w₁, w₂, b", "初始 w₁、w₂、b"), FIRST, "tilted"),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, 1, plays=True),
}
EDGE = 3.2  # of the plane
M = np.linspace(-3, 3, 241)
BINS = np.linspace(-3, 3, 25)
FLOOR = -2.0  # of the loss axis, where the histogram of margins stands


class Result(NamedTuple):
    X: np.ndarray  # (n, 2) standardised
    c: np.ndarray  # (n,) 0 Adelie, 1 Chinstrap
    runs: dict  # loss -> Run, with these labels
    right: Run  # the chosen loss with the right labels


@cache
def birds(measurements: tuple) -> tuple:
    """Two measurements of the penguins, standardised (n, 2), and their classes (n,)."""
    data = penguins(measurements=measurements)
    return standardise(data.X).Z, data.y


@memoized
def training_run(loss: str, mixed: bool, measurements: tuple, start: str) -> Run:
    X, c = birds(measurements)
    return descend(X, c, loss, mixed, STARTS[start], epochs=EPOCHS)


def compute(loss, mixed, measurements, start, epoch) -> Result:
    X, c = birds(measurements)
    runs = {name: training_run(name, mixed, measurements, start) for name in NAMES}
    return Result(
        X=X,
        c=c,
        runs=runs,
        right=training_run(loss, False, measurements, start),
    )


def paint(figure: Figure) -> SimpleNamespace:
    """Four axes: the birds, the loss of each, and two courses of the training on one axis of time."""
    panels = figure.subplot_mosaic("pml;pmw", width_ratios=[1.05, 1.25, 0.8])
    plane, margin, loss, wrong = (panels[letter] for letter in "pmlw")
    look.plane(plane, -EDGE, EDGE).set_title(Words("▲ Adelie    ● Chinstrap", "▲ 阿德利    ● 帽带").drawn())
    time = dict(xlim=(0, EPOCHS), xticks=[0, 50, 100])
    loss.set(ylim=(FLOOR, 2.4), yticks=[-2, 0, 2], title=Words("mean loss", "平均损失").drawn(), **time)
    loss.tick_params(labelbottom=False)
    wrong.set(ylim=(0, 1), xlabel=term("epoch").drawn(), title=Words("wrong", "判错的比例").drawn(), **time)
    wrong.set_yticks([0, 0.5, 1], ["0", "50%", "100%"])
    loss_name, true, right = Words("seen", "训练看到的"), Words("true", "真实的"), Words("right labels", "用正确标签")
    key = marks.key(loss, [(loss_name.drawn(), TRUE | {"ls": "-"}), (true.drawn(), TRUE)], x=0.36, y=0.38, zorder=0.4)
    key += marks.key(wrong, [(right.drawn(), RIGHT)], x=0.24, y=0.95, zorder=0.4)
    return SimpleNamespace(
        lines={name: marks.line(plane, **style) for name, style in STYLES.items()},
        birds=marks.points(plane, ms=6, mew=0.4, zorder=1),
        rings=marks.ring(plane, ms=10, mew=1.3),
        **paint_margins(margin),
        loss=marks.line(loss),
        true=marks.line(loss, **TRUE),
        wrong=marks.line(wrong),
        right=marks.line(wrong, **RIGHT),
        now=[marks.now(axes) for axes in (loss, wrong)],
        times_key=key,
    )


def paint_margins(axes: Axes) -> dict:
    axes.set(xlim=(-3, 3), ylim=(FLOOR, 4), xlabel=Words("margin $m = y\\,f$", "间隔 m = y f").drawn())
    title = axes.set_title(Words("loss, and the birds below", "损失；下方是各只企鹅").drawn())
    marks.cross(axes)
    entries = [(SHORT[name].drawn(), style) for name, style in STYLES.items()]
    entries.append((Words("class 0 seen", "训练看到的类别 0").drawn(), MIXED))
    *key, mixed_key = marks.key(axes, entries, x=0.42, zorder=5, bbox=look.BEHIND_WORDS)
    bars = dict(baseline=FLOOR, fill=True, alpha=0.55, zorder=1)
    return dict(
        title=title,
        key=key,
        curves={name: axes.plot(M, loss_of_margin(name, M), zorder=3, **style)[0] for name, style in STYLES.items()},
        accuracies={name: text for name, (_, text) in zip(STYLES, key)},
        bars=[axes.stairs(np.zeros(24), BINS, color=color, **bars) for color in look.CLASS_COLORS],
        buggy=marks.line(axes, zorder=4, **MIXED),
        mixed_key=mixed_key,
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    run, n, now = result.runs[values.loss], len(result.c), values.epoch
    for name, other in result.runs.items():
        *w, b = other.theta[now]
        artists.lines[name].set_data(*line(w, b).T)
        for curve in (artists.lines[name], artists.curves[name]):
            curve.set_linewidth(3.5 if name == values.loss else 1.5)
        artists.accuracies[name].set_text(f"{SHORT[name].drawn()} {percent(1 - other.wrong[now] / n)}")
    marks.put(artists.birds, result.X, result.c)
    artists.rings.set_data(*result.X[(run.f[now] > 0) != result.c].T)
    draw_histogram(artists.bars, (2 * result.c - 1) * run.f[now], result.c)
    artists.buggy.set_data(M, loss_of_margin(values.loss, M, c=0, mixed=True))
    for artist in (artists.buggy, *artists.mixed_key, artists.right):
        artist.set_visible(values.mixed)
    epochs, color = range(EPOCHS + 1), look.VERMILION if values.mixed else look.BLACK
    artists.loss.set(data=(epochs, run.training_losses), color=color)
    artists.true.set_data(epochs, run.true_losses)
    artists.wrong.set(data=(epochs, run.wrong / n), color=color)
    artists.right.set_data(epochs, result.right.wrong / n)
    for upright in artists.now:
        marks.at(upright, now)


def draw_histogram(bars: list, margins: np.ndarray, c: np.ndarray) -> None:
    """Class 1 stands on class 0; margins beyond the axis count at its ends."""
    counts = np.array([np.histogram(margins[c == k].clip(-2.99, 2.99), BINS)[0] for k in (0, 1)])
    low, high = FLOOR + 1.7 * counts.cumsum(axis=0) / counts.sum(axis=0).max()
    bars[0].set_data(low, baseline=FLOOR)
    bars[1].set_data(high, baseline=low)


def readout(result: Result, values: Values) -> Words:
    return about_mixed_labels(result, values) if values.mixed else about_right_labels(result, values)


def about_right_labels(result: Result, values: Values) -> Words:
    n, now, name = len(result.c), values.epoch, NAMES[values.loss]
    right = [(SHORT[loss], n - run.wrong[now]) for loss, run in result.runs.items()]
    en = ", ".join(f"{short.en}: {birds}" for short, birds in right)
    zh = "、".join(f"{short.zh}（{birds}）" for short, birds in right)
    form = "c = 0, 1" if values.loss == "log" else "y = 2c − 1"
    return Words(
        f"Epoch {now}: birds that each loss gets right, of {n}: {en}.\n The {name.en} takes the labels {form}; "
        "the 0–1 loss has the slope 0, so its line never moves.",
        f"第 {now} 轮：{n} 只企鹅中，用各种损失训练所判对的只数：{zh}。\n {name.zh}用的标签是 {form}；"
        "0–1 损失的斜率为 0，所以它的直线从不移动。",
    )


def about_mixed_labels(result: Result, values: Values) -> Words:
    n, now, name, run = len(result.c), values.epoch, NAMES[values.loss], result.runs[values.loss]
    given, remedy = "−1/+1" if values.loss == "log" else "0/1", cure(result, values)
    first, last = number(run.training_losses[0]), number(run.training_losses[now])
    true = number(run.true_losses[now])
    wrong, wrong_if_right = run.wrong[now], result.right.wrong[now]
    return Words(
        f"{name.en.capitalize()} with the labels {given}: the mean loss that training sees goes from {first} to "
        f"<b>{last}</b>. With the right labels it is {true}. <b>{wrong}</b> of {n} birds are wrong.\n Trained with the "
        f"right labels, {wrong_if_right} are wrong. {remedy.en}",
        f"{name.zh}误用标签 {given}：训练看到的平均损失从 {first} 变为 <b>{last}</b>，按正确标签计算却是 {true}；"
        f"{n} 只中判错 <b>{wrong}</b> 只。\n 若用正确标签训练，判错 {wrong_if_right} 只。{remedy.zh}",
    )


def cure(result: Result, values: Values) -> Words:
    """What LOSSES says to mixed labels, or what would help where it takes them."""
    refused = refusal(values.loss, labels(result.c, values.loss, mixed=True))
    if refused:
        return Words(f"LOSSES refuses: “{refused.en}”.", f"本课程的损失函数 LOSSES 会拒绝：“{refused.zh}”。")
    if values.loss == "squared":
        apart = int(np.sum((result.runs["squared"].f[values.epoch] > 0.5) != result.c))
        return Words(
            f"The squared error takes any target; with the threshold ½ instead of 0, {apart} are wrong.",
            f"平方误差接受任何目标值；若以 ½ 而非 0 为界，则判错 {apart} 只。",
        )
    return Words("With slope 0 it learns from no labels.", "斜率为 0，用什么标签都学不到东西。")


# What is given are the birds, and the hinge loss of a margin; of all else a training has had a hand in it.
OTHERS = ("lines", "rings", "title", "key", "accuracies", "bars", "buggy", "mixed_key")
IN_TIME = ("loss", "true", "wrong", "right", "now", "times_key")
VEIL = Veil((*OTHERS, *IN_TIME, "curves.log", "curves.squared", "curves.zero_one"), given=("X", "c"))
USES = {
    "keep-hinge-loss": ("loss", "mixed"),
    "press-play-first": ("mixed", "start", "epoch"),
    "click-four-curves": ("loss",),
}
TO_DO = {
    "keep-hinge-loss": lambda result, values: values.mixed and values.loss == "hinge",
    "press-play-first": lambda result, values, seen: (
        values.mixed and values.loss == "hinge" and 0 in seen["epoch"] and len(seen["start"]) > 1
    ),
    "click-four-curves": tried(loss=tuple(NAMES)),
}


def judge(result: Result, values: Values) -> str:
    """Solved if training has a loss below -5 while the true one is above 2; almost if it has one below 0."""
    run = result.runs[values.loss]
    loss, true_loss = run.training_losses[values.epoch], run.true_losses[values.epoch]
    if loss < -5 and true_loss > 2:
        return "solved"
    return "almost" if loss < 0 else "open"


CHALLENGE = Challenge(
    Words(
        "fool training: let it see a loss below −5 while the true loss is above 2.",
        "骗过训练：让训练看到的损失低于 −5，而真实损失高于 2。",
    ),
    judge,
)


def loss_handle(group: str, name: str) -> Handle:
    """One of the curves or lines: a click chooses its loss."""
    return Handle(lambda artists: getattr(artists, group)[name], click=lambda result, k: {"loss": name})


def wrong_because_of_labels(result: Result, values: Values) -> float:
    """More than with the right labels, after the last epoch; nan with the right ones."""
    if not values.mixed:
        return np.nan
    return float(result.runs[values.loss].wrong[-1] - result.right.wrong[-1])


SCEPTIC = Sceptic(
    Words("labels in the wrong form make a loss learn something else.", "标签写法错了，训练学到的就不一样。"),
    Words("Penguins misclassified because of it", "因此判错的企鹅只数"),
    wrong_because_of_labels,
    found={"loss": "log", "mixed": True},
)


HANDLES = [
    *(loss_handle(group, name) for group in ("curves", "lines") for name in NAMES),
    *(Handle(lambda artists, k=k: artists.now[k], x="epoch") for k in (0, 1)),
]


@demo(Words("Losses against the margin", "损失与间隔"), height=3.2)
def margins(**values):
    """Hinge, log, squared and 0–1 loss against the margin, and the line that each of them finds on real birds.
    铰链、对数、平方与 0–1 损失随间隔的变化，以及它们各自在真实企鹅数据上找到的直线。

    m = y f, f = w·x + b;  max(0, 1 - m), log(1 + e^-m), (1 - m)², [m ≤ 0];  y = 2c - 1
    All start at the same line, η = 0.3. Mixed labels are 0, 1 for -1, +1, or the reverse; "true" takes the right ones.

    source : the lecture, section 5; Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, Figure 10.4
    """
