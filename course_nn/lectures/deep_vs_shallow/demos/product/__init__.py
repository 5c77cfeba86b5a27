"""A product of many inputs: the picture, and what it alone needs.
许多输入之积：图，以及只有它用到的模块。
"""
