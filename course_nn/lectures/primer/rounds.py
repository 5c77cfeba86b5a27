"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "primer-1": Round(Words("Loss, slope, step", "损失、斜率、更新步"), "descent"),
    "primer-2": Round(Words("Two valleys", "两个山谷"), "valleys"),
    "primer-3": Round(
        Words("Batch, epoch, seed", "小批量、轮次、随机种子"), "epochs", questions=("primer-3", "primer-sceptic")
    ),
    "primer-4": Round(Words("A neuron learns", "神经元自己学习"), "logistic_regression"),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "primer-1": {"start": -1.0, "learning_rate": 0.42, "step": 1},
    "primer-2": {"start": 1.6, "learning_rate": 0.1, "step": 30},
    "primer-3": {"batch": 1, "epoch": 1},
    "primer-sceptic": {"batch": 1, "epoch": 1},
    "primer-4": {"w1": 20.0, "w2": -7.5, "b": -8.75},
}
