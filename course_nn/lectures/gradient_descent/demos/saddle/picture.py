"""Where the slope is nearly 0, descent hardly moves: on a ridge, on a plateau, along a bent valley. What gets away?"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, plain
from course_nn.lectures.gradient_descent.demos.saddle.surfaces import NEWTONS, SURFACES, series, steps_out, walk
from course_nn.stage import Challenge, Choice, Handle, Slider, Veil, demo
from course_nn.stage.controls import Toggle, Values

GROUNDS = {  # and where a walk has got away
    "saddle": (Words("Saddle", "鞍面"), Words("half a unit off the ridge", "离开山脊半个单位")),
    "plateau": (Words("Plateau", "平台"), Words("within 1 of the minimum", "走到离极小点 1 以内")),
    "rosenbrock": (Words("Bent valley", "弯谷"), Words("within ½ of the minimum", "走到离极小点 ½ 以内")),
}
WALKERS = {
    "gradient_descent": (Words("plain descent", "普通梯度下降"), dict(color=look.BLUE)),
    "momentum": (Words("momentum", "动量"), dict(color=look.GREEN, ls="--")),
    "adam": (Words("Adam", "Adam"), dict(color=look.ORANGE)),
    "newton": (Words("Newton", "牛顿法"), dict(color=look.BLACK, ls=":")),
    "absolute_newton": (Words("|H|-Newton", "|H| 牛顿法"), dict(color=look.GREY, ls="-.")),
}
METHODS = {name: words for name, (words, _) in WALKERS.items()}
OFFSETS = {0.0: "0", 1e-12: "10⁻¹²", 1e-10: "10⁻¹⁰", 1e-8: "10⁻⁸", 1e-6: "10⁻⁶", 1e-4: "10⁻⁴", 1e-2: "10⁻²"}
STEPS = 300  # that are drawn
LIMIT = 3000  # steps at most until a walk gets away


def on_ridge(values: Values) -> bool:
    return values.surface == "saddle"


CONTROLS = {
    "surface": Choice(Words("surface", "曲面"), {name: words for name, (words, _) in GROUNDS.items()}, "saddle"),
    "method": Choice(Words("method", "方法"), METHODS, "gradient_descent"),
    "x": Slider("x", -3.0, 3.0, 1.5, means=Words("start, first coordinate", "起点的第一个坐标")),
    "y": Slider("y", -3.0, 3.0, 0.0, means=Words("start, second coordinate", "起点的第二个坐标")),
    "offset": Choice(Words("and off the ridge", "偏离山脊"), OFFSETS, 1e-6, used=on_ridge),
    "eta": Slider("η", 0.01, 1.0, 0.1, 0.1, decades=True, means=Words("learning rate", "学习率")),
    "turned": Toggle(Words("axes turned 45°", "坐标轴转 45°")),
    "step": Slider(Words("step", "步数"), 0, STEPS, 60, 1, plays=True),
}
TIME = np.arange(STEPS + 1)
WINDOW, SIDE, BANDS = 3.0, 90, 16
PLANE = look.grid(-WINDOW, WINDOW, SIDE)
BEYOND = 20.0  # paths are cut off here: a very long dashed line takes too long to draw
FLOOR, TOP = 1e-3, 30.0  # of the height axis
ARM = 0.5  # of the strokes along the eigenvectors


class Result(NamedTuple):
    start: np.ndarray  # (2,)
    paths: dict  # method -> (k + 1, 2), k ≤ 300
    heights: np.ndarray  # (5, 301) of the methods above the minimum; after a walk has ended, its last one
    here: np.ndarray  # (2,)
    curvatures: np.ndarray  # (2,) eigenvalues of the Hessian there, the smaller first
    directions: np.ndarray  # (2, 2) its eigenvectors, a column each
    escape: int  # steps until the chosen method has got away, -1 if it does not
    distance: float  # of the start, from the ridge or from the minimum
    series: (
        dict  # method -> (K,) steps until it has got away, for starts at each of the surface's distances; nan for never
    )


def compute(surface, method, x, y, offset, eta, turned, step) -> Result:
    ground = SURFACES[surface]
    start = x, y + offset if surface == "saddle" else y
    paths, escape = paths_and_escape(surface, method, start, eta, turned)
    here = paths[method][min(step, len(paths[method]) - 1)]
    curvatures, directions = np.linalg.eigh(ground.hessian(here))
    return Result(
        start=np.array(start),
        paths=paths,
        heights=np.array([np.interp(TIME, TIME[: len(path)], ground.height(path)) for path in paths.values()]),
        here=here,
        curvatures=curvatures,
        directions=directions,
        escape=-1 if np.isnan(escape) else int(escape),
        distance=float(ground.distance(start)),
        series={name: series(surface, name, eta, turned, LIMIT) for name in METHODS},
    )


@lru_cache(maxsize=1)  # for Play, which needs the same at the next step
def paths_and_escape(surface: str, method: str, start: tuple, eta: float, turned: bool) -> tuple:
    """The paths of all methods, and after how many steps the chosen one has got away; nan for never."""
    ground = SURFACES[surface]
    paths = {name: walk(ground, name, start, STEPS, eta, turned) for name in METHODS}
    return paths, steps_out(ground, method, [start], LIMIT, eta, turned)[0]


@memoized
def bands(surface: str) -> np.ndarray:
    """Heights over the plane for a map in bands, 0 … 1; cube roots, as the walls are steep."""
    heights = np.cbrt(SURFACES[surface].height(PLANE))
    shares = np.clip(heights / np.percentile(heights, 90), 0, 1)
    return np.floor(shares * BANDS).reshape(SIDE, SIDE) / BANDS


def paint(figure: Figure) -> dict:
    figure.set_layout_engine("none")
    plane = look.plane(figure.add_axes((0.05, 0.14, 0.31, 0.77)), -WINDOW, WINDOW, ("x", "y"))
    heights = figure.add_axes((0.445, 0.16, 0.22, 0.75))
    near, far = (figure.add_axes((0.75, 0.16, 0.235, 0.75)) for _ in range(2))
    heights.set(yscale="log", xlim=(0, STEPS), ylim=(FLOOR, TOP), xlabel=Words("step", "步数").drawn())
    heights.set_yticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
    heights.set_title(Words("height above the minimum", "高出极小值多少").drawn())
    heights.minorticks_off()
    paint_series(near, far)
    goal = [plane.axhline(side, **goals.LINE) for side in (-0.4, 0.4)]
    return {
        "goal": [*goal, goals.name(plane, -2.9, 0.4, color=look.BLACK)],
        "surface": marks.surface(plane, SIDE, -WINDOW, WINDOW),
        "axes": marks.line(plane, color=look.GREY, lw=1, ls=":", zorder=1),
        "paths": lines(plane),
        "minima": marks.best(plane),
        "eigen": [marks.line(plane, lw=2.5, zorder=4) for _ in range(2)],
        "here": marks.line(plane, "D", color=look.BLACK, mec="white", ms=8, zorder=4),
        "start": marks.dot(plane),
        "heights": lines(heights),
        "now": marks.now(heights, color=look.VERMILION),
        "series": [lines(near, marker="."), lines(far, marker=".")],
        "dots": [marks.dot(near), marks.dot(far)],
    }


def lines(axes: Axes, **more) -> dict:
    """A line for each method."""
    return {name: marks.line(axes, ms=4, **style, **more) for name, (_, style) in WALKERS.items()}


def paint_series(near: Axes, far: Axes) -> None:
    """Steps until a walk has got away: over its distance from the ridge of the saddle, and from the minimum."""
    near.set(xscale="log", xlim=(1.0, 3e-13), ylim=(0, 320), xlabel=Words("off the ridge", "偏离山脊").drawn())
    near.set_xticks([1, 1e-4, 1e-8, 1e-12], ["1", "$10^{-4}$", "$10^{-8}$", "$10^{-12}$"])
    far.set(yscale="log", xlim=(0.4, 5.6), ylim=(0.8, 3e5), xlabel=Words("from the minimum", "与极小点的距离").drawn())
    far.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    names = [(words.drawn(), style | {"lw": 1.5}) for words, style in WALKERS.values()]
    for axes in (near, far):
        axes.set_title(Words("steps to get away", "离开所需的步数").drawn())
        axes.minorticks_off()
        marks.key(axes, names)


def draw(artists: dict, result: Result, values: Values) -> None:
    marks.fill(artists["surface"], look.heat(1 - bands(values.surface)))  # low is blue
    for artist in artists["goal"]:
        artist.set_visible(values.surface == "saddle")
    turn = np.radians(45 if values.turned else 0) + np.array([0, np.pi / 2])
    ends = 2 * WINDOW * np.stack([np.cos(turn), np.sin(turn)], axis=1)  # (2, 2)
    artists["axes"].set_data(*look.one_line(np.stack([-ends, ends], axis=1)))
    for k, (name, path) in enumerate(result.paths.items()):
        artists["paths"][name].set_data(*path[: values.step + 1].T.clip(-BEYOND, BEYOND))
        artists["heights"][name].set_data(TIME, result.heights[k].clip(FLOOR, TOP))
        for lines_of in (artists["paths"], artists["heights"], *artists["series"]):
            lines_of[name].set_linewidth(3 if name == values.method else 1.2)
    artists["minima"].set_data(*np.transpose(SURFACES[values.surface].minima))
    for line, curvature, direction in zip(artists["eigen"], result.curvatures, result.directions.T):
        line.set_data(*np.stack([result.here - ARM * direction, result.here + ARM * direction], axis=1))
        line.set_color(look.VERMILION if curvature < 0 else look.BLUE)
    artists["here"].set_data(*result.here[:, None].clip(-BEYOND, BEYOND))
    artists["start"].set_data(*result.start[:, None])
    marks.at(artists["now"], values.step)
    draw_series(artists, result, values)


def draw_series(artists: dict, result: Result, values: Values) -> None:
    """The part of the series whose starts are no nearer to the ridge, or no farther from the minimum, than this one."""
    ridge, distances = values.surface == "saddle", SURFACES[values.surface].distances
    known = distances >= 0.99 * result.distance if ridge else distances <= result.distance + 1e-9
    for k, (series_of, dot) in enumerate(zip(artists["series"], artists["dots"])):
        dot.axes.set_visible(ridge == (k == 0))
        for name, line in series_of.items():
            line.set_data(distances[known], result.series[name][known])
        dot.set_data([result.distance], [result.escape if result.escape > 0 else np.nan])


def ghost(artists: dict, option: str) -> tuple:
    """The steps of plain descent from the nearer start, beside 140; what is far longer leaves the picture."""
    return artists["dots"][0].axes, [(1e-12, 280) if option == "twice" else (1e-7, 320), (1e-6, 140)]


def readout(result: Result, values: Values) -> Words:
    (ground, goal), name = GROUNDS[values.surface], METHODS[values.method]
    x, y, low, high = (magnitude(value, 3, 1e-3) for value in (*result.here, *result.curvatures))
    rate = "" if values.method in NEWTONS else f", η = {plain(values.eta)}"
    steps = min(values.step, len(result.paths[values.method]) - 1)
    rests = Words(" (where it stays)", "（停在那里）") if steps < values.step else Words("", "")
    out = Words(f"It is {goal.en} after <b>{result.escape}</b> steps.", f"走 <b>{result.escape}</b> 步后{goal.zh}。")
    if result.escape < 0:
        out = Words(f"In {LIMIT} steps it is never {goal.en}.", f"{LIMIT} 步之内始终没有{goal.zh}。")
    return Words(
        f"{ground.en}, {name.en}{rate}: after {steps} steps at ({x}, {y}){rests.en}, with curvatures {low} and {high}. "
        f"{out.en}",
        f"{ground.zh}，{name.zh}{rate.replace(', ', '，')}：{steps} 步后位于 ({x}, {y}){rests.zh}，"
        f"该处的曲率为 {low} 和 {high}。{out.zh}",
    )


ASKED_AT = {"offset": 1e-12}
VEIL = Veil(("series", "dots", "goal"), given=("start", "paths", "heights", "here", "curvatures", "directions"))
USES = {
    "right-picture-click": ("offset", "method"),
    "turn-axes-parameters": ("turned", "method"),
    "choose-plateau-pull": ("surface", "x", "method"),
}
TO_DO = {
    "right-picture-click": lambda result, values, seen: (
        values.surface == "saddle" and 1e-12 in seen["offset"] and len(seen["offset"]) > 1
    ),
    "turn-axes-parameters": lambda result, values: values.surface == "saddle" and bool(values.turned),
    "choose-plateau-pull": lambda result, values, seen: values.surface == "plateau" and len(seen["x"]) > 1,
}


def judge(result: Result, values: Values) -> str:
    """Solved by Newton's method ending on the saddle from 0.4 or more off the ridge; almost from nearer."""
    end = result.paths[values.method][-1]
    if values.surface != "saddle" or values.method != "newton" or np.abs(end).max() > 1e-6:
        return "open"
    return "solved" if result.distance >= 0.4 else "almost"


CHALLENGE = Challenge(
    Words(
        "let Newton's method end on the saddle (0, 0) from a start that is at least 0.4 off the ridge y = 0.",
        "让牛顿法从偏离山脊 y = 0 至少 0.4 的起点出发，却停在鞍点 (0, 0) 上。",
    ),
    judge,
)


def curves(line: Line2D, result: Result) -> np.ndarray:
    """The heights of all methods: (5, 301, 2)."""
    return np.stack(np.broadcast_arrays(TIME, result.heights.clip(FLOOR, TOP)), axis=-1)


def farther(result: Result, dx: float, dy: float, values: Values) -> dict:
    """The start that is so much farther from the minimum."""
    return dict(zip("xy", SURFACES[values.surface].starts(np.array([result.distance + dx]))[0]))


def uprights(dot: Line2D, result: Result) -> list:
    """Upright lines through the offsets that can be chosen."""
    return [[(offset, 0), (offset, 320)] for offset in OFFSETS if offset]


def off_the_ridge(result: Result, k: int) -> dict:
    return {"offset": [*OFFSETS][k + 1], "y": 0.0}


HANDLES = [
    Handle(lambda artists: artists["dots"][0], at=uprights, click=off_the_ridge, width=20),
    Handle(lambda artists: artists["dots"][1], pull=farther),
    Handle(lambda artists: artists["heights"]["adam"], at=curves, click=lambda result, k: {"method": [*METHODS][k]}),
    Handle("now", x="step"),
    Handle("start", x="x", y="y"),
]


@demo(Words("Saddle and plateau", "鞍点与平台"), height=3.3)
def saddle(**values):
    """Walks on a saddle, a plateau and in a bent valley: where they rest, how the ground is curved, what gets away.
    在鞍面、平台与弯谷上行走：在哪里停留，地面怎样弯曲，什么方法走得出去。

    saddle  ½x² − ½y² + ¼y⁴,   plateau  1 − exp(−(x + 2.5)²/2) + ½y²,
    bent valley  ((1 − x)² + 100 (y − x²)²)/1000, Rosenbrock's scaled down
    Adam has β₁ = 0.9, β₂ = 0.999, momentum β = 0.9. The axes of the parameters may lie at 45° to x and y.

    source : Dauphin and others, Identifying and attacking the saddle point problem in high-dimensional non-convex
             optimization (2014); Rosenbrock, An Automatic Method for Finding the Greatest or Least Value of a
             Function (1960)
    """
