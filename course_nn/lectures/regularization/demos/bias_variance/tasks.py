"""What a student may do with the picture, one thing after the other."""

from course_nn.common.words import Words
from course_nn.lectures.regularization.demos.bias_variance.many_sets import EPOCHS

TASKS = [
    (
        "choose-network-much",
        Words(
            "Choose the network, and M = 10. By how much does the white square, ten networks averaged, lie "
            "below the black stroke, one network?",
            "选“网络”，取 M = 10。白色方块是十个网络取平均，黑色短线是单个网络：前者低多少？",
        ),
        lambda result, values: (values.model, values.averaged) == ("network", 10),
    ),
    (
        "stay-network-pull",
        Words(
            "Stay with the network and pull the epoch back. Which part of the bar grows?",
            "仍用网络，把轮次往回拖。柱子的哪一部分变大？",
        ),
        lambda result, values: values.model == "network" and values.epoch <= EPOCHS // 2,
    ),
    (
        "choose-polynomial-click",
        Words(
            "Choose the polynomial, and click the bars from left to right. What do the black mean and the "
            "grey fits do?",
            "选“多项式”，从左到右依次点击各个柱子。黑色的平均曲线和灰色的各次拟合怎样变化？",
        ),
        lambda result, values, seen: values.model == "polynomial" and len(seen["degree"]) > 4,
    ),
    (
        "sceptic",
        Words(
            "Under “change, as a sceptic”, try one after the other. Which of them keep the variance from "
            "growing with the model?",
            "在“换一样再看”一栏，逐一试各项改变。换了哪几样，方差就不再随模型变大而增大？",
        ),
        lambda result, seen: {"noise", "samples", "priced", "network"} <= seen["sceptic"],
    ),
]
