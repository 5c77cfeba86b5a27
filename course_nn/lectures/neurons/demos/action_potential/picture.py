"""The spike of a real neuron: too weak a stimulus fails, any stronger one gives the same answer, all or nothing."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.text import Text

from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.neurons.demos.action_potential.hodgkin_huxley import (
    REST,
    Phases,
    largest_step,
    peak_voltage,
    phases,
    simulate,
    threshold_strength,
)
from course_nn.stage import Challenge, Change, Curve, Handle, Sceptic, Slider, Values, Veil, demo, tried

STRONGEST = 50.0  # µA/cm²
# mV: the height of the numbers on the flanks, and of the bar that shows the pulse.
MIDDLE = -10.0
PULSE = -84.0
HIGHEST = 240.0  # mV, of the peaks that may be expected: a spike in proportion to the strongest stimulus fits in
# ms: the ends of the trace; a spike has begun by LATEST.
BEFORE = -4.0
LATEST = 10.0
END = 20.0
CONTROLS = {
    "strength": Slider(Words("stimulus", "刺激强度"), 0.0, STRONGEST, 20.0, unit="µA/cm²"),
    "duration": Slider(Words("duration", "时长"), 0.2, 2.0, 0.5, unit="ms"),
    "temperature": Slider(Words("temperature", "温度"), 6.0, 28.0, 6.3, unit="°C"),
}
START = {name: control.start for name, control in CONTROLS.items()}
# Shares of the threshold strength: pulses that make no spike, the last of them only just; and where the peak jumps.
TOO_WEAK = np.array([0.5, 0.75, 0.9, 0.97, 0.999])
JUMP = np.array([0.98, 0.99, 0.999, 1.0, 1.001, 1.003, 1.01, 1.02, 1.04])
PHASES = Words(
    "1  stimulus\n2  depolarization, Na⁺ in\n3  repolarization, K⁺ out\n4  hyperpolarization\n5  rest again",
    "1  刺激\n2  去极化，钠离子流入\n3  复极化，钾离子流出\n4  超极化\n5  恢复静息",
)
THRESHOLD = Words("threshold", "阈值")
SLOPE = 10.0  # mV: where no 0.1 % more makes a step as high as this, the answer is graded, and there is no threshold


class Membrane(NamedTuple):
    threshold: float  # µA/cm², the weakest pulse that makes a spike
    level: float  # mV, the highest voltage after a pulse of 99.9 % of it: above, the membrane goes on by itself
    failed: np.ndarray  # (5 (T + 1),) mV, one trace after the other, a gap behind each
    strengths: np.ndarray  # (90,) µA/cm²
    peaks: np.ndarray  # (90,) mV
    step: float  # mV, how much the peak rises at most when a stimulus gets 0.1 % stronger


class Result(NamedTuple):
    t: np.ndarray  # (T,) ms
    V: np.ndarray  # (T,) mV
    peak: float  # mV
    phases: Phases | None  # None: no spike
    membrane: Membrane


@memoized
def membrane_of(duration: float, temperature: float) -> Membrane:
    """What does not depend on the student's own stimulus: the threshold, the failures, the peaks."""
    threshold = threshold_strength(duration, END, temperature)
    failed = simulate(threshold * TOO_WEAK, duration, END, temperature).V
    strengths = np.sort(np.concatenate([np.linspace(0, STRONGEST, 81), threshold * JUMP]))
    return Membrane(
        threshold=threshold,
        level=failed.max(),
        failed=np.insert(failed, len(failed), np.nan, axis=0).T.ravel(),
        strengths=strengths,
        peaks=peak_voltage(strengths, duration, LATEST, temperature),
        step=largest_step(duration, LATEST, temperature),
    )


def compute(strength, duration, temperature) -> Result:
    trace = simulate(strength, duration, END, temperature)
    return Result(
        t=trace.t,
        V=trace.V,
        peak=float(trace.V.max()),
        phases=phases(trace),
        membrane=membrane_of(duration, temperature),
    )


def paint(figure: Figure) -> SimpleNamespace:
    trace, peaks = figure.subplots(1, 2, width_ratios=[1.7, 1])
    trace.set(xlim=(BEFORE, END), ylim=(-92, 56), xlabel="$t$ (ms)")
    trace.set_title(Words("membrane voltage (mV)", "膜电压（mV）").drawn())
    trace.set(yticks=[-80, -40, 0, 40], xticks=[0, 5, 10, 15, 20])
    peaks.set(ylim=(-92, HIGHEST), yticks=[-80, 0, 80, 160, 240])
    peaks.set(xlim=(0, STRONGEST), xlabel=Words("stimulus (µA/cm²)", "刺激强度（µA/cm²）").drawn())
    peaks.set_title(Words("highest voltage (mV)", "最高电压（mV）").drawn())
    dashed = {"color": look.GREY, "lw": 1, "ls": "--"}
    for axes in (trace, peaks):
        axes.axhline(REST, **dashed)
    return SimpleNamespace(
        words=paint_words(trace),
        failed=marks.line(trace, color=look.GREY, lw=0.8),
        trace=marks.line(trace),
        pulse=marks.line(trace, color=look.BLACK, lw=5, solid_capstyle="butt"),
        levels=[axes.axhline(0, **dashed) for axes in (trace, peaks)],
        level=label(trace, 1.01, REST, "\n−55 mV", va="bottom", transform=trace.get_yaxis_transform()),
        numbers=[label(trace, 0, 0, str(i), ha="center", weight="bold") for i in (2, 3, 4, 5)],
        top=label(trace, 0, 0, ""),
        peaks=marks.line(peaks, color=look.BLACK),
        strength=label(peaks, 0, 0, ""),
        dot=marks.dot(peaks, clip_on=False),
    )


def expected(option: str, strengths: np.ndarray) -> np.ndarray:
    """The highest voltage that an option says for stimuli of this strength; it begins at the spike of the start."""
    beyond = np.asarray(strengths) / CONTROLS["strength"].start - 1
    peak = peak_of_the_start() + beyond * {"same": 0.0, "twice": peak_of_the_start() - REST, "lower": -40.0}[option]
    return np.where(beyond < 0, np.nan, peak.clip(max=HIGHEST))


def peak_of_the_start() -> float:
    return float(peak_voltage(START["strength"], START["duration"], END, START["temperature"]))


def peaks_after(strengths: np.ndarray) -> np.ndarray:
    """The highest voltages after stimuli as long as the first one, on an axon as warm."""
    return peak_voltage(strengths, START["duration"], LATEST, START["temperature"])


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """From the spike at the start to the one that was predicted for twice the stimulus."""
    strengths = CONTROLS["strength"].start * np.array([1, 2])
    return artists.peaks.axes, np.column_stack([strengths, expected(option, strengths)])


def beside_the_step(drawn: np.ndarray, true: np.ndarray) -> Words:
    """What was drawn for the strongest stimulus, and how the drawn curve rises, beside the step."""
    mine, seen = (f"{number(peaks[-1], 0)} mV" for peaks in (drawn, true))
    threshold, rises = number(membrane_of(START["duration"], START["temperature"]).threshold, 1), how_it_rises(drawn)
    return Words(
        f"For a stimulus of {ASKED[-1]} you expected {mine}; it reaches {seen}. Your curve {rises.en}; the curve of "
        f"the membrane makes one step, at {threshold}, and is nearly level on both sides.",
        f"刺激为 {ASKED[-1]} 时，你画的是 {mine}，实际为 {seen}。你的曲线{rises.zh}；"
        f"膜电压只在 {threshold} 处跃升一次，两侧几乎是平的。",
    )


def how_it_rises(drawn: np.ndarray) -> Words:
    """In one step, which is more than all others together, in several, or never."""
    steps = np.diff(drawn).clip(0)
    if not steps.any():
        return Words("never rises", "始终没有上升")
    if steps.max() < steps.sum() / 2:
        return Words("rises in several steps", "分好几步上升")
    low, high = ASKED[steps.argmax()], ASKED[steps.argmax() + 1]
    return Words(f"rises most from {low} to {high}", f"从 {low} 到 {high} 升得最多")


def over_all_strengths() -> tuple:
    """The stimuli and the highest voltages of the curve that is drawn, for the axon at the start."""
    membrane = membrane_of(START["duration"], START["temperature"])
    return membrane.strengths, membrane.peaks


ASKED = (0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50)  # µA/cm²
ESTIMATE = Curve(
    axes=lambda artists: artists.peaks.axes,
    x=ASKED,
    across=Words("stimulus", "刺激强度"),
    label=Words("highest voltage (mV)", "最高电压（mV）"),
    low=-90,
    high=HIGHEST,
    unit=Words(" mV", " mV"),
    truth=lambda: peaks_after(np.array(ASKED, float)),
    places={option: expected(option, np.array(ASKED)) for option in ("same", "twice", "lower")},
    said=beside_the_step,
    fine=over_all_strengths,
)


def label(axes: Axes, x: float, y: float, text: str, **style) -> Text:
    return axes.text(x, y, text, **{"fontsize": look.SMALL, "va": "center"} | style)


def paint_words(trace: Axes) -> Text:
    """Words that stand still, below all that moves; what names the failures is returned."""
    beside = trace.get_yaxis_transform()
    rest, failed = Words("rest", "静息").drawn(), Words("failed\ninitiations", "未能触发").drawn()
    label(trace, 1.01, REST, f"{rest}\n{number(REST, 0)} mV", va="top", transform=beside, zorder=1)
    right = {"ha": "right", "va": "top", "multialignment": "left"}
    label(trace, END, 54, PHASES.drawn(), linespacing=1.4, zorder=1, **right)
    label(trace, -0.3, PULSE, "1", ha="right", weight="bold", zorder=1)
    return label(trace, BEFORE + 0.2, -36, failed, color=look.ink(look.GREY), zorder=1)


def places(result: Result, values: Values) -> list:
    """Where the numbers of phases 2 to 5 stand, (x, y) each; None where there is no such phase."""
    if result.phases is None:
        return [None] * 4
    _, _, _, under, rest = result.phases
    up, *_, down = result.t[result.V > MIDDLE]
    return [
        (up - 0.6, MIDDLE),
        (down + 0.6, MIDDLE),
        under and (max(under, values.duration) + 0.6, PULSE),
        rest and (min(rest, END - 0.5), REST - 13),
    ]


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    color = look.VERMILION if result.phases is None else look.BLUE
    membrane = result.membrane
    artists.failed.set_data(np.tile([*result.t, np.nan], len(TOO_WEAK)), membrane.failed)
    artists.trace.set_data([BEFORE, *result.t], [REST, *result.V])
    artists.trace.set_color(color)
    artists.pulse.set_data([0, values.duration], [PULSE, PULSE])
    for line in artists.levels:
        line.set(ydata=[membrane.level, membrane.level], visible=membrane.step >= SLOPE)
    artists.level.set(y=membrane.level, text=f"{THRESHOLD.drawn()}\n{number(membrane.level, 0)} mV")
    artists.level.set_visible(membrane.step >= SLOPE)
    for text, place in zip(artists.numbers, places(result, values)):
        text.set(visible=place is not None, position=place or (0, 0))
    top = result.t[result.V.argmax()] + 0.6, result.peak
    artists.top.set(position=top, text=f"{result.peak:+.0f} mV", visible=result.phases is not None)
    artists.peaks.set_data(membrane.strengths, membrane.peaks)
    put_strength(artists.strength, membrane.threshold)
    artists.strength.set_visible(membrane.step >= SLOPE)
    artists.dot.set_data([values.strength], [result.peak])
    artists.dot.set_markerfacecolor(color)


def put_strength(text: Text, threshold: float) -> None:
    """The threshold strength beside the jump of the peaks, on the side that has room."""
    text.set_text(f"{number(threshold, 1)} µA/cm²")
    if threshold < STRONGEST / 2:
        text.set(position=(threshold + 1, -20), ha="left")
    else:
        text.set(position=(threshold - 1, -20), ha="right")


def all_or_nothing(membrane: Membrane, values: Values) -> Words:
    """Where the threshold lies."""
    strength, duration = f"{number(membrane.threshold, 1)} µA/cm²", f"{values.duration:.3g} ms"
    level = number(membrane.level, 0)
    return Words(
        f"\n The weakest stimulus of {duration} that makes a spike is {strength}. One that is 0.1% weaker fails: the "
        f"voltage reaches {level} mV at most, the threshold",
        f"\n 时长为 {duration} 时，最弱的有效刺激是 {strength}。再弱 0.1% 就不能触发，电压最高只到 {level} mV，即阈值",
    )


def graded(membrane: Membrane) -> Words:
    """That there is none."""
    step = number(membrane.step, 1)
    return Words(
        f" The highest voltage grows smoothly with the stimulus: 0.1% more stimulus adds at most {step} mV, so there "
        "is no threshold",
        f"最高电压随刺激逐渐升高：刺激增强 0.1%，最多升高 {step} mV，所以没有阈值",
    )


def readout(result: Result, values: Values) -> Words:
    membrane = result.membrane
    rest, peak = (number(v, 0) for v in (REST, result.peak))
    threshold = graded(membrane) if membrane.step < SLOPE else all_or_nothing(membrane, values)
    if result.phases is None:
        return Words(
            f"<b>No spike</b>: from rest, {rest} mV, the voltage reaches only <b>{peak} mV</b>.{threshold.en}.",
            f"<b>没有脉冲</b>：从静息电位 {rest} mV 出发，电压最高只到 <b>{peak} mV</b>。{threshold.zh}。",
        )
    return Words(
        f"<b>Spike</b>: the voltage rises from rest, {rest} mV, to <b>{peak} mV</b>.{threshold.en}. "
        f"\n In a typical textbook figure, rest is −70 mV, the highest voltage is 40 mV and the threshold is −55 mV.",
        f"<b>有脉冲</b>：电压从静息电位 {rest} mV 升到 <b>{peak} mV</b>。{threshold.zh}。"
        f"\n 教科书的示意图中，静息电位为 −70 mV，最高电压为 40 mV，阈值为 −55 mV。",
    )


VEIL = Veil(("words", "failed", "levels", "level", "peaks", "strength"), given=("t", "V", "peak", "phases"))
USES = {
    "read-height-spike": ("strength",),
    "pull-dot-slowly": ("strength",),
    "pull-end-black": ("duration", "strength"),
    "answer-question-below": ("sceptic",),
}
TO_DO = {
    "read-height-spike": lambda result, values: values.strength >= 39 and result.phases is not None,
    "pull-dot-slowly": lambda result, values: values.strength < CONTROLS["strength"].start and result.phases is None,
    "pull-end-black": lambda result, values: (
        values.duration >= 1 and 1 <= values.strength / result.membrane.threshold <= 1.1
    ),
    "answer-question-below": tried(sceptic=("short", "long", "warm", "hot")),
}


def judge(result: Result, values: Values) -> str:
    """Solved by a spike from a pulse of at most 0.3 ms that is at most 5 % stronger than need be."""
    over = values.strength / result.membrane.threshold
    near, short = result.phases is not None and over <= 1.05, values.duration <= 0.3
    return "solved" if near and short else "almost" if near or (short and 0.9 <= over <= 1.2) else "open"


CHALLENGE = Challenge(
    Words(
        "make a spike with a stimulus of 0.3 ms or less that is at most 5% stronger than needed.",
        "用不超过 0.3 ms 的刺激产生脉冲，且强度至多比能产生脉冲的最弱刺激高 5%。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words(
        "all or nothing: with a stimulus that is only 0.1% stronger, a failure becomes a whole spike.",
        "“全或无”：刺激只强 0.1%，就从未能触发变成完整的脉冲。",
    ),
    Words("The difference, in mV", "相差（mV）"),
    lambda result: result.membrane.step,
    {
        "short": Change(Words("a shorter stimulus", "刺激更短"), {"duration": 0.2}),
        "long": Change(Words("a longer stimulus", "刺激更长"), {"duration": 2.0}),
        "warm": Change(Words("a warm axon", "较暖的轴突"), {"temperature": 18.0}),
        "hot": Change(Words("a hot axon", "很热的轴突"), {"temperature": 28.0}),
    },
)


HANDLES = [
    Handle("pulse", x="duration", at=lambda pulse, result, values: [[(values.duration, PULSE)]]),  # its end
    Handle("dot", x="strength"),
]


@demo(Words("An action potential", "动作电位"))
def action_potential(**values):
    """An action potential of the Hodgkin–Huxley membrane, its five phases, its threshold, and what fails.
    Hodgkin–Huxley 膜的动作电位：五个阶段、阈值，以及未能触发的刺激。

    source : the lecture, section 1; Hodgkin and Huxley, J. Physiol. 117 (1952) 500-544
    """
