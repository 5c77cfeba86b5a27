"""Lecture 3, XOR: why is one neuron not enough?
第三讲 异或：为什么一个神经元不够？
"""

__all__ = []  # in the order of the lecture
