"""Grid or random search: the picture, and what it alone needs.
网格搜索还是随机搜索：图，以及只有它用到的模块。
"""
