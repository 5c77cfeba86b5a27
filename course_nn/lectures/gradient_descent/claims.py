"""Claims of lecture 8, gradient descent: step size, momentum, adaptive steps, batches, schedules, the landscape."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim, Tried

TESTS = "lectures/gradient_descent/"

RATE = Words("half the learning rate", "学习率减半")

CLAIMS = [
    Claim(
        Words("Gradient descent diverges if η is above 2 over the sharpness.", "η 超过 2 除以锐度，梯度下降就会发散。"),
        "gradient_descent.rate",
        "gradient_descent-1-play",
        f"{TESTS}test_stability.py::test_on_a_parabola_every_step_multiplies_by_one_minus_eta_lambda",
        Words(
            "for a quadratic loss; a network can move to where its loss is flatter",
            "仅对二次函数；网络可以移到损失较平的地方",
        ),
    ),
    Claim(
        Words("The sharpness of a network is held at 2/η.", "网络的锐度停在 2/η 处。"),
        "gradient_descent.rate",
        "gradient_descent-1-play",
        f"{TESTS}test_stability.py::test_the_sharpness_is_held_at_the_border_until_a_sceptic_takes_cross_entropy",
        Words(
            "measured: tanh, a hundred digits, squared error, all samples in every step, η not far beyond the border, whatever the start",
            "实测：tanh，一百个数字，平方误差，每步用全部样本，η 超出界限不多，无论从哪里开始",
        ),
        {
            "rate": Tried(RATE, "stays"),
            "digits": Tried(Words("another hundred digits", "换一百个数字"), "stays"),
            "entropy": Tried(Words("cross-entropy in place of squared error", "用交叉熵代替平方误差"), "reversed"),
            "wrong": Tried(
                Words(
                    "cross-entropy, 600 digits, a fifth of the labels wrong, η = 4, the first 400 steps",
                    "交叉熵，600 个数字，五分之一的标签错误，η = 4，前 400 步",
                ),
                "stays",
            ),
        },
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
        Words(
            "On the spiral Adam's lead over momentum does not come from the axes.",
            "在螺线上，Adam 对动量法的领先不是来自坐标轴。",
        ),
        "gradient_descent.turned",
        "gradient_descent-turned-play",
        f"{TESTS}test_turned_space.py::test_in_turned_space_adam_leads_momentum_until_a_sceptic_takes_one_size_or_the_bowl",
        Words(
            "measured: with all axes turned at random it leads as well, and the changes are made there; two inputs of "
            "one scale, 2-16-16-1 of tanh, loss 0.1, each tuned by three seeds, medians of five others; with one input "
            "ten times smaller a turn costs Adam two to three times the steps, and RMSProp does miss its axes",
            "实测：全部坐标轴随机旋转之后照样领先，各项改变都是在旋转之后作的；两个输入尺度相同，2-16-16-1，tanh，"
            "损失 0.1，各用三个种子调参，另外五个种子的中位数；一个输入缩小到十分之一时，旋转使 Adam 的步数多到两三倍，"
            "RMSProp 则确实离不开坐标轴",
        ),
        {
            "turn": Tried(Words("another turn", "换一个旋转"), "stays"),
            "half": Tried(Words("half the turn", "只转一半"), "stays"),
            "memory": Tried(Words("β₂ = 0.99", "β₂ = 0.99"), "stays"),
            "one": Tried(Words("one size for all parameters", "所有参数共用一个尺度"), "reversed"),
            "bowl": Tried(Words("a bowl whose valley lies along the axes", "换成山谷与坐标轴一致的碗"), "reversed"),
        },
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
        f"{TESTS}test_batches.py::test_beyond_32_most_samples_are_wasted_until_a_sceptic_starts_with_small_batches",
        Words(
            "measured: from 32 to all 1,200 digits only half, so that most samples are wasted, which is what is changed "
            "here; below the noise scale B* in proportion, and B* grows during training",
            "实测：从 32 个到全部 1,200 个数字，步数只减半，大部分样本白费了（这里改变的就是这一点）；"
            "小于噪声尺度 B* 时成比例地减少，而且 B* 在训练中会变大",
        ),
        {
            "target": Tried(Words("a loss that is reached sooner", "更早达到的目标损失"), "stays"),
            "momentum": Tried(Words("momentum, tuned", "用动量法，调好学习率"), "stays"),
            "small": Tried(Words("from 2 to 8 samples instead", "改为从 2 个到 8 个样本"), "reversed"),
        },
    ),
    Claim(
        Words("Adam is faster than plain gradient descent.", "Adam 比普通梯度下降快。"),
        "gradient_descent.race",
        "gradient_descent-6-play",
        f"{TESTS}test_race.py::test_on_the_spiral_adam_is_far_ahead_until_a_sceptic_takes_digits",
        Words(
            "measured: on the spiral, each tuned by three seeds, ten others race: some fifteen times as fast; momentum "
            "alone makes most of it",
            "实测：在螺线上，各用三个种子调参，另外十个种子比赛：约快十五倍；其中大部分单靠动量就能得到",
        ),
        {
            "target": Tried(Words("a target that is reached sooner", "更早达到的目标"), "stays"),
            "digits": Tried(Words("digits in place of the spiral", "螺线换成手写数字"), "reversed"),
            "equal": Tried(Words("digits, η = 1 for both", "手写数字，两者都用 η = 1"), "reversed"),
        },
    ),
    Claim(
        Words("Momentum alone makes most of Adam's lead.", "单靠动量，就能得到 Adam 的大部分领先。"),
        "gradient_descent.race",
        "gradient_descent-6-play",
        f"{TESTS}test_race.py::test_on_the_spiral_momentum_alone_makes_most_of_the_lead_until_a_sceptic_takes_digits",
        Words(
            "measured: on the spiral, as a share of the logarithm of the epochs that are saved; RMSProp, which only "
            "scales, makes more than half of it as well, and momentum on top of that the rest",
            "实测：在螺线上，按节省的轮数的对数计；只缩放的 RMSProp 也能得到一半以上，在此之上，动量只带来其余部分",
        ),
        {
            "target": Tried(Words("a target that is reached sooner", "更早达到的目标"), "stays"),
            "later": Tried(Words("a target that is reached later", "更晚达到的目标"), "stays"),
            "digits": Tried(Words("digits in place of the spiral", "螺线换成手写数字"), "reversed"),
        },
    ),
    Claim(
        Words("The learning rate should decay.", "学习率应当逐渐衰减。"),
        "gradient_descent.schedule",
        "gradient_descent-7-play",
        f"{TESTS}test_scheduled_runs.py::test_with_wrong_labels_decay_reads_more_until_a_sceptic_takes_clean_ones_or_small_steps",
        Words(
            "measured: a fifth of the labels wrong, η = 3.2, ten epochs, medians of ten runs, errors on unseen digits; "
            "on clean digits the training loss ends higher and unseen digits are read as well",
            "实测：五分之一的标签错误，η = 3.2，十轮，十次训练的中位数，没见过的数字的错误率；"
            "标签都正确时，训练损失最后更高，没见过的数字认得一样好",
        ),
        {
            "cosine": Tried(Words("half a cosine", "按半个余弦下降"), "stays"),
            "tuned": Tried(Words("η tuned for each", "η 各自调优"), "weaker"),
            "small": Tried(Words("η = 0.4 from the start", "从一开始就用 η = 0.4"), "reversed"),
            "clean": Tried(Words("no wrong labels", "没有错误标签"), "reversed"),
        },
    ),
    Claim(
        Words(
            "The recipe of today reads more digits than plain descent.", "如今的常用配方比普通梯度下降认对更多数字。"
        ),
        "gradient_descent.recipe",
        "gradient_descent-recipe-play",
        f"{TESTS}test_recipes.py::test_the_recipe_leads_plain_descent_until_a_sceptic_takes_both_the_depth_and_the_noise_away",
        Words(
            "measured: six hidden layers, a fifth of the labels wrong, five epochs, each tuned on other digits and "
            "seeds, medians of ten seeds; without wrong labels there is a lead, too; with the rest of the recipe momentum "
            "comes near Adam",
            "实测：六个隐藏层，五分之一的标签错误，五轮，各用别的数字和种子调参，十个种子的中位数；"
            "没有错误标签时也领先；配方其余部分不变时，动量法接近 Adam",
        ),
        {
            "momentum": Tried(
                Words("beside momentum with the rest of the recipe", "与用配方其余部分的动量法相比"), "weaker"
            ),
            "plain": Tried(Words("beside plain descent with the rest", "与用配方其余部分的普通梯度下降相比"), "stays"),
            "one": Tried(Words("one hidden layer", "一个隐藏层"), "weaker"),
            "easy": Tried(Words("one hidden layer and no wrong labels", "一个隐藏层，且没有错误标签"), "reversed"),
        },
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
        f"{TESTS}test_landscape.py::test_between_minima_the_loss_rises_until_a_sceptic_reorders_the_units_to_fit",
        Words(
            "measured: on the straight line, one hidden layer of 16 tanh, median of 15 pairs; mostly because hidden units "
            "are numbered by chance",
            "实测：在直线上，一个隐藏层、16 个 tanh 单元，15 对的中位数；主要因为隐藏单元的编号是随意的",
        ),
        {
            "narrow": Tried(Words("half as many hidden units", "隐藏单元减半"), "stays"),
            "free": Tried(Words("no penalty", "不加惩罚项"), "stays"),
            "random": Tried(Words("units reordered at random", "单元随机重排"), "stays"),
            "fit": Tried(Words("units reordered to fit", "单元重排使之对应"), "reversed"),
        },
    ),
]
