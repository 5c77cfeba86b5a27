"""Thirty layers: is it enough that a signal keeps its size on the way up, and a gradient on the way down?"""

from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.common.progress import InParts, finished, with_first
from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number, percent, plain
from course_nn.lectures.practice.deep_network import Signals, relu_cosine
from course_nn.lectures.practice.demos.thirty_layers.deep_runs import (
    EPOCHS,
    LOST,
    RATES,
    RateRuns,
    Recipe,
    signals_at_start,
    train_with_rates,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo

DEEPEST = 30
INITS = {
    "small": "σ = 0.01",
    "large": "σ = 1",
    "xavier": "Xavier",
    "he": "He",
    "orthogonal": Words("orthogonal", "正交"),
    "zeros": Words("zero", "零"),
}
NORMS = {"none": term("none"), "batch": Words("batch norm", "批量归一化"), "layer": Words("layer norm", "层归一化")}
SHORTCUTS = {"no": term("none"), "yes": "h + αWφ(h)"}
TRAININGS = {
    "descent": Words("plain descent", "普通梯度下降"),
    "recipe": Words("AdamW, warm-up, cosine", "AdamW、预热、余弦"),
}
BEST = "best"
ONE_RATE = {str(rate): f"{rate:g}" for rate in sorted({rate for rates in RATES.values() for rate in rates})}


def is_trained(values: Values) -> bool:
    return values.epoch > 0


CONTROLS = {
    "activation": Choice("φ", activation_names(["relu", "tanh", "sigmoid"]), "relu", means=term("activation")),
    "init": Choice(term("initialization"), INITS, "he"),
    "norm": Choice(Words("norm", "归一化"), NORMS, "none"),
    "shortcut": Choice(Words("shortcut", "残差连接"), SHORTCUTS, "no"),
    "alpha": Slider(
        "α",
        0.0,
        1.0,
        1.0,
        0.05,
        means=Words("share of a layer that is added to its shortcut", "层的输出加到残差连接上的比例"),
        used=lambda values: values.shortcut == "yes",
    ),
    "depth": Slider(Words("layers L", "层数 L"), 1, DEEPEST, DEEPEST, 1),
    "training": Choice(Words("training", "训练方法"), TRAININGS, "descent", used=is_trained),
    "eta": Choice(
        "η",
        {BEST: Words("best of five", "五个中最好的")} | ONE_RATE,
        BEST,
        costly=(BEST,),
        means=Words("learning rate", "学习率"),
        used=is_trained,
    ),
    "seed": Slider(Words("run", "训练编号"), 0, 9, 0, 1),
    "epoch": Slider(term("epoch"), 0, EPOCHS, 0, 1, plays=True),
}
LOW, HIGH = 1e-6, 1e6  # of the sizes that are shown; what is beyond stands at the edge
GOAL = 0.06
UP, DOWN = dict(color=look.BLUE, marker="o", ms=5), dict(color=look.ORANGE, marker="^", ms=6)
LAW = dict(color=look.GREY, ls="--", lw=1.5)
LAYERS = np.arange(1, DEEPEST + 1)


class Result(NamedTuple):
    signals: Signals  # (L,) each; gradients as multiples of that in layer L
    rates: np.ndarray  # (R,) learning rates tried; none before training
    errors: np.ndarray  # (16, R) test errors with each rate, before the first epoch and after each
    loss: float  # training loss at this epoch, with the rate shown; 0 before training
    error: float  # test error likewise
    chosen: int  # which of the rates is shown
    diverged: int  # with how many of them training diverged
    alike: float  # by how much the cosine between two digits rises from layer 1 to layer L, before training


def compute(activation, init, norm, shortcut, alpha, depth, training, eta, seed, epoch) -> InParts[Result]:
    """Of several rates first the middle one alone: it learns the same as among the five."""
    recipe = Recipe(activation, init, norm, shortcut == "yes", alpha if shortcut == "yes" else 1.0, depth)
    start, error = signals_at_start(recipe, seed)
    alike = float(start.cosines[-1] - start.cosines[0])
    if not epoch:
        no_rates, no_errors = np.zeros(0), np.zeros((EPOCHS + 1, 0))
        return Result(relative(start), no_rates, no_errors, loss=0.0, error=error, chosen=0, diverged=0, alike=alike)
    rates = RATES[training] if eta == BEST else (float(eta),)
    run = train_with_rates(recipe, rates, seed, training)
    if eta == BEST:
        alone = (rates[len(rates) // 2],)
        run = with_first(run, lambda: at_epoch(finished(train_with_rates(recipe, alone, seed, training)), epoch, alike))
    return at_epoch((yield from run), epoch, alike)


def at_epoch(run: RateRuns, epoch: int, alike: float) -> Result:
    """What is shown of the rate that is the best in the end."""
    return Result(
        signals=relative(Signals(*(kind[epoch, run.best] for kind in run.signals))),
        rates=run.rates,
        errors=run.errors,
        loss=float(run.losses[epoch, run.best]),
        error=float(run.errors[epoch, run.best]),
        chosen=run.best,
        diverged=int(np.sum(run.losses[-1] == LOST)),
        alike=alike,
    )


def relative(signals: Signals) -> Signals:
    """Gradients as multiples of that of the last hidden layer; where nothing comes down they are 0."""
    top = signals.gradients[-1]
    return signals._replace(gradients=signals.gradients / top if top > 0 else 0 * signals.gradients)


def paint(figure: Figure) -> dict:
    figure.set_layout_engine("none")
    sizes, cosines, errors = (figure.add_axes((left, 0.16, 0.25, 0.74)) for left in (0.065, 0.395, 0.735))
    for axes in (sizes, cosines):
        axes.set(xlim=(0, DEEPEST + 1), xlabel=Words("layer", "层").drawn(), xticks=[1, 10, 20, 30])
    sizes.set(yscale="log", ylim=(LOW, HIGH), title=Words("size, layer by layer", "各层中信号与梯度的大小").drawn())
    sizes.axhline(1, color=look.PALE, lw=0.8, zorder=0.5)
    names = Words("signal h", "信号 h"), Words("gradient; 1 at the top", "梯度；最上层为 1")
    marks.key(sizes, [(name.drawn(), style | dict(lw=1.5)) for name, style in zip(names, (UP, DOWN))], x=0.03)
    cosines.set(ylim=(-0.1, 1.1), yticks=[0, 0.5, 1])
    cosines.set_title(Words("cosine between two digits", "两个数字的夹角余弦").drawn())
    law = Words("wide ReLU layers", "很宽的 ReLU 层").drawn()
    key = marks.key(cosines, [(law, LAW)], x=0.12, y=0.07)[0]
    return paint_errors(errors) | {
        "sizes": marks.line(sizes, lw=1.5, **UP),
        "gradients": marks.line(sizes, lw=1.5, **DOWN),
        "cosines": marks.line(cosines, lw=1.5, **UP),
        "law": [marks.line(cosines, **LAW), *key],
    }


def paint_errors(axes: Axes) -> dict:
    axes.set(xlim=(-0.7, EPOCHS + 0.7), ylim=(0, 1), xlabel=term("epoch").drawn(), xticks=[0, 5, 10, 15])
    axes.set_yticks([0, 0.5, 1], ["0", "50%", "100%"])
    axes.set_title(Words("test error", "测试错误率").drawn())
    goals.level(axes, GOAL, 0.06)
    hint = Words("not trained yet:\nmove the epoch,\nor press Play", "尚未训练：\n拖动轮次，\n或按“播放”").drawn()
    return {
        "others": marks.line(axes, color=look.GREY, lw=0.8, zorder=1),
        "ends": marks.line(axes, "o", color=look.GREY, ms=6, mec="white", zorder=2),
        "error": marks.line(axes, color=look.BLACK, zorder=3),
        "now": marks.now(axes, color=look.VERMILION),
        "here": marks.dot(axes, ms=9),
        "hint": axes.text(8, 0.5, hint, ha="center", va="center", fontsize=look.SMALL),
    }


def draw(artists: dict, result: Result, values: Values) -> None:
    layers = LAYERS[: len(result.signals.sizes)]
    artists["sizes"].set_data(layers, result.signals.sizes.clip(LOW, HIGH))
    artists["gradients"].set_data(layers, result.signals.gradients.clip(LOW, HIGH))
    artists["cosines"].set_data(layers, result.signals.cosines)
    artists["law"][0].set_data(layers, [relu_cosine(0.0, layer) for layer in layers])
    for artist in artists["law"]:
        artist.set_visible(values.activation == "relu")
    trained = len(result.rates) > 0
    epochs = np.arange(EPOCHS + 1)
    curves = np.stack(np.broadcast_arrays(epochs, result.errors.T), axis=-1)  # (R, 16, 2)
    artists["others"].set_data(*look.one_line(curves))
    artists["ends"].set_data(np.full(len(result.rates), EPOCHS), result.errors[-1])
    artists["error"].set_data(epochs if trained else [], result.errors[:, result.chosen] if trained else [])
    artists["here"].set_data([values.epoch], [result.error])
    artists["hint"].set_visible(not trained)
    marks.at(artists["now"], values.epoch)


def per_layer(sizes: np.ndarray) -> float:
    """The factor from each size to the next, on average: 0 if nothing comes through, 1 if there is only one."""
    if len(sizes) == 1:
        return 1.0
    return float((sizes[-1] / sizes[0]) ** (1 / (len(sizes) - 1))) if sizes[0] > 0 else 0.0


TO_REACH = Words(
    "30 layers: train to a test error of at most 6%. Several quite different ways lead there: find two.",
    "30 层：训练到测试错误率不超过 6%。有好几种很不相同的办法：找出两种。",
)


def readout(result: Result, values: Values) -> Words:
    signals, depth = result.signals, len(result.signals.sizes)
    up, down = (number(per_layer(sizes), 3) for sizes in (signals.sizes, signals.gradients[::-1]))
    bottom = magnitude(signals.gradients[0], largest=1e5)
    layers = sorted({1, min(10, depth), depth})
    cosines, where = [number(signals.cosines[layer - 1]) for layer in layers], [str(layer) for layer in layers]
    training = about_training(result, values)
    return Words(
        f"{training.en} The gradient of the first layer is <b>{bottom}</b> times as large as at the top.\n On "
        f"average each layer multiplies the signal by {up}, and the gradient on its way down by {down}. Cosine "
        f"between two digits: {', '.join(cosines)} in layer {', '.join(where)}.",
        f"{training.zh}第一层的梯度是最上层的 <b>{bottom}</b> 倍。\n平均每层把信号乘以 {up}，向下把梯度乘以 {down}。"
        f"两个数字的夹角余弦：第 {'、'.join(where)} 层为 {'、'.join(cosines)}。",
    )


def about_training(result: Result, values: Values) -> Words:
    """Loss and error at this epoch, and the rate."""
    if not len(result.rates):
        error = percent(result.error)
        return Words(f"Not trained yet: test error {error}.", f"尚未训练：测试错误率 {error}。")
    if result.diverged == len(result.rates):
        return Words("Training diverged with every learning rate tried.", "所试的学习率全部发散。")
    rate, epoch = plain(result.rates[result.chosen]), values.epoch
    loss, error = magnitude(result.loss, 3, 0.001), percent(result.error, 1)
    return Words(
        f"Epoch {epoch}, η = {rate}: training loss {loss}, test error <b>{error}</b>.",
        f"第 {epoch} 轮，η = {rate}：训练损失 {loss}，测试错误率 <b>{error}</b>。",
    )


ASKED_AT = {"norm": "batch", "shortcut": "yes", "epoch": EPOCHS}
VEIL = Veil(("others", "ends", "error", "hint"), given=("signals", "error"))
TO_DO = {
    "choose-batch-norm": lambda result, values, seen: (
        (values.norm, values.shortcut, values.epoch) == ("batch", "yes", EPOCHS) and len(seen["epoch"]) > 1
    ),
    "take-away-shortcut": lambda result, values, seen: (
        (values.norm, values.shortcut, values.training) == ("none", "no", "recipe")
        and values.epoch == EPOCHS
        and {"batch", "none"} <= seen["norm"]
    ),
    "pull-epoch-back": lambda result, values, seen: (
        values.epoch == 0 and {"small", "large", "xavier", "he"} <= seen["init"]
    ),
    "sceptic": lambda result, values, seen: (
        values.shortcut == "yes"
        and values.norm != "none"
        and values.epoch == EPOCHS
        and all(len(seen[name]) > 1 for name in ("init", "activation", "norm", "training"))
    ),
}
USES = {
    "choose-batch-norm": ("norm", "shortcut", "epoch"),
    "take-away-shortcut": ("norm", "shortcut", "training"),
    "pull-epoch-back": ("epoch", "init"),
    "sceptic": ("init", "activation", "training"),
}


def judge(result: Result, values: Values) -> str:
    """Solved with 30 layers and a test error of at most 6 %; almost up to 12 %."""
    if values.depth < DEEPEST or result.error > 2 * GOAL:
        return "open"
    return "solved" if result.error <= GOAL else "almost"


CHALLENGE = Challenge(TO_REACH, judge)
SCEPTIC = Sceptic(
    Words("after thirty ReLU layers all digits look alike.", "经过三十个 ReLU 层，所有数字看起来都一样。"),
    Words("From the first layer to the last the cosine between two digits rises by", "从第一层到最后一层，余弦升高"),
    lambda result: result.alike,
    {
        "xavier": Change(Words("Xavier in place of He", "用 Xavier 代替 He"), {"init": "xavier"}),
        "orthogonal": Change(Words("weights that only rotate", "只作旋转的权重"), {"init": "orthogonal"}),
        "layer": Change(Words("layer norm", "层归一化"), {"norm": "layer"}),
        "batch": Change(Words("batch norm", "批量归一化"), {"norm": "batch"}),
    },
)


def deeper(result: Result, dx: float, dy: float, values: Values) -> dict:
    """As many layers more as the hand has gone to the right."""
    return {"depth": values.depth + dx}


def last_point(line: Line2D, result: Result) -> np.ndarray:
    """The point of the last layer."""
    return np.asarray(line.get_xydata())[-1:, None]


def rate_pressed(result: Result, k: int) -> dict:
    """The rate whose end is pressed; where it is the only one, the best of all again."""
    return {"eta": str(float(result.rates[k])) if len(result.rates) > 1 else BEST}


HANDLES = [
    Handle("now", x="epoch"),
    Handle("here", pull=lambda result, dx, dy, values: {"epoch": values.epoch + dx}),
    Handle("ends", click=rate_pressed, width=14),
    *(Handle(name, at=last_point, pull=deeper) for name in ("cosines", "gradients", "sizes")),
]


@demo(Words("Thirty layers", "三十层"))
def thirty_layers(**values):
    """A deep network on handwritten digits: signals and gradients in each layer, how far digits stay apart, training.
    手写数字上的深层网络：各层的信号与梯度、不同数字还能分开多少，以及训练。

    z_l = W_l h_(l−1), or z_(l−1) + α W_l h_(l−1) with shortcuts;  h_l = φ(norm(z_l) + b_l)

    Layers of 64 units; the first and the last start as Xavier's. 600 digits, batches of 50; plain descent, or AdamW
    whose rate rises in the first tenth of the steps and then falls like a cosine. Of five learning rates the best is
    the one with the lowest training loss in the end.

    source : He, Zhang, Ren & Sun, Delving Deep into Rectifiers (2015) and Identity Mappings in Deep Residual Networks
             (2016); Yang et al., A Mean Field Theory of Batch Normalization (2019); Cho & Saul, Kernel Methods for
             Deep Learning (2009)
    """
