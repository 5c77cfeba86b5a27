"""Penalty or decay?: the picture, and what it alone needs.
惩罚项还是权重衰减？：图，以及只有它用到的模块。
"""
