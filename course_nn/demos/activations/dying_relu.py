"""A ReLU that answers 0 to every sample has no gradient, so nothing will ever bring it back: it is dead."""
from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import look
from course_nn.activations import ACTIVATIONS, sigmoid
from course_nn.controls import Choice, Slider
from course_nn.datasets import DATASETS
from course_nn.language import Words
from course_nn.network import Network
from course_nn.stage import Challenge, Demo
from course_nn.training import train

UNITS, EPOCHS = 50, 100
NAMES = {"relu": "ReLU", "leaky_relu": "Leaky ReLU", "prelu": "PReLU", "elu": "ELU"}
STYLES = {"relu": dict(color=look.VERMILION), "leaky_relu": dict(color=look.BLUE, ls="--"),
          "prelu": dict(color=look.GREEN, ls="-."), "elu": dict(color=look.BLACK, ls=":")}  # fmt: skip
CONTROLS = {
    "learning_rate": Slider("η", 0.5, 10.0, 8.5, 0.5, continuous=False),
    "bias": Slider(Words("first biases", "初始偏置"), -4.0, 1.0, -0.5, 0.5, continuous=False),
    "activation": Choice(Words("show", "显示"), NAMES, "relu"),
    "data": Choice(Words("data", "数据"), {"circle": Words("circle", "圆环"), "moons": Words("moons", "双月")}, "circle"),
    "epoch": Slider(Words("epoch", "轮次"), 0, EPOCHS, 60, 1, plays=True),
}
PLANE = look.grid(n=60)


class Result(NamedTuple):
    data: object  # Dataset, X about −2 … 2
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


@lru_cache(4)
def load(name):
    data = DATASETS[name](200, 0.0 if name == "circle" else 0.1)
    return data._replace(X=data.X / 2.5)


@lru_cache(256)
def trained(activation, name, learning_rate, bias):
    """The network after every epoch as one batch, its losses, and the largest slope in each unit: (EPOCHS + 1, UNITS)."""
    data = load(name)
    network = Network((2, UNITS, 1), activation, init="he", seed=0)
    network.biases[0][...] = bias
    history = train(network, data.X, data.y, "binary_cross_entropy", learning_rate=learning_rate, epochs=EPOCHS)
    networks = network.with_parameters(history.parameters)
    slopes = np.abs(ACTIVATIONS[activation].df(networks.forward(data.X).z[0]))  # (EPOCHS + 1, n, UNITS)
    return networks, history.losses, slopes.max(axis=1)


def compute(learning_rate, bias, activation, data, epoch):
    runs = {phi: trained(phi, data, learning_rate, bias) for phi in NAMES}
    networks, _, slopes = runs[activation]
    network, data = networks.with_parameters(networks.parameters[epoch]), load(data)
    return Result(
        data, sigmoid(network(PLANE)).reshape(60, 60), network.weights[0], network.biases[0], slopes[epoch] == 0,
        {phi: np.sum(s == 0, axis=1) for phi, (_, _, s) in runs.items()}, {phi: loss for phi, (_, loss, _) in runs.items()},
        float(np.mean((network(data.X)[:, 0] > 0) == data.y)), float(slopes[epoch].min()), activation, epoch,
    )  # fmt: skip


def paint(figure):
    plane, dead, loss = figure.subplots(1, 3, width_ratios=[1.15, 1, 1])
    look.plane(plane).set_title("where each unit bends")
    dead.set(xlim=(-2, EPOCHS + 2), ylim=(-3, 69), xlabel="epoch", title=f"dead units of {UNITS}")
    dead.set_yticks([0, 10, 20, 30, 40, 50])
    loss.set(yscale="log", xlim=(-2, EPOCHS + 2), ylim=(1e-3, 300), xlabel="epoch", title="loss")
    loss.set_yticks([0.001, 0.01, 0.1, 1, 10, 100], ["0.001", "0.01", "0.1", "1", "10", "100"])
    for i, (phi, style) in enumerate(STYLES.items()):
        x, y = 2 + 46 * (i % 2), 65 - 7 * (i // 2)
        dead.plot([x, x + 14], [y, y], lw=1.5, zorder=1, **style)
        dead.text(x + 17, y, NAMES[phi].removesuffix(" ReLU"), va="center", fontsize=10, zorder=1)
    return SimpleNamespace(
        surface=plane.imshow(look.heat(np.zeros((60, 60))), origin="lower", extent=(-3, 3, -3, 3), zorder=0),
        alive=plane.plot([], [], color=look.BLACK, lw=0.7, alpha=0.5, zorder=1)[0],
        gone=plane.plot([], [], color=look.VERMILION, lw=0.9, ls="--", zorder=1)[0],
        points=[plane.plot([], [], look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], ms=4, mec="white", mew=0.3)[0]
                for c in (0, 1)],
        dead={phi: dead.plot([], [], **style)[0] for phi, style in STYLES.items()},
        losses={phi: loss.plot([], [], lw=1.5, **style)[0] for phi, style in STYLES.items()},
        now=[axes.axvline(0, color=look.GREY, lw=1, zorder=0.5) for axes in (dead, loss)],
        here=dead.plot([], [], "o", ms=9, mfc=look.VERMILION, mec="white", zorder=5)[0],
    )  # fmt: skip


def bends(W, b):
    """The lines w·x + b = 0 as one line with gaps: x and y."""
    norm = np.hypot(*W.T) + 1e-12
    unit = W / norm[:, None]  # (U, 2)
    foot, along = -(b / norm)[:, None] * unit, 9 * np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    return np.stack([foot - along, foot + along, np.full_like(foot, np.nan)], axis=1).reshape(-1, 2).T


def draw(artists, result):
    artists.surface.set_data(look.heat(result.surface))
    artists.alive.set_data(*bends(result.W[~result.is_dead], result.b[~result.is_dead]))
    artists.gone.set_data(*bends(result.W[result.is_dead], result.b[result.is_dead]))
    for c, points in enumerate(artists.points):
        points.set_data(*result.data.X[result.data.y == c].T)
    for phi in NAMES:
        artists.dead[phi].set_data(range(len(result.dead[phi])), result.dead[phi])
        artists.losses[phi].set_data(range(len(result.losses[phi])), result.losses[phi].clip(1.1e-3, 280))
    for line in artists.now:
        line.set_xdata([result.epoch] * 2)
    artists.here.set_data([result.epoch], [result.dead[result.activation][result.epoch]])


def readout(result):
    name, dead = NAMES[result.activation], int(result.is_dead.sum())
    loss, right = look.number(result.losses[result.activation][result.epoch], 3), f"{result.accuracy:.0%}"
    others = "; ".join(f"{NAMES[phi]} {d[result.epoch]}" for phi, d in result.dead.items() if phi != result.activation)
    return Words(
        f"Epoch {result.epoch}, {name}: <b>{dead}</b> of {UNITS} units dead ({others}). "
        f"Loss {loss}, {right} right. The flattest unit still has slope {result.smallest:.2g}.",
        f"第 {result.epoch} 轮，{name}：{UNITS} 个单元中死去 <b>{dead}</b> 个（{others}）。"
        f"损失 {loss}，正确率 {right}。最平的单元斜率仍有 {result.smallest:.2g}。",
    )


