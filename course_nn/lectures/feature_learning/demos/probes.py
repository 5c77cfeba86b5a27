"""A probe is a linear classifier on a hidden layer: it tells how far the network has got there, and when."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.datasets import DATASETS, digits
from course_nn.lectures.feature_learning import hidden_space as hidden
from course_nn.linear_models import linear_classifier
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.words import Words, term

EPOCHS, EVERY, UNITS, DEEPEST = 600, 20, 8, 5
NOISE = {"spiral": 0.1, "circle": 0.05, "xor": 0.0}
CONTROLS = {
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True),
    "data": Choice(
        Words("data", "数据"),
        {
            "spiral": term("spiral"),
            "circle": Words("ring", "环"),
            "xor": term("xor"),
            "digits": Words("digits", "数字"),
        },
        "spiral",
        costly=("digits",),
    ),
    "activation": Choice("φ", {"tanh": "tanh", "relu": "ReLU"}, "tanh"),
    "depth": Choice(Words("hidden layers", "隐藏层"), {n: str(n) for n in range(1, DEEPEST + 1)}, 4),
    "layer": Choice(Words("look at", "查看"), {n: f"h{'₁₂₃₄₅'[n - 1]}" if n else "x" for n in range(DEEPEST + 1)}, 3),
}
BINS, TIME = np.linspace(-3, 3, 31), (-EVERY / 2, EPOCHS + EVERY / 2)  # of the scores; of the heat map


class Run(NamedTuple):
    """A training, and the probes of all its layers at every twentieth epoch, E = 31 of them."""

    accuracy: np.ndarray  # (E, depth + 2) on held-out points: x, every hidden layer, and the network itself
    scores: list  # for x and every hidden layer, (E, held out) v·h + c, in standard deviations
    y: np.ndarray  # (held out,) their classes


class Result(NamedTuple):
    run: Run
    now: int  # epoch / 20
    layer: int  # 0 for x
    wanted: int  # the same, unless the network has fewer layers
    counts: np.ndarray  # (2, 30) held-out points of each class, by the score of this layer's probe


def split(data):
    """Half of the examples to learn from, half held out."""
    if data == "digits":  # is the digit odd?
        X, y, *_ = digits()
        X, y = X - X.mean(axis=0), y % 2
    else:
        X, y, *_ = DATASETS[data](600, NOISE[data])
        X = X / 2.5
    half = len(X) // 2
    return X[:half], y[:half], X[half:], y[half:]


KNOWN = {}  # data, activation, depth -> Run


def learn(data, activation, depth):
    X, y, new_X, new_y = split(data)
    network = Network((X.shape[1], *[UNITS] * depth, 1), activation, init="he" if activation == "relu" else "glorot")
    networks = yield from hidden.snapshots(
        network, X, y, "binary_cross_entropy", EPOCHS, EVERY, optimizer="adam", learning_rate=0.01
    )
    seen, new = networks.forward(X).h, networks.forward(new_X).h
    accuracy, scores = [], []
    for h, new_h in zip(seen[:-1], new[:-1]):
        yield 1.0
        v, c = linear_classifier(h, y)
        f = np.broadcast_to((new_h @ v[..., None])[..., 0] + c[..., None], (len(networks.parameters), len(new_y)))
        accuracy.append(np.mean((f > 0) == new_y, axis=-1))
        scores.append(f / (f.std(axis=-1, keepdims=True) + 1e-9))
    accuracy.append(np.mean((new[-1][..., 0] > 0) == new_y, axis=-1))
    return Run(np.stack(accuracy, axis=1), scores, new_y)


def compute(epoch, data, activation, depth, layer):
    if (data, activation, depth) not in KNOWN:
        KNOWN[data, activation, depth] = yield from learn(data, activation, depth)
    run, now, there = KNOWN[data, activation, depth], epoch // EVERY, min(layer, depth)
    score = run.scores[there][now].clip(-2.99, 2.99)
    return Result(run, now, there, layer, np.stack([np.histogram(score[run.y == k], BINS)[0] for k in (0, 1)]))


def paint(figure):
    time, now, score = figure.subplots(1, 3, width_ratios=[1.1, 1, 0.9])
    time.set(xlim=TIME, xlabel="epoch", title="held-out accuracy", xticks=[0, 200, 400, 600])
    now.set(xlim=(0.3, 1.02), xlabel="accuracy", xticks=[0.4, 0.6, 0.8, 1.0], title="● now    ■ epoch 0")
    now.axvline(0.5, color=look.PALE, lw=0.8, zorder=0.5)
    score.set(xlim=(-3, 3), ylim=(0, 1.15), xlabel="$v \\cdot h + c$", title=" ", yticks=[], xticks=[-2, 0, 2])
    for k, place in ((0, 0.02), (1, 0.98)):
        score.text(
            place,
            0.93,
            f"{'▲●'[k]} {k}",
            color=look.CLASS_COLORS[k],
            ha=("left", "right")[k],
            zorder=1,
            transform=score.transAxes,
        )
    image = time.imshow(np.zeros((3, 31, 4), np.uint8), origin="lower", aspect="auto", zorder=0)
    return SimpleNamespace(
        axes=(time, now),
        depth=0,
        image=image,
        moment=time.plot([], [], color=look.BLACK, lw=1.5)[0],
        chosen=[axes.plot([], [], color=look.VERMILION, lw=1.5, zorder=1)[0] for axes in (time, now)],
        random=now.plot([], [], "s--", color=look.GREY, ms=6, mec="white", lw=1.5)[0],
        probes=now.plot([], [], "o-", color=look.BLACK, ms=8, mec="white")[0],
        network=now.plot([], [], "D", color=look.GREEN, ms=9, mec="white")[0],
        counts=[score.stairs(np.zeros(30), BINS, fill=True, fc=look.CLASS_COLORS[k], alpha=0.6) for k in (0, 1)],
        threshold=score.plot([0, 0], [0, 0.88], color=look.BLACK, lw=1.5)[0],
        name=score.text(-3, 1.18, ""),
    )


def draw(artists, result):
    run, now, layer = result.run, result.now, result.layer
    depth = run.accuracy.shape[1] - 2
    if depth != artists.depth:
        name_layers(artists, depth)
    rows = np.arange(depth + 2)
    artists.image.set_data(look.heat(run.accuracy.T))
    artists.moment.set_data([now * EVERY] * 2, [-0.5, depth + 1.5])
    for line, (low, high) in zip(artists.chosen, (TIME, (0.3, 1.02))):
        line.set_data([low, high, np.nan, low, high], layer + np.array([-0.45, -0.45, 0, 0.45, 0.45]))
    artists.random.set_data(run.accuracy[0], rows)
    artists.probes.set_data(run.accuracy[now], rows)
    artists.network.set_data(run.accuracy[now, -1:], rows[-1:])
    for patch, counts in zip(artists.counts, result.counts):
        patch.set_data(counts / result.counts.max())
    artists.name.set_text(f"probe of {name(layer)}")


def name(layer):
    return f"$h_{layer}$" if layer else "$x$"


def name_layers(artists, depth):
    """The rows, as in the lecture's stack: x below, the network's own answer y above."""
    artists.depth = depth
    for axes in artists.axes:
        axes.set_ylim(-0.5, depth + 1.5)
        axes.set_yticks(range(depth + 2), [*map(name, range(depth + 1)), "$y$"])
    artists.image.set_extent((*TIME, -0.5, depth + 1.5))


def readout(result):
    now, start = result.run.accuracy[result.now], result.run.accuracy[0]
    k, first = int(now[:-1].argmax()), int(start[1:-1].argmax()) + 1
    better = start[first] - start[0]
    than, 比 = ("already better than x", "已胜过 x") if better > 0.02 else ("worse than x", "不如 x")
    than, 比 = (than, 比) if abs(better) > 0.02 else ("no better than x", "与 x 不相上下")
    than, 比 = (than, 比) if start[first] > 0.55 else ("no better than guessing", "与瞎猜无异")
    on, last, wanted = (f"h<sub>{n}</sub>" if n else "x" for n in (k, result.layer, result.wanted))
    short = result.layer < result.wanted
    return Words(
        f"Epoch {result.now * EVERY}, held-out: a linear classifier gets {now[0]:.0%} right on x, at best "
        f"<b>{now[k]:.0%}</b> on {on}; the network itself {now[-1]:.0%}. Untrained, its best layer "
        f"h<sub>{first}</sub> gave {start[first]:.0%}, {than}." + f" There is no {wanted}; shown: {last}." * short,
        f"第 {result.now * EVERY} 轮，留出样本：线性分类器在 x 上答对 {now[0]:.0%}，最好在 {on} 上答对 "
        f"<b>{now[k]:.0%}</b>；网络自己 {now[-1]:.0%}。未训练时最好的 h<sub>{first}</sub>：{start[first]:.0%}，{比}。"
        + f"没有 {wanted}，图中是 {last}。"
        * short,
    )


def judge(result):
    """Solved at epoch 0 if a random layer is 30 points better than x; almost at any other epoch of such a network."""
    start = result.run.accuracy[0]
    if start[1:-1].max() - start[0] < 0.3:
        return "open"
    return "almost" if result.now else "solved"


CHALLENGE = Challenge(
    Words(
        "epoch 0: find a network whose random, untrained features are already 30 points better than x.",
        "第 0 轮：找一个网络，其随机、未训练的特征已比 x 高出 30 个百分点。",
    ),
    judge,
)


def probes(**values):
    """How well a linear classifier does on x and on every hidden layer, epoch by epoch, on points it has not seen.
    线性分类器在 x 与每个隐藏层上的表现：逐轮查看，均在未见过的样本上测量。

    σ(v·h + c) with the smallest Σ l + ½ λ ‖v‖², λ = 0.1, fitted on one half of the examples and measured on the other

    values : epoch, data ("digits": is a digit odd?), activation, depth, layer: where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 6; Alain & Bengio, Understanding intermediate layers using linear classifier probes
    """
    return Demo(
        probes, Words("Probes", "探针"), CONTROLS, compute, paint, draw, readout, challenge=CHALLENGE, values=values
    )
