"""Lecture 11: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from typing import Any

import numpy as np

from course_nn.common.progress import finished, memoized
from course_nn.common.words import Words
from course_nn.datasets import course_text
from course_nn.lectures.everybody.alphabet import CHOICE, LETTERS, TEST, corpus
from course_nn.lectures.everybody.attention import attend, scores
from course_nn.lectures.everybody.convolution import convolve, map_side, matrix
from course_nn.lectures.everybody.counting import Counts
from course_nn.lectures.everybody.demos.asked.pairs import EXCHANGED, coin_band
from course_nn.lectures.everybody.demos.asked.readings import preferences
from course_nn.lectures.everybody.demos.plane.fits import NAMED, counted_pairs, history
from course_nn.lectures.everybody.demos.scale.power_law import law_through
from course_nn.lectures.everybody.demos.scale.runs import all_points
from course_nn.lectures.everybody.digit_places import ASKED, PLACES, READERS, TWO_ASIDE, mean_over, taught
from course_nn.lectures.everybody.letters import chances, moved, nearest, pair_bits
from course_nn.lectures.everybody.window_network import text_bits, train_on, window_network
from course_nn.losses import softmax
from course_nn.notebook.exercises import (
    Exercise,
    Verdict,
    almost,
    expected,
    keep_working,
    numbers,
    right,
    scalar,
)

# Rounds 1 to 3: pictures


def where_nine_weights_stand() -> str:
    """Of the entries of W, for 3 × 3 on 8 × 8 with padding 1: how many can differ from 0, and how many are free."""
    kernel = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    W = matrix(kernel, 8, 8, padding=1)
    counted = int(np.count_nonzero(W)), len(np.unique(W[W != 0]))
    return {(4096, 4096): "layer", (576, 9): "everywhere", (484, 9): "edge", (9, 9): "nine"}[counted]


def who_reads_two_pixels_aside() -> str:
    """Of two convolutional networks that learned in the middle: who reads nine of ten digits two pixels off centre."""
    wrong = {head: finished(taught(READERS[head])).wrong for head in ("flat", "max")}
    reads = tuple(head for head in wrong if mean_over(wrong[head], TWO_ASIDE) < 0.1)
    return {("flat", "max"): "both", ("max",): "max", (): "none"}[reads]


# Rounds 4 and 5: the next letter

UNSMOOTHED = 0.01  # a


def what_a_shear_does_to_the_bits() -> str:
    """Whether a shear after which e has another nearest letter changes what lecture 7 costs, both tables moved."""
    before, (_, held_out) = history("course", 2, 0.1, 0)[-1], counted_pairs("course")
    after = moved(before, np.array([[1.0, 2.0], [0.0, 1.0]]), np.zeros(2))
    e = LETTERS[NAMED].index("e")
    old, new = (nearest(tables.E[NAMED])[e] for tables in (before, after))
    rise = pair_bits(chances(after), held_out) - pair_bits(chances(before), held_out)
    return "elsewhere" if old == new else "same" if abs(rise) < 1e-9 else "rise" if rise > 0 else "fall"


# Rounds 6 to 8: attention


# Rounds 9 and 10: more of everything


def what_falls_along_a_straight_line() -> str:
    """What on logarithmic axes lies within a tenth of a bit of a straight line: a network, counting, both."""

    def is_straight(reader):
        found = all_points(reader)
        return np.abs(found.bits - law_through(found.sizes, found.bits).at(found.sizes)).max() < 0.1

    return {(True, True): "both", (True, False): "network", (False, True): "counting"}[
        is_straight("weights"), is_straight("five")
    ]


def how_many_exchanged_pairs_are_told() -> str:
    """Of 16 pairs with two words exchanged: in how many the reader of order 5 prefers the true sentence."""
    won, (_, high) = int((preferences(EXCHANGED, "letters", 8.0, 5) > 0).sum()), coin_band(len(EXCHANGED))
    return "coin" if won <= high else "most" if won < 15 else "nearly"


RIGHT_OPTIONS = {
    "everybody-1": where_nine_weights_stand,
    "everybody-2": who_reads_two_pixels_aside,
    "everybody-5": what_a_shear_does_to_the_bits,
    "everybody-9": what_falls_along_a_straight_line,
    "everybody-10": how_many_exchanged_pairs_are_told,
}

# Exercises on pictures

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
        "First the places: how many times can the window move by two before it leaves the padded picture?",
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
        "Twenty out of twenty. This is what a convolutional layer computes for each of its kernels.",
        "二十个全对。卷积层的每个卷积核，计算的就是它。",
    )


def verdict_on_map(case: tuple, found: np.ndarray) -> Verdict:
    """What to say to a map that is not the right one: the first thing that explains it."""
    X, K, stride, padding = case
    told = f"picture {X.shape}, kernel {K.shape}, stride {stride}, padding {padding}"
    zh = f"图像 {X.shape}，卷积核 {K.shape}，步幅 {stride}，填充 {padding}"
    for other, en, chinese in usual_mistakes(*case):
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


def usual_mistakes(X: np.ndarray, K: np.ndarray, stride: int, padding: int) -> list[tuple]:
    """Maps that are nearly right, and what is wrong with each: (map, in English, in Chinese)."""
    around = np.pad(X, padding, mode="edge") if padding else X
    whole = right_map(X, K, 1, padding)
    return [
        (right_map(X, K[::-1, ::-1], stride, padding), "the kernel was flipped", "卷积核被翻转了"),
        (right_map(X, K.T, stride, padding), "rows and columns of the kernel are exchanged", "卷积核的行与列对调了"),
        (right_map(X, K, stride, 0), "the padding is missing", "没有填充"),
        (right_map(around, K, stride, 0), "beyond the edge there should be 0", "边缘之外应当是 0"),
        (whole, "the stride is missing", "没有用步幅"),
        (whole[::stride], "the stride is used for the rows alone", "步幅只用在了行上"),
        (whole[:, ::stride], "the stride is used for the columns alone", "步幅只用在了列上"),
    ]


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
        f"{code} lists them, for example number {digit} at (4, 4) and (5, 4): {answers[4, 4, digit]} becomes "
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
        return keep_working("This answers nothing to everything.", "这样对任何图像都输出 0。")
    level, across, down = (abs(float(np.sum(K * ramp))) < 1e-9 * size for ramp in planes())
    if level and across and down:
        return right("Planes get no answer, and whatever bends gets one.", "凡是平面，输出都是 0；有弯折的才不是 0。")
    if level and (across or down):
        return almost("One of the two slopes still gets an answer.", "两个方向的斜坡中，还有一个的输出不为 0。")
    if level:
        return almost("Even ink gets 0, but a slope does not.", "均匀的墨得到 0，斜坡却不是。")
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
        f"Three sums must be 0: Σ k, Σ k u and Σ k v, with u and v from −1 to 1. {K} does this, comparing the "
        "middle with its four neighbours; so does any other solution of these three equations in nine unknowns.",
        f"有三个和必须为 0：Σ k、Σ k u 和 Σ k v，其中 u、v 从 −1 到 1。{K} 就满足，它把中间与四个相邻像素相比；"
        "这是九个未知数的三个方程，其他任何解也都可以。",
    )


# Exercises on the next letter

SENTENCE, PAID = 100, 2.0  # letters, and bits that each costs


def judge_bits(answer: Any) -> Verdict:
    """How likely a sentence is, and the bits of a reader that is twice as sure."""
    with expected(
        "Expected two numbers: the probability of the sentence, such as 2**-10, and the bits per letter.",
        "应给出两个数：整句的概率（例如 2**-10），以及每个字母的比特数。",
    ):
        likely, bits = numbers(answer, 2)
    power = -SENTENCE * PAID
    sentence, reader = np.isclose(likely, 2.0**power, rtol=0.01, atol=0), np.isclose(bits, PAID - 1)
    if sentence and reader:
        return right(
            "Both. Bits add up along a text; each bit less doubles the probability of a letter.",
            "两个都对。比特沿文本相加；每少一比特，一个字母的概率就加倍。",
        )
    if reader and np.isclose(likely, power):
        return almost("This is the exponent: the probability is 2 to that power.", "这是指数：概率是 2 的这个次方。")
    if not reader and np.isclose(bits, PAID / 2) | np.isclose(bits, 2 * PAID):
        return almost(
            "Twice the probability is not twice the bits: what is the logarithm of 2?",
            "概率加倍，不是比特加倍：2 的对数是多少？",
        )
    if sentence or reader:
        return almost("One of two is right.", "两个中对了一个。")
    return keep_working(
        "A letter that costs b bits had the probability 2⁻ᵇ; those of a text are multiplied.",
        "花费 b 比特的字母，概率是 2⁻ᵇ；一段文本的概率是各字母的乘积。",
    )


def solve_bits() -> Words:
    assert judge_bits((2.0 ** (-SENTENCE * PAID), PAID - 1)).voice == "right"
    return Words(
        f"100 letters of 2 bits are 200 bits: the probability is 2⁻²⁰⁰ = {2.0**-200:.1e}. A letter of 2 bits had the "
        "probability ¼; twice as sure is ½, and −log₂ ½ = 1 bit.",
        f"100 个字母，每个 2 比特，共 200 比特：概率是 2⁻²⁰⁰ = {2.0**-200:.1e}。花费 2 比特的字母，概率是 ¼；"
        "把握加倍就是 ½，而 −log₂ ½ = 1 比特。",
    )


@memoized
def bits_of_two_readers(lecture: str) -> tuple[float, float]:
    """What a lecture costs counts of order 5 with a = 16, and the window network after 4,000 steps."""
    text = corpus("letters", lecture)
    network = window_network(5, 16, 256, len(LETTERS))
    finished(train_on(network, text.train, 0.01, 4000))
    return Counts(text.train, 5, len(LETTERS)).bits(text.test, 16.0), text_bits(network, text.test)


def judge_heldout(answer: Any) -> Verdict:
    """A lecture, and what it costs the two readers that have not read it."""
    with expected(
        'Expected a lecture and two numbers, such as ("xor", 2.1, 2.2): the bits of counting, then of the network.',
        '应给出一讲的名称和两个数，例如 ("xor", 2.1, 2.2)：先是计数的比特数，再是网络的。',
    ):
        lecture, counting, network = answer
        counting, network, lecture = scalar(counting), scalar(network), str(lecture)
    if lecture not in course_text() or lecture in (TEST, CHOICE):
        others = ", ".join(name for name in course_text() if name not in (TEST, CHOICE))
        return keep_working(f"Another lecture, please; one of: {others}.", f"请换一讲，可选：{others}。")
    counted_bits, network_bits = bits_of_two_readers(lecture)
    near = abs(counting - counted_bits) < 0.01, abs(network - network_bits) < 0.1
    if all(near):
        ahead = Words("counting is ahead", "计数领先") if counting < network else Words("the network is", "网络领先")
        return right(f"Both: here {ahead.en}.", f"两个都对：在这一讲，{ahead.zh}。")
    if near[0]:
        return almost(
            "Counting is right. The network has n = 5, d = 16, H = 256, a rate of 0.01 and 4,000 steps.",
            "计数的对了。网络取 n = 5、d = 16、H = 256，学习率 0.01，训练 4,000 步。",
        )
    return keep_working(
        "Count the train part of the corpus with order 5, and read its test part with a = 16.",
        "用 5 阶对语料的 train 部分计数，再取 a = 16 读它的 test 部分。",
    )


def solve_heldout() -> Words:
    counting, network = bits_of_two_readers("losses")
    assert judge_heldout(("losses", counting, network)).voice == "right"
    return Words(
        f"With lecture 5 held out, “losses”: counting {counting:.2f} bits, the network {network:.2f}. The order is the "
        "same as for lecture 7. What differs from lecture to lecture is how much of it was said elsewhere.",
        f"留出第 5 讲（“losses”）时：计数 {counting:.2f} 比特，网络 {network:.2f} 比特。先后与第 7 讲相同。"
        "各讲之间不同的，是其中有多少在别处说过。",
    )


# Exercises on attention

ASKED_AT = [(0.5, 3), (0.9, 8), (0.99, 24), (0.7, 100), (0.25, 12)]  # shares p of t places
# dimensions d, standard deviation s of the entries
SIZES = [(1, 1.0), (4, 1.0), (16, 0.5), (64, 2.0), (9, 1.5), (5000, 0.03), (3, 40.0)]


def values_of(function: Any, cases: list[tuple]) -> np.ndarray:
    """What a function of two numbers gives for each case; raises for what is no such function."""
    found = np.array([scalar(function(*case)) for case in cases])
    if not np.isfinite(found).all():
        raise ValueError
    return found


def beta_for(p: float, t: int) -> float:
    """Where one of t places fits, the β that gives it the share p."""
    return float(np.log(p * (t - 1) / (1 - p)))


def judge_derive(answer: Any) -> Verdict:
    """A function (p, t) -> β that gives one fitting place among t the share p."""
    with expected(
        "Expected a function of p and t that returns a number.", "应给出以 p 和 t 为参数、返回一个数的函数。"
    ):
        found = values_of(answer, ASKED_AT)
    p, t = np.array(ASKED_AT).T
    wanted = np.log(p * (t - 1) / (1 - p))
    if np.allclose(found, wanted):
        return right(
            "So β grows like the logarithm of the length: to look among ten times as many places takes 2.3 more.",
            "可见 β 随长度的对数增大：要在十倍多的位置中查找，只需再加 2.3。",
        )
    if np.allclose(found, np.log(p * t / (1 - p))):
        return almost(
            "The place that fits is one of the t: its rivals are t − 1.",
            "相符的那个位置也是这 t 个位置之一：与它竞争的只有 t − 1 个。",
        )
    if np.allclose(found, wanted / np.log(2)) or np.allclose(found, wanted / np.log(10)):
        return almost("Which logarithm undoes e^β?", "e^β 的反函数是哪一种对数？")
    return keep_working(
        "Write the share down first: e^β for the place that fits, 1 for each of the others. Then solve for β.",
        "先写出份额：相符的一处是 e^β，其余每处是 1。再解出 β。",
    )


def solve_derive() -> Words:
    assert judge_derive(beta_for).voice == "right"
    return Words(
        "p = e^β/(e^β + t − 1), so e^β (1 − p) = p (t − 1), and β = ln(p (t − 1)/(1 − p)). "
        f"For p = 0.99 and t = 24 it is {beta_for(0.99, 24):.2f}.",
        "p = e^β/(e^β + t − 1)，所以 e^β (1 − p) = p (t − 1)，β = ln(p (t − 1)/(1 − p))。"
        f"p = 0.99、t = 24 时，β = {beta_for(0.99, 24):.2f}。",
    )


def judge_spread(answer: Any) -> Verdict:
    """A function (d, s) -> variance of q · k for independent entries of mean 0 and standard deviation s."""
    with expected(
        "Expected a function of d and s that returns a number.", "应给出以 d 和 s 为参数、返回一个数的函数。"
    ):
        found = values_of(answer, SIZES)
    d, s = np.array(SIZES).T
    if np.allclose(found, d * s**4):
        return right(
            "With s = 1 the standard deviation is √d: that is what scores are divided by.",
            "s = 1 时标准差是 √d：分数就除以它。",
        )
    if np.allclose(found, np.sqrt(d) * s**2):
        return almost("That is the standard deviation; the variance was asked for.", "这是标准差；问的是方差。")
    if np.allclose(found, d * s**2):
        return almost("Each term is a product of two entries, and both vary.", "每一项都是两个分量的乘积，两个都在变。")
    return keep_working(
        "Begin with d = 1: the variance of a product of two independent numbers of mean 0. Then add d of them.",
        "先看 d = 1：两个独立、均值为 0 的数，乘积的方差是多少？再把 d 个这样的项相加。",
    )


def lookups() -> list[tuple]:
    """Six cases of queries, keys and values."""
    rng = np.random.default_rng(0)
    return [(rng.normal(size=(n, d)), rng.normal(size=(n, d)), rng.normal(size=(n, e))) for n, d, e in SHAPES]


SHAPES = [(1, 2, 1), (3, 2, 2), (5, 4, 3), (4, 3, 1), (7, 8, 2), (6, 1, 4)]  # places, dimensions, numbers of a value


def judge_attend(answer: Any) -> Verdict:
    """A function (Q, K, V) -> answers, causal and scaled."""
    given = []
    for Q, K, V in lookups():
        with expected(
            "Expected a function of queries, keys and values that returns an array as large as the values.",
            "应给出以查询、键、值为参数的函数，返回与值一样大的数组。",
        ):
            found = np.array(answer(Q.copy(), K.copy(), V.copy()), float)
            if found.shape != V.shape:
                raise ValueError
        given.append(found)
    pairs = [*zip(lookups(), given)]
    if all(np.allclose(found, attend(Q, K, V, causal=True)) for (Q, K, V), found in pairs):
        return right(
            "All six. This is the whole of an attention head but for its weights.",
            "六组全对。除去权重，这就是注意力头的全部。",
        )
    for name, (en, zh) in USUAL_SLIPS.items():
        if all(np.allclose(found, slipped(name, *case)) for case, found in pairs):
            return almost(en, zh)
    return keep_working(
        "Look at one query alone: scores of the keys up to its own place, over √d, then softmax, then the mean.",
        "先只看一个查询：到它自己位置为止的各键的分数，除以 √d，再 softmax，再求平均。",
    )


USUAL_SLIPS = {
    "leak": Words(
        "It leaks: a change of what comes later changes the answers before it. The mask is missing.",
        "泄漏了：改动后面的内容，前面的回答也变了。缺少掩码。",
    ),
    "scale": Words("The scores are not divided by √d.", "分数没有除以 √d。"),
    "both": Words("Neither the mask nor 1/√d is there yet.", "掩码和 1/√d 都还没有。"),
    "sum": Words("The weights of a query do not sum to 1.", "每个查询的权重之和不是 1。"),
    "axis": Words(
        "The softmax runs over the queries; it should run over the keys.", "softmax 沿查询作了，应沿键来作。"
    ),
    "itself": Words("A place may look at itself as well.", "每个位置也可以看自己。"),
}


def slipped(name: str, Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> np.ndarray:
    """The answers with one of the usual slips."""
    n, d = Q.shape
    mask = np.tri(n, k=-1 if name == "itself" else 0, dtype=bool)
    mask[0, 0] = True
    scale = 1.0 if name in ("scale", "both") else d**-0.5
    if name in ("leak", "both"):
        return attend(Q, K, V, scale)
    S = scores(Q, K, scale, mask)
    if name == "axis":
        return np.nan_to_num(softmax(S.T).T) @ V
    return (np.exp(S) if name == "sum" else softmax(S)) @ V


def solve_attend() -> Words:
    def attended(Q, K, V):
        S = Q @ K.T / np.sqrt(Q.shape[1])
        S = np.where(np.tri(len(S), dtype=bool), S, -np.inf)
        A = np.exp(S - S.max(axis=1, keepdims=True))
        return A / A.sum(axis=1, keepdims=True) @ V

    assert judge_attend(attended).voice == "right"
    code = (
        "<code>S = Q @ K.T / np.sqrt(Q.shape[1])</code>",
        "<code>S = np.where(np.tri(len(S), dtype=bool), S, -np.inf)</code>",
        "<code>A = np.exp(S - S.max(axis=1, keepdims=True))</code>",
        "<code>A / A.sum(axis=1, keepdims=True) @ V</code>",
    )
    return Words(f"One of many: {'; '.join(code)}.", f"众多解之一：{'；'.join(code)}。")


def judge_equal(answer: Any) -> Verdict:
    """(keys, query): a query that is equal to one of the keys, while another key has a larger score."""
    with expected(
        "Expected at least two keys and a query in the plane: (((1, 0), (0, 1)), (1, 0)).",
        "应给出平面上至少两个键和一个查询：(((1, 0), (0, 1)), (1, 0))。",
    ):
        keys, query = answer
        K, q = np.array([numbers(key, 2) for key in keys]), numbers(query, 2)
        if len(K) < 2:
            raise ValueError
    equal = (K == q).all(axis=1)
    if not equal.any():
        return keep_working("The query should be equal to one of the keys.", "查询应与其中一个键相等。")
    found = scores(q[None], K, 1.0)[0]
    if found.max() > found[equal].max():
        best = int(found.argmax()) + 1
        return right(
            f"Key {best} wins with {found.max():g}; the equal one has {found[equal].max():g}.",
            f"第 {best} 个键以 {found.max():g} 胜出；与查询相等的键只有 {found[equal].max():g}。",
        )
    return keep_working(
        "Here the equal key wins. What besides the direction makes q · k large?",
        "这里与查询相等的键胜出。除了方向，还有什么能使 q · k 变大？",
    )


EXERCISES = {
    "everybody-easy": Exercise(judge_easy, solve=solve_easy),
    "everybody-bits": Exercise(judge_bits, solve=solve_bits),
    "everybody-derive": Exercise(judge_derive, solve=solve_derive),
    "everybody-spread": Exercise(judge_spread, lambda d, s: d * s**4),
    "everybody-build": Exercise(judge_build, solve=solve_build),
    "everybody-attend": Exercise(judge_attend, solve=solve_attend),
    "everybody-equal": Exercise(judge_equal, (((1, 0), (2, 1)), (1, 0))),
    "everybody-pooling": Exercise(judge_pooling, solve=solve_pooling),
    "everybody-planes": Exercise(judge_planes, solve=solve_planes),
    "everybody-heldout": Exercise(judge_heldout, solve=solve_heldout),
    "everybody-open": Exercise(None),
}

SETTLED: dict[str, dict] = {  # question: the setting of its demo at which the picture refutes what is wrong
    "everybody-2": {"dx": 6},
    "everybody-3": {"dx": 5},
    "everybody-4": {"order": 3},
    "everybody-5": {"y1": 2.0},
    "everybody-7": {"length": 11, "place": 15},
    "everybody-8": {"reader": "recurrent"},
    "everybody-9": {"uncovered": True},
    "everybody-10": {"pairs": "exchanged"},
}
