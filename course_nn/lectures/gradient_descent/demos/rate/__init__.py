"""How large a learning rate?: the picture, and what it alone needs.
学习率能有多大？：图，以及只有它用到的模块。
"""
