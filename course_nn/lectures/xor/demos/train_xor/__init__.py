"""A hundred networks learn XOR: the picture, and what it alone needs.
一百个网络学习异或：图，以及只有它用到的模块。
"""
