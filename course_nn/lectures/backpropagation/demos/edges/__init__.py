"""Edge by edge: the picture, and what it alone needs.
逐条边：图，以及只有它用到的模块。
"""
