"""Lecture 11: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

import numpy as np

from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.lectures.everybody.convolution import matrix
from course_nn.lectures.everybody.places import READERS, TWO_ASIDE, mean_over, taught
from course_nn.notebook.exercises import Exercise, Prediction

# Rounds 1 to 3: pictures


def where_nine_weights_stand() -> str:
    """Of the entries of W, for 3 × 3 on 8 × 8 with padding 1: how many can differ from 0, and how many are free."""
    kernel = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    W = matrix(kernel, 8, 8, padding=1)
    counted = int(np.count_nonzero(W)), len(np.unique(W[W != 0]))
    return {(4096, 4096): "layer", (576, 9): "everywhere", (484, 9): "edge", (9, 9): "nine"}[counted]


def who_reads_two_pixels_aside() -> str:
    """Of two convolutional networks that learned in the middle: who reads nine of ten digits two pixels aside."""
    wrong = {head: finished(taught(READERS[head])).wrong for head in ("flat", "max")}
    reads = tuple(head for head in wrong if mean_over(wrong[head], TWO_ASIDE) < 0.1)
    return {("flat", "max"): "both", ("max",): "max", (): "none"}[reads]


# Rounds 4 and 5: the next letter

# Rounds 6 to 8: attention

# Rounds 9 and 10: more of everything

PREDICTIONS: dict[str, Prediction] = {
    # 1-3
    "everybody-1": Prediction(
        Words(
            "Nine weights look at each place of 8 × 8 pixels; around the picture lies one row of zeros. A dense layer "
            "from 64 inputs to 64 outputs can do the same. Of the 4,096 entries of its matrix, how many can differ "
            "from 0, and how many numbers are free to choose?",
            "九个权重逐个位置地看 8 × 8 像素的图像，图像四周补一圈 0。从 64 个输入到 64 个输出的全连接层也能做到。"
            "它的矩阵有 4,096 个元素：其中可以不为 0 的有多少个？可以自由选择的数有多少个？",
        ),
        {
            "layer": Words("4,096 and 4,096: it is a dense layer", "4,096 和 4,096：它就是全连接层"),
            "everywhere": Words("576 and 9: nine at each of 64 places", "576 和 9：64 个位置，每处九个"),
            "edge": Words("484 and 9: fewer at the edge", "484 和 9：边缘处要少一些"),
            "nine": Words("9 and 9: there are only nine weights", "9 和 9：一共只有九个权重"),
        },
        where_nine_weights_stand,
        {
            "layer": Words(
                "You see the layer, and not what ties it. An output looks at its own window alone, and all outputs use "
                "the same nine numbers.",
                "只看到了层，没有看到其中的约束。每个输出只看自己的窗口，而且全都用同样的九个数。",
            ),
            "everywhere": Words(
                "You forget the edge. There a part of the window lies on zeros, where the matrix has no column.",
                "忘了边缘。那里的窗口有一部分落在补的 0 上，矩阵中没有对应的列。",
            ),
            "edge": Words(
                "Along each side the eight places see eight, seven and seven pixels: 22, and 22² = 484 in all.",
                "沿每一边，八个位置分别看到八、七、七个像素，合计 22；总共 22² = 484。",
            ),
            "nine": Words(
                "You count each weight once. In the matrix it stands again for each place that uses it.",
                "每个权重只数了一次。在矩阵里，每个位置用到它，它就要再出现一次。",
            ),
        },
    ),
    "everybody-2": Prediction(
        Words(
            "Two convolutional networks learn digits in the middle of a sheet, and nowhere else. The head of the first "
            "has a weight for each kernel at each place. That of the second takes the largest answer of each kernel, "
            "wherever it stands. Now the digits are moved by two pixels. Who still reads nine of ten?",
            "两个卷积网络只在纸面中央学习数字，别处从未见过。第一个的输出头，对每个卷积核在每个位置上各有一个权重；"
            "第二个的输出头，只取每个卷积核在各处的最大输出，不论在哪里。现在把数字挪开两个像素，谁还能认对九成？",
        ),
        {
            "both": Words("both: a convolution does not care where", "两个都能：卷积不在乎位置"),
            "max": Words("only the one that takes the largest answer", "只有取最大输出的那个"),
            "none": Words("none: nothing was shown there", "都不能：那里什么也没有见过"),
        },
        who_reads_two_pixels_aside,
        {
            "both": Words(
                "You see the convolutions, and not the head. A flat head has weights of its own for each place, and "
                "those of other places have learned nothing.",
                "只看到了卷积，没有看到输出头。展平头对每个位置各有自己的权重，别处的权重什么也没有学到。",
            ),
            "max": Words(
                "The maps move along with the digit, and their largest values stay what they were. A flat head meets "
                "them with weights that have learned nothing.",
                "特征图跟着数字移动，其中的最大值不变。而展平头遇到它们时，用的是什么也没有学到的权重。",
            ),
            "none": Words(
                "You think of a dense network. Here the kernels are the same at all places, and the largest answer "
                "forgets where it stood.",
                "想的是全连接网络。这里的卷积核在各处都相同，而最大输出已经不记得自己在哪里。",
            ),
        },
    ),
    # 4, 5
    # 6-8
    # 9, 10
}

# Exercises on pictures

# Exercises on the next letter

# Exercises on attention

EXERCISES: dict[str, Exercise] = {}
