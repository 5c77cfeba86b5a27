"""A changing learning rate: the picture, and what it alone needs.
变化的学习率：图，以及只有它用到的模块。
"""
