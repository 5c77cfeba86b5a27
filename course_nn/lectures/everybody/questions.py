"""Lecture 11: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from course_nn.notebook.exercises import Exercise, Prediction

# Rounds 1 to 3: pictures

# Rounds 4 and 5: the next letter

# Rounds 6 to 8: attention

# Rounds 9 and 10: more of everything

PREDICTIONS: dict[str, Prediction] = {
    # 1-3
    # 4, 5
    # 6-8
    # 9, 10
}

# Exercises on pictures

# Exercises on the next letter

# Exercises on attention

EXERCISES: dict[str, Exercise] = {}
