"""In practice: the picture, and what it alone needs.
实践：图，以及只有它用到的模块。
"""
