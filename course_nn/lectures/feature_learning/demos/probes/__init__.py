"""Probes: the picture, and what it alone needs.
探针：图，以及只有它用到的模块。
"""
