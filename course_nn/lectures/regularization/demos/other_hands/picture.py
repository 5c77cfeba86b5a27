"""Digits of other hands: which step of their preparation lets a network read them, and what it makes of your own."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import percent
from course_nn.lectures.regularization.demos.other_hands.hands import PREPARED, RUNS, of_the_program, reading
from course_nn.metrics import wilson
from course_nn.own_digits import my_drawings
from course_nn.stage import Change, Choice, Handle, Mark, Sceptic, Values, Veil, demo

STEPS = {
    "as the data": Words("all steps", "全部步骤"),
    "no shear": Words("not made upright", "不扶正"),
    "no thickness": Words("thickness as drawn", "不统一粗细"),
    "no size": Words("size and place as drawn", "不统一大小和位置"),
}
SHORT = {
    "as the data": Words("all\nsteps", "全部\n步骤"),
    "no shear": Words("not\nupright", "不\n扶正"),
    "no thickness": Words("thickness\nas drawn", "不统一\n粗细"),
    "no size": Words("size, place\nas drawn", "不统一大\n小和位置"),
}
CONTROLS = {
    "prepared": Choice(Words("prepared by", "预处理"), STEPS, "as the data"),
    "learn": Choice(
        Words("learns from", "学习"),
        {
            "digits": Words("1,200 digits", "1,200 个数字"),
            "shifted": Words("the same, moved by a pixel at random", "同上，随机移动一格"),
            "hands": Words("the same and 50 of the program’s", "同上，再加程序的 50 个"),
            "yours": Words("the same and some of yours", "同上，再加你写的一部分"),
        },
        "digits",
    ),
    "width": Choice(Words("hidden units", "隐藏单元"), {24: "24", 96: "96"}, 24, costly=(96,)),
    "epochs": Choice(Words("epochs", "轮数"), {10: "10", 40: "40"}, 40),
    "seed": Choice(Words("runs", "训练编号"), {0: "0–2", 3: "3–5"}, 0, costly=(3,)),
}
SHOWN = np.array([digit * 40 + each for each in (3, 27) for digit in range(10)])  # of the program's 400
DOTS = (look.BLUE, "o"), (look.VERMILION, "D")  # of the program, and of the reader
ACROSS, TILE = 5, 9  # digits in a row; pixels from one to the next


class Result(NamedTuple):
    pictures: np.ndarray  # (20, 64) what the network gets
    right: np.ndarray  # (20,) bool, whether it reads them
    test: np.ndarray  # (3,) share of its test digits that each network reads
    shares: np.ndarray  # (4, 3) share of the program's, in each way to prepare them
    own: np.ndarray  # (4, 3) the same of yours; nan where you have kept none
    interval: tuple  # of your own, all steps taken, as far as so many can tell
    kept: int  # of your own


def compute(prepared, learn, width, epochs, seed) -> Generator[float, None, Result]:
    drawings, digits = my_drawings()
    found = yield from reading(learn, width, seed, epochs, drawings, digits)
    right = round(np.nan_to_num(found.mean) * len(digits))
    way = list(PREPARED).index(prepared)
    return Result(
        pictures=of_the_program(prepared)[SHOWN],
        right=found.right[way][SHOWN],
        test=found.test,
        shares=found.shares,
        own=found.own,
        interval=wilson(right, len(digits)),
        kept=len(digits),
    )


def paint(figure: Figure) -> SimpleNamespace:
    pictures, reads = figure.subplots(1, 2, width_ratios=[1, 1.35])
    tall, wide = TILE * (len(SHOWN) // ACROSS), TILE * ACROSS
    pictures.set(title=Words("what the network gets (framed: misread)", "网络得到的图（加框：读错）").drawn())
    pictures.set_axis_off()
    frames = marks.line(pictures, color=look.VERMILION, lw=2)
    image = pictures.imshow(np.zeros((tall, wide)), cmap="gray_r", vmin=0, vmax=1)
    pictures.set(xlim=(-1.5, wide), ylim=(tall, -1.5))
    return SimpleNamespace(image=image, frames=frames, **paint_reads(reads))


def paint_reads(axes: Axes) -> dict:
    axes.set(xlim=(-0.5, 3.5), ylim=(0, 104), yticks=[0, 50, 100])
    axes.set_title(Words("read right, in %", "读对的百分比").drawn())
    axes.set_xticks(range(len(SHORT)), [words.drawn() for words in SHORT.values()])
    names = Words("its test digits", "它的测试数字"), Words("the program’s", "程序写的"), Words("yours", "你写的")
    forms = [dict(color=look.GREY, ls="--"), *(dict(color=c, marker=m, ls="") for c, m in DOTS)]
    test = axes.axhline(0, color=look.GREY, ls="--", lw=1.5)
    return {
        "test": test,
        "now": axes.axvspan(-0.4, 0.4, color=look.PALE, alpha=0.4, zorder=0.4),
        "shares": marks.line(axes, "o", color=look.BLUE, ms=7, mec="white"),
        "own": marks.line(axes, "D", color=look.VERMILION, ms=7, mec="white"),
        "columns": axes.plot(range(len(SHORT)), [50] * len(SHORT), ls="")[0],
        "keys": marks.key(axes, [(name.drawn(), form) for name, form in zip(names, forms)], y=0.36),
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.image, tiled(result.pictures))
    rows, columns = np.divmod(np.flatnonzero(~result.right), ACROSS)
    boxes = [marks.box(TILE * x - 0.7, TILE * y - 0.7, TILE - 0.6, TILE - 0.6).T for x, y in zip(columns, rows)]
    artists.frames.set_data(*look.one_line(np.array(boxes).reshape(-1, 5, 2)))
    artists.test.set_ydata([100 * result.test.mean()] * 2)
    artists.now.set_x(list(PREPARED).index(values.prepared) - 0.4)
    spread = np.linspace(-0.1, 0.1, RUNS)
    places = (np.arange(len(SHORT))[:, None] + spread).ravel()
    artists.shares.set_data(places, 100 * result.shares.ravel())
    artists.own.set_data(places + 0.25, 100 * result.own.ravel())


def tiled(pictures: np.ndarray) -> np.ndarray:
    """Pictures (20, 64) side by side, white between them: (36, 45)."""
    tiles = np.pad(pictures.reshape(-1, ACROSS, 8, 8), ((0, 0), (0, 0), (0, 1), (0, 1)))
    return tiles.transpose(0, 2, 1, 3).reshape(TILE * len(tiles), -1)


def readout(result: Result, values: Values) -> Words:
    way = list(PREPARED).index(values.prepared)
    test, program, all_steps = (percent(one.mean()) for one in (result.test, result.shares[way], result.shares[0]))
    beside = Words(f" ({all_steps} with all steps)", f"（全部步骤都做时为 {all_steps}）") if way else Words("", "")
    en = f"Of the program’s 400 digits the networks read <b>{program}</b>{beside.en}"
    zh = f"程序写的 400 个数字，网络读对 <b>{program}</b>{beside.zh}"
    if not result.kept:
        more = " You have kept none of your own yet.", "你还没有保存自己写的数字。"
    else:
        low, high = map(percent, result.interval)
        own = percent(result.own[way].mean())
        more = (
            f" Of your {result.kept} they read {own}. With all steps, so few digits show only that it is between "
            f"{low} and {high}.",
            f"你写的 {result.kept} 个读对 {own}；全部步骤都做时，这么少的数字只能说明在 {low} 到 {high} 之间。",
        )
    return Words(
        f"{en}, and of their own test digits {test}.{more[0]}",
        f"{zh}，同一批数据里的测试数字读对 {test}。{more[1]}",
    )


def without_size() -> np.ndarray:
    """The shares in per cent that three networks read of the program's digits whose size and place are as drawn."""
    none = np.zeros((0, 32, 32), bool), np.zeros(0, int)
    return 100 * finished(reading("digits", 24, 0, 40, *none)).shares[-1]


ESTIMATE = Mark(
    axes=lambda artists: artists.shares.axes,
    label=Words("read right", "读对"),
    low=0,
    high=100,
    unit="%",
    where=len(SHORT) - 1,
    reach=0.4,
    truth=lambda: without_size().mean(),
    spread=lambda: (without_size().min(), without_size().max()),
    places={"most": 80.0, "tenth": 10.0, "less": 40.0},
    shown={"prepared": "no size"},
)
VEIL = Veil(("shares", "own", "test", "frames"), given=("pictures",))
TO_DO = {
    "look": lambda result, values: values.prepared == "no size",
    "steps": lambda result, seen: {"no shear", "no thickness"} <= seen["prepared"],
    "learn": lambda result, seen: {"shifted", "hands"} <= seen["learn"],
    "own": None,
}
USES = {"look": ("prepared",), "steps": ("prepared",), "learn": ("learn",), "own": ("prepared", "learn")}
SCEPTIC = Sceptic(
    Words(
        "these networks read digits from other hands because each is first brought to one size and one place.",
        "这些网络读得懂别处来的数字，是因为每个数字先统一了大小和位置。",
    ),
    Words("What that step adds to the share read right, in points", "这一步使读对的百分比提高多少个百分点"),
    lambda result: 100 * float(result.shares[0].mean() - result.shares[-1].mean()),
    {
        "runs": Change(Words("other digits and other starts", "换数字，换初值"), {"seed": 3}),
        "wide": Change(Words("four times as many units", "单元数增到四倍"), {"width": 96}),
        "brief": Change(Words("a quarter of the epochs", "轮数减到四分之一"), {"epochs": 10}),
        "moved": Change(Words("it learns from moved digits, too", "学习时随机移动数字"), {"learn": "shifted"}),
        "added": Change(Words("50 of the program’s digits are added", "加入程序写的 50 个数字"), {"learn": "hands"}),
    },
)


HANDLES = [
    Handle(
        "columns",
        at=lambda artist, result: [[(k, 2), (k, 102)] for k in range(len(SHORT))],
        click=lambda result, k: {"prepared": list(PREPARED)[k]},
        width=60,
    )
]


@demo(Words("Digits from other hands", "别处来的数字"))
def other_hands(**values):
    """Networks that have learned from 13 people's digits read those of a program, and your own: how many, and why.
    学过 13 个人的数字的网络，来读程序写的和你写的数字：读对多少，为什么。

    64-24-10, ReLU, Adam with η = 0.003, batches of 32; three runs, each with digits and first weights of its own.

    source : the steps of preparation as in course_nn.handwriting
    """
