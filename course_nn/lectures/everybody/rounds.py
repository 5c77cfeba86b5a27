"""The rounds of this lecture, in its order."""

from course_nn.lectures import Round

ROUNDS: dict[str, Round] = {
    # 1-3: pictures
    # 4, 5: the next letter
    # 6-8: attention
    # 9, 10: more of everything
}

SETTLED: dict[str, dict] = {  # question: the setting of its demo at which the picture refutes what is wrong
}
