"""The recipe of today: the picture, and what it alone needs.
如今的常用配方：图，以及只有它用到的模块。
"""
