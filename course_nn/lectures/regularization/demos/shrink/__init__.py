"""What a penalty does to a network: the picture, and what it alone needs.
惩罚项对网络的作用：图，以及只有它用到的模块。
"""
