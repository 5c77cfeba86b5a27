"""Claims of lecture 9, regularization: bias and variance, penalties, stopping, dropout, changed data, and leakage."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim, Tried

TESTS = "lectures/regularization/"
RIGHT = Words("all labels right", "标签全对")
DOUBLED = Words("twice as many wrong labels", "错误标签加倍")
BRIEF = Words("a third of the epochs", "轮数减到三分之一")
FIFTH = Words("a fifth of the epochs", "轮数减到五分之一")
OTHERS = Words("other digits and other starts", "换数字，换初值")
CUT = Words("ink that leaves 8 × 8 pixels is cut off", "移出 8 × 8 像素的墨迹被切掉")
WIDE = Words("four times as many units", "单元数增到四倍")
NOISE = Words("twice the noise", "噪声加倍")
SAMPLES = Words("twice as many samples", "样本加倍")

CLAIMS = [
    Claim(
        Words("The mean squared error is bias² plus variance.", "均方误差等于偏差²加方差。"),
        "regularization.bias_variance",
        "regularization-1-play",
        f"{TESTS}test_bias_variance.py::test_the_parts_sum_to_the_measured_error",
        Words(
            "for the squared error, measured against the true curve; on noisy samples the noise comes on top",
            "对平方误差，相对真实曲线测量；在带噪声的样本上，还要加上噪声",
        ),
    ),
    Claim(
        Words("Averaging networks lowers the error.", "对多个网络取平均能降低误差。"),
        "regularization.bias_variance",
        "regularization-1-play",
        f"{TESTS}test_text.py::test_averaging_ten_networks_removes_what_the_start_has_made_and_nothing_else",
        Words(
            "measured: ten networks of 16 units on each of ten sets of 15 points; the part that the start has made is "
            "gone, 7% of the error, and what all have learned of the same samples stays",
            "实测：十组样本，每组 15 个点、十个 16 单元的网络；去掉的只是由初值造成的部分，占误差的 7%，从同样的样本中共同学到的东西还在",
        ),
        {
            "wide": Tried(WIDE, "stays"),
            "narrow": Tried(Words("a quarter of the units", "单元数减到四分之一"), "stays"),
            "noise": Tried(NOISE, "stays"),
            "samples": Tried(SAMPLES, "stays"),
        },
    ),
    Claim(
        Words("More parameters, more variance.", "参数越多，方差越大。"),
        "regularization.bias_variance",
        "regularization-1-play",
        f"{TESTS}test_text.py::test_polynomials_vary_more_with_each_degree_but_64_units_less_than_16",
        Words(
            "measured: polynomials of degree 9 beside degree 5, 15 points, 100 sets; not for networks trained by "
            "descent, of which 64 units vary less than 16",
            "实测：9 次与 5 次多项式，15 个点，100 组样本；对用梯度下降训练的网络则不然，64 个单元的方差小于 16 个单元",
        ),
        {
            "noise": Tried(NOISE, "stays"),
            "samples": Tried(SAMPLES, "weaker"),
            "priced": Tried(Words("a penalty of 1", "惩罚项取 1"), "reversed"),
            "network": Tried(Words("networks in place of polynomials", "多项式换成网络"), "reversed"),
        },
    ),
    Claim(
        Words("An L2 penalty makes the weights smaller.", "L2 惩罚项使权重变小。"),
        "regularization.penalties",
        "regularization-2-play",
        f"{TESTS}test_penalties.py::test_under_l2_the_bill_length_grows_sixfold_and_the_bill_depth_changes_its_sign",
        Words(
            "their length; single weights may grow or change sign where inputs are correlated",
            "变小的是权重向量的长度；输入相关时，个别权重可能变大或变号",
        ),
    ),
    Claim(
        Words("An L1 penalty sets weights to exactly 0.", "L1 惩罚项使一些权重恰好为 0。"),
        "regularization.penalties",
        "regularization-2-play",
        f"{TESTS}test_penalties.py::test_two_thirds_of_the_directions_give_a_zero",
        Words(
            "at the minimum, in some directions of the optimum; for equal curvatures, length 2, λ/n = 1 in two thirds",
            "在最小值处，且取决于最优点的方向；曲率相同、长度为 2、λ/n = 1 时占三分之二",
        ),
    ),
    Claim(
        Words("Trained with an L1 penalty, a network has many zeros.", "用 L1 惩罚项训练的网络有许多权重为 0。"),
        "regularization.shrink",
        "regularization-3-play",
        f"{TESTS}test_shrink.py::test_l1_in_the_gradient_leaves_no_weight_exactly_0",
        Words(
            "measured: 64 tanh units on 15 points, momentum, λ = 0.1, medians of 20 runs; only if a soft threshold "
            "follows each step",
            "实测：64 个 tanh 单元，15 个点，动量，λ = 0.1，20 次训练的中位数；只有每步之后做软阈值才如此",
        ),
        {
            "slope": Tried(Words("the slope in the gradient", "把斜率加进梯度"), "reversed"),
            "less": Tried(Words("a third of the price", "价格减到三分之一"), "stays"),
            "more": Tried(Words("three times the price", "价格增到三倍"), "stays"),
        },
    ),
    Claim(
        Words("A larger penalty makes a smoother fit.", "惩罚项越大，拟合越平滑。"),
        "regularization.shrink",
        "regularization-3-play",
        f"{TESTS}test_shrink.py::test_under_l2_with_adam_the_error_falls_to_a_third_and_then_the_network_dies",
        Words(
            "measured: L2 in the gradient of Adam, λ = 0.1, 15 points, medians of 20 runs, where the noise has been "
            "fitted; at a higher price the network answers with a constant",
            "实测：L2 加进 Adam 的梯度，λ = 0.1，15 个点，20 次训练的中位数，已经拟合了噪声；价格再高，网络就只输出一个常数",
        ),
        {
            "l1": Tried(Words("L1 in place of L2", "用 L1 代替 L2"), "stays"),
            "more": Tried(Words("three times the price", "价格增到三倍"), "stays"),
            "beside": Tried(Words("a decay beside the step", "改为步外衰减"), "reversed"),
            "momentum": Tried(Words("L1, and momentum with the same η", "用 L1，并改用动量，η 相同"), "reversed"),
            "larger": Tried(Words("momentum with ten times the η", "改用动量，η 增到十倍"), "stays"),
            "brief": Tried(Words("Adam, a twentieth of the epochs", "Adam，轮数减到二十分之一"), "reversed"),
        },
    ),
    Claim(
        Words("Weight decay is an L2 penalty.", "权重衰减就是 L2 惩罚项。"),
        "regularization.decay",
        "regularization-4-play",
        f"{TESTS}test_decay.py::test_adams_decay_pulls_not_at_all_up_to_its_box_and_the_penalty_as_ever",
        Words(
            "for plain descent; with momentum a decay of λ/(1 − β) is, and with Adam none is",
            "对普通梯度下降成立；用动量时要取 λ/(1 − β) 的衰减；用 Adam 时则不成立",
        ),
    ),
    Claim(
        Words("Early stopping prevents overfitting.", "早停防止过拟合。"),
        "regularization.early_stopping",
        "regularization-5-play",
        f"{TESTS}test_early_stopping.py::test_with_a_fifth_of_the_labels_wrong_every_run_gains",
        Words(
            "measured: 200 digits and as many others to watch, a fifth of the labels wrong, 64 units, means of 20 runs; "
            "where there is something to be cut off",
            "实测：200 个手写数字，另有同样多个用作验证集，标签五分之一错误，64 个单元，20 次训练的平均；前提是后面的训练有害处",
        ),
        {
            "right": Tried(RIGHT, "reversed"),
            "own": Tried(Words("50 of the 200 digits kept back to watch", "从 200 个中留出 50 个作验证集"), "weaker"),
            "few": Tried(Words("25 validation digits in place of 200", "验证集从 200 个减到 25 个"), "stays"),
            "hasty": Tried(Words("a third of the patience", "耐心值减到三分之一"), "stays"),
            "brief": Tried(BRIEF, "reversed"),
        },
    ),
    Claim(
        Words("Early stopping acts like an L2 penalty.", "早停的作用类似 L2 惩罚项。"),
        "regularization.early_stopping",
        "regularization-5-play",
        f"{TESTS}test_stop_filter.py::test_the_one_lambda_for_which_both_are_most_alike_leaves_a_gap_of_a_fifth",
        Words(
            "for a quadratic loss and plain descent from 0; never exactly in two directions at once",
            "对二次损失、从 0 出发的普通梯度下降成立；不能同时在两个方向上完全相同",
        ),
    ),
    Claim(
        Words("Dropout prevents overfitting.", "随机失活防止过拟合。"),
        "regularization.dropout",
        "regularization-6-play",
        f"{TESTS}test_dropout.py::test_with_a_fifth_of_the_labels_wrong_dropout_helps",
        Words(
            "measured: 200 digits, a fifth of the labels wrong, 64 units, 150 epochs, means of ten runs; an early "
            "stop gains as much if it has 200 further digits to watch",
            "实测：200 个手写数字，标签五分之一错误，64 个单元，150 轮，十次训练的平均；早停如果另有 200 个数字作验证集，收效也有这么大",
        ),
        {
            "right": Tried(RIGHT, "reversed"),
            "wide": Tried(Words("eight times as many units", "单元数增到八倍"), "weaker"),
            "deep": Tried(Words("a second hidden layer", "再加一个隐藏层"), "stays"),
            "unscaled": Tried(Words("scaling forgotten", "不缩放"), "stays"),
            "brief": Tried(BRIEF, "reversed"),
        },
    ),
    Claim(
        Words("The whole network stands for the mean of all masks.", "整个网络代表所有掩码的平均。"),
        "regularization.dropout",
        "regularization-6-play",
        f"{TESTS}test_dropout_masks.py::test_the_normalised_geometric_mean_of_all_masks_is_the_whole_network_the_arithmetic_is_not",
        Words(
            "exactly for the geometric mean behind one hidden layer; else nearly",
            "只有一个隐藏层时，与几何平均完全相等；其余情形只是近似",
        ),
    ),
    Claim(
        Words("Changed copies of the samples improve a network.", "用改动过的样本训练能改善网络。"),
        "regularization.change_the_data",
        "regularization-7-play",
        f"{TESTS}test_change_the_data.py::test_trained_with_shifts_networks_read_shifted_digits_well",
        Words(
            "measured: shifts by one pixel, 200 digits, 64 units, means of five runs, on digits that are shifted "
            "likewise",
            "实测：平移一个像素，200 个手写数字，64 个单元，五次训练的平均，在同样平移过的数字上",
        ),
        {
            "cut": Tried(CUT, "stays"),
            "runs": Tried(OTHERS, "stays"),
            "brief": Tried(FIFTH, "stays"),
            "wide": Tried(WIDE, "stays"),
        },
    ),
    Claim(
        Words("Changed copies cost on samples that are not changed.", "用改动过的样本训练，在没有改动的样本上有代价。"),
        "regularization.change_the_data",
        "regularization-7-play",
        f"{TESTS}test_change_the_data.py::test_shifts_cost_a_small_network_on_plain_digits_though_nothing_is_cut_off",
        Words(
            "measured: shifts by one pixel of which nothing is cut off, 200 digits, 64 units, 150 epochs, means of "
            "five runs; only for a small network",
            "实测：平移一个像素，不切掉墨迹，200 个手写数字，64 个单元，150 轮，五次训练的平均；只对小网络如此",
        ),
        {
            "cut": Tried(CUT, "stays"),
            "runs": Tried(OTHERS, "stays"),
            "brief": Tried(FIFTH, "stays"),
            "wide": Tried(WIDE, "reversed"),
        },
    ),
    Claim(
        Words("Noise on the inputs is an L2 penalty.", "输入上的噪声就是 L2 惩罚项。"),
        "regularization.change_the_data",
        "regularization-7-play",
        f"{TESTS}test_noisy_copies.py::test_six_chosen_copies_are_ridge_exactly",
        Words(
            "for least squares, in the mean over the noise: λ = nσ²", "对最小二乘法，在对噪声求平均的意义上：λ = nσ²"
        ),
    ),
    Claim(
        Words("Label smoothing spoils the calibration.", "标签平滑损害校准。"),
        "regularization.change_the_data",
        "regularization-labels-play",
        f"{TESTS}test_change_the_data.py::test_smoothed_labels_ruin_the_calibration_of_clean_digits_and_a_temperature_repairs_it",
        Words(
            "measured: ε = 0.1, 200 digits with right labels, 64 units, means of five runs; a few more of them are read "
            "right, with less certainty; a temperature repairs it",
            "实测：ε = 0.1，200 个标签全对的手写数字，64 个单元，五次训练的平均；答对的略多，却不那么肯定；除以温度即可修复",
        ),
        {
            "runs": Tried(OTHERS, "stays"),
            "brief": Tried(FIFTH, "stays"),
            "few": Tried(
                Words("a quarter of the digits, and a fifth of its answers wrong", "数字只有四分之一，回答错五分之一"),
                "stays",
            ),
            "wrong": Tried(Words("a fifth of the labels wrong", "标签五分之一错误"), "weaker"),
            "cooled": Tried(Words("the best temperature", "取最佳温度"), "reversed"),
        },
    ),
    Claim(
        Words("The larger the model, the more it overfits.", "模型越大，过拟合越严重。"),
        "regularization.double_descent",
        "regularization-8-play",
        f"{TESTS}test_double_descent.py::test_the_error_soars_as_features_become_as_many_as_samples_unless_there_is_a_penalty",
        Words(
            "measured: 100 digits, random features, medians of ten draws; up to as many features as samples, and "
            "without a penalty",
            "实测：100 个手写数字，随机特征，十次抽样的中位数；到特征数等于样本数为止，且没有惩罚项",
        ),
        {
            "tanh": Tried(Words("tanh in place of ReLU", "用 tanh 代替 ReLU"), "stays"),
            "draws": Tried(Words("other draws", "换抽样"), "stays"),
            "wrong": Tried(Words("a fifth of the labels wrong", "标签五分之一错误"), "stays"),
            "priced": Tried(Words("a penalty of 10", "惩罚项取 10"), "reversed"),
        },
    ),
    Claim(
        Words("What is done before the split makes the error too small.", "在划分之前做的步骤会使误差偏小。"),
        "regularization.leakage",
        "regularization-9-play",
        f"{TESTS}test_leakage.py::test_steps_before_the_split_report_too_small_an_error_whatever_else_is_changed",
        Words(
            "measured: 50 rows of 500 columns of noise, means of 20 draws; a step that looks at labels, for scaling "
            "costs nothing that can be measured",
            "实测：50 行、500 列噪声，20 次抽样的平均；指要看标签的步骤，缩放则测不出影响",
        ),
        {
            "more": Tried(Words("ten times as many columns", "噪声列增到十倍"), "stays"),
            "mean": Tried(Words("nearest mean in place of nearest neighbour", "最近邻换成最近均值"), "stays"),
            "few": Tried(Words("no more columns than are selected", "噪声列不比挑选的多"), "reversed"),
            "majority": Tried(Words("a classifier that looks at no column", "换成不看任何一列的分类器"), "reversed"),
        },
    ),
    Claim(
        Words("Regularization makes a network better on new samples.", "正则化使网络在新样本上更好。"),
        "",
        "regularization-10-play",
        f"{TESTS}test_text.py::test_the_best_with_wrong_labels_does_harm_with_right_ones",
        Words(
            "measured: strong noise on the inputs, 200 digits, a fifth of the labels wrong, 64 units, means of five "
            "sets; where it forbids what is wrong with the data",
            "实测：输入上的强噪声，200 个手写数字，标签五分之一错误，64 个单元，五组的平均；前提是它禁止的恰是数据的毛病",
        ),
        {
            "right": Tried(RIGHT, "reversed"),
            "more": Tried(DOUBLED, "stays"),
            "l2": Tried(Words("an L2 penalty in place of noise", "噪声换成 L2 惩罚项"), "stays"),
            "decay": Tried(Words("a decay in place of noise", "噪声换成权重衰减"), "stays"),
        },
    ),
    Claim(
        Words(
            "A wider network with small shifts and turns and mild noise does better on new samples.",
            "更宽的网络，配上小幅的平移和旋转以及温和的噪声，在新样本上更好。",
        ),
        "",
        "regularization-10-play",
        f"{TESTS}test_closing_table.py::test_the_recipe_of_today_helps_with_right_labels_and_with_wrong_ones",
        Words(
            "measured: 200 digits with right labels, means of ten sets, beside plain networks of 64 units",
            "实测：200 个标签全对的手写数字，十组的平均，与 64 个单元、不作正则化的网络相比",
        ),
        {
            "wrong": Tried(Words("a fifth of the labels wrong", "标签五分之一错误"), "stays"),
            "more": Tried(Words("two fifths of the labels wrong", "标签五分之二错误"), "stays"),
            "kernel": Tried(
                Words("beside kernel ridge regression, tuned, without training", "改与调好的核岭回归（不用训练）相比"),
                "reversed",
            ),
        },
    ),
]
