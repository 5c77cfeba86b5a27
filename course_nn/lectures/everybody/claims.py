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
            "digits": Tried(Words("other digits and other first weights", "换数字，换初始权重"), "stays"),
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
            "flat": Tried(Words("compared with a convolution with a flat head", "改与带展平头的卷积比较"), "stays"),
            "seed": Tried(Words("other digits and other first weights", "换数字，换初始权重"), "stays"),
            "passes": Tried(Words("the dense network learns four times as long", "全连接网络多学到四倍时间"), "stays"),
            "everywhere": Tried(
                Words("shown everywhere, the dense network four times as long", "各处都出现，全连接网络多学到四倍时间"),
                "reversed",
            ),
        },
    ),
    # the next letter
    # attention
    # more of everything
]
