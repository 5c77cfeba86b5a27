"""A disc in a ring: the picture, and what it alone needs.
圆环中的圆盘：图，以及只有它用到的模块。
"""
