"""Claims of lecture 10, practice: checks, scaling, depth, normalization, rates, clipping, measures, search, faults."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim, Tried

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
            "measured: none in loss, gradient and rate; shuffled labels are learned by heart too",
            "实测：只说明损失、梯度和学习率没有毛病；打乱的标签也背得下来",
        ),
        {
            "samples": Tried(Words("fifty samples in place of ten", "十个样本改为五十个"), "stays"),
            "rate": Tried(Words("η = 0.3 in place of 0.1", "η 从 0.1 改为 0.3"), "stays"),
            "slow": Tried(Words("η = 0.01", "η = 0.01"), "weaker"),
            "seed": Tried(Words("other digits and first weights", "换数字，换初始权重"), "stays"),
        },
    ),
    Claim(
        Words("A network is better than simple methods.", "网络优于简单的方法。"),
        "practice.first_checks",
        "practice-1-play",
        f"{TESTS}test_first_checks.py::test_the_nearest_neighbour_errs_less_than_the_network_whatever_its_rate_and_start",
        Words(
            "measured: than softmax regression; the nearest neighbour errs less than a network of 64 units trained by "
            "plain descent on 1,000 digits of 8 × 8 pixels: 1.7% beside 3.0% at η = 0.3, means of ten splits",
            "实测：优于 softmax 回归；在 1,000 个 8 × 8 像素的数字上，最近邻比用普通梯度下降训练的 64 单元网络错得更少："
            "十次划分平均，最近邻 1.7%，网络（η = 0.3）3.0%",
        ),
        {
            "modern": Tried(
                Words("256 units, Adam, a cosine and smoothed labels", "256 个单元，Adam，余弦调度，平滑标签"),
                "reversed",
            ),
            "rate": Tried(Words("η = 1 in place of 0.3", "η 从 0.3 改为 1"), "stays"),
            "slow": Tried(Words("η = 0.1", "η = 0.1"), "stays"),
            "last": Tried(Words("a last layer that starts small", "最后一层从小开始"), "stays"),
            "eight": Tried(Words("the question whether it is an eight", "改问“是不是 8”"), "stays"),
            "softmax": Tried(Words("compared with softmax regression", "改与 softmax 回归比较"), "reversed"),
        },
    ),
    Claim(
        Words("Inputs should be standardized.", "输入应当标准化。"),
        "practice.scaling",
        "practice-2-play",
        f"{TESTS}test_scaling.py::test_standardizing_saves_steps_in_every_unit_and_fewer_with_adam",
        Words(
            "measured: for gradient descent on a linear model, in every unit; 29 steps are left of 61,000,000",
            "实测：线性模型用梯度下降时，无论什么单位；61,000,000 步只剩 29 步",
        ),
        {
            "metres": Tried(Words("metres in place of millimetres", "毫米改为米"), "stays"),
            "bill": Tried(Words("the depth of the bill in place of the flipper", "用喙深代替鳍肢长"), "stays"),
            "mass": Tried(Words("flipper and mass as inputs", "以鳍肢长与体重为输入"), "stays"),
            "adam": Tried(Words("Adam, in centimetres", "用 Adam，以厘米为单位"), "weaker"),
        },
    ),
    Claim(
        Words("Subtracting the mean helps more than dividing by σ.", "减去均值比除以标准差更有用。"),
        "practice.scaling",
        "practice-2-play",
        f"{TESTS}test_scaling.py::test_subtracting_saves_more_than_dividing_until_a_sceptic_changes_the_units_or_the_inputs",
        Words(
            "measured: for bills and flippers in millimetres, 1,458 steps beside 395,072; it hangs on the units",
            "实测：喙长与鳍肢长以毫米为单位时如此，1,458 步对 395,072 步；取决于单位",
        ),
        {
            "cm": Tried(Words("centimetres and kilograms", "改用厘米和千克"), "stays"),
            "m": Tried(Words("metres and kilograms", "改用米和千克"), "reversed"),
            "bill": Tried(Words("the depth of the bill in place of the flipper", "用喙深代替鳍肢长"), "stays"),
            "mass": Tried(Words("flipper and mass as inputs", "以鳍肢长与体重为输入"), "reversed"),
        },
    ),
    Claim(
        Words("With Adam, scaling is not needed.", "用 Adam 就不必缩放。"),
        "practice.scaling",
        "practice-2-play",
        f"{TESTS}test_scaling.py::test_adam_hides_what_descent_suffers_from",
        Words(
            "measured: it hides what is missing. Flipper and mass in mm and g, centred: 283 steps, where descent takes "
            "4,400,000; as measured, 3,000 of its steps are not enough",
            "实测：它只是掩盖了缺少缩放。鳍肢长与体重以 mm 和 g 为单位、减去均值：Adam 用 283 步，梯度下降用 4,400,000 步；"
            "直接用测量值，它走 3,000 步也到不了",
        ),
        {
            "metres": Tried(Words("metres and kilograms", "改用米和千克"), "stays"),
            "bill": Tried(Words("bill and flipper as inputs", "以喙长与鳍肢长为输入"), "weaker"),
            "cm": Tried(Words("centimetres and kilograms", "改用厘米和千克"), "reversed"),
        },
    ),
    Claim(
        Words("He's initialization makes deep ReLU networks trainable.", "He 初始化使深层 ReLU 网络可以训练。"),
        "practice.thirty_layers",
        "practice-3-play",
        f"{TESTS}test_thirty_layers.py::test_thirty_plain_layers_learn_slowly_until_a_sceptic_takes_fewer_or_lets_them_rotate",
        Words(
            "measured: it keeps the size of signal and gradient, but behind 30 plain layers all digits look alike, and "
            "are learned slowly; with the best of five rates about half are read wrong after 15 epochs, between a tenth "
            "and a third after 60",
            "实测：它保持信号与梯度的大小；但经过 30 个普通层，所有数字看起来都一样，学得很慢："
            "五个学习率中取最好的，15 轮之后约一半读错，60 轮之后仍有一到三成",
        ),
        {
            "xavier": Tried(Words("Xavier in place of He", "用 Xavier 代替 He"), "stays"),
            "orthogonal": Tried(Words("ReLU behind weights that only rotate", "ReLU 配只作旋转的权重"), "stays"),
            "longer": Tried(Words("ten times as many epochs", "轮数增到十倍"), "weaker"),
            "fewer": Tried(Words("five layers in place of thirty", "三十层改为五层"), "reversed"),
            "tanh": Tried(Words("tanh behind weights that only rotate", "tanh 配只作旋转的权重"), "reversed"),
        },
    ),
    Claim(
        Words("Batch normalization keeps gradients healthy.", "批量归一化使梯度保持正常。"),
        "practice.thirty_layers",
        "practice-3-play",
        f"{TESTS}test_thirty_layers.py::"
        "test_under_batch_norm_the_gradient_grows_on_its_way_down_to_more_than_two_hundred_times",
        Words(
            "not by itself: in plain ReLU layers a gradient grows 1.21-fold in each on its way down, more than 200-fold "
            "in thirty; with a shortcut, about tenfold",
            "单靠它不行：在普通的 ReLU 层中，梯度每往下一层就变为 1.21 倍，三十层超过 200 倍；加上残差连接，约为十倍",
        ),
    ),
    Claim(
        Words("Residual connections make deep networks trainable.", "残差连接使深层网络可以训练。"),
        "practice.thirty_layers",
        "practice-3-play",
        f"{TESTS}test_thirty_layers.py::test_a_norm_with_a_shortcut_learns_whatever_a_sceptic_changes_but_one_of_the_two",
        Words(
            "measured: together with a norm in each layer, α = 1: 2 to 5% read wrong behind 30 layers after 15 epochs, "
            "as behind one; alone and by plain descent only if what a layer adds starts small, α = 0.2 or weights of 0; "
            "with AdamW one norm before the output is nearly enough",
            "实测：与每层的归一化合用，α = 1：训练 15 轮，30 层之后 2% 到 5% 读错，与单层相同；"
            "单用它、以普通梯度下降训练时，每层添上的部分须从小开始：α = 0.2，或权重从 0 开始；"
            "用 AdamW 时，只在输出之前归一化一次也差不多够了",
        ),
        {
            "layer": Tried(Words("layer norm in place of batch norm", "用层归一化代替批量归一化"), "stays"),
            "large": Tried(Words("weights that start at σ = 1", "权重从 σ = 1 开始"), "stays"),
            "sigmoid": Tried(Words("sigmoid in place of ReLU", "用 sigmoid 代替 ReLU"), "stays"),
            "recipe": Tried(
                Words("AdamW, warm-up and cosine on both sides", "两边都用 AdamW、预热和余弦调度"), "stays"
            ),
            "one_norm": Tried(
                Words("a single norm, before the output, and AdamW", "只在输出之前归一化一次，用 AdamW"), "stays"
            ),
            "no_shortcut": Tried(Words("the norm alone", "只用归一化"), "weaker"),
            "no_norm": Tried(Words("the shortcut alone", "只用残差连接"), "reversed"),
        },
    ),
    Claim(
        Words("With batch normalization, an answer depends on the batch.", "用了批量归一化，回答就取决于小批量。"),
        "practice.batch_norm",
        "practice-4-play",
        f"{TESTS}test_batch_norm.py::test_in_batches_of_8_most_answers_depend_on_their_company",
        Words(
            "measured: in training mode; of eight in a batch, 62% of the answers; in test mode running moments stand in",
            "实测：训练模式下如此，每批八个时，62% 的回答随同伴而变；测试模式改用滑动均值与方差",
        ),
        {
            "batch": Tried(Words("batches of 32", "每批 32 个"), "weaker"),
            "company": Tried(Words("company of the same class", "同伴换成同类数字"), "stays"),
            "layer": Tried(Words("layer norm", "层归一化"), "reversed"),
            "mode": Tried(Words("test mode", "测试模式"), "reversed"),
        },
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
        f"{TESTS}test_rate_finder.py::test_the_best_rate_is_far_above_a_tenth_of_the_minimum_until_a_sceptic_takes_adam",
        Words(
            "measured, with plain descent: it tells where η is too large; a tenth of the minimum is safe, and the best "
            "may be ten times as large; with Adam a tenth is near the best",
            "实测，普通梯度下降：它说明 η 从哪里起太大；最低处的十分之一稳妥，而最好的可能是它的十倍；"
            "用 Adam 时，十分之一就接近最好",
        ),
        {
            "tanh": Tried(Words("tanh in place of ReLU", "用 tanh 代替 ReLU"), "stays"),
            "steps": Tried(Words("three times as many steps", "步数增到三倍"), "stays"),
            "seeds": Tried(Words("other first weights", "换初始权重"), "stays"),
            "adam": Tried(Words("Adam in place of plain descent", "用 Adam 代替普通梯度下降"), "reversed"),
        },
    ),
    Claim(
        Words("Take the rate at which the range test falls most steeply.", "取范围测试下降最陡处的学习率。"),
        "practice.rate_finder",
        "practice-5-play",
        f"{TESTS}test_rate_finder.py::test_the_steepest_place_scatters_until_a_sceptic_leaves_out_the_beginning",
        Words(
            "measured: over ten seeds its advice differs 25,000-fold where the test begins at η = 0.0001, for the mean "
            "smooths nothing at first; that of a tenth of the minimum twofold",
            "实测：十个种子之间，测试从 η = 0.0001 开始时，它的建议相差 25,000 倍，因为滑动平均在开头什么也没有平滑；"
            "“最低处的十分之一”只差 2 倍",
        ),
        {
            "first": Tried(
                Words("a running mean that begins at the first loss", "滑动平均从第一个损失开始"), "reversed"
            ),
            "higher": Tried(Words("a test that begins at η = 0.03", "测试从 η = 0.03 开始"), "weaker"),
            "left_out": Tried(Words("the first tenth of the steps left out", "略去最初十分之一的步"), "reversed"),
            "beta": Tried(Words("little smoothing", "少平滑一些"), "weaker"),
            "steps": Tried(Words("three times as many steps", "步数增到三倍"), "stays"),
            "deep": Tried(Words("the deep network", "换成深的网络"), "stays"),
        },
    ),
    Claim(
        Words("Gradient clipping makes training stable.", "梯度裁剪使训练稳定。"),
        "practice.clipping",
        "practice-6-play",
        f"{TESTS}test_clipping.py::test_clipping_saves_runs_until_a_sceptic_takes_a_smaller_rate_or_clean_rows",
        Words(
            "measured: where few gradients are far too long for η, here 1% of the rows at η = 1, by norm with c = 1; by "
            "value it takes a smaller c; where all are clipped, only the product of η and threshold counts",
            "实测：少数梯度相对于 η 过长时如此，这里是 1% 的行，η = 1，按范数，c = 1；按分量裁剪，c 要小一些；"
            "全部都被裁剪时，只有 η 与阈值的乘积起作用",
        ),
        {
            "value": Tried(Words("clipped by value, at the same c = 1", "按分量裁剪，同样取 c = 1"), "weaker"),
            "own": Tried(Words("clipped by value, c = 0.1", "按分量裁剪，c = 0.1"), "stays"),
            "adam": Tried(Words("Adam with η = 0.003", "Adam，η = 0.003"), "weaker"),
            "rate": Tried(Words("η = 0.1 in place of 1", "η 从 1 改为 0.1"), "reversed"),
            "clean": Tried(Words("no row too large", "没有放大的行"), "reversed"),
        },
    ),
    Claim(
        Words("High accuracy means a good classifier.", "准确率高，分类器就好。"),
        "practice.metrics",
        "practice-7-play",
        f"{TESTS}test_metrics.py::test_always_no_is_nearly_always_right_and_the_plain_model_hardly_better",
        Words(
            "measured: where the classes are about equally frequent; with 2% eights, to say “no” always is 98% right, "
            "and logistic regression finds about a fifth of them",
            "实测：各类差不多一样多时如此；“8”占 2% 时，总回答“不是”就有 98% 答对，而逻辑回归只找到约五分之一",
        ),
        {
            "share": Tried(Words("half of the digits are eights", "“8”占一半"), "reversed"),
            "network": Tried(Words("a network", "换成网络"), "stays"),
            "threshold": Tried(Words("a threshold of 0.05", "阈值 0.05"), "weaker"),
            "weight": Tried(Words("each eight counts 49 times", "每个“8”算 49 次"), "weaker"),
        },
    ),
    Claim(
        Words("A class weight makes a model better at a rare class.", "类别权重使模型更善于识别稀少的类别。"),
        "practice.metrics",
        "practice-7-play",
        f"{TESTS}test_metrics.py::test_weighting_the_eights_finds_more_and_leaves_the_order_until_a_sceptic_raises_the_price",
        Words(
            "measured: logistic regression with a weak L2 penalty finds more eights, but no more than with a lower "
            "threshold at as many false alarms; the AUC stays, and the calibration error grows fourfold; under a strong "
            "penalty the AUC rises",
            "实测：带弱 L2 惩罚的逻辑回归找到的“8”变多，但降低阈值、误报一样多时，找到的也一样多；AUC 不变，校准误差增大到四倍；"
            "惩罚很强时，AUC 升高",
        ),
        {
            "nine": Tried(Words("a weight of 9 in place of 49", "权重从 49 改为 9"), "stays"),
            "five": Tried(Words("5% eights", "“8”占 5%"), "stays"),
            "half": Tried(Words("half of the digits are eights", "“8”占一半"), "stays"),
            "tuned": Tried(Words("λ tuned for each side", "两边各自调 λ"), "stays"),
            "strong": Tried(Words("λ = 100 in place of 1", "λ 从 1 改为 100"), "reversed"),
        },
    ),
    Claim(
        Words("Random search is better than grid search.", "随机搜索优于网格搜索。"),
        "practice.search",
        "practice-8-play",
        f"{TESTS}test_surface.py::test_nine_runs_are_for_a_grid_until_a_sceptic_takes_a_setting_that_hardly_matters",
        Words(
            "measured: where only one of the settings matters, or the grid has its points on the ends of the range; "
            "where both matter, nine runs on a grid placed within it find better ones, 7.7% validation errors beside "
            "8.8% (means of ten seeds and of all such places); the lead shrinks with more runs",
            "实测：只有一个超参数要紧，或网格的点在范围的两端时如此；两个都要紧时，放在范围之内的九次网格搜索找到的更好："
            "验证错误率 7.7% 对 8.8%（对十个种子和所有位置平均）；次数越多，差别越小",
        ),
        {
            "ends": Tried(Words("a grid with its points on the ends of the range", "网格的点在范围的两端"), "reversed"),
            "latin": Tried(
                Words("nine runs that share no row and no column, for the grid", "网格改为行、列都互不重复的九次"),
                "stays",
            ),
            "scale": Tried(Words("η and the scale of the first weights", "改调 η 与初始权重的倍数"), "stays"),
            "wide": Tried(Words("twice as many decades", "数量级加倍"), "stays"),
            "runs": Tried(Words("sixteen runs in place of nine", "九次改为十六次"), "weaker"),
            "weak": Tried(Words("a λ that hardly matters", "几乎不起作用的 λ"), "reversed"),
        },
    ),
    Claim(
        Words(
            "A low training loss and a bad validation score mean overfitting.",
            "训练损失低而验证成绩差，就是过拟合。",
        ),
        "practice.clinic",
        "practice-9-play",
        f"{TESTS}test_patients.py::test_five_patients_stay_ill_whatever_is_tried_against_overfitting",
        Words(
            "measured: or wrong labels, a wrong split, other data in validation, a wrong mode, or steps too large for "
            "sorted samples: five faults look just like the run that does overfit, with 40 samples",
            "实测：也可能是标签错、划分错、验证数据不同、模式不对，或样本按类排序而步子太大：这五种毛病看起来都与真正的"
            "过拟合（只有 40 个样本）一样",
        ),
        {
            "penalty": Tried(Words("an L2 penalty", "加 L2 惩罚项"), "stays"),
            "early": Tried(Words("stopping at the best epoch", "停在最好的一轮"), "stays"),
            "seed": Tried(Words("other digits and first weights", "换数字，换初始权重"), "stays"),
            "slow": Tried(Words("smaller steps for longer", "步子更小，训练更久"), "stays"),
            "sorted": Tried(Words("the same, for the samples never shuffled", "同上，只看从未打乱的样本"), "reversed"),
        },
    ),
    Claim(
        Words("Code that passes a check is right.", "通过检查的代码就是对的。"),
        "practice.clinic",
        "practice-9-play",
        f"{TESTS}test_patients.py::test_shuffled_labels_pass_the_one_batch_test_and_wrong_losses_pass_the_gradient_check",
        Words(
            "as far as the check looks: each one clears only what it measures",
            "只限于检查过的那一项：每种检查只能说明它所测量的没有问题",
        ),
    ),
]
