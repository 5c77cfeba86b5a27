"""Impulses are weighted, added up and leak away; what passes the threshold fires, and so a rate is born."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.neurons.spiking import TYPICAL, Neuron, closest, firing_rate, simulate
from course_nn.stage import Challenge, Change, Choice, Curve, Handle, Sceptic, Slider, Veil, demo, tried

ARRIVE = {"chance": Words("by chance", "随机到达"), "even": Words("evenly spaced", "等间隔到达")}
CONTROLS = {
    "w1": Slider("w₁", -3.0, 6.0, 3.0, unit="mV", means=Words("strength of the first synapse", "第一个突触的强度")),
    "w2": Slider("w₂", -3.0, 6.0, 3.0, unit="mV", means=Words("strength of the second synapse", "第二个突触的强度")),
    "w3": Slider("w₃", -3.0, 6.0, -2.0, unit="mV", means=Words("strength of the third synapse", "第三个突触的强度")),
    "tau": Slider("τ", 10, 30, 20, 1, unit="ms", means=Words("how long a voltage takes to leak", "电压泄漏所需的时间")),
    "r1": Slider("r₁", 0, 100, 90, 1, unit="Hz", means=Words("impulse rate, first synapse", "第一个突触的输入率")),
    "r2": Slider("r₂", 0, 100, 95, 1, unit="Hz", means=Words("impulse rate, second synapse", "第二个突触的输入率")),
    "r3": Slider("r₃", 0, 100, 30, 1, unit="Hz", means=Words("impulse rate, third synapse", "第三个突触的输入率")),
    "threshold": Slider("θ", -62.0, -50.0, TYPICAL.threshold, 0.5, unit="mV", means=Words("threshold", "阈值")),
    "arrive": Choice(Words("impulses", "冲动"), ARRIVE, "chance"),
}
# Strokes of impulses: where their rows stand, the height of the smallest, and how much taller one is for each mV.
ROWS = np.array([2, 1, 0])
LEAST = 0.12
TALLER = 0.11
REFRACTORY = 5.0  # ms: the rate stays below 200 Hz, so that its bend lies in the picture
WINDOW = 300.0  # ms, of the first seed, that are drawn
DURATION = 1000.0  # ms, of each seed, in which spikes are counted
SEEDS = {"chance": (0, 1, 2, 3, 4), "even": (None,)}
# mV: where the rates are shown, and how activations are shifted and widened to come close to them.
DRIVES = np.linspace(-30.0, 60.0, 91)
SHIFTS = np.arange(0.0, 45.0)
WIDTHS = np.geomspace(1, 16, 13)
GOAL = 20.0  # Hz
# The lines of the right picture, and the dot that stands on them.
DOT = {"color": look.VERMILION, "marker": "o", "ms": 7}
STYLES = {
    Words("constant drive", "恒定驱动"): {"color": look.BLACK},
    Words("ReLU", "ReLU"): {"color": look.BLUE, "ls": "--"},
    Words("sigmoid", "S 型函数 σ"): {"color": look.ORANGE, "ls": "-."},
    Words("straight line", "直线"): {"color": look.GREY, "ls": ":"},
    Words("this neuron", "此神经元"): DOT | {"mec": "white", "lw": 1.5},
    Words("fewer, stronger impulses", "更少、更强的冲动"): DOT | {"mfc": "none", "mew": 1.5, "ls": ""},
}


class Curves(NamedTuple):
    """Firing rates (Hz) over DRIVES, and how far the other three stay from the first, root mean square."""

    formula: np.ndarray  # (91,)
    relu: np.ndarray  # (91,)
    sigmoid: np.ndarray  # (91,)
    straight: np.ndarray  # (91,) the best straight line, for comparison
    misfit: tuple  # Hz: of relu, of sigmoid, of the straight line


class Result(NamedTuple):
    weights: np.ndarray  # (3,) mV
    impulses: list  # three arrays, ms
    t: np.ndarray  # (T,) ms
    V: np.ndarray  # (T,) mV
    spikes: np.ndarray  # (k,) ms
    neuron: Neuron
    drive: float  # mV, the mean
    rates: np.ndarray  # (5,) Hz, one per seed; (1,) if impulses are evenly spaced
    coarse: np.ndarray  # the same with half as many impulses, each twice as strong: the same mean drive
    steady: float  # Hz, under a constant drive of the same mean
    curves: Curves


@memoized
def curves(neuron: Neuron) -> Curves:
    """The rates of this neuron under constant drives, and what comes closest to them."""
    formula = firing_rate(DRIVES, neuron)
    relu, sigmoid = (closest(ACTIVATIONS[name].f, DRIVES, formula, SHIFTS, WIDTHS) for name in ("relu", "sigmoid"))
    straight = np.polynomial.Polynomial.fit(DRIVES, formula, 1)(DRIVES)
    return Curves(
        formula=formula,
        relu=relu.curve,
        sigmoid=sigmoid.curve,
        straight=straight,
        misfit=(relu.misfit, sigmoid.misfit, float(np.sqrt(np.mean((straight - formula) ** 2)))),
    )


def rates_of(weights: np.ndarray, rates: np.ndarray, neuron: Neuron, arrive: str) -> np.ndarray:
    """How often the neuron fires with each seed, in Hz."""
    runs = [simulate(weights, rates, DURATION, seed=seed, neuron=neuron, samples=2) for seed in SEEDS[arrive]]
    return np.array([len(run.spikes) for run in runs]) * 1000 / DURATION


def compute(w1, w2, w3, tau, r1, r2, r3, threshold, arrive) -> Result:
    weights, rates = np.array([w1, w2, w3]), np.array([r1, r2, r3])
    neuron = TYPICAL._replace(threshold=threshold, tau=tau, refractory=REFRACTORY)
    run = simulate(weights, rates, WINDOW, seed=SEEDS[arrive][0], neuron=neuron)
    return Result(
        weights=weights,
        impulses=run.impulses,
        t=run.t,
        V=run.V,
        spikes=run.spikes,
        neuron=neuron,
        drive=run.mean_drive,
        rates=rates_of(weights, rates, neuron, arrive),
        coarse=rates_of(2 * weights, rates / 2, neuron, arrive),
        steady=float(firing_rate(run.mean_drive, neuron)),
        curves=curves(neuron),
    )


def paint(figure: Figure) -> SimpleNamespace:
    grid = figure.subplot_mosaic([["impulses", "rate"], ["V", "rate"]], width_ratios=[1.7, 1], height_ratios=[1, 2.3])
    impulses, voltage, rate = grid["impulses"], grid["V"], grid["rate"]
    title = Words("impulses: up excites, down inhibits", "冲动：向上为兴奋，向下为抑制").drawn()
    impulses.set(xlim=(0, WINDOW), ylim=(-0.6, 2.9), title=title)
    impulses.set_yticks(ROWS, ["$w_1$", "$w_2$", "$w_3$"])
    impulses.tick_params(length=0, labelbottom=False)
    voltage.set(xlim=(0, WINDOW), ylim=(-108, -38), xlabel="$t$ (ms)", ylabel="$V$ (mV)", yticks=[-90, -70, -50])
    voltage.axhline(TYPICAL.rest, color=look.GREY, lw=1, ls="--")
    beside = {"transform": voltage.get_yaxis_transform(), "va": "center", "fontsize": look.SMALL}
    voltage.text(1.01, TYPICAL.rest, Words("rest", "静息").drawn(), zorder=1, **beside)
    words = paint_rates(rate)
    *lines, neuron, coarse = (marks.line(rate, **style) for style in STYLES.values())
    return SimpleNamespace(
        impulses=[marks.line(impulses, lw=1.5) for _ in range(3)],
        V=marks.line(voltage, color=look.BLUE, lw=1.2),
        spikes=marks.line(voltage, color=look.BLACK, lw=1.5),
        threshold=voltage.axhline(-55, color=look.BLACK, lw=1, ls="--"),
        name=voltage.text(1.01, -55, Words("threshold θ", "阈值 θ").drawn(), **beside),
        goal=marks.line(rate, **goals.LINE),
        words=words,
        lines=lines,
        neuron=neuron,
        coarse=coarse,
    )


def paint_rates(rate: Axes) -> list:
    """What stands still there: names, the goal, the key."""
    rate.set(xlim=DRIVES[[0, -1]], ylim=(-4, 160), xlabel=Words("mean drive (mV)", "平均驱动（mV）").drawn())
    rate.set_title(Words("firing rate (Hz)", "发放率（Hz）").drawn())
    goal = goals.name(rate, DRIVES[0] + 1, GOAL)
    return [goal, *marks.key(rate, [(name.drawn(), style) for name, style in STYLES.items()])]


def expected(option: str) -> list:
    """The predicted rate over a steady drive, of the threshold at the start."""
    needed = TYPICAL.threshold - TYPICAL.rest
    shapes: dict[str, list] = {
        "jump": [(0, 0), (needed, 0), (needed, 100), (60, 100)],
        "kink": [(0, 0), (needed, 0), (30, 45), (60, 100)],
        "proportional": [(0, 0), (60, 100)],
    }
    return shapes[option]


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    return artists.neuron.axes, np.array(expected(option))


def near_the_threshold(option: str) -> np.ndarray:
    """What an option says up to twice the threshold; nan beyond, where all three only climb or stay."""
    drives, rates = np.array(expected(option)).T
    far = np.array(ASKED) > 2 * (TYPICAL.threshold - TYPICAL.rest)
    return np.where(far, np.nan, np.interp(ASKED, drives, rates))


def beside_the_kink(drawn: np.ndarray, true: np.ndarray) -> Words:
    """From where on the neuron was drawn to fire, and how often far above, beside where it does."""
    fires = np.flatnonzero(drawn >= SILENT)
    mine, seen = (f"{number(rates[-1], 0)} Hz" for rates in (drawn, true))
    needed = number(TYPICAL.threshold - TYPICAL.rest, 0)
    own = Words("never fires", "始终不发放")
    if len(fires):
        begins, last = ASKED[fires[0]], ASKED[-1]
        own = Words(
            f"fires above about {begins} mV, and at {last} mV with {mine}",
            f"从约 {begins} mV 起发放，{last} mV 时为 {mine}",
        )
    return Words(
        f"In your curve the neuron {own.en}. In fact it is silent up to the threshold, {needed} mV, and then climbs to "
        f"{seen}.",
        f"在你画的曲线中，神经元{own.zh}。实际上到阈值所在的 {needed} mV 为止都不发放，然后升到 {seen}。",
    )


SILENT = 2.0  # Hz, less than which is drawn by a hand that means none
ASKED = (0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60)  # mV
ESTIMATE = Curve(
    axes=lambda artists: artists.neuron.axes,
    x=ASKED,
    across=Words("mean drive", "平均驱动"),
    label=Words("firing rate (Hz)", "发放率（Hz）"),
    low=0,
    high=160,
    unit=Words(" Hz", " Hz"),
    truth=lambda: firing_rate(np.array(ASKED, float), TYPICAL._replace(refractory=REFRACTORY)),
    places={option: near_the_threshold(option) for option in ("jump", "kink", "proportional")},
    said=beside_the_kink,
)


def strokes(times: np.ndarray, low: float, high: float) -> tuple:
    """Upright strokes as one line with gaps: x and y."""
    return np.repeat(times, 3), np.tile([low, high, np.nan], len(times))


def tops(weights: np.ndarray) -> np.ndarray:
    """How high the strokes reach, or how low those that inhibit."""
    return ROWS + np.copysign(LEAST + TALLER * np.abs(weights), weights)


def draw(artists: SimpleNamespace, result: Result) -> None:
    places = zip(ROWS, tops(result.weights), artists.impulses, result.weights, result.impulses)
    for row, top, line, w, times in places:
        line.set_data(*strokes(times, row, top))
        line.set_color(look.ORANGE if w < 0 else look.BLUE if w > 0 else look.GREY)
    artists.V.set_data(result.t, result.V)
    artists.spikes.set_data(*strokes(result.spikes, result.neuron.rest, -40))
    artists.threshold.set_ydata([result.neuron.threshold] * 2)
    artists.name.set_y(result.neuron.threshold)
    artists.goal.set_data([DRIVES[0], result.neuron.threshold - result.neuron.rest], [GOAL, GOAL])
    for line, curve in zip(artists.lines, result.curves):
        line.set_data(DRIVES, curve)
    rates = result.rates
    artists.neuron.set_data([result.drive] * 3, [rates.min(), rates.mean(), rates.max()])
    artists.coarse.set_data([result.drive], [result.coarse.mean()])
    artists.neuron.set_markevery([1])  # a stroke from the lowest to the highest, a dot at the mean


def readout(result: Result) -> Words:
    drive, height = number(result.drive, 1), number(result.neuron.threshold - result.neuron.rest, 1)
    mean, lowest, highest = (number(f(result.rates), 0) for f in (np.mean, np.min, np.max))
    steady = number(result.steady, 0)
    relu, sigmoid, straight = (number(misfit, 1) for misfit in result.curves.misfit)
    rate, seeds, coarse = f"<b>{mean} Hz</b>", len(result.rates), number(result.coarse.mean(), 0)
    spread = Words(
        f"In {seeds} runs it fires at {lowest} to {highest} Hz.",
        f"{seeds} 次模拟的发放率在 {lowest} 到 {highest} Hz 之间。",
    )
    if seeds == 1:
        spread = Words("Evenly spaced impulses are the same in every run.", "冲动等间隔到达，每次模拟都一样。")
    return Words(
        f"The neuron fires at {rate} on average; with half as many impulses, each twice as strong, at "
        f"<b>{coarse} Hz</b>.\n {spread.en} Its mean drive τ Σ wr is "
        f"{drive} mV, and the threshold lies {height} mV above rest. A constant drive of that size would give "
        f"{steady} Hz. The ReLU is {relu} Hz away from the black curve (root mean square), the sigmoid "
        f"{sigmoid} Hz and the straight line {straight} Hz.",
        f"神经元的发放率平均为 {rate}；冲动数减半、强度加倍时为 <b>{coarse} Hz</b>。"
        f"\n {spread.zh}平均驱动 τ Σ wr 为 {drive} mV，"
        f"阈值比静息电位高 {height} mV；若驱动恒为此值，发放率为 {steady} Hz。"
        f"与黑色曲线的均方根偏差：ReLU 为 {relu} Hz，S 型函数 σ 为 {sigmoid} Hz，直线为 {straight} Hz。",
    )


VEIL = Veil(("words", "goal", "lines", "neuron", "coarse"), given=("weights", "impulses", "t", "V", "spikes", "neuron"))
USES = {
    "follow-black-curve": ("threshold",),
    "pull-tops-strokes": ("w1",),
    "ring-neuron-half": ("sceptic",),
    "shorten-least-two": ("tau",),
}
TO_DO = {
    "follow-black-curve": lambda result: result.neuron.threshold <= -59.5,
    "pull-tops-strokes": lambda result: result.weights[0] < 0,
    "ring-neuron-half": tried(sceptic=("alone", "short", "high", "even", "above")),
    "shorten-least-two": lambda result: result.neuron.tau <= 10,
}


def judge(result: Result) -> str:
    """Solved by 20 Hz at a mean drive below the threshold: constant, it would never fire."""
    if result.drive >= result.neuron.threshold - result.neuron.rest:
        return "open"
    rate = result.rates.mean()
    return "solved" if rate >= GOAL else "almost" if rate >= 15 else "open"


CHALLENGE = Challenge(
    Words(
        "fire at 20 Hz or more although the mean drive stays below the threshold: the jumps must do it.",
        "让平均驱动低于阈值，只靠一次次跳变，发放率仍达到 20 Hz 或更高。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words(
        "half as many impulses, each twice as strong, make the neuron fire more often.",
        "冲动数减半、强度加倍时，神经元发放得更频繁。",
    ),
    Words("How much more often, in Hz", "发放率高出（Hz）"),
    lambda result: result.coarse.mean() - result.rates.mean(),
    {
        "alone": Change(Words("no inhibition", "没有抑制"), {"w3": 0.0}),
        "short": Change(Words("a voltage that leaks faster", "电压泄漏得更快"), {"tau": 10}),
        "high": Change(Words("a higher threshold", "阈值更高"), {"threshold": -50.0}),
        "even": Change(Words("evenly spaced impulses", "冲动等间隔到达"), {"arrive": "even"}),
        "above": Change(
            Words("a mean drive far above the threshold", "平均驱动远高于阈值"), {"threshold": -62.0, "tau": 30}
        ),
    },
)


def synapse(k: int) -> Handle:
    """The tops of the strokes of synapse k: they reach as far from their row as its strength says."""

    def stretch(result, x, y):
        beyond = y - ROWS[k]
        return {f"w{k + 1}": np.copysign(max(0.0, abs(beyond) - LEAST) / TALLER, beyond)}

    return Handle(
        lambda artists: artists.impulses[k],
        at=lambda strokes, result: [[(0, tops(result.weights)[k]), (WINDOW, tops(result.weights)[k])]],
        drag=stretch,
    )


HANDLES = [synapse(0), synapse(1), synapse(2), Handle("threshold", y="threshold")]


@demo(Words("Integrate and fire", "积分发放"), height=3.3)
def integrate_and_fire(**values):
    """A leaky integrate-and-fire neuron with three synapses; its rate beside a ReLU, a sigmoid and a straight line.
    三突触的带泄漏积分发放神经元，以及它的发放率与 ReLU、sigmoid、直线的比较。

    source : the lecture, section 1; Gerstner et al., Neuronal Dynamics (2014), section 1.3
    """
