"""Primer: how does anything learn? Loss, slope, step.
预备知识：学习是怎么进行的？损失、斜率、更新步。
"""

from course_nn.lectures.primer.demos.descent import descent
from course_nn.lectures.primer.demos.epochs.picture import epochs
from course_nn.lectures.primer.demos.logistic_regression.picture import logistic_regression
from course_nn.lectures.primer.demos.valleys import valleys

__all__ = ["descent", "valleys", "epochs", "logistic_regression"]  # in the order of the lecture
