"""Letters in the plane: the picture, and what it alone needs.
平面上的字母：图，以及只有它用到的模块。
"""
