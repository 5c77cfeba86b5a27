"""Counting or learning: the picture, and what it alone needs.
数出来，还是学出来：图，以及只有它用到的模块。
"""
