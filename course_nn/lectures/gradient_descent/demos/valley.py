"""A long valley: what momentum buys, which η and β are best, and where it explodes."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Ellipse

from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import count, magnitude, number, plain
from course_nn.lectures.gradient_descent.quadratic import best, border, component, rate, rotation, swing
from course_nn.stage import Challenge, Choice, Handle, Mark, Sceptic, Slider, Values, Veil, demo, moved

METHODS = {
    "plain": Words("plain descent", "普通梯度下降"),
    "ball": Words("heavy ball", "重球法"),
    "nesterov": Words("Nesterov", "Nesterov 动量法"),
}
OWN = {"used": lambda values: values.choice == "own"}
STEPS = 400  # that are drawn
FAR = 20_000  # that are computed, to see when the loss comes to a millionth
CONTROLS = {
    "kappa": Slider("κ", 1.0, 1000.0, 100.0, 0.25, decades=True, means=Words("condition number", "条件数")),
    "angle": Slider(Words("angle", "角度"), -90, 90, 0, 1, unit="°"),
    "method": Choice(Words("method", "方法"), METHODS, "ball"),
    "choice": Choice(Words("values", "取值"), {"own": Words("own", "自选"), "best": Words("best", "最优")}, "own"),
    "eta": Slider("η", 0.05, 4.0, 1.4, 0.05, means=Words("learning rate", "学习率"), **OWN),
    "beta": Slider(
        "β",
        0.0,
        0.99,
        0.9,
        0.01,
        means=Words("momentum", "动量"),
        used=lambda values: values.choice == "own" and values.method != "plain",
    ),
    "x1": Slider("x₁", -2.0, 2.0, 1.0, means=Words("start, first coordinate", "起点的第一坐标")),
    "x2": Slider("x₂", -2.0, 2.0, 1.0, means=Words("start, second coordinate", "起点的第二坐标")),
    "step": Slider(Words("step", "步数"), 0, STEPS, 30, 1, plays=True),
}
AXES = {"flat": dict(color=look.BLUE), "steep": dict(color=look.ORANGE)}  # along the floor, and across
NAMES = {"flat": Words("along the floor", "沿谷底"), "steep": Words("across", "横向")}
ETAS, BETAS = np.linspace(0.02, 4, 100), np.linspace(0.005, 0.995, 80)
WIDTHS = (0.1, 0.3, 0.6, 1.0, 1.5, 2.1, 2.8)  # half the valley's, at the heights where a level line is drawn
BANKS = look.heat(np.linspace(0.95, 0.54, len(WIDTHS) + 1)) / 255  # from the water on the floor to paper
MILLIONTH = 1e-6


class Result(NamedTuple):
    eta: float
    beta: float
    best: tuple  # η, β and the rate
    rates: np.ndarray  # (2,) along the floor and across
    map: np.ndarray  # (80, 100) over β and η, 1 the best there is, ½ the border, less diverges
    path: np.ndarray  # (301, 2) in the plane
    losses: np.ndarray  # (301, 2) of each component, as a share of the loss at the start
    steps: int  # after which the loss stays below a millionth of that; FAR + 1 if it does not


def compute(kappa, angle, method, choice, eta, beta, x1, x2, step) -> Result:
    curvatures, R, start = np.array([1 / kappa, 1.0]), rotation(angle), np.array([x1, x2])
    fastest = best(method, *curvatures)
    eta, beta = fastest[:2] if choice == "best" else (eta, 0.0 if method == "plain" else beta)
    pairs = zip(curvatures, R.T @ start)
    parts = np.stack([component(method, eta, beta, lam, x, FAR) for lam, x in pairs], axis=1)
    parts = np.nan_to_num(parts, nan=1e100).clip(-1e100, 1e100)  # (FAR + 1, 2)
    losses = 0.5 * curvatures * parts**2
    losses = losses / max(losses[0].sum(), 1e-300)
    return Result(
        eta=eta,
        beta=beta,
        best=fastest,
        rates=rate(method, eta, beta, curvatures),
        map=rate_map(method, kappa),
        path=parts[: STEPS + 1] @ R.T,
        losses=losses[: STEPS + 1],
        steps=int(FAR + 1 - np.argmax(losses[::-1].sum(axis=1) > MILLIONTH)) if start.any() else 0,
    )


@memoized
def rate_map(method: str, kappa: float) -> np.ndarray:
    """How fast each η and β is beside the best, for the colours: ½ + ½ log r / log r_best."""
    eta, beta = np.meshgrid(ETAS, BETAS)
    slowest = np.maximum(rate(method, eta, beta, 1 / kappa), rate(method, eta, beta, 1.0))
    fastest = max(best(method, 1 / kappa, 1.0)[2], 0.05)  # a round valley takes one step
    return 0.5 + 0.5 * np.log(np.maximum(slowest, 1e-9)) / np.log(fastest)


def paint(figure: Figure) -> SimpleNamespace:
    """The valley takes half the width; which values are fast, and what becomes of the loss, stand beside it."""
    valley, rates, losses = figure.subplots(1, 3, width_ratios=[2.2, 1, 1.05])
    wide, tall = figure.get_size_inches()
    far = np.clip(1.28 * wide / tall, 3.2, 5.0) if wide > tall else 6.5  # more of the valley where there is more room
    return SimpleNamespace(**paint_rates(rates), **paint_losses(losses), **paint_valley(valley, far))


def paint_rates(axes: Axes) -> dict:
    axes.set(xlim=(0, 4), ylim=(0, 1), xlabel="η", title=Words("the bluer the faster", "越蓝越快").drawn())
    axes.set_ylabel("β", rotation=0, va="center")
    axes.text(3.1, 0.03, Words("diverges", "发散").drawn(), ha="center", zorder=1)
    extent = dict(origin="lower", extent=(0, 4, 0, 1), aspect="auto", zorder=0)
    return {
        "map": axes.imshow(look.heat(np.zeros((80, 100))), **extent),
        "swings": [marks.line(axes, color=look.GREY, lw=1, ls="--") for _ in range(3)],
        "border": marks.line(axes, color=look.BLACK),
        "best": marks.best(axes, ms=13, clip_on=False),
        "point": marks.dot(axes, clip_on=False),
    }


def paint_losses(axes: Axes) -> dict:
    axes.set(xlim=(0, 1.05 * STEPS), ylim=(1e-9, 1e4), yscale="log", xlabel=Words("step", "步数").drawn())
    axes.set_title(Words("share of the first loss", "与初始损失之比").drawn())
    axes.axhline(MILLIONTH, color=look.PALE, lw=1, zorder=0.5)
    marks.key(axes, [(NAMES[name].drawn(), style) for name, style in AXES.items()], x=0.12)
    return {
        "losses": [marks.line(axes, **style | {"lw": 1.5}) for style in AXES.values()],
        "now": marks.now(axes),
        "goal": [goals.point(axes, 60, MILLIONTH), goals.name(axes, 295, MILLIONTH, ha="right")],
    }


def paint_valley(axes: Axes, far: float) -> dict:
    """Seen from above, its floor under water: blue is low."""
    axes.set(xlim=(-far, far), ylim=(-2.2, 2.2), xlabel="$x_1$", aspect="equal", facecolor=BANKS[-1])
    axes.set_ylabel("$x_2$", rotation=0, va="center")
    axes.set_title(Words("the valley from above: blue is low", "从上方看山谷：蓝色为低处").drawn())
    level = dict(ec="white", lw=1.2)
    depths = [Ellipse((0, 0), 1, 1, fc=color, zorder=-width, **level) for width, color in zip(WIDTHS, BANKS)]
    return {
        "depths": [axes.add_patch(depth) for depth in depths],
        "lines": [marks.line(axes, lw=1.4, ls="--", zorder=0.7, **style) for style in AXES.values()],
        "path": marks.line(axes, "o-", color=look.BLACK, lw=1.2, ms=4, mec="white", mew=0.4),
        "start": marks.line(axes, "o", mfc="white", mec=look.BLACK, ms=10, zorder=4),
        "here": marks.dot(axes),
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    draw_valley(artists, result, values)
    marks.fill(artists.map, look.heat(result.map))
    edges = [*swings(values.method, 1.0), swings(values.method, 1 / values.kappa)[0]]
    for line, eta in zip([*artists.swings, artists.border], [*edges, border(values.method, BETAS)]):
        line.set_data(eta, BETAS)
    artists.best.set_data(*np.transpose([result.best[:2]]))
    artists.point.set_data([result.eta], [result.beta])
    for line, losses in zip(artists.losses, result.losses.T):
        line.set_data(range(STEPS + 1), losses)
    marks.at(artists.now, values.step)


def swings(method: str, lam: float) -> tuple:
    """Between which η a component of that curvature swings, for each β of the map."""
    low, high = swing(method, BETAS)
    return low / lam, high / lam


def draw_valley(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for depth, width in zip(artists.depths, WIDTHS):
        marks.change(depth, width=2 * width * np.sqrt(values.kappa), height=2 * width, angle=values.angle)
    for line, axis in zip(artists.lines, rotation(values.angle).T):
        line.set_data(*np.stack([-9 * axis, 9 * axis], axis=1))
    artists.path.set_data(*result.path[: values.step + 1].clip(-1e4, 1e4).T)
    artists.start.set_data([values.x1], [values.x2])
    artists.here.set_data(*result.path[[values.step]].clip(-1e4, 1e4).T)


PREDICTED = {"sixth": 346 / 6, "half": 346 / 2, "hardly": 346.0}  # steps to a millionth; plain descent takes 346


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """When the ball comes to a millionth."""
    return artists.now.axes, [(PREDICTED[option], MILLIONTH)]


def steps_of_the_ball() -> int:
    """To a millionth, with the best η and β."""
    return compute(100.0, 0, "ball", "best", 1.4, 0.9, 1.0, 1.0, 0).steps


ESTIMATE = Mark(
    axes=lambda artists: artists.now.axes,
    along="x",
    label=Words("steps", "步数"),
    low=0,
    high=STEPS,
    unit=Words(" steps", " 步"),
    where=MILLIONTH,
    reach=0.01,
    truth=steps_of_the_ball,
    shown={"choice": "best"},
    places=PREDICTED,
)


def readout(result: Result, values: Values) -> Words:
    setting = f"η = {plain(result.eta)}" + (f", β = {plain(result.beta)}" if values.method != "plain" else "")
    slowest, edge, top = result.rates.max(), plain(border(values.method, result.beta)), result.losses.sum(axis=1).max()
    flat, steep, least = (number(rate, 3) for rate in (*result.rates, result.best[2]))
    loss, end = magnitude(result.losses[values.step].sum()), arrival(result, slowest)
    name, start = METHODS[values.method], f"κ = {plain(values.kappa)}, {setting}"
    return Words(
        f"{name.en.capitalize()}, {start}. {end.en} In the long run a step multiplies the distance by "
        f"<b>{number(slowest, 3)}</b>.\nAlong the floor by {flat}, across by {steep}; at best {least}. Border: η = "
        f"{edge}. At step {values.step} the loss is {loss} times the first loss, and at most {magnitude(top)} times "
        f"in {STEPS} steps.",
        f"{name.zh}，{start.replace(', ', '，')}。{end.zh}长期来看，每步把距离乘以 "
        f"<b>{number(slowest, 3)}</b>。\n沿谷底 {flat}，横向 {steep}；最优 {least}。界限：η = {edge}。"
        f"第 {values.step} 步的损失是最初的 {loss} 倍；前 {STEPS} 步中最高为 {magnitude(top)} 倍。",
    )


def arrival(result: Result, slowest: float) -> Words:
    """When the loss has come down to a millionth."""
    if result.steps <= FAR:
        return Words(
            f"A millionth of the loss is reached after <b>{count(result.steps)}</b> steps.",
            f"损失降到百万分之一：<b>{count(result.steps)}</b> 步。",
        )
    if slowest >= 1:
        return Words("The loss never comes down to a millionth.", "损失永远降不到百万分之一。")
    return Words(f"A millionth takes more than {count(FAR)} steps.", f"损失降到百万分之一：超过 {count(FAR)} 步。")


def tames_nesterov(result: Result, values: Values) -> bool:
    """Nesterov with much memory, and with an η of one's own that is short enough."""
    return (values.method, values.choice) == ("nesterov", "own") and result.beta >= 0.85 and result.rates.max() < 1


VEIL = Veil(("path", "here", "losses", "now", "goal"), given=("eta", "beta", "best", "map"))
USES = {
    "click-white-square": ("choice", "method"),
    "pull-red-point": ("eta", "beta"),
    "choose-nesterov-happens": ("method", "eta", "beta"),
    "take-best-values": ("choice", "kappa", "method"),
}
TO_DO = {
    "click-white-square": lambda result, values, seen: values.choice == "best" and {"plain", "ball"} <= seen["method"],
    "pull-red-point": moved("eta", "beta"),
    "choose-nesterov-happens": tames_nesterov,
    "take-best-values": lambda result, values, seen: (
        values.choice == "best" and values.kappa >= 500 and {"ball", "nesterov"} <= seen["method"]
    ),
}


def judge(result: Result, values: Values) -> str:
    """Solved at κ = 100 or more by at most 60 steps to a millionth, from a start off both axes; almost by 100."""
    off_the_axes = np.abs(rotation(values.angle).T @ (values.x1, values.x2)).min() >= 0.5
    if values.kappa < 100 or not off_the_axes:
        return "open"
    return "solved" if result.steps <= 60 else "almost" if result.steps <= 100 else "open"


CHALLENGE = Challenge(
    Words(
        "κ = 100, start at least 0.5 off both axes of the valley: a millionth of the loss within 60 steps.",
        "κ = 100，起点到山谷两条轴的距离都不小于 0.5：在 60 步内把损失降到百万分之一。",
    ),
    judge,
)


def angle_through(result: Result, x: float, y: float) -> dict:
    """The angle of a floor that goes through there."""
    return {"angle": (np.degrees(np.arctan2(y, x)) + 90) % 180 - 90}


def gain_of_the_ball(values: Values) -> float:
    """log₁₀ of the ratio of the steps, from the rates at which both come nearer."""
    plain, ball = (best(method, 1 / values.kappa, 1.0)[2] for method in ("plain", "ball"))
    return float(np.log10(np.log(ball) / np.log(plain))) if 0 < plain < 1 and 0 < ball < 1 else np.nan


SCEPTIC = Sceptic(
    Words(
        "at the best values the heavy ball needs far fewer steps than plain descent.",
        "都取最优值时，重球所需步数远少于普通梯度下降。",
    ),
    Words(
        "How many times the steps plain descent takes, in powers of ten", "普通梯度下降与重球的步数之比，是 10 的几次方"
    ),
    lambda result, values: gain_of_the_ball(values),
)


HANDLES = [
    Handle(lambda artists: artists.lines[0], drag=angle_through),
    Handle("now", x="step"),
    Handle("best", click=lambda result, k: {"choice": "best"}),
    Handle("point", x="eta", y="beta", drag=lambda result, x, y: {"choice": "own"}),
    Handle("start", x="x1", y="x2"),
]


@demo(Words("Momentum in a valley", "山谷中的动量"))
def valley(**values):
    """Plain descent, the heavy ball and Nesterov's momentum in a valley: path, rate over η and β, each component.
    普通梯度下降、重球法与 Nesterov 动量法在山谷中的路径，收缩率随 η 与 β 的变化，以及每个分量的损失。

    f = ½ xᵀA x with curvatures 1/κ along the floor and 1 across. In the map of rates the black line is the border, the
    dashed ones tell where a component begins or ends to swing; the white square has the best η and β.

    source : Polyak, Some methods of speeding up the convergence of iteration methods (1964); Goh, Why Momentum Really
             Works (2017)
    """
