"""Is a gradient right? Measure it: a mistake in the backward pass shows at once, and in which layers it sits."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished, memoized
from course_nn.common.words import Words, activation_names, term
from course_nn.datasets import shuffled_digits
from course_nn.drawing import Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number, scientific
from course_nn.lectures.backpropagation.faulty_backprop import CALLED, angle, backward
from course_nn.lectures.backpropagation.numerical_derivative import check, relative_error
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Curve, Handle, Sceptic, Slider, Values, Veil, demo, tried
from course_nn.stage.shapes import at, lowest

METHODS = {
    "forward": Words("one-sided", "单侧差分"),
    "central": Words("symmetric", "中心差分"),
    "complex": Words("complex step", "复数步长"),
}
CONTROLS = {
    "eps": Slider(Words("step ε", "步长 ε"), 1e-16, 0.1, 1e-5, 0.5, decades=True),
    "method": Choice(Words("measured by", "测量方法"), METHODS, "central"),
    "digits": Choice(Words("numbers", "数的精度"), ["float64", "float32"], "float64"),
    "phi": Choice("φ", activation_names(["tanh", "sigmoid", "relu"]), "tanh", means=term("activation")),
    "fault": Choice(Words("fault", "错误"), {fault: Words(*both) for fault, both in CALLED.items()}, "none"),
}
# The network whose gradient is measured, and how many digits of 4 × 4 squares it is measured at.
SIZES = (16, 8, 8, 10)
LAYERS = len(SIZES) - 1
EXAMPLES = 10
STEPS = np.logspace(-16, -1, 31)
LOSS = LOSSES["softmax_cross_entropy"]
# Relative errors: below the first a gradient is right, above the second wrong; and the smallest in the picture.
RIGHT = 1e-6
WRONG = 1e-2
FLOOR = 1e-17


class Result(NamedTuple):
    curve: np.ndarray  # (31,) relative error over STEPS
    error: float  # relative error at eps, of all parameters
    layers: np.ndarray  # (3, 2) relative errors of W and b of each layer
    degrees: float  # between the computed gradient and the right one


def compute(eps, method, digits, phi, fault) -> Generator[float, None, Result]:
    network, X, Y = small_network(digits, phi)
    trace = network.forward(X)
    dF = LOSS.gradient(trace.h[-1], Y) / EXAMPLES
    right = network.backward(trace, dF).copy()
    computed = backward(network, trace, dF, fault)
    measured = yield from measurements(method, digits, phi)
    here = check(network, X, Y, LOSS.name, eps, method, computed)
    return Result(
        curve=np.array([relative_error(computed, there) for there in measured]),
        error=here.error,
        layers=by_layer(network, computed, here.measured),
        degrees=angle(computed, right) if fault != "none" else 0.0,
    )


def small_network(kind: str, phi: str) -> tuple:
    """The network, and ten digits of 4 × 4 squares."""
    X, Y = (all_of_it[:EXAMPLES] for all_of_it in shuffled_digits())
    network = Network(SIZES, phi, dtype=np.dtype(kind))
    return network, X.reshape(-1, 4, 2, 4, 2).mean(axis=(2, 4)).reshape(-1, 16).astype(kind), Y


def by_layer(network: Network, computed: np.ndarray, measured: np.ndarray) -> np.ndarray:
    """Relative errors of W and b of each layer: (3, 2)."""
    pairs = zip(*network.split(computed), *network.split(measured))
    return np.array([[relative_error(dW, mW), relative_error(db, mb)] for dW, db, mW, mb in pairs])


@memoized
def measurements(method: str, kind: str, phi: str) -> Generator[float, None, np.ndarray]:
    """The gradient as it is measured with each of the steps: (31, P)."""
    network, X, Y = small_network(kind, phi)
    gradients = []
    for k, eps in enumerate(STEPS):
        yield k / len(STEPS)
        gradients.append(check(network, X, Y, LOSS.name, eps, method).measured)
    return np.array(gradients)


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    curve = figure.add_axes((0.09, 0.17, 0.5, 0.73))
    bars = figure.add_axes((0.68, 0.17, 0.3, 0.73))
    curve.set(xscale="log", yscale="log", xlim=(5e-17, 0.2), ylim=(FLOOR, 3), xlabel="ε")
    curve.set_title(Words("relative error of the gradient", "梯度的相对误差").drawn())
    bars.set(xscale="log", xlim=(FLOOR, 3), ylim=(5.6, -0.6), yticks=range(2 * LAYERS))
    bars.set_yticklabels([f"{letter}{'₁₂₃'[k]}" for k in range(LAYERS) for letter in "Wb"])
    bars.set_title(Words("for this ε, by layer", "此 ε 下，逐层").drawn())
    for axes, line in ((curve, "axhline"), (bars, "axvline")):
        for border in (RIGHT, WRONG):
            getattr(axes, line)(border, color=look.PALE, lw=1, zorder=0.5)
    return SimpleNamespace(
        goal=goals.name(curve, 0.1, WRONG, Words("goal: above", "目标：此线以上"), ha="right"),
        curve=marks.line(curve, color=look.BLUE),
        now=marks.now(curve),
        point=marks.dot(curve),
        bars=bars.barh(range(2 * LAYERS), 1, height=0.6, left=FLOOR, color=look.BLUE),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    artists.curve.set_data(STEPS, np.maximum(result.curve, FLOOR))
    artists.point.set_data([values.eps], [max(result.error, FLOOR)])
    marks.at(artists.now, values.eps)
    for bar, error in zip(artists.bars, result.layers.ravel()):
        bar.set_width(max(error, FLOOR) - FLOOR)
        bar.set_color(look.VERMILION if error > WRONG else look.BLUE)


def readout(result: Result, values: Values) -> Words:
    error = scientific(result.error) if result.error else "0"
    best = STEPS[result.curve.argmin()]
    least = scientific(result.curve.min()) if result.curve.min() else "0"
    verdict = Words("right", "正确") if result.error < RIGHT else Words("cannot be decided", "无法断定")
    verdict = Words("wrong", "错误") if result.error > WRONG else verdict
    step = scientific(values.eps)
    en = f"With ε = {step} the relative error is <b>{error}</b>; the verdict is: {verdict.en}.\n Smallest "
    zh = f"ε = {step} 时相对误差为 <b>{error}</b>，判定：{verdict.zh}。\n 误差最小为 {least}，"
    en += f"error {least}, at ε = {scientific(best)}. Angle to the right gradient: {number(result.degrees, 0)}°."
    zh += f"此时 ε = {scientific(best)}。与正确梯度的夹角：{number(result.degrees, 0)}°。"
    return Words(en, zh)


VEIL = Veil(("curve", "goal"), given=("error", "layers"))
USES = {"pull-upright-line": ("eps",), "choose-six-faults": ("fault",), "choose-relu-why": ("phi", "fault")}
TO_DO = {
    "pull-upright-line": lambda result, values: (
        values.eps < 3e-11 and values.method == "central" and values.digits == "float64"
    ),
    "choose-six-faults": tried(fault=tuple(CALLED)),
    "choose-relu-why": lambda result, values: values.phi == "relu" and values.fault == "slope of h",
}


def judge(result: Result, values: Values) -> str:
    """Solved by a right gradient that fails; almost by one that cannot be decided."""
    if values.fault != "none":
        return "open"
    return "solved" if result.error > WRONG else "almost" if result.error > RIGHT else "open"


CHALLENGE = Challenge(
    Words(
        "make a right gradient (no fault) fail the check: a relative error above 0.01.",
        "让一个正确的梯度（没有错误）通不过检查：相对误差大于 0.01。",
    ),
    judge,
)


ASKED = 10.0 ** np.arange(-15, 0, 2)  # steps ε
USUAL = 1e-5, 1e-10  # the step of the red point, and its error
PREDICTED = {"falls": 2, "stays": 0, "grows": -1}  # powers of ε to which the error goes below that step


def expected(option: str) -> np.ndarray:
    """The errors at the steps that are asked for; an option says nothing of steps above the usual one."""
    step, error = USUAL
    errors = error * (ASKED / step) ** PREDICTED[option]
    return np.where(ASKED > 1.1 * step, np.nan, np.maximum(errors, FLOOR))


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """How the error was expected to change from the usual step down."""
    points = np.stack([ASKED, expected(option)], axis=1)
    return artists.point.axes, points[np.isfinite(points[:, 1])]


def measured_errors() -> np.ndarray:
    """Of the right gradient, by symmetric differences, at the steps that are asked for."""
    found = finished(measurements("central", "float64", "tanh"))
    network, X, Y = small_network("float64", "tanh")
    trace = network.forward(X)
    right = network.backward(trace, LOSS.gradient(trace.h[-1], Y) / EXAMPLES)
    errors = np.array([relative_error(right, there) for there in found])
    return np.maximum(errors[[int(np.abs(np.log(STEPS / eps)).argmin()) for eps in ASKED]], FLOOR)


def beside_the_valley(drawn: np.ndarray, true: np.ndarray) -> Words:
    """Where the error is lowest, and what it is at the smallest step: drawn, and measured."""
    names, smallest = [f"ε = {scientific(step)}" for step in ASKED], f"ε = {scientific(ASKED[0])}"
    own, (mine, seen) = lowest(drawn, log=True), (magnitude(errors[0], 1) for errors in (drawn, true))
    place, best = at(own, names), names[true.argmin()]
    more = Words("", "") if 0 in own else Words(f", and {mine} at {smallest}", f"，在 {smallest} 处为 {mine}")
    return Words(
        f"Your error is smallest {place.en}{more.en}. Measured: smallest at {best}; below that it grows, to {seen} at "
        f"{smallest}.",
        f"你画的误差{place.zh}最小{more.zh}。测得：在 {best} 处最小，ε 再小误差就变大，到 {smallest} 处为 {seen}。",
    )


ESTIMATE = Curve(
    axes=lambda artists: artists.point.axes,
    x=tuple(ASKED),
    across=Words("at ε =", "ε ="),
    label=Words("relative error", "相对误差"),
    low=FLOOR,
    high=3.0,
    log=True,
    truth=measured_errors,
    places={option: expected(option) for option in PREDICTED},
    said=beside_the_valley,
)


def dip(result: Result) -> float:
    """log₁₀ of the error at the smallest ε over the least error; nan where the gradient is wrong anyway."""
    return float(np.log10(result.curve[0] / result.curve.min())) if result.degrees < 1e-3 else np.nan


SCEPTIC = Sceptic(
    Words(
        "the best ε lies between rounding and the bend of the curve.",
        "最好的 ε 居中：再小，舍入误差变大；再大，曲线的弯曲带来误差。",
    ),
    Words("Powers of ten between the best ε and the smallest", "最好的与最小的 ε 误差相差的数量级"),
    dip,
)


HANDLES = [Handle("now", x="eps"), Handle("point", x="eps")]


@demo(Words("Checking a gradient", "检查梯度"))
def gradient_check(**values):
    """A gradient computed by backpropagation, perhaps with a fault, beside the one measured by differences.
    反向传播算出的梯度（可带错误）与差分测得的梯度相比较。

    ‖computed − measured‖ / (‖computed‖ + ‖measured‖)
    """
