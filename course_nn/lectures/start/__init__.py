"""Start here: how does one read a picture that moves?
从这里开始：怎样读一幅会动的图？
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
