"""Attention by hand: the picture, and what it alone needs.
亲手摆弄注意力：图，以及只有它用到的模块。
"""
