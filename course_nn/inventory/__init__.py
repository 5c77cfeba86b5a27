"""The inventory: twenty-two pairs of questions on what is often got wrong about networks, and what a class has gained.
概念测评：二十二对题目，问的是关于神经网络的常见误解；另有全班增益的统计。
"""
