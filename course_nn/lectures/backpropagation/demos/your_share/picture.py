"""One backward pass by a digit that you draw: what comes back to each output, each hidden unit and each weight."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.colors import to_rgba

from course_nn.common.ink import as_ink
from course_nn.common.words import Words
from course_nn.digit_pad import digit_pad, percent_of, true_digit, whose
from course_nn.drawing import Axes, Figure, look, marks, reading
from course_nn.drawing.mosaics import COLUMN, ROW, mosaic
from course_nn.drawing.numbers import count, number, percent
from course_nn.drawing.sketch import Texts
from course_nn.handwriting import as_digit
from course_nn.lectures.backpropagation.demos.your_share.one_pass import one_pass, share_of_zeros
from course_nn.stage import Change, Choice, Handle, Sceptic, Values, Veil, demo

CONTROLS = {
    "pad": digit_pad(),
    "label": true_digit(),
    "network": Choice(
        Words("network", "网络"),
        {
            "new": Words("untrained", "训练前"),
            "trained": Words("trained", "训练后"),
            "start": Words("another start", "另一个初值"),
            "tanh": Words("tanh, untrained", "tanh，训练前"),
            "centred": Words("less the mean ink", "减去平均墨量"),
            "both": Words("tanh, less the mean ink", "tanh，减去平均墨量"),
        },
        "new",
    ),
    "together": Choice(Words("digits in a pass", "一次用几个数字"), {1: "1", 8: "8", 32: "32"}, 1),
    "on": Choice(
        Words("counted over", "统计对象"),
        {"new": Words("597 new digits", "597 个新数字"), "program": Words("a program’s 400", "程序写的 400 个")},
        "new",
    ),
}
UNITS, ACROSS, LOW_ACROSS = 24, 6, 8  # hidden units, and in a row; in a low window more
LOW = 2.9  # inches: in less height the numbers above units in four rows would cover each other
QUIET = (0xD5, 0xD5, 0xD5, 0xFF)  # the frame of a unit to which nothing comes back
LOUD = (0x00, 0x72, 0xB2, 0xFF)
STRONG = 0.3  # a gradient that has full colour


class Result(NamedTuple):
    x: np.ndarray  # (64,) ink of what is drawn, 0 … 1
    p: np.ndarray  # (10,) probabilities for it
    slopes: np.ndarray  # (10,) dl/dz of the outputs
    delta: np.ndarray  # (24,) dl/dz of the hidden units
    dW: np.ndarray  # (24, 64) the gradient of the first layer's weights
    zeros: float  # share of these weights whose gradient is 0
    usual: float  # the same, the mean over the digits counted over


def compute(pad, label, network, together, on) -> Result:
    x = as_digit(as_ink(pad))
    found = one_pass(network, x[None], np.array([label]))
    return Result(
        x=x, **found._asdict(), zeros=float((found.dW == 0).mean()), usual=share_of_zeros(network, on, together)
    )


def paint(figure: Figure) -> SimpleNamespace:
    sheet, outputs, tiles, zeros = figure.subplots(1, 4, width_ratios=[0.95, 0.8, 2.0, 0.6])
    tiles.set_axis_off()
    tiles.set_title(Words("δ of each unit; gradients of its weights", "各单元的 δ 与它的权重的梯度").drawn())
    across = ACROSS if figure.get_size_inches()[1] > LOW else LOW_ACROSS
    size = (ROW * (UNITS // across), COLUMN * across, 4)
    return SimpleNamespace(
        across=across,
        paper=reading.paint_sheet(sheet),
        slopes=paint_slopes(outputs),
        tiles=tiles.imshow(np.full(size, 255, np.uint8), aspect="equal"),
        deltas=Texts(tiles, look.SMALL),
        bars=paint_zeros(zeros),
    )


def paint_slopes(axes: Axes) -> list:
    axes.set(xlim=(-1.05, 1.05), ylim=(9.6, -0.6), yticks=range(10), xticks=[-1, 0, 1])
    axes.set_title(Words("δ of each output", "各输出的 δ").drawn())
    axes.axvline(0, color=look.PALE, lw=0.8, zorder=0.4)
    return [*axes.barh(range(10), np.zeros(10), 0.7, color=look.GREY)]


def paint_zeros(axes: Axes) -> list:
    axes.set(xlim=(-0.6, 1.6), ylim=(0, 104), yticks=[0, 50, 100], title=Words("gradient 0, %", "梯度为 0，%").drawn())
    axes.set_xticks([0, 1], [Words("by\nyours", "由\n你的").drawn(), Words("mean", "平均").drawn()])
    return [axes.bar([x], [0], 0.6, color=color)[0] for x, color in enumerate((look.VERMILION, look.BLUE))]


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.paper, as_ink(values.pad).astype(float))
    for digit, (bar, slope) in enumerate(zip(artists.slopes, result.slopes)):
        bar.set_width(slope)
        marks.change(bar, facecolor=to_rgba(look.BLUE if digit == values.label else look.GREY))
    answers = result.delta != 0
    frames = np.where(answers[:, None], LOUD, QUIET).astype(np.uint8)
    image, above, _ = mosaic(look.heat(result.dW.reshape(-1, 8, 8), -STRONG, STRONG), frames, artists.across)
    marks.fill(artists.tiles, image)
    artists.deltas.move(above, [number(d) for d in result.delta], [*np.where(answers, look.BLACK, look.GREY)])
    for bar, share in zip(artists.bars, (result.zeros, result.usual)):
        bar.set_height(100 * share)


def readout(result: Result, values: Values) -> Words:
    usual, said = percent(result.usual), of_the_sheet(result, values)
    if values.together > 1:
        of = Words(f"After {values.together} digits together", f"{values.together} 个数字一起")
    else:
        of = Words("For one digit", "一个数字")
    p, largest = percent(result.p[values.label]), number(np.abs(result.dW).max(), 3)
    return Words(
        f"{said.en} {of.en}, <b>{usual}</b> of the weights have gradient 0, on average.\n "
        f"The true digit has {p}; the largest gradient is {largest}.",
        f"{said.zh}{of.zh}，平均有 <b>{usual}</b> 的权重梯度为 0。\n正确数字的概率为 {p}；最大的梯度是 {largest}。",
    )


def of_the_sheet(result: Result, values: Values) -> Words:
    """How many weights get gradient 0 from what is drawn, and why."""
    if not result.x.any():
        return reading.BLANK
    of, n, zeros = whose(values.pad), count(result.dW.size), percent(result.zeros)
    empty, silent = int((result.dW == 0).all(axis=0).sum()), int((result.delta == 0).sum())
    return Words(
        f"From {of.en}, taken as a {values.label}, {zeros} of {n} weights get gradient 0. Nothing comes back to "
        f"{silent} of {UNITS} units, and {empty} of 64 inputs send nothing in.",
        f"由{of.zh}（作为 {values.label}），{n} 个权重中 {zeros} 的梯度为 0："
        f"{UNITS} 个单元中有 {silent} 个收不到消息，64 个输入中有 {empty} 个不起作用。",
    )


ESTIMATE = percent_of(
    lambda artists: artists.bars[1],
    Words("gradient 0", "梯度为 0"),
    lambda: 100 * share_of_zeros("new", "new", 1),
    {"none": 4.0, "quarter": 30.0, "most": 75.0},
)
VEIL = Veil(("tiles", "deltas", "bars"), given=("x", "p", "slopes"))
TO_DO = {
    "redraw": lambda result, seen: len(seen["pad"]) > 2 and result.x.any(),
    "label": lambda result, seen: len(seen["label"]) > 2 and result.x.any(),
    "trained": lambda result, values, seen: values.network == "trained" and len(seen["label"]) > 1,
    "together": lambda result, values: values.together == 32,
}
USES = {"redraw": ("pad",), "label": ("label", "pad"), "trained": ("network", "label"), "together": ("together", "on")}
SCEPTIC = Sceptic(
    Words(
        "one digit gives most weights of the first layer the gradient 0.",
        "一个数字使第一层的大多数权重梯度为 0。",
    ),
    Words("Percentage of these weights with gradient 0", "其中梯度为 0 的权重的百分比"),
    lambda result: 100 * result.usual,
    {
        "start": Change(Words("other first weights", "换初始权重"), {"network": "start"}),
        "trained": Change(Words("the network has learned", "网络已经训练"), {"network": "trained"}),
        "program": Change(Words("digits that a program draws", "换成程序写的数字"), {"on": "program"}),
        "tanh": Change(Words("tanh in place of ReLU", "用 tanh 代替 ReLU"), {"network": "tanh"}),
        "centred": Change(Words("the mean ink is subtracted first", "先减去平均墨量"), {"network": "centred"}),
        "together": Change(Words("32 digits in a pass", "一次用 32 个数字"), {"together": 32}),
        "both": Change(Words("tanh, and no mean ink", "用 tanh，并减去平均墨量"), {"network": "both"}),
    },
)
HANDLES = [
    Handle(
        lambda artists: artists.slopes[0],
        at=lambda bar, result: [marks.box(-1, k - 0.4, 2, 0.8).T for k in range(10)],
        click=lambda result, k: {"label": k},
        face=True,
    )
]


@demo(Words("One backward pass for your digit", "用你的数字反向传播一次"), height=3.2)
def your_share(**values):
    """One backward pass by a digit that is drawn: δ of each output and hidden unit, and the gradient of each weight.
    用一个手写数字反向传播一次：各输出与隐藏单元的 δ，以及每个权重的梯度。

    δ_k = p_k − h_k;  δ_j = φ'(z_j) Σ_k δ_k v_kj;  dl/dw_ji = δ_j x_i

    source : the network and the digits as in course_nn.reader; the pass is course_nn.network.Network.backward
    """
