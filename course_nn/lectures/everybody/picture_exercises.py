"""The exercises of this lecture on pictures: their judges, which take every correct answer, and worked solutions."""

from typing import Any

import numpy as np

from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.lectures.everybody.convolution import convolve, map_side
from course_nn.lectures.everybody.places import ASKED, PLACES, READERS, taught
from course_nn.notebook.exercises import Verdict, almost, expected, keep_working, numbers, right

SIDE, SIZE, STRIDE, PADDING, CHANNELS, KERNELS = 8, 5, 2, 2, 3, 16  # of the layer that is counted by hand


def counted() -> tuple[int, int, int]:
    """Places along a side of the map, weights with biases, and multiplications for one picture."""
    side, window = map_side(SIDE, SIZE, STRIDE, PADDING), CHANNELS * SIZE**2
    return side, KERNELS * (window + 1), side**2 * KERNELS * window


def judge_easy(answer: Any) -> Verdict:
    """The size of a feature map, the weights of the layer, and its multiplications."""
    with expected(
        "Expected three numbers: places along a side, weights with biases, multiplications.",
        "应给出三个数：一边的位置数、权重与偏置的个数、乘法次数。",
    ):
        found = numbers(answer, 3)
    side, weights, products = wanted = counted()
    near = found == wanted
    if near.all():
        return right(
            "All three. A larger picture takes more multiplications, and not one more weight.",
            "三个全对。图像再大，乘法变多，权重却一个也不多。",
        )
    if found[1] == weights - KERNELS:
        return almost("Each kernel has a bias, too.", "每个卷积核还有一个偏置。")
    if found[2] == products / CHANNELS or found[1] == KERNELS * (SIZE**2 + 1):
        return almost("Each kernel looks at all three channels.", "每个卷积核都要看全部三个通道。")
    if near.any():
        return almost(f"{near.sum()} of three are right.", f"三个中对了 {near.sum()} 个。")
    return keep_working(
        "First the places: how often can the window move by two, until it would leave the padded picture?",
        "先数位置：窗口每次移两格，移几次就会越出填充后的图像？",
    )


def solve_easy() -> Words:
    side, weights, products = counted()
    assert judge_easy((side, weights, products)).voice == "right"
    window = CHANNELS * SIZE**2
    return Words(
        f"⌊(8 + 4 − 5)/2⌋ + 1 = {side} places along a side. Each kernel has 3 · 25 = {window} weights and a bias: "
        f"16 · {window + 1} = {weights:,}. Each of {side} · {side} · 16 answers takes {window} multiplications: "
        f"{products:,}.",
        f"一边有 ⌊(8 + 4 − 5)/2⌋ + 1 = {side} 个位置。每个卷积核有 3 · 25 = {window} 个权重和一个偏置："
        f"16 · {window + 1} = {weights:,}。{side} · {side} · 16 个输出，每个要做 {window} 次乘法：{products:,}。",
    )


def cases() -> list[tuple]:
    """Twenty pictures with kernels, strides and paddings: (picture, kernel, stride, padding)."""
    rng, ways = np.random.default_rng(0), [(1, 0), (1, 1), (2, 0), (2, 1), (3, 2)]
    shapes = [((7, 6), 3), ((5, 9), 2), ((8, 8), 4), ((6, 7), 1)]
    return [(rng.normal(size=shape), rng.normal(size=(k, k)), *way) for way in ways for shape, k in shapes]


def right_map(X: np.ndarray, K: np.ndarray, stride: int, padding: int) -> np.ndarray:
    """One picture (H, W) and one kernel (k, k) -> one map."""
    return convolve(X[None], K[None, None], 0.0, stride, padding)[0]


def judge_build(answer: Any) -> Verdict:
    """A function (picture, kernel, stride, padding) -> map."""
    wrong = None
    for case in cases():
        with expected(
            "Expected a function of a picture, a kernel, a stride and a padding that returns an array of two axes.",
            "应给出以图像、卷积核、步幅、填充为参数的函数，返回一个二维数组。",
        ):
            X, K, stride, padding = case
            found = np.array(answer(X.copy(), K.copy(), stride, padding), float)
            if found.ndim != 2:
                raise ValueError
        wanted = right_map(*case)
        if wrong is None and (found.shape != wanted.shape or not np.allclose(found, wanted)):
            wrong = verdict_on_map(case, found)
    if wrong is not None:
        return wrong
    return right(
        "Twenty of twenty. This is what a convolutional layer computes for each of its kernels.",
        "二十个全对。卷积层的每个卷积核，计算的就是它。",
    )


def verdict_on_map(case: tuple, found: np.ndarray) -> Verdict:
    """What to say to a map that is not the right one: the first thing that explains it."""
    X, K, stride, padding = case
    told = f"picture {X.shape}, kernel {K.shape}, stride {stride}, padding {padding}"
    zh = f"图像 {X.shape}，卷积核 {K.shape}，步幅 {stride}，填充 {padding}"
    around = np.pad(X, padding, mode="edge") if padding else X
    whole = right_map(X, K, 1, padding)
    reasons = [
        (right_map(X, K[::-1, ::-1], stride, padding), "the kernel was flipped", "卷积核被翻转了"),
        (right_map(X, K.T, stride, padding), "rows and columns of the kernel are exchanged", "卷积核的行与列对调了"),
        (right_map(X, K, stride, 0), "the padding is missing", "没有填充"),
        (right_map(around, K, stride, 0), "beyond the edge there should be 0", "边缘之外应当是 0"),
        (whole, "the stride is missing", "没有用步幅"),
        (whole[::stride], "the stride is used for the rows alone", "步幅只用在了行上"),
        (whole[:, ::stride], "the stride is used for the columns alone", "步幅只用在了列上"),
    ]
    for other, en, chinese in reasons:
        if found.shape == other.shape and np.allclose(found, other):
            return almost(f"Nearly: {en} ({told}).", f"就差一点：{chinese}（{zh}）。")
    shape = right_map(*case).shape
    if found.shape != shape:
        return keep_working(
            f"The map should be {shape}, and is {found.shape} ({told}).",
            f"特征图应为 {shape}，得到 {found.shape}（{zh}）。",
        )
    return keep_working(
        f"The size is right, the numbers are not ({told}). Look at the first answer: it is one sum over one window.",
        f"大小对了，数值不对（{zh}）。先看第一个输出：它是对一个窗口求和。",
    )


def solve_build() -> Words:
    def convolved(x, k, stride, padding):
        x, size = np.pad(x, padding), len(k)
        rows, columns = ((side - size) // stride + 1 for side in x.shape)
        window = lambda i, j: x[i * stride : i * stride + size, j * stride : j * stride + size]  # noqa: E731
        return np.array([[np.sum(window(i, j) * k) for j in range(columns)] for i in range(rows)])

    assert judge_build(convolved).voice == "right"
    code = (
        "<code>x, size = np.pad(x, padding), len(k)</code>",
        "<code>rows, columns = ((side - size) // stride + 1 for side in x.shape)</code>",
        "<code>np.sum(x[i * stride : i * stride + size, j * stride : j * stride + size] * k)</code>",
    )
    return Words(
        f"One of many: {code[0]}; {code[1]}; and for each i and j {code[2]}.",
        f"众多解之一：{code[0]}；{code[1]}；对每个 i 和 j 计算 {code[2]}。",
    )


def judge_pooling(answer: Any) -> Verdict:
    """(number of the digit, (dx, dy), (dx, dy)): two places one pixel apart with different answers."""
    with expected(
        "Expected the number of a digit, 0 … 199, and two places: (7, (4, 4), (5, 4)).",
        "应给出样本编号 0 … 199 和两个位置：(7, (4, 4), (5, 4))。",
    ):
        digit, *places = numbers(answer, 5)
        x, y, other_x, other_y = places
        if not (digit in range(ASKED) and all(place in range(PLACES) for place in places)):
            raise ValueError
    if abs(x - other_x) + abs(y - other_y) != 1:
        return keep_working("The two places should lie one pixel apart.", "两个位置应只相差一个像素。")
    answers = finished(taught(READERS["max"])).answers[..., int(digit)]
    one, other = (int(answers[int(row), int(column)]) for row, column in ((y, x), (other_y, other_x)))
    if one == other:
        return keep_working(
            f"At both places it reads {one}. Look at the answers of other digits.",
            f"两处都读作 {one}。看看它对别的样本的回答。",
        )
    return right(
        f"Here it reads {one}, and one pixel further {other}. Pooling makes nothing invariant to one pixel.",
        f"这里读作 {one}，再挪一个像素就读作 {other}。池化并不能使网络对一个像素的平移不变。",
    )


def solve_pooling() -> Words:
    answers = finished(taught(READERS["max"])).answers
    digit = int(np.argmax((answers[4, 4] != answers[4, 5]) & (answers[4, 4] == answers[4, 6])))
    assert judge_pooling((digit, (4, 4), (5, 4))).voice == "right"
    code = "<code>np.flatnonzero(answers[4, 4] != answers[4, 5])</code>"
    return Words(
        f"{code} lists them, for example number {digit} at (4, 4) and (5, 4): a {answers[4, 4, digit]} becomes a "
        f"{answers[4, 5, digit]}. Two pixels further it is read as before.",
        f"{code} 列出了它们，例如 (4, 4) 与 (5, 4) 处的第 {digit} 个样本：{answers[4, 4, digit]} 变成了 "
        f"{answers[4, 5, digit]}。挪两个像素，读法又与原来一样。",
    )


def judge_planes(answer: Any) -> Verdict:
    """Nine weights that answer 0 to every plane a + b x + c y, and not to everything."""
    with expected("Expected nine numbers, as three rows of three.", "应给出九个数，写成三行三列。"):
        K = numbers(answer, 9).reshape(3, 3)
    size = np.abs(K).sum()
    if size == 0:
        return keep_working("This answers nothing to everything.", "这样对什么图像都没有输出。")
    level, across, down = (abs(float(np.sum(K * ramp))) < 1e-9 * size for ramp in planes())
    if level and across and down:
        return right("No plane is answered, and whatever bends is.", "平面一律没有输出，有弯折的才有。")
    if level and (across or down):
        return almost("One of the two slopes still gets an answer.", "两个方向的斜坡中，还有一个得到了输出。")
    if level:
        return almost("Even ink gets 0, but a slope does not.", "均匀的墨得到 0，斜坡却没有。")
    return keep_working(
        "Begin with even ink: what must the sum of the nine be? Then ink that grows by 1 from column to column.",
        "先看均匀的墨：九个数之和应是多少？再看每过一列增加 1 的墨。",
    )


def planes() -> tuple:
    """Even ink, and the two slopes, in a window."""
    rows, columns = np.mgrid[-1:2, -1:2]
    return np.ones((3, 3)), columns, rows


def solve_planes() -> Words:
    K = ((0, 1, 0), (1, -4, 1), (0, 1, 0))
    assert judge_planes(K).voice == "right"
    return Words(
        f"Three sums must be 0: Σ k, Σ k u and Σ k v, with u and v from −1 to 1. {K} does it, which compares the "
        "middle with its four neighbours; so does any other solution of these three equations in nine unknowns.",
        f"有三个和必须为 0：Σ k、Σ k u 和 Σ k v，其中 u、v 从 −1 到 1。{K} 就满足，它把中间与四个相邻像素相比；"
        "这是九个未知数的三个方程，其他任何解也都可以。",
    )
