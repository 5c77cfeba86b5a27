"""Lecture 2, Activations: which non-linearity, and why does it matter?
第二讲 激活函数：用哪种非线性，为什么重要？
"""

from course_nn.lectures.activations.demos.cost.picture import cost
from course_nn.lectures.activations.demos.dying_relu import dying_relu
from course_nn.lectures.activations.demos.gallery import gallery
from course_nn.lectures.activations.demos.in_practice.picture import in_practice
from course_nn.lectures.activations.demos.maxout.picture import maxout
from course_nn.lectures.activations.demos.modular.picture import modular
from course_nn.lectures.activations.demos.prelu.picture import prelu
from course_nn.lectures.activations.demos.race import race
from course_nn.lectures.activations.demos.squash.picture import squash
from course_nn.lectures.activations.demos.vanishing_gradient.picture import vanishing_gradient
from course_nn.lectures.activations.demos.zero_centred.picture import zero_centred

__all__ = [
    "gallery",
    "squash",
    "vanishing_gradient",
    "zero_centred",
    "dying_relu",
    "prelu",
    "race",
    "cost",
    "maxout",
    "in_practice",
    "modular",
]  # in the order of the lecture
