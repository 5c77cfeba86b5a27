"""Batch norm: the picture, and what it alone needs.
批量归一化：图，以及只有它用到的模块。
"""
