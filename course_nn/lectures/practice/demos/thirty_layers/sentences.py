"""The sentences of this demo that stand beside its picture: what to do with it, and what to reach."""

from course_nn.common.words import Words

TASKS = (
    Words(
        "Choose batch norm and the shortcut, with α = 1, and pull the epoch to 15. How many digits are read wrong?",
        "选批量归一化，再选残差连接（α = 1），把轮次拖到 15。有多少数字读错？",
    ),
    Words(
        "Take away the shortcut alone, then the norm alone, and in the end both, with AdamW. What goes "
        "wrong each time?",
        "只去掉残差连接，再只去掉归一化，最后两样都去掉，用 AdamW。每次毛病出在哪里？",
    ),
    Words(
        "Pull the epoch back to 0, with neither of the two. Change the initialization: σ = 0.01, σ = 1, "
        "Xavier, He. Which of the pictures does He put right, and which not?",
        "把轮次拖回 0，两样都不用。换初始化：σ = 0.01、σ = 1、Xavier、He。几幅图中，He 把哪些变好了，哪些没有？",
    ),
    Words(
        "Be a sceptic: keep both, and change the start, φ, the norm and the way of training. What overturns it?",
        "较个真：两样都用，再换初始化、换 φ、换归一化、换训练方法。哪一项能推翻结果？",
    ),
)
TO_REACH = Words(
    "30 layers: train to a test error of at most 6%. Several quite different ways lead there: find two.",
    "30 层：训练到测试错误率不超过 6%。有好几种很不相同的办法：找出两种。",
)
