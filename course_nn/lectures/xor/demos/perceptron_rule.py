"""The perceptron rule learns only from mistakes: if a line exists, they run out; for XOR they never do."""

from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import boundary
from course_nn.boolean import FUNCTIONS, truth_table, unit
from course_nn.lectures.xor.perceptron import cycle, learn, novikoff
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.words import Words, term

STEPS, HALF = 120, 6  # answers; points in each cloud
CONTROLS = {
    "data": Choice(
        Words("data", "数据"),
        {
            "AND": "AND",
            "OR": "OR",
            "XOR": term("XOR"),
            "clouds": Words("two clouds", "两团点云"),
        },
        "clouds",
    ),
    "gap": Slider(Words("gap", "间隔"), 0.2, 1.0, 0.4, 0.05),
    "seed": Slider(Words("seed", "种子"), 0, 20, 12, 1),
    "step": Slider(Words("step", "步"), 0, STEPS, 40, 1, plays=True),
}
SQUARE = look.grid(-0.5, 1.5, 100)


class Result(NamedTuple):
    data: str
    X: np.ndarray  # (n, 2), in the order in which they are asked
    labels: np.ndarray  # (n,) 0 or 1
    step: int
    w: np.ndarray  # (3,) after this step, the bias last
    asked: int  # which example was asked in this step; -1 before the first
    wrong: bool  # was the answer a mistake?
    done: bool  # are all examples right now?
    mistakes: np.ndarray  # (121,) after every step
    norms: np.ndarray  # (121,) ‖w‖ after every step
    radius: float  # R
    margin: float  # γ, 0 if no line separates the classes
    bound: float  # (R/γ)², nan if no line separates the classes
    loop: tuple  # steps after which the weights are the same and always will be; empty if there are none
    fires: np.ndarray  # (100, 100) 0 or 1


def two_clouds(gap, rng):
    """Six points on each side of a strip of this width through the middle of the square, in random order."""
    angle, X = rng.uniform(0, 2 * np.pi), rng.uniform(-0.4, 1.4, (400, 2))
    side = (X - 0.5) @ [np.cos(angle), np.sin(angle)]
    chosen = rng.permutation([*np.flatnonzero(side > gap / 2)[:HALF], *np.flatnonzero(side < -gap / 2)[:HALF]])
    return X[chosen], (side[chosen] > 0).astype(int)


@lru_cache(64)
def whole_run(data, gap, seed):
    """All that does not depend on the step: the examples, the run, its bound, and the steps that repeat."""
    rng = np.random.default_rng(seed)
    if data == "clouds":
        X, labels = two_clouds(gap, rng)
    else:
        order = rng.permutation(4)
        X, labels = truth_table(2)[order], np.array(FUNCTIONS[data].values)[order]
    run = learn(X, labels, STEPS)
    first, again = cycle(run, len(X)) or (STEPS + 1, STEPS + 2)
    return X, labels, run, novikoff(X, labels), tuple(range(first, STEPS + 1, again - first))


def compute(data, gap, seed, step):
    X, labels, run, bound, loop = whole_run(data, gap if data == "clouds" else None, seed)
    w, asked = run.weights[step], int(run.rows[step - 1]) if step else -1
    wrong = bool(step and run.mistakes[step] > run.mistakes[step - 1])
    done = bool((unit(X, w[:2], w[2]) == labels).all())
    return Result(
        data,
        X,
        labels,
        step,
        w,
        asked,
        wrong,
        done,
        run.mistakes,
        np.linalg.norm(run.weights, axis=1),
        bound.radius,
        bound.margin,
        bound.mistakes,
        loop,
        unit(SQUARE, w[:2], w[2]).reshape(100, 100),
    )


def paint(figure):
    square, stairs, norms = figure.subplots(1, 3, width_ratios=[1, 1, 1])
    look.plane(square, -0.5, 1.5).set(xticks=[0, 1], yticks=[0, 1])
    stairs.set(xlim=(0, STEPS), ylim=(0, STEPS), xlabel="step", title="mistakes $m$")
    norms.set(xlim=(0, 60), ylim=(0, 14), xlabel="mistakes $m$", title="$m\\gamma \\leq \\|w\\| \\leq \\sqrt{m}\\,R$")
    image = dict(origin="lower", extent=(-0.5, 1.5, -0.5, 1.5), zorder=0)
    return SimpleNamespace(
        fires=square.imshow(look.heat(np.zeros((100, 100))), **image),
        line=square.plot([], [], color=look.BLACK)[0],
        points=[
            square.plot([], [], look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], mec="white", ms=13, ls="")[0]
            for c in (0, 1)
        ],
        ring=square.plot([], [], "o", mfc="none", mew=2.5, ms=23)[0],
        future=stairs.plot([], [], color=look.PALE, drawstyle="steps-post")[0],
        past=stairs.plot([], [], color=look.BLACK, drawstyle="steps-post")[0],
        same=stairs.plot([], [], "o", mfc="white", mec=look.VERMILION, ms=6)[0],
        bound=stairs.plot([], [], color=look.VERMILION, ls="--", lw=1.5)[0],
        tag=stairs.text(0, 0, "", va="bottom", ha="right", fontsize=10),
        upper=norms.plot([], [], color=look.GREY, lw=1.5)[0],
        lower=norms.plot([], [], color=look.GREY, lw=1.5, ls="--")[0],
        limit=norms.plot([], [], color=look.VERMILION, ls="--", lw=1.5)[0],
        norm=norms.plot([], [], color=look.BLACK, lw=1.5)[0],
        now=norms.plot([], [], "o", color=look.BLACK, ms=7, clip_on=False)[0],
        names=[norms.text(0, 0, "$\\sqrt{m}\\,R$", ha="right", va="bottom"), norms.text(0, 0, "", va="top")],
    )


def draw(artists, result):
    artists.fires.set_data(look.heat(result.fires))
    artists.line.set_data(*boundary.line(result.w[:2], result.w[2]).T)
    for c in (0, 1):
        artists.points[c].set_data(*result.X[result.labels == c].T)
    artists.ring.set_data(*result.X[[result.asked]].T if result.asked >= 0 else ([], []))
    artists.ring.set_color(look.VERMILION if result.wrong else look.BLACK)
    t, steps, m = result.step, np.arange(STEPS + 1), result.mistakes
    artists.future.set_data(steps, m)
    artists.past.set_data(steps[: t + 1], m[: t + 1])
    artists.same.set_data([s for s in result.loop if s <= t], [m[s] for s in result.loop if s <= t])
    draw_bound(artists, result.bound)
    along = np.linspace(0, 60, 61)
    artists.upper.set_data(along, np.sqrt(along) * result.radius)
    artists.lower.set_data(along, along * result.margin)
    artists.norm.set_data(m[: t + 1], result.norms[: t + 1])
    artists.now.set_data(m[[t]], result.norms[[t]])
    end = min(40, 9 / max(result.margin, 0.1))
    artists.names[0].set_position((18, np.sqrt(18) * result.radius + 0.3))
    artists.names[1].set(position=(end + 1, end * result.margin - 0.1), text="$m\\gamma$" if result.margin else "")


def draw_bound(artists, bound):
    """(R/γ)² in both charts, or a word where it lies above them or does not exist."""
    inside = bound <= STEPS  # False for nan
    artists.bound.set_data([0, STEPS], [bound] * 2)
    artists.limit.set_data([bound] * 2, [0, 14])
    text = "no bound" if np.isnan(bound) else f"$(R/\\gamma)^2$ = {bound:.0f}" + ("" if inside else " ↑")
    artists.tag.set(text=text, position=(STEPS - 2, min(bound, 108) + 1 if bound < 108 else 2))


def readout(result):
    t, m, bound = result.step, int(result.mistakes[result.step]), f"{result.bound:.0f}"
    if not t:
        return Words(
            "Step 0: w = 0 and b = 0, so the unit answers 0 to everything.", "第 0 步：w = 0，b = 0，单元对一切都答 0。"
        )
    x, wanted = ", ".join(number(v, 1) for v in result.X[result.asked]), int(result.labels[result.asked])
    move = f"w ← w {'−+'[wanted]} x"
    en = f"Step {t}, x = ({x}): wanted {wanted}, " + (f"a mistake, {move}" if result.wrong else "got it")
    zh = f"第 {t} 步，x = ({x})：应为 {wanted}，" + (f"答错，{move}" if result.wrong else "答对")
    if sum(s <= t for s in result.loop) > 1:
        first, again, *_ = result.loop
        return Words(
            f"{en}. <b>{m}</b> mistakes. Steps {first} and {again} end with equal weights: it never stops.",
            f"{zh}。已错 <b>{m}</b> 次。第 {first} 步与第 {again} 步后权重相同：永不停止。",
        )
    if np.isnan(result.bound):
        return Words(
            f"{en}. <b>{m}</b> mistakes; no line exists, so nothing bounds them.",
            f"{zh}。已错 <b>{m}</b> 次；不存在分界线，错误次数没有上界。",
        )
    state = Words("all are right: done", "已全部正确：结束") if result.done else Words("not yet done", "尚未结束")
    return Words(
        f"{en}. <b>{m}</b> mistakes of at most (R/γ)² = {bound}; {state.en}.",
        f"{zh}。已错 <b>{m}</b> 次，至多 (R/γ)² = {bound} 次；{state.zh}。",
    )


def judge(result):
    """Solved with 15 mistakes or more on the clouds and every point right; almost with 10."""
    if result.data != "clouds" or not result.done:
        return "open"
    made = result.mistakes[result.step]
    return "solved" if made >= 15 else "almost" if made >= 10 else "open"


CHALLENGE = Challenge(
    Words(
        "find two clouds for which the rule makes 15 mistakes or more, and is done.",
        "找出两团点云，使规则至少犯 15 次错误才结束。",
    ),
    judge,
)


def perceptron_rule(**values):
    """The perceptron rule step by step, its mistakes counted against Novikoff's bound; for XOR there is none.
    逐步演示感知器学习规则，并将错误次数与 Novikoff 上界比较；异或没有上界。

    after a mistake w ← w + (c - y) x and b ← b + (c - y);    at most (R/γ)² mistakes

    values : data ("AND", "OR", "XOR", "clouds"), gap (of the clouds), seed (of order and clouds), step: the start
    raises : BadInput for an unknown name or a value out of range
    source : Rosenblatt, Principles of Neurodynamics (1962); Novikoff, On convergence proofs for perceptrons (1962)
    """
    return Demo(
        perceptron_rule,
        Words("The perceptron rule", "感知器学习规则"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
