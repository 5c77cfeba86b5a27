"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "xor-1": Round(Words("One unit against four points", "一个单元对四个点"), "one_unit"),
    "xor-2": Round(Words("Two layers", "两层"), "xor_network"),
    "xor-gates": Round(Words("Other gates", "换用别的门"), "decompositions", optional=True),
    "xor-3": Round(Words("From hard to soft", "从硬到软"), "softness"),
    "xor-4": Round(Words("Let it learn", "让它学习"), "train_xor", questions=("xor-4", "xor-sceptic")),
    "xor-5": Round(Words("Learning from mistakes: the perceptron rule", "从错误中学习：感知机规则"), "perceptron_rule"),
    "xor-6": Round(Words("Parity: XOR of many bits", "奇偶校验：多位的异或"), "parity", optional=True),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "xor-2": {"w11": 1.0, "w12": 1.0, "b1": -0.5, "v1": 1.0, "w21": 1.0, "w22": 1.0, "b2": -1.5, "v2": -1.0, "c": -0.5},
    "xor-3": {"k": 1.0},
    "xor-sceptic": {"times": 10, "scale": 0.2},
    "xor-5": {"data": "XOR", "step": 120},
}
