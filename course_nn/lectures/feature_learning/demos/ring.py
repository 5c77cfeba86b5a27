"""To part a disc from the ring around it, a network must lift it out of the plane; two units have no room for that."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.lectures.deep_vs_shallow.capacity import fit
from course_nn.lectures.feature_learning.hidden_space import decision_curve, features
from course_nn.losses import LOSSES
from course_nn.network import INITIALIZATION, Network
from course_nn.patience import part, remembered
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.words import Words, term

LOSS, WIDTHS, FEW, MANY, EPOCHS, EVERY, RATE = "binary_cross_entropy", (1, 2, 3, 4, 5), 60, 200, 200, 5, 0.1
CONTROLS = {
    "activation": Choice("φ", list(INITIALIZATION), "tanh"),
    "layers": Choice(Words("layers", "层数"), {1: "1", 2: "2", 3: "3"}, 1, costly=(3,)),
    "units": Slider("n", 1, 5, 3, 1),
    "runs": Choice(Words("runs", "次数"), {FEW: f"{FEW}", MANY: f"{MANY}"}, FEW, costly=(MANY,)),
    "run": Slider(Words("run", "编号"), 0, FEW - 1, 1, 1),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True),
    "theta": Slider("θ", 0, 180, 20, 5, unit="°"),
}
SPAN, FINE = 3.4, 61  # half the window; points along a side
PLANE = look.grid(-SPAN, SPAN, FINE)


class Result(NamedTuple):
    activation: str
    layers: int
    run: tuple  # (n - 1, seed), the place of the chosen run in what follows
    epoch: int
    losses: np.ndarray  # (5, runs) of all widths, now
    solved: np.ndarray  # (5, runs) bool, the whole ring and the whole disc on the right sides
    f: np.ndarray  # (61, 61) logits of the chosen run over the plane
    curve: np.ndarray  # (pieces, 2, 2) where they are 0
    lines: np.ndarray  # (n, 2, 2) where the first layer's z is 0
    places: np.ndarray  # (96, 2) the training points in hidden space, as they are seen
    outlines: np.ndarray  # (2, 2, 91, 2) two circles in the ring, two in the disc
    cut: float  # height of the separating plane; nan without one


def circle(radius, n):
    angle = 2 * np.pi * (np.arange(n) + 0.5) / n
    return radius * np.stack([np.sin(angle), np.cos(angle)], axis=1)


def points(ring, disc):
    """Circles (radius, number of points) in the ring, class 0, and in the disc, class 1: X (n, 2), T (n, 1)."""
    X = np.concatenate([circle(*c) for c in ring + disc]).astype(np.float32)
    return X, (np.hypot(*X.T) < 1.5)[:, None].astype(np.float32)


X, T = points([(2, 36), (3, 12)], [(0, 1), (0.5, 11), (1, 36)])  # 48 and 48 to train on
WHOLE = points([(2, 180), (2.5, 60), (3, 60)], [(0, 1), (0.5, 20), (1, 60)])  # to see what happens between those
OUTLINES = np.concatenate([circle(radius, 90)[[*range(90), 0]] for radius in (2, 3, 0.5, 1)])  # four closed curves


@remembered
def train_all(activation, layers, runs):
    """For every width as many networks from the seeds 0, 1, …; yields the share done."""
    fits = {}
    for k, width in enumerate(WIDTHS):
        network = Network(
            (2, *[width] * layers, 1), activation, init=INITIALIZATION[activation], seed=range(runs), dtype=np.float32
        )
        fits[width] = yield from part(fit(network, (X, T), WHOLE, LOSS, RATE, EPOCHS, EVERY), k, len(WIDTHS))
    return fits


def compute(activation, layers, units, runs, run, epoch, theta):
    fits, now = (yield from train_all(activation, layers, runs)), epoch // EVERY
    networks = {width: one.network.with_parameters(one.parameters[now]) for width, one in fits.items()}
    chosen = networks[units].with_parameters(networks[units].parameters[run])
    losses = np.array([LOSSES[LOSS].l(network(X), T).mean(axis=-1) for network in networks.values()])
    solved = np.array([one.test[now] == 0 for one in fits.values()])
    places, cut = seen(chosen, np.concatenate([X, OUTLINES]), np.deg2rad(theta))
    return Result(
        activation,
        layers,
        (units - 1, run),
        now * EVERY,
        losses,
        solved,
        chosen(PLANE).reshape(FINE, FINE),
        decision_curve(chosen, -SPAN, SPAN, FINE),
        np.array([boundary.line(w, b) for w, b in zip(chosen.weights[0], chosen.biases[0])]),
        places[: len(X)],
        places[len(X) :].reshape(2, 2, 91, 2),
        cut,
    )


def seen(network, points, theta):
    """Hidden space seen from within its separating plane v·h + c = 0, and turned about v: places (n, 2), height of it.

    Up is v, so the plane is a level line. To the right, at θ = 0, is the direction in the plane along which x1 grows
    most, at 90° what is left of that for x2. With two units nothing is: a sheet seen from its edge.
    """
    v, c = network.weights[-1][0], network.biases[-1][0]
    up, H, middle = unit(v), features(network, points), features(network, X).mean(axis=0)  # (M,), (n, M), (M,)
    H, level = H - middle, -c - v @ middle
    flat = H - np.outer(H @ up, up)
    first, second = (flat[: len(X)].T @ X).T / len(X)
    first = unit(first)
    second = unit(second - second @ first * first)
    across = flat @ np.stack([first, second], axis=1)  # (n, 2)
    size = max(np.hypot(*across.T).max(), np.abs(H @ up).max(), 1e-3)
    places = np.stack([across @ [np.cos(theta), np.sin(theta)], H @ up], axis=1) / size
    return places, float(np.clip(level / np.linalg.norm(v) / size, -9, 9)) if v.any() else np.nan


def unit(v):
    return v / max(np.linalg.norm(v), 1e-3)  # a direction too short to trust becomes none


def paint(figure):
    ends, plane, hidden = figure.subplots(1, 3, width_ratios=[1.1, 1.3, 1.3])
    ends.set(xlim=(0.5, 5.5), ylim=(-0.02, 0.86), xticks=WIDTHS, xlabel="units a layer", title="loss of every run")
    ends.set_yticks([0, 0.2, 0.4, 0.6])
    look.plane(plane, -SPAN, SPAN).set(xticks=[-3, 0, 3], yticks=[-3, 0, 3])
    look.plane(hidden, -1.1, 1.1, ("along the plane", "$v$")).set(xticks=[], yticks=[], title="hidden space")
    dots = dict(ls="", mec="white", mew=0.4, ms=5.5)
    kinds = [dict(marker=look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], **dots) for c in (0, 1)]
    for c in (0, 1):
        plane.plot(*X[T[:, 0] == c].T, **kinds[c])
    return SimpleNamespace(
        chosen=ends.axvspan(2.6, 3.4, color=look.PALE, alpha=0.6, lw=0, zorder=0),
        failed=ends.plot([], [], "x", color=look.VERMILION, ms=4, mew=1)[0],
        solved=ends.plot([], [], "o", color=look.BLUE, ms=3.5, mew=0)[0],
        run=ends.plot([], [], "o", mfc="none", mec=look.BLACK, mew=1.5, ms=9, zorder=4)[0],
        counts=[ends.text(width, 0.8, "", ha="center", va="center") for width in WIDTHS],
        title=plane.text(0, 1.04, "", transform=plane.transAxes),
        surface=plane.imshow(look.heat(np.zeros((FINE, FINE))), extent=[-SPAN, SPAN] * 2, origin="lower", zorder=0),
        lines=plane.plot([], [], color=look.BLACK, lw=0.9, ls=(0, (4, 3)))[0],
        curve=plane.plot([], [], color=look.BLACK, solid_capstyle="round", zorder=4)[0],
        outlines=[hidden.plot([], [], color=color, lw=1)[0] for color in look.CLASS_COLORS],
        places=[hidden.plot([], [], **kind)[0] for kind in kinds],
        cut=hidden.plot([], [], color=look.BLACK)[0],
    )


def draw(artists, result):
    across = np.add.outer(WIDTHS, np.linspace(-0.33, 0.33, result.losses.shape[1]))
    for dots, which in ((artists.failed, ~result.solved), (artists.solved, result.solved)):
        dots.set_data(across[which], result.losses[which].clip(max=0.73))
    artists.chosen.set_x(result.run[0] + 0.6)
    artists.run.set_data([across[result.run]], [min(result.losses[result.run], 0.73)])
    for text, count in zip(artists.counts, result.solved.sum(axis=1)):
        text.set(text=str(count), color=look.BLUE if count else look.VERMILION)
    artists.title.set_text(f"run {result.run[1]}: {'' if result.solved[result.run] else 'not '}solved")
    artists.surface.set_data(look.heat(sigmoid(result.f)))
    artists.lines.set_data(look.one_line(result.lines))
    artists.curve.set_data(look.one_line(result.curve))
    for c in (0, 1):
        artists.outlines[c].set_data(look.one_line(result.outlines[c]))
        artists.places[c].set_data(*np.split(result.places, 2)[c].T)
    artists.cut.set_data([-2, 2], [result.cut, result.cut])


def readout(result):
    (row, run), loss, s = result.run, number(result.losses[result.run], 3), "s" * (result.layers > 1)
    en, zh = (joint.join(map(str, result.solved.sum(axis=1))) for joint in (", ", "、"))
    runs, phi = result.losses.shape[1], result.activation
    return Words(
        f"{phi}, {result.layers} layer{s} of 1–5 units: <b>{en}</b> of {runs} runs part disc and ring. "
        f"n = {row + 1}, run {run}, epoch {result.epoch}: loss {loss}.",
        f"{phi}，{result.layers} 层，每层 1–5 个单元：{runs} 次中 <b>{zh}</b> 次分开圆盘与圆环。"
        f"n = {row + 1}，第 {run} 号，第 {result.epoch} 轮：损失 {loss}。",
    )


def judge(result):
    """Solved with two units a layer and a loss below 0.25, which takes depth; almost below 0.3."""
    loss = result.losses[result.run]
    return "open" if result.run[0] != 1 or loss >= 0.3 else "solved" if loss < 0.25 else "almost"


CHALLENGE = Challenge(
    Words(
        "two units a layer cannot do it; find a run that comes near, with a loss below 0.25.",
        "每层两个单元做不到；找出接近成功的一次（损失低于 0.25）。",
    ),
    judge,
)


def ring(**values):
    """A disc in a ring, learned by networks of 1 to 5 units a layer: how many runs part them, and one from the inside.
    圆环中的圆盘，由每层 1 到 5 个单元的网络学习：多少次能把二者分开，其中一次的隐藏空间是什么样子。

    |x| ≤ 1 against 2 ≤ |x| ≤ 3; Adam, η = 0.1, 96 points. Solved: 381 places all over the disc and the ring are right.

    Layers of two units cannot, however many: if φ is continuous and strictly increasing and each W (2, 2) invertible, ψ
    is continuous and one-to-one, so ψ(ring) still goes round ψ(disc), and no straight line has them on its two sides.
    All other W, and ReLU, are limits of such networks, uniformly on disc and ring: if a limit parted these two compact
    sets, a network near it would. Three units can. (A few points are no ring: a network might slip through a gap.)

    values : activation, layers, units n, runs (60 or 200), run (its seed), epoch, theta (turns hidden space, degrees)
    raises : BadInput for an unknown name or a value out of range
    source : Olah, Neural Networks, Manifolds, and Topology (2014); Johnson, Deep, Skinny Neural Networks are not
             Universal Approximators (2019)
    """
    return Demo(
        ring,
        Words("A disc in a ring", "圆环中的圆盘"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        height=3.1,
        values=values,
    )
