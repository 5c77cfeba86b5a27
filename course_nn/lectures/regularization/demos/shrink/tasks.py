"""What a student may do with the picture, one thing after the other."""

from course_nn.common.words import Words

TASKS = [
    (
        "pull-epoch-back",
        Words(
            "Pull the epoch back and forth, and look at other runs. How high is the bar above 0 in the "
            "picture of the 128 weights?",
            "来回拖动轮次，再看看别的训练。在 128 个权重的图中，0 上方的竖条有多高？",
        ),
        lambda result, values, seen: (
            (values.way, values.optimizer) == ("l1", "adam") and min(len(seen["epoch"]), len(seen["run"])) > 1
        ),
    ),
    (
        "choose-l1-soft",
        Words(
            "Choose “L1 by soft threshold”, and momentum in place of Adam. How many of the weights are exactly 0 now?",
            "选“L1，软阈值”，并把 Adam 换成动量。现在有多少权重恰好为 0？",
        ),
        lambda result, values: (values.way, values.optimizer) == ("proximal", "momentum"),
    ),
    (
        "choose-l2-gradient",
        Words(
            "Choose “L2 in the gradient” and Adam, and click the prices from left to right. Where does the "
            "network die?",
            "选“L2，加进梯度”和 Adam，从左到右点击各个价格。网络在哪里“死去”？",
        ),
        lambda result, values, seen: (values.way, values.optimizer) == ("l2", "adam") and len(seen["lam"]) > 4,
    ),
    (
        "sceptic",
        Words(
            "Reset, and under “change, as a sceptic” try one after the other. Which change leaves least to "
            "be gained by a price?",
            "重置，再在“换一样再看”一栏，逐一试各项改变。换了哪一样，惩罚项能带来的好处最少？",
        ),
        lambda result, seen: {"squares", "beside", "momentum"} <= seen["sceptic"],
    ),
]
