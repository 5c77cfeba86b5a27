"""Lecture 7, Backpropagation: how does every weight learn its share?
第七讲 反向传播：每个权重怎样知道自己该如何改变？
"""

from course_nn.lectures.backpropagation.demos.edges.picture import edges
from course_nn.lectures.backpropagation.demos.gears.picture import gears
from course_nn.lectures.backpropagation.demos.gradient_check import gradient_check
from course_nn.lectures.backpropagation.demos.graph.picture import graph
from course_nn.lectures.backpropagation.demos.layers.picture import layers
from course_nn.lectures.backpropagation.demos.memory.picture import memory
from course_nn.lectures.backpropagation.demos.orders import orders
from course_nn.lectures.backpropagation.demos.secant import secant
from course_nn.lectures.backpropagation.demos.tangent.picture import tangent
from course_nn.lectures.backpropagation.demos.wrong_gradients.picture import wrong_gradients

__all__ = [  # in the order of the lecture
    "secant",
    "gears",
    "tangent",
    "graph",
    "edges",
    "orders",
    "layers",
    "gradient_check",
    "wrong_gradients",
    "memory",
]
