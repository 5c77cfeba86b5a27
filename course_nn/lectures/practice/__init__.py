"""Lecture 10, Practical considerations: how do you get it to work?
第十讲 训练实践：怎样让网络真正学会？
"""

from course_nn.lectures.practice.demos.batch_norm.picture import batch_norm
from course_nn.lectures.practice.demos.clinic.picture import clinic
from course_nn.lectures.practice.demos.clipping.picture import clipping
from course_nn.lectures.practice.demos.first_checks.picture import first_checks
from course_nn.lectures.practice.demos.metrics.picture import metrics
from course_nn.lectures.practice.demos.rate_finder.picture import rate_finder
from course_nn.lectures.practice.demos.scaling.picture import scaling
from course_nn.lectures.practice.demos.search.picture import search
from course_nn.lectures.practice.demos.thirty_layers.picture import thirty_layers

__all__ = [  # in the order of the lecture
    "first_checks",
    "scaling",
    "thirty_layers",
    "batch_norm",
    "rate_finder",
    "clipping",
    "metrics",
    "search",
    "clinic",
]
