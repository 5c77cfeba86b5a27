"""More of everything: the picture, and what it alone needs.
规模：图，以及只有它用到的模块。
"""
