"""Lecture 9, Regularization: how does a network that could learn anything learn the right thing?
第 9 讲 正则化：什么都能学会的网络，怎样学到对的东西？
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
