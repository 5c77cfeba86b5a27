"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "practice-1": Round(Words("Before you train", "训练之前"), "first_checks"),
    "practice-2": Round(Words("Scale the inputs", "缩放输入"), "scaling"),
    "practice-3": Round(
        Words("Thirty layers", "三十层"), "thirty_layers", questions=("practice-3", "practice-sceptic")
    ),
    "practice-4": Round(Words("Batch normalization", "批量归一化"), "batch_norm"),
    "practice-5": Round(Words("Finding a learning rate", "寻找学习率"), "rate_finder", optional=True),
    "practice-6": Round(Words("Clipping", "梯度裁剪"), "clipping"),
    "practice-7": Round(Words("What to measure", "用什么衡量"), "metrics"),
    "practice-8": Round(Words("Search", "搜索超参数"), "search", optional=True),
    "practice-9": Round(Words("The clinic", "诊所"), "clinic"),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "practice-2": {"share": 100},
    "practice-3": {"norm": "batch", "shortcut": "yes", "eta": "0.3", "epoch": 15},
    "practice-sceptic": {"norm": "batch"},
    "practice-4": {"size": 1, "mode": "train"},
    "practice-7": {"weight": 49.0},
    "practice-9": {"ward": "51", "record": "51/3: 1 data", "instrument": "data"},
}
