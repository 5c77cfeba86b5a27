"""An action potential: the picture, and what it alone needs.
动作电位：图，以及只有它用到的模块。
"""
