"""How many linear regions does a ReLU network have? Count them, and compare with what it could have."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from course_nn.datasets import DATASETS
from course_nn.lectures.deep_vs_shallow.linear_regions import (
    folded_plane,
    linear_regions,
    montufar,
    zaslavsky,
    zero_lines,
)
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.training import train
from course_nn.words import Words, term

SPAN, POINTS, EPOCHS, EVERY, RATE = 6.0, 120, 200, 5, 0.03  # half the window; samples; epochs, each fifth kept; Adam
WEIGHTS = {
    "spiral": Words("learns spiral", "学螺线"),
    "xor": Words("learns XOR", "学异或"),
    "circle": Words("learns circle", "学圆环"),
    "folded": Words("folded by hand", "手工折叠"),
}
CONTROLS = {
    "weights": Choice(Words("network", "网络"), WEIGHTS, "spiral"),
    "start": Choice(
        Words("first biases", "初始偏置"),
        {"random": Words("random", "随机"), "zero": "0"},
        "random",
        used=lambda v: v["weights"] != "folded",
    ),
    "layers": Slider(Words("layers", "层数"), 1, 3, 3, 1, continuous=False),
    "width": Slider(Words("units n", "单元数 n"), 2, 8, 8, 1, continuous=False),
    "seed": Slider(Words("seed", "种子"), 0, 9, 4, 1, continuous=False, used=lambda v: v["weights"] != "folded"),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True, used=lambda v: v["weights"] != "folded"),
}
HUES = np.array([to_rgb(c) for c in (look.BLUE, look.ORANGE, look.GREEN, look.VERMILION)])
TINTS = np.concatenate([1 - share * (1 - HUES) for share in (0.18, 0.34)])  # (8, 3)
EDGES = (1.8, "-"), (1.3, (0, (4, 1.5))), (1.0, (0, (1, 1.2)))  # width and dash: first, second, third layer
ROWS = ["this network", "this shape can have ≥", "1 layer, same parameters ≤", "1 layer, same units ≤"]


class Run(NamedTuple):
    """A training history, and its regions counted now and then."""

    network: Network
    parameters: np.ndarray  # (41, P) every five epochs
    counts: np.ndarray  # (21,) every ten epochs
    X: np.ndarray  # (120, 2)
    y: np.ndarray  # (120,)


class Result(NamedTuple):
    weights: str
    layers: int
    width: int
    epoch: int
    polygons: np.ndarray  # (R, V, 2)
    tints: np.ndarray  # (R,) 0 … 7; one unit switched, and it is another
    cuts: list  # for each layer (S, 2, 2)
    boundary: np.ndarray  # (S, 2, 2) where the output is 0
    numbers: list  # regions: counted, Montúfar's bound, Zaslavsky's maximum at equal parameters, at equal units
    parameters: int
    accuracy: float  # nan for the folded network
    curve: np.ndarray  # (2, 22) epoch, regions; nan for the folded network
    X: np.ndarray
    y: np.ndarray


def start(layers, width, seed, biases):
    network = Network((2, *[width] * layers, 1), "relu", init="he", seed=seed)
    if biases == "random":
        rng = np.random.default_rng([seed, 1])  # not the numbers that the weights got
        for b in network.biases[:-1]:
            b[:] = rng.normal(0, 1, b.shape)
    return network


RUNS = {}  # (data, start, layers, width, seed) -> Run


def run(data, biases, layers, width, seed):
    key = data, biases, layers, width, seed
    if key not in RUNS:
        X, y = DATASETS[data](POINTS)[:2]
        network = start(layers, width, seed, biases)
        history = train(network, X, y, "binary_cross_entropy", "adam", learning_rate=RATE, epochs=EPOCHS)
        parameters = history.parameters[::EVERY]
        regions = linear_regions(network.with_parameters(parameters[::2]), -SPAN, SPAN)
        RUNS[key] = Run(network, parameters, np.bincount(regions.network), X, y)
    return RUNS[key]


def compute(weights, start, layers, width, seed, epoch):
    X, y, curve, accuracy = np.zeros((0, 2)), np.zeros(0), np.full((2, 22), np.nan), np.nan
    if weights == "folded":
        network = folded_plane([width] * layers, -SPAN, SPAN)
    else:
        history = run(weights, start, layers, width, seed)
        network, X, y = history.network.with_parameters(history.parameters[epoch // EVERY]), history.X, history.y
        accuracy = float(np.mean((network(X)[:, 0] > 0) == y))
    regions, size, units = linear_regions(network, -SPAN, SPAN), network.parameters.size, layers * width
    if len(X):
        epochs, counts = np.append(np.linspace(0, EPOCHS, 21), epoch), np.append(history.counts, regions.count)
        curve = np.stack([epochs, counts])[:, np.argsort(epochs)]  # the present count is always on the curve
    numbers = [regions.count, montufar(2, [width] * layers), zaslavsky(2, (size - 1) // 4), zaslavsky(2, units)]
    tints = regions.patterns @ np.resize([1, 3, 5, 7], units) % 8
    return Result(
        weights,
        layers,
        width,
        epoch,
        regions.polygons,
        tints,
        regions.cuts,
        zero_lines(regions),
        numbers,
        size,
        accuracy,
        curve,
        X,
        y,
    )


def paint(figure):
    grid = figure.add_gridspec(2, 2, width_ratios=[1, 1.1], height_ratios=[1.15, 1])
    plane, bars, time = (figure.add_subplot(place) for place in (grid[:, 0], grid[0, 1], grid[1, 1]))
    look.plane(plane, -SPAN, SPAN).set_title("layer 1 \u2014   2 \u2013 \u2013   3 \u00b7\u00b7\u00b7")
    bars.set(xscale="log", xlim=(1, 40000), ylim=(3.6, -0.6), title="regions")
    bars.set_xticks([1, 10, 100, 1000, 10000], ["1", "10", "100", "1000", "10000"])
    bars.set_yticks(range(4), ROWS)
    bars.tick_params(which="minor", bottom=False)
    time.set(yscale="log", xlim=(0, EPOCHS), ylim=(2, 1000), xlabel="epoch", title="regions by epoch")
    time.set_yticks([10, 100, 1000], ["10", "100", "1000"])
    time.tick_params(which="minor", left=False)
    return SimpleNamespace(
        polygons=plane.add_collection(PolyCollection([], lw=0, antialiased=False, zorder=0.6), autolim=False),
        edges=[plane.plot([], [], color=look.GREY, lw=lw, ls=ls, zorder=1)[0] for lw, ls in EDGES],
        boundary=plane.plot([], [], color=look.BLACK, lw=2.5)[0],
        points=[
            plane.plot([], [], look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], mec="white", mew=0.5, ms=5)[0]
            for c in (0, 1)
        ],
        bars=bars.barh(range(4), np.ones(4), left=1, color=[look.BLUE, look.GREEN, look.PALE, look.PALE]),
        texts=[bars.text(1, i, "", va="center", fontsize=10) for i in range(4)],
        curve=time.plot([], [], color=look.BLUE)[0],
        now=time.plot([], [], "o", color=look.BLUE, mec="white", ms=9, clip_on=False)[0],
        untrained=time.text(0.5, 0.5, "", transform=time.transAxes, ha="center", color=look.GREY),
    )


def draw(artists, result):
    artists.polygons.set_verts(result.polygons)
    artists.polygons.set_facecolor(TINTS[result.tints])
    thin = min(1, 25 / np.sqrt(len(result.polygons)))  # thousands of regions are all edge
    for (width, _), edges, cuts in zip(EDGES, artists.edges, [*result.cuts, [], []]):
        edges.set(data=look.one_line(cuts), linewidth=width * thin)
    artists.boundary.set_data(look.one_line(result.boundary if len(result.X) else []))
    for c, points in enumerate(artists.points):
        points.set_data(*result.X[result.y == c].T)
    for bar, text, number in zip(artists.bars, artists.texts, result.numbers):
        bar.set_width(number - 1)
        text.set(x=1.15 * number, text=str(number))
    trained = len(result.X) > 0
    artists.curve.set_data(*result.curve)
    artists.now.set_data([result.epoch if trained else np.nan], [result.numbers[0]])
    artists.untrained.set_text("" if trained else "not trained")


def readout(result):
    count, bound, same_size, _ = result.numbers
    shape, right = f"{result.layers} × {result.width}", f"{result.accuracy:.0%}"
    how = (
        Words(f"epoch {result.epoch}, {right} right", f"第 {result.epoch} 轮，正确率 {right}")
        if len(result.X)
        else Words("folded by hand", "手工折叠")
    )
    return Words(
        f"{shape} units, {how.en}: <b>{count} regions</b>; this shape can have ≥ {bound} (Montúfar), "
        f"one layer of {result.parameters} parameters ≤ {same_size} (Zaslavsky).",
        f"{shape} 个单元，{how.zh}：<b>{count} 个区域</b>；此结构可达 ≥ {bound}（Montúfar），"
        f"{result.parameters} 个参数的单层 ≤ {same_size}（Zaslavsky）。",
    )


def judge(result):
    """Solved with more regions than any one layer with as many parameters has; almost from 80 % of them."""
    if not len(result.X) or result.layers == 1 or result.width < 3:
        return "open"
    share = result.numbers[0] / result.numbers[2]
    return "solved" if share > 1 else "almost" if share >= 0.8 else "open"


CHALLENGE = Challenge(
    Words(
        "with n ≥ 3 and without folding by hand, get more regions than one layer with as many parameters can have.",
        "n ≥ 3 且不用手工折叠，使区域数超过参数个数相同的单隐藏层所能有的。",
    ),
    judge,
)


def regions(**values):
    """The linear regions of a ReLU network in the plane, exactly counted, beside what it and one layer could have.
    平面上 ReLU 网络的线性区域：精确计数，并与该网络及单隐藏层所能达到的数目对照。

    Random and trained networks have about as many regions as one layer of all their units, (L n)² / 2; the greatest
    number grows exponentially with the layers. The folded network of Montúfar's proof reaches his bound.

    Counted is where the same units are on. Where no later unit listens to the one that switches, two neighbours share
    their linear map: the output of a trained network may have a few pieces fewer; that of the folded one has as many.

    values : weights (trained on "spiral", "xor" or "circle", or "folded"), start (biases, "random" or "zero"), layers,
             width n, seed, epoch: where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : Zaslavsky, Facing Up to Arrangements (1975); Montúfar, Pascanu, Cho & Bengio, On the Number of Linear
             Regions of Deep Neural Networks (2014); Hanin & Rolnick, Deep ReLU Networks Have Surprisingly Few
             Activation Patterns (2019)
    """
    return Demo(
        regions,
        Words("Linear regions", "线性区域"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
