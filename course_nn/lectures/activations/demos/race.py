"""Which activation learns fastest? An answer needs a tuned learning rate for each, many seeds, and no favourite."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished, part
from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number, percent, plain
from course_nn.lectures.activations.learning_speed import (
    GOAL,
    SIZES,
    Setting,
    Size,
    best_rate,
    evaluations,
    race_at,
    tune,
    typical,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Values, Veil, demo, tried
from course_nn.training import arrivals

NAMES = {name: words.en for name, words in activation_names(["relu", "leaky_relu", "tanh", "sigmoid"]).items()}
STYLES = {
    "relu": {"color": look.BLUE, "marker": "o"},
    "leaky_relu": {"color": look.VERMILION, "marker": "D", "ls": ":"},
    "tanh": {"color": look.GREEN, "marker": "s", "ls": "--"},
    "sigmoid": {"color": look.ORANGE, "marker": "^", "ls": "-."},
}
RIVALS = {"leaky_relu": 2, "tanh": 1, "sigmoid": 0}  # of ReLU, and their rows
ENDS = 0.2, 60.0  # of the updates relative to those of ReLU
COMMON = {"gradient_descent": 0.1, "adam": 0.01}  # the learning rate that may be forced on all
OPTIMIZERS = {
    "gradient_descent": term("gradient descent"),
    "adam": Words("Adam", "Adam"),
}
TARGETS = (0.25, 0.1, 0.05, GOAL)
DIGITS = {name: str(size.digits) for name, size in SIZES.items()}
PIXELS = {False: Words("centred", "已中心化"), True: Words("raw, 0 … 16", "原始值 0 … 16")}
CONTROLS = {
    "layers": Choice(Words("layers", "层数"), {1: "1", 3: "3"}, 1, costly=(3,)),
    "bias": Choice(Words("first b", "初始 b"), {0: "0", 5: "+5", -5: "−5"}, 0, used=lambda v: v["layers"] == 1),
    "optimizer": Choice(Words("optimizer", "优化器"), OPTIMIZERS, "gradient_descent"),
    "target": Choice(Words("error", "目标误差"), {t: f"{t:.0%}" for t in TARGETS}, 0.05),
    "tuned": Choice(
        "η",
        {True: Words("tuned for each", "各自调优"), False: Words("one for all", "统一取值")},
        True,
        means=Words("learning rate", "学习率"),
    ),
    "size": Choice(Words("digits", "样本数"), DIGITS, "quick", costly=("big",)),
    "raw": Choice(Words("pixels", "像素"), PIXELS, False, used=lambda v: v["tuned"]),
}


class Result(NamedTuple):
    errors: dict  # φ -> (K, seeds) training error of the race, after K evaluations
    arrivals: dict  # φ -> (seeds,) updates to the target, nan for a seed that never got there
    rates: dict  # φ -> its learning rate
    tuning: dict  # φ -> learning rates, and for each the median updates of the seeds that tune, or nan
    ratios: dict  # φ -> (seeds,) its updates / ReLU's updates, seed by seed; nan if one of them never arrived
    bias: int  # of all hidden units at the start
    size: Size


def compute(layers, bias, optimizer, target, tuned, size, raw) -> Generator[float, None, Result]:
    size = SIZES[size]
    errors, came, rates, tuning = {}, {}, {}, {}
    first = bias if layers == 1 else 0
    for k, phi in enumerate(NAMES):
        setting = Setting(phi, layers, size, first, optimizer, raw=raw and tuned)
        rates[phi] = COMMON[optimizer]
        if tuned:
            tried = yield from part(tune(setting), 2 * k, 2 * len(NAMES))
            rates[phi] = best_rate(setting, target, tried)
            tuning[phi] = setting.rates, typical(target, tried, size.updates)
        errors[phi] = yield from part(race_at(setting, rates[phi]), 2 * k + 1, 2 * len(NAMES))
        came[phi] = arrivals(target, errors[phi], evaluations(size.updates))
        if not tuned:
            tuning[phi] = np.array([COMMON[optimizer]]), typical(target, errors[phi][:, None], size.updates)
    return Result(
        errors=errors,
        arrivals=came,
        rates=rates,
        tuning=tuning,
        ratios={phi: came[phi] / came["relu"] for phi in RIVALS},
        bias=first,
        size=size,
    )


def paint(figure: Figure) -> SimpleNamespace:
    errors, tuning, ratios = figure.subplots(1, 3, width_ratios=[1, 0.9, 1.1])
    errors.set(xscale="log", yscale="log", xlim=(0.9, 2000), ylim=(0.009, 1.1))
    errors.set(xlabel=Words("update", "更新次数").drawn(), title=Words("training error", "训练误差").drawn())
    errors.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    errors.set_yticks([0.01, 0.1, 1], ["1%", "10%", "100%"])
    errors.hlines(TARGETS, 0.9, 2000, color=look.PALE, lw=0.8, zorder=0)
    tuning.set(xscale="log", yscale="log", xlim=(8e-4, 40), ylim=(0.2, 2000))
    tuning.set(xlabel=Words("learning rate η", "学习率 η").drawn())
    tuning.set_title(Words("updates to the error", "达到目标误差的更新次数").drawn())
    tuning.set_xticks([0.001, 0.1, 10], ["0.001", "0.1", "10"])
    tuning.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    names = [(NAMES[phi], style | {"ms": 6, "lw": 1.2}) for phi, style in STYLES.items()]
    marks.key(tuning, names, x=0.04)
    shapes = {phi: style | {"ls": "", "ms": 7, "mec": "white"} for phi, style in STYLES.items()}
    return SimpleNamespace(
        **paint_ratios(ratios),
        errors={phi: marks.line(errors, lw=0.8, color=style["color"]) for phi, style in STYLES.items()},
        target=errors.plot([0.9, 2000], [1, 1], color=look.BLACK, lw=1, ls=":")[0],
        arrivals={phi: marks.line(errors, zorder=4, **shape) for phi, shape in shapes.items()},
        tuning={phi: marks.line(tuning, ms=5, lw=1.2, **style) for phi, style in STYLES.items()},
        chosen=marks.ring(tuning, ms=12, mew=1.5, mec=look.BLACK),
        dots={phi: marks.line(ratios, **shapes[phi]) for phi in RIVALS},
        medians=marks.line(ratios, color=look.BLACK, lw=2.5, zorder=1.5),
        never={phi: ratios.text(0.24, y - 0.4, "", fontsize=look.SMALL, va="center") for phi, y in RIVALS.items()},
    )


def paint_ratios(ratios: Axes) -> dict:
    """A row for each rival, the ReLU at 1, and what was measured elsewhere; and the goal."""
    ratios.set(xscale="log", xlim=ENDS, ylim=(-0.75, 2.95))
    ratios.set_title(Words("updates, relative to ReLU", "更新次数与 ReLU 之比").drawn())
    ratios.set_xticks([0.5, 1, 2, 6, 20], ["½", "1", "2", "6", "20"])
    ratios.set_yticks(list(RIVALS.values()), ["Leaky", "tanh", "sigmoid"])
    ratios.minorticks_off()
    ratios.axvline(1, color=look.GREY, lw=0.8)
    goal = [*ratios.plot([5, 5], [-0.45, 0.45], **goals.LINE), goals.name(ratios, 4.7, -0.45, ha="right", va="center")]
    six = ratios.axvline(6, ymax=0.9, color=look.VERMILION, lw=1.5, ls="--")
    name = Words("the 6 of 2012", "2012 年的 6 倍").drawn()
    words = ratios.text(6, 2.7, name, color=look.ink(look.VERMILION), fontsize=look.SMALL, ha="center")
    return dict(goal=goal, elsewhere=[six, words])


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    artists.target.set_ydata([values.target] * 2)
    times = evaluations(result.size.updates).clip(0.91)  # a logarithmic axis has no 0
    for phi, line in artists.errors.items():
        count, seeds = result.errors[phi].shape
        updates = np.append(times[:count], np.nan)  # one line with gaps for all seeds
        curves = np.vstack([result.errors[phi], np.full(seeds, np.nan)])
        line.set_data(np.tile(updates, seeds), curves.T.ravel().clip(0.0095))
        artists.arrivals[phi].set_data(result.arrivals[phi], np.full(seeds, values.target))
        artists.tuning[phi].set_data(*result.tuning[phi])
    chosen = [updates[rates == result.rates[phi]][0] for phi, (rates, updates) in result.tuning.items()]
    artists.chosen.set_data(list(result.rates.values()), chosen)
    draw_ratios(artists, result)


def draw_ratios(artists: SimpleNamespace, result: Result) -> None:
    """A dot for each seed that arrived, a stroke at their median, and how many never did."""
    strokes = []
    for phi, ratio in result.ratios.items():
        y, there = RIVALS[phi], np.isfinite(ratio)
        artists.dots[phi].set_data(ratio.clip(0.21, 58), y + np.linspace(-0.2, 0.2, len(ratio)))
        median = np.median(ratio[there]) if there.any() else np.nan
        strokes += [(median, y - 0.3), (median, y + 0.3), (np.nan, np.nan)]
        lost, all_of_them = np.sum(~there), len(ratio)
        never = Words(f"{lost} of {all_of_them} not there", f"{all_of_them} 个中有 {lost} 个未达到").drawn()
        artists.never[phi].set_text("" if there.all() else never)
    artists.medians.set_data(*np.array(strokes).T)


def median_arrival(result: Result, phi: str) -> str:
    """The updates after which half of the seeds have arrived."""
    arrivals = np.nan_to_num(result.arrivals[phi], nan=np.inf)
    median = np.median(arrivals)
    return number(median, 0) if np.isfinite(median) else f"> {result.size.updates}"


def span(ratio: np.ndarray) -> tuple:
    """The median of the ratios, and the lowest and the highest, as text."""
    low, middle, high = (number(value, 1) for value in np.percentile(ratio, [0, 50, 100]))
    return f"<b>{middle}</b>", f"{low} – {high}"


def ghost(artists: SimpleNamespace, option: str) -> tuple | None:
    """The updates of tanh beside those of ReLU."""
    ratio = PREDICTED.get(option)  # the second question has other options
    return (artists.medians.axes, [(ratio, RIVALS["tanh"])]) if ratio else None


def updates_of_tanh() -> np.ndarray:
    """Relative to those of ReLU, where the demo starts: one for each seed that races."""
    return finished(compute(**{name: control.start for name, control in CONTROLS.items()})).ratios["tanh"]


PREDICTED = {"tanh": 0.7, "relu": 1.4, "six": 6.0}
ESTIMATE = Mark(
    axes=lambda artists: artists.medians.axes,
    along="x",
    label=Words("updates of tanh, relative to ReLU", "tanh 与 ReLU 的更新次数之比"),
    low=ENDS[0],
    high=ENDS[1],
    log=True,
    unit="×",
    where=RIVALS["tanh"],
    reach=0.45,
    truth=lambda: np.median(updates_of_tanh()),
    spread=lambda: (updates_of_tanh().min(), updates_of_tanh().max()),
    places=PREDICTED,
)


def readout(result: Result, values: Values) -> Words:
    n, target = result.size.racing, percent(values.target)
    medians = [(NAMES[phi], median_arrival(result, phi), f"{rate:g}") for phi, rate in result.rates.items()]
    known = [(NAMES[phi], *span(ratio)) for phi, ratio in result.ratios.items() if np.isfinite(ratio).all()]
    times = Words(
        ", ".join(f"{name} {steps} (η = {rate})" for name, steps, rate in medians),
        "，".join(f"{name} {steps} 次（η = {rate}）" for name, steps, rate in medians),
    )
    ratios = Words(
        "; ".join(f"{name} {middle} ({reach})" for name, middle, reach in known) or "not known, some never arrived",
        "；".join(f"{name} {middle}（{reach}）" for name, middle, reach in known) or "无法计算，有的未达到目标",
    )
    first = Words(
        f" All hidden biases started at {plain(result.bias)}.", f"隐藏层的偏置都从 {plain(result.bias)} 开始。"
    )
    first = first if result.bias else Words("", "")
    return Words(
        f"Updates to {target} training error, median of {n} seeds: {times.en}.\n"
        f"Relative to ReLU, median (and range): {ratios.en}.{first.en}",
        f"训练误差降到 {target} 所需的更新次数（{n} 个随机种子的中位数）：{times.zh}。\n"
        f"与 ReLU 之比的中位数（及范围）：{ratios.zh}。{first.zh}",
    )


# Given is the race of ReLU, with which the others are compared.
OF_RIVALS = tuple(f"{part}.{phi}" for part in ("errors", "arrivals", "tuning") for phi in RIVALS)
VEIL = Veil(
    ("goal", "elsewhere", *OF_RIVALS, "chosen", "dots", "medians", "never"),
    given=("errors", "arrivals", "tuning", "rates", "size"),
)
USES = {
    "compare-relu-tanh": ("target",),
    "sceptic": ("sceptic",),
    "one-rate": ("tuned",),
}
TO_DO = {
    "compare-relu-tanh": tried(target=(0.02,)),
    "sceptic": tried(sceptic=("deep", "adam", "bias", "both")),
    "one-rate": tried(tuned=(False,)),
}


def judge(result: Result, values: Values) -> str:
    """Solved if every seed's sigmoid takes at least 5 times as long as its ReLU; almost at 3 times."""
    lowest = result.ratios["sigmoid"].min()  # nan if one never arrived
    if not (values.tuned and lowest >= 3):
        return "open"
    return "solved" if lowest >= 5 else "almost"


CHALLENGE = Challenge(
    Words(
        "with tuned learning rates, let the sigmoid need at least 5 times as many updates as ReLU on every seed.",
        "在学习率各自调优时，使 sigmoid 在每个随机种子上所用的更新次数都不少于 ReLU 的 5 倍。",
    ),
    judge,
)


def saved_by_tanh(result: Result) -> float:
    """The share of ReLU's updates that tanh does without, %; the median of the seeds.

    One that never arrives counts as if it came with the last update.
    """
    tanh, relu = (np.nan_to_num(result.arrivals[phi], nan=result.size.updates) for phi in ("tanh", "relu"))
    return 100 * (1 - float(np.median(tanh / relu)))


SCEPTIC = Sceptic(
    Words("tanh needs fewer updates than ReLU.", "tanh 用的更新次数比 ReLU 少。"),
    Words("Saved, in percent of ReLU’s updates", "比 ReLU 少用的百分比"),
    saved_by_tanh,
    {
        "deep": Change(Words("three hidden layers", "三个隐藏层"), {"layers": 3}),
        "adam": Change(Words("Adam for both", "都改用 Adam"), {"optimizer": "adam"}),
        "bias": Change(Words("first biases +5", "初始偏置 +5"), {"bias": 5}),
        "raw": Change(Words("raw pixels, 0 … 16", "原始像素，0 … 16"), {"raw": True}),
        "both": Change(Words("first biases +5, and Adam", "初始偏置 +5，改用 Adam"), {"bias": 5, "optimizer": "adam"}),
    },
)

HANDLES = [
    Handle(  # the errors to be reached
        "target",
        at=lambda line, result: [[(0.9, target), (2000, target)] for target in TARGETS],
        click=lambda result, k: {"target": TARGETS[k]},
    )
]


@demo(Words("A race", "赛跑"))
def race(**values):
    """ReLU, Leaky ReLU, tanh and sigmoid learn real digits; how many updates until the training error is down?
    ReLU、Leaky ReLU、tanh 与 sigmoid 学习真实的手写数字：训练误差降下来要更新多少次？

    64 pixels (each less its mean), hidden layers of 32, 10 classes; softmax cross-entropy, mini-batches.
    A learning rate of 0.2 · 2^k (Adam: 0.004 · 2^k) is chosen for each activation by seeds that do not race; then
    fresh seeds race, which draw the first weights and the order of the digits.
    With one hidden layer its biases may all start at +5 or −5, which puts its units far to one side of 0.
    The error is computed after each of the first 20 updates, then after every 5 % more.

    source : the lecture, section 2; its 6: Krizhevsky, Sutskever & Hinton, ImageNet Classification with Deep
             Convolutional Neural Networks (2012), Fig. 1
    """
