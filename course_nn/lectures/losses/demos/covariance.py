"""Two outputs can be wrong together: Σ says how, and a mistake along its ellipse costs less than one across it."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words
from course_nn.datasets import penguins
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.losses.likelihood import covariance_matrix, ellipse, mean_nll_2d, squared_distances
from course_nn.losses import gaussian_nll
from course_nn.stage import Challenge, Handle, Slider, Values, demo

CONTROLS = {
    "s1": Slider("σ₁", 4.0, 12.0, 6.4, means=Words("standard deviation of the flipper", "鳍肢长的标准差")),
    "s2": Slider("σ₂", 2.0, 8.0, 3.1, means=Words("standard deviation of the bill", "喙长的标准差")),
    "rho": Slider(
        "ρ", -0.95, 0.95, 0.0, 0.01, means=Words("correlation of flipper and bill", "鳍肢长与喙长的相关系数")
    ),
    "r1": Slider("r₁", -15.0, 15.0, 8.0, means=Words("flipper of the red point", "红点的鳍肢长残差")),
    "r2": Slider("r₂", -9.0, 13.0, -4.0, means=Words("bill of the red point", "红点的喙长残差")),
}
Y = penguins(("Gentoo",), ("flipper_length_mm", "bill_length_mm")).X  # (123, 2) mm
R = Y - Y.mean(axis=0)  # residuals y − μ; the best μ is the mean
SAMPLE = R.T @ R / len(R)  # (2, 2) the best Σ
BEST = float(mean_nll_2d(SAMPLE, SAMPLE))
MISSES = np.array([(6.0, 3.0), (-6.0, 3.0)])  # the two errors that are compared, mm
RHOS = np.linspace(-0.95, 0.95, 191)
TURN = np.linspace(0, 2 * np.pi, 121)
LOW, HIGH = 5, 9  # of the −log N that is shown


class Result(NamedTuple):
    Sigma: np.ndarray  # (2, 2)
    nll: float  # −log N per point
    best_rho: float  # of the curve, for these σ₁ and σ₂
    curve: np.ndarray  # (191,) −log N per point along RHOS
    ellipse: np.ndarray  # (2, 121) where D = 1
    distances: np.ndarray  # (123,) D² = rᵀ Σ⁻¹ r, the squared Mahalanobis distance
    lengths: np.ndarray  # (123,) the same without ρ
    nlls: np.ndarray  # (123,) −log N of each point
    constant: float  # ½ log|Σ| + log 2π, the same for all points
    probe_distance: float  # D² of the red point
    probe_nll: float


def compute(s1, s2, rho, r1, r2) -> Result:
    Sigma = covariance_matrix(s1, s2, rho)
    points = np.vstack([R, [r1, r2]])  # (124, 2)
    nlls = gaussian_nll(np.zeros_like(points), points, Sigma)
    distances = squared_distances(points, Sigma)
    curve = mean_nll_2d(SAMPLE, covariance_matrix(s1, s2, RHOS))
    return Result(
        Sigma=Sigma,
        nll=float(nlls[:-1].mean()),
        best_rho=float(RHOS[curve.argmin()]),
        curve=curve,
        ellipse=ellipse(Sigma),
        distances=distances[:-1],
        lengths=np.sum((R / [s1, s2]) ** 2, axis=1),
        nlls=nlls[:-1],
        constant=float(0.5 * np.log(np.linalg.det(Sigma)) + np.log(2 * np.pi)),
        probe_distance=float(distances[-1]),
        probe_nll=float(nlls[-1]),
    )


def paint(figure: Figure) -> SimpleNamespace:
    plane, curve, line = figure.subplots(1, 3, width_ratios=[1.75, 1, 1.1])
    plane.set(xlim=(-17, 17), ylim=(-11, 14), aspect="equal", xticks=[-10, 0, 10], yticks=[-10, 0, 10])
    plane.set_title(Words("$r = y - \\mu$,  $D = 1$ and $2$", "r = y − μ；D = 1 与 D = 2").drawn())
    plane.set_xlabel(Words("$r_1$, flipper (mm)", "r₁，鳍肢长（mm）").drawn())
    plane.set_ylabel(Words("$r_2$, bill (mm)", "r₂，喙长（mm）").drawn())
    curve.set(xlim=(-1, 1), ylim=(LOW, HIGH), xlabel="ρ", xticks=[-0.9, 0, 0.9], yticks=range(LOW, HIGH + 1))
    curve.set_title(Words("mean $-\\log N$", "平均的 −log N").drawn())
    line.set(xlim=(0, 16), ylim=(0, 14), xlabel="$D^2$", xticks=[0, 4, 8, 12, 16])
    line.set_title(Words("$-\\log N$ of each bird", "每只企鹅的 −log N").drawn())
    return SimpleNamespace(**paint_plane(plane), **paint_curve(curve), **paint_line(line))


def paint_plane(axes: Axes) -> dict:
    marks.cross(axes)
    axes.plot(*R.T, "o", color=look.BLUE, mec="white", mew=0.6, ms=6, alpha=0.7)
    return dict(
        ellipses=[marks.line(axes, color=look.BLACK, lw=width) for width in (2.5, 1.5)],
        widest=marks.line(axes, "o", color=look.BLACK, mec="white", ms=8),
        highest=marks.line(axes, "o", color=look.BLACK, mec="white", ms=8),
        arm=marks.line(axes, color=look.VERMILION, lw=1.2, ls="--"),
        probe=marks.dot(axes, **marks.UNCLIPPED),
    )


def paint_curve(axes: Axes) -> dict:
    marks.cross(axes)
    name = Words("smallest", "最小值").drawn()
    return dict(
        smallest=[
            axes.axhline(BEST, color=look.GREY, lw=1.2, ls=":"),
            axes.text(-0.93, BEST - 0.06, name, va="top", fontsize=look.SMALL),
        ],
        curve=marks.line(axes, color=look.BLUE, lw=2.5),
        best=marks.best(axes, **marks.UNCLIPPED),
        here=marks.dot(axes, **marks.UNCLIPPED),
    )


def paint_line(axes: Axes) -> dict:
    style = dict(ha="right", fontsize=look.SMALL)
    return dict(
        key=[
            axes.text(15.6, 0.6, Words("× without ρ", "× 不含 ρ").drawn(), **style),
            axes.text(15.6, 13.4, "½$D^2$ + ½log|Σ| + log 2π", va="top", **style),
        ],
        name=axes.text(
            0.9, 0, "½log|Σ| + log 2π", va="top", fontsize=look.SMALL, in_layout=False, bbox=look.BEHIND_WORDS
        ),
        rule=marks.line(axes, color=look.BLACK, lw=1.2),
        lengths=marks.line(axes, "x", color=look.GREY, ms=5),
        distances=marks.line(axes, "o", color=look.BLUE, mec="white", mew=0.6, ms=6),
        constant=marks.best(axes, **marks.UNCLIPPED),
        on_line=marks.dot(axes, **marks.UNCLIPPED),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for ellipse_at, D in zip(artists.ellipses, (1, 2)):
        ellipse_at.set_data(*D * result.ellipse)
    artists.widest.set_data([values.s1], [values.rho * values.s2])
    artists.highest.set_data([values.rho * values.s1], [values.s2])
    artists.arm.set_data([0, values.r1], [0, values.r2])
    artists.probe.set_data([values.r1], [values.r2])
    artists.curve.set_data(RHOS, result.curve)
    artists.best.set_data([result.best_rho], [min(result.curve.min(), HIGH)])
    artists.here.set_data([values.rho], [min(result.nll, HIGH)])
    artists.rule.set_data([0, 16], [result.constant, result.constant + 8])
    artists.lengths.set_data(result.lengths, result.nlls)
    artists.distances.set_data(result.distances, result.nlls)
    artists.constant.set_data([0], [result.constant])
    artists.name.set_y(result.constant - 0.5)
    artists.on_line.set_data([result.probe_distance], [result.probe_nll])
    artists.on_line.set_visible(result.probe_distance <= 16)


def readout(result: Result) -> Words:
    distance, nll = number(result.probe_distance), number(result.probe_nll)
    half, constant = number(result.probe_distance / 2), number(result.constant)
    mean, best = number(result.nll, 3), number(BEST, 3)
    sums = f"½D² + (½log|Σ| + log 2π) = {half} + {constant}"
    return Words(
        f"Red point: D² = {distance}, −log N = <b>{nll}</b>. Mean −log N of the penguins: <b>{mean}</b>.\n "
        f"With the covariance of the sample it is smallest, {best}. For the red point: {sums}.",
        f"红点：D² = {distance}，−log N = <b>{nll}</b>。企鹅的平均 −log N 为 <b>{mean}</b>。\n "
        f"取样本协方差时最小，为 {best}。红点：{sums}。",
    )


def across_and_along(result: Result, values: Values, seen: dict) -> bool:
    """Whether ρ fits, and the red point has been at (6, 3) and at (−6, 3)."""
    at_one = abs(abs(values.r1) - 6) < 1 and abs(values.r2 - 3) < 1
    at_both = all(any(abs(r1 - side) < 1 for r1 in seen["r1"]) for side in (-6, 6))
    return abs(values.rho - result.best_rho) < 0.05 and at_one and at_both


USES = {
    "pull-red-point": ("rho", "r1", "r2"),
    "set-back-go": ("rho", "r1", "r2"),
    "pull-black-dots": ("s1", "s2", "rho"),
}
TO_DO = {
    "pull-red-point": across_and_along,
    "set-back-go": lambda result, values, seen: abs(values.rho) < 0.015 and len(seen["rho"]) > 1,
    "pull-black-dots": lambda result, values: values.s1 > 11.8 and values.s2 > 7.8,
}


def judge(result: Result, values: Values) -> str:
    """Solved with Σ at its best and the probe on the outer ellipse, above on the left; almost with Σ alone."""
    if result.nll > BEST + 0.01:
        return "open"
    on_outer_ellipse = abs(np.sqrt(result.probe_distance) - 2) < 0.05
    above_left = values.r1 < -1 and values.r2 > 1
    return "solved" if on_outer_ellipse and above_left else "almost"


CHALLENGE = Challenge(
    Words(
        "bring −log N within 0.01 of the smallest; then put the red point on the outer ellipse, above and left of μ.",
        "让 −log N 与最小值相差不超过 0.01；再把红点放到外圈椭圆上、μ 的左上方。",
    ),
    judge,
)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """A small circle around the error that was expected to cost more, or a large one through both."""
    one = np.stack([np.cos(TURN), np.sin(TURN)], axis=1)  # a circle around the origin
    along, across = (place + 1.5 * one for place in MISSES)
    circle = {"along": along, "across": across, "same": np.hypot(*MISSES[0]) * one}[option]
    words = (16.5, -7.0)  # where they stand, a place that is not drawn
    return artists.probe.axes, np.concatenate([circle, [(np.nan, np.nan), words]])


HANDLES = [
    Handle("here", pull=lambda result, dx, dy, values: {"rho": values.rho + dx}),
    Handle("widest", drag=lambda result, x, y, values: {"s1": x, "rho": y / values.s2}),
    Handle("highest", drag=lambda result, x, y, values: {"rho": x / values.s1, "s2": y}),
    Handle("probe", x="r1", y="r2"),
]


@demo(Words("Two outputs, one Σ", "两个输出，一个 Σ"))
def covariance(**values):
    """A full 2 × 2 covariance for two outputs: its ellipses, and the negative log-likelihood of real penguins.
    两个输出的完整 2 × 2 协方差矩阵：它的椭圆，以及真实企鹅数据的负对数似然。

    −log N(y | μ, Σ) = ½ D² + ½ log|Σ| + log 2π,  D² = rᵀ Σ⁻¹ r,  r = y - μ,  Σ = (σ₁², ρσ₁σ₂; ρσ₁σ₂, σ₂²)

    source : the lecture, section 5; Bishop, Pattern Recognition and Machine Learning, section 2.3
    """
