"""Lecture 2, Activations: which non-linearity, and why does it matter?
第 2 讲 激活函数：用哪种非线性，为什么重要？
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
