"""A turned space of parameters: the picture, and what it alone needs.
旋转的参数空间：图，以及只有它用到的模块。
"""
