"""Lecture 9: predictions whose answers are computed, and exercises that take every correct answer."""

from typing import Any

import numpy as np

from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.lectures.regularization.closing_table import compare
from course_nn.lectures.regularization.demos.bias_variance.many_sets import network_spread
from course_nn.lectures.regularization.demos.decay.decayed_paths import walks
from course_nn.lectures.regularization.demos.dropout.dropout_runs import study_of
from course_nn.lectures.regularization.demos.leakage.leaks import reported_errors
from course_nn.lectures.regularization.demos.more_features.random_features import sweep
from course_nn.lectures.regularization.demos.penalties.shrinkage import ALPHAS, best_weights, penguin_regression
from course_nn.lectures.regularization.demos.shrink.priced_runs import LAMS, priced_runs
from course_nn.lectures.regularization.disturbed_digits import Changes, Outcome, train_on_changed
from course_nn.lectures.regularization.regularization import stop
from course_nn.lectures.regularization.samples import digit_split, with_targets
from course_nn.losses import softmax
from course_nn.metrics import calibration_error
from course_nn.notebook.bounds import in_place
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
from course_nn.optimizers import soft_threshold

PLAIN, SHIFTED = Changes(), Changes(shift="both")
FIVE = tuple(range(5))  # runs
WRONG = 0.2  # share of the labels
FEW = 5  # draws of random features, for a quick answer


def ten_networks_averaged() -> str:
    """Of the error of a network of 16 units: the share that is gone when ten of them are averaged."""
    *_, start, error = finished(network_spread(16, 0.0, 15, 0.4, 10, False, 10)).parts[-1]
    gone = start / error
    return min({"tenth": 0.9, "little": 0.07, "same": 0.0}.items(), key=lambda p: abs(p[1] - gone))[0]


def penguins_under_a_price() -> str:
    """What becomes of the three weights of the penguins as λ/n rises from 0 to 0.25."""
    H, c = penguin_regression(False)
    before, after = best_weights(H, c, np.array([0.0, 0.25]), ALPHAS["l2"])
    if (np.sign(before) != np.sign(after)).any():
        return "turn"
    return "all" if (np.abs(after) < np.abs(before)).all() else "zero"


def zeros_of_a_slope() -> str:
    """Of 128 weights, the share that is exactly 0 after Adam with L1 in its gradient."""
    share = np.mean(finished(priced_runs("l1", "adam")).weights[-1, LAMS.index(0.1)] == 0)
    return "none" if share == 0 else "half" if share < 0.7 else "most"


def end_of_decay() -> str:
    """Where Adam ends whose weights decay with 0.5, in a valley whose minimum is (1.5, 1.5)."""
    still = np.zeros((1000, 1, 2))
    path = walks("adam", np.array([1.0, 25.0]), np.array([1.5, 1.5]), 0.0, 0.5, 0.02, still, (-1.5, -0.5), 1000)
    end = path[-200:, 1, 0].mean(axis=0)
    places = {"penalty": (1.0, 1.4706), "origin": (0.0, 0.0), "minimum": (1.5, 1.5)}
    return min(places, key=lambda name: np.linalg.norm(end - places[name]))


def dropout_on_wrong_labels() -> str:
    """The test error with dropout beside that without, a fifth of the labels wrong."""
    plain, thinned = (finished(study_of((keep,), WRONG, 150)).whole.errors.mean() for keep in (1.0, 0.5))
    return "lower" if thinned < 0.9 * plain else "higher" if thinned > 1.1 * plain else "same"


def five_networks(changes: Changes) -> Outcome:
    """The Outcome of five networks that are trained on 200 digits with these changes."""
    return finished(train_on_changed(changes, 200, 64, 150, FIVE))


def calibration_after_smoothing() -> str:
    """The calibration error of networks that were trained with smoothed labels."""
    outcomes = [five_networks(changes) for changes in (PLAIN, PLAIN._replace(eps=0.1))]
    before, after = (np.mean([calibration_error(*run) for run in zip(softmax(one.F), one.y)]) for one in outcomes)
    return "better" if after < 0.8 * before else "worse" if after > 1.2 * before else "same"


def what_two_leaks_cost() -> str:
    """By how many points two steps before the split make the reported error too small: scaling, and selecting."""
    digits, noise = ("digits", 64, 200), ("noise", 5000, 50)
    scaling, selecting = (
        100 * (finished(reported_errors(*task, *how, 0)).mean() - finished(reported_errors(*task, *how, wall)).mean())
        for task, how, wall in ((digits, ("nearest neighbour", 5, 0), 1), (noise, ("nearest neighbour", 5, 0), 2))
    )
    if min(scaling, selecting) < -1:
        return "large"
    return "selecting" if selecting > 10 > 1 > scaling else "scaling" if scaling > 2 > selecting else "both"


def recipe_in_both_tables() -> str:
    """Where wider networks with small shifts and turns and mild noise err less than plain ones."""
    helps = {}
    for case, share, sets in (("wrong", WRONG, 3), ("right", 0.0, 10)):
        none, recipe = finished(compare(share, sets, ("none", "recipe"))).means
        helps[case] = recipe < 0.95 * none
    return "both" if all(helps.values()) else "wrong" if helps["wrong"] else "right"


RIGHT_OPTIONS = {
    "regularization-1": ten_networks_averaged,
    "regularization-2": penguins_under_a_price,
    "regularization-3": zeros_of_a_slope,
    "regularization-4": end_of_decay,
    "regularization-6": dropout_on_wrong_labels,
    "regularization-labels": calibration_after_smoothing,
    "regularization-9": what_two_leaks_cost,
    "regularization-10": recipe_in_both_tables,
}

EASY, PULL = np.array([1.4, -0.3, -2.0]), 0.5  # weights, and how far a soft threshold pulls them


def judge_easy(answer: Any) -> Verdict:
    """Three weights after a soft threshold."""
    with expected("Expected three numbers, one for each weight.", "应给出三个数，每个权重一个。"):
        found = numbers(answer, 3)
    if np.allclose(found, soft_threshold(EASY, PULL)):
        return right("All three, and one is exactly 0.", "三个全对，其中一个恰好为 0。")
    if np.allclose(found, np.where(np.abs(EASY) > PULL, EASY, 0)):
        return almost(
            "The right one is 0. But the others are pulled towards 0 as well.",
            "该为 0 的对了。但另外两个也要向 0 拉近。",
        )
    if np.allclose(found, EASY - PULL * np.sign(EASY)):
        return almost(
            "Pulled as far as it should be, but a weight must stop at 0.", "拉近的量对了，但权重到 0 就要停住。"
        )
    return keep_working("Pull each weight 0.5 nearer to 0; none may cross 0.", "把每个权重向 0 拉近 0.5，不能越过 0。")


def solve_easy() -> Words:
    wanted = soft_threshold(EASY, PULL)
    assert judge_easy(wanted).voice == "right"
    a, b, c = (f"{w:g}".replace("-", "−") for w in wanted)
    return Words(
        f"1.4 becomes {a}. −0.3 is nearer to 0 than 0.5, so it stops at {b.strip('−')}. −2 becomes {c}.",
        f"1.4 变为 {a}。−0.3 到 0 的距离小于 0.5，所以停在 {b.strip('−')}。−2 变为 {c}。",
    )


CURVATURES, AT, PRICE = np.array([4.0, 0.25]), 3.0, 1.0


def judge_ridge(answer: Any) -> Verdict:
    """Two weights under an L2 penalty."""
    with expected("Expected two numbers, one for each direction.", "应给出两个数，每个方向一个。"):
        found = numbers(answer, 2)
    wanted = CURVATURES * AT / (CURVATURES + PRICE)
    if np.allclose(found, wanted):
        return right("The flat direction loses most.", "平坦的方向缩得最多。")
    if np.allclose(found, wanted / AT):
        return almost("These are the shares. Multiply them by w* = 3.", "这是比例，还要乘以 w* = 3。")
    if np.isclose(found, wanted).any() or np.allclose(found, wanted[::-1]):
        return almost("One is right, or both in the other order.", "对了一个，或两个的次序反了。")
    return keep_working("The slope h(w − w*) + λw must be 0.", "斜率 h(w − w*) + λw 必须为 0。")


def solve_ridge() -> Words:
    wanted = CURVATURES * AT / (CURVATURES + PRICE)
    assert judge_ridge(wanted).voice == "right"
    steep, flat = (f"{w:g}" for w in wanted)
    return Words(
        f"h(w − w*) + λw = 0 gives w = h w*/(h + λ): 12/5 = {steep} and 0.75/1.25 = {flat}.",
        f"由 h(w − w*) + λw = 0 得 w = h w*/(h + λ)：12/5 = {steep}，0.75/1.25 = {flat}。",
    )


LOSSES_WATCHED = [  # validation losses from before the first epoch on, and the patience
    ([3.0, 2.0, 1.0, 0.5], 2),  # falls to the end
    ([3.0, 1.0, 2.0, 2.0, 2.0, 2.0], 2),  # waits for two epochs, then stops
    ([3.0, 1.0, 2.0, 0.5, 2.0, 2.0, 2.0], 2),  # a small rise is waited out
    ([3.0, 1.0, 2.0, 2.0, 0.1], 2),  # the lowest comes too late
    ([2.0, 1.0, 1.0, 1.0], 2),  # as low as the best is no gain
    ([3.0, 1.0, 2.0, 1.5, 1.2, 0.5], 3),  # to fall is no gain, if it stays above the best
    ([1.0, 2.0, 3.0], 1),  # the best is the start
]


def judge_stop(answer: Any) -> Verdict:
    """A function (losses, patience) -> the kept epoch, and how many were run."""
    with expected(
        "Expected a function of losses and patience that returns two numbers: the kept epoch, and the epochs run.",
        "应给出以损失列表和耐心值为参数的函数，返回两个数：保留的轮次、运行的轮数。",
    ):
        found = [numbers(pair, 2) for pair in asked(answer, LOSSES_WATCHED)]
    wanted = np.array([stop(losses, patience) for losses, patience in LOSSES_WATCHED])
    kept, ran = (np.array(found) == wanted).T
    if kept.all() and ran.all():
        return right("Kept and stopped as it should be, every time.", "每一次都对：保留的和停下的轮次都对。")
    if kept.all():
        return almost("The kept epochs are right, but not how many were run.", "保留的轮次都对，但运行的轮数不全对。")
    k = int(np.argmin(kept & ran))
    losses, patience = LOSSES_WATCHED[k]
    return keep_working(
        f"With losses {losses} and patience {patience} it should keep epoch {wanted[k, 0]} and run {wanted[k, 1]}.",
        f"损失为 {losses}、耐心值为 {patience} 时，应保留第 {wanted[k, 0]} 轮，运行 {wanted[k, 1]} 轮。",
    )


def solve_stop() -> Words:
    assert judge_stop(stop).voice == "right"
    code = (
        "<pre>def early(losses, patience):\n    kept = 0\n    for epoch in range(1, len(losses)):\n"
        "        if losses[epoch] &lt; losses[kept]:\n            kept = epoch\n"
        "        if epoch - kept >= patience:\n            return kept, epoch\n"
        "    return kept, len(losses) - 1</pre>"
    )
    return Words(f"One of many, without a smallest gain: {code}", f"众多解之一，未考虑“最小改善”：{code}")


def judge_build(answer: Any) -> Verdict:
    """Inverted dropout: a function (h, keep, rng) -> the outputs in training."""
    rng = np.random.default_rng(0)
    h, keep = rng.uniform(1, 2, size=(400, 50)), 0.25
    with expected(
        "Expected a function of h (n, M), keep and rng that returns an array of the shape of h.",
        "应给出以 h (n, M)、keep、rng 为参数的函数，返回与 h 形状相同的数组。",
    ):
        (found, untouched), (again, _), (other, _) = (thinned_by(answer, h, keep, seed) for seed in (1, 1, 2))
        whole, _ = thinned_by(answer, h, 1.0, 1)
    if found.shape != h.shape or whole.shape != h.shape:
        return keep_working(
            f"The shape is {found.shape}, but should be {h.shape}.", f"形状为 {found.shape}，应为 {h.shape}。"
        )
    verdict = verdict_on_masks(found / h, keep, whole / h, untouched)
    if verdict.voice == "right" and (np.array_equal(found, other) or not np.array_equal(found, again)):
        return almost(
            "The mask must come from rng: another one with another seed, and the same with the same.",
            "掩码要由 rng 抽取：随机种子不同，掩码不同；种子相同，掩码相同。",
        )
    return verdict


def thinned_by(answer: Any, h: np.ndarray, keep: float, seed: int) -> tuple:
    """What the answer makes of a copy of h, and whether it has left the copy as it was."""
    given = h.copy()
    found = np.array(in_place(answer)(given, keep, np.random.default_rng(seed)), float)
    return found, np.array_equal(given, h)


def verdict_on_masks(factors: np.ndarray, keep: float, whole: np.ndarray, untouched: bool) -> Verdict:
    """The verdict on the factors (n, M) of h, on those for keep = 1, and on whether h itself stayed as it was."""
    kept = factors != 0
    if abs(kept.mean() - keep) > 0.02:
        if abs(kept.mean() - (1 - keep)) < 0.02:
            return almost(
                "It strikes out the share keep, in place of keeping it.", "划去了 keep 这个比例，而不是保留它。"
            )
        return keep_working(
            f"With keep = 0.25 it keeps {kept.mean():.2f} of the outputs.",
            f"keep = 0.25 时，保留的比例是 {kept.mean():.2f}。",
        )
    if not np.allclose(factors[kept], 1 / keep) or not np.allclose(whole, 1):
        return almost("The mask is right. What is kept must be divided by keep.", "掩码对了，但保留下来的要除以 keep。")
    if not is_independent(kept, keep):
        return almost(
            "The entries depend on each other: each one is kept or not whatever happens to the others.",
            "各元素互相牵连了：每个元素是否保留，应与其他元素无关。",
        )
    if not untouched:
        return almost("Right, but h itself was changed. Return a new array.", "对了，但 h 本身被改动了。请返回新数组。")
    return right("A mask for each row, and what is kept is scaled.", "每行一个掩码，保留下来的已缩放。")


def is_independent(kept: np.ndarray, keep: float) -> bool:
    """Whether no two rows and no two columns share a mask, and their counts scatter as those of a binomial do."""
    for mask in (kept, kept.T):
        scatter = mask.sum(axis=1).var() / (mask.shape[1] * keep * (1 - keep))  # 1 is expected
        if len(np.unique(mask, axis=0)) < len(mask) or not 0.25 < scatter < 2:
            return False
    return True


def solve_build() -> Words:
    assert judge_build(lambda h, keep, rng: h * (rng.random(h.shape) < keep) / keep).voice == "right"
    code = "<code>h * (rng.random(h.shape) < keep) / keep</code>".replace(" < ", " &lt; ")
    return Words(
        f"One of many: {code}. Divided by keep, the mean over all masks is h again.",
        f"众多解之一：{code}。除以 keep 之后，对所有掩码的平均就等于 h。",
    )


def judge_derive(answer: Any) -> Verdict:
    """The penalty λ that noise of σ on the inputs of n samples amounts to, as a function of n and σ."""
    trials = [(1, 1.0), (15, 0.4), (200, 0.3), (342, 2.0)]
    with expected(
        "Expected a function of n and sigma that returns one number, λ.",
        "应给出以 n、sigma 为参数的函数，返回一个数 λ。",
    ):
        found = np.array([scalar(one) for one in asked(answer, trials)])
    n, sigma = np.array(trials).T
    if np.allclose(found, n * sigma**2):
        return right("λ = nσ²: noise on the inputs is a ridge penalty.", "λ = nσ²：输入上的噪声就是岭惩罚项。")
    for near, en, zh in (
        (sigma**2, "That is the penalty for one sample. There are n.", "这是一个样本的惩罚系数，共有 n 个样本。"),
        (n * sigma, "The mean of ε² is σ², not σ.", "ε² 的平均值是 σ²，不是 σ。"),
        (n * sigma**2 / 2, "The ½ stands in front of both sums already.", "两个和式的前面都已有 ½。"),
    ):
        if np.allclose(found, near):
            return almost(en, zh)
    return keep_working(
        "Multiply out (y − w·x − w·ε)²; the mean of w·ε is 0, and that of its square σ²‖w‖².",
        "把 (y − w·x − w·ε)² 展开；w·ε 的平均值为 0，其平方的平均值为 σ²‖w‖²。",
    )


LEARNT, MOST = 100, 2000  # digits, and the largest number of features that is tried


def judge_break(answer: Any) -> Verdict:
    """Two numbers of random features, of which the larger has the smaller test error."""
    with expected(
        "Expected two whole numbers of features, 1 to 2000, the smaller one first.",
        "应给出两个特征数，都是 1 到 2000 的整数，小的在前。",
    ):
        sizes = numbers(answer, 2)
        if (sizes % 1).any() or not 1 <= sizes[0] < sizes[1] <= MOST:
            raise ValueError
    splits = (with_targets(digit_split(LEARNT, seed)) for seed in range(FEW))
    found = finished(sweep(splits, sizes.astype(int).tolist(), [0.0], [0.0]))
    small, large = np.median(found.test[:, 0], axis=-1)
    errors = f"{small:.3g}, {large:.3g}"
    if large > 0.9 * small:
        return keep_working(f"Test errors {errors}: it does not fall.", f"测试误差为 {errors}：并没有下降。")
    if sizes[0] < LEARNT:
        return almost(
            f"Test errors {errors}: it falls. But the smaller model cannot learn all 100 digits by heart yet.",
            f"测试误差为 {errors}：确实下降。但较小的模型还记不住全部 100 个样本。",
        )
    return right(f"Test errors {errors}: the larger model is better.", f"测试误差为 {errors}：较大的模型更好。")


def solve_break() -> Words:
    verdict = judge_break((LEARNT, MOST))
    assert verdict.voice == "right"
    return Words(
        f"For example 100 and 2000. {verdict.hint.en} Both learn all 100 digits by heart; the larger one does it with "
        "smaller weights.",
        f"例如 100 和 2000。{verdict.hint.zh}两者都记住了全部 100 个样本，而较大的模型用的权重更小。",
    )


EXERCISES = {
    "regularization-easy": Exercise(judge_easy, solve=solve_easy),
    "regularization-ridge": Exercise(judge_ridge, solve=solve_ridge),
    "regularization-stop": Exercise(judge_stop, solve=solve_stop),
    "regularization-build": Exercise(judge_build, solve=solve_build),
    "regularization-derive": Exercise(judge_derive, lambda n, sigma: n * sigma**2),
    "regularization-break": Exercise(judge_break, solve=solve_break),
    "regularization-open": Exercise(None),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "regularization-1": {"model": "network", "sets": 10, "averaged": 10},
    "regularization-2": {"example": "penguins", "lam": 0.25},
    "regularization-7": {"shift": "both"},
    "regularization-9": {"p": 5000, "wall": 2},
}
