"""A budget of weights can be spent on width or on depth; which buys more is settled by training, many times."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.transforms import offset_copy

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.lectures.deep_vs_shallow.capacity import DEPTHS, UNSEEN, by_depth, parameter_count, spiral_samples
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.words import Words, term

EPOCHS, EVERY = 500, 10  # and how many epochs lie between two that are kept
RANKS = {"worst": Words("worst", "最差"), "median": Words("median", "中位"), "best": Words("best", "最好")}
BUDGETS = {50: "50", 100: "100", 200: "200", 400: "400"}
CONTROLS = {
    "budget": Choice(Words("parameters", "参数"), BUDGETS, 100, costly=(200, 400)),
    "activation": Choice("φ", {"relu": "ReLU", "tanh": "tanh"}, "relu"),
    "rate": Choice("η", {0.02: "0.02", 0.05: "0.05"}, 0.02),
    "seeds": Choice(Words("runs", "次数"), {5: "5", 20: "20"}, 5, costly=(20,)),
    "depth": Choice(Words("depth", "深度"), {depth: str(depth) for depth in DEPTHS}, 2),
    "run": Choice(Words("show", "显示"), RANKS, "median"),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True),
}
GRID = 90
PLANE = look.grid(-2.3, 2.3, GRID)


class Result(NamedTuple):
    sizes: dict  # depth -> units per layer
    heldout: np.ndarray  # (5, seeds) share of the held-out points that each run has right, at this epoch
    train: np.ndarray  # (5, seeds) of the training points
    activation: str
    budget: int
    rate: float
    depth: int
    run: str
    seed: int  # of the run that is shown
    epoch: int
    surface: np.ndarray  # (GRID, GRID) its output over the plane, 0 … 1
    X: np.ndarray  # (300, 2) held-out points
    y: np.ndarray  # (300,)
    right: np.ndarray  # (300,) bool


def compute(budget, activation, rate, seeds, depth, run, epoch):
    fits, now = (yield from by_depth(activation, budget, seeds, rate, EPOCHS, EVERY)), epoch // EVERY
    fit, (X, T) = fits[depth], spiral_samples(300, UNSEEN)
    order = np.argsort(-fit.test[-1], kind="stable")  # in the end, so that the choice stays while time runs
    seed = int(order[{"worst": 0, "median": seeds // 2, "best": seeds - 1}[run]])
    network = fit.network.with_parameters(fit.parameters[now, seed])
    return Result(
        {depth: fit.network.sizes for depth, fit in fits.items()},
        1 - np.array([fit.test[now] for fit in fits.values()]),
        1 - np.array([fit.train[now] for fit in fits.values()]),
        activation,
        budget,
        rate,
        depth,
        run,
        seed,
        now * EVERY,
        sigmoid(network(PLANE)).reshape(GRID, GRID),
        X,
        T[:, 0],
        ((network(X) > 0) == T)[:, 0],
    )


def paint(figure):
    runs, plane = figure.subplots(1, 2, width_ratios=[1.5, 1])
    runs.set(xlim=(0.5, 5.5), ylim=(0.36, 1.09), title="share of points right, every run", xticks=DEPTHS)
    runs.set_yticks([0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], ["40%", "50%", "60%", "70%", "80%", "90%", "100%"])
    runs.set_xticklabels(["1\n \n "] * 5)  # three lines, so that there is room for them
    below = offset_copy(runs.transAxes, figure, -6, -7, units="points")
    runs.text(
        0,
        0,
        "layers\nunits\nparameters",
        ha="right",
        va="top",
        fontsize=10,
        color=look.GREY,
        transform=below,
        zorder=-1,
    )
    look.plane(plane, -2.3, 2.3).set_title("one run, held-out points")
    styles = dict(color=look.BLACK, lw=3), dict(color=look.GREY, lw=2, ls=(0, (1, 1)))
    for x, style, name in zip((1.72, 2.95), styles, ("median", "median, training points")):
        runs.plot([x, x + 0.3], [1.055, 1.055], zorder=-1, **style)
        runs.text(x + 0.38, 1.055, name, va="center", fontsize=10, zorder=-1)
    runs.plot([0.65], [1.055], "o", ms=6, color=look.BLUE, mec="white", zorder=-1)
    runs.text(0.78, 1.055, "held-out", va="center", fontsize=10, zorder=-1)
    return SimpleNamespace(
        runs=runs,
        sizes=None,
        chosen=runs.axvline(1, color=look.PALE, lw=60, alpha=0.5, zorder=0, ymax=0.9, solid_capstyle="butt"),
        dots=runs.plot([], [], "o", ms=6, color=look.BLUE, mec="white", mew=0.5, zorder=3)[0],
        shown=runs.plot([], [], "o", ms=10, mfc="none", mec=look.VERMILION, mew=1.8, zorder=4)[0],
        medians=[runs.plot([], [], zorder=2, **style)[0] for style in styles],
        surface=plane.imshow(look.heat(np.zeros((GRID, GRID))), origin="lower", extent=(-2.3, 2.3) * 2, zorder=0),
        edge=plane.plot([], [], color=look.BLACK)[0],
        points=[
            plane.plot([], [], look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], ms=4.5, mec="white", mew=0.4)[0]
            for c in (0, 1)
        ],
        wrong=plane.plot([], [], "x", color=look.VERMILION, ms=5, mew=1.3, zorder=4)[0],
    )


def draw(artists, result):
    if result.sizes != artists.sizes:
        artists.runs.set_xticklabels(
            [
                f"{depth}\n{'·'.join(map(str, sizes[1:-1]))}\n{parameter_count(sizes)}"
                for depth, sizes in result.sizes.items()
            ]
        )
        artists.sizes = result.sizes
    seeds = result.heldout.shape[1]
    places = np.add.outer(DEPTHS, np.linspace(-0.25, 0.25, seeds))  # (5, seeds)
    artists.dots.set_data(places.ravel(), result.heldout.ravel())
    artists.shown.set_data([[a[result.depth - 1, result.seed]] for a in (places, result.heldout)])
    artists.chosen.set_xdata([result.depth] * 2)
    for line, shares in zip(artists.medians, (result.heldout, result.train)):
        strokes = [[(d - 0.36, m), (d + 0.36, m), (np.nan, m)] for d, m in zip(DEPTHS, np.median(shares, axis=1))]
        line.set_data(*np.concatenate(strokes).T)
    artists.surface.set_data(look.heat(result.surface))
    pieces = boundary.curve(result.surface - 0.5, -2.3, 2.3)  # (pieces, 2, 2)
    artists.edge.set_data(*np.pad(pieces, ((0, 0), (0, 1), (0, 0)), constant_values=np.nan).reshape(-1, 2).T)
    for c, points in enumerate(artists.points):
        points.set_data(*result.X[result.right & (result.y == c)].T)
    artists.wrong.set_data(*result.X[~result.right].T)


def readout(result):
    medians, seeds = np.median(result.heldout, axis=1), result.heldout.shape[1]
    best = np.flatnonzero(medians == medians.max())
    low, high = result.heldout[best].min(), result.heldout[best].max()
    names, shares = [str(DEPTHS[k]) for k in best], ", ".join(f"{100 * m:.0f}" for m in medians)
    train, heldout = (f"{right[result.depth - 1, result.seed]:.0%}" for right in (result.train, result.heldout))
    phi, rank = {"relu": "ReLU", "tanh": "tanh"}[result.activation], RANKS[result.run]
    start = f"{phi}, η = {result.rate}"
    return Words(
        f"{start}, about {result.budget} parameters, epoch {result.epoch}: median held-out of {seeds} runs with 1–5 "
        f"layers {shares}%; best with <b>{' and '.join(names)}</b> ({low:.0%}–{high:.0%}). "
        f"Shown: depth {result.depth}, {rank.en} run, {heldout} (training {train}).",
        f"{start}，约 {result.budget} 个参数，第 {result.epoch} 轮：1–5 层各 {seeds} 次，"
        f"留出样本正确率的中位数 {shares}%；最好的是 <b>{' 与 '.join(names)}</b> 层（{low:.0%}–{high:.0%}）。"
        f"图中：{result.depth} 层，{rank.zh}的一次，{heldout}（训练 {train}）。",
    )


def judge(result):
    """Solved if in the end one hidden layer has the best median by 2 points; almost if none beats it by more than 2."""
    if result.epoch < EPOCHS:
        return "open"
    shallow, *deeper = np.median(result.heldout, axis=1)
    lead = shallow - max(deeper)
    return "solved" if lead >= 0.02 else "almost" if lead >= -0.02 else "open"


CHALLENGE = Challenge(
    Words(
        "find a budget and an activation with which, after the last epoch, one hidden layer is best by 2 points.",
        "找出一种预算和一种激活函数，使最后一轮后单隐藏层领先其余各种深度至少 2 个百分点。",
    ),
    judge,
)


def budget(**values):
    """Networks with nearly the same number of weights, 1 to 5 hidden layers, learn two spirals: who gets how far?
    权重个数几乎相同、隐藏层为 1 到 5 层的网络学习两条螺线：各能学到什么程度？

    Binary cross-entropy, Adam on all 150 training points, one learning rate for all depths; He's initialization for
    ReLU, Glorot's for tanh. The order may change with the rate: a common one is fair to nobody in particular.

    values : budget (weights and biases), activation, rate η, seeds (runs a depth), depth and run (worst, median or best
             in the end) that are shown, epoch: where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 4; the spirals: Lang & Witbrock, Learning to Tell Two Spirals Apart (1988)
    """
    return Demo(
        budget,
        Words("One budget, five depths", "同样的预算，五种深度"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        height=3.2,
        values=values,
    )
