"""Lecture 10, Practical considerations: how do you get it to work?
第十讲 实际考虑：怎样让网络真正学会？
"""

from course_nn.lectures.practice.demos.clinic import clinic

__all__ = [  # in the order of the lecture
    "clinic",
]
