"""Adam, step by step: the picture, and what it alone needs.
一步一步看 Adam：图，以及只有它用到的模块。
"""
