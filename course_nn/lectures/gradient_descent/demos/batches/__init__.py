"""The size of a batch: the picture, and what it alone needs.
批量的大小：图，以及只有它用到的模块。
"""
