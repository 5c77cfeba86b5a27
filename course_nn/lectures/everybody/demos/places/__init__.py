"""Moved aside, who still knows it? The picture, and what it alone needs.
挪个位置，谁还认得？图，以及只有它用到的模块。
"""
