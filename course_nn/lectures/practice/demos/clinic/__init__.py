"""The clinic: the picture, and what it alone needs.
诊所：图，以及只有它用到的模块。
"""
