"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "regularization-1": Round(Words("Bias and variance", "偏差与方差"), "bias_variance"),
    "regularization-2": Round(Words("A price on the weights", "给权重定价"), "penalties"),
    "regularization-3": Round(Words("A price in training", "训练中的价格"), "shrink"),
    "regularization-4": Round(Words("Penalty or decay?", "惩罚项还是衰减？"), "decay", optional=True),
    "regularization-5": Round(Words("Stopping early", "早停"), "early_stopping"),
    "regularization-6": Round(Words("Dropout", "随机失活"), "dropout"),
    "regularization-7": Round(
        Words("Change the data", "改变数据"),
        "change_the_data",
        questions=("regularization-7", "regularization-sceptic"),
    ),
    "regularization-labels": Round(Words("Soften the labels", "放软标签"), "change_the_data"),
    "regularization-8": Round(Words("Ever more features", "越来越多的特征"), "more_features", optional=True),
    "regularization-9": Round(Words("Leakage", "数据泄漏"), "leakage"),
    "regularization-10": Round(Words("Which regularizer?", "选哪种正则化？"), None),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "regularization-1": {"model": "network", "sets": 10, "averaged": 10},
    "regularization-2": {"example": "penguins", "lam": 0.25},
    "regularization-7": {"shift": "both"},
    "regularization-sceptic": {"shift": "both", "width": 256},
    "regularization-9": {"p": 5000, "wall": 2},
}
