"""Homework that grades itself: a notebook that was handed in is judged where its own code cannot reach.
自动评分的作业：在学生的代码碰不到的地方评判交来的笔记本。
"""
