"""One unit learns one digit against the nine others by the perceptron rule: for which digits do its mistakes end?"""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.ink import as_ink
from course_nn.common.words import Words
from course_nn.digit_pad import digit_pad, whose
from course_nn.drawing import Axes, Figure, look, marks, reading
from course_nn.drawing.numbers import count
from course_nn.handwriting import as_digit
from course_nn.lectures.xor.demos.one_against_nine.rounds import ROUNDS, as_inputs, learned, with_a_one
from course_nn.stage import Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo

CONTROLS = {
    "pad": digit_pad(),
    "digit": Choice(Words("fires for", "认哪个数字"), {k: str(k) for k in range(10)}, 8),
    "inputs": Choice(
        Words("inputs", "输入"),
        {
            "squares": Words("ink, less its mean", "墨量减去均值"),
            "raw": Words("ink", "墨量"),
            "hidden": Words("96 random hidden units", "96 个随机隐藏单元"),
        },
        "squares",
    ),
    "digits": Choice(
        Words("learns from", "用来学习"),
        {
            "1200": "1,200",
            "600": "600",
            "300": "300",
            "other": Words("other 1,200", "另外 1,200 个"),
            "program": Words("a program’s 400", "程序写的 400 个"),
        },
        "1200",
    ),
    "at": Slider(Words("round", "第几轮"), 1, ROUNDS, ROUNDS, 0.1, decades=True, digits=4),
}
SHEET = -1.3  # the row of what is drawn, above those of the ten digits
LATE = 100  # rounds, the last ones, of which the mean is taken


class Result(NamedTuple):
    x: np.ndarray  # (64,) ink of what is drawn, 0 … 1
    mistakes: np.ndarray  # (r,) in each round; the last is 0 if they end
    now: int  # the round that is shown, 1 … r
    w: np.ndarray  # (64,) or (96,) weights after it
    sums: np.ndarray  # (n,) of the digits it learns from, the longest 1
    labels: np.ndarray  # (n,) what they are
    wrong: np.ndarray  # (n,) bool
    sum: float  # of what is drawn; nan for a blank sheet
    late: float  # mistakes a round at the end; 0 if they have ended


def compute(pad, digit, inputs, digits, at) -> Result:
    x, run = as_digit(as_ink(pad)), learned(digit, inputs, digits)
    now = min(int(at), len(run.mistakes))
    w = run.weights[now - 1]
    sums = run.seen @ w
    longest = np.abs(sums).max() or 1.0
    own = with_a_one(as_inputs(x[None], inputs) - run.mean)[0] @ w
    return Result(
        x=x,
        mistakes=run.mistakes,
        now=now,
        w=w[:-1],
        sums=sums / longest,
        labels=run.labels,
        wrong=(sums > 0) != (run.labels == digit),
        sum=float(own / longest) if x.any() else np.nan,
        late=float(run.mistakes[-LATE:].mean()) if run.mistakes[-1] else 0.0,
    )


def paint(figure: Figure) -> SimpleNamespace:
    sheet, weights, course, sums = figure.subplots(1, 4, width_ratios=[0.95, 0.95, 1.45, 1.45])
    weights.set(xticks=[], yticks=[], title=Words("weights w", "权重 w").drawn())
    weights.spines[:].set(visible=True, color=look.GREY)
    return SimpleNamespace(
        paper=reading.paint_sheet(sheet),
        weights=weights.imshow(np.zeros((8, 8, 4), np.uint8), extent=(-0.5, 7.5, 7.5, -0.5), aspect="equal"),
        **paint_course(course),
        **paint_sums(sums),
    )


def paint_course(axes: Axes) -> dict:
    axes.set(xscale="log", xlim=(1, ROUNDS * 1.15), ylim=(-4, 150), xticks=[1, 10, 100, 1000])
    axes.set_xticks([], minor=True)
    axes.set_xticklabels(["1", "10", "100", "1,000"])
    axes.set(xlabel=Words("round", "第几轮").drawn(), title=Words("mistakes in each round", "每轮的错误").drawn())
    time = marks.now(axes)
    marks.at(time, 1)  # 0 has no place on this axis
    return {
        "time": time,
        "course": marks.line(axes, color=look.BLACK, lw=1.5),
        "end": marks.line(axes, "o", color=look.BLUE, ms=8, clip_on=False, in_layout=False, zorder=5),
    }


def paint_sums(axes: Axes) -> dict:
    axes.set(xlim=(-1.05, 1.05), ylim=(9.7, SHEET - 0.8), xlabel="$w \\cdot x + b$", xticks=[0])
    axes.set_title(Words("fires right of the line", "线右侧：激活").drawn())
    axes.set_yticks([SHEET, *range(10)], [Words("drawn", "你写的").drawn(), *map(str, range(10))])
    axes.axvline(0, color=look.BLACK, lw=1.5, zorder=3)
    dots = dict(ls="", mec="none")
    return {
        "right": marks.line(axes, marker="o", ms=3, color=look.GREY, alpha=0.5, **dots),
        "wrong": marks.line(axes, marker="^", ms=6, color=look.VERMILION, zorder=4, **dots),
        "dot": marks.dot(axes),
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.paper, as_ink(values.pad).astype(float))
    strong = np.abs(result.w).max() or 1.0
    marks.fill(artists.weights, look.heat(result.w.reshape(8, -1), -strong, strong))
    marks.at(artists.time, result.now)
    artists.course.set_data(np.arange(len(result.mistakes)) + 1, result.mistakes)
    ended = not result.mistakes[-1]
    artists.end.set_data([len(result.mistakes)] * ended, [0] * ended)
    heights = result.labels + 0.62 * (np.arange(len(result.labels)) * 0.618 % 1 - 0.5)  # apart, and always alike
    for dots, those in ((artists.right, ~result.wrong), (artists.wrong, result.wrong)):
        dots.set_data(result.sums[those], heights[those])
    artists.dot.set_data([np.clip(result.sum, -1, 1)], [SHEET])


def readout(result: Result, values: Values) -> Words:
    n, wrong, rounds = count(len(result.labels)), count(int(result.wrong.sum())), count(len(result.mistakes))
    if result.mistakes[-1]:
        late = f"{result.late:.0f}"
        end = Words(
            f"After {rounds} rounds there are still <b>{late}</b> mistakes a round.",
            f"{rounds} 轮之后，每轮仍有 <b>{late}</b> 个错误。",
        )
    else:
        end = Words(f"Round {rounds} has <b>0</b> mistakes: it stops.", f"第 {rounds} 轮有 <b>0</b> 个错误：到此结束。")
    said = of_the_sheet(result, values)
    return Words(
        f"{values.digit} against all others. {end.en} {said.en}\n "
        f"With the weights after round {count(result.now)}, {wrong} of {n} digits are wrong.",
        f"{values.digit} 对其他所有数字：{end.zh}{said.zh}\n"
        f"用第 {count(result.now)} 轮之后的权重，{n} 个数字中错 {wrong} 个。",
    )


def of_the_sheet(result: Result, values: Values) -> Words:
    """Whether the unit fires for what is drawn."""
    if not result.x.any():
        return reading.BLANK
    fires = Words("it fires", "激活") if result.sum > 0 else Words("it does not fire", "不激活")
    of = whose(values.pad)
    return Words(f"For {of.en} {fires.en}.", f"对{of.zh}，单元{fires.zh}。")


COURSES = {  # round, mistakes
    "end": [(1, 100), (4, 55), (20, 14), (60, 0), (ROUNDS, 0)],
    "stay": [(1, 100), (4, 75), (20, 62), (ROUNDS, 56)],
    "same": [(1, 100), (ROUNDS, 100)],
}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The mistakes end, they become fewer and stay, or they stay as many as at first."""
    return artists.course.axes, np.array(COURSES[option], float)


def right() -> str:
    """What the rule does with the 8."""
    mistakes = learned(8, "squares", "1200").mistakes
    if not mistakes[-1]:
        return "end"
    return "stay" if mistakes[-LATE:].mean() < 0.8 * mistakes[0] else "same"


VEIL = Veil(("course", "time", "end", "right", "wrong", "dot", "weights"), given=("x",))
TO_DO = {
    "others": lambda result, seen: len(seen["digit"]) > 2,
    "write": lambda result, seen: len(seen["pad"]) > 2 and result.x.any(),
    "fewer": lambda result, values: values.digit == 8 and values.digits in ("600", "300"),
    "hidden": lambda result, values: values.digit == 8 and values.inputs == "hidden" and values.digits == "1200",
}
USES = {
    "others": ("digit", "at"),
    "write": ("pad", "at"),
    "fewer": ("digits", "digit"),
    "hidden": ("inputs", "digit", "digits"),
}
SCEPTIC = Sceptic(
    Words("one unit makes mistakes for ever on the 8.", "让一个单元认 8，错误永远不会结束。"),
    Words("Mistakes a round at the end", "最后每轮的错误数"),
    lambda result: result.late,
    {
        "other": Change(Words("other 1,200 digits", "换另外 1,200 个数字"), {"digits": "other"}),
        "raw": Change(Words("the mean ink is not subtracted", "不减平均墨量"), {"inputs": "raw"}),
        "nine": Change(Words("the unit is for the 9", "改为认 9"), {"digit": 9}),
        "half": Change(Words("half as many digits", "数字减半"), {"digits": "600"}),
        "program": Change(Words("digits that a program draws", "换成程序写的数字"), {"digits": "program"}),
        "hidden": Change(Words("96 random hidden units before it", "前面加 96 个随机隐藏单元"), {"inputs": "hidden"}),
    },
)


HANDLES = [Handle("time", drag=lambda result, x, y: {"at": float(np.clip(round(x), 1, ROUNDS))})]


@demo(Words("One unit against nine digits", "一个单元对九个数字"))
def one_against_nine(**values):
    """A unit learns one digit against all others by the perceptron rule, in rounds through up to 1,200 digits.
    单元用感知机规则学习把一个数字与其他所有数字分开，一轮一轮地看至多 1,200 个数字。

    after a mistake w ← w + (t − y) x and b ← b + (t − y)

    source : Rosenblatt, Principles of Neurodynamics (1962); the digits as in course_nn.reader
    """
