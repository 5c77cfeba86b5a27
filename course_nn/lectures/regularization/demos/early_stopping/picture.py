"""When does it help to stop early, when does it not, and what does a stop do to the weights?"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.progress import InParts, finished, with_first
from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number, percent, plain
from course_nn.lectures.regularization.demos.early_stopping.stop_filter import (
    CURVATURES,
    MARKED,
    Filter,
    stop_beside_ridge,
)
from course_nn.lectures.regularization.demos.early_stopping.stopped_runs import (
    EPOCHS,
    RUNS,
    SIZES,
    TRAINED_ON,
    EarlyStops,
    early_stops,
    measure_runs,
    run_alone,
)
from course_nn.lectures.regularization.samples import digit_split
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Slider, Veil, demo
from course_nn.stage.controls import Toggle, Values
from course_nn.stage.rivals import Contest, on_data

SHOWS = {"patience": Words("patience", "耐心值"), "filter": Words("a filter", "滤波器")}
WATCHES = {"loss": term("loss"), "error": Words("error", "错误率")}
WRONG = {0.0: "0%", 0.2: "20%", 0.4: "40%"}
RUNNING = dict(used=lambda values: values.show == "patience")
FILTERING = dict(used=lambda values: values.show == "filter")
CONTROLS = {
    "show": Choice(Words("show", "显示"), SHOWS, "patience"),
    "wrong": Choice(Words("wrong labels", "错误标签"), WRONG, 0.2, costly=(0.4,), **RUNNING),
    "is_right": Toggle(Words("validation labels right", "验证集已改正"), False, **RUNNING),
    "watch": Choice(Words("watch the", "监视"), WATCHES, "loss", **RUNNING),
    "size": Choice(Words("validation set", "验证集"), {size: str(size) for size in SIZES}, 200, **RUNNING),
    "patience": Slider(Words("patience", "耐心值"), 1, 50, 10, 1, **RUNNING),
    "min_delta": Slider(Words("smallest gain", "最小改善"), 0.0, 0.1, 0.0, 0.005, **RUNNING),
    "run": Slider(Words("run", "训练编号"), 0, RUNS - 1, 0, 1, **RUNNING),
    "eta": Slider("η", 0.01, 0.5, 0.5, 0.01, means=Words("learning rate", "学习率"), **FILTERING),
    "tau": Slider(Words("steps τ", "步数 τ"), 1, 200, 10, 1, **FILTERING),
    "lam": Slider(Words("penalty λ", "惩罚 λ"), 0.001, 10.0, 0.2, 0.25, decades=True, **FILTERING),
}
GOAL, HIGHEST = 0.08, 0.6  # regret of the challenge, and the highest that is drawn
TOP = {"loss": 2.6, "error": 1.0}
MOST_WRONG = 0.42  # test error that is shown
KEY = [
    (Words("training", "训练集"), dict(color=look.BLUE, lw=1.5)),
    (Words("validation", "验证集"), dict(color=look.GREEN, lw=2.5)),
    (Words("test", "测试集"), dict(color=look.VERMILION, lw=1.5, ls="--")),
]
STOP, RIDGE = dict(color=look.BLUE), dict(color=look.ORANGE, ls="--")


class Result(NamedTuple):
    watched: np.ndarray  # (2, 151) of the run shown: the loss or the error on training and validation digits
    at_end: np.ndarray  # (20,) test errors after the last epoch
    stops: EarlyStops
    filter: Filter


def compute(show, wrong, is_right, watch, size, patience, min_delta, run, eta, tau, lam) -> InParts[Result]:
    """First the run shown, trained alone: it learns the same as among the twenty."""

    def result_of(runs):
        stops = early_stops(runs, run, (size, is_right), watch, patience, min_delta)
        kept = dict(watched=stops.curves[:2], at_end=stops.errors[0], stops=stops)
        return Result(**kept, filter=stop_beside_ridge(eta, tau, lam))

    training = measure_runs(wrong)
    return result_of((yield from with_first(training, lambda: result_of(run_alone(wrong, run)))))


def paint(figure: Figure) -> dict:
    figure.set_layout_engine("none")
    return {"patience": paint_patience(figure), "filter": paint_filter(figure)}


def place(figure: Figure, left: float, width: float) -> Axes:
    return figure.add_axes((left, 0.17, width, 0.72))


def paint_patience(figure: Figure) -> SimpleNamespace:
    time, regrets, ends = place(figure, 0.07, 0.35), place(figure, 0.495, 0.23), place(figure, 0.795, 0.195)
    time.set(xlim=(0, EPOCHS), ylim=(0, TOP["loss"]), xlabel=term("epoch").drawn())
    time.set_title(Words("one run", "一次训练").drawn())
    regrets.set(xlim=(-4, EPOCHS + 4), ylim=(-0.02, HIGHEST), xlabel=Words("kept epoch", "保留的轮次").drawn())
    regrets.set_title(Words("regret, all runs", "遗憾值，全部训练").drawn())
    goals.level(regrets, GOAL)
    chosen = dict(color=look.VERMILION, marker="o", zorder=4)
    return SimpleNamespace(
        axes=(time, regrets, ends),
        wait=time.axvspan(0, 1, color=look.GREEN, alpha=0.12, lw=0),
        keys=marks.key(time, [(words.drawn(), style) for words, style in KEY], x=0.68),
        curves=[marks.line(time, **style) for _, style in KEY],
        bar=marks.line(time, color=look.ink(look.GREEN), lw=1.2, ls=":"),
        kept=marks.best(time),
        stop=marks.now(time, color=look.BLACK, lw=1.5),
        runs=marks.line(regrets, "o", ms=7, color=look.BLUE, mec="white", alpha=0.8),
        run=marks.line(regrets, ls="", ms=9, mec="white", **chosen),
        end=marks.line(ends, lw=2, ms=6, **chosen),
        **paint_ends(ends),
    )


def paint_ends(axes: Axes) -> dict:
    """The test errors of all runs, at the end, where each was kept, and at best; with their means."""
    axes.set(xlim=(-0.45, 2.45), ylim=(0, MOST_WRONG), xticks=range(3))
    shares = np.arange(0, MOST_WRONG, 0.1)
    axes.set_yticks(shares, [percent(share) for share in shares])
    axes.set_xticklabels([Words(*name).drawn() for name in (("end", "最后"), ("kept", "保留"), ("best", "最好"))])
    axes.set_title(Words("test error, mean", "测试错误率，平均").drawn())
    words = dict(ha="center", va="bottom", zorder=5, bbox=look.BEHIND_WORDS)
    return {
        "at_end": marks.line(axes, color=look.BLUE, ls="", alpha=0.5, marker="o", ms=4),
        "ends": marks.line(axes, color=look.BLUE, lw=0.8, alpha=0.5, marker="o", ms=4),
        "means": marks.line(axes, color=look.BLACK, lw=2.5, zorder=4.5),
        "numbers": [axes.text(k, 0, "", **words) for k in range(3)],
    }


def paint_filter(figure: Figure) -> SimpleNamespace:
    factors, lams = place(figure, 0.065, 0.46), place(figure, 0.62, 0.36)
    lams.set(yscale="log", ylim=(1e-3, 100))
    for axes in (factors, lams):
        axes.set(xscale="log", xlim=(CURVATURES[0], CURVATURES[-1]), xlabel=Words("curvature h", "曲率 h").drawn())
        axes.set_xticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
        axes.minorticks_off()
    factors.set(ylim=(0, 1.05))
    factors.set_title(Words("share of the optimum that is reached", "到达最优点的比例").drawn())
    names = Words("τ steps, then stop", "走 τ 步后停下"), Words("ridge with λ", "带 λ 的岭回归")
    marks.key(factors, [(words.drawn(), style) for words, style in zip(names, (STOP, RIDGE))], y=0.98)
    lams.set_title(Words("λ that shrinks as much as stopping", "与早停收缩程度相同的 λ").drawn())
    return SimpleNamespace(
        axes=(factors, lams),
        gap=marks.line(factors, color=look.VERMILION, lw=2),
        factors=[marks.line(factors, **style) for style in (STOP, RIDGE)],
        marked=marks.line(factors, "o", ms=5, color=look.BLUE, mec="white", zorder=4),
        knobs=[marks.line(factors, "o", ms=10, color=c, mec="white", zorder=5) for c in (look.BLUE, look.ORANGE)],
        matching=marks.line(lams, **STOP),
        lam=lams.axhline(1, **RIDGE),
    )


def first_run() -> tuple:
    """The 200 digits of run 0, a fifth of their labels wrong, and its test digits, whose labels are right."""
    split = digit_split(TRAINED_ON, 0, CONTROLS["wrong"].start)
    return *split.train, *split.test


def of_run_0(result: Result, values: Values) -> dict[Words, float]:
    """Its test errors at the end and where it was kept, if its labels are those that rivals get."""
    if values.wrong != CONTROLS["wrong"].start:
        return {}
    return {
        Words("run 0 at its end", "训练 0 的最后"): float(result.stops.errors[0, 0]),
        Words("run 0 stopped early", "提前停下的训练 0"): float(result.stops.errors[1, 0]),
    }


CONTEST = Contest(
    "data",
    on_data(first_run),
    of_run_0,
    axes=lambda artists: artists["patience"].axes[2],
    measure=Words(
        "Test digits misread, after 200 of which a fifth are labelled wrong",
        "用 200 个样本（五分之一标签有错）学习，测试错误率",
    ),
    place=lambda rival: (np.nan, rival.value),
)


def draw(artists: dict, result: Result, values: Values) -> None:
    for show in SHOWS:
        for axes in artists[show].axes:
            axes.set_visible(show == values.show)
    if values.show == "patience":
        draw_patience(artists["patience"], result, values)
    else:
        draw_filter(artists["filter"], result.filter, values)


def draw_patience(artists: SimpleNamespace, result: Result, values: Values) -> None:
    stops, curve = result.stops, result.watched[1]
    top, kept, ran = TOP[values.watch], stops.kept[values.run], stops.ran[values.run]
    marks.fit(artists.axes[0], ylim=(0, top), ylabel=WATCHES[values.watch].drawn())
    for line, losses in zip(artists.curves, [*result.watched, stops.curves[2]]):
        line.set_data(np.arange(EPOCHS + 1), np.minimum(losses, top))
    artists.wait.set(x=kept, width=ran - kept)
    artists.bar.set_data([kept, ran], [curve[kept] - values.min_delta] * 2)
    artists.kept.set_data([kept], [curve[kept]])
    marks.at(artists.stop, ran)
    artists.runs.set_data(stops.kept, np.minimum(stops.regret, HIGHEST - 0.01))
    artists.run.set_data(*artists.runs.get_xydata()[[values.run]].T)
    artists.at_end.set_data(np.zeros(RUNS), result.at_end)
    artists.ends.set_data(*look.one_line(np.stack(np.broadcast_arrays(range(3), stops.errors.T), axis=-1)))
    artists.end.set_data(range(3), stops.errors[:, values.run])
    draw_means(artists, stops.errors.mean(axis=1))


def draw_means(artists: SimpleNamespace, means: np.ndarray) -> None:
    """A stroke at the mean of the runs, and its number above all of them."""
    artists.means.set_data(
        *look.one_line(np.array([[(k - 0.3, mean), (k + 0.3, mean)] for k, mean in enumerate(means)]))
    )
    for text, mean in zip(artists.numbers, means):
        text.set(text=percent(mean) if np.isfinite(mean) else "", y=0.85 * MOST_WRONG)


def draw_filter(artists: SimpleNamespace, filter: Filter, values: Values) -> None:
    for line, factors in zip(artists.factors, filter.factors):
        line.set_data(CURVATURES, factors)
    k = np.abs(CURVATURES - filter.where).argmin()
    artists.gap.set_data([filter.where] * 2, filter.factors[:, k])
    artists.marked.set_data(MARKED, filter.marked[0])
    for knob, (h, share) in zip(artists.knobs, filter.knobs):
        knob.set_data([h], [share])
    artists.matching.set_data(CURVATURES, np.maximum(filter.matching, 1e-9))
    artists.lam.set_ydata([values.lam] * 2)


def readout(result: Result, values: Values) -> Words:
    return about_filter(result.filter, values) if values.show == "filter" else about_runs(result.stops, values)


def about_runs(stops: EarlyStops, values: Values) -> Words:
    run, kept, ran = values.run, stops.kept[values.run], stops.ran[values.run]
    end, there, best = (percent(error, 1) for error in stops.errors.mean(axis=1))
    middle, low, high = plain(np.median(stops.kept), 1), stops.kept.min(), stops.kept.max()
    gain, mean = np.sum(stops.errors[1] < stops.errors[0]), number(stops.ran.mean(), 1)
    regret = number(stops.regret.mean(), 3)
    return Words(
        f"<b>{gain} of {RUNS} runs</b> gain: mean test error <b>{there}</b> at the kept epoch, {end} at the end. Run "
        f"{run} stops after epoch {ran} and keeps epoch {kept}.\n All runs: kept epoch {middle} ({low} to {high}), "
        f"epochs run {mean}; test error at best {best}. Mean regret, the test loss of the kept epoch minus the lowest: "
        f"{regret}.",
        f"{RUNS} 次训练中 <b>{gain} 次</b>有收益：平均测试错误率在保留处为 <b>{there}</b>，最后为 {end}。"
        f"第 {run} 次训练在第 {ran} 轮后停下，保留第 {kept} 轮。\n全部训练：保留的轮次中位数 {middle}"
        f"（{low} 到 {high}），平均运行 {mean} 轮；测试错误率最好为 {best}。"
        f"平均遗憾值（保留处的测试损失减去最低值）：{regret}。",
    )


def about_filter(filter: Filter, values: Values) -> Words:
    stop, ridge, lams = ("、".join(magnitude(x, 3, 1e-4) for x in row) for row in filter.marked)
    lam, gap, where = magnitude(values.lam, 3), number(filter.gap, 3), magnitude(filter.where, 3)
    en = f"The largest gap, at h = {where}: <b>{gap}</b>. At curvature 1, 0.1, 0.01 stopping after {values.tau} "
    en += f"steps reaches {stop} of the optimum; ridge with λ = {lam} reaches {ridge}.\n To match, λ must be {lams}."
    return Words(
        en.replace("、", ", "),
        f"最大差距在 h = {where} 处：<b>{gap}</b>。曲率为 1、0.1、0.01 时，走 {values.tau} 步后停下，"
        f"到达最优点的 {stop}；λ = {lam} 的岭回归到达 {ridge}。\n要与之相同，λ 应为 {lams}。",
    )


HIDDEN = ("curves.2", "keys.2", "wait", "bar", "kept", "stop", "axes.1", "ends", "end", "means", "numbers")
VEIL = Veil((*(f"patience.{name}" for name in HIDDEN), "filter"), given=("watched", "at_end"))


PREDICTED = {"most": 0.13, "half": 0.18, "few": 0.24}  # mean test error


def ghost(artists: dict, option: str) -> tuple:
    """The error that was expected where a run is kept."""
    return artists["patience"].axes[2], np.array([(0.55, PREDICTED[option]), (1.45, PREDICTED[option])])


def error_where_kept() -> float:
    """The mean test error in per cent of twenty runs that stop after ten epochs without gain."""
    errors = early_stops(finished(measure_runs(0.2)), 0, (200, False), "loss", 10, 0.0).errors
    return 100 * errors[1].mean()


ESTIMATE = Mark(
    axes=lambda artists: artists["patience"].axes[2],
    label=Words("misread", "读错"),
    low=0,
    high=100 * MOST_WRONG,
    unit="%",
    per=0.01,
    where=1,
    truth=error_where_kept,
    places={option: 100 * error for option, error in PREDICTED.items()},
)
TO_DO = {
    "click-points-middle": lambda result, values, seen: (
        values.show == "patience" and values.wrong == 0.2 and len(seen["run"]) > 3
    ),
    "pull-black-stop": lambda result, values: values.show == "patience" and values.patience >= 20,
    "sceptic": lambda result, seen: {"right", "more", "few", "hasty"} <= seen["sceptic"],
    "choose-filter-raise": lambda result, values: (
        values.show == "filter" and values.tau >= 20 and result.filter.gap < 0.15
    ),
}
USES = {
    "click-points-middle": ("run",),
    "pull-black-stop": ("patience",),
    "sceptic": ("sceptic",),
    "choose-filter-raise": ("show", "tau", "lam"),
}


def judge(result: Result, values: Values) -> str:
    """Solved by 20 % or more wrong labels, a mean regret of 0.08 and 60 epochs at most; almost a little above."""
    if values.show == "filter" or values.wrong < 0.2:
        return "open"
    regret, ran = result.stops.regret.mean(), result.stops.ran.mean()
    if regret <= GOAL and ran <= 60:
        return "solved"
    return "almost" if regret <= 1.2 * GOAL and ran <= 66 else "open"


CHALLENGE = Challenge(
    Words(
        "with 20% wrong labels: a mean regret of at most 0.08, and on average at most 60 epochs run.",
        "错误标签为 20% 时：使平均遗憾值不超过 0.08，且平均运行不超过 60 轮。",
    ),
    judge,
)


def gain(result: Result) -> float:
    """By how many points an early stop lowers the mean test error."""
    end, kept, _ = result.stops.errors.mean(axis=1)
    return 100 * (end - kept)


SCEPTIC = Sceptic(
    Words("an early stop lowers the error on new digits.", "早停能降低新数字上的错误率。"),
    Words("Points gained", "降低的百分点"),
    gain,
    {
        "right": Change(Words("all labels right", "标签全对"), {"wrong": 0.0}),
        "more": Change(Words("twice as many wrong labels", "错误标签加倍"), {"wrong": 0.4}),
        "few": Change(Words("25 validation digits in place of 200", "验证集从 200 个减到 25 个"), {"size": 25}),
        "hasty": Change(Words("a third of the patience", "耐心值减到三分之一"), {"patience": 3}),
    },
)


def patience_artist(name: str) -> Callable:
    """Where a Handle finds that artist."""
    return lambda artists: getattr(artists["patience"], name)


def kept_errors(line: Any, result: Result) -> np.ndarray:
    """The test error of each run where it is kept."""
    return line.get_xydata().reshape(RUNS, 4, 2)[:, 1:2]


def tau_of_knob(result: Result, dx: float, dy: float, values: Values) -> dict:
    """The steps τ for a knob at h = 1 / (ητ)."""
    h = result.filter.knobs[0, 0] + dx
    return {"tau": 1 / (values.eta * max(h, 1e-3))}


HANDLES = [
    Handle(patience_artist("ends"), at=kept_errors, click=lambda result, k: {"run": k}, width=10),
    Handle(patience_artist("runs"), click=lambda result, k: {"run": k}, width=14),
    Handle(patience_artist("bar"), pull=lambda result, dx, dy, values: {"min_delta": values.min_delta - dy}),
    Handle(patience_artist("stop"), pull=lambda result, dx, dy, values: {"patience": values.patience + dx}),
    Handle(lambda artists: artists["filter"].lam, y="lam"),
    Handle(lambda artists: artists["filter"].knobs[0], pull=tau_of_knob),
    Handle(lambda artists: artists["filter"].knobs[1], pull=lambda result, dx, dy, values: {"lam": values.lam + dx}),
]


@demo(Words("Early stopping", "早停"), height=3.1)
def early_stopping(**values):
    """Twenty runs that are stopped when a validation set says so; and what a stop does to each direction.
    由验证集决定何时停下的 20 次训练；以及停下对各个方向的作用。

    64-64-10, ReLU, Adam with η = 0.001 on 200 digits of 8 × 8, at most 150 epochs; a run stops when the loss on the
    validation set has not fallen for so many epochs, and keeps the best. The filter: 1 − (1 − ηh)^τ beside h / (h + λ).

    source : Prechelt, Early Stopping – But When? (1998); Ali, Kolter & Tibshirani, A Continuous-Time View of Early
             Stopping for Least Squares Regression (2019)
    """
