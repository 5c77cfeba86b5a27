"""That a network exists is one thing, that gradient descent finds it another: a hundred starts, and where they end."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from course_nn import boundary
from course_nn.datasets import xor_points
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.training import train
from course_nn.words import Words, term

RUNS, EPOCHS, EVERY, RATE = 100, 1000, 10, 1.0  # networks; epochs, and how many lie between two that are kept; η
SPANS = {"step": (0, 1), "sigmoid": (0, 1), "tanh": (-1, 1), "relu": (0, 4), "leaky_relu": (0, 4)}  # of hidden units
CONTROLS = {
    "activation": Choice("φ", {name: name.replace("_", " ") for name in SPANS}, "tanh"),
    "width": Slider(Words("units n", "单元 n"), 1, 6, 2, 1, continuous=False),
    "run": Slider(Words("run", "编号"), 0, RUNS - 1, 0, 1),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True),
}
CORNERS, WANTED = xor_points()  # (4, 2), (4,)
SQUARE = look.grid(-0.5, 1.5, 60)
# Where failures wait: two points right and two at ½; one right, and three that share one answer; all four at ½.
LEVELS = np.log(2) / 2, 0.75 * np.log(3) - 0.5 * np.log(2), np.log(2)
TOP, BINS = 0.8, 40  # of the loss axis
COLORS = (np.array([to_rgba(color) for color in ("white", look.BLUE, look.VERMILION)]) * 255).astype(np.uint8)


class Runs(NamedTuple):
    """A hundred networks trained at once, from the seeds 0 … 99."""

    network: Network
    parameters: np.ndarray  # (101, 100, P) every ten epochs
    losses: np.ndarray  # (101, 100) mean binary cross-entropy
    solved: np.ndarray  # (101, 100) bool, all four points on the right side
    crowd: np.ndarray  # (40, 101) how many networks have this loss at this time


class Result(NamedTuple):
    activation: str
    width: int
    run: int
    epoch: int
    runs: Runs
    solved: np.ndarray  # (100,) bool, at this epoch
    in_the_end: int  # how many are solved after the last epoch
    counts: np.ndarray  # (40, 2) networks with this loss at this epoch: solved, not solved
    surface: np.ndarray  # (60, 60) y of the chosen run over the input square
    units: np.ndarray  # (2,) the hidden units shown, those with the largest weights in the end
    path: np.ndarray  # (101, 4, 2) where these two units put the four points, every ten epochs
    v: np.ndarray  # (2,) the output's weights from these two
    c: float


def train_all(activation, width):
    """The runs; yields the share done."""
    network = Network((2, width, 1), activation, seed=range(RUNS), dtype=np.float32)
    parameters = [network.parameters.copy()]
    for epoch in range(0, EPOCHS, EVERY):
        train(network, CORNERS, WANTED, "binary_cross_entropy", learning_rate=RATE, epochs=EVERY)
        parameters.append(network.parameters.copy())
        if epoch % 50 == 0:
            yield epoch / EPOCHS
    parameters = np.array(parameters)
    logits = network.with_parameters(parameters)(CORNERS)[..., 0]  # (101, 100, 4)
    losses = np.logaddexp(0, (1 - 2 * WANTED) * logits).mean(axis=-1)
    crowd = np.stack([np.bincount(bins(now), minlength=BINS) for now in losses], axis=1)
    return Runs(network, parameters, losses, ((logits > 0) == WANTED).all(axis=-1), crowd)


def bins(losses):
    return np.clip(losses / TOP * BINS, 0, BINS - 1).astype(int)


KNOWN = {}  # (activation, width) -> Runs


def compute(activation, width, run, epoch):
    if (activation, width) not in KNOWN:
        KNOWN[activation, width] = yield from train_all(activation, width)
    runs, now = KNOWN[activation, width], epoch // EVERY
    history = runs.network.with_parameters(runs.parameters[:, run])  # one network at 101 times
    (_, V), (_, c) = history.weights, history.biases  # (101, 1, n), (101, 1)
    units = np.resize(np.sort(np.argsort(-np.abs(V[-1, 0]))[:2]), 2)  # a single one is shown on both axes
    path, v = history.forward(CORNERS).h[1][..., units], V[now, 0, units] * [1, width > 1]
    solved, place = runs.solved[now], bins(runs.losses[now])
    counts = np.stack([np.bincount(place[which], minlength=BINS) for which in (solved, ~solved)], axis=1)
    logits = runs.network.with_parameters(runs.parameters[now, run])(SQUARE)
    return Result(
        activation,
        width,
        run,
        now * EVERY,
        runs,
        solved,
        int(runs.solved[-1].sum()),
        counts,
        (0.5 + 0.5 * np.tanh(logits / 2)).reshape(60, 60),
        units,
        path,
        v,
        float(c[now, 0]),
    )


def paint(figure):
    time, ends, square, hidden = figure.subplots(1, 4, width_ratios=[1, 0.6, 1.15, 1.15])
    time.set(xlim=(0, EPOCHS), ylim=(0, TOP), xlabel="epoch", title="loss, 100 runs", xticks=[0, 500, 1000])
    time.set_yticks([0, *LEVELS], ["0", *(number(level) for level in LEVELS)])
    ends.set(xlim=(0, RUNS), ylim=(0, TOP), xlabel="runs", title=" ", yticks=[0, *LEVELS], yticklabels=[])
    ends.set_xticks([50, 100])
    look.plane(square, -0.5, 1.5).set(xticks=[0, 1], yticks=[0, 1], title="$y(x)$")
    for c in (0, 1):
        square.plot(*CORNERS[WANTED == c].T, look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], mec="white", ms=13)
    hidden.set(title="hidden", aspect="equal", xlabel="$h_1$")
    hidden.set_ylabel("$h_2$", rotation=0, va="center")
    image = dict(origin="lower", zorder=0)
    return SimpleNamespace(
        crowd=time.imshow(np.zeros((BINS, 101, 4), np.uint8), extent=(0, EPOCHS, 0, TOP), aspect="auto", **image),
        curve=time.plot([], [], color=look.BLACK)[0],
        now=time.plot([], [], "o", color=look.BLACK, ms=7, clip_on=False)[0],
        ends=ends.imshow(np.zeros((BINS, RUNS, 4), np.uint8), extent=(0, RUNS, 0, TOP), aspect="auto", **image),
        count=ends.text(1, 1.03, "", transform=ends.transAxes, ha="right"),
        surface=square.imshow(look.heat(np.zeros((60, 60))), extent=(-0.5, 1.5, -0.5, 1.5), **image),
        contour=square.add_collection(LineCollection([], colors=look.BLACK, capstyle="round"), autolim=False),
        hidden=hidden,
        shown=None,
        trails=[hidden.plot([], [], color=look.CLASS_COLORS[c], lw=1.5)[0] for c in WANTED],
        points=[
            hidden.plot(
                [], [], look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], mec="white", ms=9 + 4 * c, zorder=4 - c
            )[0]
            for c in (0, 1)
        ],
        cut=hidden.plot([], [], color=look.BLACK)[0],
    )


def draw(artists, result):
    runs, now = result.runs, result.epoch // EVERY
    shade = 255 - (235 * np.sqrt(runs.crowd / RUNS)).astype(np.uint8)
    artists.crowd.set_data(np.dstack([shade, shade, shade, np.full_like(shade, 255)]))
    artists.curve.set_data(np.arange(0, EPOCHS + 1, EVERY), runs.losses[:, result.run])
    artists.now.set_data([result.epoch], runs.losses[[now], result.run])
    solved, all_of_them = result.counts.cumsum(axis=1).T[..., None]  # (40, 1) each
    along = np.arange(RUNS)
    artists.ends.set_data(COLORS[np.where(along < solved, 1, np.where(along < all_of_them, 2, 0))])
    artists.count.set_text(f"{result.solved.sum()} solved")
    artists.surface.set_data(look.heat(result.surface))
    artists.contour.set_segments(boundary.curve(result.surface - 0.5, -0.5, 1.5))
    draw_hidden(artists, result)


def draw_hidden(artists, result):
    """The four points on their way through two of the hidden units; with more than two there is no line to draw."""
    now, shown = result.epoch // EVERY, (result.activation, *result.units)
    if shown != artists.shown:
        low, high = SPANS[result.activation]
        span, (h1, h2) = (low - 0.15 * (high - low), high + 0.15 * (high - low)), result.units + 1
        artists.hidden.set(xlim=span, ylim=span, xticks=[low, high], yticks=[low, high], yticklabels=[])
        artists.hidden.set(xlabel=f"$h_{h1}$", ylabel=f"$h_{h2}$")
        artists.shown = shown
    for trail, path in zip(artists.trails, result.path.swapaxes(0, 1)):
        trail.set_data(*path[: now + 1].T)
    for c in (0, 1):
        artists.points[c].set_data(*result.path[now, WANTED == c].T)
    line = boundary.line(result.v, result.c, 99) if result.width <= 2 else np.full((2, 2), np.nan)
    artists.cut.set_data(*line.T)


def readout(result):
    loss, right = float(result.runs.losses[result.epoch // EVERY, result.run]), result.solved[result.run]
    name, ends = result.activation.replace("_", " "), np.bincount(nearest(result.runs), minlength=4)[1:]
    failures = ", ".join(f"{n} near {number(level)}" for n, level in zip(ends, LEVELS) if n)
    stuck = "、".join(f"{number(level)} 附近 {n} 个" for n, level in zip(ends, LEVELS) if n)
    return Words(
        f"{name}, n = {result.width}: <b>{result.in_the_end} of {RUNS}</b> learn XOR; failures: {failures or 'none'}. "
        f"Run {result.run}, epoch {result.epoch}: loss {number(loss)}, {'solved' if right else 'not solved'}.",
        f"{name}，n = {result.width}：{RUNS} 次中 <b>{result.in_the_end}</b> 次学会异或；失败：{stuck or '无'}。"
        f"第 {result.run} 号，第 {result.epoch} 轮：损失 {number(loss)}，{'已解' if right else '未解'}。",
    )


def nearest(runs):
    """For every run 0 if it is solved in the end, else 1, 2, 3 for the level that its loss is nearest to."""
    return np.where(runs.solved[-1], 0, 1 + np.abs(runs.losses[-1][:, None] - LEVELS).argmin(axis=1))


def judge(result):
    """Solved if all hundred learn it with at most four hidden units, almost if 95 do."""
    if result.width > 4 or result.in_the_end < 95:
        return "open"
    return "solved" if result.in_the_end == RUNS else "almost"


CHALLENGE = Challenge(
    Words(
        "let all 100 networks learn XOR, with at most four hidden units.",
        "用至多四个隐藏单元，让 100 个网络全部学会异或。",
    ),
    judge,
)


def train_xor(**values):
    """A hundred networks 2-n-1 learn XOR by gradient descent: how many succeed, where the others stop, and one of them.
    一百个 2-n-1 网络用梯度下降学习异或：多少个成功、其余停在何处，以及其中一个的历程。

    θ ← θ - η ∇ mean of (log(1 + e^f) - c f),  η = 1, 1000 epochs of the four points

    values : activation, width n, run (its seed), epoch: where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 3; Rumelhart, Hinton & Williams, Parallel Distributed Processing (1986), chapter 8
    """
    return Demo(
        train_xor,
        Words("A hundred networks learn XOR", "一百个网络学习异或"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
