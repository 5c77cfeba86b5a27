"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "deep_vs_shallow-1": Round(Words("Layers without an activation", "没有激活函数的层"), "linear_collapse"),
    "deep_vs_shallow-2": Round(Words("One hidden layer is enough", "一个隐藏层就够"), "bumps"),
    "deep_vs_shallow-3": Round(Words("Two inputs: towers", "两个输入：塔"), "towers", optional=True),
    "deep_vs_shallow-4": Round(Words("Many inputs", "输入很多"), "curse"),
    "deep_vs_shallow-9": Round(Words("A product of many inputs", "许多输入之积"), "product"),
    "deep_vs_shallow-5": Round(Words("What depth buys: the sawtooth", "深度换来什么：锯齿"), "sawtooth"),
    "deep_vs_shallow-10": Round(Words("Does training find the folds?", "训练能找到折叠吗？"), "sawtooth"),
    "deep_vs_shallow-6": Round(Words("Regions of the plane", "平面上的区域"), "regions", optional=True),
    "deep_vs_shallow-7": Round(
        Words("The same budget, five depths", "同样的预算，五种深度"),
        "budget",
        questions=("deep_vs_shallow-7", "deep_vs_shallow-sceptic"),
    ),
    "deep_vs_shallow-8": Round(Words("Able to learn anything", "什么都能学会"), "overfit"),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "deep_vs_shallow-2": {"unit": "relu", "N": 50, "way": "spread"},
    "deep_vs_shallow-4": {"d": 10, "N": 8},
    "deep_vs_shallow-5": {"L": 10},
    "deep_vs_shallow-7": {"start": "spread"},
    "deep_vs_shallow-sceptic": {"rate": 0.1},
}
