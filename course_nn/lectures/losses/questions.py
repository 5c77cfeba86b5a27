"""Lecture 5: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from collections.abc import Callable
from contextlib import suppress
from math import log
from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.datasets import penguins
from course_nn.drawing.numbers import number
from course_nn.lectures.losses.demos.margins.margin_losses import MARGIN_LOSSES
from course_nn.lectures.losses.trials import trial
from course_nn.losses import LOSSES, gaussian_nll, softmax
from course_nn.notebook.exercises import (
    Exercise,
    Verdict,
    almost,
    asked,
    expected,
    first_fault,
    keep_working,
    numbers,
    right,
    scalar,
)


def pull_from_twice_as_far() -> str:
    """|dl/dr| at a residual of 6 over that at 3, for the squared and for the absolute error."""
    near, far = np.array([-3.0]), np.array([-6.0])
    times = []
    for name in ("squared_error", "absolute_error"):
        pull = LOSSES[name].gradient
        times.append(pull(far, np.zeros(1))[0] / pull(near, np.zeros(1))[0])
    return ", ".join(f"{ratio:g}" for ratio in times)


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


RIGHT_OPTIONS = {
    "losses-2": pull_from_twice_as_far,
    "losses-4": who_pulls_with_mixed_labels,
    "losses-6": shifted_logits,
    "losses-7": explained_after_renaming,
    "losses-8": right_with_one_softmax_unit,
    "losses-covariance": across_or_along,
    "losses-svm": cross_entropy_where_the_hinge_loss_is_0,
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
            "That is the slope of the mean. The slope for each sample is asked for.",
            "这是平均损失的斜率；题目要的是每个样本的。",
        ),
        (F - h, "Logits are not probabilities yet: apply softmax first.", "logit 还不是概率：请先取 softmax。"),
    )


def judge_softmax_slope(answer: Any) -> Verdict:
    """A function F (n, K), c (n,) -> dl/dF (n, K) of the categorical cross-entropy after softmax."""
    if not callable(answer):
        return keep_working("Expected a function of F and c.", "应给出以 F 和 c 为参数的函数。")
    rng = np.random.default_rng(9)
    return first_fault(verdict_on_slope(answer, rng, n, K) for n, K in ((6, 4), (1, 2), (9, 7)))


def verdict_on_slope(answer: Callable, rng: np.random.Generator, n: int, K: int) -> Verdict:
    """What to say to a function for n samples and K classes."""
    F, c = rng.normal(0, 2, (n, K)), rng.integers(0, K, n)
    got = np.asarray(answer(F.copy(), c.copy()), float)
    if got.shape != F.shape:
        return keep_working(f"Expected the shape {n, K}, got {got.shape}.", f"形状应为 {n, K}，收到 {got.shape}。")
    p, h = softmax(F), np.eye(K)[c]
    if np.allclose(got, p - h, atol=1e-4):
        return right("Output − target, for every sample and class.", "对每个样本、每个类别都是“输出 − 目标”。")
    otherwise = keep_working("Differentiate log Σ e^f − f_c by every f_k.", "把 log Σ e^f − f_c 对每个 f_k 求导。")
    return near(got, near_softmax_slope(F, p, h), otherwise)


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
        return almost(
            "That is the mean; one number for each sample is asked for.", "这是平均值；题目要的是每个样本一个数。"
        )
    if got.shape != f.shape:
        return keep_working(f"Expected the shape (30,), got {got.shape}.", f"形状应为 (30,)，收到 {got.shape}。")
    if np.allclose(got, np.maximum(0, 1 - y * f)):
        return right("The labels are converted, and no loss is below 0.", "标签已换算，损失也都不小于 0。")
    otherwise = keep_working("First y from c, then max(0, 1 − y f).", "先由 c 求 y，再算 max(0, 1 − y f)。")
    return near(got, near_hinge(f, c, y), otherwise)


def near_sigma(r: np.ndarray) -> tuple:
    """Answers that are nearly right, each with its hint in both languages."""
    return (
        (np.mean(r**2), "That is σ², the variance. Take the root.", "这是 σ²，即方差。请开平方。"),
        (
            np.std(r),
            "np.std subtracts the mean first; here it is known to be 0.",
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
        return right("The square root of the mean squared residual.", "即残差平方的平均值的平方根。")
    otherwise = keep_working(
        "Write the sum of all −log N, and put its slope by σ to 0.", "写出全部 −log N 之和，令它对 σ 的导数为零。"
    )
    return near(got, near_sigma(r), otherwise)


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
        f"({A}, {B}): the losses are {a} and {b}, but the first gets none right and the second two. The cross-entropy "
        "asks how sure a network is; counting asks on which side of ½ it is. Watch both on new samples.",
        f"({A}, {B})：损失为 {a} 与 {b}，但第一个网络全判错了，第二个判对两个。交叉熵看的是网络有多大把握；"
        "判对的个数只看概率在 ½ 的哪一侧。在新样本上，两者都要看。",
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
    f, y = rng.normal(0, 1.5, 40), np.concatenate([rng.integers(0, 9, 30), rng.integers(9, 500, 10)])
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


EXERCISES = {
    "losses-hand": Exercise(judge_surprise, solve=solve_surprise),
    "losses-easy": Exercise(judge_logits, solve=solve_logits),
    "losses-code": Exercise(judge_softmax_slope, lambda F, c: softmax(F) - np.eye(F.shape[1])[c]),
    "losses-hinge": Exercise(judge_hinge, lambda f, c: np.maximum(0, 1 - (2 * c - 1) * f)),
    "losses-sigma": Exercise(judge_sigma, lambda r: np.sqrt(np.mean(r**2))),
    "losses-build": Exercise(judge_log_softmax, lambda F: F - np.logaddexp.reduce(F, axis=-1, keepdims=True)),
    "losses-normal": Exercise(judge_normal, lambda s: (1 / s**2, np.log(s * np.sqrt(2 * np.pi)))),
    "losses-derive": Exercise(judge_count_gradient, solve=solve_count_gradient),
    "losses-claim": Exercise(judge_counterexample, solve=solve_counterexample),
    "losses-open": Exercise(None),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "losses-2": {"outlier": 5.0},
    "losses-4": {"mixed": True},
    "losses-5": {"w": 2.0, "b": 2.0},
    "losses-7": {"order": "Adelie, Gentoo, Chinstrap"},
    "losses-8": {"task": "binary", "output": "softmax", "units": "one", "loss": "categorical"},
}
