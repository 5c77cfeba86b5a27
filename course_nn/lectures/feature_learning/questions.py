"""Lecture 6: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing.numbers import number, percent
from course_nn.lectures.feature_learning.demos.by_hand.feature_engineering import fit_by_hand, right_on_held_out
from course_nn.lectures.feature_learning.demos.digits import digit_readers
from course_nn.lectures.feature_learning.demos.probes import linear_probes
from course_nn.lectures.feature_learning.demos.symmetry import symmetries
from course_nn.lectures.feature_learning.first_biases import FIRST_BIASES, set_first_biases
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.notebook.exercises import (
    Exercise,
    Verdict,
    almost,
    asked,
    expected,
    keep_working,
    numbers,
    right,
    scalar,
)
from course_nn.training import train


def nearest(share: float, options: Iterable) -> str:
    """Which of the options, percentages as text, is nearest to a share."""
    return min(options, key=lambda option: abs(float(option) / 100 - share))


@cache
def features_for_xor() -> str:
    """Which of some features get all held-out points of XOR right, without a hidden layer."""
    choices = dict(squares=("x1_squared", "x2_squared"), product=("x1_x2",), waves=("sin_x1", "sin_x2"))
    right_of = {key: right_on_held_out(fit_by_hand("xor", names), "xor").mean() for key, names in choices.items()}
    best = max(right_of, key=right_of.__getitem__)
    return best if right_of[best] == 1 else "none"


def disc_and_ring(n: int) -> tuple:
    """n points on each of some circles: |x| ≤ 1 is class 1, 2 ≤ |x| ≤ 3 class 0."""
    angle = 2 * np.pi * np.arange(n) / n
    radii = np.array([0, 0.4, 0.7, 1, 2, 2.5, 3])
    X = radii[:, None, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)  # (7, n, 2)
    return X.reshape(-1, 2), np.repeat(radii < 1.5, n).astype(float)


@cache
def deeper_with_two_units() -> str:
    """How many of 60 networks part disc and ring, with one, two and three layers of two tanh units."""
    X, y = disc_and_ring(36)
    solved = []
    for layers in (1, 2, 3):
        networks = Network((2, *[2] * layers, 1), seed=range(60), dtype=np.float32)
        train(networks, X, y, "binary_cross_entropy", "adam", learning_rate=0.1, epochs=200, every=200)
        right_everywhere = np.all((networks(X)[..., 0] > 0) == y, axis=1)  # (60,)
        solved.append(right_everywhere.sum())
    if not any(solved):
        return "none"
    return "most" if solved[1] > 30 else "some"


def read_from_eight(kind: str, size: int = 300) -> float:
    """Share of held-out digits that a linear classifier reads from eight features of that kind, the mean of a few."""
    digits = digit_readers.split(size)
    return 1 - digit_readers.read_from(digits, digit_readers.networks_of(digits, 8)[kind]).wrong.mean()


@cache
def halfway_to_the_swapped_network() -> str:
    """The loss at the middle between a trained network and the same with two hidden units swapped."""
    X, y = disc_and_ring(36)
    first, loss = Network((2, 3, 1), seed=1), "binary_cross_entropy"
    train(first, X, y, loss, "adam", learning_rate=0.1, epochs=200)
    last = symmetries.reorder_units(first, "swapped")
    networks = symmetries.interpolate(first, last, [0, 0.5, 1])
    start, half, end = LOSSES[loss].l(networks(X), y[:, None]).mean(axis=(-1))
    if half > 2 * max(start, end):
        return "higher"
    return "lower" if half < 0.9 * start else "same"


RIGHT_OPTIONS = {
    "feature_learning-4": features_for_xor,
    "feature_learning-5": deeper_with_two_units,
    "feature_learning-7": halfway_to_the_swapped_network,
}


def judge_feature(answer: Any) -> Verdict:
    """One number ψ(x1, x2) that is on one side of a threshold on all of the disc, on the other on all of the ring."""
    if not callable(answer):
        return keep_working("Expected a function of x1 and x2.", "应给出以 x1 和 x2 为参数的函数。")
    X, y = disc_and_ring(90)
    psi = np.array([scalar(one) for one in asked(answer, X)])
    if not np.isfinite(psi).all():
        return keep_working("Some values are not finite.", "有些值不是有限的。")
    disc, ring = psi[y == 1], psi[y == 0]
    for low, high in ((disc, ring), (ring, disc)):
        if low.max() < high.min():
            middle = number((low.max() + high.min()) / 2)
            return right(f"A threshold at {middle} separates them.", f"阈值取 {middle} 就能分开。")
    if np.ptp(psi) < 1e-9:
        return keep_working("This is the same number everywhere.", "处处是同一个数。")
    shares = [np.mean((psi > threshold) == (y == 1)) for threshold in psi]
    best = max(*shares, 1 - min(shares))
    voice = almost if best > 0.8 else keep_working
    return voice(
        f"The best threshold gets {percent(best)} of 630 points right.",
        f"最好的阈值在 630 个点中分对 {percent(best)}。",
    )


def judge_last_layer(answer: Any) -> Verdict:
    """v with the smallest ½ ‖H v − y‖² + ½ λ ‖v‖²."""
    if not callable(answer):
        return keep_working("Expected a function of H, y and lam.", "应给出以 H、y 和 lam 为参数的函数。")
    rng = np.random.default_rng(9)
    H, y, lam = rng.normal(size=(30, 4)), rng.normal(size=30), 2.5
    got = np.asarray(answer(H.copy(), y.copy(), lam), float)
    if got.shape not in ((4,), (4, 1)):
        return keep_working(
            f"Expected v (4,) for H (30, 4), got {got.shape}.", f"H (30, 4) 时 v 的形状应为 (4,)，收到 {got.shape}。"
        )

    def is_best_for(price):
        return np.allclose(got.ravel(), np.linalg.solve(H.T @ H + price * np.eye(4), H.T @ y))

    return _compared_with_the_best(is_best_for, lam)


def _compared_with_the_best(is_best_for, lam):
    if is_best_for(lam):
        return right(
            "It is the lowest point: the slope Hᵀ(Hv − y) + λv is 0 there.",
            "这就是最低点：斜率 Hᵀ(Hv − y) + λv 在此为 0。",
        )
    if is_best_for(0):
        return almost(
            "For λ = 0 this is right. What does the penalty add to the slope?", "λ = 0 时正确。惩罚项给斜率添上了什么？"
        )
    if any(is_best_for(price) for price in (2 * lam, lam / 2, lam * 30, lam / 30)):  # n = 30
        return almost(
            "Nearly: only the factor before λ differs. Both terms have ½, and neither is divided by n.",
            "差一点：只是 λ 前的系数不对。两项都带 ½，都不除以 n。",
        )
    return keep_working(
        "Set the slope by v to zero: Hᵀ(Hv − y) + λv = 0. Then solve for v.",
        "令对 v 的斜率为零：Hᵀ(Hv − y) + λv = 0，再解出 v。",
    )


def judge_three_units(answer: Any) -> Verdict:
    """(W, b, v, c): at most three units of ReLU whose output is > 0 on all of the disc and < 0 on all of the ring."""
    with expected("Expected W (3, 2), b (3,), v (3,) and one number c.", "应为 W (3, 2)、b (3,)、v (3,) 和一个数 c。"):
        W, b, v, c = (np.asarray(part, float) for part in answer)
        b, v = b.ravel(), v.ravel()
        if W.shape not in ((1, 2), (2, 2), (3, 2)) or len(b) != len(W) or len(v) != len(W) or c.size != 1:
            raise ValueError
    X, y = disc_and_ring(360)
    f = np.maximum(0, X @ W.T + b) @ v + c.ravel()
    if not np.isfinite(f).all():
        return keep_working("Some outputs are not finite.", "有些输出不是有限的。")
    correct = np.where(f == 0, 0, (f > 0) == y)  # 0 is neither
    if correct.all():
        return right("Three units are enough, and fewer are not.", "三个单元就够，再少就不够了。")
    if not correct.any() and (f != 0).all():
        return almost(
            "Separated, but with the signs exchanged: the disc should be positive.", "分开了，但符号反了：圆盘应为正。"
        )
    disc, ring = correct[y == 1].mean(), correct[y == 0].mean()
    voice = almost if min(disc, ring) > 0.85 else keep_working
    return voice(
        f"Right: {percent(disc)} of the disc, {percent(ring)} of the ring.",
        f"分对的比例：圆盘 {percent(disc)}，圆环 {percent(ring)}。",
    )


TURN = 2 * np.pi * np.arange(3) / 3
HEXAGON = np.stack([np.cos(TURN), np.sin(TURN)], axis=1), np.zeros(3), -np.ones(3), 1.3  # W, b, v, c


def judge_forward(answer: Any) -> Verdict:
    """(ψ1, ψ2, f) of x = (3, 2) in a network of two ReLU units."""
    with expected("Expected three numbers: ψ₁, ψ₂ and f.", "应为三个数：ψ₁、ψ₂ 和 f。"):
        psi1, psi2, f = numbers(answer, 3)
    if np.allclose((psi1, psi2, f), (0, 4, 3), atol=1e-6):
        return right("ψ(x) = (0, 4), and f = 2·0 + 1·4 − 1 = 3.", "ψ(x) = (0, 4)，f = 2·0 + 1·4 − 1 = 3。")
    if np.isclose(psi1, -1) and np.isclose(psi2, 4):
        return almost("These are the sums z; ReLU is still to come.", "这是求和结果 z，还没有经过 ReLU。")
    if np.allclose((psi1, psi2), (0, 4), atol=1e-6):
        return almost("ψ is right. Now f = v·ψ(x) + c.", "ψ 是对的。接下来是 f = v·ψ(x) + c。")
    return keep_working("First z = Wx + b, one number for each unit.", "先求 z = Wx + b，每个单元一个数。")


def array_of(answer: Any, arguments: tuple, shape: tuple, en: str, zh: str) -> np.ndarray:
    """The result of a function for these arguments, as an array of that shape; BadInput if it is none."""
    if not callable(answer):
        raise BadInput(f"Expected a function of {en}.", f"应给出以 {zh} 为参数的函数。")
    got = np.asarray(answer(*(np.array(part) for part in arguments)), float)
    if got.shape != shape:
        raise BadInput(f"Expected an array {shape}, got {got.shape}.", f"应为形状 {shape} 的数组，收到 {got.shape}。")
    return got


def judge_standardise(answer: Any) -> Verdict:
    """Columns of mean 0 and standard deviation 1."""
    H = np.random.default_rng(3).normal([5, -2, 100], [1, 0.1, 30], (40, 3))
    got = array_of(answer, (H,), H.shape, "H", "H")
    middle = H - H.mean(axis=0)
    if np.allclose(got, middle / H.std(axis=0)):
        return right("Every column has mean 0 and deviation 1.", "每一列的均值为 0，标准差为 1。")
    if np.allclose(got, middle / H.std(axis=0, ddof=1)):
        return almost("Divide by the deviation over all n rows, not n − 1.", "标准差应除以 n，而不是 n − 1。")
    if np.allclose(got, middle):
        return almost("The means are 0. The deviations are not 1 yet.", "均值已为 0，标准差还不是 1。")
    if np.allclose(got, (H - H.mean()) / H.std()):
        return almost("One mean and one deviation for each column: axis=0.", "每一列各有自己的均值与标准差：axis=0。")
    return keep_working(
        "Subtract each column's mean, then divide by its deviation.", "先减去每列的均值，再除以每列的标准差。"
    )


def standardised(H: np.ndarray) -> np.ndarray:
    """Columns of mean 0 and standard deviation 1."""
    return (H - H.mean(axis=0)) / H.std(axis=0)


def two_clouds() -> tuple:
    """Features of two classes far from the origin, to learn from and new: H (60, 2), y (60,), new_H, new_y."""
    rng = np.random.default_rng(5)
    y = np.tile([0, 1], 60)
    H = np.where(y[:, None], [6.0, 2.0], [3.0, 5.0]) + rng.normal(size=(120, 2))
    return H[:60], y[:60], H[60:], y[60:]


def lopsided_clouds() -> tuple:
    """Features of which a few lie far out, of 20 samples in class 0 and 40 in class 1, and new ones all over the place.

    returns : H (60, 3), y (60,), new_H (300, 3)
    """
    rng = np.random.default_rng(6)
    y = np.repeat([0, 1], [20, 40])
    H = np.where(y[:, None], [5.0, 2.0, 1.0], [2.0, 3.0, 4.0]) + rng.exponential([1.0, 3.0, 0.5], (60, 3))
    mixed = rng.permutation(60)
    return H[mixed], y[mixed], rng.uniform(-3, 12, (300, 3))


def judge_nearest_mean(answer: Any) -> Verdict:
    """For each new row the class whose mean is nearest."""
    H, y, new_H = lopsided_clouds()
    got = array_of(answer, (H, y, new_H), (300,), "H, y and new_H", "H、y 和 new_H")
    means = np.stack([H[y == k].mean(axis=0) for k in (0, 1)])
    distances = np.linalg.norm(new_H[:, None] - means, axis=2)
    if np.array_equal(got, distances.argmin(axis=1)):
        return right("A linear classifier that needs no training.", "这是一个不需要训练的线性分类器。")
    if np.array_equal(got, distances.argmax(axis=1)):
        return almost("The other way round: this is the farthest mean.", "反了：这是最远的均值。")
    if np.array_equal(got, np.abs(new_H[:, None] - means).sum(axis=2).argmin(axis=1)):
        return almost(
            "Near means the straight distance: squares of the differences, not their absolute values.",
            "远近指直线距离：用各差的平方，而不是绝对值。",
        )
    share = np.mean(got == distances.argmin(axis=1))
    return keep_working(
        f"Class 0 or 1 by the nearest mean: {percent(share)} of the rows are right.",
        f"按最近的均值取类别 0 或 1：{percent(share)} 的行与此一致。",
    )


def nearest_mean(H: np.ndarray, y: np.ndarray, new_H: np.ndarray) -> np.ndarray:
    """The class (m,) whose mean is nearer to each new row."""
    means = np.stack([H[y == 0].mean(axis=0), H[y == 1].mean(axis=0)])
    return np.linalg.norm(new_H[:, None] - means, axis=2).argmin(axis=1)


def by_least_squares(H: np.ndarray, y: np.ndarray, new_H: np.ndarray, ones: bool = True) -> np.ndarray:
    """Scores (m,) of new rows by the least-squares fit of v, and of c if there are ones, to targets y."""
    H, new_H = (np.column_stack([rows, np.ones(len(rows))]) if ones else rows for rows in (H, new_H))
    return new_H @ np.linalg.lstsq(H, y, rcond=None)[0]


def judge_probe(answer: Any) -> Verdict:
    """Scores v·h + c with v and c by least squares, above 0 for class 1; in any unit, for y may have any two values."""
    H, y, new_H, _ = two_clouds()
    f = array_of(answer, (H, y, new_H), (60,), "H, y and new_H", "H、y 和 new_H")
    best, size = by_least_squares(H, 2 * y - 1, new_H), np.linalg.norm(f)
    if not np.isfinite(f).all() or size < 1e-9:
        return keep_working(
            "Expected the scores v·h + c themselves, one for each row.", "应返回得分 v·h + c 本身，每行一个。"
        )

    def is_like(scores):
        return np.allclose(f / size, scores / np.linalg.norm(scores), atol=1e-6)

    if is_like(best):
        return right("No sum of squares is smaller, and class 1 is above 0.", "平方和不能再小了，且类别 1 大于 0。")
    if is_like(-best):
        return almost("The signs are exchanged: class 1 should be above 0.", "符号反了：类别 1 应大于 0。")
    if any(is_like(by_least_squares(H, targets, new_H, ones=False)) for targets in (y, 2 * y - 1)):
        return almost("This is v·h by least squares, without a c.", "这是最小二乘的 v·h，还没有 c。")
    return _linear_at_least(f, best, new_H)


def _linear_at_least(f, best, new_H):
    ones = np.column_stack([new_H, np.ones(len(new_H))])
    rest = f - ones @ np.linalg.lstsq(ones, f, rcond=None)[0]
    if np.abs(rest).max() > 1e-6 * (1 + np.abs(f).max()):
        return keep_working(
            "Expected the scores v·h + c themselves, one for each row.", "应返回得分 v·h + c 本身，每行一个。"
        )
    if np.ptp((f - f.mean()) / f.std() - (best - best.mean()) / best.std()) < 1e-6:
        return almost("v is right. With targets −1 and 1, c is too.", "v 是对的。目标取 −1 与 1，c 也就对了。")
    return keep_working(
        "Linear, but there is a v and a c with a smaller sum of squares.", "是线性的，但还有平方和更小的 v 和 c。"
    )


def judge_swap(answer: Any) -> Verdict:
    """Other (W, b, v) of the same function, for units of any φ: some order of the units that is not the old one."""
    if not callable(answer):
        return keep_working("Expected a function of W, b and v.", "应给出以 W、b 和 v 为参数的函数。")
    rng = np.random.default_rng(4)
    W, b, v, X = rng.normal(size=(4, 2)), rng.normal(size=4), rng.normal(size=4), rng.normal(size=(50, 2))
    with expected("Expected W (4, 2), b (4,) and v (4,) back.", "应返回 W (4, 2)、b (4,) 和 v (4,)。"):
        new = [np.asarray(part, float) for part in answer(W.copy(), b.copy(), v.copy())]
        if [part.shape for part in new] != [(4, 2), (4,), (4,)]:
            raise ValueError

    def f(W, b, v):
        return np.exp(np.sin(X @ W.T + b)) @ v  # a φ without any symmetry of its own

    if np.allclose(new[0], W) and np.allclose(new[1], b) and np.allclose(new[2], v):
        return keep_working("Nothing has moved.", "什么都没有动。")
    if np.allclose(f(*new), f(W, b, v)):
        return right("v₁φ₁ + v₂φ₂ is the same sum in another order.", "v₁φ₁ + v₂φ₂ 只是换了次序的同一个和。")
    moved = [not np.allclose(part, old) for part, old in zip(new, (W, b, v))]
    voice = almost if any(moved) and not all(moved) else keep_working
    return voice(
        "The function has changed. A unit takes its row of W, its b and its v along.",
        "函数变了。单元要带走自己在 W 中的那一行、自己的 b 和自己的 v。",
    )


def judge_untrained(answer: Any) -> Verdict:
    """(data, φ, first biases) for which a probe on eight units that have learned nothing is right on four of five."""
    en = 'Expected three texts: the data ("spiral", "circle" or "xor"), φ ("tanh" or "relu"), and "zero" or "random".'
    zh = '应为三个文本：数据（"spiral"、"circle" 或 "xor"）、φ（"tanh" 或 "relu"），以及 "zero" 或 "random"。'
    with expected(en, zh):
        data, phi, biases = (str(part).lower() for part in answer)
        known = data in linear_probes.NOISE and phi in ("tanh", "relu") and biases in FIRST_BIASES
        if not known or isinstance(answer, str | dict):
            raise ValueError
    X, y, new_X, new_y = linear_probes.halves(data)
    networks = Network((2, 8, 1), phi, init="he" if phi == "relu" else "glorot", seed=range(10))
    networks = set_first_biases(networks, biases, range(10))
    f = linear_probes.probe(features(networks, X), y, features(networks, new_X))
    share = np.mean((f > 0) == new_y)
    words = f"The mean of ten draws is {percent(share)}.", f"十次随机初始化的平均值为 {percent(share)}。"
    if share >= 0.8:
        return right(*words)
    return (almost if share >= 0.7 else keep_working)(*words)


def solve_untrained() -> Words:
    verdict = judge_untrained(("circle", "relu", "zero"))
    assert verdict.voice == "right"
    return Words(
        f'<code>("circle", "relu", "zero")</code>. {verdict.hint.en} Nothing was learned: a high score shows only that '
        "a linear model can read the layer. Compare every probe with one before training.",
        f'<code>("circle", "relu", "zero")</code>。{verdict.hint.zh}这里什么也没有学，所以高分只说明线性模型能从这一层'
        "读出类别。每个探针都要与训练之前的比较。",
    )


def solve_report() -> Words:
    def right_at(width):
        digits = digit_readers.split(300)
        network = Network((64, width, 10), "relu", init="he", dtype=np.float32)
        return percent(1 - digit_readers.read_from(digits, network).wrong)

    few, many = right_at(16), right_at(128)
    return Words(
        "An example. I asked whether random features stay bad if there are many of them. I expected it. With 16 "
        f"untrained units {few} of the digits are read, with 128 it is {many}, which is what pixels give. So learning "
        "saves units here; it does not make the impossible possible. A sceptic would take other shuffles, and "
        "principal components in place of random units: how many of those does it take?",
        f"示例。我想知道，随机特征很多时是否仍然不好，预期是的。16 个未训练的单元读对 {few}，128 个读对 {many}，"
        "与像素相当。所以在这里，学习节省的是单元数，并不是把不可能变成可能。较个真的话，应换几种划分，"
        "并用主成分代替随机单元：需要多少个主成分？",
    )


EXERCISES = {
    "feature_learning-hand": Exercise(judge_forward, (0, 4, 3)),
    "feature_learning-easy": Exercise(judge_feature, lambda x1, x2: x1**2 + x2**2),
    "feature_learning-code": Exercise(judge_standardise, standardised),
    "feature_learning-means": Exercise(judge_nearest_mean, nearest_mean),
    "feature_learning-probe": Exercise(judge_probe, lambda H, y, new_H: by_least_squares(H, 2 * y - 1, new_H)),
    "feature_learning-derive": Exercise(
        judge_last_layer, lambda H, y, lam: np.linalg.solve(H.T @ H + lam * np.eye(H.shape[1]), H.T @ y)
    ),
    "feature_learning-swap": Exercise(judge_swap, lambda W, b, v: (W[[1, 0, 2, 3]], b[[1, 0, 2, 3]], v[[1, 0, 2, 3]])),
    "feature_learning-build": Exercise(judge_three_units, HEXAGON),
    "feature_learning-break": Exercise(judge_untrained, solve=solve_untrained),
    "feature_learning-open": Exercise(None, solve=solve_report),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "feature_learning-1": {"epoch": 600},
    "feature_learning-2": {"t": 0.0},
    "feature_learning-3": {"data": "circle", "activation": "relu", "layer": 1, "epoch": 0},
    "feature_learning-5": {"units": 2, "layers": 3},
    "feature_learning-6": {"of": "components"},
}
