"""A probe is a linear classifier on a hidden layer: it tells how well the classes can be parted there, and when."""

from collections.abc import Callable, Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import percent
from course_nn.lectures.feature_learning.demos.probes.linear_probes import (
    EPOCHS,
    EVERY,
    Probes,
    halves,
    probe,
    probe_all_layers,
)
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.network import Network
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Slider, Values, demo, tried

DEEPEST = 5
SEEDS = 5
BIASES = {"zero": "0", "random": Words("random", "随机")}
DATA = {
    "spiral": term("spiral"),
    "circle": Words("ring", "圆环"),
    "xor": term("xor"),
    "digits": Words("digits", "手写数字"),
}
LAYERS = ["x", *(f"h{'₁₂₃₄₅'[n - 1]}" for n in range(1, DEEPEST + 1))]
CONTROLS = {
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True),
    "data": Choice(Words("data", "数据"), DATA, "spiral", costly=("digits",)),
    "activation": Choice("φ", activation_names(["tanh", "relu"]), "tanh", means=term("activation")),
    "depth": Choice(Words("hidden layers", "隐藏层数"), {n: str(n) for n in range(1, DEEPEST + 1)}, 4),
    "layer": Choice(Words("look at", "查看"), dict(enumerate(LAYERS)), 3),
    "biases": Choice(Words("first biases", "初始偏置"), BIASES, "zero"),
    "seed": Choice(Words("seed", "随机种子"), {seed: str(seed) for seed in range(SEEDS)}, 0),
}
BINS = np.linspace(-3, 3, 31)  # of the scores
TIME = (-EVERY / 2, EPOCHS + EVERY / 2)  # of the heat map, each epoch in the middle of its square
LEAD = 0.3  # of random features over x, for the challenge
SHARES = (0.3, 1.02)  # of right answers, as they are shown


class Result(NamedTuple):
    run: Probes
    now: int  # epoch / 20
    layer: int  # whose probe is shown: 0 for x, or a hidden layer; the last one if there is no such layer
    counts: np.ndarray  # (2, 30) held-out points of each class, by the score of this layer's probe


def compute(epoch, data, activation, depth, layer, biases, seed) -> Generator[float, None, Result]:
    run = yield from probe_all_layers(data, activation, depth, seed, biases)
    now = epoch // EVERY
    there = min(layer, depth)
    score = run.scores[there][now].clip(-2.99, 2.99)
    return Result(
        run=run,
        now=now,
        layer=there,
        counts=np.stack([np.histogram(score[run.y == k], BINS)[0] for k in (0, 1)]),
    )


def paint(figure: Figure) -> SimpleNamespace:
    time, now, score = figure.subplots(1, 3, width_ratios=[1.1, 1, 0.9])
    held_out = Words("held-out accuracy", "留出样本上的准确率").drawn()
    time.set(xlim=TIME, xlabel=term("epoch").drawn(), title=held_out, xticks=[0, 200, 400, 600])
    two = Words("● now    ■ epoch 0", "● 当前    ■ 第 0 轮").drawn()
    now.set(xlim=SHARES, ylim=(-0.5, DEEPEST + 1.5), xticks=[0.4, 0.6, 0.8, 1.0], title=two)
    now.set_xlabel(Words("accuracy", "准确率").drawn())
    now.axvline(0.5, color=look.PALE, lw=0.8, zorder=0.5)
    return SimpleNamespace(
        axes=(time, now),
        image=time.imshow(np.zeros((3, 31, 4), np.uint8), origin="lower", aspect="auto", zorder=0),
        moment=marks.now(time, color=look.BLACK, lw=1.5, zorder=2),
        chosen=[marks.line(axes, color=look.VERMILION, lw=1.5, zorder=1) for axes in (time, now)],
        random=marks.line(now, "s--", color=look.GREY, ms=6, mec="white", lw=1.5),
        probes=marks.line(now, "o-", color=look.BLACK, ms=8, mec="white"),
        network=marks.line(now, "D", color=look.GREEN, ms=9, mec="white"),
        goal=marks.now(now, **goals.LINE),
        goal_name=goals.name(now, 0, 0, ha="right", va="top"),
        **paint_scores(score),
    )


def paint_scores(axes: Axes) -> dict:
    axes.set(xlim=(-3, 3), ylim=(0, 1.15), xlabel="$v \\cdot h + c$", title=" ", yticks=[], xticks=[-2, 0, 2])
    classes = []
    for k, x, side in ((0, 0.02, "left"), (1, 0.98, "right")):
        style = dict(color=look.ink(look.CLASS_COLORS[k]), ha=side, zorder=1, transform=axes.transAxes)
        classes.append(axes.text(x, 0.93, f"{'▲●'[k]} {k}", **style))
    counts = [axes.stairs(np.zeros(30), BINS, fill=True, fc=color, alpha=0.6) for color in look.CLASS_COLORS]
    border = axes.plot([0, 0], [0, 0.88], color=look.BLACK, lw=1.5)
    return dict(classes=classes, counts=counts, border=border, name=axes.text(-3, 1.18, ""))


def draw(artists: SimpleNamespace, result: Result) -> None:
    run, now = result.run, result.now
    rows = np.arange(run.accuracy.shape[1])
    name_layers(artists, len(rows))
    marks.fill(artists.image, look.heat(run.accuracy.T))
    marks.at(artists.moment, now * EVERY)
    for frame, (low, high) in zip(artists.chosen, (TIME, SHARES)):
        below, above = result.layer - 0.45, result.layer + 0.45
        frame.set_data([low, high, np.nan, low, high], [below, below, np.nan, above, above])
    artists.random.set_data(run.accuracy[0], rows)
    artists.probes.set_data(run.accuracy[now], rows)
    artists.network.set_data(run.accuracy[now, -1:], rows[-1:])
    goal = run.accuracy[0, 0] + LEAD
    marks.at(artists.goal, goal)
    artists.goal_name.set_position((goal - 0.01, len(rows) - 0.55))
    artists.goal_name.set_visible(goal <= 1)  # with digits there is no such accuracy
    for patch, counts in zip(artists.counts, result.counts):
        patch.set_data(counts / result.counts.max())
    artists.name.set_text(Words("probe of ", "探针所在层：").drawn() + LAYERS[result.layer])


def name(layer: int) -> str:
    return f"$h_{layer}$" if layer else "$x$"


def name_layers(artists: SimpleNamespace, rows: int) -> None:
    """The rows, as in the lecture's stack: x below, the network's own answer y above."""
    span = (-0.5, rows - 0.5)
    names = [*map(name, range(rows - 1)), "$y$"]
    for axes in artists.axes:
        marks.fit(axes, ylim=span, yticks=range(rows), yticklabels=names)
    artists.image.set_extent((*TIME, *span))


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The predicted accuracy on the first hidden layer."""
    return artists.axes[1], np.array([(int(option) / 100, 1)])


def right_on_random_units() -> np.ndarray:
    """How many new points in a hundred a linear classifier gets right on eight random ReLUs, for ten draws: (10,)."""
    X, y, new_X, new_y = halves("circle")
    networks = Network((2, 8, 1), "relu", init="he", seed=range(10))
    return 100 * ((probe(features(networks, X), y, features(networks, new_X)) > 0) == new_y).mean(axis=-1)


ESTIMATE = Mark(
    axes=lambda artists: artists.axes[1],
    along="x",
    label=Words("new points right", "新的点分对"),
    low=100 * SHARES[0],
    high=100,
    unit="%",
    per=0.01,
    where=1,
    reach=0.5,
    truth=lambda: float(np.median(right_on_random_units())),
    shown={"data": "circle", "activation": "relu", "epoch": 0, "depth": 1, "layer": 1},
    spread=lambda: (right_on_random_units().min(), right_on_random_units().max()),
    places={option: float(option) for option in ("50", "75", "95")},
)


def readout(result: Result, values: Values) -> Words:
    now, start = result.run.accuracy[result.now], result.run.accuracy[0]
    best, best_untrained = int(now[:-1].argmax()), 1 + int(start[1:-1].argmax())
    x, top, own, untrained = (percent(share) for share in (now[0], now[best], now[-1], start[best_untrained]))
    on, first = layer_as_html(best), layer_as_html(best_untrained)
    compared = against_x(start[best_untrained], start[0])
    missing = Words("", "")
    if result.layer < values.layer:
        wanted, shown = layer_as_html(values.layer), layer_as_html(result.layer)
        missing = Words(f" There is no {wanted}; shown: {shown}.", f"没有 {wanted}，图中显示的是 {shown}。")
    return Words(
        f"Held-out accuracy after {result.now * EVERY} epochs: a probe on x gets {x}, on the best layer, {on}, "
        f"<b>{top}</b>, and the network itself {own}.\n Before training, the best hidden layer, {first}, "
        f"gave {untrained}: {compared.en}.{missing.en}",
        f"第 {result.now * EVERY} 轮时留出样本的准确率：x 上的探针 {x}；最好的一层 {on} 上 <b>{top}</b>；网络自身 "
        f"{own}。\n训练之前，最好的隐藏层 {first} 上为 {untrained}，{compared.zh}。{missing.zh}",
    )


def against_x(accuracy: float, accuracy_on_x: float) -> Words:
    if accuracy <= 0.55:
        return Words("no better than guessing", "与随机猜测无异")
    if abs(accuracy - accuracy_on_x) <= 0.02:
        return Words("no better than x", "与 x 不相上下")
    if accuracy > accuracy_on_x:
        return Words("already better than x", "已胜过 x")
    return Words("worse than x", "不如 x")


def layer_as_html(layer: int) -> str:
    return f"h<sub>{layer}</sub>" if layer else "x"


USES = {
    "choose-ring-relu": ("data", "activation", "epoch"),
    "choose-tanh-random": ("activation", "biases", "epoch"),
    "reset-drag-black": ("epoch", "layer"),
    "sceptic": ("sceptic",),
}
TO_DO = {
    "choose-ring-relu": lambda result, values: (values.data, values.activation, result.now) == ("circle", "relu", 0),
    "choose-tanh-random": lambda result, values: (
        (values.data, values.activation, values.biases) == ("circle", "tanh", "random")
    ),
    "reset-drag-black": lambda result, values, seen: (
        values.data == "spiral" and 0 in seen["epoch"] and len(seen["layer"]) > 1
    ),
    "sceptic": tried(sceptic=("relu", "bends", "depth", "ring")),
}


def judge(result: Result) -> str:
    """Solved at epoch 0 if a random layer is 30 points better than x; almost at any other epoch of such a network."""
    start = result.run.accuracy[0]
    if start[1:-1].max() - start[0] < LEAD:
        return "open"
    return "almost" if result.now else "solved"


CHALLENGE = Challenge(
    Words(
        "epoch 0: find a network whose random, untrained features are already 30 points better than x.",
        "第 0 轮：找一个网络，其随机、未训练的特征已比 x 高出 30 个百分点。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words(
        "the first layer is hardly better than x; the last one has done the work.",
        "第一层几乎不比 x 好，最后一层才完成任务。",
    ),
    Words(
        "How far a probe on the last hidden layer leads one on the first, in points", "最后一个隐藏层领先第一层的百分点"
    ),
    lambda result: 100 * (result.run.accuracy[-1, -2] - result.run.accuracy[-1, 1]),
    {
        "relu": Change(Words("ReLU in place of tanh", "用 ReLU 代替 tanh"), {"activation": "relu"}),
        "bends": Change(Words("first biases random", "初始偏置随机"), {"biases": "random"}),
        "depth": Change(Words("two hidden layers", "两个隐藏层"), {"depth": 2}),
        "ring": Change(Words("an easier task: the ring", "更容易的任务：圆环"), {"data": "circle"}),
    },
)


def rows_across(low: float, high: float) -> Callable:
    """The rows of the layers that can be looked at, from side to side."""
    return lambda axes, result: [[(low, k), (high, k)] for k in range(result.run.accuracy.shape[1] - 1)]


def look_at(result: Result, k: int) -> dict:
    return {"layer": k}


HANDLES = [
    Handle(lambda artists: artists.axes[0], at=rows_across(*TIME), click=look_at, width=30),
    Handle(lambda artists: artists.axes[1], at=rows_across(*SHARES), click=look_at, width=30),
    Handle("moment", x="epoch"),
]


@demo(Words("Probes", "探针"))
def probes(**values):
    """How well a linear classifier does on x and on every hidden layer, epoch by epoch, on points it has not seen.
    线性分类器在 x 与每个隐藏层上的表现：逐轮查看，均在未见过的样本上测量。

    σ(v·h + c) with the smallest Σ l + ½ λ ‖v‖², λ = 0.1, fitted on one half of the examples and measured on the other
    spiral, ring, XOR; and of a digit is asked whether it is odd

    source : the lecture, section 6; Alain & Bengio, Understanding intermediate layers using linear classifier probes
    """
