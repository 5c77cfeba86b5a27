"""One linear classifier reads handwritten digits: from pixels, from principal components, from learned features."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.mosaics import paper, strokes
from course_nn.drawing.numbers import percent
from course_nn.drawing.sketch import Texts, sheet
from course_nn.lectures.feature_learning.demos.digits import digit_readers
from course_nn.lectures.feature_learning.demos.digits.digit_readers import (
    HELD_OUT,
    KINDS,
    SEEDS,
    SHUFFLES,
    TYPICAL,
    WIDEST_LINEAR,
    WIDTHS,
)
from course_nn.lectures.feature_learning.demos.digits.pictures import Picture, picture_of
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Slider, Values, Veil, demo, tried
from course_nn.stage.rivals import Contest, on_data

VIEWS = {
    "templates": Words("templates", "模板"),
    "mistakes": Words("mistakes", "错分样本"),
    "confusion": Words("confusion", "混淆矩阵"),
}
NAMES = {
    "pixels": Words("pixels", "像素"),
    "untrained": Words("untrained", "未训练"),
    "components": Words("PCA", "主成分"),
    "discriminants": Words("LDA", "判别分析"),
    "linear": Words("learned, no φ", "学到的，无 φ"),
    "learned": Words("learned", "学到的"),
}
CONTROLS = {
    "view": Choice(Words("show", "显示"), VIEWS, "templates"),
    "of": Choice(Words("of", "对象"), {kind: NAMES[kind] for kind in reversed(KINDS)}, "learned"),
    "units": Choice(Words("units", "单元数"), {width: str(width) for width in WIDTHS}, 8),
    "size": Choice(Words("training set", "训练集"), {size: str(size) for size in (100, 300, 1200)}, 300),
    "shuffle": Choice(Words("shuffle", "随机划分"), {shuffle: str(shuffle) for shuffle in SHUFFLES}, TYPICAL),
    "digit": Slider(Words("digit", "第几个样本"), 0, HELD_OUT - 1, 60, 1),
}
STYLES = {
    "pixels": dict(color=look.BLACK, marker="", ls=":"),
    "untrained": dict(color=look.GREY, marker="^", ls="--"),
    "components": dict(color=look.VERMILION, marker="s", ls="-"),
    "discriminants": dict(color=look.ORANGE, marker="v", ls="-."),
    "linear": dict(color=look.GREEN, marker="D", ls="--"),
    "learned": dict(color=look.BLUE, marker="o", ls="-"),
}
PREDICTED = "55", "75", "88"  # percent read from eight principal components
LOWEST = 0.002  # error that the axis shows
STROKE = 22  # page pixels, a hundred an inch: five strokes cover a square
# Inches, of the picture in the middle.
LEFT = 2.75
TOP = 2.92
WIDE = 3.5
TALL = 2.8


class Result(NamedTuple):
    wrong: np.ndarray  # (6, 5, 2) by kind, width and seed; nan where there is no such reader
    ink: np.ndarray  # (64,) of the chosen digit, 0 … 1
    true: int
    p: np.ndarray  # (2, 10) from its pixels, from the chosen features; if these are the pixels, from learned ones
    picture: Picture


def compute(view, of, units, size, shuffle, digit) -> Generator[float, None, Result]:
    study = yield from digit_readers.study(size, shuffle)
    k = study.order[digit]
    by_pixels, reader = study.pixels, study.reader(of, units)
    by_features = reader if reader.has_hidden_layer else study.reader("learned", units)
    return Result(
        wrong=study.wrong,
        ink=study.digits.ink[k],
        true=int(study.digits.labels[k]),
        p=np.array([by_pixels.p[k], by_features.p[k]]),
        picture=picture_of(view, reader, study, k),
    )


def paint(figure: Figure) -> SimpleNamespace:
    page = sheet(figure)
    sizes = figure.add_axes((0.075, 0.17, 0.21, 0.7))
    return SimpleNamespace(
        **paint_sizes(sizes),
        image=page.imshow(np.zeros((2, 2, 4), np.uint8), zorder=0),
        digit=page.imshow(np.zeros((8, 8, 4), np.uint8), extent=(6.75, 8.35, 1.32, 2.92), zorder=0),
        texts=Texts(page, 11),
    )


def paint_sizes(axes: Axes) -> dict:
    axes.set(yscale="log", xlim=(-0.3, 4.3), ylim=(LOWEST, 1), xlabel=Words("units", "单元数").drawn())
    axes.set_title(Words("held-out errors", "留出样本上的错误率").drawn())
    axes.set_xticks(range(len(WIDTHS)), WIDTHS)
    axes.set_yticks([0.01, 0.1, 1], ["1%", "10%", "100%"])
    styles = {NAMES[kind].drawn(): dict(lw=1, ms=4, mew=0, **style) for kind, style in STYLES.items()}
    key = marks.key(axes, styles.items(), x=0.03, y=0.46, gap=12.3)  # below all curves
    return dict(
        names=dict(zip(STYLES, key)),
        chosen=axes.axvline(0, color=look.PALE, lw=14, zorder=0),
        wrong={kind: marks.line(axes, **style) for kind, style in zip(STYLES, styles.values())},
    )


def held_out() -> tuple:
    """The 300 digits of the start to learn from, and those that are held out."""
    digits = digit_readers.split(300, TYPICAL)
    return digits.X, digits.y, digits.X_test, digits.labels


def all_shown(result: Result, values: Values) -> dict[Words, float]:
    """The errors of each kind of features at its best width, if they were learned from the same digits."""
    if (values.size, values.shuffle) != (300, TYPICAL):
        return {}
    return {NAMES[kind]: float(np.nanmin(wrong.mean(axis=-1))) for kind, wrong in zip(KINDS, result.wrong)}


CONTEST = Contest(
    "data",
    on_data(held_out),
    all_shown,
    axes=lambda artists: artists.chosen.axes,
    place=lambda rival: (np.nan, rival.value),
    measure=Words("Held-out digits misread, 300 to learn from", "用 300 个数字学习，留出样本上的错误率"),
    praised=NAMES["learned"],
)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    column = WIDTHS.index(values.units)
    artists.chosen.set_xdata([column, column])
    for line, wrong in zip(artists.wrong.values(), result.wrong):
        with_gaps = np.vstack([wrong, np.full(SEEDS, np.nan)])  # one line for all seeds
        line.set_data(np.tile(range(len(with_gaps)), SEEDS), with_gaps.T.ravel())
    marks.fill(artists.digit, paper(result.ink)[0])
    draw_picture(artists, result)


def draw_picture(artists: SimpleNamespace, result: Result) -> None:
    """The picture in the middle, as large as it can be, with its texts, and the answers for the digit beside it."""
    picture, (rows, columns, _) = result.picture, result.picture.image.shape
    scale = scale_of(picture)
    marks.fill(artists.image, picture.image)
    artists.image.set_extent((LEFT, LEFT + columns * scale, TOP - rows * scale, TOP))
    answers = [Words(f"true: {result.true}", f"真实类别：{result.true}").drawn()]
    colors = [look.BLACK] * (len(picture.texts) + 2)
    for name, p in zip((NAMES["pixels"].drawn(), "ψ(x)"), result.p):
        answers.append(f"{name} → {p.argmax()} ({percent(p.max())})")
        colors.append(look.BLACK if p.argmax() == result.true else look.ink(look.VERMILION))
    beside = [(7.55, 1.1), (7.55, 0.8), (7.55, 0.5)]
    places = [*[LEFT, TOP] + scale * picture.places * [1, -1], (4.5, 3.1), *beside]
    artists.texts.move(places, [*picture.texts, picture.title.drawn(), *answers], colors)


def scale_of(picture: Picture) -> float:
    """Inches a pixel."""
    rows, columns, _ = picture.image.shape
    return min(WIDE / columns, TALL / rows)


def ghost(artists: SimpleNamespace, option: str) -> tuple | None:
    """The predicted errors with eight principal components."""
    if option not in PREDICTED:
        return None  # of the other question of this round
    column, wrong = WIDTHS.index(8), 1 - int(option) / 100
    places = [(column - 0.7, wrong), (column + 0.7, wrong), (np.nan, np.nan), (4.2, 0.95)]  # its name above
    return artists.chosen.axes, np.array(places)


def wrong_from_components() -> float:
    """The held-out digits in per cent that are misread from eight principal components."""
    study = finished(digit_readers.study(300, TYPICAL))
    return 100 * study.wrong[KINDS.index("components"), WIDTHS.index(8)].mean()


ESTIMATE = {
    "feature_learning-6": Mark(
        axes=lambda artists: artists.chosen.axes,
        label=Words("misread", "读错"),
        low=4,
        high=100,
        log=True,
        unit="%",
        per=0.01,
        where=WIDTHS.index(8),
        truth=wrong_from_components,
        places={right: 100.0 - int(right) for right in PREDICTED},
    )
}


def readout(result: Result, values: Values) -> Words:
    shares = dict(zip(KINDS, 1 - result.wrong[:, WIDTHS.index(values.units)].mean(axis=1)))
    n, right = values.units, {kind: percent(share, 1) for kind, share in shares.items() if np.isfinite(share)}
    linear, labelled = Words(".\n ", "。\n"), Words("", "")
    if "discriminants" in right:
        labelled = Words(
            f"{right['discriminants']} from {n} linear discriminants (LDA), ",
            f"凭 {n} 个线性判别（LDA）{right['discriminants']}，",
        )
    if "linear" in right:
        linear = Words(
            f", <b>{right['components']}</b> from {n} principal components.\n {right['linear']} from {n} features that "
            "were learned without φ, ",
            f"，凭 {n} 个主成分 <b>{right['components']}</b>。\n凭 {n} 个学到的、不加 φ 的特征 {right['linear']}，",
        )
    return Words(
        f"Trained on {values.size} digits; accuracy on {HELD_OUT} others: <b>{right['pixels']}</b> from 64 pixels"
        f"{linear.en}{labelled.en}{right['learned']} from {n} learned features, {right['untrained']} from {n} "
        "untrained ones.",
        f"用 {values.size} 个手写数字训练，在另外 {HELD_OUT} 个上的准确率：凭 64 个像素 <b>{right['pixels']}</b>"
        f"{linear.zh}{labelled.zh}凭 {n} 个学到的特征 {right['learned']}，凭 {n} 个未训练的特征 {right['untrained']}。",
    )


def lead(result: Result, values: Values) -> float:
    """By how many points the chosen features are read better than as many principal components, mean of both seeds."""
    column = WIDTHS.index(min(values.units, WIDEST_LINEAR))
    components, chosen = (result.wrong[KINDS.index(kind), column].mean() for kind in ("components", values.of))
    return 100 * (components - chosen)


LATER = "components", "discriminants", "linear", "learned"
ASKED = tuple(f"{part}.{kind}" for part in ("names", "wrong") for kind in LATER)
VEIL = Veil((*ASKED, "texts"), given=("wrong", "ink", "picture"))
USES = {
    "click-column-units": ("units",),
    "sceptic": ("sceptic",),
    "click-template-digit": ("of", "digit"),
    "show-mistakes-click": ("view", "digit"),
}
TO_DO = {
    "click-column-units": lambda result, values, seen: values.units == 8 and 32 in seen["units"],
    "sceptic": tried(sceptic=("more", "linear", "room", "untrained")),
    "click-template-digit": lambda result, values, seen: (
        values.view == "templates" and len(seen["digit"]) > 1 and len(seen["of"]) > 1
    ),
    "show-mistakes-click": lambda result, values, seen: values.view == "mistakes" and len(seen["digit"]) > 2,
}


SCEPTIC = Sceptic(
    Words(
        "a linear classifier reads more from features learned with labels than "
        "from the same number of principal components.",
        "特征个数相同时，线性分类器用凭标签学到的特征，比用主成分读对得更多。",
    ),
    Words("Their lead, in points", "领先的百分点"),
    lead,
    {
        "more": Change(Words("four times the digits", "训练样本增为四倍"), {"size": 1200}),
        "linear": Change(Words("no φ", "不加 φ"), {"of": "linear"}),
        "room": Change(Words("32 units in place of 8", "单元从 8 个增为 32 个"), {"units": 32}),
        "untrained": Change(Words("hidden layer not trained", "隐藏层不训练"), {"of": "untrained"}),
    },
)


def judge(result: Result, values: Values) -> str:
    """Solved if pixels give the wrong answer and at most 8 learned features the right one; almost with more."""
    right_by_pixels, right_by_features = result.p.argmax(axis=1) == result.true
    if right_by_pixels or not right_by_features or values.of not in ("learned", "pixels"):
        return "open"
    return "solved" if values.units <= 8 else "almost"


CHALLENGE = Challenge(
    Words(
        "find a digit that is misread from 64 pixels, but read from 8 learned features or fewer.",
        "找一个凭 64 个像素读错、凭至多 8 个学到的特征却读对的手写数字。",
    ),
    judge,
)


def squares(image: AxesImage, result: Result) -> np.ndarray:
    """The squares of the picture, as strokes that cover them."""
    picture, scale = result.picture, scale_of(result.picture)
    return strokes([LEFT, TOP] + scale * picture.middles * [1, -1], scale * picture.side, STROKE / 100)


def columns(bar: Line2D, result: Result) -> list:
    """An upright line through each width."""
    return [[(k, LOWEST), (k, 1)] for k in range(len(WIDTHS))]


HANDLES = [
    Handle("chosen", at=columns, click=lambda result, k: {"units": WIDTHS[k]}, width=34),
    Handle("image", at=squares, click=lambda result, k: {"digit": int(result.picture.chooses[k])}, width=STROKE),
]


@demo(Words("Digits", "手写数字"))
def digits(**values):
    """Real digits, read by one kind of linear classifier: from pixels, principal components, and hidden layers.
    真实手写数字：同一种线性分类器，分别根据像素、主成分，以及训练过的与未训练的隐藏层来识别。

    minimise Σ l + ½ λ ‖V‖² with softmax outputs of V ψ(x) + c, λ = 0.3;  ψ(x) = max(0, Wx + b) of a net 64-n-10, the
    same without max, x itself, or its n principal components, which know no label

    The network is trained whole, then its last layer is thrown away and fitted afresh; two seeds. The digits held out
    may be by the same writers; they stand in order, those hardest from their pixels first.

    source : the lecture, section 6; digits: Alpaydin & Kaynak, UCI Machine Learning Repository (1998)
    """
