"""Lecture 5, Losses: what does training minimise?
第 5 讲 损失函数：训练最小化的是什么？
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
