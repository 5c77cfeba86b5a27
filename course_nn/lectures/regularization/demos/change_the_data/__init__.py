"""Change the data: the picture, and what it alone needs.
改变数据：图，以及只有它用到的模块。
"""
