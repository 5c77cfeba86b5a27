"""Primer: how does anything learn? Loss, slope, step.
预备知识：学习是怎么进行的？损失、斜率、更新步。
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
