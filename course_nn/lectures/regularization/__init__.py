"""Lecture 9, Regularization: how does a network that could learn anything learn the right thing?
第九讲 正则化：什么都能学会的网络，怎样学到对的东西？
"""

from course_nn.lectures.regularization.demos.bias_variance.picture import bias_variance
from course_nn.lectures.regularization.demos.change_the_data.picture import change_the_data
from course_nn.lectures.regularization.demos.decay.picture import decay
from course_nn.lectures.regularization.demos.dropout.picture import dropout
from course_nn.lectures.regularization.demos.early_stopping.picture import early_stopping
from course_nn.lectures.regularization.demos.leakage.picture import leakage
from course_nn.lectures.regularization.demos.more_features.picture import more_features
from course_nn.lectures.regularization.demos.penalties.picture import penalties
from course_nn.lectures.regularization.demos.shrink.picture import shrink

__all__ = [  # in the order of the lecture
    "bias_variance",
    "penalties",
    "shrink",
    "decay",
    "early_stopping",
    "dropout",
    "change_the_data",
    "more_features",
    "leakage",
]
