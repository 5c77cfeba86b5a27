"""Bending the plane: the picture, and what it alone needs.
弯曲平面：图，以及只有它用到的模块。
"""
