"""Gears: the picture, and what it alone needs.
齿轮：图，以及只有它用到的模块。
"""
