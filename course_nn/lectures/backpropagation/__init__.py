"""Lecture 7, Backpropagation: how does every weight learn its share?
第七讲 反向传播：每个权重怎样知道自己的那一份？
"""

from course_nn.lectures.backpropagation.demos.secant import secant
from course_nn.lectures.backpropagation.demos.tangent import tangent

__all__ = ["secant", "tangent"]  # in the order of the lecture
