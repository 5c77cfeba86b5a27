"""Lecture 4, Deep vs. shallow: why go deep?
第 4 讲 深层与浅层：为什么要深？
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
