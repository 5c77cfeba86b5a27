"""From soft to hard: the picture, and what it alone needs.
从软到硬：图，以及只有它用到的模块。
"""
