"""Networks learn with wrong gradients, too; how well, is told only with the learning rate tuned for each of them."""

from collections.abc import Generator
from functools import partial
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished, part
from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import percent, plain
from course_nn.lectures.backpropagation.demos.wrong_gradients.learning import (
    BACKWARD,
    RATES,
    STARTS,
    at_its_best,
    examples,
    learned,
    solved,
    taught_to_hidden_layers,
)
from course_nn.lectures.backpropagation.faulty_backprop import ALONE, CALLED, WRONG
from course_nn.stage import Challenge, Change, Choice, Mark, Sceptic, Values, Veil, demo, tried
from course_nn.stage.rivals import Contest, on_data

BEST = "best"
ROWS = {fault: Words(*both) for fault, both in CALLED.items()} | {ALONE: Words("last layer alone", "只训练最后一层")}
DATA = {"digits": Words("digits", "手写数字"), "ring": Words("disc and ring", "圆盘与圆环")}
GUESSED = {"digits": 0.1, "ring": 0.5}  # share that is right by guessing
CONTROLS = {
    "phi": Choice("φ", activation_names(["tanh", "sigmoid", "relu"]), "tanh", means=term("activation")),
    "rate": Choice(
        "η",
        {rate: plain(rate) for rate in RATES} | {BEST: Words("the best for each", "各取最好的")},
        0.1,
        costly=(BEST,),
        means=Words("learning rate", "学习率"),
    ),
    "first": Choice(Words("starts", "训练"), {0: Words("five", "五次"), STARTS: Words("five others", "另外五次")}, 0),
    "units": Choice(Words("units a layer", "每层单元数"), {32: "32", 64: "64"}, 32, costly=(64,)),
    "alone": Choice(
        ROWS[ALONE],
        {"descent": Words("by descent", "用梯度下降"), "solved": Words("by least squares", "用最小二乘法")},
        "descent",
    ),
    "data": Choice(Words("data", "数据"), DATA, "digits"),
}
ALONE_WITH_TANH = 0.79  # of the digits are read by networks of tanh whose last layer alone was trained
SHARES = 0.1, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97  # told on the axis
BEST_SHOWN = 0.985
HIGHEST_DOT = 0.983  # where those stand that have more
LEAD = 0.2  # of a wrong gradient over the right one, which the challenge asks for


class Result(NamedTuple):
    right: np.ndarray  # (1, STARTS) shares of unseen examples that are answered right, with the right gradient
    wrong: np.ndarray  # (6, STARTS) with each of the wrong ones
    alone: np.ndarray  # (1, STARTS) with the last layer alone
    rates: np.ndarray  # (8,) the learning rates; 0 for a last layer that was solved for
    taught: float  # points by which the worst wrong gradient is ahead of the last layer alone

    @property
    def accuracies(self) -> np.ndarray:
        """For each of BACKWARD."""
        return np.concatenate([self.right, self.wrong, self.alone])  # (8, STARTS)

    @property
    def medians(self) -> np.ndarray:
        return np.median(self.accuracies, axis=1)  # (8,)


def compute(phi, rate, first, units, alone, data) -> Generator[float, None, Result]:
    found = {}
    for k, fault in enumerate(BACKWARD):
        if (fault, alone) == (ALONE, "solved"):
            found[fault] = solved(phi, first, units, data)
        else:
            learn = at_its_best if rate == BEST else partial(learned, rate=rate)
            work = learn(phi, fault, first=first, units=units, data=data)
            found[fault] = yield from part(work, k, len(BACKWARD))
    right, *wrong, alone = (one.accuracies for one in found.values())
    return Result(
        right=right[None],
        wrong=np.array(wrong),
        alone=alone[None],
        rates=np.array([one.rate for one in found.values()]),
        taught=taught_to_hidden_layers(found),
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    axes = figure.add_axes((0.25, 0.13, 0.62, 0.74))
    axes.set_xscale("function", functions=(rarity, lambda rare: 1 - 10**-rare))
    axes.set(xlim=(0, BEST_SHOWN), ylim=(len(ROWS) - 0.5, -0.5), yticks=range(len(ROWS)), xticks=SHARES)
    axes.set_xticklabels([percent(share) for share in SHARES])
    axes.set_yticklabels([ROWS[fault].drawn() for fault in BACKWARD])
    axes.tick_params(axis="y", length=0)
    title = Words("unseen examples answered right, every start", "没见过的样本：准确率，每一次训练")
    axes.set_title(title.drawn(), y=1.08)
    small = dict(fontsize=look.SMALL, color=look.ink(look.GREY))
    colors = [look.GREY, *[look.VERMILION] * len(WRONG), look.BLACK]
    return SimpleNamespace(
        dots=[marks.line(axes, "o", color=color, ms=7, mec="white", mew=0.5, zorder=3) for color in colors],
        medians=marks.line(axes, color=look.BLACK, lw=2.5, zorder=2),
        told=told_beside(axes),
        guessing=axes.axvline(0, color=look.PALE, lw=1, zorder=0.5),
        guesses=axes.text(0, -0.6, Words("guessing", "乱猜").drawn(), ha="center", va="bottom", **small),
    )


def rarity(share: np.ndarray) -> np.ndarray:
    """How far to the right a share stands: an error that is a tenth is one unit further."""
    return -np.log10(np.maximum(1 - np.asarray(share), 1e-9))


def told_beside(axes: Axes) -> list:
    """To the right of the rows their medians, and what these are: the head first."""
    beside = dict(transform=axes.get_yaxis_transform(), va="center", fontsize=look.SMALL, clip_on=False)
    return [axes.text(1.01, k, "", **beside) for k in range(-1, len(ROWS))]


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    guessed = GUESSED[values.data]
    artists.guessing.set_xdata([guessed] * 2)
    artists.guesses.set_x(guessed)
    for k, (dots, shares) in enumerate(zip(artists.dots, result.accuracies)):
        dots.set_data(np.minimum(shares, HIGHEST_DOT), np.full(len(shares), k))
    medians = np.minimum(result.medians, HIGHEST_DOT)
    strokes = [[(median, k - 0.38), (median, k + 0.38)] for k, median in enumerate(medians)]
    artists.medians.set_data(*look.one_line(np.array(strokes)))
    for text, words in zip(artists.told, told(result)):
        text.set_text(words)


def told(result: Result) -> list:
    """The medians under their head, the learning rate; where each row has one of its own, it stands in that row."""
    rates, shares = {*result.rates} - {0}, [percent(median) for median in result.medians]
    if len(rates) == 1:
        return [f"η = {plain(rates.pop())}", *shares]
    return ["", *(f"{share}, η = {plain(rate)}" if rate else share for share, rate in zip(shares, result.rates))]


def readout(result: Result, values: Values) -> Words:
    right, *wrong, alone = result.medians
    best, worst = ROWS[WRONG[int(np.argmax(wrong))]], ROWS[WRONG[int(np.argmin(wrong))]]
    right, most, least, alone = (percent(share, 1) for share in (right, max(wrong), min(wrong), alone))
    phi = CONTROLS["phi"].options[values.phi]
    tuned = values.rate == BEST
    en = "each at its best η" if tuned else f"η = {plain(values.rate)} for all"
    zh = "各取最好的 η" if tuned else f"η 都取 {plain(values.rate)}"
    how, data = CONTROLS["alone"].options[values.alone], DATA[values.data]
    return Words(
        f"Medians for {data.en}, {phi.en}, {en}. The right gradient gets {right} right. The worst of the six wrong "
        f"ones ({worst.en}) gets <b>{least}</b>. The last layer alone, {how.en}, gets <b>{alone}</b>."
        f"\n The best of the wrong ones ({best.en}) gets {most}.",
        f"{data.zh}，{phi.zh}，{zh}，取中位数：正确的梯度 {right}；六种错误中，最差的（{worst.zh}）<b>{least}</b>；"
        f"只训练最后一层（{how.zh}）<b>{alone}</b>。\n 六种错误中，最好的（{best.zh}）{most}。",
    )


def of_the_networks(result: Result, values: Values) -> dict[Words, float]:
    """The errors of the right gradient, of the best wrong one and of the last layer alone, if they are about digits."""
    if values.data != "digits":
        return {}
    wrong = 1 - result.medians
    best = WRONG[int(np.argmin(wrong[1:-1]))]
    return {
        Words("the right gradient", "正确的梯度"): float(wrong[0]),
        ROWS[best]: float(wrong[1:-1].min()),
        ROWS[ALONE]: float(wrong[-1]),
    }


CONTEST = Contest(
    "data",
    on_data(lambda: examples("digits")),
    of_the_networks,
    axes=lambda artists: artists.medians.axes,
    measure=Words("Unseen digits misread, 600 to learn from", "用 600 个数字学习，没见过的数字的错误率"),
    place=lambda rival: (min(1 - rival.value, HIGHEST_DOT), np.nan),
)
OF_WRONG = tuple(f"dots.{BACKWARD.index(fault)}" for fault in WRONG)  # the right one and the last layer alone are given
VEIL = Veil((*OF_WRONG, "medians", "told"), given=("right", "alone"))
USES = {
    "compare-row-random": ("phi",),
    "sceptic": ("sceptic",),
    "come-back-lecture": ("first", "phi", "rate"),
}
TO_DO = {
    "compare-row-random": lambda result, values: values.phi == "relu",
    "sceptic": tried(sceptic=("relu", "tuned", "sigmoid", "solved", "large", "ring")),
    "come-back-lecture": lambda result, values: (values.phi, values.rate, values.first) == ("tanh", 0.1, STARTS),
}


def judge(result: Result) -> str:
    """Solved if the best wrong gradient leads the right one by a fifth of the digits; almost if it leads clearly."""
    right, *wrong, _ = result.medians
    lead = max(wrong) - right
    return "solved" if lead >= LEAD else "almost" if lead >= LEAD / 4 else "open"


CHALLENGE = Challenge(
    Words(
        "find a setting in which a wrong gradient is 20 points ahead of the right one.",
        "找出一种设置，其中某种错误的梯度读对的比正确的梯度多 20 个百分点。",
    ),
    judge,
)


def ghost(artists: SimpleNamespace, option: str) -> tuple | None:
    """The share of digits that was expected with random matrices in the backward pass."""
    row, share = BACKWARD.index("random feedback"), {"guesses": 0.1, "alone": ALONE_WITH_TANH}.get(option)
    words = max(share or 0, 0.6), row + 0.3  # where they stand, a place that is not drawn
    stroke = [(share, row - 0.45), (share, row + 0.45), (np.nan, np.nan), words]
    return (artists.medians.axes, np.array(stroke)) if share else None


def right_with_random_feedback() -> np.ndarray:
    """The digits in per cent that networks of tanh read, taught through random matrices, at every start: (5,)."""
    return 100 * finished(learned("tanh", "random feedback", 0.1, 0, 32)).accuracies


ESTIMATE = {
    "backpropagation-9": Mark(
        axes=lambda artists: artists.medians.axes,
        along="x",
        label=Words("read right", "读对"),
        low=0,
        high=100 * BEST_SHOWN,
        unit="%",
        per=0.01,
        where=BACKWARD.index("random feedback"),
        reach=0.45,
        truth=lambda: np.median(right_with_random_feedback()),
        spread=lambda: (right_with_random_feedback().min(), right_with_random_feedback().max()),
        places={"guesses": 10.0, "alone": 100 * ALONE_WITH_TANH, "more": 95.0},
    )
}


SCEPTIC = Sceptic(
    Words("networks learn with every one of six wrong gradients.", "六种错误的梯度，每一种都能让网络学会。"),
    Words(
        "Points by which the worst of them is ahead of the last layer alone",
        "其中最差的比“只训练最后一层”高出的百分点",
    ),
    lambda result: result.taught,
    {
        "relu": Change(Words("ReLU in place of tanh", "用 ReLU 代替 tanh"), {"phi": "relu"}),
        "tuned": Change(Words("for each its best η", "各取最好的 η"), {"rate": BEST}),
        "sigmoid": Change(
            Words("sigmoids, each at its best η", "sigmoid，各取最好的 η"), {"phi": "sigmoid", "rate": BEST}
        ),
        "solved": Change(
            Words("the same, the last layer alone by least squares", "同上，只训练最后一层时用最小二乘法"),
            {"phi": "sigmoid", "rate": BEST, "alone": "solved"},
        ),
        "large": Change(Words("η = 3 for all", "η 都取 3"), {"rate": 3.0}),
        "ring": Change(Words("a disc and the ring around it", "圆盘与它外面的圆环"), {"data": "ring"}),
    },
)


@demo(Words("Learning from wrong gradients", "用错误的梯度学习"), height=3.4)
def wrong_gradients(**values):
    """Networks learn to read digits with the right gradient, with six wrong ones, and with the last layer alone.
    网络学习识别手写数字：用正确的梯度、用六种错误的梯度，以及只训练最后一层。

    64-32-32-10 on 600 digits, or 2-32-32-2 on 600 points; plain descent, 10 epochs, 5 starts; the best η is that with
    which most is answered right.
    """
