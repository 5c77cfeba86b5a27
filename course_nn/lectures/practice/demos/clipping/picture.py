"""Clipping the gradient: at a cliff, and in batches in which one row is far too large."""

from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number, percent, plain
from course_nn.lectures.practice.demos.clipping.cliff import FAR, STEPS, Walk, cliff, walk
from course_nn.lectures.practice.demos.clipping.faulty_rows import EVERY, train_on_faulty_rows
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo, tried

VIEWS = {"cliff": Words("a cliff", "陡壁"), "digits": Words("digits", "手写数字")}
CLIPPING = {"none": term("none"), "norm": Words("by norm", "按范数"), "value": Words("by value", "按分量")}
OPTIMIZERS = {"gradient_descent": Words("descent", "梯度下降"), "momentum": term("momentum"), "adam": "Adam"}


def only(view: str) -> Callable[[Values], bool]:
    """For a control that does something in one of the views alone."""
    return lambda values: values.view == view


CONTROLS = {
    "view": Choice(Words("loss", "损失"), VIEWS, "cliff"),
    "by": Choice(Words("clipping", "裁剪"), CLIPPING, "norm"),
    "c": Slider(
        "c",
        1e-4,
        1e3,
        10.0,
        0.25,
        decades=True,
        continuous=False,
        means=Words("threshold: what is longer is clipped", "阈值：超过它的被裁剪"),
        used=lambda values: values.by != "none",
    ),
    "eta": Slider("η", 1e-4, 100.0, 0.01, 0.25, decades=True, continuous=False, means=Words("learning rate", "学习率")),
    "method": Choice(Words("optimizer", "优化器"), OPTIMIZERS, "gradient_descent"),
    "faulty": Choice(Words("rows × 30", "× 30 的行"), {0.0: "0", 0.01: "1%"}, 0.01, used=only("digits")),
    "w": Slider("w", -1.25, 1.25, 1.12, 0.01, means=Words("where w starts", "w 的起点"), used=only("cliff")),
    "b": Slider("b", -1.0, 1.5, -0.5, 0.05, means=Words("where b starts", "b 的起点"), used=only("cliff")),
    "step": Slider(Words("step", "步"), 1, STEPS, 1, 1, plays=True),
}
PLANE = ((-1.4, 1.4), (-1.1, 1.6))  # of w and b
SIDE, BANDS, LOW, HIGH = 90, 16, 1e-4, 1e3  # of the map of the cliff
NORMS = (1e-4, 1e4)
LOSSES = {"cliff": (1e-8, 1e4), "digits": (1e-4, 10)}
GOAL = 0.01
WHOLE = dict(color=look.BLUE, marker=".", ls="", ms=5)  # a gradient that was not clipped
CLIPPED = dict(color=look.VERMILION, marker=".", ls="", ms=5)
HERE = dict(marker="o", ms=9, mfc="white", mec=look.BLACK, mew=1.5, ls="", zorder=4)


class Result(NamedTuple):
    places: np.ndarray  # (K + 1, 2) on the cliff
    walk: Walk  # (K,) each, of the first run
    step: int  # the one chosen, or K if there are fewer
    times: np.ndarray  # (T,) steps after which the losses are known
    losses: np.ndarray  # (T, runs)
    clipped: float  # share of all steps of all runs
    saved: float  # by how many powers of ten the last loss is lower than without clipping, at most 2


def compute(view, by, c, eta, method, faulty, w, b, step) -> Generator[float, None, Result]:
    limit = c if by != "none" else 1.0  # without clipping any limit gives the same
    if view == "cliff":
        places, all_steps = walk((w, b), method, by, limit, eta)
        first, times, losses = all_steps, np.arange(len(places)), np.reshape(cliff(places), (-1, 1))
        bare = unclipped_loss(w, b, method, eta) if was_clipped(all_steps).any() else losses[-1]
    else:
        runs = yield from train_on_faulty_rows(method, by, limit, eta, faulty)
        places, all_steps = np.zeros((0, 2)), runs.walk
        first = Walk(*(numbers[:, 0] for numbers in runs.walk))
        times, losses = np.arange(0, STEPS + 1, EVERY), runs.losses
        bare = (yield from train_on_faulty_rows(method, "none", 1.0, eta, faulty)).losses[-1]
    return Result(
        places=places,
        walk=first,
        step=min(step, len(first.norms)),
        times=times,
        losses=losses,
        clipped=float(was_clipped(all_steps).mean()),
        saved=decades_between(np.median(bare), np.median(losses[-1]), LOSSES[view]),
    )


@memoized
def unclipped_loss(w: float, b: float, method: str, eta: float) -> float:
    """Where a walk on the cliff ends if no gradient is clipped."""
    places, _ = walk((w, b), method, "none", 1.0, eta)
    return float(cliff(places[-1]))


def decades_between(high: float, low: float, shown: tuple) -> float:
    """By how many powers of ten one loss is below another, both no lower and no higher than those shown; at most 2."""
    high, low = (np.nan_to_num(loss, nan=shown[1], posinf=shown[1]).clip(*shown) for loss in (high, low))
    return float(np.log10(high / low).clip(-2, 2))


def was_clipped(walk: Walk) -> np.ndarray:
    """Whether each gradient was clipped: bool, the shape of its norms."""
    return walk.clipped_norms < walk.norms * (1 - 1e-9)


def paint(figure: Figure) -> dict:
    figure.set_layout_engine("none")
    lefts = 0.07, 0.07, 0.405, 0.725  # the plane or the lengths, which take turns in one place
    plane, lengths, norms, losses = (figure.add_axes((left, 0.16, 0.25, 0.74)) for left in lefts)
    name_axes(lengths, norms, losses)
    names = {Words("clipped", "被裁剪"): CLIPPED, Words("as it is", "未裁剪"): WHOLE}
    marks.key(norms, [(name.drawn(), style | dict(ms=9)) for name, style in names.items()], x=0.6, stroke=8)
    return paint_plane(plane) | {
        "left": (plane, lengths),
        "right": losses,
        "whole": [marks.line(axes, **WHOLE) for axes in (lengths, norms)],
        "clipped": [marks.line(axes, **CLIPPED) for axes in (lengths, norms)],
        "limit": norms.axhline(1, color=look.BLACK, ls="--", lw=1.5),
        "now": [marks.now(norms), marks.now(losses)],
        "others": marks.line(losses, color=look.BLUE, lw=0.8, alpha=0.6),
        "loss": marks.line(losses, color=look.BLUE),
        "goal": goals.level(losses, GOAL),
        "dots": [marks.line(axes, **HERE) for axes in (lengths, norms)],
    }


def name_axes(lengths: Axes, norms: Axes, losses: Axes) -> None:
    """What is measured: the gradients beside the steps, both over time, and the loss."""
    length, step = Words("length of the gradient", "梯度的长度").drawn(), Words("step", "步").drawn()
    lengths.set(xscale="log", yscale="log", xlim=NORMS, ylim=NORMS, xlabel=length)
    lengths.set_title(Words("length of the step", "步子的长度").drawn())
    lengths.minorticks_off()
    for axes, name, limits in ((norms, length, NORMS), (losses, term("loss").drawn(), LOSSES["cliff"])):
        axes.set(xscale="log", yscale="log", xlim=(0.8, STEPS * 1.2), ylim=limits, xlabel=step, title=name)
        axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
        axes.minorticks_off()


def paint_plane(axes: Axes) -> dict:
    axes.set(xlim=PLANE[0], ylim=PLANE[1], xlabel="$w$", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    axes.set_title("$\\frac{1}{2}(w^{20} + b - 1)^2$")
    w, b = (np.linspace(*ends, SIDE) for ends in PLANE)
    losses = np.clip(cliff(np.stack(np.meshgrid(w, b), axis=-1)), LOW, HIGH)
    share = np.log(HIGH / losses) / np.log(HIGH / LOW)
    colors = look.heat(np.floor(share * BANDS) / BANDS)
    axes.imshow(colors, origin="lower", aspect="auto", extent=(*PLANE[0], *PLANE[1]), zorder=0)
    axes.set_ylabel("$b$", rotation=0)
    return {
        "path": marks.line(axes, "o-", ms=2.5, color=look.BLACK, lw=0.7, zorder=2),
        "here": marks.line(axes, **HERE),
        "start": marks.dot(axes),
    }


def draw(artists: dict, result: Result, values: Values) -> None:
    on_cliff = values.view == "cliff"
    for axes, shown in zip(artists["left"], (on_cliff, not on_cliff)):
        axes.set_visible(shown)
    low, high = LOSSES[values.view]
    marks.fit(artists["right"], ylim=(low, high))
    for artist in artists["goal"]:
        artist.set_visible(not on_cliff)
    artists["path"].set_data(*result.places[: result.step + 1].T)
    artists["here"].set_data(*result.places[result.step : result.step + 1].T)
    artists["start"].set_data([values.w], [values.b])
    draw_norms(artists, result, values)
    times, losses = result.times.clip(0.8), result.losses.clip(low, high)
    curves = np.stack(np.broadcast_arrays(times, losses.T), axis=-1)
    artists["others"].set_data(*(look.one_line(curves) if not on_cliff else ([], [])))
    artists["loss"].set_data(times, np.median(losses, axis=1))


def draw_norms(artists: dict, result: Result, values: Values) -> None:
    """The length of each gradient: over the steps, and beside the length of its step."""
    clipped = was_clipped(result.walk)
    norms, lengths = result.walk.norms.clip(*NORMS), result.walk.step_lengths.clip(*NORMS)
    for k, across in enumerate((norms, np.arange(1, len(norms) + 1))):
        up = (lengths, norms)[k]
        for name, which in (("whole", ~clipped), ("clipped", clipped)):
            artists[name][k].set_data(across[which], up[which])
        artists["dots"][k].set_data(across[[result.step - 1]], up[[result.step - 1]])
    artists["limit"].set_ydata([values.c] * 2)
    artists["limit"].set_visible(values.by != "none")
    for line in artists["now"]:
        marks.at(line, result.step)


TO_REACH = Words(
    "digits, 1% of the rows × 30, η = 1: all five losses below 0.01, with less than half of the steps clipped.",
    "手写数字，1% 的行 × 30，η = 1：五个损失都低于 0.01，且被裁剪的步不到一半。",
)


def about_cliff(result: Result) -> Words:
    """Where it is, and where it ends."""
    w = magnitude(result.places[result.step][0], largest=FAR)
    last = magnitude(result.losses[-1, 0], 6, 1e-6)
    if len(result.places) <= STEPS:
        count = len(result.places) - 1
        return Words(f"Now w = {w}; at step {count} it has flown away.", f"此时 w = {w}；第 {count} 步时已经飞走。")
    return Words(
        f"Now w = {w}; loss after {STEPS} steps: <b>{last}</b>.", f"此时 w = {w}；{STEPS} 步之后的损失：<b>{last}</b>。"
    )


def about_digits(result: Result) -> Words:
    """The losses in the end, with so many digits that one sees whether two runs end alike."""
    low, middle, high = (magnitude(f(result.losses[-1]), 6, 1e-6) for f in (np.min, np.median, np.max))
    return Words(
        f"Loss of 5 networks after {STEPS} steps: median <b>{middle}</b>, from {low} to {high}.",
        f"5 个网络 {STEPS} 步之后的损失：中位数 <b>{middle}</b>，从 {low} 到 {high}。",
    )


def readout(result: Result, values: Values) -> Words:
    walk, k = result.walk, result.step - 1
    lengths = walk.norms[k], walk.clipped_norms[k], walk.step_lengths[k]
    norm, clipped_norm, step_length = (magnitude(length, 3, 0.001, 1e5) for length in lengths)
    share, angle = percent(result.clipped, 1), number(walk.angles[k], 2)
    en = f"Step {result.step}: gradient {norm} long"
    zh = f"第 {result.step} 步：梯度长 {norm}"
    if values.by != "none":
        en += f", {clipped_norm} after clipping to c = {plain(values.c, 6)}, turned by {angle}°"
        zh += f"，以 c = {plain(values.c, 6)} 裁剪后为 {clipped_norm}，转过 {angle}°"
    first = about_cliff(result) if values.view == "cliff" else about_digits(result)
    return Words(
        f"Clipped: <b>{share}</b> of all steps. {first.en}\n {en}; the step is {step_length} long.",
        f"被裁剪的步占 <b>{share}</b>。{first.zh}\n{zh}；步子长 {step_length}。",
    )


def has_twin(values: Values, seen: dict) -> bool:
    """Whether another threshold and another rate were tried with the same product, a clipped step's length."""
    pairs = [(c, eta) for c in seen["c"] for eta in seen["eta"]]
    return any(c != values.c and np.isclose(c * eta, values.c * values.eta) for c, eta in pairs)


VEIL = Veil(("others", "loss"), given=("places", "walk", "step"))
TO_DO = {
    "cliff-type-step": lambda result, values, seen: result.clipped == 1 and has_twin(values, seen),
    "reset-press-play": lambda result, values, seen: (
        (values.view, values.by) == ("cliff", "none") and "norm" in seen["by"] and len(seen["w"] | seen["b"]) > 2
    ),
    "choose-digits-compare": lambda result, values, seen: (
        (values.view, values.by, values.eta, values.c) == ("digits", "value", 1, 0.1)
        and {*CLIPPING, 1.0} <= seen["by"] | seen["c"]
    ),
    "sceptic": tried(sceptic=("digits", "rate", "adam", "start")),
}
USES = {
    "cliff-type-step": ("c", "eta"),
    "reset-press-play": ("by", "w", "step"),
    "choose-digits-compare": ("view", "by", "eta"),
    "sceptic": ("sceptic",),
}


def judge(result: Result, values: Values) -> str:
    """Solved on digits with faulty rows and η ≥ 1, if all end below 0.01 with less than half of the steps clipped."""
    if values.view != "digits" or not values.faulty or values.eta < 1 or result.losses[-1].max() > 10 * GOAL:
        return "open"
    return "solved" if result.losses[-1].max() < GOAL and result.clipped < 0.5 else "almost"


CHALLENGE = Challenge(TO_REACH, judge)


SCEPTIC = Sceptic(
    Words(
        "clipping saves a run that fails without it.",
        "不裁剪就失败的训练，裁剪梯度之后就能成功。",
    ),
    Words("Powers of ten of loss that clipping saves, at most 2", "裁剪使损失降低的数量级，至多算 2"),
    lambda result: result.saved,
    {
        "digits": Change(
            Words("the digits with wild rows", "换成含离谱行的手写数字"), {"view": "digits", "eta": 1.0, "c": 1.0}
        ),
        "rate": Change(
            Words("those digits, and a tenth of that η", "还是这些数字，η 取十分之一"),
            {"view": "digits", "eta": 0.1, "c": 1.0},
        ),
        "adam": Change(Words("Adam on the cliff", "在陡壁上用 Adam"), {"method": "adam"}),
        "start": Change(Words("a start away from the cliff", "起点远离陡壁"), {"w": 0.5}),
    },
)


def later(result: Result, dx: float, dy: float) -> dict:
    """As many steps later as the hand has gone; the first ones lie far apart on this axis."""
    return {"step": result.step + dx}


HANDLES = [
    *(Handle(lambda artists, k=k: artists["now"][k], pull=later) for k in (1, 0)),
    Handle("limit", y="c"),
    Handle("start", x="w", y="b"),
]


@demo(Words("Clipping the gradient", "梯度裁剪"))
def clipping(**values):
    """Gradients that are cut to a length, or component by component: at a cliff, and on digits with faulty rows.
    把梯度裁剪到某一长度，或逐个分量裁剪：在陡壁上，以及在含有错误行的手写数字上。

    norm: g · min(1, c / ‖g‖);  value: each component to −c … c

    Digits: 64-32-32-10, ReLU, batches of 32 of 1200; each row that is drawn arrives 30 times too large with a chance
    of 1%. Losses are those on all digits as they should be.

    source : Pascanu, Mikolov & Bengio, On the difficulty of training recurrent neural networks (2013); Zhang, He, Sra &
             Jadbabaie, Why gradient clipping accelerates training (2020)
    """
