"""Lecture 7, Backpropagation: how does every weight learn its share?
第 7 讲 反向传播：每个权重该变多少？
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
