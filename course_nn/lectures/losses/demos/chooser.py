"""The task asks for an output, and the output for a loss; any other pair can be trained as well, and then it shows."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.colors import to_rgba

from course_nn.lectures.losses.pairing import OUTPUTS
from course_nn.lectures.losses.trials import RECOMMENDED, Symptoms, Trial, answered, classes, examples, symptoms, trial
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.controls import in_both
from course_nn.stage.numbers import number
from course_nn.words import Words, term

STEPS, CLOSE = 300, 0.03  # CLOSE: a score that is at most so much below the recommended pair's is as good
TASKS = {
    "regression": Words("regression", "回归"),
    "binary": Words("two classes", "二分类"),
    "multiclass": Words("three classes", "三分类"),
}
NAMES = {"linear": Words("linear", "线性"), "sigmoid": "sigmoid", "softmax": "softmax", "relu": "ReLU"}
LOSSES = {
    "squared": Words("squared error", "平方误差"),
    "gaussian": "−log N(y | f, 1)",
    "hinge": Words("hinge", "铰链损失"),
    "binary": Words("binary cross-entropy", "二元交叉熵"),
    "categorical": Words("categorical cross-entropy", "分类交叉熵"),
}
CONTROLS = {
    "task": Choice(Words("task", "任务"), TASKS, "multiclass"),
    "output": Choice(term("output"), NAMES, "linear"),
    "units": Choice(Words("units", "单元"), {"one": "1", "each": "K"}, "one", used=lambda v: classes(v["task"]) > 0),
    "loss": Choice(term("loss"), LOSSES, "squared"),
    "step": Slider(Words("step", "步"), 0, STEPS, 150, 1, plays=True),
}
COLORS, MARKS, DASHES = (*look.CLASS_COLORS, look.GREEN), (*look.CLASS_MARKERS, "s"), ("-", "--", "-.")
BYTES = (np.array([to_rgba(color) for color in COLORS]) * 255).astype(np.uint8)
EDGE, AXIS = 3.7, np.linspace(-3.7, 3.7, 149)


class Result(NamedTuple):
    task: str
    pairs: tuple  # (output, loss, units): the chosen one, and the recommended one
    step: int
    x: np.ndarray  # (n,) training samples
    y: np.ndarray  # (n,)
    trials: tuple[Trial, Trial]
    curves: tuple  # for each pair (149, M), its outputs along x
    answers: tuple  # for each pair (149,), the class that it answers along x; all 0 for a regression
    symptoms: Symptoms  # of the chosen pair


def compute(task, output, units, loss, step):
    pairs = (output, loss, 1 if units == "one" else max(classes(task), 1)), RECOMMENDED[task]
    trials = tuple(trial(task, *each) for each in pairs)
    networks = (run.networks.with_parameters(run.networks.parameters[step]) for run in trials)
    curves = tuple(OUTPUTS[g].g(network(AXIS[:, None])) for (g, _, _), network in zip(pairs, networks))
    answers = tuple(
        answered(task, e, A).astype(int) if classes(task) else np.zeros(len(AXIS), int)
        for (_, e, _), A in zip(pairs, curves)
    )
    return Result(task, pairs, step, *examples(task), trials, curves, answers, symptoms(task, *pairs[0], step))


def paint(figure):
    panels = figure.subplot_mosaic([["mine", "best", "loss"], ["mine", "best", "score"]], width_ratios=[1.1, 1.1, 0.8])
    pictures, loss, score = (panels["mine"], panels["best"]), panels["loss"], panels["score"]
    for axes in pictures:
        axes.set(xlim=(-EDGE, EDGE), xlabel="$x$", xticks=[-3, 0, 3])
        axes.axhline(0, color=look.PALE, lw=0.8, zorder=0.4)
        axes.axhline(1, color=look.PALE, lw=0.8, zorder=0.4)
    pictures[1].tick_params(labelleft=False)
    loss.set(xlim=(0, STEPS), ylim=(-0.08, 1.6), title="loss", xticks=[0, 150, 300], yticks=[])
    loss.tick_params(labelbottom=False)
    score.set(xlim=(0, STEPS), ylim=(-0.05, 1.05), title="score  (- - lecture’s)", xlabel="step", xticks=[0, 150, 300])
    score.set_yticks([0, 0.5, 1])
    dots, extent = dict(ls="", mec="white", mew=0.4, ms=5, zorder=1), (-EDGE, EDGE, -1.0, -0.76)
    return SimpleNamespace(
        pictures=pictures,
        titles=[axes.set_title(" ") for axes in pictures],
        shown=None,
        sides=[
            (
                [axes.plot([], [], ls=dash)[0] for dash in DASHES],
                [axes.plot([], [], marker=mark, color=color, **dots)[0] for mark, color in zip(MARKS, COLORS)],
                axes.imshow(BYTES[None], extent=extent, aspect="auto", zorder=3),
            )
            for axes in pictures
        ],
        lost=pictures[0].plot([], [], "x", color=look.VERMILION, ms=6, zorder=4)[0],
        loss=loss.plot([], [], color=look.BLACK)[0],
        undefined=loss.plot([], [], color=look.VERMILION, ls=":")[0],
        numbers=loss.text(8, 1.56, "", va="top", fontsize=10),
        share=loss.text(8, 1.3, "", va="top", fontsize=10, color=look.VERMILION),
        best=score.plot([], [], color=look.BLUE, ls="--")[0],
        mine=score.plot([], [])[0],
        now=[axes.axvline(0, ymax=0.7, color=look.GREY, lw=1, zorder=0.5) for axes in (loss, score)],
    )


def pair_name(output, loss, units):
    return Words(*(f"{name} ×{units} + {of}" for name, of in zip(in_both(NAMES[output]), in_both(LOSSES[loss]))))


def name_axes(artists, result):
    """Titles, limits and ticks, only if a choice has changed, for they cost a full redraw."""
    if artists.shown != (result.task, result.pairs):
        artists.shown = result.task, result.pairs
        low, ticks = (-1.05, {-0.88: "answer", -0.5: "true"}) if classes(result.task) else (-2.35, {-2: "−2", -1: "−1"})
        ticks |= {0: "0", 1: "1", 2: "2"}
        for axes, title, chosen in zip(artists.pictures, artists.titles, result.pairs):
            title.set_text(pair_name(*chosen).en.replace("cross-entropy", "CE"))
            axes.set(ylim=(low, 2.35), yticks=list(ticks), yticklabels=ticks.values())


def draw(artists, result):
    name_axes(artists, result)
    x, y, now, several = result.x, result.y, result.step, classes(result.task) > 0
    height = -0.5 + 0.12 * np.sin(7.0 * np.arange(len(x))) if several else y
    for A, answers, (lines, points, strip) in zip(result.curves, result.answers, artists.sides):
        for k, (curve, dots) in enumerate(zip(lines, points)):
            curve.set_data(AXIS, A[:, k] if k < A.shape[1] else np.full(len(AXIS), np.nan))
            curve.set_color(look.BLACK if A.shape[1] == 1 else COLORS[k])
            rows = y == k if several else np.full(len(x), k == 1)
            dots.set_data(x[rows], height[rows])
        strip.set_data(BYTES[answers][None])
        strip.set_visible(several)
    artists.lost.set_data(x, np.where(result.symptoms.undefined, height, np.nan))
    mine, best = result.trials
    defined = mine.losses[np.isfinite(mine.losses)]
    low, span = (defined.min(), np.ptp(defined)) if defined.size else (0, 0)
    artists.loss.set_data(range(STEPS + 1), (mine.losses - low) / (span or 1))
    artists.undefined.set_data(range(STEPS + 1), np.where(mine.undefined.any(), mine.undefined, np.nan))
    artists.numbers.set_text(f"{finite_number(mine.losses[0])} → {finite_number(mine.losses[now])}")
    artists.share.set_text(f"undefined {mine.undefined[now]:.0%}" if mine.undefined.any() else "")
    artists.mine.set_data(range(STEPS + 1), mine.scores.clip(-0.03))
    artists.mine.set_color(look.BLACK if good(result) else look.VERMILION)
    artists.best.set_data(range(STEPS + 1), best.scores)
    for mark in artists.now:
        mark.set_xdata([now, now])


def finite_number(value):
    """A loss or R² as text, also a huge one; "?" for a loss that is undefined for all samples."""
    return "?" if np.isnan(value) else number(value) if abs(value) < 1e4 else f"{value:.0e}"


def good(result):
    mine, best = (run.scores[result.step] for run in result.trials)
    return bool(mine >= best - CLOSE)


def arrival(run, best):
    """The first step with a score as good as the recommended pair's last; None if there is none."""
    return next((step for step, score in enumerate(run.scores) if score >= best.scores[-1] - CLOSE), None)


def why(result):
    """What is odd about the chosen pair, the first that applies; or when it was as good as the recommended one."""
    seen, one_unit = result.symptoms, result.pairs[0][2] == 1
    for share, en, zh in (
        (seen.undefined.mean(), "of the samples have no loss: the logarithm of 0 or less", "的样本要对 0 或负数取对数"),
        (seen.idle, "of the samples are wrong with slope 0: nothing moves them", "的样本答错而斜率为 0：推不动"),
        (
            seen.between * (one_unit and not good(result)),
            "of classes 0 and 2 are answered 1: an invented order",
            "的类别 0、2 被答成夹在中间的 1：凭空的次序",
        ),
        (
            seen.outside * (classes(result.task) > 0),
            "of the outputs lie outside 0 … 1: no probabilities",
            "的输出在 0 … 1 之外，不是概率",
        ),
    ):
        if share > 0.005:
            return Words(f"In training {share:.0%} {en}.", f"训练中 {share:.0%} {zh}。")
    if result.pairs[0] == result.pairs[1]:
        return Words("This is the recommended pair.", "这就是推荐的搭配。")
    ours, theirs = (arrival(run, result.trials[1]) for run in result.trials)
    return (
        Words(f"In {STEPS} steps it never gets there.", f"{STEPS} 步之内始终达不到。")
        if ours is None
        else Words(
            f"It gets there in step {ours}, the recommended one in {theirs}.",
            f"它在第 {ours} 步达到，推荐的搭配在第 {theirs} 步。",
        )
    )


def readout(result):
    mine, best = (
        f"{score:.0%}" if classes(result.task) else f"R² = {finite_number(score)}"
        for score in (run.scores[result.step] for run in result.trials)
    )
    (this, that), reason = (pair_name(*each) for each in result.pairs), why(result)
    en, zh = ("good", "好") if good(result) else ("bad", "坏")
    return Words(
        f"Step {result.step}, new samples: {this.en} <b>{mine}</b>; recommended, {that.en}: {best}. "
        f"A <b>{en}</b> pair. {reason.en}",
        f"第 {result.step} 步，新样本：{this.zh} <b>{mine}</b>；推荐的搭配（{that.zh}）：{best}。"
        f"<b>{zh}</b>搭配。{reason.zh}",
    )


def judge(result):
    """Classes only: a small loss and no more right than by one answer for all; almost if it is undefined or below 0."""
    run, step = result.trials[0], result.step
    if not classes(result.task) or run.scores[step] > np.bincount(result.y).max() / len(result.y):
        return "open"
    fallen = run.losses[0] > 0.1 and 0 <= run.losses[step] < 0.05 and not run.undefined.any()
    return "solved" if fallen else "almost" if run.losses[step] < 0.05 else "open"


CHALLENGE = Challenge(
    Words(
        "classes: a loss, always defined, that falls from above 0.1 to 0 … 0.05, while a constant answer is as good.",
        "分类：让处处有定义的损失从 0.1 以上降到 0 … 0.05，正确率却不高于“永远回答同一类”。",
    ),
    judge,
)


def chooser(**values):
    """Choose task, output, units and loss: the pair is trained, beside the pair that the lecture recommends.
    选择任务、输出、单元数与损失：当场训练这一对，并与讲义推荐的搭配并排比较。

    As good: −log N(y | f, 1) for squared error; hinge with a linear output. See trials.trial and pairing.pair.

    values : task, output, units, loss, step: where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 5
    """
    return Demo(
        chooser,
        Words("Task, output, loss", "任务、输出、损失"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        height=3.2,
        values=values,
    )
