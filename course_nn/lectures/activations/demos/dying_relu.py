"""A ReLU that answers 0 to every sample has no gradient, so nothing will ever bring it back: it is dead."""

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS, sigmoid
from course_nn.datasets import circle
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.training import train
from course_nn.words import Words, term

UNITS, EPOCHS = 50, 100
NAMES = {"relu": "ReLU", "leaky_relu": "Leaky ReLU", "prelu": "PReLU", "elu": "ELU"}
STYLES = {
    "relu": dict(color=look.VERMILION),
    "leaky_relu": dict(color=look.BLUE, ls="--"),
    "prelu": dict(color=look.GREEN, ls="-."),
    "elu": dict(color=look.BLACK, ls=":"),
}
CONTROLS = {
    "learning_rate": Choice("η", {rate: f"{rate:g}" for rate in (0.5, 1, 2, 3, 4, 5, 6, 7, 8)}, 7),
    "bias": Slider(Words("first b", "初始 b"), -4, 1, 0, 1, continuous=False),
    "activation": Choice(Words("show", "显示"), NAMES, "relu"),
    "epoch": Slider(term("epoch"), 0, EPOCHS, 60, 1, plays=True),
}
PLANE = look.grid(n=60)


class Result(NamedTuple):
    X: np.ndarray  # (200, 2)
    y: np.ndarray  # (200,) 1 in the disc, 0 in the ring
    surface: np.ndarray  # (60, 60) the output over the plane
    W: np.ndarray  # (UNITS, 2) first layer
    b: np.ndarray  # (UNITS,)
    is_dead: np.ndarray  # (UNITS,) bool, of the activation that is shown, at this epoch
    dead: dict  # φ -> (EPOCHS + 1,) number of dead units
    losses: dict  # φ -> (EPOCHS + 1,)
    accuracy: float
    smallest: float  # over the units: the largest slope that any sample finds in it
    activation: str
    epoch: int


@cache
def points():
    """A disc inside a ring, within about −2 … 2."""
    data = circle(200)
    return data.X / 2.5, data.y


@cache
def trained(activation, learning_rate, bias):
    """The network after every epoch as one batch, its losses, and each unit's largest slope: (EPOCHS + 1, UNITS)."""
    X, y = points()
    network = Network((2, UNITS, 1), activation, init="he", seed=0)
    network.biases[0][...] = bias
    history = train(network, X, y, "binary_cross_entropy", learning_rate=learning_rate, epochs=EPOCHS)
    networks = network.with_parameters(history.parameters)
    trace = networks.forward(X)  # of all epochs at once
    losses = history.loss.l(trace.h[-1], history.T).mean(axis=-1)  # (EPOCHS + 1,)
    highest = trace.z[0].max(axis=1)  # (EPOCHS + 1, UNITS): φ' of all four grows with z, so it is largest here
    return networks, losses, ACTIVATIONS[activation].df(highest)


def compute(learning_rate, bias, activation, epoch):
    runs = {phi: trained(phi, learning_rate, bias) for phi in NAMES}
    networks, _, slopes = runs[activation]
    network, (X, y) = networks.with_parameters(networks.parameters[epoch]), points()
    return Result(
        X,
        y,
        sigmoid(network(PLANE)).reshape(60, 60),
        network.weights[0],
        network.biases[0],
        slopes[epoch] == 0,
        {phi: np.sum(s == 0, axis=1) for phi, (_, _, s) in runs.items()},
        {phi: losses for phi, (_, losses, _) in runs.items()},
        float(np.mean((network(X)[:, 0] > 0) == y)),
        float(slopes[epoch].min()),
        activation,
        epoch,
    )


def paint(figure):
    plane, dead, loss = figure.subplots(1, 3, width_ratios=[1.15, 1, 1])
    look.plane(plane).set_title("where each unit bends")
    dead.set(xlim=(-2, EPOCHS + 2), ylim=(-3, 69), xlabel="epoch", title=f"dead units of {UNITS}")
    dead.set_yticks([0, 10, 20, 30, 40, 50])
    loss.set(yscale="log", xlim=(-2, EPOCHS + 2), ylim=(1e-4, 300), xlabel="epoch", title="loss")
    loss.set_yticks([0.0001, 0.01, 1, 100], ["0.0001", "0.01", "1", "100"])
    for i, (phi, style) in enumerate(STYLES.items()):
        x, y = 2 + 46 * (i % 2), 65 - 7 * (i // 2)
        dead.plot([x, x + 14], [y, y], lw=1.5, zorder=1, **style)
        dead.text(x + 17, y, NAMES[phi].removesuffix(" ReLU"), va="center", fontsize=10, zorder=1)
    return SimpleNamespace(
        surface=plane.imshow(look.heat(np.zeros((60, 60))), origin="lower", extent=(-3, 3, -3, 3), zorder=0),
        alive=plane.plot([], [], color=look.BLACK, lw=0.7, alpha=0.5, zorder=1)[0],
        gone=plane.plot([], [], color=look.VERMILION, lw=0.9, ls="--", zorder=1)[0],
        points=[
            plane.plot([], [], look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], ms=4, mec="white", mew=0.3)[0]
            for c in (0, 1)
        ],
        dead={phi: dead.plot([], [], **style)[0] for phi, style in STYLES.items()},
        losses={phi: loss.plot([], [], lw=1.5, **style)[0] for phi, style in STYLES.items()},
        now=[axes.axvline(0, color=look.GREY, lw=1, zorder=0.5) for axes in (dead, loss)],
        here=dead.plot([], [], "o", ms=9, mfc=look.VERMILION, mec="white", zorder=5)[0],
    )


def bends(W, b):
    """The lines w·x + b = 0 as one line with gaps: x and y."""
    norm = np.hypot(*W.T) + 1e-12
    unit = W / norm[:, None]  # (U, 2)
    foot, along = -(b / norm)[:, None] * unit, 9 * np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    return look.one_line(np.stack([foot - along, foot + along], axis=1))


def draw(artists, result):
    artists.surface.set_data(look.heat(result.surface))
    artists.alive.set_data(*bends(result.W[~result.is_dead], result.b[~result.is_dead]))
    artists.gone.set_data(*bends(result.W[result.is_dead], result.b[result.is_dead]))
    for c, points in enumerate(artists.points):
        points.set_data(*result.X[result.y == c].T)
    for phi in NAMES:
        artists.dead[phi].set_data(range(len(result.dead[phi])), result.dead[phi])
        artists.losses[phi].set_data(range(len(result.losses[phi])), result.losses[phi].clip(1.1e-4, 280))
    for line in artists.now:
        line.set_xdata([result.epoch] * 2)
    artists.here.set_data([result.epoch], [result.dead[result.activation][result.epoch]])


def readout(result):
    name, dead = NAMES[result.activation], int(result.is_dead.sum())
    loss, right = number(result.losses[result.activation][result.epoch], 3), f"{result.accuracy:.0%}"
    others = "; ".join(f"{NAMES[phi]} {d[result.epoch]}" for phi, d in result.dead.items() if phi != result.activation)
    en, zh = "Dead: slope 0 at every sample", "死：在所有样本上斜率为 0"
    if not dead:
        least = f"{result.smallest:.2f}" if result.smallest > 0.01 else f"10<sup>{np.log10(result.smallest):.0f}</sup>"
        least = least.replace("-", "−")
        en, zh = f"Each unit has a sample with slope ≥ {least}", f"每个单元都有样本的斜率 ≥ {least}"
    return Words(
        f"Epoch {result.epoch}, {name}: <b>{dead}</b> of {UNITS} units dead ({others}). {en}. "
        f"Loss {loss}, {right} right.",
        f"第 {result.epoch} 轮，{name}：{UNITS} 个单元中死去 <b>{dead}</b> 个（{others}）。{zh}。"
        f"损失 {loss}，正确率 {right}。",
    )


def judge(result):
    """Solved with a ReLU loss below 0.01 and no dead unit; almost below 0.05."""
    if result.activation != "relu" or result.is_dead.any():
        return "open"
    loss = result.losses["relu"][result.epoch]
    return "solved" if loss < 0.01 else "almost" if loss < 0.05 else "open"


CHALLENGE = Challenge(
    Words("bring ReLU's loss below 0.01 without a single dead unit.", "让 ReLU 的损失低于 0.01，且没有一个单元死去。"),
    judge,
)


def dying_relu(**values):
    """Fifty hidden units learn two classes; a large step or a low bias puts some of them where no sample reaches them.
    五十个隐藏单元学习区分两类点；步子太大或偏置太低，会把一些单元推到没有样本够得着的地方。

    A unit is dead if φ'(z) = 0 for every sample: then its weights and bias have gradient 0 and stay as they are.
    Full-batch gradient descent on the cross-entropy; PReLU with the α = 0.25 that it starts with.

    values : learning_rate, bias of all hidden units at the start, activation (of the plane), epoch
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 2; Maas, Hannun & Ng, Rectifier Nonlinearities Improve Neural Network Acoustic
             Models (2013), section 2
    """
    return Demo(
        dying_relu,
        Words("Dying ReLU", "ReLU 之死"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
