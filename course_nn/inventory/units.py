"""Pairs about units and layers: what they compute, and what they can."""

from functools import partial

import numpy as np

from course_nn.activations import sigmoid_slope
from course_nn.common.words import Words
from course_nn.inventory.item import Item, Option, Pair, Picture, numeric, same
from course_nn.losses import LOSSES
from course_nn.network import Network, parameter_count
from course_nn.optimizers import GradientDescent
from course_nn.training import Objective, advance, learn


def _border(w, b):
    """Where w x + b is 0."""
    return f"{-b / w:g}"


_LINE = {"weight is steepness", "bias is border", "more asks more"}
LINE = Pair(
    Words("neuron and line", "神经元与分界"),
    Words(
        "The border lies where the weighted sum is 0, so weights and bias place it together.",
        "加权和为 0 之处就是分界，所以它由权重和偏置共同决定。",
    ),
    {
        "A": Item(
            Words(
                "A fan is switched on by one unit, where 3t − 12 > 0: above t = 4. The weight is doubled, and the "
                "bias is left as it is. Above which t is the fan on now?",
                "一个单元控制风扇：3t − 12 > 0 时打开，也就是 t 大于 4 时。现在权重加倍，偏置不变。t "
                "大于多少时风扇打开？",
            ),
            numeric("2", {"4": "weight is steepness", "8": "more asks more", "12": "bias is border"}, "2 4 12 8"),
            partial(_border, 6, -12),
            Words("6t − 12 is 0 at t = 2.", "6t − 12 在 t = 2 处为 0。"),
        ),
        "B": Item(
            Words(
                "A unit rings a bell where 4p − 20 > 0: above a pressure of 5. The weight is halved, and the bias "
                "stays. Above which pressure does it ring now?",
                "一个单元在 4p − 20 > 0 时响铃，也就是压力大于 5 时。现在权重减半，偏置不变。压力大于多少时响铃？",
            ),
            numeric("10", {"5": "weight is steepness", "2.5": "more asks more", "20": "bias is border"}, "2.5 20 5 10"),
            partial(_border, 2, -20),
            Words("2p − 20 is 0 at p = 10.", "2p − 20 在 p = 10 处为 0。"),
        ),
    },
    dict.fromkeys(sorted(_LINE), Picture("start.one_weight", {"w": 4.0, "b": 2.0})),
)


def _parameters(sizes):
    return str(parameter_count(sizes))


PARAMETERS = Pair(
    Words("layers and parameters", "层与参数"),
    Words(
        "A fully connected layer learns a weight for each connection and a bias for each unit.",
        "全连接层为每条连接学一个权重，为每个单元学一个偏置。",
    ),
    {
        "A": Item(
            Words(
                "Four measurements of a flower go into three hidden units, and these into two outputs. Everything is "
                "fully connected, and every unit has a bias. How many numbers does training choose?",
                "一朵花的四项测量值进入三个隐藏单元，再进入两个输出。各层全连接，每个单元都有偏置。"
                "训练要选定多少个数？",
            ),
            numeric("23", {"9": "counts units", "18": "forgets biases", "24": "every path"}, "9 18 23 24"),
            partial(_parameters, (4, 3, 2)),
            Words(
                "4 · 3 + 3 in the first layer, 3 · 2 + 2 in the second.", "第一层 4 · 3 + 3 个，第二层 3 · 2 + 2 个。"
            ),
        ),
        "B": Item(
            Words(
                "A shop forecasts three sales figures from five facts about the day, by way of two hidden units. All "
                "neighbouring layers are joined completely, biases are in use throughout. What is the count of what "
                "is learned?",
                "一家商店由当天的五项情况预测三种销量，中间有两个隐藏单元。相邻两层的单元两两相连，处处都用偏置。"
                "要学的数共有几个？",
            ),
            numeric("21", {"10": "counts units", "16": "forgets biases", "30": "every path"}, "10 16 21 30"),
            partial(_parameters, (5, 2, 3)),
            Words(
                "5 · 2 + 2 in the first layer, 2 · 3 + 3 in the second.", "第一层 5 · 2 + 2 个，第二层 2 · 3 + 3 个。"
            ),
        ),
    },
    {
        "counts units": Picture("neurons.layer", {"N": 4, "M": 4, "j": 2}),
        "forgets biases": Picture("neurons.layer", {"N": 2, "M": 2, "j": 2}),
        "every path": Picture("neurons.feedforward", {"sizes": "4, 3, 2"}),
    },
)


def _steeper(first, second):
    """Which of two places of a curve is the steeper one, given both slopes."""
    return "first" if first > second else "second" if second > first else "same"


def _tanh_slope(height):
    return 1 - height**2


def _sigmoid_slope(height):
    return float(sigmoid_slope(np.log(height / (1 - height))))


SLOPE = Pair(
    Words("activation and slope", "激活函数与斜率"),
    Words(
        "What arrives at a unit's weights is the message times the slope of its curve, and a saturated curve is flat.",
        "到达单元权重的是误差信号乘以曲线的斜率，而饱和处的曲线是平的。",
    ),
    {
        "A": Item(
            Words(
                "Two hidden units of tanh have the same inputs. For one sample the left one answers 0.1, the right "
                "one 0.95. The same error message comes down to both. Whose weights move more?",
                "两个 tanh 隐藏单元的输入相同。对某个样本，左边的输出 0.1，右边的输出 0.95。"
                "上面传给两者的误差信号相同。哪一个的权重变动更大？",
            ),
            {
                "first": Option(Words("those of the left one, many times as much", "左边的，大许多倍"), None),
                "same": Option(
                    Words("both alike: the message is the same", "一样大：误差信号相同"), "passes unchanged"
                ),
                "second": Option(
                    Words("those of the right one, as it answers more strongly", "右边的，它的输出更强"),
                    "height is slope",
                ),
            },
            lambda: _steeper(_tanh_slope(0.1), _tanh_slope(0.95)),
            Words("tanh is steep near 0 and flat near 1.", "tanh 在 0 附近陡，在 1 附近平。"),
        ),
        "B": Item(
            Words(
                "Two sigmoid units in one hidden layer look at the same picture. The upper one answers 0.99, the "
                "lower one 0.6. From the layer above both get the same message of error. Whose weights change more?",
                "同一隐藏层的两个 sigmoid 单元看着同一幅图。上面的输出 0.99，下面的输出 0.6。"
                "从后一层收到的误差也一样。谁的权重改变更多？",
            ),
            {
                "same": Option(
                    Words("both alike: they got the same message", "一样多：收到的信号相同"), "passes unchanged"
                ),
                "first": Option(
                    Words("those of the upper one: it is more active", "上面的：它更活跃"), "height is slope"
                ),
                "second": Option(Words("those of the lower one, many times as much", "下面的，多许多倍"), None),
            },
            lambda: _steeper(_sigmoid_slope(0.99), _sigmoid_slope(0.6)),
            Words("A sigmoid is steepest at ½ and flat near 1.", "sigmoid 在 ½ 处最陡，在 1 附近平。"),
        ),
    },
    {
        "passes unchanged": Picture("activations.vanishing_gradient", {"depth": 2}),
        "height is slope": Picture("activations.gallery", {"activation": "tanh", "z": 1.8}),
    },
)


def _hidden_units(inside):
    """How many thresholds on a line are enough: one for each place at which the class changes.

    inside : [(from, to)], where the class is 1; None for no end
    """
    return str(sum(end is not None for piece in inside for end in piece))


HIDDEN = Pair(
    Words("XOR and hidden layer", "异或与隐藏层"),
    Words(
        "A unit with a threshold draws one border, so a hidden layer takes one unit for each border.",
        "一个阈值单元只画一条分界，所以有几条分界，隐藏层就要几个单元。",
    ),
    {
        "A": Item(
            Words(
                "A lamp is to shine where a temperature lies between 18 and 22, and nowhere else. All units have hard "
                "thresholds. How many hidden units in one layer does a network with this one input need at least?",
                "温度在 18 与 22 之间时灯亮，其他时候不亮。所有单元都是硬阈值。只有这一个输入，只用一个隐藏层，"
                "至少要几个隐藏单元？",
            ),
            numeric("2", {"0": "one unit does", "1": "unit per piece", "3": "unit per region"}, "3 1 0 2"),
            partial(_hidden_units, [(18, 22)]),
            Words("The class changes twice, at 18 and at 22.", "类别改变两次：在 18 和 22 处。"),
        ),
        "B": Item(
            Words(
                "A fish is to be called rare if it is shorter than 10 cm or between 20 and 40 cm long. The length is "
                "the only input. Only units with a hard threshold may be used, and one hidden layer. With how many "
                "units in it can that be done at best?",
                "一条鱼短于 10 厘米，或者长 20 到 40 厘米，就称为稀有。输入只有长度。单元只能用硬阈值的，"
                "隐藏层只有一层。这一层最少有几个单元才做得到？",
            ),
            numeric("3", {"0": "one unit does", "2": "unit per piece", "4": "unit per region"}, "4 2 0 3"),
            partial(_hidden_units, [(None, 10), (20, 40)]),
            Words("The class changes three times: at 10, at 20 and at 40.", "类别改变三次：在 10、20 和 40 处。"),
        ),
    },
    {
        "one unit does": Picture("xor.one_unit", {"w1": 1.0, "w2": -1.0, "b": -0.5}),
        "unit per piece": Picture("xor.train_xor", {"width": 1}),
        "unit per region": Picture("xor.train_xor", {"width": 2}),
    },
)


def _as_one(*layers):
    """a x + b of several layers (a, b), one after the other."""
    slope, shift = 1.0, 0.0
    for a, b in layers:
        slope, shift = a * slope, a * shift + b
    return f"{slope:g}x {'−' if shift < 0 else '+'} {abs(shift):g}"


_COLLAPSE = Picture("deep_vs_shallow.linear_collapse", {"relu": 0})
_NONE = Words("none can: two layers do more than one", "没有：两层比一层能做的更多")
COLLAPSE = Pair(
    Words("linear collapse", "线性坍缩"),
    Words(
        "Layers without an activation are one layer: weights multiply, and later weights act on earlier biases.",
        "没有激活函数的几层就是一层：权重相乘，后面的权重也作用在前面的偏置上。",
    ),
    {
        "A": Item(
            Words(
                "One unit computes u = 3x + 1, the next one y = 2u − 5, both without an activation. Which single unit "
                "computes the same y from x?",
                "一个单元计算 u = 3x + 1，下一个计算 y = 2u − 5，都没有激活函数。哪一个单元由 x 算出同样的 y？",
            ),
            {
                "5x − 4": Option(same("5x − 4"), "adds for multiplies"),
                "6x − 3": Option(same("6x − 3"), None),
                "6x − 4": Option(same("6x − 4"), "passes unchanged"),
                "none": Option(_NONE, "layers always add"),
            },
            partial(_as_one, (3, 1), (2, -5)),
            Words("2 · (3x + 1) − 5.", "2 · (3x + 1) − 5。"),
        ),
        "B": Item(
            Words(
                "A program turns x into u = 4x − 2, and then u into y = 5u + 3. These are two layers of one unit "
                "each, without an activation. What can take the place of both?",
                "程序先由 x 算出 u = 4x − 2，再由 u 算出 y = 5u + 3。这是没有激活函数的两层，各有一个单元。"
                "哪一层能代替这两层？",
            ),
            {
                "none": Option(_NONE, "layers always add"),
                "20x − 7": Option(same("20x − 7"), None),
                "20x + 1": Option(same("20x + 1"), "passes unchanged"),
                "9x + 1": Option(same("9x + 1"), "adds for multiplies"),
            },
            partial(_as_one, (4, -2), (5, 3)),
            Words("5 · (4x − 2) + 3.", "5 · (4x − 2) + 3。"),
        ),
    },
    dict.fromkeys(("adds for multiplies", "passes unchanged", "layers always add"), _COLLAPSE),
)


def _pieces(each, layers):
    """Straight pieces after so many layers, counted: each layer sends every piece to and fro so many times."""
    corners = np.linspace(0, 1, each + 1)
    heights = np.arange(each + 1) % 2.0
    inner = np.linspace(0, 1, each**layers + 1)
    y = inner
    for _ in range(layers):
        y = np.interp(y, corners, heights)
    turns = np.diff(np.sign(np.diff(y))) != 0
    return str(int(turns.sum()) + 1)


DEPTH = Pair(
    Words("depth", "深度"),
    Words(
        "Every layer folds what is already folded, so pieces multiply from layer to layer.",
        "每一层都把已经折过的再折一次，所以段数逐层相乘。",
    ),
    {
        "A": Item(
            Words(
                "Three ReLUs can bend a line so that it goes up, down and up again: one piece becomes three. Four "
                "such layers follow one another, and each does this to every piece of the one before. How many pieces "
                "are there in the end?",
                "三个 ReLU 能使直线先升、再降、再升：一段变成三段。四个这样的层前后相接，"
                "每一层都对前一层的每一段这样做。最后有多少段？",
            ),
            numeric("81", {"12": "adds for multiplies", "64": "width in the exponent"}, "12 64 81"),
            partial(_pieces, 3, 4),
            Words("3 · 3 · 3 · 3.", "3 · 3 · 3 · 3。"),
        ),
        "B": Item(
            Words(
                "A sheet of paper is folded like a fan, so that one strip becomes five strips on top of each other. "
                "This is what five ReLUs do to a line. Three layers do it one after the other, each to all that "
                "comes. How many straight pieces has the curve at the output?",
                "一张纸像扇子那样折叠，一条变成叠在一起的五条。五个 ReLU 对直线做的就是这件事。三层依次这样做，"
                "每层都作用于传来的全部。输出曲线有多少段直线？",
            ),
            numeric("125", {"15": "adds for multiplies", "243": "width in the exponent"}, "15 243 125"),
            partial(_pieces, 5, 3),
            Words("5 · 5 · 5.", "5 · 5 · 5。"),
        ),
    },
    {
        "adds for multiplies": Picture("deep_vs_shallow.sawtooth", {"L": 4}),
        "width in the exponent": Picture("deep_vs_shallow.sawtooth", {"L": 10}),
    },
)


def _separating(points, y, features):
    """The feature by which one threshold parts the two classes.

    points : inputs;  y : their classes, 0 or 1;  features : {key: function of the inputs}
    """
    changes = {key: np.diff(y[np.argsort(feature(points))]) for key, feature in features.items()}
    return ", ".join(key for key, change in changes.items() if np.abs(change).sum() == 1)


def _outside():
    x = np.linspace(-4, 4, 24)
    return _separating(x, (abs(x) > 2).astype(int), {"6x": lambda x: 6 * x, "x²": np.square, "x³": lambda x: x**3})


def _near():
    p, q = (axis.ravel() for axis in np.meshgrid(np.linspace(0, 4, 7), np.linspace(0, 4, 6)))
    features = {
        "p − q": lambda points: points[0] - points[1],
        "(p − q)²": lambda points: (points[0] - points[1]) ** 2,
        "p² + q²": lambda points: points[0] ** 2 + points[1] ** 2,
    }
    return _separating((p, q), (abs(p - q) < 1).astype(int), features)


FEATURES = Pair(
    Words("features", "特征"),
    Words(
        "A linear classifier needs a feature in which one threshold parts the classes; not every curve is one.",
        "线性分类器需要这样的特征：一个阈值就能分开两类。并非随便一条曲线都行。",
    ),
    {
        "A": Item(
            Words(
                "A reading x from −4 to 4 is an alarm if it is above 2 or below −2. One unit with a threshold gets "
                "one feature in place of x. With which one can it be right everywhere?",
                "读数 x 在 −4 到 4 之间，大于 2 或小于 −2 就是警报。一个阈值单元不用 x，而用一个特征。"
                "用哪一个能处处判对？",
            ),
            {
                "6x": Option(same("6x"), "new by rescaling"),
                "x²": Option(same("x²"), None),
                "x³": Option(same("x³"), "any curve"),
            },
            _outside,
            Words("x² > 4 says it; x³ keeps the order of x.", "x² > 4 就是警报；x³ 不改变 x 的次序。"),
        ),
        "B": Item(
            Words(
                "Two sensors measure p and q, both from 0 to 4. They agree if their readings differ by less than 1. A "
                "unit with a threshold is to say whether they agree, and gets one feature only. Which one suffices?",
                "两个传感器测得 p 和 q，都在 0 到 4 之间。相差不到 1 就算一致。一个阈值单元要判断是否一致，"
                "只给它一个特征。哪一个够用？",
            ),
            {
                "p² + q²": Option(same("p² + q²"), "any curve"),
                "(p − q)²": Option(same("(p − q)²"), None),
                "p − q": Option(same("p − q"), "new by rescaling"),
            },
            _near,
            Words(
                "(p − q)² < 1 says it; p − q has both kinds of disagreement on two sides.",
                "(p − q)² < 1 就是一致；而 p − q 的两种不一致分在两边。",
            ),
        ),
    },
    {
        "new by rescaling": Picture(
            "feature_learning.by_hand", {"raw": True, "x1_squared": False, "x2_squared": False}
        ),
        "any curve": Picture("feature_learning.by_hand", {"data": "xor"}),
    },
)


def _kinds(groups):
    """How many different units are left after training, if so many at a time start alike.

    groups : (sizes), such as (2, 4): two units start alike, and four others
    """
    network = Network((2, sum(groups), 1), seed=0)
    starts = np.random.default_rng(1).normal(size=(len(groups), 2))
    network.weights[0] = np.repeat(starts, groups, axis=0)
    network.weights[1] = np.full((1, sum(groups)), 0.3)
    X = np.random.default_rng(2).normal(size=(30, 2))
    Y = np.sin(2 * X[:, :1]) * X[:, 1:]
    advance(learn(network, [(X, Y)] * 50, Objective(LOSSES["squared_error"]), GradientDescent(0.3)))
    moved = np.abs(network.weights[0] - np.repeat(starts, groups, axis=0)).min() > 1e-4
    return str(len(np.unique(network.weights[0].round(9), axis=0)) if moved else 0)


_ALIKE = Picture(
    "playground.playground", {"data": "gauss", "activation": "sigmoid", "hidden": "4", "init": "zeros", "epoch": 100}
)
INITIALIZATION = Pair(
    Words("initialization", "初始化"),
    Words(
        "Units that start alike get the same gradient and stay alike, though they learn.",
        "起点相同的单元得到相同的梯度：它们会学习，但始终相同。",
    ),
    {
        "A": Item(
            Words(
                "A hidden layer has six tanh units. By a slip two of them start with one set of weights, and the four "
                "others with another; all weights to the output start at 0.3. After long gradient descent, how many "
                "different hidden units are there?",
                "隐藏层有六个 tanh 单元。由于疏忽，其中两个从同一组权重出发，另外四个从另一组权重出发；"
                "通往输出的权重都从 0.3 开始。长时间梯度下降之后，有几个不同的隐藏单元？",
            ),
            {
                "2": Option(Words("2", "2 个"), None),
                "6": Option(
                    Words("6: each finds a feature of its own", "6 个：各自找到自己的特征"), "symmetry breaks itself"
                ),
                "0": Option(
                    Words("none: they stay as they start, nothing is learned", "没有：停在起点，什么也没学"),
                    "alike learn nothing",
                ),
                "1": Option(Words("1: all find the best feature", "1 个：都找到最好的那个特征"), "all become one"),
            },
            partial(_kinds, (2, 4)),
            Words("Each group moves, and stays together.", "每一组都在变，但组内始终相同。"),
        ),
        "B": Item(
            Words(
                "Somebody makes nine hidden units out of three: each is copied twice, with all its weights, in and "
                "out. Then the network of tanh units is trained with gradient descent. How many different units are "
                "there in the end?",
                "有人把三个隐藏单元变成九个：每个连同进出的全部权重复制两次。然后用梯度下降训练这个 tanh 网络。"
                "相同的只算一个，最后有几个不同的单元？",
            ),
            {
                "3": Option(Words("3", "3 个"), None),
                "9": Option(
                    Words("9: training moves the copies apart", "9 个：训练会使复制品分开"), "symmetry breaks itself"
                ),
                "1": Option(Words("1: in the end all are the same", "1 个：最后都相同"), "all become one"),
                "0": Option(Words("none: copies get no gradient", "没有：复制品得不到梯度"), "alike learn nothing"),
            },
            partial(_kinds, (3, 3, 3)),
            Words(
                "Copies get the same gradient, so each of the three stays threefold.",
                "复制品得到相同的梯度，所以三个单元始终各有三份。",
            ),
        ),
    },
    {
        "symmetry breaks itself": _ALIKE,
        "alike learn nothing": _ALIKE,
        "all become one": Picture("playground.playground", {"epoch": 100}),
    },
)
