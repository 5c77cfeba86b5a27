"""The vocabulary of pictures: the look, marks, sketches of networks, and numbers as a reader wants them.
图的词汇：统一的样式、标记、网络草图，以及便于阅读的数字。
"""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

__all__ = ["Axes", "Figure"]  # what they are drawn on
