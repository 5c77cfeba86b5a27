"""Training scripts with one wrong line each: how they are written, drawn and run, and the catalogue of the faults.
各有一行写错的训练脚本：怎样写成、抽取和运行，以及错误目录。
"""
