"""One pixel further: the picture, and what it alone needs.
再挪一个像素：图，以及只有它用到的模块。
"""
