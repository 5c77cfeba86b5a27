"""Start here: how does one read a picture that moves?
从这里开始：怎样读一幅会动的图？
"""

from course_nn.lectures.start.demos.one_weight import one_weight

__all__ = ["one_weight"]
