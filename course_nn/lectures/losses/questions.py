"""Lecture 5: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from contextlib import suppress
from functools import cache
from math import log

import numpy as np

from course_nn.activations import sigmoid
from course_nn.datasets import penguins
from course_nn.lectures.losses.margin_losses import descend
from course_nn.lectures.losses.sigmoid_neuron import SLOPES
from course_nn.lectures.losses.trials import trial
from course_nn.linear_models import ridge_slope
from course_nn.logistic_regression import standardise
from course_nn.losses import GAUSSIAN, LOSSES, softmax
from course_nn.network import Network
from course_nn.notebook.exercises import Exercise, Prediction, almost, expected, keep_working, numbers, right, scalar
from course_nn.stage.numbers import number
from course_nn.training import train
from course_nn.words import Words


def when_l2_reaches_zero():
    """The best slope of a few samples under an L2 penalty, for λ from 0.001 to 10⁹."""
    x, y = np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), np.array([-2.4, -1.0, 0.3, 0.6, 2.5])
    best = ridge_slope(x, y, 10.0 ** np.arange(-3, 10))
    if best.all():
        return "never"
    return "from" if best.any() else "at once"


def pull_from_twice_as_far():
    """|dl/dr| at a residual of 6 over that at 3, for the squared and for the absolute error."""
    near, far = np.array([-3.0]), np.array([-6.0])
    times = []
    for name in ("squared_error", "absolute_error"):
        pull = LOSSES[name].gradient
        times.append(pull(far, [0])[0] / pull(near, [0])[0])
    return ", ".join(f"{ratio:g}" for ratio in times)


def share_in_the_band(seed):
    """A network with outputs μ and log σ learns from 60 points for 2,000 epochs: new ones in its band μ ± 1.96 σ."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-3, 3, 2060)
    y = 0.8 * x + 0.6 * np.exp(x / 4) * rng.normal(size=len(x))
    network = Network((1, 16, 2))
    train(network, x[:60, None], y[:60], GAUSSIAN, "adam", learning_rate=0.01, epochs=2000)
    mean, log_sigma = network(x[60:, None]).T
    return np.mean(np.abs(y[60:] - mean) < 1.96 * np.exp(log_sigma))


@cache
def band_of_a_long_training():
    typical = np.median([share_in_the_band(seed) for seed in range(3)])
    if typical < 0.9:
        return "fewer"
    return "95" if typical < 0.97 else "more"


@cache
def birds_wrong_after_mixed_labels():
    """The hinge loss descends with labels 0 and 1: how many of 219 birds are on the wrong side in the end?"""
    birds = penguins()
    run = descend(standardise(birds.X).Z, birds.y, "hinge", mixed=True, start=(-0.2, 0.6, 0))
    return str(run.wrong[-1])


def faster_neuron():
    """The slope (a − y) σ′(z) of the squared error, for the outputs of w = b = 2 and of w = 0.6, b = 0.9, target 0."""
    outputs = sigmoid(np.array([4.0, 1.5]))
    badly, less = SLOPES["squared"](outputs)
    if np.isclose(badly, less):
        return "same"
    return "0.98" if badly > less else "0.82"


def shifted_logits():
    """What a shift by 100 does to softmax, and to log Σ e^f."""
    f = np.array([2.0, 1.0, -1.0])
    if not np.allclose(softmax(f + 100), softmax(f)):
        return "corner"
    growth = np.logaddexp.reduce(f + 100) - np.logaddexp.reduce(f)
    return "neither" if growth == 0 else "one"


def explained_after_renaming():
    """R² of body mass on an integer code, with Adelie 0, Gentoo 1, Chinstrap 2."""
    birds = penguins(("Adelie", "Gentoo", "Chinstrap"), ("body_mass_g",))
    return f"{np.corrcoef(birds.y, birds.X[:, 0])[0, 1] ** 2:.2f}"


def right_with_one_softmax_unit():
    return f"{trial('binary', 'softmax', 'categorical', 1).scores[-1]:.0%}"


PREDICTIONS = {
    "losses-1": Prediction(
        Words(
            "L2 charges λ · ½w² for the weight w. From which λ on is the best weight exactly 0?",
            "L2 对权重 w 的惩罚是 λ · ½w²。λ 从多大起，最优权重恰好为 0？",
        ),
        {
            "from": Words("from a certain λ on", "从某个 λ 起"),
            "never": Words("never, however large λ is", "永远不会，无论 λ 多大"),
            "at once": Words("at once, for every λ > 0", "只要 λ > 0 就立刻为 0"),
        },
        when_l2_reaches_zero,
        {
            "from": Words(
                "That is what L1 does. Near w = 0 the price ½w² is flat: the last bit of weight costs next to nothing.",
                "L1 才会这样。在 w = 0 附近，½w² 是平的：最后那一点权重几乎不用付代价。",
            ),
            "never": Words(
                "The pull of ½w² fades as w shrinks, the pull of the data does not. L1 keeps its pull down to 0.",
                "w 变小时，½w² 的拉力随之减弱，数据的拉力却不会。L1 的拉力则一直保持到 0。",
            ),
            "at once": Words(
                "A small λ moves the minimum only a little. Let λ grow slowly and watch.",
                "λ 很小时，最小值点只移动一点。请慢慢增大 λ 看看。",
            ),
        },
    ),
    "losses-2": Prediction(
        Words(
            "A point moves to twice its distance from the line. How much harder does it pull on the line, |dl/dr|, "
            "under the squared error, and under the absolute error?",
            "一个点到直线的距离变为两倍。在平方误差和绝对误差下，它对直线的拉力 |dl/dr| 各变为几倍？",
        ),
        {
            "4, 2": Words("four times; twice", "四倍；两倍"),
            "2, 1": Words("twice; just the same", "两倍；不变"),
            "2, 2": Words("twice; twice", "两倍；两倍"),
        },
        pull_from_twice_as_far,
        {
            "4, 2": Words(
                "So much does the loss itself grow. A point pulls with the slope of the loss.",
                "那是损失本身的倍数。点的拉力等于损失的斜率。",
            ),
            "2, 1": Words(
                "½r² has the slope r, |r| the slope ±1: the first listens to whoever shouts loudest, the second counts "
                "heads.",
                "½r² 的斜率是 r，|r| 的斜率是 ±1：前者谁嗓门大听谁的，后者只数人头。",
            ),
            "2, 2": Words(
                "|r| is a straight line on either side: its slope does not depend on the distance.",
                "|r| 在两侧都是直线，斜率与距离无关。",
            ),
        },
    ),
    "losses-3": Prediction(
        Words(
            "A network answers with μ(x) and σ(x). It trains on 60 points for 2000 epochs, and −log N keeps falling. "
            "How many new points, from the same range of x, does its 95% band hold?",
            "网络输出 μ(x) 与 σ(x)。它用 60 个点训练 2000 轮，−log N 一直在下降。对同一 x 范围内的新点，"
            "它的 95% 带能覆盖多少？",
        ),
        {
            "95": Words("about 95%: that is what it was trained for", "约 95%：训练的就是这个"),
            "more": Words("more: the band is careful", "更多：带是谨慎的"),
            "fewer": Words("clearly fewer", "明显更少"),
        },
        band_of_a_long_training,
        {
            "95": Words(
                "Of the points it was trained on, yes. New points were not there when σ was made small.",
                "对训练过的点确实如此。但把 σ 缩小的时候，新点并不在场。",
            ),
            "more": Words(
                "A wide band costs log σ at every point, so training makes it as narrow as the trained points allow.",
                "带越宽，每个点付出的 log σ 越多，所以训练会把它收到训练点所允许的最窄。",
            ),
            "fewer": Words(
                "μ bends towards the trained points, then σ may shrink there, and both make −log N smaller. The "
                "network has grown over-confident.",
                "μ 向训练点弯过去，那里的 σ 就可以缩小，两者都使 −log N 更小。网络变得过于自信。",
            ),
        },
    ),
    "losses-4": Prediction(
        Words(
            "The hinge loss is written for labels −1 and +1. By mistake it is given 0 and 1, and during training its "
            "mean falls from 1.07 to 0.69. How many of 219 birds, 151 of them of class 0, are wrong in the end?",
            "铰链损失要求标签为 −1 和 +1。误给了 0 和 1，训练中它的均值从 1.07 降到 0.69。"
            "219 只企鹅中有 151 只属于类别 0，最后判错多少只？",
        ),
        {
            "7": Words("7, as with the right labels: the loss went down", "7 只，和标签正确时一样：损失下降了"),
            "68": Words("68, all of class 1", "68 只，即类别 1 的全部"),
            "151": Words("151, all of class 0", "151 只，即类别 0 的全部"),
        },
        birds_wrong_after_mixed_labels,
        {
            "7": Words(
                "Training makes small what it is given, and that was the loss of the wrong labels.",
                "训练只会让它得到的量变小，而它得到的是错误标签的损失。",
            ),
            "68": Words(
                "Class 1 has its right label, 1: it is class 0 that lost its own.",
                "类别 1 的标签 1 是对的；丢了自己标签的是类别 0。",
            ),
            "151": Words(
                "For y = 0 the loss is max(0, 1 − 0) = 1 whatever the answer, its slope 0. Only class 1 is learned, "
                "and every bird is called class 1. Nothing complains.",
                "y = 0 时，无论怎样回答，损失都是 max(0, 1 − 0) = 1，斜率为 0。学到的只有类别 1："
                "每只都被判为类别 1，也没有任何报错。",
            ),
        },
    ),
    "losses-5": Prediction(
        Words(
            "Two sigmoid neurons should answer 0. One says 0.98, the other 0.82. Both learn by the squared error, with "
            "the same η. Which one moves faster at first?",
            "两个 sigmoid 神经元都应输出 0。一个输出 0.98，另一个 0.82，都用平方误差和相同的 η 学习。"
            "起初哪个动得更快？",
        ),
        {
            "0.98": Words("the one that says 0.98: it is more wrong", "输出 0.98 的：它错得更厉害"),
            "0.82": Words("the one that says 0.82", "输出 0.82 的"),
            "same": Words("both alike", "一样快"),
        },
        faster_neuron,
        {
            "0.98": Words(
                "One learns fastest from one’s worst mistakes, but not this neuron: its slope holds the factor σ′(z), "
                "and σ is flat where it is sure of itself.",
                "人从最严重的错误中学得最快，这个神经元却不然：它的斜率含因子 σ′(z)，而 σ 在它最有把握的地方是平的。",
            ),
            "0.82": Words(
                "a²(1 − a) is seven times as large at 0.82 as at 0.98. Being very wrong it cannot hear that it is.",
                "a²(1 − a) 在 0.82 处是 0.98 处的七倍。错得太厉害，反而听不见。",
            ),
            "same": Words(
                "The same η, but not the same slope: (a − y) σ′(z) depends on a.",
                "η 相同，斜率却不同：(a − y) σ′(z) 与 a 有关。",
            ),
        },
    ),
    "losses-6": Prediction(
        Words(
            "You add 100 to every logit. What happens to p = softmax(f), and to log Σ e^f?",
            "把每个 logit 都加上 100。p = softmax(f) 与 log Σ e^f 会怎样？",
        ),
        {
            "neither": Words("neither changes", "两者都不变"),
            "one": Words("p stays, log Σ e^f grows by 100", "p 不变，log Σ e^f 增加 100"),
            "corner": Words("p goes to a corner, 1 for the largest", "p 走向一个角：最大者为 1"),
        },
        shifted_logits,
        {
            "neither": Words(
                "softmax is a quotient, where e¹⁰⁰ cancels. log Σ e^f has no denominator to cancel it with.",
                "softmax 是一个商，e¹⁰⁰ 上下约去。log Σ e^f 没有分母可约。",
            ),
            "one": Words(
                "That is why the largest logit may be taken off before e^f is computed: p and the loss stay, and "
                "nothing overflows.",
                "因此可以在计算 e^f 之前先减去最大的 logit：p 和损失不变，也不会溢出。",
            ),
            "corner": Words(
                "To multiply all logits does that. To add the same to all leaves their differences as they are.",
                "乘以一个大数才会这样。都加上同一个数，彼此的差不变。",
            ),
        },
    ),
    "losses-7": Prediction(
        Words(
            "Predict a penguin’s body mass from its species, coded as Adelie 0, Chinstrap 1, Gentoo 2: a straight line "
            "explains R² = 0.56. Now Gentoo becomes 1 and Chinstrap 2. What becomes of R²?",
            "由物种预测企鹅体重，编码为 Adelie 0、Chinstrap 1、Gentoo 2，直线的 R² = 0.56。"
            "现在改为 Gentoo 1、Chinstrap 2，R² 会变成多少？",
        ),
        {
            "0.56": Words("0.56: the code says the same as before", "0.56：编码的信息与之前相同"),
            "0.30": Words("about 0.30", "约 0.30"),
            "0.04": Words("0.04", "0.04"),
        },
        explained_after_renaming,
        {
            "0.56": Words(
                "The information is the same, but a linear model can use it only along a line, and now the heavy "
                "Gentoos stand between the light ones.",
                "信息相同，但线性模型只能沿一条直线使用它，而现在较重的 Gentoo 夹在两个较轻的物种之间。",
            ),
            "0.30": Words(
                "The means go up and down again, so the best line is nearly flat.",
                "均值先升后降，最好的直线几乎是平的。",
            ),
            "0.04": Words(
                "Whoever numbers categories invents an order, and the model takes it seriously. One-hot coding "
                "explains 0.67 whatever the order.",
                "给类别编号就凭空造出了次序，模型会当真。独热编码无论次序如何，R² 都是 0.67。",
            ),
        },
    ),
    "losses-8": Prediction(
        Words(
            "Two classes, ONE output unit with softmax, categorical cross-entropy. From the first step to the last the "
            "loss is 0.00. How many new samples are answered right?",
            "两类，只有一个带 softmax 的输出单元，损失用分类交叉熵。从第一步到最后一步，损失都是 0.00。"
            "新样本答对多少？",
        ),
        {
            "100%": Words("100%: the loss is 0", "100%：损失为 0"),
            "66%": Words("66%, the share of class 0", "66%，即类别 0 的比例"),
            "34%": Words("34%, the share of class 1", "34%，即类别 1 的比例"),
        },
        right_with_one_softmax_unit,
        {
            "100%": Words(
                "softmax of a single number is e^f / e^f = 1. So −c log 1 = 0 for every sample, right or wrong, and so "
                "is the slope.",
                "单个数的 softmax 是 e^f / e^f = 1。于是无论对错，每个样本都有 −c log 1 = 0，斜率也是 0。",
            ),
            "66%": Words(
                "A constant answer, yes. But which constant is softmax of a single number?",
                "的确是个常数回答。可单个数的 softmax 是哪个常数？",
            ),
            "34%": Words(
                "It answers 1 to everything, and its loss does not mind. A loss of 0 says something only if the "
                "output could have been wrong.",
                "它对什么都答 1，损失也毫不介意。只有当输出有可能出错时，损失为 0 才说明问题。",
            ),
        },
    ),
}

WANTED = np.array([1 / 2, 1 / 3, 1 / 6])


def judge_logits(answer):
    """Three logits whose softmax is ½, ⅓, ⅙, judged by their softmax."""
    with expected("Expected three numbers.", "应给出三个数。"):
        f = numbers(answer, 3)
    p = softmax(f)
    shown = ", ".join(number(v, 3) for v in p)
    if np.abs(p - WANTED).max() < 0.003:
        return right(
            f"softmax: {shown}. Adding a constant to all three changes nothing.",
            f"softmax：{shown}。三个数同加一个常数，结果不变。",
        )
    if np.allclose(f, WANTED, atol=0.003):
        return keep_working(
            f"These are the probabilities. Their softmax is {shown}.", f"这是概率本身，它们的 softmax 是 {shown}。"
        )
    nearly = np.abs(p - WANTED).max() < 0.03
    in_another_order = np.abs(np.sort(p)[::-1] - WANTED).max() < 0.003
    voice = almost if nearly or in_another_order else keep_working
    return voice(f"softmax gives {shown}.", f"softmax 得到 {shown}。")


def solve_logits():
    f = np.log(WANTED / WANTED[2])
    assert judge_logits(f).voice == "right"
    told = ", ".join(number(v, 3) for v in f)
    return Words(
        f"Take logarithms: p_k is proportional to e^f_k. (log 3, log 2, 0) = ({told}), for 3 : 2 : 1 is "
        "½ : ⅓ : ⅙. Any constant may be added to all three.",
        f"取对数：p_k 与 e^f_k 成正比。(log 3, log 2, 0) = ({told})，因为 3 : 2 : 1 就是 ½ : ⅓ : ⅙。"
        "三个数可同加任意常数。",
    )


def judge_count_gradient(answer):
    """dl/df for l = −log p, where y is a Poisson count with the mean e^f."""
    if not callable(answer):
        return keep_working("Expected a function of f and y.", "应给出以 f 和 y 为参数的函数。")
    rng = np.random.default_rng(7)
    f, y = rng.normal(0, 1.5, 40), rng.integers(0, 9, 40)
    got = np.array([scalar(answer(*pair)) for pair in zip(f, y)])
    rate = np.exp(f)
    if np.allclose(got, rate - y):
        return right(
            "Forty random pairs agree. It is answer − target once more.", "四十对随机数全部相符。又是“输出 − 目标”。"
        )
    if np.allclose(got, y - rate):
        return almost(
            "The sign: this is the slope of log p, and the loss is −log p.",
            "注意符号：这是 log p 的斜率，而损失是 −log p。",
        )
    if np.allclose(got, 1 - y / rate):
        return almost("This is dl/dλ. The chain rule goes on: λ = e^f.", "这是 dl/dλ。再用一次链式法则：λ = e^f。")
    return keep_working(
        "Write l = λ − y log λ + log y! first, then put λ = e^f.", "先写出 l = λ − y log λ + log y!，再代入 λ = e^f。"
    )


def solve_count_gradient():
    assert judge_count_gradient(lambda f, y: np.exp(f) - y).voice == "right"
    return Words(
        "l = −log p = e^f − y f + log y!, so dl/df = e^f − y: <code>lambda f, y: np.exp(f) - y</code>. For f = log 3 "
        f"and y = 5 it is {number(np.exp(log(3)) - 5)}: descent raises f. Squared error, and sigmoid and softmax with "
        "their cross-entropies, have the same form: answer − target.",
        "l = −log p = e^f − y f + log y!，所以 dl/df = e^f − y：<code>lambda f, y: np.exp(f) - y</code>。"
        f"f = log 3、y = 5 时为 {number(np.exp(log(3)) - 5)}：梯度下降会增大 f。平方误差，以及 sigmoid、softmax "
        "与各自的交叉熵，也都是“输出 − 目标”。",
    )


def judge_log_softmax(answer):
    """A function F (n, K) -> log softmax (n, K), right for small logits and finite for large ones."""
    if not callable(answer):
        return keep_working("Expected a function of F.", "应给出以 F 为参数的函数。")
    small = np.random.default_rng(8).normal(0, 2, (5, 4))
    large = np.array([[1000.0, 0, -1000], [-1000, -1001, -1000], [0, 0, 0]])
    got = np.asarray(answer(small.copy()), float)
    if got.shape != (5, 4):
        return keep_working(f"Expected the shape (5, 4), got {got.shape}.", f"形状应为 (5, 4)，收到 {got.shape}。")
    if np.allclose(got, softmax(small)):
        return almost("These are the probabilities; take their logarithm.", "这是概率；请取对数。")
    if np.allclose(got, np.log(softmax(small.T)).T):
        return almost("The columns sum to 1; it is the rows that should.", "现在是各列之和为 1，应当是各行。")
    if not np.allclose(got, np.log(softmax(small))):
        return keep_working(
            "log softmax is f less log Σ e^f, row by row.", "log softmax 等于 f 减去 log Σ e^f，逐行计算。"
        )
    far = np.zeros(0)
    with suppress(ArithmeticError, ValueError):  # where NumPy gives inf or nan, math.exp and math.log raise
        far = np.asarray(answer(large.copy()), float)
    if far.shape == large.shape and np.allclose(far, large - np.logaddexp.reduce(large, axis=1, keepdims=True)):
        return right("Right, and finite for (1000, 0, −1000).", "正确，对 (1000, 0, −1000) 也是有限的。")
    return almost(
        "Right for small logits. For (1000, 0, −1000) it should be (0, −1000, −2000).",
        "对小的 logits 正确。对 (1000, 0, −1000) 应得到 (0, −1000, −2000)。",
    )


def solve_log_softmax():
    assert judge_log_softmax(lambda F: F - np.logaddexp.reduce(F, axis=-1, keepdims=True)).voice == "right"
    return Words(
        "<code>lambda F: F - np.logaddexp.reduce(F, axis=-1, keepdims=True)</code>. By hand: take the largest of each "
        "row off, Z = F − max F, then Z − log Σ e^Z. Every e^Z is at most 1, one of them is 1, so the sum lies between "
        "1 and K. The logarithm of a finished softmax is too late: e⁻²⁰⁰⁰ is 0 by then.",
        "<code>lambda F: F - np.logaddexp.reduce(F, axis=-1, keepdims=True)</code>。手写：每行先减去最大值，"
        "Z = F − max F，再求 Z − log Σ e^Z。每个 e^Z 至多为 1，其中一个等于 1，所以和在 1 与 K 之间。"
        "先算完 softmax 再取对数就晚了：那时 e⁻²⁰⁰⁰ 已经是 0。",
    )


EXERCISES = {
    "losses-easy": Exercise(judge_logits, solve_logits),
    "losses-derive": Exercise(judge_count_gradient, solve_count_gradient),
    "losses-build": Exercise(judge_log_softmax, solve_log_softmax),
}
