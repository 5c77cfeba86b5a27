"""One linear classifier reads handwritten digits twice: from their pixels, and from features that a network learned."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.lectures.feature_learning import digit_readers
from course_nn.lectures.feature_learning.digit_readers import HELD_OUT, SEEDS, SHUFFLES, USUAL, WIDTHS
from course_nn.stage import Challenge, Choice, Demo, Slider, look, marks
from course_nn.stage.numbers import number, percent
from course_nn.stage.sketch import Texts, sheet
from course_nn.words import Words

VIEWS = {
    "templates": Words("templates", "模板"),
    "mistakes": Words("mistakes", "错分样本"),
    "confusion": Words("confusion", "混淆矩阵"),
}
CONTROLS = {
    "view": Choice(Words("show", "显示"), VIEWS, "templates"),
    "of": Choice(Words("of", "对象"), {"learned": "ψ(x)", "pixels": Words("pixels", "像素")}, "learned"),
    "units": Choice(Words("units", "单元数"), {width: str(width) for width in WIDTHS}, 16),
    "size": Choice(Words("training set", "训练集"), {size: str(size) for size in (100, 300, 1200)}, 300),
    "shuffle": Choice(Words("shuffle", "随机划分"), {shuffle: str(shuffle) for shuffle in SHUFFLES}, USUAL),
    "digit": Slider(Words("digit", "第几个样本"), 0, HELD_OUT - 1, 60, 1),
}
STYLES = {
    "pixels": dict(color=look.BLACK, marker="", ls=":"),
    "untrained": dict(color=look.GREY, marker="^", ls="--"),
    "learned": dict(color=look.BLUE, marker="o", ls="-"),
}
COLUMNS = {4: 2, 8: 4, 10: 5, 16: 6, 32: 8}  # of the mosaic, for so many templates
MOST_MISTAKES = 24  # that are shown
MOST_TEMPLATES = 32
# Inches, of the picture in the middle.
LEFT = 2.75
TOP = 2.92
WIDE = 3.5
TALL = 2.8


class Picture(NamedTuple):
    """What stands in the middle."""

    title: str
    image: np.ndarray  # (rows, columns, 4) bytes
    places: np.ndarray  # (k, 2) of the texts, in pixels from the upper left
    texts: list


class Result(NamedTuple):
    size: int
    units: int
    wrong: np.ndarray  # (3, 5, 2) by kind (pixels, untrained, learned), width and seed
    ink: np.ndarray  # (64,) of the chosen digit, 0 … 1
    true: int
    p: np.ndarray  # (2, 10) from its pixels, from ψ
    picture: Picture


def compute(view, of, units, size, shuffle, digit):
    study = yield from digit_readers.study(size, shuffle)
    k = study.order[digit]
    by_pixels, by_features = study.readers["pixels", units, 0], study.readers["learned", units, 0]
    reader = by_features if of == "learned" else by_pixels
    return Result(
        size=size,
        units=units,
        wrong=study.wrong,
        ink=study.digits.ink[k],
        true=int(study.digits.labels[k]),
        p=np.array([by_pixels.p[k], by_features.p[k]]),
        picture=picture_of(view, reader, study, k),
    )


def picture_of(view, reader, study, k):
    if view == "templates":
        return templates(reader, k)
    if view == "confusion":
        return confusion(reader, study.digits.labels)
    return mistakes(reader, study, k)


def templates(reader, k):
    """The weights of each unit of the first layer as a picture, in a frame that is the bluer the more it responds."""
    W, responses = reader.templates.reshape(-1, 8, 8)[:MOST_TEMPLATES], reader.responses[k][:MOST_TEMPLATES]
    top, most = 0.6 * np.abs(W).max(), responses.max() + 1e-9
    texts = [number(response, 1) for response in responses]
    all_units = len(reader.templates)
    of_all = f" of {all_units}" if all_units > len(W) else ""
    title = f"templates of {len(W)}{of_all} units, and responses"
    if not reader.has_hidden_layer:
        texts = [f"{digit}: {text}" for digit, text in enumerate(texts)]
        title = "templates of the classes, and p"
    frames = look.heat(responses, -most, most)
    return Picture(title, *mosaic(look.heat(W, -top, top), frames, COLUMNS[len(W)]), texts)


def confusion(reader, labels):
    """How often each digit was given each answer: blue where it is right, orange where it is wrong."""
    counts = digit_readers.confusion_matrix(labels, reader.p.argmax(axis=1))
    shades = np.where(np.eye(10), counts / 90, -counts / 8)
    row, column = np.nonzero(counts)
    across = np.stack([np.arange(10) + 1.5, np.full(10, 0.5)], axis=1)
    heads = np.concatenate([across, across[:, ::-1]])
    return Picture(
        title="row: true, column: given",
        image=look.heat(np.pad(shades, (1, 0)), -1, 1),
        places=np.concatenate([heads, np.stack([column, row], axis=1) + 1.5]),
        texts=[*"0123456789", *"0123456789", *(str(count) for count in counts[row, column])],
    )


def mistakes(reader, study, k):
    """The digits that were misread, hardest first; the chosen one in a black frame."""
    order, labels = study.order, study.digits.labels
    given = reader.p.argmax(axis=1)
    wrong = order[given[order] != labels[order]]
    shown = wrong[:MOST_MISTAKES]  # there are always some
    frames = np.where((shown == k)[:, None], [0, 0, 0, 255], 255)
    title = f"true → given: {len(shown)} of {len(wrong)}"
    texts = [f"{labels[i]}→{given[i]}" for i in shown]
    return Picture(title, *mosaic(paper(study.digits.ink[shown]), frames, 8), texts)


def mosaic(cells, frames, columns):
    """Pictures (k, 8, 8, 4) in frames (k, 4), side by side, and the places of a text above each (k, 2)."""
    places = np.array([(11 * (k % columns), 14 * (k // columns)) for k in range(len(cells))])
    image = np.full((places[-1, 1] + 14, 11 * columns, 4), 255, np.uint8)
    for (x, y), cell, frame in zip(places, cells, frames):
        image[y + 4 : y + 14, x : x + 10] = frame
        image[y + 5 : y + 13, x + 1 : x + 9] = cell
    return image, places + [5, 2]


def paper(ink):
    """Ink (k, 64) on white, as bytes (k, 8, 8, 4)."""
    shade = (255 - 255 * ink).astype(np.uint8).reshape(-1, 8, 8)
    return np.stack([shade, shade, shade, np.full_like(shade, 255)], axis=-1)


def paint(figure):
    page, sizes = sheet(figure), figure.add_axes([0.075, 0.17, 0.21, 0.7])
    return SimpleNamespace(
        **paint_sizes(sizes),
        image=page.imshow(np.zeros((2, 2, 4), np.uint8), zorder=0),
        digit=page.imshow(np.zeros((8, 8, 4), np.uint8), extent=(6.75, 8.35, 1.32, 2.92), zorder=0),
        texts=Texts(page, 11),
    )


def paint_sizes(axes):
    axes.set(yscale="log", xlim=(-0.3, 4.3), ylim=(0.006, 1), xlabel="units", title="held-out errors")
    axes.set_xticks(range(len(WIDTHS)), WIDTHS)
    axes.set_yticks([0.01, 0.1, 1], ["1%", "10%", "100%"])
    styles = {name: dict(lw=1, ms=4, mew=0, **style) for name, style in STYLES.items()}
    marks.key(axes, styles.items(), x=0.03, y=0.24)
    return dict(
        chosen=axes.axvline(0, color=look.PALE, lw=14, zorder=0),
        wrong=[axes.plot([], [], **style)[0] for style in styles.values()],
    )


def draw(artists, result):
    column = WIDTHS.index(result.units)
    artists.chosen.set_xdata([column, column])
    for line, wrong in zip(artists.wrong, result.wrong):
        with_gaps = np.vstack([wrong, np.full(SEEDS, np.nan)])  # one line for all seeds
        line.set_data(np.tile(range(len(with_gaps)), SEEDS), with_gaps.T.ravel())
    artists.digit.set_data(paper(result.ink)[0])
    draw_picture(artists, result)


def draw_picture(artists, result):
    """The picture in the middle, as large as it can be, with its texts, and beside it what is said of the digit."""
    title, image, places, texts = result.picture
    rows, columns, _ = image.shape
    scale = min(WIDE / columns, TALL / rows)
    artists.image.set_data(image)
    artists.image.set_extent((LEFT, LEFT + columns * scale, TOP - rows * scale, TOP))
    places = [LEFT, TOP] + scale * places * [1, -1]
    said = [f"true: {result.true}"]
    colors = [look.BLACK] * (len(texts) + 2)
    for name, p in zip(("pixels", "ψ(x)"), result.p):
        said.append(f"{name}: {p.argmax()}, {percent(p.max())}")
        colors.append(look.BLACK if p.argmax() == result.true else look.VERMILION)
    beside = [(7.55, 1.1), (7.55, 0.8), (7.55, 0.5)]
    artists.texts.move([*places, (4.5, 3.1), *beside], [*texts, title, *said], colors)


def readout(result):
    n = result.units
    wrong = result.wrong[:, WIDTHS.index(n)].mean(axis=1)
    pixels, untrained, learned = (percent(1 - share, 1) for share in wrong)
    return Words(
        f"Trained on {result.size} digits; accuracy on {HELD_OUT} others: <b>{pixels}</b> from 64 pixels, "
        f"<b>{learned}</b> from {n} learned features, {untrained} from {n} untrained ones.",
        f"用 {result.size} 个手写数字训练，在另外 {HELD_OUT} 个上的准确率：凭 64 个像素 <b>{pixels}</b>，凭 {n} "
        "个学到的特征 "
        f"<b>{learned}</b>，凭 {n} 个未训练的特征 {untrained}。",
    )


def judge(result):
    """Solved if pixels give the wrong answer and at most 8 learned features the right one; almost with more."""
    right_by_pixels, right_by_features = result.p.argmax(axis=1) == result.true
    if right_by_pixels or not right_by_features:
        return "open"
    return "solved" if result.units <= 8 else "almost"


CHALLENGE = Challenge(
    Words(
        "find a digit that is misread from 64 pixels, but read from 8 learned features or fewer.",
        "找一个凭 64 个像素认错、凭至多 8 个学到的特征却认对的手写数字。",
    ),
    judge,
)


def digits(**values):
    """Real digits, read by one kind of linear classifier: from pixels, from a trained or an untrained hidden layer.
    真实手写数字：同一种线性分类器，分别根据像素、训练过的隐藏层与未训练的隐藏层来识别。

    minimise Σ l + ½ λ ‖V‖² with softmax outputs of V ψ(x) + c, λ = 0.3;  ψ(x) = max(0, Wx + b) of a net 64-n-10, or x

    The network is trained whole, then its last layer is thrown away and fitted afresh; two seeds. The digits held out
    may be by the same writers; they stand in order, those hardest from their pixels first.

    source : the lecture, section 6; digits: Alpaydin & Kaynak, UCI Machine Learning Repository (1998)
    """
    return Demo(
        digits, Words("Digits", "手写数字"), CONTROLS, compute, paint, draw, readout, challenge=CHALLENGE, values=values
    )
