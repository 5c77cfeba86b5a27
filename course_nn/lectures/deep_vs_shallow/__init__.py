"""Lecture 4, Deep vs. shallow: why go deep?
第四讲 深层与浅层：为什么要深？
"""

from course_nn.lectures.deep_vs_shallow.demos.budget import budget
from course_nn.lectures.deep_vs_shallow.demos.bumps import bumps
from course_nn.lectures.deep_vs_shallow.demos.curse.picture import curse
from course_nn.lectures.deep_vs_shallow.demos.linear_collapse.picture import linear_collapse
from course_nn.lectures.deep_vs_shallow.demos.overfit import overfit
from course_nn.lectures.deep_vs_shallow.demos.product.picture import product
from course_nn.lectures.deep_vs_shallow.demos.regions.picture import regions
from course_nn.lectures.deep_vs_shallow.demos.sawtooth.picture import sawtooth
from course_nn.lectures.deep_vs_shallow.demos.towers import towers

__all__ = [
    "linear_collapse",
    "bumps",
    "towers",
    "curse",
    "product",
    "sawtooth",
    "regions",
    "budget",
    "overfit",
]  # in the order of the lecture
