"""A turned valley: the picture, and what it alone needs.
旋转的山谷：图，以及只有它用到的模块。
"""
