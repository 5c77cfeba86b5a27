"""What everything else stands on: words in both languages, errors that help, progress of what takes long.
其余一切的基础：中英两种文字、有帮助的报错、耗时计算的进度。
"""
