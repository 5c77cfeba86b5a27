"""Lecture 8, Gradient descent: how to go downhill faster?
第八讲 梯度下降：怎样更快地下山？
"""

from course_nn.lectures.gradient_descent.demos.adam.picture import adam
from course_nn.lectures.gradient_descent.demos.batches.picture import batches
from course_nn.lectures.gradient_descent.demos.landscape import landscape
from course_nn.lectures.gradient_descent.demos.race.picture import race
from course_nn.lectures.gradient_descent.demos.rate.picture import rate
from course_nn.lectures.gradient_descent.demos.recipe.picture import recipe
from course_nn.lectures.gradient_descent.demos.rotated.picture import rotated
from course_nn.lectures.gradient_descent.demos.saddle.picture import saddle
from course_nn.lectures.gradient_descent.demos.schedule.picture import schedule
from course_nn.lectures.gradient_descent.demos.turned.picture import turned
from course_nn.lectures.gradient_descent.demos.valley import valley

__all__ = [  # in the order of the lecture
    "rate",
    "valley",
    "rotated",
    "turned",
    "adam",
    "batches",
    "race",
    "schedule",
    "recipe",
    "saddle",
    "landscape",
]
