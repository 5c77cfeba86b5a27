"""A network bends the plane, layer by layer, until the two classes lie on the two sides of one straight line."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection, QuadMesh

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.lectures.feature_learning import separation
from course_nn.lectures.feature_learning.decision_curve import decision_curve
from course_nn.lectures.feature_learning.film import Film, stretching_grid
from course_nn.lectures.feature_learning.hidden_space import facing_up
from course_nn.lectures.feature_learning.separation import EPOCHS, EVERY, GAIN, SEEDS
from course_nn.patience import remembered
from course_nn.stage import Challenge, Choice, Demo, Slider, look, marks
from course_nn.stage.sketch import Texts
from course_nn.words import Words, term

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
EDGE = 2.3  # x is shown in ±EDGE
WIDE = 1.25  # the film is so many times as wide as it is high
PLANE = look.grid(-EDGE, EDGE).reshape(100, 100, 2)
ALONG = np.linspace(-EDGE, EDGE, 73)
ACROSS = ALONG[::6]  # where the lines of the net stand
UPRIGHT = np.stack(np.meshgrid(ACROSS, ALONG, indexing="ij"), axis=-1)  # (13, 73, 2)
NET = np.stack([UPRIGHT, UPRIGHT[..., ::-1]], axis=1).reshape(-1, 73, 2)  # upright and level lines


class Scene(NamedTuple):
    """One epoch of one network, at all times t."""

    film: Film
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
    sheet: np.ndarray  # (81, 33, D) where it is in the film; D units, the third towards the eye
    net: np.ndarray  # (26, 73, D) its lines
    curve: np.ndarray  # (pieces, 2, D)
    points: np.ndarray  # (200, D)
    origin: np.ndarray  # (2,) of the hidden space
    axes: np.ndarray  # (D, 2) how far 1 is on each of its axes
    cut: np.ndarray  # (2, 2) two points of the straight line in ψ(x)


@remembered
def scene(data, activation, layers, units, seed, epoch):
    networks = yield from separation.ten_networks(data, activation, layers, units)  # (81, 10)
    X, y = separation.samples(data)
    now = epoch // EVERY
    run = facing_up(networks.with_parameters(networks.parameters[:, SEEDS.index(seed)]))
    network = run.with_parameters(run.parameters[now])
    ten = networks.with_parameters(networks.parameters[now])
    sheet = stretching_grid(network, -EDGE, EDGE)
    middles = (sheet[1:, 1:] + sheet[:-1, :-1]) / 2
    return Scene(
        film=Film(network, X, WIDE),
        y=y,
        surface=sigmoid(network(PLANE)[..., 0]),
        sheet=sheet,
        colors=0.2 + 0.8 * look.heat(sigmoid(network(middles)[..., 0])) / 255,
        curve=decision_curve(network, -EDGE, EDGE),
        wrong=separation.misses(network, X, y),
        solved=int(np.sum(~separation.misses(ten, X, y).any(axis=1))),
        best_in_x=separation.errors_in_x(data),
        best=separation.errors_in_psi(network, X, y),
    )


def compute(t, epoch, data, activation, layers, units, seed):
    now = yield from scene(data, activation, layers, units, seed, epoch)
    film = now.film
    origin, axes = film.space(t)
    return Result(
        scene=now,
        data=data,
        t=t,
        sheet=film(now.sheet, t),
        net=film(NET, t),
        curve=film(now.curve, t),
        points=film(film.X, t),
        origin=origin,
        axes=axes,
        cut=boundary.line(*film.cut(t), 4),
    )


def paint(figure):
    stack, plane, film = figure.subplots(1, 3, width_ratios=[0.6, 2.8, 3.6])
    return SimpleNamespace(stack=paint_stack(stack), plane=paint_plane(plane), film=paint_film(film))


def paint_stack(axes):
    axes.set(xlim=(-1.2, 1.1), ylim=(-0.05, 1.05))
    axes.axis("off")
    axes.plot([0, 0], [0, 1], color=look.PALE, lw=3)
    done = dict(color=look.BLACK, lw=3, ms=10, mfc=look.VERMILION, mec="white", markevery=[1])
    return SimpleNamespace(
        done=axes.plot([], [], "o-", **done)[0],
        names=Texts(axes, 11),
    )


def paint_plane(axes):
    look.plane(axes, -EDGE, EDGE).set(title="$x$", xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    return SimpleNamespace(surface=marks.surface(axes, 100, -EDGE, EDGE), **paint_classes(axes))


def paint_film(axes):
    axes.set(xlim=(-WIDE, WIDE), ylim=(-1, 1), aspect="equal", xticks=[], yticks=[], title="from $x$ to $\\psi(x)$")
    axes.spines[:].set(visible=True, color=look.PALE)
    return SimpleNamespace(
        sheet=axes.add_collection(QuadMesh(np.zeros((81, 33, 2)), antialiased=False, zorder=1), autolim=False),
        net=lines(axes, 2, look.PALE, 0.7),
        axes=lines(axes, 0, look.GREY, 0.8),
        cut=axes.plot([], [], color=look.BLACK, ls=(0, (4, 2)), lw=1.5, zorder=2.5)[0],
        **paint_classes(axes),
    )


def paint_classes(axes):
    """What stands on the plane before it is bent and after: the decision curve, the points, and what is wrong."""
    return dict(
        curve=lines(axes, 3, look.BLACK, 2),
        points=marks.points(axes, mew=0.5, zorder=4),
        wrong=marks.ring(axes, ms=10, mew=1.4, zorder=4),
    )


def lines(axes, zorder, color, width):
    return axes.add_collection(LineCollection([], colors=color, lw=width, zorder=zorder), autolim=False)


def draw(artists, result):
    now, film = result.scene, artists.film
    draw_stack(artists.stack, result.t, now.film.steps)
    artists.plane.surface.set_data(look.heat(now.surface))
    draw_classes(artists.plane, now, now.curve, now.film.X)
    draw_classes(film, now, result.curve[..., :2], result.points[:, :2])
    draw_sheet(film.sheet, result.sheet, now.colors)
    film.net.set_segments(result.net[..., :2])
    film.cut.set_data(*result.cut.T)
    film.cut.set_alpha(float(np.clip(4 * now.film.steps * (result.t - 1) + 1, 0, 1)))  # it fades in at the end
    film.axes.set_segments(result.origin + result.axes[:, None] * [[-99], [99]])


def draw_stack(stack, t, steps):
    """The lecture's stack: x, h1, …, ψ(x) on the left, and what is done between them on the right."""
    layers = steps // 3
    stack.done.set_data([0, 0], [0, t])
    hidden = [f"h{'₁₂₃'[k]}" for k in range(layers - 1)]
    names = ["x", *hidden, "ψ(x)"]
    done = [what.format("₁₂₃₄"[k]) for k in range(layers) for what in ("W{}", "b{}", "φ")]
    beside_names = [(-0.75, k / layers) for k in range(layers + 1)]
    beside_steps = [(0.7, (k + 0.5) / steps) for k in range(steps)]
    colors = [look.BLACK] * len(names) + [look.GREY] * steps
    stack.names.move(beside_names + beside_steps, names + done, colors)


def draw_classes(parts, scene, curve, points):
    parts.curve.set_segments(curve)
    marks.put(parts.points, points, scene.y)
    parts.wrong.set_data(*points[scene.wrong].T)


def draw_sheet(mesh, places, colors):
    """The coloured plane, what is farthest from the eye first."""
    for axis in (0, 1) if places.shape[-1] == 3 else ():
        depth = places[..., 2].mean(axis=1 - axis)
        if depth[0] > depth[-1]:
            places, colors = np.flip(places, axis), np.flip(colors, axis)
    mesh._coordinates = places[..., :2]  # for which QuadMesh has no setter; the next line marks it as changed
    mesh.set_facecolor(colors.reshape(-1, 4))


def readout(result):
    scene = result.scene
    n, best, own = len(scene.y), scene.best, int(scene.wrong.sum())
    by_line = len(result.axes) == 2
    cut = Words("the best line", "最好的直线") if by_line else Words("the network's plane", "网络的平面")
    if not best:
        verdict = Words("linearly separable", "线性可分")
    elif by_line:
        verdict = Words("not linearly separable", "线性不可分")
    else:
        verdict = Words("not separated", "没有分开")
    return Words(
        f"Wrong of {n} points: the best line in x {scene.best_in_x}, {cut.en} in ψ(x) <b>{best}: {verdict.en}</b>; "
        f"the network itself {own}. All right: {scene.solved} of 10 seeds.",
        f"{n} 个点中分错：x 中最好的直线 {scene.best_in_x} 个，ψ(x) 中{cut.zh} <b>{best} 个：{verdict.zh}</b>；"
        f"网络自己 {own} 个。10 个种子中有 {scene.solved} 个全对。",
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
TANH = dict(t=0.0, epoch=EPOCHS, activation="tanh")
PRESETS = {
    Words("unroll", "展开"): TANH | dict(data="spiral", layers=2, units=2, seed=1),
    Words("lift", "抬起"): TANH | dict(data="circle", layers=1, units=3, seed=2),
    Words("fold", "对折"): TANH | dict(data="xor", layers=4, units=2, seed=4),
}


def morph(**values):
    """The plane with its grid and its points, bent from x to ψ(x) layer by layer, until one straight line is enough.
    平面连同网格和样本点从 x 逐层弯曲到 ψ(x)，直到一条直线就能分开两类。

    x -> W x -> W x + b -> φ(W x + b) -> …; in between, places are drawn for the eye (hidden_space.on_the_way)

    source : the lecture, section 6; after Olah, Neural Networks, Manifolds, and Topology (2014)
    """
    return Demo(
        morph,
        Words("Bending the plane", "弯曲平面"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        presets=PRESETS,
        height=3.4,
        values=values,
    )
