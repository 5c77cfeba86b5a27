"""Lecture 3, XOR: why is one neuron not enough?
第三讲 异或：为什么一个神经元不够？
"""
from course_nn.demos.xor.decompositions import decompositions
from course_nn.demos.xor.one_unit import one_unit
from course_nn.demos.xor.parity import parity
from course_nn.demos.xor.perceptron_rule import perceptron_rule
from course_nn.demos.xor.softness import softness
from course_nn.demos.xor.train_xor import train_xor
from course_nn.demos.xor.xor_network import xor_network

__all__ = [
    "one_unit",
    "xor_network",
    "decompositions",
    "softness",
    "train_xor",
    "perceptron_rule",
    "parity",
]  # in the order of the lecture
