"""A network learns to read: what it makes of your digit after each epoch, at a learning rate that you move."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.ink import as_ink
from course_nn.common.progress import finished
from course_nn.common.words import Words, term
from course_nn.digit_pad import digit_pad, percent_of
from course_nn.drawing import Axes, Figure, look, marks, reading
from course_nn.drawing.numbers import number, percent, significant
from course_nn.handwriting import as_digit
from course_nn.lectures.gradient_descent.demos.learns_to_read.runs import EPOCHS, Run, run
from course_nn.losses import softmax
from course_nn.own_digits import my_digits
from course_nn.reader import its_digits, read_of
from course_nn.scripted_hands import drawn
from course_nn.stage import Choice, Slider, Values, Veil, demo
from course_nn.stage.rivals import Contest, on_data

GOOD, TENFOLD = 0.3, 3.0  # learning rates: of the grey curve, and ten times as large
TOO_LARGE = 2.0  # from here on all units get stuck
HIDDEN = {
    "relu": Words("24 ReLU", "24 个 ReLU"),
    "wide": Words("96 ReLU", "96 个 ReLU"),
    "tanh": Words("24 tanh", "24 个 tanh"),
}
CONTROLS = {
    "pad": digit_pad(drawn(3, 0)),
    "rate": Slider(
        "η", 0.001, 5.0, GOOD, 0.125, decades=True, digits=2, continuous=False, means=Words("learning rate", "学习率")
    ),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, 1, plays=True),
    "kind": Choice(Words("hidden units", "隐藏单元"), HIDDEN, "relu"),
    "seed": Choice(Words("first weights", "初始权重"), {k: str(k) for k in range(5)}, 0),
}
ALL_EPOCHS = np.arange(EPOCHS + 1)


class Result(NamedTuple):
    p: np.ndarray  # (21, 10) probabilities of your digit after each epoch; 0 for a blank sheet
    read: np.ndarray  # (21,) share of its test digits that it reads
    usual: np.ndarray  # (21,) the same with η = 0.3
    stuck: np.ndarray  # (21,) share of the hidden units that give the same output for every digit
    losses: np.ndarray  # (21,) on its training digits
    own: tuple  # how many of your own digits it reads after the chosen epoch, and how many there are
    reason: BadInput | None  # why training stopped early


def compute(pad, rate, epoch, kind, seed) -> Generator[float, None, Result]:
    usual: Run = yield from run(GOOD, kind, seed)
    now: Run = yield from run(rate, kind, seed)
    digit = as_digit(as_ink(pad))
    then = now.networks.with_parameters(now.networks.parameters[epoch])
    return Result(
        p=softmax(now.networks(digit[None]))[:, 0] * digit.any(),
        read=now.read,
        usual=usual.read,
        stuck=now.stuck,
        losses=now.losses,
        own=read_of(then, *my_digits()),
        reason=now.reason,
    )


def paint(figure: Figure) -> SimpleNamespace:
    sheet, says, reads = figure.subplots(1, 3, width_ratios=[1.1, 1.45, 1.45])
    for axes in (says, reads):
        axes.set(xlim=(-0.5, EPOCHS + 0.5), xticks=range(0, EPOCHS + 1, 5), xlabel=term("epoch").drawn())
    return SimpleNamespace(paper=reading.paint_sheet(sheet), **paint_says(says), **paint_reads(reads))


def paint_says(axes: Axes) -> dict:
    axes.set(yticks=range(10), title=Words("how likely each digit is", "各个数字的概率").drawn())
    axes.tick_params(axis="y", length=0)
    extent = (-0.5, EPOCHS + 0.5, 9.5, -0.5)
    image = axes.imshow(np.zeros((10, EPOCHS + 1)), cmap="Blues", vmin=0, vmax=1, extent=extent, aspect="auto")
    return {"says": image, "then": marks.now(axes)}


def paint_reads(axes: Axes) -> dict:
    axes.set(ylim=(0, 104), yticks=[0, 50, 100], title=Words("test digits read, in %", "测试数字读对的百分比").drawn())
    entries = [("η = 0.3", dict(color=look.GREY)), ("η", dict(color=look.BLUE))]
    return {
        "usual": marks.line(axes, color=look.GREY, lw=1.5),
        "read": marks.line(axes, "o-", color=look.BLUE, ms=4),
        "now": marks.now(axes),
        "keys": marks.key(axes, entries, x=0.5, y=0.5),
    }


CONTEST = Contest(
    "data",
    on_data(its_digits),
    lambda result, values: {
        Words(f"the network after {EPOCHS} epochs", f"{EPOCHS} 轮后的网络"): float(1 - result.read[-1]),
        Words("the network with η = 0.3", "η = 0.3 的网络"): float(1 - result.usual[-1]),
    },
    axes=lambda artists: artists.read.axes,
    measure=Words("Misread of 597 test digits", "597 个测试数字中的错误率"),
    place=lambda rival: (np.nan, 100 * (1 - rival.value)),
)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.paper, as_ink(values.pad).astype(float))
    marks.fill(artists.says, result.p.T)
    artists.usual.set_data(ALL_EPOCHS, 100 * result.usual)
    artists.read.set_data(ALL_EPOCHS, 100 * result.read)
    artists.keys[1][1].set_text(f"η = {significant(values.rate)}")
    for line in (artists.now, artists.then):
        marks.at(line, values.epoch)


def readout(result: Result, values: Values) -> Words:
    epoch, p = values.epoch, result.p[values.epoch]
    said = reading.says(p, int(p.argmax()) if p.any() else -1)
    read, stuck, loss = percent(result.read[epoch]), percent(result.stuck[epoch]), number(result.losses[epoch], 2)
    right, own = result.own
    en, zh = (f" Of your own {own} it reads {right}.", f"你自己写的 {own} 个读对 {right} 个。") if own else ("", "")
    return Words(
        f"Epoch {epoch}. {said.en} Of 597 test digits it reads {read}.\n "
        f"The loss is {loss}. {stuck} of the hidden units give the same output for every digit.{en}",
        f"第 {epoch} 轮后：{said.zh}597 个测试数字读对 {read}。\n"
        f"损失为 {loss}。对所有数字都给出同一个值的隐藏单元占 {stuck}。{zh}",
    )


def at_ten_times_the_rate() -> float:
    """The share in per cent that it reads in the end."""
    return 100 * float(finished(run(TENFOLD, "relu", 0)).read[-1])


ESTIMATE = percent_of(
    lambda artists: artists.read,
    Words("read right", "读对"),
    at_ten_times_the_rate,
    {"same": 97.0, "half": 50.0, "tenth": 10.0},
    where=EPOCHS,
    reach=2,
    shown={"rate": TENFOLD},
)
VEIL = Veil(("read", "says"), given=("usual",))
TO_DO = {
    "look": lambda result, values, seen: values.rate > TOO_LARGE and len(seen["pad"]) > 1,
    "play": lambda result, values, seen: 0.2 < values.rate < 0.5 and len(seen["epoch"]) > 2,
    "slow": lambda result, values: values.rate < GOOD and values.epoch == EPOCHS and result.read[-1] < 0.5,
    "sceptic": lambda result, values, seen: (
        values.rate > TOO_LARGE and {"wide", "tanh"} <= seen["kind"] and len(seen["seed"]) > 1
    ),
}
USES = {
    "look": ("rate", "pad"),
    "play": ("rate", "epoch", "pad"),
    "slow": ("rate", "epoch"),
    "sceptic": ("rate", "kind", "seed"),
}


@demo(Words("It learns to read", "它学会读数字"))
def learns_to_read(**values):
    """A network learns to read digits by plain gradient descent, and after each epoch it reads yours.
    网络用普通梯度下降学习读数字，每一轮之后都来读你写的。

    θ ← θ − η ∂L/∂θ; 64-24-10, batches of 32, 1,200 digits

    source : the digits and their 64 numbers as in course_nn.handwriting
    """
