"""The perceptron rule learns only from mistakes: if a line exists, they run out; for XOR they never do."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import boundary
from course_nn.boolean import FUNCTIONS, truth_table, unit
from course_nn.common.progress import memoized
from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.xor.perceptron import cycle, learn, novikoff, two_clouds
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Values, Veil, demo

STEPS = 120
DATA = {"AND": "AND", "OR": "OR", "XOR": term("XOR"), "clouds": Words("two clouds", "两团点")}
CONTROLS = {
    "data": Choice(Words("data", "数据"), DATA, "clouds"),
    "gap": Slider(Words("gap", "两团的间隙"), 0.2, 1.0, 0.4, 0.05, used=lambda values: values.data == "clouds"),
    "seed": Slider(Words("seed", "随机种子"), 0, 20, 12, 1),
    "step": Slider(Words("step", "步数"), 0, STEPS, 40, 1, plays=True),
}
SIDE = 100
SQUARE = look.grid(-0.5, 1.5, SIDE)
MOST = 60  # mistakes, in the picture of norms
MISTAKES = Words("mistakes m", "错误次数 m")


class Result(NamedTuple):
    X: np.ndarray  # (n, 2), in the order in which they come
    labels: np.ndarray  # (n,) 0 or 1
    w: np.ndarray  # (3,) after this step, the bias last
    example: int  # which one came in this step; -1 before the first
    wrong: bool  # whether the answer was a mistake
    done: bool  # whether all examples are right now
    mistakes: np.ndarray  # (121,) after every step
    norms: np.ndarray  # (121,) ‖w‖ after every step
    along: np.ndarray  # (121,) w·u after every step, u the direction of the best line; nan if there is none
    angles: np.ndarray  # (121,) degrees between w and u; nan if w is 0 or there is no u
    radius: float  # R
    margin: float  # γ, 0 if no line separates the classes
    bound: float  # (R/γ)², nan if no line separates the classes
    repeats: tuple  # steps after which the weights are the same, again and again; empty if there are none
    fires: np.ndarray  # (100, 100) 0 or 1


@memoized
def whole_run(data: str, gap: float, seed: int) -> tuple:
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


def compute(data, gap, seed, step) -> Result:
    X, labels, run, bound, repeats = whole_run(data, gap if data == "clouds" else 0.0, seed)
    w, norms = run.weights[step], np.linalg.norm(run.weights, axis=1)
    along = run.weights @ bound.unit if bound.margin else np.full(STEPS + 1, np.nan)
    cosines = np.divide(along, norms, out=np.full(STEPS + 1, np.nan), where=norms > 0)
    return Result(
        X=X,
        labels=labels,
        w=w,
        example=int(run.rows[step - 1]) if step else -1,
        wrong=bool(step and run.mistakes[step] > run.mistakes[step - 1]),
        done=bool((unit(X, w[:2], w[2]) == labels).all()),
        mistakes=run.mistakes,
        norms=norms,
        along=along,
        angles=np.degrees(np.arccos(np.minimum(cosines, 1))),
        radius=bound.radius,
        margin=bound.margin,
        bound=bound.mistakes,
        repeats=repeats,
        fires=unit(SQUARE, w[:2], w[2]).reshape(SIDE, SIDE),
    )


def paint(figure: Figure) -> SimpleNamespace:
    rows = [["square", "stairs", "norms"], ["square", "stairs", "angles"]]
    panels = figure.subplot_mosaic(rows, width_ratios=[1, 1, 1], height_ratios=[2, 1])
    square, stairs, norms, angles = (panels[name] for name in ("square", "stairs", "norms", "angles"))
    look.plane(square, -0.5, 1.5).set(xticks=[0, 1], yticks=[0, 1])
    stairs.set(xlim=(0, STEPS), ylim=(0, STEPS), xlabel=Words("step", "步数").drawn(), title=MISTAKES.drawn())
    return SimpleNamespace(
        fires=marks.surface(square, SIDE, -0.5, 1.5),
        line=marks.line(square, color=look.BLACK),
        points=marks.points(square, ms=13),
        ring=marks.ring(square, ms=23),
        square=square,
        time=marks.now(stairs),
        future=marks.line(stairs, color=look.PALE, drawstyle="steps-post"),
        past=marks.line(stairs, color=look.BLACK, drawstyle="steps-post"),
        same=marks.line(stairs, "o", mfc="white", mec=look.VERMILION, ms=6),
        bound=marks.line(stairs, color=look.VERMILION, ls="--", lw=1.5),
        tag=stairs.text(0, 0, "", va="bottom", ha="right", fontsize=look.SMALL),
        **paint_proof(norms),
        **paint_angle(angles),
    )


def paint_proof(norms: Axes) -> dict:
    """The norm of w and w·u, between the two sides of the proof."""
    norms.set(xlim=(0, MOST), ylim=(0, 14), title=r"$m\gamma \leq w \cdot u \leq \|w\| \leq \sqrt{m}\,R$")
    norms.tick_params(labelbottom=False)
    return dict(
        upper=marks.line(norms, color=look.GREY, lw=1.5),
        lower=marks.line(norms, color=look.GREY, lw=1.5, ls="--"),
        limit=marks.line(norms, color=look.VERMILION, ls="--", lw=1.5),
        norm=marks.line(norms, color=look.BLACK, lw=1.5),
        along=marks.line(norms, color=look.BLUE, lw=1.5),
        along_name=norms.text(0, 0, r"$w \cdot u$", color=look.BLUE, va="center"),
        now=marks.line(norms, "o", color=look.BLACK, ms=7, clip_on=False),
        upper_name=norms.text(0, 0, r"$\sqrt{m}\,R$", ha="right", va="bottom"),
        lower_name=norms.text(0, 0, "", va="top"),
    )


def paint_angle(angles: Axes) -> dict:
    """How far w points away from u."""
    angles.set(xlim=(0, MOST), ylim=(0, 90), yticks=[0, 45, 90], yticklabels=["0°", "45°", "90°"])
    angles.set(xlabel=MISTAKES.drawn(), title=Words("angle between w and u", "w 与 u 的夹角").drawn())
    return dict(
        angle=marks.line(angles, color=look.BLUE, lw=1.5),
        angle_now=marks.line(angles, "o", color=look.BLUE, ms=7, clip_on=False),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.fires, look.heat(result.fires))
    artists.line.set_data(*boundary.line(result.w[:2], result.w[2]).T)
    marks.put(artists.points, result.X, result.labels)
    artists.ring.set_data(*result.X[[result.example]].T if values.step else ([], []))
    artists.ring.set_mec(look.VERMILION if result.wrong else look.BLACK)
    draw_mistakes(artists, result, values)
    draw_norms(artists, result, values)
    draw_bound(artists, result.bound)


def draw_mistakes(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """How many there were after each step, and the steps that end with equal weights."""
    t, steps, m = values.step, np.arange(STEPS + 1), result.mistakes
    again = [step for step in result.repeats if step <= t]
    artists.future.set_data(steps, m)
    marks.at(artists.time, t)
    artists.past.set_data(steps[: t + 1], m[: t + 1])
    artists.same.set_data(again, m[again])


def draw_norms(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """The norm of w and w·u by the number of mistakes, between the two sides of the proof; below, their angle."""
    t, m, along = values.step, result.mistakes, np.arange(MOST + 1)
    artists.upper.set_data(along, np.sqrt(along) * result.radius)
    artists.lower.set_data(along, along * result.margin)
    artists.norm.set_data(m[: t + 1], result.norms[: t + 1])
    artists.now.set_data(m[[t]], result.norms[[t]])
    artists.along.set_data(m[: t + 1], result.along[: t + 1])
    artists.along_name.set_position((m[t] + 2, result.along[t] - 2))
    artists.along_name.set_visible(bool(result.along[t] > 2))
    artists.angle.set_data(m[: t + 1], result.angles[: t + 1])
    artists.angle_now.set_data(m[[t]], result.angles[[t]])
    end = min(40, 9 / max(result.margin, 0.1))
    artists.upper_name.set_position((18, np.sqrt(18) * result.radius + 0.3))
    artists.lower_name.set(position=(end + 1, end * result.margin - 0.1), text=r"$m\gamma$" if result.margin else "")


def draw_bound(artists: SimpleNamespace, bound: float) -> None:
    """(R/γ)² in both charts, or a word where it lies above them or does not exist."""
    artists.bound.set_data([0, STEPS], [bound] * 2)
    artists.limit.set_data([bound] * 2, [0, 14])
    if np.isnan(bound):
        text = Words("no bound", "没有上界").drawn()
    elif bound <= STEPS:
        text = rf"$(R/\gamma)^2$ = {bound:.0f}"
    else:
        text = rf"$(R/\gamma)^2$ = {bound:.0f} ↑"
    artists.tag.set(text=text, position=(STEPS - 2, bound + 1 if bound < 108 else 2))


def readout(result: Result, values: Values) -> Words:
    if not values.step:
        return Words(
            "Step 0: w = 0 and b = 0, so the unit outputs 0 for every input.",
            "第 0 步：w = 0，b = 0，单元对任何输入都输出 0。",
        )
    step, rest = this_step(result, values), outlook(result, values)
    return Words(f"{step.en}{rest.en}.", f"{step.zh}{rest.zh}。")


def this_step(result: Result, values: Values) -> Words:
    """The example, what the unit gave for it, and how many mistakes that makes."""
    x = ", ".join(number(value, 1) for value in result.X[result.example])
    wanted, mistakes = result.labels[result.example], result.mistakes[values.step]
    move = "w ← w + x" if wanted else "w ← w − x"
    verdict = Words(f"a mistake, {move}", f"输出错误，{move}") if result.wrong else Words("right", "输出正确")
    return Words(
        f"Step {values.step}, x = ({x}), target {wanted}: {verdict.en}. <b>{mistakes}</b> mistakes so far",
        f"第 {values.step} 步，x = ({x})，目标为 {wanted}：{verdict.zh}。累计错误 <b>{mistakes}</b> 次",
    )


def outlook(result: Result, values: Values) -> Words:
    """How many mistakes there can be at most, or why there is no end to them."""
    repeats = [step for step in result.repeats if step <= values.step]
    if len(repeats) > 1:
        first, again, *_ = repeats
        return Words(
            f". Steps {first} and {again} end with equal weights: it never stops",
            f"。第 {first} 步与第 {again} 步之后权重相同：永不停止",
        )
    if np.isnan(result.bound):
        return Words("; no line exists, so there is no bound", "；不存在分界线，错误次数没有上界")
    state = (
        Words("all points right: done", "所有点都已正确，结束") if result.done else Words("not yet done", "尚未结束")
    )
    direction = Words("", "")
    if result.norms[values.step]:
        product, angle = number(result.along[values.step], 2), f"{result.angles[values.step]:.0f}°"
        direction = Words(
            f".\n w·u = {product}; w and u are {angle} apart", f"。\n w·u = {product}，w 与 u 的夹角为 {angle}"
        )
    return Words(
        f", at most (R/γ)² = {result.bound:.0f}; {state.en}{direction.en}",
        f"，至多 (R/γ)² = {result.bound:.0f} 次；{state.zh}{direction.zh}",
    )


STAIRS = {
    "settles": [(0, 0), (20, 15), (STEPS, 15)],
    "cycles": [(0, 0), (STEPS, 0.75 * STEPS)],
    "rarer": [(step, 4 * step**0.5) for step in range(STEPS + 1)],
}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The mistakes on XOR: no more after a while, at an even pace, or more and more slowly."""
    return artists.past.axes, np.array(STAIRS[option])


ASKED_AT = {"data": "XOR"}
VEIL = Veil(
    (
        "same",
        "bound",
        "tag",
        "upper",
        "lower",
        "limit",
        "norm",
        "now",
        "upper_name",
        "lower_name",
        "along",
        "along_name",
        "angle",
        "angle_now",
    ),
    given=("X", "labels", "w", "example", "wrong", "mistakes", "fires"),
)
USES = {
    "choose-xor-press": ("data", "step"),
    "stay-xor-change": ("data", "seed"),
    "step-through-pull": ("data", "step"),
    "compare-mistakes-bound": ("data", "gap"),
}
TO_DO = {
    "choose-xor-press": lambda result, values, seen: values.data == "XOR" and len(seen["step"]) > 5,
    "stay-xor-change": lambda result, values, seen: values.data == "XOR" and len(seen["seed"]) > 2,
    "step-through-pull": lambda result, values, seen: values.data == "AND" and len(seen["step"]) > 5,
    "compare-mistakes-bound": None,
}


def judge(result: Result, values: Values) -> str:
    """Solved with 15 mistakes or more on the clouds and every point right; almost with 10."""
    if values.data != "clouds" or not result.done:
        return "open"
    mistakes = result.mistakes[values.step]
    return "solved" if mistakes >= 15 else "almost" if mistakes >= 10 else "open"


CHALLENGE = Challenge(
    Words(
        "find two clouds for which the rule makes 15 mistakes or more before it stops.",
        "找出两团点，使规则出错 15 次或更多才结束。",
    ),
    judge,
)


def next_time(result: Result, k: int, values: Values) -> int:
    """The next step in which this example comes; after the last one, the first."""
    later = values.step + 1 + (k - values.step) % len(result.X)
    return later if later <= STEPS else k + 1


SCEPTIC = Sceptic(
    Words(
        "where some line separates the classes, the rule stops after fewer mistakes than (R/γ)².",
        "只要有一条直线能把两类分开，这条规则就会停，出错次数少于 (R/γ)²。",
    ),
    Words("Share of (R/γ)² that it does not need", "(R/γ)² 中没有用到的比例"),
    lambda result: 1 - result.mistakes[-1] / result.bound,
    shares=True,
)


HANDLES = [
    Handle("time", x="step"),
    Handle(
        "square",
        at=lambda square, result: result.X[:, None],
        click=lambda result, k, values: {"step": next_time(result, k, values)},
        width=20,
    ),
]


@demo(Words("The perceptron rule", "感知机规则"))
def perceptron_rule(**values):
    """The perceptron rule step by step, its mistakes counted against Novikoff's bound; for XOR there is none.
    逐步演示感知机规则，把错误次数与 Novikoff 上界作比较；对异或不存在上界。

    after a mistake w ← w + (t - y) x and b ← b + (t - y);    at most (R/γ)² mistakes

    source : Rosenblatt, Principles of Neurodynamics (1962); Novikoff, On convergence proofs for perceptrons (1962)
    """
