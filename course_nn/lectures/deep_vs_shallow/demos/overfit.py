"""A network that can learn any function can also learn the noise, and what it learns of the noise it gets wrong."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.common.progress import finished
from course_nn.common.words import Words, term
from course_nn.datasets import noisy_wave, wave
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.deep_vs_shallow.capacity import TEST_SEED, WIDTHS, Fits, by_width
from course_nn.stage import Challenge, Change, Choice, Curve, Handle, Sceptic, Slider, Values, Veil, demo, tried
from course_nn.stage.shapes import at, lowest

RATE = 0.05
EPOCHS = 1000
EVERY = 20  # epochs between two that are kept
RUNS_TO_SHOW = 10  # runs that can be shown
STARTS = {"zero": Words("0", "0"), "spread": Words("random", "随机")}
CONTROLS = {
    "width": Choice(Words("units", "单元数"), {width: str(width) for width in WIDTHS}, 16),
    "noise": Choice(Words("noise σ", "噪声 σ"), {0.0: "0", 0.2: "0.2", 0.4: "0.4"}, 0.4),
    "n": Choice(Words("samples", "样本数"), {15: "15", 30: "30", 60: "60"}, 15, costly=(60,)),
    "start": Choice(Words("first biases", "初始偏置"), STARTS, "zero"),
    "seeds": Choice(Words("runs", "训练次数"), {10: "10", 30: "30"}, 10, costly=(30,)),
    "seed": Slider(Words("run", "训练编号"), 0, RUNS_TO_SHOW - 1, 0, 1),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True),
}
AXIS = np.linspace(-3, 3, 200)[:, None]
BOTTOM = {0.0: 1e-4, 0.2: 1e-3, 0.4: 3e-3}  # of the axes of errors, by noise; what is beyond is drawn at the edge
TOP = 2
TRAIN = dict(color=look.BLUE, marker="o")
TEST = dict(color=look.VERMILION, marker="^")


class Result(NamedTuple):
    fits: dict  # width -> Fits of all seeds
    epoch: int
    now: int  # the number of that epoch among those that are kept
    sample: np.ndarray  # (2, n) x and y of this run's training samples
    test_sample: np.ndarray  # (2, 200)
    curve: np.ndarray  # (200,) the fit over AXIS
    truth: float  # the error of the wave itself on the test sample, which no fit can be expected to beat


def compute(width, noise, n, start, seeds, seed, epoch) -> Generator[float, None, Result]:
    fits = yield from by_width(n, noise, seeds, RATE, EPOCHS, EVERY, start)
    now = epoch // EVERY
    fit = fits[width]
    X, T = noisy_wave(200, noise, TEST_SEED)
    return Result(
        fits=fits,
        epoch=now * EVERY,
        now=now,
        sample=np.stack(noisy_wave(n, noise, seed))[..., 0],
        test_sample=np.stack([X, T])[..., 0],
        curve=fit.network.with_parameters(fit.parameters[now, seed])(AXIS)[:, 0],
        truth=float(np.mean((wave(X) - T) ** 2)),
    )


def paint(figure: Figure) -> SimpleNamespace:
    plane, time, sizes = figure.subplots(1, 3, width_ratios=[1.25, 1, 1])
    paint_plane(plane)
    time.set(xscale="log", xlim=(EVERY, EPOCHS * 1.15), xlabel=term("epoch").drawn())
    time.set(title=Words("mean squared error", "均方误差").drawn())
    time.set_xticks([20, 100, 1000], ["20", "100", "1000"])
    sizes.set(xscale="log", xlim=(0.7, 95), xlabel=Words("units", "单元数").drawn())
    sizes.set(title=Words("all runs, at this epoch", "这一轮的各次训练").drawn())
    sizes.set_xticks(WIDTHS, WIDTHS)
    for axes, powers in ((time, ["$10^{-3}$", "$10^{-2}$", "$10^{-1}$", "1"]), (sizes, [""] * 4)):
        axes.set(yscale="log", ylim=(BOTTOM[0.4], TOP))
        axes.set_yticks([0.001, 0.01, 0.1, 1], powers)  # of one width, as the axes stay where they were laid out
        axes.minorticks_off()
    return SimpleNamespace(
        axes=(time, sizes),
        unseen=marks.line(plane, "^", ms=4, mfc="none", mec=look.VERMILION, mew=0.7, alpha=0.6, zorder=1),
        curve=marks.line(plane, color=look.BLACK, zorder=3),
        sample=marks.line(plane, "o", ms=7, color=look.BLUE, mec="white", zorder=4),
        train=paint_errors(time, sizes, TRAIN),
        test=paint_errors(time, sizes, TEST),
        now=marks.now(time),
        chosen=marks.now(sizes, color=look.PALE, lw=16, zorder=0),
        truth=[axes.axhline(1, color=look.GREY, ls="--", lw=1.5, zorder=0.5) for axes in (time, sizes)],
    )


def paint_plane(axes: Axes) -> None:
    """The true curve, and what the marks of the samples mean."""
    axes.set(xlim=(-3.1, 3.1), ylim=(-2.6, 2.6), xlabel="$x$", xticks=[-3, 0, 3], yticks=[-2, 0, 2])
    axes.set_title(Words("one run", "一次训练").drawn())
    axes.plot(AXIS, wave(AXIS), color=look.GREY, ls="--", lw=1.5, zorder=0.5)
    names = Words("train", "训练样本").drawn(), Words("test", "测试样本").drawn()
    for x, name, style in zip((0.02, 0.38), names, (TRAIN, TEST)):
        marks.key(axes, [(name, style | dict(ls=""))], x=x, stroke=8, zorder=0.5)


def paint_errors(time: Axes, sizes: Axes, style: dict) -> SimpleNamespace:
    """The training or the test error: its curves over time, and its dots and medians by width."""
    return SimpleNamespace(
        others=marks.line(time, lw=0.6, alpha=0.5, color=style["color"], zorder=1.5),
        error=marks.line(time, **style | dict(ms=7, mec="white", clip_on=False)),
        medians=marks.line(sizes, color=style["color"], lw=1.5, zorder=1),
        dots=marks.line(sizes, **style | dict(ls="", ms=4.5, mec="white", mew=0.4)),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    low, fits = BOTTOM[values.noise], result.fits
    for axes in artists.axes:
        marks.fit(axes, ylim=(low, TOP))
    artists.unseen.set_data(*result.test_sample)
    artists.sample.set_data(*result.sample)
    artists.curve.set_data(AXIS[:, 0], result.curve)
    draw_errors(artists.train, {width: fit.train.clip(low, TOP) for width, fit in fits.items()}, result, values)
    draw_errors(artists.test, {width: fit.test.clip(low, TOP) for width, fit in fits.items()}, result, values)
    marks.at(artists.now, max(result.epoch, EVERY))
    marks.at(artists.chosen, values.width)
    for line in artists.truth:
        line.set_ydata([max(result.truth, low)] * 2)


def draw_errors(artists: SimpleNamespace, errors: dict, result: Result, values: Values) -> None:
    """The curves of the chosen width over time, and the dots of all widths now.

    errors : (K, seeds) for each width
    """
    chosen, seeds = errors[values.width], errors[values.width].shape[1]
    epochs = np.arange(0, EPOCHS + 1, EVERY).clip(EVERY)  # a log axis has no 0
    curves = np.stack(np.broadcast_arrays(epochs, chosen.T), axis=-1)  # (seeds, K, 2)
    artists.others.set_data(*look.one_line(curves))
    artists.error.set_data(epochs, chosen[:, values.seed])
    artists.error.set_markevery([result.now])
    now = np.array([errors[width][result.now] for width in WIDTHS])  # (7, seeds)
    spread = 2 ** np.linspace(-0.3, 0.3, seeds)
    artists.dots.set_data(np.outer(WIDTHS, spread).ravel(), now.ravel())
    artists.medians.set_data(WIDTHS, np.median(now, axis=1))


def readout(result: Result, values: Values) -> Words:
    fit, start = result.fits[values.width], STARTS[values.start]
    run, epoch, now = values.seed, result.epoch, result.now
    test, when = fit.test[:, run], int(fit.test[:, run].argmin()) * EVERY
    train_now, test_now, lowest = error_text(fit.train[now, run]), error_text(test[now]), error_text(test.min())
    medians, truth = about_all(result, values), error_text(result.truth)
    return Words(
        f"Epoch {epoch}: test error <b>{test_now}</b>, training error <b>{train_now}</b>. Test error of the true "
        f"curve (dashed): {truth}.\n Run {run} of {units(values.width).en}, first biases {start.en}; its lowest test "
        f"error is {lowest}, at epoch {when}. {medians.en}",
        f"第 {epoch} 轮：测试误差 <b>{test_now}</b>，训练误差 <b>{train_now}</b>。"
        f"真实曲线（虚线）的测试误差：{truth}。\n"
        f"这是第 {run} 次训练，{units(values.width).zh}，初始偏置：{start.zh}；测试误差最低时为 {lowest}，"
        f"在第 {when} 轮。{medians.zh}",
    )


def about_all(result: Result, values: Values) -> Words:
    """The median test errors of all runs, and the lowest and the highest of the chosen width."""
    errors = {width: fit.test[result.now] for width, fit in result.fits.items()}
    mine, seeds = errors[values.width], len(errors[1])
    parts = []
    for width in sorted({1, values.width, WIDTHS[-1]}):
        median, count = error_text(np.median(errors[width])), units(width)
        parts.append(Words(f"{median} with {count.en}", f"{count.zh}时 {median}"))
        if width == values.width:
            low, high = error_text(mine.min()), error_text(mine.max())
            parts[-1] = Words(f"{parts[-1].en} (from {low} to {high})", f"{parts[-1].zh}（{low} 到 {high}）")
    en, zh = ", ".join(part.en for part in parts), "，".join(part.zh for part in parts)
    return Words(f"Median test error of {seeds} runs: {en}.", f"{seeds} 次训练的测试误差中位数：{zh}。")


def units(width: int) -> Words:
    return Words(f"{width} unit{'' if width == 1 else 's'}", f"{width} 个单元")


def error_text(error: float) -> str:
    """An error with two to four decimals, the more the smaller it is."""
    if not error:
        return "0"
    return number(error, 2 if error >= 0.1 else 3 if error >= 0.01 else 4)


ENDS_AT = {"above": 0.4, "between": 0.04, "train": 0.01}  # the test error that is predicted


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """Where the test error ends, beside the dashed line of the true curve."""
    return artists.axes[0], np.array([(200, ENDS_AT[option]), (EPOCHS, ENDS_AT[option])])


def test_errors() -> np.ndarray:
    """The median test errors of 16 units on 15 noisy samples, at the epochs that are asked for."""
    test = finished(by_width(15, 0.4, RUNS_TO_SHOW, RATE, EPOCHS, EVERY))[16].test
    return np.median(test, axis=1)[np.array(ASKED) // EVERY]


def beside_the_runs(drawn: np.ndarray, true: np.ndarray) -> Words:
    """Where the lowest error was drawn, and what the end is, beside the median of the runs."""
    own, epochs = lowest(drawn, log=True), [Words(f"epoch {epoch}", f"第 {epoch} 轮") for epoch in ASKED]
    place, best = at(own, epochs), epochs[true.argmin()]
    (mine, seen), (last, end) = map(error_text, (drawn.min(), true.min())), map(error_text, (drawn[-1], true[-1]))
    ends = Words("", "") if len(ASKED) - 1 in own else Words(f", and {last} at the end", f"，最后为 {last}")
    return Words(
        f"Your error is lowest {place.en}, {mine}{ends.en}. The median of ten runs is lowest at {best.en}, {seen}, and "
        f"{end} at the end.",
        f"你画的误差{place.zh}最低，为 {mine}{ends.zh}。十次训练的中位数在{best.zh}最低，为 {seen}，最后为 {end}。",
    )


ASKED = (20, 40, 60, 100, 140, 200, 300, 400, 500, 700, 1000)  # epochs
ESTIMATE = Curve(
    axes=lambda artists: artists.axes[0],
    x=ASKED,
    across=Words("at epoch", "轮次"),
    label=Words("error on fresh samples", "新样本上的误差"),
    low=BOTTOM[0.4],
    high=TOP,
    log=True,
    truth=test_errors,
    places={option: [*[np.nan] * (len(ASKED) - 1), end] for option, end in ENDS_AT.items()},
    said=beside_the_runs,
)
VEIL = Veil(("train", "test", "now", "chosen"), given=("sample", "test_sample", "curve", "truth"))
USES = {
    "pull-upright-line": ("epoch",),
    "pull-line-test": ("epoch",),
    "sceptic": ("sceptic",),
    "press-columns-units": ("width",),
}
TO_DO = {
    "pull-upright-line": lambda result, values, seen: values.epoch == EPOCHS and min(seen["epoch"]) <= 100,
    "pull-line-test": lambda result, values: (
        abs(result.now - result.fits[values.width].test[:, values.seed].argmin()) <= 1
    ),
    "sceptic": tried(sceptic=("start", "wider", "more", "clean")),
    "press-columns-units": tried(width=(16, 64)),
}


def judge(result: Result, values: Values) -> str:
    """Solved if the median test error of noisy runs with 16 units or more is within 15 % of the true curve's."""
    if values.noise < 0.4 or values.width < 16:
        return "open"
    ratio = np.median(result.fits[values.width].test[result.now]) / result.truth
    return "solved" if ratio <= 1.15 else "almost" if ratio <= 1.35 else "open"


CHALLENGE = Challenge(
    Words(
        "noise 0.4, 16 units or more: bring the median test error of all runs to within 15% of the true curve's.",
        "噪声 0.4、至少 16 个单元：使各次训练的测试误差的中位数与真实曲线的误差相差不到 15%。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words("a network that fits the noise ends worse than the true curve.", "网络拟合了噪声，最后反而不如真实曲线。"),
    Words("How far its median test error lies above the true curve’s", "测试误差中位数比真实曲线的误差高出"),
    lambda result, values: price_of_noise(result.fits[values.width], result.truth),
    {
        "start": Change(Words("first biases random", "初始偏置随机"), {"start": "spread"}),
        "wider": Change(Words("four times as many units", "单元数增为四倍"), {"width": 64}),
        "more": Change(Words("four times as many samples", "样本数增为四倍"), {"n": 60}),
        "clean": Change(Words("no noise", "没有噪声"), {"noise": 0.0}),
    },
)


def price_of_noise(fit: Fits, truth: float) -> float:
    """By how much the median test error ends above that of the true curve; 0 if the noise is not fitted at all."""
    train, test = np.median(fit.train[-1]), np.median(fit.test[-1])
    return float(test - truth) if train < truth else 0.0


def columns(bar: Line2D, result: Result, values: Values) -> list:
    """An upright line through each width."""
    return [[(width, BOTTOM[values.noise]), (width, TOP)] for width in WIDTHS]


def dots_to_show(dots: Line2D, result: Result) -> np.ndarray:
    """The dots of the runs that can be shown, width by width."""
    return np.asarray(dots.get_xydata()).reshape(len(WIDTHS), -1, 2)[:, :RUNS_TO_SHOW].reshape(-1, 1, 2)


def pick(result: Result, k: int) -> dict:
    """The width and the run of the k-th of these dots."""
    return {"width": WIDTHS[k // RUNS_TO_SHOW], "seed": k % RUNS_TO_SHOW}


HANDLES = [
    Handle("now", x="epoch"),
    Handle("chosen", at=columns, click=lambda result, k: {"width": WIDTHS[k]}, width=22),
    Handle(lambda artists: artists.train.dots, at=dots_to_show, click=pick, width=10),
    Handle(lambda artists: artists.test.dots, at=dots_to_show, click=pick, width=10),
]


@demo(Words("Overfitting", "过拟合"), height=3.2)
def overfit(**values):
    """Networks of one hidden layer fit noisy samples: training and test error by epoch, and by width over many runs.
    单隐藏层网络拟合带噪声的样本：训练误差与测试误差随轮次的变化，以及多次训练时随宽度的变化。

    tanh, squared error, Adam with η = 0.05 on all samples; each run has its own sample and its own first weights. First
    biases are 0, or spread, so that each unit has its steepest place anywhere among the samples.
    The test error is measured on 200 fresh noisy samples, the same for all.

    source : the lecture, section 4; Geman, Bienenstock & Doursat, Neural Networks and the Bias/Variance Dilemma
             (1992); that a still wider network need not be worse: Belkin, Hsu, Ma & Mandal, Reconciling modern
             machine-learning practice and the classical bias-variance trade-off (2019)
    """
