"""What to measure: the picture, and what it alone needs.
用什么衡量：图，以及只有它用到的模块。
"""
