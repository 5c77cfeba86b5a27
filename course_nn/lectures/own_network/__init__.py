"""Notebook 12, Your own network: ten steps of NumPy, each judged, and what the network has learned.
第 12 个笔记本 你自己的网络：十步 NumPy，每一步都有评判，以及网络学到了什么。
"""

from course_nn.lectures import makers_of

MAKERS = makers_of(__name__)
globals().update(MAKERS)
__all__ = [*MAKERS]
