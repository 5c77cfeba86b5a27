"""What can go wrong before the first step: labels, pairs of rows, scales and types of the data."""

from course_nn.clinic.scripts import numpy_templates as numpy
from course_nn.clinic.scripts import pytorch_templates as torch
from course_nn.clinic.scripts.template import Case, Line, Options
from course_nn.common.words import Words

_BOTH_NUMBERS = Words("Mean and spread of the training part.", "训练部分的均值和标准差。")
_SCALED = Words("The training part, scaled by its own mean and spread.", "训练部分用自己的均值和标准差缩放。")
_SOFTMAX_ONCE = Words("Softmax once, along the classes.", "softmax 只用一次，沿类别方向。")
_AS_IN_THE_FILE = Words(
    "Rows as the file has them: Adelie, Gentoo, Chinstrap. The split is not the fault.",
    "行的次序与文件相同：Adelie、Gentoo、Chinstrap。划分本身不是错误所在。",
)

_SMALLER_STEPS = Words(
    "The rate suits mixed batches. A tenth of it would lessen the harm, not end it.",
    "学习率适合打乱的批次；降到十分之一能减轻危害，但治不好。",
)
NUMPY = {
    "labels shifted": Case(
        numpy.SOFTMAX,
        {"targets": "T = np.eye(10)[y - 1]"},
        {"targets": Options(fails=("T = np.eye(10)[9 - y]", "T = np.eye(10)[y - 2]"))},
    ),
    "an output too few": Case(
        numpy.SOFTMAX,
        {"targets": "T = np.eye(9)[y]"},
        {"targets": Options(fails=("T = np.eye(9)[y - 1]", "T = np.eye(11)[y]"))},
    ),
    "pairs broken": Case(
        numpy.MASS,
        {"data": "X, y = rng.permuted(birds, axis=0).T / 1000"},
        {"data": Options(fails=("X, y = rng.permuted(birds.T, axis=1) / 1000", "X, y = rng.permuted(birds).T / 1000"))},
    ),
    "inputs not scaled": Case(
        numpy.MASS,
        {"scale": "X = X - X[:240].mean()"},
        {
            "scale": Options(fails=("X = X * X[:240].std()", "X = X / X[:240].mean()")),
            "step": Options(("w -= RATE * np.mean(d * x) / x.var()",), ("w -= np.mean(d * x)",)),
        },
    ),
    "validation not scaled": Case(
        numpy.MASS,
        {"val": "xv, tv = X[240:], y[240:]"},
        {
            "val": Options(fails=("xv, tv = X[240:] - m, y[240:]", "xv, tv = X[240:] / s, y[240:]")),
            "answer": Options(
                ("r = tv - (w * (xv - m) / s + b)",), ("r = tv - (w * xv / s + b)", "r = tv - (w * (xv - m) + b)")
            ),
        },
        own=(
            Line("scale", "m, s = X[:240].mean(), X[:240].std()", _BOTH_NUMBERS),
            Line("train", "x, t = (X[:240] - m) / s, y[:240]", _SCALED),
            Line("val", "xv, tv = (X[240:] - m) / s, y[240:]"),
        ),
    ),
    "statistics of the validation set": Case(
        numpy.MASS,
        {"val": "xv = (X[180:] - X[180:].mean()) / s"},
        {
            "val": Options(
                fails=("xv = X[180:] - X[180:].mean() / s", "xv = (X[180:] - X[180:].mean()) / X[180:].std()")
            )
        },
        own=(
            Line("rng", ""),
            Line("data", "X, y = birds.T / 1000", _AS_IN_THE_FILE),
            Line("scale", "m, s = X[:180].mean(), X[:180].std()", _BOTH_NUMBERS),
            Line("train", "x, t = (X[:180] - m) / s, y[:180]", _SCALED),
            Line("val", "xv = (X[180:] - m) / s"),
            Line("fix", "tv = y[180:]", Words("Targets need no scaling.", "目标值不需要缩放。")),
        ),
    ),
    "target among the inputs": Case(
        numpy.MASS,
        {"pick": "X, y = Z, Z[:, 1]"},
        {"pick": Options(fails=("X, y = Z[:, 0:2], Z[:, 1]", "X, y = Z[:, 1:], Z[:, 1]"))},
        own=(
            Line(
                "data",
                "Z = rng.permutation(birds)",
                Words(
                    "Rows are shuffled whole, so a mass stays with its flipper.",
                    "整行一起打乱，体重仍对应自己的鳍肢长。",
                ),
            ),
            Line(
                "scale",
                "Z = (Z - Z[:240].mean(0)) / Z[:240].std(0)",
                Words("Each column, scaled by its training part.", "每一列用它的训练部分来缩放。"),
            ),
            Line("pick", "X, y = Z[:, :1], Z[:, 1]"),
            Line(
                "start",
                "w = np.zeros(X.shape[1])",
                Words(
                    "A weight for each column. All is centred, so no bias is needed.",
                    "每列一个权重。数据已中心化，不需要偏置。",
                ),
            ),
            Line("forward", "    z = x @ w", Words("A weighted sum of the columns.", "各列的加权和。")),
            Line(
                "step",
                "    w -= RATE * d @ x / len(x)",
                Words("Downhill: the mean of error times input.", "沿梯度下降：误差乘输入的平均。"),
            ),
            Line("bias", ""),
            Line("answer", "    r = tv - xv @ w", Words("The residual on new birds.", "新企鹅上的残差。")),
        ),
    ),
    "wraps around": Case(
        numpy.SOFTMAX,
        {"centre": "X = X - X[:600].mean(0).astype(np.uint8)"},
        {
            "centre": Options(
                ("X = X - X[:600].mean(0).astype(float)",),
                ("X = np.uint8(X - X[:600].mean(0))", "X -= np.uint8(X[:600].mean(0))"),
            ),
            "prepare": Options(("X = np.round(16 * X)",), ("X = np.uint16(np.round(16 * X))",)),
        },
        own=(
            Line(
                "data",
                "X, y, *_ = datasets.digits()",
                Words("All 1797 digits, their ink not centred yet.", "全部 1797 个数字，墨量还没有中心化。"),
            ),
            Line("prepare", "X = np.uint8(np.round(16 * X))"),
            Line("total", ""),
            Line(
                "loss",
                "        loss = -np.log(p[t == 1]).mean()",
                Words("The mean cross-entropy of the right class.", "正确类别的平均交叉熵。"),
            ),
            Line(
                "report",
                "    train_loss += [loss]",
                Words(
                    "The loss of the last batch: it jumps a little, and does no harm.",
                    "只记最后一批的损失：会有点跳动，但无害。",
                ),
            ),
            Line("centre", "X = X - X[:600].mean(0)"),
        ),
        numbers={"RATE": (0.003, 0.002, 0.004)},
    ),
    "cast to whole numbers": Case(
        numpy.SOFTMAX,
        {"prepare": "X = X.astype(int)"},
        {"prepare": Options(("",), ("X = X.astype(np.int8)", "X = np.trunc(X)"))},
        own=(Line("prepare", "X = X.astype(np.float32)"),),
    ),
    "reshape for transpose": Case(
        numpy.SOFTMAX,
        {"z": "        z = x @ W.reshape(64, 10)"},
        {
            "z": Options(
                ("z = x @ W.transpose(1, 0)",), ("z = x @ W.reshape(-1, 10)", "z = x @ W.ravel().reshape(64, 10)")
            )
        },
        own=(Line("z", "        z = x @ W.T"), Line("forward", "        p = losses.softmax(z)", _SOFTMAX_ONCE)),
    ),
    "sorted by class": Case(
        numpy.SOFTMAX,
        {"order": "    order = np.argsort(y[:600])"},
        {
            "order": Options(
                ("order = np.arange(600)",), ("order = np.argsort(-y[:600])", "order = np.argsort(y[:600])[::-1]")
            ),
            "batches": Options(
                ("for rows in np.split(rng.permutation(order), PARTS):",),
                ("for rows in np.split(order[::-1], PARTS):",),
            ),
        },
        own=(Line("step", "        W -= RATE * d.T @ x", _SMALLER_STEPS),),
        numbers={"PARTS": (60, 60, 60), "RATE": (8, 10, 12), "EPOCHS": (12, 10, 8)},
    ),
}

PYTORCH = {
    "an output too few": Case(
        torch.SOFTMAX,
        {"net": "net = nn.Linear(64, 9).double()"},
        {"net": Options(fails=("net = nn.Linear(64, 1).double()", "net = nn.Linear(9, 64).double()"))},
    ),
    "pairs broken": Case(
        torch.SOFTMAX,
        {"loss": "        loss = loss_fn(out, y[rows + 1])"},
        {
            "loss": Options(fails=("loss = loss_fn(out, y[rows - 1])", "loss = loss_fn(out, y[rows.sort()[0]])")),
            "out": Options(("out = net(X[rows + 1])",), ("out = net(X[rows - 1])",)),
        },
        own=(Line("out", "        out = net(X[rows])"), Line("loss", "        loss = loss_fn(out, y[rows])")),
    ),
    "inputs not scaled": Case(
        torch.MASS,
        {"scale": "Z = Z - Z[::3].mean(0)"},
        {"scale": Options(fails=("Z = Z - Z[::3].mean()", "Z = (Z - Z[::3].mean(0)) * Z[::3].std(0)"))},
    ),
    "validation not scaled": Case(
        torch.MASS,
        {"val": "xv, tv = Z[1::3].hsplit(2)"},
        {"val": Options(fails=("xv, tv = (Z[1::3] - m).hsplit(2)", "xv, tv = (Z[1::3] / s).hsplit(2)"))},
        own=(
            Line("scale", "m, s = Z[::3].mean(0), Z[::3].std(0)", _BOTH_NUMBERS),
            Line("train", "x, t = ((Z[::3] - m) / s).hsplit(2)", _SCALED),
            Line("val", "xv, tv = ((Z[1::3] - m) / s).hsplit(2)"),
        ),
    ),
    "cast to whole numbers": Case(
        torch.SOFTMAX,
        {"prepare": "X = X.int().double()"},
        {"prepare": Options(("",), ("X = X.trunc()", "X = X.short().double()"))},
        own=(Line("prepare", "X = X.double()"),),
    ),
    "reshape for transpose": Case(
        torch.SOFTMAX,
        {"out": "        out = W @ X[rows].view(64, -1)"},
        {"out": Options(fails=("out = W @ X[rows].reshape(64, -1)", "out = W @ X[rows].flatten().view(64, -1)"))},
        own=(
            Line("nn", ""),
            Line("prepare", "X = X.float()", Words("The same type as the weights.", "与权重的类型相同。")),
            Line(
                "net",
                "W = torch.zeros(10, 64, requires_grad=True)",
                Words(
                    "With one layer, zeros are a good start: the loss is convex.",
                    "只有一层时可以从零开始：损失是凸的。",
                ),
            ),
            Line("opt", "opt = torch.optim.SGD([W], RATE)", Words("W is the only parameter.", "参数只有 W。")),
            Line(
                "loss_fn",
                "loss_fn = torch.nn.CrossEntropyLoss()",
                Words("It takes logits and classes, and gives the mean.", "它接收 logit 和类别，返回平均值。"),
            ),
            Line("out", "        out = W @ X[rows].T"),
            Line(
                "loss",
                "        loss = loss_fn(out.T, y[rows])",
                Words(
                    "The logits stood as columns; the loss wants them as rows.",
                    "logit 原是一列一个样本，损失函数要一行一个。",
                ),
            ),
            Line(
                "answer",
                "    hit = (W @ X[600:].T).argmax(0) == y[600:]",
                Words(
                    "Here each column is a digit, so argmax runs along axis 0.",
                    "这里一列是一个数字，所以 argmax 沿第 0 轴。",
                ),
            ),
        ),
    ),
    "sorted by class": Case(
        torch.SOFTMAX,
        {"batches": "    for rows in y[:600].argsort().split(BATCH):"},
        {
            "batches": Options(
                ("for rows in torch.arange(600).split(BATCH):",),
                ("for rows in (-y[:600]).argsort().split(BATCH):", "for rows in y[:600].sort()[1].split(BATCH):"),
            )
        },
        own=(Line("opt", "opt = torch.optim.SGD(net.parameters(), RATE)", _SMALLER_STEPS),),
        numbers={"BATCH": (10, 10, 10), "RATE": (8, 10, 12), "EPOCHS": (12, 10, 8)},
    ),
}
