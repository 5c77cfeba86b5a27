"""Five lights to look at before any long training, each beside what it should be."""

from collections.abc import Generator
from types import SimpleNamespace

import numpy as np

from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import magnitude, percent, short
from course_nn.lectures.practice.demos.first_checks.checked_runs import FAULTS, FEW, STEPS, Setting
from course_nn.lectures.practice.demos.first_checks.checklist import BORDERS, FACTORS, MOST, Checks, run_checks
from course_nn.stage import Challenge, Choice, Handle, Slider, Veil, demo
from course_nn.stage.controls import Toggle, Values

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
CONTROLS = {
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
CHECKS = [
    Words("loss at start", "初始损失"),
    Words("zero inputs", "输入为零"),
    Words("one batch", "单个批量"),
    Words("baseline", "基线"),
    Words("gradient", "梯度检查"),
]
STATES = Words("red", "红"), Words("undecided", "未定"), Words("green", "绿")
SHOULD = {
    "=": Words("should be", "应为"),
    "<": Words("should be below", "应低于"),
    "≤": Words("should be at most", "应不超过"),
}
SIGNS, COLORS = ("✗", "?", "✓"), (look.VERMILION, look.ORANGE, look.GREEN)
Result = Checks


def compute(rung, samples, **values) -> Generator[float, None, Checks]:
    return run_checks(Setting(**values), rung, samples)


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    names = figure.add_axes((0.0, 0.0, 0.22, 1.0), xlim=(0, 1), ylim=(5, 0))
    names.set_axis_off()
    start, zero, batch = (figure.add_axes((left, 0.62, 0.185, 0.28)) for left in (0.285, 0.54, 0.795))
    rungs, gradient = figure.add_axes((0.43, 0.14, 0.26, 0.28)), figure.add_axes((0.795, 0.14, 0.185, 0.28))
    for axes, name, k in zip((start, zero, batch, rungs, gradient), CHECKS, range(1, 6)):
        axes.set_title(f"{k}  {name.drawn()}")
    return SimpleNamespace(
        **paint_lights(names),
        **paint_losses(start, zero, batch),
        **paint_rungs(rungs),
        **paint_gradient(gradient),
    )


def paint_lights(axes: Axes) -> dict:
    """The list of lights: a sign, the name, and the number beside what it should be."""
    rows = np.arange(5) + 0.5
    sign = dict(ha="center", va="center", fontsize=13, fontweight="bold", color="white", zorder=3)
    name = dict(va="center", fontsize=look.SMALL)
    for k, check in enumerate(CHECKS):
        axes.text(0.26, rows[k] - 0.16, f"{k + 1}  {check.drawn()}", zorder=0.5, **name)
    return {
        "discs": axes.scatter(np.full(5, 0.13), rows, s=480, zorder=2),
        "signs": [axes.text(0.13, row, "", **sign) for row in rows],
        "numbers": [axes.text(0.26, row + 0.2, "", color=look.ink(look.GREY), **name) for row in rows],
    }


def paint_losses(start: Axes, zero: Axes, batch: Axes) -> dict:
    """The three panels of losses, each with the line that is expected."""
    start.set(xscale="log", yscale="log", xlim=(1e-3, 10), ylim=(0.2, 200), xticks=[1e-3, 0.1, 10])
    start.set_xlabel(Words("last layer ×", "最后一层 ×").drawn(), labelpad=1)
    zero.set(yscale="log", xlim=(0, FEW), ylim=(0.02, 100), yticks=[0.1, 1, 10, 100])
    zero.set_xlabel(term("epoch").drawn(), labelpad=1)
    batch.set(xscale="log", yscale="log", xlim=(1, STEPS), ylim=(1e-4, 100), yticks=[1e-4, 1e-2, 1, 100])
    batch.set_xlabel(Words("step", "步").drawn(), labelpad=1)
    for axes in (start, zero, batch):
        axes.minorticks_off()
    wanted = dict(color=look.GREEN, ls="--", lw=1.5, zorder=0.6)
    return {
        "expected": start.axhline(1, **wanted),
        "starts": marks.line(start, color=look.BLACK, lw=1.5),
        "start": marks.dot(start, ms=9),
        "constant": zero.axhline(1, **wanted),
        "zero": marks.line(zero, color=look.GREY, lw=3),
        "real": marks.line(zero, color=look.BLUE),
        "wanted": batch.axhline(BORDERS["batch"][0], **wanted),
        "one_batch": marks.line(batch, color=look.BLUE),
    }


def paint_rungs(axes: Axes) -> dict:
    axes.set(xscale="log", xlim=(0.004, 1.1), ylim=(4.5, -0.5), yticks=range(5))
    axes.set_yticklabels([name.drawn() for name in RUNGS.values()])
    axes.set_xticks([0.01, 0.1, 1], ["1%", "10%", "100%"])
    axes.set_xlabel(Words("test error; red: the network", "测试错误率；红线为网络").drawn(), labelpad=1)
    axes.minorticks_off()
    axes.tick_params(axis="y", length=0)
    return {
        "error": axes.axvline(1, color=look.VERMILION, lw=2),
        "rungs": marks.line(axes, "o", color=look.BLUE, ms=7, mec="white"),
        "rung": marks.ring(axes, ms=12, mew=1.5, mec=look.BLACK),
    }


def paint_gradient(axes: Axes) -> dict:
    axes.set(xscale="log", xlim=(1e-12, 10), ylim=(1.6, -0.6), yticks=[0, 1], xticks=[1e-12, 1e-6, 1])
    axes.set_yticklabels(["W₁", "W₂"])
    axes.set_xlabel(Words("relative error", "相对误差").drawn(), labelpad=1)
    axes.minorticks_off()
    axes.axvline(BORDERS["gradient"][0], color=look.GREEN, ls="--", lw=1.5, zorder=0.6)
    return {"gradient": marks.line(axes, "o", color=look.BLUE, ms=8, mec="white", **marks.UNCLIPPED)}


def draw(artists: SimpleNamespace, result: Checks, values: Values) -> None:
    draw_lights(artists, result, values)
    for line, height in ((artists.expected, result.expected), (artists.constant, result.constant)):
        line.set_ydata([height, height])
    artists.starts.set_data(FACTORS, result.starts)
    artists.start.set_data([values.last], [result.start])
    artists.zero.set_data(range(len(result.zero)), result.zero)
    artists.real.set_data(range(len(result.real)), result.real)
    artists.one_batch.set_data(np.arange(1, len(result.one_batch) + 1), result.one_batch)
    marks.at(artists.error, result.error)
    artists.rungs.set_data([*result.ladder.values()], range(5))
    artists.rung.set_data([result.ladder[values.rung]], [[*RUNGS].index(values.rung)])
    artists.gradient.set_data(result.gradient.clip(1e-12), [0, 1])


def draw_lights(artists: SimpleNamespace, result: Checks, values: Values) -> None:
    artists.discs.set_facecolor([look.ink(COLORS[light]) for light in result.lights])
    for sign, light in zip(artists.signs, result.lights):
        sign.set_text(SIGNS[light])
    for text, (value, sign, wanted) in zip(artists.numbers, comparisons(result, values.rung)):
        text.set_text(f"{value} ({sign} {wanted})")


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
        Words(f"loss after {FEW} epochs, half of that without inputs", f"{FEW} 轮后的损失（对照：无输入时的一半）"),
        Words(f"one batch after {STEPS} steps", f"单个批量 {STEPS} 步后的损失"),
        Words(f"test error, beside {rung.en}", f"测试错误率（对照：{rung.zh}）"),
        Words("relative error of the gradient", "梯度的相对误差"),
    ]
    for name, (value, sign, wanted), light in zip(names, comparisons(result, values.rung), result.lights):
        en.append(f"{name.en}: {value} ({SHOULD[sign].en} {wanted}), {STATES[light].en}")
        zh.append(f"{name.zh} {value}（{SHOULD[sign].zh} {wanted}），{STATES[light].zh}")
    baseline = Words(en.pop(3), zh.pop(3))
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


VEIL = Veil(
    ("discs", "signs", "numbers", "starts", "start", "zero", "real", "one_batch", "error", "rung", "gradient"),
    given=("ladder", "expected", "constant"),
)
TO_DO = {
    "choose-none-fault": lambda result, values: (values.fault, values.rung) == ("none", "neighbour"),
    "leave-inputs-light": lambda result, values: (
        (values.fault, values.inputs) == ("none", "stored") and result.lights[0] == 2
    ),
    "choose-labels-shuffled": lambda result, values: values.fault == "labels",
    "sceptic": lambda result, values, seen: (
        values.rung == "neighbour" and min(len(seen["seed"]), len(seen["rate"])) > 2
    ),
}
USES = {
    "choose-none-fault": ("fault", "rung"),
    "leave-inputs-light": ("fault", "last"),
    "choose-labels-shuffled": ("fault",),
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
]


@demo(Words("First checks", "最初的检查"), height=3.6)
def first_checks(**values):
    """A network before its long training: five checks, each a number beside what it should be if nothing is wrong.
    长时间训练之前的网络：五项检查，每项一个数，与一切正常时应有的数对照。

    64-64-10 (or 2) of ReLU, He initialization, learns 1,000 digits by SGD in batches of 32; the other 797 are for the
    test. Green is passed, ? undecided, ✗ not passed.

    source : Karpathy, A Recipe for Training Neural Networks (2019); Goodfellow, Bengio & Courville, Deep Learning
             (2016), section 11.5
    """
