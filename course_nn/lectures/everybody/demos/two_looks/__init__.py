"""Two looks: the picture, and what it alone needs.
看两次：图，以及只有它用到的模块。
"""
