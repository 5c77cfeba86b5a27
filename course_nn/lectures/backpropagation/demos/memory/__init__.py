"""Memory for time: the picture, and what it alone needs.
以时间换内存：图，以及只有它用到的模块。
"""
