"""The playground: every setting of a network can be moved while it learns, and time runs both ways."""

from html import escape
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.datasets import DATASETS, REGRESSION
from course_nn.errors import BadInput, lookup
from course_nn.features import FEATURES, featurize
from course_nn.network import INITS
from course_nn.optimizers import OPTIMIZERS
from course_nn.playground.experiment import LOWEST_RATE, Experiment
from course_nn.playground.export import FORMULAS, as_code
from course_nn.playground.links import read as read_link
from course_nn.playground.picture import draw, hidden_space, paint
from course_nn.playground.saved_run import read_saved
from course_nn.playground.session import Session, connection
from course_nn.playground.tables import LINES, read_table
from course_nn.playground.unit_maps import PIXELS, REACH
from course_nn.stage import Action, Challenge, Choice, Demo, Pasted, Slider, Toggle, look
from course_nn.stage.numbers import number
from course_nn.words import Words, term

SIDE = 2 * PIXELS  # pixels of the large map; every second one makes a tile
PLANE = look.grid(-REACH, REACH, SIDE)
LAYERS, UNITS = range(1, 7), 8
PHI = {name: name.replace("_", " ") for name in ("tanh", "relu", "sigmoid", "linear", *FORMULAS)}
LOSSES = {
    "best": Words("fits the data", "随数据而定"),
    "binary_cross_entropy": term("cross-entropy"),
    "hinge": term("hinge loss"),
    "squared_error": term("squared error"),
    "absolute_error": Words("absolute error", "绝对误差"),
    "huber": "Huber",
}
DATA = {name: term(name) for name in (*DATASETS, *REGRESSION)} | {"own": Words("my own", "我的数据")}
METHODS = {name: method.__name__ for name, method in OPTIMIZERS.items()} | {
    "gradient_descent": term("gradient descent"),
    "momentum": term("momentum"),
}
STARTS = {name: name.capitalize() for name in INITS} | {
    "normal": Words("Normal, 0.01", "正态，0.01"),
    "uniform": Words("Uniform", "均匀"),
    "zeros": Words("Zeros", "全零"),
}
VIEWS = {
    "network": Words("network", "网络"),
    "hidden": Words("hidden space", "隐藏空间"),
    "beside": Words("the one beside", "旁边的实验"),
}
LARGE = {
    "answer": Words("the answer", "回答"),
    "to": Words("this unit", "该单元"),
    "from": Words("where it comes from", "来源单元"),
}


def deeper(k):
    """Whether the network has a layer k."""
    return lambda values: values["layers"] >= k


EXAMPLE = "https://playground.tensorflow.org/#dataset=xor&networkShape=4&seed=0.35097"
CONTROLS = {
    "epoch": Slider(term("epoch"), 0, 1_000_000, 0, 1, plays=True, reach=500, pace="pace"),
    "data": Choice(Words("data", "数据"), DATA, "circle"),
    "learning_rate": Slider("η", 1e-5, 10.0, 0.03, 0.25, decades=True),
    "view": Choice(Words("view", "视图"), VIEWS, "network"),
    "noise": Slider(Words("noise %", "噪声 %"), 0, 50, 0, 5, used=lambda v: v["data"] != "own"),
    "share": Slider(Words("train %", "训练 %"), 10, 90, 50, 10),
    "seed": Slider(Words("seed", "种子"), 0, 999, 0, 1),
    "show_test": Toggle(Words("show test data", "显示测试数据")),
    "discretize": Toggle(Words("discretize", "二值化")),
    **{name: Toggle(feature.label, name in ("x1", "x2")) for name, feature in FEATURES.items()},
    "layers": Slider(Words("hidden layers", "隐藏层"), 0, 6, 2, 1),
    **{
        f"units{k}": Slider(Words(f"units {k}", f"单元 {k}"), 1, UNITS, 4 if k == 1 else 2, 1, used=deeper(k))
        for k in LAYERS
    },
    "init": Choice(term("initialization"), STARTS, "glorot"),
    "activation": Choice(Words("φ everywhere", "各层 φ"), PHI, "tanh"),
    **{
        f"activation{k}": Choice(f"φ{k}", {"same": Words("as all", "同上")} | PHI, "same", used=deeper(k))
        for k in LAYERS
    },
    "optimizer": Choice(Words("optimizer", "优化器"), METHODS, "gradient_descent"),
    "loss": Choice(term("loss"), LOSSES, "best"),
    "batch_size": Slider(Words("batch", "批量"), 1, 500, 10, 1),
    "dropout": Slider(term("dropout"), 0.0, 0.9, 0.0, 0.1),
    "penalty": Choice(term("penalty"), {"none": term("none"), "l1": "L1", "l2": "L2"}, "none"),
    "rate": Slider("λ/n", LOWEST_RATE, 10.0, 0.003, 0.25, decades=True, used=lambda v: v["penalty"] != "none"),
    "pace": Choice(Words("epochs a frame", "每帧轮数"), {1: "1", 5: "5", 20: "20"}, 1),
    "sample": Slider(Words("sample", "样本"), 0, LINES * 9 // 10, 0, 1, reach=500),
    "layer": Slider(term("layer"), 1, 7, 1, 1),
    "to": Slider(Words("to unit", "到单元"), 1, UNITS, 1, 1),
    "origin": Slider(Words("from (0: bias)", "来自（0：偏置）"), 0, UNITS, 1, 1),
    "weight": Slider(term("weight"), -10.0, 10.0, 0.0, 0.05),
    "large": Choice(Words("large", "放大"), LARGE, "answer"),
    "table": Pasted("x₁, x₂, y", read_table, ("1.5, −2, 0\n0.3, 1.2, 1\n−1, 0.5, 1\n2, 2, 0",), ".csv,.tsv,.txt"),
    "link": Pasted(Words("link", "链接"), read_link, (EXAMPLE,), lines=1),
    "saved": Pasted(Words("saved", "已存"), read_saved, file=".json", lines=1),
}


def checked(name, value):
    """The value as the control of that name would hold it."""
    return lookup(CONTROLS, name, "control", "控件").check(value)


class Result(NamedTuple):
    values: dict  # as the session has them
    experiment: Experiment
    losses: tuple  # mean training loss, mean test loss, (λ/n) · penalty
    curves: np.ndarray  # (4, moments) epoch and the three losses then
    maps: list  # for features and hidden layers (units, PIXELS, PIXELS) in [-1, 1]
    answer: np.ndarray  # (SIDE, SIDE) in [-1, 1]
    hidden: np.ndarray  # (n, 2) the training samples in the last hidden layer
    line: np.ndarray  # (2, 2) where the answer turns there; nan with other than two units
    gradients: list  # norm for each layer's weights
    dead: list  # for each hidden layer (units,) bool
    confusion: list  # (2, 2) of training and of test samples; [] for numbers
    other: tuple  # of the experiment beside: Experiment, answer, curves, losses; () without one
    reason: BadInput | None  # why it is not where the values asked it to be


def compute(session, **values):
    values = yield from session.go(values)
    experiment, sign = session.experiment, values["discretize"]
    run = experiment.run
    trace = run.network.forward(featurize(PLANE, experiment.features))
    units = [trace.h[0], *trace.h[1:-1]]
    images = [h.T.reshape(-1, SIDE, SIDE)[:, ::2, ::2] for h in units]
    answer = _large(values, trace.h)
    if answer is None:
        answer = _answer(experiment, trace.h[-1])
    if sign:
        images, answer = [np.sign(image) for image in images], np.sign(answer)
    hidden, line = hidden_space(run.network, run.train[0])
    return Result(
        values,
        experiment,
        run.losses(),
        run.curves(),
        images,
        answer,
        hidden,
        line,
        experiment.gradients(),
        experiment.dead(),
        experiment.confusion(),
        _other(session),
        session.reason,
    )


def _large(values, h):
    """What the unit that is to be shown large answers over the plane; None for the network's answer."""
    ends = {"to": (values["layer"], values["to"]), "from": (values["layer"] - 1, values["origin"])}
    layer, unit = ends.get(values["large"], (0, 0))
    return h[layer][:, unit - 1].reshape(SIDE, SIDE) if unit and layer < len(h) - 1 else None


def _answer(experiment, F):
    return experiment.shade(F[:, 0]).reshape(SIDE, SIDE)


def _other(session):
    if not session.beside:
        return ()
    other = session.beside[0]
    network = other.run.network
    return other, _answer(other, network(featurize(PLANE, other.features))), other.run.curves(), other.run.losses()


def readout(result):
    values, run = result.values, result.experiment.run
    train, test, price = (number(loss, 4) for loss in result.losses)
    objective = number(result.losses[0] + result.losses[2], 4)
    epoch, sample = divmod(run.time, run.n)
    en = f"Epoch {epoch}, sample {sample}: loss <b>{train}</b> in training, <b>{test}</b> on test data"
    zh = f"第 {epoch} 轮，第 {sample} 个样本：训练损失 <b>{train}</b>，测试损失 <b>{test}</b>"
    if result.losses[2]:
        en, zh = f"{en}; with penalty {price} the objective is {objective}", f"{zh}；加惩罚 {price}，目标为 {objective}"
    right = accuracy(result)
    if right:
        names = [f"{escape(name)} " for name in result.experiment.class_names] if result.experiment.table else ["", ""]
        (a, ab), (ba, b) = result.confusion[1]
        each = f"▲ {names[0]}{a} : {ab}, ● {names[1]}{b} : {ba}"
        en += f". Right: {right[0]:.1%} and {right[1]:.1%}; right : wrong on test data: {each}"
        zh += f"。正确率 {right[0]:.1%} 和 {right[1]:.1%}；测试数据对 : 错为 {each}"
    dead = sum(int(units.sum()) for units in result.dead)
    if dead:
        en, zh = f"{en}. Dead units: {dead}", f"{zh}。死去的单元：{dead} 个"
    place = f"w<sub>{values['to']},{values['origin']}</sub>" if values["origin"] else f"b<sub>{values['to']}</sub>"
    chosen = f"{place} = {number(connection(run.network, values), 3)}"
    en, zh = f"{en}. Layer {values['layer']}: {chosen}.", f"{zh}。第 {values['layer']} 层：{chosen}。"
    if result.other:
        losses = " / ".join(number(loss, 4) for loss in result.other[3][:2])
        en, zh = f"{en} Beside: {losses}.", f"{zh}旁边：{losses}。"
    return Words(en, zh)


def accuracy(result):
    """Share of training and of test samples that are classified right; () for numbers."""
    return tuple(np.trace(matrix) / matrix.sum() for matrix in result.confusion)


def judge(result):
    """Solved if a network that sees x1 and x2 alone gets 95 % of the spiral's test samples right, almost at 85 %."""
    if result.values["data"] != "spiral" or result.values["link"] or result.experiment.features != ("x1", "x2"):
        return "open"
    right = accuracy(result)[1]
    return "solved" if right >= 0.95 else "almost" if right >= 0.85 else "open"


CHALLENGE = Challenge(
    Words(
        "from x₁ and x₂ alone, get 95 % of the spiral’s test samples right.",
        "只用 x₁ 和 x₂，使螺线的测试样本有 95 % 分类正确。",
    ),
    judge,
)


def follow(result):
    """The values as training, a link or a saved run has moved them."""
    return result.values


def actions(session):
    """Buttons: the steps, the way back, the two experiments, and what can be taken along."""

    def step(samples):
        def press(demo):
            run = session.experiment.run
            time = run.time + samples(run)
            demo.set(epoch=time // run.n, sample=time % run.n)

        return press

    def code(demo):
        experiment = session.experiment
        names, table = experiment.class_names, experiment.table
        meaning = f"above 0 it says “{names[1]}”, otherwise “{names[0]}”." if names else "it predicts y."
        scale = None if table is None else table.scale[: 2 if names else 3]
        return "network.py", as_code(experiment.run.network, experiment.features, meaning, scale)

    def to_the_end_of_a_batch(run):
        within = run.time % run.n
        size = run.rules.batch_size
        return min(within - within % size + size, run.n) - within

    return SimpleNamespace(
        sample=Action(Words("+1 sample", "+1 样本"), step(lambda run: 1)),
        batch=Action(Words("+1 batch", "+1 批"), step(to_the_end_of_a_batch)),
        epoch=Action(Words("+1 epoch", "+1 轮"), step(lambda run: run.n - run.time % run.n)),
        undo=Action(Words("Undo", "撤销"), lambda demo: demo.set(**session.undo())),
        keep=Action(Words("Keep beside", "留在旁边"), lambda demo: session.keep() or demo.set(view="beside")),
        swap=Action(Words("Exchange", "交换"), lambda demo: demo.set(**session.swap())),
        drop=Action(Words("Forget it", "移去旁边"), lambda demo: session.drop() or demo.set(view="network")),
        code=Action(Words("NumPy code", "代码"), code),
        save=Action(Words("Save", "保存"), lambda demo: ("playground.json", session.save())),
    )


def playground(**values):
    """A network that can be changed in every part while it learns; whatever it was, it can be again.
    一个边学习边可任意改动的网络；任何过去的状态都能回去。

    values : any of the controls; link="https://playground.tensorflow.org/#…" begins the very run of that page. code()
             gives them back; weights that were set by hand are kept by the button Save
    raises : BadInput for an unknown name or a value out of range
    source : after Smilkov & Carter, TensorFlow Playground (2016)
    """
    session = Session(checked)
    do = actions(session)
    panes = {
        Words("Data", "数据"): ["noise", "share", "seed", "show_test", "discretize"],
        Words("Inputs", "输入"): [*FEATURES],
        Words("Layers", "层"): ["layers", *(f"units{k}" for k in LAYERS), "init"],
        "φ": ["activation", *(f"activation{k}" for k in LAYERS)],
        Words("Training", "训练"): ["optimizer", "loss", "batch_size", "penalty", "rate", "dropout", "pace", "sample"],
        Words("Weights", "权重"): ["layer", "to", "origin", "weight", "large"],
        Words("Own data", "自备"): ["table"],
        Words("Keep", "存取"): [do.keep, do.swap, do.drop, do.code, do.save, "link", "saved"],
    }
    steps = [do.sample, do.batch, do.epoch, do.undo]
    return Demo(
        playground,
        Words("Playground", "游乐场"),
        CONTROLS,
        lambda **now: compute(session, **now),
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        height=4.1,
        values=values,
        actions=steps,
        panes=panes,
        follow=follow,
        restart=session.forget,
    )
