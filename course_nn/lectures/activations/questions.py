"""Lecture 2: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from collections.abc import Callable
from functools import cache
from math import sqrt
from typing import Any

import numpy as np

from course_nn.activations import ACTIVATIONS, maxout, sigmoid
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.datasets import circle
from course_nn.drawing.numbers import magnitude, number
from course_nn.lectures.activations.demos.in_practice import training_map
from course_nn.lectures.activations.demos.modular.composition import compose, layers_of, reorder_units
from course_nn.lectures.activations.demos.prelu.learned_slope import learn
from course_nn.lectures.activations.demos.squash.moments import moments
from course_nn.lectures.activations.learning_speed import (
    SIZES,
    Setting,
    best_rate,
    evaluations,
    race_at,
    tune,
)
from course_nn.network import Network
from course_nn.notebook.exercises import (
    Exercise,
    Prediction,
    Verdict,
    almost,
    asked,
    expected,
    keep_working,
    numbers,
    open_question,
    right,
    scalar,
)
from course_nn.training import arrivals, train

CHANGES: dict[str, dict] = {"": {}, "deep": {"layers": 3}, "adam": {"optimizer": "adam"}, "bias": {"bias": 5}}


def steepest_sigmoid() -> str:
    return f"{ACTIVATIONS['sigmoid'].facts.largest_slope:g}"


def variance_after_relu() -> str:
    """Of relu(z) for a standard normal z."""
    _, variance = moments(ACTIVATIONS["relu"].f, mean=0, deviation=1)
    return number(variance)


def gradient_under_relu() -> str:
    """The size of dl/dz in layer 1 of 20 ReLU layers with Glorot's weights, where dl/dh of size 1 enters on top."""
    norms = []
    for seed in range(5):
        network = Network((32,) * 21, "relu", "relu", "glorot", seed)
        x, dh = np.random.default_rng(seed).normal(size=(2, 1, 32))
        gradient = network.backward(network.forward(x), dh / np.linalg.norm(dh))
        norms.append(np.linalg.norm(network.split(gradient)[1][0]))  # dl/db_1 of one sample is dl/dz_1
    typical = np.median(norms)
    if 0.1 < typical < 10:
        return "arrives"
    return "vanishes" if typical < 0.01 else "explodes"


def opposite_moves() -> str:
    """Of 1,000 samples with two sigmoid outputs as inputs: how often do dl/dw1 and dl/dw2 differ in sign?"""
    rng = np.random.default_rng(0)
    X, delta = sigmoid(rng.normal(size=(1000, 2))), rng.normal(size=(1000, 1))
    share = np.mean(np.prod(np.sign(delta * X), axis=1) < 0)
    if share == 0:
        return "never"
    return "half" if 0.4 < share < 0.6 else "always"


@cache
def units_that_come_back() -> str:
    """Low biases kill units of the first layer; then 500 careful steps."""
    X, y = circle(200)[:2]
    network = Network((2, 50, 1), "relu", init="he", seed=0)
    network.biases[0][...] = -4
    dead = (network.forward(X).z[0] <= 0).all(axis=0)
    train(network, X, y, "binary_cross_entropy", learning_rate=0.1, epochs=500)
    back = dead & (network.forward(X).z[0] > 0).any(axis=0)
    return "no" if dead.any() and not back.any() else "yes"


def what_maxout_follows() -> str:
    """Maxout is convex: nowhere above its chord. Which of the two targets is?"""
    x = np.linspace(-3, 3, 61)
    valley, wave = (np.all(np.diff(f(x), 2) >= -1e-12) for f in (np.square, np.sin))
    assert valley
    return "both" if wave else "valley"


@cache
def lead_of_tanh(change: str = "") -> float:
    """Of the race to 5 % error, each with its best learning rate: the logarithm of ReLU's updates over tanh's.

    The mean of twenty seeds, so that it hangs on none of them.
    """
    logarithms = {}
    for phi in ("relu", "tanh"):
        setting = Setting(phi, layers=1, size=SIZES["quick"]._replace(racing=20))._replace(**CHANGES[change])
        rate = best_rate(setting, 0.05, finished(tune(setting)))
        came = arrivals(0.05, finished(race_at(setting, rate)), evaluations(setting.size.updates))
        logarithms[phi] = np.log(np.nan_to_num(came, nan=setting.size.updates))
    return float(np.mean(logarithms["relu"] - logarithms["tanh"]))


def who_needs_fewest_updates() -> str:
    """tanh or ReLU, and if ReLU, is it by a factor of the size that the lecture names?"""
    lead = lead_of_tanh()
    if lead > 0.1:
        return "tanh"
    return "six" if lead < -np.log(3) else "relu"


def change_that_puts_relu_ahead() -> str:
    """The one change that leaves nothing of the lead of tanh."""
    overturning = [key for key in CHANGES if key and outcome(lead_of_tanh(), lead_of_tanh(key)) == "reversed"]
    return overturning[0] if len(overturning) == 1 else "none or several"


def who_fits_a_hill() -> str:
    """Data that bend downwards, y = x for x > 0 and 1.5 x else: what loss is left by the pieces, by the maximum?"""
    x = np.linspace(-3, 3, 61)
    pieces, maximum = learn(x, np.where(x > 0, x, 1.5 * x), 0.25, 400, 0.2).losses[-1]
    fits = [loss < 1e-3 for loss in (pieces, maximum)]
    return {(True, True): "both", (True, False): "pieces", (False, True): "maximum"}[tuple(fits)]


def box_with_units_reordered() -> str:
    """Two layers whose units change places, each with all its weights."""
    network = Network((3, 4, 3), "tanh", "tanh", seed=0)
    x = np.array([1.0, -0.5, 0.3])
    layers = layers_of(network)
    y, other = (compose(box)(x) for box in (layers, reorder_units([layers[0], layers[1]], [2, 0, 3, 1])))
    return "same" if np.allclose(y, other, atol=1e-12) else "changes"


def adam_from_small_weights() -> str:
    """How far Adam brings eight layers of ReLU down from small weights, beside He's; each with its best rate."""
    losses = finished(training_map.losses_of("relu", 8, "adam", 12, 1))[-1]  # (4, 4), a row for each of INITS
    small, he = (losses[[*training_map.INITS].index(init)].min() for init in ("small", "he"))
    fallen = (training_map.CHANCE - small) / (training_map.CHANCE - he)
    return "stays" if fallen < 0.05 else "half" if fallen < 0.5 else "far"


PREDICTIONS = {
    "activations-1": Prediction(
        Words(
            "The sigmoid rises from 0 to 1. How steep is it where it is steepest?",
            "sigmoid 从 0 升到 1。最陡之处的斜率是多少？",
        ),
        {"0.25": Words("0.25", "0.25"), "0.5": Words("0.5", "0.5"), "1": Words("1", "1")},
        steepest_sigmoid,
        {
            "1": Words(
                "That is tanh. The sigmoid climbs half as high and takes twice as long: its slope is h(1 − "
                "h), where h is its value, and no number "
                "times one minus itself is more than a quarter.",
                "那是 tanh。sigmoid 的升幅只有它的一半，在 z 方向上又拉宽一倍：斜率是 h(1 − h)，h 是函数值，"
                "最大为四分之一。",
            ),
            "0.5": Words(
                "One half is its value there. The slope is h(1 − h): one half times one half.",
                "½ 是它在该处的函数值；斜率是 h(1 − h)，即 ½ 乘 ½。",
            ),
            "0.25": Words(
                "The slope is h(1 − h), where h is the value, and largest where h is one half. Every "
                "sigmoid that a gradient passes takes three quarters "
                "of it, or more.",
                "斜率是 h(1 − h)，h 是函数值，在 h 等于一半处最大。梯度每经过一个 sigmoid，至少衰减四分之三。",
            ),
        },
    ),
    "activations-2": Prediction(
        Words(
            "Pre-activations with mean 0 and variance 1 go through a ReLU, which sets half of them to 0. What is the "
            "variance of what comes out?",
            "均值为 0、方差为 1 的预激活值通过 ReLU，其中一半变成 0。输出的方差是多少？",
        ),
        {"1.00": Words("still 1", "仍是 1"), "0.50": Words("0.50", "0.50"), "0.34": Words("0.34", "0.34")},
        variance_after_relu,
        {
            "1.00": Words("The negative half has lost its spread: all of it is 0.", "负的那一半不再分散：现在全是 0。"),
            "0.50": Words(
                "That is the mean of the squares. But the mean has moved away from 0, and variance is counted from "
                "the mean: 0.50 less the mean squared.",
                "那是平方的均值。但均值已离开 0，而方差是相对均值算的：0.50 减去均值的平方。",
            ),
            "0.34": Words(
                "Half of the mean square is left, and part of that is no spread at all but the new mean.",
                "平方的均值剩一半，其中一部分并非分散，而是新的均值。",
            ),
        },
    ),
    "activations-3": Prediction(
        Words(
            "Twenty sigmoid layers let almost no gradient through. You replace them by ReLU, whose slope is exactly 1 "
            "for z > 0, and leave the weights as they are (Glorot). What becomes of the gradient?",
            "二十层 sigmoid 几乎不让梯度通过。换成 ReLU（z > 0 时斜率恰为 1），权重不变（Glorot）。梯度会怎样？",
        ),
        {
            "explodes": Words("it explodes", "爆炸"),
            "vanishes": Words("less than a hundredth arrives", "到达的不足百分之一"),
            "arrives": Words("it arrives about as large as it came", "到达时与出发时大小相近"),
        },
        gradient_under_relu,
        {
            "arrives": Words(
                "For z ≤ 0 the slope is 0, so every layer blocks half of the paths. Weights that are right for tanh "
                "are too small for that; He’s are larger by just this factor.",
                "z ≤ 0 时斜率为 0，每层都堵住一半的路径。适合 tanh 的权重在这里太小；He 的权重恰好补上所缺的倍数。",
            ),
            "vanishes": Words(
                "Far better than the sigmoid, and yet every layer blocks half of the paths. The slope alone does not "
                "decide: activation and initialization belong together.",
                "比 sigmoid 好得多，但每层仍堵住一半的路径。只看斜率不够：激活函数与初始化要相配。",
            ),
            "explodes": Words(
                "You expect slopes of 1 to pile up. But multiplying by 1 makes nothing larger, and neither do these "
                "weights.",
                "以为许多个斜率 1 会越乘越大。但乘以 1 并不放大什么，这样的权重也不会。",
            ),
        },
    ),
    "activations-4": Prediction(
        Words(
            "A unit's two inputs are outputs of sigmoids. It learns from one sample at a time. How often does a step "
            "raise w₁ and lower w₂, or the other way round?",
            "一个单元的两个输入都是 sigmoid 的输出，每次用一个样本学习。一步之中 w₁ 与 w₂ 一升一降的情形有多少？",
        ),
        {
            "always": Words("always", "总是"),
            "half": Words("in about half of the steps", "大约一半"),
            "never": Words("never", "从不"),
        },
        opposite_moves,
        {
            "half": Words(
                "Each weight has a gradient of its own, dl/dw = δx, but δ is the same for both, and both inputs are "
                "positive. So is the sign the same.",
                "每个权重虽有自己的梯度 dl/dw = δx，但 δ 是共同的，两个输入又都为正，所以符号总相同。",
            ),
            "never": Words(
                "dl/dw₁ = δx₁ and dl/dw₂ = δx₂ with one δ: positive inputs give both the same sign.",
                "dl/dw₁ = δx₁，dl/dw₂ = δx₂，δ 是同一个：输入为正，符号就相同。",
            ),
            "always": Words(
                "You expect the weights to share the work. For opposite signs one of the inputs would have to be "
                "negative.",
                "以为两个权重会分工。要使符号相反，必须有一个输入为负。",
            ),
        },
    ),
    "activations-5": Prediction(
        Words(
            "The output of a ReLU unit in the first hidden layer is 0 for every sample. You lower the "
            "learning rate and go on for a long time, with plain gradient descent. Does it come back?",
            "第一隐藏层的某个 ReLU 单元对所有样本都输出 0。调低学习率，再用普通梯度下降训练很久，它会恢复吗？",
        ),
        {"yes": Words("yes, slowly", "会，只是慢"), "no": Words("no", "不会")},
        units_that_come_back,
        {
            "yes": Words(
                "Slowly would need a small gradient. Here it is exactly 0, for each sample, so nothing moves.",
                "要慢慢恢复，也得有一点梯度。这里每个样本的梯度都恰好为 0，什么都不会动。",
            ),
            "no": Words(
                "Its slope is 0 for each sample, and its inputs are the data, which do not change: it stays as it is. "
                "Momentum or Adam might still carry it on, by the gradients they remember.",
                "它对每个样本的斜率都是 0，而它的输入就是数据，不会改变：它只能停在原地。"
                "动量法和 Adam 记得从前的梯度，倒还可能带着它走。",
            ),
        },
    ),
    "activations-6": Prediction(
        Words(
            "The lecture writes PReLU as max(αz, z); one can also write it in pieces, z for z > 0 and αz else. The "
            "data are y = x on the right and y = 1.5x on the left. With which formula can a unit learn to fit them?",
            "讲义把 PReLU 写成 max(αz, z)；也可以分段写：z > 0 时取 z，否则取 αz。数据在右侧是 y = x，"
            "在左侧是 y = 1.5x。"
            "单元用哪个公式能学会拟合这些数据？",
        ),
        {
            "both": Words("with both, for they are the same function", "两个都能，因为它们是同一个函数"),
            "pieces": Words("only with the pieces", "只有分段式能"),
            "maximum": Words("only with the maximum", "只有最大值式能"),
        },
        who_fits_a_hill,
        {
            "both": Words(
                "They are the same only while α ≤ 1. With α = 1.5 and z < 0 the larger of αz and z is z: on the left "
                "the maximum has slope 1, and not 1.5.",
                "只有 α ≤ 1 时两者相同。α = 1.5 时，若 z < 0，αz 与 z 中较大的是 z：最大值式在左侧的斜率是 1，"
                "不是 1.5。",
            ),
            "pieces": Words(
                "For z < 0 and α above 1 the larger of αz and z is z. So the maximum takes the flatter line on the "
                "left, and these data are steeper there.",
                "z < 0 而 α 大于 1 时，αz 与 z 中较大的是 z。所以最大值式在左侧取较平的那条，而这些数据在左侧更陡。",
            ),
            "maximum": Words(
                "The other way round: for z < 0 the maximum takes the flatter of its two lines, and these data are "
                "steeper on the left.",
                "正好相反：z < 0 时，最大值式取两条直线中较平的一条，而这些数据在左侧更陡。",
            ),
        },
    ),
    "activations-7": Prediction(
        Words(
            "A Maxout unit may use as many straight lines as it likes. Which curves can it follow as closely as you "
            "wish: the valley x², the wave sin x, or both?",
            "一个 Maxout 单元可以用任意多条直线。它能任意逼近哪条曲线：谷形的 x²、波形的 sin x，还是两者？",
        ),
        {"valley": Words("only the valley", "只能逼近谷形"), "both": Words("both", "两者都能")},
        what_maxout_follows,
        {
            "both": Words(
                "Many lines make a fine polygon, but the highest of lines only ever bends upwards. The wave has hills.",
                "直线越多，折线越细密；但取最大值只能得到下凸的曲线，而波形还有山峰。",
            ),
            "valley": Words(
                "The highest of straight lines is convex, and any convex curve can be reached. Hills need a second "
                "layer.",
                "几条直线取最大值总是凸函数，任何凸曲线都能逼近；要得到山峰，须再加一层。",
            ),
        },
    ),
    "activations-8": Prediction(
        Words(
            "Networks with one hidden layer learn digits by gradient descent, each with the learning rate that suits "
            "it best. Which activation brings the training error down to 5% with the fewest updates?",
            "单隐藏层的网络用梯度下降学习手写数字，学习率各自调到最好。哪种激活函数用最少的更新次数把训练误差降到 5%？",
        ),
        {
            "tanh": Words("tanh", "tanh"),
            "relu": Words("ReLU, but not by much", "ReLU，但领先不多"),
            "six": Words("ReLU, several times as fast", "ReLU，快好几倍"),
        },
        who_needs_fewest_updates,
        {
            "tanh": Words(
                "It starts where its slope is largest, and its outputs are zero-centred. How far this carries, the "
                "picture shows.",
                "它从斜率最大处起步，输出又以零为中心。这个优势能保持多远，图中可以看到。",
            ),
            "relu": Words(
                "You expect that a slope of 1 must help. But from small pre-activations tanh has nearly that slope, "
                "and half of the ReLUs have none.",
                "以为斜率为 1 总有好处。但预激活值不大时，tanh 的斜率也接近 1，而 ReLU 有一半的斜率为零。",
            ),
            "six": Words(
                "That was measured once, elsewhere: a convolutional network on photographs. What a race finds depends "
                "on the course it is run on.",
                "那是别处的一次测量：用卷积网络学习照片。比赛的结果取决于在什么条件下比。",
            ),
        },
    ),
    "activations-sceptic": Prediction(
        Words(
            "See who is first in the race above, ReLU or tanh. Which of these changes, made alone, turns their order "
            "round?",
            "看看上面的比赛里，ReLU 与 tanh 谁在前。下面的改变，哪一项单独就能把两者的次序反过来？",
        ),
        {
            "deep": Words("three hidden layers", "三个隐藏层"),
            "adam": Words("Adam in place of gradient descent", "梯度下降改为 Adam"),
            "bias": Words("first biases of +5", "初始偏置改为 +5"),
        },
        change_that_puts_relu_ahead,
        {
            "deep": Words(
                "You expect that many slopes below 1 multiply to little. But Glorot’s weights hold tanh where it is "
                "steep, and the gap grows.",
                "以为许多小于 1 的斜率会越乘越小。但 Glorot 的权重使 tanh 停在陡的一段，差距反而更大。",
            ),
            "adam": Words(
                "It brings the two nearer to each other, for it rescales each weight’s steps. But it does not turn the "
                "order round.",
                "Adam 为每个权重调整步长，使两者靠近，但次序没有反过来。",
            ),
            "bias": Words(
                "There tanh is saturated in every unit, and ReLU is not. With as much to the left it is ReLU that "
                "never arrives.",
                "这时每个 tanh 单元都饱和，ReLU 却没有。若向左移同样多，永远达不到目标的就是 ReLU。",
            ),
        },
    ),
    "activations-9": Prediction(
        Words(
            "Eight hidden layers of ReLU start from small random weights, σ = 0.01. Plain gradient descent does not "
            "get beyond guessing. You take Adam, with the best of four learning rates. What becomes of the loss "
            "within 12 epochs, beside that of a network that starts from He’s weights?",
            "八个 ReLU 隐藏层从小随机数（σ = 0.01）开始。用普通梯度下降，结果始终不比随机猜测好。改用 Adam，"
            "并取四个学习率中最好的一个。训练 12 轮，与从 He 的权重开始的网络相比，损失会怎样？",
        ),
        {
            "far": Words("it falls as far, in long steps", "步子不短，降得一样低"),
            "stays": Words("it stays at the level of guessing", "仍停在随机猜测的水平"),
            "half": Words("it falls, but less than half as far", "会下降，但幅度不到一半"),
        },
        adam_from_small_weights,
        {
            "far": Words(
                "Adam takes long steps where it divides a gradient by its size. It also adds a tiny ε to that size, "
                "and behind eight small layers the gradients are far smaller than ε.",
                "Adam 用梯度的大小去除梯度，步子才长。但除数中还加了一个极小的 ε；经过八层小权重，梯度比 ε 还小得多。",
            ),
            "stays": Words(
                "Each layer makes the signal smaller, and the gradients too. Adam makes a small gradient large, but "
                "not one far below the ε in its formula. With a smaller ε, and more time, it learns.",
                "每层都使信号变小，梯度也随之变小。Adam 能把小梯度放大，但远小于公式中 ε 的梯度放不大。"
                "把 ε 取得更小，再多给时间，就学得会。",
            ),
            "half": Words(
                "You expect that Adam helps at least a little. With two layers it does; with eight the gradients are "
                "far below the ε in its formula.",
                "以为 Adam 总有一点帮助。两层时确实有；到了八层，梯度远小于它公式中的 ε。",
            ),
        },
    ),
    "activations-modular": Prediction(
        Words(
            "Some layers of a network are hidden in a box. Inside it, the units of every hidden layer change places, "
            "each with all weights that lead to it and away from it. What becomes of the network's output y?",
            "网络的几层藏在一个黑箱里。在黑箱内部，各隐藏层的单元互换位置，每个单元连同进、出它的全部权重一起移动。"
            "网络的输出 y 会怎样？",
        ),
        {
            "changes": Words("it changes: the weight matrices are others now", "会改变，因为权重矩阵已经不同"),
            "same": Words("it stays the same, but for rounding", "不变，只有舍入误差"),
        },
        box_with_units_reordered,
        {
            "changes": Words(
                "The matrices are others, the function is not: each unit adds up the same products, in another order.",
                "矩阵变了，函数没变：每个单元相加的还是同样的乘积，只是次序不同。",
            ),
            "same": Words(
                "Each unit still adds up the same products, only in another order. From outside nothing can be seen.",
                "每个单元相加的还是同样的乘积，只是次序不同。从外面看不出任何变化。",
            ),
        },
    ),
}


def judge_maxout(answer: Any) -> Verdict:
    """(slopes, intercepts) of straight lines whose maximum is |z|, judged by its values."""
    with expected("Expected two lists of equal length: slopes and intercepts.", "应给出两个等长的列表：斜率与截距。"):
        slopes, intercepts = (np.asarray(part, float) for part in answer)
        if slopes.ndim != 1 or slopes.shape != intercepts.shape or not np.isfinite([slopes, intercepts]).all():
            raise ValueError
    z = np.linspace(-5, 5, 101)
    wrong = ~np.isclose(maxout(slopes.tolist(), intercepts.tolist()).f(z), np.abs(z))
    if not wrong.any():
        return right("It is |z| everywhere.", "处处等于 |z|。")
    if not wrong[z > 0].any() or not wrong[z < 0].any():
        return almost("One side is right.", "有一侧是对的。")
    return keep_working("Which straight line is |z| for z < 0?", "z < 0 时，|z| 是哪条直线？")


def solve_maxout() -> Words:
    assert judge_maxout(((1, -1), (0, 0))).voice == "right"
    return Words(
        "<code>((1, -1), (0, 0))</code>: the higher of z and −z. More lines do no harm if they stay below.",
        "<code>((1, -1), (0, 0))</code>：z 与 −z 中较大者。多加直线也无妨，只要它们都在下方。",
    )


def judge_softsign(answer: Any) -> Verdict:
    """The derivative of z / (1 + |z|), as a function of one number or of arrays."""
    if not callable(answer):
        return keep_working("Expected a function of z.", "应给出以 z 为参数的函数。")
    z = np.random.default_rng(5).normal(0, 3, 40)
    got, true = np.array([scalar(one) for one in asked(answer, zip(z))]), 1 / (1 + np.abs(z)) ** 2
    if np.allclose(got, true):
        return right("Forty random places agree.", "四十个随机位置全部相符。")
    if np.allclose(got[z > 0], true[z > 0]) or np.allclose(got[z < 0], true[z < 0]):
        return almost("One side is right. What does |z| do on the other?", "有一侧是对的。另一侧的 |z| 如何变化？")
    if np.allclose(got, z / (1 + np.abs(z))):
        return keep_working("This is the function itself.", "这是函数本身。")
    return keep_working("Take z > 0 first: the quotient rule.", "先看 z > 0：用商的求导法则。")


def solve_softsign() -> Words:
    slope = number(1 / (1 + 9) ** 2)
    of_sigmoid = number(float(ACTIVATIONS["sigmoid"].df(np.array(9.0))), 4)
    return Words(
        "For z > 0: (1 · (1 + z) − z · 1)/(1 + z)² = 1/(1 + z)². The function is odd, so its slope is even: "
        f"1/(1 + |z|)². At z = 9 that is {slope}; the sigmoid has {of_sigmoid}. It saturates too, but slowly.",
        "z > 0 时：(1 · (1 + z) − z · 1)/(1 + z)² = 1/(1 + z)²。函数是奇函数，导数就是偶函数：1/(1 + |z|)²。"
        f"在 z = 9 处为 {slope}，而 sigmoid 为 {of_sigmoid}：它也会饱和，只是慢得多。",
    )


def growth(init: Callable, M: int, N: int, draws: int = 6) -> Any:
    """How much larger the mean square is after a ReLU layer: N inputs that come from a ReLU, M outputs.

    returns : a number; or the shape, if it is wrong; or "alike", if units are, or "repeats", if all draws are
    """
    rng, relu = np.random.default_rng(6), ACTIVATIONS["relu"].f
    ratios, seen = [], set()
    for _ in range(draws):
        h = relu(rng.normal(size=(20, N)))
        W = np.asarray(init(rng, M, N), float)
        if W.shape != (M, N):
            return W.shape
        if len({row.tobytes() for row in W}) < M:
            return "alike"
        seen.add(W.tobytes())
        ratios.append(np.mean(relu(h @ W.T) ** 2) / np.mean(h**2))
    return float(np.mean(ratios)) if len(seen) == draws else "repeats"


def is_reproducible(init: Callable) -> bool:
    """Whether a seed gives the same weights again."""
    first, again = (np.asarray(init(np.random.default_rng(7), 5, 4), float) for _ in range(2))
    return np.array_equal(first, again)


def fault_of_draws(init: Callable, sizes: tuple, found: list) -> Verdict | None:
    """What is wrong with the weights besides their size; None if nothing is."""
    for (M, N), growing in zip(sizes, found):
        if isinstance(growing, tuple):
            return keep_working(f"Expected the shape {M, N}, got {growing}.", f"形状应为 {M, N}，收到 {growing}。")
        if growing == "alike":
            return keep_working(
                "Units that start alike stay alike: draw them at random.", "初始相同的单元永远相同：请随机抽取。"
            )
        if growing == "repeats":
            return keep_working(
                "Every call gives the same weights: draw from rng.", "每次调用都得到同样的权重：请用 rng 抽取。"
            )
    if is_reproducible(init):
        return None
    return almost(
        "Draw from rng and from nothing else, so that a seed gives the same weights again.",
        "只用 rng 抽取，这样同一个种子才能再次得到同样的权重。",
    )


def judge_init(answer: Any) -> Verdict:
    """A function (rng, M, N) -> W that keeps the mean square through ReLU layers of several sizes."""
    if not callable(answer):
        return keep_working("Expected a function of rng, M and N.", "应给出以 rng、M、N 为参数的函数。")
    sizes = (200, 200), (300, 150), (150, 300)
    found = [growth(answer, *size) for size in sizes]
    fault = fault_of_draws(answer, sizes, found)
    if fault is not None:
        return fault
    if all(0.75 < growing < 1.33 for growing in found):
        return right("Three layers of different sizes keep the mean square.", "三个不同大小的层都保持均方值。")
    factors = ", ".join(number(growing) for growing in found)
    near = all(0.4 < growing < 0.6 for growing in found) or 0.75 < found[0] < 1.33
    verdict = almost if near else keep_working
    return verdict(
        f"Layers of 200 × 200, 300 × 150, 150 × 300 multiply the mean square by {factors}.",
        f"200 × 200、300 × 150、150 × 300 的层使均方值分别变为 {factors} 倍。",
    )


def solve_init() -> Words:
    assert judge_init(lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N))).voice == "right"
    return Words(
        "<code>lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N))</code>. z is a sum of N terms w·h, so its "
        "variance is N · Var w · E h². The ReLU keeps half of the mean square: N · Var w / 2 = 1. "
        f"For N = 100, σ = {number(sqrt(2 / 100), 3)} (He et al. 2015, section 2.2).",
        "<code>lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N))</code>。z 是 N 项 w·h 之和，方差为 "
        "N · Var w · E h²。ReLU 使均方值剩下一半：N · Var w / 2 = 1。"
        f"N = 100 时，σ = {number(sqrt(2 / 100), 3)}（He 等 2015，第 2.2 节）。",
    )


HAND, SATURATED = 0.75 * 0.25, 1 - 0.9**2  # the sigmoid's slope at ln 3, and tanh′ where tanh is 0.9


def judge_hand(answer: Any) -> Verdict:
    """The slope of the sigmoid at ln 3, as a number."""
    with expected("Expected one number.", "应给出一个数。"):
        value = scalar(answer)
    if np.isclose(value, HAND, atol=5e-4):
        return right(
            "The sigmoid h is three quarters there, and h(1 − h) is its slope.",
            "该处函数值 h 等于四分之三，斜率是 h(1 − h)。",
        )
    if np.isclose(value, 0.75, atol=5e-4):
        return almost("That is the value h itself. The slope is h(1 − h).", "这是函数值 h 本身。斜率是 h(1 − h)。")
    if np.isclose(value, -HAND, atol=5e-4):
        return almost("The size is right; the sigmoid rises.", "大小对了；但 sigmoid 是上升的。")
    return keep_working(
        "First e to the power −ln 3, then the value h, then h(1 − h).",
        "先算 e 的 −ln 3 次方，再算函数值 h，最后算 h(1 − h)。",
    )


def solve_hand() -> Words:
    return Words(
        f"e to the power −ln 3 is 1/3, so h = 1/(1 + 1/3) = 3/4 and the slope is 3/4 · 1/4 = {number(HAND, 4)}.",
        f"e 的 −ln 3 次方是 1/3，所以 h = 1/(1 + 1/3) = 3/4，斜率是 3/4 · 1/4 = {number(HAND, 4)}。",
    )


def judge_saturated(answer: Any) -> Verdict:
    """(slope, layers): of tanh where its value is 0.9, and how many such layers leave less than a hundredth."""
    with expected("Expected two numbers, the slope and the layers.", "应给出两个数：斜率与层数。"):
        slope, layers = numbers(answer, 2)
    is_slope, is_layers = np.isclose(slope, SATURATED, atol=5e-4), layers == layers_to_a_hundredth()
    if is_slope and is_layers:
        return right("Each layer multiplies by the slope.", "每一层都乘以这个斜率。")
    if is_slope:
        return almost(
            "The slope is right. Multiply it by itself until less than 0.01 is left.",
            "斜率对了。把它自乘，直到小于 0.01。",
        )
    if is_layers:
        return almost("The layers are right. tanh′ = 1 − tanh².", "层数对了。tanh′ = 1 − tanh²。")
    return keep_working("tanh′ = 1 − tanh², and here tanh is 0.9.", "tanh′ = 1 − tanh²，这里 tanh 等于 0.9。")


def layers_to_a_hundredth() -> int:
    return next(k for k in range(1, 99) if SATURATED**k < 0.01)


def solve_saturated() -> Words:
    k = layers_to_a_hundredth()
    before, after = (number(SATURATED**n, 4) for n in (k - 1, k))
    return Words(
        f"1 − 0.9² = {number(SATURATED)}. After {k - 1} layers {before} is left, after {k} layers {after}: "
        f"<code>({number(SATURATED)}, {k})</code>.",
        f"1 − 0.9² = {number(SATURATED)}。经过 {k - 1} 层剩 {before}，经过 {k} 层剩 {after}："
        f"<code>({number(SATURATED)}, {k})</code>。",
    )


def judge_backward(answer: Any) -> Verdict:
    """Any function (z, W, delta) -> the δ of a ReLU layer: z (M,), W (K, M) and delta (K,) of the layer after it."""
    rng = np.random.default_rng(3)
    shapes = (4, 3), (2, 5), (3, 3)
    cases = [(rng.normal(size=M), rng.normal(size=(K, M)), rng.normal(size=K)) for K, M in shapes]
    with expected(
        "Expected a function of z, W, delta that returns as many numbers as z.",
        "应给出以 z、W、delta 为参数的函数，返回的数与 z 一样多。",
    ):
        found = [numbers(delta, len(case[0])) for delta, case in zip(asked(answer, cases), cases)]

    def agree(rule):
        return all(np.allclose(got, rule(*case)) for got, case in zip(found, cases))

    if agree(lambda z, W, delta: (z > 0) * (W.T @ delta)):
        return right("Three layers of different sizes agree.", "三个不同大小的层都相符。")
    if agree(lambda z, W, delta: W.T @ delta):
        return almost(
            "The weights are right. Now the slope of the ReLU: where z ≤ 0 it is 0.",
            "权重部分对了。还要乘以 ReLU 的斜率：z ≤ 0 处为零。",
        )
    if agree(lambda z, W, delta: np.maximum(z, 0) * (W.T @ delta)):
        return almost("Multiply by the slope of the ReLU, not by its value.", "应乘以 ReLU 的斜率，而不是函数值。")
    return keep_working(
        "First W transposed times delta, then times the slope at z.", "先用 W 的转置乘以 delta，再乘以 z 处的斜率。"
    )


def solve_backward() -> Words:
    assert judge_backward(lambda z, W, delta: (W.T @ delta) * (z > 0)).voice == "right"
    code = "lambda z, W, delta: (W.T @ delta) * (z &gt; 0)"
    return Words(
        f"<code>{code}</code>: W.T brings the gradient back to this layer, and a unit with z ≤ 0 lets none "
        "of it through.",
        f"<code>{code}</code>：W.T 把梯度传回这一层，而 z ≤ 0 的单元一点也不让它通过。",
    )


def one_unit(x: np.ndarray, y: np.ndarray, w: float, b: float, eta: float, steps: int) -> tuple:
    """Gradient descent on the mean of ½ (relu(w x + b) − y)²: (w, b) in the end."""
    for _ in range(steps):
        z = w * x + b
        delta = (np.maximum(z, 0) - y) * (z > 0)
        w, b = w - eta * np.mean(delta * x), b - eta * np.mean(delta)
    return w, b


def loops() -> list:
    """x, y, w, b, eta, steps of four trainings, the third of a dead unit, the last of one that stands at its kink."""
    x = np.linspace(-2, 2, 9)
    return [
        (x, np.maximum(2 * x - 1, 0), 0.5, 0.3, 0.1, 25),
        (x, np.abs(x), -1.0, 0.2, 0.2, 7),
        (x, x, 1.0, -9.0, 0.1, 5),
        (x, np.abs(x), 0.0, 0.0, 0.1, 3),
    ]


def judge_loop(answer: Any) -> Verdict:
    """Any function (x, y, w, b, eta, steps) -> (w, b) that trains one ReLU unit."""
    trials = loops()
    with expected(
        "Expected a function of x, y, w, b, eta, steps that returns (w, b).",
        "应给出以 x、y、w、b、eta、steps 为参数的函数，返回 (w, b)。",
    ):
        found = np.array([numbers(pair, 2) for pair in asked(answer, trials)])
    if np.allclose(found, [one_unit(*trial) for trial in trials]):
        return right(
            "It learns; and the third trial, a dead unit, rightly stands still.",
            "它学会了；第三次测试是死亡单元，理应不动。",
        )
    if np.allclose(found, [one_unit(*one_step) for one_step in ((*trial[:-1], 1) for trial in trials)]):
        return almost("One step is right; now repeat it `steps` times.", "一步是对的；再重复 steps 次。")
    if np.allclose(found[:3], [one_unit(*trial) for trial in trials[:3]]):
        return almost("All but one agree: at z = 0 take the slope as 0.", "只差一项：z = 0 处的斜率取零。")
    if np.allclose(found[2], trials[2][2:4]):
        return keep_working(
            "The dead unit stands still, as it should. Check the gradients of the others.",
            "死亡单元没有动，这是对的。请检查其余的梯度。",
        )
    return keep_working(
        "δ = (relu(z) − y) · relu′(z); dl/dw is the mean of δx, dl/db the mean of δ.",
        "δ = (relu(z) − y) · relu′(z)；dl/dw 是 δx 的平均值，dl/db 是 δ 的平均值。",
    )


def solve_loop() -> Words:
    assert judge_loop(one_unit).voice == "right"
    code = (
        "def learn(x, y, w, b, eta, steps):\n    for _ in range(steps):\n        z = w * x + b\n"
        "        delta = (np.maximum(z, 0) - y) * (z &gt; 0)\n        w -= eta * np.mean(delta * x)\n"
        "        b -= eta * np.mean(delta)\n    return w, b"
    )
    return Words(f"<pre>{code}</pre>", f"<pre>{code}</pre>")


def judge_break(answer: Any) -> Verdict:
    """Pre-activations along a path, of one layer or more, where tanh passes on more than ReLU."""
    with expected("Expected a list of numbers, one for each layer.", "应给出一个数的列表，每层一个。"):
        z = np.asarray(answer, float).ravel()
        if np.ndim(answer) == 0 or not (z.size and np.isfinite(z).all()):
            raise ValueError
    tanh, relu = (float(np.prod(ACTIVATIONS[phi].df(z))) for phi in ("tanh", "relu"))
    if tanh > relu:
        return right(
            f"tanh passes on {magnitude(tanh)} of the gradient, ReLU {magnitude(relu)}: one z ≤ 0 is enough "
            "to stop it.",
            f"tanh 传递梯度的 {magnitude(tanh)} 倍，ReLU 传递 {magnitude(relu)} 倍：有一个 z ≤ 0 就足以切断。",
        )
    if tanh == relu == 0:
        return almost(
            "ReLU passes on nothing, but so far out the slope of tanh is 0 as well, as far as numbers go. Come nearer.",
            "ReLU 什么也没传，但离零这么远，tanh 的斜率在数值上也是零。请靠近一些。",
        )
    if tanh == relu:
        return almost("Here both pass on the same.", "这里两者传递的一样多。")
    return keep_working(
        "Along this path all ReLUs have slope 1. Where is it 0?", "这条路径上所有 ReLU 的斜率都是 1。在哪里为零？"
    )


def solve_break() -> Words:
    return Words(
        "<code>[1, 1, −0.5, 1]</code>: the third ReLU has slope 0, so nothing passes; every slope of tanh is above 0. "
        "Any list with one z ≤ 0, none of them far out, will do.",
        "<code>[1, 1, −0.5, 1]</code>：第三个 ReLU 的斜率为零，梯度无法通过；而 tanh 的各个斜率都大于零。"
        "任何含有一个 z ≤ 0、且没有离零太远的列表都可以。",
    )


def solve_open() -> Words:
    return Words(
        "One answer: fix the data, the network, the batches and the error to reach, and write the error "
        "down first. Give "
        "each activation the initialization made for it, and a learning rate that is tuned with seeds of its own. Then "
        "race with ten fresh seeds or more, and report all of them, with runs that never arrive. Repeat with another "
        "depth, other starting biases and another data set. Say that ReLU is faster only where it is so on "
        "nearly every "
        "seed, and say where that was.",
        "一种答案：固定数据、网络、小批量和目标误差，并事先写下目标误差。每种激活函数配上为它设计的初始化，"
        "学习率用另外的"
        "随机种子各自调优。然后用不少于十个新的随机种子比较，报告全部结果，包括始终未达到目标的。"
        "换一个深度、换一种初始偏置、"
        "换一个数据集再做一遍。只有在几乎每个随机种子上 ReLU 都更快时才说它更快，并说明是在什么条件下。",
    )


EXERCISES = {
    "activations-hand": Exercise(judge_hand, solve_hand, Words("By hand", "手算")),
    "activations-saturated": Exercise(judge_saturated, solve_saturated, Words("By hand", "手算")),
    "activations-easy": Exercise(judge_maxout, solve_maxout, Words("Easy", "容易")),
    "activations-backward": Exercise(judge_backward, solve_backward, Words("In code", "写代码")),
    "activations-loop": Exercise(judge_loop, solve_loop, Words("In code", "写代码")),
    "activations-derive": Exercise(judge_softsign, solve_softsign, Words("Derive", "推导")),
    "activations-build": Exercise(judge_init, solve_init, Words("Build", "搭建")),
    "activations-break": Exercise(judge_break, solve_break, Words("Break a claim", "推翻一个说法")),
    "activations-open": open_question(solve_open, Words("Open", "开放题")),
}
