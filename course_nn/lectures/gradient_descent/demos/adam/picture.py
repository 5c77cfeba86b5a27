"""Adam divides a mean of gradients by the root of a mean square: what steps come of which gradients?"""

from collections.abc import Callable, Generator
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number, plain, short
from course_nn.lectures.gradient_descent.demos.adam import digit_gradients
from course_nn.lectures.gradient_descent.demos.adam.gradient_signals import (
    BOWL_RATE,
    SCALES,
    STEPS,
    Course,
    course_of,
    largest_step,
    papers_bound,
)
from course_nn.stage import Challenge, Choice, Handle, Slider, Toggle, Values, Veil, demo

BETAS = {0.0: "0", 0.5: "0.5", 0.9: "0.9", 0.99: "0.99", 0.999: "0.999"}
RATES = {0.001: "0.001", 0.003: "0.003", 0.01: "0.01", 0.03: "0.03"}


def used_with(*names: str) -> Callable:
    """Whether a control is in use: with these gradients or these optimizers. Digit readers are trained by Adam."""
    return lambda v: v["signal"] in names or (v["method"] in names and v["signal"] != "digits")


def counts_quiet_steps(v: Values) -> bool:
    """Only Adam counts the quiet steps before a given row of gradients."""
    return v["method"] == "adam" and v["signal"] not in LOSSES


SIGNALS = {
    "constant": Words("constant", "恒定"),
    "alternating": Words("+1, −1, +1, …", "+1, −1, +1, …"),
    "spike": Words("one spike", "一个尖峰"),
    "growing": Words("growing", "逐步增大"),
    "tiny": Words("tiny, 10⁻¹²", "极小，10⁻¹²"),
    "noisy": Words("noisy", "带噪声"),
    "bowl": Words("of ½λx², from x = 1", "来自 ½λx²，起点 x = 1"),
    "digits": Words("of a digit reader", "来自识别数字的网络"),
}
METHODS = {"adam": "Adam", "rmsprop": "RMSProp", "adagrad": "AdaGrad"} | {
    "momentum": Words("momentum", "动量法"),
    "gradient_descent": Words("plain descent", "普通梯度下降"),
}


CONTROLS = {
    "signal": Choice(Words("gradients", "梯度"), SIGNALS, "constant"),
    "method": Choice(Words("optimizer", "优化器"), METHODS, "adam", used=lambda v: v["signal"] != "digits"),
    "correct": Toggle(Words("bias correction", "偏差校正"), True, used=used_with("adam", "digits")),
    "beta1": Choice(
        "β₁", BETAS, 0.9, means=Words("memory of the mean", "均值的记忆"), used=used_with("adam", "momentum", "digits")
    ),
    "beta2": Choice(
        "β₂",
        BETAS,
        0.999,
        means=Words("memory of the squares", "平方的记忆"),
        used=used_with("adam", "rmsprop", "digits"),
    ),
    "growth": Slider(Words("growth per step", "每步增大到几倍"), 1.0, 1.3, 1.03, 0.01, used=used_with("growing")),
    "quiet": Slider(Words("quiet steps before", "尖峰前梯度为 0 的步数"), 0, 5000, 0, 500, used=counts_quiet_steps),
    "eta": Choice("η", RATES, 0.001, means=Words("learning rate", "学习率"), used=used_with("digits")),
    "time": Slider(Words("time", "时间"), 1, 100, 12, 1, unit="%", plays=True),
}
SIZES = {  # of gradients, as far as they are shown
    "tiny": (1e-13, 1),
    "growing": (1e-2, 1e8),
    "bowl": (1e-160, 1e12),
    "digits": (1e-8, 1),
}
USUAL = (3e-3, 1e3)
LOSSES = {"bowl": (1e-300, 1e8), "digits": (0.01, 4)}
HIGHEST = 200  # step
LINES = dict(color=look.PALE, lw=6), dict(color=look.BLUE, lw=2.5), dict(color=look.ORANGE, lw=1.5)  # g, mean, root
NAMES = "|g|", "|m̂|", "√ŝ"
BARS = 0.72, 0.22  # how high on their axes they stand, one a parameter
PAIR = dict(color=look.BLACK, lw=3), dict(color=look.GREEN, ls=(0, (3, 3)), lw=2)  # the first and the second parameter
READERS = dict(color=look.BLUE), dict(color=look.VERMILION, ls="--")  # of digits, with correction and without


class Result(NamedTuple):
    method: str  # digits are learned with Adam, whatever the control says
    g: np.ndarray  # (T, 2) gradients
    course: Course
    now: int  # the step that is shown, from 1
    times: np.ndarray  # (K,) steps after which the losses are known
    losses: np.ndarray  # (2, K) in both bowls, or of digit readers with correction and without; else (2, 0)
    other: np.ndarray  # (T,) the first parameter's steps with the correction switched; (0,) where that tells nothing


def compute(signal, method, correct, beta1, beta2, growth, quiet, eta, time) -> Generator[float, None, Result]:
    if signal == "digits":
        method, (course, losses) = "adam", (yield from digit_gradients.course_and_losses(correct, beta1, beta2, eta))
        times = digit_gradients.EVERY * np.arange(losses.shape[1])
    else:
        course = yield from course_of(signal, method, correct, beta1, beta2, growth, quiet)
        losses = (0.5 * SCALES * course.theta**2).T if signal == "bowl" else np.zeros((2, 0))
        times = np.arange(losses.shape[1])
    switched = method == "adam" and signal not in LOSSES
    other = (yield from course_of(signal, method, not correct, beta1, beta2, growth, quiet)) if switched else None
    return Result(
        method=method,
        g=course.g,
        course=course,
        now=max(1, round(time / 100 * len(course.steps))),
        times=times,
        losses=losses,
        other=other.steps[:, 0] if other else np.zeros(0),
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    boxes = [(0.065, 0.29), (0.42, 0.29), (0.785, 0.2), (0.755, 0.24)]  # the last two in one place
    sizes, steps, loss, fractions = (figure.add_axes((left, 0.16, width, 0.72)) for left, width in boxes)
    for axes in (sizes, steps, loss):
        axes.set(xlim=(0, STEPS), yscale="log", xlabel=Words("step", "步").drawn())
    loss.set_title(term("loss").drawn())
    return SimpleNamespace(
        axes=(sizes, steps, loss),
        fractions=fractions,
        key=[marks.key(sizes, [one], x=k / 3, y=1.11) for k, one in enumerate(zip(NAMES, LINES))],
        parts=[[marks.line(sizes, **style) for _ in SCALES] for style in LINES],
        **paint_steps(steps),
        nows=[marks.now(axes) for axes in (sizes, steps, loss)],
        losses=[marks.line(loss, **style) for style in READERS],
        readers=paint_readers(loss),
        numbers=paint_fractions(fractions),
    )


def paint_steps(axes: Axes) -> dict:
    """How long the steps are, with the correction and without, below the two bounds."""
    axes.set_yscale("symlog", linthresh=8, linscale=4)  # a plain axis up to 8, so that 1, 3.16 and 7.27 can be told
    axes.set(ylim=(-0.3, HIGHEST), title=Words("size of the step, in η", "步长，以 η 为单位").drawn())
    axes.set_yticks([*range(8), 100], [*"01234567", "100"])
    small = dict(ha="right", fontsize=look.SMALL, color=look.ink(look.GREY))
    level = small | {"transform": axes.get_yaxis_transform()}
    return {
        "goal": goals.level(axes, 5, x=0.98, ha="right"),
        "steps": [marks.line(axes, zorder=2, **style) for style in PAIR],
        "other": marks.line(axes, color=look.GREY, lw=1.5, zorder=1.5),
        "grey": axes.text(0.98, 0.955, "", transform=axes.transAxes, va="top", **small),
        "bounds": [axes.axhline(1, color=look.GREY, lw=1, ls=ls, zorder=1) for ls in ("--", ":")],
        "names": [axes.text(0.99, 1, "", va=va, **level) for va in ("top", "bottom")],
        "point": marks.dot(axes),
    }


def paint_readers(axes: Axes) -> list:
    """What the two losses of digit readers are."""
    names = zip(READERS, (Words("corrected", "有校正"), Words("raw", "无校正")), (0.9, 0.81))
    high = dict(x=0.97, transform=axes.transAxes, ha="right", fontsize=look.SMALL)
    return [axes.text(y=y, s=name.drawn(), color=look.ink(style["color"]), **high) for style, name, y in names]


def paint_fractions(axes: Axes) -> list:
    """The step that is shown as a fraction, for each parameter: what stands above, below, and what it makes."""
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_axis_off()
    middle = dict(ha="center", va="center", fontsize=15)
    colors = [look.ink(style["color"]) for style in LINES[1:]]
    numbers = []
    for k, (y, style) in enumerate(zip(BARS, PAIR), 1):
        axes.text(
            0, y + 0.2, Words(f"parameter {k}: m̂ / √ŝ", f"参数 {k}：m̂ / √ŝ").drawn(), color=look.ink(style["color"])
        )
        axes.plot([0.02, 0.44], [y, y], color=look.BLACK, lw=1.2)
        above, below = (axes.text(0.23, y + up, "", color=color, **middle) for up, color in zip((0.075, -0.09), colors))
        step = axes.text(0.5, y, "", color=look.ink(style["color"]), **middle | {"ha": "left"})
        numbers.append((above, below, step))
    return numbers


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    closed = values.signal in LOSSES
    artists.axes[2].set_visible(closed)
    artists.fractions.set_visible(not closed)
    for axes, line in zip(artists.axes, artists.nows):
        marks.fit(axes, xlim=(0, len(result.course.steps)))
        marks.at(line, result.now)
    draw_sizes(artists, result, values)
    draw_steps(artists, result, values)
    (draw_losses if closed else draw_fractions)(artists, result, values)


def draw_sizes(artists: SimpleNamespace, result: Result, values: Values) -> None:
    course, low_high = result.course, SIZES.get(values.signal, USUAL)
    marks.fit(artists.axes[0], ylim=low_high)
    for lines, sizes in zip(artists.parts, (result.g, course.top, course.root)):
        for line, size in zip(lines, np.abs(sizes).T):
            line.set_data(np.arange(1, len(size) + 1), size.clip(*low_high))


def draw_steps(artists: SimpleNamespace, result: Result, values: Values) -> None:
    steps = np.abs(result.course.steps).clip(0, HIGHEST)
    for line, walk in zip(artists.steps, steps.T):
        line.set_data(np.arange(1, len(walk) + 1), walk)
    artists.point.set_data([result.now], steps[[result.now - 1], 0])
    artists.other.set_data(np.arange(1, len(result.other) + 1), np.abs(result.other).clip(0, HIGHEST))
    grey = Words("grey: without correction", "灰：无校正") if values.correct else Words("grey: corrected", "灰：有校正")
    artists.grey.set_text(grey.drawn() if len(result.other) else "")
    limits = [bound(values.beta1, values.beta2) for bound in (papers_bound, largest_step)]
    names = Words("Adam's paper", "Adam 论文"), Words("largest", "上确界")
    for line, text, name, limit, up in zip(artists.bounds, artists.names, names, limits, (-0.15, 0.05)):
        visible = result.method == "adam" and limit < HIGHEST
        line.set(ydata=[limit, limit] if visible else [0, 0], visible=visible)
        text.set(y=limit + up if visible else 0, text=f"{name.drawn()} {plain(limit, 2)}", visible=visible)


def draw_losses(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fit(artists.axes[2], ylim=LOSSES[values.signal])
    for line, losses, text in zip(artists.losses, result.losses, artists.readers):
        line.set_data(result.times, losses.clip(*LOSSES[values.signal]))
        text.set_visible(values.signal == "digits")


def draw_fractions(artists: SimpleNamespace, result: Result, values: Values) -> None:
    course, now = result.course, result.now - 1
    for k, texts in enumerate(artists.numbers):
        above, below, step = (short(part[now, k], (3, 1), 10, 0.01) for part in (course.top, course.root, course.steps))
        for text, words in zip(texts, (above, below, f"= {step} η")):
            text.set_text(words)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The size of the first steps."""
    height = {"short": 0.4, "eta": 1.0, "long": 3.5}[option]
    return artists.point.axes, [(0, height), (0.6 * STEPS, height)]


def about_bowl(result: Result) -> Words:
    """The lowest place of the first parameter, the highest afterwards, and what Adam makes of η."""
    x, rate = np.abs(result.course.theta[:, 0]), magnitude(BOWL_RATE / result.course.root[result.now - 1, 0])
    low = int(x.argmin())
    back = low + int(x[low:].argmax())
    deep, far = magnitude(x[low]), magnitude(x[back])
    return Words(
        f" η / √ŝ = {rate}. x is nearest to 0 at step {low}: {deep}; then it goes as far as {far}, at step {back}.",
        f"η / √ŝ = {rate}。x 在第 {low} 步离 0 最近：{deep}；此后最远到 {far}，在第 {back} 步。",
    )


def about_digits(result: Result) -> Words:
    corrected, raw = (number(losses[-1], 3) for losses in result.losses)
    return Words(
        f" Loss after {digit_gradients.STEPS} steps, median of 5 networks: {corrected} with correction, {raw} without.",
        f"{digit_gradients.STEPS} 步之后的损失，5 个网络的中位数：有校正 {corrected}，无校正 {raw}。",
    )


def readout(result: Result, values: Values) -> Words:
    course, now = result.course, result.now - 1
    g, m, s, top, root, step = (short(part[now, 0], (3, 1), 10, 0.01) for part in course[:6])
    second, largest = short(course.steps[now, 1], (3, 1), 10, 0.01), short(np.abs(course.steps).max(), (3, 1), 10, 0.01)
    more = {"bowl": about_bowl, "digits": about_digits}.get(values.signal, lambda _: Words("", ""))(result)
    return Words(
        f"Step {result.now}: the first parameter has g = {g}, m = {m}, s = {s}; it goes m̂ / √ŝ = {top} / {root} = "
        f"<b>{step} η</b>, the second parameter {second} η.\nThe largest of all steps: {largest} η.{more.en}",
        f"第 {result.now} 步：第一个参数 g = {g}，m = {m}，s = {s}，步长 m̂ / √ŝ = {top} / {root} = "
        f"<b>{step} η</b>，第二个参数的步长为 {second} η。\n各步中最大的：{largest} η。{more.zh}",
    )


# Given are the gradients.
OF_MEANS = ("key.1", "key.2", "parts.1", "parts.2", "numbers", "nows")
VEIL = Veil(
    (*OF_MEANS, "steps", "other", "grey", "bounds", "names", "point", "goal", "losses", "readers"), given=("g",)
)
USES = {
    "switch-bias-correction": ("correct", "time"),
    "gradients-second-parameter": ("signal",),
    "choose-spike-set": ("signal", "quiet"),
    "choose-tiny": ("signal",),
}
TO_DO = {
    "switch-bias-correction": lambda result, seen: (
        result.method == "adam" and len(seen["correct"]) > 1 and len(seen["time"]) > 1
    ),
    "gradients-second-parameter": lambda result, seen: len(seen["signal"]) > 3,
    "choose-spike-set": lambda result, values: values.signal == "spike" and values.quiet >= 4000,
    "choose-tiny": lambda result, values: (values.signal, values.method) == ("tiny", "adam"),
}


def judge(result: Result, values: Values) -> str:
    """Solved by a corrected step above 5 η with the usual β; almost by one above what the paper allows."""
    betas = values.beta1, values.beta2
    if not (result.method == "adam" and values.correct and betas == (0.9, 0.999)):
        return "open"
    largest = np.abs(result.course.steps).max()
    return "solved" if largest > 5 else "almost" if largest > papers_bound(*betas) else "open"


CHALLENGE = Challenge(
    Words(
        "Adam with its correction, β₁ = 0.9 and β₂ = 0.999: make it take a step above 5 η.",
        "Adam，开启校正，β₁ = 0.9、β₂ = 0.999：让某一步超过 5 η。",
    ),
    judge,
)


def growing_gradients(line: Any, result: Result, values: Values) -> np.ndarray:
    """The first parameter's gradients, where a hand may bend them."""
    return line.get_xydata()[None] if values.signal == "growing" else np.zeros((0, 1, 2))


def growth_through(result: Result, k: float, g: float) -> dict:
    """The growth with which the gradient is g at step k."""
    return {"growth": max(g, 1.0) ** (1 / max(k - 1, 1))}


def losses_of_readers(line: Any, result: Result, values: Values) -> np.ndarray:
    """The losses of digit readers; a press on one of them shows the gradients of that reader."""
    return line.get_xydata()[None] if values.signal == "digits" else np.zeros((0, 1, 2))


def time_at(result: Result, x: float, y: float) -> dict:
    return {"time": 100 * x / len(result.course.steps)}


HANDLES = [
    *(Handle(lambda artists, k=k: artists.nows[k], drag=time_at) for k in range(3)),
    Handle(lambda artists: artists.parts[0][0], at=growing_gradients, drag=growth_through),
    Handle(lambda artists: artists.losses[0], at=losses_of_readers, click=lambda result, k: {"correct": True}),
    Handle(lambda artists: artists.losses[1], at=losses_of_readers, click=lambda result, k: {"correct": False}),
    Handle("point", drag=time_at),
]


@demo(Words("Adam, step by step", "一步一步看 Adam"))
def adam(**values):
    """Given gradients, what Adam and others remember of them, and the steps they take; for two parameters at once.
    给定梯度，看 Adam 等优化器记住了什么、每步走多远；两个参数同时显示。

    m ← β₁ m + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²;  step η m̂ / √ŝ,  m̂ = m / (1 − β₁ᵗ),  ŝ = s / (1 − β₂ᵗ)

    The second parameter's gradients are a hundred times the first's: λ = 1 and 100 in ½λx², where η = 0.1.

    source : Kingma & Ba, Adam: A Method for Stochastic Optimization (2015)
    """
