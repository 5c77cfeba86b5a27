"""What an error costs: ten probabilities for a digit that you draw, and the price of the true one, beside others."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

from course_nn.common.ink import CELLS, as_ink
from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.digit_pad import digit_pad, percent_of, true_digit, whose
from course_nn.drawing import Axes, Figure, look, marks, reading
from course_nn.drawing.numbers import magnitude, number, percent
from course_nn.handwriting import as_digit
from course_nn.losses import LOSSES, one_hot, softmax
from course_nn.own_digits import my_digits
from course_nn.reader import its_digits, reader, untrained
from course_nn.scripted_hands import scripted_digits
from course_nn.stage import Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo

CONTROLS = {
    "pad": digit_pad(),
    "label": true_digit(),
    "T": Slider(Words("temperature T", "温度 T"), 0.25, 4.0, 1.0, 0.25),
    "on": Choice(
        Words("counted over", "统计对象"),
        {
            "program": Words("a program’s 400", "程序写的 400 个"),
            "new": Words("597 new digits", "597 个新数字"),
            "own": Words("those you kept", "你存下的"),
        },
        "program",
    ),
    "network": Choice(
        Words("network", "网络"),
        {"trained": Words("trained", "训练后"), "new": Words("untrained", "训练前")},
        "trained",
    ),
}
LEAST = 1e-5  # the smallest probability that has a place
BITS = np.log(2)  # nats of a bit


class Result(NamedTuple):
    x: np.ndarray  # (64,) ink of what is drawn, 0 … 1
    p: np.ndarray  # (10,) probabilities for it
    bits: float  # cross-entropy for the true digit
    square: float  # squared error
    true: np.ndarray  # (n,) probability of the true digit, for the digits counted over
    costs: np.ndarray  # (n,) their cross-entropies, in bits
    squares: np.ndarray  # (n,) their squared errors
    wrong: np.ndarray  # (n,) bool, whether they are misread
    shares: np.ndarray  # (3,) share of the misread in their number, in all cross-entropy, in all squared error


def compute(pad, label, T, on, network) -> Result:
    x, net = as_digit(as_ink(pad)), reader() if network == "trained" else untrained()
    p, bits, square = priced(net(x[None]) / T, np.array([label]))
    X, y = counted(on) if on != "own" else my_digits()
    given, costs, squares = priced(net(X) / T, y)
    wrong = given.argmax(axis=1) != y
    return Result(
        x=x,
        p=p[0],
        bits=float(bits[0]),
        square=float(square[0]),
        true=2.0**-costs,
        costs=costs,
        squares=squares,
        wrong=wrong,
        shares=np.array([share_of(part, wrong) for part in (np.ones(len(y)), costs, squares)]),
    )


@memoized
def counted(on: str) -> tuple[np.ndarray, np.ndarray]:
    """The digits counted over, none of which the network has learned from: X (n, 64), y (n,)."""
    if on == "new":
        return its_digits()[2:]
    drawings, y = scripted_digits()
    return np.array([as_digit(one) for one in drawings]), y


def priced(logits: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities (n, 10), cross-entropies in bits (n,), and squared errors Σ (p_k − h_k)² (n,)."""
    p, h = softmax(logits), one_hot(y, 10)
    return p, LOSSES["softmax_cross_entropy"].l(logits, h) / BITS, ((p - h) ** 2).sum(axis=1)


def share_of(part: np.ndarray, wrong: np.ndarray) -> float:
    """How much of the sum over all the misread ones have; 0 of nothing."""
    return float(part[wrong].sum() / max(part.sum(), 1e-12))


def paint(figure: Figure) -> SimpleNamespace:
    sheet, bars, prices, shares = figure.subplots(1, 4, width_ratios=[0.95, 0.9, 1.45, 1.3])
    return SimpleNamespace(
        paper=paint_sheet(sheet), bars=paint_bars(bars), **paint_prices(prices), shares=paint_shares(shares)
    )


def paint_sheet(axes: Axes) -> AxesImage:
    axes.set(xticks=[], yticks=[], title=Words("draw here", "在这里写").drawn())
    axes.spines[:].set(visible=True, color=look.GREY)
    return axes.imshow(np.zeros((CELLS, CELLS)), cmap="gray_r", vmin=0, vmax=1)


def paint_bars(axes: Axes) -> list:
    axes.set(xlim=(0, 1.02), ylim=(9.6, -0.6), yticks=range(10), xticks=[0, 0.5, 1])
    axes.set_title(Words("p of each digit", "各数字的 p").drawn())
    return [*axes.barh(range(10), np.zeros(10), 0.7, color=look.GREY)]


def paint_prices(axes: Axes) -> dict:
    axes.set(xscale="log", xlim=(LEAST / 1.6, 1.6), ylim=(-0.6, 17.5), xticks=[1e-4, 1e-2, 1])
    axes.set_xticks([], minor=True)
    axes.set_xlabel(Words("p of the true digit", "正确数字的 p").drawn())
    axes.set_title(Words("what a digit costs", "一个数字的代价").drawn())
    dots = dict(ls="", mec="none", alpha=0.6)
    forms = [
        dict(color=look.BLUE, marker="o", ms=4, **dots),
        dict(color=look.VERMILION, marker="^", ms=5, **dots),
        dict(color=look.GREY, marker="s", ms=3, **dots),
    ]
    names = (
        Words("cross-entropy, bits", "交叉熵（比特）"),
        Words("the same, misread", "同上，读错的"),
        Words("squared error", "平方误差"),
    )
    marks.key(axes, [(name.drawn(), form) for name, form in zip(names, forms)], x=0.3, y=1.0)
    right, wrong, squares = (marks.line(axes, **form) for form in forms)
    return {"right": right, "wrong": wrong, "squares": squares, "price": marks.dot(axes), "square": square_dot(axes)}


def square_dot(axes: Axes) -> Line2D:
    """What the squared error asks for the drawn digit."""
    return marks.line(axes, "s", ms=8, mfc=look.VERMILION, mec="white", zorder=5)


def paint_shares(axes: Axes) -> list:
    axes.set(xlim=(-0.6, 2.6), ylim=(0, 104), yticks=[0, 50, 100])
    axes.set_title(Words("share of the misread, %", "读错的占，%").drawn())
    names = Words("digits", "个数"), Words("cross-\nentropy", "交叉熵"), Words("squared\nerror", "平方\n误差")
    axes.set_xticks(range(3), [name.drawn() for name in names])
    colors = look.BLACK, look.VERMILION, look.GREY
    return [axes.bar([x], [0], 0.6, color=color)[0] for x, color in enumerate(colors)]


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.paper, as_ink(values.pad).astype(float))
    is_drawn = result.x.any()
    for digit, (bar, p) in enumerate(zip(artists.bars, result.p)):
        bar.set_width(p * is_drawn)
        marks.change(bar, facecolor=to_rgba(look.BLUE if digit == values.label else look.GREY))
    places = result.true.clip(LEAST)
    artists.right.set_data(places[~result.wrong], result.costs[~result.wrong])
    artists.wrong.set_data(places[result.wrong], result.costs[result.wrong].clip(max=17))
    artists.squares.set_data(places, result.squares)
    place = max(2.0**-result.bits, LEAST) if is_drawn else np.nan
    artists.price.set_data([place], [min(result.bits, 17)])
    artists.square.set_data([place], [result.square])
    for bar, share in zip(artists.shares, result.shares):
        bar.set_height(100 * share)


def readout(result: Result, values: Values) -> Words:
    said = of_the_sheet(result, values)
    if not len(result.wrong):
        return Words(f"{said.en} You have kept no digits yet.", f"{said.zh}你还没有存下数字。")
    wrong, entropy, square = map(percent, result.shares)
    bits, squared = number(result.costs.mean()), number(result.squares.mean(), 3)
    return Words(
        f"{said.en} It misreads {wrong} of {len(result.wrong)} digits, and these account for <b>{entropy}</b> of the "
        f"whole cross-entropy and {square} of the whole squared error.\n "
        f"Mean cross-entropy {bits} bits, mean squared error {squared}.",
        f"{said.zh}{len(result.wrong)} 个数字读错 {wrong}，"
        f"读错的占全部交叉熵的 <b>{entropy}</b>、全部平方误差的 {square}。\n"
        f"平均交叉熵 {bits} 比特，平均平方误差 {squared}。",
    )


def of_the_sheet(result: Result, values: Values) -> Words:
    """What the drawn digit costs, in bits, in nats and as a squared error."""
    if not result.x.any():
        return reading.BLANK
    of = whose(values.pad)
    p, bits, nats = magnitude(2.0**-result.bits), number(result.bits), number(result.bits * BITS)
    return Words(
        f"For {of.en} the {values.label} has p = {p}: it costs {bits} bits, or {nats} nats; "
        f"squared error {number(result.square)}.",
        f"{of.zh}：{values.label} 的概率 p = {p}，代价 {bits} 比特，即 {nats} 奈特；平方误差 {number(result.square)}。",
    )


def of_the_misread() -> float:
    """How many per cent of all cross-entropy the misread of the program’s digits have."""
    X, y = counted("program")
    p, costs, _ = priced(reader()(X), y)
    return 100 * share_of(costs, p.argmax(axis=1) != y)


ESTIMATE = percent_of(
    lambda artists: artists.shares[1],
    Words("of all cross-entropy", "占全部交叉熵"),
    of_the_misread,
    {"half": 45.0, "equal": 10.0, "most": 80.0},
)
VEIL = Veil(("shares", "right", "wrong", "squares"), given=("x", "p", "bits", "square"))
TO_DO = {
    "label": lambda result, seen: len(seen["label"]) > 1 and result.x.any(),
    "odd": lambda result, values: result.x.any() and result.p.argmax() != values.label and result.bits > 5,
    "double": lambda result, values: values.T == 0.5,
    "new": lambda result, values: values.on == "new",
}
USES = {"label": ("label", "pad"), "odd": ("pad", "label"), "double": ("T",), "new": ("on", "T")}
SCEPTIC = Sceptic(
    Words("the few misread digits account for most of the cross-entropy.", "少数读错的数字占了交叉熵的大部分。"),
    Words("Their share of it less their share of the digits, in points", "所占交叉熵的百分比减去所占个数的百分比"),
    lambda result: 100 * float(result.shares[1] - result.shares[0]),
    {
        "own data": Change(Words("new digits from its own data", "换成网络自己那批数据的新数字"), {"on": "new"}),
        "sharper": Change(Words("all logits are doubled", "所有 logit 加倍"), {"T": 0.5}),
        "softer": Change(Words("all logits are halved", "所有 logit 减半"), {"T": 2.0}),
        "untrained": Change(Words("the network has not learned", "网络未经训练"), {"network": "new"}),
    },
)


HANDLES = [
    Handle(
        lambda artists: artists.bars[0],
        at=lambda bar, result: [marks.box(0, k - 0.4, 1, 0.8).T for k in range(10)],
        click=lambda result, k: {"label": k},
        face=True,
    )
]


@demo(Words("What an error costs", "一次错误的代价"))
def digit_cost(**values):
    """Ten probabilities for a digit that is drawn, its cross-entropy and its squared error, beside those of others.
    手写数字的十个概率、它的交叉熵与平方误差，以及许多其他数字的。

    p = softmax(f / T);  −log₂ p_c bits;  Σ_k (p_k − h_k)²

    source : the network and the digits as in course_nn.reader
    """
