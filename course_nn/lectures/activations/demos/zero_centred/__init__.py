"""Zero-centred inputs: the picture, and what it alone needs.
以零为中心的输入：图，以及只有它用到的模块。
"""
