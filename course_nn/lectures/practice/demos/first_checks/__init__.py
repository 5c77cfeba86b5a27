"""First checks: the picture, and what it alone needs.
最初的检查：图，以及只有它用到的模块。
"""
