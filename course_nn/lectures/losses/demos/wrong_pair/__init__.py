"""The wrong pair: the picture, and what it alone needs.
不合适的搭配：图，以及只有它用到的模块。
"""
