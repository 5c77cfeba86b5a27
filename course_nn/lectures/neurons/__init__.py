"""Lecture 1, Neurons: what does one neuron compute?
第 1 讲 神经元：一个神经元计算什么？
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
