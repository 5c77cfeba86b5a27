"""The sentences of this demo that stand beside its picture: names, what to do, the moral."""

from course_nn.common.words import Words

HALVING_NAMES = {
    "max": Words("maximum of 2 × 2", "2 × 2 取最大"),
    "mean": Words("mean of 2 × 2", "2 × 2 取平均"),
    "stride": Words("stride 2", "步幅 2"),
    "none": Words("not at all", "不缩小"),
}
FILTER_NAMES = {
    "learned": Words("learned", "学出来的"),
    "random": Words("as they started", "保持初始值"),
    "edges": Words("edges, by hand", "手工的边缘"),
    "pixel": Words("the middle pixel", "只看中间像素"),
}
TASKS = (
    Words(
        "Pull the red line one pixel to the right, and then another one. What does each of the two steps cost?",
        "把红线向右拖一个像素，再拖一个。这两步各使错误率变化多少？",
    ),
    Words(
        "Halve the picture by the mean, by the stride, and not at all. Where do the curves repeat themselves, and "
        "where are they level?",
        "改用取平均、改用步幅、再改为不缩小。哪里的曲线在重复，哪里的曲线是平的？",
    ),
    Words(
        "Pooling again. Compare the eight filters before and after. Then leave them as they started, and draw edges by "
        "hand: what does reading lose?",
        "改回取最大。比较八个卷积核学习前后的样子。再让它们保持初始值，然后换成手工的边缘：认数字差了多少？",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. Which two changes take the cost of the pixel away?",
        "较个真：把“换一样再看”中的各项逐一试过。哪两项能使这一个像素不再有代价？",
    ),
)
GOAL = Words(
    "a network that answers the same ten numbers at every inner place, two to six pixels from the corner.",
    "一个网络：离角 2 到 6 个像素的每个内部位置上，十个输出都完全相同。",
)
MORAL = Words(
    "one pixel aside costs many errors, and two pixels cost hardly any.",
    "挪一个像素，错误多出许多；挪两个像素，几乎不多。",
)
MEASURE = Words("Read wrong one pixel aside, less two pixels aside", "挪一个像素与挪两个像素的错误率之差")
