"""Features by hand: the picture, and what it alone needs.
手工特征：图，以及只有它用到的模块。
"""
