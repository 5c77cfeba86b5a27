"""The task asks for an output, and the output for a loss; any other pair can be trained as well, and then it shows."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.lectures.losses import trials
from course_nn.stage import Challenge, Choice, Demo, Slider, look, marks
from course_nn.stage.controls import in_both
from course_nn.stage.numbers import number, percent, scientific
from course_nn.words import Words, term

STEPS = 300
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
    "units": Choice(Words("units", "单元"), {"one": "1", "each": "K"}, "one", used=lambda v: v["task"] != "regression"),
    "loss": Choice(term("loss"), LOSSES, "squared"),
    "step": Slider(Words("step", "步"), 0, STEPS, 150, 1, plays=True),
}
EDGE = 3.7  # of the x axis
AXIS = np.linspace(-EDGE, EDGE, 149)
ANSWERS = look.tint(look.THREE_COLORS)
CLASS_SCALE = dict(ylim=(-1.05, 2.35), yticks=[-0.88, -0.5, 0, 1, 2], yticklabels=["answer", "true", "0", "1", "2"])
NUMBER_SCALE = dict(ylim=(-2.35, 2.35), yticks=[-2, -1, 0, 1, 2], yticklabels=["−2", "−1", "0", "1", "2"])


class Result(NamedTuple):
    task: str
    step: int
    x: np.ndarray  # (n,) training samples
    y: np.ndarray  # (n,)
    mine: trials.Candidate
    best: trials.Candidate  # the recommended pair
    symptoms: trials.Symptoms  # of the chosen pair


def compute(task, output, units, loss, step):
    mine = trials.Pair(output, loss, 1 if units == "one" else max(trials.classes(task), 1))
    x, y = trials.examples(task)
    return Result(
        task=task,
        step=step,
        x=x,
        y=y,
        mine=trials.candidate(task, mine, step, AXIS),
        best=trials.candidate(task, trials.RECOMMENDED[task], step, AXIS),
        symptoms=trials.symptoms(task, *mine, step),
    )


def paint(figure):
    panels = figure.subplot_mosaic([["mine", "best", "loss"], ["mine", "best", "score"]], width_ratios=[1.1, 1.1, 0.8])
    loss, score = panels["loss"], panels["score"]
    panels["best"].sharey(panels["mine"])
    panels["best"].tick_params(labelleft=False)
    loss.set(xlim=(0, STEPS), ylim=(-0.08, 1.6), title="loss", xticks=[0, 150, 300], yticks=[])
    loss.tick_params(labelbottom=False)
    score.set(xlim=(0, STEPS), ylim=(-0.05, 1.05), title="score  (- - lecture’s)", xlabel="step", xticks=[0, 150, 300])
    score.set_yticks([0, 0.5, 1])
    return SimpleNamespace(
        mine=paint_side(panels["mine"]),
        best=paint_side(panels["best"]),
        lost=panels["mine"].plot([], [], "x", color=look.VERMILION, ms=6, zorder=4)[0],
        loss=loss.plot([], [], color=look.BLACK)[0],
        undefined=loss.plot([], [], color=look.VERMILION, ls=":")[0],
        numbers=loss.text(8, 1.56, "", va="top", fontsize=10),
        share=loss.text(8, 1.3, "", va="top", fontsize=10, color=look.VERMILION),
        best_score=score.plot([], [], color=look.BLUE, ls="--")[0],
        my_score=score.plot([], [])[0],
        now=[marks.now(axes, ymax=0.7) for axes in (loss, score)],
    )


def paint_side(axes):
    axes.set(xlim=(-EDGE, EDGE), xlabel="$x$", xticks=[-3, 0, 3])
    for y in (0, 1):
        axes.axhline(y, color=look.PALE, lw=0.8, zorder=0.4)
    extent = (-EDGE, EDGE, -1.0, -0.76)
    return SimpleNamespace(
        axes=axes,
        title=axes.set_title(" "),
        outputs=[axes.plot([], [], ls=dash)[0] for dash in ("-", "--", "-.")],
        points=marks.points(axes, ms=5, classes=3, mew=0.4, zorder=1),
        answers=axes.imshow(ANSWERS[None], extent=extent, aspect="auto", zorder=3),
    )


def draw(artists, result):
    several = trials.classes(result.task) > 0
    wave = -0.5 + 0.12 * np.sin(7.0 * np.arange(len(result.x)))  # classes have no height: spread them a little
    places = np.stack([result.x, wave if several else result.y], axis=1)
    kinds = result.y if several else np.ones(len(result.x))
    marks.fit(artists.mine.axes, **CLASS_SCALE if several else NUMBER_SCALE)
    for picture, shown in ((artists.mine, result.mine), (artists.best, result.best)):
        marks.put(picture.points, places, kinds)
        draw_side(picture, shown)
        picture.answers.set_visible(several)
    artists.lost.set_data(*places[result.symptoms.undefined].T)
    draw_losses(artists, result)
    artists.my_score.set(data=(range(STEPS + 1), result.mine.trial.scores.clip(-0.03)))
    artists.my_score.set_color(look.BLACK if good(result) else look.VERMILION)
    artists.best_score.set_data(range(STEPS + 1), result.best.trial.scores)
    for line in artists.now:
        marks.at(line, result.step)


def draw_side(picture, shown):
    picture.title.set_text(pair_name(shown.pair).en.replace("cross-entropy", "CE"))
    units = shown.pair.units
    for k, curve in enumerate(picture.outputs):
        curve.set_visible(k < units)
        curve.set_data(AXIS, shown.outputs[:, min(k, units - 1)])
        curve.set_color(look.BLACK if units == 1 else look.THREE_COLORS[k])
    picture.answers.set_data(ANSWERS[shown.answers][None])


def draw_losses(artists, result):
    run, steps = result.mine.trial, range(STEPS + 1)
    some = run.undefined.any()
    artists.loss.set_data(steps, from_0_to_1(run.losses))
    artists.undefined.set(data=(steps, run.undefined), visible=some)
    artists.numbers.set_text(f"{amount(run.losses[0])} → {amount(run.losses[result.step])}")
    artists.share.set_text(f"undefined {percent(run.undefined[result.step])}" if some else "")


def from_0_to_1(losses):
    """Moved and stretched between 0 and 1, whatever their size; undefined ones stay nan."""
    defined = losses[np.isfinite(losses)]
    if not defined.size:
        return losses
    return (losses - defined.min()) / (np.ptp(defined) or 1)


def pair_name(pair):
    output, loss = in_both(NAMES[pair.output]), in_both(LOSSES[pair.error])
    return Words(f"{output.en} ×{pair.units} + {loss.en}", f"{output.zh} ×{pair.units} + {loss.zh}")


def amount(value):
    """A loss or R² as text, also a huge one; "?" for a loss that is undefined for all samples."""
    if np.isnan(value):
        return "?"
    return number(value) if abs(value) < 1e4 else scientific(value)


def good(result):
    mine, best = result.mine.trial.scores[result.step], result.best.trial.scores[result.step]
    return bool(mine >= best - trials.CLOSE)


def oddities(result):
    """What may be odd about the chosen pair, the worst first: a share, and of what."""
    seen = result.symptoms
    yield (
        seen.undefined.mean(),
        Words("of the samples have no loss: the logarithm of 0 or less", "的样本要对 0 或负数取对数"),
    )
    yield seen.idle, Words("of the samples are wrong with slope 0: nothing moves them", "的样本答错而斜率为 0：推不动")
    if result.mine.pair.units == 1 and not good(result):
        yield (
            seen.between,
            Words("of classes 0 and 2 are answered 1: an invented order", "的类别 0、2 被答成夹在中间的 1：凭空的次序"),
        )
    if trials.classes(result.task):
        yield seen.outside, Words("of the outputs lie outside 0 … 1: no probabilities", "的输出在 0 … 1 之外，不是概率")


def why(result):
    """What is odd about the chosen pair, the first that applies; or when it was as good as the recommended one."""
    for share, of in oddities(result):
        if share > 0.005:
            return Words(f"In training {percent(share)} {of.en}.", f"训练中 {percent(share)} {of.zh}。")
    if result.mine.pair == result.best.pair:
        return Words("This is the recommended pair.", "这就是推荐的搭配。")
    mine, best = (trials.arrival(shown.trial, result.best.trial) for shown in (result.mine, result.best))
    if mine is None:
        return Words(f"In {STEPS} steps it never gets there.", f"{STEPS} 步之内始终达不到。")
    return Words(
        f"It gets there in step {mine}, the recommended one in {best}.",
        f"它在第 {mine} 步达到，推荐的搭配在第 {best} 步。",
    )


def readout(result):
    mine, best = pair_name(result.mine.pair), pair_name(result.best.pair)
    my_score, best_score = (score(result, shown.trial) for shown in (result.mine, result.best))
    verdict, reason = Words("good", "好") if good(result) else Words("bad", "坏"), why(result)
    return Words(
        f"Step {result.step}, new samples: {mine.en} <b>{my_score}</b>; recommended, {best.en}: {best_score}. "
        f"A <b>{verdict.en}</b> pair. {reason.en}",
        f"第 {result.step} 步，新样本：{mine.zh} <b>{my_score}</b>；推荐的搭配（{best.zh}）：{best_score}。"
        f"<b>{verdict.zh}</b>搭配。{reason.zh}",
    )


def score(result, run):
    value = run.scores[result.step]
    return percent(value) if trials.classes(result.task) else f"R² = {amount(value)}"


def judge(result):
    """Classes only: a small loss and no more right than by one answer for all; almost if it is undefined or below 0."""
    run, step = result.mine.trial, result.step
    if not trials.classes(result.task) or not run.losses[step] < 0.05:  # an undefined one is not
        return "open"
    if run.scores[step] > np.bincount(result.y).max() / len(result.y):
        return "open"
    fallen = run.losses[0] > 0.1 and run.losses[step] >= 0 and not run.undefined.any()
    return "solved" if fallen else "almost"


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
