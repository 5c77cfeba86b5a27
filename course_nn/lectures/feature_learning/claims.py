"""Claims of lecture 6, feature learning."""

from course_nn.common.words import Words
from course_nn.notebook.claims import ALWAYS, Claim

CONVEX = Words(
    "with ψ frozen, and a loss convex in v and c, as squared error and cross-entropy are; λ > 0, or classes that are not "
    "separable: else there is no best v. The network's own layer, trained with ψ, only comes near",
    "ψ 冻结，且损失对 v、c 是凸的（平方误差与交叉熵都是）；须 λ > 0 或两类不可分，否则没有最优的 v。"
    "与 ψ 一同训练的那一层只是接近",
)

CLAIMS = [
    Claim(
        Words(
            "The stack x, h₁, h₂ = ψ(x), y, with a linear regressor or classifier at the last arrow.",
            "从 x 经 h₁、h₂ = ψ(x) 到 y 的各层，最后一个箭头是线性回归器或线性分类器。",
        ),
        "feature_learning.morph",
        "feature_learning-2-play",
        "lectures/feature_learning/test_morph.py::test_at_the_start_of_the_film_it_shows_x_and_at_its_end_a_straight_line",
        ALWAYS,
    ),
    Claim(
        Words("The last layer is a plain linear regression.", "最后一层就是普通的线性回归。"),
        "feature_learning.last_layer",
        "feature_learning-1-play",
        "lectures/feature_learning/test_last_layer.py::test_with_psi_frozen_the_last_layer_trained_alone_arrives_at_the_solvers_loss_from_every_epoch",
        CONVEX,
    ),
    Claim(
        Words("Or a plain linear classification.", "或者就是普通的线性分类。"),
        "feature_learning.last_layer",
        "feature_learning-1-play",
        "lectures/feature_learning/test_last_layer.py::test_the_refit_is_that_of_an_independent_solver",
        CONVEX,
    ),
    Claim(
        Words(
            "Training brings the last layer to the best one for its features.", "训练使最后一层成为其特征上最优的一层。"
        ),
        "feature_learning.last_layer",
        "feature_learning-1-play",
        "lectures/feature_learning/test_last_layer.py::test_a_trained_network_has_found_the_best_last_layer_for_its_features_and_a_young_one_has_not",
        Words(
            "after enough epochs, here to within 0.003 from ten starts; early on the last layer lags behind its features",
            "轮数足够时如此，这里十个初值都相差不到 0.003；训练早期，最后一层落后于特征",
        ),
    ),
    Claim(
        Words(
            "The layers before the last learn ψ(x) such that a linear model solves the task.",
            "最后一层之前的各层学习 ψ(x)，使线性模型能解决任务。",
        ),
        "feature_learning.probes",
        "feature_learning-3-play",
        "lectures/feature_learning/test_probes.py::test_the_layers_before_the_last_learn_features_on_which_a_linear_model_solves_the_task",
        Words(
            "if there are units enough and training succeeds; a single layer on the way need not be better than x",
            "前提是单元足够，且训练成功；途中的某一层不必比 x 好",
        ),
    ),
    Claim(
        Words("A network learns features.", "网络学习特征。"),
        "feature_learning.digits",
        "feature_learning-6-play",
        "lectures/feature_learning/test_digits.py::test_features_must_be_learned_as_many_random_ones_do_far_worse",
        Words(
            "compared with as many random units, up to 32; 128 random ones do as well as pixels, and on easy tasks a few may do "
            "(ReLU on the ring)",
            "与同样多（至多 32 个）的随机单元相比；128 个随机单元与像素相当，任务容易时少数几个也可能够用（如圆环数据上的 ReLU）",
        ),
    ),
    Claim(
        Words(
            "Plus and minus samples mixed up in (x₁, x₂) become linearly separable in (ψ₁, ψ₂).",
            "在 (x₁, x₂) 中混在一起的正负样本，在 (ψ₁, ψ₂) 中变得线性可分。",
        ),
        "feature_learning.morph",
        "feature_learning-2-play",
        "lectures/feature_learning/test_morph.py::test_samples_mixed_up_in_x_become_linearly_separable_in_psi",
        Words(
            "when training succeeds: on the spiral 7 of 10 starts with two layers of two tanh units, and not before training",
            "训练成功时如此：两层、每层两个 tanh 单元，螺线的 10 次训练中有 7 次；训练之前则不然",
        ),
    ),
    Claim(
        Words(
            "Not always: layers of two units never part a disc from the ring around it.",
            "并非总是如此：每层两个单元，永远分不开圆盘与围着它的圆环。",
        ),
        "feature_learning.ring",
        "feature_learning-5-play",
        "lectures/feature_learning/test_ring.py::test_two_units_a_layer_do_not_succeed_in_deeper_networks_either",
        Words(
            "for continuous, increasing φ, any number of layers, and the whole disc and ring (Johnson 2019); the test counts runs. "
            "Three units can, and more than half of the starts learn it",
            "φ 连续递增，层数任意，指整个圆盘与整个圆环（Johnson 2019）；测试统计的是成功次数。"
            "三个单元能做到，且半数以上的初值学得会",
        ),
    ),
    Claim(
        Words("The right features by hand make hidden layers unnecessary.", "合适的手工特征使隐藏层不再必要。"),
        "feature_learning.by_hand",
        "feature_learning-4-play",
        "lectures/feature_learning/test_by_hand.py::test_the_squares_solve_the_circle_and_the_product_solves_xor_without_a_hidden_layer",
        Words(
            "for the data they were made for; on others the same features may be no better than guessing",
            "只对为之设计的数据成立；换了数据，同样的特征可能与随机猜测无异",
        ),
    ),
    Claim(
        Words("The same function has many sets of weights.", "同一个函数有许多组权重。"),
        "feature_learning.symmetry",
        "feature_learning-7-play",
        "lectures/feature_learning/test_symmetry.py::test_three_tanh_units_make_six_times_eight_networks_of_one_function",
        Words(
            "swapping units: any φ; changing the sign: odd φ, such as tanh; scaling by α > 0: ReLU and leaky ReLU",
            "交换单元：任何 φ；变号：奇函数 φ，如 tanh；乘以 α > 0：ReLU 与 leaky ReLU",
        ),
    ),
]
