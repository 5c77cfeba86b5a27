"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "backpropagation-1": Round(Words("Slopes of secants", "割线的斜率"), "secant"),
    "backpropagation-2": Round(Words("Gears", "齿轮"), "gears"),
    "backpropagation-3": Round(Words("Gradient and Jacobian", "梯度与雅可比矩阵"), "tangent"),
    "backpropagation-4": Round(Words("A formula as a graph", "公式与计算图"), "graph"),
    "backpropagation-5": Round(Words("Edge by edge", "逐条边"), "edges"),
    "backpropagation-6": Round(Words("In which order?", "按什么次序？"), "orders", optional=True),
    "backpropagation-7": Round(Words("Through the layers", "逐层反向传播"), "layers"),
    "backpropagation-8": Round(Words("Is the gradient right?", "梯度对吗？"), "gradient_check"),
    "backpropagation-9": Round(
        Words("Does it learn all the same?", "梯度错了，还学得会吗？"),
        "wrong_gradients",
        questions=("backpropagation-9", "backpropagation-sceptic"),
    ),
    "backpropagation-10": Round(Words("Memory for time", "以时间换内存"), "memory", optional=True),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "backpropagation-2": {"view": "train"},
    "backpropagation-4": {"rule": "overwrite"},
    "backpropagation-5": {"seed": 5, "answers": "1, −1, −3, 4, 6, 10"},
    "backpropagation-7": {"which": "v1", "value": 0.0},
    "backpropagation-sceptic": {"phi": "sigmoid", "rate": "best"},
}
