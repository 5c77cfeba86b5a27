"""How many linear regions does a ReLU network have? Count them, and compare with what it could have."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import percent
from course_nn.lectures.deep_vs_shallow.demos.regions.region_counts import EPOCHS, EVERY, SPAN, bounds, learn
from course_nn.lectures.deep_vs_shallow.linear_regions import folded_plane, linear_regions, zero_lines
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo, tried

WEIGHTS = {
    "spiral": Words("learns spiral", "学习螺线"),
    "xor": Words("learns XOR", "学习异或"),
    "circle": Words("learns circle", "学习圆环"),
    "folded": Words("folded by hand", "手工折叠"),
}
STARTS = {"random": Words("random", "随机"), "zero": "0"}


def learns(values: Values) -> bool:
    return values.weights != "folded"


CONTROLS = {
    "weights": Choice(Words("network", "网络"), WEIGHTS, "spiral"),
    "start": Choice(Words("first biases", "初始偏置"), STARTS, "random", used=learns),
    "layers": Slider(Words("layers", "层数"), 1, 3, 3, 1, continuous=False),
    "width": Slider(Words("units a layer m", "每层单元数 m"), 2, 8, 8, 1, continuous=False),
    "seed": Slider(Words("seed", "随机种子"), 0, 9, 4, 1, continuous=False, used=learns),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True, used=learns),
}
HUES = np.array([to_rgb(c) for c in (look.BLUE, look.ORANGE, look.GREEN, look.VERMILION)])
TINTS = np.concatenate([1 - share * (1 - HUES) for share in (0.18, 0.34)])  # (8, 3)
STEPS = [1, 3, 5, 7]  # how far the tint moves on when a unit switches, by turns for the units
EDGES = (1.8, "-"), (1.3, (0, (4, 1.5))), (1.0, (0, (1, 1.2)))  # width and dash: first, second, third layer


class Numbers(NamedTuple):
    """Numbers of regions, as they stand in the picture from above."""

    actual: int  # of this network
    shape: int  # Montúfar's bound
    same_parameters: int  # Zaslavsky's maximum of one layer
    same_units: int


ROWS = (
    Words("this network", "这个网络"),
    Words("this shape can have ≥", "这种结构可达 ≥"),
    Words("1 layer, same parameters ≤", "单层，参数同样多 ≤"),
    Words("1 layer, same units ≤", "单层，单元同样多 ≤"),
)


class Result(NamedTuple):
    polygons: np.ndarray  # (R, V, 2)
    tints: np.ndarray  # (R,) 0 … 7, different if one unit switches
    cuts: list  # for each layer (S, 2, 2)
    boundary: np.ndarray  # (S, 2, 2) where the output is 0
    numbers: Numbers
    parameters: int
    accuracy: float  # nan for the folded network
    curve: np.ndarray  # (2, 22) epoch, regions; nan for the folded network
    X: np.ndarray
    y: np.ndarray


def compute(weights, start, layers, width, seed, epoch) -> Result:
    if weights == "folded":
        network, X, y, counts = folded_network(layers, width)
    else:
        network, X, y, counts = trained_network(weights, start, layers, width, seed, epoch)
    regions = linear_regions(network, -SPAN, SPAN)
    return Result(
        polygons=regions.polygons,
        tints=regions.patterns @ np.resize(STEPS, layers * width) % len(TINTS),
        cuts=regions.cuts,
        boundary=zero_lines(regions),
        numbers=Numbers(regions.number, *bounds(layers, width)),
        parameters=network.parameters.size,
        accuracy=float(np.mean((network(X)[:, 0] > 0) == y)) if len(X) else np.nan,
        curve=with_now(counts, epoch, regions.number),
        X=X,
        y=y,
    )


def folded_network(layers: int, width: int) -> tuple:
    """The network folded by hand; it has no samples X and y, and no counts by epoch."""
    counts = np.full(EPOCHS // 10 + 1, np.nan)
    return folded_plane([width] * layers, -SPAN, SPAN), np.zeros((0, 2)), np.zeros(0), counts


def trained_network(data: str, biases: str, layers: int, width: int, seed: int, epoch: int) -> tuple:
    """The network that learns, as it is at this epoch, its samples, and its counts by epoch."""
    run = learn(data, biases, layers, width, seed)
    return run.network.with_parameters(run.parameters[epoch // EVERY]), run.X, run.y, run.counts


def with_now(counts: np.ndarray, epoch: int, count: int) -> np.ndarray:
    """The counts by epoch with the present one among them, so that it is always on the curve: (2, 22)."""
    if np.isnan(counts).all():
        return np.full((2, len(counts) + 1), np.nan)
    epochs = np.append(np.linspace(0, EPOCHS, len(counts)), epoch)
    return np.stack([epochs, np.append(counts, count)])[:, np.argsort(epochs)]


def paint(figure: Figure) -> SimpleNamespace:
    parts = figure.add_gridspec(1, 2, width_ratios=[1, 1.1])
    plane, beside = figure.add_subplot(parts[0]), parts[1].subgridspec(2, 1, height_ratios=[2.8, 1])
    bars, time = figure.add_subplot(beside[0]), figure.add_subplot(beside[1])
    look.plane(plane, -SPAN, SPAN, ("", "")).set(xticks=[], yticks=[])
    plane.set_title(Words("layer 1 —   2 – –   3 ···", "第 1 层 —   第 2 层 – –   第 3 层 ···").drawn())
    paint_bars(bars)
    time.set(yscale="log", xlim=(0, EPOCHS), ylim=(2, 1000), xlabel=term("epoch").drawn())
    time.set_title(Words("regions by epoch", "区域数随轮次的变化").drawn())
    time.set_xticks(range(0, EPOCHS + 1, 50))
    time.set_yticks([10, 100, 1000], ["10", "100", "1000"])
    time.minorticks_off()
    return SimpleNamespace(
        polygons=plane.add_collection(PolyCollection([], lw=0, antialiased=False, zorder=0.6), autolim=False),
        edges=[marks.line(plane, color=look.GREY, lw=lw, ls=ls, zorder=1) for lw, ls in EDGES],
        boundary=marks.line(plane, color=look.BLACK, lw=2.5),
        points=marks.points(plane, ms=5, mew=0.5),
        bars=bars.barh(range(4), np.ones(4), 0.36, left=1, color=[look.BLUE, look.GREEN, look.PALE, look.PALE]),
        texts=[bars.text(1, i, "", va="center", fontsize=look.SMALL) for i in range(4)],
        curve=marks.line(time, color=look.BLUE),
        line=marks.now(time),
        now=marks.line(time, "o", color=look.BLUE, mec="white", ms=9, clip_on=False),
        untrained=time.text(0.5, 0.5, "", transform=time.transAxes, ha="center", color=look.ink(look.GREY)),
    )


def paint_bars(axes: Axes) -> None:
    """Each bar has its name above it, so that it may be as long as the picture allows."""
    axes.set(xscale="log", xlim=(1, 40000), ylim=(3.4, -0.75), title=Words("regions", "区域数").drawn())
    axes.set_xticks([1, 10, 100, 1000, 10000], ["1", "10", "100", "1000", "10000"])
    axes.set_yticks([])
    axes.minorticks_off()
    for k, row in enumerate(ROWS):
        axes.text(1.15, k - 0.22, row.drawn(), va="bottom", fontsize=look.SMALL)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    artists.polygons.set_verts(result.polygons)
    artists.polygons.set_facecolor(TINTS[result.tints])
    thin = min(1, 25 / np.sqrt(len(result.polygons)))  # thousands of regions are all edge
    for (width, _), edges, cuts in zip(EDGES, artists.edges, [*result.cuts, [], []]):
        edges.set(data=look.one_line(cuts), linewidth=width * thin)
    is_trained = len(result.X) > 0
    artists.boundary.set_data(look.one_line(result.boundary if is_trained else []))
    marks.put(artists.points, result.X, result.y)
    for bar, text, count in zip(artists.bars, artists.texts, result.numbers):
        bar.set_width(count - 1)
        text.set(x=1.15 * count, text=str(count))
    artists.curve.set_data(*result.curve)
    artists.now.set_data([values.epoch if is_trained else np.nan], [result.numbers.actual])
    artists.line.set(xdata=[values.epoch] * 2, visible=is_trained)
    artists.untrained.set_text("" if is_trained else Words("not trained", "未训练").drawn())


def readout(result: Result, values: Values) -> Words:
    numbers, shape, right = result.numbers, f"{values.layers} × {values.width}", percent(result.accuracy)
    how = Words(f"epoch {values.epoch}, accuracy {right}", f"第 {values.epoch} 轮，准确率 {right}")
    if values.weights == "folded":
        how = WEIGHTS["folded"]
    return Words(
        f"{shape} units, {how.en}: <b>{numbers.actual} regions</b>. A network of this shape can have {numbers.shape} "
        f"or more (Montúfar).\n One layer with the same number of parameters, {result.parameters}, can have at "
        f"most {numbers.same_parameters} (Zaslavsky).",
        f"{shape} 个单元，{how.zh}：<b>{numbers.actual} 个区域</b>。"
        f"这种结构的网络可达 {numbers.shape} 个或更多（Montúfar）。\n"
        f"参数同样多（{result.parameters} 个）的单层网络至多 {numbers.same_parameters} 个（Zaslavsky）。",
    )


ASKED_AT = {"layers": 1, "width": 3}
VEIL = Veil(
    ("bars", "texts", "curve", "line", "now", "untrained"),
    given=("polygons", "tints", "cuts", "boundary", "X", "y"),
)
USES = {
    "set-layer-units": ("layers", "width", "seed"),
    "reset-pull-blue": ("epoch",),
    "sceptic": ("sceptic",),
}
TO_DO = {
    "set-layer-units": lambda result, values: (values.layers, values.width) == (1, 3),
    "reset-pull-blue": lambda result, values, seen: (
        values.weights == "spiral" and min(seen["epoch"]) < 20 and len(seen["epoch"]) > 4
    ),
    "sceptic": tried(sceptic=("start", "data", "narrow", "folded")),
}


def judge(result: Result, values: Values) -> str:
    """Solved with more regions than any one layer with as many parameters has; almost from 80 % of them."""
    if values.weights == "folded" or values.layers == 1 or values.width < 3:
        return "open"
    share = result.numbers.actual / result.numbers.same_parameters
    return "solved" if share > 1 else "almost" if share >= 0.8 else "open"


CHALLENGE = Challenge(
    Words(
        "with m ≥ 3 and without folding by hand, get more regions than one layer with as many parameters can have.",
        "m ≥ 3 且不用手工折叠，使区域数超过“参数个数相同的单隐藏层网络”的上限。",
    ),
    judge,
)


def places_apart(result: Result) -> float:
    """log₁₀ of Montúfar's bound over the regions that the network has after the last epoch."""
    ends = result.curve[1, -1]  # nan for the folded network, which does not learn
    return float(np.log10(result.numbers.shape / (result.numbers.actual if np.isnan(ends) else ends)))


SCEPTIC = Sceptic(
    Words(
        "a trained network has far fewer regions than its shape allows.", "训练得到的网络，区域数远少于其结构所容许的。"
    ),
    Words("Powers of ten between the two numbers", "两个数相差的数量级"),
    places_apart,
    {
        "start": Change(Words("first biases 0", "初始偏置为 0"), {"start": "zero"}),
        "data": Change(Words("other data", "换数据"), {"weights": "circle"}),
        "narrow": Change(Words("layers of two units", "每层两个单元"), {"width": 2}),
        "folded": Change(Words("weights by hand", "手工设置权重"), {"weights": "folded"}),
    },
)


HANDLES = [Handle("line", x="epoch")]


@demo(Words("Linear regions", "线性区域"), height=3.8)
def regions(**values):
    """The linear regions of a ReLU network in the plane, exactly counted, beside what it and one layer could have.
    平面上 ReLU 网络的线性区域：精确计数，并与该网络及单隐藏层所能达到的数目对照。

    Random and trained networks have about as many regions as one layer of all their units, (L n)² / 2; the greatest
    number grows exponentially with the layers. The folded network of Montúfar's proof reaches his bound.

    Counted is where the same units are on. Where no later unit listens to the one that switches, two neighbours share
    their linear map: the output of a trained network may have a few pieces fewer; that of the folded one has as many.

    source : Zaslavsky, Facing Up to Arrangements (1975); Montúfar, Pascanu, Cho & Bengio, On the Number of Linear
             Regions of Deep Neural Networks (2014); Hanin & Rolnick, Deep ReLU Networks Have Surprisingly Few
             Activation Patterns (2019)
    """
