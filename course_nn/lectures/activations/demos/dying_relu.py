"""A ReLU whose output is 0 for every sample has no gradient, so plain descent never brings it back: it is dead."""

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.activations import ACTIVATIONS, sigmoid
from course_nn.common.progress import memoized
from course_nn.common.words import Words, activation_names, term
from course_nn.datasets import circle
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number, percent
from course_nn.network import Network
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo, tried
from course_nn.training import train

UNITS = 50
EPOCHS = 100
NAMES = {name: words.en for name, words in activation_names(["relu", "leaky_relu", "prelu", "elu"]).items()}
STYLES = {
    "relu": {"color": look.VERMILION},
    "leaky_relu": {"color": look.BLUE, "ls": "--"},
    "prelu": {"color": look.GREEN, "ls": "-."},
    "elu": {"color": look.BLACK, "ls": ":"},
}
CONTROLS = {
    "learning_rate": Choice(
        "η", {rate: f"{rate:g}" for rate in (0.5, 1, 2, 3, 4, 5, 6, 7, 8)}, 7, means=Words("learning rate", "学习率")
    ),
    "bias": Slider(Words("first b", "初始 b"), -4, 1, 0, 1, continuous=False),
    "activation": Choice(Words("show", "显示"), NAMES, "relu"),
    "seed": Choice(Words("seed", "随机种子"), {seed: str(seed) for seed in range(10)}, 0),
    "epoch": Slider(term("epoch"), 0, EPOCHS, 60, 1, plays=True),
}
PLANE = look.grid(n=60)
ALIVE = dict(color=look.BLACK, lw=1.0)
GONE = dict(color=look.VERMILION, lw=1.2, ls="--")
BENDS = Words("live unit", "存活单元"), Words("dead unit", "死亡单元")


class Run(NamedTuple):
    networks: Network  # after every epoch, as one batch
    losses: np.ndarray  # (EPOCHS + 1,)
    slopes: np.ndarray  # (EPOCHS + 1, UNITS) of each unit, at the sample where its slope is largest


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
    smallest: float  # of these slopes, over the units, at this epoch


@cache
def points() -> tuple:
    """A disc inside a ring, within about −2 … 2: X (200, 2), y (200,)."""
    data = circle(200)
    return data.X / 2.5, data.y


@memoized
def training_run(activation: str, learning_rate: float, bias: int, seed: int) -> Run:
    """Fifty units of this activation learn the two classes; all of them start with the same bias."""
    X, y = points()
    network = Network((2, UNITS, 1), activation, init="he", seed=seed)
    network.biases[0][...] = bias
    history = train(network, X, y, "binary_cross_entropy", learning_rate=learning_rate, epochs=EPOCHS)
    networks = history.networks
    trace = networks.forward(X)  # of all epochs at once
    highest = trace.z[0].max(axis=1)  # (EPOCHS + 1, UNITS): φ' of all four grows with z, so it is largest here
    return Run(networks, losses=history.losses, slopes=ACTIVATIONS[activation].df(highest))


def compute(learning_rate, bias, activation, seed, epoch) -> Result:
    X, y = points()
    runs = {phi: training_run(phi, learning_rate, bias, seed) for phi in NAMES}
    shown = runs[activation]
    network = shown.networks.with_parameters(shown.networks.parameters[epoch])
    return Result(
        X=X,
        y=y,
        surface=sigmoid(network(PLANE)).reshape(60, 60),
        W=network.weights[0],
        b=network.biases[0],
        is_dead=shown.slopes[epoch] == 0,
        dead={phi: np.sum(run.slopes == 0, axis=1) for phi, run in runs.items()},
        losses={phi: run.losses for phi, run in runs.items()},
        accuracy=float(np.mean((network(X)[:, 0] > 0) == y)),
        smallest=float(shown.slopes[epoch].min()),
    )


def paint(figure: Figure) -> SimpleNamespace:
    plane, dead, loss = figure.subplots(1, 3, width_ratios=[1.6, 1, 1])
    paint_plane(plane)
    dead.set(xlim=(-2, EPOCHS + 2), ylim=(-3, 69), xlabel=term("epoch").drawn())
    dead.set_title(Words(f"dead units of {UNITS}", f"死亡单元数（共 {UNITS}）").drawn())
    dead.set_yticks([0, 10, 20, 30, 40, 50])
    loss.set(yscale="log", xlim=(-2, EPOCHS + 2), ylim=(1e-4, 300), xlabel=term("epoch").drawn())
    loss.set_title(term("loss").drawn())
    goal = goals.level(loss, 0.01)
    loss.set_yticks([0.0001, 0.01, 1, 100], ["0.0001", "0.01", "1", "100"])
    keys, names = paint_keys(dead)
    return SimpleNamespace(
        goal=goal,
        names=names,
        surface=marks.surface(plane, 60),
        alive=marks.line(plane, alpha=0.7, zorder=1, **ALIVE),
        gone=marks.line(plane, zorder=1, **GONE),
        points=marks.points(plane, ms=5, mew=0.4),
        dead={phi: marks.line(dead, **style) for phi, style in STYLES.items()},
        losses={phi: marks.line(loss, lw=1.5, **style) for phi, style in STYLES.items()},
        now=[marks.now(axes) for axes in (dead, loss)],
        here=marks.dot(dead, ms=9),
        keys=keys,
    )


def paint_plane(axes: Axes) -> None:
    """The plane of the inputs, and below it what its lines are."""
    look.plane(axes, names=("", "")).set(xticks=[], yticks=[])
    axes.set_title(Words("where each unit bends", "各单元的转折线").drawn())
    for x, words, style in zip((0, 0.5), BENDS, (ALIVE, GONE)):
        marks.key(axes, [(words.drawn(), style)], x=x, y=-0.02)


def paint_keys(axes: Axes) -> tuple[dict, list]:
    """The names of the four, in two columns above the curves: φ -> its stroke, and the words."""
    short = dict(zip(NAMES, ("ReLU", "Leaky", "PReLU", "ELU")))
    strokes: dict = {}
    names = []
    for x, column in ((0.04, ("relu", "prelu")), (0.5, ("leaky_relu", "elu"))):
        rows = marks.key(axes, [(short[phi], STYLES[phi] | {"lw": 1.5}) for phi in column], x=x)
        strokes |= {phi: stroke for phi, (stroke, _) in zip(column, rows)}
        names += [name for _, name in rows]
    return strokes, names


def bends(W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The lines w·x + b = 0 as one line with gaps: x and y."""
    norm = np.hypot(*W.T) + 1e-12
    unit = W / norm[:, None]  # (U, 2)
    foot = -(b / norm)[:, None] * unit
    along = 9 * np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    return look.one_line(np.stack([foot - along, foot + along], axis=1))


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.surface, look.heat(result.surface))
    artists.alive.set_data(*bends(result.W[~result.is_dead], result.b[~result.is_dead]))
    artists.gone.set_data(*bends(result.W[result.is_dead], result.b[result.is_dead]))
    marks.put(artists.points, result.X, result.y)
    for phi in NAMES:
        artists.dead[phi].set_data(range(len(result.dead[phi])), result.dead[phi])
        artists.losses[phi].set_data(range(len(result.losses[phi])), result.losses[phi].clip(1.1e-4, 280))
    for line in artists.now:
        marks.at(line, values.epoch)
    artists.here.set_data([values.epoch], [result.dead[values.activation][values.epoch]])


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The number of dead units from epoch 10 on: it stays, it sinks slowly, or it sinks late."""
    dead = np.sum(
        training_run("relu", *(CONTROLS[name].start for name in ("learning_rate", "bias", "seed"))).slopes == 0, axis=1
    )
    start, end = dead[10], {"no": dead[10], "yes": dead[10] / 3, "others": 0}[option]
    middle = [(EPOCHS / 2, start)] if option == "others" else []
    return artists.here.axes, [(10, start), *middle, (EPOCHS, end)]


def readout(result: Result, values: Values) -> Words:
    name, dead, epoch = NAMES[values.activation], int(result.is_dead.sum()), values.epoch
    loss, right = number(result.losses[values.activation][epoch], 3), percent(result.accuracy)
    others = [f"{NAMES[phi]} {result.dead[phi][epoch]}" for phi in NAMES if phi != values.activation]
    meaning = Words("Dead: slope 0 for every sample", "“死亡”：在所有样本上斜率为 0")
    if not dead:
        least = magnitude(result.smallest)
        meaning = Words(
            f"Each unit has a sample with a slope of at least {least}", f"每个单元至少在一个样本上斜率不小于 {least}"
        )
    return Words(
        f"Epoch {epoch}, {name}: <b>{dead}</b> of {UNITS} units dead (beside it: {', '.join(others)}). "
        f"{meaning.en}. Loss {loss}, accuracy {right}.",
        f"第 {epoch} 轮，{name}：{UNITS} 个单元中有 <b>{dead}</b> 个死亡（其他：{'，'.join(others)}）。{meaning.zh}。"
        f"损失 {loss}，准确率 {right}。",
    )


VEIL = Veil(
    ("goal", "names", "keys", "dead", "losses", "now", "here"), given=("X", "y", "surface", "W", "b", "is_dead")
)
USES = {
    "pull-upright-line": ("epoch",),
    "lower-learning-rate": ("learning_rate", "epoch"),
    "set-epoch-lower": ("epoch", "bias"),
    "sceptic": ("sceptic",),
}
TO_DO = {
    "pull-upright-line": lambda result, values, seen: values.epoch >= 90 and min(seen["epoch"]) <= 10,
    "lower-learning-rate": lambda result, values: result.dead["relu"][-1] == 0 and values.learning_rate < 5,
    "set-epoch-lower": lambda result, values: values.epoch == 0 and values.bias <= -2,
    "sceptic": tried(sceptic=("seed", "high", "low", "slow")),
}


def judge(result: Result, values: Values) -> str:
    """Solved with a ReLU loss below 0.01 and no dead unit; almost below 0.05."""
    loss = result.losses["relu"][values.epoch]
    if values.activation != "relu" or result.is_dead.any() or loss >= 0.05:
        return "open"
    return "solved" if loss < 0.01 else "almost"


CHALLENGE = Challenge(
    Words("bring ReLU's loss below 0.01 without a single dead unit.", "使 ReLU 的损失低于 0.01，且没有一个单元死亡。"),
    judge,
)


SCEPTIC = Sceptic(
    Words("large steps kill ReLUs.", "步长太大会使 ReLU 死亡。"),
    Words("Dead after the last epoch, in percent", "最后一轮之后死亡的百分比"),
    lambda result: 100 * result.dead["relu"][-1] / UNITS,
    {
        "seed": Change(Words("another seed", "换一个随机种子"), {"seed": 3}),
        "high": Change(Words("first biases +1", "初始偏置 +1"), {"bias": 1}),
        "low": Change(Words("first biases −1", "初始偏置 −1"), {"bias": -1}),
        "slow": Change(Words("η = 3", "η = 3"), {"learning_rate": 3}),
    },
)


def curves_of_loss(line: Line2D, result: Result) -> list:
    """The loss curves as they are drawn, one for each of NAMES: (4, EPOCHS + 1, 2)."""
    epochs = np.arange(EPOCHS + 1)
    return [np.stack([epochs, result.losses[phi].clip(1.1e-4, 280)], axis=1) for phi in NAMES]


def shows(phi: str) -> Callable:
    """A click that shows this activation."""
    return lambda result, _: {"activation": phi}


HANDLES = [
    Handle(
        lambda artists: artists.losses["relu"],
        at=curves_of_loss,
        click=lambda result, k: {"activation": list(NAMES)[k]},
    ),
    *(Handle(lambda artists, phi=phi: artists.keys[phi], click=shows(phi)) for phi in NAMES),
    *(Handle(lambda artists, k=k: artists.now[k], x="epoch") for k in (0, 1)),
]


@demo(Words("Dying ReLU", "死亡 ReLU"), height=3.6)
def dying_relu(**values):
    """Fifty hidden units learn two classes; a large step or a low bias puts some of them where no sample reaches them.
    五十个隐藏单元学习区分两类点；步长太大或偏置太低，会把一些单元推到任何样本都激活不了的地方。

    A unit is dead if φ'(z) = 0 for every sample: then its weights and bias have gradient 0 and stay as they are.
    Full-batch gradient descent on the cross-entropy; PReLU with the α = 0.25 that it starts with.

    source : the lecture, section 2; Maas, Hannun & Ng, Rectifier Nonlinearities Improve Neural Network Acoustic
             Models (2013), section 2
    """
