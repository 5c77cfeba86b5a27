"""One linear classifier reads handwritten digits twice: from their pixels, and from features that a network learned."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import datasets
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.losses import softmax
from course_nn.network import Network
from course_nn.patience import remembered
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.stage.sketch import Texts, sheet
from course_nn.training import train
from course_nn.words import Words

WIDTHS, SEEDS, HELD_OUT, STEPS, BATCH = (4, 8, 16, 32), 2, 597, 240, 100
HOW = dict(loss="softmax_cross_entropy", optimizer="adam", batch_size=BATCH, penalty="l2", lam=0.3)
VIEWS = {
    "templates": Words("templates", "模板"),
    "mistakes": Words("mistakes", "错例"),
    "confusion": Words("confusion", "混淆矩阵"),
}
CONTROLS = {
    "view": Choice(Words("show", "显示"), VIEWS, "templates"),
    "of": Choice(Words("of", "针对"), {"learned": "ψ(x)", "pixels": Words("pixels", "像素")}, "learned"),
    "units": Choice(Words("units", "单元"), {width: str(width) for width in WIDTHS}, 16),
    "size": Choice(Words("training set", "训练集"), {size: str(size) for size in (100, 300, 1200)}, 300),
    "digit": Slider(Words("digit", "数字"), 0, HELD_OUT - 1, 60, 1),
}
STYLES = {"pixels": (look.BLACK, "", ":"), "untrained": (look.GREY, "^", "--"), "learned": (look.BLUE, "o", "-")}
RIGHT = {True: look.BLACK, False: look.VERMILION}
LEFT, TOP, WIDE, TALL = 2.75, 2.92, 3.5, 2.8  # inches, of the picture in the middle


class Reader(NamedTuple):
    """A linear classifier, of pixels or of a hidden layer, and what it makes of the held-out digits."""

    templates: np.ndarray  # (M, 64) weights of the first layer
    responses: np.ndarray  # (597, M) of its units: ψ, or p of the classes if there is no other layer
    p: np.ndarray  # (597, 10)
    wrong: float  # share of digits


class Result(NamedTuple):
    size: int
    units: int
    wrong: np.ndarray  # (3, 4, 2) by STYLES, width and seed
    ink: np.ndarray  # (64,) of the chosen digit, 0 … 1
    true: int
    p: np.ndarray  # (2, 10) from its pixels, from ψ
    picture: tuple  # title, bytes (rows, columns, 4), places (k, 2) of texts in pixels from the upper left, texts


def read(data, network=None):
    """Train a linear classifier, from zero, on the hidden layer of a network, or on pixels."""
    H, seen = (features(network, X) if network else X for X in (data.X, data.unseen))
    linear = Network((H.shape[1], 10), [], init="zeros", dtype=np.float32)
    train(linear, H, data.y, learning_rate=0.1, epochs=STEPS * BATCH // len(H), **HOW)
    p = softmax(linear(seen))
    W, responses = (network.weights[0].copy(), seen) if network else (linear.weights[0], p)
    return Reader(W, responses, p, float(np.mean(p.argmax(axis=1) != data.labels)))


@remembered
def study(size):
    """The digits; Readers of pixels, of untrained and of learned hidden layers by width and seed. Yields the share."""
    digits, order = datasets.digits(), np.random.default_rng(0).permutation(1797)
    learn, test = order[:size], order[-HELD_OUT:]
    X = (digits.X - digits.X[learn].mean(axis=0)).astype(np.float32)
    data = SimpleNamespace(X=X[learn], y=digits.y[learn], unseen=X[test], ink=digits.X[test], labels=digits.y[test])
    readers, pixels, runs = {}, read(data), [(width, seed) for width in WIDTHS for seed in range(SEEDS)]
    for k, (width, seed) in enumerate(runs):
        yield k / len(runs)
        network = Network((64, width, 10), "relu", init="he", seed=seed, dtype=np.float32)
        readers["pixels", width, seed], readers["untrained", width, seed] = pixels, read(data, network)
        train(network, data.X, data.y, learning_rate=0.02, epochs=STEPS * BATCH // size, **HOW)
        readers["learned", width, seed] = read(data, network)
    return data, readers


def compute(view, of, units, size, digit):
    data, readers = yield from study(size)
    wrong = np.array(
        [[[readers[name, width, seed].wrong for seed in range(SEEDS)] for width in WIDTHS] for name in STYLES]
    )
    both = readers["pixels", units, 0], readers["learned", units, 0]
    order = np.argsort(both[0].p[np.arange(HELD_OUT), data.labels])  # those hardest from their pixels first
    show, k = {"templates": templates, "confusion": confusion, "mistakes": mistakes}[view], order[digit]
    return Result(
        size,
        units,
        wrong,
        data.ink[k],
        int(data.labels[k]),
        np.array([one.p[k] for one in both]),
        show(both[of == "learned"], data, order, k),
    )


def mosaic(cells, frames, columns):
    """Pictures (k, 8, 8, 4) in frames (k, 4), side by side, and the places of a text above each (k, 2)."""
    places = np.array([(11 * (k % columns), 14 * (k // columns)) for k in range(len(cells))])
    image = np.full((places[-1, 1] + 14, 11 * columns, 4), 255, np.uint8)
    for (x, y), cell, frame in zip(places, cells, frames):
        image[y + 4 : y + 14, x : x + 10] = frame
        image[y + 5 : y + 13, x + 1 : x + 9] = cell
    return image, places + [5, 2]


def templates(reader, data, order, k):
    """The weights of each unit of the first layer as a picture, in a frame that is the bluer the more it responds."""
    W, response, classes = reader.templates.reshape(-1, 8, 8), reader.responses[k], reader.responses is reader.p
    top, most, columns = 0.6 * np.abs(W).max(), response.max() + 1e-9, {4: 2, 8: 4, 10: 5, 16: 6, 32: 8}[len(W)]
    texts = [f"{j}: {number(r, 1)}" if classes else number(r, 1) for j, r in enumerate(response)]
    title = "templates of the classes, and p" if classes else f"templates of {len(W)} units, and responses"
    return title, *mosaic(look.heat(W, -top, top), look.heat(response, -most, most), columns), texts


def confusion(reader, data, order, k):
    counts, heads = np.zeros((10, 10), int), np.stack([np.arange(10) + 1.5, np.full(10, 0.5)], axis=1)
    np.add.at(counts, (data.labels, reader.p.argmax(axis=1)), 1)
    row, column = np.nonzero(counts)
    image = look.heat(np.pad(np.where(np.eye(10), counts / 90, -counts / 8), (1, 0)), -1, 1)
    places = np.concatenate([heads, heads[:, ::-1], np.stack([column, row], axis=1) + 1.5])
    return "row: true, column: given", image, places, [*"01234567890123456789", *map(str, counts[row, column])]


def mistakes(reader, data, order, k):
    given = reader.p.argmax(axis=1)
    wrong = order[given[order] != data.labels[order]]
    shown = wrong[:24]  # there are always some
    picture = mosaic(paper(data.ink[shown]), np.where((shown == k)[:, None], [0, 0, 0, 255], 255), 8)
    return f"true → given: {len(shown)} of {len(wrong)}", *picture, [f"{data.labels[i]}→{given[i]}" for i in shown]


def paper(ink):
    """Ink (k, 64) on white, as bytes (k, 8, 8, 4)."""
    shade = (255 - 255 * ink).astype(np.uint8).reshape(-1, 8, 8)
    return np.stack([shade, shade, shade, np.full_like(shade, 255)], axis=-1)


def paint(figure):
    page, sizes = sheet(figure), figure.add_axes([0.075, 0.17, 0.21, 0.7])
    sizes.set(yscale="log", xlim=(-0.3, 3.3), ylim=(0.006, 1), xlabel="units", title="held-out errors")
    sizes.set_xticks(range(4), WIDTHS)
    sizes.set_yticks([0.01, 0.1, 1], ["1%", "10%", "100%"])
    for y, mark, (name, (color, *_)) in zip((0.0135, 0.0098, 0.0072), "⋯▲●", STYLES.items()):
        sizes.text(-0.15, y, f"{mark} {name}", va="center", fontsize=10, color=color)
    return SimpleNamespace(
        chosen=sizes.axvline(0, color=look.PALE, lw=14, zorder=0),
        wrong=[
            sizes.plot([], [], color=color, marker=marker, ls=dash, lw=1, ms=4, mew=0)[0]
            for color, marker, dash in STYLES.values()
        ],
        image=page.imshow(np.zeros((2, 2, 4), np.uint8), zorder=0),
        digit=page.imshow(np.zeros((8, 8, 4), np.uint8), extent=(6.75, 8.35, 1.32, 2.92), zorder=0),
        texts=Texts(page, 11),
    )


def draw(artists, result):
    artists.chosen.set_xdata([WIDTHS.index(result.units)] * 2)
    for line, wrong in zip(artists.wrong, result.wrong):
        with_gaps = np.vstack([wrong, np.full((1, SEEDS), np.nan)])  # one line for all seeds
        line.set_data(np.tile(range(5), SEEDS), with_gaps.T.ravel())
    title, image, places, texts = result.picture
    rows, columns, _ = image.shape
    scale = min(WIDE / columns, TALL / rows)
    artists.image.set_data(image)
    artists.image.set_extent((LEFT, LEFT + columns * scale, TOP - rows * scale, TOP))
    artists.digit.set_data(paper(result.ink)[0])
    said = [f"{name}: {p.argmax()}, {p.max():.0%}" for name, p in zip(("pixels", "ψ(x)"), result.p)]
    artists.texts.move(
        [*([LEFT, TOP] + scale * places * [1, -1]), (4.5, 3.1), (7.55, 1.1), (7.55, 0.8), (7.55, 0.5)],
        [*texts, title, f"true: {result.true}", *said],
        [look.BLACK] * (len(texts) + 2) + [RIGHT[p.argmax() == result.true] for p in result.p],
    )


def readout(result):
    n, (pixels, untrained, learned) = result.units, 1 - result.wrong[:, WIDTHS.index(result.units)].mean(axis=1)
    return Words(
        f"Trained on {result.size}, right on {HELD_OUT} others: <b>{pixels:.1%}</b> from 64 pixels, "
        f"<b>{learned:.1%}</b> from {n} learned features, {untrained:.1%} from {n} untrained ones.",
        f"用 {result.size} 个数字训练，在另外 {HELD_OUT} 个上的正确率：64 个像素 <b>{pixels:.1%}</b>，{n} 个学到的特征 "
        f"<b>{learned:.1%}</b>，{n} 个未训练的特征 {untrained:.1%}。",
    )


def judge(result):
    """Solved if pixels give the wrong answer and at most 8 learned features the right one; almost with more."""
    pixels, learned = result.p.argmax(axis=1) == result.true
    return "open" if pixels or not learned else "solved" if result.units <= 8 else "almost"


CHALLENGE = Challenge(
    Words(
        "find a digit that is misread from 64 pixels, but read from 8 learned features or fewer.",
        "找一个用 64 个像素读错、用至多 8 个学到的特征却读对的数字。",
    ),
    judge,
)


def digits(**values):
    """Real digits, read by one kind of linear classifier: from pixels, from a trained or an untrained hidden layer.
    真实手写数字：同一种线性分类器，分别根据像素、训练过的隐藏层与未训练的隐藏层来识别。

    minimise Σ l + ½ λ ‖V‖² with softmax outputs of V ψ(x) + c, λ = 0.3;  ψ(x) = max(0, Wx + b) of a net 64-n-10, or x

    The network is trained whole, then its last layer is thrown away and fitted afresh; two seeds. The digits held out
    may be by the same writers; they stand in order, those hardest from their pixels first.

    values : view ("templates", "confusion", "mistakes"), of ("learned", "pixels"), units, size (training set), digit
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 6; digits: Alpaydin & Kaynak, UCI Machine Learning Repository (1998)
    """
    return Demo(
        digits, Words("Digits", "手写数字"), CONTROLS, compute, paint, draw, readout, challenge=CHALLENGE, values=values
    )
