"""A price on the weights makes a fit smooth, and too high a price makes it flat; only one method leaves zeros."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import InParts, with_first
from course_nn.common.words import Words, term
from course_nn.datasets import wave
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number, percent, plain, short
from course_nn.lectures.regularization.demos.shrink.priced_runs import (
    AXIS,
    EPOCHS,
    EVERY,
    LAMS,
    RUNS,
    STEPS,
    Runs,
    priced_runs,
    run_alone,
    samples,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo

METHODS = {
    "l2": Words("L2 in the gradient", "L2，加进梯度"),
    "decay": Words("decay alongside the step", "更新之外的衰减"),
    "l1": Words("L1 in the gradient", "L1，加进梯度"),
    "proximal": Words("L1 by soft threshold", "L1，软阈值"),
}
OPTIMIZERS = dict(zip(STEPS, (Words("Adam", "Adam"), term("momentum"))))
CONTROLS = {
    "way": Choice(term("penalty"), METHODS, "l1"),
    "lam": Choice("λ", {lam: plain(lam) for lam in LAMS}, 0.1, means=Words("price of the weights", "权重的惩罚系数")),
    "optimizer": Choice(Words("optimizer", "优化器"), OPTIMIZERS, "adam"),
    "run": Slider(Words("run", "训练编号"), 0, RUNS - 1, 0, 1),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True),
}
WEIGHTS = 128
PLACES = np.arange(len(LAMS))  # of the prices, side by side
SIZES = np.linspace(-6, 1, 15)  # edges of the bins of log₁₀ |w|
ZERO = -7.0  # where the bar of the exact zeros stands
TOP = 140
SPANS = (0.02, 0.8), (1e-3, 1e3)  # of the test error and the roughness; what is beyond is drawn at the edge
GOAL = 0.07  # median error of the challenge
PREDICTED = {"most": 115, "half": WEIGHTS // 2, "none": 0}  # weights that are exactly 0
WAVE_ROUGHNESS = float(np.mean((1.5**2 * wave(AXIS)) ** 2))


class Result(NamedTuple):
    epoch: int
    sample: np.ndarray  # (2, 15)
    fit: np.ndarray  # (100,) over AXIS
    counts: np.ndarray  # (14,) weights by size; the first bin has all smaller ones that are not 0, too
    norm: float  # of the 128 weights
    train: np.ndarray  # (20,) of this price
    tests: np.ndarray  # (7, 20) of all prices
    roughness: np.ndarray  # (7, 20)
    zeros: np.ndarray  # (20,) weights that are exactly 0
    gain: float  # share of the error without a price that the best price takes away, after the last epoch; of medians


def compute(way, lam, optimizer, run, epoch) -> InParts[Result]:
    """First the run shown, trained alone: it learns the same as among the 140."""
    training = priced_runs(way, optimizer)
    runs = yield from with_first(training, lambda: result_of(run_alone(way, optimizer, lam, run), lam, run, epoch))
    return result_of(runs, lam, run, epoch)


def result_of(runs: Runs, lam: float, run: int, epoch: int) -> Result:
    """What there is to show of the runs after so many epochs; a run that has not been trained yet is nan."""
    now, place = epoch // EVERY, LAMS.index(lam)
    w = runs.weights[now, place]  # (20, 128)
    sizes = np.log10(np.abs(w[run][w[run] != 0]))
    X, T = samples()
    return Result(
        epoch=now * EVERY,
        sample=np.stack([X[run, :, 0], T[run, :, 0]]),
        fit=runs.fits[now, place, run],
        counts=np.histogram(sizes.clip(SIZES[0], SIZES[-1]), SIZES)[0],
        norm=float(np.linalg.norm(w[run])),
        train=runs.train[now, place],
        tests=runs.test[now],
        roughness=runs.roughness[now],
        zeros=np.sum(w == 0, axis=1),
        gain=gain_of(np.median(runs.test[-1], axis=1)),
    )


def gain_of(errors: np.ndarray) -> float:
    """The share of the first error that is gone where the error is lowest; nan if not all are known."""
    return float(1 - errors.min() / errors[0])


def paint(figure: Figure) -> SimpleNamespace:
    grid = figure.add_gridspec(2, 3, width_ratios=[1.15, 1, 1.15])
    plane, sizes = figure.add_subplot(grid[:, 0]), figure.add_subplot(grid[:, 1])
    tests, rough = figure.add_subplot(grid[0, 2]), figure.add_subplot(grid[1, 2])
    plane.set(xlim=(-3.1, 3.1), ylim=(-2.6, 2.6), xlabel="$x$", xticks=[-3, 0, 3], yticks=[-2, 0, 2])
    plane.set_title(Words("fit; the wave dashed", "拟合；虚线为真实曲线").drawn())
    plane.plot(AXIS, wave(AXIS), color=look.GREY, ls="--", lw=1.5, zorder=0.5)
    for axes, (low, high), title in zip((tests, rough), SPANS, curve_titles()):
        axes.set(yscale="log", ylim=(low, high), xlim=(-0.5, len(LAMS) - 0.5), title=title.drawn())
        axes.set_xticks(PLACES, [plain(lam).lstrip("0") or "0" for lam in LAMS] if axes is rough else [""] * len(LAMS))
        axes.minorticks_off()
    goals.level(tests, GOAL, 0.98, ha="right")
    tests.set_yticks([0.05, 0.2, 0.5], ["0.05", "0.2", "0.5"])
    rough.set_yticks([1e-3, 1, 1e3], ["0.001", "1", "1000"])
    rough.set_xlabel("λ")
    rough.axhline(WAVE_ROUGHNESS, color=look.GREY, ls="--", lw=1.5, zorder=0.5)
    return SimpleNamespace(
        fit=marks.line(plane, color=look.BLACK, zorder=3),
        sample=marks.line(plane, "o", ms=7, color=look.BLUE, mec="white", zorder=4),
        curves=[paint_curve(axes, color) for axes, color in ((tests, look.VERMILION), (rough, look.GREEN))],
        **paint_sizes(sizes),
    )


def paint_sizes(axes: Axes) -> dict:
    """The histogram of the weights; those that are exactly 0 stand apart."""
    axes.set(xlim=(-7.7, 1.2), ylim=(0, TOP), xlabel="|w|")
    axes.set_title(Words("128 weights by size", "128 个权重的大小").drawn())
    axes.set_xticks([ZERO, -5, -3, -1, 1], ["0", "$10^{-5}$", "$10^{-3}$", "0.1", "10"])
    axes.axvline(-6.4, color=look.PALE, lw=0.8)
    bar = dict(lw=9.5, solid_capstyle="butt")
    return dict(
        goal=goals.level(axes, WEIGHTS / 2, 0.73),
        bars=marks.line(axes, color=look.BLUE, **bar),
        zeros=marks.line(axes, color=look.VERMILION, **bar),
        count=axes.text(ZERO, 0, "", ha="center", va="bottom", fontsize=look.SMALL),
    )


def curve_titles() -> tuple:
    return Words("error against the wave", "与真实曲线的误差"), Words("roughness, mean f″²", "粗糙度：f″² 的平均")


def paint_curve(axes: Axes, color: str) -> SimpleNamespace:
    """A number over λ: of all runs, their median, and of the run shown."""
    return SimpleNamespace(
        chosen=marks.now(axes, color=look.PALE, lw=20, zorder=0),
        runs=marks.line(axes, "o", ms=3, color=color, alpha=0.35, mew=0, zorder=1),
        median=marks.line(axes, color=color, zorder=2),
        shown=marks.line(axes, "o", ms=7, color=color, mec="white", zorder=3),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    artists.sample.set_data(*result.sample)
    artists.fit.set_data(AXIS, result.fit)
    artists.bars.set_data(*strokes((SIZES[1:] + SIZES[:-1]) / 2, result.counts))
    zeros = result.zeros[values.run]
    artists.zeros.set_data(*strokes(np.array([ZERO]), np.array([zeros])))
    artists.count.set(text=str(zeros), position=(ZERO, zeros + 1))
    for curve, of_runs, span in zip(artists.curves, (result.tests, result.roughness), SPANS):
        inside = of_runs.clip(*span)  # (7, 20)
        spread = PLACES[:, None] + np.linspace(-0.28, 0.28, RUNS)
        curve.runs.set_data(spread.ravel(), inside.ravel())
        curve.median.set_data(PLACES, np.median(inside, axis=1))
        curve.shown.set_data(spread[:, values.run], inside[:, values.run])
        marks.at(curve.chosen, LAMS.index(values.lam))


def strokes(places: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """Upright bars as the x and y of one line."""
    ends = np.stack([np.stack([places, np.zeros(len(places))], axis=1), np.stack([places, heights], axis=1)], axis=1)
    return look.one_line(ends[heights > 0])


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The predicted number of weights that are exactly 0."""
    height = max(PREDICTED[option], 1)
    places = [
        (ZERO - 0.6, height),
        (ZERO + 0.6, height),
        (np.nan, np.nan),
        (-2.3, max(height + 12, 31)),
    ]  # its name behind
    return artists.bars.axes, np.array(places)


def readout(result: Result, values: Values) -> Words:
    run, place = values.run, LAMS.index(values.lam)
    train, test, rough = (short(value, (3, 1), 1, 0.001) for value in errors_and_roughness(result, values))
    median, middle = short(np.median(result.tests[place]), (3, 1), 1, 0.001), percent(np.median(result.zeros) / WEIGHTS)
    way, optimizer = METHODS[values.way], OPTIMIZERS[values.optimizer]
    at, norm, zeros, wavy = plain(values.lam), number(result.norm), result.zeros[run], number(WAVE_ROUGHNESS)
    return Words(
        f"{way.en}, {optimizer.en}, λ = {at}, run {run} at epoch {result.epoch}: exactly 0: <b>{zeros}</b> of "
        f"{WEIGHTS} weights; error against the wave <b>{test}</b>.\n Training error {train}, roughness {rough} "
        f"(the wave's {wavy}), ‖w‖ = {norm}. Median of {RUNS} runs: error {median}, {middle} zeros.",
        f"{way.zh}，{optimizer.zh}，λ = {at}，第 {run} 次训练，第 {result.epoch} 轮：{WEIGHTS} 个权重中有 "
        f"<b>{zeros}</b> 个恰好为 0；与真实曲线的误差 <b>{test}</b>。\n训练误差 {train}，粗糙度 {rough}"
        f"（真实曲线为 {wavy}），‖w‖ = {norm}。{RUNS} 次训练的中位数：误差 {median}，零占 {middle}。",
    )


def errors_and_roughness(result: Result, values: Values) -> tuple:
    """Training error, error against the wave and roughness of the run shown."""
    place, run = LAMS.index(values.lam), values.run
    return result.train[run], result.tests[place, run], result.roughness[place, run]


VEIL = Veil(("bars", "zeros", "count", "goal"), given=("sample", "fit", "tests", "roughness"))
TO_DO = {
    "pull-epoch-back": lambda result, values, seen: (
        (values.way, values.optimizer) == ("l1", "adam") and min(len(seen["epoch"]), len(seen["run"])) > 1
    ),
    "choose-l1-soft": lambda result, values: (values.way, values.optimizer) == ("proximal", "momentum"),
    "choose-l2-gradient": lambda result, values, seen: (
        (values.way, values.optimizer) == ("l2", "adam") and len(seen["lam"]) > 4
    ),
    "sceptic": lambda result, seen: {"squares", "beside", "momentum"} <= seen["sceptic"],
}
USES = {
    "pull-epoch-back": ("epoch", "run"),
    "choose-l1-soft": ("way", "optimizer", "lam"),
    "choose-l2-gradient": ("way", "optimizer", "lam"),
    "sceptic": ("sceptic",),
}


def judge(result: Result, values: Values) -> str:
    """Solved with a median error of at most 0.07 and half of the weights exactly 0 in the median run."""
    error, zeros = np.median(result.tests[LAMS.index(values.lam)]), np.median(result.zeros)
    if error <= GOAL and zeros >= WEIGHTS / 2:
        return "solved"
    return "almost" if error <= 0.08 and zeros >= WEIGHTS / 4 else "open"


CHALLENGE = Challenge(
    Words(
        "a median error against the wave of 0.07 or less, with at least half of the weights exactly 0.",
        "使与真实曲线的误差取中位数不超过 0.07，且至少一半权重恰好为 0。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words(
        "the best price on the weights removes more than half of the error.",
        "给权重加惩罚项，选得最好时，误差减少一半以上。",
    ),
    Words("Share taken away", "减少"),
    lambda result: result.gain,
    {
        "squares": Change(Words("L2 in place of L1", "用 L2 代替 L1"), {"way": "l2"}),
        "beside": Change(Words("a decay alongside the step", "改为更新之外的衰减"), {"way": "decay"}),
        "momentum": Change(Words("momentum in place of Adam", "用动量代替 Adam"), {"optimizer": "momentum"}),
    },
    shares=True,
)


def lam_at(result: Result, k: int) -> dict:
    return {"lam": LAMS[k]}


HANDLES = [
    Handle(
        lambda artists: artists.curves[0].chosen,
        at=lambda line, result: marks.uprights(line.axes, PLACES),
        click=lam_at,
        width=22,
    ),
    Handle(
        lambda artists: artists.curves[1].chosen,
        at=lambda line, result: marks.uprights(line.axes, PLACES),
        click=lam_at,
        width=22,
    ),
    Handle("sample", click=lambda result, k, values: {"run": (values.run + 1) % RUNS}, width=22),
]


@demo(Words("What a penalty does to a network", "惩罚项对网络的作用"))
def shrink(**values):
    """Networks fit noisy samples under a price on their weights: how smooth the fit gets, and which weights become 0.
    网络在权重惩罚下拟合带噪样本：曲线变得多平滑，哪些权重变为 0。

    1-64-1, tanh, 15 samples of sin(1.5 x) with noise 0.4, 20 runs, each with a sample and a start of its own; Adam with
    η = 0.02, or momentum 0.9 with the same η. What is charged beside the step, decay and soft threshold, is ηλ/n with
    Adam, and with momentum η/(1 − β) in place of η, as far as a steady slope takes a weight in a step.

    source : Krogh & Hertz, A Simple Weight Decay Can Improve Generalization (1992); soft threshold: Parikh & Boyd,
             Proximal Algorithms (2014)
    """
