"""Turn the valley: methods that scale each coordinate by itself lose what they had along the axes."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished, part
from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks
from course_nn.drawing.numbers import count, magnitude, plain
from course_nn.lectures.gradient_descent.demos.rotated.turned_valleys import (
    ADAPTIVE,
    LIMIT,
    both_runs,
    fewest_steps,
    steps_to_aim,
)
from course_nn.lectures.gradient_descent.quadratic import rotation
from course_nn.stage import Challenge, Choice, Curve, Handle, Sceptic, Slider, Toggle, Values, Veil, demo

NAMES = {
    "gradient_descent": Words("plain descent", "普通梯度下降"),
    "momentum": Words("heavy ball", "重球法"),
    "nesterov": Words("Nesterov", "Nesterov"),
    "adagrad": Words("AdaGrad", "AdaGrad"),
    "rmsprop": Words("RMSProp", "RMSProp"),
    "adam": Words("Adam", "Adam"),
}
STYLES = dict(
    zip(
        NAMES,
        [
            dict(color=look.BLACK, marker="o"),
            dict(color=look.BLACK, marker="s", ls="--"),
            dict(color=look.BLACK, marker="^", ls=":"),
            dict(color=look.ORANGE, marker="o"),
            dict(color=look.GREEN, marker="s", ls="--"),
            dict(color=look.BLUE, marker="^"),
        ],
    )
)
STEPS = 300
TURN = 45  # degrees
ANGLES = tuple(range(0, TURN + 1, 5))
RATE = {"tuned": Words("tuned", "调好的"), "own": Words("own", "自选")}
CONTROLS = {
    "kappa": Slider(
        "κ", 1.0, 1000.0, 1000.0, 0.25, decades=True, continuous=False, means=Words("condition number", "条件数")
    ),
    "angle": Slider(Words("angle of the valley", "山谷的角度"), 0, TURN, 0, 5, unit="°"),
    "optimizer": Choice(Words("optimizer", "优化器"), NAMES, "adam"),
    "beta2": Choice("β₂", {b: f"{b:g}" for b in (0.9, 0.99, 0.999)}, 0.99, means=Words("Adam's memory", "Adam 的记忆")),
    "rate": Choice(Words("learning rate", "学习率"), RATE, "tuned"),
    "eta": Slider(
        "η",
        0.001,
        10.0,
        0.1,
        0.25,
        decades=True,
        means=Words("learning rate", "学习率"),
        used=lambda values: values.rate == "own",
    ),
    "across": Slider(Words("start, across", "起点（横向）"), -1.0, 1.0, 0.6, continuous=False),
    "curves": Toggle(Words("all angles", "全部角度"), False),
    "step": Slider(Words("step", "步数"), 0, STEPS, 80, 1, plays=True),
}
CIRCLE = np.stack([np.cos(np.linspace(0, 2 * np.pi, 121)), np.sin(np.linspace(0, 2 * np.pi, 121))], axis=1)
WIDTHS = (0.1, 0.3, 0.6, 1.0, 1.5)  # of the valley, at the heights where it is drawn
SHOWN = (0.8, 3000)  # steps
REACH = 0.45  # of the longer axis of the ellipse that shows how far steps go


class Result(NamedTuple):
    eta: float
    steps: int  # with this η to a ten-thousandth of the loss; LIMIT + 1 if LIMIT is not enough
    angles: tuple  # (a,) degrees
    tuned: dict  # name -> (a,) the fewest steps
    path: np.ndarray  # (301, 2)
    scales: np.ndarray  # (301, 2) of steps along the two axes, the larger one 1
    defect: float  # how far the run is from the turned run, as a share of its size


def compute(kappa, angle, optimizer, beta2, rate, eta, across, curves, step) -> Generator[float, None, Result]:
    angles = ANGLES if angle in ANGLES else (*ANGLES, angle)  # a typed one
    steps, rates = {}, {}
    for k, other in enumerate(NAMES):
        steps[other], rates[other] = yield from part(fewest_steps(other, kappa, across, beta2, angles), k, len(NAMES))
    eta = float(rates[optimizer][angles.index(angle)]) if rate == "tuned" else eta
    turning = (angle,) if optimizer in ADAPTIVE else (0,)
    needed = steps[optimizer][angles.index(angle)]
    if rate == "own":
        needed = (yield from steps_to_aim(optimizer, kappa, across, beta2, turning, (eta,)))[0, 0]
    path, turned, scales = both_runs(optimizer, eta, kappa, across, beta2, angle, STEPS)
    return Result(
        eta=eta,
        steps=int(needed),
        angles=angles,
        tuned=steps,
        path=path,
        scales=scales,
        defect=float(np.abs(path - turned).max() / np.abs(path).max()),
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    wide, tall = figure.get_size_inches()
    low, height = 0.55 / tall, (tall - 0.9) / tall
    plane = look.plane(figure.add_axes((0.07, low, height * tall / wide, height)), -1.6, 1.6)
    plane.set_title(Words("path, and how far steps reach", "路径，以及各方向的步长").drawn())
    steps = figure.add_axes((0.49, low, 0.31, height))
    steps.set(yscale="log", xlim=(-2, TURN + 2), ylim=SHOWN, xticks=range(0, TURN + 1, 15))
    steps.set(xlabel=Words("angle of the valley (°)", "山谷的角度（°）").drawn())
    steps.set_title(Words("steps, each tuned", "步数（各自调好）").drawn())
    steps.axhline(LIMIT, color=look.PALE, lw=1, zorder=0.5)
    marks.key(steps, [(NAMES[name].drawn(), style) for name, style in STYLES.items()], x=1.04, gap=17)
    return SimpleNamespace(
        contours=marks.line(plane, color=look.GREY, lw=0.7, zorder=0.6),
        floor=marks.line(plane, color=look.GREY, lw=1.2, ls="--", zorder=0.7),
        path=marks.line(plane, "o-", color=look.BLACK, lw=0.8, ms=2.5),
        reach=marks.line(plane, color=look.GREEN, lw=2),
        start=marks.line(plane, "o", mfc="white", mec=look.BLACK, ms=8, zorder=4),
        here=marks.dot(plane, ms=8),
        now=marks.now(steps),
        curves=[marks.line(steps, **style | {"marker": "", "lw": 1.5}) for style in STYLES.values()],
        dots=[marks.line(steps, **style | {"ls": "", "mec": "white", "ms": 7}) for style in STYLES.values()],
        chosen=marks.ring(steps, ms=14, mew=2),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    turn = rotation(values.angle)
    ring = CIRCLE * [np.sqrt(values.kappa), 1.0] @ turn.T
    artists.contours.set_data(*look.one_line(np.multiply.outer(WIDTHS, ring)))
    artists.floor.set_data(*np.outer(turn[:, 0], [-3, 3]))
    path, here = result.path[: values.step + 1], result.path[values.step]
    artists.path.set_data(*path.T)
    artists.start.set_data(*path[:1].T)
    artists.here.set_data(*path[-1:].T)
    artists.reach.set_data(*(here + REACH * CIRCLE * result.scales[values.step]).T)
    marks.at(artists.now, values.angle)
    where = result.angles.index(values.angle)
    for curve, dot, steps in zip(artists.curves, artists.dots, result.tuned.values()):
        curve.set_data(ANGLES, steps[: len(ANGLES)])
        curve.set_visible(values.curves)
        dot.set_data([values.angle], [steps[where]])
    artists.chosen.set_data([values.angle], [result.tuned[values.optimizer][where]])


PREDICTED = {"ten": 810, "twice": 162, "same": 81}  # steps of Adam at 45°; along the axes it takes 81


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The steps of Adam in the turned valley."""
    return artists.now.axes, [(TURN, PREDICTED[option])]


ASKED = np.array([0, 5, 10, 20, 30, 45])  # degrees


def steps_of_adam() -> np.ndarray:
    """The fewest at the angles that are asked for."""
    steps, _ = finished(fewest_steps("adam", 1000.0, 0.6, 0.99, ANGLES))
    return np.array(steps)[[ANGLES.index(angle) for angle in ASKED]]


def beside_adam(drawn: np.ndarray, true: np.ndarray) -> Words:
    """The steps at a small turn and at the largest: drawn, and measured."""
    (few, many), (soon, late) = ((count(steps[1]), count(steps[-1])) for steps in (drawn, true))
    return Words(
        f"You expected, in steps, {few} at {ASKED[1]}° and {many} at {TURN}°; Adam already takes {soon} at "
        f"{ASKED[1]}°, and {late} at {TURN}°.",
        f"你预计 {ASKED[1]}° 时 {few} 步，{TURN}° 时 {many} 步；Adam 在 {ASKED[1]}° 时已要 {soon} 步，"
        f"{TURN}° 时 {late} 步。",
    )


ESTIMATE = Curve(
    axes=lambda artists: artists.now.axes,
    x=tuple(ASKED),
    across=Words("at an angle of", "角度"),
    label=Words("steps", "步数"),
    low=SHOWN[0],
    high=SHOWN[1],
    log=True,
    truth=steps_of_adam,
    places={option: np.geomspace(PREDICTED["same"], steps, len(ASKED)) for option, steps in PREDICTED.items()},
    said=beside_adam,
)


def readout(result: Result, values: Values) -> Words:
    name = NAMES[values.optimizer]
    needed, along = map(step_count, (result.steps, result.tuned[values.optimizer][0]))
    setting, rate, angle = f"κ = {plain(values.kappa)}, η = {result.eta:.3g}", RATE[values.rate], values.angle
    defect = magnitude(result.defect)
    return Words(
        f"{name.en[0].upper()}{name.en[1:]}, {setting} ({rate.en}), valley at {angle}°: <b>{needed.en}</b> steps until "
        f"the loss stays below a ten-thousandth of the first; tuned along the axes {along.en}.\nIf the run along "
        f"the axes is turned by {angle}°, it differs from this run by {defect} of its size.",
        f"{name.zh}，{setting.replace(', ', '，')}（{rate.zh}），山谷转 {angle}°：<b>{needed.zh}</b> 步之后损失一直低于"
        f"最初的万分之一；沿坐标轴并调好时为 {along.zh} 步。\n与沿坐标轴的路径旋转 {angle}° 相比，"
        f"偏差为路径大小的 {defect}。",
    )


def step_count(steps: int) -> Words:
    """So many steps, or more than LIMIT."""
    most = count(LIMIT)
    return Words(f"more than {most}", f"超过 {most}") if steps > LIMIT else Words(count(steps), count(steps))


VEIL = Veil(("reach", "curves"), given=("angles", "tuned", "path"))
USES = {
    "pull-dashed-floor": ("angle",),
    "click-marks-right": ("optimizer", "angle"),
    "sceptic": ("beta2", "across", "angle"),
}
TO_DO = {
    "pull-dashed-floor": lambda result, values: (
        (values.optimizer, values.rate, values.angle) == ("adam", "tuned", TURN)
    ),
    "click-marks-right": lambda result, seen: len(seen["optimizer"]) > 3 and len(seen["angle"]) > 1,
    "sceptic": lambda result, values, seen: (
        (values.beta2 > 0.99 or abs(values.across) < 0.3) and len(seen["angle"]) > 1
    ),
}


def judge(result: Result, values: Values) -> str:
    """Solved by tuned AdaGrad where tuned plain descent is faster; almost where that takes twice as long at most."""
    if (values.optimizer, values.rate) != ("adagrad", "tuned"):
        return "open"
    ratio = result.steps / result.tuned["gradient_descent"][result.angles.index(values.angle)]
    return "solved" if ratio > 1 else "almost" if ratio > 0.5 else "open"


CHALLENGE = Challenge(
    Words(
        "choose AdaGrad, tuned, and make it slower than plain descent, tuned too.",
        "选 AdaGrad（学习率调好），让它比同样调好的普通梯度下降还慢。",
    ),
    judge,
)


def angle_through(result: Result, x: float, y: float) -> dict:
    """The angle of a floor that goes through there."""
    return {"angle": np.degrees(np.arctan2(y, x)) % 180}


def start_at(result: Result, x: float, y: float, values: Values) -> dict:
    return {"across": float(rotation(values.angle)[:, 1] @ (x, y))}


SCEPTIC = Sceptic(
    Words("Adam takes more steps when the valley lies at an angle.", "山谷斜着时，Adam 要走更多步。"),
    Words("Powers of ten between the steps, at an angle and along the axes", "斜放与正放步数相差的数量级"),
    lambda result: float(np.log10(max(result.tuned["adam"]) / result.tuned["adam"][0])),
)


HANDLES = [
    Handle("floor", drag=angle_through),
    Handle("now", pull=lambda result, dx, dy, values: {"angle": values.angle + dx}),  # it goes in steps of 5°
    *(
        Handle(
            lambda artists, k=k: artists.dots[k], click=lambda result, item, name=name: {"optimizer": name}, width=16
        )
        for k, name in enumerate(NAMES)
    ),
    Handle("start", drag=start_at),
]


@demo(Words("A turned valley", "旋转的山谷"))
def rotated(**values):
    """Six optimizers in a valley that is turned together with the start: steps over the angle, and one of the paths.
    山谷与起点一起旋转时的六种优化器：步数随角度的变化，以及其中一条路径。

    f = ½ xᵀA x with curvatures 1/κ along the floor and 1 across; the start is 1 along the floor, and across as chosen.
    η is the best of twenty a decade, for each optimizer and angle by itself; momentum β = 0.9, RMSProp ρ = 0.9.
    """
