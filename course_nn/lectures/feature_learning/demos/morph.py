"""A network bends the plane, layer by layer, until the two classes lie on the two sides of one straight line."""

from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection, QuadMesh

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.datasets import DATASETS
from course_nn.lectures.feature_learning import hidden_space as hidden
from course_nn.linear_models import fewest_errors
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.sketch import Texts
from course_nn.words import Words, term

EPOCHS, EVERY, EDGE, WIDE = 800, 10, 2.3, 1.25  # x in ±EDGE; the film is WIDE times as wide as it is high
SEEDS = range(10)  # trained side by side
GAIN = {"tanh": 1.0, "sigmoid": 4.0, "relu": 2**0.5, "leaky_relu": 2**0.5}  # of the layers at the start
DATA = {"spiral": term("spiral"), "moons": term("moons"), "xor": term("xor"), "circle": Words("ring", "环")}
CONTROLS = {
    "t": Slider("t", 0.0, 1.0, 0.54, 0.005, plays=True),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY),
    "data": Choice(Words("data", "数据"), DATA, "spiral"),
    "activation": Choice("φ", {name: name.replace("_", " ") for name in GAIN}, "tanh", costly=tuple(GAIN)[1:]),
    "layers": Choice(Words("layers", "层数"), {n: str(n) for n in (1, 2, 3, 4)}, 2, costly=(4,)),
    "units": Choice(Words("units", "单元"), {2: "2", 3: "3"}, 2),
    "seed": Choice(Words("seed", "种子"), {seed: str(seed) for seed in SEEDS}, 1),
}
PLANE, SIDE = look.grid(-EDGE, EDGE).reshape(100, 100, 2), np.linspace(-EDGE, EDGE, 73)
LINES = np.array([line for at in SIDE[::6] for line in ([(at, x) for x in SIDE], [(x, at) for x in SIDE])])


class Scene(NamedTuple):
    """One epoch of one network, at all times t."""

    film: hidden.Film
    y: np.ndarray  # (200,)
    surface: np.ndarray  # (100, 100) the output over x
    sheet: np.ndarray  # (81, 33, 2) points of x between which the plane is coloured
    colors: np.ndarray  # (80, 32, 4)
    curve: np.ndarray  # (pieces, 2, 2) in x, where the output is 1/2
    wrong: np.ndarray  # (200,) bool, by the network itself
    solved: int  # how many of the ten seeds get all points right
    best_in_x: int  # errors of the best straight line
    best: int  # the same in ψ(x); with three units the network's own


class Result(NamedTuple):
    scene: Scene
    data: str
    t: float
    places: list  # of sheet, lines, curve and points of x in the film, each (…, D); D units, the third towards the eye
    origin: np.ndarray  # (2,) of the hidden space
    axes: np.ndarray  # (D, 2) how far 1 is on each of its axes
    cut: np.ndarray  # (2, 2) two points of the straight line in ψ(x)


@lru_cache
def points(data):
    """200 points in ±2, and the errors of the best straight line. Of the spiral we take about 0.8 of a turn."""
    X, y, *_ = DATASETS[data](440 if data == "spiral" else 200)
    if data == "spiral":
        X, y = (part[np.abs(np.hypot(*X.T) - 1.435) < 1.135] for part in (2 * X, y))
    return X * 0.4, y, fewest_errors(X, y)


KNOWN = {}  # the choices -> the networks, (81, 10) of them, in every tenth epoch


@lru_cache(200)
def scene(key, seed, now):
    (X, y, best_in_x), networks = points(key[0]), KNOWN[key]
    history = hidden.facing_up(networks.with_parameters(networks.parameters[:, SEEDS.index(seed)]))
    network = history.with_parameters(history.parameters[now])
    solved = ((networks.with_parameters(networks.parameters[now])(X)[..., 0] > 0) == y).all(axis=1)
    sheet = hidden.stretching_grid(network, -EDGE, EDGE)
    colors = look.heat(sigmoid(network((sheet[1:, 1:] + sheet[:-1, :-1]) / 2)[..., 0]))  # (80, 32, 4)
    wrong = (network(X)[:, 0] > 0) != y
    return Scene(
        hidden.Film(network, X, WIDE),
        y,
        sigmoid(network(PLANE)[..., 0]),
        sheet,
        0.2 + 0.8 * colors / 255,
        hidden.decision_curve(network, -EDGE, EDGE),
        wrong,
        int(solved.sum()),
        best_in_x,
        fewest_errors(hidden.features(network, X), y) if wrong.any() and key[3] == 2 else int(wrong.sum()),
    )


def compute(t, epoch, data, activation, layers, units, seed):
    key = data, activation, layers, units
    if key not in KNOWN:
        networks = Network((2, *[units] * layers, 1), activation, init=hidden.rotations(GAIN[activation]), seed=SEEDS)
        KNOWN[key] = yield from hidden.snapshots(
            networks,
            *points(data)[:2],
            "binary_cross_entropy",
            EPOCHS,
            EVERY,
            optimizer="adam",
            learning_rate=0.02,
            penalty="l2",
            lam=0.02,
        )
    now = scene(key, seed, epoch // EVERY)
    places = [now.film(x, t) for x in (now.sheet, LINES, now.curve, now.film.X)]
    return Result(now, data, t, places, *now.film.space(t), boundary.line(*now.film.cut(t), 4))


def paint(figure):
    stack, plane, film = figure.subplots(1, 3, width_ratios=[0.6, 2.8, 3.6])
    stack.set(xlim=(-1.2, 1.1), ylim=(-0.05, 1.05))
    stack.axis("off")
    stack.plot([0, 0], [0, 1], color=look.PALE, lw=3)
    look.plane(plane, -EDGE, EDGE).set(title="$x$", xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    film.set(xlim=(-WIDE, WIDE), ylim=(-1, 1), aspect="equal", xticks=[], yticks=[], title="from $x$ to $\\psi(x)$")
    film.spines[:].set(visible=True, color=look.PALE)
    kinds = [(look.CLASS_MARKERS[c], dict(color=look.CLASS_COLORS[c], mec="white", mew=0.5, ms=6)) for c in (0, 1)]
    kinds.append(("o", dict(mfc="none", mec=look.VERMILION, mew=1.4, ms=10)))  # a ring around what is wrong

    def lines(axes, zorder, color, width):
        return axes.add_collection(LineCollection([], colors=color, lw=width, zorder=zorder), False)

    return SimpleNamespace(
        done=stack.plot([], [], "o-", color=look.BLACK, lw=3, ms=10, mfc=look.VERMILION, mec="white", markevery=[1])[0],
        names=Texts(stack, 11),
        steps=0,
        surface=plane.imshow(look.heat(np.zeros((100, 100))), origin="lower", extent=(-EDGE, EDGE) * 2, zorder=0),
        sheet=film.add_collection(QuadMesh(np.zeros((81, 33, 2)), antialiased=False, zorder=1), False),
        lines=lines(film, 2, look.PALE, 0.7),
        axes=lines(film, 0, look.GREY, 0.8),
        curves=[lines(axes, 3, look.BLACK, 2) for axes in (plane, film)],
        points=[
            [axes.plot([], [], marker, ls="", zorder=4, **style)[0] for marker, style in kinds]
            for axes in (plane, film)
        ],
        cut=film.plot([], [], color=look.BLACK, ls=(0, (4, 2)), lw=1.5, zorder=2.5)[0],
    )


def draw(artists, result):
    now, t, (sheet, lines, *places) = result.scene, result.t, result.places
    draw_stack(artists, t, now.film.steps)
    artists.surface.set_data(look.heat(now.surface))
    for curve, points, at in zip(artists.curves, artists.points, ((now.curve, now.film.X), places)):
        curve.set_segments(at[0][..., :2])
        for which, artist in zip((now.y == 0, now.y == 1, now.wrong), points):
            artist.set_data(*at[1][which, :2].T)
    colors = now.colors
    for axis in (0, 1) if sheet.shape[-1] == 3 else ():  # what is farthest from the eye is drawn first
        first, *_, last = sheet[..., 2].mean(axis=1 - axis)
        if first > last:
            sheet, colors = np.flip(sheet, axis), np.flip(colors, axis)
    artists.sheet._coordinates = sheet[..., :2]  # for which QuadMesh has no setter; the next line marks it as changed
    artists.sheet.set_facecolor(colors.reshape(-1, 4))
    artists.lines.set_segments(lines[..., :2])
    artists.cut.set_data(*result.cut.T)
    artists.cut.set_alpha(float(np.clip(4 * now.film.steps * (t - 1) + 1, 0, 1)))  # it fades in at the end
    artists.axes.set_segments(result.origin + result.axes[:, None] * [[-99], [99]])


def draw_stack(artists, t, steps):
    """The lecture's stack: x, h1, …, ψ(x) on the left, and what is done between them on the right."""
    artists.done.set_data([0, 0], [0, t])
    if steps != artists.steps:
        artists.steps, layers = steps, steps // 3
        names = ["x", *(f"h{'₁₂₃'[k]}" for k in range(layers - 1)), "ψ(x)"]
        done = [what.format("₁₂₃₄"[k]) for k in range(layers) for what in ("W{}", "b{}", "φ")]
        places = [(-0.75, k / layers) for k in range(layers + 1)] + [(0.7, (k + 0.5) / steps) for k in range(steps)]
        artists.names.move(places, names + done, [look.BLACK] * len(names) + [look.GREY] * steps)


def readout(result):
    now, best, own, n = result.scene, result.scene.best, int(result.scene.wrong.sum()), len(result.scene.y)
    cut, 切, so, 故 = (
        ("the best line", "最好的直线", "not linearly separable", "线性不可分")
        if len(result.axes) == 2
        else ("the network's plane", "网络的平面", "not separated", "没有分开")
    )
    so, 故 = (so, 故) if best else ("linearly separable", "线性可分")
    return Words(
        f"Wrong of {n} points: the best line in x {now.best_in_x}, {cut} in ψ(x) <b>{best}: {so}</b>; "
        f"the network itself {own}. All right: {now.solved} of 10 seeds.",
        f"{n} 个点中分错：x 中最好的直线 {now.best_in_x} 个，ψ(x) 中{切} <b>{best} 个：{故}</b>；"
        f"网络自己 {own} 个。10 个种子中有 {now.solved} 个全对。",
    )


def judge(result):
    """Solved by any network of two units a layer that gets all points of the disc and its ring right."""
    if result.data != "circle" or len(result.axes) == 3 or result.scene.best > 10:
        return "open"
    return "almost" if result.scene.best else "solved"


CHALLENGE = Challenge(
    Words(
        "ring, two units a layer: separate the disc from its ring. (Then look at x: where does the curve get out?)",
        "环，每层两个单元：把圆盘与环分开。（再看 x：曲线从哪里钻了出去？）",
    ),
    judge,
)


def morph(**values):
    """The plane with its grid and its points, bent from x to ψ(x) layer by layer, until one straight line is enough.
    平面连同网格和样本点从 x 逐层弯曲到 ψ(x)，直到一条直线就能分开两类。

    x -> W x -> W x + b -> φ(W x + b) -> …; in between, places are drawn for the eye (hidden_space.on_the_way)

    values : t, epoch, data, activation, layers, units, seed: where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 6; after Olah, Neural Networks, Manifolds, and Topology (2014)
    """
    tanh = dict(t=0.0, epoch=EPOCHS, activation="tanh")
    presets = {
        Words("unroll", "展开"): tanh | dict(data="spiral", layers=2, units=2, seed=1),
        Words("lift", "抬起"): tanh | dict(data="circle", layers=1, units=3, seed=2),
        Words("fold", "对折"): tanh | dict(data="xor", layers=4, units=2, seed=4),
    }
    return Demo(
        morph,
        Words("Bending the plane", "弯曲平面"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        presets=presets,
        height=3.4,
        values=values,
    )
