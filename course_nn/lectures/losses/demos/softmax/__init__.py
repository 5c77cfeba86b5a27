"""Softmax and its loss: the picture, and what it alone needs.
softmax 及其损失：图，以及只有它用到的模块。
"""
