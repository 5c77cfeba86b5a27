"""Lecture 11, Why everybody talks about it: what made networks see and speak?
第 11 讲 为什么人人都在谈论它：是什么让网络会看、会说？
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
