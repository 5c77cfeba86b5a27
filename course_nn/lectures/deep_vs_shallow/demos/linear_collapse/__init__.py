"""Linear layers collapse into one: the picture, and what it alone needs.
线性层坍缩为一层：图，以及只有它用到的模块。
"""
