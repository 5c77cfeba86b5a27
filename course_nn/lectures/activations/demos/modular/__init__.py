"""Layers as black boxes: the picture, and what it alone needs.
把层看作黑箱：图，以及只有它用到的模块。
"""
