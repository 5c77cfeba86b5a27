"""Lecture 11: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

import numpy as np

from course_nn.common.words import Words
from course_nn.lectures.everybody.convolution import matrix
from course_nn.notebook.exercises import Exercise, Prediction

# Rounds 1 to 3: pictures


def where_nine_weights_stand() -> str:
    """Of the entries of W, for 3 × 3 on 8 × 8 with padding 1: how many can differ from 0, and how many are free."""
    kernel = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    W = matrix(kernel, 8, 8, padding=1)
    counted = np.count_nonzero(W), len(np.unique(W[W != 0]))
    return {(4096, 4096): "layer", (576, 9): "everywhere", (484, 9): "edge", (9, 9): "nine"}[counted]

# Rounds 4 and 5: the next letter

# Rounds 6 to 8: attention

# Rounds 9 and 10: more of everything

PREDICTIONS: dict[str, Prediction] = {
    # 1-3
    "everybody-1": Prediction(
        Words(
            "Nine weights look at each place of 8 × 8 pixels; around the picture lies one row of zeros. A dense layer "
            "from 64 inputs to 64 outputs can do the same. Of the 4,096 entries of its matrix, how many can differ from "
            "0, and how many numbers are free to choose?",
            "九个权重逐个位置地看 8 × 8 像素的图像，图像四周补一圈 0。从 64 个输入到 64 个输出的全连接层也能做同样的事。"
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
    # 4, 5
    # 6-8
    # 9, 10
}

# Exercises on pictures

# Exercises on the next letter

# Exercises on attention

EXERCISES: dict[str, Exercise] = {}
