"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "gradient_descent-1": Round(Words("How long may a step be?", "一步可以走多远？"), "rate"),
    "gradient_descent-2": Round(Words("A long valley: momentum", "狭长的山谷：动量"), "valley"),
    "gradient_descent-3": Round(Words("A step for each parameter", "每个参数各有步长"), "rotated"),
    "gradient_descent-turned": Round(
        Words("A turned network", "旋转一个网络"),
        "turned",
        questions=("gradient_descent-turned", "gradient_descent-sceptic"),
    ),
    "gradient_descent-4": Round(Words("Inside Adam", "Adam 的内部"), "adam", optional=True),
    "gradient_descent-5": Round(Words("How many samples a step?", "一步用多少样本？"), "batches"),
    "gradient_descent-6": Round(Words("A fair race", "公平的比赛"), "race"),
    "gradient_descent-7": Round(Words("A rate that changes", "变化的学习率"), "schedule"),
    "gradient_descent-recipe": Round(Words("The recipe of today", "如今的常用配方"), "recipe"),
    "gradient_descent-8": Round(Words("Saddles and plateaus", "鞍点与平台"), "saddle", optional=True),
    "gradient_descent-9": Round(Words("Between two minima", "两个极小点之间"), "landscape", optional=True),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "gradient_descent-2": {"choice": "best"},
    "gradient_descent-3": {"angle": 45},
    "gradient_descent-sceptic": {"task": "bowl"},
    "gradient_descent-6": {"rate": "tuned"},
    "gradient_descent-recipe": {"net": "one", "wrong": 0.0},
}
