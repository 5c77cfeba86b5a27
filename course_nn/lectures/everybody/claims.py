"""Claims of lecture 11, everybody: convolution, counting letters, attention, scale."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim

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
    # the next letter
    # attention
    # more of everything
]
