"""Logistic regression: the picture, and what it alone needs.
逻辑回归：图，以及只有它用到的模块。
"""
