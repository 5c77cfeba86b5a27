"""Digits: the picture, and what it alone needs.
手写数字：图，以及只有它用到的模块。
"""
