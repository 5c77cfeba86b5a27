"""A Gaussian answer: the picture, and what it alone needs.
输出正态分布：图，以及只有它用到的模块。
"""
