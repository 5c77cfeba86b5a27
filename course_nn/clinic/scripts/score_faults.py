"""What can be wrong in the number that is reported: how it is counted, and on which rows."""

from course_nn.clinic.scripts import numpy_templates as numpy
from course_nn.clinic.scripts import pytorch_templates as torch
from course_nn.clinic.scripts.template import Case, Line, Options
from course_nn.common.words import Words

_NEW_COINS = """new = np.random.default_rng(99)
X_new, y_new = new.normal(size=(4000, 20)), new.integers(0, 2, 4000)
new_score = ((X_new @ w > 0) == y_new).mean()"""
_NEW_COINS_IN_TORCH = """torch.manual_seed(99)
X_new, y_new = torch.randn(4000, 20), torch.randint(2, (4000,))
new_score = ((X_new @ w > 0) == y_new).double().mean().item()"""
_NOISE = Words("200 rows of 20 random numbers.", "200 行，每行 20 个随机数。")
_TRAINED = Words("150 rows to train on.", "150 行用于训练。")
_TESTED = Words("Another 50 rows are the test set.", "另外 50 行是测试集。")
_TWO_LISTS = Words("Two lists for the curves; there is no best run yet.", "两条曲线的列表；还没有最好的一次。")
_TRY = Words("Each run begins with weights of its own.", "每次训练都从各自的权重开始。")
_FEW_STEPS = Words("Ten steps a run. Nothing can be learned here anyway.", "每次走十步。这里反正没有规律可学。")

NUMPY = {
    "accuracy of all pairs": Case(
        numpy.NETWORK,
        {"val": "Xv, yv = X[600:], y[600:, None]"},
        {
            "val": Options(
                ("Xv, yv = X[600:], y[600:].ravel()",),
                ("Xv, yv = X[600:], y[600:].reshape(-1, 1)", "Xv, yv = X[600:, None], y[600:, None]"),
            ),
            "score": Options(
                ("val_score += [np.mean(z.argmax(1) == yv[:, 0])]",),
                ("val_score += [np.mean(z.argmax(1) == yv.copy())]",),
            ),
        },
    ),
    "argmax of everything": Case(
        numpy.NETWORK,
        {"score": "    val_score += [np.mean(z.argmax() == yv)]"},
        {
            "score": Options(
                ("val_score += [np.mean(z.argmax(-1) == yv)]",),
                ("val_score += [np.mean(z.argmax(0) == yv)]", "val_score += [np.mean(z.max(1) == yv)]"),
            )
        },
    ),
    "validated on what was trained": Case(
        numpy.SOFTMAX,
        {"answer": "    hit = (X[:100] @ W.T).argmax(1) == y[:100]"},
        {
            "answer": Options(
                ("hit = (X[100:] @ W.T).argmax(1) == y[100:]",),
                ("hit = (x @ W.T).argmax(1) == t.argmax(1)", "hit = (X[rows] @ W.T).argmax(1) == y[rows]"),
            )
        },
        own=(
            Line(
                "order",
                "    order = rng.permutation(100)",
                Words(
                    "A new order in each epoch, of the 100 digits that are trained on.",
                    "每一轮给用于训练的 100 个数字换一个次序。",
                ),
            ),
            Line(
                "report",
                "    train_loss += [total / 100]",
                Words("The mean over these 100 samples.", "这 100 个样本的平均值。"),
            ),
        ),
        numbers={"PARTS": (5, 10, 4)},
        audit="new_score = ((X[900:] @ W.T).argmax(1) == y[900:]).mean()",
    ),
    "columns chosen on all rows": Case(
        numpy.NOISE,
        {"relation": "c = X.T @ (y - 0.5)"},
        {"relation": Options(fails=("c = X.T @ (y - y.mean())", "c = X[50:].T @ (y[50:] - 0.5)"))},
        audit=_NEW_COINS,
    ),
    "best run on the test set": Case(
        numpy.NOISE,
        {"highest": "    best = max(best, hit.mean())"},
        {
            "highest": Options(fails=("best = max(hit.mean(), best)", "best = max([hit.mean()] + val_score)")),
            "score": Options(("val_score += [hit.mean()]",), ("val_score += [max(best, hit.mean())]",)),
        },
        own=(
            Line("data", "X = rng.normal(size=(200, 20))", _NOISE),
            Line("relation", ""),
            Line("best", ""),
            Line("train", "x, t = X[:150], y[:150]", _TRAINED),
            Line("val", "xv, tv = X[150:], y[150:]", _TESTED),
            Line("start", ""),
            Line("logs", "train_loss, val_score, best = [], [], 0", _TWO_LISTS),
            Line("try", "    w = rng.normal(size=20)", _TRY),
            Line("batches", "    for step in range(10):", _FEW_STEPS),
            Line(
                "forward",
                "        p = 1 / (1 + np.exp(-x @ w))",
                Words("The sigmoid of a weighted sum.", "加权和的 sigmoid。"),
            ),
            Line(
                "error",
                "        d = (p - t) / len(x)",
                Words("The gradient of the mean loss with respect to the logit.", "平均损失对 logit 的梯度。"),
            ),
            Line("step", "        w -= RATE * d @ x", Words("Downhill.", "沿梯度下降。")),
            Line("highest", "    best = hit.mean()"),
            Line("score", "    val_score += [best]"),
        ),
        audit=_NEW_COINS,
    ),
    "logarithm not undone": Case(
        numpy.MASS,
        {"answer": "    r = tv - (w * xv + b)"},
        {
            "answer": Options(fails=("r = tv - np.log(w * xv + b)", "r = np.exp(tv) - (w * xv + b)")),
            "val": Options(("xv, tv = X[240:], np.log(y[240:])",), ("xv, tv = X[240:], np.exp(y[240:])",)),
            "train": Options(("x, t = X[:240], y[:240]",), ("x, t = np.log(X[:240]), np.log(y[:240])",)),
        },
        own=(
            Line("train", "x, t = X[:240], np.log(y[:240])"),
            Line("answer", "    r = tv - np.exp(w * xv + b)"),
        ),
    ),
}

PYTORCH = {
    "accuracy of all pairs": Case(
        torch.NETWORK,
        {"val": "Xv, yv = X[600:], y[600:, None]"},
        {
            "val": Options(fails=("Xv, yv = X[600:], y[600:].view(-1, 1)", "Xv, yv = X[600:], y[600:].unsqueeze(1)")),
            "answer": Options(
                ("hit = net(Xv).argmax(1, True) == yv", "hit = net(Xv).argmax(1) == yv[:, 0]"),
                ("hit = net(Xv).argmax(1) == yv.clone()",),
            ),
        },
        own=(Line("val", "Xv, yv = X[600:], y[600:]"), Line("answer", "    hit = net(Xv).argmax(1) == yv")),
    ),
    "argmax of everything": Case(
        torch.NETWORK,
        {"answer": "    hit = net(X[600:]).argmax() == y[600:]"},
        {
            "answer": Options(
                ("hit = net(X[600:]).argmax(-1) == y[600:]",),
                ("hit = net(X[600:]).argmax(0) == y[600:]", "hit = net(X[600:]).amax(1) == y[600:]"),
            )
        },
    ),
    "validated on what was trained": Case(
        torch.SOFTMAX,
        {"answer": "    hit = net(X[:100]).argmax(1) == y[:100]"},
        {
            "answer": Options(("hit = net(X[100:]).argmax(1) == y[100:]",), ("hit = net(X[:50]).argmax(1) == y[:50]",)),
            "batches": Options(
                ("for rows in (100 + torch.randperm(100)).split(BATCH):",),
                ("for rows in torch.arange(100).split(BATCH):",),
            ),
        },
        own=(
            Line(
                "batches",
                "    for rows in torch.randperm(100).split(BATCH):",
                Words(
                    "A new order in each epoch, of the 100 digits that are trained on.",
                    "每一轮给用于训练的 100 个数字换一个次序。",
                ),
            ),
        ),
        numbers={"BATCH": (20, 10, 25)},
        audit="new_score = (net(X[900:]).argmax(1) == y[900:]).double().mean().item()",
    ),
    "columns chosen on all rows": Case(
        torch.NOISE,
        {"relation": "c = X.T @ (y - 0.5)"},
        {"relation": Options(fails=("c = X.T @ (y - y.mean())", "c = X[50:].T @ (y[50:] - 0.5)"))},
        numbers={"SEED": (3, 5, 6)},
        audit=_NEW_COINS_IN_TORCH,
    ),
    "best run on the test set": Case(
        torch.NOISE,
        {"highest": "    best = max(best, sum(hit).item() / 50)"},
        {
            "highest": Options(
                fails=("best = max(sum(hit).item() / 50, best)", "best += max(0, sum(hit).item() / 50 - best)")
            ),
            "score": Options(("val_score += [sum(hit).item() / 50]",), ("val_score += [float(best)]",)),
        },
        own=(
            Line("data", "X = torch.randn(200, 20)", _NOISE),
            Line("relation", ""),
            Line("best", ""),
            Line("train", "x, t = X[:150], y[:150]", _TRAINED),
            Line("val", "xv, tv = X[150:], y[150:]", _TESTED),
            Line("start", ""),
            Line("opt", ""),
            Line("logs", "train_loss, val_score, best = [], [], 0", _TWO_LISTS),
            Line("try", "    w = torch.randn(20, requires_grad=True)", _TRY),
            Line("batches", "    for step in range(10):", _FEW_STEPS),
            Line(
                "loss",
                "        loss = loss_fn(x @ w, t)",
                Words("The mean cross-entropy of a weighted sum.", "加权和的平均交叉熵。"),
            ),
            Line(
                "zero",
                "        g, = torch.autograd.grad(loss, w)",
                Words("The gradient as a value: nothing is added up.", "直接得到梯度，不会累加。"),
            ),
            Line(
                "back",
                "        w = w - RATE * g",
                Words("Downhill. g is asked for w itself.", "沿梯度下降；g 正是对 w 求的。"),
            ),
            Line("step", ""),
            Line("highest", "    best = sum(hit).item() / 50"),
            Line("score", "    val_score += [best]"),
        ),
        numbers={"SEED": (0, 2, 3)},
        audit=_NEW_COINS_IN_TORCH,
    ),
    "logarithm not undone": Case(
        torch.MASS,
        {"answer": "    r = tv - net(xv).detach()"},
        {
            "answer": Options(fails=("r = tv - net(xv).detach().log()", "r = tv.exp() - net(xv).detach()")),
            "val": Options(
                ("xv, tv = X[1::3, None], y[1::3, None].log()",), ("xv, tv = X[1::3, None], y[1::3, None].exp()",)
            ),
            "train": Options(("x, t = X[::3, None], y[::3, None]",), ("x, t = X[::3, None], y[::3, None].log2()",)),
        },
        own=(
            Line(
                "data",
                "X, y = torch.tensor(penguins(who, what).X).T",
                Words("342 birds, a flipper and a mass of each.", "342 只企鹅，每只一个鳍肢长和一个体重。"),
            ),
            Line(
                "scale",
                "X = (X - X[::3].mean()) / X[::3].std()",
                Words("All rows are scaled by the training part.", "用训练部分的统计量缩放所有行。"),
            ),
            Line("train", "x, t = X[::3, None], y[::3, None].log()"),
            Line("val", "xv, tv = X[1::3, None], y[1::3, None]"),
            Line("answer", "    r = tv - net(xv).detach().exp()"),
        ),
    ),
}
