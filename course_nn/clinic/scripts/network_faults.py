"""What can be wrong in the network itself: how it starts, and what it computes."""

from course_nn.clinic.scripts import numpy_templates as numpy
from course_nn.clinic.scripts import pytorch_templates as torch
from course_nn.clinic.scripts.template import Case, Line, Options
from course_nn.common.words import Words

_DATA = Line(
    "course", "from course_nn import datasets", Words("The digits come from the course.", "手写数字来自本课程。")
)
_LAST_BATCH = (
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
)
_SUMS_TO_ONE = Words("Each row is divided by its own sum, so it sums to 1.", "每行除以本行之和，因此和为 1。")

NUMPY = {
    "zero weights": Case(
        numpy.NETWORK,
        {"W1": "W1 = np.zeros((UNITS, 64))"},
        {"W1": Options(fails=("W1 = np.ones((UNITS, 64))", "W1 = 0 * rng.normal(0, 1, (UNITS, 64))"))},
    ),
    "first weights too large": Case(
        numpy.NETWORK,
        {"W1": "W1 = rng.normal(0, (64/2)**0.5, (UNITS, 64))"},
        {
            "W1": Options(
                ("W1 = rng.normal(0, 0.1, (UNITS, 64))",),
                ("W1 = rng.normal(0, 64, (UNITS, 64))", "W1 = rng.uniform(-9, 9, (UNITS, 64))"),
            )
        },
    ),
    "dropout at validation": Case(
        numpy.NETWORK,
        {"answer": "    z = np.maximum(0, Xv @ W1.T) * keep @ W2.T"},
        {
            "answer": Options(
                fails=(
                    "z = np.maximum(0, Xv @ W1.T * keep) @ W2.T",
                    "z = np.maximum(0, Xv @ W1.T) @ (keep * W2).T",
                )
            )
        },
        own=(
            Line(
                "z",
                "    keep = (rng.random(UNITS) < 0.3) / 0.3",
                Words(
                    "Dropout: 3 in 10 units stay, and stand in for the others.",
                    "随机失活：留下约三成单元，并按比例放大。",
                ),
            ),
            Line(
                "hidden",
                "    h = np.maximum(0, X @ W1.T) * keep",
                Words("In training some units are off: that is dropout.", "训练时关掉一部分单元，这正是随机失活。"),
            ),
            Line(
                "back",
                "    dh = d @ W2 * (h > 0) * keep",
                Words("Back through the same units that were kept.", "反传只经过留下的那些单元。"),
            ),
        ),
    ),
    "half precision": Case(
        numpy.SOFTMAX,
        {"gradient": "        g = np.float16(d.T @ x)"},
        {
            "gradient": Options(
                ("g = np.float64(d.T @ x)",), ("g = (d.T @ x).astype('f2')", "g = np.float16(x.T @ d).T")
            ),
            "square": Options(("v = 0.9 * v + 0.1 * np.float32(g)**2",), ("v = 0.9 * v + 0.1 * np.float16(g)**2",)),
            "step": Options(("W -= RATE * g / (v**0.5 + 1e-3)",), ("W -= RATE * g / (v + 1e-9)**0.5",)),
        },
        own=(
            Line(
                "W",
                "W, v = np.zeros((10, 64)), 0",
                Words(
                    "With one layer, zeros are a good start; no square has been seen yet.",
                    "只有一层时可以从零开始；v 还没有累积。",
                ),
            ),
            *_LAST_BATCH,
            Line("gradient", "        g = np.float32(d.T @ x)"),
            Line("square", "        v = 0.9 * v + 0.1 * g**2"),
            Line("step", "        W -= RATE * g / (v**0.5 + 1e-8)"),
        ),
        numbers={"RATE": (0.01, 0.02, 0.015)},
    ),
    "softmax along the batch": Case(
        numpy.NETWORK,
        {"forward": "    p = e / e.sum(0)"},
        {"forward": Options(fails=("p = e / e.sum()", "p = e / e.sum(0, keepdims=True)"))},
        own=(
            _DATA,
            Line(
                "drop",
                "    e = np.exp(h @ W2.T)",
                Words("The logits stay small here, so nothing overflows.", "这里的 logit 不大，不会溢出。"),
            ),
            Line("forward", "    p = e / e.sum(1, keepdims=True)"),
        ),
    ),
    "softmax overflows": Case(
        numpy.SOFTMAX,
        {"e": "        e = np.exp(z)"},
        {
            "e": Options(fails=("e = np.exp(z - z.max())", "e = np.exp(z) + 1e-9")),
            "z": Options(
                ("z = x @ W.T\nz -= z.max(1, keepdims=True)",), ("z = x @ W.T\nz -= z.min(1, keepdims=True)",)
            ),
        },
        own=(
            _DATA,
            Line(
                "targets",
                "X, T = 255 * X, np.eye(10)[y]",
                Words(
                    "Ink of up to 255, and one-hot codes. Large inputs make large logits.",
                    "墨量最大 255；独热编码。输入大，logit 也大。",
                ),
            ),
            *_LAST_BATCH,
            Line("z", "        z = x @ W.T"),
            Line("e", "        e = np.exp(z - z.max(1, keepdims=True))"),
            Line("forward", "        p = e / e.sum(1, keepdims=True)", _SUMS_TO_ONE),
        ),
        numbers={"RATE": (0.02, 0.03, 0.025)},
    ),
}

PYTORCH = {
    "zero weights": Case(
        torch.NETWORK,
        {"init": "nn.init.zeros_(net[0].weight)"},
        {
            "init": Options(
                ("",),
                ("nn.init.constant_(net[0].weight, -1)", "net[0].weight.data *= 0"),
            )
        },
        own=(
            Line(
                "first",
                "net = nn.Sequential(nn.Linear(64, UNITS, False),",
                Words("64 pixels, and no bias: the inputs are centred.", "64 个像素，没有偏置：输入已中心化。"),
            ),
            Line("init", "nn.init.kaiming_normal_(net[0].weight)"),
        ),
    ),
    "first weights too large": Case(
        torch.NETWORK,
        {"init": "nn.init.normal_(net[0].weight, 0, 5.7)"},
        {"init": Options(("",), ("nn.init.normal_(net[0].weight, 0, 64)", "nn.init.uniform_(net[0].weight, -9, 9)"))},
        own=(Line("init", "nn.init.normal_(net[0].weight, 0, 0.18)"),),
    ),
    "relu on the logits": Case(
        torch.NETWORK,
        {"twice": "    out = out.relu()"},
        {"twice": Options(fails=("out = out.clamp(min=0)", "out = out.relu() - 1"))},
    ),
    "dropout at validation": Case(
        torch.NETWORK,
        {"answer": "    hit = net(X[600:]).argmax(1) == y[600:]"},
        {
            "answer": Options(
                ("net.eval()\nhit = net(X[600:]).argmax(1) == y[600:]",),
                (
                    "net.train()\nhit = net(X[600:]).argmax(1) == y[600:]",
                    "with torch.no_grad():\n    hit = net(X[600:]).argmax(1) == y[600:]",
                ),
            ),
            "report": Options(
                ("train_loss += [loss.item()]\nnet.eval()",),
                ("train_loss += [loss.item()]\nnet.train()", "train_loss += [loss.item()]\nnet.zero_grad()"),
            ),
        },
        own=(
            Line(
                "middle",
                "    nn.ReLU(), nn.Dropout(0.7),",
                Words(
                    "Dropout of 7 units in 10 is strong, but the network still learns.",
                    "随机失活七成单元虽然很强，网络仍能学会。",
                ),
            ),
            Line(
                "second",
                "    nn.Linear(UNITS, 10)).double()",
                Words("A layer of ten logits, double like the data.", "给出十个 logit 的一层，精度与数据一致。"),
            ),
            Line(
                "out",
                "    out = net.train()(X[:600])",
                Words("Training mode for training: dropout is on.", "训练时用训练模式：随机失活打开。"),
            ),
            Line("answer", "    hit = net.eval()(X[600:]).argmax(1) == y[600:]"),
        ),
    ),
    "half precision": Case(
        torch.NETWORK,
        {"val": "X = X.half()"},
        {
            "val": Options(("",), ("X = X.to(torch.float16)", "X = X.double().half()")),
            "opt": Options(
                ("opt = torch.optim.Adam(net.parameters(),\n    RATE, eps=1e-3)",),
                ("opt = torch.optim.Adam(net.parameters(),\n    RATE, betas=(0.5, 0.5))",),
            ),
        },
        own=(
            Line("val", "X = X.float()"),
            Line(
                "second",
                "    nn.ReLU(), nn.Linear(UNITS, 10)).to(X.dtype)",
                Words("Weights get the type of the data, whichever that is.", "权重采用与数据相同的类型。"),
            ),
            Line("opt", "opt = torch.optim.Adam(net.parameters(), RATE)"),
        ),
        numbers={"RATE": ("0.01", "0.02", "0.01")},
    ),
    "softmax along the batch": Case(
        torch.NETWORK,
        {"out": "    out = net(X[:600]).log_softmax(0)"},
        {
            "out": Options(
                ("out = net(X[:600]).log_softmax(-1)",),
                ("out = net(X[:600]).log_softmax(-2)", "out = net(X[:600]).T.log_softmax(1).T"),
            )
        },
        own=(
            Line(
                "loss_fn",
                "loss_fn = nn.NLLLoss()",
                Words(
                    "It takes log probabilities, which log_softmax gives.", "它接收对数概率，正是 log_softmax 给出的。"
                ),
            ),
            Line("out", "    out = net(X[:600]).log_softmax(1)"),
            Line(
                "loss",
                "    loss = loss_fn(out, y[:600])",
                Words("Log probabilities, and the classes of the same rows.", "对数概率与相同行的类别。"),
            ),
        ),
    ),
}
