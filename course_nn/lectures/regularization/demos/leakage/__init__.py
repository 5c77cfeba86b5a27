"""Leakage: the picture, and what it alone needs.
数据泄漏：图，以及只有它用到的模块。
"""
