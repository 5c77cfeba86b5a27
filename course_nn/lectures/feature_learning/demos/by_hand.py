"""A good feature does the hidden layer's work; but it must be found by hand, anew for every kind of data."""

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.datasets import DATASETS
from course_nn.features import FEATURES, featurize
from course_nn.lectures.deep_vs_shallow.capacity import fit
from course_nn.linear_models import linear_classifier
from course_nn.logistic_regression import standardise
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Demo, Slider, Toggle, look
from course_nn.words import Words, term

NAMES = {name: term(name) for name in DATASETS}
BENT = [name for name in FEATURES if name not in ("x1", "x2")]
CONTROLS = {
    "raw": Toggle("x₁, x₂", False),
    **{name: Toggle(FEATURES[name].label, name.endswith("squared")) for name in BENT},
    "data": Choice(Words("data", "数据"), NAMES, "circle"),
    "units": Slider("n", 1, 12, 4, 1, continuous=False),
}
NOISE = {"spiral": 0.1, "moons": 0.1}  # the others have none, so that 100 % is within reach
TRAINING, HELD_OUT, STARTS, EPOCHS, RATE, WEAK = 200, 300, 5, 600, 0.1, 1e-3  # WEAK: λ, next to nothing
SPAN, FINE, SCALE = 6.0, 61, 3.0  # half the window; points along a side; the network sees x / 3
PLANE = look.grid(-SPAN, SPAN, FINE)


class Fit(NamedTuple):
    """One classifier on one set of points."""

    f: np.ndarray  # (61, 61) logits over the plane
    right: np.ndarray  # (300,) bool, of the held-out points


class Result(NamedTuple):
    data: str
    features: tuple  # names of those switched on
    units: int
    X: np.ndarray  # (300, 2) held-out points
    y: np.ndarray  # (300,)
    by_hand: Fit
    learned: Fit
    scores: np.ndarray  # (2, 5) held-out accuracy by hand and learned, on all five sets
    lines: np.ndarray  # (units, 2, 2) where each hidden unit's z is 0


@cache
def points(held_out):
    """All five sets: those to train on, or others that no classifier has seen."""
    n, seed = (HELD_OUT, 1) if held_out else (TRAINING, 0)
    return {name: make(n, NOISE.get(name, 0.0), seed) for name, make in DATASETS.items()}


@cache
def fit_by_hand(data, features):
    """Logistic regression on the chosen features; without any, its bias is all it has."""

    def columns(X):
        return featurize(X, features) if features else np.zeros((len(X), 0))

    train, test = points(False)[data], points(True)[data]
    _, mean, std = standardise(columns(train.X))
    v, c = linear_classifier((columns(train.X) - mean) / std, train.y, WEAK)
    f, seen = ((columns(X) - mean) / std @ v + c for X in (PLANE, test.X))
    return Fit(f.reshape(FINE, FINE), (seen > 0) == test.y)


def stack(sets):
    """X (25, n, 2) as the networks see it, and y (25, n, 1): each set once a start."""
    X, y = (np.array([data[part] for data in sets.values()], np.float32) for part in (0, 1))
    return np.repeat(X / SCALE, STARTS, axis=0), np.repeat(y[..., None], STARTS, axis=0)


KNOWN = {}  # units -> for each data set the best of five networks, by training loss


def learn(units):
    """Networks 2-units-1 for all five sets from five starts each, side by side; yields the share done."""
    train, test = stack(points(False)), stack(points(True))
    network = Network((2, units, 1), "tanh", seed=[*range(STARTS)] * len(DATASETS), dtype=np.float32)
    run = yield from fit(network, train, test, "binary_cross_entropy", RATE, EPOCHS, 50)
    losses = LOSSES["binary_cross_entropy"].l(network(train[0]), train[1]).mean(axis=-1)
    best = losses.reshape(-1, STARTS).argmin(axis=1) + STARTS * np.arange(len(DATASETS))
    return {name: network.with_parameters(run.parameters[-1, k]) for name, k in zip(DATASETS, best)}


@cache
def fit_learned(data, units):
    network, test = KNOWN[units][data], points(True)[data]
    f, seen = (network(X / SCALE)[:, 0] for X in (PLANE, test.X))
    return Fit(f.reshape(FINE, FINE), (seen > 0) == test.y)


def compute(data, units, raw, **bent):
    if units not in KNOWN:
        KNOWN[units] = yield from learn(units)
    features = ("x1", "x2") * raw + tuple(name for name in BENT if bent[name])
    fits = [[fit_by_hand(name, features), fit_learned(name, units)] for name in DATASETS]
    by_hand, learned = fits[list(DATASETS).index(data)]
    network, test = KNOWN[units][data], points(True)[data]
    lines = [SCALE * boundary.line(w, b) for w, b in zip(network.weights[0], network.biases[0])]
    scores = np.array([[fit.right.mean() for fit in pair] for pair in fits]).T
    return Result(data, features, units, test.X, test.y, by_hand, learned, scores, np.array(lines))


def paint(figure):
    *planes, board = figure.subplots(1, 3, width_ratios=[1.3, 1.3, 1])
    board.set(xlim=(0.4, 1.02), ylim=(4.5, -0.5), xlabel="held-out accuracy")
    board.set_xticks([0.5, 0.75, 1], ["50%", "75%", "100%"])
    board.set_yticks(range(5), [words.en for words in NAMES.values()])
    board.hlines(range(5), 0.4, 1, color=look.PALE, lw=0.8, zorder=0.5)
    for plane in planes:
        look.plane(plane, -SPAN, SPAN)
        plane.set(xticks=[-5, 0, 5], yticks=[-5, 0, 5])
    styles = [dict(marker="s", color=look.GREEN, ms=9), dict(marker="o", color=look.BLACK, ms=6)]
    return SimpleNamespace(
        maps=[
            SimpleNamespace(
                title=plane.text(0, 1.04, "", transform=plane.transAxes, color=style["color"]),
                surface=plane.imshow(
                    look.heat(np.zeros((FINE, FINE))), extent=[-SPAN, SPAN] * 2, origin="lower", zorder=0
                ),
                points=[
                    plane.plot([], [], look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], mec="white", mew=0.4, ms=4.5)[
                        0
                    ]
                    for c in (0, 1)
                ],
                wrong=plane.plot([], [], "x", color=look.VERMILION, ms=5, mew=1.4, zorder=4)[0],
                curve=plane.plot([], [], color=look.BLACK, solid_capstyle="round", zorder=5)[0],
            )
            for plane, style in zip(planes, styles)
        ],
        lines=planes[1].plot([], [], color=look.BLACK, lw=0.9, ls=(0, (4, 3)), zorder=4.5)[0],
        row=board.axhspan(-0.4, 0.4, color=look.PALE, lw=0, alpha=0.6, zorder=0),
        scores=[board.plot([], [], ls="", mec="white", **style, clip_on=False)[0] for style in styles],
    )


def draw(artists, result):
    fits = result.by_hand, result.learned
    names = "■ by hand", f"● {result.units} hidden unit{'s' * (result.units > 1)}"
    for name, panel, one in zip(names, artists.maps, fits):
        panel.title.set_text(f"{name}: {one.right.mean():.1%}")
        panel.surface.set_data(look.heat(sigmoid(one.f)))
        panel.curve.set_data(look.one_line(boundary.curve(one.f, -SPAN, SPAN)))
        for c, dots in enumerate(panel.points):
            dots.set_data(*result.X[(result.y == c) & one.right].T)
        panel.wrong.set_data(*result.X[~one.right].T)
    for score, values in zip(artists.scores, result.scores):
        score.set_data(values.clip(0.4), range(5))
    artists.lines.set_data(look.one_line(result.lines))
    artists.row.set_y(list(DATASETS).index(result.data) - 0.4)


def readout(result):
    labels, name, n = [FEATURES[name].label for name in result.features], NAMES[result.data], result.units
    hand, net = (f"<b>{fit.right.mean():.1%}</b>" for fit in (result.by_hand, result.learned))
    worst, worst_net = (f"{share:.0%}" for share in result.scores.min(axis=1))
    return Words(
        f"{name.en}: {hand} by hand with {', '.join(labels) or 'no feature'}; {net} with {n} hidden tanh "
        f"unit{'s' * (n > 1)} (300 held-out points). Worst set: {worst} by hand, {worst_net} learned.",
        f"{name.zh}：手工特征 {'、'.join(labels) or '（无）'} {hand}；{n} 个 tanh 隐藏单元 {net}（300 个未见过的点）。"
        f"最差的数据集：手工特征 {worst}，隐藏层 {worst_net}。",
    )


def judge(result):
    """Solved on XOR with one feature that does better than four hidden units or more; almost with others beside it."""
    hand, net = result.by_hand.right.mean(), result.learned.right.mean()
    if result.data != "xor" or result.units < 4 or hand <= net:
        return "open"
    return "solved" if len(result.features) == 1 else "almost"


CHALLENGE = Challenge(
    Words(
        "on XOR, beat a hidden layer of four units or more with one single feature.",
        "在异或数据上，只用一个特征就胜过四个或更多单元的隐藏层。",
    ),
    judge,
)


def by_hand(**values):
    """Features chosen by hand for a linear classifier, against a hidden layer that learns its own from x1 and x2.
    为线性分类器手工挑选的特征，与只用 x1、x2 自行学习特征的隐藏层对比。

    by hand: σ(v·ψ(x) + c), ψ the features switched on;   learned: ψ(x) = tanh(Wx + b), dashed where a unit's z = 0

    Both are fitted to 200 points and judged on 300 others. The left one is the lowest point of its loss; the right one
    the best by training loss of five starts, Adam, 600 epochs. No choice of these features does for the spiral.

    values : raw (x1 and x2), x1_squared, x2_squared, x1_x2, sin_x1, sin_x2 (True or False), data, units
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 6; the features are those of TensorFlow Playground
    """
    return Demo(
        by_hand,
        Words("Features by hand", "手工特征"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        height=3.1,
        values=values,
    )
