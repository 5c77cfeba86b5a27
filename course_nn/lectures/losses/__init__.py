"""Lecture 5, Losses: what does training minimise?
第五讲 损失函数：训练最小化的是什么？
"""

from course_nn.lectures.losses.demos.chooser.picture import chooser
from course_nn.lectures.losses.demos.covariance import covariance
from course_nn.lectures.losses.demos.gaussian.picture import gaussian
from course_nn.lectures.losses.demos.margins.picture import margins
from course_nn.lectures.losses.demos.multiclass_hinge import multiclass_hinge
from course_nn.lectures.losses.demos.objective import objective
from course_nn.lectures.losses.demos.one_hot.picture import one_hot
from course_nn.lectures.losses.demos.regression import regression
from course_nn.lectures.losses.demos.softmax.picture import softmax
from course_nn.lectures.losses.demos.wrong_pair.picture import wrong_pair

__all__ = [
    "objective",
    "regression",
    "gaussian",
    "margins",
    "wrong_pair",
    "softmax",
    "one_hot",
    "chooser",
    "covariance",
    "multiclass_hinge",
]  # in the order of the lecture
