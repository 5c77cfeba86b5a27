"""Seen from its last layer, a network is a plain linear model: freeze what comes before, fit it anew, and compare."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from course_nn import boundary, linear_models
from course_nn.activations import sigmoid
from course_nn.datasets import DATASETS
from course_nn.lectures.feature_learning import hidden_space as hidden
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.words import Words, term

EPOCHS, EVERY, ALONE, EDGE = 600, 5, 400, 2.4  # ALONE: epochs of the last layer by itself
NOISE = {"circle": 0.15, "moons": 0.2, "xor": 0.1}  # so that no line in ψ(x) gets all of them right
HILLS = {"hill": lambda x1, x2: np.exp(-(x1**2 + x2**2)), "waves": lambda x1, x2: 0.5 + 0.5 * np.sin(2 * x1)}
CONTROLS = {
    "epoch": Slider(term("epoch"), 0, EPOCHS, 10, EVERY, plays=True),
    "data": Choice(
        Words("task", "任务"),
        {
            "circle": Words("classify: ring", "分类：环"),
            "moons": Words("classify: moons", "分类：双月"),
            "xor": Words("classify: xor", "分类：异或"),
            "hill": Words("regress: hill", "回归：山丘"),
            "waves": Words("regress: waves", "回归：波浪"),
        },
        "circle",
    ),
    "lam": Choice("λ", {0.1: "0.1", 1.0: "1", 10.0: "10"}, 0.1),
}
PLANE, SQUARE = look.grid(-EDGE, EDGE, 80).reshape(80, 80, 2), look.grid(-1.2, 1.2, 60).reshape(60, 60, 2)


class Run(NamedTuple):
    """A training, and at every fifth epoch (E = 121 of them) the best last layer for the features of that epoch."""

    networks: Network  # E at once
    X: np.ndarray  # (200, 2)
    y: np.ndarray  # (200,) 0 or 1; for regression a number
    psi: np.ndarray  # (E, 200, 2) features
    own: np.ndarray  # (E,) objective with the network's own last layer
    v: np.ndarray  # (E, 2) refitted
    c: np.ndarray  # (E,)
    refit: np.ndarray  # (E,) its objective
    alone: np.ndarray  # (1001, E) objective when only the last layer is trained on, from the network's own


class Result(NamedTuple):
    run: Run
    classify: bool
    now: int  # epoch / 5
    cuts: list  # of the network and the refit: v (2,), c, so that v·ψ + c = 0 is where the answer is 1/2
    surfaces: list  # of both, (80, 80) over x
    hidden: np.ndarray  # (60, 60) the network's own answer over ψ


def task(data):
    """Points and targets, and the loss."""
    if data in NOISE:
        X, y, *_ = DATASETS[data](200, NOISE[data])
        return X / 2.5, y, "binary_cross_entropy"
    rng = np.random.default_rng(0)
    X = rng.uniform(-2, 2, (200, 2))
    return X, HILLS[data](*X.T) + rng.normal(0, 0.05, 200), "squared_error"


KNOWN = {}  # data, λ -> Run


def learn(data, lam):
    X, y, loss = task(data)
    network = Network((2, 8, 2, 1), "tanh", seed=0)
    networks = yield from hidden.snapshots(
        network, X, y, loss, EPOCHS, EVERY, optimizer="adam", learning_rate=0.02, penalty="l2", lam=lam
    )
    psi, own = hidden.features(networks, X), (networks.weights[-1][:, 0], networks.biases[-1][:, 0])
    v, c = linear_models.REFIT[loss](psi, y, lam)
    *_, alone = linear_models.descend_alone(psi, y, *own, loss, lam, ALONE)
    return Run(
        networks,
        X,
        y,
        psi,
        linear_models.objective(psi, y, *own, loss, lam),
        v,
        c,
        linear_models.objective(psi, y, v, c, loss, lam),
        alone,
    )


def compute(epoch, data, lam):
    if (data, lam) not in KNOWN:
        KNOWN[data, lam] = yield from learn(data, lam)
    run, now, classify = KNOWN[data, lam], epoch // EVERY, data in NOISE
    network = run.networks.with_parameters(run.networks.parameters[now])
    layers = [(network.weights[-1][0], network.biases[-1][0]), (run.v[now], run.c[now])]
    cuts = [(v, float(c) - (0 if classify else 0.5)) for v, c in layers]
    psi = hidden.features(network, PLANE)
    answer = sigmoid if classify else lambda f: f + 0.5
    return Result(
        run, classify, now, cuts, [answer(psi @ v + c) for v, c in cuts], answer(SQUARE @ cuts[0][0] + cuts[0][1])
    )


def paint(figure):
    plane, space, loss = figure.subplots(1, 3, width_ratios=[1, 1, 1.15])
    look.plane(plane, -EDGE, EDGE).set(title="$x$", xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    look.plane(space, -1.2, 1.2, ("$\\psi_1$", "$\\psi_2$")).set(title="$\\psi(x)$", xticks=[-1, 0, 1])
    space.set_yticks([-1, 0, 1])
    loss.set(xlim=(0, EPOCHS), xlabel="epoch", title="loss + penalty", xticks=[0, 200, 400, 600])
    loss.set_box_aspect(0.87)
    loss.yaxis.set_major_formatter("{x:.2f}")
    for k, (name, color) in enumerate((("network", look.BLACK), ("refit", look.VERMILION), ("v, c alone", look.GREEN))):
        loss.text(0.98, 0.92 - 0.09 * k, name, color=color, ha="right", transform=loss.transAxes, zorder=1)
    image, dash = dict(origin="lower", zorder=0), (0, (4, 2))
    shapes = [(look.CLASS_MARKERS[k], dict(color=look.CLASS_COLORS[k], mec="white", mew=0.5, ms=6)) for k in (0, 1)]
    return SimpleNamespace(
        surface=plane.imshow(look.heat(np.zeros((80, 80))), extent=(-EDGE, EDGE) * 2, **image),
        hidden=space.imshow(look.heat(np.zeros((60, 60))), extent=(-1.2, 1.2) * 2, **image),
        classes=[[axes.plot([], [], marker, ls="", **style)[0] for marker, style in shapes] for axes in (plane, space)],
        values=[axes.scatter([], [], s=32, ec=look.GREY, lw=0.6, zorder=2) for axes in (plane, space)],
        curves=[
            plane.add_collection(LineCollection([], colors=color, lw=width, capstyle="round", zorder=3), False)
            for color, width in ((look.BLACK, 3), (look.VERMILION, 1.2))
        ],
        cuts=[
            space.plot([], [], color=look.BLACK, zorder=3)[0],
            space.plot([], [], color=look.VERMILION, ls=dash, zorder=4)[0],
        ],
        own=loss.plot([], [], color=look.BLACK)[0],
        refit=loss.plot([], [], color=look.VERMILION, ls=dash)[0],
        alone=loss.plot([], [], color=look.GREEN, lw=1.5, zorder=1.5)[0],
        now=[
            loss.plot([], [], "o", ms=9, mfc=color, mec="white", zorder=5, clip_on=False)[0]
            for color in (look.BLACK, look.VERMILION)
        ],
        loss=loss,
        shown=None,
    )


def draw(artists, result):
    run, now, epochs = result.run, result.now, EVERY * np.arange(len(result.run.own))
    artists.surface.set_data(look.heat(result.surfaces[0]))
    artists.hidden.set_data(look.heat(result.hidden))
    for classes, values, places in zip(artists.classes, artists.values, (run.X, run.psi[now])):
        for k in (0, 1):
            classes[k].set_data(*places[(run.y == k) & result.classify].T)
        values.set_offsets(places[: 0 if result.classify else None])
        values.set_facecolor(look.heat(run.y) / 255)
    for curve, surface, line, (v, c) in zip(artists.curves, result.surfaces, artists.cuts, result.cuts):
        curve.set_segments(boundary.curve(surface - 0.5, -EDGE, EDGE))
        line.set_data(*boundary.line(v, c).T)
    for losses, line, dot in zip((run.own, run.refit), (artists.own, artists.refit), artists.now):
        line.set_data(epochs, losses)
        dot.set_data(epochs[[now]], losses[[now]].clip(max=1.38 * run.own[2:].max()))
    if artists.shown is not run:  # new limits cost a full redraw
        artists.shown = run
        artists.loss.set_ylim(0, 1.4 * run.own[2:].max())
    artists.alone.set_data(epochs[now] + np.arange(ALONE + 1), run.alone[:, now])


def readout(result):
    run, now = result.run, result.now
    own, refit, gap = run.own[now], run.refit[now], run.alone[-1, now] - run.refit[now]
    how, 法 = ("Newton's method", "牛顿法") if result.classify else ("least squares", "最小二乘")
    rest, 余 = ("less than 10⁻⁶", "不到 10⁻⁶") if gap < 1e-6 else (number(gap, 6), f" {number(gap, 6)}")
    own, refit = number(own, 4), number(refit, 4)
    return Words(
        f"Epoch {now * EVERY}: {own} with the network's own last layer, <b>{refit}</b> with the best for the same ψ "
        f"({how}). With ψ frozen, {ALONE} more epochs of v and c alone end {rest} above that.",
        f"第 {now * EVERY} 轮：用网络自己的最后一层为 {own}；ψ 不变、换上最优的最后一层（{法}）为 <b>{refit}</b>。"
        f"冻结 ψ，只对 v、c 再训练 {ALONE} 轮，最终与之相差{余}。",
    )


def judge(result):
    """Solved if at epoch 20 or later the refit has less than a third of the network's loss; almost at a half."""
    if not result.classify or result.now * EVERY < 20:
        return "open"
    share = result.run.refit[result.now] / result.run.own[result.now]
    return "solved" if share < 1 / 3 else "almost" if share < 1 / 2 else "open"


CHALLENGE = Challenge(
    Words(
        "a classification, epoch 20 or later: find a moment at which refitting leaves less than a third of the loss.",
        "分类任务、第 20 轮及以后：找一个时刻，重新拟合后损失不到原来的三分之一。",
    ),
    judge,
)


def last_layer(**values):
    """A trained network's features ψ(x), and two last layers on them: the network's own, and the best there is.
    训练所得的特征 ψ(x)，以及其上的两个最后一层：网络自己的，与最优的。

    mean loss + λ/n · ½ ‖v‖² of v·ψ(x) + c: by training everything, by a solver, and by training v and c alone
    2 inputs, 8 and 2 hidden units of tanh, 1 output; squared error for regression, cross-entropy for classification

    values : epoch, data, lam: where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 6
    """
    return Demo(
        last_layer,
        Words("The last layer", "最后一层"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        height=3.0,
        values=values,
    )
