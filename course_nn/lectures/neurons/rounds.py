"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "neurons-1": Round(Words("The spike", "脉冲"), "action_potential", questions=("neurons-1", "neurons-sceptic")),
    "neurons-2": Round(Words("From impulses to a rate", "从冲动到发放率"), "integrate_and_fire", optional=True),
    "neurons-3": Round(Words("The artificial neuron", "人工神经元"), "neuron"),
    "neurons-4": Round(Words("One unit as a gate", "用单元作逻辑门"), "gates"),
    "neurons-5": Round(Words("A layer", "层"), "layer"),
    "neurons-6": Round(Words("A feed-forward network", "前馈网络"), "feedforward"),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "neurons-1": {"strength": 40.0},
    "neurons-sceptic": {"duration": 2.0, "strength": 5.0},
    "neurons-3": {"w1": 3.0, "w2": 2.0, "b": -2.0},
    "neurons-4": {"goal": "XOR"},
    "neurons-5": {"N": 4, "M": 4, "j": 2},
}
