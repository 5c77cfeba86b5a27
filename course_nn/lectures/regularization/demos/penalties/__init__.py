"""Penalties: the picture, and what it alone needs.
惩罚项：图，以及只有它用到的模块。
"""
