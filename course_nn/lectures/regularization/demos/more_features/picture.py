"""Ever more features: the error falls, soars where there are as many as samples, and falls again."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.progress import finished
from course_nn.common.words import Words, activation_names
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import magnitude, percent, plain, significant
from course_nn.lectures.regularization.demos.more_features.random_features import Sweep
from course_nn.lectures.regularization.demos.more_features.sweeps import LAMS, SIZES, SOLVERS, ten_sweeps
from course_nn.stage import Challenge, Change, Choice, Curve, Handle, Sceptic, Values, Veil, demo

CONTROLS = {
    "N": Choice("N", {N: str(N) for N in SIZES}, 95, means=Words("random features", "随机特征的个数")),
    "lam": Choice("λ", {lam: plain(lam) for lam in LAMS}, 0.0, means=Words("penalty on the weights", "权重的惩罚强度")),
    "n": Choice(Words("samples n", "样本数 n"), {50: "50", 100: "100", 200: "200"}, 100, costly=(200,)),
    "data": Choice(
        Words("data", "数据"),
        {"digits": Words("digits", "手写数字"), "wave": Words("noisy wave", "带噪声的波形")},
        "digits",
    ),
    "noise": Choice(
        Words("wrong labels, or σ", "错误标签，或 σ"),
        {0.0: "0", 0.2: "0.2", 0.4: "0.4"},
        0.0,
        costly=(0.4,),
    ),
    "kind": Choice(
        Words("feature φ", "特征 φ"),
        activation_names(["relu", "tanh"]) | {"cos": "cos"},
        "relu",
        costly=("tanh", "cos"),
    ),
    "cutoff": Choice(
        Words("solver's cutoff", "求解器的截断"),
        {0.0: Words("rounding", "舍入误差"), 0.001: "0.001", 0.01: "0.01"},
        0.0,
        used=lambda values: values.lam == 0,
    ),
    "seed": Choice(Words("draws", "抽样"), {0: "0–9", 10: "10–19"}, 0, costly=(10,)),
}
ERRORS = {"digits": (0.08, 300.0), "wave": (0.02, 100.0)}  # of the axes; what is beyond is drawn at the edge
NORMS = {"digits": (0.08, 100.0), "wave": (0.1, 1000.0)}
PREDICTED = {"falls": (7, 5, 0.3), "valley": (7, 100, 0.3), "stays": (7, 100, 80), "rises": (7, 9, 200)}
FLOOR = 1e-9  # a training error below it is rounding
KEY: list[tuple[Words, dict]] = [
    (Words("test", "测试"), dict(color=look.VERMILION)),
    (Words("validation", "验证"), dict(color=look.ORANGE, lw=1.5, ls=":")),
    (Words("training", "训练"), dict(color=look.BLUE)),
    (Words("test, best λ", "测试，最佳 λ"), dict(color=look.GREEN, ls="--")),
    (Words("N = n", "N = n"), dict(color=look.PALE, lw=6)),
]


class Result(NamedTuple):
    sizes: np.ndarray  # (S,) numbers of features up to N
    curves: np.ndarray  # (3, S) median training, validation and test error over N
    draws: np.ndarray  # (S, 10) the test errors of the single draws
    wrong: np.ndarray  # (S,) median share of wrong answers on test digits
    norms: np.ndarray  # (S, 10) ‖W‖
    tuned: np.ndarray  # (S,) median test error with the λ that is best on validation
    over_lam: np.ndarray  # (2, L) median validation and test error at this N
    best: int  # place among LAMS of the λ that is best on validation at this N


def compute(N, lam, n, data, noise, kind, cutoff, seed) -> Generator[float, None, Result]:
    sizes = np.array(SIZES[: SIZES.index(N) + 1])
    sweeps = yield from ten_sweeps(n, data, noise, kind, seed, N)
    errors_of = Sweep(*(of_all[: len(sizes)] for of_all in sweeps))
    solver = SOLVERS.index((lam, 0.0 if lam else cutoff))
    kinds = errors_of.train, errors_of.validation, errors_of.test
    errors = np.median(np.stack(kinds), axis=-1)  # (3, S, solvers)
    over_lam = errors[1:, :, : len(LAMS)].copy()
    if not lam:
        over_lam[..., 0] = errors[1:, :, solver]  # with this cutoff
    chosen = over_lam[0].argmin(axis=1)  # (S,)
    return Result(
        sizes=sizes,
        curves=errors[:, :, solver],
        draws=errors_of.test[:, solver],
        wrong=np.median(errors_of.wrong[:, solver], axis=-1),
        norms=errors_of.norm[:, solver],
        tuned=over_lam[1][np.arange(len(sizes)), chosen],
        over_lam=over_lam[:, -1],
        best=int(chosen[-1]),
    )


def paint(figure: Figure) -> SimpleNamespace:
    error, norm, choice = figure.subplots(1, 3, width_ratios=[1.7, 1, 1])
    paint_sizes(error, Words("squared error", "平方误差").drawn(), ERRORS["digits"])
    paint_sizes(norm, "‖W‖", NORMS["digits"])
    paint_penalties(choice)
    styles = [KEY[2][1], KEY[1][1], KEY[0][1] | dict(marker="o", ms=4)]  # training, validation, test
    return SimpleNamespace(
        axes=((error, ERRORS), (choice, ERRORS), (norm, NORMS)),
        keys=marks.key(error, [(words.drawn(), style) for words, style in KEY], x=0.03, bbox=look.BEHIND_WORDS),
        equal=[marks.now(axes, color=look.PALE, lw=6) for axes in (error, norm)],
        now=marks.now(error, color=look.BLACK),
        also=marks.now(norm, color=look.BLACK),
        draws=marks.line(error, color=look.VERMILION, lw=0.6, alpha=0.45, zorder=1.5),
        tuned=marks.line(error, color=look.GREEN, ls="--", zorder=2.5),
        curves=[marks.line(error, **style) for style in styles],
        norms=marks.line(norm, color=look.BLACK, lw=0.6, alpha=0.35),
        norm=marks.line(norm, color=look.BLACK, marker="o", ms=4),
        over_lam=[marks.line(choice, **style) for style in styles[1:]],
        point=marks.dot(choice),
        best=marks.best(choice),
        chosen=marks.now(choice, color=look.BLACK),
    )


def paint_sizes(axes: Axes, title: str, limits: tuple) -> None:
    axes.set(xscale="log", yscale="log", xlim=(4, 2500), ylim=limits, title=title)
    axes.set(xlabel=Words("random features N", "随机特征数 N").drawn())
    axes.set_xticks([10, 100, 1000], ["10", "100", "1000"])


def paint_penalties(axes: Axes) -> None:
    axes.set(yscale="log", xlim=(-0.5, len(LAMS) - 0.5), ylim=ERRORS["digits"], xlabel="λ")
    axes.set_xticks([LAMS.index(lam) for lam in (0, 1, 10, 100, 1000)], ["0", "1", "10", "10²", "10³"])
    axes.set_xticks(range(len(LAMS)), minor=True)
    axes.set_title(Words("error over λ, at this N", "此 N 下，误差随 λ 的变化").drawn())


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for axes, limits in artists.axes:
        marks.fit(axes, ylim=limits[values.data])
    low, high = ERRORS[values.data]
    N = result.sizes
    for line in artists.equal:
        marks.at(line, values.n)
    for line in (artists.now, artists.also):
        marks.at(line, values.N)
    artists.draws.set_data(*strands(N, result.draws.clip(low, high)))
    artists.tuned.set_data(N, result.tuned.clip(low, high))
    for line, curve in zip(artists.curves, result.curves):
        line.set_data(N, curve.clip(low, high))
    artists.norms.set_data(*strands(N, result.norms.clip(*NORMS[values.data])))
    artists.norm.set_data(N, np.median(result.norms, axis=1).clip(*NORMS[values.data]))
    here, over_lam = LAMS.index(values.lam), result.over_lam.clip(low, high)
    for line, curve in zip(artists.over_lam, over_lam):
        line.set_data(range(len(LAMS)), curve)
    artists.point.set_data([here], [over_lam[1, here]])
    artists.best.set_data([result.best], [over_lam[0, result.best]])
    marks.at(artists.chosen, here)


def strands(N: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """The single draws as one line: (2, …)."""
    return look.one_line(np.stack(np.broadcast_arrays(N, draws.T), axis=-1))


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The test error that was predicted for 95, 100 and 2000 features."""
    return artists.now.axes, np.column_stack([(95, 100, 2000), PREDICTED[option]])


ASKED = (100, 110, 150, 200, 400, 1000, 2000)  # features


def test_errors() -> np.ndarray:
    """The median test error of 100 digits with each number of features, up to 2000."""
    return np.median(finished(ten_sweeps(100, "digits", 0.0, "relu", 0, max(SIZES))).test[:, 0], axis=-1)


def beside_the_sweep(drawn: np.ndarray, true: np.ndarray) -> Words:
    """The error with as many features as digits, and with most: drawn, and measured."""
    (peak, end), (measured, last) = ((significant(errors[0]), significant(errors[-1])) for errors in (drawn, true))
    fewer, most = significant(test_errors()[np.array(SIZES) < ASKED[0]].min()), plain(ASKED[-1])
    return Words(
        f"You expected {peak} with {ASKED[0]} features and {end} with {most}; measured: {measured} and {last}. With "
        f"fewer features than digits the lowest was {fewer}.",
        f"你预计 {ASKED[0]} 个特征时为 {peak}，{most} 个时为 {end}；测得 {measured} 和 {last}。特征比数字少时，"
        f"最低为 {fewer}。",
    )


ESTIMATE = Curve(
    axes=lambda artists: artists.now.axes,
    x=ASKED,
    across=Words("with N =", "N ="),
    label=Words("test error", "测试误差"),
    low=ERRORS["digits"][0],
    high=ERRORS["digits"][1],
    log=True,
    truth=lambda: test_errors()[[SIZES.index(N) for N in ASKED]],
    shown={"N": max(SIZES)},
    places={
        "falls": (5, 4, 2.5, 1.8, 1, 0.5, 0.3),
        "valley": (100, 5, 1.5, 1, 0.6, 0.4, 0.3),
        "stays": (100, 100, 100, 100, 90, 80, 80),
        "rises": (8, 9, 12, 20, 40, 100, 200),
    },
    said=beside_the_sweep,
)


def readout(result: Result, values: Values) -> Words:
    train, validation, test = (error(curve[-1]) for curve in result.curves)
    ratio, norm = plain(values.N / values.n, 2), magnitude(np.median(result.norms[-1]))
    share, wrong = percent(result.wrong[-1], 1), Words("", "")
    if values.data == "digits":
        wrong = Words(f" ({share} of the digits wrong)", f"（{share} 的数字读错）")
    low, best = valleys(result, values), plain(LAMS[result.best])
    tuned = error(result.tuned[-1])
    return Words(
        f"N/n = {ratio}. Median of ten draws: test error <b>{test}</b>{wrong.en}, ‖W‖ = <b>{norm}</b>, training error "
        f"{train}.\n Validation error {validation}. {low.en} Best on validation at this N: λ = {best}, test "
        f"error {tuned}.",
        f"N/n = {ratio}。十次抽样的中位数：测试误差 <b>{test}</b>{wrong.zh}，‖W‖ = <b>{norm}</b>，训练误差 {train}。"
        f"\n验证误差 {validation}。{low.zh}此 N 下验证误差最小的是 λ = {best}，测试误差为 {tuned}。",
    )


def valleys(result: Result, values: Values) -> Words:
    """The lowest test error with fewer features than samples, and with more, up to this N."""
    parts = []
    for side, en, zh in ((np.less, "fewer", "少"), (np.greater, "more", "多")):
        there = np.flatnonzero(side(result.sizes, values.n))
        if len(there):
            lowest = there[result.curves[2][there].argmin()]
            value, N = error(result.curves[2][lowest]), result.sizes[lowest]
            parts.append(
                Words(f"{value} with {en} features than samples (N = {N})", f"特征比样本{zh}时 {value}（N = {N}）")
            )
    en, zh = ", ".join(words.en for words in parts), "，".join(words.zh for words in parts)
    return Words(f"Lowest test error so far: {en}.", f"目前最低的测试误差：{zh}。")


def error(value: float) -> str:
    """An error as a number: 0 if it is only rounding."""
    return magnitude(0.0 if value < FLOOR else value, 3, smallest=0.001)


VEIL = Veil(("tuned", "keys.3", "axes.1.0"), given=("sizes", "curves", "draws", "norms", "tuned"))
TO_DO = {
    "pull-black-line": lambda result, values, seen: (
        (values.data, values.lam) == ("digits", 0) and min(seen["N"]) < values.n < max(seen["N"])
    ),
    "go-click-points": lambda result, values, seen: values.N == 100 and len(seen["lam"]) > 3,
    "sceptic": lambda result, seen: {"tanh", "wave", "priced", "draws"} <= seen["sceptic"],
    "choose-noisy-wave": lambda result, values: (
        (values.data, values.noise, values.lam, values.N) == ("wave", 0.2, 0, SIZES[-1])
    ),
}
USES = {
    "pull-black-line": ("N",),
    "go-click-points": ("N", "lam"),
    "sceptic": ("sceptic",),
    "choose-noisy-wave": ("data", "noise", "N"),
}


def judge(result: Result, values: Values) -> str:
    """Solved by digits and a λ with which the test error falls at every step up to 2000; almost if it rises by 0.02."""
    if values.data != "digits" or values.N != SIZES[-1]:
        return "open"
    rise = np.diff(result.curves[2]).max()
    return "solved" if rise < 0 else "almost" if rise < 0.02 else "open"


CHALLENGE = Challenge(
    Words(
        "digits: find one λ with which the test error falls each time N grows, all the way to N = 2000.",
        "手写数字：找到一个 λ，使测试误差随 N 每增一步都下降，一直到 N = 2000。",
    ),
    judge,
)


def climb(result: Result) -> float:
    """The logarithm of how many times the test error is higher than the lowest with fewer features, at its worst."""
    errors = result.curves[2]
    return float(np.log(errors / np.minimum.accumulate(errors)).max())


SCEPTIC = Sceptic(
    Words("the test error soars as N comes near n.", "N 接近 n 时，测试误差急剧上升。"),
    Words("ln of how many times it has grown", "增长倍数的 ln"),
    climb,
    {
        "tanh": Change(Words("tanh in place of ReLU", "用 tanh 代替 ReLU"), {"kind": "tanh"}),
        "wave": Change(
            Words("a noisy wave in place of the digits", "手写数字换成带噪声的波形"), {"data": "wave", "noise": 0.2}
        ),
        "priced": Change(Words("a penalty of 10", "惩罚项取 10"), {"lam": 10.0}),
        "draws": Change(Words("other draws", "换抽样"), {"seed": 10}),
    },
)


def nearest_size(result: Result, dx: float, dy: float, values: Values) -> dict:
    """The size that is nearest to where the line has been pulled."""
    return {"N": min(SIZES, key=lambda N: abs(np.log(N / max(values.N + dx, 1))))}


def places(line: Any, result: Result) -> np.ndarray:
    """Each point of the line."""
    return line.get_xydata()[:, None]


HANDLES = [
    Handle(
        lambda artists: artists.equal[0],
        at=lambda line, result: marks.uprights(line.axes, SIZES),
        click=lambda result, k: {"N": SIZES[k]},
        width=8,
    ),
    Handle("now", pull=nearest_size),
    Handle("also", pull=nearest_size),
    Handle(lambda artists: artists.over_lam[1], at=places, click=lambda result, k: {"lam": LAMS[k]}, width=18),
]


@demo(Words("Ever more features", "越来越多的特征"))
def more_features(**values):
    """Random features and a last layer by least squares: errors and length of the weights over the number of features.
    随机特征加最小二乘求出的最后一层：误差与权重长度随特征个数的变化。

    W = argmin ½‖A W − Y‖² + λ ½‖W‖², with λ = 0 the shortest of all that fit

    source : Belkin, Hsu, Ma & Mandal, Reconciling modern machine-learning practice and the classical bias-variance
             trade-off (2019); that a tuned penalty takes the peak away: Nakkiran, Venkat, Kakade & Ma, Optimal
             Regularization Can Mitigate Double Descent (2021)
    """
