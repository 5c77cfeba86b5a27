"""Lecture 10: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from typing import Any

import numpy as np

from course_nn.clinic.examination import examine, read
from course_nn.clinic.instruments import Reading
from course_nn.clinic.patients import recipe_of
from course_nn.clinic.pipeline import Loop, Pipeline
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.datasets import shuffled_digits
from course_nn.lectures.practice.demos.batch_norm.batch_company import (
    logits_in_companies,
    trained_network,
    unseen_digits,
)
from course_nn.lectures.practice.demos.clipping.cliff import cliff, walk
from course_nn.lectures.practice.demos.metrics.rare_class import logits_of, rare_digits
from course_nn.lectures.practice.demos.rate_finder.rate_runs import range_tests
from course_nn.lectures.practice.demos.scaling.scaled_descent import valley_of
from course_nn.lectures.practice.demos.search.search_runs import whole_surface
from course_nn.lectures.practice.demos.thirty_layers.deep_runs import (
    Recipe,
    lowest_error,
    signals_at_start,
)
from course_nn.lectures.practice.tuning import advice, expected_best, expected_grid, running_mean
from course_nn.metrics import auc
from course_nn.network import Network
from course_nn.normalization import Moments, normalize
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

NINE = 9  # runs of a search


def which_step_of_scaling_saves_more() -> str:
    """By how much each of two steps lowers the condition number of bill length and flipper."""
    settings = ("nothing", 0.0), ("nothing", 1.0), ("sigma", 0.0)
    raw, subtracted, divided = (valley_of("bill, flipper", "mm", *setting).kappa for setting in settings)
    if min(subtracted, divided) > raw / 2:
        return "neither"
    ratio = divided / subtracted
    return "subtracting" if ratio > 2 else "dividing" if ratio < 0.5 else "same"


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


PLAIN = Recipe("relu", "he", "none", False, 1.0, 30)


def which_thirty_layers_learn() -> str:
    """Four ways to build and train thirty layers: with which the fewest test digits are read wrong."""
    ways = {
        "both": (PLAIN._replace(norm="batch", shortcut=True), (0.1, 0.3), "descent"),
        "norm": (PLAIN._replace(norm="batch"), (0.1, 0.3), "descent"),
        "shortcut": (PLAIN._replace(shortcut=True), (0.001, 0.01), "descent"),
        "recipe": (PLAIN, (0.001, 0.003), "recipe"),
    }
    return min(ways, key=lambda way: lowest_error(*ways[way]))


def what_keeps_digits_apart() -> str:
    """The one change after which thirty layers no longer make all digits look alike."""

    def alike(recipe):
        rises = [np.ptp(signals_at_start(recipe, seed)[0].cosines[[0, -1]]) for seed in range(3)]
        return float(np.median(rises))

    changes: dict[str, dict] = {
        "xavier": {"init": "xavier"},
        "batch": {"norm": "batch"},
        "orthogonal": {"init": "orthogonal"},
        "layer": {"norm": "layer"},
    }
    becomes = {key: outcome(alike(PLAIN), alike(PLAIN._replace(**change))) for key, change in changes.items()}
    (overturns,) = (key for key, told in becomes.items() if told == "reversed")
    return overturns


def test_error_of_batches_of_one() -> str:
    """The share of digits that batch norm reads wrong in training mode, each alone."""
    logits = logits_in_companies(finished(trained_network("batch", 32, 0)), 1, "any", "train")
    wrong = np.mean(logits.argmax(axis=-1) != unseen_digits()[1])
    errors = {"little": 0.05, "half": 0.5, "chance": 0.9}
    return min(errors, key=lambda name: abs(errors[name] - wrong))


def spread_of_the_steepest_rule() -> str:
    """By what factor the steepest rates of ten range tests differ."""
    tests = finished(range_tests("wide", "gradient_descent", 100))
    rates = [advice(tests.rates[: len(losses)], running_mean(losses, 0.98)).steepest for losses in tests.losses]
    spread = max(rates) / min(rates)
    return "two" if spread < 8 else "thirty" if spread < 200 else "thousands"


def half_the_threshold_and_twice_the_rate() -> str:
    """What happens to a walk on the cliff in which every gradient is clipped."""
    (one, steps), (other, _) = (
        walk((1.12, -0.5), "gradient_descent", "norm", c, eta) for c, eta in ((0.004, 0.5), (0.002, 1.0))
    )
    assert (steps.clipped_norms < steps.norms).all()
    if np.array_equal(one, other):
        return "same"
    return "wild" if len(other) < len(one) or cliff(other[-1]) > cliff(one[-1]) else "stable"


def order_under_a_weight() -> str:
    """What happens to the AUC if each eight counts 49 times, on average over ten seeds."""
    gains = []
    for seed in range(10):
        y = rare_digits(0.02, seed).test_y
        plain, heavy = (auc(y, finished(logits_of("linear", 0.02, r, seed))) for r in (1.0, 49.0))
        gains.append(heavy - plain)
    gain = np.mean(gains)
    return "rises" if gain > 0.01 else "falls" if gain < -0.01 else "same"


def grid_or_random() -> str:
    """Which finds the lower error with nine runs where only one of two settings matters."""
    errors = finished(whole_surface("weak", 4))[..., 0]
    random, grid = expected_best(errors, NINE), expected_grid(errors, 3)
    return "same" if np.isclose(random, grid, rtol=0, atol=0.001) else "grid" if grid < random else "random"


def what_cures_a_validation_of_0() -> str:
    """Of two patients with a low training loss and nothing right in validation: the first move that helps."""
    remedies: dict[str, dict] = {"regularize": {"lam": 0.01}, "slower": {"rate": 0.01}, "shorter": {"epochs": 5}}
    patients = "labels one too high", "validation inverted"
    for name, change in remedies.items():
        for patient in patients:
            sick = Pipeline(recipe_of(patient))
            run = Loop(sick.recipe._replace(**change), sick.data, sick.network, sick.loss).train()
            if run.val_score[-1] > 0.5:
                return name
    looks_wrong = all(read(patient, "data").finding != read("healthy", "data").finding for patient in patients)
    return "data" if looks_wrong else "slower"


RIGHT_OPTIONS = {
    "practice-2": which_step_of_scaling_saves_more,
    "practice-layers": gradient_under_relu,
    "practice-3": which_thirty_layers_learn,
    "practice-sceptic": what_keeps_digits_apart,
    "practice-4": test_error_of_batches_of_one,
    "practice-5": spread_of_the_steepest_rule,
    "practice-6": half_the_threshold_and_twice_the_rate,
    "practice-7": order_under_a_weight,
    "practice-8": grid_or_random,
    "practice-9": what_cures_a_validation_of_0,
}

TABLE = np.array([[15, 5], [15, 965]])  # eights and others, by what they were called


def judge_easy(answer: Any) -> Verdict:
    """Accuracy, precision and recall of a table."""
    with expected("Expected three numbers: accuracy, precision, recall.", "应给出三个数：准确率、精确率、召回率。"):
        found = numbers(answer, 3)
    found = found / 100 if found.max() > 1 else found  # in per cent
    wanted = np.array([np.trace(TABLE) / TABLE.sum(), *TABLE[0, 0] / np.array([TABLE[:, 0].sum(), TABLE[0].sum()])])
    near = np.abs(found - wanted) < 0.002
    if near.all():
        return right(
            "All three are right. Always answering “no eight” would be just as accurate.",
            "三个全对。如果总是回答“不是 8”，准确率也是这么高。",
        )
    if near[0] and np.allclose(found[1:], wanted[:0:-1], atol=0.002):
        return almost("Precision and recall are swapped.", "精确率与召回率写反了。")
    if near.any():
        return almost(f"{near.sum()} of three are right.", f"三个中对了 {near.sum()} 个。")
    return keep_working(
        "Draw the table: 15 eights found, 5 missed, 15 others called eights. How many are left?",
        "先画出表：找到 15 个 8，漏掉 5 个，另有 15 个别的数字被判为 8。还剩多少个？",
    )


def solve_easy() -> Words:
    found, missed, false, left = TABLE.ravel()
    wanted = (found + left) / TABLE.sum(), found / (found + false), found / (found + missed)
    assert judge_easy(wanted).voice == "right"
    a, p, r = (f"{x:g}" for x in wanted)
    return Words(
        f"{left} others are rightly not called eights: accuracy ({found} + {left})/{TABLE.sum()} = {a}. "
        f"Precision {found}/{found + false} = {p}, recall {found}/{found + missed} = {r}.",
        f"其余 {left} 个判断正确：准确率 ({found} + {left})/{TABLE.sum()} = {a}。"
        f"精确率 {found}/{found + false} = {p}，召回率 {found}/{found + missed} = {r}。",
    )


SHARES = np.array([0.5, 0.25, 0.25])  # of three classes


def judge_start(answer: Any) -> Verdict:
    """The loss with all logits 0, and the least that a constant answer can have."""
    with expected("Expected two numbers, the losses.", "应给出两个数，即两个损失。"):
        found = numbers(answer, 2)
    wanted = np.array([np.log(3), -SHARES @ np.log(SHARES)])
    near = np.abs(found - wanted) < 0.006
    if near.all():
        return right("log 3, and the entropy of the frequencies.", "log 3，以及频率的熵。")
    if np.allclose(found * np.log(2), wanted, atol=0.006):
        return almost("Take the natural logarithm.", "请用自然对数。")
    if np.allclose(found, wanted[::-1], atol=0.006):
        return almost("Both are right, in the other order.", "两个都对，但次序反了。")
    if near.any():
        return almost("One of the two is right.", "对了一个。")
    return keep_working(
        "The loss of a sample is minus the logarithm of what its class is given. Take the mean.",
        "一个样本的损失，是给它的类别的概率取对数再变号。然后求平均。",
    )


def solve_start() -> Words:
    wanted = np.log(3), float(-SHARES @ np.log(SHARES))
    assert judge_start(wanted).voice == "right"
    zero, best = (f"{x:.4f}" for x in wanted)
    return Words(
        f"Logits of 0 give each class 1/3, so log 3 = {zero}. The best constant gives the frequencies: "
        f"½ log 2 + ½ log 4 = {best}. If the bias starts at the logarithms of the "
        "frequencies, training begins at this loss.",
        f"logit 都为 0 时，每一类的概率是 1/3，损失为 log 3 = {zero}。最好的常数回答就是频率："
        f"½ log 2 + ½ log 4 = {best}。让偏置从频率的对数出发，训练就从这里开始。",
    )


def judge_derive(answer: Any) -> Verdict:
    """The condition number of two standardized inputs, as a function of their correlation."""
    rho = np.array([0.0, 0.5, 0.656, -0.3, -0.9, 0.99])
    with expected("Expected a function of rho that returns one number.", "应给出以 rho 为参数、返回一个数的函数。"):
        found = np.array([scalar(one) for one in asked(answer, zip(rho))])
    wanted = (1 + np.abs(rho)) / (1 - np.abs(rho))
    if np.allclose(found, wanted):
        return right("Only the size of ρ counts.", "只与 ρ 的大小有关。")
    if np.allclose(found, (1 + rho) / (1 - rho)):
        return almost("Right for ρ ≥ 0. A condition number is never below 1.", "ρ ≥ 0 时对了。但条件数不会小于 1。")
    if np.allclose(found, 1 / wanted):
        return almost("That is upside down: the larger curvature is the numerator.", "写颠倒了：大的曲率在分子上。")
    return keep_working(
        "Which factors does the matrix stretch (1, 1) and (1, −1) by?", "这个矩阵把 (1, 1) 和 (1, −1) 各拉伸多少倍？"
    )


def layers_to_go_back() -> list[tuple]:
    """z (M,), W (K, M) and delta (K,) of layers of several sizes; of some units z is exactly 0."""
    rng = np.random.default_rng(3)
    shapes = (4, 3), (2, 5), (3, 3)
    layers = [(rng.normal(size=M), rng.normal(size=(K, M)), rng.normal(size=K)) for K, M in shapes]
    return [*layers, *((np.round(z), W, delta) for z, W, delta in layers)]


def judge_backward(answer: Any) -> Verdict:
    """Any function (z, W, delta) -> the δ of a ReLU layer: z (M,), W (K, M) and delta (K,) of the layer after it."""
    cases = layers_to_go_back()
    with expected(
        "Expected a function of z, W, delta that returns as many numbers as z.",
        "应给出以 z、W、delta 为参数的函数，返回的数与 z 一样多。",
    ):
        found = [numbers(delta, len(case[0])) for delta, case in zip(asked(answer, cases), cases)]

    def agree(rule):
        return all(np.allclose(got, rule(*case)) for got, case in zip(found, cases))

    if agree(lambda z, W, delta: (z > 0) * (W.T @ delta)):
        return right("It is right for layers of all sizes, and at the kink.", "不同大小的层都相符，z = 0 处也对。")
    if agree(lambda z, W, delta: (z >= 0) * (W.T @ delta)):
        return almost("All is right but the kink: at z = 0 the slope is 0.", "只差一处：z = 0 处的斜率取零。")
    if agree(lambda z, W, delta: W.T @ delta):
        return almost(
            "The weights are right. Now the slope of the ReLU: where z ≤ 0 it is 0.",
            "权重部分对了。还要乘以 ReLU 的斜率：z ≤ 0 处为零。",
        )
    if agree(lambda z, W, delta: np.maximum(z, 0) * (W.T @ delta)):
        return almost("Multiply by the slope of the ReLU, not by its value.", "应乘以 ReLU 的斜率，而不是函数值。")
    return keep_working(
        "Multiply W transposed by delta, and then by the slope at z.", "先用 W 的转置乘以 delta，再乘以 z 处的斜率。"
    )


def solve_backward() -> Words:
    assert judge_backward(lambda z, W, delta: (W.T @ delta) * (z > 0)).voice == "right"
    code = "lambda z, W, delta: (W.T @ delta) * (z &gt; 0)"
    return Words(
        f"<code>{code}</code>: W.T brings the gradient back to this layer, and a unit with z ≤ 0 lets none "
        "of it through.",
        f"<code>{code}</code>：W.T 把梯度传回这一层，而 z ≤ 0 的单元一点也不让它通过。",
    )


LIMITS = 1.0, 0.3, 2.5  # to which gradients are clipped that are longer than each of them


def judge_clip(answer: Any) -> Verdict:
    """A function (gradients, limit) -> the gradients, clipped by the norm of all of them together."""
    rng = np.random.default_rng(0)
    long = [rng.normal(size=shape) for shape in ((4, 3), (4,), (2, 4), (2,))]
    verdicts = [verdict_on_limit(answer, long, limit) for limit in LIMITS]
    worst = next((verdict for verdict in verdicts if verdict.voice != "right"), verdicts[0])
    if worst is not verdicts[0] and verdicts[0].voice == "right":
        return almost(
            f"Right for limit = 1, but not for {LIMITS[verdicts.index(worst)]}. Does it use its limit?",
            f"limit = 1 时对了，{LIMITS[verdicts.index(worst)]} 时不对。用到 limit 了吗？",
        )
    return worst


def verdict_on_limit(answer: Any, long: list, limit: float) -> Verdict:
    """What to say to a function for one limit, which the given gradients exceed."""
    asked = [long, [0.02 * limit * g for g in long]]
    with expected(
        "Expected a function of gradients and limit that returns as many arrays as it gets.",
        "应给出以梯度列表和上限为参数的函数，返回同样多的数组。",
    ):
        given = [[g.copy() for g in gs] for gs in asked]
        found, same = ([np.array(g, float) for g in in_place(answer)([*gs], limit)] for gs in given)
        if [g.shape for g in found] != [g.shape for g in long]:
            raise ValueError
    untouched = all(np.array_equal(g, kept) for gs, copies in zip(asked, given) for g, kept in zip(gs, copies))
    return verdict_on_clips(long, found, same, asked[1], limit, untouched)


def verdict_on_clips(long: list, found: list, same: list, short: list, limit: float, untouched: bool) -> Verdict:
    """What to say to gradients that were clipped to a limit, and to short ones that should stay the same.

    long, short : the gradients given;  found, same : what was made of them;  untouched : whether both are as they were
    """

    def whole(parts):
        return np.concatenate([part.ravel() for part in parts])

    g, clipped_g = whole(long), whole(found)
    if np.allclose(clipped_g, limit * g / np.linalg.norm(g)):
        if not np.allclose(whole(same), whole(short)):
            return almost("A gradient that is short enough stays as it is.", "够短的梯度应保持不变。")
        if not untouched:
            return almost(
                "Right, but the gradients themselves were changed. Return new ones.",
                "对了，但原来的梯度被改动了。请返回新数组。",
            )
        return right("The gradients are shorter and keep their direction.", "变短了，方向不变。")
    if np.allclose(clipped_g, whole([part / max(1, np.linalg.norm(part) / limit) for part in long])):
        return almost(
            "Each array is clipped by itself, so the direction changes. Take the norm of all together.",
            "每个数组单独裁剪，方向就变了。范数要对全部数组一起算。",
        )
    if np.allclose(clipped_g, np.clip(g, -limit, limit)):
        return almost("That clips by value, and the direction changes.", "这是按分量裁剪，方向会变。")
    return keep_working(
        f"Together they should have the length {limit:g}, but they have {np.linalg.norm(clipped_g):.3g}.",
        f"全部合起来的长度应为 {limit:g}，现在是 {np.linalg.norm(clipped_g):.3g}。",
    )


def solve_clip() -> Words:
    def scaled_down(gradients, limit):
        norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
        return [g * min(1, limit / norm) for g in gradients]

    assert judge_clip(scaled_down).voice == "right"
    code = (
        "<code>norm = np.sqrt(sum(np.sum(g**2) for g in gradients))</code>",
        "<code>return [g * min(1, limit / norm) for g in gradients]</code>",
    )
    return Words(
        f"One of many: {code[0]}, then {code[1]}. One factor for all keeps the direction.",
        f"众多解之一：先 {code[0]}，再 {code[1]}。全部乘以同一个数，方向就不变。",
    )


NEARLY_CONSTANT = 0.01  # spread of a unit where ε counts


def judge_build(answer: Any) -> Verdict:
    """A function (z, mean, variance, trains) -> (y, mean, variance): batch normalization with running moments."""
    rng = np.random.default_rng(0)
    batches = [rng.normal(2, [3, 3, 3, NEARLY_CONSTANT], (6, 4)) for _ in range(2)]
    state, outputs = [np.zeros(4), np.ones(4)], []
    with expected(
        "Expected a function of z, mean, variance and trains that returns y, mean and variance.",
        "应给出以 z、mean、variance、trains 为参数的函数，返回 y、mean、variance。",
    ):
        for z, trains in [(z, True) for z in batches] + [(batches[0], False)]:
            y, *state = (np.array(part, float) for part in answer(z.copy(), *(s.copy() for s in state), trains))
            outputs.append((y, np.stack([np.broadcast_to(s.ravel(), 4) for s in state])))
            if len(state) != 2 or y.shape != z.shape:
                raise ValueError
    return verdict_on_norms(batches, outputs)


def verdict_on_norms(batches: list, outputs: list) -> Verdict:
    """What to say to outputs y with running moments (2, M) after two batches in training, and one in the test."""
    moments, wanted = Moments(), []
    for z in batches:
        moments.gather(z)
        wanted.append(np.stack([moments.mean, moments.variance]))
    (y, first), (_, second), (test, last) = outputs
    if not np.allclose(y, normalize(batches[0])[0]):
        return verdict_on_training_mode(batches[0], y)
    if not np.allclose([first, second], wanted):
        return almost(
            "y is right in training. The running moments are 0.9 times the old ones plus 0.1 times the moments of the "
            "batch, with n − 1 in the denominator of its variance.",
            "训练时的 y 对了。滑动均值与方差取旧值的 0.9 加小批量的 0.1，这里方差的分母是 n − 1。",
        )
    if not np.allclose(test, normalize(batches[0], moments=moments)[0]):
        return almost(
            "Right in training. In the test use the running moments.", "训练时对了。测试时应改用滑动均值与方差。"
        )
    if not np.allclose(last, second):
        return almost(
            "Right, but in the test the running moments must stay.", "对了，但测试时滑动均值与方差应保持不变。"
        )
    return right(
        "Both modes are right, and so are the running moments.", "两种模式都对，它们之间的滑动均值与方差也对。"
    )


def verdict_on_training_mode(z: np.ndarray, y: np.ndarray) -> Verdict:
    """What to say to an output y that is not z, normalized over the batch."""
    m, v = z.mean(axis=0), z.var(axis=0)
    if any(np.allclose(y, (z - m) / divisor) for divisor in (np.sqrt(v), np.sqrt(v) + 1e-5, np.sqrt(v) + 1e-8)):
        return almost(
            "Nearly right: 1e-5 is added to the variance, under the root. This matters where a unit hardly varies.",
            "就差一点：1e-5 要加到方差上，在根号里面。单元几乎不变时，它就起作用。",
        )
    if np.allclose(y, (z - m) / np.sqrt(z.var(axis=0, ddof=1) + 1e-5), atol=1e-4):
        return almost(
            "For y the variance has n in its denominator, not n − 1.", "计算 y 时，方差的分母是 n，不是 n − 1。"
        )
    if np.allclose(y, normalize(z, axis=1)[0], atol=1e-4):
        return almost(
            "That is layer normalization: take the moments of each column.", "这是层归一化：均值与方差应按列求。"
        )
    return keep_working(
        "In training each column of y has mean 0 and variance 1.", "训练时，y 的每一列均值为 0、方差为 1。"
    )


def solve_build() -> Words:
    def normalized(z, mean, variance, trains):
        m, v = (z.mean(axis=0), z.var(axis=0)) if trains else (mean, variance)
        if trains:
            mean, variance = 0.9 * mean + 0.1 * m, 0.9 * variance + 0.1 * z.var(axis=0, ddof=1)
        return (z - m) / np.sqrt(v + 1e-5), mean, variance

    assert judge_build(normalized).voice == "right"
    code = (
        "<code>m, v = (z.mean(axis=0), z.var(axis=0)) if trains else (mean, variance)</code>",
        "<code>mean, variance = 0.9 * mean + 0.1 * m, 0.9 * variance + 0.1 * z.var(axis=0, ddof=1)</code>",
        "<code>return (z - m) / np.sqrt(v + 1e-5), mean, variance</code>",
    )
    return Words(
        f"One of many: {code[0]}; if trains, {code[1]}; {code[2]}. Without the second line you have a patient of "
        "the clinic.",
        f"众多解之一：{code[0]}；若 trains 为真，{code[1]}；{code[2]}。漏掉第二行，就成了诊所里的一位病人。",
    )


LARGEST = 100_000  # parameters of a network that is brought to the clinic
LEARNED = 0.1  # the loss on ten digits of a network that has learned them


def judge_break(answer: Any) -> Verdict:
    """A Network whose gradient is right, and that cannot learn ten digits by heart."""
    with expected(
        "Expected a Network of course_nn with 64 inputs, a hidden layer or more, and 10 outputs.",
        "应给出 course_nn 的 Network，有 64 个输入、至少一个隐藏层和 10 个输出。",
    ):
        if not isinstance(answer, Network) or (answer.sizes[0], answer.sizes[-1]) != (64, 10) or len(answer.sizes) < 3:
            raise ValueError
    if answer.parameters.ndim > 1 or answer.parameters.size > LARGEST or not np.isfinite(answer.parameters).all():
        return keep_working(
            "Bring one network with finite weights, at most 100,000 of them.",
            "请给出一个网络，权重都是有限的数，个数不超过 100,000。",
        )
    X, y = shuffled_digits()
    found = examine(answer, X[:600], y[:600], X[600:900], y[600:900], epochs=1)
    return verdict_on_patient(found["gradient check"], found["one batch"])


def verdict_on_patient(check: Reading, batch: Reading) -> Verdict:
    """What to say to the readings of the gradient check and of the one batch."""
    error, last = max(check.numbers["first"], check.numbers["last layer"]), batch.numbers["last"]
    both = f"{error:.1g}, {last:.3g}"
    if check.finding not in ("passes", "nothing"):
        return keep_working(f"The gradient check finds an error of {error:.1g}.", f"梯度检查得到的误差是 {error:.1g}。")
    if last < LEARNED:
        return keep_working(
            f"Gradient check and loss: {both}. It does learn its ten digits. What keeps a network from learning?",
            f"梯度检查与损失：{both}。它学会了这十个数字。什么会使网络学不会？",
        )
    return right(
        f"Gradient check and loss: {both}. The slopes are right, and yet it does not learn.",
        f"梯度检查与损失：{both}。斜率没有错，网络却学不会。",
    )


def solve_break() -> Words:
    verdict = judge_break(Network((64, *(32,) * 6, 10), "sigmoid"))
    assert verdict.voice == "right"
    return Words(
        f"Six layers of sigmoids do this, for example. {verdict.hint.en} The same holds for weights that are all 0, "
        "and for dead units: a correct gradient can be useless.",
        f"例如六层 sigmoid。{verdict.hint.zh}权重全为 0、单元全部死亡时也是如此：正确的梯度也可能毫无用处。",
    )


EXERCISES = {
    "practice-easy": Exercise(judge_easy, solve=solve_easy),
    "practice-start": Exercise(judge_start, solve=solve_start),
    "practice-derive": Exercise(judge_derive, lambda rho: (1 + abs(rho)) / (1 - abs(rho))),
    "practice-backward": Exercise(judge_backward, solve=solve_backward),
    "practice-clip": Exercise(judge_clip, solve=solve_clip),
    "practice-build": Exercise(judge_build, solve=solve_build),
    "practice-break": Exercise(judge_break, solve=solve_break),
    "practice-open": Exercise(None),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "practice-2": {"share": 100},
    "practice-layers": {"activation": "relu", "init": "he"},
    "practice-3": {"norm": "batch", "shortcut": "yes", "eta": "0.3", "epoch": 15},
    "practice-sceptic": {"norm": "batch"},
    "practice-4": {"size": 1, "mode": "train"},
    "practice-7": {"weight": 49.0},
    "practice-9": {"ward": "51", "record": "51/3: 1 data", "instrument": "data"},
}
