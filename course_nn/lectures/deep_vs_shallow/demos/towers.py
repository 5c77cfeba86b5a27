"""Two inputs: where two walls cross, a second layer finds a tower; towers side by side follow a surface."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number, percent
from course_nn.lectures.deep_vs_shallow import targets
from course_nn.lectures.deep_vs_shallow.approximation import Deviation, deviation
from course_nn.lectures.deep_vs_shallow.targets import EDGE, RUNS, SIDE
from course_nn.stage import Challenge, Choice, Handle, Slider, Typed, Values, Veil, demo

TARGETS = {
    Words("waves", "波浪"): "0.5 + 0.3sin(6x1) + 0.2cos(9x2)",
    Words("hill", "山丘"): "exp(-12(x1-0.5)^2 - 12(x2-0.5)^2)",
    Words("saddle", "鞍面"): "x1 + x2 - 2x1x2",
    Words("disc", "圆盘"): "step(0.1 - (x1-0.5)^2 - (x2-0.5)^2)",
    Words("checkers", "棋盘"): "step(sin(7pi x1) sin(7pi x2))",
}
WAVES, *OTHERS = TARGETS.values()
CHECKERS = OTHERS[-1]
LONG = 3000  # epochs
GOAL = 0.3  # of the challenge, in spreads
ENDS = (0.005, 10)  # of the axis of errors; what is beyond is drawn at the edge
STYLES = {"step": (look.ORANGE, ":"), "sigmoid": (look.BLUE, "-"), "relu": (look.GREY, "--")}
UNITS = activation_names(["step", "sigmoid", "relu"])
# Of each map: its column, the ends of its colours if they are not those of f, and the axes below with its cut.
VIEWS: dict[str, dict] = {
    "walls": dict(column=0, ends=(0, 2), axes=0, name=Words("two walls", "两堵墙"), x=0.015, color=look.GREY, ls="-"),
    "tower": dict(column=1, ends=(-1, 1), axes=0, name=Words("one tower", "一座塔"), x=0.4, color=look.BLUE, ls="-"),
    "wanted": dict(column=3, axes=1, name=Words("$f$", "$f$"), x=0.015, color=look.BLACK, ls="-"),
    "outputs": dict(column=2, axes=1, name=Words("towers", "所有塔"), x=0.09, color=look.BLUE, ls="-"),
    "learned": dict(column=4, axes=1, name=Words("learned", "训练得到"), x=0.42, color=look.VERMILION, ls="--"),
}
METHODS = {
    "none": Words("–", "–"),
    "zero": Words("all, biases from 0", "全部，偏置从 0 起"),
    "spread": Words("all, bends spread", "全部，弯折分散"),
    "zero long": Words("all, biases from 0, long", "全部，偏置从 0 起，更久"),
    "spread long": Words("all, bends spread, long", "全部，弯折分散，更久"),
    "last": Words("one layer, last only", "单层，仅输出层"),
}
GAIN = Words("how sharply walls are compared with t", "墙与 t 比较时，输出变化得多陡")
CONTROLS = {
    "f": Typed(Words("wanted f", "目标 f"), WAVES, targets.of_two, (*OTHERS, "x1 + 100x2", "0.3")),
    "N": Slider("N", 1, 8, 5, 1, means=Words("towers a side", "每边的塔数")),
    "unit": Choice("φ", UNITS, "sigmoid", means=term("activation")),
    "t": Slider(Words("threshold t", "阈值 t"), -0.5, 2.5, 1.5, 0.05),
    "k": Slider(Words("steepness k", "陡度 k"), 10.0, 500.0, 100.0, 10.0, used=lambda v: v["unit"] != "step"),
    "g": Slider(Words("gain g", "增益 g"), 1.0, 50.0, 12.0, 1.0, used=lambda v: v["unit"] == "sigmoid", means=GAIN),
    "x1": Slider("x₁", 0.0, 1.0, 0.3, 0.01, means=Words("first input, of the cross", "十字标记处的第一个输入")),
    "x2": Slider("x₂", 0.0, 1.0, 0.45, 0.01, means=Words("second input, of the cross", "十字的第二个输入")),
    "h": Slider(Words("height ×", "塔高 ×"), -1.0, 1.5, 1.0, 0.05, means=Words("of this one tower", "仅此一座塔")),
    "way": Choice(Words("learn", "学习"), METHODS, "none", costly=tuple(METHODS)[1:]),
}


class Result(NamedTuple):
    built: targets.Towers  # by hand
    wanted: np.ndarray  # (67, 67) f
    learned: np.ndarray  # (67, 67) the best of the trained networks; nan without one
    deviation: Deviation  # of the towers
    trained_deviation: Deviation  # of the trained network
    spread: float  # standard deviation of f, nan for a constant
    curves: list  # of steps, sigmoids and ReLUs: (8,) root mean square by N, in spreads
    probe: np.ndarray  # (2,)


def compute(f, N, unit, t, k, g, x1, x2, h, way) -> Generator[float, None, Result]:
    _, wanted, spread = targets.on_square(f)
    built = targets.build(f, N, unit, k, g, t, (x1, x2), h)
    learned = yield from targets.learned_on_square(f, built.units, unit, *targets.schedule(way, LONG))
    return Result(
        built=built,
        wanted=wanted,
        learned=learned,
        deviation=deviation(built.outputs, wanted),
        trained_deviation=deviation(learned, wanted),
        spread=spread,
        curves=[rms / spread for rms in targets.all_tower_errors(f, k, g, t)],
        probe=np.array([x1, x2]),
    )


def paint(figure: Figure) -> SimpleNamespace:
    """Seven axes: four views of the plane from above, below them the same cut open, and the error."""
    figure.set_layout_engine("none")  # the axes stay where they are, however long the numbers of a target are
    parts = figure.add_gridspec(2, 5, left=0.05, right=0.985, bottom=0.095, top=0.925, hspace=0.2, wspace=0.47)
    cuts = [figure.add_subplot(parts[1, i : i + 2], xlim=(0, 1), xticks=[0, 1]) for i in (0, 2)]
    for axes in cuts:
        axes.set_xlabel("$x_1$", labelpad=-9)
        axes.tick_params(axis="y", labelsize=look.SMALL, pad=2, length=2)
    parts_of_tower, whole = cuts
    parts_of_tower.set(ylim=(-1.1, 3.3), yticks=[-1, 0, 1, 2])
    whole.yaxis.set_major_formatter(lambda y, _: number(y, 2 if abs(y) < 10 else 1 if abs(y) < 100 else 0))
    threshold = parts_of_tower.plot([0, 1], [0, 0], color=look.BLACK, lw=1.2, ls=":")[0]  # below the cuts
    views = {n: paint_view(figure.add_subplot(parts[0, v["column"]]), cuts[v["axes"]], v) for n, v in VIEWS.items()}
    views["walls"].axes.set_ylabel("$x_2$", rotation=0, va="center")
    return SimpleNamespace(
        views=views,
        whole=whole,
        threshold=threshold,
        t=parts_of_tower.text(0.985, 0, "$t$", va="bottom", ha="right"),
        top=marks.dot(parts_of_tower, ms=8),
        errors=paint_errors(figure.add_subplot(parts[1, 4])),
    )


def paint_view(axes: Axes, cut: Axes, view: dict) -> SimpleNamespace:
    axes.set(aspect="equal", xticks=[0, 1], yticks=[0, 1])
    ink = look.ink(view["color"])
    return SimpleNamespace(
        axes=axes,
        title=axes.set_title(view["name"].drawn()),
        map=marks.surface(axes, SIDE, 0, 1),
        probe=marks.line(axes, "+--", lw=0.8, ms=11, mew=2, color=look.VERMILION, markevery=[1]),
        name=cut.text(view["x"], 0.99, view["name"].drawn(), transform=cut.transAxes, va="top", color=ink),
        cut=marks.line(cut, color=view["color"], ls=view["ls"]),
    )


def paint_errors(axes: Axes) -> SimpleNamespace:
    axes.set(yscale="log", xlim=(0.6, 8.4), ylim=ENDS, xticks=[1, 8])
    axes.set_yticks([0.01, 0.1, 1], ["1%", "10%", "100%"], fontsize=look.SMALL)
    axes.set_yticks([], minor=True)
    axes.set_xlabel("$N$", labelpad=-9)
    words = dict(va="top", fontsize=look.SMALL, bbox=look.BEHIND_WORDS)
    names = goals.level(axes, GOAL)
    names += [axes.text(0.9, 9, Words("rms / spread", "误差／标准差").drawn(), color=look.BLACK, **words)]
    for y, (unit, (color, _)) in zip((0.1, 0.036, 0.013), STYLES.items()):
        names += [axes.text(0.9, y, UNITS[unit].drawn(), color=look.ink(color), **words)]
    return SimpleNamespace(
        names=names,
        curves=[marks.line(axes, color=color, ls=dash) for color, dash in STYLES.values()],
        built=marks.line(axes, "o", ms=9, mfc="none", mec=look.BLACK, mew=2, clip_on=False),
        trained=marks.line(axes, "D", ms=7, color=look.VERMILION, clip_on=False),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    low, high = result.wanted.min(), result.wanted.max()
    span = low, high if high - low > 0.05 else low + 1
    room = 0.25 * (span[1] - span[0])
    marks.fit(artists.whole, ylim=(low - room, span[1] + 2 * room), yticks=span)
    maps = result.built._asdict() | result._asdict()
    for name, view in artists.views.items():
        draw_view(view, maps[name], VIEWS[name].get("ends", span), result.probe)
    artists.views["outputs"].title.set_text(Words(f"towers: {values.N**2}", f"{values.N**2} 座塔").drawn())
    for artist in (artists.views["learned"].axes, artists.views["learned"].name):
        artist.set_visible(np.isfinite(result.trained_deviation.rms))
    artists.threshold.set_ydata([values.t] * 2)
    artists.t.set_y(values.t)
    artists.top.set_data([result.probe[0]], [targets.at_point(result.built.tower, *result.probe)])
    draw_errors(artists.errors, result, values)


def draw_view(view: SimpleNamespace, heights: np.ndarray, span: tuple, probe: np.ndarray) -> None:
    x1, x2 = probe
    marks.fill(view.map, look.heat(np.nan_to_num(heights), *span))
    view.probe.set_data([0, x1, 1], [x2] * 3)
    row = heights[min(int(x2 * SIDE), SIDE - 1)]
    view.cut.set_data(EDGE, row.clip(*view.cut.axes.get_ylim()))  # at the edge if beyond


def draw_errors(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for line, errors in zip(artists.curves, result.curves):
        line.set_data(targets.TOWERS, errors.clip(*ENDS))
    artists.built.set_data([values.N], [np.clip(result.deviation.rms / result.spread, *ENDS)])
    artists.trained.set_data([values.N], [np.clip(result.trained_deviation.rms / result.spread, *ENDS)])


def readout(result: Result, values: Values) -> Words:
    N, t, unit = values.N, number(values.t), UNITS[values.unit]
    none, one, two = map(number, result.built.levels)
    size = " + ".join(map(str, result.built.units))
    rms, training = f"<b>{result.deviation.rms:.2g}</b>", about_training(result, values)
    share = percent(result.deviation.rms / result.spread) if result.spread > 0 else ""
    spread = Words(f", which is {share} of f's spread", f"，为 f 标准差的 {share}") if share else Words("", "")
    return Words(
        f"With t = {t} the unit of a tower answers {none} to no wall, {one} to one wall, {two} to two. All "
        f"{N} × {N} towers: rms error {rms}{spread.en}.{training.en}\n "
        f"They take {size} {unit.en} units; the tower at the cross is {number(result.built.height)} high.",
        f"t = {t} 时，一座塔的单元在没有墙处输出 {none}，一堵墙处输出 {one}，两堵墙处输出 {two}。"
        f"全部 {N} × {N} 座塔：均方根误差 {rms}{spread.zh}。{training.zh}\n"
        f"共用 {size} 个单元（{unit.zh}）；十字处的塔高 {number(result.built.height)}。",
    )


def about_training(result: Result, values: Values) -> Words:
    """The error of as many units that learn, if any do."""
    if values.way == "none":
        return Words("", "")
    if values.unit == "step":
        return Words(" Steps have slope 0, so descent cannot train them.", "阶跃的斜率为零，无从训练。")
    start, epochs = targets.schedule(values.way, LONG)
    rms, method, all_units = f"<b>{result.trained_deviation.rms:.2g}</b>", METHODS[start], sum(result.built.units)
    en = f"Trained, two layers ({method.en}; {epochs} epochs, best of {RUNS} starts)"
    zh = f"训练两层（{method.zh}；{epochs} 轮，{RUNS} 次训练中最好的一次）"
    if values.way == "last":
        en = f"One hidden layer of {all_units} random units, only the output fitted"
        zh = f"一个隐藏层、{all_units} 个随机单元，只拟合输出层"
    return Words(f" {en}: rms error {rms}.", f"{zh}：均方根误差 {rms}。")


BANDS = {"tower": (0.1, 0.5, 0.3, 0.7), "plus": (0.2, 0.4, 0.4, 0.6), "everywhere": (0.01, 0.99, 0.01, 0.99)}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The outline of where the unit of the tower at the cross answers 1."""
    left, right, low, high = BANDS[option]
    outline = [(left, low), (right, low), (right, high), (left, high), (left, low)]
    if option == "plus":
        below = [(0, low), (left, low), (left, 0), (right, 0), (right, low), (1, low)]
        outline = [*below, *[(x, low + high - y) for x, y in below[::-1]], below[0]]
    return artists.views["tower"].axes, np.array(outline)


VEIL = Veil(("views.learned", "errors"), given=("built", "wanted", "probe", "trained_deviation"))
USES = {
    "step-pull-dotted": ("unit", "t"),
    "pull-upper-end": ("t",),
    "put-back-steps": ("unit", "t", "N"),
    "reset-learn-choose": ("way", "f", "N"),
}
TO_DO = {
    "step-pull-dotted": lambda result, values: values.unit == "step" and values.t < 1,
    "pull-upper-end": lambda result, values: values.t >= 2,
    "put-back-steps": lambda result, values, seen: (
        values.unit == "step" and 1 <= values.t < 2 and values.N == 8 and 4 in seen["N"]
    ),
    "reset-learn-choose": lambda result, values: (values.way, values.f, values.N) == ("last", CHECKERS, 7),
}


def judge(result: Result, values: Values) -> str:
    """Solved with sigmoids and a root mean square below 30 % of the standard deviation of f; almost below 40 %."""
    share = result.deviation.rms / result.spread if values.unit == "sigmoid" else np.nan
    return "solved" if share < GOAL else "almost" if share < 0.4 else "open"


CHALLENGE = Challenge(
    Words(
        "with sigmoid units, bring the rms error below 30% of f's spread (its standard deviation).",
        "用 sigmoid 单元，让均方根误差低于 f 标准差的 30%。",
    ),
    judge,
)


def probe_handle(view: str) -> Handle:
    """The cross in one of VIEWS."""
    return Handle(lambda artists: artists.views[view].probe, x="x1", y="x2", at=lambda _, result: [[result.probe]])


HANDLES = [
    Handle(lambda artists: artists.errors.built, pull=lambda result, dx, dy, values: {"N": values.N + dx}),
    Handle("threshold", drag=lambda result, x, y: {"t": y}),
    Handle("top", drag=lambda result, x, y: {"h": y / result.built.top} if result.built.top > 0.2 else {}),
    *map(probe_handle, VIEWS),
]
PRESETS = {words: {"f": text} for words, text in TARGETS.items()}


@demo(Words("Towers", "塔"), height=3.4)
def towers(**values):
    """A function on the unit square, chosen or typed, and a network with two hidden layers that builds it from towers.
    单位正方形上的函数（可选、可输入），以及用“塔”搭出它的双隐藏层网络。

    f(x) ≈ Σ_ij h_ij φ(g (B_i(x1) + B_j(x2) - t)),  B_i(x) = φ(k (x - a_i)) - φ(k (x - b_i))

    N × N towers, 1/N wide, take 4N + N² units, of ReLUs 8N + N². With steps the largest error of a continuous f goes to
    0 as N grows. Soft flanks leave a hole where four towers meet: a larger k makes it smaller, but no less deep.

    source : the lecture, section 4; Nielsen, Neural Networks and Deep Learning, chapter 4
    """
