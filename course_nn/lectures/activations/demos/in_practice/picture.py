"""Activation, initialization and learning rate only work together; one map shows where a deep network learns at all."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Figure, look, marks
from course_nn.drawing.numbers import number
from course_nn.drawing.sketch import Texts
from course_nn.lectures.activations.demos.in_practice.training_map import (
    CHANCE,
    EVERY,
    INITS,
    RATES,
    losses_of_all,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Toggle, Values, Veil, demo, tried

PHI = ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "swish"]
NAMES = {name: words.en for name, words in activation_names(PHI).items()}
STYLES = (
    {"color": look.GREY, "lw": 1.5, "ls": ":"},
    {"color": look.GREEN, "lw": 1.5, "ls": "--"},
    {"color": look.BLUE, "lw": 2},
    {"color": look.VERMILION, "lw": 1.5, "ls": "-."},
)  # of the curves, a learning rate each
LOST = 1e3  # what stands for a loss that is no longer finite: its curve leaves the picture
SEEDS = {"quick": 1, "big": 5}
SETTINGS = {(init, rate): f"{INITS[init]}, {rate:g}" for init in INITS for rate in RATES}
OPTIMIZERS = {"gradient_descent": term("gradient descent"), "adam": Words("Adam", "Adam")}
CONTROLS = {
    "depth": Choice(Words("layers", "层数"), {d: str(d) for d in (1, 2, 4, 8)}, 2, costly=(8,)),
    "optimizer": Choice(Words("optimizer", "优化器"), OPTIMIZERS, "gradient_descent"),
    "epochs": Choice(Words("epochs", "轮次"), {n: str(n) for n in EVERY}, 12, costly=(40,)),
    "size": Choice(Words("seeds", "随机种子数"), {k: str(n) for k, n in SEEDS.items()}, "quick", costly=("big",)),
    "covered": Toggle(Words("cover", "遮住")),
    "best_activation": Choice("○ φ", NAMES, "relu", means=Words("activation, the best", "激活函数：最好的一格")),
    "best_setting": Choice(
        "○ W, η", SETTINGS, ("glorot", 0.1), means=Words("weights and rate, the best", "初始权重与学习率：最好的一格")
    ),
    "worst_activation": Choice("□ φ", NAMES, "sigmoid", means=Words("activation, the worst", "激活函数：最差的一格")),
    "worst_setting": Choice(
        "□ W, η", SETTINGS, ("large", 1.0), means=Words("weights and rate, the worst", "初始权重与学习率：最差的一格")
    ),
}
CELLS = [(phi, *setting) for phi in NAMES for setting in SETTINGS]
PLACES = np.array([(column, row) for row in range(4) for column in range(4)])  # of the cells of a map
LOW = 3.2  # inches: in less height numbers of the maps would cover each other


class Result(NamedTuple):
    losses: np.ndarray  # (6, 4, 4) final training loss, the median of the seeds; nan where most of them diverged
    curves: np.ndarray  # (4, K) the losses with the φ and W of ○, a row for each η; LOST once it has diverged
    times: np.ndarray  # (K,) the epochs of these points
    best: tuple  # (φ, init, η) of the lowest loss
    bets: tuple  # two cells: the student's best and worst
    ranks: tuple  # their places among the 96, 1 is the best; diverged cells share the last


def compute(
    depth, optimizer, epochs, size, covered, best_activation, best_setting, worst_activation, worst_setting
) -> Generator[float, None, Result]:
    runs = dict(zip(NAMES, (yield from losses_of_all([*NAMES], depth, optimizer, epochs, SEEDS[size]))))
    losses = np.stack([run[-1] for run in runs.values()])  # (6, 4, 4)
    curves = runs[best_activation][:, list(INITS).index(best_setting[0])].T  # (4, K)
    bets = (best_activation, *best_setting), (worst_activation, *worst_setting)
    ranks = tuple(1 + int(np.sum(losses < losses.flat[CELLS.index(bet)])) for bet in bets)
    return Result(
        losses=np.where(np.isinf(losses), np.nan, losses),
        curves=np.where(np.isinf(curves), LOST, curves),
        times=EVERY[epochs] * np.arange(curves.shape[1]),
        best=CELLS[int(losses.argmin())],
        bets=bets,
        ranks=ranks,
    )


def paint(figure: Figure) -> SimpleNamespace:
    """Seven axes: a map for each activation, so that one look compares all six, and the curves of one of them."""
    upper, lower, is_low = parted(figure)
    maps, curves = upper.subplots(1, 6, sharey=True), lower.subplots()
    curves.set(ylim=(8e-4, 30), yscale="log", xlabel=term("epoch").drawn())
    curves.set_title(Words("loss with the φ and W of ○", "取 ○ 的 φ 与 W 时的损失").drawn())
    curves.set_yticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
    curves.axhline(CHANCE, color=look.GREY, lw=0.8, ls=":", zorder=0)
    names = [(f"η = {rate:g}", style) for rate, style in zip(RATES, STYLES)]
    for some, x, stroke in ((names[:2], 0.03, 10), (names[2:], 0.52, 10)) if is_low else ((names, 0.86, 22),):
        marks.key(curves, some, x=x, stroke=stroke)
    blank = look.heat(np.full((4, 4), 0.5))
    for axes, name in zip(maps, NAMES.values()):
        axes.set(xlim=(-0.5, 3.5), ylim=(3.5, -0.5), aspect="equal", title=name, xlabel="η")
        axes.set_xticks(range(4), [".001", "", ".1", "1"], fontsize=look.SMALL)  # .01 has no room
        axes.set_yticks(range(4), [*INITS.values()])
        axes.tick_params(length=0)
    rings = {"mfc": "none", "mec": look.BLACK, "mew": 2, "ms": 25, "zorder": 5} | marks.UNCLIPPED
    return SimpleNamespace(
        title=upper.suptitle("", x=0.005, ha="left", fontsize=11),
        maps=[axes.imshow(blank, zorder=0) for axes in maps],
        diverged=[marks.line(axes, "x", ms=11, mew=2.5, color=look.VERMILION) for axes in maps],
        texts=[Texts(axes) for axes in maps],
        curves=[marks.line(curves, **style) for style in STYLES],
        bets=[[marks.line(axes, shape, **rings) for shape in ("o", "s")] for axes in maps],
    )


def parted(figure: Figure) -> tuple:
    """Where the maps stand and where the curves; and whether that is beside each other, as in a low window."""
    if is_low := figure.get_size_inches()[1] < LOW:
        [parts] = figure.subfigures(1, 2, squeeze=False, width_ratios=[3, 1])
    else:
        [parts] = figure.subfigures(2, 1, squeeze=False, height_ratios=[1.3, 1]).T
    return *parts, is_low


def in_three_characters(loss: float) -> str:
    """A loss in at most three characters: 2.3, .05, 26."""
    if loss >= 99.5:
        return ">99"
    if loss >= 9.95:
        return number(loss, 0)
    return number(loss, 1) if loss >= 0.95 else number(loss, 2).removeprefix("0")


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for k, phi in enumerate(NAMES):
        draw_map(artists.maps[k], artists.texts[k], artists.diverged[k], result.losses[k], values.covered)
        for ring, (activation, init, rate) in zip(artists.bets[k], result.bets):
            ring.set_data([RATES.index(rate)], [list(INITS).index(init)])
            ring.set_visible(activation == phi)
    marks.fit(artists.curves[0].axes, xlim=(0, values.epochs / 0.86))  # beside them is their key
    artists.title.set_text(about_training(values).drawn())
    for line, curve in zip(artists.curves, result.curves):
        line.set_data(result.times, np.full_like(curve, np.nan) if values.covered else curve.clip(8e-4))


def about_training(values: Values) -> Words:
    """What the maps are of."""
    optimizer = OPTIMIZERS[values.optimizer]
    many = "s" if values.depth > 1 else ""
    return Words(
        f"loss after {values.epochs} epochs: {values.depth} layer{many}, {optimizer.en}",
        f"{values.epochs} 轮后的损失：{values.depth} 层，{optimizer.zh}",
    )


def draw_map(squares: AxesImage, texts: Texts, crosses: Line2D, losses: np.ndarray, covered: bool) -> None:
    """The sixteen losses of one activation, as colours and as numbers; × where training diverged."""
    if covered:
        marks.fill(squares, look.heat(np.full((4, 4), 0.5)))
        crosses.set_data([], [])
        return texts.move(PLACES, ["?"] * len(PLACES))
    is_lost = np.isnan(losses)  # (4, 4)
    gain = np.log10(CHANCE / np.where(is_lost, CHANCE, losses).clip(1e-9))  # 0, and white, is chance
    marks.fill(squares, look.heat(gain, -2, 2))
    crosses.set_data(*PLACES[is_lost.ravel()].T)
    texts.move(PLACES[~is_lost.ravel()], [in_three_characters(loss) for loss in losses[~is_lost]])


def readout(result: Result, values: Values) -> Words:
    if values.covered:
        return Words(
            "Covered. Put ○ on the cell that you expect to be best, □ on the worst; then uncover.",
            "结果已遮住。把 ○ 押在看来最好的一格，□ 押在最差的一格，然后揭开。",
        )
    phi, init, rate = result.best
    lost, stuck = int(np.isnan(result.losses).sum()), int(np.sum(result.losses > 0.98 * CHANCE))
    best = NAMES[phi], INITS[init], f"η = {rate:g}"
    lowest, (good, bad), chance = np.nanmin(result.losses), result.ranks, number(CHANCE, 1)
    low = f"<b>{number(lowest, 3)}</b>" if lowest >= 0.001 else "<b>&lt; 0.001</b>"
    return Words(
        f"Lowest loss of {len(CELLS)} settings: {low}, with {', '.join(best)}. Your ○ has rank {good}, "
        f"your □ in place {bad}.\nDiverged (×): {lost}; no better than guessing, a loss of {chance}: {stuck}.",
        f"{len(CELLS)} 种设置中，训练损失最低为 {low}（{'，'.join(best)}）。○ 排第 {good}，□ 排第 {bad}。\n"
        f"发散（×）的有 {lost} 种；不优于随机猜测（损失 {chance}）的有 {stuck} 种。",
    )


def has_bet(result: Result, values: Values, seen: dict) -> bool:
    """Both bets were moved, the map was covered, and it is no more."""
    moved = all(max(len(seen[f"{bet}_{what}"]) for what in ("activation", "setting")) > 1 for bet in ("best", "worst"))
    return moved and True in seen["covered"] and not values.covered


VEIL = Veil(("curves",), given=("losses", "best", "bets", "ranks"))
ASKED_AT = {"depth": 8, "best_setting": ("small", 0.1)}
USES = {
    "take-eight-layers": ("depth",),
    "press-bet-layers": ("covered", "best_activation", "worst_setting"),
    "move-elu-he": ("best_activation", "best_setting"),
    "sceptic": ("sceptic",),
}
TO_DO = {
    "take-eight-layers": lambda result, values, seen: {2, 8} <= seen["depth"] and not values.covered,
    "press-bet-layers": has_bet,
    "move-elu-he": lambda result, values: values.best_activation == "elu" and values.best_setting[0] == "he",
    "sceptic": tried(sceptic=("deep", "adam", "long", "one")),
}


def judge(result: Result, values: Values) -> str:
    """With 8 hidden layers: solved if ○ is among the best five and □ has diverged; almost with one of the two."""
    if values.depth != 8 or values.covered:
        return "open"
    is_good = result.ranks[0] <= 5
    has_diverged = np.isnan(result.losses.flat[CELLS.index(result.bets[1])])
    if is_good and has_diverged:
        return "solved"
    return "almost" if is_good or has_diverged else "open"


CHALLENGE = Challenge(
    Words(
        "with 8 hidden layers, put ○ on one of the best five cells and □ on one that diverges. Cover first!",
        "用 8 个隐藏层，把 ○ 押在最好的五格之一，□ 押在一个发散的格上。请先遮住结果！",
    ),
    judge,
)


def small_behind(result: Result) -> float:
    """How far ReLUs from small weights stay behind those from He's, each with its best rate; % of guessing's loss."""
    losses = result.losses[list(NAMES).index("relu")]  # (4, 4)
    small, he = (np.nan_to_num(losses[list(INITS).index(init)], nan=CHANCE).min() for init in ("small", "he"))
    return 100 * (min(small, CHANCE) - min(he, CHANCE)) / CHANCE


SCEPTIC = Sceptic(
    Words("ReLUs learn from He’s weights and not from small ones.", "ReLU 用 He 的权重学得会，用小的权重学不会。"),
    Words("Difference of the losses, in percent of guessing", "两者的损失之差，占随机猜测损失的百分比"),
    small_behind,
    {
        "deep": Change(Words("8 layers", "8 层"), {"depth": 8}),
        "adam": Change(Words("8 layers, and Adam", "8 层，改用 Adam"), {"depth": 8, "optimizer": "adam"}),
        "long": Change(Words("40 epochs", "40 轮"), {"epochs": 40}),
        "one": Change(Words("1 layer", "1 层"), {"depth": 1}),
    },
)
PRESETS = {Words("Bet on 8 layers", "押注 8 层"): {"depth": 8, "covered": True}}


def halves(bet: str, k: int, phi: str, side: int) -> Handle:
    """The left (−1) or the right (1) halves of the cells of the k-th map: a press puts this bet there."""
    return Handle(
        lambda artists: artists.maps[k],
        at=lambda squares, result: (PLACES + [0.25 * side, 0])[:, None],
        click=lambda result, cell: {f"{bet}_activation": phi, f"{bet}_setting": list(SETTINGS)[cell]},
        width=16,
    )


HANDLES = [halves(bet, k, phi, side) for k, phi in enumerate(NAMES) for bet, side in (("best", -1), ("worst", 1))]


@demo(Words("In practice", "实践"), height=3.6)
def in_practice(**values):
    """Real digits learned with 6 activations × 4 initializations × 4 learning rates: the final loss as a map.
    用 6 种激活函数 × 4 种初始化 × 4 个学习率学习真实的手写数字：最终损失画成一张图。

    64 pixels (each less its mean), hidden layers of 32, 10 classes; softmax cross-entropy, mini-batches of 30.
    Below, how the loss got there with the φ and W of ○, for each learning rate.
    Blue learned, white is chance (log 10), orange is worse; × diverged: its numbers were no longer finite.
    What is shown is the loss on the training digits, not how well new digits are read.

    source : the lecture, section 2; He, Zhang, Ren & Sun, Delving Deep into Rectifiers (2015), eq. (10): σ = √(2/N)
    """
