"""Lecture 5: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from contextlib import suppress
from functools import cache
from math import log
from typing import Any

import numpy as np

from course_nn.activations import sigmoid
from course_nn.common.outcomes import outcome
from course_nn.common.words import Words
from course_nn.datasets import penguins
from course_nn.drawing.numbers import number
from course_nn.lectures.losses.demos.margins.margin_losses import MARGIN_LOSSES
from course_nn.lectures.losses.demos.wrong_pair.sigmoid_neuron import SLOPES
from course_nn.lectures.losses.trials import RECOMMENDED, Pair, scores, trial
from course_nn.linear_models import ridge_slope
from course_nn.losses import GAUSSIAN, LOSSES, gaussian_nll, softmax
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
from course_nn.optimizers import Clipped, GradientDescent
from course_nn.training import train


def when_l2_reaches_zero() -> str:
    """The best slope of a few samples under an L2 penalty, for λ from 0.001 to 10⁹."""
    x, y = np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), np.array([-2.4, -1.0, 0.3, 0.6, 2.5])
    best = ridge_slope(x, y, 10.0 ** np.arange(-3, 10))
    if best.all():
        return "never"
    return "from" if best.any() else "at once"


def pull_from_twice_as_far() -> str:
    """|dl/dr| at a residual of 6 over that at 3, for the squared and for the absolute error."""
    near, far = np.array([-3.0]), np.array([-6.0])
    times = []
    for name in ("squared_error", "absolute_error"):
        pull = LOSSES[name].gradient
        times.append(pull(far, np.zeros(1))[0] / pull(near, np.zeros(1))[0])
    return ", ".join(f"{ratio:g}" for ratio in times)


def share_in_the_band(seed: int) -> float:
    """A network with outputs μ and log σ learns from 60 points for 2,000 epochs: new ones in its band μ ± 1.96 σ."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-3, 3, 2060)
    y = 0.8 * x + 0.6 * np.exp(x / 4) * rng.normal(size=len(x))
    network = Network((1, 16, 2))
    train(network, x[:60, None], y[:60], GAUSSIAN, "adam", learning_rate=0.01, epochs=2000)
    mean, log_sigma = network(x[60:, None]).T
    return np.mean(np.abs(y[60:] - mean) < 1.96 * np.exp(log_sigma))


@cache
def band_of_a_long_training() -> str:
    typical = np.median([share_in_the_band(seed) for seed in range(3)])
    if typical < 0.9:
        return "fewer"
    return "95" if typical < 0.97 else "more"


def across_or_along() -> str:
    """−log N of the errors (6, 3) and (−6, 3), as long as each other, under the covariance of the Gentoos."""
    birds = penguins(("Gentoo",), ("flipper_length_mm", "bill_length_mm")).X
    along, across = gaussian_nll(np.zeros((2, 2)), np.array([[6.0, 3.0], [-6.0, 3.0]]), np.cov(birds.T))
    if np.isclose(along, across):
        return "same"
    return "along" if along > across else "across"


def who_pulls_with_mixed_labels() -> str:
    """The slope of the hinge loss at every margin, if class 0 is given the label 0 and class 1 the label 1."""
    f, hinge = np.linspace(-3, 3, 61)[:, None], MARGIN_LOSSES["hinge"]
    zero, one = (np.any(hinge.dl(f, np.full_like(f, label)) != 0) for label in (0, 1))
    return {(True, True): "both", (False, True): "one", (True, False): "zero"}[bool(zero), bool(one)]


def faster_neuron() -> str:
    """The slope (p − c) p(1 − p) of the squared error for c = 0, with w = b = 2 and with w = 0.6, b = 0.9."""
    outputs = sigmoid(np.array([4.0, 1.5]))
    badly, less = SLOPES["squared"](outputs)
    if np.isclose(badly, less):
        return "same"
    return "0.98" if badly > less else "0.82"


def cross_entropy_where_the_hinge_loss_is_0() -> str:
    """Scores with the multi-class hinge loss 0: is their cross-entropy 0 as well, at most sometimes, or never?"""
    rng = np.random.default_rng(3)
    F = rng.normal(0, 20, (2000, 3))  # in float64 exp(−700) is still above 0
    at_rest = F[LOSSES["multiclass_hinge"].per_sample(F, np.zeros(len(F), int)) == 0]
    lead = at_rest[:, 1:] - at_rest[:, :1]
    entropy = np.log1p(np.exp(lead).sum(axis=1))
    if np.all(entropy > 0):
        return "never"
    return "always" if not entropy.any() else "sometimes"


def shifted_logits() -> str:
    """What a shift by 100 does to softmax, and to log Σ e^f."""
    f = np.array([2.0, 1.0, -1.0])
    if not np.allclose(softmax(f + 100), softmax(f)):
        return "corner"
    growth = np.logaddexp.reduce(f + 100) - np.logaddexp.reduce(f)
    return "neither" if growth == 0 else "one"


def explained_after_renaming() -> str:
    """R² of body mass on an integer code, with Adelie 0, Gentoo 1, Chinstrap 2."""
    birds = penguins(("Adelie", "Gentoo", "Chinstrap"), ("body_mass_g",))
    return f"{np.corrcoef(birds.y, birds.X[:, 0])[0, 1] ** 2:.2f}"


def right_with_one_softmax_unit() -> str:
    return f"{trial('binary', 'softmax', 'categorical', 1).scores[-1]:.0%}"


def lead_over_the_clipped_output(**change) -> float:
    """How many more a sigmoid gets right than a clipped linear output, both by the cross-entropy: medians of starts."""
    pairs = RECOMMENDED["binary"], Pair("clipped", "binary", 1)
    best, clipped = (np.median(scores("binary", pair, **change)) for pair in pairs)
    return best - clipped


@cache
def change_that_lets_the_clipped_output_arrive() -> str:
    """Of four changes at η = 0.3, the one that leaves nothing of the lead."""
    changes: dict[str, dict[str, Any]] = {
        "data": dict(samples=5),
        "long": dict(steps=900),
        "cut": dict(optimizer=Clipped(GradientDescent(0.3), 0.3)),
        "adam": dict(optimizer="adam"),
    }
    lead = lead_over_the_clipped_output()
    becomes = {key: outcome(lead, lead_over_the_clipped_output(**change)) for key, change in changes.items()}
    (overturns,) = [key for key, change in becomes.items() if change == "reversed"]
    return overturns


PREDICTIONS = {
    "losses-1": Prediction(
        Words(
            "L2 charges λ · ½w² for the weight w. From which λ on is the best weight exactly 0?",
            "L2 对权重 w 的惩罚项是 λ · ½w²。λ 从多大起，最优权重恰好为 0？",
        ),
        {
            "from": Words("from a certain λ on", "从某个 λ 起"),
            "never": Words("never, however large λ is", "永远不会，无论 λ 多大"),
            "at once": Words("at once, for every λ > 0", "只要 λ > 0 就立刻为 0"),
        },
        when_l2_reaches_zero,
        {
            "from": Words(
                "You take L2 for L1. Near w = 0 the price ½w² is flat: the last bit of weight costs next to nothing.",
                "把 L2 当成了 L1。在 w = 0 附近，½w² 是平的：最后那一点权重几乎不用付代价。",
            ),
            "never": Words(
                "The pull of ½w² fades as w shrinks, the pull of the data does not. L1 keeps its pull down to 0.",
                "w 变小时，½w² 的拉力随之减弱，数据的拉力却不会。L1 的拉力则一直保持到 0。",
            ),
            "at once": Words(
                "You think that whatever costs something goes. A small λ moves the minimum only a little.",
                "以为要付代价的就会去掉。λ 很小时，最小值点只移动一点。",
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
                "You take the loss for the pull: so much does the loss itself grow. A point pulls with its slope.",
                "把损失当成了拉力：那是损失本身增大的倍数。点的拉力等于损失的斜率。",
            ),
            "2, 1": Words(
                "½r² has the slope r, |r| the slope ±1: the first follows whoever is farthest away, the second counts "
                "heads.",
                "½r² 的斜率是 r，|r| 的斜率是 ±1：前者离得越远的点影响越大，后者每个点的影响都一样。",
            ),
            "2, 2": Words(
                "You think that whoever is farther away always pulls harder. |r| is straight on either side: its slope "
                "does not depend on the distance.",
                "以为离得越远，拉力总是越大。|r| 在两侧都是直线，斜率与距离无关。",
            ),
        },
    ),
    "losses-3": Prediction(
        Words(
            "A network has the outputs μ(x) and σ(x). It trains on 60 points for 2000 epochs, and −log N keeps "
            "falling. "
            "How many new points, from the same range of x, does its 95% band hold?",
            "某个网络输出 μ(x) 与 σ(x)，用 60 个样本训练 2000 轮（epoch），−log N 一直在下降。"
            "对同一 x 范围内的新样本，网络给出的 95% 误差带能覆盖多少？",
        ),
        {
            "95": Words("about 95%: that is what it was trained for", "约 95%：训练的目标就是这个"),
            "more": Words("more: the band is careful", "更多：误差带偏保守"),
            "fewer": Words("clearly fewer", "明显更少"),
        },
        band_of_a_long_training,
        {
            "95": Words(
                "You take what holds for the trained points for a promise about all. New points were not there when σ "
                "was made small.",
                "把对训练样本成立的事，当成了对一切样本的保证。σ 缩小时，训练并没有见过新样本。",
            ),
            "more": Words(
                "You expect a network to be careful. But a wide band costs log σ at every point, so training makes it "
                "as narrow as the trained points allow.",
                "以为网络会留有余地。但误差带越宽，每个点的 log σ 越大，所以训练会把它收窄到训练样本所允许的程度。",
            ),
            "fewer": Words(
                "μ bends towards the trained points, then σ may shrink there, and both make −log N smaller. The "
                "network has grown over-confident.",
                "μ 向训练样本弯过去，那里的 σ 就可以缩小，两者都使 −log N 更小。网络变得过于自信。",
            ),
        },
    ),
    "losses-4": Prediction(
        Words(
            "The hinge loss max(0, 1 − y f) is written for labels −1 and +1. By mistake it is given 0 and 1. Nothing "
            "complains, and its mean falls. Which birds does training learn from?",
            "铰链损失 max(0, 1 − y f) 要求标签为 −1 和 +1，却误给了 0 和 1。没有任何报错，平均损失还在下降。"
            "训练是从哪些企鹅学到东西的？",
        ),
        {
            "both": Words(
                "from both classes, as with the right labels: the loss goes down",
                "两个类别都有，和标签正确时一样：损失在下降",
            ),
            "zero": Words("from class 0 only", "只有类别 0"),
            "one": Words("from class 1 only", "只有类别 1"),
        },
        who_pulls_with_mixed_labels,
        {
            "both": Words(
                "You take a falling loss for a sign that all is well. Put y = 0 into the formula: is any f left in it?",
                "把损失下降当成了一切正常。把 y = 0 代入公式：式中还有 f 吗？",
            ),
            "zero": Words(
                "You think that 0 is the right label of class 0. Here it would be −1; class 1 alone has its own, 1.",
                "以为 0 就是类别 0 的正确标签。这里应当是 −1；标签没有错的只有类别 1。",
            ),
            "one": Words(
                "For y = 0 the loss is max(0, 1 − 0) = 1 whatever the output, and its slope is 0. Class 0 has no say, "
                "and the mean falls because class 1 is learned.",
                "y = 0 时，无论输出是什么，损失都是 max(0, 1 − 0) = 1，斜率为 0。类别 0 对训练毫无影响，"
                "平均损失下降只是因为学到了类别 1。",
            ),
        },
    ),
    "losses-5": Prediction(
        Words(
            "Two sigmoid neurons should answer 0. The output of one is 0.98, that of the other 0.82. Both learn by the "
            "squared error, with "
            "the same η. Which one moves faster at first?",
            "两个 sigmoid 神经元都应输出 0。一个输出 0.98，另一个 0.82，都用平方误差和相同的 η 学习。"
            "起初哪个动得更快？",
        ),
        {
            "0.98": Words("the one with 0.98: it is more wrong", "输出 0.98 的：它错得更厉害"),
            "0.82": Words("the one with 0.82", "输出 0.82 的"),
            "same": Words("both alike", "一样快"),
        },
        faster_neuron,
        {
            "0.98": Words(
                "One learns fastest from one’s worst mistakes, but not this neuron: its slope holds the factor "
                "p(1 − p), and that is small near 0 and near 1.",
                "人从最严重的错误中学得最快，这个神经元却不然：它的斜率含因子 p(1 − p)，在输出接近 0 或 1 时很小。",
            ),
            "0.82": Words(
                "With the target 0 the slope is p · p(1 − p). At 0.82 this is about seven times as large as at 0.98 "
                "(with the "
                "outputs not rounded): the sigmoid is nearly flat there, and almost no correction gets through.",
                "目标为 0 时，斜率是 p · p(1 − p)。0.82 处的斜率约为 0.98 处的七倍（按未舍入的输出算）："
                "在 0.98 处，sigmoid 几乎是平的，错得太厉害，反而得不到纠正的信号。",
            ),
            "same": Words(
                "You look at η alone. A step is η times the slope, and (p − c) p(1 − p) depends on p.",
                "只看了 η。一步等于 η 乘以斜率，而 (p − c) p(1 − p) 与 p 有关。",
            ),
        },
    ),
    "losses-6": Prediction(
        Words(
            "You add 100 to every logit. What happens to p = softmax(f), and to log Σ e^f?",
            "给每个 logit 都加上 100。p = softmax(f) 与 log Σ e^f 会怎样？",
        ),
        {
            "neither": Words("neither changes", "两者都不变"),
            "one": Words("p stays, log Σ e^f grows by 100", "p 不变，log Σ e^f 增加 100"),
            "corner": Words("p goes to a corner, 1 for the largest", "p 趋于一个顶点：最大的一类概率为 1"),
        },
        shifted_logits,
        {
            "neither": Words(
                "You carry over what holds for a quotient. In softmax e¹⁰⁰ cancels; log Σ e^f has no denominator to "
                "cancel it with.",
                "把商的性质套到了和上。softmax 里 e¹⁰⁰ 上下约去；log Σ e^f 没有分母可约。",
            ),
            "one": Words(
                "That is why the largest logit may be taken off before e^f is computed: p and the loss stay, and "
                "nothing overflows.",
                "因此可以在计算 e^f 之前先减去最大的 logit：p 和损失不变，也不会溢出。",
            ),
            "corner": Words(
                "You take adding for multiplying. To add the same to all leaves their differences as they are.",
                "把加当成了乘。都加上同一个数，彼此的差不变。",
            ),
        },
    ),
    "losses-7": Prediction(
        Words(
            "Predict a penguin’s body mass from its species, coded as Adelie 0, Chinstrap 1, Gentoo 2: a straight line "
            "explains R² = 0.56. Now Gentoo becomes 1 and Chinstrap 2. What becomes of R²?",
            "由物种预测企鹅的体重，编码为阿德利（Adelie）0、帽带（Chinstrap）1、巴布亚（Gentoo）2，"
            "直线能解释的方差比例是 R² = 0.56。"
            "现在改为巴布亚 1、帽带 2，R² 会变成多少？",
        ),
        {
            "0.56": Words("0.56: the code says the same as before", "0.56：编码的信息与之前相同"),
            "0.30": Words("about 0.30", "约 0.30"),
            "0.04": Words("0.04", "0.04"),
        },
        explained_after_renaming,
        {
            "0.56": Words(
                "You take a code for a name. A linear model takes it for a number, and now the heavy Gentoos stand "
                "between the light ones.",
                "把编码当成了名字，线性模型却当它是数：现在较重的巴布亚企鹅夹在两个较轻的物种之间。",
            ),
            "0.30": Words(
                "You think that one of two steps is still right. But the means go up and down again, and the best line "
                "is nearly flat.",
                "以为还对了一半。但均值先升后降，最优直线几乎是平的。",
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
            "loss is 0.00. How many new samples are right?",
            "二分类，只有一个带 softmax 的输出单元，损失用分类交叉熵。从第一步到最后一步，损失都是 0.00。"
            "新样本判对的比例是多少？",
        ),
        {
            "34%": Words("34%, the share of class 1", "34%，即类别 1 的比例"),
            "66%": Words("66%, the share of class 0", "66%，即类别 0 的比例"),
            "100%": Words("100%: the loss is 0", "100%：损失为 0"),
        },
        right_with_one_softmax_unit,
        {
            "100%": Words(
                "You trust a loss of 0. softmax of a single number is e^f / e^f = 1, so −c log 1 = 0 for every sample, "
                "right or wrong, and so is the slope.",
                "看到损失为 0 就相信了。单个数的 softmax 是 e^f / e^f = 1，于是无论对错，每个样本都有 −c log 1 = 0，"
                "斜率也为 0。",
            ),
            "66%": Words(
                "You expect the more frequent class from what has learned nothing. The output is a constant, but which "
                "constant is softmax of a single number?",
                "以为什么都没学到就会输出较多的一类。输出的确是常数，可单个数的 softmax 是哪个常数？",
            ),
            "34%": Words(
                "Its output is 1 for everything, and the loss does not change. A loss of 0 says something only if the "
                "output could have been wrong.",
                "它对任何输入都输出 1，损失却毫无反应。只有当输出有可能出错时，损失为 0 才说明问题。",
            ),
        },
    ),
    "losses-sceptic": Prediction(
        Words(
            "Back to two classes, a clipped linear output and the cross-entropy, plain descent with η = 0.3: far below "
            "a sigmoid. Which of these changes, made alone to both, overturns that?",
            "回到二分类：截断的线性输出配交叉熵，普通梯度下降，η = 0.3，结果远不如 sigmoid。"
            "下面的改变，哪一项单独（两者都改）就能推翻这个结果？",
        ),
        {
            "data": Words("other samples", "换一批样本"),
            "long": Words("three times as many steps", "步数增为三倍"),
            "cut": Words("longer gradients are cut to the length 0.3", "梯度过长时，缩短到长度 0.3"),
            "adam": Words("Adam, with the same η", "用 Adam，η 不变"),
        },
        change_that_lets_the_clipped_output_arrive,
        {
            "data": Words(
                "You take it for bad luck. Other samples have the same steep slope just inside the clip.",
                "以为只是运气不好。换了样本，紧靠截断处内侧的斜率一样陡。",
            ),
            "long": Words(
                "You think that it is only slow. What lies beyond the clip has the slope 0, and no number of steps "
                "adds up to anything.",
                "以为它只是慢。截断之外的样本斜率为 0，走多少步都等于没走。",
            ),
            "cut": Words(
                "The direction of the gradients was right, and only their length threw the outputs beyond the clip.",
                "梯度的方向本来是对的，只因为太长，才把输出甩到了截断之外。",
            ),
            "adam": Words(
                "You expect that Adam repairs any step. It moves each weight by about η, and 0.3 is too much here.",
                "以为 Adam 能补救一切。它让每个权重每步移动约 η，而这里 0.3 太大。",
            ),
        },
    ),
    "losses-covariance": Prediction(
        Words(
            "Gentoos with longer flippers tend to have longer bills, and the ellipse of the normal distribution is "
            "fitted to that. One prediction misses a bird by (6, 3) mm, another by (−6, 3) mm. Which costs more −log "
            "N?",
            "巴布亚企鹅（Gentoo）中，鳍肢较长的往往喙也较长，正态分布的椭圆就是按此拟合的。"
            "一个预测的误差是 (6, 3) mm，另一个是 (−6, 3) mm。哪一个的 −log N 更大？",
        ),
        {
            "across": Words("(−6, 3)", "(−6, 3)"),
            "along": Words("(6, 3)", "(6, 3)"),
            "same": Words("both the same: the errors are equally long", "一样大：两个误差一样长"),
        },
        across_or_along,
        {
            "same": Words(
                "You measure with a ruler, as the squared error does. This distribution finds some directions likelier "
                "than others.",
                "用的是普通的长度，平方误差才是这样。在这个分布下，有些方向比别的方向更可能出现。",
            ),
            "along": Words(
                "You think that two errors in one direction add up. But this one lies along the ellipse: long flipper, "
                "long bill, as birds often are.",
                "以为两个同向的误差会叠加。但它正沿着椭圆：鳍肢长、喙也长，这样的企鹅很常见。",
            ),
            "across": Words(
                "A short flipper with a long bill is rare, so such an error lies outside ellipses that still hold the "
                "other one, and −log N charges what is rare.",
                "鳍肢短而喙长的企鹅很少见，所以这个误差落在能包住另一个误差的椭圆之外；越少见，−log N 越大。",
            ),
        },
    ),
    "losses-svm": Prediction(
        Words(
            "A penguin's multi-class hinge loss is exactly 0. Can its softmax cross-entropy be exactly 0 as well?",
            "一只企鹅的多分类铰链损失恰为 0。它的 softmax 交叉熵也会恰好为 0 吗？",
        ),
        {
            "never": Words("no, never", "不会，永远不会"),
            "sometimes": Words("only if every lead is larger than 1", "只有领先每个错误类别都超过 1 时才会"),
            "always": Words("it is, always: there is nothing left to learn", "总是为 0：已经没有什么可学的了"),
        },
        cross_entropy_where_the_hinge_loss_is_0,
        {
            "always": Words(
                "You think that a loss of 0 means the same everywhere. The hinge loss asks for a lead of 1, the "
                "cross-entropy for the probability 1, and softmax never gives that.",
                "以为损失为 0 都是一个意思。铰链损失只要求得分领先 1，交叉熵要求概率为 1，而 softmax 永远给不出 1。",
            ),
            "sometimes": Words(
                "You look for a border as the hinge loss has one. A larger lead makes the cross-entropy smaller, but "
                "each wrong class still gets some probability.",
                "以为也像铰链损失那样有一个界限。领先越多，交叉熵越小，但每个错误类别仍会得到一点概率。",
            ),
            "never": Words(
                "Every e^f is larger than 0, so the right class never gets all the probability. The hinge loss rests "
                "at "
                "a lead of 1; the cross-entropy only becomes small.",
                "每个 e^f 都大于 0，所以正确类别得不到全部概率。"
                "得分领先 1 之后，铰链损失就不再变化；交叉熵则只会越来越小。",
            ),
        },
    ),
}


def near(got: np.ndarray | float, misses: tuple, otherwise: Verdict) -> Verdict:
    """The hint for what an answer nearly is, from triples (what, en, zh); otherwise if it is none of them."""
    hints = (almost(en, zh) for wrong, en, zh in misses if np.allclose(got, wrong, atol=0.003))
    return next(hints, otherwise)


PROBABILITIES = np.array([1 / 2, 1 / 4, 1 / 8])


def near_surprise(losses: np.ndarray) -> tuple:
    """Answers that are nearly right, each with its hint in both languages."""
    return (
        (losses.mean(), "This is the mean of the three; the sum was asked for.", "这是三者的平均值；题目问的是和。"),
        (
            -losses.sum(),
            "The sign: a probability below 1 has a negative logarithm.",
            "注意符号：小于 1 的概率，对数为负。",
        ),
        (
            -np.log2(PROBABILITIES).sum(),
            "That is with logarithms to base 2; here log is the natural one.",
            "这是以 2 为底的对数；这里的 log 是自然对数。",
        ),
        (
            PROBABILITIES.prod(),
            "That is the likelihood, the product. Take −log of it.",
            "这是似然，即乘积。请取它的负对数。",
        ),
    )


def judge_surprise(answer: Any) -> Verdict:
    """The sum of −log p for three samples whose right class got ½, ¼, ⅛."""
    with expected("Expected one number, the sum of the three losses.", "应给出一个数，即三份损失之和。"):
        (total,) = numbers(answer, 1)
    losses = -np.log(PROBABILITIES)
    if abs(total - losses.sum()) < 0.006:
        return right(
            "It is also −log of the product of the three: a product of probabilities has become a sum of losses.",
            "它也等于三者之积的负对数：概率的乘积变成了损失的和。",
        )
    otherwise = keep_working(
        "Each sample has the loss −log p of its right class.", "每个样本的损失是 −log p，p 是正确类别的概率。"
    )
    return near(total, near_surprise(losses), otherwise)


def solve_surprise() -> Words:
    each, total = ", ".join(map(number, -np.log(PROBABILITIES))), number(-np.log(PROBABILITIES).sum())
    return Words(
        f"−log ½ = log 2, then 2 log 2 and 3 log 2: {each}. The sum is 6 log 2 = {total}, and that is −log(½ · ¼ · ⅛).",
        f"−log ½ = log 2，然后是 2 log 2 与 3 log 2：{each}。和为 6 log 2 = {total}，也就是 −log(½ · ¼ · ⅛)。",
    )


def near_softmax_slope(F: np.ndarray, p: np.ndarray, h: np.ndarray) -> tuple:
    """Answers that are nearly right, each with its hint in both languages."""
    return (
        (h - p, "The sign: a loss falls when the right logit grows.", "注意符号：正确类别的 logit 增大时，损失下降。"),
        (p, "These are the probabilities. What does the right class add?", "这是概率。正确类别还会带来哪一项？"),
        (
            (p - h) / len(F),
            "That is the slope of the mean. Asked for is one per sample.",
            "这是平均损失的斜率；题目要的是每个样本的。",
        ),
        (F - h, "Logits are no probabilities yet: put softmax before.", "logit 还不是概率：请先取 softmax。"),
    )


def judge_softmax_slope(answer: Any) -> Verdict:
    """A function F (n, K), c (n,) -> dl/dF (n, K) of the categorical cross-entropy after softmax."""
    if not callable(answer):
        return keep_working("Expected a function of F and c.", "应给出以 F 和 c 为参数的函数。")
    rng = np.random.default_rng(9)
    F, c = rng.normal(0, 2, (6, 4)), rng.integers(0, 4, 6)
    got = np.asarray(answer(F.copy(), c.copy()), float)
    if got.shape != F.shape:
        return keep_working(f"Expected the shape (6, 4), got {got.shape}.", f"形状应为 (6, 4)，收到 {got.shape}。")
    p, h = softmax(F), np.eye(4)[c]
    if np.allclose(got, p - h, atol=1e-4):
        return right("Output − target, for every sample and class.", "对每个样本、每个类别都是“输出 − 目标”。")
    otherwise = keep_working("Differentiate log Σ e^f − f_c by every f_k.", "把 log Σ e^f − f_c 对每个 f_k 求导。")
    return near(got, near_softmax_slope(F, p, h), otherwise)


def solve_softmax_slope() -> Words:
    assert judge_softmax_slope(lambda F, c: softmax(F) - np.eye(F.shape[1])[c]).voice == "right"
    return Words(
        "The slope of log Σ e^f by f_k is e^f_k / Σ e^f = p_k, and that of −f_c is −1 for k = c and 0 otherwise: "
        "<code>lambda F, c: softmax(F) - one_hot(c, F.shape[1])</code>.",
        "log Σ e^f 对 f_k 的导数是 e^f_k / Σ e^f = p_k；−f_c 的导数在 k = c 时为 −1，否则为 0："
        "<code>lambda F, c: softmax(F) - one_hot(c, F.shape[1])</code>。",
    )


def near_hinge(f: np.ndarray, c: np.ndarray, y: np.ndarray) -> tuple:
    """Answers that are nearly right, each with its hint in both languages."""
    return (
        (
            np.maximum(0, 1 - c * f),
            "c is 0 or 1, and the formula wants −1 or +1: y = 2c − 1.",
            "c 取 0 或 1，而公式要求 −1 或 +1：y = 2c − 1。",
        ),
        (1 - y * f, "Beyond a margin of 1 the loss is 0, not negative.", "间隔大于 1 时，损失为 0，不会是负数。"),
        (
            np.maximum(0, 1 + y * f),
            "The sign of the margin: a right sample with a large margin costs nothing.",
            "注意间隔的符号：判对而间隔大的样本没有损失。",
        ),
        (
            np.maximum(0, -y * f),
            "That charges mistakes only. The hinge loss asks for a margin of 1.",
            "这样只罚判错的样本；铰链损失要求间隔至少为 1。",
        ),
    )


def judge_hinge(answer: Any) -> Verdict:
    """A function f (n,), c (n,) of 0 and 1 -> the hinge loss of each sample."""
    if not callable(answer):
        return keep_working("Expected a function of f and c.", "应给出以 f 和 c 为参数的函数。")
    rng = np.random.default_rng(10)
    f, c = rng.normal(0, 2, 30), rng.integers(0, 2, 30)
    got = np.asarray(answer(f.copy(), c.copy()), float)
    y = 2 * c - 1
    if got.shape == () and np.isclose(got, np.maximum(0, 1 - y * f).mean()):
        return almost("That is the mean; asked for is one number per sample.", "这是平均值；题目要的是每个样本一个数。")
    if got.shape != f.shape:
        return keep_working(f"Expected the shape (30,), got {got.shape}.", f"形状应为 (30,)，收到 {got.shape}。")
    if np.allclose(got, np.maximum(0, 1 - y * f)):
        return right("The labels are converted, and no loss is below 0.", "标签已换算，损失也都不小于 0。")
    otherwise = keep_working("First y from c, then max(0, 1 − y f).", "先由 c 求 y，再算 max(0, 1 − y f)。")
    return near(got, near_hinge(f, c, y), otherwise)


def solve_hinge() -> Words:
    assert judge_hinge(lambda f, c: np.maximum(0, 1 - (2 * c - 1) * f)).voice == "right"
    return Words(
        "<code>lambda f, c: np.maximum(0, 1 - (2 * c - 1) * f)</code>. The conversion y = 2c − 1 turns 0 into −1 and "
        "leaves 1.",
        "<code>lambda f, c: np.maximum(0, 1 - (2 * c - 1) * f)</code>。换算 y = 2c − 1 把 0 变成 −1，1 不变。",
    )


def near_sigma(r: np.ndarray) -> tuple:
    """Answers that are nearly right, each with its hint in both languages."""
    return (
        (np.mean(r**2), "That is σ², the variance. Take the root.", "这是 σ²，即方差。请开平方。"),
        (
            np.std(r),
            "np.std takes the mean off first; here it is known to be 0.",
            "np.std 会先减去平均值；这里已知它为 0。",
        ),
        (
            np.sqrt(np.sum(r**2) / (len(r) - 1)),
            "Dividing by n − 1 is another estimate; the likeliest one divides by n.",
            "除以 n − 1 是另一种估计；最大似然估计要除以 n。",
        ),
        (
            np.mean(np.abs(r)),
            "That is the likeliest width of a Laplace distribution.",
            "这是拉普拉斯分布宽度的最大似然估计。",
        ),
    )


def judge_sigma(answer: Any) -> Verdict:
    """A function r (n,) -> the likeliest σ of a normal distribution with mean 0."""
    if not callable(answer):
        return keep_working("Expected a function of r.", "应给出以 r 为参数的函数。")
    rng = np.random.default_rng(11)
    few, r = rng.normal(0.7, 1.3, 8), rng.normal(0.7, 1.3, 25)
    got = scalar(answer(r.copy()))
    if all(np.isclose(scalar(answer(some.copy())), np.sqrt(np.mean(some**2))) for some in (few, r)):
        return right("The root of the mean squared residual.", "即残差平方的平均值的平方根。")
    otherwise = keep_working(
        "Write the sum of all −log N, and put its slope by σ to 0.", "写出全部 −log N 之和，令它对 σ 的导数为零。"
    )
    return near(got, near_sigma(r), otherwise)


def solve_sigma() -> Words:
    assert judge_sigma(lambda r: np.sqrt(np.mean(r**2))).voice == "right"
    return Words(
        "The sum is Σr²/2σ² + n log σ and a constant. Its slope by σ is −Σr²/σ³ + n/σ, which is 0 for σ² = Σr²/n: "
        "<code>lambda r: np.sqrt(np.mean(r ** 2))</code>.",
        "和为 Σr²/2σ² + n log σ 再加一个常数。它对 σ 的导数是 −Σr²/σ³ + n/σ，在 σ² = Σr²/n 时为零："
        "<code>lambda r: np.sqrt(np.mean(r ** 2))</code>。",
    )


def judge_normal(answer: Any) -> Verdict:
    """A function σ -> (A, B) with −log N(y | f, σ²) = A · ½(f − y)² + B."""
    if not callable(answer):
        return keep_working("Expected a function of σ.", "应给出以 σ 为参数的函数。")
    sigmas = np.array([0.3, 1.0, 2.5])
    got = np.array([numbers(pair, 2) for pair in asked(answer, zip(sigmas.tolist()))])
    A, B = 1 / sigmas**2, np.log(sigmas * np.sqrt(2 * np.pi))
    if np.allclose(got[:, 0], A) and np.allclose(got[:, 1], B):
        return right(
            "A fixed σ changes neither the order of two predictions nor the best one.",
            "σ 固定时，各个预测的优劣次序不变，最优的预测也不变。",
        )
    if np.allclose(got[:, 0], A / 2):
        return almost("The ½ stands in ½(f − y)² already.", "½ 已经写在 ½(f − y)² 里了。")
    if np.allclose(got[:, 0], A) and np.allclose(got[:, 1], np.log(sigmas)):
        return almost("A is right. B also has the √(2π) of the density.", "A 正确。B 还应包含密度中的 √(2π)。")
    if np.allclose(got[:, 0], A):
        return almost(
            "A is right. B is −log of the factor before the exponential.", "A 正确。B 是指数函数前那个因子的 −log。"
        )
    if np.allclose(got[:, ::-1], np.stack([A, B], axis=1)):
        return almost("First A, then B.", "先 A，后 B。")
    return keep_working(
        "Take −log of the density; the exponential becomes its exponent.",
        "对密度取 −log；指数函数取对数后，只剩下指数。",
    )


def solve_normal() -> Words:
    assert judge_normal(lambda s: (1 / s**2, np.log(s * np.sqrt(2 * np.pi)))).voice == "right"
    return Words(
        "N(y | f, σ²) = e^(−(f − y)²/2σ²) / (σ√(2π)). −log of it is (f − y)²/2σ² + log(σ√(2π)), so A = 1/σ² and "
        "B = log(σ√(2π)). Neither depends on f, and A is positive: the smallest sum is reached by the same f.",
        "N(y | f, σ²) = e^(−(f − y)²/2σ²) / (σ√(2π))。取 −log 得 (f − y)²/2σ² + log(σ√(2π))，所以 A = 1/σ²，"
        "B = log(σ√(2π))。两者都与 f 无关，A 又为正：使和最小的是同一个 f。",
    )


def two_lists_of_probabilities(answer: Any) -> np.ndarray:
    """An answer as (2, n) from 0 to 1; raises BadInput if it is something else."""
    with expected(
        "Expected two lists of the same length, of probabilities from 0 to 1.",
        "应给出两个长度相同的列表，元素是 0 到 1 之间的概率。",
    ):
        P = np.asarray(answer, float)
        if P.ndim != 2 or len(P) != 2 or not P.size or not np.all((P >= 0) & (P <= 1)):
            raise ValueError
    return P


def judge_counterexample(answer: Any) -> Verdict:
    """Two lists, the probability of the right class: the first with the smaller mean loss, and fewer right."""
    P = two_lists_of_probabilities(answer)
    first, second = -np.log(P).mean(axis=1)  # ∞ where the right class got 0
    hits, other_hits = np.sum(P > 0.5, axis=1)
    loss, other = (number(mean).replace("inf", "∞") for mean in (first, second))
    en = f"Mean losses {loss} and {other}, right {hits} and {other_hits} of {P.shape[1]}."
    zh = f"平均损失 {loss} 与 {other}，{P.shape[1]} 个样本中分别判对 {hits} 个与 {other_hits} 个。"
    if first < second and hits < other_hits:
        return right(f"{en} The claim is broken.", f"{zh}这个说法被推翻了。")
    if second < first and other_hits < hits:
        return almost(f"{en} Now exchange the two.", f"{zh}请把两者互换。")
    if np.isinf(first):
        return almost(f"{en} A single 0 makes the mean infinite.", f"{zh}只要有一个 0，平均值就是无穷大。")
    if hits < other_hits:
        return almost(
            f"{en} Make one of the second list's mistakes very sure.",
            f"{zh}让第二个列表中某个判错的样本，正确类别的概率极小。",
        )
    return keep_working(
        f"{en} The first should have the smaller loss and fewer right.", f"{zh}第一个应当损失更小，而判对的更少。"
    )


def solve_counterexample() -> Words:
    A, B = [0.49, 0.49, 0.49], [0.51, 0.51, 1e-6]
    assert judge_counterexample((A, B)).voice == "right"
    a, b = (number(-np.log(p).mean()) for p in (A, B))
    return Words(
        f"({A}, {B}): the losses are {a} and {b}, but the first has none right and the second two. The cross-entropy "
        "asks how sure a network is; counting asks on which side of ½ it is. Watch both on new samples.",
        f"({A}, {B})：损失为 {a} 与 {b}，但第一个一个也没判对，第二个判对两个。交叉熵看的是网络有多大把握；"
        "判对的个数只看概率在 ½ 的哪一侧。在新样本上，两者都要看。",
    )


def solve_open() -> Words:
    return Words(
        "One way: leave the loss as it is, train with a sigmoid and the "
        "cross-entropy, and move the threshold. With the probability p of being ill, a false alarm costs 1 − p and a "
        "miss 10p, so call ill from p = 1/11 on. This is right only if p is calibrated, which has to be counted on new "
        "patients. The other way: weigh the loss, −10 c log p − (1 − c) log(1 − p). Then the output is no longer the "
        "probability q of being ill but 10q/(10q + 1 − q), and the threshold ½ is the right one: it is the same "
        "decision. Either way, report the cost on new patients, not the share that is right.",
        "一种做法：损失不变，用 sigmoid 与交叉熵训练，只移动阈值。"
        "设患病的概率为 p，误报的代价是 1 − p，漏诊的代价是 10p，所以 p 达到 1/11 就应判为患病。"
        "这只有在 p 经过校准时才对，而是否校准要在新病人上统计。另一种做法：给损失加权，"
        "−10 c log p − (1 − c) log(1 − p)。这时输出不再是患病的概率 q，而是 10q/(10q + 1 − q)，阈值就取 ½："
        "两者是同一个决策。无论哪种做法，都应报告新病人上的代价，而不是判对的比例。",
    )


WANTED = np.array([1 / 2, 1 / 3, 1 / 6])


def judge_logits(answer: Any) -> Verdict:
    """Three logits whose softmax is ½, ⅓, ⅙, judged by their softmax."""
    with expected("Expected three numbers.", "应给出三个数。"):
        f = numbers(answer, 3)
    p = softmax(f)
    probabilities = ", ".join(number(v, 3) for v in p)
    if np.abs(p - WANTED).max() < 0.003:
        return right(
            f"softmax: {probabilities}. Adding a constant to all three changes nothing.",
            f"softmax：{probabilities}。三个数同加一个常数，结果不变。",
        )
    if np.allclose(f, WANTED, atol=0.003):
        return keep_working(
            f"These are the probabilities. Their softmax is {probabilities}.",
            f"这是概率本身，它们的 softmax 是 {probabilities}。",
        )
    nearly = np.abs(p - WANTED).max() < 0.03
    in_another_order = np.abs(np.sort(p)[::-1] - WANTED).max() < 0.003
    voice = almost if nearly or in_another_order else keep_working
    return voice(f"softmax gives {probabilities}.", f"softmax 得到 {probabilities}。")


def solve_logits() -> Words:
    f = np.log(WANTED / WANTED[2])
    assert judge_logits(f).voice == "right"
    logits = ", ".join(number(v, 3) for v in f)
    return Words(
        f"Take logarithms: p_k is proportional to e^f_k. (log 3, log 2, 0) = ({logits}), for 3 : 2 : 1 is "
        "½ : ⅓ : ⅙. Any constant may be added to all three.",
        f"取对数：p_k 与 e^f_k 成正比。(log 3, log 2, 0) = ({logits})，因为 3 : 2 : 1 就是 ½ : ⅓ : ⅙。"
        "三个数可同加任意常数。",
    )


def judge_count_gradient(answer: Any) -> Verdict:
    """dl/df for l = −log p, where y is a Poisson count with the mean e^f."""
    if not callable(answer):
        return keep_working("Expected a function of f and y.", "应给出以 f 和 y 为参数的函数。")
    rng = np.random.default_rng(7)
    f, y = rng.normal(0, 1.5, 40), rng.integers(0, 9, 40)
    got = np.array([scalar(one) for one in asked(answer, zip(f, y))])
    mean = np.exp(f)
    if np.allclose(got, mean - y):
        return right(
            "Forty random pairs agree. It is output − target once more.", "四十对随机数全部相符。又是“输出 − 目标”。"
        )
    if np.allclose(got, y - mean):
        return almost(
            "The sign: this is the slope of log p, and the loss is −log p.",
            "注意符号：这是 log p 的斜率，而损失是 −log p。",
        )
    if np.allclose(got, 1 - y / mean):
        return almost("This is dl/dμ. The chain rule goes on: μ = e^f.", "这是 dl/dμ。再用一次链式法则：μ = e^f。")
    return keep_working(
        "Write l = μ − y log μ + log y! first, then put μ = e^f.", "先写出 l = μ − y log μ + log y!，再代入 μ = e^f。"
    )


def solve_count_gradient() -> Words:
    assert judge_count_gradient(lambda f, y: np.exp(f) - y).voice == "right"
    return Words(
        "l = −log p = e^f − y f + log y!, so dl/df = e^f − y: <code>lambda f, y: np.exp(f) - y</code>. For f = log 3 "
        f"and y = 5 it is {number(np.exp(log(3)) - 5)}: descent raises f. Squared error, and sigmoid and softmax with "
        "their cross-entropies, have the same form: output − target.",
        "l = −log p = e^f − y f + log y!，所以 dl/df = e^f − y：<code>lambda f, y: np.exp(f) - y</code>。"
        f"f = log 3、y = 5 时为 {number(np.exp(log(3)) - 5)}：梯度下降会增大 f。平方误差，以及 sigmoid、softmax "
        "与各自的交叉熵，也都是“输出 − 目标”。",
    )


def judge_log_softmax(answer: Any) -> Verdict:
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
        return keep_working("log softmax is f − log Σ e^f, row by row.", "log softmax 是 f − log Σ e^f，逐行计算。")
    far = np.zeros(0)
    with suppress(ArithmeticError, ValueError):  # where NumPy gives inf or nan, math.exp and math.log raise
        far = np.asarray(answer(large.copy()), float)
    if far.shape == large.shape and np.allclose(far, large - np.logaddexp.reduce(large, axis=1, keepdims=True)):
        return right("Right, and finite for (1000, 0, −1000).", "正确，对 (1000, 0, −1000) 也是有限的。")
    return almost(
        "Right for small logits. For (1000, 0, −1000) it should be (0, −1000, −2000).",
        "对较小的 logit 正确。对 (1000, 0, −1000) 应得到 (0, −1000, −2000)。",
    )


def solve_log_softmax() -> Words:
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
    "losses-hand": Exercise(judge_surprise, solve_surprise, Words("By hand", "手算")),
    "losses-easy": Exercise(judge_logits, solve_logits, Words("By hand", "手算")),
    "losses-code": Exercise(judge_softmax_slope, solve_softmax_slope, Words("In code", "写代码")),
    "losses-hinge": Exercise(judge_hinge, solve_hinge, Words("In code", "写代码")),
    "losses-sigma": Exercise(judge_sigma, solve_sigma, Words("Derive", "推导")),
    "losses-build": Exercise(judge_log_softmax, solve_log_softmax, Words("In code", "写代码")),
    "losses-normal": Exercise(judge_normal, solve_normal, Words("Derive", "推导")),
    "losses-derive": Exercise(judge_count_gradient, solve_count_gradient, Words("Derive (optional)", "推导（选做）")),
    "losses-claim": Exercise(judge_counterexample, solve_counterexample, Words("Break a claim", "推翻一个说法")),
    "losses-open": open_question(solve_open, Words("Open", "开放题")),
}
