"""In ten dimensions everything is far away: to know any function there takes a number for each of N^10 cells."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.patience import remembered
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.words import Words

D = np.arange(1, 11)
LAPTOP, NEURONS, PROBES = 16e9, 1e11, 200  # bytes of memory; of the brain; points at which errors are measured
CONTROLS = {
    "d": Slider(Words("inputs d", "输入维数 d"), 1, 10, 6, 1),
    "N": Slider(Words("cells a side N", "每边格数 N"), 2, 20, 10, 1),
    "n": Choice(Words("samples n", "样本数 n"), {n: f"{n:,}" for n in (100, 1000, 10_000)}, 1000, costly=(10_000,)),
    "size": Choice(Words("number", "数的类型"), {4: "float32", 8: "float64"}, 4),
    "seed": Slider(Words("seed", "种子"), 0, 9, 2, 1),
}
LINES = (look.VERMILION, "^", "-"), (look.ORANGE, "D", "-."), (look.BLUE, "s", "--"), (look.GREEN, "o", ":")


class Result(NamedTuple):
    d: int
    N: int
    n: int
    X: np.ndarray  # (n, 2) the first two coordinates of the samples
    nearest: np.ndarray  # (2,) of the one nearest to the middle, in all d coordinates
    radius: float  # its distance, the largest difference of a coordinate
    errors: np.ndarray  # (2, 10) for d = 1 … 10, relative to guessing the mean: nearest sample, sum of d functions
    units: np.ndarray  # (4, 10) for any function, a tree of functions of two, a sum of d functions of one, a ridge
    parameters: int  # of the towers for any function
    size: int  # bytes of each
    filled: int  # cells with a sample in them
    wanted: float  # samples until each cell has one, on average


def bend(X):
    """The functions of one coordinate that are added up: sin(2π x_j + j)."""
    return np.sin(2 * np.pi * X + np.arange(X.shape[1]))


@remembered
def nearest(n, seed):
    """Samples, probes (the first is the middle), and for d = 1 … 10 which sample is nearest to each, and how far."""
    rng = np.random.default_rng(seed)
    X, P = rng.random((n, 10)), np.vstack([np.full(10, 0.5), rng.random((PROBES, 10))])
    far, apart, which, radius = np.zeros((len(P), n)), np.empty((len(P), n)), [], []
    for x, p in zip(X.T, P.T):
        np.maximum(far, np.abs(np.subtract(p[:, None], x, out=apart), out=apart), out=far)
        which.append(far.argmin(axis=1))
        radius.append(far[np.arange(len(P)), which[-1]])
        if n > 1000:  # fewer are there at once
            yield len(which) / len(D)
    return X, P, np.array(which), np.array(radius)  # (n, 10), (201, 10), (10, 201), (10, 201)


def hats(X, N):
    """Each coordinate as its shares in the N + 1 hats of a piecewise linear function: (n, d) -> (n, d (N + 1))."""
    far = N * X[..., None] - np.arange(N + 1)
    return np.maximum(0, np.subtract(1, np.abs(far, out=far), out=far), out=far).reshape(len(X), -1)


@remembered
def measure(n, N, seed):
    """Relative errors of two ways to learn Σ_j sin(2π x_j + j) from n samples, and the cells with a sample in them."""
    X, P, which, _ = yield from nearest(n, seed)
    true, told = bend(P).cumsum(axis=1).T, bend(X).cumsum(axis=1).T  # (10, 201), (10, n) for d = 1 … 10
    A, B = hats(X, N), hats(P, N)
    gram, right = A.T @ A + 0.01 * np.eye(A.shape[1]), A.T @ told.T
    cells, guesses = ((X * N).astype(int) * N ** np.arange(10)).cumsum(axis=1).T, []  # (10, n) one number a cell
    for d in D:
        own = slice(d * (N + 1))
        fit = B[:, own] @ np.linalg.solve(gram[own, own], right[own, d - 1])
        guesses.append([told[d - 1][which[d - 1]], fit])
    misses = np.moveaxis(guesses, 1, 0) - true  # (2, 10, 201)
    filled = 1 + np.count_nonzero(np.diff(np.sort(cells)), axis=1)  # (10,)
    return np.sqrt((misses**2).mean(axis=-1)) / true.std(axis=-1), filled


def numbers(d, N):
    """Parameters of the towers that are not zero: a step has 2, a tower 2 d weights, a bias and a height."""
    return 4 * d * N + (2 * d + 2) * N**d


def compute(d, N, n, size, seed):
    X, _, which, radius = yield from nearest(n, seed)
    errors, filled = yield from measure(n, N, seed)
    cells, tree = N**d, np.where(D > 1, (D - 1.0) * (4 * N + N**2), np.nan)  # one input makes no pair
    units = np.array([2 * D * N + float(N) ** D, tree, 2 * D * N, 0 * D + 2 * N])
    return Result(
        d,
        N,
        n,
        X[:, :2],
        X[which[d - 1, 0], :2],
        float(radius[d - 1, 0]),
        errors,
        units,
        numbers(d, N),
        size,
        int(filled[d - 1]),
        float(cells * (np.log(cells) + np.euler_gamma) + 0.5),
    )


def paint(figure):
    cube, error, count = figure.subplots(1, 3, width_ratios=[1.1, 1, 1.15])
    cube.set(xlim=(0, 1), ylim=(0, 1), xticks=[0, 1], yticks=[0, 1], aspect="equal", title="cube, from one side")
    cube.set_xlabel("$x_1$", labelpad=-8)
    cube.set_ylabel("$x_2$", rotation=0, labelpad=-4)
    error.set(xlim=(0.5, 10.5), ylim=(0, 1.3), xticks=D, xlabel="$d$", title="error of what is learned")
    error.set_yticks([0, 0.5, 1], ["0", "½", "1"])
    count.set(yscale="log", xlim=(0.5, 10.5), ylim=(1, 1e17), xticks=D, xlabel="$d$", title="units")
    count.set_yticks([1, 1e3, 1e6, 1e9, 1e12], ["1", "$10^3$", "$10^6$", "$10^9$", "$10^{12}$"])
    count.tick_params(which="minor", left=False)
    below = dict(fontsize=10, zorder=0)  # what stands still lies below what moves, and is not drawn again
    for axes, y, name in ((error, 1, "guess the mean"), (count, NEURONS, "neurons of a brain")):
        axes.axhline(y, color=look.GREY, lw=0.8, ls=":", zorder=0)
        axes.text(0.7, y, name, color=look.GREY, va="bottom", **below)
    styles = [dict(color=color, marker=marker, ls=ls, lw=1, ms=6, mec="white") for color, marker, ls in LINES]
    error.text(0.7, 1.2, "▲ nearest sample", color=LINES[0][0], **below)
    error.text(10.3, 0.1, "■ sum", color=LINES[2][0], ha="right", **below)
    for k, (name, style) in enumerate(zip(("▲ any function", "◆ tree of pairs", "■ sum", "● ridge"), styles)):
        count.text(0.7, 10 ** (16.2 - 1.15 * k), name, color=style["color"], va="center", **below)
    return SimpleNamespace(
        samples=cube.plot([], [], ".", ms=3, mec="none", color=look.GREY)[0],
        box=cube.fill([0, 0, 0, 0], [0, 0, 0, 0], fc=look.VERMILION, alpha=0.25, lw=0)[0],
        middle=cube.plot([0.5], [0.5], "+", ms=12, mew=2, color=look.VERMILION)[0],
        nearest=cube.plot([], [], "o", ms=7, mec="white", color=look.VERMILION, clip_on=False)[0],
        errors=[error.plot([], [], **styles[k])[0] for k in (0, 2)],
        units=[count.plot([], [], **style)[0] for style in styles],
        now=[axes.axvline(1, color=look.GREY, alpha=0.3, lw=8, zorder=1) for axes in (error, count)],
    )


def draw(artists, result):
    r = result.radius
    across, up = 0.5 + r * np.array([-1, 1, 1, -1]), 0.5 + r * np.array([-1, -1, 1, 1])
    if result.d == 1:
        up = np.array([0, 0, 1, 1])  # with one input the second coordinate is only there to be seen
    artists.samples.set_data(*result.X.T)
    artists.box.set_xy(np.stack([across, up], axis=1))
    artists.nearest.set_data(*result.nearest[:, None])
    for line, values in zip([*artists.errors, *artists.units], [*result.errors.clip(0, 1.28), *result.units]):
        line.set_data(D, values)
    for now in artists.now:
        now.set_xdata([result.d, result.d])


def big(value):
    """A large number for a sentence: 1,234 or 5.0 × 10<sup>12</sup>."""
    power = f"{value:.1e}".replace("e+", " × 10<sup>").replace("<sup>0", "<sup>") + "</sup>"
    return power if value >= 1e6 else f"{value:,.0f}"


def human(amount):
    """Bytes in a unit that can be imagined."""
    power = min(int(np.log10(amount) // 3), 5)
    return f"{amount / 1000**power:.3g} {('bytes', 'kB', 'MB', 'GB', 'TB', 'PB')[power]}"


def readout(result):
    d, n, (near, fit) = result.d, f"{result.n:,}", (number(error, 3) for error in result.errors[:, result.d - 1])
    towers, wanted, few = big(result.N**d), big(float(f"{result.wanted:.2g}")), 2 * d * result.N
    memory, filled = human(result.parameters * result.size), f"{result.filled:,}"
    return Words(
        f"d = {d}: any function takes <b>{towers} towers</b>, {memory}; a sum of functions of one input {few} units. "
        f"{n} samples lie in {filled} of the cells (one in each: about {wanted}). Error of the nearest sample {near}, "
        f"of the sum {fit}.",
        f"d = {d}：任意函数要 <b>{towers} 座塔</b>，{memory}；一元函数之和只要 {few} 个单元。{n} 个样本落在 {filled} "
        f"格中（每格一个约需 {wanted}）。误差：最近样本 {near}，一元函数之和 {fit}。",
    )


def judge(result):
    """Solved at the first dimension whose towers outgrow the memory; almost at a later one."""
    if result.N < 10 or result.size != 4 or 4 * result.parameters <= LAPTOP:
        return "open"
    return "solved" if 4 * numbers(result.d - 1, result.N) <= LAPTOP else "almost"


CHALLENGE = Challenge(
    Words(
        "with N ≥ 10 and float32, find the first d at which the towers outgrow a laptop's 16 GB.",
        "N ≥ 10、float32：找出塔所需内存首次超过笔记本电脑 16 GB 的维数 d。",
    ),
    judge,
)


def curse(**values):
    """What any function of d inputs costs at resolution 1/N, in units, memory and samples; and what structure saves.
    以 1/N 的分辨率表示任意 d 元函数的代价：单元、内存与样本；以及结构能省下多少。

    Units: any function N^d towers on 2 d N steps, a tree of functions of two (d - 1)(4 N + N²), a sum of functions of
    one 2 d N, a ridge g(w·x) 2 N. From n samples of Σ_j sin(2π x_j + j): the nearest sample's value, which is all that
    continuity allows, and a sum of d piecewise linear functions by least squares; errors relative to the mean's.

    The claim is about the worst case: to err by at most ε on all f with |f(x) - f(y)| <= max_j |x_j - y_j| on a cube, a
    network whose weights depend continuously on f needs c ε^-d of them, deep or shallow (DeVore et al.). Structure is
    what saves: depth, if f is composed of functions of few inputs (Poggio et al.); and one layer of n units errs by at
    most 2 r C / √n, whatever d, if the Fourier transform of f has a first moment C (Barron; r the radius of the set).

    values : d, N, n (100, 1000 or 10000), size (bytes of a number, 4 or 8), seed: where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 4; DeVore, Howard & Micchelli, Optimal Nonlinear Approximation (1989); Barron,
             Universal Approximation Bounds for Superpositions of a Sigmoidal Function (1993); Yarotsky, Error Bounds
             for Approximations with Deep ReLU Networks (2017); Poggio et al., Why and When Can Deep- but Not Shallow-
             Networks Avoid the Curse of Dimensionality (2017)
    """
    return Demo(
        curse,
        Words("The curse of dimension", "维数灾难"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
