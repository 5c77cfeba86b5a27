"""The product of d inputs, by two networks that run: all sign patterns in one layer, or a tree of pairs."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks
from course_nn.drawing.numbers import percent
from course_nn.lectures.deep_vs_shallow.demos.product.products import (
    INPUTS,
    Layers,
    cube,
    one_layer_product,
    product_with_bias,
    relative_error,
    signs,
    tree_product,
    units,
    zigzag_of_sum,
)
from course_nn.stage import Challenge, Choice, Handle, Slider, Values, Veil, demo

POINT_SETS = {"cube": Words("whole cube", "整个立方体"), "corners": Words("corners only", "仅顶点")}
ZIGZAG = Words("zigzag of the sum", "输入之和的锯齿")
CONTROLS = {
    "d": Slider(Words("inputs d", "输入维数 d"), 2, 10, 6, 1),
    "c": Slider(Words("weights c", "权重 c"), 0.05, 1.0, 0.1, 0.05),
    "where": Choice(Words("compare on", "比较范围"), POINT_SETS, "cube"),
    "cheat": Choice(ZIGZAG, {False: "–", True: "+"}, False),
    "bias": Choice(Words("bias at the output", "输出的偏置"), {False: "–", True: "+"}, False),
}
MOST = 400  # points that are drawn
ONE = dict(color=look.VERMILION, marker="^", ms=9, mec="white")
TREE = dict(color=look.BLUE, marker="o", ms=5, mec="white")
ZIGZAG_STYLE = dict(color=look.GREEN, marker="x", ms=5)


class Errors(NamedTuple):
    """Root mean squares of the errors, relative to that of the product."""

    one: float
    tree: float
    zigzag: float


class Result(NamedTuple):
    wanted: np.ndarray  # (n,) the product, scaled to at most 1 in size
    one: np.ndarray  # (n,) the output of the one layer, scaled likewise
    others: np.ndarray  # (2, n) of the tree and of the zigzag
    errors: Errors
    units: Layers
    depth: int  # hidden layers of the tree
    counts: np.ndarray  # (3, 9) units for d = 2 … 10


@memoized
def run_networks(d: int, c: float, where: str, bias: bool) -> tuple:
    """The product, the outputs of the three networks, their Errors, and the hidden layers of the tree."""
    X = signs(d) if where == "corners" else cube(d)
    one_layer = product_with_bias if bias else one_layer_product
    networks = one_layer(d, c), tree_product(d, c), zigzag_of_sum(d)
    step = max(1, len(X) // MOST)
    outputs = np.array([network(X)[::step, 0] for network in networks])
    errors = Errors(*(relative_error(network, X) for network in networks))
    return X.prod(axis=1)[::step], outputs, errors, len(networks[1].sizes) - 2


@memoized
def all_units(bias: bool) -> np.ndarray:
    """Units of the three networks for d = 2 … 10: (3, 9)."""
    return np.array([[*units(d, bias), d] for d in INPUTS.tolist()]).T


def compute(d, c, where, cheat, bias) -> Result:
    wanted, outputs, errors, depth = run_networks(d, c, where, bias)
    largest = np.abs(wanted).max()
    return Result(
        wanted=wanted / largest,
        one=outputs[0] / largest,
        others=outputs[1:] / largest,
        errors=errors,
        units=units(d, bias),
        depth=depth,
        counts=all_units(bias),
    )


def paint(figure: Figure) -> SimpleNamespace:
    outputs, count = figure.subplots(1, 2, width_ratios=[1.2, 1])
    outputs.set(xlim=(-1.1, 1.1), ylim=(-1.3, 1.3), xlabel=Words("product", "乘积").drawn())
    outputs.set_title(Words("output of the network", "网络的输出").drawn())
    outputs.set_yticks([-1, 0, 1])
    outputs.set_xticks([-1, 0, 1])
    outputs.plot([-1.1, 1.1], [-1.1, 1.1], color=look.GREY, lw=0.8, zorder=0)
    count.set(yscale="log", xlim=(1.5, 10.5), ylim=(1, 2000), xticks=INPUTS)
    count.set(xlabel=Words("inputs d", "输入维数 d").drawn(), title=Words("hidden units", "隐藏单元数").drawn())
    count.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    count.minorticks_off()
    count.plot(2, 4, "o", mfc="none", mec=look.GREY, ms=13, zorder=0)  # two inputs, four units: where all begin
    four = Words("2 inputs: 4", "2 个输入：4 个").drawn()
    count.text(2.25, 2.3, four, color=look.ink(look.GREY), fontsize=look.SMALL, zorder=0)
    styles = ONE, TREE, ZIGZAG_STYLE
    one, tree = Words("one layer", "单层").drawn(), Words("tree of pairs", "两两相乘的树").drawn()
    marks.key(outputs, [(one, ONE | dict(ls="")), (tree, TREE | dict(ls=""))], zorder=0)
    return SimpleNamespace(
        outputs=[marks.line(outputs, ls="", zorder=z, **style) for z, style in zip((2, 3, 1), styles)],
        counts=[marks.line(count, lw=1, **style) for style in styles],
        name=count.text(2, 1.3, "", color=look.ink(look.GREEN)),
        now=marks.now(count, alpha=0.3, lw=8, zorder=0),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    shown = True, True, values.cheat
    outputs = result.one, *result.others
    for mark, line, y, counts, there in zip(artists.outputs, artists.counts, outputs, result.counts, shown):
        mark.set_data(result.wanted if there else [], y.clip(-1.28, 1.28) if there else [])
        line.set_data(INPUTS if there else [], counts if there else [])
    artists.name.set_text(ZIGZAG.drawn() if values.cheat else "")
    marks.at(artists.now, values.d)


def readout(result: Result, values: Values) -> Words:
    d, errors, where = values.d, result.errors, POINT_SETS[values.where]
    one, tree, along = (percent(error, 1) if error < 10 else f"{100 * error:,.0f}%" for error in errors)
    zigzag = Words("", "")
    bias = Words(" and a bias", "加一个偏置") if values.bias else Words("", "")
    if values.cheat:
        zigzag = Words(
            f" A zigzag of the sum, {d} units in one layer: error {along}.",
            f"输入之和的锯齿，一层 {d} 个单元：误差 {along}。",
        )
    return Words(
        f"Product of {d} inputs, {where.en}. One layer of <b>{result.units.one}</b> units{bias.en}: error {one}. A "
        f"tree of <b>{result.units.tree}</b> units in {result.depth} layers: error {tree}.{zigzag.en}",
        f"{d} 个输入之积，{where.zh}。一层 <b>{result.units.one}</b> 个单元{bias.zh}：误差 {one}；"
        f"树形网络 <b>{result.units.tree}</b> 个单元、{result.depth} 层：误差 {tree}。{zigzag.zh}",
    )


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """So many units of one layer for ten inputs."""
    return artists.now.axes, np.array([[10, int(option)]])


ASKED_AT = {"d": 10}
VEIL = Veil(("outputs.0", "counts", "name"), given=("wanted", "others"))
USES = {
    "pull-grey-bar": ("d",),
    "raise-lower-again": ("c",),
    "switch-zigzag-sum": ("cheat", "where"),
}
TO_DO = {
    "pull-grey-bar": lambda result, values: values.d == 10,
    "raise-lower-again": lambda result, values, seen: values.c <= 0.2 and max(seen["c"]) >= 0.9,
    "switch-zigzag-sum": lambda result, values, seen: (
        values.cheat and values.where == "cube" and "corners" in seen["where"]
    ),
}


def judge(result: Result, values: Values) -> str:
    """Solved where the tree first needs fewer units than the one layer; almost where it needs a quarter."""
    one, tree = result.units
    first = INPUTS[np.argmax(result.counts[1] < result.counts[0])]
    if values.d == first and values.cheat and values.where == "corners":
        return "solved"
    return "almost" if tree < one and values.cheat and values.where == "corners" else "open"


CHALLENGE = Challenge(
    Words(
        "find the smallest d at which the tree takes fewer units than one layer; there show the zigzag, corners only.",
        "找出树的单元数首次少于单层的最小 d；在这个 d 处，仅比较顶点，并显示输入之和的锯齿。",
    ),
    judge,
)


def pull_bar(result: Result, dx: float, dy: float, values: Values) -> dict:
    """After a third of the way the bar stands at the next number of inputs."""
    return {"d": values.d + np.sign(dx) * np.floor(abs(dx) + 2 / 3)}


HANDLES = [Handle("now", pull=pull_bar, width=16)]


@demo(Words("A product of many inputs", "许多输入之积"), height=3.0)
def product(**values):
    """The product of d inputs: one hidden layer of 2^d units, or a tree of pairs with about 4d; both run.
    d 个输入之积：一个隐藏层要 2^d 个单元，两两相乘的树约 4d 个；两者都实际运行。

    Units φ = exp with weights ±c; errors are root mean squares relative to that of the product, at 2000 points of the
    cube [-1, 1]^d or at its 2^d corners. At the corners alone one layer of d ReLUs is enough, a zigzag of the sum.

    source : Lin, Tegmark & Rolnick, Why Does Deep and Cheap Learning Work So Well? (2017); Rolnick & Tegmark, The
             Power of Deeper Networks for Expressing Natural Functions (2018)
    """
