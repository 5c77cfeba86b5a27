"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "playground-1": Round(Words("How to read it", "如何看图"), "playground", questions=()),
    "playground-2": Round(Words("The right input", "合适的输入"), "playground", questions=("playground-1",)),
    "playground-3": Round(Words("Starting from nothing", "从零开始"), "playground", questions=("playground-2",)),
    "playground-4": Round(Words("Your own data", "自己的数据"), "playground", questions=()),
    "playground-5": Round(Words("Two experiments side by side", "两个实验并排"), "playground", questions=()),
    "playground-6": Round(
        Words("A link to TensorFlow Playground", "TensorFlow Playground 的链接"), "playground", questions=()
    ),
}
