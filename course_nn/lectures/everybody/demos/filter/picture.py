"""Nine weights look at every place of a picture: what they answer, and the dense layer that does the same."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.image import AxesImage

from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import count, number, plain
from course_nn.drawing.sketch import Texts
from course_nn.lectures.everybody.convolution import convolve, matrix, patches
from course_nn.lectures.everybody.demos.filter.sheets import (
    KERNELS,
    SIDE,
    answers,
    parse_pixels,
    pixel_names,
    sheet,
)
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Toggle, Typed, Values, Veil, demo, tried

NAMES = [f"w{row}{column}" for row in (1, 2, 3) for column in (1, 2, 3)]
SYMBOLS = dict(zip(NAMES, ("w₁₁", "w₁₂", "w₁₃", "w₂₁", "w₂₂", "w₂₃", "w₃₁", "w₃₂", "w₃₃")))
PICTURES = {
    **{str(k): Words(f"digit {k}", f"数字 {k}") for k in range(10)},
    "upright": Words("vertical edge", "竖直边缘"),
    "level": Words("horizontal edge", "水平边缘"),
    "cross": Words("cross", "十字"),
    "even": Words("even ink", "全是墨"),
    "blank": Words("blank", "空白"),
}


def weights(name: str) -> dict:
    """The controls of a kernel by its name."""
    return dict(zip(NAMES, KERNELS[name].ravel().tolist()))


START = weights("level")
CONTROLS = {
    "picture": Choice(Words("picture", "图像"), PICTURES, "3"),
    "inverted": Typed(Words("inverted pixels", "反色的像素"), "", parse_pixels, ("34 35", "11 88")),
    "stride": Choice(Words("stride", "步幅"), {1: "1", 2: "2"}, 1),
    "padding": Choice(Words("padding", "填充"), {0: "0", 1: "1"}, 1),
    "relu": Toggle(Words("ReLU", "ReLU"), False),
    "row": Slider(Words("row", "行"), 1, SIDE, 4, 1),
    "column": Slider(Words("column", "列"), 1, SIDE, 5, 1),
    **{
        name: Slider(
            symbol,
            -2.0,
            2.0,
            START[name],
            0.25,
            means=Words(f"weight {name[1]}, {name[2]}", f"权重 {name[1]}, {name[2]}"),
        )
        for name, symbol in SYMBOLS.items()
    },
}
WEIGHT_ROWS = [NAMES[:3], NAMES[3:6], NAMES[6:]]
PRESETS = {
    Words("nothing", "全零"): weights("nothing"),
    Words("horizontal edge", "水平边缘"): weights("level"),
    Words("blur", "模糊"): weights("blur"),
    Words("difference", "差分"): weights("difference"),
    Words("one pixel right", "右移一个像素"): weights("right"),
}
STRONG = 1.0  # the answer that has full colour
NOBODY = 0xFF  # grey of an entry of W that cannot differ from 0
ZERO = 0xDD  # grey of one that could, and is 0
TOP = 2.6  # inches, of all panes


class Result(NamedTuple):
    ink: np.ndarray  # (8, 8) 0 … 1
    K: np.ndarray  # (3, 3)
    Z: np.ndarray  # (H', W') the feature map, before ReLU
    W: np.ndarray  # (H' W', 64)
    ties: np.ndarray  # (H' W', 64) bool: where a weight stands
    place: tuple  # row and column of the answer that is looked at, from 0
    seen: np.ndarray  # (3, 3) what lies in its window, 0 beyond the edge
    answers: dict  # the largest answer inside of each shape, without its sign


def compute(picture, inverted, stride, padding, relu, row, column, **w) -> Result:
    ink, K = sheet(picture, parse_pixels(inverted)), np.array([w[name] for name in NAMES]).reshape(3, 3)
    Z = convolve(ink[None], K[None, None], 0.0, stride, padding)[0]
    place = min(row, Z.shape[0]) - 1, min(column, Z.shape[1]) - 1
    windows = patches(ink[None], 3, stride, padding)  # (9, H' W')
    return Result(
        ink=ink,
        K=K,
        Z=Z,
        W=matrix(K[None, None], SIDE, SIDE, stride, padding),
        ties=matrix(np.ones((1, 1, 3, 3)), SIDE, SIDE, stride, padding) > 0,
        place=place,
        seen=windows[:, np.ravel_multi_index(place, Z.shape)].reshape(3, 3),
        answers=answers(K),
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    sheet_axes = pane(figure, 0.03, 2.3, Words("ink", "墨迹"), -1.1, SIDE + 1.1)
    kernel_axes = pane(figure, 2.43, 1.5, Words("nine weights", "九个权重"), 0, 3)
    map_axes = pane(figure, 4.03, 1.95, Words("feature map", "特征图"), -0.1, SIDE + 0.1)
    W_axes = pane(figure, 6.08, 2.49, Words("the same as a layer: W", "写成全连接层：W"), 0, SIDE**2)
    for axes, side in ((sheet_axes, SIDE), (map_axes, SIDE), (kernel_axes, 3), (W_axes, SIDE**2)):
        axes.plot(*marks.box(0, 0, side, side), color=look.GREY, lw=0.8, zorder=1, clip_on=False)
    frame = dict(color=look.VERMILION, lw=2.5, zorder=4)
    return SimpleNamespace(
        ink=sheet_axes.imshow(
            np.zeros((SIDE, SIDE)), cmap="gray_r", vmin=0, vmax=1, extent=(0, SIDE, SIDE, 0), zorder=0
        ),
        padding=sheet_axes.plot(
            *marks.box(-1, -1, SIDE + 2, SIDE + 2), color=look.GREY, lw=0.8, ls=(0, (4, 3)), zorder=1
        )[0],
        window=marks.line(sheet_axes, **frame),
        kernel=image(kernel_axes, 3),
        numbers=Texts(kernel_axes),
        map=image(map_axes, SIDE),
        answer=marks.line(map_axes, **frame),
        W=W_axes.imshow(np.zeros((2, 2, 4), np.uint8), extent=(0, SIDE**2, SIDE**2, 0), zorder=0),
        row=marks.line(W_axes, **frame | {"lw": 1.5}),
    )


def pane(figure: Figure, left: float, side: float, title: Words, low: float, high: float) -> Axes:
    """A square piece of the figure, so many inches from the left, for a picture with rows from the top."""
    axes = marks.part(figure, left, TOP - side, side, side, title.drawn())
    axes.set(xticks=[], yticks=[], xlim=(low, high), ylim=(high, low))
    axes.spines[:].set_visible(False)
    return axes


def image(axes: Axes, side: int) -> AxesImage:
    return axes.imshow(np.zeros((side, side, 4), np.uint8), extent=(0, side, side, 0), zorder=0)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    (row, column), stride, padding = result.place, values.stride, values.padding
    marks.fill(artists.ink, result.ink)
    artists.padding.set_visible(padding > 0)
    artists.window.set_data(*marks.box(stride * column - padding, stride * row - padding, 3, 3))
    marks.fill(artists.kernel, look.heat(result.K, -STRONG, STRONG))
    places = [(x + 0.5, y + 0.5) for y in range(3) for x in range(3)]
    artists.numbers.move(places, [plain(w, 2) for w in result.K.ravel()])
    shown = np.maximum(result.Z, 0) if values.relu else result.Z
    marks.fill(artists.map, look.heat(shown, -STRONG, STRONG))
    first, side = 1 - padding, len(result.Z)
    artists.map.set_extent((first, first + side, first + side, first))
    artists.answer.set_data(*marks.box(first + column, first + row, 1, 1))
    marks.fill(artists.W, tied(result))
    rows = len(result.W)
    artists.W.set_extent((0, SIDE**2, rows, 0))
    artists.row.set_data(*marks.box(0, row * side + column, SIDE**2, 1))


def tied(result: Result) -> np.ndarray:
    """W in colours: white where nothing can stand, grey where a weight is 0: (H' W', 64, 4) bytes."""
    colors = look.heat(result.W, -STRONG, STRONG)
    colors[result.ties & (result.W == 0), :3] = ZERO
    colors[~result.ties, :3] = NOBODY
    return colors


GOAL = Words(
    "nine weights that answer a vertical edge with at least 1 or at most −1. Inside a horizontal edge or uniform ink "
    "they answer exactly 0.",
    "找出九个权重：对竖直边缘的输出不小于 1 或不大于 −1，而在水平边缘和全是墨的图像内部，输出恰好为 0。",
)


def readout(result: Result, values: Values) -> Words:
    rows, columns, ties = *result.W.shape, int(result.ties.sum())
    side, (row, column) = len(result.Z), result.place
    here, answer = int(result.ties[row * side + column].sum()), number(result.Z[result.place])
    terms = " + ".join(f"{plain(w, 2)} · {plain(x, 2)}" for w, x in zip(result.K.ravel(), result.seen.ravel()))
    terms = terms.replace("+ −", "− ")
    return Words(
        f"Map {side} × {side}. W has {rows} × {columns} = {count(rows * columns)} entries; "
        f"<b>{ties}</b> can differ from 0, <b>9</b> are free. The marked row, of the answer in row {row + 1}, column "
        f"{column + 1}, has {here} of them.\n It answers {terms} = <b>{answer}</b>{of_relu(result, values).en}.",
        f"特征图 {side} × {side}。W 有 {rows} × {columns} = {count(rows * columns)} 个元素；"
        f"可以不为 0 的有 <b>{ties}</b> 个，可自由选择的有 <b>9</b> 个。"
        f"标出的一行对应第 {row + 1} 行第 {column + 1} 列的输出，这一行里可以不为 0 的有 {here} 个。\n"
        f"输出为 {terms} = <b>{answer}</b>{of_relu(result, values).zh}。",
    )


def of_relu(result: Result, values: Values) -> Words:
    """What ReLU makes of the answer, if it is on."""
    shown = number(max(result.Z[result.place], 0.0))
    return Words(f", after ReLU {shown}", f"，经 ReLU 后为 {shown}") if values.relu else Words("", "")


UP = np.array([[0, 0, 0], [0, 0, 0], [0, 1, 0]])  # the nine weights that move a picture up by one pixel


def has_drawn(result: Result, values: Values) -> bool:
    """Whether strokes have been drawn on blank paper, before the weights of the level edge."""
    return values.picture == "blank" and np.array_equal(result.K, KERNELS["level"]) and result.ink.sum() >= 4


VEIL = Veil(("W", "row"), given=("ink", "K", "Z", "place"))
TO_DO = {
    "grip-red-window": lambda result, values: values.padding == 1 and {*result.place} <= {0, len(result.Z) - 1},
    "set-padding-stride": tried(padding=(0,), stride=(2,)),
    "press-pixel-right": lambda result: np.array_equal(result.K, UP),
    "take-blank-level": has_drawn,
}
USES = {
    "grip-red-window": ("row", "column"),
    "set-padding-stride": ("padding", "stride"),
    "press-pixel-right": ("w12", "w21", "w32"),
    "take-blank-level": ("picture", "inverted"),
}


def judge(result: Result) -> str:
    """Solved by weights that answer to an upright edge with 1 or more, and to a level one and to even ink with 0."""
    quiet = [abs(result.answers[shape]) < 1e-9 for shape in ("level", "even")]
    if result.answers["upright"] < 1 - 1e-9:
        return "open"
    return "solved" if all(quiet) else "almost" if any(quiet) else "open"


CHALLENGE = Challenge(GOAL, judge)


def faces(side: int, first: float = 0.0) -> np.ndarray:
    """The outlines of side × side cells, row by row: (side², 5, 2)."""
    return np.array([marks.box(first + x, first + y, 1, 1).T for y in range(side) for x in range(side)])


def invert(result: Result, k: int, values: Values) -> dict:
    """A click on a pixel inverts it, and the next one takes that back."""
    pixels = parse_pixels(values.inverted)
    place = divmod(k, SIDE)
    return {"inverted": pixel_names(tuple({*pixels} ^ {place}))}


def carry(result: Result, dx: float, dy: float, values: Values) -> dict:
    """The window is carried over the ink; with a stride it moves in larger steps."""
    row, column = result.place
    return {"row": row + 1 + dy / values.stride, "column": column + 1 + dx / values.stride}


def look_at(result: Result, k: int) -> dict:
    """The place of the k-th answer."""
    row, column = divmod(k, len(result.Z))
    return {"row": row + 1, "column": column + 1}


def map_faces(artist: AxesImage, result: Result, values: Values) -> np.ndarray:
    return faces(len(result.Z), 1 - values.padding)


def row_of(result: Result, x: float, y: float) -> dict:
    """The place whose row of W lies under the hand."""
    return look_at(result, int(np.clip(y, 0, len(result.W) - 1)))


def weight(k: int) -> Handle:
    """A weight, which is pulled up and down in its cell."""
    name = NAMES[k]
    return Handle(
        "kernel",
        at=lambda artist, result: faces(3)[k : k + 1],
        pull=lambda result, dx, dy, values: {name: values[name] - 2 * dy},
        face=True,
    )


SCEPTIC = Sceptic(
    Words("most weights of a convolution, written as a dense layer, are 0.", "把卷积写成全连接层，大多数权重为 0。"),
    Words("Share of zeros", "零所占的比例"),
    lambda result: float(1 - result.ties.mean()),
    shares=True,
)


HANDLES = [
    Handle("ink", at=lambda artist, result: faces(SIDE), click=invert, face=True),
    Handle("window", pull=carry),
    Handle("map", at=map_faces, click=look_at, face=True),
    *map(weight, range(9)),
    Handle("row", drag=row_of),
]


@demo(Words("Nine weights", "九个权重"), height=3.0)
def filter(**values):
    """The same nine weights at every place of a picture: the feature map, and the dense layer that does the same.
    同样的九个权重用在图像的每个位置：特征图，以及作用相同的全连接层。

    source : LeCun et al., Backpropagation Applied to Handwritten Zip Code Recognition (1989)
    """
