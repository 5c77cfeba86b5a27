"""A budget of weights can be spent on width or on depth; which buys more is settled by training, many times."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.transforms import offset_copy

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.common.progress import finished
from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import percent
from course_nn.lectures.deep_vs_shallow.capacity import (
    DEPTHS,
    TEST_SEED,
    by_depth,
    lead_of_two_or_three,
    spiral_samples,
)
from course_nn.network import parameter_count
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Slider, Values, Veil, demo, tried

EPOCHS = 500
EVERY = 10  # epochs between two that are kept
PHI = activation_names(["relu", "tanh"])
RANKS = {
    "worst": Words("worst run", "最差"),
    "median": Words("median run", "居中"),
    "best": Words("best run", "最好"),
}
STARTS = {"zero": Words("0", "0"), "spread": Words("random", "随机")}
BUDGETS = {50: "50", 100: "100", 200: "200", 400: "400"}
CONTROLS = {
    "budget": Choice(Words("parameters", "参数个数"), BUDGETS, 100, costly=(200, 400)),
    "activation": Choice("φ", PHI, "relu", means=term("activation")),
    "start": Choice(Words("first biases", "初始偏置"), STARTS, "zero"),
    "rate": Choice("η", {0.02: "0.02", 0.05: "0.05", 0.1: "0.1"}, 0.02, means=Words("learning rate", "学习率")),
    "seeds": Choice(Words("runs", "训练次数"), {5: "5", 20: "20"}, 5, costly=(20,)),
    "depth": Choice(Words("depth", "深度"), {depth: str(depth) for depth in DEPTHS}, 2),
    "run": Choice(Words("show", "显示"), RANKS, "median"),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True),
}
SPAN = 2.3  # half the side of the plane
GRID = 90
PLANE = look.grid(-SPAN, SPAN, GRID)
DOT = dict(marker="o", ms=6, color=look.BLUE, mec="white")
# Of medians.
HELD_OUT = dict(color=look.BLACK, lw=3)
TRAIN = dict(color=look.GREY, lw=2, ls=(0, (1, 1)))


class Result(NamedTuple):
    sizes: dict  # depth -> units per layer
    heldout: np.ndarray  # (5, seeds) share of the held-out points that each run has right, at this epoch
    train: np.ndarray  # (5, seeds) of the training points
    lead: float  # points by which two or three layers lead one after the last epoch; medians of the held-out shares
    ranking: np.ndarray  # (5, 3) the seeds of the worst, the median and the best run of each depth
    seed: int  # of the run that is shown
    epoch: int
    surface: np.ndarray  # (GRID, GRID) its output over the plane, 0 … 1
    X: np.ndarray  # (300, 2) held-out points
    y: np.ndarray  # (300,)
    right: np.ndarray  # (300,) bool


def compute(budget, activation, start, rate, seeds, depth, run, epoch) -> Generator[float, None, Result]:
    fits = yield from by_depth(activation, budget, seeds, rate, EPOCHS, EVERY, start)
    now = epoch // EVERY
    fit = fits[depth]
    X, T = spiral_samples(300, TEST_SEED)
    in_the_end = np.array([fit.test[-1] for fit in fits.values()])  # so that the choice stays while time runs
    ranking = np.argsort(-in_the_end, kind="stable")[:, [0, seeds // 2, seeds - 1]]
    seed = int(ranking[depth - 1, [*RANKS].index(run)])
    network = fit.network.with_parameters(fit.parameters[now, seed])
    return Result(
        sizes={depth: fit.network.sizes for depth, fit in fits.items()},
        heldout=1 - np.array([fit.test[now] for fit in fits.values()]),
        train=1 - np.array([fit.train[now] for fit in fits.values()]),
        lead=lead_of_two_or_three(1 - in_the_end),
        ranking=ranking,
        seed=seed,
        epoch=now * EVERY,
        surface=sigmoid(network(PLANE)).reshape(GRID, GRID),
        X=X,
        y=T[:, 0],
        right=((network(X) > 0) == T)[:, 0],
    )


def paint(figure: Figure) -> SimpleNamespace:
    runs, plane = figure.subplots(1, 2, width_ratios=[1.5, 1])
    paint_runs(runs)
    look.plane(plane, -SPAN, SPAN).set_title(Words("one run, held-out points", "一次训练，留出样本").drawn())
    return SimpleNamespace(
        runs=runs,
        chosen=marks.now(runs, color=look.PALE, lw=60, alpha=0.5, zorder=0, ymax=0.9, solid_capstyle="butt"),
        dots=marks.line(runs, ls="", **DOT, mew=0.5, zorder=3),
        shown=marks.ring(runs, ms=10, mew=1.8, zorder=4),
        heldout=marks.line(runs, zorder=2, **HELD_OUT),
        train=marks.line(runs, zorder=2, **TRAIN),
        surface=marks.surface(plane, GRID, -SPAN, SPAN),
        edge=marks.line(plane, color=look.BLACK),
        points=marks.points(plane, ms=4.5, mew=0.4),
        wrong=marks.line(plane, "x", color=look.VERMILION, ms=5, mew=1.3, zorder=4),
    )


def paint_runs(axes: Axes) -> None:
    axes.set(xlim=(0.5, 5.5), ylim=(0.36, 1.09), xticks=DEPTHS)
    axes.set_title(Words("accuracy, every run", "准确率，每一次训练").drawn())
    shares = np.linspace(0.4, 1, 7)
    axes.set_yticks(shares, [percent(share) for share in shares])
    axes.set_xticklabels(["1\n \n "] * len(DEPTHS))  # three lines, so that there is room for them
    beside = offset_copy(axes.transAxes, axes.figure, -6, -7, units="points")
    words = dict(ha="right", va="top", fontsize=look.SMALL, color=look.ink(look.GREY), zorder=-1)
    axes.text(0, 0, Words("layers\nunits\nparameters", "层数\n单元数\n参数个数").drawn(), transform=beside, **words)
    marks.key(axes, [(Words("held-out", "留出样本").drawn(), DOT | dict(ls=""))], x=0.02, stroke=8, zorder=-1)
    marks.key(axes, [(Words("median", "中位数").drawn(), HELD_OUT)], x=0.24, zorder=-1)
    marks.key(axes, [(Words("median, training points", "中位数，训练样本").drawn(), TRAIN)], x=0.48, zorder=-1)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fit(artists.runs, xticklabels=[below(depth, sizes) for depth, sizes in result.sizes.items()])
    places = places_of(result)
    artists.dots.set_data(*places.reshape(-1, 2).T)
    artists.shown.set_data(*places[values.depth - 1, result.seed][:, None])
    marks.at(artists.chosen, values.depth)
    artists.heldout.set_data(*strokes(np.median(result.heldout, axis=1)))
    artists.train.set_data(*strokes(np.median(result.train, axis=1)))
    marks.fill(artists.surface, look.heat(result.surface))
    artists.edge.set_data(*look.one_line(boundary.curve(result.surface - 0.5, -SPAN, SPAN)))
    marks.put(artists.points, result.X[result.right], result.y[result.right])
    artists.wrong.set_data(*result.X[~result.right].T)


def places_of(result: Result) -> np.ndarray:
    """Where the runs stand: (5, seeds, 2)."""
    across = np.add.outer(DEPTHS, np.linspace(-0.25, 0.25, result.heldout.shape[1]))
    return np.stack([across, result.heldout], axis=-1)


def below(depth: int, sizes: tuple) -> str:
    """The words below a depth: its layers, their units, and the parameters."""
    units = "·".join(str(size) for size in sizes[1:-1])
    return f"{depth}\n{units}\n{parameter_count(sizes)}"


def strokes(medians: np.ndarray) -> np.ndarray:
    """A level stroke for each depth."""
    return look.one_line(np.array([[(d - 0.36, median), (d + 0.36, median)] for d, median in zip(DEPTHS, medians)]))


def readout(result: Result, values: Values) -> Words:
    medians, seeds = np.median(result.heldout, axis=1), result.heldout.shape[1]
    shares = [f"{100 * median:.0f}" for median in medians]
    best = [str(DEPTHS[k]) for k in np.flatnonzero(medians == medians.max())]
    heldout, train = (percent(right[values.depth - 1, result.seed]) for right in (result.heldout, result.train))
    phi, start, rank = PHI[values.activation].en, STARTS[values.start], RANKS[values.run]
    return Words(
        f"First biases {start.en}, epoch {result.epoch}: the held-out accuracy with 1 to 5 layers is "
        f"{', '.join(shares)}% (medians of {seeds} runs), best with <b>{' and '.join(best)}</b>.\n {phi}, about "
        f"{values.budget} parameters. Shown: depth {values.depth}, the {rank.en}. It gets {heldout} of the held-out "
        f"points right, and {train} of the training points.",
        f"初始偏置：{start.zh}（第 {result.epoch} 轮）。1 到 5 层的留出样本准确率依次为 {'、'.join(shares)}%"
        f"（各训练 {seeds} 次，取中位数），<b>{' 层与 '.join(best)} 层</b>最好。\n"
        f"{phi}，约 {values.budget} 个参数。图中是 {values.depth} 层、准确率{rank.zh}的那次训练："
        f"留出样本 {heldout}，训练样本 {train}。",
    )


def accuracies_of_one_layer() -> np.ndarray:
    """In per cent of the held-out points, one for each run, where the first biases start at random."""
    usual = (CONTROLS[name].start for name in ("activation", "budget", "seeds", "rate"))
    return 100 * (1 - finished(by_depth(*usual, EPOCHS, EVERY, "spread"))[1].test[-1])


ESTIMATE = Mark(
    axes=lambda artists: artists.runs,
    label=Words("right with one layer", "单层的准确率"),
    low=50,
    high=100,
    unit="%",
    per=0.01,
    where=1,
    reach=0.4,
    truth=lambda: np.median(accuracies_of_one_layer()),
    shown={"start": "spread", "depth": 1},
    spread=lambda: (accuracies_of_one_layer().min(), accuracies_of_one_layer().max()),
    places={"gone": 90.0, "stays": 69.0, "grows": 60.0},
)
VEIL = Veil(("chosen", "shown", "surface", "edge", "points", "wrong"), given=("sizes", "heldout", "train"))
USES = {
    "sceptic": ("sceptic",),
    "press-lowest-highest": ("depth", "run"),
    "read-units-below": ("depth",),
}
TO_DO = {
    "sceptic": tried(sceptic=("bends", "rate")),
    "press-lowest-highest": tried(depth=DEPTHS, run=("worst", "best")),
    "read-units-below": None,
}


def judge(result: Result, values: Values) -> str:
    """Solved if in the end one hidden layer of ReLUs has the best median by 2 points; almost if none leads by more."""
    if result.epoch < EPOCHS or values.activation != "relu":
        return "open"
    shallow, *deeper = np.median(result.heldout, axis=1)
    lead = shallow - max(deeper)
    return "solved" if lead >= 0.02 else "almost" if lead >= -0.02 else "open"


CHALLENGE = Challenge(
    Words(
        "with ReLUs, find a setting in which, after the last epoch, one hidden layer is best by 2 points.",
        "用 ReLU：找出一种设置，使最后一轮之后，单隐藏层比其余各种深度至少高 2 个百分点。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words(
        "two or three layers learn more than one layer with the same number of parameters.",
        "参数个数相同时，两三层学到的比一层多。",
    ),
    Words("Their lead, in points", "领先的百分点"),
    lambda result: result.lead,
    {
        "fewer": Change(Words("half as many parameters", "参数减半"), {"budget": 50}),
        "more": Change(Words("twice as many parameters", "参数加倍"), {"budget": 200}),
        "bends": Change(Words("first biases random", "初始偏置随机"), {"start": "spread"}),
        "rate": Change(Words("a larger learning rate", "更大的学习率"), {"rate": 0.1}),
        "tanh": Change(Words("tanh in place of ReLU", "用 tanh 代替 ReLU"), {"activation": "tanh"}),
    },
)


def columns(bar: Line2D, result: Result) -> list:
    """An upright line through each depth."""
    return [[(depth, 0.36), (depth, 1.05)] for depth in DEPTHS]


def ranked_dots(dots: Line2D, result: Result) -> np.ndarray:
    """The worst, the median and the best run of each depth."""
    return np.take_along_axis(places_of(result), result.ranking[..., None], axis=1).reshape(-1, 1, 2)


def pick(result: Result, k: int) -> dict:
    """The depth and the run of the k-th of ranked_dots."""
    return {"depth": DEPTHS[k // len(RANKS)], "run": [*RANKS][k % len(RANKS)]}


HANDLES = [
    Handle("chosen", at=columns, click=lambda result, k: {"depth": DEPTHS[k]}, width=70),
    Handle("dots", at=ranked_dots, click=pick, width=20),
]


@demo(Words("One budget, five depths", "同样的预算，五种深度"), height=3.2)
def budget(**values):
    """Networks with nearly the same number of weights, 1 to 5 hidden layers, learn two spirals: who gets how far?
    权重个数几乎相同、隐藏层为 1 到 5 层的网络学习两条螺线：各能学到什么程度？

    Binary cross-entropy, Adam on all 150 training points, one learning rate for all depths; He's initialization for
    ReLU, Glorot's for tanh. The order changes with the first biases: at 0 all lines of the first layer pass through the
    origin; spread, each unit bends at a random place among the data.

    source : the lecture, section 4; the spirals: Lang & Witbrock, Learning to Tell Two Spirals Apart (1988)
    """
