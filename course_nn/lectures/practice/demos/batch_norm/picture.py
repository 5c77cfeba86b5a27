"""Batch norm in training mode: what a network says of one digit depends on the other digits in its batch."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import magnitude, number, percent, plain
from course_nn.lectures.practice.demos.batch_norm.batch_company import (
    COMPANIES,
    GATHERED,
    BatchView,
    RunningMoments,
    batch_view,
    companies,
    logits_in_companies,
    logits_in_training,
    network_after,
    network_and_moments,
    running_moments,
    share_that_depends,
    unseen_digits,
)
from course_nn.losses import softmax
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo, tried

NORMS = {"batch": Words("batch norm", "批量归一化"), "layer": Words("layer norm", "层归一化")}
MODES = {"train": Words("training", "训练"), "test": Words("test", "测试")}
KINDS = {"any": Words("any digits", "任意数字"), "class": Words("same class", "同类数字")}
SIZES = {size: str(size) for size in (1, 2, 4, 8, 16, 32)}


def is_batch(values: Values) -> bool:
    return values.norm == "batch"


CONTROLS = {
    "norm": Choice(Words("norm", "归一化"), NORMS, "batch"),
    "mode": Choice(Words("mode", "模式"), MODES, "train", used=is_batch),
    "size": Choice(Words("batch", "批量"), SIZES, 8),
    "kind": Choice(Words("company", "同伴"), KINDS, "any"),
    "learned": Choice(Words("training batch", "训练批量"), {2: "2", 8: "8", 32: "32"}, 32, costly=(2,)),
    "momentum": Slider(Words("momentum", "滑动比例"), 0.01, 1.0, 0.1, 0.25, decades=True, used=is_batch),
    "t": Slider(Words("batches gathered", "累积批量数"), 0, GATHERED, 50, 1, plays=True, used=is_batch),
    "a": Slider(Words("scale a of W₁", "W₁ 的倍数 a"), 0.1, 5.0, 1.0, 0.1),
    "digit": Slider(Words("digit", "第几个数字"), 0, 319, 120, 1),
    "company": Slider(Words("which company", "哪一组同伴"), 1, COMPANIES, 1, 1),
    "seed": Slider(Words("run", "训练编号"), 0, 9, 0, 1),
}
REACH = 3.0  # half the width of the panel, in units of what comes out
PLACES = {  # of the digit, the dots, the running mean and the answers; the mean has room in the mode that uses it
    "train": ((0.005, 0.5, 0.13, 0.36), (0.16, 0.08, 0.4, 0.82), (0.4, 0.16, 0.22, 0.74), (0.63, 0.16, 0.36, 0.74)),
    "test": ((0.005, 0.55, 0.09, 0.28), (0.1, 0.08, 0.28, 0.82), (0.44, 0.16, 0.22, 0.74), (0.735, 0.16, 0.255, 0.74)),
}
UPPER, LOWER = 1.0, 0.0  # the heights of both rows, before the norm and after it
CLASSES = np.arange(10)


class Result(NamedTuple):
    label: int
    ink: np.ndarray  # (64,) of the digit
    view: BatchView  # the batch of the digit and this company, the digit first
    moments: RunningMoments  # of the first norm
    answers: np.ndarray  # (20, 10) probabilities of the digit in each company
    errors: tuple  # shares of wrong answers, in training mode and in test mode
    depends: float  # share of the digits whose answer depends on their company, in this mode


def compute(norm, mode, size, kind, learned, momentum, t, a, digit, company, seed) -> Generator[float, None, Result]:
    trained, batches = yield from network_and_moments(norm, learned, seed, a)
    together = yield from logits_in_training(norm, learned, seed, a, size, kind)
    moments = running_moments(batches, momentum)
    network = network_after(trained, moments, t)
    X, y = unseen_digits()
    logits = {"train": together, "test": logits_in_companies(network, size, kind, "test")}
    batches = companies(size, kind)[company - 1]
    batch = batches[(batches == digit).any(axis=1)][0]
    return Result(
        label=int(y[digit]),
        ink=X[digit],
        view=batch_view(network, moments[0], np.concatenate([[digit], batch[batch != digit]]), mode, a),
        moments=moments[0],
        answers=softmax(logits[mode][:, digit]),
        errors=tuple(float(np.mean(F.argmax(axis=-1) != y)) for F in logits.values()),
        depends=share_that_depends(logits[mode]),
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    panels = [figure.add_axes(place) for place in PLACES["test"]]
    digit, dots, moments, answers = panels
    dots.set(xlim=(-1.08 * REACH, 1.08 * REACH), ylim=(-0.35, 1.3))
    dots.axis("off")
    moments.set(xlim=(0, GATHERED), xlabel=Words("batches gathered", "已累积的批量数").drawn())
    moments.set_title(Words("running mean ± σ of this unit", "该单元的滑动均值 ± σ").drawn())
    digit.axis("off")
    digit.text(3.5, 8.6, Words("this digit", "这个数字").drawn(), ha="center", va="top")
    hint = Words("layer norm\ngathers nothing", "层归一化\n不累积任何量").drawn()
    return SimpleNamespace(
        panels=panels,
        **paint_dots(dots),
        **paint_moments(moments),
        axes=moments,
        hint=moments.text(GATHERED / 2, 0, hint, ha="center", va="center", fontsize=look.SMALL),
        **paint_answers(answers),
        digit=digit.imshow(look.heat(np.zeros((8, 8)), -1, 1)),
    )


def paint_dots(axes: Axes) -> dict:
    """Two rows of dots, before the norm and after it, with their scales."""
    for height in (UPPER, LOWER):
        axes.plot([-REACH, REACH], [height] * 2, color=look.GREY, lw=0.8, zorder=0.5)
        axes.plot([0, 0], [height - 0.03, height + 0.03], color=look.GREY, lw=0.8, zorder=0.5)
    style = {"ha": "center", "fontsize": look.SMALL}
    for place in (-2, 0, 2):
        axes.text(place, LOWER - 0.13, plain(place), va="center", **style)
    axes.text(0, LOWER - 0.3, Words("after the norm", "归一化之后").drawn(), va="center", fontsize=11, ha="center")
    return {
        "name": axes.text(0, UPPER + 0.24, "", va="center", fontsize=11, ha="center"),
        "scale": [axes.text(place, UPPER + 0.09, "", va="center", **style) for place in (-2, 2)],
        "paths": marks.line(axes, color=look.PALE, lw=1, zorder=1),
        "own_paths": marks.line(axes, color=look.VERMILION, lw=1.2, zorder=2),
        "dots": marks.line(axes, "o", color=look.BLUE, ms=7, mec="white", zorder=3),
        "own": marks.line(axes, "o", color=look.VERMILION, ms=9, mec="white", zorder=4),
    }


def paint_moments(axes: Axes) -> dict:
    return {
        "batches": marks.line(axes, ".", color=look.ORANGE, ms=3, zorder=1),
        "mean": marks.line(axes, color=look.BLUE, zorder=2),
        "edges": [marks.line(axes, color=look.BLUE, lw=1, zorder=2) for _ in range(2)],
        "truth": [axes.axhline(0, color=look.BLACK, ls=ls, lw=1.2, zorder=3) for ls in ("--", ":", ":")],
        "now": marks.now(axes, color=look.VERMILION),
    }


def paint_answers(axes: Axes) -> dict:
    """A row of probabilities for each company; the column of the digit's class and one row are framed."""
    axes.set(xlim=(-0.5, 9.5), ylim=(COMPANIES + 0.5, 0.5), xticks=CLASSES, yticks=[1, 5, 10, 15, 20])
    axes.set_xlabel(Words("class", "类别").drawn())
    axes.set_title(Words("its answer in 20 companies", "它在 20 组同伴中的答案").drawn())
    blank, extent = look.heat(np.zeros((COMPANIES, 10)), -1, 1), (-0.5, 9.5, COMPANIES + 0.5, 0.5)
    return {
        "image": axes.imshow(blank, aspect="auto", extent=extent, zorder=0),
        "right": marks.line(axes, color=look.BLACK, lw=1.2, zorder=2),
        "row": marks.line(axes, color=look.VERMILION, lw=1.8, zorder=3),
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    arrange(artists.panels, values.mode)
    draw_dots(artists, result, values)
    draw_moments(artists, result, values)
    marks.fill(artists.image, look.heat(result.answers, -1, 1))
    left, right = result.label - 0.5, result.label + 0.5
    artists.right.set_data([left, left, right, right, left], [0.5, COMPANIES + 0.5, COMPANIES + 0.5, 0.5, 0.5])
    above, below = values.company - 0.5, values.company + 0.5
    artists.row.set_data([-0.5, 9.5, 9.5, -0.5, -0.5], [above, above, below, below, above])
    marks.fill(artists.digit, look.heat(result.ink.reshape(8, 8), -1, 1))


def arrange(panels: list, mode: str) -> None:
    """What training has gathered is seen where it is used, in test mode."""
    moments = panels[2]
    if moments.get_visible() != (mode == "test") or panels[0].get_position(original=True).bounds != PLACES[mode][0]:
        moments.set_visible(mode == "test")
        for axes, place in zip(panels, PLACES[mode]):
            axes.set_position(place)


def draw_dots(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """Every value and what the norm makes of it; what is too far out stands at the edge."""
    x = (result.view.z * REACH / result.view.reach).clip(-REACH, REACH)
    y = result.view.y.clip(-REACH, REACH)
    ends = np.stack([np.stack([x, 0 * x + UPPER], axis=-1), np.stack([y, 0 * y + LOWER], axis=-1)], axis=1)
    own = len(x) if values.norm == "layer" else 1  # how many belong to the digit: all units, or the one
    artists.paths.set_data(*look.one_line(ends[own:]))
    artists.own_paths.set_data(*look.one_line(ends[:own]))
    artists.dots.set_data(*ends[own:].reshape(-1, 2).T)
    artists.own.set_data(*ends[:own].reshape(-1, 2).T)
    unit = result.view.unit + 1
    of_batch = Words(f"z of unit {unit}, whole batch", f"一个批量中第 {unit} 个单元的 z")
    of_layer = Words("z of all 32 units, this digit", "该数字的全部 32 个单元的 z")
    artists.name.set_text((of_batch if values.norm == "batch" else of_layer).drawn())
    for text, place in zip(artists.scale, (-2, 2)):
        text.set_text(plain(place * result.view.reach / REACH, 2))


def draw_moments(artists: SimpleNamespace, result: Result, values: Values) -> None:
    moments, unit = result.moments, result.view.unit
    mean, spread = moments.means[:, unit], np.sqrt(moments.variances[:, unit])
    marks.fit(artists.axes, ylim=(-result.view.reach, result.view.reach))
    times = np.arange(GATHERED + 1)
    artists.batches.set_data(times[1:], moments.batch_means[:, unit])
    artists.mean.set_data(times, mean)
    true_mean, true_spread = moments.true_means[unit], np.sqrt(moments.true_variances[unit])
    for edge, side in zip(artists.edges, (-1, 1)):
        edge.set_data(times, mean + side * spread)
    for line, side in zip(artists.truth, (0, -1, 1)):
        line.set_ydata([true_mean + side * true_spread] * 2)
    marks.at(artists.now, values.t)
    for artist in (artists.batches, artists.mean, *artists.edges, *artists.truth, artists.now):
        artist.set_visible(is_batch(values))
    artists.hint.set_visible(not is_batch(values))


TO_REACH = Words(
    "give the network batches of 8, and let no answer depend on the company. There are two ways.",
    "以 8 个一批送入网络，使任何数字的答案都不随同伴而变。有两种办法。",
)


def about_moments(result: Result, values: Values) -> Words:
    """Mean and spread of the unit: of this batch, running, and true."""
    moments, unit, t = result.moments, result.view.unit, values.t
    pairs = [
        (result.view.z.mean(), result.view.z.std()),
        (moments.means[t, unit], np.sqrt(moments.variances[t, unit])),
        (moments.true_means[unit], np.sqrt(moments.true_variances[unit])),
    ]
    batch, running, true = (f"{number(mean)} ± {number(spread)}" for mean, spread in pairs)
    return Words(
        f"Unit {unit + 1}, mean ± σ: {batch} in this batch, {running} running after {t} batches, {true} over all "
        "batches. ",
        f"第 {unit + 1} 个单元的均值 ± σ：本批 {batch}，{t} 个批量之后的滑动均值与 σ {running}，真实值 {true}。",
    )


def readout(result: Result, values: Values) -> Words:
    training, test = (percent(error, 1) for error in result.errors)
    depends, slope = percent(result.depends), magnitude(result.view.slope, 3, 0.001)
    en = f"In batches of {values.size} the test error is {training} in training mode and {test} in test mode. "
    en += f"The company changes the answer to <b>{depends}</b> of all digits in this mode.\n "
    zh = f"以 {values.size} 个一批送入网络，测试错误率：训练模式 {training}，测试模式 {test}。"
    zh += f"在当前模式下，<b>{depends}</b> 的数字的答案随同伴而变。\n"
    moments = about_moments(result, values) if is_batch(values) else Words("", "")
    angle = number(result.view.angle, 1)
    return Words(
        f"{en}{moments.en}W₁ × {plain(values.a)}: its gradient has length {slope}, at {angle}° to W₁.",
        f"{zh}{moments.zh}W₁ × {plain(values.a)}：其梯度的长度为 {slope}，与 W₁ 成 {angle}°。",
    )


ASKED_AT = {"size": 1}
VEIL = Veil(("image", "right", "row"), given=("label", "ink", "view", "moments"))
TO_DO = {
    "set-batch-training": lambda result, values, seen: (
        (values.mode, values.norm) == ("train", "batch") and {1, 8} <= seen["size"]
    ),
    "set-batch-click": lambda result, seen: {2, 32} <= seen["size"] and len(seen["company"]) > 3,
    "sceptic": tried(sceptic=("batch", "company", "layer", "mode")),
    "come-back-choose": lambda result, values, seen: (
        (values.mode, values.norm) == ("test", "batch") and 0 in seen["t"] and values.t >= 20
    ),
}
USES = {
    "set-batch-training": ("size",),
    "set-batch-click": ("size", "company"),
    "sceptic": ("sceptic",),
    "come-back-choose": ("mode", "t"),
}


def judge(result: Result, values: Values) -> str:
    """Solved if no answer depends on the company in batches of 8; almost if at most one in ten does."""
    if values.size != 8 or result.depends > 0.1:
        return "open"
    return "solved" if result.depends == 0 else "almost"


CHALLENGE = Challenge(TO_REACH, judge)


SCEPTIC = Sceptic(
    Words("what the network answers to a digit depends on its company.", "网络对一个数字的回答，取决于它的同伴。"),
    Words("Share of digits whose answer depends on it", "这样的数字所占的比例"),
    lambda result: result.depends,
    {
        "batch": Change(Words("batches of 32", "每批 32 个"), {"size": 32}),
        "company": Change(Words("company of the same class", "同伴换成同类数字"), {"kind": "class"}),
        "layer": Change(Words("layer norm", "层归一化"), {"norm": "layer"}),
        "mode": Change(Words("test mode", "测试模式"), {"mode": "test"}),
    },
    shares=True,
)


def scale_at(result: Result, x: float, y: float, values: Values) -> dict:
    """The scale a that puts the digit's own dot of the upper row at x; a dot at 0 stays there."""
    wanted, unscaled = x * result.view.reach / REACH, result.view.z[0] / values.a
    return {"a": wanted / unscaled} if wanted * unscaled > 0 else {}


HANDLES = [
    Handle("now", x="t"),
    Handle(
        "image",
        at=lambda image, result: [[(4.5, row)] for row in range(1, COMPANIES + 1)],
        width=11,
        click=lambda result, k: {"company": k + 1},
    ),
    Handle(
        "digit",
        at=lambda image, result: [[(3.5, 3.5)]],
        width=70,
        click=lambda result, k, values: {"digit": (values.digit + 1) % 320},
    ),
    Handle(
        "own",
        at=lambda dot, result: [[(min(max(result.view.z[0] * REACH / result.view.reach, -REACH), REACH), UPPER)]],
        drag=scale_at,
    ),
]


@demo(Words("Batch norm", "批量归一化"))
def batch_norm(**values):
    """A small network with batch norm asked about digits in batches: one unit, its running moments, a digit's answers.
    带批量归一化的小网络，成批地识别手写数字：一个单元、它的滑动均值与方差、一个数字的答案。

    y = (z − mean) / √(variance + ε), of the batch in training mode, of running moments in test mode

    64-32-32-10, ReLU, 20 epochs of gradient descent with η = 0.1 on 1200 digits; asked about 320 others.

    source : Ioffe & Szegedy, Batch Normalization (2015); Ba, Kiros & Hinton, Layer Normalization (2016); Wu & Johnson,
             Rethinking "Batch" in BatchNorm (2021)
    """
