"""Lecture 6, Feature learning: what do the hidden layers do?
第 6 讲 特征学习：隐藏层做什么？
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
