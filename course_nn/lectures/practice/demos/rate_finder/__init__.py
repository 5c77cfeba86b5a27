"""The learning rate finder: the picture, and what it alone needs.
学习率查找器：图，以及只有它用到的模块。
"""
