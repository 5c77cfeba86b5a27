"""Squashing a cloud: the picture, and what it alone needs.
激活前后的分布：图，以及只有它用到的模块。
"""
