"""Symmetry: the picture, and what it alone needs.
对称性：图，以及只有它用到的模块。
"""
