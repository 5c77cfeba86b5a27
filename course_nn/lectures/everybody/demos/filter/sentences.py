"""The sentences of this demo that stand beside its picture: what to do with it, and its challenge."""

from course_nn.common.words import Words

TASKS = (
    Words(
        "Grip the red window on the ink by its border, and drag it into a corner and along an edge. How many weights "
        "has the marked row of W there?",
        "按住墨迹上红框的边，把它拖到角上，再沿着边缘移动。W 中标出的那一行，这时有几个权重？",
    ),
    Words(
        "Set the padding to 0, then the stride to 2. What becomes smaller, and what stays 9?",
        "把填充改为 0，再把步幅改为 2。哪些数变小了，哪个数始终是 9？",
    ),
    Words(
        "Press “one pixel right”: which weight is it? Then pull the weights, each up or down, until the map is the "
        "picture, one pixel further up.",
        "按“右移一个像素”：是哪一个权重？再上下拖动各个权重，使特征图等于原图上移一个像素。",
    ),
    Words(
        "Take “blank” and the level edge’s weights, and click pixels of the ink: draw an upright and a level "
        "stroke. Which ends of them does the map see?",
        "图像选“空白”，权重用“水平边缘”，点击墨迹上的像素，画一竖一横。特征图看到了它们的哪些部分？",
    ),
)
GOAL = Words(
    "nine weights that answer to an upright edge with at least 1 or at most −1, and inside of a level edge or of "
    "even ink with exactly 0.",
    "九个权重：对竖直边缘的输出不小于 1 或不大于 −1，而在水平边缘和全是墨的图像内部，输出恰好为 0。",
)
