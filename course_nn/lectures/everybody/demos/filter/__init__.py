"""Nine weights for the whole picture: the picture, and what it alone needs.
九个权重看遍全图：图，以及只有它用到的模块。
"""
