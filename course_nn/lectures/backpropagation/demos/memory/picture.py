"""Going back needs what was computed on the way; what is not kept is computed again."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.drawing import Figure, goals, look, marks
from course_nn.drawing.numbers import count, number
from course_nn.lectures.backpropagation.demos.memory.checkpointing import fewest_steps, schedule
from course_nn.network import parameter_count
from course_nn.stage import Challenge, Choice, Handle, Mark, Slider, Values, Veil, demo, tried

SCHEMES = {
    "all": Words("keep all", "全部保存"),
    "segments": Words("equal stretches", "等分成段"),
    "best": Words("best plan", "最优方案"),
}
CONTROLS = {
    "L": Slider(Words("layers L", "层数 L"), 2, 100, 64, 1),
    "kept": Slider(Words("kept states s", "保存的状态数 s"), 1, 100, 4, 1, used=lambda values: values.scheme != "all"),
    "scheme": Choice(Words("plan", "方案"), SCHEMES, "best"),
    "share": Slider(Words("time", "时间"), 0, 100, 60, 1, unit="%", plays=True),
    "n": Slider(Words("examples n", "样本数 n"), 1, 200, 77, 1),
}
GOAL = (8, 140)  # states and forward steps at most, which the challenge asks for
NET = (64, 256, 256, 10)
NET_STATES = 2 * (256 + 256 + 10) + 64  # z and h of each layer, and the input
NET_PARAMETERS = parameter_count(NET)


class Result(NamedTuple):
    kept: int
    moment: int  # moves that have been made
    moves: int  # in all
    walk: np.ndarray  # (moves + 1, 2) time, and the layer where we are
    stays: np.ndarray  # (k, 2, 2) kept states: from when to when, at which layer
    back: np.ndarray  # (moves + 1,) the steps back so far
    held: int  # states kept at this moment
    peak: int
    steps: int  # forward
    tradeoff: np.ndarray  # (3, 100) forward steps of each scheme over the states that are kept at most, nan if none
    states: int  # numbers that 64-256-256-10 keeps for n examples


def compute(L, kept, scheme, share, n) -> Result:
    plan = schedule(L, min(kept, L), scheme)
    moment = round(share / 100 * len(plan.moves))
    walk, stays, back = plan_over_time(plan.moves)
    return Result(
        kept=min(kept, L),
        moment=moment,
        moves=len(plan.moves),
        walk=walk,
        stays=stays,
        back=back,
        held=int(np.sum((stays[:, 0, 0] < moment) & (stays[:, 1, 0] >= moment))),
        peak=plan.peak,
        steps=plan.forward_steps,
        tradeoff=tradeoff(L),
        states=n * NET_STATES,
    )


def plan_over_time(moves: list) -> tuple:
    """As in Result: the walk of a plan, the stays of its states, and its steps back."""
    place, places, back, stays = 0, [0], [0], []
    since: dict = {}
    for time, (kind, state) in enumerate(moves, 1):
        place = state if kind in ("forward", "backward") else place
        since |= {state: time - 1} if kind == "keep" else {}
        stays += [[(since.pop(state), state), (time, state)]] if kind == "drop" else []
        places.append(place)
        back.append(back[-1] + (kind == "backward"))
    return np.stack([np.arange(len(places)), places], axis=1), np.array(stays, float), np.array(back)


@memoized
def tradeoff(L: int) -> np.ndarray:
    """Forward steps over the most states that are kept at a time, for each scheme."""
    steps = np.full((len(SCHEMES), 100), np.nan)
    steps[0, L - 1] = L - 1
    for kept in {-(-L // length) for length in range(1, L + 1)}:  # all others have stretches of the same lengths
        plan = schedule(L, kept, "segments")
        steps[1, plan.peak - 1] = np.nanmin([steps[1, plan.peak - 1], plan.forward_steps])
    steps[2, :L] = [fewest_steps(L, kept) for kept in range(1, L + 1)]
    return steps


def paint(figure: Figure) -> SimpleNamespace:
    walk, costs = figure.subplots(1, 2, width_ratios=[1.7, 1])
    walk.set_title(Words("layer over time; kept states in blue", "所在的层随时间的变化；蓝色为保存的状态").drawn())
    walk.set(xlabel=Words("time", "时间").drawn(), ylabel=" ")  # room for a third digit
    costs.set(xscale="log", yscale="log", xlim=(0.9, 110), ylim=(1, 6000))
    costs.set(xlabel=Words("most states kept at a time", "同时保存的状态数上限").drawn())
    costs.set_title(Words("forward steps", "前向步数").drawn())
    costs.set_xticks([1, 10, 100], ["1", "10", "100"])
    name = goals.name(costs, GOAL[0], 0.8 * GOAL[1], ha="right", va="top", zorder=3)
    styles = [dict(marker="s", ls=""), dict(marker=".", ls=""), dict(ls="-")]
    colors = (look.GREY, look.ORANGE, look.BLUE)
    styles = [style | {"color": color} for style, color in zip(styles, colors)]
    _, *names = marks.key(costs, [(words.drawn(), style) for words, style in zip(SCHEMES.values(), styles)], y=0.32)
    return SimpleNamespace(
        axes=walk,
        costs=costs,
        goal=[goals.point(costs, *GOAL, zorder=3), name],
        names=names,
        stays=marks.line(walk, color=look.BLUE, lw=2.5, alpha=0.5, solid_capstyle="butt"),
        walk=marks.line(walk, color=look.GREY, lw=1),
        done=marks.line(walk, color=look.BLACK, lw=1.3),
        now=marks.now(walk, color=look.VERMILION),
        here=marks.dot(walk),
        lines=[marks.line(costs, **style) for style in styles],
        point=marks.dot(costs),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fit(artists.axes, xlim=(0, result.moves), ylim=(-0.03 * values.L, 1.03 * values.L))
    artists.stays.set_data(*look.one_line(result.stays))
    artists.walk.set_data(*result.walk.T)
    artists.done.set_data(*result.walk[: result.moment + 1].T)
    marks.at(artists.now, result.moment)
    artists.here.set_data(*result.walk[[result.moment]].T)
    for line, steps in zip(artists.lines, result.tradeoff):
        there = np.isfinite(steps)
        line.set_data(np.flatnonzero(there) + 1, steps[there])
    artists.point.set_data([result.peak], [result.steps])


def readout(result: Result, values: Values) -> Words:
    factor = number(result.steps / max(values.L - 1, 1))
    back, held, moment = result.back[result.moment], result.held, result.moment
    states, parameters = count(result.states), count(NET_PARAMETERS)
    return Words(
        f"With {values.L} layers at most {result.peak} states are kept. That takes <b>{result.steps}</b> forward "
        f"steps, <b>{factor}</b> times as many as one pass.\n At move {moment} of {result.moves}: states "
        f"kept {held}, layers gone back {back}. For {values.n} examples 64-256-256-10 keeps {states} numbers; it has "
        f"{parameters} parameters.",
        f"{values.L} 层：最多同时保存 {result.peak} 个状态，前向 <b>{result.steps}</b> 步，"
        f"是一遍前向的 <b>{factor}</b> 倍。\n 第 {moment} 个动作（共 {result.moves} 个）：保存着 {held} 个状态，"
        f"已反向走过 {back} 层。"
        f"对 {values.n} 个样本，64-256-256-10 的网络要保存 {states} 个数；网络共有 {parameters} 个参数。",
    )


OF_PLANS = ("stays", "walk", "done", "now", "here", "lines.1", "lines.2", "names", "point", "goal")
VEIL = Veil(OF_PLANS, given=("moves", "tradeoff"))
USES = {
    "set-many-times": ("L", "kept"),
    "pull-point-right": ("kept",),
    "pull-red-line": ("share",),
    "compare-equal-stretches": ("scheme", "kept"),
}
TO_DO = {
    "set-many-times": lambda result, values: (values.L, values.kept, values.scheme) == (100, 10, "best"),
    "pull-point-right": lambda result, seen: {1, 2, 20} <= seen["kept"],
    "pull-red-line": lambda result, seen: max(seen["share"]) - min(seen["share"]) > 30,
    "compare-equal-stretches": tried(scheme=("segments", "best")),
}


def judge(result: Result, values: Values) -> str:
    """Solved by 64 layers with at most 8 states in at most 140 steps; almost in twice that, or with two states more."""
    if values.L != 64 or result.peak > 10:
        return "open"
    if result.peak <= GOAL[0] and result.steps <= GOAL[1]:
        return "solved"
    return "almost" if result.steps <= 160 else "open"


CHALLENGE = Challenge(
    Words(
        "go back through 64 layers with at most 8 states at a time, in at most 140 forward steps.",
        "反向走完 64 层：同时最多保存 8 个状态，前向不超过 140 步。",
    ),
    judge,
)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The forward steps that were expected with 10 states for 100 layers."""
    return artists.point.axes, np.array([(10, PREDICTED[option])])


PREDICTED = {"2": 220.0, "10": 990.0, "50": 4950.0}
ESTIMATE = Mark(
    axes=lambda artists: artists.point.axes,
    label=Words("forward steps", "前向步数"),
    low=99,
    high=6000,
    log=True,
    unit=Words(" steps", " 步"),
    where=10,
    truth=lambda: fewest_steps(100, 10),
    shown={"L": 100, "kept": 10},
    places=PREDICTED,
)


HANDLES = [
    Handle("now", drag=lambda result, x, y: {"share": 100 * x / result.moves}),
    Handle("point", pull=lambda result, dx, dy: {"kept": result.kept + dx, "scheme": "best"}),
]


@demo(Words("Memory for time", "以时间换内存"))
def memory(**values):
    """A chain of layers gone through backward with only some of its states kept: what is kept, and what it costs.
    反向走过一串层而只保存部分状态：保存了什么，代价多大。

    best plan: r L − C(s + r, s + 1) forward steps, r the smallest with C(s + r, s) ≥ L
    """
