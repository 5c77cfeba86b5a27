"""A larger batch has a better gradient; how many steps does that save, and is it worth its price?"""

from typing import NamedTuple

import numpy as np

from course_nn.common.progress import InParts, finished, part, with_first
from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import count, number, percent, plain
from course_nn.lectures.gradient_descent.demos.batches.batch_noise import (
    RACING,
    SIZES,
    Cloud,
    N,
    cloud,
    networks_by_epoch,
    steps_at_best_rate,
)
from course_nn.stage import Challenge, Change, Choice, Curve, Handle, Sceptic, Slider, Values, Veil, demo

EPOCHS, SEEDS, DRAWS = 10, 5, 200
SWEEPS = {8: Words("B from 8", "B 从 8 起"), 1: Words("B from 1", "B 从 1 起")}
WIDTHS = [1, 4, 8, 16, 32, 64, 128, 256, N]
CONTROLS = {
    "size": Choice(Words("batch B", "批量 B"), {size: count(size) for size in SIZES}, 16),
    "width": Choice(Words("processor P", "处理器宽度 P"), {width: count(width) for width in WIDTHS}, 1),
    "target": Choice(Words("to loss", "目标损失"), {0.5: "0.5", 0.2: "0.2"}, 0.2),
    "smallest": Choice(Words("measured", "测量范围"), SWEEPS, 8, costly=(1,)),
    "epoch": Slider(term("epoch"), 0, EPOCHS, 0, 1, plays=True),
    "eta": Choice(
        Words("η of that network", "该网络的 η"),
        {0.1: "0.1", 0.5: "0.5", 3.2: "3.2"},
        0.5,
        used=lambda v: v["epoch"] > 0,
    ),
    "seed": Slider(Words("seed", "随机种子"), 0, SEEDS - 1, 0, 1),
}
ALL = np.geomspace(1, N, 100)
REACH = (2.5, 4, 12, 40, 120)  # half the side of the plane of gradients: the smallest that holds the ring
SHOWN = {"steps": (0.5, 2000), "time": (4, 40_000)}  # of the axes
BEYOND = dict(color=look.BLUE, ls=":", marker="o", ms=6, mfc="white", mew=1.5)  # batches larger than the chosen one


class Result(NamedTuple):
    places: np.ndarray  # (200, 2) mini-batch gradients: along the true one, and the length of the rest, in units of ‖g‖
    noise: float  # their root mean squared distance from the true one
    critical: float  # B* now
    uphill: float  # share of the mini-batch gradients against the true one
    sizes: np.ndarray  # (K,) that were measured
    steps: np.ndarray  # (K, 10) to the target, of each seed
    medians: np.ndarray  # (K,)
    rates: np.ndarray  # (K,) tuned
    law: np.ndarray  # (100,) S (1 + B*/B) over ALL, with B* of the start, and S that fits best
    time: np.ndarray  # (K,) medians · ⌈B/P⌉


def compute(size, width, target, smallest, epoch, eta, seed) -> InParts[Result]:
    """The gradients can be seen while the steps are counted."""
    yield from part(networks_by_epoch(eta, seed, EPOCHS), 0, 20)
    start, now = (cloud(eta, seed, EPOCHS, when, size, DRAWS) for when in (0, epoch))
    runs = {B: (np.nan, np.full(len(RACING), np.nan)) for B in SIZES if B >= smallest}

    def count_steps():
        for k, B in enumerate([*runs][::-1]):  # the large ones first: their rate is a hint for the smaller
            runs[B] = yield from part(steps_at_best_rate(target, B), k, len(runs))

    yield from with_first(count_steps(), lambda: result_of(start, now, runs, width))
    return result_of(start, now, runs, width)


def result_of(start: Cloud, now: Cloud, runs: dict, width: int) -> Result:
    """The gradients at the start and now; of each batch size the rate and the steps, nan before they are counted."""
    sizes, (rates, steps) = np.array([*runs]), map(np.array, zip(*runs.values()))
    medians = np.median(steps, axis=1)
    scale = np.exp(np.mean(np.log(medians / (1 + start.critical / sizes))))
    return Result(
        places=now.places,
        noise=now.noise,
        critical=now.critical,
        uphill=float(np.mean(now.places[:, 0] < 0)),
        sizes=sizes,
        steps=steps,
        medians=medians,
        rates=rates,
        law=scale * (1 + start.critical / ALL),
        time=medians * np.ceil(sizes / width),
    )


def paint(figure: Figure) -> dict:
    figure.set_layout_engine("none")
    plane = figure.add_axes((0.05, 0.14, 0.30, 0.76))
    steps = figure.add_axes((0.435, 0.16, 0.24, 0.74))
    time = figure.add_axes((0.755, 0.16, 0.235, 0.74))
    for axes, reach in ((steps, SHOWN["steps"]), (time, SHOWN["time"])):
        axes.set(xscale="log", yscale="log", xlim=(0.8, 1600), ylim=reach, xlabel="B")
        axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
        axes.minorticks_off()
    steps.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    time.set_yticks([10, 100, 1000, 10_000], ["10", "100", "1000", "10⁴"])
    steps.set_title(Words("steps to the loss", "达到目标损失的步数").drawn())
    law = dict(color=look.BLACK, ls="--", lw=1.2)
    return {
        "key": marks.key(steps, [(Words("S (1 + B*/B)", "S (1 + B*/B)").drawn(), law)], x=0.3),
        "seeds": marks.line(steps, "o", color=look.BLUE, ms=3, mec="none", alpha=0.5),
        "medians": marks.line(steps, "o-", color=look.BLUE, ms=6, mec="white"),
        "beyond": [marks.line(axes, **BEYOND) for axes in (steps, time)],
        "law": marks.line(steps, zorder=3, **law),
        "critical": marks.now(steps, color=look.GREY, ls=":"),
        "name": steps.text(0, 0.6, "B*", ha="left", va="bottom", fontsize=look.SMALL),
        "time": marks.line(time, "o-", color=look.BLUE, ms=6, mec="white"),
        "chosen": [marks.dot(axes) for axes in (steps, time)],
        **paint_gradients(plane),
        **paint_width(time),
    }


def paint_width(time: Axes) -> dict:
    """The processor, and the one of the challenge."""
    time.set_title(Words("time = steps · ⌈B/P⌉", "时间 = 步数 · ⌈B/P⌉").drawn())
    return {
        "goal": [time.axvline(32, **goals.LINE), goals.name(time, 36, 5, Words("goal: P", "目标：P"))],
        "width": marks.now(time, color=look.VERMILION, lw=2),
        "P": time.text(0, 22_000, "P", ha="left", color=look.ink(look.VERMILION), fontsize=look.SMALL),
    }


def paint_gradients(plane: Axes) -> dict:
    plane.set(aspect="equal", xlabel=Words("along the true gradient", "沿真梯度方向").drawn())
    plane.set_title(Words("200 mini-batch gradients", "200 个小批量梯度").drawn())
    plane.locator_params(nbins=5, integer=True)
    marks.cross(plane)
    return {
        "plane": plane,
        "ring": marks.line(plane, color=look.BLACK, lw=1.2, ls="--", zorder=3),
        "places": marks.line(plane, "o", color=look.BLUE, ms=4, mec="none", alpha=0.55, zorder=2),
        "true": plane.plot([0, 1], [0, 0], color=look.BLACK, lw=3, zorder=4)[0],
    }


def draw(artists: dict, result: Result, values: Values) -> None:
    half = next((reach for reach in REACH if reach >= 1 + 1.1 * result.noise), REACH[-1])
    marks.fit(artists["plane"], xlim=(-half, half), ylim=(-half, half))
    turn = np.linspace(0, 2 * np.pi, 100)
    artists["ring"].set_data(1 + result.noise * np.cos(turn), result.noise * np.sin(turn))
    artists["places"].set_data(*result.places.T)
    known, rest, seeds = result.sizes <= values.size, result.sizes >= values.size, result.steps.shape[1]
    artists["seeds"].set_data(np.repeat(result.sizes[known], seeds), result.steps[known].ravel())
    for sure, beyond, heights in zip(("medians", "time"), artists["beyond"], (result.medians, result.time)):
        artists[sure].set_data(result.sizes[known], heights[known])
        beyond.set_data(result.sizes[rest], heights[rest])
    artists["law"].set_data(ALL, result.law)
    marks.at(artists["critical"], min(result.critical, 1500))
    artists["name"].set_x(min(result.critical, 1500) * 0.62)
    marks.at(artists["width"], values.width)
    artists["P"].set_x(values.width * 0.62 if values.width > 1 else 1.1)
    there = result.sizes == values.size
    for dot, heights in zip(artists["chosen"], (result.medians, result.time)):
        dot.set_data(result.sizes[there], heights[there])


def ghost(artists: dict, option: str) -> tuple:
    """The steps with all samples, beside some 26 with batches of 32."""
    return artists["medians"].axes, [(N, 26 / float(option)), (32, 26)]


ASKED = np.array([32, 64, 128, 256, N])  # samples a batch


def steps_to_the_loss() -> np.ndarray:
    """The medians, at the batch sizes that are asked for; the large ones first, as they are in compute."""
    medians = [np.median(finished(steps_at_best_rate(0.2, B))[1]) for B in ASKED[::-1].tolist()]
    return np.array(medians[::-1])


def beside_the_runs(drawn: np.ndarray, true: np.ndarray) -> Words:
    """The steps with the smallest of these batches and with all samples: drawn, and measured."""
    (few, all_), (seen, least) = ((plain(steps[0], 1), plain(steps[-1], 1)) for steps in (drawn, true))
    left, size = percent(true[-1] / true[0]), count(N)
    return Words(
        f"You expected, in steps, {few} at B = {ASKED[0]} and {all_} at B = {size}; measured: {seen} and {least}. So "
        f"{left} of the steps remain, each {plain(N / ASKED[0], 0)} times the work.",
        f"你预计 B = {ASKED[0]} 时 {few} 步，B = {size} 时 {all_} 步；测得 {seen} 步和 {least} 步。"
        f"步数还剩 {left}，而每步的计算量是 {plain(N / ASKED[0], 0)} 倍。",
    )


def fallen(factor: float) -> np.ndarray:
    """Steps that fall evenly to so many times fewer."""
    return np.exp(np.interp(np.log(ASKED), np.log(ASKED[[0, -1]]), np.log([26, 26 / factor])))


ESTIMATE = Curve(
    axes=lambda artists: artists["medians"].axes,
    x=tuple(ASKED),
    across=Words("with B =", "B ="),
    label=Words("steps to the loss", "达到目标损失的步数"),
    low=SHOWN["steps"][0],
    high=SHOWN["steps"][1],
    log=True,
    truth=steps_to_the_loss,
    places={option: fallen(float(option)) for option in ("2", "10", "38")},
    said=beside_the_runs,
)


def readout(result: Result, values: Values) -> Words:
    size, noise, critical = count(values.size), number(result.noise), count(round(result.critical))
    uphill, epoch, target, width = percent(result.uphill), values.epoch, plain(values.target), count(values.width)
    cloud = Words(
        f"In epoch {epoch} the noise is {noise} times the true gradient; B* = <b>{critical}</b>; {uphill} of the "
        "batches point uphill.",
        f"第 {epoch} 轮时，噪声是真梯度的 {noise} 倍；B* = <b>{critical}</b>；其中 {uphill} 指向上坡。",
    )
    if values.size not in result.sizes:
        return Words(
            f"Batches of {size}: to see the steps of batches as small as this, choose to measure B from 1.\n{cloud.en}",
            f"每批 {size} 个：要看这么小的批量需要多少步，请把测量范围改为 B 从 1 起。\n{cloud.zh}",
        )
    k = int(np.flatnonzero(result.sizes == values.size)[0])
    steps, time = plain(result.medians[k], 1), count(result.time[k])
    samples, rate = count(result.medians[k] * values.size), number(result.rates[k])
    return Words(
        f"Batches of {size}, to loss {target}, at the tuned η = {rate}: <b>{steps}</b> steps (median of 10 seeds), "
        f"{samples} samples; time for P = {width}: {time}.\n{cloud.en}",
        f"每批 {size} 个，损失降到 {target}，η 调优为 {rate}：<b>{steps}</b> 步（10 个种子的中位数），"
        f"共 {samples} 个样本；P = {width} 时所需时间 {time}。\n{cloud.zh}",
    )


# Given is what smaller batches need.
VEIL = Veil(
    ("beyond", "law", "key", "critical", "name", "goal"),
    given=("places", "noise", "sizes", "steps", "medians", "time"),
)
USES = {
    "click-middle-picture": ("size",),
    "sceptic": ("width",),
    "press-play-network": ("epoch", "eta"),
}
TO_DO = {
    "click-middle-picture": lambda result, values, seen: values.size == N and len(seen["size"]) > 2,
    "sceptic": lambda result, seen: max(seen["width"]) >= 256,
    "press-play-network": lambda result, values, seen: values.epoch > EPOCHS / 2 and len(seen["eta"]) > 1,
}


def judge(result: Result, values: Values) -> str:
    """Solved by the quickest batch size for P = 32; almost by one that takes at most 1.7 times as long."""
    there = result.sizes == values.size
    if values.width != 32 or not there.any():
        return "open"
    ratio = result.time[there][0] / result.time.min()
    return "solved" if ratio == 1 else "almost" if ratio <= 1.7 else "open"


CHALLENGE = Challenge(
    Words(
        "a processor works on P = 32 samples at once: choose the batch size with which the loss is reached soonest.",
        "处理器一次能处理 P = 32 个样本：选出最快达到目标损失的批量。",
    ),
    judge,
)


def waste(result: Result) -> float:
    """How many times the time of batches of 32 all samples at once take more."""
    whole, small = (result.time[result.sizes == size][0] for size in (N, 32))
    return whole / small - 1


SCEPTIC = Sceptic(
    Words(
        "using all samples at each step takes many times as long as batches of 32.",
        "每步用全部样本，比用 32 个一批要多花许多倍时间。",
    ),
    Words("How many times longer it takes", "多花的倍数"),
    waste,
    {
        "target": Change(Words("a loss that is reached sooner", "更早达到的目标损失"), {"target": 0.5}),
        "some": Change(Words("a processor for 32 samples at once", "能同时处理 32 个样本的处理器"), {"width": 32}),
        "all": Change(Words("a processor for all samples at once", "能同时处理全部样本的处理器"), {"width": N}),
    },
)


def size_at(result: Result, k: int) -> dict:
    return {"size": int(result.sizes[k])}


def nearest_width(result: Result, dx: float, dy: float, values: Values) -> dict:
    """The width that is nearest to where the line has been pulled, on a logarithmic scale; a long pull changes it."""
    far = np.log(max(values.width + dx, 0.1) / values.width)
    now = WIDTHS.index(values.width)
    nearest = int(np.argmin(np.abs(np.log(WIDTHS) - np.log(values.width) - far)))
    if nearest == now and abs(far) > 0.3:
        nearest = int(np.clip(now + np.sign(far), 0, len(WIDTHS) - 1))
    return {"width": WIDTHS[nearest]}


HANDLES = [
    *(
        Handle(
            lambda artists, k=k: artists["chosen"][k],
            at=lambda line, result: marks.uprights(line.axes, result.sizes),
            click=size_at,
            width=18,
        )
        for k in (0, 1)
    ),
    Handle("width", pull=nearest_width),
]


@demo(Words("The size of a batch", "批量的大小"), height=3.4)
def batches(**values):
    """Mini-batch gradients around the true one, and the steps and the time that batches of each size need.
    小批量梯度围绕真梯度的分布，以及各种批量所需的步数与时间。

    noise tr Σ/B · (n − B)/(n − 1),   B* = tr Σ/‖g‖²,   steps ≈ S (1 + B*/B)

    64-32-10, ReLU, softmax cross-entropy, plain descent on 1,200 digits; for each B a learning rate of 0.05 · 2^(k/2)
    is chosen by four seeds that do not race, and ten others race. Left, a gradient's side, above or below, is chance;
    its length and its angle are as they are among all 2,410 parameters. The law has B* of the start.

    source : McCandlish, Kaplan, Amodei and others, An Empirical Model of Large-Batch Training (2018); Shallue and
             others, Measuring the Effects of Data Parallelism on Neural Network Training (2019)
    """
