"""Claims of lecture 8, gradient descent: step size, momentum, adaptive steps, batches, schedules, the landscape."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim

TESTS = "lectures/gradient_descent/"

CLAIMS = [
    Claim(
        Words("Gradient descent diverges if η is above 2 over the sharpness.", "η 超过 2 除以锐度，梯度下降就会发散。"),
        "gradient_descent.rate",
        "gradient_descent-1-play",
        f"{TESTS}test_stability.py::test_above_the_border_the_sharpness_sinks_to_it_and_stays_and_the_loss_falls_though_it_often_rises",
        Words(
            "for a quadratic loss; a network can move to where its loss is flatter, and its sharpness then stays near 2/η (full batches, η not far beyond the border)",
            "仅对二次函数；网络可以移到损失较平的地方，此后锐度停在 2/η 附近（每步用全部样本，η 超出界限不多）",
        ),
    ),
    Claim(
        Words("Momentum speeds descent up in a long valley.", "在狭长的山谷中，动量加快下降。"),
        "gradient_descent.valley",
        "gradient_descent-2-play",
        f"{TESTS}test_valley.py::test_steps_to_a_millionth_with_the_best_values_of_each_method",
        Words(
            "with η and β that suit κ: the usual β = 0.9 pays for κ above 38, and a larger β can make it slower",
            "η 与 β 须与 κ 相配：常用的 β = 0.9 在 κ 大于 38 时才划算，β 更大反而可能更慢",
        ),
    ),
    Claim(
        Words("Nesterov's momentum is the calmer one.", "Nesterov 动量更平稳。"),
        "gradient_descent.valley",
        "gradient_descent-2-play",
        f"{TESTS}test_valley.py::test_with_the_same_values_the_ball_converges_and_nesterov_explodes",
        Words(
            "only below its own border ηλ = (2 + 2β)/(1 + 2β), which is lower than the heavy ball's, 2 + 2β",
            "仅在它自己的界限 ηλ = (2 + 2β)/(1 + 2β) 以下；这个界限比重球的 2 + 2β 低",
        ),
    ),
    Claim(
        Words(
            "AdaGrad, RMSProp and Adam adapt their steps to the valley.", "AdaGrad、RMSProp 和 Adam 使步长适应山谷。"
        ),
        "gradient_descent.rotated",
        "gradient_descent-3-play",
        f"{TESTS}test_rotated.py::test_adam_takes_81_steps_along_the_axes_and_887_at_45_degrees",
        Words(
            "as far as the valley lies along the axes of the parameters; turned by 45°, most of the advantage is gone",
            "仅当山谷沿参数的坐标轴时；转 45° 后，优势大部分消失",
        ),
    ),
    Claim(
        Words("Adam's bias correction prevents a slow start.", "Adam 的偏差校正防止起步太慢。"),
        "gradient_descent.adam",
        "gradient_descent-4-play",
        f"{TESTS}test_gradient_signals.py::test_without_correction_the_steps_are_the_formula_and_start_at_3_16_and_rise_to_6_57_at_step_12",
        Words(
            "with β₁ = 0.9 and β₂ = 0.999 it prevents too fast a start; a slow one comes if the squares are forgotten sooner than the mean",
            "取 β₁ = 0.9、β₂ = 0.999 时，它防止的是起步太快；平方比均值忘得更快时，才会起步太慢",
        ),
    ),
    Claim(
        Words("A step of Adam is at most about η.", "Adam 的一步至多约为 η。"),
        "gradient_descent.adam",
        "gradient_descent-4-play",
        f"{TESTS}test_gradient_signals.py::test_the_supremum_is_7_270_and_a_single_gradient_after_quiet_steps_reaches_only_the_papers_3_162",
        Words(
            "while the gradients stay about the same size; after a long quiet a step can come near 7.27 η",
            "仅当梯度的大小基本不变；长时间没有梯度之后，一步可以接近 7.27 η",
        ),
    ),
    Claim(
        Words("A larger batch needs fewer steps.", "批量越大，所需的步数越少。"),
        "gradient_descent.batches",
        "gradient_descent-5-play",
        f"{TESTS}test_batches.py::test_from_32_to_1200_samples_a_batch_the_steps_shrink_to_about_half",
        Words(
            "in proportion only below the noise scale B*; far above it hardly fewer, and B* grows during training",
            "只有批量小于噪声尺度 B* 时才成比例地减少；远大于它时几乎不再减少，而且 B* 在训练中会变大",
        ),
    ),
    Claim(
        Words("Adam is faster than plain gradient descent.", "Adam 比普通梯度下降快。"),
        "gradient_descent.race",
        "gradient_descent-6-play",
        f"{TESTS}test_text.py::test_tuned_on_digits_plain_descent_is_close_behind_adam",
        Words(
            "it depends on the task and on the tuning: on the digits, each with its best η, hardly; on the spiral, more than tenfold; with one η for both, either can win",
            "取决于任务与调参：在手写数字上，各用最好的 η，差别很小；在螺线上快十倍以上；统一用一个 η，谁都可能赢",
        ),
    ),
    Claim(
        Words("The learning rate should decay.", "学习率应当逐渐衰减。"),
        "gradient_descent.schedule",
        "gradient_descent-7-play",
        f"{TESTS}test_text.py::test_with_wrong_labels_it_reads_more_unseen_digits",
        Words(
            "where gradients are noisy to the end, as with wrong labels; on clean digits the training loss ends higher",
            "仅当梯度到最后仍有噪声（例如有错误标签）；没有错误标签时，训练损失最后反而更高",
        ),
    ),
    Claim(
        Words("Gradient descent gets stuck on saddle points.", "梯度下降会困在鞍点。"),
        "gradient_descent.saddle",
        "gradient_descent-8-play",
        f"{TESTS}test_saddle.py::test_a_million_times_nearer_to_the_ridge_takes_twice_as_long",
        Words(
            "only from exactly on the ridge; else it is delayed, for a time that grows with the logarithm of the distance",
            "只有恰好从山脊上出发才会；否则只是耽搁，所需时间随距离的对数增长",
        ),
    ),
    Claim(
        Words("Newton's method leads to the minimum.", "牛顿法通向极小值。"),
        "gradient_descent.saddle",
        "gradient_descent-8-play",
        f"{TESTS}test_surfaces.py::test_newton_takes_one_step_on_a_parabola_and_goes_away_from_the_minimum_where_the_curvature_is_negative",
        Words(
            "where all curvatures are positive, in one step if the loss is quadratic; else it may go to a saddle or away",
            "仅在所有曲率为正时，若损失是二次函数则一步到达；否则可能走向鞍点，或越走越远",
        ),
    ),
    Claim(
        Words("Between two minima of a network the loss rises to a barrier.", "网络的两个极小值之间，损失隆起成壁垒。"),
        "gradient_descent.landscape",
        "gradient_descent-9-play",
        f"{TESTS}test_text.py::test_the_ridge_between_two_minima_is_mostly_their_numbering",
        Words(
            "on the straight line, and mostly because hidden units are numbered by chance: reordered to fit, little of it is left (one hidden layer of tanh)",
            "只在直线上，而且主要因为隐藏单元的编号是随意的：重排使之对应后，所剩无几（单个 tanh 隐藏层）",
        ),
    ),
]
