"""One number decides each loss of two classes: the margin m = y f, positive for a sample on its right side."""

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.boundary import line
from course_nn.datasets import penguins
from course_nn.lectures.losses.margin_losses import Run, descend, labels, of_margin, refusal
from course_nn.logistic_regression import standardise
from course_nn.stage import Challenge, Choice, Demo, Slider, Toggle, look
from course_nn.stage.numbers import number
from course_nn.words import Words, term

EPOCHS, START = 100, (-0.2, 0.6, 0.0)  # START: w1, w2, b of the line that all four losses begin with
NAMES = {
    "hinge": Words("hinge loss", "铰链损失"),
    "log": Words("log loss", "对数损失"),
    "squared": Words("squared loss", "平方损失"),
    "zero_one": Words("0–1 loss", "0–1 损失"),
}
STYLES = {
    "hinge": dict(color=look.GREEN),
    "log": dict(color=look.BLACK, ls="--"),
    "squared": dict(color=look.BLUE, ls="-."),
    "zero_one": dict(color=look.GREY, ls=":"),
}
PAIRS = {
    ("bill_length_mm", "bill_depth_mm"): Words("bill length, bill depth", "喙长、喙深"),
    ("bill_length_mm", "flipper_length_mm"): Words("bill length, flipper length", "喙长、鳍长"),
    ("bill_length_mm", "body_mass_g"): Words("bill length, body mass", "喙长、体重"),
    ("flipper_length_mm", "body_mass_g"): Words("flipper length, body mass", "鳍长、体重"),
}
CONTROLS = {
    "loss": Choice(term("loss"), NAMES, "hinge"),
    "mixed": Toggle(Words("mix up the labels", "混用标签")),
    "measurements": Choice("x₁, x₂", PAIRS, ("bill_length_mm", "bill_depth_mm")),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, 1, plays=True),
}
EDGE, M, BINS = 3.2, np.linspace(-3, 3, 241), np.linspace(-3, 3, 25)
FLOOR = -2.0  # of the loss axis, where the histogram of margins stands


class Result(NamedTuple):
    loss: str
    mixed: bool
    X: np.ndarray  # (n, 2) standardised
    c: np.ndarray  # (n,) 0 Adelie, 1 Chinstrap
    runs: dict  # loss -> Run, with these labels
    right: Run  # the chosen loss with the right labels
    margins: np.ndarray  # (n,) of the chosen loss at this epoch, with the right labels
    epoch: int
    refusal: Words  # what LOSSES says to these labels; empty if it takes them


@cache
def birds(measurements):
    data = penguins(measurements=measurements)
    return standardise(data.X).Z, data.y


@cache
def trained(loss, mixed, measurements):
    return descend(*birds(measurements), loss, mixed, START, epochs=EPOCHS)


def compute(loss, mixed, measurements, epoch):
    (X, c), runs = birds(measurements), {name: trained(name, mixed, measurements) for name in NAMES}
    said = refusal(loss, labels(c, loss, mixed))
    return Result(
        loss,
        mixed,
        X,
        c,
        runs,
        trained(loss, False, measurements),
        (2 * c - 1) * runs[loss].f[epoch],
        epoch,
        Words(said.en, said.zh) if said else Words("", ""),
    )


def paint(figure):
    panels = figure.subplot_mosaic(
        [["plane", "margin", "loss"], ["plane", "margin", "wrong"]], width_ratios=[1.05, 1.25, 0.8]
    )
    plane, margin, loss, wrong = (panels[name] for name in ("plane", "margin", "loss", "wrong"))
    look.plane(plane, -EDGE, EDGE).set_title("▲ Adelie    ● Chinstrap")
    margin.set(xlim=(-3, 3), ylim=(FLOOR, 4), xlabel="margin $m = y\\,f$", title="loss, and the birds below")
    margin.axvline(0, color=look.PALE, lw=0.8, zorder=0.5)
    margin.axhline(0, color=look.PALE, lw=0.8, zorder=0.5)
    loss.set(xlim=(0, EPOCHS), ylim=(FLOOR, 2.4), title="mean loss", yticks=[-2, 0, 2], xticks=[0, 50, 100])
    loss.tick_params(labelbottom=False)
    wrong.set(xlim=(0, EPOCHS), ylim=(0, 1), title="wrong", xlabel="epoch", xticks=[0, 50, 100])
    wrong.set_yticks([0, 0.5, 1], ["0", "50%", "100%"])
    heights = dict(zip(NAMES, 3.72 - 0.5 * np.arange(4)))
    for name, y in heights.items():
        margin.plot([-0.45, 0.25], [y, y], lw=2, zorder=6, **STYLES[name])  # on the texts' white box
    for axes, x, y, style, text in (
        (loss, 45, -0.75, "-", "seen"),
        (loss, 45, -1.5, "--", "true"),
        (wrong, 25, 0.86, "--", "right labels"),
    ):
        axes.plot([x, x + 17], [y, y], color=look.GREY if axes is wrong else look.BLACK, ls=style, lw=1.2, zorder=0.4)
        axes.text(x + 21, y, text, va="center", fontsize=10, zorder=0.4)
    words = dict(fontsize=10, zorder=5, bbox=look.BEHIND_WORDS)
    return SimpleNamespace(
        lines={name: plane.plot([], [], **style)[0] for name, style in STYLES.items()},
        birds=[
            plane.plot([], [], look.CLASS_MARKERS[k], color=look.CLASS_COLORS[k], mec="white", mew=0.4, ms=6, zorder=1)[
                0
            ]
            for k in (0, 1)
        ],
        rings=plane.plot([], [], "o", mfc="none", mec=look.VERMILION, mew=1.3, ms=10)[0],
        curves={name: margin.plot(M, of_margin(name, M), zorder=3, **style)[0] for name, style in STYLES.items()},
        accuracies=margin.text(-0.56, 3.95, "", va="top", linespacing=1.44, **words),
        bars=[
            margin.stairs(
                np.zeros(24), BINS, baseline=FLOOR, fill=True, color=look.CLASS_COLORS[k], alpha=0.55, zorder=1
            )
            for k in (0, 1)
        ],
        buggy=margin.plot([], [], color=look.VERMILION, lw=3, ls=(0, (2, 1)), zorder=4)[0],
        key=margin.plot([-0.2, 0.25], [1.72, 1.72], color=look.VERMILION, lw=3, ls=(0, (2, 1)), zorder=6)[0],
        name=margin.text(-0.25, 1.72, "\u2003\u2003class 0 seen", va="center", color=look.VERMILION, **words),
        seen=loss.plot([], [])[0],
        true=loss.plot([], [], color=look.BLACK, lw=1.2, ls="--")[0],
        wrong=wrong.plot([], [])[0],
        right=wrong.plot([], [], color=look.GREY, lw=1.2, ls="--")[0],
        now=[axes.axvline(0, color=look.GREY, lw=1, zorder=0.5) for axes in (loss, wrong)],
    )


def draw(artists, result):
    run, n, now = result.runs[result.loss], len(result.c), result.epoch
    for name, other in result.runs.items():
        *w, b = other.theta[now]
        artists.lines[name].set_data(*line(w, b).T)
        for curve in (artists.lines[name], artists.curves[name]):
            curve.set_linewidth(3.5 if name == result.loss else 1.5)
    right = (f"{short(name).en} {1 - other.wrong[now] / n:.0%}" for name, other in result.runs.items())
    artists.accuracies.set_text("\n".join("\u2003" * 3 + text for text in right))  # room for the lines
    for k, points in enumerate(artists.birds):
        points.set_data(*result.X[result.c == k].T)
    artists.rings.set_data(*result.X[(run.f[now] > 0) != result.c].T)
    counts = np.array([np.histogram(result.margins[result.c == k].clip(-2.99, 2.99), BINS)[0] for k in (0, 1)])
    tops = FLOOR + 1.7 * counts.cumsum(axis=0) / counts.sum(axis=0).max()
    for bars, top, base in zip(artists.bars, tops, (FLOOR, tops[0])):
        bars.set_data(top, baseline=base)
    artists.buggy.set_data(M, of_margin(result.loss, M, c=0, mixed=True))
    for artist in (artists.buggy, artists.key, artists.name, artists.right):
        artist.set_visible(result.mixed)
    for artist, values in zip(
        (artists.seen, artists.wrong, artists.true, artists.right),
        (run.seen, run.wrong / n, run.true, result.right.wrong / n),
    ):
        artist.set_data(range(EPOCHS + 1), values)
    for artist in (artists.seen, artists.wrong):
        artist.set_color(look.VERMILION if result.mixed else look.BLACK)
    for mark in artists.now:
        mark.set_xdata([now, now])


def short(name):
    return Words(NAMES[name].en.removesuffix(" loss"), NAMES[name].zh.removesuffix("损失").strip())


def readout(result):
    name, n, now, run = NAMES[result.loss], len(result.c), result.epoch, result.runs[result.loss]
    if not result.mixed:
        form = "c = 0, 1" if result.loss == "log" else "y = 2c − 1"
        others = [(short(k), n - r.wrong[now]) for k, r in result.runs.items() if k != result.loss]
        en = ", ".join(f"{words.en}: {right}" for words, right in others)
        zh = "、".join(f"{words.zh}：{right}" for words, right in others)
        return Words(
            f"Epoch {now}, labels {form}: {name.en} gets <b>{n - run.wrong[now]}</b> of {n} birds right ({en}). "
            "0–1 has slope 0 and never moves.",
            f"第 {now} 轮，标签 {form}：{name.zh}判对 {n} 只中的 <b>{n - run.wrong[now]}</b> 只（{zh}）。"
            "0–1 损失斜率为 0，它的直线从不移动。",
        )
    given, said = "−1/+1" if result.loss == "log" else "0/1", cure(result)
    first, last, true = (number(v) for v in (run.seen[0], run.seen[now], run.true[now]))
    return Words(
        f"{name.en.capitalize()} fed {given}: it sees {first} → <b>{last}</b> (true: {true}), yet <b>{run.wrong[now]}"
        f"</b> of {n} birds are wrong; with right labels {result.right.wrong[now]}. {said.en}",
        f"{name.zh}误用标签 {given}：它看到 {first} → <b>{last}</b>（真实值 {true}），{n} 只中却判错 <b>"
        f"{run.wrong[now]}</b> 只；标签正确时 {result.right.wrong[now]} 只。{said.zh}",
    )


def cure(result):
    """What stands between us and the bug: the sentence of LOSSES, where there is one."""
    if result.refusal.en:
        return Words(f"LOSSES refuses: “{result.refusal.en}”.", f"LOSSES 会拒绝：“{result.refusal.zh}”。")
    if result.loss == "squared":
        apart = int(np.sum((result.runs["squared"].f[result.epoch] > 0.5) != result.c))
        return Words(
            f"Squared error takes any target; cut at ½ instead of 0: {apart} wrong.",
            f"平方误差接受任何目标值；若以 ½ 而非 0 为界，则判错 {apart} 只。",
        )
    return Words("With slope 0 it learns from no labels.", "斜率为 0，什么标签都学不到。")


def judge(result):
    """Solved where training sees a loss below -5 while the true one is above 2; almost where it is below 0."""
    run = result.runs[result.loss]
    seen, true = run.seen[result.epoch], run.true[result.epoch]
    return "solved" if seen < -5 and true > 2 else "almost" if seen < 0 else "open"


CHALLENGE = Challenge(
    Words(
        "fool training: let it see a loss below −5 while the true loss is above 2.",
        "骗过训练：让它看到的损失低于 −5，而真实损失高于 2。",
    ),
    judge,
)


def margins(**values):
    """Hinge, log, squared and 0–1 loss against the margin, and the line that each of them finds on real birds.
    铰链、对数、平方与 0–1 损失随间隔的变化，以及它们各自在真实企鹅数据上找到的直线。

    m = y f, f = w·x + b;  max(0, 1 - m), log(1 + e^-m), (1 - m)², [m ≤ 0];  y = 2c - 1
    All start at the same line: full-batch gradient descent, η = 0.3. With mixed labels the bare formulas get 0, 1 for
    -1, +1, or the reverse, and never complain; "true" is the same loss with the right labels.

    values : loss, mixed, measurements, epoch: where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 5; Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, Figure 10.4
    """
    return Demo(
        margins,
        Words("Losses against the margin", "损失与间隔"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        height=3.2,
        values=values,
    )
