"""A network's space of parameters, turned at random: does Adam, which scales each axis by itself, miss its axes?"""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import InParts, finished, part, with_first
from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import count, plain
from course_nn.lectures.gradient_descent.demos.turned.turned_space import (
    EVERY,
    LIMIT,
    RACING,
    Race,
    Setting,
    median_steps,
    race,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Slider, Toggle, Values, Veil, demo, tried

TASKS = {
    "spiral": Words("network, spiral", "网络，螺线"),
    "thin": Words("network, spiral, x₂ / 10", "网络，螺线，x₂ / 10"),
    "bowl": Words("a bowl along the axes", "与坐标轴一致的碗"),
    "digits": Words("network, digits", "网络，手写数字"),
}
NAMES = {
    "adam": Words("Adam", "Adam"),
    "one": Words("Adam, one size for all", "Adam，共用一个尺度"),
    "rmsprop": Words("RMSProp", "RMSProp"),
    "adagrad": Words("AdaGrad", "AdaGrad"),
}
SHARES = (0, 25, 50, 75, 100)  # of the turn, in per cent
LAST = 240  # step that is shown
ON_SPIRAL = {"used": lambda values: values.task in ("spiral", "thin")}
IF_TURNED = {"used": lambda values: values.turn > 0 or values.curve}
WITH_BETA2 = {"used": lambda values: values.optimizer in ("adam", "one")}
CONTROLS = {
    "task": Choice(Words("task", "任务"), TASKS, "spiral", costly=("thin", "digits")),
    "optimizer": Choice(Words("optimizer", "优化器"), NAMES, "adam", costly=("one", "rmsprop", "adagrad")),
    "activation": Choice(
        "φ", activation_names(["tanh", "relu"]), "tanh", costly=("relu",), means=term("activation"), **ON_SPIRAL
    ),
    "beta2": Choice("β₂", {b: f"{b:g}" for b in (0.99, 0.999)}, 0.999, means=Words("its memory", "记忆"), **WITH_BETA2),
    "turn": Choice(Words("space turned by", "空间旋转的程度"), {share: f"{share}%" for share in SHARES}, 100),
    "which": Slider(Words("which turn", "旋转编号"), 0, 2, 0, 1, continuous=False, **IF_TURNED),
    "curve": Toggle(Words("all turns", "全部程度"), False),
    "step": Slider(Words("step", "步数"), EVERY, LAST, LAST, EVERY, plays=True),
}
STYLES = {
    "straight": dict(color=look.BLUE),
    "turned": dict(color=look.VERMILION),
    "momentum": dict(color=look.BLACK, ls="--"),
}
KINDS = {
    "straight": Words("its own axes", "原来的坐标轴"),
    "turned": Words("turned", "旋转之后"),
    "momentum": Words("momentum", "动量法"),
}
LOSSES, STEPS, SIZES = (0.01, 10), (3, 700), (2e-6, 3)
BOWL = (2e-6, 100)  # of its losses


class Result(NamedTuple):
    straight: Race
    turned: Race
    momentum: Race
    shares: tuple  # of the turn for which steps are known, in per cent
    medians: np.ndarray  # their medians


def compute(task, optimizer, activation, beta2, turn, which, curve, step) -> InParts[Result]:
    """The run along its own axes can be seen while the others descend."""
    setting = Setting(task, activation if task in ("spiral", "thin") else "tanh", optimizer, beta2)
    if optimizer not in ("adam", "one"):
        setting = setting._replace(beta2=0.0)  # so that what is remembered is the same for each β₂
    rival = setting._replace(name="momentum", beta2=0.0)
    shares = tuple(sorted({*(SHARES if curve else (0,)), turn}))
    straight = yield from part(race(setting, 0, 0), 0, len(shares) + 1)
    races = {0: straight}

    def others():
        momentum = yield from part(race(rival, 0, 0), 1, len(shares) + 1)
        for k, share in enumerate(shares):
            if share:
                races[share] = yield from part(race(setting, share / 100, which), k + 1, len(shares) + 1)
        return momentum

    nothing = yet_to_run(straight)
    momentum = yield from with_first(
        others(), lambda: Result(straight, nothing, nothing, (0,), np.array([median_steps(straight)]))
    )
    medians = np.array([median_steps(races[share]) for share in shares])
    return Result(straight, races[turn], momentum, shares, medians)


def yet_to_run(like: Race) -> Race:
    """A Race of which nothing is known yet: nan."""
    return Race(np.nan, *(np.full_like(known, np.nan) for known in (like.steps, like.losses, like.sizes)))


def paint(figure: Figure) -> SimpleNamespace:
    losses, steps, sizes = figure.subplots(1, 3, width_ratios=[1.15, 1, 1])
    losses.set(yscale="log", xlim=(0, LAST), ylim=LOSSES, xlabel=Words("step", "步").drawn())
    losses.set_title(Words("training loss", "训练损失").drawn())
    steps.set(yscale="log", xlim=(-8, 108), ylim=STEPS, xticks=SHARES)
    steps.set_yticks([10, 100], ["10", "100"])
    steps.set(xlabel=Words("space turned by (%)", "空间旋转的程度（%）").drawn())
    steps.set_title(Words("steps, each tuned", "步数（各自调好）").drawn())
    sizes.set(yscale="log", xlim=(0, 1), ylim=SIZES, xticks=[0, 0.5, 1])
    sizes.set(xlabel=Words("parameters, sorted", "参数（按大小排列）").drawn())
    sizes.set_title(Words("what a step is divided by", "步子除以多少").drawn())
    key = [(KINDS[name].drawn(), style | {"lw": 2}) for name, style in STYLES.items()]
    return SimpleNamespace(
        names=dict(zip(STYLES, marks.key(losses, key, x=0.4, y=0.98))),
        axes=losses,
        runs={name: marks.line(losses, lw=0.6, alpha=0.45, **style) for name, style in STYLES.items()},
        medians={name: marks.line(losses, lw=2, **style) for name, style in STYLES.items()},
        now=marks.now(losses),
        sizes={name: marks.line(sizes, lw=2.5, **STYLES[name]) for name in ("straight", "turned")},
        **paint_steps(steps),
    )


def paint_steps(axes: Axes) -> dict:
    axes.axhline(LIMIT, color=look.PALE, lw=1, zorder=0.5)
    dots = dict(ls="", marker="o", ms=5, mec="white", mew=0.6, zorder=3)
    return {
        "turn": marks.now(axes),
        "curve": marks.line(axes, "o-", color=look.GREY, lw=1.2, ms=4),
        "dots": {name: marks.line(axes, **STYLES[name] | dots) for name in ("straight", "turned")},
        "rival": axes.axhline(1, lw=1.8, zorder=1, **STYLES["momentum"]),
        "strokes": {name: marks.line(axes, lw=3, **STYLES[name]) for name in ("straight", "turned")},
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    low, high = BOWL if values.task == "bowl" else LOSSES
    marks.fit(artists.axes, ylim=(low, high))
    marks.at(artists.now, values.step)
    for name in STYLES:
        losses = getattr(result, name).losses[: values.step // EVERY].clip(low, high)
        times = EVERY * (1 + np.arange(len(losses)))
        artists.runs[name].set_data(*look.one_line(np.stack(np.broadcast_arrays(times, losses.T), axis=-1)))
        artists.medians[name].set_data(times, np.median(losses, axis=1))
    draw_steps(artists, result, values)
    for name, line in artists.sizes.items():
        sizes = getattr(result, name).sizes
        now = sizes[min(values.step // EVERY, len(sizes)) - 1].clip(*SIZES)
        line.set_data(np.linspace(0, 1, len(now)), now)


def draw_steps(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.at(artists.turn, values.turn)
    artists.curve.set_data(result.shares, result.medians)
    artists.curve.set_visible(values.curve)
    artists.rival.set_ydata([median_steps(result.momentum)] * 2)
    for name, place in (("straight", 0), ("turned", values.turn)):
        run = getattr(result, name)
        across = place + np.linspace(-4, 4, len(RACING))
        artists.dots[name].set_data(across, run.steps)
        artists.strokes[name].set_data([place - 7, place + 7], [median_steps(run)] * 2)


def steps_of(run: Race) -> Words:
    """The median of its steps, or that there were too few."""
    if np.isnan(run.rate):
        return Words("…", "…")  # not yet known
    steps = median_steps(run)
    return Words(f"more than {LIMIT}", f"超过 {LIMIT}") if steps > LIMIT else Words(*[count(steps)] * 2)


PREDICTED = {"many": 520.0, "twice": 208.0, "same": 104.0}  # steps of Adam; along its own axes it takes 104


def ghost(artists: SimpleNamespace, option: str) -> tuple | None:
    """The steps of Adam in the space that is turned altogether."""
    steps = PREDICTED.get(option)  # the second question has other options
    return (artists.turn.axes, [(100, steps)]) if steps else None


def turned_adam() -> Race:
    """Adam on the spiral, in the space that is turned altogether."""
    return finished(race(Setting("spiral", "tanh", "adam", 0.999), 1, 0))


ESTIMATE = {
    "gradient_descent-turned": Mark(
        axes=lambda artists: artists.turn.axes,
        label=Words("steps", "步数"),
        low=30,
        high=700,
        log=True,
        unit=Words(" steps", " 步"),
        where=100,
        reach=8,
        truth=lambda: median_steps(turned_adam()),
        spread=lambda: (turned_adam().steps.min(), turned_adam().steps.max()),
        places=PREDICTED,
    ),
}


def readout(result: Result, values: Values) -> Words:
    name, task = NAMES[values.optimizer], TASKS[values.task]
    straight, turned, momentum = map(steps_of, (result.straight, result.turned, result.momentum))
    own, other, rival = (plain(run.rate) for run in (result.straight, result.turned, result.momentum))
    widths = [spread(run) for run in (result.straight, result.turned)]
    return Words(
        f"{task.en[0].upper()}{task.en[1:]}, medians of {len(RACING)} seeds, each tuned. {name.en} along its own axes: "
        f"{straight.en} steps (η = {own}); in the space turned by {values.turn}%: <b>{turned.en}</b> (η = {other}); "
        f"momentum {momentum.en} (η = {rival}).\nWithout the largest and the smallest twentieth, the divisors "
        f"of the steps differ at most {widths[0]}-fold, and after the turn at most {widths[1]}-fold.",
        f"{task.zh}，{len(RACING)} 个种子的中位数，学习率各自调好。{name.zh} 沿原来的坐标轴：{straight.zh} 步"
        f"（η = {own}）；空间旋转 {values.turn}% 之后：<b>{turned.zh}</b> 步（η = {other}）；"
        f"动量法 {momentum.zh} 步（η = {rival}）。\n"
        f"去掉最大和最小的各二十分之一之后，步子所除的数最多相差 {widths[0]} 倍，旋转之后 {widths[1]} 倍。",
    )


def spread(run: Race) -> str:
    """How many times as large the 95th of a hundred sizes is as the fifth, in the end."""
    low, high = np.quantile(run.sizes[-1], [0.05, 0.95])
    return plain(high / max(low, 1e-30), 1)


OF_OTHERS = tuple(f"{part}.{name}" for part in ("names", "runs", "medians") for name in ("turned", "momentum"))
OF_TURNED = ("dots.turned", "strokes.turned", "sizes.turned")
VEIL = Veil((*OF_OTHERS, *OF_TURNED, "rival", "turn", "curve"), given=("straight",))
USES = {
    "click-middle-picture": ("turn",),
    "choose-bowl-along": ("task", "turn"),
    "sceptic": ("sceptic",),
}
TO_DO = {
    "click-middle-picture": lambda result, values, seen: values.task == "spiral" and len(seen["turn"]) > 2,
    "choose-bowl-along": lambda result, values: values.task == "bowl" and 0 < values.turn <= 50,
    "sceptic": tried(sceptic=("turn", "relu", "one", "bowl")),
}


def judge(result: Result, values: Values) -> str:
    """Solved by a network whose optimizer takes half as many steps again in the turned space; almost by a fifth."""
    if values.task == "bowl" or values.turn < 100:
        return "open"
    ratio = median_steps(result.turned) / median_steps(result.straight)
    return "solved" if ratio >= 1.5 else "almost" if ratio >= 1.2 else "open"


CHALLENGE = Challenge(
    Words(
        "find a network and an optimizer that needs its axes: fully turned, it takes at least 1.5 times the steps.",
        "找一个网络和一种确实离不开坐标轴的优化器：空间完全旋转之后，步数至少是原来的 1.5 倍。",
    ),
    judge,
)


def lead(result: Result) -> float:
    """By what share momentum takes more steps than the optimizer in the turned space."""
    return median_steps(result.momentum) / median_steps(result.turned) - 1


SCEPTIC = Sceptic(
    Words(
        "Adam is ahead of momentum in a space whose axes are turned at random.",
        "参数空间的坐标轴随机旋转之后，Adam 仍领先于动量法。",
    ),
    Words("Share of steps that momentum takes in addition", "动量法多用的步数"),
    lead,
    {
        "turn": Change(Words("another turn", "换一个旋转"), {"which": 1}),
        "relu": Change(Words("ReLU in place of tanh", "用 ReLU 代替 tanh"), {"activation": "relu"}),
        "one": Change(Words("one size for all parameters", "所有参数共用一个尺度"), {"optimizer": "one"}),
        "bowl": Change(Words("a bowl along the axes", "换成与坐标轴一致的碗"), {"task": "bowl"}),
    },
    shares=True,
)

HANDLES = [
    Handle("now", x="step"),
    Handle(
        "turn",
        at=lambda line, result: marks.uprights(line.axes, SHARES),
        click=lambda result, k: {"turn": SHARES[k]},
        width=18,
    ),
]


@demo(Words("A turned space of parameters", "旋转的参数空间"))
def turned(**values):
    """Adam on all parameters of a network, along its own axes and in a space that is turned: losses, steps, and sizes.
    Adam 训练一个网络的全部参数：沿原来的坐标轴，或在旋转了的参数空间中；损失、步数，以及步子所除的数。

    θ = R φ, and the optimizer moves φ. R pairs random axes into planes and turns each by up to 180°, or a share of it.
    Spiral: 2-16-16-1, all 200 points at once; digits: 64-10-10 of ReLU, batches of 32. The bowl has as many parameters
    as the spiral, with curvatures from 1 to 1/1,000, one along each axis. Three seeds choose η, five others race.

    source : Maes, Zhang and others, Understanding Adam Requires Better Rotation Dependent Assumptions (2024), on
             language models, where a random turn does slow Adam
    """
