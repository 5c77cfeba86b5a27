"""Primer: how does anything learn? Loss, slope, step.
预备知识：学习是怎么进行的？损失、斜率、更新步。
"""

from course_nn.lectures.primer.demos.descent import descent
from course_nn.lectures.primer.demos.epochs import epochs

__all__ = ["descent", "epochs"]  # in the order of the lecture
