"""The sawtooth: the picture, and what it alone needs.
锯齿：图，以及只有它用到的模块。
"""
