"""Thirty layers: the picture, and what it alone needs.
三十层：图，以及只有它用到的模块。
"""
