"""Claims of the primer: what an epoch of small batches is worth, and the neuron of lecture 1 as one that learns."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim, Tried

CLAIMS = [
    Claim(
        Words(
            "An epoch of small batches gets nearer to the bottom than an epoch of all samples at once.",
            "用小批量走一轮，比一次用全部样本走一轮更接近谷底。",
        ),
        "primer.epochs",
        "primer-3-play",
        "lectures/primer/test_epochs.py::test_an_epoch_of_small_batches_is_ahead_of_one_of_all_samples_unless_they_get_their_own_rate",
        Words(
            "measured: 40 penguins, 5 in a batch, η = 0.1 for both; with each its best η all at once win on one "
            "standardised input, where the valley is round and one step is the whole way; with two or three inputs "
            "small batches stay ahead",
            "实测：40 只企鹅，小批量含 5 只，两边 η 都取 0.1；若两边各用最好的 η，只有一个标准化的输入时，谷是圆的，"
            "“全部样本”一步就到，反而领先；有两三个输入时，仍是小批量领先",
        ),
        {
            "single": Tried(Words("batches of one", "小批量只含 1 个样本"), "stays"),
            "birds": Tried(Words("other penguins", "换一批企鹅"), "stays"),
            "small": Tried(Words("η = 0.01", "η = 0.01"), "weaker"),
            "best": Tried(Words("η = 1, best for all at once", "η = 1，最适合全部样本"), "reversed"),
            "tuned": Tried(Words("each with its best η", "两边各用最好的 η"), "reversed"),
            "two": Tried(Words("flipper and bill, each with its best η", "鳍肢长与喙长，两边各用最好的 η"), "stays"),
            "three": Tried(Words("three measurements, each with its best η", "三项测量值，两边各用最好的 η"), "stays"),
        },
    ),
    Claim(
        Words(
            "Gradient descent takes a neuron from any line to the best one.",
            "从任何一条直线出发，梯度下降都能把神经元带到最优的那一条。",
        ),
        "primer.logistic_regression",
        "primer-4-play",
        "lectures/primer/test_logistic_regression.py::test_a_hundred_steps_remove_nearly_all_of_the_loss_above_the_minimum_unless_eta_is_too_large_for_the_data",
        Words(
            "measured: two measurements of two species that overlap, η = 3, 100 steps; in theory with every small enough η, "
            "as the loss is convex",
            "实测：两种有重叠的企鹅，两项测量值，η = 3，100 步；理论上 η 足够小就成立，因为损失是凸的",
        ),
        {
            "far": Tried(Words("a first line that is quite wrong", "起点错得离谱"), "stays"),
            "pair": Tried(Words("flipper length and body mass", "鳍肢长与体重"), "stays"),
            "small": Tried(Words("η = 0.1", "η = 0.1"), "stays"),
            "large": Tried(Words("flipper length and body mass with η = 30", "鳍肢长与体重，η = 30"), "reversed"),
        },
    ),
    Claim(
        Words("Logistic regression is a neuron: y = σ(wᵀx + b).", "逻辑回归就是一个神经元：y = σ(wᵀx + b)。"),
        "primer.logistic_regression",
        "primer-4-play",
        "lectures/primer/test_logistic_regression.py::test_minimum_agrees_with_an_independent_solver",
        Words(
            "fitted by maximum likelihood; classes must overlap for a finite best w",
            "用最大似然法拟合；两类须有重叠，最优的 w 才是有限的",
        ),
    ),
    Claim(
        Words(
            "A scaled probit lies almost on top of the logistic sigmoid.",
            "缩放后的 probit 函数与 logistic sigmoid 几乎重合。",
        ),
        "primer.logistic_regression",
        "primer-4-play",
        "lectures/primer/test_logistic_regression.py::test_scaled_probit_stays_within_two_hundredths_of_the_sigmoid",
        Words(
            "scale √(π/8), equal slopes at 0; within 0.018 everywhere",
            "缩放因子为 √(π/8)，使两者在 0 处斜率相同；处处相差不超过 0.018",
        ),
    ),
]
