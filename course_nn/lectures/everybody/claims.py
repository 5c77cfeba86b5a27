"""Claims of lecture 11, everybody: convolution, counting letters, attention, scale."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim, Tried

TESTS = "lectures/everybody/"

CLAIMS: list[Claim] = [
    # pictures
    Claim(
        Words("A convolution is a dense layer with tied weights.", "卷积就是权重共享的全连接层。"),
        "everybody.filter",
        "everybody-1-play",
        f"{TESTS}test_convolution.py::test_of_4096_entries_484_can_differ_from_0_and_9_are_free",
        Words(
            "exact; most entries are 0 besides: with 3 × 3 weights on 8 × 8 pixels and padding 1, 484 of 4,096 are not, "
            "and 9 are free",
            "精确成立；此外大多数元素为 0：3 × 3 的权重用于 8 × 8 像素、填充 1 时，4,096 个元素中有 484 个可以不为 0，"
            "可自由选择的有 9 个",
        ),
    ),
    Claim(
        Words("A convolutional layer computes a convolution.", "卷积层计算的是卷积。"),
        "everybody.filter",
        "everybody-1-play",
        f"{TESTS}test_convolution.py::test_every_answer_is_the_sum_over_its_window_and_beyond_the_edge_is_0",
        Words(
            "a cross-correlation, exactly: the kernel is not flipped; what can be learned is the same",
            "确切地说是互相关：卷积核没有翻转；能学到的东西是一样的",
        ),
    ),
    Claim(
        Words("If a picture moves, its feature map moves along.", "图像移动，特征图跟着移动。"),
        "everybody.filter",
        "everybody-1-play",
        f"{TESTS}test_convolution.py::test_a_picture_that_is_moved_moves_its_map",
        Words(
            "exact, away from the edge: what padding adds there does not move",
            "精确成立，但要离开边缘：那里的填充不会跟着移动",
        ),
    ),
    Claim(
        Words("Convolutional networks do not care where a thing is.", "卷积网络不在乎东西在哪里。"),
        "everybody.places",
        "everybody-2-play",
        f"{TESTS}test_places.py::test_what_was_learned_in_the_middle_is_lost_two_pixels_aside_unless_the_head_takes_the_maximum",
        Words(
            "measured: the layer moves along with the picture; the answer stays only with a head that takes all places "
            "alike; a flat head, trained in the middle, fails two pixels aside as a dense network does",
            "实测：这一层只是跟着图像移动；输出头对所有位置一视同仁，回答才不变；展平头只在中央训练时，"
            "挪开两个像素就与全连接网络一样认不得",
        ),
        {
            "max": Tried(Words("a head that takes the maximum over all places", "输出头取各处的最大值"), "reversed"),
            "dense": Tried(Words("a dense network of 384 units", "384 个单元的全连接网络"), "stays"),
            "rate": Tried(Words("η = 0.003 in place of 0.01", "η 从 0.01 改为 0.003"), "stays"),
            "everywhere": Tried(Words("digits shown everywhere", "数字出现在各处"), "reversed"),
        },
    ),
    Claim(
        Words("Sharing weights saves data.", "共享权重节省数据。"),
        "everybody.places",
        "everybody-2-play",
        f"{TESTS}test_places.py::test_what_is_learned_on_the_left_is_known_on_the_right_by_shared_weights_alone",
        Words(
            "measured: trained on the left and asked on the right, with a head that takes the maximum; shown everywhere, "
            "a dense network of 38 times as many weights errs about twice as often",
            "实测：在左边训练、到右边去考、输出头取最大值时如此；数字在各处都出现时，权重多到 38 倍的全连接网络，"
            "错误率约为它的两倍",
        ),
        {
            "four": Tried(Words("learned in four places near the middle", "在中央附近的四处学习"), "stays"),
            "passes": Tried(Words("the dense network learns four times as long", "全连接网络多学到四倍时间"), "stays"),
            "everywhere": Tried(
                Words("shown everywhere, the dense network four times as long", "各处都出现，全连接网络多学到四倍时间"),
                "reversed",
            ),
        },
    ),
    Claim(
        Words("Pooling makes robust to small shifts.", "池化使网络对小的平移更稳健。"),
        "everybody.one_pixel",
        "everybody-3-play",
        f"{TESTS}test_one_pixel.py::"
        "test_one_pixel_costs_many_errors_and_two_hardly_any_until_the_picture_is_not_halved_or_four_places_teach",
        Words(
            "measured: to shifts by multiples of its size; trained in the middle and halved once, a network errs many "
            "times as often one pixel aside as two pixels aside",
            "实测：只对其大小整数倍的平移如此；只在中央训练、缩小一次的网络，挪一个像素的错误率是挪两个像素的许多倍",
        ),
        {
            "stride": Tried(Words("stride 2 and no pooling", "步幅 2，不池化"), "stays"),
            "none": Tried(Words("not halved at all", "完全不缩小"), "reversed"),
            "four": Tried(Words("learned in four places", "在四处学习"), "reversed"),
            "few": Tried(Words("100 digits in place of 1,200", "1,200 个数字改为 100 个"), "stays"),
        },
    ),
    Claim(
        Words("Filters of the first layer become edge detectors.", "第一层的卷积核会变成边缘检测器。"),
        "everybody.one_pixel",
        "everybody-3-play",
        f"{TESTS}test_one_pixel.py::test_filters_keep_most_of_what_chance_gave_them",
        Words(
            "measured: not here, on digits of 8 × 8 pixels: they correlate 0.9 with their random start, and filters that "
            "stay as they started read about as well as edges made by hand; in networks that learned millions of "
            "photographs they do look like edges (Krizhevsky and others, 2012)",
            "实测：在 8 × 8 像素的数字上并非如此：它们与随机初始值的相关系数约 0.9，保持初始值的卷积核与手工的边缘认得差不多好；"
            "学过上百万张照片的网络，第一层确实像边缘（Krizhevsky and others, 2012）",
        ),
        {
            "few": Tried(Words("100 digits in place of 1,200", "1,200 个数字改为 100 个"), "stays"),
            "stride": Tried(Words("stride 2 and no pooling", "步幅 2，不池化"), "stays"),
            "four": Tried(Words("learned in four places", "在四处学习"), "stays"),
        },
    ),
    # the next letter
    # attention
    # more of everything
]
