"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "losses-1": Round(Words("The objective", "目标函数"), "objective"),
    "losses-2": Round(Words("Three tasks, two roads", "三类任务，两种途径"), "regression"),
    "losses-3": Round(Words("An output that says how sure it is", "带不确定性的输出"), "gaussian"),
    "losses-4": Round(Words("Two classes: the margin", "二分类：间隔"), "margins"),
    "losses-5": Round(Words("The wrong pair", "不合适的搭配"), "wrong_pair"),
    "losses-6": Round(Words("Many classes: softmax", "多分类：softmax"), "softmax"),
    "losses-7": Round(Words("One-hot coding", "独热编码"), "one_hot"),
    "losses-8": Round(
        Words("Task, output, loss", "任务、输出、损失"), "chooser", questions=("losses-8", "losses-sceptic")
    ),
    "losses-covariance": Round(
        Words("Two outputs, one covariance", "两个输出，一个协方差"), "covariance", optional=True
    ),
    "losses-svm": Round(
        Words("Many classes, the other road: an SVM loss", "多分类的另一条路：SVM 损失"),
        "multiclass_hinge",
        optional=True,
    ),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "losses-2": {"outlier": 5.0},
    "losses-4": {"mixed": True},
    "losses-5": {"w": 2.0, "b": 2.0},
    "losses-7": {"order": "Adelie, Gentoo, Chinstrap"},
    "losses-8": {"task": "binary", "output": "softmax", "units": "one", "loss": "categorical"},
    "losses-sceptic": {"eta": 0.01, "step": 300},
}
