"""Claims of lecture 9, regularization: bias and variance, penalties, stopping, dropout, changed data, and leakage."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim

TESTS = "lectures/regularization/"

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
            "by the part that the start has made; what all have learned of the same samples stays",
            "只降低由初值造成的部分；从同样的样本中共同学到的东西还在",
        ),
    ),
    Claim(
        Words("More parameters, more variance.", "参数越多，方差越大。"),
        "regularization.bias_variance",
        "regularization-1-play",
        f"{TESTS}test_text.py::test_polynomials_vary_more_with_each_degree_but_64_units_less_than_16",
        Words(
            "for the polynomials; not for networks trained by descent: 64 units vary less than 16 here",
            "对这些多项式成立；对用梯度下降训练的网络则不然：这里 64 个单元的方差小于 16 个单元",
        ),
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
            "only if a soft threshold follows each step; the slope in the gradient leaves small weights, and no zero",
            "只有每步之后做软阈值才如此；把斜率加进梯度只得到小的权重，没有一个为 0",
        ),
    ),
    Claim(
        Words("A larger penalty makes a smoother fit.", "惩罚项越大，拟合越平滑。"),
        "regularization.shrink",
        "regularization-3-play",
        f"{TESTS}test_shrink.py::test_under_l2_with_adam_the_error_falls_to_a_third_and_then_the_network_dies",
        Words(
            "up to a price at which the network answers with a constant; the best price is close to it here",
            "到某个价格为止，再高网络就只回答一个常数；在这里最好的价格就在它附近",
        ),
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
            "where there is something to be cut off: with 20% wrong labels every run gains, with right ones hardly any",
            "前提是有东西可以去掉：标签 20% 错误时每次训练都受益，标签全对时几乎没有受益的",
        ),
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
            "with wrong labels; with right ones the test error stays about the same here",
            "标签有错时如此；标签全对时，这里的测试错误率大致不变",
        ),
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
        f"{TESTS}test_change_the_data.py::test_trained_with_shifts_networks_read_shifted_digits_well_and_plain_ones_worse",
        Words(
            "on samples that are changed likewise; on plain ones it may cost, as where shifts cut ink off 8 × 8 digits",
            "对同样改动过的样本如此；对原样的样本可能有代价，例如平移切掉 8 × 8 数字的墨迹",
        ),
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
        Words("Label smoothing improves calibration.", "标签平滑改善校准。"),
        "regularization.change_the_data",
        "regularization-labels-play",
        f"{TESTS}test_change_the_data.py::test_smoothed_labels_ruin_the_calibration_of_clean_digits_and_a_temperature_repairs_it",
        Words(
            "not where the network was well calibrated before: on clean digits it is made too unsure",
            "原本校准良好时则不然：在标签全对的数字上，它使网络过于不自信",
        ),
    ),
    Claim(
        Words("The larger the model, the more it overfits.", "模型越大，过拟合越严重。"),
        "regularization.double_descent",
        "regularization-8-play",
        f"{TESTS}test_double_descent.py::test_the_numbers_of_100_digits",
        Words(
            "up to as many features as samples; beyond, the error falls again if the smallest weights are taken",
            "到特征数等于样本数为止；再往后，若取最小的权重，误差又会下降",
        ),
    ),
    Claim(
        Words("What is done before the split makes the error too small.", "在划分之前做的步骤会使误差偏小。"),
        "regularization.leakage",
        "regularization-9-play",
        f"{TESTS}test_text.py::test_what_is_reported_of_labels_that_nobody_can_predict",
        Words(
            "a step that looks at labels or copies rows; scaling costs nothing that can be measured here",
            "指要看标签或复制行的步骤；缩放在这里测不出影响",
        ),
    ),
    Claim(
        Words("Regularization makes a network better on new samples.", "正则化使网络在新样本上更好。"),
        "",
        "regularization-10-play",
        f"{TESTS}test_text.py::test_the_best_with_wrong_labels_does_harm_with_right_ones",
        Words(
            "where it forbids what is wrong with the data; with right labels strong noise and strong penalties harm",
            "前提是它禁止的恰是数据的毛病；标签全对时，强噪声和强惩罚项有害",
        ),
    ),
]
