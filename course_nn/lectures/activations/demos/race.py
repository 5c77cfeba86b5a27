"""Which activation learns fastest? An answer needs a tuned learning rate for each, many seeds, and no favourite."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.lectures.activations.learning_speed import CHECKS, GOAL, RATES, Size, epochs_to, race_at, slowest, tune
from course_nn.patience import part
from course_nn.stage import Challenge, Choice, Demo, look
from course_nn.words import Words

NAMES = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoid"}
STYLES = {
    "relu": dict(color=look.BLUE, marker="o"),
    "tanh": dict(color=look.GREEN, marker="s", ls="--"),
    "sigmoid": dict(color=look.ORANGE, marker="^", ls="-."),
}
COMMON = 0.1  # the learning rate that may be forced on all
TARGETS = (0.25, 0.1, 0.05, GOAL)
SIZES = {"quick": Size(300, 25, 2, 5, 80), "big": Size(1797, 100, 2, 12, 100)}
CONTROLS = {
    "layers": Choice(Words("layers", "层数"), {1: "1", 3: "3"}, 1, costly=(3,)),
    "target": Choice(Words("error", "误差"), {t: f"{t:.0%}" for t in TARGETS}, 0.05),
    "tuned": Choice("η", {True: Words("tuned", "各自调优"), False: Words(f"{COMMON} for all", "统一")}, True),
    "size": Choice(
        Words("seeds", "种子"), {name: str(size.racing) for name, size in SIZES.items()}, "quick", costly=("big",)
    ),
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
    size, errors, rates, tuning = SIZES[size], {}, {}, {}
    for k, phi in enumerate(NAMES):
        rates[phi] = COMMON
        if tuned:
            tried = yield from part(tune(phi, layers, size), 2 * k, 6)
            tuning[phi] = RATES, slowest(target, tried)
            rates[phi] = float(RATES[np.nan_to_num(tuning[phi][1], nan=np.inf).argmin()])
        errors[phi] = yield from part(race_at(phi, layers, size, rates[phi]), 2 * k + 1, 6)
    arrivals = {phi: epochs_to(target, e) for phi, e in errors.items()}
    if not tuned:
        tuning = {phi: (np.array([COMMON]), a.max(keepdims=True)) for phi, a in arrivals.items()}
    ratios = {phi: arrivals[phi] / arrivals["relu"] for phi in ("tanh", "sigmoid")}
    return Result(errors, arrivals, rates, tuning, ratios, target, bool(tuned), size)


def paint(figure):
    shapes = {phi: style | {"ls": "", "ms": 7, "mec": "white"} for phi, style in STYLES.items()}
    errors, tuning, ratios = figure.subplots(1, 3, width_ratios=[1, 0.9, 1.1])
    errors.set(xscale="log", yscale="log", xlim=(0.2, 120), ylim=(0.009, 1.1), xlabel="epoch", title="training error")
    errors.set_xticks([1, 10, 100], ["1", "10", "100"])
    errors.set_yticks([0.01, 0.1, 1], ["1%", "10%", "100%"])
    tuning.set(xscale="log", yscale="log", xlim=(0.04, 32), ylim=(0.02, 120), xlabel="learning rate η")
    tuning.set_title("epochs to the error")
    tuning.set_xticks([0.1, 1, 10], ["0.1", "1", "10"])
    tuning.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    ratios.set(xscale="log", xlim=(0.2, 60), ylim=(-0.75, 1.95), title="epochs, relative to ReLU")
    ratios.set_xticks([0.5, 1, 2, 6, 20], ["½", "1", "2", "6", "20"])
    ratios.set_yticks([1, 0], ["tanh", "sigmoid"])
    ratios.tick_params(which="minor", bottom=False)
    ratios.axvline(1, color=look.GREY, lw=0.8)
    ratios.axvline(6, ymax=0.9, color=look.VERMILION, lw=1.5, ls="--")
    ratios.text(6, 1.72, "the lecture's 6", color=look.VERMILION, fontsize=10, ha="center")
    for phi, y in zip(NAMES, (0.11, 0.06, 0.033)):
        tuning.plot([0.05, 0.085, 0.15], [y] * 3, ms=6, lw=1.2, markevery=[1], zorder=1, **STYLES[phi])
        tuning.text(0.19, y, NAMES[phi], va="center", fontsize=10, zorder=1)
    return SimpleNamespace(
        errors={phi: errors.plot([], [], lw=0.8, color=STYLES[phi]["color"])[0] for phi in NAMES},
        target=errors.plot([0.2, 120], [1, 1], color=look.BLACK, lw=1, ls=":")[0],
        arrivals={phi: errors.plot([], [], zorder=4, **shapes[phi])[0] for phi in NAMES},
        tuning={phi: tuning.plot([], [], ms=5, lw=1.2, **STYLES[phi])[0] for phi in NAMES},
        chosen=tuning.plot([], [], "o", ms=12, mfc="none", mec=look.BLACK, mew=1.5)[0],
        dots={phi: ratios.plot([], [], **shapes[phi])[0] for phi in NAMES if phi != "relu"},
        medians=ratios.plot([], [], color=look.BLACK, lw=2.5, zorder=1.5)[0],
        never=[ratios.text(0.24, y, "", fontsize=10, va="center") for y in (0.6, -0.4)],
    )


def draw(artists, result):
    artists.target.set_ydata([result.target] * 2)
    for phi, line in artists.errors.items():
        checks, seeds = result.errors[phi].shape
        epochs = np.append(np.arange(checks) / CHECKS, np.nan)  # one line with gaps for all seeds
        curves = np.vstack([result.errors[phi], np.full(seeds, np.nan)])
        line.set_data(np.tile(epochs, seeds), curves.T.ravel().clip(0.0095))
        artists.arrivals[phi].set_data(result.arrivals[phi], np.full(seeds, result.target))
        artists.tuning[phi].set_data(*result.tuning[phi])
    artists.chosen.set_data(
        list(result.rates.values()),
        [epochs[rates == result.rates[phi]][0] for phi, (rates, epochs) in result.tuning.items()],
    )
    places, strokes = (1, 0), []
    for y, (phi, ratio), never in zip(places, result.ratios.items(), artists.never):
        spread = np.linspace(-0.2, 0.2, len(ratio))
        artists.dots[phi].set_data(ratio.clip(0.21, 58), y + spread)
        there = np.isfinite(ratio)
        strokes += [(np.median(ratio[there]) if there.any() else np.nan, y + end) for end in (-0.3, 0.3)]
        strokes.append((np.nan, np.nan))
        never.set_text("" if there.all() else f"{np.sum(~there)} of {len(ratio)} not there")
    artists.medians.set_data(*np.array(strokes).T)


def readout(result):
    def median(phi):
        there = np.isfinite(result.arrivals[phi])
        return f"{np.median(result.arrivals[phi][there]):.1f}" if there.all() else f"> {result.size.epochs}"

    def span(phi):
        ratio = result.ratios[phi]
        low, middle, high = np.percentile(ratio, [0, 50, 100]) if np.isfinite(ratio).all() else [np.nan] * 3
        return f"<b>{middle:.1f}</b> ({low:.1f}–{high:.1f})" if np.isfinite(middle) else ""

    epochs = ", ".join(f"{NAMES[phi]} {median(phi)} (η = {rate:g})" for phi, rate in result.rates.items())
    known = [(phi, span(phi)) for phi in result.ratios if span(phi)]
    ratios = ", ".join(f"{NAMES[phi]}/ReLU {text}" for phi, text in known)
    n, target = len(result.arrivals["relu"]), f"{result.target:.0%}"
    return Words(
        f"Epochs to {target} error, {n} seeds: {epochs}. {ratios or 'No ratio'}. "
        "The 6 was tanh/ReLU in one conv net on CIFAR-10, 25% error.",
        f"误差降到 {target} 所用的轮数（{n} 个种子）：{epochs}。{ratios or '无比值'}。"
        "讲义的 6 是 CIFAR-10 上一个卷积网络的 tanh/ReLU，误差 25%。",
    )


def judge(result):
    """Solved if every seed's sigmoid takes at least 10 times as long as its ReLU; almost at 5 times."""
    ratio = result.ratios["sigmoid"]
    if not (result.tuned and np.isfinite(ratio).all()):
        return "open"
    return "solved" if ratio.min() >= 10 else "almost" if ratio.min() >= 5 else "open"


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

    values : layers (1 or 3 hidden), target (training error), tuned (or one rate for all), size ("quick" or "big")
    raises : BadInput for an unknown name or value
    source : the lecture, section 2; its 6: Krizhevsky, Sutskever & Hinton, ImageNet Classification with Deep
             Convolutional Neural Networks (2012), Fig. 1
    """
    return Demo(
        race, Words("A race", "赛跑"), CONTROLS, compute, paint, draw, readout, challenge=CHALLENGE, values=values
    )
