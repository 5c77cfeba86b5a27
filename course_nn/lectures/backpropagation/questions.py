"""Lecture 7: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

import inspect
from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.lectures.backpropagation import value
from course_nn.lectures.backpropagation.autodiff import gradient, graph_of
from course_nn.lectures.backpropagation.demos.gears.gear_trains import factors
from course_nn.lectures.backpropagation.demos.layers.two_layers import NUMBERS, passes
from course_nn.lectures.backpropagation.demos.memory.checkpointing import fewest_steps
from course_nn.lectures.backpropagation.demos.tangent.local_maps import direction, misdirection
from course_nn.lectures.backpropagation.demos.wrong_gradients.learning import (
    STARTS,
    at_its_best,
    lead_without_slopes,
    learned,
)
from course_nn.lectures.backpropagation.elimination import GRAPHS, inner_nodes, multiplications
from course_nn.lectures.backpropagation.faulty_backprop import ALONE
from course_nn.lectures.backpropagation.numerical_derivative import central, check, relative_error
from course_nn.network import Network, parameter_count
from course_nn.notebook.exercises import (
    Exercise,
    Prediction,
    Verdict,
    almost,
    expected,
    keep_working,
    numbers,
    open_question,
    right,
    scalar,
)

TIED = "h = 0; h = tanh(w h + x1); h = tanh(w h + x2); h = tanh(w h + x3); h = tanh(w h + x4)"


def halving() -> str:
    """By how much the error of the symmetric secant of x³ at 1 falls when h is halved."""
    errors = [abs(float(central(lambda x: x**3, 1.0, h)) - 3) for h in (0.2, 0.1)]
    return "zero" if not errors[1] else str(round(errors[0] / errors[1]))


def thirty_factors() -> str:
    """The median of many products of thirty normal factors."""
    typical = np.median(factors(np.random.default_rng(0), 30, 10_000)[-1])
    return "one" if typical > 0.1 else "tiny"


def towards_the_minimum() -> str:
    """Around the bowl ½x₁² + 2x₂²: in which directions does −∇f point at the minimum?"""
    places = direction(np.arange(0, 360, 15))
    off = [misdirection(place * (1, 4), -place) for place in places]
    straight = np.array(off) < 1e-3
    on_axes = np.isclose(places, 0, atol=1e-9).any(axis=1)
    return "always" if straight.all() else "axes" if (straight == on_axes).all() else "never"


def last_use_with_equals() -> str:
    """dh/dw of four steps that share w, with = for +=, as a share of the right one."""
    graph = graph_of(TIED)
    graph.forward({"w": 0.9, "x1": 0.5, "x2": -0.3, "x3": 0.8, "x4": 0.1})
    share = graph.backward("overwrite")["w"] / graph.backward()["w"]
    return "zero" if share == 0 else "quarter" if abs(share - 0.25) < 0.05 else "same"


def two_messages() -> str:
    """dy/db, where b is used in c and in d, and y is their product."""
    _, found = gradient("c = b + 4; d = 4 − b; y = c d", {"b": 1.0})
    return {-2.0: "sum", -15.0: "product"}.get(found["b"], "arrives")


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


def error_of_a_tiny_step() -> str:
    """What becomes of the error of a measured gradient when ε is a million times smaller than 1e-5."""
    X, Y = np.random.default_rng(0).normal(size=(10, 6)), np.arange(10) % 3
    network = Network((6, 5, 3), "tanh")
    usual, tiny = (check(network, X, Y, "softmax_cross_entropy", eps).error for eps in (1e-5, 1e-11))
    return "grows" if tiny > 10 * usual else "falls" if tiny < usual / 10 else "stays"


def random_feedback() -> str:
    """Networks of tanh that learn with a fixed random matrix for Wᵀ, beside those whose last layer alone learns."""
    found, alone = (finished(learned("tanh", fault, 0.1)).median for fault in ("random feedback", ALONE))
    return "guesses" if found < 0.2 else "more" if found > alone + 0.05 else "alone"


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


def work_with_ten_states() -> str:
    factor = fewest_steps(100, 10) / 99
    return min({"2": 2.2, "10": 10, "50": 50}.items(), key=lambda pair: abs(pair[1] - factor))[0]


PREDICTIONS = {
    "backpropagation-1": Prediction(
        Words(
            "A secant from x to x + h has a slope that is off by an amount roughly proportional to h. Another "
            "secant goes "
            "from x − h to x + h. You halve a small h. By what factor does its error fall?",
            "从 x 到 x + h 的割线，斜率的误差大致与 h 成正比。另一条割线从 x − h 到 x + h。把很小的 h 减半，"
            "后一条割线的误差变为原来的几分之一？",
        ),
        {
            "zero": Words("0: its two sides cancel", "0：左右两侧互相抵消"),
            "4": Words("a quarter", "四分之一"),
            "2": Words("a half, as the other", "二分之一，与前者一样"),
        },
        halving,
        {
            "zero": Words(
                "You take the two sides for mirror images. They cancel only in part: a part in h² is left over.",
                "以为左右两侧正好对称。其实只抵消了一部分，还剩与 h² 成正比的部分。",
            ),
            "2": Words(
                "You expect the same error as from one side. But its largest part has opposite signs on the two sides.",
                "以为误差与单侧割线的一样。但误差中最大的部分在左右两侧符号相反，会互相抵消。",
            ),
            "4": Words(
                "The errors of its two sides cancel up to a part that is proportional to h².",
                "左右两侧的误差互相抵消，只剩下与 h² 成正比的部分。",
            ),
        },
    ),
    "backpropagation-2": Prediction(
        Words(
            "Thirty random factors are multiplied. Each is normal, and its square is 1 on average. How large is "
            "a typical "
            "product, without its sign?",
            "把三十个随机因子相乘。每个因子都服从正态分布，平方的平均值为 1。不计正负号，乘积的典型大小是多少？",
        ),
        {
            "one": Words("about 1", "约为 1"),
            "tiny": Words("about a hundred-millionth", "约亿分之一"),
            "huge": Words("many thousands", "成千上万"),
        },
        thirty_factors,
        {
            "one": Words(
                "You take the mean of the squares for a typical size. It is 1 because a few products are huge.",
                "把平方的平均值当成了典型大小。它等于 1，是因为少数乘积极大；绝大多数乘积都极小。",
            ),
            "tiny": Words(
                "Logarithms add up. That of a normal factor is negative on average, so the product of thirty shrinks "
                "thirty times.",
                "取对数后，乘法变成加法。正态因子取绝对值之后，对数平均为负，三十个加起来，就是三十倍的负数。",
            ),
            "huge": Words(
                "You think of the few that are; they keep the mean of the squares at 1. They are rare.",
                "只想到了少数极大的乘积，正是它们使平方的平均值保持为 1。但这样的很少。",
            ),
        },
    ),
    "backpropagation-3": Prediction(
        Words(
            "f = ½x₁² + 2x₂² is smallest at the origin. From a point elsewhere, −∇f is the direction in which f falls "
            "fastest. Does it point at the origin?",
            "f = ½x₁² + 2x₂² 在原点处最小。在别处的一点，−∇f 是 f 下降最快的方向。它指向原点吗？",
        ),
        {
            "axes": Words("only from points on the axes", "只有点在坐标轴上时才指向"),
            "never": Words("never", "从不指向"),
            "always": Words("yes, it is the steepest way down", "指向，因为那是最陡的下坡方向"),
        },
        towards_the_minimum,
        {
            "always": Words(
                "You take the steepest way for the shortest. Steepest is said of the place where you stand: the slope "
                "across the valley is larger, so −∇f points mostly across.",
                "把最陡的方向当成了通往最低处的方向。“最陡”说的只是所在之处：横穿山谷的斜率更大，"
                "所以 −∇f 主要指向山谷对面。",
            ),
            "axes": Words(
                "On an axis only one of the two slopes is left. Everywhere else the two are weighed differently than "
                "the way to the origin is.",
                "在坐标轴上，两个斜率中只有一个不为 0。在别处，两个斜率的比例与通往原点的方向不一致。",
            ),
            "never": Words(
                "On an axis the slope across is 0, and the arrow points straight at the origin.",
                "在坐标轴上，横向的斜率为 0，箭头正好指向原点。",
            ),
        },
    ),
    "backpropagation-4": Prediction(
        Words(
            "h starts at 0, and four times h becomes tanh(w h + x), with the same w and a new x. A program "
            "computes dh/dw, "
            "but where it should add each message to w (+=), it overwrites what is there (=). What does it say?",
            "h 从 0 开始，接连四次变成 tanh(w h + x)，每次的 w 相同，x 不同。某个程序计算 dh/dw，"
            "传给 w 的消息本应累加（+=），程序却用新的消息覆盖旧的（=）。它算出的结果是多少？",
        ),
        {
            "zero": Words("0", "0"),
            "quarter": Words("about a quarter of the right one", "约为正确值的四分之一"),
            "same": Words("nearly the right one", "几乎正确"),
        },
        last_use_with_equals,
        {
            "quarter": Words(
                "You think that all four uses have the same share. What is left is the message of the first step, and "
                "there h was 0.",
                "以为四次使用份额相同。剩下的是第一步的消息，而那时 h 等于 0。",
            ),
            "zero": Words(
                "Going backward, the first step comes last. There w was multiplied by h = 0, so its message is 0.",
                "反向走时，第一步排在最后。那里与 w 相乘的是 h = 0，所以最后的消息是 0。",
            ),
            "same": Words(
                "You think that the last message has it all. Each use of w sends its own, and three are lost.",
                "以为最后一条消息就包含了全部。w 的每次使用各传一条消息，其中三条都丢了。",
            ),
        },
    ),
    "backpropagation-5": Prediction(
        Words(
            "c = b + 4, d = 4 − b, and y = c·d. With b = 1, c is 5 and d is 3. What is dy/db?",
            "c = b + 4，d = 4 − b，y = c·d。取 b = 1，则 c 为 5，d 为 3。dy/db 是多少？",
        ),
        {
            "product": Words("−15", "−15"),
            "sum": Words("−2", "−2"),
            "arrives": Words("8", "8"),
        },
        two_messages,
        {
            "product": Words(
                "You multiply 3 and −5, as along one path. Different paths are added: each is a change of y of its "
                "own.",
                "把 3 与 −5 相乘了，那是同一条路径上的规则。不同路径要相加，因为各自引起 y 的一份变化。",
            ),
            "sum": Words(
                "3 comes back by way of c, and −5 by way of d. A nudge of b reaches y on both ways, and the two "
                "changes of y add up.",
                "经过 c 传回 3，经过 d 传回 −5。b 的微小变化沿两条路到达 y，引起的两份变化相加。",
            ),
            "arrives": Words(
                "You add what arrives at c and at d, 3 and 5. Each of them still has to be multiplied by the slope by "
                "b, which is 1 for c and −1 for d.",
                "把传到 c 和 d 的 3 与 5 直接相加了。两者还要各乘以对 b 的局部斜率：c 的是 1，d 的是 −1。",
            ),
        },
    ),
    "backpropagation-6": Prediction(
        Words(
            "A graph has one input and one output. In which order does the chain rule take fewer multiplications?",
            "一个计算图只有一个输入和一个输出。链式法则按哪种次序所需的乘法较少？",
        ),
        {
            "backward": Words("always backward", "总是反向"),
            "forward": Words("always forward", "总是前向"),
            "depends": Words("it depends on the graph", "取决于图"),
        },
        cheaper_with_one_output,
        {
            "backward": Words(
                "You know it of networks, which have far more inputs than outputs. A diamond with a tail is cheaper "
                "forward.",
                "这是网络的经验：网络的输入远多于输出。“菱形加尾巴”这个图，前向反而更省。",
            ),
            "forward": Words(
                "You think that slopes should go with the values. Turn the diamond with a tail round, and backward "
                "is cheaper.",
                "以为斜率应当跟着值一起往前算。把“菱形加尾巴”倒过来，反向就更省。",
            ),
            "depends": Words(
                "With as many inputs as outputs neither order has an advantage in general.",
                "输入与输出一样多时，一般来说，两种次序都不占优势。",
            ),
        },
    ),
    "backpropagation-7": Prediction(
        Words(
            "In a network with one hidden layer, v₁ leads from h₁ to the output. You set v₁ to 0. Which "
            "derivatives of the "
            "loss become exactly 0?",
            "在只有一个隐藏层的网络中，v₁ 从 h₁ 连到输出。把 v₁ 设为 0。损失的哪些导数会恰好变成 0？",
        ),
        {
            "below": Words("those with respect to the weights and the bias of h₁", "对 h₁ 的权重与偏置的导数"),
            "own": Words("that with respect to v₁", "对 v₁ 的导数"),
            "none": Words("none of them", "都不会"),
        },
        with_v1_at_zero,
        {
            "own": Words(
                "You think that a weight of 0 cannot learn. dl/dv₁ is δ times h₁, and neither has v₁ as a factor.",
                "以为权重为 0 就学不动。dl/dv₁ 等于 δ 乘 h₁，两者都不含因子 v₁。",
            ),
            "none": Words(
                "You take 0 for a value like any other. But as a factor it stops what comes back to h₁.",
                "以为 0 与别的值没有两样。但 v₁ 是传回 h₁ 的消息的一个因子，为 0 时什么也传不回去。",
            ),
            "below": Words(
                "The message to h₁ is δ times v₁, so it is 0, and everything below h₁ is a multiple of it.",
                "传给 h₁ 的消息是 δ 乘 v₁，等于 0；h₁ 以下的一切都是它的倍数。",
            ),
        },
    ),
    "backpropagation-8": Prediction(
        Words(
            "The gradient of a network is measured with symmetric differences in float64, with ε = 10⁻⁵. Now ε is made "
            "a million times smaller. What becomes of the error of the measured gradient?",
            "用双精度（float64）的中心差分测量网络的梯度，ε = 10⁻⁵。现在把 ε 缩小一百万倍，测得的梯度误差怎样变化？",
        ),
        {
            "falls": Words("it falls, for it is proportional to ε²", "变小，因为误差与 ε² 成正比"),
            "stays": Words("it hardly changes", "几乎不变"),
            "grows": Words("it grows", "变大"),
        },
        error_of_a_tiny_step,
        {
            "falls": Words(
                "You forget that a computer rounds. Two losses that agree in nearly all digits leave only rounding.",
                "忘了计算机会舍入。两个损失几乎每一位都相同，相减之后剩下的主要是舍入误差。",
            ),
            "stays": Words(
                "You think that it is as exact as it can be. But the rounding is divided by ε, and so grows.",
                "以为已经精确到头了。但舍入误差还要除以 ε，所以 ε 越小，误差越大。",
            ),
            "grows": Words(
                "What is rounded in the losses is divided by ε. So the best ε lies in between.",
                "损失的舍入误差要除以 ε。所以最好的 ε 既不太大，也不太小。",
            ),
        },
    ),
    "backpropagation-9": Prediction(
        Words(
            "In the backward pass of a network with two hidden layers of tanh, a random matrix that never changes "
            "stands in for each Wᵀ. The network is trained with this wrong gradient on handwritten digits, for ten "
            "epochs with η = 0.1. How many digits that it has not seen does it read right?",
            "一个网络有两个 tanh 隐藏层，在它的反向传播中，用一个始终不变的随机矩阵代替每个 Wᵀ，"
            "再用这个错误的梯度在手写数字上训练十轮，η = 0.1。没见过的手写数字，网络能认对多少？",
        ),
        {
            "guesses": Words("hardly more than by guessing", "与随机猜测差不多"),
            "alone": Words("as many as if only its last layer were trained like that", "与同样只训练最后一层时一样多"),
            "more": Words("clearly more than that", "明显比这还多"),
        },
        random_feedback,
        {
            "guesses": Words(
                "You take learning for a proof of the gradient. Even here the last layer gets its right one.",
                "以为能学会，梯度就一定是对的。即使在这里，最后一层得到的仍是正确的梯度。",
            ),
            "alone": Words(
                "You think that random messages cannot teach the hidden layers. But the later weights turn until these "
                "messages point roughly downhill.",
                "以为随机的消息教不会隐藏层。但后面（靠近输出）各层的权重会逐渐转向，使这些消息大致指向下坡。",
            ),
            "more": Words(
                "The hidden layers learn, too. With each at its best η the lead is smaller, but it stays. So a network "
                "that learns is no proof of its gradient.",
                "隐藏层也学到了东西；各取最好的 η，领先会变小，但仍然领先。可见，网络能学会，并不证明梯度是对的。",
            ),
        },
    ),
    "backpropagation-sceptic": Prediction(
        Words(
            "Now sigmoids, with η = 0.1: without φ′ networks read most digits right, with the right gradient hardly "
            "any learns. Is it better to leave φ′ out? Which of these changes overturns that?",
            "换成 sigmoid，η = 0.1：漏乘 φ′ 时，大多数手写数字都认对了；用正确的梯度，却几乎学不到什么。"
            "这么说漏乘 φ′ 反而更好？下面的改变，哪一项能推翻它？",
        ),
        {
            "starts": Words("five other starts", "换另外五次训练"),
            "tuned": Words("for each gradient its best η", "每种梯度各取最好的 η"),
            "wide": Words("twice as many units in each layer", "每层的单元数加倍"),
        },
        change_that_overturns,
        {
            "starts": Words(
                "You take it for chance. Other first weights give nearly the same numbers.",
                "以为只是偶然。换一批初始权重，结果几乎相同。",
            ),
            "tuned": Words(
                "The slope of a sigmoid is small, so leaving it out makes the steps longer. With its own, larger η "
                "the right gradient is ahead.",
                "sigmoid 的斜率很小，漏乘它，步子就变大了。正确的梯度配上更大的 η，就领先了。",
            ),
            "wide": Words(
                "You think that more units let more through. But φ′ is as small in each of them.",
                "以为单元多了，传回去的就多。但每个单元的 φ′ 照样很小。",
            ),
        },
    ),
    "backpropagation-10": Prediction(
        Words(
            "A network of 100 layers goes backward, but has room for only 10 of its 100 states. It computes the others "
            "again when it needs them. How many times as much forward work does that take, at best?",
            "一个 100 层的网络要反向传播，但 100 个状态只存得下 10 个，其余的要用时再算。"
            "在最优方案下，前向的计算量是原来的几倍？",
        ),
        {
            "2": Words("2.2 times", "2.2 倍"),
            "10": Words("10 times", "10 倍"),
            "50": Words("50 times", "50 倍"),
        },
        work_with_ten_states,
        {
            "2": Words(
                "222 forward steps in place of 99: no layer is computed more than three times.",
                "前向 222 步，而不是 99 步：没有哪一层要算三次以上。",
            ),
            "10": Words(
                "You divide the layers by the states. But a state that has become free is used again for the next "
                "stretch.",
                "用层数除以状态数得来的。但反向走的过程中，用完的状态会腾出位置，留给下一段使用。",
            ),
            "50": Words(
                "You start again from the input for every layer, as with a single kept state.",
                "这是每一层都从输入重新算起，那是只保存一个状态时的情形。",
            ),
        },
    ),
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
        return right("δ first, and the input times it.", "先求 δ，再乘以输入。")
    if np.isclose(delta, -0.125):
        return almost("δ is right. dl/dw is δ times what w multiplies.", "δ 对了。dl/dw 等于 δ 乘以 w 所乘的量。")
    if np.isclose(delta, -0.5):
        return almost(
            "This is y − t. It still has to pass the sigmoid, whose slope is y(1 − y).",
            "这是 y − t。还要经过 sigmoid，其斜率为 y(1 − y)。",
        )
    return keep_working("δ = (y − t) · y (1 − y), with y = σ(0).", "δ = (y − t) · y (1 − y)，其中 y = σ(0)。")


def solve_unit() -> Words:
    assert judge_unit((-0.125, -0.25)).voice == "right"
    return Words(
        "z = 0.5 · 2 − 1 = 0, so y = ½ and y(1 − y) = ¼. δ = −½ · ¼ = −0.125, and dl/dw = δ x = −0.25.",
        "z = 0.5 · 2 − 1 = 0，所以 y = ½，y(1 − y) = ¼。δ = −½ · ¼ = −0.125，dl/dw = δ x = −0.25。",
    )


def judge_derive(answer: Any) -> Verdict:
    """dl/dW of Y = tanh(X Wᵀ + b) as a function of X, W, b and dl/dY."""
    rng = np.random.default_rng(0)
    X, W, b, dY = rng.normal(size=(5, 3)), rng.normal(size=(4, 3)), rng.normal(size=4), rng.normal(size=(5, 4))
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
        f"Shape {shape}, should be (4, 3). First δ, what arrives at the sums; then each row of X.",
        f"形状为 {shape}，应为 (4, 3)。先求传到各个和处的 δ，再与 X 的各行相乘。",
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


def solve_break() -> Words:
    assert judge_break(lambda w: 3 * w).voice == "right"
    return Words(
        "For example 3w: whatever points downhill and is not too long lowers the loss.",
        "例如 3w：只要方向指向下坡，步长又不太大，损失就会下降。",
    )


def solve_open() -> Words:
    parameters = parameter_count((64, 256, 256, 10))
    return Words(
        "A falling loss would not convince me: networks learn with many wrong gradients. I would draw a random "
        "direction "
        "u and compare g·u with (l(θ + εu) − l(θ − εu)) / 2ε, in float64. That takes two forward passes and tests all "
        f"{parameters:,} derivatives at once. If the two differ, I would do the same with u in one layer only, "
        f"from the "
        "last layer down, until I find the first one that is wrong.",
        "损失下降还不足为凭：梯度错了，网络也往往能学会。我会随机取一个方向 u，用 float64 比较 g·u 与 "
        "(l(θ + εu) − l(θ − εu)) / 2ε。"
        f"这只需两次前向计算，就同时检验了全部 {parameters:,} 个导数。如果两者不同，就让 u 只在一层中不为零，"
        "从最后一层往前逐层检验，直到找出第一个出错的层。",
    )


EXERCISES = {
    "backpropagation-easy": Exercise(judge_easy, solve_easy, Words("By hand: four derivatives", "手算：四个导数")),
    "backpropagation-unit": Exercise(judge_unit, solve_unit, Words("By hand: one unit", "手算：一个单元")),
    "backpropagation-derive": Exercise(judge_derive, solve_derive, Words("Derive: a layer of tanh", "推导：一层 tanh")),
    "backpropagation-build": Exercise(
        judge_build, solve_build, Words("In code: a class of values", "写代码：会求导的数")
    ),
    "backpropagation-check": Exercise(
        judge_check, solve_check, Words("In code: measure a gradient", "写代码：测量梯度")
    ),
    "backpropagation-break": Exercise(judge_break, solve_break, Words("Break a claim", "推翻一个说法")),
    "backpropagation-open": open_question(solve_open, Words("Open: how would you know?", "开放题：怎么才能知道？")),
}
