"""Claims of lecture 10, practice: checks, scaling, depth, normalization, rates, clipping, measures, search, faults."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim

TESTS = "lectures/practice/"

CLAIMS = [
    Claim(
        Words("Before training, the loss is log K.", "训练之前，损失为 log K。"),
        "practice.first_checks",
        "practice-1-play",
        f"{TESTS}test_text.py::test_the_loss_begins_at_log_10_or_far_above",
        Words(
            "if the logits start small; with inputs from 0 to 16 it begins at 15, and He's start lies a little above",
            "前提是 logit 从小开始；输入为 0 到 16 时从 15 开始，He 初始化时略高一点",
        ),
    ),
    Claim(
        Words("A network that learns ten samples by heart has no fault.", "能背下十个样本的网络没有毛病。"),
        "practice.first_checks",
        "practice-1-play",
        f"{TESTS}test_text.py::test_shuffled_labels_leave_three_lights_green",
        Words(
            "none in loss, gradient and rate; shuffled labels are learned by heart too",
            "只说明损失、梯度和学习率没有毛病；打乱的标签也背得下来",
        ),
    ),
    Claim(
        Words("A network is better than simple methods.", "网络优于简单的方法。"),
        "practice.first_checks",
        "practice-1-play",
        f"{TESTS}test_text.py::test_the_nearest_neighbour_errs_less_than_the_network",
        Words(
            "than softmax regression here; the nearest neighbour errs less on 1,000 digits of 8 × 8 pixels",
            "在这里优于 softmax 回归；在 1,000 个 8 × 8 像素的数字上，最近邻错得更少",
        ),
    ),
    Claim(
        Words("Inputs should be standardized.", "输入应当标准化。"),
        "practice.scaling",
        "practice-2-play",
        f"{TESTS}test_scaling.py::test_subtracting_helps_more_than_dividing_in_mm_and_cm_but_in_metres_neither_helps",
        Words(
            "for gradient descent; in millimetres subtracting the mean does most of it, in metres only both together",
            "对梯度下降成立；以毫米为单位时，主要靠减去均值；以米为单位时，两件都做才行",
        ),
    ),
    Claim(
        Words("With Adam, scaling is not needed.", "用 Adam 就不必缩放。"),
        "practice.scaling",
        "practice-2-play",
        f"{TESTS}test_scaling.py::test_adam_hides_what_descent_suffers_from",
        Words(
            "it hides what is missing; as measured, flipper and mass are too much for 3,000 of its steps too",
            "它只是掩盖了缺少缩放；直接用测量值时，鳍肢长与体重它走 3,000 步也到不了",
        ),
    ),
    Claim(
        Words("He's initialization makes deep ReLU networks trainable.", "He 初始化使深层 ReLU 网络可以训练。"),
        "practice.thirty_layers",
        "practice-3-play",
        f"{TESTS}test_thirty_layers.py::test_he_keeps_the_size_and_the_gradient_but_not_what_differs",
        Words(
            "it keeps the size of signal and gradient; in 30 plain layers all digits come to look alike",
            "它保持信号与梯度的大小；在 30 个普通层中，所有数字会变得一样",
        ),
    ),
    Claim(
        Words("Batch normalization keeps gradients healthy.", "批量归一化使梯度保持正常。"),
        "practice.thirty_layers",
        "practice-3-play",
        f"{TESTS}test_thirty_layers.py::"
        "test_under_batch_norm_the_gradient_grows_on_its_way_down_to_more_than_two_hundred_times",
        Words(
            "not by itself: in plain ReLU layers a gradient grows 1.21-fold in each on its way down",
            "单靠它不行：在普通的 ReLU 层中，梯度每往下一层就变为 1.21 倍",
        ),
    ),
    Claim(
        Words("Residual connections make deep networks trainable.", "残差连接使深层网络可以训练。"),
        "practice.thirty_layers",
        "practice-3-play",
        f"{TESTS}test_thirty_layers.py::test_with_a_whole_branch_every_layer_doubles_the_square_and_training_diverges",
        Words(
            "if what a layer adds starts small; with α = 1 every layer doubles the square of the signal",
            "前提是每层添上的部分从小开始；α = 1 时，每层使信号的平方加倍",
        ),
    ),
    Claim(
        Words("With batch normalization, an answer depends on the batch.", "用了批量归一化，回答就取决于小批量。"),
        "practice.batch_norm",
        "practice-4-play",
        f"{TESTS}test_batch_norm.py::test_in_batches_of_8_most_answers_depend_on_their_company",
        Words("in training mode; in test mode running moments stand in", "训练模式下如此；测试模式改用滑动均值与方差"),
    ),
    Claim(
        Words("After a normalization, the size of the weights does not matter.", "有了归一化，权重的大小就无所谓了。"),
        "practice.batch_norm",
        "practice-4-play",
        f"{TESTS}test_batch_company.py::test_the_gradient_is_at_right_angles_to_the_weights_and_shrinks_as_they_grow",
        Words(
            "for the answer; the gradient shrinks as the weights grow, so their size sets how far a step leads",
            "对回答如此；权重变大，梯度就变小，所以权重的大小决定一步的作用",
        ),
    ),
    Claim(
        Words("A range test finds the best learning rate.", "范围测试能找到最好的学习率。"),
        "practice.rate_finder",
        "practice-5-play",
        f"{TESTS}test_text.py::test_a_tenth_of_the_minimum_is_safe_and_not_best",
        Words(
            "it tells where η is too large; a tenth of the minimum is safe, and the best may be ten times as large",
            "它说明 η 从哪里起太大；最低处的十分之一稳妥，而最好的可能是它的十倍",
        ),
    ),
    Claim(
        Words("Gradient clipping makes training stable.", "梯度裁剪使训练稳定。"),
        "practice.clipping",
        "practice-6-play",
        f"{TESTS}test_text.py::test_five_networks_die_of_wild_rows_and_clipped_all_learn",
        Words(
            "where few gradients are far too long; where all are clipped, only the product of η and threshold counts",
            "少数梯度过长时如此；全部都被裁剪时，只有 η 与阈值的乘积起作用",
        ),
    ),
    Claim(
        Words("High accuracy means a good classifier.", "准确率高，分类器就好。"),
        "practice.metrics",
        "practice-7-play",
        f"{TESTS}test_metrics.py::test_always_no_is_nearly_always_right_and_the_plain_model_hardly_better",
        Words(
            "where the classes are about equally frequent; with 2% eights, to say “no” always is 98% right",
            "各类差不多一样多时如此；“8”占 2% 时，总回答“不是”就有 98% 答对",
        ),
    ),
    Claim(
        Words("A class weight makes a model better at a rare class.", "类别权重使模型更善于识别稀少的类别。"),
        "practice.metrics",
        "practice-7-play",
        f"{TESTS}test_metrics.py::test_weighting_the_eights_moves_the_threshold_and_leaves_the_order",
        Words(
            "it moves the threshold and leaves the order, so the AUC stays, and the calibration suffers; "
            "for logistic regression",
            "它移动阈值而不改变次序，所以 AUC 不变，校准变差；对逻辑回归成立",
        ),
    ),
    Claim(
        Words("Random search is better than grid search.", "随机搜索优于网格搜索。"),
        "practice.search",
        "practice-8-play",
        f"{TESTS}test_surface.py::"
        "test_nine_runs_where_both_settings_matter_are_for_a_grid_and_where_one_does_for_random",
        Words(
            "where only one of the settings matters; where both do, nine runs on a grid find better ones here",
            "只有一个超参数要紧时如此；两个都要紧时，在这里九次网格搜索找到的更好",
        ),
    ),
    Claim(
        Words(
            "A low training loss and a bad validation score mean overfitting.",
            "训练损失低而验证成绩差，就是过拟合。",
        ),
        "practice.clinic",
        "practice-9-play",
        f"{TESTS}test_ward.py::test_five_patients_look_like_overfitting",
        Words(
            "or wrong labels, a wrong split, other data in validation, or a wrong mode: five patients look like it",
            "也可能是标签错、划分错、验证数据不同，或模式不对：有五位病人看起来就是这样",
        ),
    ),
    Claim(
        Words("Code that passes a check is right.", "通过检查的代码就是对的。"),
        "practice.clinic",
        "practice-9-play",
        f"{TESTS}test_ward.py::test_shuffled_labels_pass_the_one_batch_test_and_wrong_losses_pass_the_gradient_check",
        Words(
            "as far as the check looks: each one clears only what it measures",
            "只限于检查过的那一项：每种检查只能说明它所测量的没有问题",
        ),
    ),
]
