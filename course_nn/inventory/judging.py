"""Pairs about judging: losses, probabilities, and what an error on some samples says of others."""

from functools import partial

import numpy as np

from course_nn.common.words import Words
from course_nn.inventory.item import Item, Option, Pair, Picture, numeric
from course_nn.losses import softmax
from course_nn.metrics import rates
from course_nn.optimizers import soft_threshold


def _smaller_loss(first, second):
    """Which of two lists of probabilities for the right class has the smaller mean of −log p."""
    losses = [-np.mean(np.log(p)) for p in (first, second)]
    return "first" if losses[0] < losses[1] else "second"


def _compared(first, second):
    """The keys of the options are the one with the smaller loss, and the two wrong reasons for the other."""
    return {"first": "bold", "second": "cautious"}[_smaller_loss(first, second)]


_LINES = Picture("primer.logistic_regression", {"w1": 20.0, "w2": -7.5, "b": -8.75})
LOSSES = Pair(
    Words("outputs and losses", "输出与损失"),
    Words(
        "The cross-entropy asks how probable the right classes were held, and not how often the side was right.",
        "交叉熵看的是给正确类别多大的概率，而不是站对了几次。",
    ),
    {
        "A": Item(
            Words(
                "Two networks tell cats from dogs in four pictures. To the right class the first gives 0.9, 0.9, 0.9 "
                "and 0.4, the second 0.55 each time; the class with more than ½ is the answer. Which one has the "
                "smaller mean of −log p?",
                "两个网络在四张图片上区分猫和狗。对正确类别，第一个给出 0.9、0.9、0.9、0.4，第二个每次都给 0.55；"
                "概率大于 ½ 的类别就是回答。哪一个的 −log p 平均更小？",
            ),
            {
                "mistakes": Option(
                    Words("the second: it makes no mistake", "第二个：它没有出错"), "loss counts mistakes"
                ),
                "bold": Option(Words("the first, though it makes one", "第一个，尽管它错了一次"), None),
                "worst": Option(
                    Words("the second: its worst answer is better than 0.4", "第二个：它最差的回答也高于 0.4"),
                    "loss is the worst",
                ),
            },
            partial(_compared, [0.9, 0.9, 0.9, 0.4], [0.55] * 4),
            Words(
                "0.31 against 0.60: three sure answers save more than one slip costs.",
                "0.31 比 0.60：三次有把握的回答省下的，多于一次失误的代价。",
            ),
        ),
        "B": Item(
            Words(
                "For five days two forecasters say how likely rain is. To what then came true Ben had given 95% four "
                "times and 35% once, Anna 52% five times. Their score is the mean of −log p, and the smaller one "
                "wins. Who wins?",
                "五天里，两位预报员说下雨的可能性。对后来真的发生的情况，小明四次给了 95%、一次给了 35%，小红五次都给 "
                "52%。成绩是 −log p 的平均，小者胜。谁胜？",
            ),
            {
                "bold": Option(Words("Ben, though he was once on the wrong side", "小明，尽管他有一次站错了边"), None),
                "worst": Option(
                    Words("Anna, as her worst day was better than his", "小红，她最差的一天也比他好"),
                    "loss is the worst",
                ),
                "mistakes": Option(
                    Words("Anna, as she was never on the wrong side", "小红，她从没站错边"), "loss counts mistakes"
                ),
            },
            partial(_compared, [0.95] * 4 + [0.35], [0.52] * 5),
            Words("0.25 against 0.65.", "0.25 比 0.65。"),
        ),
    },
    {"loss counts mistakes": _LINES, "loss is the worst": _LINES},
)


def _largest(scores):
    return f"{softmax(np.array(scores, float)).max():.2f}"


SOFTMAX = Pair(
    Words("softmax", "softmax"),
    Words(
        "Softmax goes by the differences of the scores, so a common factor makes it surer or less sure.",
        "softmax 只看得分之差，所以共同的倍数会使它更有把握，或更没把握。",
    ),
    {
        "A": Item(
            Words(
                "A network scores three animals with 2, 1 and 0, and softmax makes 0.67, 0.24 and 0.09 of it. Now all "
                "weights of the last layer are doubled: 4, 2 and 0. What is the largest probability now?",
                "网络给三种动物打分 2、1、0，softmax 得到 0.67、0.24、0.09。现在最后一层的权重都加倍，得分为 4、2、0。"
                "最大的概率是多少？",
            ),
            {
                "0.67": Option(Words("0.67, as before", "0.67，不变"), "softmax is a share"),
                "0.87": Option(Words("0.87", "0.87"), None),
                "1": Option(Words("1: twice 0.67 is cut there", "1：0.67 加倍，到 1 为止"), "proportional"),
            },
            partial(_largest, (4, 2, 0)),
            Words("The others are left behind twice as far: e², not e.", "与其他得分的差距加倍：是 e²，而不是 e。"),
        ),
        "B": Item(
            Words(
                "Four fonts get the scores 6, 2, 2 and 2, of which softmax makes 0.95 for the first. Somebody halves "
                "all scores, to 3, 1, 1 and 1. How much does the first font get now?",
                "四种字体的得分是 6、2、2、2，softmax 给第一种 0.95。有人把得分都减半，成为 3、1、1、1。"
                "第一种现在得到多少？",
            ),
            {
                "0.47": Option(Words("0.47, half of it", "0.47，减半"), "proportional"),
                "0.71": Option(Words("0.71", "0.71"), None),
                "0.95": Option(
                    Words("0.95: the scores are in the same proportion", "0.95：得分的比例没变"), "softmax is a share"
                ),
            },
            partial(_largest, (3, 1, 1, 1)),
            Words("The lead is 2 and no longer 4: e² against three.", "领先 2，不再是 4：e² 对 3。"),
        ),
    },
    {
        "softmax is a share": Picture("losses.softmax", {"f1": 4.0, "f2": 2.0, "f3": 0.0}),
        "proportional": Picture("losses.softmax", {"f1": 2.0, "f2": 1.0, "f3": 0.0}),
    },
)


def _best(places, held_out):
    """Where the error on held-out samples is smallest."""
    return str(places[int(np.argmin(held_out))])


OVERFITTING = Pair(
    Words("overfitting, validation, early stopping", "过拟合、验证与早停"),
    Words(
        "What counts is the error on samples that nothing was chosen by; neither the fit nor the gap is it.",
        "要看的是没有参与训练的样本上的误差，而不是拟合得多好，也不是两种误差差多少。",
    ),
    {
        "A": Item(
            Words(
                "A network is saved after 10, 30 and 90 epochs. Its training loss is 0.70, 0.30 and 0.02, its "
                "validation loss 0.71, 0.45 and 0.66. Which of the three copies do you take for new samples?",
                "网络在 10、30、90 轮之后各存一份。训练损失为 0.70、0.30、0.02，验证损失为 0.71、0.45、0.66。"
                "要用于新样本，取哪一份？",
            ),
            {
                "10": Option(Words("that of 10: both losses agree there", "第 10 轮的：两种损失最接近"), "gap is all"),
                "90": Option(Words("that of 90: it has learned most", "第 90 轮的：它学得最多"), "training is test"),
                "30": Option(Words("that of 30", "第 30 轮的"), None),
            },
            partial(_best, [10, 30, 90], [0.71, 0.45, 0.66]),
            Words(
                "0.45 is the smallest loss on samples that it has not learned.", "0.45 是它没学过的样本上最小的损失。"
            ),
        ),
        "B": Item(
            Words(
                "Curves with 3, 8 and 25 coefficients are fitted to measurements. They miss the fitted points by 12%, "
                "5% and 1%, and points that were put aside by 13%, 9% and 30%. Which curve do you use to forecast?",
                "用 3、8、25 个系数的曲线拟合测量值。它们对拟合过的点误差为 12%、5%、1%，对事先留出的点误差为 13%、"
                "9%、30%。预报时用哪条曲线？",
            ),
            {
                "8": Option(Words("that with 8", "8 个系数的"), None),
                "25": Option(Words("that with 25: nothing fits better", "25 个系数的：拟合得最好"), "training is test"),
                "3": Option(
                    Words("that with 3: it is as good on new points as on old ones", "3 个系数的：新旧两种点上一样好"),
                    "gap is all",
                ),
            },
            partial(_best, [3, 8, 25], [13, 9, 30]),
            Words("9% is the smallest error on points that were put aside.", "9% 是留出的点上最小的误差。"),
        ),
    },
    {
        "training is test": Picture("deep_vs_shallow.overfit", {"epoch": 1000}),
        "gap is all": Picture("deep_vs_shallow.overfit", {"epoch": 0}),
    },
)


def _shrunk(large, small, price):
    """Both weights that make ½ (w − best)² + price · |w| smallest."""
    return " & ".join(f"{value:g}" for value in soft_threshold(np.array([large, small]), price))


def _both(first, second):
    return Words(f"{first} and {second}", f"{first} 和 {second}")


REGULARIZATION = Pair(
    Words("regularization", "正则化"),
    Words(
        "An L1 penalty moves each weight by the same amount towards 0, and leaves it there.",
        "L1 惩罚项使每个权重向 0 移动同样的距离，到了就停下。",
    ),
    {
        "A": Item(
            Words(
                "Two weights would be best at 3 and at 0.2; being off costs ½ (w − 3)² and ½ (w − 0.2)². Now 0.5 · "
                "|w| is added for each. Where are both best?",
                "两个权重的最优值是 3 和 0.2；偏离的代价为 ½ (w − 3)² 和 ½ (w − 0.2)²。现在各加上 0.5 · |w|。"
                "两者的最优值变为多少？",
            ),
            {
                "factor": Option(_both("2", "0.13"), "penalty is a factor"),
                "through": Option(_both("2.5", "−0.3"), "penalty passes zero"),
                "2.5 & 0": Option(_both("2.5", "0"), None),
                "spared": Option(_both("3", "0"), "penalty spares large"),
            },
            partial(_shrunk, 3.0, 0.2, 0.5),
            Words("Each goes 0.5 towards 0; the second arrives.", "各向 0 移动 0.5；第二个到 0 为止。"),
        ),
        "B": Item(
            Words(
                "Without a penalty a model has the weights 5 and 0.4, and misses cost ½ (w − 5)² and ½ (w − 0.4)². "
                "Each weight is now charged 1 · |w| besides. Which weights cost least together?",
                "没有惩罚项时，模型的两个权重为 5 和 0.4，偏离的代价为 ½ (w − 5)² 和 ½ (w − 0.4)²。现在每个权重另收 1 "
                "· |w|。怎样的权重总代价最小？",
            ),
            {
                "spared": Option(_both("5", "0"), "penalty spares large"),
                "factor": Option(_both("2.5", "0.2"), "penalty is a factor"),
                "4 & 0": Option(_both("4", "0"), None),
                "through": Option(_both("4", "−0.6"), "penalty passes zero"),
            },
            partial(_shrunk, 5.0, 0.4, 1.0),
            Words("Each goes 1 towards 0; the second arrives.", "各向 0 移动 1；第二个到 0 为止。"),
        ),
    },
    {
        belief: Picture("regularization.penalties", {"kind": "l1", "lam": 0.5, "rho": 0.0})
        for belief in ("penalty is a factor", "penalty passes zero", "penalty spares large")
    },
)


def _too_good(groups, each):
    """Whether a random split of rows makes the error of the nearest neighbour too small, for groups never seen before.

    groups : people, or days; each : rows of one group, nearly alike, with one label that nothing could foretell
    """
    rng = np.random.default_rng(0)
    labels = np.repeat(rng.integers(2, size=groups), each)
    X = np.repeat(rng.normal(size=(groups, 5)), each, axis=0) + 0.1 * rng.normal(size=(groups * each, 5))
    by_row = rng.random(len(X)) < 0.2
    by_group = np.repeat(rng.random(groups) < 0.2, each)
    shuffled, honest = (_nearest_error(X, labels, test) for test in (by_row, by_group))
    return "too good" if shuffled < honest - 0.1 else "too bad" if shuffled > honest + 0.1 else "fair"


def _nearest_error(X, y, test):
    distances = ((X[test][:, None] - X[~test]) ** 2).sum(axis=-1)
    return np.mean(y[~test][distances.argmin(axis=1)] != y[test])


LEAKAGE = Pair(
    Words("leakage", "泄漏"),
    Words(
        "A test is as good as its split: what is new in practice has to be new in the test.",
        "测试好不好，取决于怎样划分：用的时候是新的东西，测试时也必须是新的。",
    ),
    {
        "A": Item(
            Words(
                "300 patients, four X-ray pictures of each. All 1,200 pictures are shuffled, and every fifth goes to "
                "the test. The network will read pictures of new patients. What is its test error?",
                "300 名病人，每人四张 X 光片。1200 张片子打乱，每五张取一张作测试。网络以后要看新病人的片子。"
                "它的测试误差怎样？",
            ),
            {
                "copies": Option(
                    Words("fair: no picture is on both sides", "公平：没有哪张片子两边都有"), "no copy no leak"
                ),
                "too good": Option(Words("too small", "偏小"), None),
                "random": Option(Words("fair: it was drawn at random", "公平：是随机抽取的"), "random is fair"),
                "too bad": Option(
                    Words("too large: a fifth was lost for training", "偏大：有五分之一没能用来训练"),
                    "less data misleads",
                ),
            },
            partial(_too_good, 300, 4),
            Words("It has seen other pictures of the same patients.", "它见过同一批病人的其他片子。"),
        ),
        "B": Item(
            Words(
                "A microphone records 200 machines, ten seconds each, one clip a second. The clips are shuffled and "
                "split into training and test. The network is to hear faults in machines that are yet to be built. "
                "How large is its test error?",
                "麦克风录下 200 台机器，每台十秒，每秒一段。各段打乱，分成训练与测试。"
                "网络以后要听出尚未造出的机器的故障。它的测试误差怎样？",
            ),
            {
                "random": Option(
                    Words("as it should be: chance takes no side", "恰当：随机不偏向任何一边"), "random is fair"
                ),
                "too bad": Option(
                    Words("too large: with all clips it would learn more", "偏大：用上全部录音会学得更好"),
                    "less data misleads",
                ),
                "copies": Option(
                    Words("as it should be: each clip is in one part only", "恰当：每段只在一边"),
                    "no copy no leak",
                ),
                "too good": Option(Words("too small", "偏小"), None),
            },
            partial(_too_good, 200, 10),
            Words(
                "It knows every machine of the test from its other seconds.", "测试中的每台机器，它都从另外几秒里听过。"
            ),
        ),
    },
    dict.fromkeys(
        ("no copy no leak", "random is fair", "less data misleads"),
        Picture("regularization.leakage", {"p": 5000, "wall": 2}),
    ),
)


def _precision(ill, found, healthy, alarms):
    """Of those who are called ill, how many are, in percent."""
    return f"{100 * rates(np.array([[healthy - alarms, alarms], [ill - found, found]])).precision:.0f}%"


METRICS = Pair(
    Words("metrics and rare classes", "指标与少见的类"),
    Words(
        "If a class is rare, even few false alarms in a hundred are many beside the cases that are found.",
        "少见的类，误报率即使很低，误报也会比真正找到的多。",
    ),
    {
        "A": Item(
            Words(
                "Of 2,000 people 20 are ill. A network calls 16 of these ill, and 99 of the healthy as well, which is "
                "5% of them. It calls somebody ill. How likely is it that it is right?",
                "2000 人中有 20 人生病。网络从中报出 16 人，又从健康人中报出 99 人，占他们的 5%。它报出一个人。"
                "它报对的可能性有多大？",
            ),
            numeric(
                "14%",
                {"80%": "recall is precision", "95%": "few false alarms", "1%": "base rate only"},
                "1% 95% 80% 14%",
            ),
            partial(_precision, 20, 16, 1980, 99),
            Words("16 of 16 + 99.", "16 + 99 个中有 16 个。"),
        ),
        "B": Item(
            Words(
                "A scanner looks for broken parcels. 50 of 5,000 are broken, and it stops 45 of them. Of the whole "
                "ones it stops 198, four in a hundred. What share of the parcels that it stops is broken?",
                "扫描仪查找破损的包裹。5000 个中有 50 个破损，它拦下其中 45 个。完好的它也拦下 198 个，即百分之四。"
                "拦下的包裹中，破损的占多少？",
            ),
            numeric(
                "19%",
                {"90%": "recall is precision", "96%": "few false alarms", "1%": "base rate only"},
                "90% 1% 19% 96%",
            ),
            partial(_precision, 50, 45, 4950, 198),
            Words("45 of 45 + 198.", "45 + 198 个中有 45 个。"),
        ),
    },
    {
        "recall is precision": Picture("practice.metrics", {"threshold": 0.05}),
        "few false alarms": Picture("practice.metrics", {"weight": 49.0}),
        "base rate only": Picture("practice.metrics", {"share": 0.05}),
    },
)
