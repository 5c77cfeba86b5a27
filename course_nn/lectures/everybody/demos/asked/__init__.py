"""What does it know: the picture, and what it alone needs.
它知道什么：图，以及只有它用到的模块。
"""
