"""One layer: the picture, and what it alone needs.
一层单元：图，以及只有它用到的模块。
"""
