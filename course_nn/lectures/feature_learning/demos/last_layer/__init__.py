"""The last layer: the picture, and what it alone needs.
最后一层：图，以及只有它用到的模块。
"""
