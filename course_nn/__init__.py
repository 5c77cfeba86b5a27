"""Neural networks, made touchable: the mathematics, the pictures, and the stage they live on.
可以动手摆弄的神经网络：数学、图像，以及承载它们的舞台。
"""
