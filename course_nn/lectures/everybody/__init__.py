"""Lecture 11, Why everybody talks about it: what made networks see and speak?
第十一讲 为什么人人都在谈论它：是什么让网络会看、会说？
"""

from course_nn.lectures.everybody.demos.asked.picture import asked
from course_nn.lectures.everybody.demos.filter.picture import filter
from course_nn.lectures.everybody.demos.next_letter.picture import next_letter
from course_nn.lectures.everybody.demos.one_pixel.picture import one_pixel
from course_nn.lectures.everybody.demos.places.picture import places
from course_nn.lectures.everybody.demos.plane.picture import plane
from course_nn.lectures.everybody.demos.query_and_keys.picture import query_and_keys
from course_nn.lectures.everybody.demos.readers.picture import readers
from course_nn.lectures.everybody.demos.scale.picture import scale
from course_nn.lectures.everybody.demos.two_looks.picture import two_looks

__all__ = [  # in the order of the lecture
    "filter",
    "places",
    "one_pixel",
    "next_letter",
    "plane",
    "query_and_keys",
    "two_looks",
    "readers",
    "scale",
    "asked",
]
