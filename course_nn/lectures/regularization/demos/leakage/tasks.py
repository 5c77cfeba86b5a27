"""What a student may do with the picture, one thing after the other."""

from course_nn.common.words import Words

TASKS = [
    (
        "pull-wall-past",
        Words(
            "Pull the wall past “scale”, then past “select”, with 50 columns of noise, then with 5000. What "
            "does each box do to the reported error?",
            "把墙拖过“缩放”，再拖过“挑选”，噪声列先取 50，再取 5000。每个方框使报告的错误率怎样变化？",
        ),
        lambda result, values, seen: (values.data, values.p, values.wall) == ("noise", 5000, 2) and 50 in seen["p"],
    ),
    (
        "choose-digits-rows",
        Words(
            "Choose the digits and more rows, and pull the wall again. What does scaling cost here, and "
            "what do noisy copies that are made before the split?",
            "选手写数字，增加行数，再拖动墙。在这里缩放的代价是多少？在划分之前制作的带噪副本呢？",
        ),
        lambda result, values, seen: (
            values.data == "digits" and values.n >= 100 and values.wall > 0 and len(seen["wall"]) > 1
        ),
    ),
    (
        "sceptic",
        Words(
            "Under “change, as a sceptic”, try one after the other. When do the same steps do no harm, and why?",
            "在“换一样再看”一栏，逐一试各项改变。什么时候同样的步骤没有害处？为什么？",
        ),
        lambda result, seen: {"more", "mean", "few", "majority"} <= seen["sceptic"],
    ),
    (
        "pull-red-point",
        Words(
            "Pull the red point in the right picture. How many models that only guess does it take until "
            "the best of them looks good?",
            "拖动右图的红点。要多少个只会随机猜测的模型，其中最好的一个才会看起来不错？",
        ),
        lambda result, values: values.m >= 100,
    ),
]
