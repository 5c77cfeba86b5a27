"""Lecture 10, Practical considerations: how do you get it to work?
第 10 讲 训练实践：怎样让网络真正学会？
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
