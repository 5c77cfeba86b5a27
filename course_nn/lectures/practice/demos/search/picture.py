"""Nine runs and two settings to tune: a grid, random picks, or your own, over a surface that is covered at first."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.image import AxesImage
from matplotlib.ticker import NullLocator

from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import percent, significant
from course_nn.lectures.practice.demos.search.picks import LETTERS, SIDE, cell_names, cells_to_try, parse_cells
from course_nn.lectures.practice.demos.search.search_runs import axis_values, errors_at, whole_surface
from course_nn.lectures.practice.tuning import expected_best, expected_grid
from course_nn.stage import Challenge, Choice, Handle, Slider, Toggle, Typed, Values, Veil, demo, moved

PAIRS = {
    "lam": Words("η and λ", "η 与 λ"),
    "weak": Words("η and a weak λ", "η 与很弱的 λ"),
    "scale": Words("η and scale of init", "η 与初始化倍数"),
}
STRATEGIES = {"grid": Words("grid", "网格"), "random": Words("random", "随机"), "own": Words("own picks", "自己选")}
BUDGETS = (9, 16, 25)
CONTROLS = {
    "strategy": Choice(Words("strategy", "策略"), STRATEGIES, "grid"),
    "budget": Choice(Words("runs", "训练次数"), {k: str(k) for k in BUDGETS}, 9),
    "draw": Slider(Words("draw", "抽样"), 0, 19, 0, 1, used=lambda values: values.strategy != "own"),
    "picks": Typed(
        Words("own picks", "自己选的格"), "M13", parse_cells, ("C5 M13", "Y1, A25"), lambda v: v["strategy"] == "own"
    ),
    "pair": Choice(Words("tuned", "要调的"), PAIRS, "lam"),
    "wide": Choice(
        Words("range", "范围"), {1: Words("as usual", "通常"), 2: Words("twice the decades", "数量级加倍")}, 1
    ),
    "seed": Slider(Words("seed", "种子"), 0, 9, 4, 1, continuous=False),
    "uncovered": Toggle(Words("uncover", "揭开")),
}
LOW, HIGH = 0.02, 1.1  # errors that axes show
SHOWN = [0.03, 0.1, 0.3, 1.0]
COVER = 222  # grey of a covered cell
TICKS = [0, 8, 16, 24]
MIDDLES = np.array(
    [[(column, row)] for row in range(SIDE) for column in range(SIDE)], float
)  # (625, 1, 2) of the cells
KEY = [
    (Words("validation", "验证"), dict(color=look.BLUE)),
    (Words("test", "测试"), dict(color=look.VERMILION, ls="--")),
    (Words("random, expected", "随机，期望"), dict(color=look.GREY, lw=1.5)),
    (Words("grid, expected", "网格，期望"), dict(color=look.BLACK, ls="", marker="s", ms=6)),
]


class Result(NamedTuple):
    scales: list  # of both settings: η by column, the other by row, (25,) each
    own: tuple  # (row, column) of all own picks
    cells: np.ndarray  # (k, 2) rows and columns of the runs, in their order
    errors: np.ndarray  # (k,) validation
    test: np.ndarray  # (k,)
    best: int  # which of the runs won
    surface: np.ndarray  # (25, 25) validation errors, a row for each value of the second setting; (0, 0) while covered
    random: np.ndarray  # (25,) expected lowest error of 1 … 25 random runs; (0,) while covered
    grid: np.ndarray  # (3,) the same of 9, 16 and 25 runs on a grid; (0,) while covered


def compute(strategy, budget, draw, picks, pair, wide, seed, uncovered) -> Generator[float, None, Result]:
    own = parse_cells(picks)
    cells = own[:budget] if strategy == "own" else cells_to_try(strategy, budget, draw)
    errors, test = errors_at(pair, seed, cells, wide).T
    surface, random, grid = np.zeros((0, 0)), np.zeros(0), np.zeros(0)
    if uncovered:
        surface = (yield from whole_surface(pair, seed, wide))[..., 0]
        random = np.asarray(expected_best(surface, np.arange(1, SIDE + 1)))
        grid = np.array([expected_grid(surface, round(k**0.5)) for k in BUDGETS])
    return Result(
        scales=axis_values(pair, wide),
        own=own,
        cells=np.array(cells),
        errors=errors,
        test=test,
        best=int(errors.argmin()),
        surface=surface,
        random=random,
        grid=grid,
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    plane = figure.add_axes((0.115, 0.135, 0.29, 0.65))
    above = figure.add_axes((0.115, 0.84, 0.29, 0.1))
    beside = figure.add_axes((0.437, 0.135, 0.075, 0.65))
    course = figure.add_axes((0.585, 0.135, 0.4, 0.79))
    return SimpleNamespace(**paint_plane(plane) | paint_sides(above, beside) | paint_course(course))


def paint_plane(axes: Axes) -> dict:
    edge = SIDE - 0.5
    axes.set(xlim=(-0.5, edge), ylim=(-0.5, edge), xticks=TICKS, yticks=TICKS, xlabel="η")
    axes.yaxis.set_label_coords(-0.29, 0.5)
    for k in TICKS:  # names of columns and rows, as own picks have them
        axes.text(k, edge + 0.4, LETTERS[k], ha="center", va="bottom", fontsize=look.SMALL, zorder=-1)
        axes.text(edge + 0.5, k, k + 1, va="center", fontsize=look.SMALL, zorder=-1)
    upright = np.array([[[x, -0.5], [x, edge]] for x in np.arange(0.5, edge)])
    tiles = look.one_line(np.concatenate([upright, upright[..., ::-1]]))
    axes.plot(*tiles, color="white", lw=0.5, zorder=1)
    blank = look.heat(np.zeros((SIDE, SIDE)))
    return {
        "plane": axes,
        "map": axes.imshow(blank, origin="lower", aspect="auto", zorder=0),
        "runs": marks.line(axes, "s", ms=7, mfc="none", mec=look.BLACK, mew=1.2, zorder=2),
        "winner": marks.best(axes, ms=11, mfc="none", mew=2.5),
    }


def paint_sides(above: Axes, beside: Axes) -> dict:
    """The errors of the runs over each setting alone."""
    above.set(xlim=(-0.5, SIDE - 0.5), ylim=(LOW, HIGH), yscale="log", xticks=[])
    beside.set(ylim=(-0.5, SIDE - 0.5), xlim=(LOW, HIGH), xscale="log", yticks=[])
    above.set_yticks(SHOWN[::2], ["3%", "30%"])
    beside.set_xticks(SHOWN[::2], ["3%", "30%"])
    above.set_title(Words("validation error", "验证错误率").drawn())
    for axis in (above.yaxis, beside.xaxis):
        axis.set_minor_locator(NullLocator())
    panels = above, beside
    return {
        "envelopes": [marks.line(axes, color=look.GREY, lw=1.5, zorder=1) for axes in panels],
        "dots": [marks.line(axes, "o", ms=5, color=look.BLUE, mec="white", mew=0.5) for axes in panels],
    }


def paint_course(axes: Axes) -> dict:
    axes.set(xlim=(0.5, SIDE + 0.5), ylim=(LOW, HIGH), yscale="log", xticks=[1, *BUDGETS])
    axes.set_yticks(SHOWN, [percent(error) for error in SHOWN])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_xlabel(Words("runs", "训练次数").drawn())
    axes.set_title(Words("error of the best so far", "目前最好者的错误率").drawn())
    entries = [(words.drawn(), style) for words, style in KEY]
    return {
        "keys": marks.key(axes, entries, x=0.5, y=0.97, bbox=look.BEHIND_WORDS),
        "budget": marks.now(axes, color=look.VERMILION, lw=2),
        "random": marks.line(axes, zorder=1.5, **KEY[2][1]),
        "test": marks.line(axes, drawstyle="steps-post", **KEY[1][1]),
        "course": marks.line(axes, drawstyle="steps-post", **KEY[0][1]),
        "grid": marks.line(axes, zorder=3, **KEY[3][1]),
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    rows, columns = result.cells.T
    across, up = ([significant(scale[k]) for k in TICKS] for scale in result.scales)
    marks.fit(artists.plane, xticklabels=across, yticklabels=up, ylabel=second_setting(values).drawn())
    marks.fill(artists.map, colored(result))
    artists.runs.set_data(columns, rows)
    artists.winner.set_data(columns[[result.best]], rows[[result.best]])
    artists.dots[0].set_data(columns, result.errors.clip(LOW, 1))
    artists.dots[1].set_data(result.errors.clip(LOW, 1), rows)
    along = [result.surface.min(axis=axis).clip(LOW, 1) if result.surface.size else [] for axis in (0, 1)]
    artists.envelopes[0].set_data(np.arange(len(along[0])), along[0])
    artists.envelopes[1].set_data(along[1], np.arange(len(along[1])))
    draw_course(artists, result, values)


def colored(result: Result) -> np.ndarray:
    """Blue where few answers are wrong, orange where most are, grey where no run was: (25, 25, 4)."""
    if result.surface.size:
        return look.heat(goodness(result.surface))
    colors = np.full((SIDE, SIDE, 4), COVER, np.uint8)
    colors[..., 3] = 255
    colors[*result.cells.T] = look.heat(goodness(result.errors))
    return colors


def goodness(errors: np.ndarray) -> np.ndarray:
    return -np.log10(np.maximum(errors, LOW)) / 1.5


def draw_course(artists: SimpleNamespace, result: Result, values: Values) -> None:
    counts = np.arange(1, len(result.errors) + 1)
    best = [int(result.errors[:k].argmin()) for k in counts]
    along = np.append(counts, max(counts[-1], values.budget))  # as far as the runs would go
    artists.course.set_data(along, result.errors[[*best, best[-1]]].clip(LOW, 1))
    artists.test.set_data(along, result.test[[*best, best[-1]]].clip(LOW, 1))
    artists.random.set_data(np.arange(1, len(result.random) + 1), result.random)
    artists.grid.set_data(BUDGETS[: len(result.grid)], result.grid)
    marks.at(artists.budget, values.budget)


def second_setting(values: Values) -> Words:
    return Words("scale of init", "初始化倍数") if values.pair == "scale" else Words("λ", "λ")


def readout(result: Result, values: Values) -> Words:
    row, column = result.cells[result.best]
    name, cell = second_setting(values), cell_names([(row, column)])
    tried = [len(set(places)) for places in result.cells.T.tolist()]
    eta, value = significant(result.scales[0][column]), significant(result.scales[1][row])
    validation, test = percent(result.errors[result.best], 1), percent(result.test[result.best], 1)
    runs, how, rest = len(result.cells), STRATEGIES[values.strategy], expectations(result, values)
    return Words(
        f"{rest.en} {how.en.capitalize()}: best of {runs} runs, validation error <b>{validation}</b>, test error of "
        f"that network <b>{test}</b>.\n Its cell is {cell}: η = {eta}, {name.en} = {value}. Different values tried: "
        f"{tried[1]} of η, {tried[0]} of {name.en}, in {runs} of {values.budget} runs.",
        f"{rest.zh}{how.zh}：{runs} 次中最好的，验证错误率 <b>{validation}</b>，该网络的测试错误率 <b>{test}</b>。\n"
        f"它在 {cell} 格：η = {eta}，{name.zh} = {value}。不同取值：η {tried[1]} 个，{name.zh} {tried[0]} 个；"
        f"已训练 {runs} 次，共可训练 {values.budget} 次。",
    )


def expectations(result: Result, values: Values) -> Words:
    """What grid and random picks can expect of so many runs, once the surface is uncovered."""
    if not result.surface.size:
        return Words("The surface is covered.", "曲面尚未揭开。")
    budget, cells, lowest = values.budget, SIDE**2, percent(result.surface.min(), 1)
    grid, random = percent(result.grid[BUDGETS.index(budget)], 1), percent(result.random[budget - 1], 1)
    return Words(
        f"Expected best of {budget} runs: grid <b>{grid}</b>, random <b>{random}</b>; best of all {cells}: {lowest}.",
        f"{budget} 次中最好者的期望：网格 <b>{grid}</b>，随机 <b>{random}</b>；全部 {cells} 格中最好：{lowest}。",
    )


VEIL = Veil(("random", "grid", "keys.2", "keys.3"), given=("scales", "cells", "errors", "best", "test", "surface"))
TO_DO = {
    "tuned-choose-weak": lambda result, values: values.uncovered and (values.pair, values.budget) == ("weak", 9),
    "tune-scale-init": lambda result, values, seen: (
        values.uncovered and values.pair != "weak" and "weak" in seen["pair"]
    ),
    "cover-surface-again": lambda result, values: (
        not values.uncovered and values.strategy == "own" and len(result.cells) >= 9
    ),
    "sceptic": moved("draw", "seed", "wide", "budget"),
}
USES = {
    "tuned-choose-weak": ("uncovered",),
    "tune-scale-init": ("pair", "uncovered"),
    "cover-surface-again": ("uncovered", "seed", "strategy"),
    "sceptic": ("draw", "seed", "wide"),
}


def judge(result: Result, values: Values) -> str:
    """Solved if nine own picks beat grid and random picks where both settings matter; almost if they beat one."""
    if values.strategy != "own" or values.budget != 9 or values.pair == "weak" or not result.surface.size:
        return "open"
    beaten = [result.errors.min() < expected for expected in (result.grid[0], result.random[8])]
    return "solved" if all(beaten) else "almost" if any(beaten) else "open"


CHALLENGE = Challenge(
    Words(
        "nine own picks where both settings matter: click them while covered, uncover, and beat grid and random.",
        "两个超参数都要紧时自己选九格：先在未揭开时点选，再揭开，要同时胜过网格与随机的期望。",
    ),
    judge,
)


def covered_cells(image: AxesImage, result: Result) -> np.ndarray | list:
    """The middle of each cell, row by row, as long as the surface is covered."""
    return [] if result.surface.size else MIDDLES


def pick(result: Result, k: int, values: Values) -> dict:
    """One more own pick, while there is one left."""
    picks = dict.fromkeys([*result.own, divmod(k, SIDE)])
    return {"strategy": "own"} | ({"picks": cell_names(picks)} if len(picks) <= values.budget else {})


def next_budget(result: Result, dx: float, dy: float, values: Values) -> dict:
    """A small pull leads to the next budget in its direction, a pull past that to the one after it."""
    steps = np.sign(dx) * np.ceil(abs(dx) / 8 - 0.05)
    return {"budget": BUDGETS[int(np.clip(BUDGETS.index(values.budget) + steps, 0, len(BUDGETS) - 1))]}


HANDLES = [
    Handle("map", at=covered_cells, click=pick, width=8),
    Handle("budget", pull=next_budget),
]


@demo(Words("Grid or random search", "网格搜索还是随机搜索"), height=3.8)
def search(**values):
    """Two settings of a network are tuned with a few runs: on a grid, at random, or where you think.
    用少数几次训练来调网络的两个设置：网格、随机，或自己挑选的位置。

    Each cell is a network 64-16-10 that learns 200 digits; its validation error chooses, other digits test the choice.

    source : Bergstra & Bengio, Random Search for Hyper-Parameter Optimization (2012)
    """
