"""Double descent: the picture, and what it alone needs.
双重下降：图，以及只有它用到的模块。
"""
