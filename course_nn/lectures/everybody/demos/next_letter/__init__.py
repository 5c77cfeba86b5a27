"""The next letter: the picture, and what it alone needs.
下一个字母：图，以及只有它用到的模块。
"""
