"""Five lights to look at before any long training, each beside what it should be."""

from collections.abc import Generator
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
from matplotlib.text import Text

from course_nn.common.ink import as_ink
from course_nn.common.progress import finished, part
from course_nn.common.words import Words, term
from course_nn.digit_pad import digit_pad, whose
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing import reading as sheets
from course_nn.drawing.numbers import magnitude, percent, short
from course_nn.handwriting import as_digit
from course_nn.lectures.practice.demos.first_checks.checked_runs import (
    FAULTS,
    FEW,
    STEPS,
    Setting,
    digit_data,
    training_run,
)
from course_nn.lectures.practice.demos.first_checks.checklist import BORDERS, FACTORS, MOST, Checks, run_checks
from course_nn.lectures.practice.demos.first_checks.own_hand import EIGHT, reading
from course_nn.reader import share_of
from course_nn.stage import Challenge, Choice, Handle, Mark, Slider, Veil, demo
from course_nn.stage.controls import Toggle, Values
from course_nn.stage.rivals import Contest, on_data

RUNGS = {
    "constant": Words("constant", "常数"),
    "ink": Words("total ink", "总墨量"),
    "mean": Words("nearest mean", "最近均值"),
    "softmax": Words("softmax regression", "softmax 回归"),
    "neighbour": Words("nearest neighbour", "最近邻"),
}
_FAULTS = [
    Words("none", "无"),
    Words("labels shuffled", "标签被打乱"),
    Words("inputs all 0", "输入全为 0"),
    Words("sign of dW₁", "dW₁ 的符号"),
]
CHECKS = {
    "start": Words("loss at start", "初始损失"),
    "zero": Words("zero inputs", "输入为零"),
    "batch": Words("one batch", "单个批量"),
    "baseline": Words("baseline", "基线"),
    "gradient": Words("gradient", "梯度检查"),
}
YOURS = "yours"
LARGE = CHECKS | {YOURS: Words("your digit", "你写的数字")}  # the five lights, and what has none
CONTROLS = {
    "check": Choice(Words("shown enlarged", "放大显示"), LARGE, "baseline"),
    "pad": replace(digit_pad(), used=lambda values: values.check == YOURS),
    "task": Choice(
        Words("task", "任务"),
        {"digits": Words("ten digits", "十个数字"), "eight": Words("is it an 8?", "是不是 8？")},
        "digits",
    ),
    "inputs": Choice(
        Words("inputs", "输入"),
        {"centred": Words("0 … 1, less the mean", "0…1，减去均值"), "stored": Words("0 … 16, as stored", "0…16，原样")},
        "stored",
    ),
    "last": Slider(Words("last layer ×", "最后一层 ×"), 1e-3, 10.0, 1.0, 0.25, decades=True, continuous=False),
    "prior": Toggle(Words("shares in bias", "偏置按类别比例设定"), False),
    "rate": Choice(
        "η", {r: f"{r:g}" for r in (0.001, 0.01, 0.1, 0.3, 1.0)}, 0.1, means=Words("learning rate", "学习率")
    ),
    "samples": Choice(Words("one batch of", "单批样本数"), {2: "2", 10: "10", 50: "50"}, 10),
    "fault": Choice(Words("fault", "错误"), dict(zip(FAULTS, _FAULTS)), "sign"),
    "rung": Choice(Words("compared with", "对照"), RUNGS, "softmax"),
    "seed": Slider(Words("seed", "随机种子"), 0, 9, 0, 1, continuous=False),
}
STATES = Words("red", "红"), Words("undecided", "未定"), Words("green", "绿")
LEAST = 0.008  # error that is shown
SHOULD = {
    "=": Words("should be", "应为"),
    "<": Words("should be below", "应低于"),
    "≤": Words("should be at most", "应不超过"),
}
SIGNS, COLORS = ("✗", "?", "✓"), (look.VERMILION, look.ORANGE, look.GREEN)
Result = Checks


def compute(rung, samples, check, pad, **values) -> Generator[float, None, Checks]:
    setting = Setting(**values)
    checks = yield from part(run_checks(setting, rung, samples), 0, 2)
    found = yield from part(reading(setting, as_digit(as_ink(pad))), 1, 2)
    return checks._replace(**found._asdict())


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    names = figure.add_axes((0.0, 0.02, 0.3, 0.96), xlim=(0, 1), ylim=(len(LARGE), 0))
    names.set_axis_off()
    left = dict.fromkeys(CHECKS, 0.38) | {"baseline": 0.49}  # whose rows have long names
    panels = {name: figure.add_axes((x, 0.15, 0.965 - x, 0.74)) for name, x in left.items()}
    return SimpleNamespace(
        panels=panels,
        **paint_lights(names),
        **paint_start(panels["start"]),
        **paint_zero(panels["zero"]),
        **paint_batch(panels["batch"]),
        **paint_rungs(panels["baseline"]),
        **paint_gradient(panels["gradient"]),
        **paint_yours(figure),
    )


def paint_lights(axes: Axes) -> dict:
    """The list of lights: a sign, the name, and the number beside what it should be; what is shown large is shaded."""
    rows = np.arange(5) + 0.5
    sign = dict(ha="center", va="center", fontsize=17, fontweight="bold", color="white", zorder=3)
    for row, check in enumerate(LARGE.values()):
        axes.text(0.29, row + 0.33, check.drawn(), va="center", zorder=0.5, fontsize=12)
    small = dict(va="center", fontsize=look.SMALL, color=look.BLACK)
    return {
        "shown": axes.axhspan(0, 1, color=look.PALE, alpha=0.5, lw=0, zorder=0),
        "discs": axes.scatter(np.full(5, 0.14), rows, s=700, zorder=2),
        "signs": [axes.text(0.14, row, "", **sign) for row in rows],
        "numbers": [axes.text(0.29, row + 0.72, "", **small) for row in range(len(LARGE))],
    }


WANTED = dict(color=look.GREEN, ls="--", lw=1.8, zorder=0.6)  # the line of what should be


def named(axes: Axes, words: Words, x: float, y: float, color: str, **style) -> Text:
    """What a line is called, beside it."""
    return axes.text(x, y, words.drawn(), color=look.ink(color), zorder=3, **style)


def paint_start(axes: Axes) -> dict:
    axes.set(xscale="log", yscale="log", xlim=(1e-3, 10), ylim=(0.2, 200), xticks=[1e-3, 0.1, 10])
    axes.set_xlabel(Words("last layer ×", "最后一层 ×").drawn())
    axes.set_title(Words("loss before the first step", "第一步之前的损失").drawn())
    axes.minorticks_off()
    return {
        "expected": axes.axhline(1, **WANTED),
        "should": named(axes, SHOULD["="], 1.2e-3, 1, look.GREEN, va="top"),
        "starts": marks.line(axes, color=look.BLACK),
        "start": marks.dot(axes, ms=11),
    }


def paint_zero(axes: Axes) -> dict:
    axes.set(yscale="log", xlim=(0, FEW), ylim=(0.02, 1.5 * MOST), yticks=[0.1, 1, 10, 100, 1000])
    axes.set_xlabel(term("epoch").drawn())
    axes.set_title(Words("loss with inputs 0, and with the real ones", "输入为 0 与真实输入时的损失").drawn())
    axes.minorticks_off()
    lines = [
        (Words("inputs 0", "输入为 0").drawn(), dict(color=look.GREY, lw=4)),
        (Words("real inputs", "真实输入").drawn(), dict(color=look.BLUE, lw=2.5)),
    ]
    marks.key(axes, lines, x=0.7, y=0.98, gap=16)
    return {
        "constant": axes.axhline(1, **WANTED),
        "zero": marks.line(axes, **lines[0][1]),
        "real": marks.line(axes, **lines[1][1]),
    }


def paint_batch(axes: Axes) -> dict:
    axes.set(xscale="log", yscale="log", xlim=(1, STEPS), ylim=(1e-5, 1.5 * MOST), yticks=[1e-4, 1e-2, 1, 100])
    axes.set_xlabel(Words("step", "步").drawn())
    axes.set_title(Words("loss of a few samples, learned by heart", "背下几个样本时的损失").drawn())
    axes.minorticks_off()
    named(axes, SHOULD["<"], 1.1, BORDERS["batch"][0] * 0.8, look.GREEN, va="top")
    return {
        "wanted": axes.axhline(BORDERS["batch"][0], **WANTED),
        "one_batch": marks.line(axes, color=look.BLUE, lw=2.5),
    }


def paint_rungs(axes: Axes) -> dict:
    axes.set(xscale="log", xlim=(LEAST, 1.1), ylim=(4.5, -0.5), yticks=range(5))
    axes.set_yticks(range(5), [name.drawn() for name in RUNGS.values()], fontsize=11)
    axes.set_xticks([0.01, 0.03, 0.1, 0.3, 1], ["1%", "3%", "10%", "30%", "100%"])
    axes.set_xlabel(Words("test error", "测试错误率").drawn())
    axes.minorticks_off()
    axes.tick_params(axis="y", length=0)
    above = dict(transform=axes.get_xaxis_transform(), ha="right", va="bottom")
    return {
        "error": axes.axvline(1, color=look.VERMILION, lw=2.5),
        "network": named(axes, Words("the network", "该网络"), 1, 1.01, look.VERMILION, **above),
        "rungs": marks.line(axes, "o", color=look.BLUE, ms=10, mec="white"),
        "rung": marks.ring(axes, ms=17, mew=1.8, mec=look.BLACK),
    }


def paint_gradient(axes: Axes) -> dict:
    axes.set(xscale="log", xlim=(1e-12, 10), ylim=(1.6, -0.6), xticks=[1e-12, 1e-9, 1e-6, 1e-3, 1])
    axes.set_yticks([0, 1], ["W₁", "W₂"], fontsize=12)
    axes.set_xlabel(Words("relative error", "相对误差").drawn())
    axes.set_title(Words("gradient, beside what was measured", "梯度与数值测量之差").drawn())
    axes.minorticks_off()
    axes.axvline(BORDERS["gradient"][0], **WANTED)
    named(axes, SHOULD["<"], BORDERS["gradient"][0] * 0.6, 1.5, look.GREEN, ha="right")
    return {"gradient": marks.line(axes, "o", color=look.BLUE, ms=12, mec="white", **marks.UNCLIPPED)}


def paint_yours(figure: Figure) -> dict:
    """The sheet, and what the network says of it."""
    sheet, said = (figure.add_axes((x, 0.15, wide, 0.74)) for x, wide in ((0.38, 0.3), (0.74, 0.225)))
    said.set(xlim=(0, 1), ylim=(9.6, -0.6), yticks=range(10), xticks=[0, 0.5, 1])
    said.set_title(Words("probability", "概率").drawn())
    said.tick_params(axis="y", length=0)
    return {"paper": sheets.paint_sheet(sheet), "said": [*said.barh(range(10), np.zeros(10), 0.7, color=look.BLUE)]}


def of_the_same_digits(result: Checks, values: Values) -> dict[Words, float]:
    """The errors of the network and of the simple models, if they are about the digits that rivals get."""
    if (values.task, values.seed) != ("digits", 0):
        return {}
    return {Words("the network", "该网络"): result.error} | {
        RUNGS[name]: found for name, found in result.ladder.items()
    }


CONTEST = Contest(
    "data",
    on_data(digit_data),
    of_the_same_digits,
    axes=lambda artists: artists.rungs.axes,
    measure=Words("Test digits misread, 1,000 to learn from", "用 1,000 个数字学习，测试错误率"),
    place=lambda rival: (rival.value, np.nan),
)


def draw(artists: SimpleNamespace, result: Checks, values: Values) -> None:
    draw_lights(artists, result, values)
    for name, axes in artists.panels.items():
        axes.set_visible(name == values.check)
    draw_yours(artists, result, values)
    artists.should.set_y(result.expected * 0.85)
    for line, height in ((artists.expected, result.expected), (artists.constant, result.constant)):
        line.set_ydata([height, height])
    artists.starts.set_data(FACTORS, result.starts)
    artists.start.set_data([values.last], [result.start])
    artists.zero.set_data(range(len(result.zero)), result.zero)
    artists.real.set_data(range(len(result.real)), result.real)
    artists.one_batch.set_data(np.arange(1, len(result.one_batch) + 1), result.one_batch)
    marks.at(artists.error, result.error)
    artists.network.set_x(result.error)
    artists.rungs.set_data([*result.ladder.values()], range(5))
    artists.rung.set_data([result.ladder[values.rung]], [[*RUNGS].index(values.rung)])
    artists.gradient.set_data(result.gradient.clip(1e-12), [0, 1])


def draw_lights(artists: SimpleNamespace, result: Checks, values: Values) -> None:
    artists.shown.set_y([*LARGE].index(values.check))
    artists.discs.set_facecolor([look.ink(COLORS[light]) for light in result.lights])
    for sign, light in zip(artists.signs, result.lights):
        sign.set_text(SIGNS[light])
    for text, (value, sign, wanted) in zip(artists.numbers, comparisons(result, values.rung)):
        text.set_text(f"{value} ({sign} {wanted})")
    artists.numbers[-1].set_text(in_short(result, values).drawn())


def draw_yours(artists: SimpleNamespace, result: Checks, values: Values) -> None:
    marks.fill(artists.paper, as_ink(values.pad).astype(float))
    for axes in (artists.paper.axes, artists.said[0].axes):
        axes.set_visible(values.check == YOURS)
    for bar, p in zip(artists.said, result.p):
        bar.set_width(p if values.pad else 0)


def in_short(result: Checks, values: Values) -> Words:
    """What the network says of the drawing, under its name in the list."""
    if not values.pad:
        return Words("blank", "空白")
    if values.task == "eight":
        p = percent(result.p[EIGHT])
        return Words(f"an 8: {p}", f"是 8：{p}")
    return Words(f"read as {result.p.argmax()}", f"读作 {result.p.argmax()}")


def about_yours(result: Checks, values: Values) -> Words:
    """What the network reads on the sheet, and how many of whose digits it reads."""
    if not values.pad:
        said = sheets.BLANK
    elif values.task == "eight":
        p = percent(result.p[EIGHT])
        said = Words(f"It takes it for an 8 with <b>{p}</b>.", f"网络认为这是 8 的概率为 <b>{p}</b>。")
    else:
        said = sheets.says(result.p, int(result.p.argmax()))
    of, often = whose(values.pad), sheets.says_how_often(result.counts, share_of(*result.counts[-1])[1:])
    of = Words(f"The network sees {of.en}. ", f"网络看到的是{of.zh}。") if values.pad else Words("", "")
    return Words(f"{of.en}{said.en} {often.en}", f"{of.zh}{said.zh}{often.zh}")


def comparisons(result: Checks, rung: str) -> list:
    """For each check its number, a sign and what it should be: equal to, below or at most another."""
    return [
        (capped(result.start), "=", capped(result.expected)),
        (capped(result.real[-1]), "<", capped(result.zero[-1] / 2)),
        (capped(result.one_batch[-1]) if len(result.one_batch) == STEPS else "∞", "<", "0.01"),
        (percent(result.error, 1), "≤", percent(result.ladder[rung], 1)),
        (magnitude(result.gradient.max()), "<", "10⁻⁶"),
    ]


def capped(value: float) -> str:
    """A loss as text; all from 1000 on are only "> 1000"."""
    return "> 1000" if value >= MOST else short(value)


def readout(result: Checks, values: Values) -> Words:
    rung, green = RUNGS[values.rung], int(np.sum(result.lights == 2))
    en, zh = [], []
    names = [
        Words("Loss at start", "初始损失"),
        Words(
            f"loss after {FEW} epochs, beside half of the loss with zero inputs",
            f"{FEW} 轮后的损失（对照：输入为零时损失的一半）",
        ),
        Words(f"one batch after {STEPS} steps", f"单个批量 {STEPS} 步后的损失"),
        Words(f"test error, beside {rung.en}", f"测试错误率（对照：{rung.zh}）"),
        Words("relative error of the gradient", "梯度的相对误差"),
    ]
    for name, (value, sign, wanted), light in zip(names, comparisons(result, values.rung), result.lights):
        en.append(f"{name.en}: {value} ({SHOULD[sign].en} {wanted}), {STATES[light].en}")
        zh.append(f"{name.zh}：{value}（{SHOULD[sign].zh} {wanted}），{STATES[light].zh}")
    baseline = Words(en.pop(3), zh.pop(3))
    if values.check == YOURS:
        yours = about_yours(result, values)
        return Words(f"{yours.en}\n {green} of 5 lights are green.", f"{yours.zh}\n5 盏灯中 {green} 盏为绿。")
    return Words(
        f"<b>{green}</b> of 5 lights are green; {baseline.en}.\n {'; '.join(en)}.",
        f"5 盏灯中 <b>{green}</b> 盏为绿；{baseline.zh}。\n{'；'.join(zh)}。",
    )


NEIGHBOUR = 0.016  # about the nearest neighbour's share of errors
TIMES = {"half": 0.5, "less": 0.8, "nothing": 1.5}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """Where the network's error lies, beside that of the nearest neighbour."""
    error = TIMES[option] * NEIGHBOUR
    return artists.rungs.axes, np.array([(error, -0.5), (error, 4.5)])


TYPICAL = 1  # of the starts the one between the others


def errors_without_fault() -> np.ndarray:
    """The test digits in per cent that a sound network misreads, from each of three starts."""
    runs = [finished(training_run(Setting(rate=0.3, seed=seed))) for seed in range(3)]
    return 100 * np.array([error for _, error in runs])


ESTIMATE = Mark(
    axes=lambda artists: artists.rungs.axes,
    along="x",
    label=Words("misread", "读错"),
    low=100 * LEAST,
    high=100,
    log=True,
    unit="%",
    per=0.01,
    where=0.5,
    reach=1,
    truth=lambda: errors_without_fault()[TYPICAL],
    shown={"fault": "none", "inputs": "centred", "rate": 0.3, "seed": TYPICAL},
    spread=lambda: (errors_without_fault().min(), errors_without_fault().max()),
    places={option: 100 * times * NEIGHBOUR for option, times in TIMES.items()},
)


VEILED = "discs signs numbers starts start zero real one_batch error network rung gradient said"
VEIL = Veil(
    tuple(VEILED.split()),
    given=("ladder", "expected", "constant"),
)
TO_DO = {
    "choose-none-fault": lambda result, values: (values.fault, values.rung) == ("none", "neighbour"),
    "choose-labels-shuffled": lambda result, values: values.fault == "labels",
    "draw": lambda result, values, seen: (values.check, values.fault) == (YOURS, "inputs") and len(seen["pad"]) > 2,
    "sceptic": lambda result, values, seen: (
        values.rung == "neighbour" and min(len(seen["seed"]), len(seen["rate"])) > 2
    ),
}
USES = {
    "choose-none-fault": ("fault", "rung"),
    "choose-labels-shuffled": ("fault",),
    "draw": ("check", "pad", "fault"),
    "sceptic": ("fault", "seed", "rate"),
}


def judge(result: Checks, values: Values) -> str:
    """Solved by five green lights beside softmax regression or the nearest neighbour, almost by four."""
    green = np.sum(result.lights == 2)
    if values.rung not in ("softmax", "neighbour"):
        return "open"
    return "solved" if green == 5 else "almost" if green == 4 else "open"


CHALLENGE = Challenge(
    Words(
        "make all five lights green, the fourth beside softmax regression or a stronger model.",
        "让五盏灯全绿，第四盏须与 softmax 回归或更强的模型相比。",
    ),
    judge,
)
HANDLES = [
    Handle("rungs", click=lambda result, k: {"rung": [*RUNGS][k]}, width=24),
    Handle("start", pull=lambda result, dx, dy, values: {"last": values.last + dx}),
    Handle(
        "shown",
        at=lambda band, result: [[(0, k), (1, k), (1, k + 1), (0, k + 1), (0, k)] for k in range(len(LARGE))],
        click=lambda result, k: {"check": [*LARGE][k]},
        face=True,
    ),
]


@demo(Words("First checks", "最初的检查"), height=3.8)
def first_checks(**values):
    """A network before its long training: five checks, each a number beside what it should be if nothing is wrong.
    长时间训练之前的网络：五项检查，每项一个数，与一切正常时应有的数对照。

    64-64-10 (or 2) of ReLU, He initialization, learns 1,000 digits by SGD in batches of 32; the other 797 are for the
    test. Green is passed, ? undecided, ✗ not passed.

    source : Karpathy, A Recipe for Training Neural Networks (2019); Goodfellow, Bengio & Courville, Deep Learning
             (2016), section 11.5
    """
