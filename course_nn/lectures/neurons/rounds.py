"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "neurons-1": Round(Words("The spike", "脉冲"), "action_potential"),
    "neurons-2": Round(Words("From impulses to a rate", "从冲动到发放率"), "integrate_and_fire", optional=True),
    "neurons-3": Round(Words("The artificial neuron", "人工神经元"), "neuron"),
    "neurons-4": Round(Words("One unit as a gate", "用单元作逻辑门"), "gates"),
    "neurons-5": Round(Words("A neuron you already know", "早就认识的神经元"), "logistic_regression"),
    "neurons-6": Round(Words("A layer", "层"), "layer"),
    "neurons-7": Round(Words("A feed-forward network", "前馈网络"), "feedforward"),
}
