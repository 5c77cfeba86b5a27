"""Lecture 2: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from functools import cache
from math import sqrt

import numpy as np

from course_nn.activations import ACTIVATIONS, maxout, sigmoid
from course_nn.datasets import circle
from course_nn.lectures.activations.first_weights import DRAWS
from course_nn.lectures.activations.learning_speed import pixels
from course_nn.lectures.activations.moments import moments
from course_nn.network import Network
from course_nn.notebook.exercises import Exercise, Prediction, almost, expected, keep_working, right, scalar
from course_nn.stage.numbers import number, plain
from course_nn.training import train
from course_nn.words import Words


def steepest_sigmoid():
    return f"{ACTIVATIONS['sigmoid'].facts.largest_slope:g}"


def variance_after_relu():
    """Of relu(z) for a standard normal z."""
    _, variance = moments(ACTIVATIONS["relu"].f, mean=0, deviation=1)
    return number(variance)


def gradient_under_relu():
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


def opposite_moves():
    """Of 1,000 samples with two sigmoid outputs as inputs: how often do dl/dw1 and dl/dw2 differ in sign?"""
    rng = np.random.default_rng(0)
    X, delta = sigmoid(rng.normal(size=(1000, 2))), rng.normal(size=(1000, 1))
    share = np.mean(np.prod(np.sign(delta * X), axis=1) < 0)
    if share == 0:
        return "never"
    return "half" if 0.4 < share < 0.6 else "always"


@cache
def units_that_come_back():
    """Low biases kill units of the first layer; then 500 careful steps."""
    X, y = circle(200)[:2]
    network = Network((2, 50, 1), "relu", init="he", seed=0)
    network.biases[0][...] = -4
    dead = (network.forward(X).z[0] <= 0).all(axis=0)
    train(network, X, y, "binary_cross_entropy", learning_rate=0.1, epochs=500)
    back = dead & (network.forward(X).z[0] > 0).any(axis=0)
    return "no" if dead.any() and not back.any() else "yes"


def prelu_of_the_slide():
    """The larger of αz and z at z = −2, α = 1.5."""
    return plain(max(1.5 * -2, -2))


def what_maxout_follows():
    """Maxout is convex: nowhere above its chord. Which of the two targets is?"""
    x = np.linspace(-3, 3, 61)
    valley, wave = (np.all(np.diff(f(x), 2) >= -1e-12) for f in (np.square, np.sin))
    assert valley
    return "both" if wave else "valley"


@cache
def updates_to_five_percent(phi, init):
    """Steps that the best learning rate needs until all of three seeds make at most 5 % errors on 300 digits."""
    X, y = pixels(300)
    rates, order = np.repeat(0.4 * 2.0 ** np.arange(5), 3), np.random.default_rng(0)
    networks = Network((64, 32, 10), phi, init=init, seed=[0, 1, 2] * 5, dtype=np.float32)
    for step in range(1, 200):
        rows = order.choice(300, 25, replace=False)
        train(networks, X[rows], y[rows], "softmax_cross_entropy", learning_rate=rates, epochs=1)
        errors = np.mean(networks(X).argmax(axis=-1) != y, axis=-1)
        if (errors <= 0.05).reshape(5, 3).all(axis=1).any():
            return step
    return np.inf


def tanh_against_relu():
    ratio = updates_to_five_percent("tanh", "glorot") / updates_to_five_percent("relu", "he")
    if ratio < 1.5:
        return "one"
    return "two" if ratio < 3 else "six"


@cache
def weights_for_a_deep_network():
    """Which initialization lets eight hidden layers of ReLU learn 300 digits, with the best of three learning rates?"""
    X, y = pixels(300)
    losses = {}
    for name in ("small", "he", "large"):
        networks = Network((64, *[32] * 8, 10), "relu", init=DRAWS[name], seed=[0] * 3, dtype=np.float32)
        history = train(
            networks, X, y, "softmax_cross_entropy", learning_rate=np.array([0.01, 0.1, 1]), epochs=12, batch_size=30
        )
        losses[name] = np.where(history.diverged, np.inf, history.losses[-1]).min()
    return min(losses, key=losses.get)


PREDICTIONS = {
    "activations-1": Prediction(
        Words(
            "The sigmoid rises from 0 to 1. How steep is it where it is steepest?",
            "sigmoid 从 0 升到 1。最陡之处的斜率是多少？",
        ),
        {"1": Words("1", "1"), "0.5": Words("0.5", "0.5"), "0.25": Words("0.25", "0.25")},
        steepest_sigmoid,
        {
            "1": Words(
                "That is tanh. The sigmoid climbs half as high and takes twice as long: σ′ = σ(1 − σ), and no number "
                "times one minus itself is more than a quarter.",
                "那是 tanh。sigmoid 的升幅只有一半，又慢一倍：σ′ = σ(1 − σ)，一个数乘以一减它自己，最多是四分之一。",
            ),
            "0.5": Words(
                "One half is its value there. The slope is σ(1 − σ): one half times one half.",
                "一半是它在那里的函数值。斜率是 σ(1 − σ)：一半乘一半。",
            ),
            "0.25": Words(
                "σ′ = σ(1 − σ), largest where σ is one half. Every sigmoid that a gradient passes takes three quarters "
                "of it, or more.",
                "σ′ = σ(1 − σ)，在 σ 等于一半处最大。梯度每经过一个 sigmoid，至少损失四分之三。",
            ),
        },
    ),
    "activations-2": Prediction(
        Words(
            "Pre-activations with mean 0 and variance 1 go through a ReLU, which sets half of them to 0. What is the "
            "variance of what comes out?",
            "均值为 0、方差为 1 的预激活值通过 ReLU，其中一半变成 0。输出的方差是多少？",
        ),
        {"1.00": Words("still 1", "仍是 1"), "0.50": Words("0.50", "0.50"), "0.34": Words("0.34", "0.34")},
        variance_after_relu,
        {
            "1.00": Words("The negative half has lost its spread: all of it is 0.", "负的一半不再分散：现在全是 0。"),
            "0.50": Words(
                "That is the mean of the squares. But the mean has moved away from 0, and variance is counted from "
                "the mean: 0.50 less the mean squared.",
                "那是平方的均值。但均值已离开 0，而方差是相对均值算的：0.50 减去均值的平方。",
            ),
            "0.34": Words(
                "Half of the mean square is left, and part of that is no spread at all but the new mean.",
                "平方的均值剩一半，其中一部分并非分散，而是新的均值。",
            ),
        },
    ),
    "activations-3": Prediction(
        Words(
            "Twenty sigmoid layers let almost no gradient through. You replace them by ReLU, whose slope is exactly 1 "
            "for z > 0, and leave the weights as they are (Glorot). What becomes of the gradient?",
            "二十层 sigmoid 几乎不让梯度通过。换成 ReLU（z > 0 时斜率恰为 1），权重不变（Glorot）。梯度会怎样？",
        ),
        {
            "arrives": Words("it arrives about as large as it came", "到达时与出发时差不多大"),
            "vanishes": Words("less than a hundredth arrives", "到达的不足百分之一"),
            "explodes": Words("it explodes", "爆炸"),
        },
        gradient_under_relu,
        {
            "arrives": Words(
                "For z ≤ 0 the slope is 0, so every layer blocks half of the paths. Weights that are right for tanh "
                "are too small for that; He’s are larger by just this factor.",
                "z ≤ 0 时斜率为 0，每层都堵住一半的通路。适合 tanh 的权重在这里太小；He 的权重恰好补上这个倍数。",
            ),
            "vanishes": Words(
                "Far better than the sigmoid, and yet every layer blocks half of the paths. The slope alone does not "
                "decide: activation and initialization belong together.",
                "比 sigmoid 好得多，但每层仍堵住一半的通路。只看斜率不够：激活函数与初始化要相配。",
            ),
            "explodes": Words(
                "A slope of at most 1 makes nothing larger, and these weights do not either.",
                "不超过 1 的斜率不会放大任何东西，这样的权重也不会。",
            ),
        },
    ),
    "activations-4": Prediction(
        Words(
            "A unit's two inputs are outputs of sigmoids. It learns from one sample at a time. How often does a step "
            "raise w₁ and lower w₂, or the other way round?",
            "一个单元的两个输入都是 sigmoid 的输出，每次用一个样本学习。一步之中 w₁ 与 w₂ 一升一降的情形有多少？",
        ),
        {
            "half": Words("in about half of the steps", "大约一半"),
            "never": Words("never", "从不"),
            "always": Words("always", "总是"),
        },
        opposite_moves,
        {
            "half": Words(
                "Each weight has a gradient of its own, dl/dw = δx, but δ is the same for both, and both inputs are "
                "positive. So is the sign the same.",
                "每个权重虽有自己的梯度 dl/dw = δx，但 δ 是共同的，两个输入又都为正，所以符号总相同。",
            ),
            "never": Words(
                "dl/dw₁ = δx₁ and dl/dw₂ = δx₂ with one δ: positive inputs give both the same sign.",
                "dl/dw₁ = δx₁，dl/dw₂ = δx₂，δ 是同一个：输入为正，符号就相同。",
            ),
            "always": Words("Nothing turns one of the two signs round.", "没有什么能使其中一个变号。"),
        },
    ),
    "activations-5": Prediction(
        Words(
            "A ReLU unit of the first hidden layer answers 0 to every sample. You lower the learning rate and go on "
            "training for a long time. Does it come back?",
            "第一隐藏层的某个 ReLU 单元对所有样本都输出 0。您调低学习率，再训练很久。它会恢复吗？",
        ),
        {"yes": Words("yes, slowly", "会，只是慢"), "no": Words("no", "不会")},
        units_that_come_back,
        {
            "yes": Words(
                "Slowly would need a small gradient. Here it is exactly 0, for each sample, so nothing moves.",
                "要慢慢恢复，也得有一点梯度。这里每个样本的梯度都恰好为 0，什么都不会动。",
            ),
            "no": Words(
                "Its slope is 0 for each sample, and its inputs are the data, which do not change: it stays as it is.",
                "它对每个样本的斜率都是 0，而它的输入就是数据，不会改变：它只能停在原地。",
            ),
        },
    ),
    "activations-6": Prediction(
        Words(
            "The lecture writes PReLU as max(αz, z). Say learning has pushed α to 1.5. What does this formula give at "
            "z = −2?",
            "讲义把 PReLU 写成 max(αz, z)。假设学习把 α 推到了 1.5。在 z = −2 处，这个公式给出什么？",
        ),
        {"−3": Words("αz = −3", "αz = −3"), "−2": Words("z = −2", "z = −2")},
        prelu_of_the_slide,
        {
            "−3": Words(
                "That is what PReLU gives: αz on the left. The larger of −3 and −2, however, is −2.",
                "那是 PReLU 的值：左侧取 αz。但 −3 与 −2 中较大的是 −2。",
            ),
            "−2": Words(
                "The maximum takes the wrong piece as soon as α passes 1. The pieces say −3.",
                "α 一超过 1，取最大值就选错了那一段。分段式给出 −3。",
            ),
        },
    ),
    "activations-7": Prediction(
        Words(
            "A maxout unit may use as many straight lines as it likes. Which curves can it follow as closely as you "
            "wish: the valley x², the wave sin x, or both?",
            "一个 maxout 单元可以用任意多条直线。它能任意逼近哪条曲线：谷形的 x²、波形的 sin x，还是两者？",
        ),
        {"both": Words("both", "两者都能"), "valley": Words("only the valley", "只能逼近谷形")},
        what_maxout_follows,
        {
            "both": Words(
                "Many lines make a fine polygon, but the highest of lines only ever bends upwards. The wave has hills.",
                "直线多，折线就细密，但取最高者只会向上弯，而波形有山峰。",
            ),
            "valley": Words(
                "The highest of straight lines is convex, and any convex curve can be reached. Hills need a second "
                "layer.",
                "取最高的直线总是凸的，任何凸曲线都可逼近。山峰要靠第二层。",
            ),
        },
    ),
    "activations-8": Prediction(
        Words(
            "The lecture says that ReLU learns about 6 times faster than tanh or sigmoid. Here are real digits and one "
            "hidden layer; each activation gets the learning rate that suits it best. How many times as long as ReLU "
            "does tanh take?",
            "讲义说 ReLU 比 tanh 或 sigmoid 快约 6 倍。这里用真实手写数字和一个隐藏层，"
            "每种激活函数都用最适合自己的学习率。tanh 所用时间是 ReLU 的几倍？",
        ),
        {
            "six": Words("about 6 times", "约 6 倍"),
            "two": Words("about twice", "约 2 倍"),
            "one": Words("about as long, or less", "差不多，甚至更短"),
        },
        tanh_against_relu,
        {
            "six": Words(
                "The 6 was measured once, on a convolutional network for photographs, and has been repeated ever "
                "since. A ratio depends on data, depth and tuning.",
                "6 倍是在一个识别照片的卷积网络上测得一次，此后被反复引用。这个比值取决于数据、深度与调参。",
            ),
            "two": Words("Not even that: see the spread over the seeds.", "连这也没有：请看各种子的分布。"),
            "one": Words(
                "In a shallow network, tuned fairly, tanh keeps up. It is the sigmoid that falls behind.",
                "在浅层网络中公平调参，tanh 并不落后，落后的是 sigmoid。",
            ),
        },
    ),
    "activations-9": Prediction(
        Words(
            "The lecture advises to start from small random values. A ReLU network with eight hidden layers is to "
            "learn digits. Which initial weights let it?",
            "讲义建议用小随机数初始化。一个有八个隐藏层的 ReLU 网络要学习手写数字。哪种初始权重行得通？",
        ),
        {
            "small": Words("small ones, σ = 0.01", "小的：σ = 0.01"),
            "he": Words("He’s, σ = √(2/N)", "He：σ = √(2/N)"),
            "large": Words("large ones, σ = 1", "大的：σ = 1"),
        },
        weights_for_a_deep_network,
        {
            "small": Words(
                "Each layer makes the signal smaller, and the gradient on its way back too: after eight layers nothing "
                "is left. Small is right only in the sense of not large.",
                "每层都使信号变小，返回的梯度也一样：八层之后什么也不剩。所谓“小”，只是说不要大。",
            ),
            "he": Words(
                "Each layer keeps the size of the signal: N inputs, half of them 0, so a variance of 2/N.",
                "每层都保持信号大小：N 个输入中有一半为 0，所以方差取 2/N。",
            ),
            "large": Words(
                "Each layer multiplies the signal, and the gradient too: the first step throws the weights away.",
                "每层都成倍放大信号和梯度：第一步就把权重抛到远处。",
            ),
        },
    ),
}


def judge_maxout(answer):
    """(slopes, intercepts) of straight lines whose maximum is |z|, judged by its values."""
    with expected("Expected two lists of equal length: slopes and intercepts.", "应给出两个等长的列表：斜率与截距。"):
        slopes, intercepts = (np.asarray(part, float) for part in answer)
        if slopes.ndim != 1 or slopes.shape != intercepts.shape or not np.isfinite([slopes, intercepts]).all():
            raise ValueError
    z = np.linspace(-5, 5, 101)
    wrong = ~np.isclose(maxout(slopes, intercepts).f(z), np.abs(z))
    if not wrong.any():
        return right("It is |z| everywhere.", "处处等于 |z|。")
    if not wrong[z > 0].any() or not wrong[z < 0].any():
        return almost("One side is right.", "有一侧是对的。")
    return keep_working("Which straight line is |z| for z < 0?", "z < 0 时，|z| 是哪条直线？")


def solve_maxout():
    assert judge_maxout(((1, -1), (0, 0))).voice == "right"
    return Words(
        "<code>((1, -1), (0, 0))</code>: the higher of z and −z. More lines do no harm if they stay below.",
        "<code>((1, -1), (0, 0))</code>：z 与 −z 中较高者。多加直线也无妨，只要它们都在下方。",
    )


def judge_softsign(answer):
    """The derivative of z / (1 + |z|), as a function of one number or of arrays."""
    if not callable(answer):
        return keep_working("Expected a function of z.", "应给出以 z 为参数的函数。")
    z = np.random.default_rng(5).normal(0, 3, 40)
    got, true = np.array([scalar(answer(v)) for v in z]), 1 / (1 + np.abs(z)) ** 2
    if np.allclose(got, true):
        return right("Forty random places agree.", "四十个随机位置全部相符。")
    if np.allclose(got[z > 0], true[z > 0]) or np.allclose(got[z < 0], true[z < 0]):
        return almost("One side is right. What does |z| do on the other?", "有一侧是对的。另一侧的 |z| 如何变化？")
    if np.allclose(got, z / (1 + np.abs(z))):
        return keep_working("This is the function itself.", "这是函数本身。")
    return keep_working("Take z > 0 first: the quotient rule.", "先看 z > 0：用商的求导法则。")


def solve_softsign():
    slope = number(1 / (1 + 9) ** 2)
    of_sigmoid = number(float(ACTIVATIONS["sigmoid"].df(np.array(9.0))), 4)
    return Words(
        "For z > 0: (1 · (1 + z) − z · 1)/(1 + z)² = 1/(1 + z)². The function is odd, so its slope is even: "
        f"1/(1 + |z|)². At z = 9 that is {slope}; the sigmoid has {of_sigmoid}. It saturates too, but slowly.",
        "z > 0 时：(1 · (1 + z) − z · 1)/(1 + z)² = 1/(1 + z)²。函数是奇的，斜率就是偶的：1/(1 + |z|)²。"
        f"在 z = 9 处为 {slope}，而 sigmoid 为 {of_sigmoid}：它也会饱和，只是慢得多。",
    )


def growth(init, M, N, draws=6):
    """How much larger the mean square is after a ReLU layer: N inputs that come from a ReLU, M outputs."""
    rng, relu = np.random.default_rng(6), ACTIVATIONS["relu"].f
    ratios = []
    for _ in range(draws):
        h = relu(rng.normal(size=(20, N)))
        W = np.asarray(init(rng, M, N), float)
        if W.shape != (M, N):
            return W.shape
        if len({row.tobytes() for row in W}) < M:
            return "alike"
        ratios.append(np.mean(relu(h @ W.T) ** 2) / np.mean(h**2))
    return float(np.mean(ratios))


def judge_init(answer):
    """A function (rng, M, N) -> W that keeps the mean square through ReLU layers of several sizes."""
    if not callable(answer):
        return keep_working("Expected a function of rng, M and N.", "应给出以 rng、M、N 为参数的函数。")
    sizes = (200, 200), (300, 150), (150, 300)
    found = [growth(answer, *size) for size in sizes]
    for (M, N), growing in zip(sizes, found):
        if isinstance(growing, tuple):
            return keep_working(f"Expected the shape {M, N}, got {growing}.", f"形状应为 {M, N}，收到 {growing}。")
        if growing == "alike":
            return keep_working(
                "Units that start alike stay alike: draw them at random.", "初始相同的单元永远相同：请随机抽取。"
            )
    if all(0.75 < growing < 1.33 for growing in found):
        return right("Three layers of different sizes keep the mean square.", "三个不同大小的层都保持均方值。")
    factors = ", ".join(number(growing) for growing in found)
    near = all(0.4 < growing < 0.6 for growing in found) or 0.75 < found[0] < 1.33
    verdict = almost if near else keep_working
    return verdict(
        f"Layers of 200 × 200, 300 × 150, 150 × 300 multiply the mean square by {factors}.",
        f"200 × 200、300 × 150、150 × 300 的层使均方值分别变为 {factors} 倍。",
    )


def solve_init():
    assert judge_init(lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N))).voice == "right"
    return Words(
        "<code>lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N))</code>. z is a sum of N terms w·h, so its "
        "variance is N · Var w · E h². The ReLU keeps half of the mean square: N · Var w / 2 = 1. "
        f"For N = 100, σ = {number(sqrt(2 / 100), 3)} (He et al. 2015, section 2.2).",
        "<code>lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N))</code>。z 是 N 项 w·h 之和，方差为 "
        "N · Var w · E h²。ReLU 使均方值剩下一半：N · Var w / 2 = 1。"
        f"N = 100 时，σ = {number(sqrt(2 / 100), 3)}（He 等 2015，第 2.2 节）。",
    )


EXERCISES = {
    "activations-easy": Exercise(judge_maxout, solve_maxout),
    "activations-derive": Exercise(judge_softsign, solve_softsign),
    "activations-build": Exercise(judge_init, solve_init),
}
