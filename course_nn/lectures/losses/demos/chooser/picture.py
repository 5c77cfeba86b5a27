"""The task decides on the output, and the output on the loss; train another pair, and see what goes wrong."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number, percent, scientific
from course_nn.lectures.losses import trials
from course_nn.lectures.losses.three_classes import striped
from course_nn.lectures.losses.trials import Candidate, Pair, Trial
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Veil, demo, tried
from course_nn.stage.controls import Values

STEPS = 300
TASKS = {
    "regression": Words("regression", "回归"),
    "binary": Words("two classes", "二分类"),
    "multiclass": Words("three classes", "三分类"),
}
UNITS = {"one": "1", "each": "K"}
OPTIMIZERS = {"gradient_descent": Words("plain descent", "普通梯度下降"), "adam": "Adam"}
RATES = {0.01: "0.01", 0.03: "0.03", 0.3: "0.3", 3.0: "3"}
STARTS = {0: "1", 1: "2", 2: "3"}  # seeds of the first weights
RATE, TIME = Words("learning rate", "学习率"), Words("step", "步数")


def with_classes(values: Values) -> bool:
    """Only there rate and optimizer can be chosen: a regression keeps those at which it does not diverge."""
    return values["task"] != "regression"


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


def score(run: Trial, values: Values) -> Words:
    """The score of a run at this step: a share of samples, or R²."""
    value = run.scores[values.step]
    if trials.classes(values.task):
        return Words(f"{percent(value)} right", f"判对 {percent(value)}")
    return Words(f"R² = {amount(value)}", f"R² = {amount(value)}")


CONTROLS = {
    "task": Choice(Words("task", "任务"), TASKS, "binary"),
    "output": Choice(term("output"), NAMES, "clipped"),
    "units": Choice(Words("units", "单元数"), UNITS, "one", used=with_classes),
    "loss": Choice(term("loss"), LOSSES, "binary"),
    "optimizer": Choice(Words("optimizer", "优化器"), OPTIMIZERS, "gradient_descent", used=with_classes),
    "eta": Choice("η", RATES, 0.3, means=RATE, used=with_classes),
    "start": Choice(Words("first weights", "初始权重"), STARTS, 0),
    "step": Slider(TIME, 0, STEPS, 150, 1, plays=True),
}
EDGE = 3.7  # of the x axis
AXIS = np.linspace(-EDGE, EDGE, 149)
ANSWERS = look.tint(look.THREE_COLORS)
CLASS_SCALE = dict(ylim=(-1.05, 2.35), yticks=[-0.88, -0.5, 0, 1, 2])
NUMBER_SCALE = dict(ylim=(-2.35, 2.35), yticks=[-2, -1, 0, 1, 2])


class Result(NamedTuple):
    x: np.ndarray  # (n,) training samples
    y: np.ndarray  # (n,)
    mine: trials.Candidate
    best: trials.Candidate  # the recommended pair
    symptoms: trials.Symptoms  # of the chosen pair
    lead: float  # by which the score of the recommended pair is higher after the last step


def pair_of(task: str, output: str, units: str, loss: str) -> trials.Pair:
    """What was chosen: one unit, or one for each class."""
    return trials.Pair(output, loss, 1 if units == "one" else max(trials.classes(task), 1))


def compute(task, output, units, loss, optimizer, eta, start, step) -> Result:
    mine = pair_of(task, output, units, loss)
    x, y = trials.examples(task)
    training = dict(seed=start, steps=STEPS)
    if trials.classes(task):
        training |= dict(learning_rate=eta, optimizer=optimizer)
    chosen = trials.candidate(task, mine, step, AXIS, **training)
    best = trials.candidate(task, trials.RECOMMENDED[task], step, AXIS, **training)
    return Result(
        x=x,
        y=y,
        mine=chosen,
        best=best,
        symptoms=trials.symptoms(task, *mine, step, **training),
        lead=float(best.trial.scores[-1] - chosen.trial.scores[-1]),
    )


def paint(figure: Figure) -> SimpleNamespace:
    """Four axes: the chosen pair and the recommended one, and of both the course of loss and score."""
    panels = figure.subplot_mosaic([["mine", "best", "loss"], ["mine", "best", "score"]], width_ratios=[1.1, 1.1, 0.8])
    loss, score = panels["loss"], panels["score"]
    panels["best"].sharey(panels["mine"])
    panels["best"].tick_params(labelleft=False)
    time = dict(xlim=(0, STEPS), xticks=[0, 150, 300])
    dashed = Words("score (– – recommended)", "得分（– – 推荐）")
    loss.set(ylim=(-0.08, 1.6), title=term("loss").drawn(), yticks=[], **time)
    loss.tick_params(labelbottom=False)
    score.set(ylim=(-0.05, 1.05), title=dashed.drawn(), xlabel=TIME.drawn(), yticks=[0, 0.5, 1], **time)
    return SimpleNamespace(
        mine=paint_side(panels["mine"]),
        best=paint_side(panels["best"]),
        lost=marks.line(panels["mine"], "x", color=look.VERMILION, ms=6, zorder=4),
        loss=marks.line(loss, color=look.BLACK),
        numbers=loss.text(8, 1.56, "", va="top", fontsize=look.SMALL),
        stopped=loss.text(8, 1.3, "", va="top", fontsize=look.SMALL, color=look.ink(look.VERMILION)),
        best_score=marks.line(score, color=look.BLUE, ls="--"),
        my_score=marks.line(score),
        now=[marks.now(axes, ymax=0.7) for axes in (loss, score)],
    )


def paint_side(axes: Axes) -> SimpleNamespace:
    axes.set(xlim=(-EDGE, EDGE), xlabel="$x$", xticks=[-3, 0, 3])
    axes.hlines([0, 1], -EDGE, EDGE, color=look.PALE, lw=0.8, zorder=0.4)
    extent = (-EDGE, EDGE, -1.0, -0.76)
    return SimpleNamespace(
        axes=axes,
        pair=axes.set_title(" "),
        outputs=[marks.line(axes, ls=dash) for dash in ("-", "--", "-.")],
        points=marks.points(axes, ms=5, classes=3, mew=0.4, zorder=1),
        answers=axes.imshow(ANSWERS[None], extent=extent, aspect="auto", zorder=3),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    several = trials.classes(values.task) > 0
    wave = -0.5 + 0.12 * np.sin(7.0 * np.arange(len(result.x)))  # classes have no height: spread them a little
    places = np.stack([result.x, wave if several else result.y], axis=1)
    kinds = result.y if several else np.ones(len(result.x))
    scale, names = NUMBER_SCALE, ("−2", "−1")
    if several:
        scale, names = CLASS_SCALE, (term("output").drawn(), Words("true", "真实").drawn())
    marks.fit(artists.mine.axes, **scale, yticklabels=[*names, "0", "1", "2"])
    pairs = pair_of(values.task, values.output, values.units, values.loss), trials.RECOMMENDED[values.task]
    for picture, candidate, pair in zip((artists.mine, artists.best), (result.mine, result.best), pairs):
        marks.put(picture.points, places, kinds)
        draw_side(picture, candidate)
        picture.pair.set_text(pair_words(pair))
        picture.answers.set_visible(several)
    artists.lost.set_data(*places[result.symptoms.undefined].T)
    draw_losses(artists, result, values)
    artists.my_score.set(data=(range(STEPS + 1), result.mine.trial.scores.clip(-0.03)))
    artists.my_score.set_color(look.BLACK if good(result, values) else look.VERMILION)
    artists.best_score.set_data(range(STEPS + 1), result.best.trial.scores)
    for line in artists.now:
        marks.at(line, values.step)


def pair_words(pair: trials.Pair) -> str:
    """An output with its units, and the loss beside it."""
    return f"{NAMES[pair.output].drawn()} ×{pair.units} · {LOSSES[pair.error].drawn().replace('cross-entropy', 'CE')}"


def draw_side(picture: SimpleNamespace, candidate: Candidate) -> None:
    units = candidate.pair.units
    for k, curve in enumerate(picture.outputs):
        curve.set_visible(k < units)
        curve.set_data(AXIS, candidate.outputs[:, min(k, units - 1)])
        curve.set_color(look.BLACK if units == 1 else look.THREE_COLORS[k])
    marks.fill(picture.answers, striped(ANSWERS, candidate.answers[None]))


def draw_losses(artists: SimpleNamespace, result: Result, values: Values) -> None:
    run = result.mine.trial
    artists.loss.set_data(range(len(run.losses)), trials.from_0_to_1(run.losses))
    artists.numbers.set_text(f"{amount(run.loss(0))} → {amount(run.loss(values.step))}")
    stops = Words(f"stops at step {run.stopped}", f"在第 {run.stopped} 步中止").drawn()
    artists.stopped.set_text("" if run.stopped is None else stops)


def good(result: Result, values: Values) -> bool:
    """Whether the chosen pair does about as well as the recommended one at this step."""
    mine, best = result.mine.trial.scores[values.step], result.best.trial.scores[values.step]
    return bool(mine >= best - trials.CLOSE)


def why(result: Result, values: Values) -> Words:
    """What is wrong with the chosen pair, in a Result of the picture; or else when it was as good as the other."""
    stopped = result.mine.trial.stopped
    if stopped is not None:
        of_log = Words("a logarithm of 0 or less", "损失要对 0 或负数取对数")
        of = of_log if result.mine.pair.error in ("binary", "categorical") else Words("η is too large", "η 过大")
        return Words(
            f"Training stops at step {stopped}: the loss is not a number (NaN), {of.en}.",
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
        return Words(
            f"In {steps} steps it never becomes as good.",
            f"{steps} 步之内，所选的搭配始终达不到推荐搭配的水平。",
        )
    return Words(
        f"It comes close to the final score of the recommended pair after {mine} steps; that pair does after {best}.",
        f"所选的搭配在第 {mine} 步就达到推荐搭配的水平，推荐的搭配在第 {best} 步达到。",
    )


def readout(result: Result, values: Values) -> Words:
    mine, best = pair_name(result.mine.pair), pair_name(result.best.pair)
    my_score, best_score = (score(one.trial, values) for one in (result.mine, result.best))
    verdict = Words("good", "合适的") if good(result, values) else Words("bad", "不合适的")
    reason, loss = why(result, values), amount(result.mine.trial.loss(values.step))
    return Words(
        f"Step {values.step}, on new samples: your pair has <b>{my_score.en}</b>, at a loss of <b>{loss}</b>; "
        f"the recommended pair has {best_score.en}. Yours is a {verdict.en} pair.\n {reason.en} "
        f"Your pair: {mine.en}. The recommended pair: {best.en}.",
        f"第 {values.step} 步，在新样本上：所选的搭配<b>{my_score.zh}</b>，损失为 <b>{loss}</b>；"
        f"推荐的搭配{best_score.zh}。所选的是{verdict.zh}搭配。\n {reason.zh}所选：{mine.zh}；推荐：{best.zh}。",
    )


OF_MINE = ("mine.outputs", "mine.answers", "lost", "loss", "numbers", "stopped", "my_score")
VEIL = Veil(OF_MINE, given=("x", "y", "best"))
ASKED_AT = {"output": "softmax", "loss": "categorical"}
USES = {
    "choose-softmax-categorical": ("output", "loss", "units"),
    "press-reset-brings": ("sceptic",),
    "two-classes-sigmoid": ("output", "loss", "eta"),
    "three-classes-linear": ("task", "output", "units"),
}
TO_DO = {
    "choose-softmax-categorical": lambda result, values, seen: (
        {"one", "each"} <= seen["units"] and ASKED_AT.items() <= values.items() and values.task == "binary"
    ),
    "press-reset-brings": tried(sceptic=("larger", "smaller", "adam", "start")),
    "two-classes-sigmoid": lambda result, values: result.mine.pair == Pair("sigmoid", "squared", 1) and values.eta == 3,
    "three-classes-linear": lambda result, values: (
        values.task == "multiclass" and result.mine.pair == Pair("linear", "squared", 3)
    ),
}


def judge(result: Result, values: Values) -> str:
    """Classes only: a small loss and no more right than by one class for all; almost if it did not fall to 0."""
    run, step = result.mine.trial, values.step
    several, small = trials.classes(values.task), run.loss(step) < 0.05  # nan is not
    if not several or not small or run.scores[step] > np.bincount(result.y).max() / len(result.y):
        return "open"
    return "solved" if run.loss(0) > 0.1 and run.loss(step) >= 0 else "almost"


CHALLENGE = Challenge(
    Words(
        "choose a task with classes, and bring the loss from above 0.1 to between 0 and 0.05. But get no more new "
        "samples right than by always answering the same class.",
        "选一个分类任务，让损失从 0.1 以上降到 0 与 0.05 之间，而新样本的准确率不高于“永远输出同一类”。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words("the chosen pair ends far behind the recommended one.", "所选的搭配最后远不如推荐的搭配。"),
    Words("By how much the score of the recommended pair is higher", "推荐的搭配得分高出"),
    lambda result: result.lead,
    {
        "larger": Change(Words("a larger learning rate, 3", "更大的学习率：3"), {"eta": 3.0}),
        "smaller": Change(Words("a smaller learning rate, 0.01", "更小的学习率：0.01"), {"eta": 0.01}),
        "adam": Change(Words("Adam, with the same rate", "用 Adam，学习率不变"), {"optimizer": "adam"}),
        "start": Change(Words("other first weights", "另一组初始权重"), {"start": 2}),
    },
)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The share of new samples that was expected to be right."""
    share = float(option.rstrip("%")) / 100
    return artists.my_score.axes, np.array([(0, share), (STEPS, share)])


HANDLES = [Handle(lambda artists, k=k: artists.now[k], x="step") for k in (0, 1)]


@demo(Words("Task, output, loss", "任务、输出、损失"), height=3.2)
def chooser(**values):
    """Choose task, output, units and loss: the pair is trained, beside the pair that this course recommends.
    选择任务、输出、单元数与损失：当场训练这一对，并与本课程推荐的搭配并排比较。

    As good: −log N(y | f, 1) for squared error; hinge with a linear output. "clipped" is linear, cut off at 0 and 1.

    source : the lecture, section 5
    """
