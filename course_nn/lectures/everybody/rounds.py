"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS: dict[str, Round] = {
    # 1-3: pictures
    "everybody-1": Round(Words("Nine weights for the whole picture", "九个权重看遍全图"), "filter"),
    "everybody-2": Round(Words("Moved aside: who still knows it?", "挪个位置，谁还认得？"), "places"),
    # 4, 5: the next letter
    # 6-8: attention
    # 9, 10: more of everything
}

SETTLED: dict[str, dict] = {  # question: the setting of its demo at which the picture refutes what is wrong
    "everybody-2": {"dx": 6},
}
