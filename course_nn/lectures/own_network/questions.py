"""Notebook 12: ten steps, each judged at sizes and values at which what is nearly right is wrong."""

import inspect
from collections.abc import Callable, Iterator, Set
from functools import partial
from html import escape
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from course_nn.common.words import Words
from course_nn.datasets import shuffled_digits
from course_nn.lectures.own_network.worked import Net
from course_nn.notebook.bounds import copied, in_place
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
from course_nn.notebook.walked import leaves_gradients_alone, walk


def loaded_apart(name: str) -> Any:
    """A module once more, for the judges alone: a student may put a step of their own into the one that they know."""
    spec = find_spec(name)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if TYPE_CHECKING:
    from course_nn.lectures.own_network import worked
else:
    worked = loaded_apart("course_nn.lectures.own_network.worked")
RIGHT_OPTIONS: dict[str, Callable[[], str]] = {}  # nothing is predicted here: it is built

Hints = dict[str, tuple[Callable, Words]]  # {slip: (what it gives, what to say)}
CLOSE = 1e-5  # of the largest number, by which an answer may be off: it may compute in single precision


def leaves_alone(function: Callable, *given: Any) -> bool:
    """Whether a function changes none of the arrays that it is given."""
    kept = copied(given)
    found = in_place(function)(*given)
    if not isinstance(found, np.ndarray | list | tuple | float):
        list(found)  # a generator does its work when it is asked
    return same(given, kept)


def same(found: Any, wanted: Any) -> bool:
    """Whether nested arrays have the same shapes and numbers."""
    if isinstance(wanted, list | tuple):
        return len(found) == len(wanted) and all(same(*pair) for pair in zip(found, wanted))
    if not isinstance(wanted, np.ndarray | float | int):
        return True  # a source of randomness, or a function
    return np.shape(found) == np.shape(wanted) and is_close(found, wanted)


def is_close(found: Any, wanted: Any, off: float = 0.0) -> bool:
    """Whether numbers of one shape are the same but for their last digits, or but for so much."""
    sizes = np.abs(np.asarray(wanted, float))
    largest = sizes[np.isfinite(sizes)].max(initial=0)
    return np.allclose(found, wanted, rtol=CLOSE, atol=max(off, CLOSE * largest + 1e-9))


def compared(found: list, cases: list, step: Callable, hints: Hints, otherwise: Verdict, good: Verdict) -> Verdict:
    """Good where all cases are as the worked step has them; else the hint whose slip gives the same in every case."""
    if agree(found, cases, step):
        return good
    said = (almost(*words) for slip, words in hints.values() if agree(found, cases, slip))
    return next(said, otherwise)


def agree(found: list, cases: list, step: Callable) -> bool:
    return all(same(one, step(*copied(case))) for one, case in zip(found, cases))


def unless_changed(kept: bool, en: str, zh: str) -> Verdict:
    """Right, if what the function was given is still as it was."""
    return right(en, zh) if kept else changed()


def changed() -> Verdict:
    return almost(
        "The numbers are right, but your function changes an array that it was given. Work on a copy.",
        "数值都对，但你的函数改动了传入的数组。请在副本上计算。",
    )


def nested(net: Any) -> Net:
    """A net, or what has its form, as arrays; raises for what is none."""
    return [(np.asarray(W, float), np.asarray(b, float)) for W, b in net]


def shapes(net: Net) -> list:
    return [part.shape for pair in net for part in pair]


# Step 1. One layer

SIZES = [(5, 4, 3), (1, 3, 3), (3, 3, 3), (2, 1, 4), (6, 5, 1)]  # samples, inputs, outputs


def layers() -> list[tuple]:
    rng = np.random.default_rng(1)
    return [(rng.normal(size=(n, N)), rng.normal(size=(M, N)), rng.normal(size=M)) for n, N, M in SIZES]


LAYER_HINTS: Hints = {
    "bias": (lambda X, W, b: X @ W.T, Words("The bias b is missing.", "漏了偏置 b。")),
    "tanh": (
        lambda X, W, b: np.tanh(X @ W.T + b),
        Words("These are the sums after tanh. Return the sums alone.", "这是经过 tanh 的值；请只返回加权和。"),
    ),
}


def judge_layer(answer: Any) -> Verdict:
    """A function (X, W, b) -> the sums of a layer."""
    cases = layers()
    with expected(
        "Expected a function of X (n, N), W (M, N) and b (M,) that returns an array (n, M).",
        "应给出以 X (n, N)、W (M, N)、b (M,) 为参数的函数，返回数组 (n, M)。",
    ):
        found = [np.asarray(one, float) for one in asked(answer, cases)]
        kept = leaves_alone(answer, *cases[0])
    otherwise = keep_working(
        "Each row of X meets each row of W: the sum of their products, plus one b. Try n = N = M = 3 as well.",
        "X 的每一行与 W 的每一行对应相乘、求和，再加一个 b。n = N = M = 3 时也要对。",
    )
    return compared(
        found,
        cases,
        worked.layer,
        LAYER_HINTS,
        otherwise,
        unless_changed(kept, "One line does it for all samples.", "一行就算完了所有样本。"),
    )


# Step 2. The network


def nets(seed: int = 2) -> list[tuple]:
    """Nets with inputs and classes: three layers, one layer, squares, a single sample, a single unit."""
    rng = np.random.default_rng(seed)
    shapes = [((4, 3, 2), 5), ((4, 3), 6), ((3, 3, 3, 3), 3), ((6, 5, 4, 3), 1), ((2, 1, 5), 4)]
    return [
        (filled(sizes, rng), rng.normal(size=(n, sizes[0])), rng.integers(sizes[-1], size=n)) for sizes, n in shapes
    ]


def filled(sizes: tuple[int, ...], rng: np.random.Generator) -> Net:
    """A net whose biases are not 0 either."""
    return [(W, rng.normal(size=b.shape)) for W, b in worked.start(sizes, rng)]


def all_through_tanh(net: Net, X: np.ndarray) -> list:
    values = [X]
    for W, b in net:
        values.append(np.tanh(values[-1] @ W.T + b))
    return values


def none_through_tanh(net: Net, X: np.ndarray) -> list:
    values = [X]
    for W, b in net:
        values.append(values[-1] @ W.T + b)
    return values


FORWARD_HINTS: Hints = {
    "last": (
        all_through_tanh,
        Words(
            "The last layer should not go through tanh: its sums are the logits.",
            "最后一层不经过 tanh：它的和就是 logit。",
        ),
    ),
    "none": (
        none_through_tanh,
        Words("The hidden layers do not go through tanh yet.", "隐藏层还没有经过 tanh。"),
    ),
    "inputs": (
        lambda net, X: worked.forward(net, X)[1:],
        Words("The list should begin with X itself.", "列表的第一项应是 X 本身。"),
    ),
}


def judge_forward(answer: Any) -> Verdict:
    """A function (net, X) -> the values of all layers."""
    cases = [(net, X) for net, X, _ in nets()]
    with expected(
        "Expected a function of net, a list of pairs (W, b), and X that returns a list: X, the values of each hidden "
        "layer, the logits.",
        "应给出以 net（由 (W, b) 组成的列表）和 X 为参数的函数，返回列表：X、各隐藏层的值、logit。",
    ):
        found = [[np.asarray(one, float) for one in values] for values in asked(answer, cases)]
        kept = leaves_alone(answer, *cases[0])
    otherwise = keep_working(
        "Start with values = [X]. Each layer takes the last of the list and appends its own. Nets of one layer and "
        "of three are tried too.",
        "从 values = [X] 开始；每一层取列表的最后一项，算出自己的值再接上去。一层和三层的网络也会试。",
    )
    return compared(
        found,
        cases,
        worked.forward,
        FORWARD_HINTS,
        otherwise,
        unless_changed(kept, "Every net, of one layer or three.", "一层到三层的网络都对。"),
    )


# Step 3. Softmax and cross-entropy


def outputs() -> list[tuple]:
    """Logits with classes: usual ones, one sample, two classes, and such as overflow."""
    rng = np.random.default_rng(3)
    usual = [(rng.normal(size=(n, K)), rng.integers(K, size=n)) for n, K in ((5, 3), (1, 4), (6, 2), (3, 10))]
    large = np.array([[1000.0, 0.0, -1000.0], [-800.0, -900.0, -1000.0]])
    return [*usual, (large, np.array([1, 0])), (np.full((2, 3), 5.0), np.array([2, 2]))]


def slipped_loss(shares: bool, summed: bool) -> Callable:
    """The sum in place of the mean, in the slope or in both."""

    def slip(F, y):
        loss, slope = worked.cross_entropy(F, y)
        return (loss * len(y) if summed else loss), (slope * len(y) if shares else slope)

    return slip


LOSS_HINTS: Hints = {
    "sum": (
        slipped_loss(shares=True, summed=True),
        Words(
            "This is the sum over the samples. Take the mean: divide both by n.",
            "这是对样本求和；请取平均：两者都除以 n。",
        ),
    ),
    "slope": (
        slipped_loss(shares=True, summed=False),
        Words(
            "The loss is right. Its slope is the slope of a mean, so divide it by n too.",
            "损失对了。它是平均值，所以导数也要除以 n。",
        ),
    ),
    "loss": (
        slipped_loss(shares=False, summed=True),
        Words("The slope is right. The loss is still a sum: divide it by n.", "导数对了。损失还是总和：请除以 n。"),
    ),
}


OVERFLOWS = Words(
    "With logits of ±1,000 it is no longer a finite number. Subtract the largest logit of each row first, and write "
    "ln p as f − ln Σ eᶠ.",
    "logit 为 ±1,000 时，结果不再是有限的数。先从每行减去最大的 logit，再把 ln p 写成 f − ln Σ eᶠ。",
)


def judge_loss(answer: Any) -> Verdict:
    """A function (F, y) -> (the mean cross-entropy after softmax, its slope in F)."""
    cases = outputs()
    with expected(
        "Expected a function of logits F (n, K) and classes y (n,) that returns two things: a number, and an array "
        "(n, K).",
        "应给出以 logit F (n, K) 与类别 y (n,) 为参数的函数，返回两项：一个数和一个数组 (n, K)。",
    ):
        found = [(scalar(loss), np.asarray(slope, float)) for loss, slope in asked(answer, cases)]
        kept = leaves_alone(answer, *cases[0])
    if not all(np.isfinite(loss) and np.isfinite(slope).all() for loss, slope in found):
        return almost(*OVERFLOWS)
    otherwise = keep_working(
        "The loss of a sample is −ln p of its own class, and the slope is p − 1 there and p elsewhere. Softmax "
        "runs along each row.",
        "每个样本的损失是它自己类别的 −ln p；导数在那里是 p − 1，别处是 p。softmax 沿每一行作。",
    )
    return compared(
        found,
        cases,
        worked.cross_entropy,
        LOSS_HINTS,
        otherwise,
        unless_changed(kept, "Right, with logits of ±1,000 too.", "全对，logit 为 ±1,000 时也对。"),
    )


# Step 4. Backward


def slipped_backward(delta_of: Callable, pair_of: Callable) -> Callable:
    """Backward, with other messages to the layer below or other slopes of a layer."""

    def slip(net, X, y):
        values, slopes = worked.forward(net, X), []
        delta = worked.cross_entropy(values[-1], y)[1]
        for (W, _), H in zip(net[::-1], values[-2::-1]):
            slopes.append(pair_of(delta, H))
            delta = delta_of(delta @ W, H)
        return slopes[::-1]

    return slip


def true_message(delta: np.ndarray, H: np.ndarray) -> np.ndarray:
    return delta * (1 - H**2)


def true_pair(delta: np.ndarray, H: np.ndarray) -> tuple:
    return delta.T @ H, delta.sum(axis=0)


BACKWARD_HINTS: Hints = {
    "sum": (
        lambda net, X, y: [(dW * len(y), db * len(y)) for dW, db in worked.backward(net, X, y)],
        Words(
            "This is the gradient of the sum over the samples, not of the mean.", "这是样本损失总和的梯度，不是平均的。"
        ),
    ),
    "twice": (
        lambda net, X, y: [(dW / len(y), db / len(y)) for dW, db in worked.backward(net, X, y)],
        Words(
            "The slope of your step 3 has been divided by n already: do not divide again.",
            "第 3 步的导数已经除以 n，不要再除。",
        ),
    ),
    "slope": (
        slipped_backward(lambda delta, H: delta, true_pair),
        Words(
            "The slope of tanh is missing: 1 − h², with h the value of the layer.",
            "漏了 tanh 的斜率：1 − h²，h 是该层的值。",
        ),
    ),
    "tanh of tanh": (
        slipped_backward(lambda delta, H: delta * (1 - np.tanh(H) ** 2), true_pair),
        Words(
            "The values have been through tanh already: its slope is 1 − h².", "这些值已经过 tanh：斜率就是 1 − h²。"
        ),
    ),
    "bias": (
        slipped_backward(true_message, lambda delta, H: (delta.T @ H, delta.mean(axis=0))),
        Words(
            "All dW are right. A bias is used in every sample, so its messages are added.",
            "各 dW 都对。偏置在每个样本中都用到，所以各条消息要相加。",
        ),
    ),
    "no bias": (
        slipped_backward(true_message, lambda delta, H: (delta.T @ H, 0 * delta.sum(axis=0))),
        Words("All dW are right. The biases have slopes as well.", "各 dW 都对。偏置也有导数。"),
    ),
}


def judge_backward(answer: Any) -> Verdict:
    """A function (net, X, y) -> the slopes of the mean cross-entropy, in the same pairs as the net."""
    cases = nets(seed=4)
    with expected(
        "Expected a function of net, X and y that returns a list of pairs (dW, db), a pair for each layer.",
        "应给出以 net、X、y 为参数的函数，返回由 (dW, db) 组成的列表，每层一对。",
    ):
        found = [nested(one) for one in asked(answer, cases)]
        kept = leaves_alone(answer, *cases[0])
    good = unless_changed(kept, "Every slope of every layer.", "每一层的每个导数都对。")
    return compared(found, cases, worked.backward, BACKWARD_HINTS, where_wrong(found, cases), good)


def where_wrong(found: list, cases: list) -> Verdict:
    """What to say of slopes that are wrong: of their shapes, or of the layer from above that is the first to be."""
    wanted = [worked.backward(*case) for case in cases]
    if any(shapes(one) != shapes(true) for one, true in zip(found, wanted)):
        return keep_working(
            "Each dW should have the shape of its W, and each db the shape of its b, the first layer first.",
            "每个 dW 的形状应与 W 相同，每个 db 应与 b 相同，第一层在最前。",
        )
    if all(same(one[-1], true[-1]) for one, true in zip(found, wanted)):
        return keep_working(
            "The last layer is right. For the layer below, first carry δ back: δ W, times 1 − h².",
            "最后一层对了。再往前一层，先把 δ 传回去：δ W，再乘以 1 − h²。",
        )
    return keep_working(
        "Begin at the end: δ is the slope that your step 3 returns. Then dW = δᵀH and db = Σδ, with H the values that "
        "came in.",
        "从末端开始：δ 就是第 3 步返回的导数；dW = δᵀH，db = Σδ，其中 H 是传入这一层的值。",
    )


# Step 5. A gradient check


def waves(x: np.ndarray) -> float:
    return float(np.sin(x[0]) * x[1] + np.exp(x[2]) * x[0])


def cubes(x: np.ndarray) -> float:
    return float(np.sum(x**3))


MEASURED_HINTS: Hints = {
    "one side": (
        lambda f, x, eps: np.array([(f(x + s) - f(x)) / eps for s in eps * np.eye(len(x))]),
        Words(
            "This steps to one side only. Step to both, and divide by 2 eps.",
            "这只取了一侧。请两侧都取，再除以 2 eps。",
        ),
    ),
    "eps": (
        lambda f, x, eps: 2 * worked.measured(f, x, eps),
        Words("This is twice too large: the two places are 2 eps apart.", "大了一倍：两处相距 2 eps。"),
    ),
}


def judge_measured(answer: Any) -> Verdict:
    """A function (f, x, eps) -> the gradient by symmetric differences, at steps so large that another one is seen."""
    cases: list[tuple] = [
        (waves, np.array([0.7, -1.2, 0.4]), 1e-4),
        (cubes, np.array([1.0, -2.0]), 0.5),
        (cubes, np.array([0.5]), 0.25),
        (cubes, np.linspace(-1, 1, 7), 0.1),
    ]
    with expected(
        "Expected a function of f, x (d,) and eps that returns an array (d,).",
        "应给出以 f、x (d,)、eps 为参数的函数，返回数组 (d,)。",
    ):
        found = [np.asarray(one, float) for one in asked(answer, cases)]
        kept = leaves_alone(answer, *cases[0])
    otherwise = keep_working(
        "Change one entry of x at a time, by eps up and by eps down, and put it back.",
        "每次只改 x 的一个分量，加 eps、减 eps，然后恢复原值。",
    )
    good = unless_changed(kept, "Measured from both sides.", "两侧都测了。")
    return compared(found, cases, worked.measured, MEASURED_HINTS, otherwise, good)


# Step 6. Mini-batches

LEFT_OUT = Words(" The last batch is smaller: do not leave it out.", "最后一批较小，不要漏掉。")
EPOCHS = [(40, 7), (12, 12), (9, 1), (5, 8)]  # samples, and samples a batch


def numbered(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Samples that can be told apart, and labels that tell to which they belong."""
    return np.stack([np.arange(n), 100 + np.arange(n)], axis=1).astype(float), 3 * np.arange(n)


def judge_batches(answer: Any) -> Verdict:
    """A function (X, y, size, rng) -> the batches of an epoch."""
    with expected(
        "Expected a function of X, y, size and rng that gives pairs (rows of X, their labels), one after another.",
        "应给出以 X、y、size、rng 为参数的函数，依次给出若干对（X 的若干行，对应的标签）。",
    ):
        epochs = [(n, size, epoch_of(answer, n, size, 5)) for n, size in EPOCHS]
        again, other = epoch_of(answer, 40, 7, 5), epoch_of(answer, 40, 7, 6)
        kept = leaves_alone(answer, *numbered(40), 7, np.random.default_rng(5))
    wrong = [found for found in (verdict_on_epoch(*one) for one in epochs) if found is not None]
    if wrong:
        return wrong[0]
    order, same_seed, other_seed = (np.concatenate([y for _, y in one]) for one in (epochs[0][2], again, other))
    if np.array_equal(order, np.sort(order)):
        return keep_working("The samples come in the order in which they lie.", "样本还是按原来的次序出现。")
    if np.array_equal(order, other_seed) or not np.array_equal(order, same_seed):
        return almost(
            "The order should come from rng, and from nothing else: a new rng, a new order.",
            "次序应当只取决于 rng：换一个 rng，就换一个次序。",
        )
    return unless_changed(kept, "Every sample once, with its own label.", "每个样本恰好一次，标签也没有错位。")


def epoch_of(answer: Any, n: int, size: int, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """The batches of an epoch as arrays."""
    given = answer(*numbered(n), size, np.random.default_rng(seed))
    return [(np.asarray(X, float).reshape(-1, 2), np.asarray(y, float).ravel()) for X, y in given]


def verdict_on_epoch(n: int, size: int, batches: list) -> Verdict | None:
    """What is wrong with the batches of an epoch; None if nothing is."""
    rows, labels = (np.concatenate([one[part] for one in batches] or [np.empty(0)]) for part in (0, 1))
    if len(rows) != n or not np.array_equal(np.sort(labels), 3 * np.arange(n)):
        left_out = LEFT_OUT if len(labels) == n - n % size else Words("", "")
        return keep_working(
            f"In an epoch of {n} samples, {size} at a time, each sample should come once. Here {len(labels)} come, "
            f"{len(np.unique(labels))} of them different.{left_out.en}",
            f"一轮有 {n} 个样本、每批 {size} 个，每个样本应恰好出现一次。这里出现了 {len(labels)} 个，"
            f"其中不同的有 {len(np.unique(labels))} 个。{left_out.zh}",
        )
    if not np.array_equal(3 * rows[:, 0], labels) or not np.array_equal(rows[:, 1], 100 + rows[:, 0]):
        return almost(
            "Samples and labels were shuffled apart: take both in one order.",
            "样本与标签的次序错开了：两者要用同一个次序。",
        )
    if [len(y) for _, y in batches] != [min(size, n - first) for first in range(0, n, size)]:
        return almost(
            f"With {n} samples and size {size} the batches have {[len(y) for _, y in batches]} samples.",
            f"{n} 个样本、size 为 {size} 时，各批的样本数是 {[len(y) for _, y in batches]}。",
        )
    return None


# Step 7. Adam

A_STEP = 2e-3  # of η, by which a path may be off: with the ε of the paper's faster form it is 2e-4, with β₂ = 0.99 4e-2


class Uncorrected(worked.Adam):
    """Adam without the correction of the bias."""

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.m = 0.9 * self.m + 0.1 * g
        self.s = 0.999 * self.s + 0.001 * g**2
        theta -= self.eta * self.m / (np.sqrt(self.s) + 1e-8)


def pushes() -> list[np.ndarray]:
    """Gradients of a vector and of a matrix, some of them 0 from the first step on, and of very different sizes."""
    rng = np.random.default_rng(7)
    vector = rng.normal(size=(30, 3)) * [1.0, 1e3, 0.0]
    return [vector, rng.normal(size=(12, 2, 4)) + 1]


READ_ADAM = (
    "Expected a class: Adam(eta) with step(theta, g), which changes the array theta in place.",
    "应给出一个类：Adam(eta)，带 step(theta, g)，就地修改数组 theta。",
)


def judge_adam(answer: Any) -> Verdict:
    """The class, walked beside the worked one with two rates, in two shapes, two at a time."""
    vector, matrix = pushes()
    walks = (0.1, vector), (0.003, vector), (0.1, matrix)
    with expected(*READ_ADAM):
        try:
            found = [walk(answer(eta), gradients) for eta, gradients in walks]
            together, kept = interleaved(answer, matrix), leaves_gradients_alone(answer(0.1))
        except AttributeError:
            raise TypeError from None
    if all(same_path(path, *one) for path, one in zip(found, walks)):
        if not is_close(together, found[2]):
            return almost(
                "One Adam alone is right. But two of them share what they remember: keep it in self.",
                "单独一个是对的，但两个 Adam 共用了记忆：请把它存在 self 里。",
            )
        return unless_changed(kept, "Step for step.", "每一步都对。")
    return slip_of_adam(found, vector)


def same_path(found: np.ndarray, eta: float, gradients: np.ndarray) -> bool:
    """Whether a path is the worked one, but for a small part of a step."""
    wanted = walk(worked.Adam(eta), gradients)
    return np.shape(found) == np.shape(wanted) and is_close(found, wanted, A_STEP * eta)


def interleaved(answer: Any, gradients: np.ndarray) -> np.ndarray:
    """The path of one of two that step in turns; the other goes the opposite way."""
    one, other = answer(0.1), answer(0.1)
    theta, path = np.linspace(-1, 1, gradients[0].size).reshape(gradients[0].shape), []
    for g in gradients:
        in_place(one.step)(theta, g.copy())
        in_place(other.step)(np.zeros_like(theta), -5 * g)
        path.append(theta.copy())
    return np.array(path)


def slip_of_adam(found: list, vector: np.ndarray) -> Verdict:
    """What to say of paths that are wrong."""
    if not np.isfinite(found[2]).all():
        return keep_working(
            "A step is not a finite number. Is t already 1 in the first step, and is g squared in s?",
            "某一步不是有限的数。第一步时 t 已经是 1 了吗？s 里用的是 g² 吗？",
        )
    if not all(np.isfinite(path).all() for path in found):
        return almost(
            "A gradient that is always 0 gives no finite step: add 1e-8 below.",
            "梯度一直为 0 时，步长不是有限的数：分母要加 1e-8。",
        )
    if all(np.allclose(path, path[0]) for path in found):
        return keep_working(
            "θ stands still. Change the array itself: theta -= …, not theta = theta - ….",
            "θ 没有变化。要修改数组本身：用 theta -= …，而不是 theta = theta - …。",
        )
    if is_close(found[0], walk(Uncorrected(0.1), vector)):
        return almost(
            "The means start at 0 and are too small at first: divide m by 1 − 0.9ᵗ and s by 1 − 0.999ᵗ.",
            "两个平均从 0 开始，起初偏小：m 要除以 1 − 0.9ᵗ，s 要除以 1 − 0.999ᵗ。",
        )
    return keep_working(
        "Count t from 1. m ← 0.9 m + 0.1 g, s ← 0.999 s + 0.001 g²; both corrected; then θ ← θ − η m̂ / (√ŝ + 1e-8).",
        "t 从 1 数起。m ← 0.9 m + 0.1 g，s ← 0.999 s + 0.001 g²；都校正；再 θ ← θ − η m̂ / (√ŝ + 1e-8)。",
    )


# Step 8. Early stopping

WATCHED: list[tuple[list[float], int]] = [  # losses, and the patience
    ([3.0, 2.0, 1.0, 2.0, 0.5], 1),
    ([3.0, 2.0, 2.5, 2.4, 1.9, 2.0, 2.1, 2.2], 3),
    ([2.0, 2.0, 2.0, 2.0], 2),  # as good is not better
    ([1.0, 2.0, 3.0], 5),
    ([5.0, 4.0, 3.0, 2.0, 1.0], 2),
    ([1.0, 1.5, 0.9, 1.5, 1.4, 1.3, 0.1], 3),  # lower than before, and yet not the best
    ([7.0], 4),
]


def judge_early(answer: Any) -> Verdict:
    """A function (losses, patience) -> the kept epoch, and how many were run; as in lecture 9."""
    with expected(
        "Expected a function of losses and patience that returns two numbers: the kept epoch, and the epochs run.",
        "应给出以损失列表和耐心值为参数的函数，返回两个数：保留的轮次、运行的轮数。",
    ):
        found = np.array([numbers(pair, 2) for pair in asked(answer, WATCHED)])
    wanted = np.array([worked.early(*case) for case in WATCHED])
    good = (found == wanted).all(axis=1)
    if good.all():
        return right("Kept and stopped as it should be, every time.", "每一次都对：保留的和停下的轮次都对。")
    k = int(np.argmin(good))
    (losses, patience), (kept, ran) = WATCHED[k], wanted[k]
    say = almost if (found == wanted)[:, 0].all() else keep_working
    return say(
        f"With losses {losses} and patience {patience} it should keep epoch {kept} and run {ran}.",
        f"损失为 {losses}、耐心值为 {patience} 时，应保留第 {kept} 轮，运行 {ran} 轮。",
    )


# Step 9. Training

LEARNED, SEEN = 300, 500  # digits to learn from, and besides these the 200 to watch; 400 are asked for
CHANCE = 0.6  # of the digits that a net misreads at least that has learned nothing
BY_HEART = 1.8  # the cross-entropy on labels drawn by chance that only a net goes below that has learned them


def trained_on(answer: Any, chance: str) -> tuple[Net, Net, tuple, tuple]:
    """The net before and after, the samples it watched, and others; of which chance drew the labels, "none" of them."""
    X, y = shuffled_digits(seed=12, centred=False)
    rng, net = np.random.default_rng(9), worked.start((64, 16, 10), np.random.default_rng(8))
    first, watched = y[:LEARNED], y[LEARNED:SEEN]
    if chance == "first":
        first = rng.integers(10, size=len(first))
    if chance == "watched":
        watched = rng.integers(10, size=len(watched))
    looks = X[LEARNED:SEEN], watched
    after = nested(answer(copied(net), X[:LEARNED].copy(), first.copy(), copied(looks), np.random.default_rng(10)))
    if shapes(after) != shapes(net):
        raise ValueError
    return net, after, looks, (X[SEEN:900], y[SEEN:900])


def loss_on(net: Net, samples: tuple) -> float:
    return worked.cross_entropy(worked.forward(net, samples[0])[-1], samples[1])[0]


def misread_share(net: Net, samples: tuple) -> float:
    return len(worked.misread(net, *samples)) / len(samples[1])


def judge_train(answer: Any) -> Verdict:
    """A function (net, X, y, watched, rng) -> the net that was best on what it watched and never learned from."""
    with expected(
        "Expected a function of net, X, y, watched and rng that returns a net: a list of pairs (W, b), as it was "
        "given.",
        "应给出以 net、X、y、watched、rng 为参数的函数，返回网络：由 (W, b) 组成的列表，形状与传入的相同。",
    ):
        _, honest, _, others = trained_on(answer, "none")
        _, fooled, _, true = trained_on(answer, "first")
        before, kept, looks, _ = trained_on(answer, "watched")
    if not all(np.isfinite(part).all() for net in (honest, fooled, kept) for pair in net for part in pair):
        return keep_working("The weights are no longer finite numbers.", "权重已不是有限的数。")
    return verdict_on_training(
        misread_share(honest, others), misread_share(fooled, true), loss_on(before, looks), loss_on(kept, looks)
    )


NOT_THE_BEST = Words(
    "It learns. But the net it returns is not the best one that it has seen on `watched`. Its loss there is "
    "{after:.2f}, and {before:.2f} before training. After each epoch, keep a copy of its arrays: list(net) still holds "
    "the arrays that the steps change.",
    "它学会了。但返回的不是在 watched 上见过的最好的网络：那里损失为 {after:.2f}，训练前是 {before:.2f}。"
    "每一轮之后请复制其中的数组：list(net) 里仍是那些被就地修改的数组。",
)


def verdict_on_training(wrong: float, fooled: float, before: float, after: float) -> Verdict:
    """What the three trainings tell.

    wrong : share of other digits misread;  fooled : the same where chance drew the labels to learn from
    before, after : loss on what was watched, where chance drew the labels to watch
    """
    if fooled < CHANCE:
        return keep_working(
            f"The labels to learn from were drawn by chance, and your net misreads only {fooled:.0%} of other "
            "digits. So it learns from digits that it should only watch, or should not have at all.",
            f"学习用的标签是随机的，其他数字却只读错 {fooled:.0%}：它从只该观察、或不该看到的数字中学习了。",
        )
    if wrong > 0.2:
        return keep_working(
            f"It misreads {wrong:.0%} of other digits. For each batch: backward, then a step for each W and each b, "
            "with an Adam of its own.",
            f"其他数字读错 {wrong:.0%}。每一批：先反向，再让每个 W、每个 b 用各自的 Adam 走一步。",
        )
    if after < BY_HEART:
        return keep_working("It learns from the samples that it should only watch.", "它从只该观察的样本中学习了。")
    if after > before + 0.05:
        en, zh = (words.format(after=after, before=before) for words in NOT_THE_BEST)
        return almost(en, zh)
    return right(
        f"It misreads {wrong:.0%} of digits that it has never seen, after {LEARNED} examples.",
        f"只学了 {LEARNED} 个样本，没见过的数字读错 {wrong:.0%}。",
    )


# Step 10. Evaluation


def readings() -> list[tuple]:
    """Nets with samples of which some, all, none are misread; one sample; more classes than samples."""
    found = nets(seed=11)
    net, X, _ = found[0]
    given = worked.forward(net, X)[-1].argmax(axis=1)
    return [*found, (net, X, given), (net, X, 1 - given), (net, X[:1], 1 - given[:1])]


def judge_misread(answer: Any) -> Verdict:
    """A function (net, X, y) -> the numbers of the rows that are misread."""
    cases = readings()
    with expected(
        "Expected a function of net, X and y that returns the numbers of the misread rows, the first row being 0.",
        "应给出以 net、X、y 为参数的函数，返回读错的行号，第一行为 0。",
    ):
        given = [np.asarray([*one] if isinstance(one, Set | Iterator) else one) for one in asked(answer, cases)]
        found = [np.sort(one.astype(float).ravel()) for one in given]
        kept = leaves_alone(answer, *cases[0])
    wanted = [worked.misread(*case) for case in cases]
    is_one_array = all(one.dtype != bool and one.ndim == 1 for one in given)
    if is_one_array and all(np.array_equal(one, true) for one, true in zip(found, wanted)):
        return unless_changed(kept, "Exactly the misread ones.", "恰好是读错的那些。")
    return slip_of_misread(given)


def slip_of_misread(given: list) -> Verdict:
    """What to say of row numbers that are wrong, or have another form."""
    if all(one.dtype == bool for one in given):
        return almost(
            "This says yes or no for each row. np.flatnonzero gives the numbers.",
            "这是逐行的真假；np.flatnonzero 给出行号。",
        )
    if any(one.ndim > 1 for one in given):
        return almost(
            "Put the row numbers into one array (m,). np.where and np.nonzero put such an array into a tuple of length "
            "1; np.flatnonzero gives the array itself.",
            "请把行号放在一个数组 (m,) 中。np.where 和 np.nonzero 把它装进长度为 1 的元组；"
            "np.flatnonzero 直接给出数组。",
        )
    if all(one.size == 1 for one in given):
        return almost("Which ones, not how many: return the row numbers.", "要的是哪些行，不是多少：请返回行号。")
    return keep_working(
        "The answer of a row is the place of its largest logit. Keep the rows whose answer is not y.",
        "每一行的回答是最大 logit 所在的位置。留下回答与 y 不同的行。",
    )


def solve(step: Any) -> Words:
    source = f"<pre>{escape(inspect.getsource(step))}</pre>"
    return Words(f"One of many: {source}", f"众多解之一：{source}")


def _judged(judge: Callable, step: Any) -> Exercise:
    return Exercise(judge, solve=partial(solve, step), worked=step)


STEPS: dict[str, tuple[Callable, Any]] = {
    "layer": (judge_layer, worked.layer),
    "forward": (judge_forward, worked.forward),
    "loss": (judge_loss, worked.cross_entropy),
    "backward": (judge_backward, worked.backward),
    "measured": (judge_measured, worked.measured),
    "batches": (judge_batches, worked.batches),
    "adam": (judge_adam, worked.Adam),
    "early": (judge_early, worked.early),
    "train": (judge_train, worked.train),
    "misread": (judge_misread, worked.misread),
}
EXERCISES = {f"own_network-{name}": _judged(*step) for name, step in STEPS.items()}
