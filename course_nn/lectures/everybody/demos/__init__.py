"""The pictures of this lecture, one file a picture.
本讲的图像，一图一文件。
"""
