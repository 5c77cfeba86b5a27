"""Gradient and Jacobian: the picture, and what it alone needs.
梯度与雅可比矩阵：图，以及只有它用到的模块。
"""
