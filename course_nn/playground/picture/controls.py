"""The controls of the playground: what each setting is called on the page, in both languages, and how it is moved."""

from typing import Any

from course_nn.common.errors import lookup
from course_nn.common.words import Words, activation_names, term
from course_nn.features import FEATURES
from course_nn.network import INITS
from course_nn.optimizers import OPTIMIZERS
from course_nn.playground.mathematics.experiment import MADE
from course_nn.playground.mathematics.export import FORMULAS
from course_nn.playground.mathematics.links import read as read_link
from course_nn.playground.mathematics.saved_run import read_saved
from course_nn.playground.mathematics.settings import ACTIVATIONS, LAYERS, RANGES, START, read_hidden
from course_nn.playground.mathematics.tables import read_table
from course_nn.stage import Choice, Pasted, Slider, Toggle, Typed, Values

PHI = activation_names(["tanh", "relu", "sigmoid", "linear", *FORMULAS])
LOSSES = {
    "best": Words("fits the data", "按数据选定"),
    "binary_cross_entropy": term("cross-entropy"),
    "hinge": term("hinge loss"),
    "squared_error": term("squared error"),
    "absolute_error": Words("absolute error", "绝对误差"),
    "huber": "Huber",
}
PENALTIES = {"none": term("none"), "l1": "L1", "l2": "L2"}
DATA = {name: term(name) for name in MADE} | {"own": Words("my own", "自己的数据")}
METHODS = {name: method.__name__ for name, method in OPTIMIZERS.items()} | {
    "gradient_descent": term("gradient descent"),
    "momentum": term("momentum"),
}
STARTS = {name: name.capitalize() for name in INITS} | {
    "normal": Words("Normal, 0.01", "正态，0.01"),
    "uniform": Words("Uniform", "均匀"),
    "zeros": Words("Zeros", "全零"),
}
PACES = {1: "1", 5: "5", 20: "20"}
VIEWS = {
    "network": Words("network", "网络"),
    "hidden": Words("hidden space", "隐藏空间"),
    "beside": Words("the one beside", "对照实验"),
    "rival": Words("your rival", "你的对手"),
}
LARGE = {
    "answer": Words("the output", "输出"),
    "to": Words("this unit", "该单元"),
    "from": Words("where it comes from", "来源单元"),
}
ADDS = {
    "nothing": Words("nothing", "不添加"),
    "class 0": "▲",
    "class 1": "●",
}
LINK = "https://playground.tensorflow.org/#dataset=xor&networkShape=4&seed=0.35097"
TABLE = "1.5, −2, 0\n0.3, 1.2, 1\n−1, 0.5, 1\n2, 2, 0"
BEGIN = START.values()


def slider(name: str, label: Words | str, step: float, numbers: str | None = None, **more) -> tuple[str, Slider]:
    """A pair (name, control), as the others; numbers names the range, if that is another one."""
    low, high = RANGES[numbers or name]
    return name, Slider(label, low, high, BEGIN[name], step, **more)


def choice(name: str, label: Words | str, options: dict, **more) -> tuple[str, Choice]:
    return name, Choice(label, options, BEGIN[name], **more)


def toggle(name: str, label: Words | str, **more) -> tuple[str, Toggle]:
    return name, Toggle(label, BEGIN[name], **more)


def activation(k: int) -> tuple[str, Choice]:
    return choice(
        ACTIVATIONS[k - 1],
        f"φ{k}",
        {"same": Words("as all", "同各层")} | PHI,
        used=lambda values: len(read_hidden(values["hidden"])) >= k,
        means=Words(f"activation of hidden layer {k}", f"第 {k} 个隐藏层的激活函数"),
    )


def some_as_all(values: Values) -> bool:
    """Whether there is a layer without an activation of its own."""
    layers = len(read_hidden(values["hidden"]))
    return "same" in [values[name] for name in ACTIVATIONS[:layers]]


def has_layers(values: Values) -> bool:
    return bool(values["hidden"])


def has_units(values: Values) -> bool:
    """Whether there is more than one unit to choose from in the chosen layer."""
    hidden = read_hidden(values["hidden"])
    return values["layer"] <= len(hidden) and hidden[values["layer"] - 1] > 1


CONTROLS = dict(
    [
        slider("epoch", term("epoch"), 1, plays=True, reach=500, pace="pace"),
        choice("data", Words("data", "数据"), DATA),
        slider("learning_rate", "η", 0.25, decades=True, means=Words("learning rate", "学习率")),
        choice("view", Words("view", "视图"), VIEWS),
        slider("noise", Words("noise %", "噪声 %"), 5, used=lambda values: values["data"] != "own"),
        slider("share", Words("train %", "训练集 %"), 10),
        slider("seed", Words("seed", "随机种子"), 1),
        toggle("show_test", Words("show test data", "显示测试数据")),
        toggle("discretize", Words("discretize", "二值化")),
        *(
            toggle(name, feature.label, means=Words("input of the network", "网络的输入"))
            for name, feature in FEATURES.items()
        ),
        (
            "hidden",
            Typed(
                Words("hidden units", "隐藏层单元数"),
                BEGIN["hidden"],
                read_hidden,
                ("8, 8", "", "3", "2, 2, 2, 2, 2, 2"),
            ),
        ),
        choice("init", term("initialization"), STARTS),
        choice("activation", Words("φ everywhere", "各层 φ"), PHI, used=some_as_all),
        *(activation(k) for k in LAYERS),
        choice("optimizer", Words("optimizer", "优化器"), METHODS),
        choice("loss", term("loss"), LOSSES),
        slider("batch_size", Words("batch", "小批量"), 1),
        slider("dropout", term("dropout"), 0.1),
        choice("penalty", term("penalty"), PENALTIES),
        slider(
            "rate",
            "λ/n",
            0.25,
            decades=True,
            used=lambda values: values["penalty"] != "none",
            means=Words("weight of the penalty", "惩罚项的系数"),
        ),
        choice("pace", Words("speed", "速度"), PACES, means=Words("epochs per frame of Play", "播放时每帧的轮数")),
        slider("sample", Words("sample", "样本"), 1, reach=500),
        slider("layer", term("layer"), 1, used=has_layers),
        slider("to", Words("to unit", "目标单元"), 1, used=has_units),
        slider(
            "origin",
            Words("from", "来源"),
            1,
            means=Words("unit of the layer before; 0: bias", "前一层的单元；0 表示偏置"),
        ),
        slider("weight", term("weight"), 0.05),
        choice("large", Words("large", "放大"), LARGE),
        choice("add", Words("a click on the large map adds", "点击大图时添加"), ADDS),
        (
            "table",
            Pasted(
                "x₁, x₂, y",
                read_table,
                (TABLE,),
                ".csv,.tsv,.txt",
                lines=2,
                means=Words("a sample a line: its inputs and its target", "每行一个样本：输入与目标"),
            ),
        ),
        ("link", Pasted(Words("link", "链接"), read_link, (LINK,), lines=1)),
        ("saved", Pasted(Words("saved", "已保存的训练"), read_saved, file=".json", lines=1)),
    ]
)


def checked(name: str, value: Any) -> float | str:
    """The value as the control of that name would hold it."""
    return lookup(CONTROLS, name, "control", "控件").check(value)
