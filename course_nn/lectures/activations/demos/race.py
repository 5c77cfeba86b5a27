"""Which activation learns fastest? An answer needs a tuned learning rate for each, many seeds, and no favourite."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.lectures.activations.learning_speed import CHECKS, GOAL, RATES, Size, epochs_to, race_at, slowest, tune
from course_nn.patience import part
from course_nn.stage import Challenge, Choice, Demo, look, marks
from course_nn.stage.numbers import number, percent
from course_nn.words import Words

NAMES = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoid"}
STYLES = {
    "relu": {"color": look.BLUE, "marker": "o"},
    "tanh": {"color": look.GREEN, "marker": "s", "ls": "--"},
    "sigmoid": {"color": look.ORANGE, "marker": "^", "ls": "-."},
}
COMMON = 0.1  # the learning rate that may be forced on all
TARGETS = (0.25, 0.1, 0.05, GOAL)
SIZES = {
    "quick": Size(digits=300, batch=25, tuning=2, racing=5, epochs=80),
    "big": Size(digits=1797, batch=100, tuning=2, racing=12, epochs=100),
}
SEEDS = {name: str(size.racing) for name, size in SIZES.items()}
CONTROLS = {
    "layers": Choice(Words("layers", "层数"), {1: "1", 3: "3"}, 1, costly=(3,)),
    "target": Choice(Words("error", "误差"), {t: f"{t:.0%}" for t in TARGETS}, 0.05),
    "tuned": Choice("η", {True: Words("tuned", "各自调优"), False: Words(f"{COMMON} for all", "统一")}, True),
    "size": Choice(Words("seeds", "种子"), SEEDS, "quick", costly=("big",)),
}


class Result(NamedTuple):
    errors: dict  # φ -> (checks, seeds) training error of the race
    arrivals: dict  # φ -> (seeds,) epochs to the target, nan for a seed that never got there
    rates: dict  # φ -> its learning rate
    tuning: dict  # φ -> the rates that were tried, and for each the epochs to the target of the slowest seed, or nan
    ratios: dict  # φ -> (seeds,) its epochs / ReLU's epochs, seed by seed; nan if one of them never arrived
    target: float
    tuned: bool
    size: Size


def compute(layers, target, tuned, size):
    size, errors, arrivals, rates, tuning = SIZES[size], {}, {}, {}, {}
    for k, phi in enumerate(NAMES):
        rates[phi] = COMMON
        if tuned:
            tried = yield from part(tune(phi, layers, size), 2 * k, 6)
            epochs = slowest(target, tried)
            rates[phi] = float(RATES[np.nan_to_num(epochs, nan=np.inf).argmin()])
            tuning[phi] = RATES, epochs
        errors[phi] = yield from part(race_at(phi, layers, size, rates[phi]), 2 * k + 1, 6)
        arrivals[phi] = epochs_to(target, errors[phi])
        if not tuned:
            tuning[phi] = np.array([COMMON]), arrivals[phi].max(keepdims=True)
    return Result(
        errors=errors,
        arrivals=arrivals,
        rates=rates,
        tuning=tuning,
        ratios={phi: arrivals[phi] / arrivals["relu"] for phi in ("tanh", "sigmoid")},
        target=target,
        tuned=bool(tuned),
        size=size,
    )


def paint(figure):
    errors, tuning, ratios = figure.subplots(1, 3, width_ratios=[1, 0.9, 1.1])
    errors.set(xscale="log", yscale="log", xlim=(0.2, 120), ylim=(0.009, 1.1), xlabel="epoch", title="training error")
    errors.set_xticks([1, 10, 100], ["1", "10", "100"])
    errors.set_yticks([0.01, 0.1, 1], ["1%", "10%", "100%"])
    tuning.set(xscale="log", yscale="log", xlim=(0.04, 32), ylim=(0.02, 120), xlabel="learning rate η")
    tuning.set_title("epochs to the error")
    tuning.set_xticks([0.1, 1, 10], ["0.1", "1", "10"])
    tuning.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    marks.key(tuning, [(NAMES[phi], style | {"ms": 6, "lw": 1.2}) for phi, style in STYLES.items()], x=0.04, y=0.24)
    paint_ratios(ratios)
    shapes = {phi: style | {"ls": "", "ms": 7, "mec": "white"} for phi, style in STYLES.items()}
    return SimpleNamespace(
        errors={phi: errors.plot([], [], lw=0.8, color=style["color"])[0] for phi, style in STYLES.items()},
        target=errors.plot([0.2, 120], [1, 1], color=look.BLACK, lw=1, ls=":")[0],
        arrivals={phi: errors.plot([], [], zorder=4, **shape)[0] for phi, shape in shapes.items()},
        tuning={phi: tuning.plot([], [], ms=5, lw=1.2, **style)[0] for phi, style in STYLES.items()},
        chosen=marks.ring(tuning, ms=12, mew=1.5, mec=look.BLACK),
        dots={phi: ratios.plot([], [], **shapes[phi])[0] for phi in ("tanh", "sigmoid")},
        medians=ratios.plot([], [], color=look.BLACK, lw=2.5, zorder=1.5)[0],
        never=[ratios.text(0.24, y, "", fontsize=10, va="center") for y in (0.6, -0.4)],
    )


def paint_ratios(ratios):
    """A row for tanh and one for sigmoid, the ReLU at 1, and the lecture's 6."""
    ratios.set(xscale="log", xlim=(0.2, 60), ylim=(-0.75, 1.95), title="epochs, relative to ReLU")
    ratios.set_xticks([0.5, 1, 2, 6, 20], ["½", "1", "2", "6", "20"])
    ratios.set_yticks([1, 0], ["tanh", "sigmoid"])
    ratios.tick_params(which="minor", bottom=False)
    ratios.axvline(1, color=look.GREY, lw=0.8)
    ratios.axvline(6, ymax=0.9, color=look.VERMILION, lw=1.5, ls="--")
    ratios.text(6, 1.72, "the lecture's 6", color=look.VERMILION, fontsize=10, ha="center")


def draw(artists, result):
    artists.target.set_ydata([result.target] * 2)
    for phi, line in artists.errors.items():
        checks, seeds = result.errors[phi].shape
        epochs = np.append(np.arange(checks) / CHECKS, np.nan)  # one line with gaps for all seeds
        curves = np.vstack([result.errors[phi], np.full(seeds, np.nan)])
        line.set_data(np.tile(epochs, seeds), curves.T.ravel().clip(0.0095))
        artists.arrivals[phi].set_data(result.arrivals[phi], np.full(seeds, result.target))
        artists.tuning[phi].set_data(*result.tuning[phi])
    chosen = [epochs[rates == result.rates[phi]][0] for phi, (rates, epochs) in result.tuning.items()]
    artists.chosen.set_data(list(result.rates.values()), chosen)
    draw_ratios(artists, result)


def draw_ratios(artists, result):
    """A dot for each seed that arrived, a stroke at their median, and how many never did."""
    strokes = []
    for y, (phi, ratio), never in zip((1, 0), result.ratios.items(), artists.never):
        artists.dots[phi].set_data(ratio.clip(0.21, 58), y + np.linspace(-0.2, 0.2, len(ratio)))
        there = np.isfinite(ratio)
        median = np.median(ratio[there]) if there.any() else np.nan
        strokes += [(median, y - 0.3), (median, y + 0.3), (np.nan, np.nan)]
        never.set_text("" if there.all() else f"{np.sum(~there)} of {len(ratio)} not there")
    artists.medians.set_data(*np.array(strokes).T)


def median_arrival(result, phi):
    """In epochs, where all seeds have arrived."""
    arrivals = result.arrivals[phi]
    return number(np.median(arrivals), 1) if np.isfinite(arrivals).all() else f"> {result.size.epochs}"


def span(ratio):
    low, middle, high = (number(value, 1) for value in np.percentile(ratio, [0, 50, 100]))
    return f"<b>{middle}</b> ({low}–{high})"


def readout(result):
    epochs = ", ".join(
        f"{NAMES[phi]} {median_arrival(result, phi)} (η = {rate:g})" for phi, rate in result.rates.items()
    )
    known = {phi: ratio for phi, ratio in result.ratios.items() if np.isfinite(ratio).all()}
    ratios = ", ".join(f"{NAMES[phi]}/ReLU {span(ratio)}" for phi, ratio in known.items())
    n, target = len(result.arrivals["relu"]), percent(result.target)
    return Words(
        f"Epochs to {target} error, {n} seeds: {epochs}. {ratios or 'No ratio'}. "
        "The 6 was tanh/ReLU in one conv net on CIFAR-10, 25% error.",
        f"误差降到 {target} 所用的轮数（{n} 个种子）：{epochs}。{ratios or '无比值'}。"
        "讲义的 6 是 CIFAR-10 上一个卷积网络的 tanh/ReLU，误差 25%。",
    )


def judge(result):
    """Solved if every seed's sigmoid takes at least 10 times as long as its ReLU; almost at 5 times."""
    lowest = result.ratios["sigmoid"].min()  # nan if one never arrived
    if not (result.tuned and lowest >= 5):
        return "open"
    return "solved" if lowest >= 10 else "almost"


CHALLENGE = Challenge(
    Words(
        "with tuned learning rates, make sigmoid 10 times slower than ReLU on every seed (all must arrive).",
        "在学习率各自调优时，让 sigmoid 在每个种子上都比 ReLU 慢 10 倍（且都到达目标）。",
    ),
    judge,
)


def race(**values):
    """ReLU, tanh and sigmoid learn real digits; how many epochs until the training error is down?
    ReLU、tanh 与 sigmoid 学习真实数字图像：训练误差降下来要多少轮？

    64 pixels (each less its mean), hidden layers of 32, 10 classes; softmax cross-entropy, mini-batches, no momentum.
    A learning rate of 0.05 · 2^k is chosen for each activation by seeds that do not race; then fresh seeds race.

    source : the lecture, section 2; its 6: Krizhevsky, Sutskever & Hinton, ImageNet Classification with Deep
             Convolutional Neural Networks (2012), Fig. 1
    """
    return Demo(
        race, Words("A race", "赛跑"), CONTROLS, compute, paint, draw, readout, challenge=CHALLENGE, values=values
    )
