"""Bias and variance: the picture, and what it alone needs.
偏差与方差：图，以及只有它用到的模块。
"""
