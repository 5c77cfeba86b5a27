"""Which optimizer is fastest? With one learning rate for all, and with one that suits each."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.transforms import Affine2D, ScaledTranslation, blended_transform_factory

from course_nn.common.progress import InParts, finished, part, with_first
from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import percent, plain
from course_nn.lectures.gradient_descent.demos.race.runs import TUNED, run_of, yet_to_run
from course_nn.lectures.gradient_descent.tuned_race import RACING, TASKS
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Slider, Values, Veil, demo, tried

STYLES = {
    "gradient_descent": dict(color=look.BLACK, marker="o"),
    "momentum": dict(color=look.BLUE, marker="s"),
    "nesterov": dict(color=look.BLUE, marker="D", ls="--"),
    "adagrad": dict(color=look.ORANGE, marker="^"),
    "rmsprop": dict(color=look.GREEN, marker="v", ls="--"),
    "adam": dict(color=look.VERMILION, marker="X"),
}
NAMES = {
    "gradient_descent": Words("plain", "普通梯度下降"),
    "momentum": Words("momentum", "动量法"),
    "nesterov": Words("Nesterov", "Nesterov"),
    "adagrad": Words("AdaGrad", "AdaGrad"),
    "rmsprop": Words("RMSProp", "RMSProp"),
    "adam": Words("Adam", "Adam"),
}


def median(epochs: np.ndarray) -> float:
    """The median over all seeds; nan if half of them or more never got there."""
    middle = np.median(np.nan_to_num(epochs, nan=np.inf))
    return middle if np.isfinite(middle) else np.nan


def time_of(epochs: np.ndarray, values: Values) -> str:
    """The median of the arrivals, or that there was too little time."""
    known = np.isfinite(median(epochs))
    return plain(median(epochs), 2) if known else f"> {TASKS[values.task].epochs}"


ROWS = {name: row for row, name in enumerate(NAMES)}
EQUAL = (0.001, 0.01, 0.1, 1.0, 3.2)  # learning rates that may be forced on all
TARGETS = (0.5, 0.2, 0.1, 0.05)
TASK_NAMES = {
    "digits": Words("digits", "手写数字"),
    "deep": Words("digits, three hidden layers", "手写数字，三个隐藏层"),
    "spiral": Words("spiral", "螺线"),
}
CONTROLS = {
    "task": Choice(Words("task", "任务"), TASK_NAMES, "digits", costly=("deep", "spiral")),
    "rate": Choice(
        "η",
        {rate: Words(f"{rate:g} for all", f"统一用 {rate:g}") for rate in EQUAL}
        | {TUNED: Words("tuned for each", "各自调优")},
        0.01,
        costly=(0.001, 0.1, 1.0, TUNED),
        means=Words("learning rate", "学习率"),
    ),
    "target": Choice(Words("loss to be reached", "目标损失"), {target: f"{target:g}" for target in TARGETS}, 0.1),
    "seeds": Choice(Words("seeds", "随机种子"), {0: "0–9", 1: "10–19"}, 0, costly=(1,)),
    "time": Slider(Words("time", "时间"), 0, 100, 100, 1, unit="%", plays=True),
}
LOSSES = (0.004, 4)
REACH = (0.7, 20)  # epochs, of a short task


class Result(NamedTuple):
    now: int  # place among the moments of the task
    losses: dict  # optimizer -> (K, 10) training losses of the racing seeds
    accuracies: dict  # optimizer -> (K, 10) share of unseen samples that are right
    rates: dict  # optimizer -> its learning rate
    arrivals: dict  # optimizer -> (10,) epochs to the target, nan for a seed that never got there
    tuning: (
        dict  # optimizer -> rates that were tried, and the epochs that the slowest seed needs with each, nan for never
    )


def compute(task, rate, target, seeds, time) -> InParts[Result]:
    """Plain descent can be seen while the others train."""
    runs = {name: yet_to_run(task, name, rate) for name in NAMES}
    now = round(time / 100 * (len(TASKS[task].times) - 1))

    def run(names):
        for name in names:
            runs[name] = yield from part(run_of(task, name, rate, target, seeds), ROWS[name], len(NAMES))

    first, *others = NAMES
    yield from run([first])
    yield from with_first(run(others), lambda: result_of(now, runs))
    return result_of(now, runs)


def result_of(now: int, runs: dict) -> Result:
    """What the Runs of all optimizers show at a moment of the task."""
    return Result(
        now=now,
        losses={name: run.losses for name, run in runs.items()},
        accuracies={name: run.accuracies for name, run in runs.items()},
        rates={name: run.rate for name, run in runs.items()},
        arrivals={name: run.arrivals for name, run in runs.items()},
        tuning={name: (run.tried, run.slowest) for name, run in runs.items()},
    )


def paint(figure: Figure) -> SimpleNamespace:
    losses, tuning, times = figure.subplots(1, 3, width_ratios=[1.15, 0.95, 1.2])
    losses.set(yscale="log", xlim=(0, 10), ylim=LOSSES, xlabel=term("epoch").drawn())
    losses.set_title(Words("training loss, median", "训练损失，中位数").drawn())
    losses.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    losses.hlines(TARGETS, 0, 2000, color=look.PALE, lw=0.8, zorder=0)
    tuning.set(xscale="log", yscale="log", xlim=(5e-4, 20), xlabel=Words("rate η", "学习率 η").drawn())
    tuning.set_title(Words("epochs to that loss", "达到目标的轮数").drawn())
    tuning.set_xticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "", "0.1", "", "10"])
    tuning.minorticks_off()
    tuning.vlines(EQUAL, 0.1, 1e4, color=look.PALE, lw=0.8, zorder=0)
    return SimpleNamespace(
        axes=(losses, tuning, times),
        seeds={name: marks.line(losses, lw=0.5, alpha=0.4, color=s["color"]) for name, s in STYLES.items()},
        medians={name: marks.line(losses, **s | dict(lw=2, marker="")) for name, s in STYLES.items()},
        target=losses.axhline(0.1, color=look.BLACK, lw=1.2, ls=":"),
        now=marks.now(losses),
        tuning={name: marks.line(tuning, lw=1.2, ms=5, **style) for name, style in STYLES.items()},
        chosen=marks.ring(tuning, ms=12, mew=1.5, mec=look.BLACK),
        equal=tuning.axvline(1, color=look.BLACK, ls=":", lw=1.2),
        **paint_arrivals(times),
    )


def paint_arrivals(axes: Axes) -> dict:
    """A row for each optimizer, with what its lines on the left look like."""
    axes.set(xscale="log", ylim=(len(NAMES) - 0.5, -0.6), xlabel=term("epoch").drawn())
    axes.set_title(Words("ten seeds, and test accuracy", "十个种子，及测试准确率").drawn())
    axes.set_yticks(range(len(NAMES)), [name.drawn() for name in NAMES.values()])
    axes.tick_params(axis="y", length=0, pad=32)
    axes.minorticks_off()
    small = dict(transform=axes.get_yaxis_transform(), fontsize=look.SMALL, va="center")
    points = Affine2D().scale(1 / 72) + axes.figure.dpi_scale_trans + ScaledTranslation(0, 0, axes.transAxes)
    beside = blended_transform_factory(points, axes.transData)  # so many points from the axes, however wide they are
    sample = dict(markevery=[1], ms=5, transform=beside, **marks.UNCLIPPED)
    for name, row in ROWS.items():
        axes.plot([-28, -17, -6], [row] * 3, **sample, **STYLES[name])
    shapes = {name: style | dict(ls="", ms=6, mec="white", mew=0.6) for name, style in STYLES.items()}
    return {
        "dots": {name: marks.line(axes, **shape) for name, shape in shapes.items()},
        "strokes": marks.line(axes, color=look.BLACK, lw=1.5, zorder=4),
        "never": {name: axes.text(0.03, row, "", **small) for name, row in ROWS.items()},
        "right": {name: axes.text(1.03, row, "", ha="right", **small) for name, row in ROWS.items()},
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    losses, tuning, times = artists.axes
    end = TASKS[values.task].epochs
    marks.fit(losses, xlim=(0, end))
    reach, ticks = ((50, 3000), (100, 300, 1000)) if end > 100 else (REACH, (1, 2, 5, 10))
    marks.fit(tuning, ylim=reach, yticks=ticks, yticklabels=ticks)
    marks.fit(times, xlim=reach, xticks=ticks, xticklabels=ticks)
    artists.target.set_ydata([values.target] * 2)
    marks.at(artists.now, TASKS[values.task].times[result.now])
    draw_losses(artists, result, values)
    artists.equal.set_visible(values.rate != TUNED)
    marks.at(artists.equal, result.rates["adam"])
    chosen = []
    for name, (rates, epochs) in result.tuning.items():
        artists.tuning[name].set_data(rates, epochs)
        chosen.append((result.rates[name], epochs[rates == result.rates[name]][0]))
    artists.chosen.set_data(*np.array(chosen).T)
    draw_arrivals(artists, result)


def draw_losses(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for name, losses in result.losses.items():
        inside = losses.clip(*LOSSES)
        times = TASKS[values.task].times[: len(losses)]
        artists.seeds[name].set_data(*look.one_line(np.stack(np.broadcast_arrays(times, inside.T), axis=-1)))
        artists.medians[name].set_data(times, np.median(inside, axis=1))


def draw_arrivals(artists: SimpleNamespace, result: Result) -> None:
    """A dot for each seed that got there, a stroke at the median of all ten, and how many never did."""
    strokes = []
    for name, epochs in result.arrivals.items():
        row, lost = ROWS[name], int(np.isnan(epochs).sum())
        accuracy = np.median(result.accuracies[name][result.now])
        has_run = np.isfinite(accuracy)
        artists.dots[name].set_data(epochs, row + np.linspace(-0.25, 0.25, RACING))
        strokes += [(median(epochs), row - 0.35), (median(epochs), row + 0.35), (np.nan, np.nan)]
        never = Words(f"{lost} of {RACING} not there", f"{RACING} 个中有 {lost} 个未达到").drawn()
        artists.never[name].set_text(never if lost and has_run else "")
        artists.right[name].set_text(percent(accuracy) if has_run else "")
    artists.strokes.set_data(*np.array(strokes).T)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The epochs of plain descent, beside the 1.4 that Adam takes, each tuned."""
    return artists.strokes.axes, [(PREDICTED[option], ROWS["gradient_descent"])]


def epochs_of_plain_descent() -> np.ndarray:
    """To a loss of 0.1 on the digits, at the rate that was best on other seeds: (10,)."""
    return finished(run_of("digits", "gradient_descent", TUNED, 0.1, 0)).arrivals


PREDICTED = {"many": 9.8, "twice": 2.8, "same": 1.5}  # epochs
ESTIMATE = Mark(
    axes=lambda artists: artists.strokes.axes,
    along="x",
    label=Words("epochs", "轮数"),
    low=REACH[0],
    high=REACH[1],
    log=True,
    unit=Words(" epochs", " 轮"),
    where=ROWS["gradient_descent"],
    reach=0.5,
    truth=lambda: median(epochs_of_plain_descent()),
    shown={"rate": TUNED},
    spread=lambda: (epochs_of_plain_descent().min(), epochs_of_plain_descent().max()),
    places=PREDICTED,
)


def about_arrivals(result: Result, values: Values) -> Words:
    """For each optimizer the median and the range of its arrivals, and its learning rate."""
    parts = []
    for name, epochs in result.arrivals.items():
        low, high = np.nanmin(epochs, initial=np.inf), np.nan_to_num(epochs, nan=np.inf).max()
        time, rate = time_of(epochs, values), f"{result.rates[name]:g}"
        reach = f"{plain(low, 2)}–{plain(high, 2)}" if np.isfinite(high) else f"{plain(low, 2)} …"
        span = Words(f" ({reach})", f"（{reach}）") if np.isfinite(median(epochs)) else Words("", "")
        optimizer = NAMES[name]
        parts.append(Words(f"{optimizer.en} {time}{span.en}, η {rate}", f"{optimizer.zh} {time}{span.zh}，η {rate}"))
    return Words("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))


def readout(result: Result, values: Values) -> Words:
    times, when = about_arrivals(result, values), plain(TASKS[values.task].times[result.now], 2)
    accuracies = [(name, percent(np.median(result.accuracies[key][result.now]))) for key, name in NAMES.items()]
    en = ", ".join(f"{name.en} {accuracy}" for name, accuracy in accuracies)
    zh = "，".join(f"{name.zh} {accuracy}" for name, accuracy in accuracies)
    own, other = (time_of(result.arrivals[name], values) for name in ("gradient_descent", "adam"))
    target = f"{values.target:g}"
    return Words(
        f"Epochs to loss {target}, medians of {RACING} seeds: plain <b>{own}</b>, Adam <b>{other}</b>.\n"
        f"All, with their range: {times.en}. Unseen samples right at epoch {when}: {en}.",
        f"损失降到 {target} 所需的轮数，{RACING} 个种子的中位数：普通梯度下降 <b>{own}</b>，Adam <b>{other}</b>。\n"
        f"全部，附范围：{times.zh}。第 {when} 轮时没见过的样本的准确率：{zh}。",
    )


# Given is how Adam comes down.
OTHERS = tuple(f"{part}.{name}" for part in ("seeds", "medians") for name in NAMES if name != "adam")
VEIL = Veil((*OTHERS, "now", "tuning", "chosen", "equal", "dots", "strokes", "never", "right"), given=("losses",))
USES = {
    "choose-tuned-wait": ("rate",),
    "click-pale-lines": ("rate",),
    "sceptic": ("sceptic",),
    "take-spiral-tuned": ("task", "rate"),
}
TO_DO = {
    "choose-tuned-wait": lambda result, values: (values.task, values.rate) == ("digits", TUNED),
    "click-pale-lines": lambda result, seen: len(seen["rate"] - {TUNED}) > 2,
    "sceptic": tried(sceptic=("target", "seeds", "large", "tuned")),
    "take-spiral-tuned": lambda result, values: (values.task, values.rate) == ("spiral", TUNED),
}


def judge(result: Result, values: Values) -> str:
    """Solved if with one rate for all plain descent is the fastest on digits; almost if one other is faster."""
    if values.rate == TUNED or np.isnan(median(result.arrivals["gradient_descent"])):
        return "open"
    plain_time, *others = (median(epochs) for epochs in result.arrivals.values())
    faster = sum(1 for other in others if other <= plain_time)  # a nan never is
    return "solved" if faster == 0 else "almost" if faster == 1 else "open"


CHALLENGE = Challenge(
    Words(
        "find one learning rate for all with which plain descent gets there first.",
        "找到一个统一的学习率，使普通梯度下降最先达到目标。",
    ),
    judge,
)


def lead(result: Result, values: Values) -> float:
    """By how many epochs Adam is there before plain descent; who never gets there takes all that there are."""
    last = TASKS[values.task].epochs
    plain_time, adam_time = (
        np.median(np.nan_to_num(result.arrivals[name], nan=last)) for name in ("gradient_descent", "adam")
    )
    return float(plain_time - adam_time)


SCEPTIC = Sceptic(
    Words("Adam is far ahead of plain descent.", "Adam 遥遥领先于普通梯度下降。"),
    Words("Its lead, in epochs", "领先的轮数"),
    lead,
    {
        "target": Change(Words("another target", "换一个目标损失"), {"target": 0.2}),
        "seeds": Change(Words("other seeds", "换一组随机种子"), {"seeds": 1}),
        "large": Change(Words("η = 3.2 for all", "统一用 η = 3.2"), {"rate": 3.2}),
        "tuned": Change(Words("η tuned for each", "η 各自调优"), {"rate": TUNED}),
    },
)
HANDLES = [
    Handle(
        "target",
        at=lambda line, result, values: [[(0, target), (TASKS[values.task].epochs, target)] for target in TARGETS],
        click=lambda result, k: {"target": TARGETS[k]},
    ),
    Handle(
        "chosen",
        at=lambda ring, result: marks.uprights(ring.axes, EQUAL),
        click=lambda result, k: {"rate": EQUAL[k]},
    ),
    Handle("now", drag=lambda result, x, y, values: {"time": 100 * x / TASKS[values.task].epochs}),
]


@demo(Words("A race of optimizers", "优化器赛跑"))
def race(**values):
    """Six optimizers learn the same task, with one learning rate for all or with one tuned for each: who is first?
    六种优化器学习同一任务，用统一的学习率，或各自调优的学习率：谁最快？

    Digits: 64-32-10 of ReLU (or three such layers), cross-entropy, batches of 32 of 1,200. Spiral: 2-16-16-1 of tanh,
    all 200 points at once. Three seeds choose among eight rates, each twice the one before; ten other seeds race.

    source : Choi et al., On Empirical Comparisons of Optimizers for Deep Learning (2019)
    """
