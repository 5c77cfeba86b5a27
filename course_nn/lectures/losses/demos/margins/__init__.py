"""Losses against the margin: the picture, and what it alone needs.
损失与间隔：图，以及只有它用到的模块。
"""
