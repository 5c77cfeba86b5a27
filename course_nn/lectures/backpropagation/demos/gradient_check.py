"""Is a gradient right? Measure it; and see how little a falling loss says about it."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.common.words import Words, activation_names, term
from course_nn.datasets import shuffled_digits
from course_nn.drawing import Figure, look, marks
from course_nn.drawing.numbers import number, percent, scientific
from course_nn.lectures.backpropagation.faulty_backprop import FAULTS, FaultyNetwork, angle, backward
from course_nn.lectures.backpropagation.numerical_derivative import check, relative_error
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Handle, Slider, demo
from course_nn.stage.controls import Toggle, Values
from course_nn.training import watch

METHODS = {
    "forward": Words("one-sided", "单侧差分"),
    "central": Words("symmetric", "中心差分"),
    "complex": Words("complex step", "复数步长"),
}
NAMES = dict(
    zip(
        FAULTS,
        [
            Words("none: right", "无：正确"),
            Words("φ′ left out", "漏乘 φ′"),
            Words("φ′ of h, not of z", "φ′ 取在 h 而非 z"),
            Words("W for Wᵀ, if square", "方阵处 W 当作 Wᵀ"),
            Words("random matrix for Wᵀ", "随机矩阵代替 Wᵀ"),
            Words("dW transposed, if square", "方阵处 dW 转置"),
            Words("db: one sum for all", "db：全部合为一个和"),
        ],
    )
)
CONTROLS = {
    "eps": Slider(Words("step ε", "步长 ε"), 1e-16, 0.1, 1e-5, 0.5, decades=True),
    "method": Choice(Words("measured by", "测量方法"), METHODS, "central"),
    "digits": Choice(Words("numbers", "数的精度"), ["float64", "float32"], "float64"),
    "phi": Choice("φ", activation_names(["tanh", "sigmoid", "relu"]), "tanh", means=term("activation")),
    "fault": Choice(Words("fault", "错误"), NAMES, "none"),
    "trained": Toggle(Words("train with it", "用此梯度训练"), False),
    "rate": Choice(
        "η",
        {rate: str(rate) for rate in (0.03, 0.1, 0.3)},
        0.1,
        means=Words("learning rate", "学习率"),
        used=lambda v: v["trained"],
    ),
}
# The network whose gradient is measured, and how many digits of 4 × 4 squares it is measured at.
SIZES = (16, 8, 8, 10)
LAYERS = len(SIZES) - 1
EXAMPLES = 10
STEPS = np.logspace(-16, -1, 31)
LOSS = LOSSES["softmax_cross_entropy"]
# The networks that are trained.
TRAINED_SIZES = (64, 32, 32, 10)
SEEDS = range(5)
EPOCHS = 20
# Relative errors: below the first a gradient is right, above the second wrong; and the smallest in the picture.
RIGHT = 1e-6
WRONG = 1e-2
FLOOR = 1e-17


class Result(NamedTuple):
    curve: np.ndarray  # (31,) relative error over STEPS
    error: float  # relative error at eps, of all parameters
    layers: np.ndarray  # (3, 2) relative errors of W and b of each layer
    degrees: float  # between the computed gradient and the right one
    accuracies: np.ndarray  # (seeds,) of networks trained with this backward pass, empty if none are
    right_accuracies: np.ndarray  # (seeds,) the same with the right one


def compute(eps, method, digits, phi, fault, trained, rate) -> Generator[float, None, Result]:
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
        accuracies=(yield from accuracies(phi, fault, rate)) if trained else np.zeros(0),
        right_accuracies=(yield from accuracies(phi, "none", rate)) if trained else np.zeros(0),
    )


def small_network(kind: str, phi: str) -> tuple:
    """The network, and ten digits of 4 × 4 squares."""
    X, Y = samples(slice(EXAMPLES))
    network = Network(SIZES, phi, dtype=np.dtype(kind))
    return network, X.reshape(-1, 4, 2, 4, 2).mean(axis=(2, 4)).reshape(-1, 16).astype(kind), Y


def samples(rows: slice) -> tuple:
    """Some rows of the shuffled digits, and their labels."""
    X, Y = shuffled_digits()
    return X[rows], Y[rows]


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


@memoized
def accuracies(phi: str, fault: str, rate: float) -> Generator[float, None, np.ndarray]:
    """Test accuracy of a few networks trained with this backward pass."""
    X, Y = samples(slice(1200))
    unseen, labels = samples(slice(1200, None))
    networks = FaultyNetwork(TRAINED_SIZES, phi, fault=fault, seed=SEEDS, dtype=np.float32)
    yield from watch(networks, X, Y, LOSS.name, EPOCHS, every=EPOCHS, learning_rate=rate, batch_size=32)
    return np.mean(networks(unseen).argmax(axis=-1) == labels, axis=-1)


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    curve = figure.add_axes((0.09, 0.17, 0.43, 0.73))
    bars = figure.add_axes((0.6, 0.17, 0.2, 0.73))
    nets = figure.add_axes((0.88, 0.17, 0.1, 0.73))
    curve.set(xscale="log", yscale="log", xlim=(5e-17, 0.2), ylim=(FLOOR, 3), xlabel="ε")
    curve.set_title(Words("relative error of the gradient", "梯度的相对误差").drawn())
    bars.set(xscale="log", xlim=(FLOOR, 3), ylim=(5.6, -0.6), yticks=range(2 * LAYERS))
    bars.set_yticklabels([f"{letter}{'₁₂₃'[k]}" for k in range(LAYERS) for letter in "Wb"])
    bars.set_title(Words("for this ε, by layer", "此 ε 下，逐层").drawn())
    nets.set(xlim=(-0.5, 1.5), ylim=(0, 1.03), xticks=[0, 1])
    nets.set_xticklabels([Words("right", "正确").drawn(), Words("this", "当前").drawn()])
    nets.set_title(Words("accuracy", "准确率").drawn())
    for axes, line in ((curve, "axhline"), (bars, "axvline")):
        for border in (RIGHT, WRONG):
            getattr(axes, line)(border, color=look.PALE, lw=1, zorder=0.5)
    return SimpleNamespace(
        curve=marks.line(curve, color=look.BLUE),
        now=marks.now(curve),
        point=marks.dot(curve),
        bars=bars.barh(range(2 * LAYERS), 1, height=0.6, left=FLOOR, color=look.BLUE),
        nets=nets,
        usual=marks.line(nets, "o", color=look.GREY, ms=7, mec="white"),
        own=marks.line(nets, "o", color=look.VERMILION, ms=7, mec="white"),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    artists.curve.set_data(STEPS, np.maximum(result.curve, FLOOR))
    artists.point.set_data([values.eps], [max(result.error, FLOOR)])
    marks.at(artists.now, values.eps)
    for bar, error in zip(artists.bars, result.layers.ravel()):
        bar.set_width(max(error, FLOOR) - FLOOR)
        bar.set_color(look.VERMILION if error > WRONG else look.BLUE)
    artists.nets.set_visible(bool(len(result.right_accuracies)))
    artists.usual.set_data(np.zeros(len(result.right_accuracies)), result.right_accuracies)
    artists.own.set_data(np.ones(len(result.accuracies)), result.accuracies)


def readout(result: Result, values: Values) -> Words:
    error = scientific(result.error) if result.error else "0"
    best = STEPS[result.curve.argmin()]
    least = scientific(result.curve.min()) if result.curve.min() else "0"
    verdict = Words("right", "正确") if result.error < RIGHT else Words("not to be decided", "无法断定")
    verdict = Words("wrong", "错误") if result.error > WRONG else verdict
    step = scientific(values.eps)
    en = f"With ε = {step} the relative error is <b>{error}</b>; the verdict is: {verdict.en}. Smallest error {least}, "
    zh = f"ε = {step} 时相对误差为 <b>{error}</b>，判定：{verdict.zh}。误差最小为 {least}，"
    en += f"at ε = {scientific(best)}. Angle to the right gradient: {number(result.degrees, 0)}°."
    zh += f"此时 ε = {scientific(best)}。与正确梯度的夹角：{number(result.degrees, 0)}°。"
    if not len(result.right_accuracies):
        return Words(en, zh)
    own, usual = percent(np.mean(result.accuracies), 1), percent(np.mean(result.right_accuracies), 1)
    return Words(
        f"{en} Trained with it, networks get {own} of unseen digits right; with the right gradient {usual}.",
        f"{zh}用此梯度训练的网络，在没见过的手写数字上，平均准确率为 {own}；用正确的梯度训练则为 {usual}。",
    )


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
HANDLES = [Handle("now", x="eps"), Handle("point", x="eps")]


@demo(Words("Checking a gradient", "检查梯度"))
def gradient_check(**values):
    """A gradient computed by backpropagation, perhaps with a fault, beside the one measured by differences.
    反向传播算出的梯度（可带错误）与差分测得的梯度相比较。

    ‖computed − measured‖ / (‖computed‖ + ‖measured‖)
    """
