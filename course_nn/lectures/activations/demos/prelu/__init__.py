"""PReLU learns its slope: the picture, and what it alone needs.
PReLU：斜率也由学习得到：图，以及只有它用到的模块。
"""
