"""Parity in three ways: the picture, and what it alone needs.
奇偶校验的三种做法：图，以及只有它用到的模块。
"""
