"""Backpropagation through layers: the picture, and what it alone needs.
逐层反向传播：图，以及只有它用到的模块。
"""
