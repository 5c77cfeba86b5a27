"""How large may the learning rate be? A border for a parabola, and a network that moves to where it may be so large."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number, plain
from course_nn.lectures.gradient_descent.demos.rate import stability
from course_nn.lectures.gradient_descent.demos.rate.stability import EVERY, LOST, OFFSETS, STEPS, Run
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Values, Veil, demo

FUNCTIONS = {
    "parabola": "½λx²",
    "log_cosh": "log cosh x",
    "network": Words("a network's loss", "网络的损失"),
    "entropy": Words("its cross-entropy", "网络的交叉熵"),
}
OF_NETWORKS = {"network": stability.SQUARED, "entropy": stability.ENTROPY}  # and what they mean
SHORT = 40  # steps on a curve
OF_CURVE = {"used": lambda values: values.f not in OF_NETWORKS}
OF_NETWORK = {"used": lambda values: values.f in OF_NETWORKS}
CONTROLS = {
    "f": Choice("f", FUNCTIONS, "parabola", means=Words("what is minimized", "要减小的函数")),
    "eta": Slider("η", 0.2, 4.0, 1.5, 0.05, means=Words("learning rate", "学习率")),
    "lam": Slider("λ", 0.25, 2.0, 1.0, 0.05, means=Words("curvature", "曲率"), used=lambda v: v["f"] == "parabola"),
    "x": Slider(Words("start x", "起点 x"), -2.5, 2.5, 2.2, **OF_CURVE),
    "step": Slider(Words("step", "步数"), 0, SHORT, 5, 1, plays=True, **OF_CURVE),
    "units": Choice(Words("units", "单元数"), {n: str(n) for n in (8, 16, 64)}, 16, costly=(64,), **OF_NETWORK),
    "seed": Slider(Words("seed", "随机种子"), 0, 9, 0, 1, **OF_NETWORK),
    "time": Slider(Words("its step", "网络步数"), 0, STEPS, 0, EVERY, plays=True, **OF_NETWORK),
}
AXIS = np.linspace(-3, 3, 121)
TOPS = {"parabola": 5.2, "log_cosh": 5.2, "network": 10.4, "entropy": 10.4}  # of the curvature
LOSSES = {"parabola": (1e-6, 20), "log_cosh": (1e-6, 20), "network": (0.01, 20), "entropy": (0.001, 20)}
SHARPEST = Words("most curved direction", "曲率最大的方向")


class Result(NamedTuple):
    lam: float  # curvature of the parabola; of log cosh in its middle; of the network where it is
    now: int  # the step that is shown
    curve: np.ndarray  # (2, m) the loss around: over x, or along the sharpest direction
    first: np.ndarray  # (2, m) the same at the start
    places: np.ndarray  # (now + 1, 2) x and loss after each step so far; of a network only the last, at x = 0
    losses: np.ndarray  # (K,) after each step
    curvatures: np.ndarray  # (M,) after each step; of a network after every tenth


def compute(f, eta, lam, x, step, units, seed, time) -> Generator[float, None, Result]:
    if f in OF_NETWORKS:
        return network_result((yield from stability.train(eta, seed, units, OF_NETWORKS[f])), time)
    curve, lam = (stability.parabola(lam), lam) if f == "parabola" else (stability.LOG_COSH, 1.0)
    path = stability.walk(curve, eta, x, SHORT)
    losses, points = curve.f(path), np.stack([AXIS, curve.f(AXIS)])
    return Result(
        lam=lam,
        now=step,
        curve=points,
        first=points,
        places=np.stack([path, losses], axis=1)[: step + 1],
        losses=losses,
        curvatures=curve.ddf(path),
    )


def network_result(run: Run, time: int) -> Result:
    """The Result of a network's run after so many steps, or after its last one."""
    now = min(time, len(run.losses) - 1)
    return Result(
        lam=float(run.sharpness[now // EVERY]),
        now=now,
        curve=np.stack([OFFSETS, run.slices[now // EVERY]]),
        first=np.stack([OFFSETS, run.slices[0]]),
        places=np.array([[0.0, run.losses[now]]]),
        losses=run.losses,
        curvatures=run.sharpness,
    )


def paint(figure: Figure) -> SimpleNamespace:
    valley, time, curvature = figure.subplots(1, 3, width_ratios=[1.1, 1, 1])
    for axes, name in ((time, Words("loss", "损失")), (curvature, Words("curvature here", "所在处的曲率"))):
        axes.set(xlim=(0, SHORT), xlabel=Words("step", "步数").drawn(), title=name.drawn())
    time.set(yscale="log", ylim=LOSSES["parabola"])
    curvature.set(ylim=(0, TOPS["parabola"]))
    goal = goals.level(time, 0.1)
    border = dict(color=look.VERMILION, lw=1.5, zorder=1)
    beside = {"transform": curvature.get_yaxis_transform(), "va": "center", "bbox": look.BEHIND_WORDS}
    small = {"color": look.ink(look.VERMILION), "fontsize": look.SMALL}
    return SimpleNamespace(
        axes=(valley, time, curvature),
        goal=goal,
        losses=marks.line(time, color=look.BLACK, lw=1.2),
        loss=marks.dot(time, ms=8, **marks.UNCLIPPED),
        times=[marks.now(axes) for axes in (time, curvature)],
        turns=curvature.axhline(1, **border | {"ls": ":"}),
        border=curvature.axhline(1, **border),
        curvatures=marks.line(curvature, color=look.BLUE),
        here=marks.dot(curvature, ms=8, **marks.UNCLIPPED),
        names=[curvature.text(x, 0, text, **beside, **small) for x, text in ((0.75, "1/η"), (1.02, "2/η"))],
        **paint_valley(valley),
    )


def paint_valley(axes: Axes) -> dict:
    axes.set(
        xlim=(-3, 3), ylim=(-0.2, 5), xlabel=SHARPEST.drawn(), title=Words("loss around here", "附近的损失").drawn()
    )
    first = dict(color=look.PALE, lw=1.5)
    return {
        "key": marks.key(axes, [(Words("at first", "开始时").drawn(), first)], x=0.3)[0],
        "first": marks.line(axes, zorder=1, **first),
        "curve": marks.line(axes, color=look.BLUE, zorder=1.5),
        "stairs": marks.line(axes, color=look.GREY, lw=1),
        "places": marks.line(axes, "o", color=look.GREY, ms=4),
        "start": marks.line(axes, "o", mfc="white", mec=look.BLACK, ms=8, zorder=4),
        "point": marks.dot(axes),
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    draw_valley(artists, result, values)
    _, time, curvature = artists.axes
    low, high = LOSSES[values.f]
    every, last = (EVERY, STEPS) if values.f in OF_NETWORKS else (1, SHORT)
    marks.fit(time, xlim=(0, last), ylim=(low, high))
    marks.fit(curvature, xlim=(0, last), ylim=(0, TOPS[values.f]))
    for artist in artists.goal:
        artist.set_visible(values.f == "network")
    artists.losses.set_data(range(result.now + 1), result.losses[: result.now + 1])
    artists.loss.set_data([result.now], [np.clip(result.losses[result.now], low, high)])
    for line in artists.times:
        marks.at(line, result.now)
    for line, name, height in zip((artists.turns, artists.border), artists.names, (1 / values.eta, 2 / values.eta)):
        line.set_ydata([height, height])
        name.set(y=height, visible=height < TOPS[values.f])
    known = result.curvatures[: result.now // every + 1]
    artists.curvatures.set_data(every * np.arange(len(known)), known)
    artists.here.set_data([every * (len(known) - 1)], known[-1:])


def draw_valley(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """The curve, and the stairs on it: across at one height, then down or up to the curve."""
    artists.curve.set_data(*result.curve)
    artists.first.set_data(*result.first)
    x, losses = result.places.T
    artists.stairs.set_data(np.repeat(x, 2)[1:], np.repeat(losses, 2)[:-1])
    artists.places.set_data(x, losses)
    artists.start.set_data(x[:1], losses[:1])
    artists.point.set_data(x[-1:], losses[-1:])
    network = values.f in OF_NETWORKS
    artists.start.set_visible(not network)
    for part in artists.key:
        part.set_visible(network)
    marks.fit(artists.axes[0], xlabel=SHARPEST.drawn() if network else "$x$")


def about_product(product: float) -> Words:
    """What ηλ says about the next steps on a parabola."""
    if product < 1:
        return Words("it comes closer from one side", "从同一侧逐步靠近")
    if product < 2:
        closer = Words("it jumps across and comes closer", "每步越到另一侧，但越来越近")
        return closer if product > 1 else Words("one step is enough", "一步就到")
    if product == 2:
        return Words("it jumps back and forth for ever", "永远来回跳")
    return Words("it jumps across, farther away each time", "每步越到另一侧，而且越跳越远")


def readout(result: Result, values: Values) -> Words:
    loss, up = magnitude(result.losses[result.now], 3, 0.001), np.sum(np.diff(result.losses[: result.now + 1]) > 0)
    start = (about_network if values.f in OF_NETWORKS else about_curve)(result, values)
    return Words(
        f"{start.en}\nAfter step {result.now} the loss is {loss}; steps on which it rose: {up}.",
        f"{start.zh}\n第 {result.now} 步之后损失为 {loss}，其间上升过 {up} 次。",
    )


def about_curve(result: Result, values: Values) -> Words:
    way, factor = about_product(round(values.eta * result.lam, 9)), plain(1 - values.eta * result.lam)
    eta, lam = plain(values.eta), plain(result.lam)
    turns, border = plain(1 / result.lam, 2), plain(2 / result.lam, 2)
    en = f"Curvature λ = {lam}, η = {eta}: a step multiplies x by 1 − ηλ = <b>{factor}</b>: {way.en}."
    zh = f"曲率 λ = {lam}，η = {eta}：一步把 x 乘以 1 − ηλ = <b>{factor}</b>：{way.zh}。"
    if values.f == "parabola":
        return Words(
            f"{en} Limits of η: 1/λ = {turns}, 2/λ = {border}.", f"{zh}η 的界限：1/λ = {turns}，2/λ = {border}。"
        )
    end = number(stability.bounce(values.eta), 3)
    return Words(
        f"In the middle: {en[0].lower()}{en[1:]} Farther out it is nearly straight: in the end x = ±{end}.",
        f"在中间：{zh}外侧近乎直线，最终 x = ±{end}。",
    )


def about_network(result: Result, values: Values) -> Words:
    eta, sharp, border = plain(values.eta), number(result.lam), plain(2 / values.eta, 2)
    en = f"Network, η = {eta}: sharpness, its largest curvature, <b>{sharp}</b>; border 2/η = {border}."
    zh = f"网络，η = {eta}：锐度（最大的曲率）为 <b>{sharp}</b>；界限 2/η = {border}。"
    if result.losses[result.now] > LOST:
        return Words(f"{en} It diverges.", f"{zh}已经发散。")
    mean = number(result.curvatures[: result.now // EVERY + 1][-41:].mean())
    return Words(f"{en} Its mean over the last 400 steps: {mean}.", f"{zh}最近 400 步的平均值：{mean}。")


VEIL = {
    "gradient_descent-parabola": Veil(
        ("losses", "loss", "stairs", "places", "point", "turns", "border", "names"),
        given=("now", "curve", "first", "places", "curvatures"),
    ),
    "gradient_descent-edge": Veil(
        ("losses", "loss", "goal", "key", "first"), given=("now", "curve", "places", "curvatures")
    ),
}
USES = {
    "come-down": ("eta",),
    "one-step": ("eta",),
    "choose-log-cosh": ("f", "eta", "x"),
    "choose-network-loss": ("time", "eta"),
    "larger-rate": ("eta",),
    "sceptic": ("f", "units", "seed"),
}
TO_DO = {
    "gradient_descent-parabola": {
        "come-down": lambda result, values: values.f == "parabola" and values.eta * values.lam < 2,
        "one-step": lambda result, values: values.f == "parabola" and abs(values.eta * values.lam - 1) < 0.05,
        "choose-log-cosh": lambda result, values, seen: (
            values.f == "log_cosh" and values.eta > 2 and len(seen["x"]) > 1
        ),
    },
    "gradient_descent-edge": {
        "choose-network-loss": lambda result, values: (
            values.f == "network" and abs(values.eta - 1) < 0.08 and values.time >= STEPS / 2
        ),
        "larger-rate": lambda result, values: values.f == "network" and result.losses[-1] > LOST,
        "sceptic": lambda result, seen: (
            {"network", "entropy"} <= seen["f"] and len(seen["seed"]) > 1 and len(seen["units"]) > 1
        ),
    },
}


def ghost(artists: SimpleNamespace, option: str) -> tuple | None:
    """The loss on a parabola from step to step, as it was predicted; nothing of the network's."""
    ends = {"faster": (6, 1e-6), "slower": (30, 0.01), "rises": (8, 4.6)}
    return (artists.losses.axes, [(0, 1.0), ends[option]]) if option in ends else None


def judge(result: Result, values: Values) -> str:
    """Solved by a network at a small loss, trained with η from 1 on; almost with ½."""
    if values.f != "network" or result.losses[result.now] > 0.1:
        return "open"
    return "solved" if values.eta >= 1 else "almost" if values.eta >= 0.5 else "open"


CHALLENGE = Challenge(
    Words(
        "the network: of η = 0.25, 0.5, 1 and 2, find the largest with which its loss comes below 0.1.",
        "网络：在 η = 0.25、0.5、1、2 中，找出能使损失降到 0.1 以下的最大的一个。",
    ),
    judge,
)


def where_it_bends(curve: Line2D, result: Result, values: Values) -> np.ndarray | list:
    """The parabola where a hand can bend it: away from its middle; (1, 121, 2) with gaps."""
    return np.where(np.abs(result.curve[0]) > 0.5, result.curve, np.nan).T[None] if values.f == "parabola" else []


def step_at(result: Result, x: float, y: float, values: Values) -> dict:
    return {"time" if values.f in OF_NETWORKS else "step": x}


def as_the_curvature_says(result: Result, values: Values) -> float:
    """1 if the loss comes down just where η is below 2 by the curvature at the start, else 0."""
    comes_down = bool(result.losses[-1] < result.losses[0])  # one that has been lost is nan or infinite
    return float(comes_down == (values.eta * result.curvatures[0] < 2))


SCEPTIC = Sceptic(
    Words(
        "the loss comes down if the learning rate is below 2/λ, and rises above it.",
        "学习率小于 2/λ 时损失下降，大于 2/λ 时损失上升。",
    ),
    Words("Whether it does so here: 1 is yes", "在这里正是如此（1 为是）"),
    as_the_curvature_says,
)


HANDLES = [
    Handle("curve", at=where_it_bends, drag=lambda result, x, y: {"lam": 2 * y / x**2}),
    *(Handle(lambda artists, k=k: artists.times[k], drag=step_at) for k in (0, 1)),
    *(Handle(name, drag=lambda r, x, y, k=k: {"eta": k / max(y, 0.01)}) for k, name in ((1, "turns"), (2, "border"))),
    Handle("start", pull=lambda result, dx, dy: {"x": result.places[0, 0] + dx}),
]


@demo(Words("How large a learning rate?", "学习率能有多大？"))
def rate(**values):
    """Gradient descent on a parabola, on log cosh, and of a network: its loss, and the curvature beside 2/η.
    抛物线、log cosh 与一个网络上的梯度下降：损失的变化，以及曲率与 2/η 的对照。

    θ ← θ − η g;   on ½λx²: x ← (1 − ηλ) x

    The network, of one hidden layer of tanh, learns a hundred digits with all of them in every step; squared error, or
    cross-entropy.

    source : Cohen, Kaur, Li, Kolter & Talwalkar, Gradient Descent on Neural Networks Typically Occurs at the Edge of
             Stability (2021)
    """
