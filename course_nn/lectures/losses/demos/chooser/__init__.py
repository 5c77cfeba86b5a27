"""Task, output, loss: the picture, and what it alone needs.
任务、输出、损失：图，以及只有它用到的模块。
"""
