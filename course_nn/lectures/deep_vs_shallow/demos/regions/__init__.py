"""Linear regions: the picture, and what it alone needs.
线性区域：图，以及只有它用到的模块。
"""
