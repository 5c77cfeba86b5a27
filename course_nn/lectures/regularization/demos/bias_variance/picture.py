"""One fit cannot show chance; many fits to many samples show what is always wrong, and what varies."""

from collections.abc import Callable, Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.common.words import Words, term
from course_nn.datasets import wave
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, percent, plain, scientific
from course_nn.lectures.regularization.demos.bias_variance.many_sets import (
    AXIS,
    EPOCHS,
    EVERY,
    SHOWN,
    SIZES,
    AtSamples,
    at_the_samples,
    spreads,
    training_sets,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Veil, demo
from course_nn.stage.controls import Toggle, Values


def is_chosen(model: str) -> Callable:
    """A control is in use with that model."""
    return lambda values: values.model == model


def options(*values: float) -> dict:
    return {value: plain(value) for value in values}


SIZE_NAMES = {"polynomial": Words("degree", "次数"), "network": Words("units", "单元数")}
MODELS = {"polynomial": Words("polynomial", "多项式"), "network": Words("network (tanh)", "网络（tanh）")}
CONTROLS = {
    "model": Choice(Words("model", "模型"), MODELS, "polynomial"),
    "degree": Slider(SIZE_NAMES["polynomial"], 1, 13, 7, 1, used=is_chosen("polynomial")),
    "width": Choice(SIZE_NAMES["network"], options(*SIZES["network"]), 16, used=is_chosen("network")),
    "lam": Choice("λ", options(0.0, 0.03, 0.1, 0.3, 1.0), 0.0, means=term("penalty")),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True, used=is_chosen("network")),
    "n": Choice(Words("samples n", "样本数 n"), options(15, 30, 60), 15, costly=(60,)),
    "sigma": Choice(Words("noise σ", "噪声 σ"), options(0.2, 0.4, 0.8), 0.4),
    "same_inputs": Toggle(Words("always the same x", "x 固定不变"), False),
    "sets": Choice(Words("training sets D", "训练集数 D"), options(10, 100, 1000), 100, costly=(1000,)),
    "averaged": Choice(
        Words("averaged M", "平均个数 M"), options(1, 2, 10), 1, costly=(10,), used=is_chosen("network")
    ),
    "shown": Slider(Words("set shown", "显示的训练集"), 0, SHOWN - 1, 0, 1),
}
KEY = (
    (Words("the fits", "各次拟合"), dict(color=look.GREY, lw=0.8)),
    (Words("one fit", "其中一个"), dict(color=look.BLUE, lw=1.8)),
    (Words("mean", "平均"), dict(color=look.BLACK, lw=2.5)),
    (Words("truth", "真实曲线"), dict(color=look.VERMILION, ls="--")),
)
MOST_NETWORKS = 100  # training sets for networks; polynomials take as many as the control says
TOP = 0.6
GOAL = 0.07  # the error of the challenge
COLORS = (look.ORANGE, look.BLUE, look.GREEN)
NAMES = Words("bias²", "偏差²"), Words("variance, data", "方差（数据）"), Words("variance, start", "方差（初值）")


class Result(NamedTuple):
    size: int  # degree, or units
    epoch: int
    sets: int  # at most 100 of networks
    averaged: int
    shown: int
    sample: np.ndarray  # (2, n) of the set shown
    fits: np.ndarray  # (D', 200) over AXIS, 60 at most
    mean: np.ndarray  # (200,)
    parts: dict  # size -> (4,) bias², variance of the data, of the start, and the measured error
    growth: float  # ln of the data variance of degree 9 over that of degree 5, or of 64 units over 16; after training
    at_samples: AtSamples | None  # of a polynomial whose training sets share their inputs


def compute(
    model, degree, width, lam, epoch, n, sigma, same_inputs, sets, averaged, shown
) -> Generator[float, None, Result]:
    if model == "polynomial":
        size, now, averaged = degree, 0, 1
    else:
        size, now, sets = width, epoch // EVERY, min(sets, MOST_NETWORKS)
    by_size = yield from spreads(model, lam, n, sigma, sets, same_inputs, averaged)
    X, T = training_sets(n, sigma, sets, same_inputs)
    shown, exact = shown % min(sets, SHOWN), model == "polynomial" and same_inputs
    return Result(
        size=size,
        epoch=now * EVERY,
        sets=sets,
        averaged=averaged,
        shown=shown,
        sample=np.stack([X[shown, :, 0], T[shown, :, 0]]),
        fits=by_size[size].fits[now],
        mean=by_size[size].mean[now],
        parts={each: spread.parts[now] for each, spread in by_size.items()},
        growth=growth_of({each: spread.parts[-1][1] for each, spread in by_size.items()}),
        at_samples=at_the_samples(degree, lam, n, sigma, sets) if exact else None,
    )


def growth_of(variances: dict) -> float:
    """The logarithm of how many times a larger model varies as much as a smaller one."""
    smaller, larger = (5, 9) if 9 in variances else (16, 64)
    return float(np.log(variances[larger] / variances[smaller]))


def paint(figure: Figure) -> SimpleNamespace:
    plane, bars = figure.subplots(1, 2)
    plane.set(xlim=(-3.05, 3.05), ylim=(-2.6, 2.6), xlabel="$x$", xticks=[-3, 0, 3], yticks=[-2, 0, 2])
    plane.plot(AXIS, wave(AXIS), color=look.VERMILION, ls="--", lw=2, zorder=3.5)
    for x, (name, style) in zip((0, 0.25, 0.51, 0.77), KEY):
        marks.key(plane, [(name.drawn(), style)], x=x, y=1.09, stroke=18)
    bars.set(ylim=(0, TOP), yticks=np.arange(0, TOP + 0.1, 0.2))
    bars.set_xlabel(" ")
    above = dict(ha="center", va="top", rotation=90, color="white", fontsize=look.SMALL, zorder=3)
    stroke = dict(lw=15, solid_capstyle="butt", zorder=1)
    return SimpleNamespace(
        fits=marks.line(plane, color=look.GREY, lw=0.5, alpha=0.5, zorder=1),
        mean=marks.line(plane, color=look.BLACK, lw=2.5, zorder=3),
        fit=marks.line(plane, color=look.BLUE, lw=1.8, zorder=2.5),
        sample=marks.line(plane, "o", ms=7, color=look.BLUE, mec="white", zorder=4),
        axes=bars,
        names=name_parts(bars),
        goal=goals.level(bars, GOAL, 0.01, zorder=2, bbox=look.BEHIND_WORDS),
        chosen=marks.now(bars, color=look.PALE, lw=28, zorder=0),
        bars=[marks.line(bars, color=color, **stroke) for color in COLORS],
        error=marks.line(bars, "_", color=look.BLACK, ms=20, mew=2, zorder=3),
        average=marks.line(bars, "s", mfc="white", mec=look.BLACK, ms=7, zorder=3),
        beyond=[bars.text(k, TOP * 0.98, "", **above) for k in range(len(SIZES["polynomial"]))],
    )


def name_parts(bars: Axes) -> list:
    """What the parts of a bar are called, above them."""
    return [
        marks.key(bars, [(name.drawn(), dict(color=color, lw=8, solid_capstyle="butt"))], x=x, y=1.09, stroke=10)
        for x, name, color in zip((0, 0.25, 0.63), NAMES, COLORS)
    ]


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    lines = np.stack(np.broadcast_arrays(AXIS[::2], result.fits[:, ::2]), axis=-1)  # (D', 100, 2)
    artists.fits.set_data(*look.one_line(lines))
    artists.mean.set_data(AXIS, result.mean)
    artists.fit.set_data(AXIS, result.fits[result.shown])
    artists.sample.set_data(*result.sample)
    sizes = [*SIZES[values.model]]
    ticks = dict(xlim=(-0.6, len(sizes) - 0.4), xticks=np.arange(len(sizes)), xticklabels=sizes)
    marks.fit(artists.axes, xlabel=SIZE_NAMES[values.model].drawn(), **ticks)
    marks.at(artists.chosen, sizes.index(result.size))
    draw_bars(artists, np.array([*result.parts.values()]), result.averaged > 1)


def draw_bars(artists: SimpleNamespace, parts: np.ndarray, averaged: bool) -> None:
    """The parts of each error (sizes, 4) on top of each other; one that is too high is shrunk, and gets its number."""
    places, error = np.arange(len(parts)), parts[:, 3]
    edges = np.pad(np.cumsum(parts[:, :3], axis=1), [(0, 0), (1, 0)])  # (sizes, 4)
    edges *= np.minimum(1, TOP / error)[:, None]
    corners = np.stack(np.broadcast_arrays(places[:, None], edges), axis=-1)  # (sizes, 4, 2)
    for k, bar in enumerate(artists.bars):
        bar.set_data(*look.one_line(corners[:, k : k + 2]))
    inside = error <= TOP
    artists.error.set_data(places[inside], error[inside])
    artists.average.set_data(places[inside], edges[inside, 2])
    artists.average.set_visible(averaged)
    for k, text in enumerate(artists.beyond):
        text.set_text("" if k >= len(parts) or inside[k] else magnitude(error[k], 1, largest=1000))


def readout(result: Result, values: Values) -> Words:
    bias2, data, start, error = result.parts[result.size]
    parts = [magnitude(part, 4, 1e-4) for part in (bias2, data, start)]
    total = magnitude(error, 4)
    what, sets, chance = model_of(result, values), result.sets, magnitude(data / result.sets, 4, 1e-4)
    gap = scientific(max(abs(bias2 + data + start - error), 1e-17))
    average, samples = about_average(result, bias2 + data, error), about_samples(result)
    return Words(
        f"{what.en}: mean squared error <b>{total}</b> = bias² {parts[0]} + data variance {parts[1]} + start variance "
        f"{parts[2]}.{average.en}\n {sets} training sets of {values.n} samples, noise {plain(values.sigma)}. The sum "
        f"differs from the measured error by at most {gap}. Having only {sets} sets makes bias² about {chance} "
        f"too large on average.{samples.en}",
        f"{what.zh}：均方误差 <b>{total}</b> = 偏差² {parts[0]} + 数据的方差 {parts[1]} + 初值的方差 {parts[2]}。"
        f"{average.zh}\n{sets} 个训练集，各 {values.n} 个样本，噪声 {plain(values.sigma)}；"
        f"三者之和与实测误差相差不超过 {gap}。"
        f"只用 {sets} 个训练集，会使测得的偏差²平均偏大 {chance} 左右。{samples.zh}",
    )


def model_of(result: Result, values: Values) -> Words:
    if values.model == "polynomial":
        return Words(f"Degree {result.size}", f"{result.size} 次多项式")
    size, epoch = result.size, result.epoch
    return Words(f"{size} units, epoch {epoch}", f"{size} 个单元，第 {epoch} 轮")


def about_average(result: Result, averaged: float, error: float) -> Words:
    """What averaging the networks of a training set gains; nothing with one network each."""
    if result.averaged == 1:
        return Words("", "")
    M, average, gain = result.averaged, magnitude(averaged, 4), percent(1 - averaged / error, 1)
    return Words(
        f" The average of {M} networks on a set (square) errs by <b>{average}</b>: {gain} less than a single one.",
        f"同一训练集上 {M} 个网络取平均（方块），误差为 <b>{average}</b>，比单个网络低 {gain}。",
    )


def about_samples(result: Result) -> Words:
    """The law at the samples themselves, where all training sets have the same inputs; nothing elsewhere."""
    if not result.at_samples:
        return Words("", "")
    variance, expected, train, train_expected = (magnitude(value, 4, 1e-4) for value in result.at_samples)
    return Words(
        f" At the samples: variance {variance} (law: {expected}), training error {train} (law: {train_expected}).",
        f"在样本点处：方差 {variance}（公式值 {expected}），训练误差 {train}（公式值 {train_expected}）。",
    )


ASKED_AT = {"averaged": 10}
VEIL = Veil(("bars", "average", "names", "goal"), given=("size", "sample", "fits", "shown", "mean", "parts"))
TO_DO = {
    "choose-network-much": lambda result, values: (values.model, values.averaged) == ("network", 10),
    "stay-network-pull": lambda result, values: values.model == "network" and values.epoch <= EPOCHS // 2,
    "choose-polynomial-click": lambda result, values, seen: values.model == "polynomial" and len(seen["degree"]) > 4,
    "sceptic": lambda result, seen: {"noise", "samples", "priced", "network"} <= seen["sceptic"],
}
USES = {
    "choose-network-much": ("averaged", "width", "model"),
    "stay-network-pull": ("model", "epoch"),
    "choose-polynomial-click": ("model", "degree", "shown"),
    "sceptic": ("sceptic",),
}


def judge(result: Result, values: Values) -> str:
    """Solved by networks whose error is at most 0.07 with 15 samples and noise 0.4, over 100 training sets."""
    if (values.model, values.n, values.sigma, result.sets) != ("network", 15, 0.4, 100):
        return "open"
    error = result.parts[result.size][3]
    return "solved" if error <= GOAL else "almost" if error <= 0.08 else "open"


CHALLENGE = Challenge(
    Words(
        "a network, 15 samples, noise 0.4, 100 training sets: bring the error to 0.07 or less.",
        "用网络，15 个样本，噪声 0.4，100 个训练集：把误差降到 0.07 以下。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words("the more parameters, the more variance.", "参数越多，方差越大。"),
    Words(
        "ln of the growth from degree 5 to 9, or from 16 units to 64",
        "从 5 次到 9 次（或从 16 到 64 个单元）增长倍数的 ln",
    ),
    lambda result: result.growth,
    {
        "noise": Change(Words("twice the noise", "噪声加倍"), {"sigma": 0.8}),
        "samples": Change(Words("twice as many samples", "样本加倍"), {"n": 30}),
        "priced": Change(Words("a penalty of 1", "惩罚项取 1"), {"lam": 1.0}),
        "network": Change(Words("networks in place of polynomials", "多项式换成网络"), {"model": "network"}),
    },
)


def uprights(chosen: Line2D, result: Result) -> list:
    """An upright line through each size."""
    return [[(k, 0), (k, TOP)] for k in range(len(result.parts))]


def size_at(result: Result, k: int, values: Values) -> dict:
    """The k-th size of those that are compared."""
    return {"degree" if values.model == "polynomial" else "width": [*result.parts][k]}


HANDLES = [
    Handle("chosen", at=uprights, click=size_at, width=22),
    Handle("sample", click=lambda result, k: {"shown": (result.shown + 1) % len(result.fits)}, width=22),
]


@demo(Words("Bias and variance", "偏差与方差"), height=3.2)
def bias_variance(**values):
    """A model fitted to many training sets: its error falls apart into bias², variance of the data, of the start.
    同一模型拟合许多训练集：误差分解为偏差²、数据引起的方差和初值引起的方差。

    The error is the mean squared distance from the true curve, sin(1.5 x), over 200 places of [-3, 3]; the noise of the
    samples is not in it. Networks: tanh, Adam with η = 0.05 on all samples, λ/n · ½ Σ w² added; 100 sets at most.
    Of the fits 60 are drawn.

    source : Geman, Bienenstock & Doursat, Neural Networks and the Bias/Variance Dilemma (1992); averaging: Krogh &
             Vedelsby, Neural Network Ensembles, Cross Validation, and Active Learning (1995)
    """
