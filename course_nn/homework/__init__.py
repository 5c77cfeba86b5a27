"""Homework that grades itself: the judges of the course ask a submitted notebook anew, from a process of their own.
自动评分的作业：课程的评判程序在独立的进程中，对提交的笔记本重新评判。
"""
