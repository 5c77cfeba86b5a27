"""If all inputs of a unit are positive, each sample pushes all its weights up, or all of them down: a zig-zag."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.common.progress import memoized
from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number, percent
from course_nn.lectures.activations.demos.zero_centred.zigzag import (
    descend,
    descend_together,
    ellipses,
    largest_rate,
    shared_offset,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Toggle, Values, Veil, demo, moved, tried

SAMPLES = 40
STEPS = 200
SEEDS = range(10)
NEAR = 0.05  # the distance to the goal at which steps are counted
CONTROLS = {
    "activation": Choice(
        "φ", activation_names(["sigmoid", "relu", "elu", "tanh"]), "sigmoid", means=term("activation")
    ),
    "centred": Toggle(Words("subtract the mean", "减去均值")),
    "together": Choice(
        Words("samples a step", "每步样本数"), {False: "1", True: Words(f"all {SAMPLES}", f"全部 {SAMPLES} 个")}, False
    ),
    "angle": Slider(Words("goal at", "目标方向"), -180, 180, -45, 5, unit="°"),
    "share": Slider(
        "η / ηₘₐₓ",
        0.05,
        1.0,
        0.9,
        0.05,
        means=Words("learning rate, as a share of the largest", "学习率占最大值的比例"),
    ),
    "seed": Choice(Words("seed", "随机种子"), {seed: str(seed) for seed in SEEDS}, 0),
    "step": Slider(Words("step", "步数"), 0, STEPS, 60, 1, plays=True),
}
LEVELS = np.array([0.003, 0.03, 0.12, 0.3, 0.6, 1.0])  # of the loss, as lines


class Result(NamedTuple):
    goal: np.ndarray  # (2,)
    path: np.ndarray  # (STEPS + 1, 2) weights, from (0, 0)
    moves: np.ndarray  # (STEPS, 2) what each sample did to (w1, w2): minus η times its gradient
    agree: np.ndarray  # (STEPS,) bool: no weight rose while the other fell
    rises: np.ndarray  # (6, 2, 121) where the mean loss is LEVELS
    distances: np.ndarray  # (2, STEPS + 1) to the goal, as the inputs are and with their mean subtracted
    saved: float  # share of the steps to the goal that centring saves, %, with any sign; a median over SEEDS
    offset: float  # share of the mean square of the next pre-activations that all samples have in common
    learning_rate: float


def inputs(activation: str, centred: bool, seed: int) -> np.ndarray:
    """What two units of the layer before send: φ(z) of normal z, (SAMPLES, 2)."""
    h = ACTIVATIONS[activation].f(np.random.default_rng(seed + 4).normal(0, 1, (SAMPLES, 2)))
    return h - h.mean(axis=0) if centred else h


def order(seed: int) -> np.ndarray:
    """The sample of each step, (STEPS,)."""
    return np.random.default_rng(seed).integers(SAMPLES, size=STEPS)


def path_of(activation: str, centred: bool, together: bool, goal: np.ndarray, share: float, seed: int) -> np.ndarray:
    """The weights from (0, 0) on, (STEPS + 1, 2)."""
    X = inputs(activation, centred, seed)
    rate = share * largest_rate(X, together)
    return descend_together(X, goal, rate, STEPS) if together else descend(X[order(seed)], goal, rate)


def goal_at(angle: float) -> np.ndarray:
    return 2 * np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])


@memoized
def saved_by_centring(activation: str, together: bool, angle: float, share: float) -> float:
    """The share of the steps to the goal that centring saves, %; the median of SEEDS."""
    raw, centred = (steps_to_goal(activation, c, together, goal_at(angle), share) for c in (False, True))
    return 100 * (1 - float(np.median(centred / raw)))


def steps_to_goal(activation: str, centred: bool, together: bool, goal: np.ndarray, share: float) -> np.ndarray:
    """For each seed, the steps until the goal is NEAR; one more than STEPS for never."""
    X = [inputs(activation, centred, seed) for seed in SEEDS]
    rates = share * np.array([largest_rate(x, together) for x in X])
    if together:
        paths = np.stack([descend_together(x, goal, rate, STEPS) for x, rate in zip(X, rates)], axis=1)
    else:
        paths = descend(np.stack([x[order(seed)] for x, seed in zip(X, SEEDS)], axis=1), goal, rates[:, None])
    near = np.linalg.norm(paths - goal, axis=-1) < NEAR  # (STEPS + 1, seeds)
    return np.where(near.any(axis=0), near.argmax(axis=0), STEPS + 1)


def compute(activation, centred, together, angle, share, seed, step) -> Result:
    goal, centred = goal_at(angle), bool(centred)
    paths = {c: path_of(activation, c, together, goal, share, seed) for c in (False, True)}
    X, moves = inputs(activation, centred, seed), np.diff(paths[centred], axis=0)
    directions = moves if together else X[order(seed)]  # a sample's step points its way or back, also when it is 0
    return Result(
        goal=goal,
        path=paths[centred],
        moves=moves,
        agree=np.prod(np.sign(directions), axis=1) >= 0,
        rises=ellipses(X, goal, LEVELS),
        distances=np.array([np.linalg.norm(path - goal, axis=1) for path in paths.values()]),
        saved=saved_by_centring(activation, together, angle, share),
        offset=shared_offset(X),
        learning_rate=share * largest_rate(X, together),
    )


def paint(figure: Figure) -> SimpleNamespace:
    plane, moves, distance = figure.subplots(1, 3, width_ratios=[1.1, 1.1, 1])
    look.plane(plane, -2.6, 2.6, ("$w_1$", "$w_2$")).set_title(Words("loss and path", "损失与路径").drawn())
    paint_quarters(moves)
    distance.set(yscale="log", xlim=(0, STEPS), ylim=(8e-4, 40), xlabel=Words("step", "步数").drawn())
    distance.set_title(Words("distance to goal", "到目标的距离").drawn())
    distance.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    words = [*distance.plot([0, 40, 40], [0.01, 0.01, 8e-4], **goals.LINE), goals.name(distance, 3, 9e-3, va="top")]
    black = {"color": look.BLACK, "lw": 1.5}
    as_they_are, centred = Words("inputs as they are", "原来的输入"), Words("mean subtracted", "减去均值后")
    words += marks.key(distance, [(as_they_are.drawn(), black), (centred.drawn(), black | {"ls": "--"})], x=0.04)
    return SimpleNamespace(
        words=words,
        rises=plane.plot(*[[]] * 2 * len(LEVELS), color=look.GREY, lw=0.8, zorder=1),
        goal=marks.line(plane, "*", ms=15, mfc=look.GREEN, mec="white", zorder=4),
        path=marks.line(plane, color=look.BLUE, lw=1.2, zorder=3),
        now=marks.dot(plane, ms=9),
        agree=marks.line(moves, "o", ms=5, color=look.BLUE, mec="white", mew=0.5),
        differ=marks.line(moves, "^", ms=6, color=look.ORANGE, mec="white", mew=0.5),
        distances=[marks.line(distance, color=look.BLUE, ls=style) for style in ("-", "--")],
        time=marks.now(distance),
        here=marks.dot(distance, ms=9),
    )


def paint_quarters(moves: Axes) -> None:
    """The quarters of the plane where both weights move the same way are grey."""
    look.plane(moves, -1.5, 1.5, (Words("step in w₁", "w₁ 的变化").drawn(), "")).set(xticks=[], yticks=[])
    moves.set_title(Words("each step", "每一步的更新").drawn())
    moves.set_ylabel(Words("step in w₂", "w₂ 的变化").drawn(), rotation=90, va="bottom")
    for low, high in ((0, 1.5), (-1.5, 0)):
        moves.fill([low, high, high, low], [low, low, high, high], color="#EFEFEF", zorder=0)
    moves.text(1.42, 0.08, Words("both up", "同增").drawn(), ha="right", fontsize=look.SMALL, zorder=1)
    moves.text(-1.42, -0.1, Words("both down", "同减").drawn(), va="top", fontsize=look.SMALL, zorder=1)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    step = values.step
    for line, rise in zip(artists.rises, result.rises):
        line.set_data(*rise)
    artists.goal.set_data(*result.goal[:, None])
    artists.path.set_data(*result.path[: step + 1].T)
    artists.now.set_data(*result.path[step, :, None])
    agree, lengths = result.agree[:step], np.hypot(*result.moves[:step].T)
    moves = result.moves[:step] / np.sqrt(lengths + 1e-12)[:, None]  # as long as their root: small ones show too
    artists.agree.set_data(*moves[agree].T)
    artists.differ.set_data(*moves[~agree].T)
    shown = result.distances.clip(9e-4)
    for i, line in enumerate(artists.distances):
        line.set(data=(range(STEPS + 1), shown[i]), color=look.BLUE if i == values.centred else look.GREY)
    marks.at(artists.time, step)
    artists.here.set_data([step], [shown[int(values.centred), step]])


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The corners between which the steps would go to and fro."""
    apart, alike = [(-1.3, 1.3), (1.3, -1.3)], [(-1.3, -1.3), (1.3, 1.3)]
    return artists.agree.axes, {"always": apart, "never": alike, "half": [*alike, (np.nan, np.nan), *apart]}[option]


def readout(result: Result, values: Values) -> Words:
    far = number(result.distances[int(values.centred), values.step], 3)
    rate = number(result.learning_rate)
    offset = percent(result.offset)
    shared = Words(
        f"With random first weights, {offset} of the mean square of the next pre-activations is an offset that all "
        "samples share.",
        f"初始权重随机时，下一层预激活值的均方值中有 {offset} 是所有样本共有的偏移。",
    )
    if not values.step:
        return Words(
            f"Step 0, η = {rate}: w = (0, 0), {far} from the goal. Press Play.\n{shared.en}",
            f"第 0 步，η = {rate}：w = (0, 0)，到目标的距离为 {far}。请按“播放”。\n{shared.zh}",
        )
    share = f"<b>{percent(result.agree[: values.step].mean())}</b>"
    return Words(
        f"In {share} of {values.step} steps both weights moved the same way (η = {rate}); distance to the goal {far}.\n"
        f"{shared.en}",
        f"前 {values.step} 步中，两个权重朝同一方向变化的占 {share}（η = {rate}）；到目标的距离为 {far}。\n{shared.zh}",
    )


VEIL = Veil(("words", "path", "now", "agree", "differ", "distances", "time", "here"), given=("goal", "rises"))
USES = {
    "press-play-pull": ("step",),
    "subtract-mean-pull": ("centred", "angle"),
    "sceptic": ("sceptic",),
}
TO_DO = {
    "press-play-pull": moved("step"),
    "subtract-mean-pull": lambda result, values, seen: bool(values.centred) and len(seen["angle"]) > 3,
    "sceptic": tried(sceptic=("all", "small", "relu", "tanh")),
}


def judge(result: Result, values: Values) -> str:
    """Solved within 0.01 of the goal in at most 40 steps."""
    far = result.distances[int(values.centred), values.step]
    if values.step > 40 or far > 0.1:
        return "open"
    return "solved" if far <= 0.01 else "almost"


SCEPTIC = Sceptic(
    Words("subtracting the mean of a unit’s inputs saves steps.", "减去输入的均值，可减少步数。"),
    Words("Steps saved, in percent", "减少的百分比"),
    lambda result: result.saved,
    {
        "all": Change(Words("all samples in each step", "每步用全部样本"), {"together": True, "share": 0.5}),
        "small": Change(Words("a third of the learning rate", "学习率降为三分之一"), {"share": 0.3}),
        "relu": Change(Words("inputs from ReLUs", "输入来自 ReLU"), {"activation": "relu"}),
        "tanh": Change(Words("inputs from tanh", "输入来自 tanh"), {"activation": "tanh"}),
    },
)

CHALLENGE = Challenge(
    Words("come within 0.01 of the goal in at most 40 steps.", "用不超过 40 步，使到目标的距离不超过 0.01。"), judge
)


HANDLES = [
    Handle("goal", drag=lambda result, w1, w2: {"angle": np.degrees(np.arctan2(w2, w1))}),
    Handle("time", x="step"),
]


@demo(Words("Zero-centred inputs", "以零为中心的输入"))
def zero_centred(**values):
    """A unit learns from two inputs that come from units before it; if these are never negative, its path zig-zags.
    一个单元的两个输入来自前一层；若这些输入从不为负，权重的路径就呈之字形。

    f = w·x with x = φ(z), z normal; of one sample, dl/dw_i = δ x_i with one δ for both: same sign if x ≥ 0

    source : the lecture, section 2; LeCun, Bottou, Orr & Müller, Efficient BackProp (1998), section 4.3
    """
