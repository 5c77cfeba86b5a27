"""The curse of dimension: the picture, and what it alone needs.
维数灾难：图，以及只有它用到的模块。
"""
