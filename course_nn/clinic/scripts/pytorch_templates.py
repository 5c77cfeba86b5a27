"""The same scripts in PyTorch: one layer in batches, a hidden layer, the mass of penguins, and pure noise."""

from course_nn.clinic.scripts.template import Line, Template
from course_nn.common.words import Words

_TORCH = Line("torch", "import torch", Words("PyTorch computes the gradients.", "PyTorch 负责计算梯度。"))
_NN = Line("nn", "from torch import nn", Words("Layers and losses.", "层和损失函数。"))
_COURSE = Line(
    "course",
    "from course_nn.datasets import shuffled_digits",
    Words("The digits come from the course.", "手写数字来自本课程。"),
)
_DIGITS = Line(
    "data",
    "X, y = map(torch.tensor, shuffled_digits(600))",
    Words(
        "1797 digits in random order, minus the mean of the first 600.",
        "1797 个数字，次序随机，并减去前 600 个的均值。",
    ),
)
_SEED = Line(
    "seed",
    "torch.manual_seed(SEED)",
    Words("Seeded before anything is drawn: the run can be repeated.", "在抽取任何随机数之前设种子：训练可以重现。"),
)
_OPT = Line(
    "opt",
    "opt = torch.optim.SGD(net.parameters(), RATE)",
    Words("All parameters, and a learning rate that suits the mean loss.", "包含全部参数；学习率适合平均损失。"),
)
_LOSS_FN = Line(
    "loss_fn",
    "loss_fn = nn.CrossEntropyLoss()",
    Words("It takes logits and classes, and gives the mean.", "它接收 logit 和类别，返回平均值。"),
)
_LOGS = Line(
    "logs", "train_loss, val_score = [], []", Words("Two empty lists for the two curves.", "两条曲线各用一个空列表。")
)
_EPOCHS = Line(
    "epochs",
    "for epoch in range(EPOCHS):",
    Words("Enough epochs: without the fault the script learns.", "轮数够用：没有错误时学得会。"),
)
_ANSWER = Line(
    "answer",
    "    hit = net(X[600:]).argmax(1) == y[600:]",
    Words(
        "The largest logit of each row that was not trained on. Softmax would not change which it is.",
        "未参与训练的每一行取最大的 logit；softmax 不会改变谁最大。",
    ),
)
_SCORE = Line(
    "score",
    "    val_score += [hit.double().mean().item()]",
    Words("The mean of true and false is the accuracy.", "真假值的平均就是准确率。"),
)
_REPORT = Line(
    "report",
    "    train_loss += [loss.item()]",
    Words(
        "The loss of the last step, as a plain number: it jumps a little, and does no harm.",
        "记下最后一步的损失（普通数值）：会有点跳动，但无害。",
    ),
)


def _steps(indent):
    """What every loop does between the loss and the next batch."""
    return (
        Line(
            "zero",
            f"{indent}opt.zero_grad()",
            Words("Old gradients are cleared before new ones come.", "先清掉旧梯度，再算新的。"),
        ),
        Line(
            "back",
            f"{indent}loss.backward()",
            Words("Gradients of the loss with respect to all parameters.", "损失对全部参数的梯度。"),
        ),
        Line(
            "step", f"{indent}opt.step()", Words("One step downhill after each backward.", "每次反向传播之后走一步。")
        ),
        Line("inner", ""),
    )


SOFTMAX = Template(
    (
        _TORCH,
        _NN,
        Line("schedule", ""),
        _COURSE,
        _DIGITS,
        Line("prepare", ""),
        Line("centre", ""),
        _SEED,
        Line(
            "net",
            "net = nn.Linear(64, 10).double()",
            Words(
                "One linear layer that gives logits, in double precision like the data.",
                "一个给出 logit 的线性层，精度与数据一致。",
            ),
        ),
        _OPT,
        Line("sched", ""),
        _LOSS_FN,
        _LOGS,
        _EPOCHS,
        Line("again", ""),
        Line(
            "batches",
            "    for rows in torch.randperm(600).split(BATCH):",
            Words("A new order of the first 600 in each epoch, in parts.", "每一轮把前 600 个换一个次序，再分成小批。"),
        ),
        Line("reseed", ""),
        Line("rows", ""),
        Line("out", ""),
        Line(
            "loss",
            "        loss = loss_fn(net(X[rows]), y[rows])",
            Words(
                "Inputs and classes of the same rows, logits as they are.",
                "输入和类别来自相同的行，logit 原样交给损失函数。",
            ),
        ),
        *_steps("        "),
        _REPORT,
        Line("watch", ""),
        _ANSWER,
        _SCORE,
    ),
    {"SEED": (0, 1, 2), "BATCH": (30, 20, 40), "RATE": (0.5, 0.4, 0.6), "EPOCHS": (20, 24, 16)},
)

NETWORK = Template(
    (
        _TORCH,
        _NN,
        _COURSE,
        _DIGITS,
        Line("val", ""),
        _SEED,
        Line(
            "first",
            "net = nn.Sequential(nn.Linear(64, UNITS),",
            Words("The first layer takes 64 pixels.", "第一层接收 64 个像素。"),
        ),
        Line("middle", ""),
        Line(
            "second",
            "    nn.ReLU(), nn.Linear(UNITS, 10)).double()",
            Words(
                "ReLU, and a layer of ten logits, in double precision like the data.",
                "ReLU，再加一层给出十个 logit，精度与数据一致。",
            ),
        ),
        Line("init", ""),
        _OPT,
        _LOSS_FN,
        _LOGS,
        _EPOCHS,
        Line("hidden", ""),
        Line("change", ""),
        Line("out", "    out = net(X[:600])", Words("All 600 rows at once.", "600 行一起算。")),
        Line("twice", ""),
        Line(
            "loss",
            "    loss = loss_fn(out, y[:600])",
            Words("Logits, and the classes of the same rows.", "logit 与相同行的类别。"),
        ),
        *_steps("    "),
        _REPORT._replace(harmless=Words("The loss as a plain number.", "以普通数值记下损失。")),
        _ANSWER,
        _SCORE,
    ),
    {"SEED": (0, 1, 2), "UNITS": (32, 48, 40), "RATE": (0.5, 0.4, 0.6), "EPOCHS": (100, 120, 80)},
)

MASS = Template(
    (
        _TORCH,
        Line("course", "from course_nn.datasets import penguins", Words("Real penguins.", "真实的企鹅数据。")),
        Line("kinds", 'who = "Adelie", "Chinstrap", "Gentoo"', Words("All three species.", "三个物种都用上。")),
        Line(
            "names",
            'what = "flipper_length_mm", "body_mass_g"',
            Words("One input, and the mass to predict.", "一个输入，以及要预测的体重。"),
        ),
        Line(
            "data",
            "Z = torch.tensor(penguins(who, what).X)",
            Words("342 birds, a flipper and a mass of each.", "342 只企鹅，每只一个鳍肢长和一个体重。"),
        ),
        Line(
            "scale",
            "Z = (Z - Z[::3].mean(0)) / Z[::3].std(0)",
            Words(
                "Each column, scaled by its training part, all rows alike.", "每一列用它的训练部分来缩放，所有行一样。"
            ),
        ),
        Line(
            "train",
            "x, t = Z[::3, :1], Z[::3, 1:]",
            Words("Every third bird is for training. Both are columns.", "每三只取一只用于训练；两者都是列。"),
        ),
        Line(
            "val",
            "xv, tv = Z[1::3, :1], Z[1::3, 1:]",
            Words(
                "The bird after each of them is for validation. Both are columns, too.",
                "紧随其后的那只用于验证；两者也都是列。",
            ),
        ),
        _SEED,
        Line("net", "net = torch.nn.Linear(1, 1).double()", Words("A straight line.", "一条直线。")),
        _OPT,
        _LOGS,
        _EPOCHS,
        Line("loss", "    loss = ((net(x) - t)**2).mean()", Words("The mean squared error.", "均方误差。")),
        *_steps("    "),
        _REPORT._replace(harmless=Words("The loss as a plain number.", "以普通数值记下损失。")),
        Line(
            "answer",
            "    r = tv - net(xv).detach()",
            Words("The residual on new birds. A score needs no gradient.", "新企鹅上的残差；算成绩不需要梯度。"),
        ),
        Line(
            "score",
            "    val_score += [1 - (r*r).mean() / tv.var()]",
            Words("R²: 1 minus the error, in units of the variance.", "R²：1 减去以方差为单位的误差。"),
        ),
    ),
    {"SEED": (0, 1, 2), "RATE": (0.05, 0.07, 0.1), "EPOCHS": (60, 50, 40)},
)

NOISE = Template(
    (
        _TORCH,
        _SEED,
        Line(
            "data",
            "X = torch.randn(200, 3000)",
            Words("200 rows of 3000 random numbers.", "200 行，每行 3000 个随机数。"),
        ),
        Line(
            "labels",
            "y = torch.randint(2, (200,)).float()",
            Words("Labels that a coin has decided: nothing can be learned.", "标签由抛硬币决定：没有规律可学。"),
        ),
        Line("relation", "c = X[:100].T @ (y[:100] - 0.5)"),
        Line(
            "best",
            "best = c.abs().topk(20).indices",
            Words("The 20 columns that agree most with the labels.", "与标签关系最强的 20 列。"),
        ),
        Line("train", "x, t = X[:100, best], y[:100]", Words("100 rows to train on.", "100 行用于训练。")),
        Line(
            "val",
            "xv, tv = X[100:, best], y[100:]",
            Words("Another 100 rows for validation, with the same columns.", "另外 100 行用于验证，列相同。"),
        ),
        Line(
            "start",
            "w = torch.zeros(20, requires_grad=True)",
            Words("With one unit, zeros are a good start.", "只有一个单元时可以从零开始。"),
        ),
        Line("opt", "opt = torch.optim.SGD([w], RATE)", Words("The only parameters are w.", "参数只有 w。")),
        Line(
            "loss_fn",
            "loss_fn = torch.nn.BCEWithLogitsLoss()",
            Words("It takes logits and zeros or ones, and gives the mean.", "它接收 logit 和 0 或 1，返回平均值。"),
        ),
        _LOGS,
        _EPOCHS._replace(harmless=Words("Enough rounds for the point of this script.", "轮数够用，足以说明问题。")),
        Line("try", ""),
        Line("batches", ""),
        Line(
            "loss",
            "    loss = loss_fn(x @ w, t)",
            Words("The mean cross-entropy of a weighted sum.", "加权和的平均交叉熵。"),
        ),
        *_steps("    "),
        _REPORT._replace(harmless=Words("The loss as a plain number.", "以普通数值记下损失。")),
        Line("answer", "    hit = (xv @ w > 0) == tv", Words("A positive logit says class 1.", "logit 为正即类别 1。")),
        Line("highest", ""),
        _SCORE,
    ),
    {"SEED": (0, 1, 2), "RATE": (0.5, 0.3, 0.4), "EPOCHS": (40, 50, 45)},
)
