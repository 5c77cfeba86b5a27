"""Networks learn digits in some places of a sheet, and are asked in all: who still knows a digit that was moved?"""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.image import AxesImage

from course_nn.common.ink import as_ink
from course_nn.common.progress import InParts, with_first
from course_nn.common.words import Words
from course_nn.digit_pad import digit_pad, whose
from course_nn.drawing import Axes, Figure, look, marks, reading
from course_nn.drawing.numbers import count, number, percent
from course_nn.drawing.sketch import Texts
from course_nn.handwriting import as_digit
from course_nn.lectures.everybody.demos.places.rivals import RANDOM, rival
from course_nn.lectures.everybody.digit_places import (
    ALL,
    ASKED,
    DIGIT,
    MIDDLE,
    PLACES,
    READERS,
    RIGHT,
    SHEET,
    TAUGHT_PLACES,
    TWO_ASIDE,
    laid,
    mean_over,
    sheets_of,
    taught,
)
from course_nn.losses import softmax
from course_nn.network import Network
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo, tried
from course_nn.stage.rivals import Contest, on_data

READER_NAMES = {
    "small": Words("dense, 43 units", "全连接，43 个单元"),
    "large": Words("dense, 384 units", "全连接，384 个单元"),
    "flat": Words("convolution, flat head", "卷积，展平头"),
    "max": Words("convolution, max over places", "卷积，取各处最大"),
    "random": Words("256 random kernels, max", "256 个随机卷积核，取最大"),
    "nearest": Words("centred, nearest digit", "移到中央，取最相近的"),
}
RIVALS = ("random", "nearest")


def is_own(values: Values) -> bool:
    """Whether the student's own digit lies on the sheet."""
    return values.whose == "yours"


def learns(values: Values) -> bool:
    """Whether it is a network that is trained."""
    return values.reader not in RIVALS


WHERE_NAMES = {
    "middle": Words("the middle", "中央"),
    "four": Words("four places", "四处"),
    "left": Words("the left", "左边"),
    "everywhere": Words("everywhere", "各处"),
}
GOAL = Words(
    "a dense network whose mean error over all 81 places is below 7%.",
    "让一个全连接网络在 81 个位置上的平均错误率低于 7%。",
)
MORAL = Words(
    "a network that reads digits in the middle does not read them two pixels off centre.",
    "网络在中央认得的数字，挪开两个像素就不认得了。",
)
MEASURE = Words("Misread there, minus misread in the middle", "挪开之后与在中央时的错误率之差")


CONTROLS = {
    "reader": Choice(Words("reader", "谁来读"), READER_NAMES, "flat", costly=("random",)),
    "where": Choice(Words("learns in", "在何处学习"), WHERE_NAMES, "middle"),
    "passes": Choice(Words("epochs", "轮数"), {5: "5", 15: "15", 60: "60"}, 15, costly=(60,), used=learns),
    "rate": Choice(
        Words("first η", "初始 η"),
        {rate: f"{rate:g}" for rate in (0.001, 0.003, 0.01, 0.02)},
        0.01,
        costly=(0.001, 0.003, 0.02),
        used=learns,
    ),
    "seed": Choice(Words("seed", "随机种子"), {seed: str(seed) for seed in range(5)}, 0, costly=(1, 2, 3, 4)),
    "whose": Choice(
        Words("whose digit", "谁的数字"),
        {"test": Words("a test digit", "测试数字"), "yours": Words("yours", "你写的")},
        "test",
    ),
    "digit": Slider(Words("digit", "第几个样本"), 0, ASKED - 1, 3, 1, used=lambda values: not is_own(values)),
    "pad": replace(digit_pad(), used=is_own),
    "dx": Slider(Words("to the right", "右移"), 0, PLACES - 1, MIDDLE[0], 1),
    "dy": Slider(Words("down", "下移"), 0, PLACES - 1, MIDDLE[1], 1),
}
LOW, TALL = 0.6, 2.55  # inches: of all three parts the lower edge, and the height
WIDE = 2.76  # inches of the map, so that two 100 fit side by side


TITLES = {
    "test": Words("misread at each place, in %", "各位置的错误率（%）"),
    "yours": Words("read as what, at each place", "在各位置读作什么"),
}


class Result(NamedTuple):
    sheet: np.ndarray  # (16, 16) ink
    true: int  # -1 if nobody has said it
    p: np.ndarray  # (10,) what the network says of it
    wrong: np.ndarray  # (9, 9) share of other digits read wrong, rows dy, columns dx
    answers: np.ndarray  # (9, 9) what the digit on the sheet is read as at each place; nan for a blank sheet
    weights: int
    products: int  # of weights and numbers, for one sheet


def compute(reader, where, passes, rate, seed, whose, digit, pad, dx, dy) -> InParts[Result]:
    """First the sheet, then what a network that has learned makes of it."""
    ink, true = asked_for(seed, digit) if whose == "test" else (as_digit(as_ink(pad)), -1)
    sheet, unknown = laid(ink[None], (dx, dy)), np.full((PLACES, PLACES), np.nan)
    waiting = Result(sheet.reshape(SHEET, SHEET), true, np.full(10, np.nan), unknown, unknown, 0, 0)
    work = rival(reader, where, seed) if reader in RIVALS else taught(READERS[reader], where, passes, rate, seed)
    found = yield from with_first(work, lambda: waiting)
    is_network = isinstance(found.network, Network)
    return waiting._replace(
        p=softmax(found.network(sheet))[0],
        wrong=found.wrong,
        answers=read_everywhere(found.network, ink) if whose == "yours" else unknown,
        weights=found.network.parameters.size if is_network else 0,
        products=(READERS | {"random": RANDOM})[reader].products if is_network else found.network.products,
    )


def asked_for(seed: int, digit: int) -> tuple[np.ndarray, int]:
    """One of the digits that no network learned from: ink (64,), and what it is."""
    ink, labels = sheets_of(seed)[2:]
    return ink[digit], int(labels[digit])


def read_everywhere(network: Callable, ink: np.ndarray) -> np.ndarray:
    """What a digit is read as at each place: (9, 9), rows dy, columns dx; nan for a blank sheet."""
    if not ink.any():
        return np.full((PLACES, PLACES), np.nan)
    answers = network(laid(np.tile(ink.astype(np.float32), (len(ALL), 1)), ALL)).argmax(axis=-1)
    return answers.reshape(PLACES, PLACES).T.astype(float)


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    sheet = marks.part(
        figure, 0.1, LOW, TALL, TALL, Words("a sheet; dashed: learned here", "纸面（虚线：在此学习）").drawn()
    )
    bars = marks.part(figure, 3.15, LOW, 2.0, TALL, Words("the answer", "网络的回答").drawn())
    places = marks.part(figure, 5.8, LOW, WIDE, TALL)
    pad = marks.part(figure, 3.15, LOW + (TALL - 2.0) / 2, 2.0, 2.0)  # where the bars are
    sheet.set(xlim=(0, SHEET), ylim=(SHEET, 0), xticks=[], yticks=[])
    sheet.spines[:].set_visible(True)
    blank = np.zeros((SHEET, SHEET))
    return SimpleNamespace(
        ink=sheet.imshow(blank, cmap="gray_r", vmin=0, vmax=1, extent=(0, SHEET, SHEET, 0), zorder=0),
        taught=marks.line(sheet, color=look.BLUE, lw=1.5, ls=(0, (4, 2)), zorder=2),
        frame=marks.line(sheet, color=look.VERMILION, lw=2.5, zorder=3),
        bars=paint_bars(bars),
        paper=reading.paint_sheet(pad),
        title=places.set_title(TITLES["test"].drawn()),
        **paint_places(places),
    )


def paint_bars(axes: Axes) -> list:
    axes.set(xlim=(0, 1), ylim=(9.6, -0.6), yticks=range(10), xticks=[0, 0.5, 1])
    axes.set_xlabel(Words("probability", "概率").drawn())
    axes.tick_params(axis="y", length=0)
    return list(axes.barh(range(10), np.zeros(10), height=0.7))


def paint_places(axes: Axes) -> dict:
    end = PLACES - 0.5
    ticks = range(0, PLACES, 2)
    axes.set(xlim=(-0.6, end + 0.1), ylim=(end + 0.1, -0.6), xticks=ticks, yticks=ticks)
    axes.set_xlabel(Words("pixels to the right", "右移的像素").drawn())
    axes.set_ylabel(Words("pixels down", "下移的像素").drawn())
    axes.spines[:].set_visible(False)
    extent = (-0.5, end, end, -0.5)
    return dict(
        map=axes.imshow(np.full((PLACES, PLACES, 4), 255, np.uint8), extent=extent, aspect="auto", zorder=0),
        learned=marks.line(axes, color=look.BLUE, lw=1.5, ls=(0, (4, 2)), zorder=2),
        numbers=Texts(axes, zorder=3),
        here=marks.line(axes, color=look.VERMILION, lw=2.5, zorder=4),
    )


def two_aside() -> tuple:
    """Digits in the middle of their sheets to learn from, and others two pixels off centre."""
    X, y, ink, labels = sheets_of(0)
    places = [place for place in TWO_ASIDE for _ in labels]
    return X, y, laid(np.concatenate([ink] * len(TWO_ASIDE)), places), np.tile(labels, len(TWO_ASIDE))


CONTEST = Contest(
    "data",
    on_data(two_aside),
    lambda result, values: (
        {READER_NAMES[values.reader]: mean_over(result.wrong, TWO_ASIDE)} if values.where == "middle" else {}
    ),
    axes=lambda artists: artists.ink.axes,
    measure=Words("Misread two pixels off centre, after learning in the middle", "在中央学习，挪开两个像素后的错误率"),
)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.ink, result.sheet)
    marks.fill(artists.paper, as_ink(values.pad).astype(float))
    artists.paper.axes.set_visible(is_own(values))
    artists.bars[0].axes.set_visible(not is_own(values))
    marks.change(artists.title, text=TITLES[values.whose].drawn())
    (left, top), (right, low) = np.min(TAUGHT_PLACES[values.where], axis=0), np.max(TAUGHT_PLACES[values.where], axis=0)
    artists.taught.set_data(*marks.box(left, top, right - left + DIGIT, low - top + DIGIT))
    artists.frame.set_data(*marks.box(values.dx, values.dy, DIGIT, DIGIT))
    for digit, (bar, p) in enumerate(zip(artists.bars, np.nan_to_num(result.p))):
        bar.set_width(p)
        is_wrong = p == result.p.max() and digit != result.true
        bar.set_color(look.VERMILION if is_wrong else look.BLUE if digit == result.true else look.GREY)
    artists.learned.set_data(*marks.box(left - 0.5, top - 0.5, right - left + 1, low - top + 1))
    artists.here.set_data(*marks.box(values.dx - 0.5, values.dy - 0.5, 1, 1))
    if is_own(values):
        draw_map(artists, result.answers, result.answers != in_the_middle(result))
    else:
        draw_map(artists, 100 * result.wrong, result.wrong)


def draw_map(artists: SimpleNamespace, numbers: np.ndarray, wrong: np.ndarray) -> None:
    """A number at each place, blue where all is read, orange where nothing is; one that is not known stays white."""
    known = np.isfinite(numbers)
    colors = look.heat(1 - np.nan_to_num(wrong.astype(float)))
    colors[~known] = 255
    marks.fill(artists.map, colors)
    dx, dy = np.transpose(ALL)
    shown = known[dy, dx]
    artists.numbers.move(np.array(ALL)[shown], [f"{one:.0f}" for one in numbers[dy, dx][shown]])


def readout(result: Result, values: Values) -> Words:
    return about_yours(result, values) if is_own(values) else about_the_test(result, values)


def in_the_middle(result: Result) -> float:
    """What the digit on the sheet is read as in the middle."""
    dx, dy = MIDDLE
    return result.answers[dy, dx]


def about_yours(result: Result, values: Values) -> Words:
    """Where the digit on the pad is read as in the middle, and how many other digits are read here."""
    hand, name, n = whose(values.pad), READER_NAMES[values.reader], len(ALL)
    if not np.isfinite(result.answers).all():
        return reading.BLANK
    middle, read = int(in_the_middle(result)), int(result.answers[values.dy, values.dx])
    same = int(np.sum(result.answers == middle))
    others = percent(1 - mean_over(result.wrong, [(values.dx, values.dy)]), 1)
    return Words(
        f"{name.en.capitalize()}: {hand.en} is read as {middle} in the middle, and here as <b>{read}</b>. At "
        f"<b>{same}</b> of {n} places it is read as in the middle. Of {ASKED} test digits {others} are right here.",
        f"{name.zh}：{hand.zh}在中央读作 {middle}，在此处读作 <b>{read}</b>；"
        f"{n} 个位置中有 <b>{same}</b> 个与中央相同。{ASKED} 个测试数字在此处读对 {others}。",
    )


def about_the_test(result: Result, values: Values) -> Words:
    read, name, p = int(result.p.argmax()), READER_NAMES[values.reader], number(result.p.max())
    learned = Words(f"{count(result.weights)} weights", f"{count(result.weights)} 个权重")
    learned = learned if result.weights else Words("no weights", "没有权重")
    asked = [(values.dx, values.dy)], TAUGHT_PLACES[values.where], TWO_ASIDE, RIGHT, ALL
    here, own, aside, far, mean = (percent(mean_over(result.wrong, where), 1) for where in asked)
    return Words(
        f"The {result.true} is read as <b>{read}</b> (p = {p}). Of {ASKED} digits it misreads <b>{here}</b> here, "
        f"and {own} where it learned. Two pixels from the middle it misreads <b>{aside}</b>, at the right edge {far}, "
        f"and {mean} on average over all places.\n {name.en.capitalize()}: {learned.en}, {count(result.products)} "
        "multiplications a sheet.",
        f"这个 {result.true} 被读作 <b>{read}</b>（p = {p}）。{ASKED} 个数字的错误率：此处 <b>{here}</b>，"
        f"学习过的位置 {own}；离中央两个像素处 <b>{aside}</b>，最右边 {far}，全部位置平均 {mean}。\n"
        f"{name.zh}：{learned.zh}，看一张纸要做 {count(result.products)} 次乘法。",
    )


def both_learned_left(result: Result, seen: dict, values: Values) -> bool:
    return values.where == "left" and values.dx >= 7 and {"flat", "max"} <= seen["reader"]


VEIL = Veil(("map", "numbers"), given=("sheet", "true", "p"))
TO_DO = {
    "your-digit-aside": lambda result, values, seen: is_own(values) and {*READERS} <= seen["reader"],
    "convolutional-network-learn": both_learned_left,
    "show-digits-everywhere": lambda result, values, seen: (
        values.where == "everywhere" and {"large", "max"} <= seen["reader"]
    ),
    "sceptic": tried(sceptic=("max", "dense", "digits", "rate", "everywhere", "random", "nearest")),
}
USES = {
    "your-digit-aside": ("whose", "pad", "reader"),
    "convolutional-network-learn": ("where", "reader", "dx"),
    "show-digits-everywhere": ("where", "reader"),
    "sceptic": ("sceptic",),
}


def judge(result: Result, values: Values) -> str:
    """Solved by a dense network with a mean error below 7 %, almost below 10 %."""
    if values.reader not in ("small", "large"):
        return "open"
    mean = result.wrong.mean()
    return "solved" if mean < 0.07 else "almost" if mean < 0.1 else "open"


CHALLENGE = Challenge(GOAL, judge)


def lost_aside(result: Result) -> float:
    """How much more is read wrong two pixels from the middle than in the middle."""
    return mean_over(result.wrong, TWO_ASIDE) - mean_over(result.wrong, [MIDDLE])


SCEPTIC = Sceptic(
    MORAL,
    MEASURE,
    lost_aside,
    {
        "max": Change(
            Words("a head that takes the maximum over all places", "输出头取各处的最大值"), {"reader": "max"}
        ),
        "dense": Change(Words("a dense network of 384 units", "384 个单元的全连接网络"), {"reader": "large"}),
        "digits": Change(Words("other digits and other first weights", "换数字，换初始权重"), {"seed": 1}),
        "rate": Change(Words("η = 0.003 in place of 0.01", "η 从 0.01 改为 0.003"), {"rate": 0.003}),
        "everywhere": Change(Words("digits shown everywhere", "数字出现在各处"), {"where": "everywhere"}),
        "random": Change(
            Words("the maximum over 256 kernels that learn nothing", "256 个不学习的卷积核，取各处的最大值"),
            {"reader": "random"},
        ),
        "nearest": Change(
            Words("no network: centre the ink, take the nearest digit", "不用网络：墨迹移到中央，取最相近的数字"),
            {"reader": "nearest"},
        ),
    },
    shares=True,
)


def cells(artist: AxesImage, result: Result) -> np.ndarray:
    """The outlines of all places of the map: (81, 5, 2)."""
    return np.array([marks.box(dx - 0.5, dy - 0.5, 1, 1).T for dx, dy in ALL])


HANDLES = [
    Handle("map", at=cells, click=lambda result, k: dict(zip(("dx", "dy"), ALL[k])), face=True),
    Handle(
        "frame",
        at=lambda artist, result: [artist.get_xydata()],
        pull=lambda result, dx, dy, values: {"dx": values.dx + dx, "dy": values.dy + dy},
        face=True,
    ),
]


@demo(Words("Moved aside", "挪个位置"), height=3.5)
def places(**values):
    """Digits are learned in some places of a sheet and asked for in all, by dense and by convolutional networks.
    在纸面的某些位置学习数字，再到所有位置去考：全连接网络与卷积网络。

    1,200 digits on sheets of 16 × 16 pixels, 200 others to be asked for; Adam with β₂ = 0.99, batches of 30, a learning
    rate that falls to 0.

    source : LeCun, Bottou, Bengio & Haffner, Gradient-Based Learning Applied to Document Recognition (1998)
    """
