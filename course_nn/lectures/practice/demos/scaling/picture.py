"""What do units cost? Two measurements as a network gets them, the valley that they make, and the steps down it."""

from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import count, magnitude, scientific
from course_nn.lectures.practice.demos.scaling.scaled_descent import (
    MOST,
    PAIRS,
    SHOWN,
    measurements,
    scaled_inputs,
    valley_of,
    walk,
)
from course_nn.lectures.practice.tuning import steps_to
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo, tried

_NAMES = [
    Words("bill length, flipper → mass", "喙长、鳍肢长 → 体重"),
    Words("bill length, bill depth → mass", "喙长、喙深 → 体重"),
    Words("flipper, mass → bill length", "鳍肢长、体重 → 喙长"),
]
PAIR_NAMES = dict(zip(PAIRS, _NAMES))
UNIT_NAMES = {"mm": "mm, g", "cm": "cm, kg", "m": "m, kg"}
DIVISOR_NAMES = {
    "nothing": Words("nothing", "无"),
    "sigma": Words("σ", "标准差 σ"),
    "range": Words("range, to 0 … 1", "极差，缩放到 0…1"),
}
OPTIMIZERS = {"descent": term("gradient descent"), "adam": Words("Adam", "Adam")}
RATES = {"best": Words("best", "最优"), "own": Words("own", "自选")}
CONTROLS = {
    "pair": Choice(Words("measurements", "测量"), PAIR_NAMES, "bill, flipper"),
    "units": Choice(Words("units", "单位"), UNIT_NAMES, "mm"),
    "share": Slider(Words("mean subtracted", "减去均值"), 0, 100, 0, 1, unit="%"),
    "divisor": Choice(Words("divided by", "除以"), DIVISOR_NAMES, "nothing"),
    "optimizer": Choice(Words("optimizer", "优化器"), OPTIMIZERS, "descent"),
    "rate": Choice("η", RATES, "best", means=Words("learning rate", "学习率")),
    "eta": Slider(
        Words("own η", "自选 η"), 1e-8, 10.0, 1e-5, 0.1, decades=True, used=lambda values: values.rate == "own"
    ),
    "eps": Choice(Words("distance left ε", "剩余距离 ε"), {1e-3: "10⁻³", 1e-6: "10⁻⁶"}, 1e-6),
}
PLACES = [(divisor, share) for divisor in DIVISOR_NAMES for share in (0, 100)]  # that can be clicked
FEW = 40  # steps, of the challenge
KAPPAS = np.geomspace(1.02, 1e11, 200)
TURN = np.linspace(-np.pi, np.pi, 145)
LEVELS = np.arange(0.2, 1.6, 0.2)[:, None]
EDGE = 1.25

FORM = dict(smallest=0.1, largest=1e4, power=1)  # of the numbers below the picture


class Result(NamedTuple):
    points: np.ndarray  # (342, 2) as the network gets them
    mean: np.ndarray  # (2,) of them
    full_mean: np.ndarray  # (2,) the mean if nothing were subtracted
    square: np.ndarray  # (2, 2) two corners of what is shown, which is the same whatever is subtracted
    h: np.ndarray  # (3,) curvatures, the largest first
    kappa: float
    rate_used: float
    best_rate: float  # of gradient descent
    predicted_steps: float  # of gradient descent with its best rate
    steps: float  # taken; nan if it never arrives, or Adam not in 3,000
    path: np.ndarray  # (K, 2) distance along the steepest and the flattest direction, as a share of that at the start
    places: np.ndarray  # (6, 2) κ and predicted steps for each of PLACES


def compute(pair, units, share, divisor, optimizer, rate, eta, eps) -> Result:
    X, _ = measurements(pair, units)
    points, divided = scaled_inputs(X, divisor, share / 100), scaled_inputs(X, divisor)
    valley = valley_of(pair, units, divisor, share / 100)
    way = walk(valley, optimizer, eps, eta if rate == "own" else None)
    kappas = np.array([valley_of(pair, units, other, part / 100).kappa for other, part in PLACES])
    return Result(
        points=points,
        mean=points.mean(axis=0),
        full_mean=divided.mean(axis=0),
        square=square_around(divided),
        h=valley.h,
        kappa=valley.kappa,
        rate_used=way.rate,
        best_rate=valley.best_rate,
        predicted_steps=float(steps_to(valley.kappa, eps)),
        steps=way.steps if np.isfinite(way.steps) else np.nan,
        path=way.path[: SHOWN + 1, [0, -1]].clip(-1e3, 1e3),
        places=np.stack([kappas, steps_to(kappas, eps)], axis=1),
    )


def square_around(Z: np.ndarray) -> np.ndarray:
    """Two corners of a square that holds the origin, and the points, whatever share of their mean is subtracted."""
    points = np.concatenate([Z, Z - Z.mean(axis=0), np.zeros((1, 2))])
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    half = 0.55 * np.ptp(points, axis=0).max()
    return np.stack([middle - half, middle + half])


def paint(figure: Figure) -> dict:
    figure.set_layout_engine("none")
    wide, tall = figure.get_size_inches()
    side = (tall - 0.95) / tall
    data, plane = (figure.add_axes((left, 0.16, side * tall / wide, side)) for left in (0.07, 0.4))
    spectrum = figure.add_axes((0.745, 0.76, 0.24, 0.12))
    steps = figure.add_axes((0.745, 0.16, 0.24, 0.38))
    data.set_title(Words("inputs (x₁, x₂)", "输入 (x₁, x₂)").drawn())
    data.locator_params(nbins=4)
    marks.cross(data)
    plane.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    plane.set_title(Words("distance left, as a share", "剩余距离（占起始距离的比例）").drawn())
    marks.best(plane).set_data([0], [0])
    plane.set_xlabel(Words("steepest direction", "最陡方向").drawn(), labelpad=1)
    plane.set_ylabel(Words("flattest", "最平方向").drawn(), labelpad=-4)
    return {
        "data": data,
        "points": marks.line(data, ".", ms=3, color=look.BLUE, alpha=0.6),
        "to_mean": marks.line(data, color=look.VERMILION, lw=1, ls="--"),
        "mean": marks.dot(data, **marks.UNCLIPPED),
        "valley": marks.line(plane, color=look.PALE, lw=1, zorder=0.6),
        "path": marks.line(plane, ".-", color=look.BLACK, lw=0.8, ms=4),
        **paint_spectrum(spectrum),
        **paint_steps(steps),
    }


def paint_spectrum(axes: Axes) -> dict:
    axes.set(xscale="log", xlim=(1e-7, 1e9), ylim=(0, 1), xticks=[1e-6, 1e-3, 1, 1e3, 1e6], yticks=[])
    axes.minorticks_off()
    axes.spines["left"].set_visible(False)
    axes.set_title(Words("curvatures; border 2/η", "三个曲率；界限 2/η").drawn())
    return {
        "curvatures": marks.line(axes, color=look.BLUE, lw=2.5),
        "border": axes.axvline(1, color=look.VERMILION, lw=2),
    }


def paint_steps(axes: Axes) -> dict:
    axes.set(xscale="log", yscale="log", xlim=(0.6, 1e11), ylim=(1, 1e12), xlabel="κ")
    axes.set(xticks=[1, 1e3, 1e6, 1e9], yticks=[1, 1e4, 1e8, 1e12])
    axes.minorticks_off()
    axes.set_title(Words("steps predicted, and taken", "预测的步数与实际的步数").drawn())
    goals.level(axes, FEW, 0.98, ha="right")
    return {
        "law": marks.line(axes, color=look.GREY, lw=1.5),
        "places": marks.line(axes, "o", ms=7, mfc="white", mec=look.BLUE, mew=1.3),
        "kappa": marks.now(axes),
        "taken": marks.dot(axes, ms=9),
    }


def draw(artists: dict, result: Result, values: Values) -> None:
    (left, low), (right, high) = result.square
    marks.fit(artists["data"], xlim=(left, right), ylim=(low, high))
    artists["points"].set_data(*result.points.T)
    artists["to_mean"].set_data(*np.stack([np.zeros(2), result.mean], axis=1))
    artists["mean"].set_data(*result.mean[:, None])
    long = LEVELS * np.sqrt(result.kappa)
    rings = np.stack([LEVELS * np.cos(TURN), long * np.sin(TURN)], axis=-1)
    artists["valley"].set_data(*look.one_line(rings))
    artists["path"].set_data(*result.path.T)
    artists["curvatures"].set_data(*look.one_line(np.array([[(h, 0), (h, 0.8)] for h in result.h])))
    marks.at(artists["border"], 2 / result.rate_used)
    artists["border"].set_visible(values.optimizer == "descent")
    artists["law"].set_data(KAPPAS, steps_to(KAPPAS, values.eps))
    artists["places"].set_data(*result.places.T)
    marks.at(artists["kappa"], result.kappa)
    artists["taken"].set_data([result.kappa], [result.steps])


def readout(result: Result, values: Values) -> Words:
    done, steps = scaling_in_words(values), steps_in_words(result, values)
    h = [magnitude(h, **FORM) for h in result.h]
    kappa, best, eta = (magnitude(value, **FORM) for value in (result.kappa, result.best_rate, result.rate_used))
    predicted, eps = count(np.ceil(result.predicted_steps)), scientific(values.eps)
    return Words(
        f"{steps.en} (η = {eta}); condition κ = <b>{kappa}</b>. {done.en}\n Curvatures {', '.join(h)}. Gradient "
        f"descent with its best η, {best}, needs at most {predicted} steps until {eps} of the distance is left.",
        f"{steps.zh}（η = {eta}）；条件数 κ = <b>{kappa}</b>。{done.zh}\n曲率 {'、'.join(h)}。"
        f"梯度下降取最优 η = {best} 时，至多 {predicted} 步后距离只剩 {eps}。",
    )


def scaling_in_words(values: Values) -> Words:
    pair, divisor, share = PAIR_NAMES[values.pair], DIVISOR_NAMES[values.divisor], values.share
    units = UNIT_NAMES[values.units]
    return Words(
        f"{pair.en.capitalize()}, in {units}; {share}% of the mean subtracted; divided by: {divisor.en}.",
        f"{pair.zh}，单位 {units.replace(', ', ' 和 ')}；减去均值的 {share}%；除以：{divisor.zh}。",
    )


def steps_in_words(result: Result, values: Values) -> Words:
    """How many steps it takes from parameters 0, or that it does not arrive."""
    if np.isfinite(result.steps):
        name, steps = (
            term("gradient descent") if values.optimizer == "descent" else ("Adam", "Adam "),
            count(result.steps),
        )
        return Words(f"{name[0].capitalize()} takes <b>{steps}</b> steps", f"{name[1]}实际用了 <b>{steps}</b> 步")
    if values.optimizer == "adam":
        return Words(f"Adam is not there after {count(MOST)} steps", f"Adam 走了 {count(MOST)} 步仍未到达")
    return Words("With this η it never arrives", "用这个 η 永远到不了")


VEIL = Veil(("places",), given=("points", "mean", "square", "h", "kappa", "rate_used", "steps", "path"))
TO_DO = {
    "picture-steps-click": tried(share=(0, 100), divisor=("nothing", "sigma")),
    "divide-pull-red": lambda result, values, seen: (
        values.divisor == "sigma" and values.share == 100 and any(20 < share < 80 for share in seen["share"])
    ),
    "sceptic": tried(sceptic=("cm", "m", "bill", "mass")),
    "choose-flipper-mass": lambda result, values: (
        (values.pair, values.share, values.divisor, values.optimizer) == ("flipper, mass", 100, "nothing", "adam")
    ),
}
USES = {
    "picture-steps-click": ("share", "divisor"),
    "divide-pull-red": ("divisor", "share"),
    "sceptic": ("sceptic",),
    "choose-flipper-mass": ("pair", "share", "optimizer"),
}


def judge(result: Result, values: Values) -> str:
    """Solved by 40 steps at most, almost by 150; nan steps are too many."""
    if values.pair != "bill, flipper" or values.eps > 1e-6:
        return "open"
    return "solved" if result.steps <= FEW else "almost" if result.steps <= 150 else "open"


CHALLENGE = Challenge(
    Words(
        "bill length and flipper: arrive (10⁻⁶ of the distance left) in at most 40 steps.",
        "喙长与鳍肢长：至多 40 步到达（距离只剩 10⁻⁶）。",
    ),
    judge,
)


def lead_of_subtracting(result: Result) -> float:
    """By how many powers of ten subtracting the means saves more steps than dividing by σ."""
    steps = dict(zip(PLACES, result.places[:, 1]))
    return float(np.log10(steps["sigma", 0] / steps["nothing", 100]))


SCEPTIC = Sceptic(
    Words("subtracting the means saves more steps than dividing by σ.", "减去均值省下的步数，比除以标准差更多。"),
    Words("Its lead, in powers of ten", "领先的数量级"),
    lead_of_subtracting,
    {
        "cm": Change(Words("centimetres and kilograms", "改用厘米和千克"), {"units": "cm"}),
        "m": Change(Words("metres and kilograms", "改用米和千克"), {"units": "m"}),
        "bill": Change(
            Words("the depth of the bill in place of the flipper", "用喙深代替鳍肢长"), {"pair": "bill, depth"}
        ),
        "mass": Change(Words("flipper and mass as inputs", "以鳍肢长与体重为输入"), {"pair": "flipper, mass"}),
    },
)


def share_at(result: Result, x: float, y: float) -> dict:
    """The share to subtract so that the mean is there."""
    left = np.array([x, y]) @ result.full_mean / (result.full_mean @ result.full_mean)
    return {"share": 100 * (1 - left)}


HANDLES = [
    Handle("border", drag=lambda result, x, y: {"rate": "own", "eta": 2 / x}),
    Handle("places", click=lambda result, k: dict(zip(("divisor", "share"), PLACES[k])), width=18),
    Handle("mean", drag=share_at),
]


@demo(Words("Scaling the inputs", "输入的缩放"))
def scaling(**values):
    """A linear model predicts from two measurements of penguins: the scale of its inputs decides how long that takes.
    线性模型用企鹅的两项测量作预测：输入的尺度决定要走多少步。

    f = w·x + b, squared error over 342 birds, all of them in each step, from w = 0, b = 0. The target is in units of
    its standard deviation. Distance: the root of (loss − its minimum). The rings have the true shape of the valley;
    along each direction the path shows the distance as a share of that at the start.

    source : LeCun, Bottou, Orr & Müller, Efficient BackProp (1998), section 4.3; Gorman, Williams & Fraser (2014)
    """
