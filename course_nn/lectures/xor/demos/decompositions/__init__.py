"""XOR from gates: the picture, and what it alone needs.
用门组成异或：图，以及只有它用到的模块。
"""
