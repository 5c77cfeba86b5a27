"""Lecture 4, Deep vs. shallow: why go deep?
第四讲 深层与浅层：为什么要深？
"""
from course_nn.demos.deep_vs_shallow.budget import budget
from course_nn.demos.deep_vs_shallow.bumps import bumps
from course_nn.demos.deep_vs_shallow.curse import curse
from course_nn.demos.deep_vs_shallow.linear_collapse import linear_collapse
from course_nn.demos.deep_vs_shallow.overfit import overfit
from course_nn.demos.deep_vs_shallow.regions import regions
from course_nn.demos.deep_vs_shallow.sawtooth import sawtooth
from course_nn.demos.deep_vs_shallow.towers import towers

__all__ = [
    "linear_collapse",
    "bumps",
    "towers",
    "curse",
    "sawtooth",
    "regions",
    "budget",
    "overfit",
]  # in the order of the lecture
