"""Clipping the gradient: the picture, and what it alone needs.
梯度裁剪：图，以及只有它用到的模块。
"""
