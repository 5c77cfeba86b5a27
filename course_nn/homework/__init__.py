"""Homework that grades itself: a notebook that was handed in is judged in another process than its own code runs in.
自动评分的作业：在学生代码之外的另一个进程中评判交来的笔记本。
"""
