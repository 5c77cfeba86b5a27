"""Lecture 2, Activations: which non-linearity, and why does it matter?
第二讲 激活函数：用哪种非线性，为什么重要？
"""

__all__ = []  # in the order of the lecture
