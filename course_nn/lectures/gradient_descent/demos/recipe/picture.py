"""The recipe of today beside plain descent, and beside itself with a part taken away; each with the η that suits it."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.common.progress import InParts, finished, part, with_first
from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import percent, plain
from course_nn.lectures.gradient_descent.demos.recipe.recipes import (
    RACING,
    RATES,
    RECIPES,
    Setting,
    Trained,
    median_error,
    trained,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Toggle, Values, Veil, demo, tried

ROWS = {
    "whole": Words("the whole recipe", "整套配方"),
    "no_warm_up": Words("without warm-up", "不预热"),
    "no_cosine": Words("without cosine", "不用余弦"),
    "no_decay": Words("without weight decay", "不用权重衰减"),
    "momentum": Words("Adam → momentum", "Adam 换成动量法"),
    "plain": Words("Adam → plain", "Adam 换成普通梯度下降"),
    "nothing": Words("plain descent alone", "只用普通梯度下降"),
}
BESIDE = {name: words for name, words in ROWS.items() if name != "whole"}
NETS = {"six": Words("six hidden layers", "六个隐藏层"), "one": Words("one hidden layer", "一个隐藏层")}
CONTROLS = {
    "beside": Choice(Words("beside the recipe", "与配方相比"), BESIDE, "nothing"),
    "net": Choice(Words("network", "网络"), NETS, "six"),
    "wrong": Choice(Words("wrong labels", "错误标签"), {0.0: "0", 0.2: "20%"}, 0.2),
    "epochs": Choice(Words("epochs", "轮数"), {5: "5", 10: "10"}, 5, costly=(10,)),
    "group": Choice(Words("seeds", "随机种子"), {0: "0–4", 1: "5–9"}, 0),
    "rows": Toggle(Words("all rows", "所有的行"), False),
}
WHOLE, OTHER = dict(color=look.BLUE, lw=2.5), dict(color=look.BLACK, lw=1.8, ls="--")
ERRORS = 0.01, 0.9
# The rows are a table of what is in each recipe, and to the right of it what came of it.
HEADS = Words("optimizer", "优化器"), Words("warm-up", "预热"), Words("cosine", "余弦"), Words("decay", "衰减")
OPTIMIZERS = {
    "adam": Words("Adam", "Adam"),
    "momentum": Words("momentum", "动量法"),
    "gradient_descent": Words("plain", "普通梯度下降"),
}
COLUMNS = 0.0, 0.32, 0.47, 0.6  # shares of the width
TABLE = 0.68  # of the width
WHOLE_ROW = ERRORS[1] * (ERRORS[0] / ERRORS[1]) ** (1 / (1 - TABLE)), ERRORS[1]  # from end to end of a row


class Result(NamedTuple):
    whole: Trained
    beside: Trained
    errors: dict  # name -> (5,) the errors of each row that is known, after the last epoch


def compute(beside, net, wrong, epochs, group, rows) -> InParts[Result]:
    """The recipe can be seen while what stands beside it is trained."""
    task, names = Setting(net, wrong, epochs), [*BESIDE] if rows else [beside]
    whole = yield from part(trained(task, RECIPES["whole"], group), 0, len(names) + 1)

    def others():
        runs = {}
        for k, name in enumerate(names, 1):
            runs[name] = yield from part(trained(task, RECIPES[name], group), k, len(names) + 1)
        return runs

    runs = yield from with_first(others(), lambda: result_of(whole, yet_to_train(net, beside, epochs), {}))
    return result_of(whole, runs[beside], runs)


def result_of(whole: Trained, beside: Trained, runs: dict) -> Result:
    return Result(whole, beside, {name: run.errors[-1] for name, run in ({"whole": whole} | runs).items()})


def yet_to_train(net: str, beside: str, epochs: int) -> Trained:
    """A Trained of which nothing is known yet: nan."""
    rates = RATES[net][RECIPES[beside].optimizer]
    return Trained(rates, np.full(len(rates), np.nan), np.nan, np.full((epochs + 1, RACING), np.nan))


def paint(figure: Figure) -> SimpleNamespace:
    errors, rates, rows = figure.subplots(1, 3, width_ratios=[0.95, 0.6, 2])
    for axes in (errors, rates):
        axes.set(yscale="log", ylim=ERRORS)
        axes.set_yticks([0.01, 0.02, 0.05, 0.1, 0.2, 0.5], ["1%", "2%", "5%", "10%", "20%", "50%"])
        axes.minorticks_off()
    errors.set(xlabel=term("epoch").drawn(), title=Words("unseen digits misread", "没见过的数字的错误率").drawn())
    rates.set(xscale="log", xlim=(1.5e-3, 7), xlabel=Words("rate η", "学习率 η").drawn())
    rates.set_title(Words("while tuning", "调参时").drawn())
    rates.set_xticks([0.01, 1], ["0.01", "1"])
    rates.minorticks_off()
    key = [(Words("recipe", "配方").drawn(), WHOLE), (Words("beside it", "对照").drawn(), OTHER)]
    thin = dict(lw=0.6, alpha=0.5)
    return SimpleNamespace(
        errors=errors,
        names=marks.key(errors, key, x=0.4, y=0.98),
        medians=[marks.line(errors, **style) for style in (WHOLE, OTHER)],
        runs=[marks.line(errors, **style | thin) for style in (WHOLE, OTHER)],
        tried=[marks.line(rates, marker="o", ms=5, **style | {"lw": 1.5}) for style in (WHOLE, OTHER)],
        chosen=marks.ring(rates, ms=12, mew=1.8),
        **paint_rows(rows),
    )


def paint_rows(axes: Axes) -> dict:
    """A row for each recipe: what is in it, and the errors on an axis of their own."""
    axes.set(xscale="log", xlim=WHOLE_ROW, ylim=(len(ROWS) - 0.5, -0.5), yticks=[])
    axes.set_xticks([0.01, 0.1, 0.5], ["1%", "10%", "50%"])
    axes.minorticks_off()
    axes.spines.left.set_visible(False)
    axes.spines.bottom.set_bounds(*ERRORS)
    axes.hlines(range(len(ROWS)), *ERRORS, color=look.PALE, lw=0.8, zorder=0.5)
    paint_table(axes)
    return {
        "shown": marks.line(axes, color=look.PALE, lw=20, alpha=0.6, zorder=0, solid_capstyle="butt"),
        "dots": marks.line(axes, "o", color=look.BLUE, ms=5, mec="white", mew=0.5, zorder=3),
        "strokes": marks.line(axes, color=look.BLACK, lw=2, zorder=4),
    }


def paint_table(axes: Axes) -> None:
    """What is in each recipe, under heads; what came of it has the last head."""
    small = dict(transform=axes.get_yaxis_transform(), fontsize=look.SMALL, va="center")
    sides = ["left", "center", "center", "center"]
    for x, side, head in zip(COLUMNS, sides, HEADS):
        axes.text(x, -0.95, head.drawn(), ha=side, color=look.ink(look.GREY), **small)
    axes.text(TABLE, -0.95, Words("misread in the end", "最后的错误率").drawn(), color=look.ink(look.GREY), **small)
    for k, name in enumerate(ROWS):
        recipe = RECIPES[name]
        parts = recipe.warm, recipe.shape == "cosine", recipe.decay
        cells = [OPTIMIZERS[recipe.optimizer].drawn(), *("✓" if there else "–" for there in parts)]
        for x, side, cell in zip(COLUMNS, sides, cells):
            axes.text(x + (side == "left") * 0.01, k, cell, ha=side, **small)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fit(artists.errors, xlim=(0, values.epochs))
    sides, epochs = (result.whole, result.beside), np.arange(values.epochs + 1)
    for run, median, thin, rates in zip(sides, artists.medians, artists.runs, artists.tried):
        inside = run.errors.clip(*ERRORS)
        median.set_data(epochs, np.median(inside, axis=1))
        thin.set_data(*look.one_line(np.stack(np.broadcast_arrays(epochs, inside.T), axis=-1)))
        rates.set_data(run.rates, run.tried.clip(*ERRORS))
    artists.chosen.set_data(*np.transpose([(run.rate, chosen_error(run)) for run in sides]))
    row = [*ROWS].index(values.beside)
    artists.shown.set_data(WHOLE_ROW, [row, row])
    places = np.concatenate([rows_of(name, errors) for name, errors in result.errors.items()])
    artists.dots.set_data(*places.T)
    artists.strokes.set_data(*look.one_line(np.array([stroke(*known) for known in result.errors.items()])))


def chosen_error(run: Trained) -> float:
    """Of the learning rate that was chosen, on the validation digits."""
    return float(np.sum(run.tried[run.rates == run.rate]).clip(*ERRORS))


def rows_of(name: str, errors: np.ndarray) -> np.ndarray:
    """A dot for each seed: (5, 2)."""
    heights = [*ROWS].index(name) + np.linspace(-0.22, 0.22, len(errors))
    return np.stack([errors.clip(*ERRORS), heights], axis=1)


def stroke(name: str, errors: np.ndarray) -> list:
    """An upright line at the median."""
    row, middle = [*ROWS].index(name), np.median(errors).clip(*ERRORS)
    return [(middle, row - 0.35), (middle, row + 0.35)]


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The error of the recipe, beside some 12% of plain descent."""
    return artists.strokes.axes, [(PREDICTED[option], 0)]


PREDICTED = {"same": 0.12, "half": 0.054, "more": 0.19}  # errors; plain descent ends at some 12%


def errors_of_the_recipe() -> np.ndarray:
    """The unseen digits in per cent that it misreads after the last epoch, with each seed: (5,)."""
    return 100 * finished(trained(Setting("six", 0.2, 5), RECIPES["whole"], 0)).errors[-1]


ESTIMATE = Mark(
    axes=lambda artists: artists.strokes.axes,
    along="x",
    label=Words("misread", "读错"),
    low=100 * ERRORS[0],
    high=100 * ERRORS[1],
    log=True,
    unit="%",
    per=0.01,
    where=0,
    reach=0.45,
    truth=lambda: np.median(errors_of_the_recipe()),
    spread=lambda: (errors_of_the_recipe().min(), errors_of_the_recipe().max()),
    places={option: 100 * error for option, error in PREDICTED.items()},
)


def readout(result: Result, values: Values) -> Words:
    whole, beside = (percent(median_error(run), 1) for run in (result.whole, result.beside))
    own, other = (plain(run.rate) for run in (result.whole, result.beside))
    name, net, wrong = ROWS[values.beside], NETS[values.net], percent(values.wrong)
    return Words(
        f"{net.en[0].upper()}{net.en[1:]}, {wrong} wrong labels, {values.epochs} epochs. Unseen digits misread "
        f"(medians of {RACING} seeds, each tuned): the whole recipe <b>{whole}</b>, {name.en} "
        f"<b>{beside}</b>.\nThe η that suit them: {own} and {other}.",
        f"{net.zh}，{wrong} 错误标签，{values.epochs} 轮。没见过的数字读错的比例（{RACING} 个种子的中位数，各自调优）："
        f"整套配方 <b>{whole}</b>，{name.zh} <b>{beside}</b>。\n两者最合适的 η：{own} 和 {other}。",
    )


def lead(result: Result) -> float:
    """By how many points the recipe reads fewer unseen digits wrong than what stands beside it."""
    return 100 * (median_error(result.beside) - median_error(result.whole))


OF_RECIPE = ("names.0", "medians.0", "runs.0", "tried.0")
VEIL = Veil((*OF_RECIPE, "chosen", "dots", "strokes"), given=("beside",))
USES = {
    "compare-two-last": ("group",),
    "show-rows-part": ("rows", "epochs"),
    "sceptic": ("sceptic",),
}
TO_DO = {
    "compare-two-last": tried(group=(0, 1)),
    "show-rows-part": lambda result, values: bool(values.rows),
    "sceptic": tried(sceptic=("clean", "one", "easy")),
}


def judge(result: Result) -> str:
    """Solved where what stands beside the recipe is as good or better; almost if half a point is missing."""
    behind = lead(result)
    return "solved" if behind <= 0 else "almost" if behind <= 0.5 else "open"


CHALLENGE = Challenge(
    Words(
        "find a task in which something simpler is as good as the whole recipe.",
        "找一个任务，使某种更简单的做法与整套配方一样好。",
    ),
    judge,
)
SCEPTIC = Sceptic(
    Words(
        "the recipe reads more unseen digits than tuned plain descent.",
        "这套配方比调好的普通梯度下降读对更多没见过的数字。",
    ),
    Words("Its lead, in points", "领先的百分点"),
    lead,
    {
        "momentum": Change(
            Words("momentum, with all the rest of the recipe", "动量法，配方其余部分不变"), {"beside": "momentum"}
        ),
        "clean": Change(Words("no wrong labels", "没有错误标签"), {"wrong": 0.0}),
        "one": Change(Words("one hidden layer", "一个隐藏层"), {"net": "one"}),
        "easy": Change(
            Words("one hidden layer and no wrong labels", "一个隐藏层，且没有错误标签"), {"net": "one", "wrong": 0.0}
        ),
    },
)


def lines_of_rows(line: Line2D, result: Result) -> list:
    """A level line through each row but the first."""
    return [[(x, row) for x in WHOLE_ROW] for row in range(1, len(ROWS))]


HANDLES = [Handle("shown", at=lines_of_rows, click=lambda result, k: {"beside": [*BESIDE][k]}, width=18)]


@demo(Words("Today’s recipe", "如今的常用配方"))
def recipe(**values):
    """AdamW with warm-up and half a cosine, beside itself without a part or plain descent alone: who reads better?
    AdamW 加预热与半个余弦：整套使用，去掉一样，或只用普通梯度下降，谁读对更多数字？

    64-32-…-10 of ReLU, one or six hidden layers, cross-entropy, batches of 32 of 1,200 digits. Warm-up: one epoch.
    Weight decay λ: 0.3 for Adam, 0.03 for momentum, 0.01 for plain descent. For each row three seeds choose η on 300
    unseen digits; five others are measured on the other 297.

    source : Loshchilov & Hutter, Decoupled Weight Decay Regularization (2019)
    """
