"""Saddle and plateau: the picture, and what it alone needs.
鞍点与平台：图，以及只有它用到的模块。
"""
