"""The pictures, by lecture section; one file per picture.
按讲次排列的图像；一图一文件。
"""
