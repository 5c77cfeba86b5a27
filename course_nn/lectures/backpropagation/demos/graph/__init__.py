"""A formula as a graph: the picture, and what it alone needs.
公式与计算图：图，以及只有它用到的模块。
"""
