"""A network bends the plane, layer by layer, until the two classes lie on the two sides of one straight line."""

from collections.abc import Generator
from functools import partial
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import QuadMesh

from course_nn import boundary
from course_nn.common.progress import finished
from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.sketch import Texts
from course_nn.lectures.feature_learning.demos.morph.bending import WIDE, Scene, own_scene, trained_scene
from course_nn.lectures.feature_learning.demos.morph.separation import EPOCHS, EVERY, GAIN, SEEDS
from course_nn.network import Network
from course_nn.stage import (
    DEMOS,
    Challenge,
    Change,
    Choice,
    Curve,
    Demo,
    Handle,
    RunningDemo,
    Sceptic,
    Slider,
    Values,
    Veil,
)

DATA = {"spiral": term("spiral"), "moons": term("moons"), "xor": term("xor"), "circle": Words("ring", "圆环")}
CONTROLS = {
    "t": Slider("t", 0.0, 1.0, 0.54, 0.005, plays=True, means=Words("how much of the way is done", "已走过的比例")),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY),
    "data": Choice(Words("data", "数据"), DATA, "spiral"),
    "activation": Choice("φ", activation_names(GAIN), "tanh", costly=tuple(GAIN)[1:], means=term("activation")),
    "layers": Choice(Words("layers", "层数"), {n: str(n) for n in (1, 2, 3, 4)}, 2, costly=(4,)),
    "units": Choice(Words("units", "单元数"), {2: "2", 3: "3"}, 2),
    "seed": Choice(Words("seed", "随机种子"), {seed: str(seed) for seed in SEEDS}, 1),
}


class Result(NamedTuple):
    scene: Scene
    solved: (
        tuple | None
    )  # how many of the ten seeds get all points right, now and in the end; None of one's own network
    sheet: np.ndarray  # (101, 41, D) where it is in the film; D units, the third towards the eye
    net: np.ndarray  # (26, 73, D) its lines
    curve: np.ndarray  # (pieces, 2, D)
    points: np.ndarray  # (n, D)
    origin: np.ndarray  # (2,) of the hidden space
    axes: np.ndarray  # (D, 2) how far 1 is on each of its axes
    cut: np.ndarray  # (2, 2) two points of the straight line in ψ(x)


def compute(t, epoch, data, activation, layers, units, seed) -> Generator[float, None, Result]:
    now, solved = yield from trained_scene(data, activation, layers, units, seed, epoch)
    return result_at(now, solved, t)


def result_at(now: Scene, solved: tuple | None, t: float) -> Result:
    """The scene at time t of its film."""
    film = now.film
    origin, axes = film.space(t)
    w, b = film.cut(t)
    return Result(
        scene=now,
        solved=solved,
        sheet=film(now.sheet, t),
        net=film(now.net, t),
        curve=film(now.curve, t),
        points=film(film.X, t),
        origin=origin,
        axes=axes,
        cut=boundary.line(w, b, 4),
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    stack, film = marks.part(figure, 0.1, 0.1, 1.5, 3.5), marks.part(figure, 1.85, 0.06, 3.3 * WIDE, 3.3)
    return SimpleNamespace(stack=paint_stack(stack), film=paint_film(film))


def paint_stack(axes: Axes) -> SimpleNamespace:
    axes.set(xlim=(-1.2, 1.1), ylim=(-0.05, 1.05))
    axes.axis("off")
    done = dict(color=look.BLACK, lw=3, ms=11, mfc=look.VERMILION, mec="white", markevery=[1])
    (whole,) = axes.plot([0, 0], [0, 1], color=look.PALE, lw=3)
    return SimpleNamespace(whole=whole, done=marks.line(axes, "o-", **done), names=Texts(axes, 12))


def paint_film(axes: Axes) -> SimpleNamespace:
    axes.set(xlim=(-WIDE, WIDE), ylim=(-1, 1), aspect="equal", xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=look.PALE)
    return SimpleNamespace(
        title=axes.set_title(Words("from x to ψ(x)", "从 x 到 ψ(x)").drawn()),
        sheet=axes.add_collection(QuadMesh(np.zeros((101, 41, 2)), antialiased=False, zorder=1), autolim=False),
        net=marks.segments(axes, zorder=2, colors=look.PALE, lw=0.7),
        axes=marks.segments(axes, zorder=0, colors=look.GREY, lw=0.8),
        cut=marks.line(axes, color=look.BLACK, ls=(0, (4, 2)), lw=1.5, zorder=2.5),
        **paint_classes(axes),
    )


def paint_classes(axes: Axes) -> dict:
    """On the plane as it is bent: the decision curve, the points, and rings around the wrong ones."""
    return dict(
        curve=marks.line(axes, color=look.BLACK, lw=2, zorder=3, solid_capstyle="butt"),
        points=marks.points(axes, mew=0.5, zorder=4),
        wrong=marks.ring(axes, ms=10, mew=1.4, zorder=4),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    now, film = result.scene, artists.film
    draw_stack(artists.stack, values.t, now.film.steps)
    draw_classes(film, now, result.curve[..., :2], result.points[:, :2])
    draw_sheet(film.sheet, result.sheet, 0.2 + 0.8 * look.heat(now.shades) / 255)
    film.net.set_segments(result.net[..., :2])
    film.cut.set_data(*result.cut.T)
    film.cut.set_alpha(float(np.clip(4 * now.film.steps * (values.t - 1) + 1, 0, 1)))  # it fades in at the end
    film.axes.set_segments(result.origin + result.axes[:, None] * [[-99], [99]])


def draw_stack(stack: SimpleNamespace, t: float, steps: int) -> None:
    """The lecture's stack: x, h1, …, ψ(x) on the left, and the steps between them on the right."""
    layers = steps // 3
    stack.done.set_data([0, 0], [0, t])
    hidden = [f"h{'₁₂₃₄₅'[k]}" for k in range(layers - 1)]
    names = ["x", *hidden, "ψ(x)"]
    done = [what.format("₁₂₃₄₅₆"[k]) for k in range(layers) for what in ("W{}", "b{}", "φ")]
    beside_names = [(-0.75, k / layers) for k in range(layers + 1)]
    beside_steps = [(0.7, (k + 0.5) / steps) for k in range(steps)]
    colors = [look.BLACK] * len(names) + [look.ink(look.GREY)] * steps
    stack.names.move(beside_names + beside_steps, names + done, colors)


def draw_classes(parts: SimpleNamespace, scene: Scene, curve: np.ndarray, points: np.ndarray) -> None:
    parts.curve.set_data(*look.one_line(curve))
    marks.put(parts.points, points, scene.y)
    parts.wrong.set_data(*points[scene.wrong].T)


def draw_sheet(mesh: QuadMesh, places: np.ndarray, colors: np.ndarray) -> None:
    """The coloured plane, what is farthest from the eye first."""
    for axis in (0, 1) if places.shape[-1] == 3 else ():
        depth = places[..., 2].mean(axis=1 - axis)
        if depth[0] > depth[-1]:
            places, colors = np.flip(places, axis), np.flip(colors, axis)
    np.copyto(mesh.get_coordinates(), places[..., :2])  # QuadMesh has no setter; the next line marks it as changed
    mesh.set_facecolor(colors.reshape(-1, 4))


def readout(result: Result) -> Words:
    scene = result.scene
    n, best, own = len(scene.y), scene.best, int(scene.wrong.sum())
    cut = Words("best straight line", "的最优直线") if scene.by_line else Words("network's own plane", "网络自身的平面")
    all_right = Words("", "")
    if result.solved is not None:
        all_right = Words(
            f"\n Of 10 seeds, {result.solved[0]} get all points right.",
            f"\n10 个随机种子中，有 {result.solved[0]} 个把所有点都分对。",
        )
    verdict = verdict_on(scene)
    return Words(
        f"Of {n} points, the best straight line in x leaves {scene.best_in_x} wrong. The {cut.en} in ψ(x) leaves "
        f"<b>{best}</b> wrong: ψ(x) is <b>{verdict.en}</b>. The network itself leaves {own} wrong.{all_right.en}",
        f"{n} 个点中分错的个数：用 x 中的最优直线，{scene.best_in_x} 个；用 ψ(x) 中{cut.zh}，<b>{best}</b> 个，"
        f"即 ψ(x) <b>{verdict.zh}</b>；网络自身，{own} 个。{all_right.zh}",
    )


def verdict_on(scene: Scene) -> Words:
    if not scene.best:
        return Words("linearly separable", "线性可分")
    return Words("not linearly separable", "线性不可分") if scene.by_line else Words("not separated", "没有分开")


ASKED = np.round(np.linspace(-0.9, 0.9, 19), 1)  # places of x₁ in the film, where x is shown in ± WIDE
PREDICTED = {
    "line": np.interp(ASKED, [-0.5, 0.5], [1.0, -1.0]),
    "bend": np.clip(5 * ASKED**2 - 0.8, -1, 1),
    "winds": np.interp(ASKED, [-0.7, -0.4, 0.3, 0.5], [1, -0.5, 0.5, -1]),
}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The border as it was expected."""
    return artists.film.curve.axes, np.stack([ASKED, PREDICTED[option]], axis=1)


def opened() -> Scene:
    """The scene with which the demo opens."""
    return finished(trained_scene("spiral", "tanh", 2, 2, 1, EPOCHS))[0]


def border() -> np.ndarray:
    """The height of the decision curve in x at the places that are asked for; ±1 where it has left the picture."""
    film = opened().film(opened().curve, 0.0).reshape(-1, 2)  # the ends of its pieces
    x, y = film[np.argsort(film[:, 0])].T
    return np.interp(ASKED, x, y.clip(-1, 1))


def wrong_beside(curve: np.ndarray) -> int:
    """How many points lie on the wrong side of a curve over x₁."""
    scene = opened()
    x, y = scene.film(scene.film.X, 0.0).T
    wrong = int(np.sum((y > np.interp(x, ASKED, curve)) == (scene.y == scene.y[y.argmax()])))
    return min(wrong, len(x) - wrong)


def beside_the_border(drawn: np.ndarray, true: np.ndarray) -> Words:
    """The points that each of three borders leaves on the wrong side."""
    scene = opened()
    n, mine, own, straight = len(scene.y), wrong_beside(drawn), int(scene.wrong.sum()), scene.best_in_x
    return Words(
        f"Your border leaves {mine} of {n} points on the wrong side. The network’s border leaves {own}, and the best "
        f"straight line in x {straight}.",
        f"你画的分界使 {n} 个点中的 {mine} 个落在错的一侧，网络的分界 {own} 个，x 中最优的直线 {straight} 个。",
    )


ESTIMATE = Curve(
    axes=lambda artists: artists.film.curve.axes,
    x=tuple(ASKED),
    across=Words("at place", "位置"),
    label=Words("height of the border", "分界的高度"),
    low=-1,
    high=1,
    truth=border,
    places=PREDICTED,
    said=beside_the_border,
    levels=True,
)
OF_FILM = tuple(f"film.{name}" for name in ("title", "sheet", "net", "axes", "cut", "curve", "wrong"))
VEIL = Veil(("stack", *OF_FILM), given=("scene", "points"))
USES = {"drag-red-dot": ("t",), "sceptic": ("sceptic",), "press-lift-play": ("t",)}
TO_DO = {
    "drag-red-dot": lambda result, values, seen: values.t < 0.02 and max(seen["t"]) > 0.98,  # there and back
    "sceptic": lambda result, seen: {"layers", "units", "relu", "moons"} <= seen["sceptic"],
    "press-lift-play": lambda result, values: (
        (values.data, values.layers, values.units) == ("circle", 1, 3) and values.t > 0.9
    ),
}


def judge(result: Result) -> str:
    """Solved if a line in ψ(x) makes no error where the network makes a few; almost if it makes a third as many."""
    own, best = int(result.scene.wrong.sum()), result.scene.best
    if not result.scene.by_line or not 0 < own <= 20 or 3 * best > own:
        return "open"
    return "almost" if best else "solved"


def judge_own(result: Result) -> str:
    """Solved if the student's network gets all its points right, almost if nineteen of twenty."""
    share = result.scene.wrong.mean()
    return "open" if share > 0.05 else "almost" if share else "solved"


CHALLENGE = Challenge(
    Words(
        "two units a layer: find seed and epoch at which a straight line in ψ(x) makes no error, but the network does.",
        "每层两个单元：找一个随机种子和某一轮，此时 ψ(x) 中已有一条直线能把点全部分对，而网络自身还会分错。",
    ),
    judge,
)
OWN_CHALLENGE = Challenge(
    Words("train your network until it gets all its points right.", "训练自己的网络，直到所有点都分对。"), judge_own
)
TANH = dict(t=0.0, epoch=EPOCHS, activation="tanh")
PRESETS = {
    Words("unroll", "展开"): TANH | dict(data="spiral", layers=2, units=2, seed=1),
    Words("lift", "抬起"): TANH | dict(data="circle", layers=1, units=3, seed=2),
    Words("fold", "对折"): TANH | dict(data="xor", layers=4, units=2, seed=4),
}


SCEPTIC = Sceptic(
    Words("layers of two units mostly learn to separate the classes.", "每层两个单元，多半也能学会把两类分开。"),
    Words("Seeds out of ten that get all points right", "十个种子中全部分对的个数"),
    lambda result: result.solved[1],
    {
        "layers": Change(Words("four layers", "四层"), {"layers": 4}),
        "units": Change(Words("three units", "三个单元"), {"units": 3}),
        "relu": Change(Words("ReLU in place of tanh", "用 ReLU 代替 tanh"), {"activation": "relu"}),
        "moons": Change(Words("other data: moons", "换数据：双月"), {"data": "moons"}),
    },
)


HANDLES = [
    Handle(
        lambda artists: artists.stack.names.outlines,  # first among them x, h₁, …, ψ(x)
        at=lambda names, result: names.get_offsets()[: result.scene.film.steps // 3 + 1, None],
        click=lambda result, k: {"t": 3 * k / result.scene.film.steps},
    ),
    Handle(lambda artists: artists.stack.done, y="t", at=lambda done, result, values: [[(0, values.t)]]),
]


def morph(
    network: Network | None = None, X: np.ndarray | None = None, y: np.ndarray | None = None, **values
) -> RunningDemo:
    """The plane with its grid and its points, bent from x to ψ(x) layer by layer, until one straight line is enough.
    平面连同网格和样本点从 x 逐层弯曲到 ψ(x)，直到一条直线就能分开两类。

    x -> W x -> W x + b -> φ(W x + b) -> …; in between, places are drawn for the eye (hidden_space.places_at)

    network : your own instead: a trained Network of two inputs, two units in the last hidden layer, one output; then t
              is the only control. A run of the playground is handed in as run = demo.result.experiment.run,
              morph(run.network, *run.train)
    X, y    : the points that it should tell apart, (n, 2), and their classes, (n,), two different values
    raises  : BadInput for any other network or points

    source : the lecture, section 6; after Olah, Neural Networks, Manifolds, and Topology (2014)
    """
    if network is None and X is None and y is None:
        return DEMOS["feature_learning.morph"].open(values)
    title = Words("Bending the plane: your own network", "弯曲平面：自己的网络")
    own = dict(controls={"t": CONTROLS["t"]}, challenge=OWN_CHALLENGE, to_do=(), presets={}, sceptic=None)
    film = partial(result_at, own_scene(network, X, y), None)
    return Demo.of(morph, title, compute=film, height=3.7, given=("network", "X", "y"), **own).open(values)


DEMOS["feature_learning.morph"] = Demo.of(morph, Words("Bending the plane", "弯曲平面"), height=3.7)
