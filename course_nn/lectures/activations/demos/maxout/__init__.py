"""Maxout: the picture, and what it alone needs.
Maxout 单元：图，以及只有它用到的模块。
"""
