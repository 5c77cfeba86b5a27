"""Scaling the inputs: the picture, and what it alone needs.
输入的缩放：图，以及只有它用到的模块。
"""
