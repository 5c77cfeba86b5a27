"""A learning rate that changes: drawn by hand, on digits and on a noisy parabola; and a test that finds its size."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import Figure, goals, look, marks
from course_nn.drawing.numbers import percent, plain, short
from course_nn.lectures.gradient_descent.demos.schedule.panels import (
    AXES,
    FLOORS,
    OTHER,
    OWN,
    PICKS,
    STEPS,
    paint_panel,
)
from course_nn.lectures.gradient_descent.scheduled_runs import (
    LAM,
    SPANS,
    Panel,
    Plan,
    digit_panels,
    parabola_panels,
    range_test_panels,
)
from course_nn.lectures.gradient_descent.schedules import knots_of, noise_floor
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Typed, Values, Veil, demo, tried

KNOTS = 5
PLACES = np.linspace(0, 1, KNOTS)
RATES = (1e-5, 20)  # learning rates that are shown
VIEWS = {
    "digits": Words("digits", "手写数字"),
    "parabola": Words("a noisy parabola", "带噪声的抛物线"),
    "range": Words("range test", "范围测试"),
}
PLAIN = "gradient_descent"
METHODS = {
    PLAIN: Words("plain", "普通梯度下降"),
    "momentum": Words("momentum", "动量法"),
    "adam": Words("Adam", "Adam"),
}
SHAPES = {
    "drawn": Words("as drawn", "手绘"),
    "constant": Words("constant", "恒定"),
    "linear": Words("linear to 0", "线性降到 0"),
    "steps": Words("÷ 10 after each third", "每过三分之一除以 10"),
    "cosine": Words("half a cosine", "半个余弦"),
    "inverse": Words("1/t", "1/t"),
}
NETS = {
    "one": Words("one hidden layer", "一个隐藏层"),
    "six": Words("six hidden layers", "六个隐藏层"),
    "sharp": Words("six, first weights × 2", "六个，初始权重 × 2"),
}


def used_in(*views: str) -> dict:
    return {"used": lambda values: values.view in views}


def knots_text(rates: np.ndarray | list) -> str:
    """Learning rates as they stand in the box of the knots."""
    return " ".join(f"{rate:.2g}" for rate in np.clip(rates, *RATES))


def constant_rate(rate: float) -> dict:
    """The controls of a constant learning rate."""
    return {"shape": "constant", "knots": knots_text([rate] * KNOTS)}


BOTH, DIGITS = used_in("digits", "parabola"), used_in("digits")
CONTROLS = {
    "view": Choice(Words("what", "内容"), VIEWS, "digits"),
    "method": Choice(Words("optimizer", "优化器"), METHODS, PLAIN, **used_in("digits", "range")),
    "shape": Choice(Words("schedule", "学习率调度"), SHAPES, "linear", **BOTH),
    "knots": Typed(
        Words("η at the knots", "各结点的 η"), knots_text([3.2] * KNOTS), knots_of, ("1 1 .3 .1 .03",), **BOTH
    ),
    "warm": Slider(Words("warm-up", "预热轮数"), 0.0, 2.0, 0.0, 0.25, continuous=False, **BOTH),
    "wrong": Choice(Words("wrong labels", "错误标签"), {0.0: "0", 0.2: "20%"}, 0.2, **DIGITS),
    "net": Choice(Words("network", "网络"), NETS, "one", **DIGITS),
    "epochs": Choice(Words("epochs", "轮数"), {5: "5", 10: "10"}, 10, **DIGITS),
    "runs": Choice(Words("runs", "训练次数"), {5: "5", 20: "20"}, 5, costly=(20,), **DIGITS),
    "length": Choice(Words("test steps", "测试步数"), {n: str(n) for n in (100, 200, 400)}, 100, **used_in("range")),
}
LOSSES = {0.0: (1e-3, 5), 0.2: (0.4, 5)}  # training losses that are shown, by the share of wrong labels


class Result(NamedTuple):
    plan: Plan
    curve: np.ndarray  # (201,) η over the share of time
    knots: np.ndarray  # (5,) η at the knots, without warm-up
    panels: tuple  # two of Panel
    picks: (
        dict  # rates that a range test suggests, and the best of a sweep: name -> η and the loss in the end; or empty
    )


def compute(view, method, shape, knots, warm, wrong, net, epochs, runs, length) -> Generator[float, None, Result]:
    plan = Plan(shape, knots_of(knots), warm)
    picks = {}
    curve = plan.at(np.linspace(0, 1, STEPS + 1), epochs, STEPS)
    if view == "digits":
        panels = yield from digit_panels(plan, method, net, wrong, epochs, runs)
    elif view == "parabola":
        panels = parabola_panels(curve[:-1], plan.rates[0])
    else:
        *panels, picks = yield from range_test_panels(method, length)
        curve = np.geomspace(*SPANS[method], STEPS + 1)
    return Result(
        plan=plan,
        curve=curve,
        knots=plan._replace(warm=0.0).at(PLACES, epochs, STEPS),
        panels=tuple(panels),
        picks=picks,
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    places = [(left, 0.17, 0.25, 0.73) for left in (0.065, 0.395, 0.735)]
    plan = figure.add_axes(places[0])
    plan.set(yscale="log", xlim=(-0.03, 1.03), ylim=RATES, xticks=PLACES, xticklabels=["0", "¼", "½", "¾", "1"])
    plan.set_title(Words("learning rate η", "学习率 η").drawn())
    plan.set_xlabel(Words("share of the time", "时间的比例").drawn())
    panels = {key: paint_panel(figure.add_axes(places[1 + key[1]]), *panel) for key, panel in AXES.items()}
    panels["digits", 0].axes.set_yticks([0.001, 0.01, 0.1, 0.5, 1, 2], ["0.001", "0.01", "0.1", "0.5", "1", "2"])
    panels["digits", 0].axes.tick_params(axis="y", which="minor", labelleft=False)
    for k in (0, 1):
        panels["digits", k].axes.xaxis.set_major_formatter("{x:g}")  # 10.0 would leave the picture
    schedules = (Words("this schedule", "所选调度"), OWN), (Words("first η throughout", "始终用初始 η"), OTHER)
    marks.key(plan, [(name.drawn(), style) for name, style in schedules], x=0.03, y=0.15)
    picks = [(name.drawn(), style | dict(lw=1.5)) for name, style in PICKS.values()]
    marks.key(panels["range", 0].axes, picks, x=0.03, y=0.36)
    return SimpleNamespace(
        other=marks.line(plan, **OTHER),
        curve=marks.line(plan, **OWN),
        warm=marks.now(plan, ls=":", lw=1.5),
        knots=marks.dot(plan, ms=9),
        panels=panels,
        goal=goals.level(panels["digits", 1].axes, 0.945),
        own=[line for panel in panels.values() for line in (panel.medians[0], panel.runs[0])],
        floor=marks.dot(panels["parabola", 1].axes),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    draw_plan(artists, result, values)
    marks.fit(artists.panels["digits", 0].axes, ylim=LOSSES[values.wrong])
    for (view, k), panel in artists.panels.items():
        panel.axes.set_visible(view == values.view)
        if view == values.view:
            draw_panel(panel, result.panels[k], result, values)
    end = result.curve[-1].clip(0.01, 4.5)
    artists.floor.set_data([end], [noise_floor(end, LAM).clip(*FLOORS)])


def draw_plan(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """The schedule with its knots; of a range test only how η grows."""
    artists.curve.set_data(np.linspace(0, 1, STEPS + 1), result.curve.clip(*RATES))
    artists.other.set_data([0, 1], np.full(2, result.plan.rates[0]).clip(*RATES))
    artists.knots.set_data(PLACES, result.knots.clip(*RATES))
    marks.at(artists.warm, result.plan.warm / values.epochs)
    for artist in (artists.other, artists.knots, artists.warm):
        artist.set_visible(not result.picks)


def draw_panel(panel: SimpleNamespace, data: Panel, result: Result, values: Values) -> None:
    for median, thin, runs in zip(panel.medians, panel.runs, (data.own, data.other)):
        inside = runs.clip(*panel.axes.get_ylim())
        median.set_data(data.x if len(inside) else [], np.median(inside, axis=0) if len(inside) else [])
        thin.set_data(*look.one_line(np.stack(np.broadcast_arrays(data.x, inside), axis=-1)))
    if values.view != "parabola":
        marks.fit(panel.axes, xlim=SPANS[values.method] if result.picks else (0, values.epochs))
    for name, (rate, _) in result.picks.items():
        marks.at(panel.picks[name], rate)
    for line in panel.picks.values():
        line.set_visible(bool(result.picks))


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The unseen digits that are read if η sinks, beside 85% if it does not."""
    return artists.panels["digits", 1].axes, [(x, {"more": 0.95, "fewer": 0.75, "same": 0.85}[option]) for x in (7, 10)]


def about_digits(result: Result, values: Values) -> Words:
    (own, other), (right, usual) = ([np.median(runs[:, -1]) for runs in panel[1:]] for panel in result.panels)
    own, other, right, usual = short(own, border=1), short(other, border=1), percent(right, 1), percent(usual, 1)
    n, first, last = len(result.panels[0].own), plain(result.plan.rates[0], 4), plain(result.curve[-1], 4)
    return Words(
        f"{values.epochs} epochs with η from {first} to {last}, medians of {n} runs: training loss <b>{own}</b>, "
        f"unseen digits right <b>{right}</b>. With η = {first} throughout: {other} and {usual}.",
        f"{values.epochs} 轮，η 从 {first} 到 {last}，{n} 次训练的中位数：训练损失 <b>{own}</b>，没见过的数字准确率 "
        f"<b>{right}</b>。始终用 η = {first}：{other} 和 {usual}。",
    )


def about_parabola(result: Result, values: Values) -> Words:
    (own,), (other,) = (runs[:, -1] for runs in result.panels[0][1:])
    first, last = result.plan.rates[0], result.curve[-1]
    floor, deep = (short(each, border=1) for each in noise_floor([first, last], LAM))
    first, last, own, other = plain(first, 4), plain(last, 4), short(own, border=1), short(other, border=1)
    return Words(
        f"After {STEPS} noisy steps the mean of x² is <b>{own}</b>, with η = {first} throughout {other}. Noise floor "
        f"for η = {first}: {floor}; for the last η, {last}: {deep}.",
        f"带噪声走 {STEPS} 步之后，x² 的均值为 <b>{own}</b>，始终用 η = {first} 时为 {other}。"
        f"η = {first} 的噪声底：{floor}；最后的 η（{last}）的噪声底：{deep}。",
    )


def about_test(result: Result, values: Values) -> Words:
    rates = [f"{rate:.2g}" for rate, _ in result.picks.values()]
    ends = [short(end, border=1) for _, end in result.picks.values()]
    return Words(
        f"The loss falls fastest at η = {rates[1]} and is least at {rates[2]}; a tenth of that is "
        f"{rates[0]}.\nAfter 10 epochs with these three, the loss is {ends[1]}, {ends[2]}, {ends[0]}. Best of all "
        f"is <b>{rates[3]}</b>: {ends[3]}.",
        f"损失在 η = {rates[1]} 处降得最快，在 {rates[2]} 处最小，后者的十分之一为 {rates[0]}。\n"
        f"用这三个 η 训练 10 轮，损失依次为 {ends[1]}、{ends[2]}、{ends[0]}。最佳的是 <b>{rates[3]}</b>：{ends[3]}。",
    )


def readout(result: Result, values: Values) -> Words:
    return {"digits": about_digits, "parabola": about_parabola, "range": about_test}[values.view](result, values)


VEIL = Veil(("own", "knots", "warm", "goal"), given=("plan", "curve", "panels", "picks"))
USES = {
    "fifth-labels-wrong": ("shape", "knots"),
    "sceptic": ("sceptic",),
    "choose-range-test": ("view", "method"),
}
TO_DO = {
    "fifth-labels-wrong": lambda result, values: values.view == "digits" and values.shape == "drawn",
    "sceptic": tried(sceptic=("cosine", "clean", "small", "short")),
    "choose-range-test": lambda result, seen: "range" in seen["view"] and "adam" in seen["method"],
}


def judge(result: Result, values: Values) -> str:
    """Solved by a drawing that starts at 3.2 or higher and reads 94.5 % despite wrong labels; almost by one at 92 %."""
    by_hand = result.plan.shape == "drawn" and result.plan.rates[0] >= 3.2 and values.method == PLAIN
    if not (values.view == "digits" and values.wrong and by_hand):
        return "open"
    right = np.median(result.panels[1].own[:, -1])
    return "solved" if right >= 0.945 else "almost" if right >= 0.92 else "open"


CHALLENGE = Challenge(
    Words(
        "20% wrong labels, plain descent: draw a schedule that starts at η = 3.2 and gets 94.5% of the unseen digits "
        "right.",
        "错误标签 20%，普通梯度下降：从 η = 3.2 起手绘一条曲线，使没见过的数字的准确率达到 94.5%。",
    ),
    judge,
)


def gain(result: Result, values: Values) -> float:
    """By how many points more unseen digits are read with this schedule than with its first η throughout."""
    if values.view != "digits":
        return 0.0
    own, other = (np.median(runs[:, -1]) for runs in result.panels[1][1:])
    return 100 * (own - other)


SCEPTIC = Sceptic(
    Words("with a shrinking η, more unseen digits are read correctly.", "让 η 逐步下降，能读对更多没见过的数字。"),
    Words("How many more, in points", "多出的百分点"),
    gain,
    {
        "cosine": Change(Words("half a cosine", "按半个余弦下降"), {"shape": "cosine"}),
        "clean": Change(Words("no wrong labels", "没有错误标签"), {"wrong": 0.0}),
        "small": Change(
            Words("an η that is small from the start", "从一开始就用小的 η"), {"knots": knots_text([0.4] * KNOTS)}
        ),
        "short": Change(Words("half as long", "训练时间减半"), {"epochs": 5}),
    },
)


def knot_handle(k: int) -> Handle:
    """A knot of the schedule; once it has been pulled, the schedule is one's own."""

    def drag(result, x, rate):
        rates = result.knots.copy()
        rates[k] = rate
        return {"shape": "drawn", "knots": knots_text(rates)}

    return Handle("knots", at=lambda knots, result: knots.get_xydata()[k].reshape(1, 1, 2), drag=drag)


def pick_handle(name: str, panel: int) -> Handle:
    """A rate of the range test; a press trains on digits with it."""
    return Handle(
        lambda artists: artists.panels["range", panel].picks[name],
        click=lambda result, k: constant_rate(result.picks[name][0]) | {"view": "digits"},
    )


HANDLES = [
    Handle("warm", drag=lambda result, x, y, values: {"warm": x * values.epochs}),
    *(pick_handle(name, panel) for name in PICKS for panel in (0, 1)),
    Handle("floor", pull=lambda result, dx, dy: constant_rate(result.curve[-1] + dx)),
    *(knot_handle(k) for k in range(KNOTS)),
]


@demo(Words("A changing learning rate", "变化的学习率"))
def schedule(**values):
    """A learning rate that is drawn, beside a constant one, on digits and on a noisy parabola; and the range test.
    手绘的学习率与恒定的学习率，用于手写数字和带噪声的抛物线；以及学习率范围测试。

    Digits: 64-32-10 of ReLU, cross-entropy, batches of 32 of 1,200. Parabola: ½λx² with λ = ½, each gradient λx + ε.
    Range test: η grows by the same factor at every step, from far too small to far too large.

    source : Smith, Cyclical Learning Rates for Training Neural Networks (2017); Bottou, Curtis & Nocedal (2018)
    """
