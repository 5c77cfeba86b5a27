"""What does φ cost?: the picture, and what it alone needs.
激活函数的计算开销：图，以及只有它用到的模块。
"""
