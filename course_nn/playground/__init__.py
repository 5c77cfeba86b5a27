"""The playground: every setting of a network can be moved while it learns, and time runs both ways.
游乐场：网络学习时，每项设置都可改动，时间可进可退。
"""

from course_nn.playground.picture.demo import playground

__all__ = ["playground"]
