"""The questions and exercises of the notebooks, one module per lecture section.
笔记本中的预测题与习题，每讲一个模块。
"""
