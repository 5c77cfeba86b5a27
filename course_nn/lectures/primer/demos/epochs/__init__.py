"""Batches and epochs: the picture, and what it alone needs.
小批量与轮次：图，以及只有它用到的模块。
"""
