"""Lecture 9: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from typing import Any

import numpy as np

from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.lectures.regularization.closing_table import REGULARIZERS, compare
from course_nn.lectures.regularization.demos.bias_variance.many_sets import network_spread
from course_nn.lectures.regularization.demos.decay.decayed_paths import walks
from course_nn.lectures.regularization.demos.double_descent.random_features import sweep
from course_nn.lectures.regularization.demos.double_descent.sweeps import SIZES, SOLVERS, ten_sweeps
from course_nn.lectures.regularization.demos.dropout.dropout_runs import study_of
from course_nn.lectures.regularization.demos.early_stopping.stopped_runs import early_stops, measure_runs
from course_nn.lectures.regularization.demos.leakage.leaks import reported_errors
from course_nn.lectures.regularization.demos.penalties.shrinkage import ALPHAS, best_weights, penguin_regression
from course_nn.lectures.regularization.demos.shrink.priced_runs import LAMS, priced_runs
from course_nn.lectures.regularization.disturbed_digits import Changes, Outcome, train_on_changed
from course_nn.lectures.regularization.regularization import stop
from course_nn.lectures.regularization.samples import digit_split, with_targets
from course_nn.losses import softmax
from course_nn.metrics import calibration_error
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
from course_nn.optimizers import soft_threshold

PLAIN, FIVE = Changes(), tuple(range(5))  # nothing is changed; and five runs
FEW = 5  # sets of the closing table, for a quick answer


def ten_networks_averaged() -> str:
    """Of the error of a network of 16 units: the share that is gone when ten of them are averaged."""
    *_, start, error = finished(network_spread(16, 0.0, 15, 0.4, 10, False, 10)).parts[-1]
    gone = start / error
    return min({"tenth": 0.9, "half": 0.5, "little": 0.07, "same": 0.0}.items(), key=lambda p: abs(p[1] - gone))[0]


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


def runs_that_gain() -> str:
    """Of twenty runs with right labels: how many have a lower test error for an early stop."""
    end, kept, _ = early_stops(finished(measure_runs(0.0)), 0, (200, False), "loss", 10, 0.0).errors
    gained = np.mean(kept < end)
    return "most" if gained > 0.7 else "half" if gained > 0.3 else "few"


def dropout_on_right_labels() -> str:
    """The test error with dropout beside that without."""
    plain, thinned = (finished(study_of((keep,), 0.0, 150)).whole.errors.mean() for keep in (1.0, 0.5))
    return "lower" if thinned < 0.8 * plain else "double" if thinned > 1.5 * plain else "same"


def outcome(changes: Changes) -> Outcome:
    """The Outcome of five networks that are trained on 200 digits with these changes."""
    return finished(train_on_changed(changes, 200, 64, 150, FIVE))


def plain_digits_after_shifts() -> str:
    """The error on plain digits of networks that were trained with shifted ones."""
    before, after = (outcome(changes).errors[0].mean() for changes in (PLAIN, PLAIN._replace(shift="both")))
    return "smaller" if after < 0.9 * before else "larger" if after > 1.1 * before else "same"


def calibration_after_smoothing() -> str:
    """The calibration error of networks that were trained with smoothed labels."""
    outcomes = [outcome(changes) for changes in (PLAIN, PLAIN._replace(eps=0.1))]
    before, after = (np.mean([calibration_error(*run) for run in zip(softmax(one.F), one.y)]) for one in outcomes)
    return "better" if after < 0.8 * before else "worse" if after > 1.2 * before else "same"


def ever_more_features() -> str:
    """The test error with 95, 100 and 2000 random features for 100 digits."""
    errors = np.median(finished(ten_sweeps(100, "digits", 0.0, "relu", 0)).test[:, SOLVERS.index((0.0, 0.0))], axis=-1)
    few, peak, many = (errors[SIZES.index(N)] for N in (95, 100, 2000))
    if peak < few:
        return "falls"
    return "rises" if many > peak else "valley" if many < errors[: SIZES.index(100)].min() else "stays"


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


def best_of_both_tables() -> str:
    """How the row that is best with wrong labels does with right ones, among rows that train one network a set."""
    names = [name for name, one in REGULARIZERS.items() if one.members == 1]
    wrong, right = (dict(zip(names, finished(compare(share, FEW, tuple(names))).means)) for share in (0.2, 0.0))
    best = min(wrong, key=wrong.__getitem__)
    if right[best] > right["none"]:
        return "harms"
    return "same" if best == min(right, key=right.__getitem__) else "order"


PREDICTIONS = {
    "regularization-1": Prediction(
        Words(
            "Ten networks of 16 units learn the same 15 noisy points, each from another start. Their answers are "
            "averaged. Over many such sets of points, the mean squared error becomes …",
            "十个 16 单元的网络从不同的初值出发，学习同样的 15 个带噪声的点，再把回答取平均。"
            "在许多组这样的点上测量，均方误差会变为……",
        ),
        {
            "tenth": Words("a tenth of that of one network", "单个网络的十分之一"),
            "half": Words("about half", "约一半"),
            "little": Words("about 7% lower", "约低 7%"),
            "same": Words("exactly the same", "完全不变"),
        },
        ten_networks_averaged,
        {
            "tenth": Words(
                "That would be so if the ten were independent. But all have learned the same points with the same "
                "noise. Averaging removes only what the start alone has made.",
                "只有十个网络互相独立时才会如此。但它们学的是同样的点、同样的噪声；取平均只能去掉由初值造成的部分。",
            ),
            "half": Words(
                "It removes only what the start alone has made, and that is a small part: the noise is the same for "
                "all ten.",
                "取平均只能去掉由初值造成的部分，而这部分很小：十个网络学的是同样的噪声。",
            ),
            "little": Words(
                "The start makes a small part of the error; the rest comes from the points, which all ten share.",
                "误差中只有一小部分来自初值；其余来自那些点，而十个网络学的点都一样。",
            ),
            "same": Words(
                "The ten differ a little, since they began differently, and that part is averaged away.",
                "十个网络出发点不同，回答略有差异，这一部分在平均中消失了。",
            ),
        },
    ),
    "regularization-2": Prediction(
        Words(
            "The mass of penguins is predicted from bill length, bill depth and flipper length, all standardized. "
            "The price λ/n of an L2 penalty rises from 0 to 0.25. What becomes of the three weights?",
            "用喙长、喙深和鳍肢长（都已标准化）预测企鹅的体重。L2 惩罚项的系数 λ/n 从 0 升到 0.25。三个权重会怎样？",
        ),
        {
            "all": Words("all come nearer to 0", "都更接近 0"),
            "turn": Words("one grows, and one changes its sign", "一个变大，一个变号"),
            "zero": Words("they become 0, one after the other", "依次变为 0"),
        },
        penguins_under_a_price,
        {
            "all": Words(
                "The vector of weights becomes shorter, not each of them. Bill and flipper are correlated, so that "
                "one takes over what the other loses.",
                "变短的是权重向量，而不是每个权重。喙长与鳍肢长相关，一个失去的，另一个接过去。",
            ),
            "turn": Words(
                "A price on squares would rather share a task among inputs that are alike.",
                "对平方收费，就宁可让相似的输入分担同一件事。",
            ),
            "zero": Words(
                "That is what an L1 penalty does. An L2 penalty passes through 0, but does not stop there.",
                "那是 L1 惩罚项的作用。L2 惩罚项会使权重经过 0，但不会停在 0。",
            ),
        },
    ),
    "regularization-3": Prediction(
        Words(
            "A network of 64 units is trained with Adam, and its mean loss has λ/n · Σ|w| with λ = 0.1 added, so "
            "that the slope of |w| is in every gradient. How many of the 128 weights are exactly 0 in the end?",
            "用 Adam 训练一个 64 单元的网络，平均损失中加上 λ/n · Σ|w|，λ = 0.1，所以每个梯度里都有 |w| 的斜率。"
            "最后 128 个权重中有多少个恰好为 0？",
        ),
        {
            "most": Words("most of them", "大多数"),
            "half": Words("about half", "约一半"),
            "none": Words("none", "一个也没有"),
        },
        zeros_of_a_slope,
        {
            "most": Words(
                "The best weights do have zeros. But a step jumps over 0 and back again, since the slope of |w| is "
                "±1 on both sides and never small.",
                "最优的权重里确实有 0。但 |w| 的斜率在两侧是 ±1，从不变小，所以每一步都会越过 0，再跳回来。",
            ),
            "half": Words(
                "A step jumps over 0 and back again, since the slope of |w| is ±1 on both sides and never small.",
                "|w| 的斜率在两侧是 ±1，从不变小，所以每一步都会越过 0，再跳回来。",
            ),
            "none": Words(
                "They come near 0 and tremble there: a slope does not know where 0 is.",
                "权重会靠近 0，在那里抖动：斜率并不知道 0 在哪里。",
            ),
        },
    ),
    "regularization-4": Prediction(
        Words(
            "Adam walks in a valley whose minimum is at (1.5, 1.5), without noise. Beside every step the weights "
            "decay with λ = 0.5. Where does it end?",
            "Adam 在最小值位于 (1.5, 1.5) 的山谷中行走，没有噪声。每一步之外，权重按 λ = 0.5 衰减。终点在哪里？",
        ),
        {
            "minimum": Words("at (1.50, 1.50), as if nothing decayed", "在 (1.50, 1.50)，好像没有衰减一样"),
            "origin": Words("at (0, 0)", "在 (0, 0)"),
            "penalty": Words(
                "at (1.00, 1.47), where an L2 penalty of 0.5 ends", "在 (1.00, 1.47)，与 0.5 的 L2 惩罚项相同"
            ),
        },
        end_of_decay,
        {
            "penalty": Words(
                "So it is for plain descent. Adam divides the gradient by its own size, but nothing divides the decay.",
                "对普通梯度下降确实如此。但 Adam 把梯度除以它自身的大小，而衰减没有被除。",
            ),
            "origin": Words(
                "Far from the minimum Adam's steps have the length η, however small the slope is. The decay is weaker.",
                "离最小值还远时，不管斜率多小，Adam 的步长都是 η，比衰减强。",
            ),
            "minimum": Words(
                "Adam divides the gradient by its own size, so the loss pulls with a force of 1, and the decay only "
                "with λ|w|, which is less.",
                "Adam 把梯度除以它自身的大小，所以损失的拉力是 1，而衰减的拉力只有 λ|w|，比 1 小。",
            ),
        },
    ),
    "regularization-5": Prediction(
        Words(
            "Twenty networks learn 200 digits each, all labels right, for up to 150 epochs. Each is stopped when its "
            "validation loss has not fallen for 10 epochs, and its best epoch is kept. How many have a lower test "
            "error than at the end?",
            "二十个网络各学习 200 个标签全对的手写数字，最多 150 轮。验证损失连续 10 轮不降就停下，并保留最好的一轮。"
            "与训练到底相比，有几个的测试错误率更低？",
        ),
        {
            "most": Words("most of them: they stop before they overfit", "大多数：在过拟合之前就停下了"),
            "half": Words("about half", "约一半"),
            "few": Words("hardly any", "几乎没有"),
        },
        runs_that_gain,
        {
            "most": Words(
                "A stop can only cut off what comes after it. With right labels nothing that comes later does harm.",
                "停下只能去掉以后的部分。标签全对时，以后的部分并没有害处。",
            ),
            "half": Words(
                "Most runs are hardly stopped at all: their validation loss goes on falling to the end.",
                "多数训练几乎没有被停下：验证损失一直降到最后。",
            ),
            "few": Words(
                "The validation loss goes on falling to the end: nothing is there to be cut off.",
                "验证损失一直降到最后，没有什么可以去掉的。",
            ),
        },
    ),
    "regularization-6": Prediction(
        Words(
            "A network learns 200 digits, all labels right, and errs on about 7% of others. Now dropout strikes out "
            "half of the hidden units in each step. What becomes of the test error?",
            "网络学习 200 个标签全对的手写数字，在其他数字上的错误率约为 7%。现在用随机失活，"
            "每一步随机划去一半的隐藏单元。测试错误率会怎样？",
        ),
        {
            "double": Words("about twice as high", "约为两倍"),
            "same": Words("about the same", "大致不变"),
            "lower": Words("clearly lower: it prevents overfitting", "明显降低：它能防止过拟合"),
        },
        dropout_on_right_labels,
        {
            "lower": Words(
                "There is nothing for it to prevent: with right labels the network fits its digits exactly and is "
                "none the worse for it.",
                "没有什么要防止的：标签全对时，网络把训练数字拟合得分毫不差，也并没有因此变坏。",
            ),
            "same": Words(
                "Dropout keeps a network from learning single samples by heart. That helps where samples are wrong.",
                "随机失活使网络难以死记单个样本。只有样本有错时，这才有好处。",
            ),
            "double": Words(
                "In the test all units answer; they have learned to be useful in whatever company.",
                "测试时全部单元都参与回答，而且它们已学会在任何同伴中都起作用。",
            ),
        },
    ),
    "regularization-7": Prediction(
        Words(
            "Networks learn 200 digits, and each time a digit is seen it is shifted by up to one pixel in any "
            "direction. The test digits are not shifted. What becomes of the test error, compared with training "
            "without shifts?",
            "网络学习 200 个手写数字，每次看到一个数字，它都向任意方向随机平移至多一个像素。测试数字不平移。"
            "与不平移的训练相比，测试错误率会怎样？",
        ),
        {
            "larger": Words("larger", "变大"),
            "same": Words("the same", "不变"),
            "smaller": Words("smaller: it is as if there were more digits", "变小：等于有了更多的数字"),
        },
        plain_digits_after_shifts,
        {
            "smaller": Words(
                "More digits of the same kind would help. These are of another kind: a shift up or down cuts ink off, "
                "for every digit touches both edges.",
                "同类的数字多了才有帮助，而这些是另一类：每个数字都碰到上下边缘，上下平移就切掉了墨迹。",
            ),
            "same": Words(
                "Every digit touches the top and the bottom edge, so that a shift cuts ink off, and that costs.",
                "每个数字都碰到上下边缘，平移就切掉了墨迹，这是有代价的。",
            ),
            "larger": Words(
                "It has to learn to read cut digits as well, with the same number of units.",
                "网络还得用同样多的单元，学会读被切掉一部分的数字。",
            ),
        },
    ),
    "regularization-labels": Prediction(
        Words(
            "Label smoothing with ε = 0.1 asks a network for 91% on the right digit in place of 100%. All labels are "
            "right. How well do the probabilities that it claims then agree with what comes true?",
            "标签平滑取 ε = 0.1，要求网络给正确数字的概率是 91%，而不是 100%。标签全对。"
            "网络声称的概率与实际情况还相符吗？",
        ),
        {
            "better": Words("better: it is no longer too sure", "更相符：不再过于自信"),
            "same": Words("as well as before", "与原来一样"),
            "worse": Words("worse: it is not sure enough", "更不相符：变得不够自信"),
        },
        calibration_after_smoothing,
        {
            "better": Words(
                "It was not too sure before. It is right on most digits, and is now taught never to say so.",
                "它原本并不过于自信。它对大多数数字都答得对，现在却被教得不敢这样说。",
            ),
            "same": Words(
                "It is still right on as many digits, but no longer claims so: the two must come apart.",
                "它答对的一样多，却不再这样声称，两者必然不再相符。",
            ),
            "worse": Words(
                "It is right more often than it has been taught to claim.", "它答对的比例，高于它被教会声称的概率。"
            ),
        },
    ),
    "regularization-8": Prediction(
        Words(
            "100 digits, N random features that nobody trains, and a last layer by least squares; of all last layers "
            "that fit equally well, the one with the smallest weights. N goes from 95 to 100 to 2000. What does the "
            "test error do?",
            "100 个手写数字，N 个不训练的随机特征，最后一层用最小二乘法求出；若有许多解拟合得同样好，取权重最小的。"
            "N 从 95 到 100，再到 2000。测试误差会怎样？",
        ),
        {
            "falls": Words("it falls from 95 on", "从 95 起一路下降"),
            "valley": Words(
                "it soars at 100, and at 2000 is lower than ever before", "在 100 处飙升，到 2000 时比之前任何时候都低"
            ),
            "stays": Words("it soars at 100 and stays high", "在 100 处飙升，之后停在高处"),
            "rises": Words("it goes on rising", "一路上升"),
        },
        ever_more_features,
        {
            "rises": Words(
                "That counts what a model could fit, not which of its fits is taken. The more features, the smaller "
                "the smallest weights that fit.",
                "这只看模型能拟合什么，没有看实际取了哪一个解。特征越多，能拟合的最小权重就越小。",
            ),
            "stays": Words(
                "With more features there are more fits to choose from, and the one with the smallest weights is tame.",
                "特征越多，可选的解越多，其中权重最小的那一个是温和的。",
            ),
            "valley": Words(
                "At 100 there is just one exact fit, and it must be taken, however wild. Later there is a choice.",
                "在 100 处只有一个精确解，不管多剧烈都只能取它。之后就有了选择。",
            ),
            "falls": Words(
                "At 100 there is just one exact fit, and it must be taken, however large its weights are.",
                "在 100 处只有一个精确解，不管权重多大都只能取它。",
            ),
        },
    ),
    "regularization-9": Prediction(
        Words(
            "Two steps are done with all rows, before the test rows are split off. First: real digits are scaled by "
            "their mean and standard deviation. Second: of 5000 columns of pure noise the 100 that go best with the "
            "labels are chosen. By how much does each make the reported error too small?",
            "有两个步骤在划分出测试行之前、用全部行来做。一是把真实数字按均值和标准差缩放；"
            "二是从 5000 列纯噪声中挑出与标签最相符的 100 列。它们各使报告的错误率偏小多少？",
        ),
        {
            "both": Words("both by a point or two", "都是一两个百分点"),
            "large": Words("both make it too large", "都使它偏大"),
            "scaling": Words("scaling by about five points, selecting not at all", "缩放约五个百分点，挑选没有影响"),
            "selecting": Words(
                "scaling by less than one point, selecting by about fifty", "缩放不到一个百分点，挑选约五十个"
            ),
        },
        what_two_leaks_cost,
        {
            "both": Words(
                "Both break the same rule. But the mean of a column knows nothing of a label, and the selection has "
                "looked at every label.",
                "两者违反的是同一条规则。但列的均值与标签无关，而挑选看过每一个标签。",
            ),
            "selecting": Words(
                "What counts is what has leaked: the selection has looked at the labels of the test rows.",
                "关键在于泄漏了什么：挑选看过测试行的标签。",
            ),
            "scaling": Words(
                "Noise that was chosen by the labels of the test rows fits them by luck, and the luck comes again.",
                "按测试行的标签挑出的噪声，碰巧与它们相符，这份运气会再次出现。",
            ),
            "large": Words(
                "A leak tells the model something about the rows by which it is judged.",
                "泄漏让模型事先知道了评判它的那些行的某些情况。",
            ),
        },
    ),
    "regularization-10": Prediction(
        Words(
            "200 digits, a fifth of them with wrong labels, and nine ways to regularize. Then the same with all labels "
            "right. Is the best one the same?",
            "200 个手写数字，五分之一的标签有错，九种正则化方法。然后标签全对，再来一次。最好的是同一种吗？",
        ),
        {
            "harms": Words("no: it even does harm", "不是：它甚至有害"),
            "order": Words("no, but it still helps", "不是，但它仍有帮助"),
            "same": Words("yes: a good method is good", "是：好方法总是好方法"),
        },
        best_of_both_tables,
        {
            "same": Words(
                "What is best with wrong labels keeps a network from learning single samples by heart. Where all "
                "labels are right, that is a loss.",
                "标签有错时最好的方法，使网络难以死记单个样本。标签全对时，这反而有害。",
            ),
            "order": Words(
                "It blurs all digits alike, the right ones too. With right labels nothing is gained for that.",
                "它把所有数字一律变模糊，标签正确的也不例外。标签全对时，这换不来任何好处。",
            ),
            "harms": Words(
                "The strongest cure for wrong labels is a burden where there is nothing to cure.",
                "对错误标签最有力的药，在没有病的时候就是负担。",
            ),
        },
    ),
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
        return right("The flat direction loses most.", "平坦的方向损失最多。")
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
    ([1.0, 2.0, 3.0], 1),  # the best is the start
]


def judge_stop(answer: Any) -> Verdict:
    """A function (losses, patience) -> the kept epoch, and how many were run."""
    found = []
    with expected(
        "Expected a function of losses and patience that returns two numbers: the kept epoch, and the epochs run.",
        "应给出以损失列表和耐心值为参数的函数，返回两个数：保留的轮次、运行的轮数。",
    ):
        for losses, patience in LOSSES_WATCHED:
            found.append(numbers(answer(list(losses), patience), 2))
    wanted = np.array([stop(losses, patience) for losses, patience in LOSSES_WATCHED])
    kept, ran = (np.array(found) == wanted).T
    if kept.all() and ran.all():
        return right("Kept and stopped as it should be, six times of six.", "六次全对：保留的和停下的轮次都对。")
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
    return Words(f"One of many, without a least gain: {code}", f"众多解之一，未考虑“最小改善”：{code}")


def judge_build(answer: Any) -> Verdict:
    """Inverted dropout: a function (h, keep, rng) -> the outputs in training."""
    rng = np.random.default_rng(0)
    h, keep = rng.uniform(1, 2, size=(400, 50)), 0.25
    before = h.copy()
    with expected(
        "Expected a function of h (n, M), keep and rng that returns an array of the shape of h.",
        "应给出以 h (n, M)、keep、rng 为参数的函数，返回与 h 形状相同的数组。",
    ):
        found = np.asarray(answer(h, keep, np.random.default_rng(1)), float)
        whole = np.asarray(answer(before.copy(), 1.0, np.random.default_rng(1)), float)
    if found.shape != h.shape or whole.shape != h.shape:
        return keep_working(f"Shape {found.shape}, should be {h.shape}.", f"形状为 {found.shape}，应为 {h.shape}。")
    return verdict_on_masks(found / before, keep, whole / before, np.array_equal(h, before))


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
    if (kept == kept[:1]).all() or (kept == kept[:, :1]).all():
        return almost("Each row needs a mask of its own, and each unit.", "每一行、每个单元都要各自抽取掩码。")
    if not untouched:
        return almost("Right, but h itself was changed. Return a new array.", "对了，但 h 本身被改动了。请返回新数组。")
    return right("A mask for each row, and what is kept is scaled.", "每行一个掩码，保留下来的已缩放。")


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
        found = np.array([scalar(answer(n, sigma)) for n, sigma in trials])
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


def solve_derive() -> Words:
    assert judge_derive(lambda n, sigma: n * sigma**2).voice == "right"
    return Words(
        "E ½(y − w·x − w·ε)² = ½(y − w·x)² − (y − w·x) E(w·ε) + ½ E(w·ε)². The middle is 0, and E(w·ε)² = σ²‖w‖², as "
        "the components of ε are independent. The sum over n samples has ½ nσ²‖w‖² more: λ = nσ².",
        "E ½(y − w·x − w·ε)² = ½(y − w·x)² − (y − w·x) E(w·ε) + ½ E(w·ε)²。中间一项为 0；ε 的各分量独立，"
        "所以 E(w·ε)² = σ²‖w‖²。对 n 个样本求和，多出 ½ nσ²‖w‖²，即 λ = nσ²。",
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
            f"测试误差为 {errors}：确实下降。但较小的模型还记不住全部 100 个数字。",
        )
    return right(f"Test errors {errors}: the larger model is better.", f"测试误差为 {errors}：较大的模型更好。")


def solve_break() -> Words:
    verdict = judge_break((LEARNT, MOST))
    assert verdict.voice == "right"
    return Words(
        f"For example 100 and 2000. {verdict.hint.en} Both learn all 100 digits by heart; the larger one does it with "
        "smaller weights.",
        f"例如 100 和 2000。{verdict.hint.zh}两者都记住了全部 100 个数字，而较大的模型用的权重更小。",
    )


def solve_open() -> Words:
    return Words(
        "First I would look whether there is anything to cure: training and validation loss beside each other, and a "
        "hundred samples looked at by eye. If labels are wrong, a penalty, noise on the inputs or an early stop are "
        "worth trying, and cleaning the labels is worth more. If there are too few samples, I would look for changes "
        "that my test data really have, and for more samples. Then each candidate gets a few strengths and several "
        "seeds, chosen on validation samples; the difference must be larger than that between seeds. The test samples "
        "are used once, at the end.",
        "首先看有没有毛病可治：把训练损失与验证损失放在一起比较，再亲眼看一百个样本。如果标签有错，"
        "可以试惩罚项、输入噪声或早停，而把标签改正更值得。如果样本太少，就找测试数据中确实存在的变化来做数据增强，"
        "并设法取得更多样本。然后每种候选方法各试几种强度、几个随机种子，用验证样本来选；"
        "方法之间的差别要大于种子之间的差别。测试样本只在最后用一次。",
    )


EXERCISES = {
    "regularization-easy": Exercise(judge_easy, solve_easy),
    "regularization-ridge": Exercise(judge_ridge, solve_ridge),
    "regularization-stop": Exercise(judge_stop, solve_stop),
    "regularization-build": Exercise(judge_build, solve_build),
    "regularization-derive": Exercise(judge_derive, solve_derive),
    "regularization-break": Exercise(judge_break, solve_break),
    "regularization-open": open_question(solve_open),
}
