"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "feature_learning-1": Round(Words("The last layer", "最后一层"), "last_layer"),
    "feature_learning-2": Round(Words("Bending the plane", "弯曲平面"), "morph"),
    "feature_learning-3": Round(Words("Probes: how far has each layer got?", "探针：每一层走到了哪里？"), "probes"),
    "feature_learning-4": Round(Words("Features by hand", "手工特征"), "by_hand", optional=True),
    "feature_learning-5": Round(Words("A disc in a ring", "圆环中的圆盘"), "ring"),
    "feature_learning-6": Round(
        Words("Real handwritten digits", "真实的手写数字"),
        "digits",
        questions=("feature_learning-6", "feature_learning-sceptic"),
    ),
    "feature_learning-7": Round(Words("Which unit is which?", "单元能否对号入座？"), "symmetry", optional=True),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "feature_learning-1": {"epoch": 600},
    "feature_learning-3": {"data": "circle", "activation": "relu", "layer": 1, "epoch": 0},
    "feature_learning-5": {"units": 2, "layers": 3},
    "feature_learning-6": {"of": "components"},
    "feature_learning-sceptic": {"of": "untrained"},
}
