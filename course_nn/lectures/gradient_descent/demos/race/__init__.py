"""A race of optimizers: the picture, and what it alone needs.
优化器赛跑：图，以及只有它用到的模块。
"""
