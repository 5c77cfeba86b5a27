"""Claims of lecture 5, losses."""

from course_nn.common.words import Words
from course_nn.notebook.claims import ALWAYS, Claim, Tried

SMALL = Words(
    "measured: on small tasks with one input, ahead of the best constant answer; other pairs can work too, but give no "
    "probabilities, or are slower at the same rate",
    "实测：在只有一个输入的小任务上，与最好的固定答案相比；别的搭配也可能可行，但不输出概率，或在同一学习率下更慢",
)
CHANGES = {
    "rate": Tried(Words("a third of the learning rate", "学习率减到三分之一"), "stays"),
    "adam": Tried(Words("Adam in place of plain descent", "用 Adam 代替普通梯度下降"), "stays"),
    "long": Tried(Words("three times the steps", "步数增为三倍"), "stays"),
    "relu": Tried(Words("ReLU in place of tanh", "用 ReLU 代替 tanh"), "stays"),
    "data": Tried(Words("other samples", "换一批样本"), "stays"),
}


def recommends(claim: Words) -> Claim:
    """A claim that a pair of output and loss suits a task: one demo shows all of them, and one test asserts them."""
    test = (
        "lectures/losses/test_chooser.py::test_recommended_pairs_are_far_ahead_of_a_constant_whatever_a_sceptic_changes"
    )
    return Claim(claim, "losses.chooser", "losses-8-play", test, SMALL, CHANGES)


CLAIMS = [
    Claim(
        Words(
            "Training minimises a sum of losses, one per sample, plus λ times a penalty: θ* = argmin Σᵢ l(xᵢ, θ) + λ · penalty(θ).",
            "训练最小化各样本损失之和，再加上 λ 乘以惩罚项：θ* = argmin Σᵢ l(xᵢ, θ) + λ · penalty(θ)。",
        ),
        "losses.objective",
        "losses-1-play",
        "lectures/losses/test_objective.py::test_the_closed_form_minimiser_is_the_lowest_point_of_the_sum_of_both_terms",
        Words(
            "shown for one slope and the squared error, where the minimum is known in closed form; biases are usually left out of the penalty",
            "以一个斜率和平方误差展示，此时最小值点有闭式解；偏置通常不受惩罚",
        ),
    ),
    Claim(
        Words(
            "λ decides how much a small weight is worth: a larger λ buys smaller weights for a larger loss.",
            "λ 决定为缩小权重愿付多大代价：λ 越大，权重越小，损失越大。",
        ),
        "losses.objective",
        "losses-1-play",
        "lectures/losses/test_objective.py::test_a_larger_lambda_buys_a_smaller_weight_for_a_larger_loss",
        Words("L1 reaches exactly 0 from a certain λ on, L2 never does", "L1 从某个 λ 起恰为 0，L2 永远不会"),
    ),
    recommends(Words("Regression: linear output, mean squared error.", "回归：线性输出，均方误差。")),
    recommends(
        Words(
            "Binary classification: sigmoid output, binary cross-entropy (log loss).",
            "二分类：sigmoid 输出，二元交叉熵（对数损失）。",
        )
    ),
    recommends(
        Words(
            "Multi-class classification: softmax output, categorical cross-entropy.",
            "多分类：softmax 输出，分类交叉熵。",
        )
    ),
    Claim(
        Words("Regression, deterministic: f = Wh + b with l = ½(f − y)².", "回归，确定性：f = Wh + b，l = ½(f − y)²。"),
        "losses.regression",
        "losses-2-play",
        "lectures/losses/test_regression.py::test_the_squares_have_the_area_of_the_squared_error_twice_the_sum_of_losses",
        Words(
            "the best output for it is the mean, and one outlier can move it without end",
            "它的最优输出是均值，一个离群点就能把它无限拉偏",
        ),
    ),
    Claim(
        Words(
            "Regression, probabilistic: p(y | x) = N(y | Wh + b, Σ) with l = −log N(y | μ, Σ).",
            "回归，概率性：p(y | x) = N(y | Wh + b, Σ)，l = −log N(y | μ, Σ)。",
        ),
        "losses.covariance",
        "losses-covariance-play",
        "lectures/losses/test_covariance.py::test_the_negative_log_likelihood_agrees_with_an_independent_density",
        Words(
            "Σ symmetric and positive definite; the density is normal only if the noise is",
            "Σ 对称正定；噪声为正态分布时密度才是正态的",
        ),
    ),
    Claim(
        Words("The squared error is this −log N with a fixed σ.", "平方误差就是 σ 固定时的 −log N。"),
        "losses.gaussian",
        "losses-3-play",
        "lectures/losses/test_gaussian.py::test_minus_log_n_is_squared_error_over_two_sigma_squared_and_a_constant_that_no_line_changes",
        Words(
            "up to a factor 1/σ² and a constant; no longer once σ is learned or depends on x",
            "只相差一个因子 1/σ² 和一个常数；σ 一旦由学习得到或随 x 而变，就不再等价",
        ),
    ),
    Claim(
        Words(
            "Binary, deterministic: f = Wh + b with the hinge loss l = max(0, 1 − y f), y = −1 or +1.",
            "二分类，确定性：f = Wh + b，铰链损失 l = max(0, 1 − y f)，y = −1 或 +1。",
        ),
        "losses.margins",
        "losses-4-play",
        "lectures/losses/test_margins.py::test_each_loss_is_a_function_of_the_margin_with_the_published_values",
        ALWAYS,
    ),
    Claim(
        Words(
            "Binary, probabilistic: f = σ(Wh + b) with l = −c log f − (1 − c) log(1 − f), c = 0 or 1.",
            "二分类，概率性：f = σ(Wh + b)，l = −c log f − (1 − c) log(1 − f)，c = 0 或 1。",
        ),
        "losses.margins",
        "losses-4-play",
        "lectures/losses/test_margins.py::test_the_log_loss_is_minus_the_logarithm_of_the_probability_of_the_right_class",
        Words(
            "a definition; computed from Wh + b before the sigmoid, so that no logarithm of 0 is met",
            "这是定义；由 sigmoid 之前的 Wh + b 计算，就不会遇到 0 的对数",
        ),
    ),
    Claim(
        Words(
            "The hinge takes labels −1 and +1, the log loss 0 and 1: y = 2c − 1.",
            "铰链损失用标签 −1 和 +1，对数损失用 0 和 1：y = 2c − 1。",
        ),
        "losses.margins",
        "losses-4-play",
        "lectures/losses/test_margins.py::test_labels_are_y_equal_2c_minus_1_and_log_loss_alone_takes_c",
        Words(
            "mixed up, the bare formulas train on without a complaint; this course refuses",
            "混用时，不加检查的公式照样训练而不报错；本课程的损失函数会拒绝",
        ),
    ),
    Claim(
        Words("A sigmoid goes with cross-entropy.", "sigmoid 应与交叉熵搭配。"),
        "losses.wrong_pair",
        "losses-5-play",
        "lectures/losses/test_wrong_pair.py::test_the_more_wrong_the_slower_with_squared_error_and_the_faster_with_cross_entropy",
        Words(
            "with the squared error it may arrive too, but is slowest when most wrong: its slope falls once the error exceeds 2/3",
            "用平方误差也可能达到目标，只是错得越厉害越慢：误差超过 2/3 后斜率反而下降",
        ),
    ),
    Claim(
        Words(
            "Multi-class, deterministic: f = Wh + b with a multi-class SVM loss (named, not covered).",
            "多分类，确定性：f = Wh + b，配多分类 SVM 损失（讲义只提到名称）。",
        ),
        "losses.multiclass_hinge",
        "losses-svm-play",
        "lectures/losses/test_multiclass_hinge.py::test_the_loss_of_the_probe_is_the_sum_of_what_the_wrong_classes_overhang",
        Words(
            "in the form of Weston and Watkins (1999), Σ max(0, 1 + fₖ − f_c) over the wrong classes; there are others",
            "取 Weston 与 Watkins（1999）的形式：对错误类别求和 Σ max(0, 1 + fₖ − f_c)；另有其他形式",
        ),
    ),
    Claim(
        Words(
            "Multi-class, probabilistic: softmax(Wh + b) with l = −Σₖ hₖ log pₖ, where h is the one-hot coding of the class.",
            "多分类，概率性：softmax(Wh + b)，l = −Σₖ hₖ log pₖ，h 是类别的独热编码。",
        ),
        "losses.softmax",
        "losses-6-play",
        "lectures/losses/test_softmax.py::test_the_loss_is_minus_the_log_of_the_probability_that_the_one_hot_coding_picks",
        Words(
            "a definition; computed by log-sum-exp, for the quotient overflows with large logits",
            "这是定义；用 log-sum-exp 计算，因为 logit 较大时直接求商会溢出",
        ),
    ),
    Claim(
        Words(
            "One-hot coding: n categories become vectors of length n with a single 1.",
            "独热编码：n 个类别变成长度为 n、只有一个 1 的向量。",
        ),
        "losses.one_hot",
        "losses-7-play",
        "test_losses.py::test_one_hot_rows_and_class_numbers_mean_the_same",
        ALWAYS,
    ),
    Claim(
        Words(
            "One-hot coding turns categories into numbers without inventing an order.",
            "独热编码把类别变成数，而不凭空造出次序。",
        ),
        "losses.one_hot",
        "losses-7-play",
        "lectures/losses/test_one_hot.py::test_as_input_one_hot_fits_every_mean_whatever_the_order_and_the_integer_only_a_line",
        Words(
            "for linear models, as input and as target; a deep network can undo a bad order of its inputs",
            "对线性模型而言，作输入和作目标都是；深层网络可以抵消输入编码的坏次序",
        ),
    ),
    Claim(
        Words(
            "With many categories one-hot coding is large, sparse and wasteful.",
            "类别很多时，独热编码庞大、稀疏而浪费。",
        ),
        "losses.one_hot",
        "losses-7-play",
        "lectures/losses/test_one_hot.py::test_with_many_categories_one_hot_is_large_and_sparse",
        Words(
            "if the vectors are really stored; a layer, or the cross-entropy, needs only the number of the class",
            "指真的把这些向量存下来；一层网络或交叉熵其实只需要类别的编号",
        ),
    ),
    Claim(
        Words(
            "A loss with minus a logarithm is maximum likelihood: the product of the probabilities becomes a sum of losses.",
            "取负对数的损失就是最大似然：概率的乘积变成损失的和。",
        ),
        "losses.gaussian",
        "losses-3-play",
        "lectures/losses/test_likelihood.py::test_the_likeliest_parameters_have_the_smallest_sum_and_each_distribution_has_its_loss",
        Words(
            "samples independent of each other; the normal distribution gives the squared error, Laplace's the absolute "
            "error, Bernoulli's and the categorical one the cross-entropies",
            "样本相互独立；正态分布给出平方误差，拉普拉斯分布给出绝对误差，伯努利分布与类别分布给出交叉熵",
        ),
    ),
    Claim(
        Words(
            "A penalty is minus the logarithm of a prior: a normal one gives L2, Laplace's gives L1.",
            "惩罚项是先验的负对数：正态先验给出 L2，拉普拉斯先验给出 L1。",
        ),
        "losses.objective",
        "losses-1-play",
        "lectures/losses/test_objective.py::test_a_normal_prior_is_the_l2_penalty_and_a_laplace_prior_the_l1_penalty",
        Words(
            "independent weights with one common width; the sum of losses must itself be minus a log-likelihood",
            "各权重相互独立且宽度相同；损失之和本身须为负对数似然",
        ),
    ),
    Claim(
        Words(
            "A linear output that is clipped to 0 … 1 for its cross-entropy ends far below a sigmoid.",
            "为了取交叉熵而截断到 0 与 1 之间的线性输出，最后远不如 sigmoid。",
        ),
        "losses.chooser",
        "losses-8-play",
        "lectures/losses/test_chooser.py::test_a_clipped_output_ends_far_below_the_sigmoid_until_a_sceptic_makes_the_steps_small",
        Words(
            "measured: plain descent with η = 0.3, 300 steps, medians of 5 starts; with small steps it gets as far",
            "实测：普通梯度下降，η = 0.3，300 步，5 个起点的中位数；步子小时则一样好",
        ),
        {
            "larger": Tried(Words("ten times the learning rate", "学习率增为十倍"), "stays"),
            "long": Tried(Words("three times the steps", "步数增为三倍"), "stays"),
            "adam": Tried(Words("Adam with the same η", "用 Adam，η 不变"), "stays"),
            "data": Tried(Words("other samples", "换一批样本"), "stays"),
            "relu": Tried(Words("ReLU in place of tanh", "用 ReLU 代替 tanh"), "stays"),
            "smaller": Tried(Words("η = 0.01", "η = 0.01"), "reversed"),
            "short": Tried(Words("gradients cut to the length 0.3", "梯度缩短到长度 0.3"), "reversed"),
            "small_adam": Tried(Words("Adam with η = 0.01", "用 Adam，η = 0.01"), "reversed"),
        },
    ),
    Claim(
        Words(
            "With the same learning rate, the squared error on a sigmoid is later than the cross-entropy.",
            "学习率相同时，sigmoid 配平方误差比配交叉熵慢。",
        ),
        "losses.chooser",
        "losses-8-play",
        "lectures/losses/test_chooser.py::test_squared_error_on_a_sigmoid_arrives_later_unless_its_steps_are_made_larger",
        Words(
            "measured: two classes, plain descent with η = 0.3; steps until 3 points below the end, medians of 5 starts; "
            "its slope is at most a quarter as large",
            "实测：二分类，普通梯度下降，η = 0.3；以得分离终点不到 3 个百分点时的步数计，5 个起点的中位数；"
            "平方误差的斜率至多是四分之一",
        ),
        {
            "slower": Tried(Words("half the learning rate", "学习率减半"), "stays"),
            "faster": Tried(Words("three times the learning rate", "学习率增为三倍"), "stays"),
            "three": Tried(Words("three classes, softmax", "三分类，softmax"), "weaker"),
            "four": Tried(Words("the squared error taken four times", "平方误差乘以 4"), "reversed"),
            "sure": Tried(
                Words("taken four times, from a start that is sure and wrong", "乘以 4，但起初错得很有把握"), "stays"
            ),
            "adam": Tried(Words("Adam", "用 Adam"), "reversed"),
        },
    ),
    Claim(
        Words(
            "A network that learns for long from few points promises more than its band holds.",
            "样本少而训练久时，网络的误差带守不住承诺。",
        ),
        "losses.gaussian",
        "losses-3-play",
        "lectures/losses/test_gaussian.py::test_few_points_and_long_training_break_the_promise_of_the_band_and_many_points_keep_it",
        Words(
            "measured: 60 points, 16 tanh units with their own σ(x), 2,000 epochs of Adam; how many times the promised 5% "
            "lie outside, as a logarithm; medians of 5 samples; with the squared error later",
            "实测：60 个样本，16 个 tanh 单元，自己学 σ(x)，用 Adam 训练 2,000 轮；以带外新样本是所承诺 5% 的几倍（取对数）计；"
            "5 批样本的中位数；用平方误差训练则来得晚些",
        ),
        {
            "wide": Tried(Words("four times the hidden units", "隐藏单元增为四倍"), "stays"),
            "relu": Tried(Words("ReLU in place of tanh", "用 ReLU 代替 tanh"), "stays"),
            "curve": Tried(Words("a sine in place of the line", "真实曲线由直线换成正弦"), "stays"),
            "even": Tried(Words("noise that is the same everywhere", "处处一样的噪声"), "stays"),
            "few": Tried(Words("15 points", "15 个样本"), "stays"),
            "squared": Tried(
                Words(
                    "squared error, σ the rms of its training errors, 6,000 epochs",
                    "平方误差，σ 取训练误差的均方根，训练 6,000 轮",
                ),
                "stays",
            ),
            "penalty": Tried(Words("an L2 penalty, λ = 20", "L2 惩罚项，λ = 20"), "weaker"),
            "many": Tried(Words("400 points", "400 个样本"), "reversed"),
        },
    ),
]
