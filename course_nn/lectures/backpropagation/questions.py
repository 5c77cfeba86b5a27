"""Lecture 7: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

import inspect
from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.outcomes import outcome
from course_nn.common.words import Words
from course_nn.lectures.backpropagation import value
from course_nn.lectures.backpropagation.autodiff import gradient, graph_of
from course_nn.lectures.backpropagation.demos.layers.two_layers import NUMBERS, passes
from course_nn.lectures.backpropagation.demos.wrong_gradients.learning import (
    STARTS,
    at_its_best,
    lead_without_slopes,
    learned,
)
from course_nn.lectures.backpropagation.elimination import GRAPHS, inner_nodes, multiplications
from course_nn.lectures.backpropagation.numerical_derivative import relative_error
from course_nn.network import parameter_count
from course_nn.notebook.exercises import (
    Exercise,
    Verdict,
    almost,
    expected,
    first_fault,
    keep_working,
    numbers,
    right,
    scalar,
)

TIED = "h = 0; h = tanh(w h + x1); h = tanh(w h + x2); h = tanh(w h + x3); h = tanh(w h + x4)"


def last_use_with_equals() -> str:
    """dh/dw of four steps that share w, with = for +=, as a share of the right one."""
    graph = graph_of(TIED)
    graph.forward({"w": 0.9, "x1": 0.5, "x2": -0.3, "x3": 0.8, "x4": 0.1})
    share = graph.backward("overwrite")["w"] / graph.backward()["w"]
    return "zero" if share == 0 else "quarter" if abs(share - 0.25) < 0.05 else "same"


def two_messages() -> str:
    """dh3/da, where a is used in h1 and in h2: of the graph with which the picture opens."""
    _, found = gradient("h1 = a^2; h2 = h1 − a; h3 = b + h2", {"a": -4.0, "b": -5.0})
    return {-9.0: "sum", 8.0: "product"}.get(found["a"], "arrives")


def cheaper_with_one_output() -> str:
    diamond = GRAPHS["diamond"]
    mirrored = [(end, start) for start, end in diamond]
    pairs = [
        [multiplications(graph, order) for order in (inner_nodes(graph), inner_nodes(graph)[::-1])]
        for graph in (diamond, mirrored)
    ]
    signs = {np.sign(forward - backward) for forward, backward in pairs}
    return "depends" if len(signs) > 1 else "backward" if signs == {1} else "forward"


def with_v1_at_zero() -> str:
    found = passes(NUMBERS | {"v1": 0.0}, np.array([1.0, 2.0]), 1.0).derivatives
    zero = {name for name, slope in found.items() if slope == 0}
    return "below" if zero == {"w11", "w12", "b1"} else "own" if "v1" in zero else "none"


def change_that_overturns() -> str:
    """With sigmoids, which change takes away the lead of the gradient without φ′ over the right one?"""
    changes = {
        "starts": lambda fault: learned("sigmoid", fault, 0.1, first=STARTS),
        "tuned": lambda fault: at_its_best("sigmoid", fault),
        "wide": lambda fault: learned("sigmoid", fault, 0.1, units=64),
    }
    lead = lead_without_slopes(lambda fault: learned("sigmoid", fault, 0.1))
    left = {key: outcome(lead, lead_without_slopes(change)) for key, change in changes.items()}
    return " ".join(key for key, becomes in left.items() if becomes == "reversed")


RIGHT_OPTIONS = {
    "backpropagation-4": last_use_with_equals,
    "backpropagation-5": two_messages,
    "backpropagation-6": cheaper_with_one_output,
    "backpropagation-7": with_v1_at_zero,
    "backpropagation-sceptic": change_that_overturns,
}

EASY = {"a": 2.0, "b": 3.0}  # of c = a b, d = c + a, y = d²


def easy_answers() -> np.ndarray:
    """dy/da, dy/db, dy/dc, dy/dd."""
    graph = graph_of("c = a b; d = c + a; y = d^2")
    graph.forward(EASY)
    graph.backward()
    found = {node.name: slope for node, slope in zip(graph.nodes, graph.derivatives)}
    return np.array([found[name] for name in "abcd"])


def judge_easy(answer: Any) -> Verdict:
    """Four derivatives by hand."""
    with expected("Expected four numbers: dy/da, dy/db, dy/dc, dy/dd.", "应给出四个数：dy/da、dy/db、dy/dc、dy/dd。"):
        found = numbers(answer, 4)
    wanted = easy_answers()
    good = np.isclose(found, wanted)
    if good.all():
        return right("All four, and a gets two messages.", "四个全对；a 收到两条消息。")
    if good[1:].all():
        return almost(
            "Three are right. a is used twice, so two messages are added.", "三个对了。a 用了两次，要把两条消息相加。"
        )
    return keep_working(
        f"{good.sum()} of 4 are right. Begin with dy/dd = 2d.", f"4 个中有 {good.sum()} 个对了。先算 dy/dd = 2d。"
    )


def solve_easy() -> Words:
    wanted = easy_answers()
    assert judge_easy(wanted).voice == "right"
    a, b, c, d = (f"{slope:g}" for slope in wanted)
    return Words(
        f"d = 8, so dy/dd = 16, and dy/dc = {c}. dy/db = {c} · 2 = {b}. a gets {c} · 3 through c and {d} · 1 directly: "
        f"{a}.",
        f"d = 8，所以 dy/dd = 16，dy/dc = {c}。dy/db = {c} · 2 = {b}。a 经 c 得到 {c} · 3，直接得到 {d} · 1：共 {a}。",
    )


def judge_unit(answer: Any) -> Verdict:
    """δ and dl/dw of one sigmoid unit."""
    with expected("Expected two numbers: δ and dl/dw.", "应给出两个数：δ 和 dl/dw。"):
        delta, slope = numbers(answer, 2)
    if np.isclose(delta, -0.125) and np.isclose(slope, -0.25):
        return right("δ first, then δ times the input.", "先求 δ，再乘以输入。")
    if np.isclose(delta, -0.125):
        return almost("δ is right. dl/dw is δ times what w multiplies.", "δ 对了。dl/dw 等于 δ 乘以 w 所乘的量。")
    if np.isclose(delta, -0.5):
        return almost(
            "This is y − t. It still has to pass the sigmoid, whose slope is y(1 − y).",
            "这是 y − t。还要经过 sigmoid，其斜率为 y(1 − y)。",
        )
    return keep_working("δ = (y − t) · y (1 − y), with y = σ(0).", "δ = (y − t) · y (1 − y)，其中 y = σ(0)。")


def judge_derive(answer: Any) -> Verdict:
    """dl/dW of Y = tanh(X Wᵀ + b) as a function of X, W, b and dl/dY."""
    rng = np.random.default_rng(0)
    return first_fault(verdict_on_layer(answer, rng, *sizes) for sizes in ((5, 4, 3), (1, 2, 6)))


def verdict_on_layer(answer: Any, rng: np.random.Generator, n: int, M: int, N: int) -> Verdict:
    """What to say to a function for n samples, N inputs and M outputs."""
    X, W, b, dY = (rng.normal(size=size) for size in ((n, N), (M, N), M, (n, M)))
    with expected(
        "Expected a function of X, W, b and dY that returns dl/dW, of the shape of W.",
        "应给出以 X、W、b、dY 为参数的函数，返回与 W 形状相同的 dl/dW。",
    ):
        found = np.asarray(answer(X, W, b, dY), float)
    delta = dY * (1 - np.tanh(X @ W.T + b) ** 2)
    wanted = delta.T @ X
    if found.shape == wanted.shape and np.allclose(found, wanted):
        return right("δᵀX, with δ = dY · (1 − Y²).", "δᵀX，其中 δ = dY · (1 − Y²)。")
    if found.shape == wanted.T.shape and np.allclose(found, wanted.T):
        return almost("This is its transpose.", "这是它的转置。")
    if found.shape == wanted.shape and np.allclose(found, dY.T @ X):
        return almost("The slope of tanh is missing.", "漏了 tanh 的斜率。")
    shape = str(found.shape)
    return keep_working(
        f"The shape is {shape}, but should be {M, N}. First δ, what arrives at the sums; then each row of X.",
        f"形状为 {shape}，应为 {M, N}。先求传到各个和处的 δ，再与 X 的各行相乘。",
    )


def solve_derive() -> Words:
    assert judge_derive(lambda X, W, b, dY: (dY * (1 - np.tanh(X @ W.T + b) ** 2)).T @ X).voice == "right"
    code = "<code>(dY * (1 - np.tanh(X @ W.T + b) ** 2)).T @ X</code>"
    return Words(
        f"δ = dY · φ′(Z), and w<sub>ji</sub> is multiplied by x<sub>i</sub> in every row: {code}.",
        f"δ = dY · φ′(Z)，而 w<sub>ji</sub> 在每一行都乘以 x<sub>i</sub>：{code}。",
    )


READ_VALUE = (
    "Expected a class: Value(2.0) with .value and .grad, which knows +, *, ** n, .relu() and .backward().",
    "应给出一个类：Value(2.0) 有 .value 与 .grad，支持 +、*、** n、.relu() 与 .backward()。",
)


class Trial(NamedTuple):
    """A formula in a student's class, and the same as a text, which says what value and which slopes are right."""

    about: Words
    work: Callable  # Values -> Value
    text: str  # y as a formula of a and b
    inputs: tuple

    def passes(self, answer: Callable) -> bool:
        value, slopes = gradient(self.text, dict(zip("ab", self.inputs)))
        found, *derivatives = outcomes_of(answer, self.work, *self.inputs)
        return np.isclose(found, value) and np.allclose(
            derivatives, [slopes[name] for name in "ab"[: len(self.inputs)]]
        )


def outcomes_of(answer: Callable, work: Callable, *inputs: float) -> list:
    """The value of a formula in the student's class, and its derivatives with respect to the inputs."""
    values = [answer(x) for x in inputs]
    y = work(*values)
    y.backward()
    return [float(y.value), *(float(value.grad) for value in values)]


def diamond(a: Any) -> Any:
    b = a + a
    c = b * b
    return c + c * b


def twice(a: Any) -> Any:
    y = a * a
    y.backward()
    return y


def chain(a: Any) -> Any:
    y = a
    for _ in range(5000):
        y = y + a
    return y


POWER, RELU = Words("a power", "乘方"), Words("relu, to the left and to the right of 0", "relu（0 的左侧与右侧）")
TRIALS = [  # the easier ones first
    Trial(Words("a sum", "加法"), lambda a, b: a + b, "a + b", (2.0, -3.0)),
    Trial(Words("a product", "乘积"), lambda a, b: a * b, "a b", (2.0, -3.0)),
    Trial(POWER, lambda a: a**3, "a^3", (-2.0,)),
    Trial(POWER, lambda a: a**2, "a^2", (-3.0,)),
    Trial(POWER, lambda a: a**-1, "a^-1", (2.0,)),
    Trial(RELU, lambda a: (a**3).relu(), "relu(a^3)", (2.0,)),
    Trial(RELU, lambda a: (a * a * a).relu(), "relu(a^3)", (-2.0,)),
    Trial(Words("a value that is used twice", "使用两次的值"), lambda a: a * a + a, "a a + a", (3.0,)),
    Trial(Words("an order in which a node waits for all messages", "等齐消息的次序"), diamond, "4a^2 + 8a^3", (1.0,)),
    Trial(Words("a second call of backward()", "第二次调用 backward()"), twice, "a^2", (3.0,)),
]


def in_between(answer: Callable) -> bool:
    """Does what stands between the inputs and the output have its derivative, too, and the output 1?"""
    a, b = answer(2.0), answer(-3.0)
    middle = a * b
    y = middle * a
    y.backward()
    return np.allclose([float(node.grad) for node in (y, middle)], [1.0, 2.0])


def judge_build(answer: Any) -> Verdict:
    """A class of values: what it computes, its slopes, reuse, order, a second call, and a chain of 5,000."""
    try:
        with expected(*READ_VALUE):
            failed = next((trial.about for trial in TRIALS if not trial.passes(answer)), None)
            if not failed and not in_between(answer):
                failed = Words("the grad of the output, or of what lies in between", "输出与中间各数的 grad")
    except AttributeError:
        raise BadInput(*READ_VALUE) from None
    if failed:
        en, zh = failed
        return keep_working(f"It works up to here, but not for {en}.", f"前面都对，但不适用于：{zh}。")
    try:
        long = outcomes_of(answer, chain, 1.0)
    except RecursionError:
        return almost(
            "All right, until the graph is deep: a chain of 5,000 ends in a RecursionError. Keep a list of nodes "
            "instead.",
            "都对，但图很深时不行：5,000 步的链会引发 RecursionError。请改用列表保存节点。",
        )
    if np.allclose(long, 5001):
        return right(
            "Values, slopes, reuse, order, a second call, and a chain of 5,000.",
            "值、斜率、重复使用、次序、第二次调用、5,000 步的链，都对。",
        )
    return keep_working("A chain of 5,000 sums comes out wrong.", "5,000 步相加的链，结果不对。")


def solve_build() -> Words:
    assert judge_build(value.Value).voice == "right"
    source = f"<pre>{escape(inspect.getsource(value.Value))}</pre>"
    return Words(f"One of many: {source}", f"众多解之一：{source}")


def waves(x: np.ndarray) -> float:
    return float(np.sin(x[0]) * x[1] + np.exp(x[2]) * x[0])


def cubes(x: np.ndarray) -> float:
    return float(np.sum(x**3))


def judge_check(answer: Any) -> Verdict:
    """A function (f, x, eps) -> the gradient by symmetric differences."""
    x, far = np.array([0.7, -1.2, 0.4]), np.array([1.0, -2.0])
    wanted = np.array([np.cos(0.7) * -1.2 + np.exp(0.4), np.sin(0.7), np.exp(0.4) * 0.7])
    with expected(
        "Expected a function of f, x and eps that returns one number for each entry of x.",
        "应给出以 f、x、eps 为参数的函数，对 x 的每个分量返回一个数。",
    ):
        found = numbers(answer(waves, x.copy(), 1e-4), 3)
        coarse = numbers(answer(cubes, far.copy(), 0.5), 2)
    error = relative_error(found, wanted)
    if error < 1e-7 and np.allclose(coarse, 3 * far**2 + 0.5**2):  # what symmetric differences of x³ are
        return right("As exact as symmetric differences are.", "达到了中心差分的精度。")
    if error < 1e-7:
        return almost("Right, but your step is not eps.", "结果对，但步长不是 eps。")
    if error < 1e-3:
        return almost(
            "Right to about as many digits as one side gives. Go to both sides, and put x back.",
            "精度只相当于单侧差分。请两侧都取，并把 x 恢复原值。",
        )
    return keep_working(
        "Change one entry of x at a time, by eps up and down.", "每次只改 x 的一个分量，加 eps、减 eps。"
    )


def symmetric_differences(f: Callable, x: np.ndarray, eps: float) -> np.ndarray:
    steps = eps * np.eye(len(x))
    return np.array([(f(x + step) - f(x - step)) / (2 * eps) for step in steps])


def solve_check() -> Words:
    assert judge_check(symmetric_differences).voice == "right"
    code = "<code>[(f(x + s) - f(x - s)) / (2 * eps) for s in eps * np.eye(len(x))]</code>"
    return Words(f"One entry after another: {code}.", f"逐个分量：{code}。")


def judge_break(answer: Any) -> Verdict:
    """A wrong slope for w² with which every one of fifty steps lowers it."""
    with expected("Expected a function of w that returns one number.", "应给出一个以 w 为参数、返回一个数的函数。"):
        slopes, w, losses = [], 3.0, [9.0]
        for _ in range(50):
            slopes.append((scalar(answer(w)), 2 * w))
            w -= 0.1 * slopes[-1][0]
            losses.append(w * w)
    found, wanted = np.array(slopes).T
    if not np.isfinite(losses).all() or not (np.diff(losses) < 0).all():
        return keep_working("With this one the loss does not fall at every step.", "用这个 g，并不是每一步损失都下降。")
    if relative_error(found, wanted) < 0.01:
        return almost("The loss falls, but this slope is nearly right: 2w.", "损失在下降，但这个斜率几乎是对的：2w。")
    return right("Wrong, and the loss falls at every step.", "是错的，而损失每一步都在下降。")


def solve_open() -> Words:
    parameters = parameter_count((64, 256, 256, 10))
    return Words(
        "A falling loss would not convince me: networks learn with many wrong gradients. I would draw a random "
        "direction "
        "u and compare g·u with (l(θ + εu) − l(θ − εu)) / 2ε, in float64. That takes two forward passes and tests all "
        f"{parameters:,} derivatives at once. If the two differ, I would do the same with u in one layer only. "
        "I would begin with the last layer and go down until I find the first one that is wrong.",
        "损失下降还不足为凭：梯度错了，网络也往往能学会。我会随机取一个方向 u，用 float64 比较 g·u 与 "
        "(l(θ + εu) − l(θ − εu)) / 2ε。"
        f"这只需两次前向计算，就同时检验了全部 {parameters:,} 个导数。如果两者不同，就让 u 只在一层中不为零，"
        "从最后一层往前逐层检验，直到找出第一个出错的层。",
    )


EXERCISES = {
    "backpropagation-easy": Exercise(judge_easy, solve=solve_easy),
    "backpropagation-unit": Exercise(judge_unit, (-0.125, -0.25)),
    "backpropagation-derive": Exercise(judge_derive, solve=solve_derive),
    "backpropagation-build": Exercise(judge_build, solve=solve_build),
    "backpropagation-check": Exercise(judge_check, solve=solve_check),
    "backpropagation-break": Exercise(judge_break, lambda w: 3 * w),
    "backpropagation-open": Exercise(None, solve=solve_open),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "backpropagation-2": {"view": "train"},
    "backpropagation-4": {"rule": "overwrite"},
    "backpropagation-5": {"answers": "1, 1, 1, −1, −8, −9"},
    "backpropagation-7": {"which": "v1", "value": 0.0},
    "backpropagation-sceptic": {"phi": "sigmoid", "rate": "best"},
}
