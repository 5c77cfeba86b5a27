"""Lecture 9: predictions whose answers are computed, and exercises that take every correct answer."""

from typing import Any

import numpy as np

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.lectures.regularization.closing_table import compare
from course_nn.lectures.regularization.demos.bias_variance.many_sets import network_spread
from course_nn.lectures.regularization.demos.decay.decayed_paths import walks
from course_nn.lectures.regularization.demos.dropout.dropout_runs import study_of
from course_nn.lectures.regularization.demos.early_stopping.stopped_runs import early_stops, measure_runs
from course_nn.lectures.regularization.demos.leakage.leaks import reported_errors
from course_nn.lectures.regularization.demos.more_features.random_features import sweep
from course_nn.lectures.regularization.demos.more_features.sweeps import SIZES, SOLVERS, ten_sweeps
from course_nn.lectures.regularization.demos.penalties.shrinkage import ALPHAS, best_weights, penguin_regression
from course_nn.lectures.regularization.demos.shrink.priced_runs import LAMS, priced_runs
from course_nn.lectures.regularization.disturbed_digits import Changes, Outcome, train_on_changed
from course_nn.lectures.regularization.regularization import stop
from course_nn.lectures.regularization.samples import digit_split, with_targets
from course_nn.losses import softmax
from course_nn.metrics import calibration_error
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
from course_nn.optimizers import soft_threshold

PLAIN, SHIFTED = Changes(), Changes(shift="both")
FIVE = tuple(range(5))  # runs
WRONG = 0.2  # share of the labels
FEW = 5  # draws of random features, for a quick answer


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
    """Of twenty runs with a fifth of the labels wrong: how many have a lower test error for an early stop."""
    end, kept, _ = early_stops(finished(measure_runs(WRONG)), 0, (200, False), "loss", 10, 0.0).errors
    gained = np.mean(kept < end)
    return "most" if gained > 0.7 else "half" if gained > 0.3 else "few"


def dropout_on_wrong_labels() -> str:
    """The test error with dropout beside that without, a fifth of the labels wrong."""
    plain, thinned = (finished(study_of((keep,), WRONG, 150)).whole.errors.mean() for keep in (1.0, 0.5))
    return "lower" if thinned < 0.9 * plain else "higher" if thinned > 1.1 * plain else "same"


def five_networks(changes: Changes, width: int = 64, epochs: int = 150, runs: tuple = FIVE) -> Outcome:
    """The Outcome of five networks that are trained on 200 digits with these changes."""
    return finished(train_on_changed(changes, 200, width, epochs, runs))


def shifted_digits_after_shifts() -> str:
    """The error on shifted digits of networks that were trained with shifted ones."""
    error = five_networks(SHIFTED).errors[1].mean()
    return min({"half": 0.5, "third": 0.33, "tenth": 0.1}.items(), key=lambda p: abs(p[1] - error))[0]


def price_of_shifts(**change: Any) -> float:
    """How much more often networks err on plain digits if they have learned from shifted ones."""
    plain, shifted = (five_networks(changes, **change).errors[0] for changes in (PLAIN, SHIFTED))
    return float(np.mean(shifted - plain))


def change_that_overturns() -> str:
    """The one change after which shifts cost nothing on plain digits any more."""
    changes: dict[str, dict] = {"brief": {"epochs": 30}, "runs": {"runs": tuple(range(5, 10))}, "wide": {"width": 256}}
    becomes = {key: outcome(price_of_shifts(), price_of_shifts(**change)) for key, change in changes.items()}
    (overturned,) = (key for key, end in becomes.items() if end == "reversed")
    return overturned


def calibration_after_smoothing() -> str:
    """The calibration error of networks that were trained with smoothed labels."""
    outcomes = [five_networks(changes) for changes in (PLAIN, PLAIN._replace(eps=0.1))]
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


def recipe_in_both_tables() -> str:
    """Where wider networks with small shifts and turns and mild noise err less than plain ones."""
    helps = {}
    for case, share, sets in (("wrong", WRONG, 3), ("right", 0.0, 10)):
        none, recipe = finished(compare(share, sets, ("none", "recipe"))).means
        helps[case] = recipe < 0.95 * none
    return "both" if all(helps.values()) else "wrong" if helps["wrong"] else "right"


PREDICTIONS = {
    "regularization-1": Prediction(
        Words(
            "Ten networks of 16 units learn the same 15 noisy points, each from another start. Their answers are "
            "averaged. Over many such sets of points, the mean squared error becomes …",
            "十个 16 单元的网络从不同的初值出发，学习同样的 15 个带噪声的点，再把输出取平均。"
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
                "You expect the start to weigh as much as the points do. But the noise is the same for all ten, and it"
                " makes most of the error.",
                "以为初值和样本点一样要紧。但十个网络学的是同样的噪声，误差大多由它造成。",
            ),
            "little": Words(
                "The start makes a small part of the error; the rest comes from the points, which all ten share.",
                "误差中只有一小部分来自初值；其余来自那些点，而十个网络学的点都一样。",
            ),
            "same": Words(
                "The ten differ a little, since they began differently, and that part is averaged away.",
                "十个网络出发点不同，输出略有差异，这一部分在平均中消失了。",
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
                "You take the length of the vector for each of its entries. Bill and flipper are correlated, so that "
                "one takes over what the other loses.",
                "把向量的长度当成每个分量。喙长与鳍肢长相关，一个失去的，另一个接过去。",
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
                "You count small weights as zeros. A step jumps over 0 and back again, since the slope of |w| is ±1 on"
                " both sides and never small.",
                "把小的权重当成了零。|w| 的斜率在两侧是 ±1，从不变小，所以每一步都会越过 0，再跳回来。",
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
            "Twenty networks learn 200 digits each, a fifth of the labels wrong, in training and in validation. Each "
            "is stopped when its validation loss has not fallen for 10 epochs, and its best epoch is kept. How many "
            "have a lower test error than after all 150 epochs?",
            "二十个网络各学习 200 个手写数字，训练集和验证集的标签都有五分之一是错的。验证损失连续 10 轮不降就停下，"
            "并保留最好的一轮。与训练满 150 轮相比，有几个的测试错误率更低？",
        ),
        {
            "most": Words("all, or nearly all", "全部，或几乎全部"),
            "half": Words("about half", "约一半"),
            "few": Words("hardly any", "几乎没有"),
        },
        runs_that_gain,
        {
            "most": Words(
                "What most digits agree on is learned first. The stop comes before the wrong labels are learned, one "
                "by one.",
                "多数数字共有的规律最先学会。错误的标签要一个一个地记，还没记住就停下了。",
            ),
            "half": Words(
                "You take the lowest validation loss for chance. But it comes early in every run, for the wrong labels "
                "take much longer.",
                "以为验证损失的最低点只是碰巧。其实每次训练都来得早，因为错误的标签要花久得多的时间才能记住。",
            ),
            "few": Words(
                "You expect wrong validation labels to mislead. They raise the loss of every epoch alike, so its "
                "lowest point moves little.",
                "以为验证集的错误标签会误导。其实它们使每一轮的损失同样升高，最低点移动得不多。",
            ),
        },
    ),
    "regularization-6": Prediction(
        Words(
            "A network of 64 hidden units learns 200 digits for 150 epochs, a fifth of the labels wrong, and errs on "
            "about 18% of others. Now dropout strikes out half of the hidden units in each step. What becomes of the "
            "test error?",
            "有 64 个隐藏单元的网络学习 200 个手写数字，共 150 轮，五分之一的标签是错的，在其他数字上的错误率约为 18%。"
            "现在用随机失活，每一步随机划去一半的隐藏单元。测试错误率会怎样？",
        ),
        {
            "lower": Words("lower, by about a fifth", "降低，约降五分之一"),
            "same": Words("about the same", "大致不变"),
            "higher": Words("higher, by about a fifth", "升高，约升五分之一"),
        },
        dropout_on_wrong_labels,
        {
            "lower": Words(
                "Half a network has it harder to learn single samples by heart, and a fifth of them is wrong.",
                "只剩一半单元，就难以死记单个样本；而这些样本有五分之一是错的。",
            ),
            "same": Words(
                "You think that in the end all units are there anyway. But they have learned less of what single "
                "samples say.",
                "以为测试时反正全部单元都在。但它们已经较少记住单个样本的内容。",
            ),
            "higher": Words(
                "You think that half of the network is lost. In the test all units answer, and they have learned to "
                "be useful in whatever company.",
                "以为网络丢了一半。其实测试时全部单元都参与预测，而且它们已学会在任何同伴中都起作用。",
            ),
        },
    ),
    "regularization-7": Prediction(
        Words(
            "Networks learn 200 digits, all of which stand in the middle of their sheet. Of test digits that are "
            "shifted by one pixel they read about 69% wrong. Now the training digits are shifted at random, too, anew "
            "each time. Of the shifted test digits they then read wrong …",
            "网络学习 200 个手写数字，每个都在纸的中央。测试数字平移一个像素，它们就认错约 69%。"
            "现在让训练数字也随机平移，每次重新抽取。这时平移过的测试数字中认错的有……",
        ),
        {
            "half": Words("about a half", "约一半"),
            "tenth": Words("about a tenth", "约十分之一"),
            "third": Words("about a third", "约三分之一"),
        },
        shifted_digits_after_shifts,
        {
            "half": Words(
                "You think that 200 digits stay 200 digits. To this network each place is another picture, so that it "
                "learns from nine times as many.",
                "以为 200 个数字还是 200 个数字。但对这种网络来说，换一个位置就是另一幅图，所以等于多了八倍的图。",
            ),
            "tenth": Words(
                "The network is shown that the place says nothing, and reads shifted digits nearly as well as plain "
                "ones.",
                "网络看到位置无关紧要，读平移过的数字就几乎和原样的一样好。",
            ),
            "third": Words(
                "You expect that 64 units have no room for nine places. They do not learn all nine perfectly, but "
                "nearly.",
                "以为 64 个单元容不下九个位置。它们学得不算完美，但相差不远。",
            ),
        },
    ),
    "regularization-sceptic": Prediction(
        Words(
            "Shifts in training cost these networks of 64 units one or two points on digits that are not shifted, "
            "though nothing is cut off. Which of these changes, made alone, overturns that?",
            "训练时平移，没有切掉任何墨迹，但这些 64 个单元的网络在没有平移的数字上，错误率仍升高一两个百分点。"
            "下面的改变，哪一项单独就能推翻这个结果？",
        ),
        {
            "brief": Words("a fifth of the epochs", "轮数减到五分之一"),
            "runs": Words("other digits and other starts", "换数字，换初值"),
            "wide": Words("four times as many units", "单元数增到四倍"),
        },
        change_that_overturns,
        {
            "brief": Words(
                "You expect that fewer shifted pictures do less harm. But nine places take longer to learn than one: "
                "stopped so soon, the networks are far behind.",
                "以为少看一些平移的图，害处就小。但学九个位置比学一个更费时：这么早停下，网络还差得远。",
            ),
            "runs": Words(
                "You take it for chance. With other digits and other starts it is the same.",
                "以为只是碰巧。换了数字和初值，结果仍然如此。",
            ),
            "wide": Words(
                "The shifts asked too much of so small a network. With 256 units they cost nothing that can be "
                "measured.",
                "是平移对这么小的网络要求太高。有 256 个单元时，测不出任何代价。",
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
                "You look at errors alone. It reads somewhat more digits right, and says so less surely: the two must "
                "come apart.",
                "只看错误率。它答对的还略多一些，却说得不那么肯定，两者必然不再相符。",
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
                "You forget the place between few and many. At 100 there is just one exact fit, and it must be taken, "
                "however large its weights are.",
                "忽略了从少到多之间的那一处。在 100 处只有一个精确解，不管权重多大都只能取它。",
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
                "You look at which step changes the numbers more. But noise that was chosen by the labels of the test "
                "rows fits them by luck, and the luck comes again.",
                "看的是哪一步对数值改动更大。但按测试行的标签挑出的噪声，碰巧与它们相符，这份运气会再次出现。",
            ),
            "large": Words(
                "You expect that a broken rule makes things worse. A leak makes them look better: the model knows "
                "something of the rows by which it is judged.",
                "以为违反规则就会使结果变差。泄漏却使结果显得更好：模型事先知道了评判它的那些行的某些情况。",
            ),
        },
    ),
    "regularization-10": Prediction(
        Words(
            "200 digits. Strong noise on the inputs halves the test error if a fifth of the labels is wrong, but does "
            "harm if all are right. Now the usual recipe of today: four times as many units, small shifts and turns, "
            "and mild noise. It lowers the test error …",
            "200 个手写数字。标签有五分之一是错的，输入上的强噪声能使测试错误率减半；标签全对，它却有害。"
            "现在用今天常见的配方：四倍的单元、小幅的平移和旋转，再加温和的噪声。它能降低测试错误率的情形是……",
        ),
        {
            "wrong": Words("with wrong labels, and not with right ones", "标签有错时，而标签全对时不能"),
            "both": Words("in both cases", "两种情形都能"),
            "right": Words("with right labels, and not with wrong ones", "标签全对时，而标签有错时不能"),
        },
        recipe_in_both_tables,
        {
            "wrong": Words(
                "You take all regularizers for one medicine. But small shifts and turns are true of digits, and a wide "
                "network has room for them.",
                "以为正则化都是同一种药。但数字稍微移动、转动之后还是那个数字，而宽的网络也学得下。",
            ),
            "both": Words(
                "It changes the digits only in ways that are true of digits, and the larger network has room for that.",
                "它只按数字确实会有的方式来改动数字，而更大的网络也容得下这些变化。",
            ),
            "right": Words(
                "You expect that 256 units learn wrong labels by heart. But no picture comes twice, so there is "
                "nothing to be learned by heart.",
                "以为 256 个单元会记住错误的标签。但没有一幅图出现两次，也就无从死记。",
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
    ([3.0, 1.0, 2.0, 1.5, 1.2, 0.5], 3),  # to fall is no gain, if it stays above the best
    ([1.0, 2.0, 3.0], 1),  # the best is the start
]


def judge_stop(answer: Any) -> Verdict:
    """A function (losses, patience) -> the kept epoch, and how many were run."""
    with expected(
        "Expected a function of losses and patience that returns two numbers: the kept epoch, and the epochs run.",
        "应给出以损失列表和耐心值为参数的函数，返回两个数：保留的轮次、运行的轮数。",
    ):
        found = [numbers(pair, 2) for pair in asked(answer, LOSSES_WATCHED)]
    wanted = np.array([stop(losses, patience) for losses, patience in LOSSES_WATCHED])
    kept, ran = (np.array(found) == wanted).T
    if kept.all() and ran.all():
        return right("Kept and stopped as it should be, every time.", "每一次都对：保留的和停下的轮次都对。")
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
    with expected(
        "Expected a function of h (n, M), keep and rng that returns an array of the shape of h.",
        "应给出以 h (n, M)、keep、rng 为参数的函数，返回与 h 形状相同的数组。",
    ):
        (found, untouched), (again, _), (other, _) = (thinned_by(answer, h, keep, seed) for seed in (1, 1, 2))
        whole, _ = thinned_by(answer, h, 1.0, 1)
    if found.shape != h.shape or whole.shape != h.shape:
        return keep_working(f"Shape {found.shape}, should be {h.shape}.", f"形状为 {found.shape}，应为 {h.shape}。")
    verdict = verdict_on_masks(found / h, keep, whole / h, untouched)
    if verdict.voice == "right" and (np.array_equal(found, other) or not np.array_equal(found, again)):
        return almost(
            "The mask must come from rng: another one with another seed, and the same with the same.",
            "掩码要由 rng 抽取：随机种子不同，掩码不同；种子相同，掩码相同。",
        )
    return verdict


def thinned_by(answer: Any, h: np.ndarray, keep: float, seed: int) -> tuple:
    """What the answer makes of a copy of h, and whether it has left the copy as it was."""
    given = h.copy()
    found = np.array(in_place(answer)(given, keep, np.random.default_rng(seed)), float)
    return found, np.array_equal(given, h)


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
    if not is_independent(kept, keep):
        return almost(
            "The entries depend on each other: each one is kept or not whatever becomes of the others.",
            "各元素互相牵连了：每个元素是否保留，应与其他元素无关。",
        )
    if not untouched:
        return almost("Right, but h itself was changed. Return a new array.", "对了，但 h 本身被改动了。请返回新数组。")
    return right("A mask for each row, and what is kept is scaled.", "每行一个掩码，保留下来的已缩放。")


def is_independent(kept: np.ndarray, keep: float) -> bool:
    """Whether no two rows and no two columns share a mask, and their counts scatter as those of a binomial do."""
    for mask in (kept, kept.T):
        scatter = mask.sum(axis=1).var() / (mask.shape[1] * keep * (1 - keep))  # 1 is expected
        if len(np.unique(mask, axis=0)) < len(mask) or not 0.25 < scatter < 2:
            return False
    return True


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
        found = np.array([scalar(one) for one in asked(answer, trials)])
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
            f"测试误差为 {errors}：确实下降。但较小的模型还记不住全部 100 个样本。",
        )
    return right(f"Test errors {errors}: the larger model is better.", f"测试误差为 {errors}：较大的模型更好。")


def solve_break() -> Words:
    verdict = judge_break((LEARNT, MOST))
    assert verdict.voice == "right"
    return Words(
        f"For example 100 and 2000. {verdict.hint.en} Both learn all 100 digits by heart; the larger one does it with "
        "smaller weights.",
        f"例如 100 和 2000。{verdict.hint.zh}两者都记住了全部 100 个样本，而较大的模型用的权重更小。",
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
    "regularization-easy": Exercise(judge_easy, solve_easy, Words("By hand: a soft threshold", "手算：软阈值")),
    "regularization-ridge": Exercise(
        judge_ridge, solve_ridge, Words("By hand: two directions under L2", "手算：L2 之下的两个方向")
    ),
    "regularization-stop": Exercise(judge_stop, solve_stop, Words("In code: when to stop", "写代码：什么时候停")),
    "regularization-build": Exercise(judge_build, solve_build, Words("In code: dropout", "写代码：随机失活")),
    "regularization-derive": Exercise(
        judge_derive, solve_derive, Words("Derive: noise on the inputs", "推导：输入上的噪声")
    ),
    "regularization-break": Exercise(judge_break, solve_break, Words("Break a claim", "推翻一个说法")),
    "regularization-open": open_question(solve_open, Words("Open: your own data", "开放题：你自己的数据")),
}
