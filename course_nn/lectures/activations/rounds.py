"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "activations-1": Round(Words("The curves", "曲线一览"), "gallery"),
    "activations-2": Round(Words("A cloud pushed through", "一批数值经过激活函数之后"), "squash", optional=True),
    "activations-3": Round(Words("Through many layers", "经过许多层"), "vanishing_gradient"),
    "activations-4": Round(Words("Why centred outputs help", "为什么要以零为中心"), "zero_centred"),
    "activations-5": Round(Words("A unit that falls silent", "不再激活的单元"), "dying_relu"),
    "activations-6": Round(Words("Activations that learn", "可学习的激活函数"), "prelu", optional=True),
    "activations-7": Round(Words("Activations that learn", "可学习的激活函数"), "maxout", optional=True),
    "activations-8": Round(
        Words("Fast, and cheap?", "更快，也更省？"), "race", questions=("activations-8", "activations-sceptic")
    ),
    "activations-9": Round(Words("In practice", "实践"), "in_practice"),
    "activations-modular": Round(Words("Layers as black boxes", "把层看作黑箱"), "modular", optional=True),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "activations-1": {"z": 0.0},
    "activations-3": {"activation": "relu", "init": "he"},
    "activations-4": {"activation": "tanh"},
    "activations-5": {"bias": -4, "learning_rate": 0.5},
    "activations-sceptic": {"bias": 5},
    "activations-9": {
        "depth": 8,
        "optimizer": "adam",
        "best_setting": ("small", 0.01),
        "worst_activation": "relu",
        "worst_setting": ("small", 0.1),
    },
}
