"""Lecture 8, Gradient descent: how to go downhill faster?
第 8 讲 梯度下降：怎样更快下山？
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
