"""Lecture 4: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.datasets import noisy_wave, wave
from course_nn.lectures.deep_vs_shallow.approximation import FINE, bump_network, deviation, places, tower_network
from course_nn.lectures.deep_vs_shallow.capacity import TEST_SEED, by_depth, by_width, lead_of_two_or_three, one_layer
from course_nn.lectures.deep_vs_shallow.demos.product.products import units
from course_nn.lectures.deep_vs_shallow.demos.sawtooth.sawtooth_fits import learn
from course_nn.lectures.deep_vs_shallow.linear_regions import folded_plane, linear_regions, pieces, sawtooth, zaslavsky
from course_nn.lectures.deep_vs_shallow.targets import EPOCHS, NIELSEN, learned_on_line, on_line, schedule
from course_nn.network import Network
from course_nn.notebook.exercises import (
    Exercise,
    Prediction,
    Verdict,
    almost,
    expected,
    keep_working,
    numbers,
    open_question,
    right,
    scalar,
)


def nearest(options: Iterable, value: float) -> str:
    """Which of the options, numbers as text, is nearest to a value, by ratio."""
    return min(options, key=lambda option: abs(np.log(float(option) / value)))


def numbers_of_three_layers() -> str:
    """Three layers of 2 × 2 without biases: the one matrix that they equal has so many numbers."""
    network = Network((2, 2, 2, 2), "linear")
    return str(one_layer(network.weights, network.biases)[0].size)


@cache
def trained_beside_the_hats() -> str:
    """The best of three networks of 150 ReLUs that learn with Adam, beside 50 hats."""
    f, wanted, _ = on_line(NIELSEN)
    learned = finished(learned_on_line(NIELSEN, 150, "relu", *schedule("spread", EPOCHS)))
    hats = bump_network(f(places(50, "relu")), "relu")(FINE)[:, 0]
    ratio = deviation(learned, wanted).rms / deviation(hats, wanted).rms
    return "nearer" if ratio < 0.7 else "same" if ratio < 1.4 else "farther"


def tower_below_one() -> str:
    """One tower of 5 × 5 with the threshold ½: on in how many cells?"""
    middles, heights = places(5), np.zeros((5, 5))
    heights[2, 2] = 1
    cells = np.stack(np.meshgrid(middles, middles), axis=-1).reshape(-1, 2)  # (25, 2)
    on = tower_network(heights, threshold=0.5)(cells)
    return {1: "tower", 9: "plus", 25: "everywhere"}[int(on.sum())]


def towers_of_ten_inputs() -> str:
    """2dN steps and N^d towers for N = 8 and d = 10."""
    return nearest(("480", "3040", "1e9"), 2 * 10 * 8 + 8**10)


def one_layer_for_the_sawtooth() -> str:
    """One layer of n units has at most n + 1 pieces: the smallest number that allows for all of them."""
    wanted = len(pieces(sawtooth(10))[0]) - 1
    return str(min(units for units in (20, 512, 1024) if units + 1 >= wanted))


def regions_of_three_lines() -> str:
    """Three units draw three lines, in general position."""
    return str(zaslavsky(2, 3))


def units_for_a_product() -> str:
    """One layer for the product of ten inputs: a unit for each pattern of signs."""
    return str(units(10).one)


def lead_on_spirals(**change: Any) -> float:
    """By how many points two or three layers lead one after training, in five runs as the demo makes them."""
    settings = dict(activation="relu", budget=100, seeds=5, rate=0.02, epochs=500, every=10, start="zero") | change
    fits = finished(by_depth(*settings.values()))
    return lead_of_two_or_three(1 - np.array([fit.test[-1] for fit in fits.values()]))


@cache
def lead_after_random_biases() -> str:
    """What becomes of the lead if the first biases start at random."""
    before, after = lead_on_spirals(), lead_on_spirals(start="spread")
    return "gone" if outcome(before, after) == "reversed" else "grows" if after > 1.2 * before else "stays"


@cache
def change_that_overturns() -> str:
    """Of three changes, the one that leaves nothing of the lead."""
    changes: dict[str, dict[str, Any]] = {"fewer": dict(budget=50), "rate": dict(rate=0.1), "more": dict(budget=200)}
    lead = lead_on_spirals()
    (overturns,) = [key for key, change in changes.items() if outcome(lead, lead_on_spirals(**change)) == "reversed"]
    return overturns


@cache
def deep_or_one_layer() -> str:
    """Four layers of 32 ReLUs that learn 16 pieces, beside one layer of as many parameters: medians of three starts."""
    deep, one = (np.median(finished(learn(4, 32, "spread", is_one, runs=3)).errors) for is_one in (False, True))
    return "deep" if deep < one / 2 else "one" if one < deep / 2 else "same"


@cache
def error_on_fresh_samples() -> str:
    """The median test error of 16 units after 1000 epochs on 15 noisy samples, beside that of the true curve."""
    fit = finished(by_width(15, 0.4, 10, 0.05, 1000, 20))[16]
    X, T = noisy_wave(200, 0.4, TEST_SEED)
    train, test, truth = np.median(fit.train[-1]), np.median(fit.test[-1]), np.mean((wave(X) - T) ** 2)
    return "above" if test > truth else "between" if test > 2 * train else "train"


PREDICTIONS = {
    "deep_vs_shallow-1": Prediction(
        Words(
            "Three layers without activation or bias, each a 2 × 2 matrix: 12 numbers to choose. How many numbers are "
            "enough to write down all that the three together do?",
            "三个没有激活函数、没有偏置的层，每层一个 2 × 2 矩阵，共有 12 个数可选。"
            "要完整描述三层合起来的作用，多少个数就够？",
        ),
        {"12": Words("12", "12 个"), "8": Words("8", "8 个"), "4": Words("4", "4 个")},
        numbers_of_three_layers,
        {
            "12": Words(
                "Many choices of the 12 do the same: only the product W₃W₂W₁ reaches the output.",
                "12 个数的许多种选法效果相同：到达输出的只有乘积 W₃W₂W₁。",
            ),
            "8": Words(
                "One layer can be merged with its neighbour. And then the two that are left, too.",
                "一层可以与相邻的层合并；剩下的两层，还可以再合并。",
            ),
            "4": Words(
                "The product of three 2 × 2 matrices is a 2 × 2 matrix. Depth has bought nothing.",
                "三个 2 × 2 矩阵的乘积还是一个 2 × 2 矩阵。深度什么也没有换来。",
            ),
        },
    ),
    "deep_vs_shallow-2": Prediction(
        Words(
            "150 ReLUs, their weights written by hand, follow f to within 0.003. Now the same network starts at random "
            "and learns from samples of f: Adam, 500 epochs. How near does it come?",
            "150 个 ReLU，权重手工写出，与 f 的误差为 0.003。"
            "现在让同样的网络从随机初值出发，用 f 的样本学习：Adam，500 轮。它能有多接近？",
        ),
        {
            "farther": Words("several times as far away", "误差是它的好几倍"),
            "nearer": Words("nearer: training also chooses where to bend", "更接近：训练还能选择在哪里弯折"),
            "same": Words("about as near: such weights exist, so they are found", "差不多：这样的权重存在，所以找得到"),
        },
        trained_beside_the_hats,
        {
            "nearer": Words(
                "With few units, yes. With 150 there is no need to choose, and descent is slow where so many ramps "
                "overlap.",
                "单元很少时确实如此。有 150 个时，不必再选位置，而这么多斜坡重叠在一起，下降就很慢。",
            ),
            "same": Words(
                "The theorem says that the weights exist. It does not say that anybody finds them.",
                "定理说这样的权重存在，没有说谁能找到它们。",
            ),
            "farther": Words(
                "The weights are there; but the ramps of ReLUs overlap, and so the way to them is long.",
                "权重就在那里；但 ReLU 的斜坡相互重叠，所以路太长。",
            ),
        },
    ),
    "deep_vs_shallow-3": Prediction(
        Words(
            "Two walls of height 1 cross. A unit with threshold t = 1.5 answers 1 only where they cross: a tower. "
            "You lower t to 0.5. Where does it answer 1 now?",
            "两堵高为 1 的墙相交。阈值 t = 1.5 的单元只在交叉处输出 1：一座塔。把 t 降到 0.5，它现在在哪里输出 1？",
        ),
        {
            "everywhere": Words("everywhere", "处处"),
            "plus": Words("along both walls, in a plus", "沿着两堵墙，成一个十字"),
            "tower": Words("where they cross, in a wider tower", "仍只在交叉处，只是塔更宽"),
        },
        tower_below_one,
        {
            "tower": Words(
                "The walls have flat tops: a lower threshold does not move the edge of the crossing, it lets 1 pass.",
                "墙顶是平的：降低阈值不会移动交叉处的边缘，而是让高度 1 也能通过。",
            ),
            "plus": Words(
                "One wall is enough now: AND has become OR, as in lecture 3.",
                "现在一堵墙就够了：与（AND）变成了或（OR），同第 3 讲。",
            ),
            "everywhere": Words("Beside both walls the sum is 0, still below ½.", "两堵墙之外，和为 0，仍低于 ½。"),
        },
    ),
    "deep_vs_shallow-4": Prediction(
        Words(
            "With two inputs and 8 cells a side the towers took 32 + 64 units. How many do they take with ten inputs?",
            "两个输入、每边 8 格时，塔用了 32 + 64 个单元。十个输入时要多少个？",
        ),
        {
            "480": Words("480: five times as many inputs", "480 个：输入数是原来的五倍"),
            "3040": Words("about 3,000: 64 towers for each pair of inputs", "约 3,000 个：每两个输入一组，各 64 座塔"),
            "1e9": Words("about a billion (10⁹)", "约十亿（10⁹）个"),
        },
        towers_of_ten_inputs,
        {
            "480": Words(
                "Only the walls add up. Each further input multiplies the cells, and every cell wants its tower.",
                "相加的只有墙。每多一个输入，格数就变成八倍，而每一格都要一座塔。",
            ),
            "3040": Words(
                "That takes the function for a sum over pairs. Any function may be different in every cell of all ten.",
                "这是把函数当成了两两之和。任意函数在十个输入的每一格里都可以不同。",
            ),
            "1e9": Words(
                "8¹⁰ cells, and a tower for each. That is the curse of dimension.",
                "8¹⁰ 格，每格一座塔。这就是维数灾难。",
            ),
        },
    ),
    "deep_vs_shallow-9": Prediction(
        Words(
            "Four units multiply two inputs, as in the formula above. Ten inputs are to be multiplied in the same "
            "way, in one hidden layer. How many units does that take?",
            "如上式所示，四个单元能把两个输入相乘。用同样的做法，在一个隐藏层里把十个输入相乘，要多少个单元？",
        ),
        {"1024": Words("1,024", "1,024 个"), "40": Words("40", "40 个"), "20": Words("20", "20 个")},
        units_for_a_product,
        {
            "20": Words(
                "Two signs for each input, but they combine: each pattern of signs has a unit of its own.",
                "每个输入有两种符号，但要考虑的是组合：每种符号组合都要一个单元。",
            ),
            "40": Words(
                "That is what a tree takes that multiplies pair by pair. Here all is done in one layer.",
                "那是两两相乘的树所需的个数。这里全在一层内完成。",
            ),
            "1024": Words(
                "2¹⁰ patterns of ten signs. A tree of pairs does the same with 40 units.",
                "十个正负号有 2¹⁰ 种组合。两两相乘的树只用 40 个单元。",
            ),
        },
    ),
    "deep_vs_shallow-5": Prediction(
        Words(
            "Ten layers of two ReLUs fold the line ten times, and each fold doubles the teeth. How many ReLUs does one "
            "hidden layer need to draw the same sawtooth exactly?",
            "十层、每层两个 ReLU，把线段对折十次，每对折一次，齿数就加倍。"
            "只用一个隐藏层精确画出同样的锯齿，需要多少个 ReLU？",
        ),
        {
            "20": Words("20, as many as the deep network", "20 个，与深层网络一样多"),
            "512": Words("512, one for each tooth", "512 个，每个齿一个"),
            "1024": Words("1,024", "1,024 个"),
        },
        one_layer_for_the_sawtooth,
        {
            "20": Words(
                "In one layer each unit bends the line once: 20 units make at most 21 pieces.",
                "在同一层里，每个单元只把线弯折一次：20 个单元至多 21 段。",
            ),
            "512": Words(
                "A tooth has two bends, one at its tip and one at its foot; each costs a unit.",
                "一个齿有两处弯折，齿尖一处，齿根一处；每处要一个单元。",
            ),
            "1024": Words(
                "One for each of the 1,023 bends, and one for the first slope. Units add up, folds multiply.",
                "1,023 处弯折各要一个，最初的斜率还要一个。单元只能相加，折叠却是相乘。",
            ),
        },
    ),
    "deep_vs_shallow-10": Prediction(
        Words(
            "A sawtooth of 16 pieces is to be learned with Adam. On one side four layers of 32 ReLUs; on the other one "
            "layer of ReLUs with as many parameters, which has more than a hundred units for each tooth. Which comes "
            "closer?",
            "用 Adam 学习 16 段的锯齿。一边是四层、每层 32 个 ReLU；"
            "另一边是参数同样多的单层 ReLU，平均每个齿有一百多个单元。哪一个更接近？",
        ),
        {
            "one": Words("the one layer: it has units to spare", "单层：它的单元绰绰有余"),
            "deep": Words("the deep network", "深层网络"),
            "same": Words("both come about as close", "两者差不多"),
        },
        deep_or_one_layer,
        {
            "one": Words(
                "It could: its units are enough many times over. But they have to be brought to work together.",
                "它本来能做到，单元数远远够用。但这些单元还得配合起来。",
            ),
            "same": Words(
                "Both could draw it, so what differs is what the descent makes of them.",
                "两者都画得出来，所以差别在于下降过程能得到什么。",
            ),
            "deep": Words(
                "Of ReLUs, the deep network learns these teeth, and the one layer hardly does. Steep tanh units in one "
                "layer learn them as well: depth is one way, not the only one.",
                "同样用 ReLU，深层网络学得会这些齿，单层几乎学不会。但单层若用陡的 tanh 单元，也学得会："
                "深度是一种办法，却不是唯一的办法。",
            ),
        },
    ),
    "deep_vs_shallow-6": Prediction(
        Words(
            "Three ReLUs in one layer look at the plane. Each is on or off, which makes 2³ = 8 patterns. Into how many "
            "regions can they cut the plane at most?",
            "一层三个 ReLU，输入是平面上的点。每个单元或开或关，共有 2³ = 8 种组合。它们最多能把平面分成多少个区域？",
        ),
        {"8": Words("8", "8 个"), "7": Words("7", "7 个"), "6": Words("6", "6 个")},
        regions_of_three_lines,
        {
            "6": Words(
                "That is three lines through one point. Move one of them: a triangle opens.",
                "那是三条直线交于一点的情形。移动其中一条，就出现一个三角形。",
            ),
            "7": Words(
                "A triangle and six regions around it. One of the 8 patterns never occurs.",
                "一个三角形和它周围的六个区域。8 种组合中，有一种从不出现。",
            ),
            "8": Words(
                "You take it for granted that every pattern occurs. But the third line passes through three regions "
                "only.",
                "你以为每种组合都会出现。画出来看：第三条直线只穿过三个区域。",
            ),
        },
    ),
    "deep_vs_shallow-7": Prediction(
        Words(
            "Networks of one to five layers, with as many parameters each, learn two spirals. All first biases start "
            "at 0, and two layers end well ahead of one. Now the first biases start at random, and nothing else is "
            "changed. What becomes of the lead?",
            "一到五层的网络，参数个数相同，学习两条螺线。初始偏置都为 0 时，最后两层明显领先于一层。"
            "现在让初始偏置随机，其他都不变。领先会怎样？",
        ),
        {
            "gone": Words("it is gone", "不再领先"),
            "stays": Words("it stays: depth is what counts", "仍然领先：起作用的是深度"),
            "grows": Words("it grows: a good start helps the deep most", "更加领先：好的初值对深层最有利"),
        },
        lead_after_random_biases,
        {
            "stays": Words(
                "That is what the first picture suggests. It compares two depths from one start only.",
                "第一幅图确实让人这样想。但它只在一种初值下比较了两种深度。",
            ),
            "grows": Words(
                "The deeper ones do not gain here. Who suffered most when all lines passed through one point?",
                "更深的网络在这里并没有得益。全部直线过同一点时，谁受的影响最大？",
            ),
            "gone": Words(
                "The single layer catches up with them: it was the start that had held it back.",
                "单层追了上来：拖住它的是初值。",
            ),
        },
    ),
    "deep_vs_shallow-sceptic": Prediction(
        Words(
            "Back to first biases of 0, where two or three layers lead one. Which of these changes, made alone, "
            "overturns that as well?",
            "回到初始偏置为 0 的情形，这时两三层领先于一层。下面的改变，哪一项单独就能推翻这个结果？",
        ),
        {
            "fewer": Words("half as many parameters", "参数减半"),
            "rate": Words("a learning rate of 0.1", "学习率改为 0.1"),
            "more": Words("twice as many parameters", "参数加倍"),
        },
        change_that_overturns,
        {
            "fewer": Words(
                "You expect that few parameters leave nothing for depth. But one layer loses as much.",
                "以为参数少了，深度就无从发挥。但单层的损失一样大。",
            ),
            "rate": Words(
                "With larger steps the lines of the single layer get away from the origin in time. So at 0.02 it was "
                "slow, not unable.",
                "步子大了，单层的直线就来得及离开原点。可见学习率为 0.02 时，它只是慢，而不是做不到。",
            ),
            "more": Words(
                "You expect that width makes up for depth. But from biases of 0 all added lines pass through one "
                "point.",
                "以为宽度可以弥补深度。但偏置从 0 起，新增的直线也都过同一点。",
            ),
        },
    ),
    "deep_vs_shallow-8": Prediction(
        Words(
            "The true curve itself has a mean squared error of 0.18 on fresh samples, for nobody can know their noise. "
            "A network fits 15 noisy samples down to 0.01. What error does it have on fresh samples?",
            "真实曲线本身在新样本上的均方误差是 0.18，因为谁也无法预知噪声。"
            "一个网络把 15 个带噪声的样本拟合到误差 0.01。它在新样本上的误差是多少？",
        ),
        {
            "above": Words("more than 0.18", "大于 0.18"),
            "between": Words("between 0.01 and 0.18", "在 0.01 与 0.18 之间"),
            "train": Words("about 0.01 as well", "也约为 0.01"),
        },
        error_on_fresh_samples,
        {
            "train": Words(
                "Fresh samples have fresh noise, and no network has seen that.",
                "新样本带着新的噪声，哪个网络也没有见过。",
            ),
            "between": Words(
                "On the average nothing is better than the true curve, and that leaves 0.18.",
                "平均来说，没有什么比真实曲线更好，而它的误差也有 0.18。",
            ),
            "above": Words(
                "The noise of the fresh samples stays, and the noise that was learned comes on top.",
                "新样本的噪声消不掉，学进去的噪声还要再加上。",
            ),
        },
    ),
}


WEIGHTS = np.array([[[1, 2], [0, 1]], [[1, -1], [1, 1]]])  # of the two layers of the easy exercise
BIASES = np.array([[1, 0], [0, -2]])


def judge_collapse(answer: Any) -> Verdict:
    """(W, b) of the one layer that equals the two given ones."""
    with expected("Expected W (2, 2) and b (2,).", "应给出 W (2, 2) 和 b (2,)。"):
        W, b = (np.asarray(part, float) for part in answer)
        b = b.ravel()
        if W.shape != (2, 2) or b.shape != (2,):
            raise ValueError
    wanted, shift = one_layer(WEIGHTS, BIASES)
    if np.allclose(W, wanted) and np.allclose(b, shift):
        return right("The same as the two layers for every x.", "对每个 x 都与两层相同。")
    if np.allclose(W, wanted):
        return almost("W is right. What does the second layer do to b₁?", "W 对了。第二层对 b₁ 做了什么？")
    if np.allclose(W, WEIGHTS[0] @ WEIGHTS[1]):
        return almost("This W is W₁W₂; but x goes through W₁ first.", "这个 W 是 W₁W₂；但 x 先经过 W₁。")
    if np.allclose(b, shift):
        return almost("b is right, W not yet.", "b 对了，W 还不对。")
    return keep_working("Put h into the second equation and multiply out.", "把 h 代入第二个式子，再展开。")


def solve_collapse() -> Words:
    W, b = one_layer(WEIGHTS, BIASES)
    assert judge_collapse((W, b)).voice == "right"
    text = f"W = {W.tolist()}, b = {b.tolist()}".replace("-", "−")
    return Words(
        f"y = W₂(W₁x + b₁) + b₂ = W₂W₁x + (W₂b₁ + b₂), so {text}.",
        f"y = W₂(W₁x + b₁) + b₂ = W₂W₁x + (W₂b₁ + b₂)，所以 {text}。",
    )


def judge_lines(answer: Any) -> Verdict:
    """A function n -> the largest number of regions that n lines make."""
    if not callable(answer):
        return keep_working("Expected a function of n.", "应给出以 n 为参数的函数。")
    for n in range(1, 13):
        came, wanted = scalar(answer(n)), zaslavsky(2, n)
        if not abs(came - wanted) < 1e-6:
            verdict = almost if n > 2 else keep_working
            return verdict(
                f"For n = {n} your function gives {came:.6g}. Draw it and count: {wanted}.",
                f"n = {n} 时函数给出 {came:.6g}。画出来数一数：{wanted} 个。",
            )
    return right("It agrees for 1 to 12 lines.", "1 到 12 条直线全部相符。")


def solve_lines() -> Words:
    def f(n):
        return 1 + n + n * (n - 1) / 2

    assert judge_lines(f).voice == "right"
    return Words(
        "<code>lambda n: 1 + n + n * (n - 1) / 2</code>. The nth line meets the others in at most n − 1 points, which "
        "cut it into n parts; each part splits a region in two. So f(n) = f(n − 1) + n, and f(0) = 1. "
        f"For 8 lines: {f(8):.0f} (Zaslavsky 1975, for any dimension).",
        "<code>lambda n: 1 + n + n * (n - 1) / 2</code>。第 n 条直线与其余各条至多交于 n − 1 个点，被分成 n 截；"
        "每一截把一个区域一分为二。所以 f(n) = f(n − 1) + n，f(0) = 1。"
        f"8 条直线时为 {f(8):.0f}（Zaslavsky 1975，适用于任意维数）。",
    )


def judge_hat(answer: Any) -> Verdict:
    """Output weights (v1, v2, v3) of the ReLUs with kinks at 0, ½ and 1: a hat, 1 high at ½, 0 outside of [0, 1]."""
    with expected("Expected three numbers (v₁, v₂, v₃).", "应给出三个数 (v₁, v₂, v₃)。"):
        v = numbers(answer, 3)

    def y(x):
        return float(np.maximum(0, x - np.array([0, 0.5, 1])) @ v)

    if np.allclose([y(0.5), y(1), y(5)], [1, 0, 0]):
        return right("Up, down, and flat from 1 on.", "先升后降，从 1 起保持为 0。")
    if not np.isclose(y(0.5), 1):
        height = f"{y(0.5):.4g}"
        return keep_working(f"At x = ½ your hat is {height} high, not 1.", f"在 x = ½ 处，高度是 {height}，而不是 1。")
    if not np.isclose(y(1), 0):
        return almost("It is 1 high at ½. It must come back to 0 at x = 1.", "在 ½ 处高度为 1。还须在 x = 1 处回到 0。")
    return almost("Right on [0, 1]; but beyond 1 it goes on. What must the third unit add to the slope?",
                  "在 [0, 1] 上对了；但过了 1 仍在变化。第三个单元要给斜率加上多少？")  # fmt: skip


def solve_hat() -> Words:
    assert judge_hat((2, -4, 2)).voice == "right"
    return Words(
        "(2, −4, 2). Each weight is a change of slope: from 0 to 2 at x = 0, from 2 to −2 at ½, and back to 0 at 1.",
        "(2, −4, 2)。每个权重都是斜率的改变量：在 x = 0 处从 0 变为 2，在 ½ 处从 2 变为 −2，在 1 处回到 0。",
    )


def judge_fold(answer: Any) -> Verdict:
    """A function (x, L): the tent, applied L times."""
    if not callable(answer):
        return keep_working("Expected a function of x and L.", "应给出以 x 和 L 为参数的函数。")
    x = np.linspace(0, 1, 41)
    for layers in (1, 2, 3, 6):
        with expected("Expected numbers as many as x has.", "输出的个数应与 x 相同。"):
            came = np.array(answer(x.copy(), layers), float).reshape(x.shape)
        wanted = sawtooth(layers)(x[:, None])[:, 0]
        if not np.allclose(came, wanted, atol=1e-6):
            i = int(np.abs(came - wanted).argmax())
            verdict = almost if layers > 1 else keep_working
            words = f"L = {layers}, x = {x[i]:.3g}", f"{came[i]:.4g}", f"{wanted[i]:.4g}"
            return verdict("{}: {}, not {}.".format(*words), "{}：得到 {}，应为 {}。".format(*words))
    return right("The same sawtooth as that of the deep network.", "与深层网络的锯齿相同。")


def solve_fold() -> Words:
    def fold(x, L):
        for _ in range(L):
            x = 2 * np.maximum(0, x) - 4 * np.maximum(0, x - 0.5)
        return x

    assert judge_fold(fold).voice == "right"
    program = (
        "<pre>def fold(x, L):\n    for _ in range(L):\n"
        "        x = 2 * np.maximum(0, x) - 4 * np.maximum(0, x - 0.5)\n    return x</pre>"
    )
    return Words(f"One layer, L times: {program}", f"同一层重复 L 次：{program}")


def judge_spread(answer: Any) -> Verdict:
    """A function (w, c): biases with which the unit w_i x + b_i bends at x = c_i."""
    if not callable(answer):
        return keep_working("Expected a function of w and c.", "应给出以 w 和 c 为参数的函数。")
    rng = np.random.default_rng(0)
    w, c = rng.normal(size=(2, 6))
    with expected("Expected as many biases as there are weights.", "偏置的个数应与权重相同。"):
        b = np.array(answer(w.copy(), c.copy()), float).reshape(w.shape)
    if np.allclose(w * c + b, 0):
        return right("Every unit bends where it should.", "每个单元都在指定的位置弯折。")
    if np.allclose(w * c - b, 0):
        return almost("The sign: w c + b must be 0.", "正负号不对：应有 w c + b = 0。")
    if np.allclose(b, -c):
        return almost("That is right for w = 1 only.", "这只在 w = 1 时正确。")
    return keep_working("A ReLU bends where w x + b = 0. Put x = c.", "ReLU 在 w x + b = 0 处弯折。代入 x = c。")


def solve_spread() -> Words:
    assert judge_spread(lambda w, c: -w * c).voice == "right"
    return Words(
        "<code>lambda w, c: -w * c</code>. The unit bends where w x + b = 0, and x = c there.",
        "<code>lambda w, c: -w * c</code>。单元在 w x + b = 0 处弯折，该处 x = c。",
    )


def judge_break(answer: Any) -> Verdict:
    """Two networks of as many units, folded by hand, of which the one with more layers has fewer regions."""
    with expected("Expected two lists of widths, such as ([8, 4], [4, 4, 4]).",
                  "应给出两个宽度列表，例如 ([8, 4], [4, 4, 4])。"):  # fmt: skip
        fewer, more = sorted(([int(n) for n in widths] for widths in answer), key=len)
        if any(n != int(n) for widths in answer for n in widths):
            raise ValueError
    if sum(fewer) != sum(more) or sum(fewer) > 24 or min(*fewer, *more) < 4 or not 1 < len(fewer) < len(more):
        return keep_working(
            "Expected as many units in both, 24 at most; two layers or more, one of the two with more than the other; "
            "four units or more in each layer.",
            "两个网络的单元总数应相同，不超过 24 个；都至少两层，且层数不同；每层至少四个单元。",
        )
    flat, deep = (linear_regions(folded_plane(widths, -1, 1)).number for widths in (fewer, more))
    words = (
        f"{len(fewer)} layers: {flat} regions; {len(more)} layers: {deep}.",
        f"{len(fewer)} 层：{flat} 个区域；{len(more)} 层：{deep} 个。",
    )
    return right(*words) if deep < flat else almost(*words) if deep < 2 * flat else keep_working(*words)


def solve_break() -> Words:
    verdict = judge_break(([6, 6], [4, 4, 4]))
    assert verdict.voice == "right"
    return Words(
        f"([6, 6], [4, 4, 4]). {verdict.hint.en} Each of the two directions gets half of a layer's units, and folds "
        "in as many parts; the parts multiply. One layer that folds in three can be worth more than a further one "
        "that folds in two. An odd unit folds nothing.",
        f"([6, 6], [4, 4, 4])。{verdict.hint.zh}每层的单元由两个方向平分，分到几个就折成几叠，各层的叠数相乘。"
        "折成三叠的一层，可以抵得上再加一层折成两叠的。落单的单元不起折叠作用。",
    )


def solve_open() -> Words:
    return Words(
        "Other seeds: is it the median of many runs, or one lucky or unlucky run? Another start: where do the units "
        "bend before training? Another learning rate and more epochs for the loser: was it slow, or stuck? The same "
        "number of parameters, or of operations: what is held equal? Another data set: two spirals are one problem of "
        "many. If the order of the two networks changes under any of these, the sentence must name that condition.",
        "换随机种子：这是多次训练的中位数，还是一次碰巧的结果？换初值：训练之前，各单元在哪里弯折？"
        "给较差的网络换学习率、加轮次：它是学得慢，还是停住了？参数个数或运算量是否相同：控制了什么？"
        "换数据：两条螺线只是许多问题中的一个。只要其中一项改变了两个网络的先后，结论就必须写明这个条件。",
    )


SIZES = (1, 3, 3, 1)


def judge_pieces(answer: Any) -> Verdict:
    """[(W, b)] of a network (1, 3, 3, 1): more pieces on [0, 1] than one layer of six units can have."""
    network = Network(SIZES, "relu", init="zeros")
    shapes = [(W.shape, b.shape) for W, b in zip(network.weights, network.biases)]
    pairs = ", ".join(f"W {M} b {m}" for M, m in shapes)
    with expected(f"Expected three pairs: {pairs}.", f"应给出三对：{pairs}。"):
        layers = [(np.asarray(W, float), np.asarray(b, float)) for W, b in answer]
        for k, ((W, b), (M, m)) in enumerate(zip(layers, shapes, strict=True)):
            network.weights[k], network.biases[k] = W.reshape(M), b.reshape(m)
    if not np.abs(network.parameters).max() < 1e6:
        return keep_working("Expected numbers of ordinary size.", "应给出大小适中的数。")
    count, most = len(pieces(network)[0]) - 1, 3 + 3 + 1
    words = f"{count} piece{'s' if count > 1 else ''} on [0, 1].", f"在 [0, 1] 上有 {count} 段。"
    if count > most:
        return right(*words)
    return almost(*words) if count == most else keep_working(*words)


def solve_pieces() -> Words:
    fold, thirds = [3, -6, 6], [0, -1 / 3, -2 / 3]
    verdict = judge_pieces([([1] * 3, thirds), ([fold] * 3, thirds), (fold, [0])])
    assert verdict.voice == "right"
    return Words(
        "Fold in three, twice: W₁ = (1, 1, 1), b₁ = (0, −1/3, −2/3), each row of W₂ is (3, −6, 6), b₂ = b₁, W₃ = "
        f"(3, −6, 6), b₃ = 0. {verdict.hint.en} One layer of six units has at most 7; for two layers of three "
        "(3 + 1)² = 16 is a bound.",
        "折成三叠，做两次：W₁ = (1, 1, 1)，b₁ = (0, −1/3, −2/3)，W₂ 的每一行都是 (3, −6, 6)，b₂ = b₁，"
        f"W₃ = (3, −6, 6)，b₃ = 0。{verdict.hint.zh}单层六个单元至多 7 段；两层各三个单元的上界是 (3 + 1)² = 16。",
    )


EXERCISES = {
    "deep_vs_shallow-easy": Exercise(judge_collapse, solve_collapse, Words("By hand", "手算")),
    "deep_vs_shallow-hand": Exercise(judge_hat, solve_hat, Words("By hand", "手算")),
    "deep_vs_shallow-code": Exercise(judge_fold, solve_fold, Words("In code", "写代码")),
    "deep_vs_shallow-start": Exercise(judge_spread, solve_spread, Words("In code", "写代码")),
    "deep_vs_shallow-derive": Exercise(judge_lines, solve_lines, Words("Derive", "推导")),
    "deep_vs_shallow-break": Exercise(judge_break, solve_break, Words("Break a claim", "推翻一个说法")),
    "deep_vs_shallow-build": Exercise(judge_pieces, solve_pieces, Words("Build", "搭建")),
    "deep_vs_shallow-open": open_question(solve_open, Words("Open", "开放题")),
}
