"""What can be wrong between the outputs and the step: the loss, the gradient, and what is moved along it."""

from course_nn.clinic.scripts import numpy_templates as numpy
from course_nn.clinic.scripts import pytorch_templates as torch
from course_nn.clinic.scripts.template import Case, Line, Options
from course_nn.common.words import Words

_BOTH_LAYERS = (
    Line("step2", "    for W, g in (W1, dh.T @ X), (W2, d.T @ h):"),
    Line("step1", "        W -= RATE * g"),
)
_ONLY_FASTER = Words(
    "Your cure is a poor one: the second softmax only shrinks the gradient, so twenty times the rate learns as well, "
    "but the loss still cannot fall below 1.46. ",
    "你的改法治标：第二个 softmax 只是缩小了梯度，学习率乘 20 也能学会，但损失仍然降不到 1.46 以下。",
)
_FEW_UNITS = {"UNITS": (10, 8, 12), "EPOCHS": (250, 300, 200)}
_FEW_TORCH_UNITS = {"UNITS": (10, 8, 12), "EPOCHS": (150, 200, 150), "RATE": (1, 1, 1)}

NUMPY = {
    "softmax twice": Case(
        numpy.NETWORK,
        {"twice": "    p = losses.softmax(p)"},
        {
            "twice": Options(
                ("p = losses.softmax(np.log(p))",), ("p = losses.softmax(2 * p)", "p = losses.softmax(p - p.max())")
            ),
            "forward": Options(
                ("p = h @ W2.T",), ("p = losses.softmax(h @ W2.T / 2)", "p = losses.softmax(2 * h @ W2.T)")
            ),
        },
    ),
    "all pairs": Case(
        numpy.MASS,
        {"train": "x, t = X[:240, None], y[:240]"},
        {
            "train": Options(("x, t = X[:240, None], y[:240, None]",), ("x, t = X[:240], y[:240, None]",)),
            "error": Options(("d = z - t[:, None]",), ("d = z - t[None]", "d = z.T - t")),
        },
    ),
    "loss summed": Case(
        numpy.NETWORK,
        {"error": "    d = p - T"},
        {"error": Options(("d = (p - T) / 600",), ("d = (p - T) / 10", "d = (p - T).sum(1, keepdims=True)"))},
    ),
    "derivative of tanh": Case(
        numpy.NETWORK,
        {"back": "    dh = d @ W2 * (1 - a**2)"},
        {
            "back": Options(
                ("dh = d @ W2 / np.cosh(a)**2",), ("dh = d @ W2 * (1 - a)**2", "dh = d @ W2 * np.cosh(a)**2")
            )
        },
        own=(
            Line(
                "W1",
                "W1 = rng.normal(0, 1, (UNITS, 64))",
                Words(
                    "Rather large, and harmless: the cured run learns from here.",
                    "偏大，但无害：改正之后从这里也能学会。",
                ),
            ),
            Line("z", "    a = X @ W1.T", Words("The pre-activations, kept for later.", "预激活值，留待后面使用。")),
            Line("hidden", "    h = np.tanh(a)", Words("tanh of the hidden layer.", "隐藏层的 tanh。")),
            Line("back", "    dh = d @ W2 * (1 - h**2)"),
            Line(
                "answer",
                "    z = np.tanh(Xv @ W1.T) @ W2.T",
                Words("The same two layers on new rows.", "同样的两层用在新数据上。"),
            ),
        ),
    ),
    "gradient not reset": Case(
        numpy.MASS,
        {"reset": ""},
        {
            "gradient": Options(("g = np.mean(d * x)",), ("g += np.mean(d * x) / 2", "g = g + np.mean(d * x)")),
            "error": Options(("d = z - t\ng = 0",), ("d = z - t\nd -= d.mean()",)),
            "loss": Options(
                ("train_loss += [np.mean(d**2) / 2]\ng = 0",), ("train_loss += [np.mean(d**2) / 2]\nd = 0",)
            ),
            "step": Options(("w -= RATE * g\ng = 0",), ("w -= RATE * g / 10", "w -= RATE * np.mean(g)")),
            "epochs": Options(
                ("for epoch in range(EPOCHS):\n    g = 0",),
                ("for epoch in range(EPOCHS):\n    w = 0", "g = 0\nfor epoch in range(EPOCHS):"),
            ),
        },
        own=(
            Line(
                "start",
                "w, b, g = 0, t.mean(), 0",
                Words(
                    "A flat line at the mean. g must exist before it is added to.",
                    "从均值处的水平线开始；g 要先存在才能累加。",
                ),
            ),
            Line("reset", "    g = 0"),
            Line("gradient", "    g += np.mean(d * x)"),
            Line("step", "    w -= RATE * g"),
            Line("bias", ""),
        ),
    ),
    "uphill": Case(
        numpy.SOFTMAX,
        {"step": "        W += RATE * d.T @ x"},
        {
            "step": Options(fails=("W += RATE * abs(d.T @ x)", "W = RATE * d.T @ x + W")),
            "error": Options(("d = (t - p) / len(x)",), ("d = (p + t) / len(x)", "d = (p - t) / len(t)")),
        },
    ),
    "weight decay upside down": Case(
        numpy.SOFTMAX,
        {"step": "        W -= RATE * (d.T @ x - 0.1 * W)"},
        {
            "step": Options(
                ("W -= RATE * d.T @ x",), ("W -= RATE * (d.T @ x - 0.2 * W)", "W += RATE * (0.1 * W - d.T @ x)")
            )
        },
        own=(Line("step", "        W -= RATE * (d.T @ x + 0.01 * W)"),),
    ),
    "first layer left out": Case(
        numpy.NETWORK,
        {"step2": "    for W, g in [(W2, d.T @ h)]:"},
        {
            "step2": Options(
                ("for W, g in (W2, d.T @ h), (W1, dh.T @ X):",),
                ("for W, g in (W2, d.T @ h), (W2, d.T @ h):", "for W, g in [(W1, dh.T @ X)]:"),
            ),
            "step1": Options(("W -= RATE * g\nW1 -= RATE * dh.T @ X",), ("W -= RATE * g\nW2 -= RATE * d.T @ h",)),
        },
        own=(
            _BOTH_LAYERS[0],
            _BOTH_LAYERS[1]._replace(
                harmless=Words("Downhill, in place: the array itself changes.", "就地下降：改的就是数组本身。")
            ),
        ),
        numbers=_FEW_UNITS,
    ),
    "weights bound anew": Case(
        numpy.NETWORK,
        {"step1": "        W = W - RATE * g"},
        {"step1": Options(("W[:] = W - RATE * g",), ("W = W + -RATE * g", "W = W.copy() - RATE * g"))},
        own=(
            _BOTH_LAYERS[0]._replace(harmless=Words("Both layers with their gradients.", "两层各配自己的梯度。")),
            _BOTH_LAYERS[1],
        ),
    ),
}

PYTORCH = {
    "softmax twice": Case(
        torch.NETWORK,
        {"twice": "    out = out.softmax(1)"},
        {
            "twice": Options(("out = out.log_softmax(1)",), ("out = out.softmax(-1)", "out = out.sigmoid()")),
            "loss": Options(
                ("loss = loss_fn(out.log(), y[:600])",),
                ("loss = loss_fn(2 * out, y[:600])", "loss = loss_fn(out.softmax(1), y[:600])"),
            ),
            "loss_fn": Options(("loss_fn = lambda p, y: nn.NLLLoss()(p.log(), y)",), ("loss_fn = nn.NLLLoss()",)),
            "opt": Options(
                ("opt = torch.optim.SGD(net.parameters(), FASTER)",),
                ("opt = torch.optim.SGD(net.parameters(), SLOWER)",),
                _ONLY_FASTER,
            ),
        },
        numbers={"FASTER": (10, 8, 12), "SLOWER": (0.05, 0.04, 0.06)},
    ),
    "all pairs": Case(
        torch.MASS,
        {"train": "x, t = Z[::3, :1], Z[::3, 1]"},
        {
            "train": Options(fails=("x, t = Z[::3, :1], Z[::3, 1].ravel()", "x, t = Z[::3, :1], Z[None, ::3, 1]")),
            "loss": Options(
                ("loss = ((net(x)[:, 0] - t)**2).mean()", "loss = ((net(x) - t[:, None])**2).mean()"),
                ("loss = ((net(x).T - t[:, None])**2).mean()",),
            ),
        },
    ),
    "loss summed": Case(
        torch.NETWORK,
        {"loss_fn": "loss_fn = nn.CrossEntropyLoss(reduction='sum')"},
        {
            "loss_fn": Options(
                ("loss_fn = nn.CrossEntropyLoss(reduction='mean')",),
                ("loss_fn = nn.CrossEntropyLoss(reduction='none')",),
            ),
            "loss": Options(("loss = loss_fn(out, y[:600]) / 600",), ("loss = loss_fn(out, y[:600]).mean()",)),
            "opt": Options(
                ("opt = torch.optim.SGD(net.parameters(), RATE / 600)",),
                ("opt = torch.optim.SGD(net.parameters(), RATE * 600)",),
            ),
        },
    ),
    "gradient not reset": Case(
        torch.MASS,
        {"zero": ""},
        {
            "loss": Options(
                ("opt.zero_grad()\nloss = ((net(x) - t)**2).mean()",),
                ("loss = ((net(x) - t)**2).mean()\nloss = loss.detach()",),
            ),
            "back": Options(
                ("opt.zero_grad()\nloss.backward()",),
                ("loss.backward()\nopt.zero_grad()", "loss.backward(retain_graph=True)"),
            ),
            "step": Options(
                ("opt.step()\nopt.zero_grad()",), ("opt.zero_grad()\nopt.step()", "opt.step()\nopt.step()")
            ),
            "report": Options(
                ("train_loss += [loss.item()]\nopt.zero_grad()",), ("train_loss += [loss.item()]\nnet.eval()",)
            ),
            "epochs": Options(
                ("for epoch in range(EPOCHS):\n    opt.zero_grad()",), ("opt.zero_grad()\nfor epoch in range(EPOCHS):",)
            ),
        },
    ),
    "uphill": Case(
        torch.SOFTMAX,
        {"loss": "        loss = -loss_fn(net(X[rows]), y[rows])"},
        {
            "loss": Options(
                fails=("loss = 1 - loss_fn(net(X[rows]), y[rows])", "loss = loss_fn(-net(X[rows]), y[rows])")
            ),
            "back": Options(("(-loss).backward()",), ("(-loss.abs()).backward()", "(loss - 1).backward()")),
            "opt": Options(
                ("opt = torch.optim.SGD(net.parameters(), RATE,\n    maximize=True)",),
                ("opt = torch.optim.SGD(net.parameters(), RATE,\n    nesterov=False)",),
            ),
        },
    ),
    "first layer left out": Case(
        torch.NETWORK,
        {"opt": "opt = torch.optim.SGD(net[2].parameters(), RATE)"},
        {
            "opt": Options(
                ("opt = torch.optim.SGD(net[::2].parameters(), RATE)",),
                (
                    "opt = torch.optim.SGD(net[1:].parameters(), RATE)",
                    "opt = torch.optim.SGD([net[2].weight], RATE)",
                ),
            )
        },
        numbers=_FEW_TORCH_UNITS,
    ),
    "detached": Case(
        torch.NETWORK,
        {"hidden": "    h = net[0](X[:600]).relu().detach()"},
        {"hidden": Options(fails=("h = net[0](X[:600]).detach().relu()", "h = net[0](X[:600]).relu().data"))},
        own=(
            Line("hidden", "    h = net[0](X[:600]).relu()"),
            Line("out", "    out = net[2](h)", Words("The last layer gives the logits.", "最后一层给出 logit。")),
        ),
        numbers=_FEW_TORCH_UNITS,
    ),
    "ReLU in place": Case(
        torch.NETWORK,
        {"middle": "    nn.Tanh(), nn.ReLU(inplace=True),"},
        {"middle": Options(("nn.Tanh(),", "nn.ReLU(inplace=True),"), ("nn.Sigmoid(), nn.ReLU(inplace=True),",))},
        own=(
            Line("middle", "    nn.Tanh(), nn.ReLU(),"),
            Line(
                "second",
                "    nn.Linear(UNITS, 10)).double()",
                Words("A layer of ten logits, double like the data.", "给出十个 logit 的一层，精度与数据一致。"),
            ),
        ),
    ),
    "changed in place": Case(
        torch.NETWORK,
        {"change": "    h *= torch.rand(UNITS) > 0.1"},
        {
            "change": Options(
                ("h = torch.dropout(h, 0.1, True)",),
                ("h.mul_(torch.rand(UNITS) > 0.1)", "h[:] = h * (torch.rand(UNITS) > 0.1)"),
            ),
            "hidden": Options(("h = net[:2](X[:600]).clone()",), ("h = net[:2](X[:600].clone())",)),
        },
        own=(
            Line(
                "second",
                "    nn.Tanh(), nn.Linear(UNITS, 10)).double()",
                Words(
                    "tanh, and a layer of ten logits, in double precision like the data.",
                    "tanh，再加一层给出十个 logit，精度与数据一致。",
                ),
            ),
            Line("hidden", "    h = net[:2](X[:600])"),
            Line("change", "    h = h * (torch.rand(UNITS) > 0.1)"),
            Line("out", ""),
            Line(
                "loss",
                "    loss = loss_fn(net[2](h), y[:600])",
                Words(
                    "Logits of the last layer, and the classes of the same rows.", "最后一层的 logit 与相同行的类别。"
                ),
            ),
        ),
    ),
}
