"""Dropout: the picture, and what it alone needs.
随机失活：图，以及只有它用到的模块。
"""
