"""Four healthy scripts in NumPy: softmax in batches, a hidden layer, the mass of penguins, and pure noise."""

from course_nn.clinic.scripts.template import Line, Template
from course_nn.common.words import Words

_NUMPY = Line("numpy", "import numpy as np", Words("NumPy under its usual name.", "NumPy 的惯用简称。"))
_COURSE = Line(
    "course",
    "from course_nn import datasets, losses",
    Words("Data and softmax come from the course.", "数据和 softmax 来自本课程。"),
)
_LOGS = Line(
    "logs",
    "train_loss, val_score = [], []",
    Words("Two empty lists for the two curves.", "两条曲线各用一个空列表。"),
)
_EPOCHS = Line(
    "epochs",
    "for epoch in range(EPOCHS):",
    Words("Enough epochs: without the fault the script learns.", "轮数够用：没有错误时学得会。"),
)
_RNG = Line(
    "rng",
    "rng = np.random.default_rng(SEED)",
    Words(
        "A generator with a seed, before the loop: the run can be repeated.",
        "循环之前建好带种子的生成器：训练可以重现。",
    ),
)
_DIGITS = Line(
    "data",
    "X, y = datasets.shuffled_digits(600)",
    Words(
        "1797 digits in random order, minus the mean of the first 600.",
        "1797 个数字，次序随机，并减去前 600 个的均值。",
    ),
)
_VAL = Line(
    "val",
    "Xv, yv = X[600:], y[600:]",
    Words("The rest is for validation. No row is in both parts.", "其余用于验证，没有一行同时出现在两边。"),
)
_TRAIN = Line(
    "train",
    "X, T = X[:600], np.eye(10)[y[:600]]",
    Words("Row y of the identity matrix is the one-hot code of y.", "单位矩阵的第 y 行正是 y 的独热编码。"),
)

SOFTMAX = Template(
    (
        _NUMPY,
        _COURSE,
        _DIGITS,
        Line("prepare", ""),
        Line("centre", ""),
        Line(
            "targets",
            "T = np.eye(10)[y]",
            Words("Row y of the identity matrix is the one-hot code of y.", "单位矩阵的第 y 行正是 y 的独热编码。"),
        ),
        _RNG,
        Line(
            "W",
            "W = np.zeros((10, 64))",
            Words(
                "With one layer, zeros are a good start: the loss is convex.",
                "只有一层时从零开始没有问题：损失是凸的。",
            ),
        ),
        _LOGS,
        _EPOCHS,
        Line("again", ""),
        Line(
            "order",
            "    order = rng.permutation(600)",
            Words(
                "A new order of the first 600 in each epoch. The others are never trained on.",
                "每一轮给前 600 个换一个次序，其余的从不参与训练。",
            ),
        ),
        Line(
            "total", "    total = 0", Words("The sum of the losses begins anew in each epoch.", "每一轮重新累加损失。")
        ),
        Line(
            "batches",
            "    for rows in np.split(order, PARTS):",
            Words(
                "All parts have the same size, and each row comes once an epoch.", "各批大小相同，每一行每轮出现一次。"
            ),
        ),
        Line("seed", ""),
        Line("first", ""),
        Line("pick", "        x, t = X[rows], T[rows]", Words("Both get the same rows.", "两者取的是相同的行。")),
        Line("z", ""),
        Line("e", ""),
        Line(
            "forward",
            "        p = losses.softmax(x @ W.T)",
            Words("Softmax once, along the classes.", "softmax 只用一次，沿类别方向。"),
        ),
        Line(
            "loss",
            "        total -= np.log(p[t == 1]).sum()",
            Words("Cross-entropy of the right class. It is only recorded.", "正确类别的交叉熵，只用于记录。"),
        ),
        Line(
            "error",
            "        d = (p - t) / len(x)",
            Words("The gradient of the mean loss with respect to the logits.", "平均损失对 logit 的梯度。"),
        ),
        Line("gradient", ""),
        Line("square", ""),
        Line(
            "step",
            "        W -= RATE * d.T @ x",
            Words("Downhill, with the gradient (10, 64) of this batch.", "沿这一批的梯度 (10, 64) 下降。"),
        ),
        Line("after", ""),
        Line(
            "report",
            "    train_loss += [total / 600]",
            Words("The mean over the 600 samples of the epoch.", "这一轮 600 个样本的平均值。"),
        ),
        Line("watch", ""),
        Line(
            "answer",
            "    hit = (X[600:] @ W.T).argmax(1) == y[600:]",
            Words(
                "The largest logit of each row. Softmax would not change which it is.",
                "每行取最大的 logit；softmax 不会改变谁最大。",
            ),
        ),
        Line(
            "score",
            "    val_score += [hit.mean()]",
            Words("The mean of true and false is the accuracy.", "真假值的平均就是准确率。"),
        ),
    ),
    {"SEED": (0, 1, 2), "PARTS": (20, 30, 15), "RATE": (0.5, 0.4, 0.6), "EPOCHS": (20, 24, 16)},
)

NETWORK = Template(
    (
        _NUMPY,
        _COURSE,
        _DIGITS,
        _VAL,
        _TRAIN,
        _RNG,
        Line(
            "W1",
            "W1 = rng.normal(0, (2/64)**0.5, (UNITS, 64))",
            Words("He initialization: right for ReLU with 64 inputs.", "He 初始化：适合 64 个输入的 ReLU 层。"),
        ),
        Line(
            "W2",
            "W2 = rng.normal(0, UNITS**-0.5, (10, UNITS))",
            Words("Random, and smaller the more units are added up.", "随机；相加的单元越多，权重越小。"),
        ),
        Line("set", ""),
        _LOGS,
        _EPOCHS,
        Line("again", ""),
        Line("z", ""),
        Line(
            "hidden",
            "    h = np.maximum(0, X @ W1.T)",
            Words("ReLU of the hidden layer, all 600 rows at once.", "隐藏层的 ReLU，600 行一起算。"),
        ),
        Line("drop", ""),
        Line(
            "forward",
            "    p = losses.softmax(h @ W2.T)",
            Words("Softmax once, along the classes.", "softmax 只用一次，沿类别方向。"),
        ),
        Line("twice", ""),
        Line(
            "loss",
            "    train_loss += [-np.log(p[T == 1]).mean()]",
            Words("The mean cross-entropy of the right class.", "正确类别的平均交叉熵。"),
        ),
        Line(
            "error",
            "    d = (p - T) / len(X)",
            Words("The gradient of the mean loss with respect to the logits.", "平均损失对 logit 的梯度。"),
        ),
        Line(
            "back",
            "    dh = d @ W2 * (h > 0)",
            Words(
                "Back through the last layer, and only through units that are on.", "经最后一层反传，只通过激活的单元。"
            ),
        ),
        Line("gradient", ""),
        Line("step2", "    W2 -= RATE * d.T @ h", Words("Downhill in the last layer.", "最后一层沿梯度下降。")),
        Line("step1", "    W1 -= RATE * dh.T @ X", Words("Downhill in the first layer.", "第一层沿梯度下降。")),
        Line(
            "answer",
            "    z = np.maximum(0, Xv @ W1.T) @ W2.T",
            Words("The same two layers on new rows.", "同样的两层用在新数据上。"),
        ),
        Line(
            "score",
            "    val_score += [np.mean(z.argmax(1) == yv)]",
            Words("The share of rows whose largest logit is right.", "最大 logit 正确的行所占比例。"),
        ),
    ),
    {"SEED": (0, 1, 2), "UNITS": (32, 48, 40), "RATE": (0.5, 0.4, 0.6), "EPOCHS": (100, 120, 80)},
)

MASS = Template(
    (
        _NUMPY,
        Line("course", "from course_nn.datasets import penguins", Words("Real penguins.", "真实的企鹅数据。")),
        Line("kinds", 'kinds = "Adelie", "Chinstrap", "Gentoo"', Words("All three species.", "三个物种都用上。")),
        Line(
            "names",
            'names = "flipper_length_mm", "body_mass_g"',
            Words("One input, and the mass to predict.", "一个输入，以及要预测的体重。"),
        ),
        Line(
            "birds",
            "birds = penguins(kinds, names).X",
            Words("342 birds. Those without measurements are left out.", "342 只企鹅，缺测量值的已略去。"),
        ),
        _RNG,
        Line(
            "data",
            "X, y = rng.permutation(birds).T / 1000",
            Words(
                "Rows are shuffled whole, so a mass stays with its flipper. Metres and kilograms.",
                "整行一起打乱，体重仍对应自己的鳍肢长。单位是米和千克。",
            ),
        ),
        Line(
            "scale",
            "X = (X - X[:240].mean()) / X[:240].std()",
            Words("All rows are scaled by the training part.", "用训练部分的统计量缩放所有行。"),
        ),
        Line("pick", ""),
        Line("train", "x, t = X[:240], y[:240]", Words("240 birds to train on.", "240 只用于训练。")),
        Line("val", "xv, tv = X[240:], y[240:]", Words("The other 102 are for validation.", "其余 102 只用于验证。")),
        Line("fix", ""),
        Line(
            "start",
            "w, b = 0, t.mean()",
            Words("A flat line at the mean of the targets.", "从目标均值处的水平线开始。"),
        ),
        _LOGS,
        _EPOCHS,
        Line("forward", "    z = w * x + b", Words("A straight line.", "一条直线。")),
        Line(
            "error",
            "    d = z - t",
            Words("Prediction minus target, one number per bird.", "预测减目标，每只企鹅一个数。"),
        ),
        Line("reset", ""),
        Line("gradient", ""),
        Line(
            "step",
            "    w -= RATE * np.mean(d * x)",
            Words("Downhill in the slope: the mean of error times input.", "斜率沿梯度下降：误差乘输入的平均。"),
        ),
        Line("bias", "    b -= RATE * np.mean(d)", Words("Downhill in the bias.", "偏置沿梯度下降。")),
        Line(
            "loss", "    train_loss += [np.mean(d**2) / 2]", Words("Half the mean squared error.", "均方误差的一半。")
        ),
        Line("answer", "    r = tv - (w * xv + b)", Words("The residual on new birds.", "新企鹅上的残差。")),
        Line(
            "score",
            "    val_score += [1 - np.mean(r*r) / tv.var()]",
            Words("R²: 1 minus the error, in units of the variance.", "R²：1 减去以方差为单位的误差。"),
        ),
    ),
    {"SEED": (0, 1, 2), "RATE": (0.1, 0.15, 0.2), "EPOCHS": (60, 50, 40)},
)

NOISE = Template(
    (
        _NUMPY,
        _RNG,
        Line(
            "data",
            "X = rng.normal(size=(200, 3000))",
            Words("200 rows of 3000 random numbers.", "200 行，每行 3000 个随机数。"),
        ),
        Line(
            "labels",
            "y = rng.integers(0, 2, 200)",
            Words("Labels that a coin has decided: nothing can be learned.", "标签由抛硬币决定：没有规律可学。"),
        ),
        Line("relation", "c = X[:100].T @ (y[:100] - 0.5)"),
        Line(
            "best",
            "best = np.argsort(-abs(c))[:20]",
            Words("The 20 columns that agree most with the labels.", "与标签关系最强的 20 列。"),
        ),
        Line("train", "x, t = X[:100, best], y[:100]", Words("100 rows to train on.", "100 行用于训练。")),
        Line(
            "val",
            "xv, tv = X[100:, best], y[100:]",
            Words("Another 100 rows for validation, with the same columns.", "另外 100 行用于验证，列相同。"),
        ),
        Line(
            "start", "w = np.zeros(20)", Words("With one unit, zeros are a good start.", "只有一个单元时可以从零开始。")
        ),
        _LOGS,
        _EPOCHS._replace(harmless=Words("Enough rounds for the point of this script.", "轮数够用，足以说明问题。")),
        Line("try", ""),
        Line("batches", ""),
        Line(
            "forward", "    p = 1 / (1 + np.exp(-x @ w))", Words("The sigmoid of a weighted sum.", "加权和的 sigmoid。")
        ),
        Line(
            "error",
            "    d = (p - t) / len(x)",
            Words("The gradient of the mean loss with respect to the logit.", "平均损失对 logit 的梯度。"),
        ),
        Line("step", "    w -= RATE * d @ x", Words("Downhill.", "沿梯度下降。")),
        Line(
            "right", "    q = np.where(t, p, 1 - p)", Words("The probability of what was thrown.", "实际标签的概率。")
        ),
        Line("loss", "    train_loss += [-np.log(q).mean()]", Words("The mean cross-entropy.", "平均交叉熵。")),
        Line("answer", "    hit = (xv @ w > 0) == tv", Words("A positive logit says class 1.", "logit 为正即类别 1。")),
        Line("highest", ""),
        Line(
            "score",
            "    val_score += [hit.mean()]",
            Words("The mean of true and false is the accuracy.", "真假值的平均就是准确率。"),
        ),
    ),
    {"SEED": (0, 1, 2), "RATE": (0.5, 0.3, 0.4), "EPOCHS": (40, 50, 45)},
)
