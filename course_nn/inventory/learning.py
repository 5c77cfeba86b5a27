"""Pairs about learning: gradients, steps, and what makes them longer or shorter."""

from functools import partial

import numpy as np

from course_nn.common.words import Words
from course_nn.inventory.item import Item, Option, Pair, Picture, numeric
from course_nn.optimizers import Adam, GradientDescent, Momentum


def _effect(*paths):
    """What one more unit of the input does to the output: along a path slopes multiply, and paths add up."""
    return f"{sum(np.prod(path) for path in paths):g}".replace("-", "−")


CHAIN = Pair(
    Words("gradients and chain rule", "梯度与链式法则"),
    Words("Along a path slopes multiply; different paths add up.", "沿一条通路，斜率相乘；不同通路则相加。"),
    {
        "A": Item(
            Words(
                "A dial x moves a lever: per unit of x it goes up by 2. Per unit of the lever, a flag goes up by 3. A "
                "string also leads straight from the dial to the flag, and pulls it down by 1 per unit of x. By how "
                "much does the flag go up per unit of x?",
                "旋钮 x 带动杠杆：x 每增 1，杠杆升 2。杠杆每升 1，旗子升 3。另有一根绳子从旋钮直接通到旗子：x 每增 1，"
                "把旗子拉低 1。x 每增 1，旗子总共升多少？",
            ),
            numeric("5", {"4": "adds for multiplies", "6": "one path", "−6": "multiplies paths"}, "5 6 4 −6"),
            partial(_effect, (2, 3), (-1,)),
            Words("2 · 3 by the lever, and −1 by the string.", "经杠杆是 2 · 3，经绳子是 −1。"),
        ),
        "B": Item(
            Words(
                "A weight w acts on the loss by way of two units. Unit a falls by 2 per unit of w, and the loss rises "
                "by 4 per unit of a. Unit b rises by 3 per unit of w, and the loss rises by 1 per unit of b. What is "
                "the slope of the loss with respect to w?",
                "权重 w 经过两个单元影响损失。w 每增 1，单元 a 降 2；a 每增 1，损失增 4。w 每增 1，单元 b 增 3；b "
                "每增 1，损失增 1。损失对 w 的斜率是多少？",
            ),
            numeric("−5", {"6": "adds for multiplies", "−8": "one path", "−24": "multiplies paths"}, "6 −5 −8 −24"),
            partial(_effect, (-2, 4), (3, 1)),
            Words("−2 · 4 by way of a, and 3 · 1 by way of b.", "经 a 是 −2 · 4，经 b 是 3 · 1。"),
        ),
    },
    {
        "adds for multiplies": Picture("backpropagation.gears", {"first": "half", "second": "half", "third": "half"}),
        "one path": Picture("backpropagation.edges", {"seed": 5, "answers": "1, −1, −3, 4, 6, 10"}),
        "multiplies paths": Picture("backpropagation.edges", {"seed": 5, "answers": "1, −1, −3, 4, 6, 24"}),
    },
)


def _walk(rate, slope, start, steps=40):
    """What descent does in the valley ½ · slope · w²: "one side", "nearer", "swings" or "farther"."""
    w, way = np.array([start]), [start]
    optimizer = GradientDescent(rate)
    for _ in range(steps):
        optimizer.step(w, slope * w)
        way.append(float(w[0]))
    if way[1] * way[0] >= 0:
        return "one side"
    first, last = abs(way[1]), abs(way[-1])
    return "nearer" if last < 0.9 * first else "farther" if last > 1.1 * first else "swings"


RATE = Pair(
    Words("learning rate", "学习率"),
    Words(
        "In a parabola each step multiplies the distance to the bottom by one factor, which the learning rate sets.",
        "在抛物线山谷里，每一步都把到谷底的距离乘以同一个因子，而这个因子由学习率决定。",
    ),
    {
        "A": Item(
            Words(
                "A loss is w², so its slope is 2w. Gradient descent starts at w = 4 with η = 0.8. What does w do, "
                "step after step?",
                "损失是 w²，斜率为 2w。梯度下降从 w = 4 出发，η = 0.8。w 一步步怎样变化？",
            ),
            {
                "one side": Option(
                    Words("it comes down on its side, only faster than with 0.1", "留在同一侧往下走，只是比 0.1 时快"),
                    "rate is speed",
                ),
                "nearer": Option(Words("it changes sides, and comes nearer to 0", "左右交替，并越来越接近 0"), None),
                "swings": Option(
                    Words("it changes sides for ever, between two places", "在两个位置之间永远来回"), "overshoot swings"
                ),
                "farther": Option(
                    Words("it changes sides, and gets farther away", "左右交替，并越来越远"), "overshoot diverges"
                ),
            },
            partial(_walk, 0.8, 2, 4.0),
            Words("4 − 0.8 · 8 is −2.4: each step multiplies by −0.6.", "4 − 0.8 · 8 = −2.4：每一步乘以 −0.6。"),
        ),
        "B": Item(
            Words(
                "A controller corrects an error e by gradient descent on e²/2, whose slope is e. The error is 10 at "
                "first, and the learning rate is 2.1. What becomes of the error?",
                "控制器对 e²/2 做梯度下降来减小误差 e，斜率为 e。起初误差为 10，学习率为 2.1。误差会怎样？",
            ),
            {
                "farther": Option(Words("it changes its sign, and grows", "正负交替，越来越大"), None),
                "swings": Option(
                    Words("it changes between two values for ever", "永远在两个值之间来回"), "overshoot swings"
                ),
                "nearer": Option(
                    Words(
                        "it changes its sign, and shrinks in the end, as slopes do",
                        "正负交替，但坡度会变小，最后总会缩小",
                    ),
                    "always settles",
                ),
                "one side": Option(
                    Words("it sinks to 0 without a change of sign, quickly", "不变号，很快降到 0"), "rate is speed"
                ),
            },
            partial(_walk, 2.1, 1, 10.0),
            Words("10 − 2.1 · 10 is −11: each step multiplies by −1.1.", "10 − 2.1 · 10 = −11：每一步乘以 −1.1。"),
        ),
    },
    {
        "rate is speed": Picture("primer.descent", {"start": -1.0, "learning_rate": 0.42, "step": 1}),
        "overshoot diverges": Picture("gradient_descent.rate", {"eta": 1.5, "step": 20}),
        "overshoot swings": Picture("gradient_descent.rate", {"eta": 1.5, "step": 40}),
        "always settles": Picture("gradient_descent.rate", {"eta": 2.2, "step": 20}),
    },
)


def _longest(beta, slope):
    """How long the steps of momentum get under one slope that stays, with η = 1."""
    theta, optimizer = np.zeros(1), Momentum(1.0, beta)
    for _ in range(400):
        optimizer.step(theta, np.full(1, float(slope)))
    return f"{abs(optimizer.v[0]):.3g}"


MOMENTUM = Pair(
    Words("momentum", "动量"),
    Words(
        "Under a steady slope steps grow until as much is lost as is added: to 1/(1 − β) times a plain step.",
        "斜率不变时，步子一直变长，直到每步失去的与加上的一样多：普通步长的 1/(1 − β) 倍。",
    ),
    {
        "A": Item(
            Words(
                "A sledge on an even slope. Its step is half of its last step, and 3 more for the slope. How long do "
                "its steps get in the long run?",
                "雪橇在均匀的斜坡上滑行。每一步等于上一步的一半，再加上坡给的 3。长久下去，步长会达到多少？",
            ),
            {
                "endless": Option(Words("they grow without end", "无限增大"), "momentum endless"),
                "3": Option(Words("3, as without momentum", "3，与没有动量时相同"), "momentum only smooths"),
                "4.5": Option(Words("4.5: 3, and half of 3", "4.5：3 加上 3 的一半"), "momentum one step"),
                "6": Option(Words("6", "6"), None),
            },
            partial(_longest, 0.5, 3),
            Words("At 6 half is lost, 3, and 3 is added.", "步长为 6 时，失去一半即 3，又加上 3。"),
        ),
        "B": Item(
            Words(
                "Descent with momentum keeps four fifths of each step, and adds 2 for a gradient that stays the same "
                "for hundreds of steps. How long are its steps then?",
                "带动量的下降每次保留上一步的五分之四，再加 2，因为梯度在几百步中一直不变。之后步长是多少？",
            ),
            {
                "10": Option(Words("10", "10"), None),
                "endless": Option(
                    Words("longer than any number, if one waits", "只要等下去，要多长有多长"), "momentum endless"
                ),
                "3.6": Option(Words("3.6: 2, and four fifths of 2", "3.6：2 加上 2 的五分之四"), "momentum one step"),
                "2": Option(
                    Words("2: momentum only takes the jitter away", "2：动量只去掉抖动"), "momentum only smooths"
                ),
            },
            partial(_longest, 0.8, 2),
            Words("At 10 a fifth is lost, 2, and 2 is added.", "步长为 10 时，失去五分之一即 2，又加上 2。"),
        ),
    },
    dict.fromkeys(
        ("momentum endless", "momentum only smooths", "momentum one step"),
        Picture("gradient_descent.adam", {"signal": "constant", "method": "momentum", "time": 80}),
    ),
)


def _adam_steps(first, second):
    """Whose steps are longer under gradients that stay: "first", "second" or "same"."""
    theta, optimizer = np.zeros(2), Adam(0.01)
    for _ in range(50):
        before = theta.copy()
        optimizer.step(theta, np.array([first, second], float))
    one, other = np.abs(theta - before)
    return "same" if np.isclose(one, other, rtol=0.01) else "first" if one > other else "second"


ADAM = Pair(
    Words("Adam", "Adam"),
    Words(
        "Adam divides each gradient by its usual size, so that steps depend on its steadiness and not on its size.",
        "Adam 把每个梯度除以它平常的大小，所以步长取决于梯度有多稳定，而不取决于它有多大。",
    ),
    {
        "A": Item(
            Words(
                "Two weights are trained with Adam. The gradient of the first is always 0.02, that of the second "
                "always 20. Compare the lengths of their steps after a while.",
                "两个权重用 Adam 训练。第一个的梯度一直是 0.02，第二个的一直是 20。过一段时间，比较两者的步长。",
            ),
            {
                "same": Option(Words("both about the same", "大致一样"), None),
                "second": Option(
                    Words("the second makes much longer ones", "第二个的步子长得多"), "step follows gradient"
                ),
                "first": Option(
                    Words("the first makes longer ones: it needs help", "第一个的更长：它需要帮助"), "weak gets more"
                ),
            },
            partial(_adam_steps, 0.02, 20),
            Words("Each gradient is divided by its own size.", "每个梯度都除以它自己的大小。"),
        ),
        "B": Item(
            Words(
                "A program measures its loss in cents. Its twin measures the same loss in euros: all its gradients "
                "are a hundredth of the other’s. Both start alike, and use Adam with the same η. Whose steps are "
                "longer?",
                "一个程序以分计算损失，另一个以元计算同样的损失，所以它的梯度都是前者的百分之一。两者起点相同，都用 "
                "Adam，η 也相同。谁的步子更长？",
            ),
            {
                "same": Option(Words("neither: both walk alike", "一样长：走法相同"), None),
                "second": Option(
                    Words("that with euros: Adam lifts small gradients", "用元的：Adam 会放大小的梯度"),
                    "weak gets more",
                ),
                "first": Option(Words("that with cents, by far", "用分的，长得多"), "step follows gradient"),
            },
            partial(_adam_steps, 1.0, 0.01),
            Words("A common factor cancels in the quotient.", "共同的倍数在相除时约去。"),
        ),
    },
    {
        "step follows gradient": Picture("gradient_descent.adam", {"signal": "growing", "time": 100}),
        "weak gets more": Picture("gradient_descent.adam", {"signal": "growing", "growth": 1.0, "time": 100}),
    },
)


def _less_noise(small, large, names):
    """The name of the factor between the standard deviations of means of so many samples each."""
    rng = np.random.default_rng(0)
    spread = [rng.normal(size=(4000, size)).mean(axis=1).std() for size in (small, large)]
    ratio = spread[1] / spread[0]
    return min(names, key=lambda name: abs(np.log(names[name] / ratio)))


BATCH = Pair(
    Words("batch", "小批量"),
    Words(
        "A batch's gradient is right on average; how far one is off shrinks with the root of its size.",
        "小批量的梯度平均是对的；单独一次偏差多少，与样本数的平方根成反比。",
    ),
    {
        "A": Item(
            Words(
                "A step follows the mean gradient of 25 samples drawn at random; the gradient of all samples is "
                "another one. Now 100 samples are drawn for a step. How far is a typical step off the right direction "
                "now?",
                "一步按随机抽取的 25 个样本的平均梯度走，它与全部样本的梯度有偏差。现在每步抽 100 个样本。"
                "一步通常偏差多少？",
            ),
            {
                "root": Option(Words("half as far as before", "从前的二分之一"), None),
                "proportional": Option(Words("a quarter as far", "从前的四分之一"), "proportional"),
                "same": Option(
                    Words("as far: both are right on average", "一样：两者平均都是对的"), "mean has no noise"
                ),
            },
            partial(_less_noise, 25, 100, {"root": 0.5, "proportional": 0.25, "same": 1.0}),
            Words("Four times the samples, √4 times less noise.", "样本多到 4 倍，噪声减到 √4 分之一。"),
        ),
        "B": Item(
            Words(
                "Polls ask 90 people at random, and their results scatter around the true share. To save money they "
                "now ask 10. A gradient of a batch is such a poll. How far do results scatter?",
                "民意调查随机问 90 人，结果散布在真实比例附近。为了省钱，现在只问 10 人。小批量的梯度就是这样的调查。"
                "结果散布得多宽？",
            ),
            {
                "same": Option(
                    Words("as before: nobody is asked by preference", "不变：抽样没有偏向谁"), "mean has no noise"
                ),
                "proportional": Option(Words("nine times as far", "九倍"), "proportional"),
                "root": Option(Words("three times as far", "三倍"), None),
            },
            partial(_less_noise, 90, 10, {"root": 3.0, "proportional": 9.0, "same": 1.0}),
            Words("A ninth of the people, √9 times the scatter.", "人数是九分之一，散布是 √9 倍。"),
        ),
    },
    {
        "proportional": Picture("gradient_descent.batches", {"size": 64, "epoch": 5}),
        "mean has no noise": Picture("gradient_descent.batches", {"size": 1, "epoch": 5}),
    },
)


def _rate_for(times, names):
    """By which factor the largest learning rate, 2 / curvature, changes if the input is so many times as large."""
    x = np.linspace(0.2, 1.0, 9)
    limits = [2 / np.mean((factor * x) ** 2) for factor in (1, times)]
    ratio = limits[1] / limits[0]
    return min(names, key=lambda name: abs(np.log(names[name] / ratio)))


SCALE = Pair(
    Words("data scale", "数据的尺度"),
    Words(
        "The slope with respect to a weight holds the input once, the curvature twice: so does the η that is allowed.",
        "对权重的斜率含有一次输入，曲率含有两次，所以允许的 η 随输入的平方变化。",
    ),
    {
        "A": Item(
            Words(
                "A unit y = w x learns by the squared error, with x in centimetres, and η is just small enough. Now "
                "the same lengths are given in millimetres. Which η is just small enough now?",
                "单元 y = w x 用平方误差学习，x 以厘米计，η 刚好够小。现在同样的长度改用毫米。现在多大的 η 刚好够小？",
            ),
            {
                "tenth": Option(Words("a tenth of it", "它的十分之一"), "proportional"),
                "same": Option(
                    Words("the same: the lengths are the same", "不变：长度还是那些长度"), "units do not matter"
                ),
                "hundredth": Option(Words("a hundredth of it", "它的百分之一"), None),
                "more": Option(Words("ten times as much", "它的十倍"), "rate follows input"),
            },
            partial(_rate_for, 10, {"tenth": 0.1, "same": 1.0, "hundredth": 0.01, "more": 10.0}),
            Words("The curvature is the mean of x², which is 100 times as large.", "曲率是 x² 的平均，变为 100 倍。"),
        ),
        "B": Item(
            Words(
                "One weight times one input predicts the price of a call, and is learned by descent on squared "
                "errors. The input was the length in hours; it becomes the length in minutes. What has to become of "
                "the largest η that does not diverge?",
                "一个权重乘一个输入来预测通话费用，用平方误差做梯度下降。输入原是通话的小时数，现在改为分钟数。"
                "不发散的最大 η 应该怎样变？",
            ),
            {
                "more": Option(
                    Words("60 times as much: numbers are larger now", "变为 60 倍：数变大了"), "rate follows input"
                ),
                "square": Option(Words("a 3,600th", "变为 1/3600"), None),
                "same": Option(Words("it stays: a call is a call", "不变：通话还是那通话"), "units do not matter"),
                "sixtieth": Option(Words("a 60th", "变为 1/60"), "proportional"),
            },
            partial(_rate_for, 60, {"more": 60.0, "square": 1 / 3600, "same": 1.0, "sixtieth": 1 / 60}),
            Words(
                "The curvature is the mean of x², which is 3,600 times as large.", "曲率是 x² 的平均，变为 3600 倍。"
            ),
        ),
    },
    {
        "proportional": Picture("practice.scaling", {"units": "cm"}),
        "units do not matter": Picture("practice.scaling", {"units": "mm"}),
        "rate follows input": Picture("practice.scaling", {"units": "m"}),
    },
)
