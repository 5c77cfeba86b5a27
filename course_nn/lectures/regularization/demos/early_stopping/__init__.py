"""Early stopping: the picture, and what it alone needs.
早停：图，以及只有它用到的模块。
"""
