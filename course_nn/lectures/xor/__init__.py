"""Lecture 3, XOR: why is one neuron not enough?
第 3 讲 异或：为什么一个神经元不够？
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
