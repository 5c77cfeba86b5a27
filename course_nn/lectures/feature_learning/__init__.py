"""Lecture 6, Feature learning: what do the hidden layers do?
第六讲 特征学习：隐藏层在做什么？
"""

from course_nn.lectures.feature_learning.demos.by_hand.picture import by_hand
from course_nn.lectures.feature_learning.demos.digits.picture import digits
from course_nn.lectures.feature_learning.demos.last_layer.picture import last_layer
from course_nn.lectures.feature_learning.demos.morph.picture import morph
from course_nn.lectures.feature_learning.demos.probes.picture import probes
from course_nn.lectures.feature_learning.demos.ring.picture import ring
from course_nn.lectures.feature_learning.demos.symmetry.picture import symmetry

__all__ = [
    "last_layer",
    "morph",
    "probes",
    "by_hand",
    "ring",
    "digits",
    "symmetry",
]  # in the order of the lecture
