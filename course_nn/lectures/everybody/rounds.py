"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS: dict[str, Round] = {
    # 1-3: pictures
    "everybody-1": Round(Words("Nine weights for the whole picture", "九个权重看遍全图"), "filter"),
    "everybody-2": Round(Words("Moved aside: who still knows it?", "挪个位置，谁还认得？"), "places"),
    "everybody-3": Round(Words("One pixel further", "再挪一个像素"), "one_pixel", optional=True),
    # 4, 5: the next letter
    "everybody-4": Round(Words("Guess the next letter", "猜下一个字母"), "next_letter"),
    "everybody-5": Round(Words("Letters in the plane", "平面上的字母"), "plane", optional=True),
    # 6-8: attention
    "everybody-6": Round(Words("Attention by hand", "亲手摆弄注意力"), "query_and_keys"),
    "everybody-7": Round(Words("Two looks: copying what came before", "看两次：照着前文抄"), "two_looks"),
    "everybody-8": Round(Words("Counting or learning?", "数出来，还是学出来？"), "readers"),
    # 9, 10: more of everything
    "everybody-9": Round(Words("More of everything", "规模"), "scale"),
    "everybody-10": Round(Words("What does it know?", "它知道什么？"), "asked"),
}

SETTLED: dict[str, dict] = {  # question: the setting of its demo at which the picture refutes what is wrong
    "everybody-2": {"dx": 6},
    "everybody-3": {"dx": 5},
    "everybody-4": {"order": 3},
    "everybody-5": {"y1": 2.0},
    "everybody-7": {"reader": "one", "length": 11, "place": 15},
    "everybody-8": {"reader": "small"},
    "everybody-9": {"uncovered": True},
    "everybody-10": {"pairs": "exchanged"},
}
