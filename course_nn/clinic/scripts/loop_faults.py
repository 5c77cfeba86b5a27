"""What can be wrong in the loop: what is done too often, and what is begun anew."""

from course_nn.clinic.scripts import numpy_templates as numpy
from course_nn.clinic.scripts import pytorch_templates as torch
from course_nn.clinic.scripts.template import Case, Line, Options
from course_nn.common.words import Words

_BATCHES = Words("This many batches make an epoch of 600 samples.", "这么多批合起来是 600 个样本的一轮。")
_ONE_ORDER = Words(
    "Your cure is a poor one: each row comes once an epoch, but the seed is still reset, so the order never changes. ",
    "你的改法治标：每行每轮出现一次，但种子仍在重设，次序永远不变。",
)

NUMPY = {
    "seed in the loop": Case(
        numpy.SOFTMAX,
        {"seed": "        rng = np.random.default_rng(SEED)"},
        {
            "seed": Options(fails=("rng = np.random.default_rng(42)", "rng = np.random.default_rng(len(T))")),
            "first": Options(
                ("rows = rng.permutation(600)[k*BATCH:][:BATCH]",),
                ("rows = rng.permutation(600)[:BATCH]",),
                _ONE_ORDER,
            ),
        },
        own=(
            Line("order", ""),
            Line("batches", "    for k in range(PARTS):", _BATCHES),
            Line("first", "        rows = rng.integers(600, size=BATCH)"),
        ),
        numbers={"BATCH": (30, 20, 40)},
    ),
    "rate falls in each step": Case(
        numpy.SOFTMAX,
        {"after": "        rate *= 0.8", "watch": ""},
        {
            "after": Options(("rate = RATE * 0.8**epoch",), ("rate *= 0.7", "rate = RATE * 0.1**(epoch + 2)")),
            "step": Options(("W -= RATE * d.T @ x",), ("W -= rate**2 * d.T @ x",)),
        },
        own=(
            Line(
                "W",
                "W, rate = np.zeros((10, 64)), RATE",
                Words(
                    "With one layer, zeros are a good start; the rate starts right.",
                    "只有一层时可以从零开始；学习率的起点没错。",
                ),
            ),
            Line("step", "        W -= rate * d.T @ x"),
            Line("watch", "    rate *= 0.8"),
        ),
    ),
    "begun anew in each epoch": Case(
        numpy.SOFTMAX,
        {"again": "    W = np.zeros((10, 64))"},
        {"again": Options(("W = W.copy()",), ("W = 0 * W", "W = np.zeros_like(W)"))},
        numbers={"RATE": (0.1, 0.08, 0.1)},
    ),
}

PYTORCH = {
    "seed in the loop": Case(
        torch.SOFTMAX,
        {"reseed": "        torch.manual_seed(SEED)"},
        {
            "reseed": Options(fails=("torch.manual_seed(42)", "torch.random.manual_seed(len(y))")),
            "rows": Options(
                ("rows = torch.randperm(600)[k*BATCH:][:BATCH]",),
                ("rows = torch.randperm(600)[:BATCH]",),
                _ONE_ORDER,
            ),
        },
        own=(
            Line("batches", "    for k in range(PARTS):", _BATCHES),
            Line("rows", "        rows = torch.randint(600, (BATCH,))"),
        ),
        numbers={"PARTS": (20, 30, 15)},
    ),
    "rate falls in each step": Case(
        torch.SOFTMAX,
        {"inner": "        sched.step()", "watch": ""},
        {
            "inner": Options(fails=("sched.step()\nsched.step()", "opt.step()\nsched.step()")),
            "sched": Options(("sched = StepLR(opt, 600 // BATCH, 0.8)",), ("sched = StepLR(opt, 2, 0.8)",)),
        },
        own=(
            Line("nn", ""),
            Line(
                "schedule",
                "from torch.optim.lr_scheduler import StepLR",
                Words("A scheduler multiplies the rate by a factor.", "调度器把学习率乘上一个系数。"),
            ),
            Line(
                "net",
                "net = torch.nn.Linear(64, 10).double()",
                Words("One linear layer that gives logits.", "一个给出 logit 的线性层。"),
            ),
            Line(
                "loss_fn",
                "loss_fn = torch.nn.CrossEntropyLoss()",
                Words("It takes logits and classes, and gives the mean.", "它接收 logit 和类别，返回平均值。"),
            ),
            Line("sched", "sched = StepLR(opt, 1, 0.8)"),
            Line("watch", "    sched.step()"),
        ),
    ),
    "begun anew in each epoch": Case(
        torch.SOFTMAX,
        {"again": "    net = nn.Linear(64, 10).double()"},
        {
            "again": Options(
                ("net = net.double()",),
                (
                    "net = nn.Linear(64, 10).double()\nopt = torch.optim.SGD(net.parameters(), RATE)",
                    "net = nn.Linear(64, 10).to(X.dtype)",
                ),
            )
        },
    ),
}
