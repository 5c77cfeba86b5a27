"""Lecture 4: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from functools import cache

import numpy as np

from course_nn.expressions import read
from course_nn.lectures.deep_vs_shallow import region_counts
from course_nn.lectures.deep_vs_shallow.approximation import (
    FINE,
    best,
    bump_network,
    deviation,
    learn,
    places,
    tower_network,
)
from course_nn.lectures.deep_vs_shallow.capacity import UNSEEN, by_depth, by_width, noisy_wave, one_layer, wave
from course_nn.lectures.deep_vs_shallow.linear_regions import pieces, sawtooth, zaslavsky
from course_nn.network import Network
from course_nn.notebook.exercises import Exercise, Prediction, almost, expected, keep_working, right, scalar
from course_nn.patience import finished
from course_nn.words import Words


def nearest(options, value):
    """Which of the options, numbers as text, is nearest to a value, by ratio."""
    return min(options, key=lambda option: abs(np.log(float(option) / value)))


def numbers_of_three_layers():
    """Three layers of 2 × 2 without biases: the one matrix that they equal has so many numbers."""
    network = Network((2, 2, 2, 2), "linear")
    return str(one_layer(network.weights, network.biases)[0].size)


@cache
def learned_against_built():
    """150 ReLU units on the curve of the picture: trained, the best of three runs, and written down by hand."""
    f = read("0.2 + 0.4x^2 + 0.3x sin(15x) + 0.05cos(50x)")
    wanted = f(FINE[:, 0])
    trained = best(finished(learn(f, 150, "relu", 500, runs=3)), FINE, wanted)
    built = bump_network(f(places(50, "relu")), "relu")(FINE)[:, 0]
    ratio = deviation(trained, wanted).rms / deviation(built, wanted).rms
    if ratio > 5:
        return "larger"
    return "smaller" if ratio < 0.8 else "same"


def tower_below_one():
    """One tower of 5 × 5 with the threshold ½: on in how many cells?"""
    middles, heights = places(5), np.zeros((5, 5))
    heights[2, 2] = 1
    cells = np.stack(np.meshgrid(middles, middles), axis=-1).reshape(-1, 2)  # (25, 2)
    on = tower_network(heights, threshold=0.5)(cells)
    return {1: "tower", 9: "plus", 25: "everywhere"}[int(on.sum())]


def towers_of_ten_inputs():
    """2dN steps and N^d towers for N = 8 and d = 10."""
    return nearest(("480", "1e6", "1e9"), 2 * 10 * 8 + 8**10)


def one_layer_for_the_sawtooth():
    """One layer of n units has at most n + 1 pieces: the smallest number that allows for all of them."""
    wanted = len(pieces(sawtooth(10))[0]) - 1
    return str(min(units for units in (20, 512, 1024) if units + 1 >= wanted))


@cache
def regions_of_a_trained_network():
    """The network of the picture, 2-8-8-8-1, trained on the spiral until every point is right: its regions."""
    run = region_counts.learn("spiral", "random", layers=3, width=8, seed=4)
    return nearest(("30", "300", "3000", "9000"), run.counts[-1])


@cache
def best_depth():
    """Twenty runs of each depth with about 100 parameters: the depth with the best median on held-out points."""
    fits = finished(by_depth("relu", 100, 20, 0.02, 500, 10))
    depth = min((1, 2, 3, 5), key=lambda depth: np.median(fits[depth].test[-1]))
    return {1: "1", 2: "2", 3: "2", 5: "5"}[depth]


@cache
def wider_and_noisier():
    """The median test error of 64 units beside that of 16, after 1000 epochs on 15 noisy samples."""
    fits = finished(by_width(15, 0.4, 10, 0.05, 1000, 20))
    few, many = (np.median(fits[width].test[-1]) for width in (16, 64))
    X, T = noisy_wave(200, 0.4, UNSEEN)
    if many > 2 * few:
        return "doubles"
    return "truth" if many < 1.1 * np.mean((wave(X) - T) ** 2) else "same"


PREDICTIONS = {
    "deep_vs_shallow-1": Prediction(
        Words(
            "Three layers without activation or bias, each a 2 × 2 matrix: 12 numbers to choose. How many numbers are "
            "enough to write down all that the three together do?",
            "三个没有激活函数、没有偏置的层，每层一个 2 × 2 矩阵，共有 12 个数可选。"
            "要写出三层合起来所做的一切，多少个数就够？",
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
            "150 ReLU units, their weights written down by hand, follow the curve with an rms error of 0.0034. Train "
            "150 such units from random weights, 500 epochs of Adam, and take the best of three runs. Its error?",
            "150 个 ReLU 单元，权重由手工写出，跟随曲线的均方根误差为 0.0034。现在让 150 个同样的单元从随机权重开始，"
            "用 Adam 训练 500 轮，取三次中最好的一次。它的误差如何？",
        ),
        {
            "smaller": Words("smaller: training minimises it", "更小：训练就是在最小化误差"),
            "same": Words("about the same", "差不多"),
            "larger": Words("several times as large", "大好几倍"),
        },
        learned_against_built,
        {
            "smaller": Words(
                "Good weights exist, we wrote them down. Descent from random weights does not get there.",
                "好的权重是存在的，我们亲手写出来了；但从随机权重出发做梯度下降，到不了那里。",
            ),
            "same": Words(
                "It learns the slow waves soon and hardly the fast one, which is a large part of the error.",
                "慢的波动很快学会，快的几乎学不会，误差大多来自后者。",
            ),
            "larger": Words(
                "The theorem says that good weights exist. It does not say that training finds them.",
                "定理说好的权重存在，并没有说训练能找到。",
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
            "tower": Words("where they cross, in a wider tower", "还在交叉处，只是塔更宽"),
            "plus": Words("along both walls, in a plus", "沿着两堵墙，成一个十字"),
            "everywhere": Words("everywhere", "处处"),
        },
        tower_below_one,
        {
            "tower": Words(
                "The walls have flat tops: a lower threshold does not move the edge of the crossing, it lets 1 pass.",
                "墙顶是平的：降低阈值不会移动交叉处的边缘，而是让高度 1 也能通过。",
            ),
            "plus": Words(
                "One wall is enough now: AND has become OR, as in lecture 3.",
                "现在一堵墙就够了：AND 变成了 OR，和第 3 讲一样。",
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
            "480": Words("480: five times as many inputs", "480 个：输入是五倍"),
            "1e6": Words("about a million", "约一百万个"),
            "1e9": Words("about a thousand million", "约十亿个"),
        },
        towers_of_ten_inputs,
        {
            "480": Words(
                "Only the walls add up. Each further input multiplies the cells, and every cell wants its tower.",
                "相加的只有墙。每多一个输入，格数就变成八倍，而每一格都要一座塔。",
            ),
            "1e6": Words("8 to the power of 10 is more than 10⁹.", "8 的 10 次方超过 10⁹。"),
            "1e9": Words(
                "8¹⁰ cells, and a tower for each. That is the curse of dimension.",
                "8¹⁰ 格，每格一座塔。这就是维数灾难。",
            ),
        },
    ),
    "deep_vs_shallow-5": Prediction(
        Words(
            "Ten layers of two ReLUs fold the line ten times: a sawtooth of 1,024 straight pieces. How many ReLUs does "
            "one hidden layer need to draw it exactly?",
            "十层、每层两个 ReLU，把线段对折十次，得到 1,024 段的锯齿。只用一个隐藏层精确画出它，需要多少个 ReLU？",
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
    "deep_vs_shallow-6": Prediction(
        Words(
            "With the right weights three layers of 8 ReLUs cut the plane into 9472 regions. You train such a network "
            "on the spiral until every point is right. How many regions does it have?",
            "权重合适时，三层、每层 8 个 ReLU 能把平面分成 9472 个区域。用螺线训练这样的网络，直到每个点都分对。"
            "它有多少个区域？",
        ),
        {
            "30": Words("about 30", "约 30 个"),
            "300": Words("about 300", "约 300 个"),
            "3000": Words("about 3,000", "约 3,000 个"),
            "9000": Words("about 9,000", "约 9,000 个"),
        },
        regions_of_a_trained_network,
        {
            "30": Words(
                "Even one layer of all 24 units would cut the plane into up to 301 regions.",
                "即使把 24 个单元全放在一层，也能把平面分成多达 301 个区域。",
            ),
            "300": Words(
                "About as many as one layer of all its 24 units can have. What a shape can do is not what it does.",
                "与把 24 个单元全放在一层所能有的差不多。结构能做到的，不等于网络做到的。",
            ),
            "3000": Words(
                "That would need layers that lie on top of each other almost exactly. Training does not do that.",
                "那需要各层几乎严丝合缝地重叠，训练做不到。",
            ),
            "9000": Words(
                "The 9472 need weights that fold the plane exactly. Random weights do not, nor does gradient descent.",
                "9472 个区域要求权重恰好把平面折叠。随机权重做不到，梯度下降也做不到。",
            ),
        },
    ),
    "deep_vs_shallow-7": Prediction(
        Words(
            "About 100 weights and biases, ReLU, two spirals to learn, 20 random starts. With how many hidden layers "
            "is the median run best on points it has never seen?",
            "约 100 个权重和偏置，用 ReLU，从 20 个随机起点学习两条螺线。"
            "隐藏层为几层时，未见过的点上正确率的中位数最高？",
        ),
        {"1": Words("one", "一层"), "2": Words("two or three", "两三层"), "5": Words("five", "五层")},
        best_depth,
        {
            "1": Words(
                "One layer of 25 units can do it, but few random starts lead there.",
                "25 个单元的一层能够做到，但很少有随机起点能走到那里。",
            ),
            "2": Words(
                "Deep enough to bend the plane twice, wide enough to get through. It is a measurement, not a law.",
                "深到足以把平面弯折两次，又宽到信号传得过去。这是测量结果，不是定律。",
            ),
            "5": Words(
                "At a fixed budget depth is paid for with width, and layers of 4 ReLUs let little through.",
                "预算固定时，深度是用宽度换来的，而每层 4 个 ReLU 传不过去多少东西。",
            ),
        },
    ),
    "deep_vs_shallow-8": Prediction(
        Words(
            "Networks with one hidden layer fit 15 noisy samples for 1000 epochs. From 16 hidden units to 64, the "
            "median test error …",
            "单隐藏层网络在 15 个带噪声的样本上训练 1000 轮。隐藏单元从 16 个增到 64 个，测试误差的中位数……",
        ),
        {
            "doubles": Words("more than doubles: more freedom, more overfitting", "增到两倍以上：越自由，越过拟合"),
            "same": Words("stays about the same, or falls a little", "差不多，或略有下降"),
            "truth": Words("falls to that of the true curve", "降到真实曲线的误差"),
        },
        wider_and_noisier,
        {
            "doubles": Words(
                "What is learned of the noise depends on how the fit is found, not on the number of weights alone.",
                "学进多少噪声，取决于拟合是怎样找到的，而不只取决于权重个数。",
            ),
            "same": Words(
                "Both overfit; the wider one does not do so more.",
                "两者都过拟合，但更宽的并没有更严重。",
            ),
            "truth": Words(
                "Both end well above it: noise has been learned.",
                "两者最后都明显高于它：学进了噪声。",
            ),
        },
    ),
}


WEIGHTS = np.array([[[1, 2], [0, 1]], [[1, -1], [1, 1]]])  # of the two layers of the easy exercise
BIASES = np.array([[1, 0], [0, -2]])


def judge_collapse(answer):
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


def solve_collapse():
    W, b = one_layer(WEIGHTS, BIASES)
    assert judge_collapse((W, b)).voice == "right"
    text = f"W = {W.tolist()}, b = {b.tolist()}".replace("-", "−")
    return Words(
        f"y = W₂(W₁x + b₁) + b₂ = W₂W₁x + (W₂b₁ + b₂), so {text}.",
        f"y = W₂(W₁x + b₁) + b₂ = W₂W₁x + (W₂b₁ + b₂)，所以 {text}。",
    )


def judge_lines(answer):
    """A function n -> the largest number of regions that n lines make."""
    if not callable(answer):
        return keep_working("Expected a function of n.", "应给出以 n 为参数的函数。")
    for n in range(1, 13):
        came, wanted = scalar(answer(n)), zaslavsky(2, n)
        if not abs(came - wanted) < 1e-6:
            verdict = almost if n > 2 else keep_working
            return verdict(
                f"For n = {n} your function gives {came:.6g}. Draw it and count: {wanted}.",
                f"n = {n} 时您的函数给出 {came:.6g}。画出来数一数：{wanted} 个。",
            )
    return right("It agrees for 1 to 12 lines.", "1 到 12 条直线全部相符。")


def solve_lines():
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


SIZES = (1, 3, 3, 1)


def judge_pieces(answer):
    """[(W, b)] of a network (1, 3, 3, 1): more pieces on [0, 1] than one layer of six units can have."""
    network = Network(SIZES, "relu", init="zeros")
    shapes = [(W.shape, b.shape) for W, b in zip(network.weights, network.biases)]
    told = ", ".join(f"W {M} b {m}" for M, m in shapes)
    with expected(f"Expected three pairs: {told}.", f"应给出三对：{told}。"):
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


def solve_pieces():
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
    "deep_vs_shallow-easy": Exercise(judge_collapse, solve_collapse),
    "deep_vs_shallow-derive": Exercise(judge_lines, solve_lines),
    "deep_vs_shallow-build": Exercise(judge_pieces, solve_pieces),
}
