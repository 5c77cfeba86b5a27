"""XOR with two layers: the picture, and what it alone needs.
两层网络计算异或：图，以及只有它用到的模块。
"""
