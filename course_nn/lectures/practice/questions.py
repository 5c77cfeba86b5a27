"""Lecture 10: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from typing import Any

import numpy as np

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.datasets import shuffled_digits
from course_nn.lectures.practice.demos.batch_norm.batch_company import (
    logits_in_companies,
    trained_network,
    unseen_digits,
)
from course_nn.lectures.practice.demos.clinic.examination import examine, read
from course_nn.lectures.practice.demos.clinic.instruments import Reading
from course_nn.lectures.practice.demos.clinic.patients import recipe_of
from course_nn.lectures.practice.demos.clinic.pipeline import Loop, Pipeline
from course_nn.lectures.practice.demos.clipping.cliff import cliff, walk
from course_nn.lectures.practice.demos.first_checks.checked_runs import Setting, ladder, training_run
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
    Prediction,
    Verdict,
    almost,
    asked,
    expected,
    keep_working,
    numbers,
    open_question,
    right,
    scalar,
)

NINE = 9  # runs of a search


def gain_on_the_nearest_neighbour() -> str:
    """The test error of a network beside that of the nearest neighbour, mean of three seeds."""
    pairs = [
        (finished(training_run(Setting(rate=0.3, seed=seed)))[1], finished(ladder("digits", seed))["neighbour"])
        for seed in range(3)
    ]
    network, neighbour = np.mean(pairs, axis=0)
    return "half" if network < 0.6 * neighbour else "less" if network < 0.95 * neighbour else "nothing"


def which_step_of_scaling_saves_more() -> str:
    """By how much each of two steps lowers the condition number of bill length and flipper."""
    settings = ("nothing", 0.0), ("nothing", 1.0), ("sigma", 0.0)
    raw, subtracted, divided = (valley_of("bill, flipper", "mm", *setting).kappa for setting in settings)
    if min(subtracted, divided) > raw / 2:
        return "neither"
    ratio = divided / subtracted
    return "subtracting" if ratio > 2 else "dividing" if ratio < 0.5 else "same"


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
    """What becomes of a walk on the cliff in which every gradient is clipped."""
    (one, steps), (other, _) = (
        walk((1.12, -0.5), "gradient_descent", "norm", c, eta) for c, eta in ((0.004, 0.5), (0.002, 1.0))
    )
    assert (steps.clipped_norms < steps.norms).all()
    if np.array_equal(one, other):
        return "same"
    return "wild" if len(other) < len(one) or cliff(other[-1]) > cliff(one[-1]) else "stable"


def order_under_a_weight() -> str:
    """What becomes of the AUC if each eight counts 49 times, on average over ten seeds."""
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


PREDICTIONS = {
    "practice-1": Prediction(
        Words(
            "A network 64-64-10 learns 1,000 digits by plain descent. How does its test error compare with that of the "
            "nearest neighbour, which only looks for the most similar of the same 1,000 digits?",
            "网络 64-64-10 用普通梯度下降学习 1,000 个手写数字。最近邻只在同样的 1,000 个数字里找最相似的一个。"
            "网络的测试错误率与它相比如何？",
        ),
        {
            "nothing": Words("not smaller", "并不更小"),
            "less": Words("somewhat smaller", "小一些"),
            "half": Words("at most half as large: it learns, after all", "至多是一半：毕竟网络会学习"),
        },
        gain_on_the_nearest_neighbour,
        {
            "half": Words(
                "You take learning for the better part. But digits of one class lie so close together at 8 × 8 pixels "
                "that little is left to gain.",
                "以为会学习就占上风。但 8 × 8 像素时，同类的数字彼此很接近，没有多少可以再改进。",
            ),
            "less": Words(
                "You take a network for the safe choice. Here the most similar digit has the right class more often.",
                "以为用网络总不会吃亏。在这里，最相似的那个数字更常是对的。",
            ),
            "nothing": Words(
                "The most similar digit nearly always has the right class. Look at a baseline before you praise a "
                "network.",
                "最相似的那个数字几乎总是同一类。夸一个网络之前，先看基线。",
            ),
        },
    ),
    "practice-2": Prediction(
        Words(
            "A linear model predicts the mass of penguins from bill length and flipper length, both in mm, by gradient "
            "descent. One thing may be done to the inputs: subtract their means, or divide each by its standard "
            "deviation. Which saves more steps?",
            "线性模型用梯度下降，根据喙长和鳍肢长（单位都是毫米）预测企鹅的体重。"
            "对输入只能做一件事：减去各自的均值，或除以各自的标准差。哪一件省下的步数更多？",
        ),
        {
            "neither": Words(
                "neither: a linear model can absorb shift and factor", "都没用：平移和倍数，线性模型本来就能吸收"
            ),
            "same": Words("both save the same", "省下的一样多"),
            "subtracting": Words("subtracting: then both lie around 0", "减去均值：这样两者都在 0 周围"),
            "dividing": Words("dividing: then both have the same spread", "除以标准差：这样两者的离散程度相同"),
        },
        which_step_of_scaling_saves_more,
        {
            "dividing": Words(
                "Divided, both still lie far on one side of 0. A little more weight then does nearly the same as a "
                "little more bias, and that makes the valley long.",
                "除过之后，两者仍在 0 的同一侧，而且离得很远。权重大一点，与偏置大一点，作用几乎相同，山谷就狭长。",
            ),
            "subtracting": Words(
                "What makes the valley long is that weights and bias do nearly the same, as long as all inputs lie far "
                "on one side of 0.",
                "山谷狭长，是因为所有输入都远在 0 的同一侧，权重与偏置的作用几乎相同。",
            ),
            "same": Words(
                "They cure different faults, and one of the faults is far larger here.",
                "它们治的是不同的毛病，而其中一个在这里严重得多。",
            ),
            "neither": Words(
                "The best answer stays the same, but not the way to it: descent sees another valley.",
                "最好的答案不变，但通往它的路变了：梯度下降面对的是另一个山谷。",
            ),
        },
    ),
    "practice-3": Prediction(
        Words(
            "Thirty ReLU layers from He’s start learn digits for a few epochs, each way with the best of a few "
            "learning rates. With which are the fewest test digits read wrong?",
            "三十个 ReLU 层，从 He 初始化开始，用几轮时间学习手写数字，每种办法都取几个学习率中最好的一个。"
            "用哪一种，读错的测试数字最少？",
        ),
        {
            "both": Words("a norm and a shortcut in each layer", "每层都有归一化和残差连接"),
            "norm": Words(
                "a norm in each layer: nothing else is needed once signals are healthy",
                "每层都有归一化：信号正常了，别的都不需要",
            ),
            "shortcut": Words(
                "a shortcut around each layer: a norm would only disturb what goes around",
                "每层都有残差连接：再加归一化，只会干扰绕过去的信号",
            ),
            "recipe": Words(
                "plain layers, but AdamW with warm-up and a cosine: it finds the way",
                "普通的层，但用 AdamW 加预热和余弦调度：它能找到路",
            ),
        },
        which_thirty_layers_learn,
        {
            "both": Words(
                "In so few epochs neither is enough alone. The norm keeps what a layer adds small beside what goes "
                "around it.",
                "只训练几轮时，单用哪一个都不够。归一化使每层添上的部分，与绕过去的信号相比始终不大。",
            ),
            "norm": Words(
                "You look at the size of signals alone. In the end all digits lie equally far apart, those of one "
                "class too, and on the way down the gradient grows in every layer.",
                "只看了信号的大小。到最后，所有数字都离得一样远，同一类的也不例外；而且梯度往下传时，每过一层都变大。",
            ),
            "shortcut": Words(
                "You take the free way around for the whole cure. Without a norm the signal grows in every layer, and "
                "plain descent diverges.",
                "以为有路可绕就够了。没有归一化，信号每过一层都变大，普通梯度下降就会发散。",
            ),
            "recipe": Words(
                "You expect the optimizer to mend the network. It gets further, but digits that look alike stay hard "
                "to learn.",
                "指望优化器来补救网络。它能走得远一些，但看起来一样的数字仍然难学。",
            ),
        },
    ),
    "practice-sceptic": Prediction(
        Words(
            "Back to thirty plain ReLU layers from He’s start, before training: all digits come to look alike. Which "
            "of these changes, made alone, overturns that?",
            "回到三十个普通的 ReLU 层，He 初始化，尚未训练：所有数字看起来都一样。"
            "下面的改变，哪一项单独就能推翻这个结果？",
        ),
        {
            "xavier": Words("Xavier’s start", "Xavier 初始化"),
            "batch": Words("batch norm in each layer", "每层都用批量归一化"),
            "orthogonal": Words("weights that only rotate", "只作旋转的权重"),
            "layer": Words("layer norm in each layer", "每层都用层归一化"),
        },
        what_keeps_digits_apart,
        {
            "xavier": Words(
                "You mix up size and direction. Smaller weights make all signals shorter, and leave every angle as it "
                "was.",
                "把大小和方向混为一谈。权重小一些，所有信号都变短，夹角却一个也不变。",
            ),
            "batch": Words(
                "What all digits have in common is the mean over the batch, and that is subtracted.",
                "所有数字的共同部分，就是小批量上的均值，而它被减掉了。",
            ),
            "orthogonal": Words(
                "You forget the ReLU. The rotation keeps all angles, and the ReLU after it makes them smaller.",
                "忘了 ReLU。旋转保持所有夹角，但随后的 ReLU 使夹角变小。",
            ),
            "layer": Words(
                "You take one norm for the other. Within a digit the mean over the units is subtracted, and what the "
                "digits have in common is left.",
                "把两种归一化当成一种。它在一个数字之内减去各单元的均值，各个数字的共同部分仍然留着。",
            ),
        },
    ),
    "practice-4": Prediction(
        Words(
            "A network with batch normalization has learned its digits. By mistake it is left in training mode, and "
            "gets each test digit alone, in a batch of one. How many does it read wrong?",
            "带批量归一化的网络已经学会了数字。由于疏忽，它仍处于训练模式，而测试数字一个一个地送来，"
            "每批只有一个。它会读错多少？",
        ),
        {
            "little": Words("a few more than in test mode", "比测试模式多一点"),
            "half": Words("about half", "约一半"),
            "chance": Words("nine of ten, as many as by guessing", "十个中错九个，与随机猜测一样"),
        },
        test_error_of_batches_of_one,
        {
            "little": Words(
                "Alone, a digit is its own mean. What is left when the mean is subtracted is 0, for every digit.",
                "单独一个数字，它的均值就是自己。减去均值，剩下的是 0，每个数字都如此。",
            ),
            "half": Words(
                "Nothing at all is left of the digit: alone, it is its own mean, and the mean is subtracted.",
                "数字一点也不剩：单独一个数字，均值就是自己，而均值要减掉。",
            ),
            "chance": Words(
                "z minus its mean is 0, so the input is gone, and all digits get the same answer.",
                "z 减去均值为 0，输入消失了，所有数字得到同样的回答。",
            ),
        },
    ),
    "practice-5": Prediction(
        Words(
            "A range test from η = 0.0001 to 10 is run ten times, with another seed each time, and its curve is "
            "smoothed by the running mean of Adam. The first rule advises the η at which the curve falls most steeply. "
            "By what factor do the largest and the smallest of the ten values differ?",
            "η 从 0.0001 到 10 的范围测试做十次，每次换一个随机种子，曲线用 Adam 那样的滑动平均来平滑。"
            "第一条规则建议取曲线下降最陡处的 η。十个建议中，最大的是最小的多少倍？",
        ),
        {
            "thousands": Words("more than 1,000", "1,000 倍以上"),
            "thirty": Words("about 30", "约 30 倍"),
            "two": Words("about 2", "约 2 倍"),
        },
        spread_of_the_steepest_rule,
        {
            "two": Words(
                "You take the curve for smooth. At its beginning hardly anything has been averaged yet, and a slope "
                "shows the noise most.",
                "以为曲线是光滑的。其实开头几乎还没有平均过什么，而斜率主要反映噪声。",
            ),
            "thirty": Words(
                "You expect noise around one true value. But sometimes the very first steps happen to be the steepest.",
                "以为建议只是在真值附近波动。其实有时最陡的碰巧就是最初几步。",
            ),
            "thousands": Words(
                "Sometimes the first steps of all happen to be the steepest, and there η is as small as it was at the "
                "beginning.",
                "有时最陡的碰巧就是最初几步，而那里的 η 正是测试开始时的最小值。",
            ),
        },
    ),
    "practice-6": Prediction(
        Words(
            "A run in which every gradient is clipped by norm, plain descent. Now the threshold c is halved and η is "
            "doubled. What becomes of the run?",
            "一次训练中，每个梯度都按范数裁剪，用普通梯度下降。现在把阈值 c 减半，把 η 加倍。这次训练会怎样？",
        ),
        {
            "stable": Words("it becomes more stable: the gradients are shorter", "更稳定：梯度更短了"),
            "same": Words("it stays the same, to the last digit", "与原来完全相同，连最后一位数字都一样"),
            "wild": Words("it becomes less stable: η is larger", "更不稳定：η 更大了"),
        },
        half_the_threshold_and_twice_the_rate,
        {
            "stable": Words(
                "You take the threshold for a brake beside η. A clipped gradient is c long, and the step η c.",
                "把阈值当成 η 之外的刹车。裁剪后的梯度长度为 c，步长为 ηc。",
            ),
            "wild": Words(
                "You look at η alone. A clipped gradient is c long, and the step η c.",
                "只看了 η。裁剪后的梯度长度为 c，步长为 ηc。",
            ),
            "same": Words(
                "Each step is η c long. Where all is clipped, c is only another name for the learning rate.",
                "每一步的长度都是 ηc。全部都裁剪时，c 只不过是学习率的另一个名字。",
            ),
        },
    ),
    "practice-7": Prediction(
        Words(
            "2% of the digits are eights, and logistic regression with a weak L2 penalty finds few of them. Now each "
            "eight gets the weight 49 in training, so that both classes count the same. What becomes of the AUC?",
            "2% 的数字是“8”，带弱 L2 惩罚的逻辑回归只找到其中少数。现在训练时给每个“8”权重 49，使两类的分量相同。"
            "AUC 会怎样？",
        ),
        {
            "rises": Words("it rises: the model pays attention to eights at last", "升高：模型终于重视“8”了"),
            "same": Words("it stays as it is", "不变"),
            "falls": Words("it falls: there are many more false alarms", "下降：误报多了许多"),
        },
        order_under_a_weight,
        {
            "rises": Words(
                "You take more eights found for a better model. A lower threshold finds as many: the AUC asks for the "
                "order alone, and that hardly changes.",
                "把找到得多当成模型变好。降低阈值，找到的也一样多：AUC 只看次序，而次序几乎不变。",
            ),
            "same": Words(
                "The order of the digits hardly changes. A lower threshold would find as many eights, with as many "
                "false alarms.",
                "数字之间的次序几乎不变。降低阈值，误报一样多时，找到的“8”也一样多。",
            ),
            "falls": Words(
                "You judge at one threshold, where there are more false alarms. The AUC takes all thresholds, and asks "
                "only for the order.",
                "只看了一个阈值，那里误报确实更多。但 AUC 取遍所有阈值，只看次序。",
            ),
        },
    ),
    "practice-8": Prediction(
        Words(
            "Two settings are to be tuned: η, and a λ so weak that it hardly does anything. There is time for nine "
            "runs. Which finds the better network, on average?",
            "要调两个超参数：η，以及一个弱得几乎不起作用的 λ。时间只够训练九次。平均来说，哪一种找到的网络更好？",
        ),
        {
            "same": Words("both alike: nine runs are nine runs", "一样：九次就是九次"),
            "grid": Words("grid search: its places lie evenly", "网格搜索：各个位置排得均匀"),
            "random": Words("random search: nine different values of each", "随机搜索：每个都试到九个不同的值"),
        },
        grid_or_random,
        {
            "random": Words(
                "It tries up to nine values of η, the grid three. Where both settings matter, a grid that keeps off "
                "the ends of the range is ahead.",
                "它最多能试九个 η，网格只试三个。两个超参数都要紧时，避开范围两端的网格领先。",
            ),
            "grid": Words(
                "You look at the square, not at η. Of the one setting that matters the grid tries three values, each "
                "three times.",
                "看的是整个正方形，而不是 η。要紧的只有 η，网格却只试它的三个值，每个重复三次。",
            ),
            "same": Words(
                "You count runs, not values. The grid repeats each of its three values of η three times.",
                "数的是次数，而不是值。网格只有三个 η，每个重复三次。",
            ),
        },
    ),
    "practice-9": Prediction(
        Words(
            "A network has learned its digits: training loss 0.04. On the validation digits it gets hardly one in a "
            "hundred right. What do you do first?",
            "网络学会了训练数字：训练损失 0.04。但验证数字几乎一个也答不对。首先该做什么？",
        ),
        {
            "regularize": Words("regularize: it overfits", "加正则化：它过拟合了"),
            "slower": Words("make the learning rate ten times smaller", "把学习率减小到十分之一"),
            "shorter": Words("stop after five epochs", "训练五轮就停下"),
            "data": Words("look at the data and the labels", "看数据和标签"),
        },
        what_cures_a_validation_of_0,
        {
            "regularize": Words(
                "You take every gap for overfitting. But a network that overfits is still right more often than one "
                "that guesses. Less right means that something else is asked than was taught.",
                "把一切差距都当成过拟合。但过拟合的网络，也比随机猜测答对得多。比随机猜测还差，说明考的不是教的东西。",
            ),
            "slower": Words(
                "It has learned what it was given. A smaller rate learns the same, later.",
                "给它的东西，它已经学会了。减小学习率，只是学得更慢。",
            ),
            "shorter": Words(
                "After five epochs it is no better: what it is asked is not what it was taught.",
                "五轮之后也不见好：考的不是教的东西。",
            ),
            "data": Words(
                "Labels that are one too high, or pictures that are inverted: one look is enough.",
                "标签都大了 1，或图像黑白颠倒：看一眼就知道。",
            ),
        },
    ),
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
            "All three. Always to answer “no eight” would have been as accurate.",
            "三个全对。如果总是回答“不是 8”，准确率也是这么高。",
        )
    if near[0] and np.allclose(found[1:], wanted[:0:-1], atol=0.002):
        return almost("Precision and recall have changed places.", "精确率与召回率写反了。")
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
        f"{left} others are left in peace: accuracy ({found} + {left})/{TABLE.sum()} = {a}. "
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
        return almost("One of them is right.", "对了一个。")
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
        f"½ log 2 + ½ log 4 = {best}. A bias that starts at the logarithms of the frequencies begins there.",
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
        return almost("Upside down: the larger curvature stands on top.", "写颠倒了：大的曲率在分子上。")
    return keep_working(
        "Which factors does the matrix stretch (1, 1) and (1, −1) by?", "这个矩阵把 (1, 1) 和 (1, −1) 各拉伸多少倍？"
    )


def solve_derive() -> Words:
    assert judge_derive(lambda rho: (1 + abs(rho)) / (1 - abs(rho))).voice == "right"
    return Words(
        "The matrix stretches (1, 1) by 1 + ρ and (1, −1) by 1 − ρ: these are its curvatures. The larger over the "
        "smaller is (1 + |ρ|)/(1 − |ρ|). Standardizing takes the units away, not the correlation.",
        "矩阵把 (1, 1) 拉伸 1 + ρ 倍，把 (1, −1) 拉伸 1 − ρ 倍：这就是两个曲率。大的除以小的，得 (1 + |ρ|)/(1 − |ρ|)。"
        "标准化消去的是单位，消不掉相关性。",
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
            f"Right for limit = 1, and not for {LIMITS[verdicts.index(worst)]}. Does it use its limit?",
            f"limit = 1 时对了，{LIMITS[verdicts.index(worst)]} 时不对。用到 limit 了吗？",
        )
    return worst


def verdict_on_limit(answer: Any, long: list, limit: float) -> Verdict:
    """What to say to a function for one limit, which the given gradients exceed."""
    short, kept = [0.02 * limit * g for g in long], [g.copy() for g in long]
    with expected(
        "Expected a function of gradients and limit that returns as many arrays.",
        "应给出以梯度列表和上限为参数的函数，返回同样多的数组。",
    ):
        given = [g.copy() for g in long]
        found, same = ([np.array(g, float) for g in in_place(answer)(gs, limit)] for gs in (given, short))
        if [g.shape for g in found] != [g.shape for g in kept]:
            raise ValueError
    return verdict_on_clips(kept, found, same, short, limit, all(map(np.array_equal, given, kept)))


def verdict_on_clips(long: list, found: list, same: list, short: list, limit: float, untouched: bool) -> Verdict:
    """What to say to gradients that were clipped to a limit, and to short ones that should stay the same.

    long, short : the gradients given;  found, same : what was made of them;  untouched : whether long is as it was
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
        return right("Shorter, and in the same direction.", "变短了，方向不变。")
    if np.allclose(clipped_g, whole([part / max(1, np.linalg.norm(part) / limit) for part in long])):
        return almost(
            "Each array is clipped by itself, so the direction changes. Take the norm of all together.",
            "每个数组单独裁剪，方向就变了。范数要对全部数组一起算。",
        )
    if np.allclose(clipped_g, np.clip(g, -limit, limit)):
        return almost("That clips by value, and the direction changes.", "这是按分量裁剪，方向会变。")
    return keep_working(
        f"All together should have the length {limit:g}, and have {np.linalg.norm(clipped_g):.3g}.",
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
            "y is right in training. The running moments take 0.9 of the old and 0.1 of the batch, its variance with "
            "n − 1 below.",
            "训练时的 y 对了。滑动均值与方差取旧值的 0.9 加小批量的 0.1，这里方差的分母是 n − 1。",
        )
    if not np.allclose(test, normalize(batches[0], moments=moments)[0]):
        return almost(
            "Right in training. In the test the running moments stand in.", "训练时对了。测试时应改用滑动均值与方差。"
        )
    if not np.allclose(last, second):
        return almost(
            "Right, but in the test the running moments must stay.", "对了，但测试时滑动均值与方差应保持不变。"
        )
    return right("Both modes, and the moments between them.", "两种模式都对，它们之间的滑动均值与方差也对。")


def verdict_on_training_mode(z: np.ndarray, y: np.ndarray) -> Verdict:
    """What to say to an output y that is not z, normalized over the batch."""
    m, v = z.mean(axis=0), z.var(axis=0)
    if any(np.allclose(y, (z - m) / divisor) for divisor in (np.sqrt(v), np.sqrt(v) + 1e-5, np.sqrt(v) + 1e-8)):
        return almost(
            "Nearly: 1e-5 is added to the variance, below the root. It counts where a unit hardly varies.",
            "就差一点：1e-5 要加到方差上，在根号里面。单元几乎不变时，它就起作用。",
        )
    if np.allclose(y, (z - m) / np.sqrt(z.var(axis=0, ddof=1) + 1e-5), atol=1e-4):
        return almost("For y the variance has n below, not n − 1.", "计算 y 时，方差的分母是 n，不是 n − 1。")
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
        f"One of many: {code[0]}; if trains, {code[1]}; {code[2]}. Forget the second line, and you have a patient of "
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
            "One network with finite weights, please, and not more than 100,000 of them.",
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
            f"Gradient check and loss: {both}. It learns its ten digits. What keeps a network from learning?",
            f"梯度检查与损失：{both}。它学会了这十个数字。什么会使网络学不会？",
        )
    return right(
        f"Gradient check and loss: {both}. Nothing is wrong with the slopes, and it does not learn.",
        f"梯度检查与损失：{both}。斜率没有错，网络却学不会。",
    )


def solve_break() -> Words:
    verdict = judge_break(Network((64, *(32,) * 6, 10), "sigmoid"))
    assert verdict.voice == "right"
    return Words(
        f"Six layers of sigmoids, for example. {verdict.hint.en} So it is with weights that are all 0, and with units "
        "that are dead: a correct gradient can be useless.",
        f"例如六层 sigmoid。{verdict.hint.zh}权重全为 0、单元全部失活时也是如此：正确的梯度也可能毫无用处。",
    )


def solve_open() -> Words:
    return Words(
        "First the data, as the network gets them: a few samples with their labels, their size, their spread, the "
        "classes of a batch. Then the loss before the first step, which should be near log K. Then ten samples, which "
        "any network should learn by heart: if it cannot, the fault lies in loss, gradient, rate or start, and the "
        "gradient check and the gradients of each layer tell which. If it can, the fault lies in the data or between "
        "training and test: zero inputs, the two modes, new data. Each of these takes seconds, and rules out much of "
        "what could be wrong. Changing settings at random takes days, and rules out nothing.",
        "先看网络实际收到的数据：几个样本及其标签、数值的大小与离散程度、一个小批量里有哪些类别。再看第一步之前的损失，"
        "应接近 log K。然后用十个样本，任何网络都应能背下来：如果不能，毛病在损失、梯度、学习率或初值，"
        "用梯度检查和各层的梯度来区分；如果能，毛病在数据，或在训练与测试之间：零输入、两种模式、新数据。"
        "每一项只要几秒钟，就能排除许多可能。随意改设置要花好几天，却什么也排除不了。",
    )


EXERCISES = {
    "practice-easy": Exercise(judge_easy, solve_easy, Words("By hand: a table of answers", "手算：混淆矩阵")),
    "practice-start": Exercise(
        judge_start, solve_start, Words("By hand: the price of knowing nothing", "手算：一无所知的代价")
    ),
    "practice-derive": Exercise(
        judge_derive, solve_derive, Words("Derive: what standardizing leaves", "推导：标准化留下了什么")
    ),
    "practice-clip": Exercise(judge_clip, solve_clip, Words("In code: clip by norm", "写代码：按范数裁剪")),
    "practice-build": Exercise(judge_build, solve_build, Words("In code: batch normalization", "写代码：批量归一化")),
    "practice-break": Exercise(
        judge_break, solve_break, Words("Break a claim: bring a patient", "推翻一个说法：带一位病人来")
    ),
    "practice-open": open_question(solve_open, Words("Open: your own run", "开放题：你自己的训练")),
}
