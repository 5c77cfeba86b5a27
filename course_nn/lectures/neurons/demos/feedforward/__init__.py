"""A feed-forward network: the picture, and what it alone needs.
前馈网络：图，以及只有它用到的模块。
"""
