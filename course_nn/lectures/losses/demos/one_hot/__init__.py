"""One-hot or 0, 1, 2?: the picture, and what it alone needs.
独热编码还是 0、1、2？：图，以及只有它用到的模块。
"""
