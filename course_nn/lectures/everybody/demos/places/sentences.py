"""The sentences of this demo that stand beside its picture: what its networks are called, what to do, the moral."""

from course_nn.common.words import Words

READER_NAMES = {
    "small": Words("dense, 43 units", "全连接，43 个单元"),
    "large": Words("dense, 384 units", "全连接，384 个单元"),
    "flat": Words("convolution, flat head", "卷积，展平头"),
    "max": Words("convolution, max over places", "卷积，取各处最大"),
}
WHERE_NAMES = {
    "middle": Words("the middle", "中央"),
    "four": Words("four places", "四处"),
    "left": Words("the left", "左边"),
    "everywhere": Words("everywhere", "各处"),
}
TASKS = (
    Words(
        "Drag the digit two pixels to the right. Then choose the four networks one after the other: who still reads "
        "it there?",
        "把数字向右拖两个像素，再依次换上四个网络：谁在那里还认得它？",
    ),
    Words(
        "Let each convolutional network learn on the left. Click far right on the map: where are digits read that "
        "were never shown there?",
        "让两个卷积网络都在左边学习，再点错误率图的最右边：数字从未在那里出现过，谁认得？",
    ),
    Words(
        "Show the digits everywhere, to the large dense network and to the convolution with the maximum. What do "
        "data replace, and at which price?",
        "让数字出现在各处，分别给大的全连接网络和取最大值的卷积网络学。数据能代替什么？代价是什么？",
    ),
    Words(
        "Be a sceptic: take the flat head and the middle again, and go through “change, as a sceptic”. What overturns "
        "the moral?",
        "较个真：换回展平头和中央，把“换一样再看”中的各项逐一试过。哪些能推翻结论？",
    ),
)
GOAL = Words(
    "a dense network whose mean error over all 81 places is below 7%.",
    "一个全连接网络，81 个位置上的平均错误率低于 7%。",
)
MORAL = Words(
    "what this network knows in the middle, it does not know two pixels aside.",
    "这个网络在中央认得的，挪开两个像素就不认得了。",
)
MEASURE = Words("Read wrong there, less in the middle", "那里与中央的错误率之差")
