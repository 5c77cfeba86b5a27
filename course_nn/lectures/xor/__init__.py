"""Lecture 3, XOR: why is one neuron not enough?
第三讲 异或：为什么一个神经元不够？
"""

from course_nn.lectures.xor.demos.decompositions.picture import decompositions
from course_nn.lectures.xor.demos.one_unit import one_unit
from course_nn.lectures.xor.demos.parity.picture import parity
from course_nn.lectures.xor.demos.perceptron_rule import perceptron_rule
from course_nn.lectures.xor.demos.softness.picture import softness
from course_nn.lectures.xor.demos.train_xor.picture import train_xor
from course_nn.lectures.xor.demos.xor_network.picture import xor_network

__all__ = [
    "one_unit",
    "xor_network",
    "decompositions",
    "softness",
    "train_xor",
    "perceptron_rule",
    "parity",
]  # in the order of the lecture
