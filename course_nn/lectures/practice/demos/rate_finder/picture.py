"""Which learning rate? What rules of thumb read off a range test, beside what whole runs say."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.text import Text

from course_nn.common.progress import part
from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import count, short
from course_nn.lectures.practice.demos.rate_finder.rate_runs import (
    HIGH,
    LOW,
    NETWORKS,
    SEEDS,
    TRIED_RATES,
    final_losses,
    loss_at,
    range_tests,
)
from course_nn.lectures.practice.tuning import advice, running_mean
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Veil, demo, tried
from course_nn.stage.controls import Toggle, Values

SHAPES = {
    "wide": Words("wide: 64-64-10, ReLU", "宽：64-64-10，ReLU"),
    "deep": Words("deep: 64-32-32-32-10, ReLU", "深：64-32-32-32-10，ReLU"),
    "tanh": Words("64-32-32-10, tanh", "64-32-32-10，tanh"),
}
OPTIMIZERS = {"gradient_descent": Words("SGD", "SGD"), "momentum": term("momentum"), "adam": Words("Adam", "Adam")}
RULES = {
    "steepest": Words("steepest", "最陡处"),
    "minimum": Words("minimum", "最低处"),
    "tenth": Words("minimum/10", "最低处/10"),
}
STYLES = {"steepest": (look.ORANGE, "^"), "minimum": (look.BLUE, "o"), "tenth": (look.GREEN, "s")}


def own_rate(name: str, label: Words) -> Slider:
    """One's own η for one of the networks."""
    return Slider(label, LOW, HIGH, 1e-3, 0.1, decades=True, used=lambda values: values.network == name)


CONTROLS = {
    "network": Choice(Words("network", "网络"), SHAPES, "wide"),
    "optimizer": Choice(Words("optimizer", "优化器"), OPTIMIZERS, "gradient_descent", costly=("momentum", "adam")),
    "seed": Slider(Words("seed", "随机种子"), 0, SEEDS - 1, 0, 1),
    "beta": Choice(Words("smoothing β", "平滑 β"), {b: f"{b:g}" for b in (0.0, 0.5, 0.9, 0.98)}, 0.98),
    "steps": Choice(Words("steps", "步数"), {100: "100", 300: "300"}, 100, costly=(300,)),
    "left_out": Choice(Words("first left out", "略去开头"), {0: "0", 10: "10%"}, 0),
    "rule": Choice(Words("rule", "规则"), RULES, "steepest"),
    "wide": own_rate("wide", Words("own η, wide", "自选 η（宽）")),
    "deep": own_rate("deep", Words("own η, deep", "自选 η（深）")),
    "tanh": own_rate("tanh", Words("own η, tanh", "自选 η（tanh）")),
    "uncovered": Toggle(Words("truth", "真相"), False),
}
EDGES = 0.7 * LOW, 1.4 * HIGH  # of the axes of η
HIGHEST = 4.0  # loss that is drawn of a range test
COVER = 2e-3, 0.8  # where the words stand that uncover the truth
BOTTOM, TOP = 2e-4, 20.0  # of the losses that whole runs end at
NEAR = 2.0  # the factor within which a rate is called right
PLACES = {  # of what the range test says, of the advice, and of the truth, whether that is uncovered: low end, height
    False: ((0.45, 0.47), (0.14, 0.24), (0.14, 0.24)),
    True: ((0.69, 0.24), (0.46, 0.17), (0.14, 0.23)),
}
SPREAD = np.linspace(-0.3, 0.3, SEEDS)  # of the dots of a rule around its row


class Result(NamedTuple):
    raw: np.ndarray  # (2, T) rates and losses of this seed's range test, each of one mini-batch
    smooth: np.ndarray  # (2, T) the same smoothed, as far as the rules look
    advised: np.ndarray  # (3, 10) rates by rule and seed
    rule_points: np.ndarray  # (3, 2) the rate of each rule and the smoothed loss there
    final_losses: np.ndarray  # (21,) loss after ten epochs with each of TRIED_RATES; (0,) while covered
    loss_at_advice: np.ndarray  # (3,) interpolated between them; (0,) while covered
    loss_at_own: float  # the same for one's own rate; 0 while covered
    best_rate: float  # 0 while covered
    right: int  # networks whose own rate is within a factor of 2 of the best; 0 while covered


def compute(network, optimizer, seed, beta, steps, left_out, rule, uncovered, **own) -> Generator[float, None, Result]:
    tests = yield from part(range_tests(network, optimizer, steps), 0, 4)
    first = left_out * steps // 100
    curves = [running_mean(losses, beta) for losses in tests.losses]
    advices = [advice(tests.rates[: len(curve)], curve, first) for curve in curves]
    curve, losses, (*rules, end) = curves[seed], tests.losses[seed], advices[seed]
    all_ends, best = (yield from whole_runs(optimizer, seed)) if uncovered else ({network: np.zeros(0)}, {})
    ends = all_ends[network]
    return Result(
        raw=np.stack([tests.rates[: len(losses)], losses.clip(max=HIGHEST)]),
        smooth=np.stack([tests.rates[first:end], curve[first:end].clip(max=HIGHEST)]),
        advised=np.array([rates for *rates, _ in advices]).T,
        rule_points=np.stack([rules, np.interp(rules, tests.rates[: len(curve)], curve)], axis=1),
        final_losses=ends,
        loss_at_advice=np.asarray(loss_at(np.array(rules), ends)) if uncovered else np.zeros(0),
        loss_at_own=float(loss_at(own[network], ends)) if uncovered else 0.0,
        best_rate=best.get(network, 0.0),
        right=sum(max(own[name] / rate, rate / own[name]) <= NEAR * 1.001 for name, rate in best.items()),
    )


def whole_runs(optimizer: str, seed: int) -> Generator[float, None, tuple]:
    """For each network the losses at the end of whole runs, and the best rate: two dictionaries by name."""
    ends = {}
    for done, name in enumerate(NETWORKS):
        ends[name] = yield from part(final_losses(name, optimizer, seed), done + 1, 4)
    return ends, {name: float(TRIED_RATES[losses.argmin()]) for name, losses in ends.items()}


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    panels = finder, rows, whole = [figure.add_axes((0.125, low, 0.86, tall)) for low, tall in PLACES[False]]
    rate = Words("learning rate η", "学习率 η").drawn()
    for axes in panels:
        axes.set(xscale="log", xlim=EDGES, xlabel=rate)
    finder.set(ylim=(0, HIGHEST), xlabel="", xticklabels=[])
    whole.set(yscale="log", ylim=(BOTTOM, TOP), yticks=[1e-3, 0.1, 10])
    rows.set(ylim=(2.6, -0.6))
    rows.set_yticks(range(3), [name.drawn() for name in RULES.values()])
    rows.tick_params(axis="y", length=0)
    for axes in (finder, rows, whole):
        axes.minorticks_off()
    finder.set_title(Words("range test: loss while η rises", "范围测试：η 升高时的损失").drawn())
    whole.set_title(Words("truth: loss after 10 epochs with this η", "真相：用此 η 训练 10 轮之后的损失").drawn())
    return SimpleNamespace(
        panels=panels,
        raw=marks.line(finder, ".", ms=3, color=look.GREY),
        smooth=marks.line(finder, color=look.BLACK),
        rule_points=paint_rules(finder, ms=9),
        advised=paint_rules(rows, ms=6, alpha=0.7, mec="white", mew=0.6),
        seed=marks.ring(rows, ms=11, mew=1.5, mec=look.BLACK),
        rules=[axes.axvline(1, lw=1.5, ls="--") for axes in (finder, whole)],
        own=[axes.axvline(1, color=look.VERMILION, lw=2) for axes in (finder, whole)],
        **paint_truth(finder, whole),
    )


def paint_rules(axes: Axes, **style) -> list:
    """Marks for each of the three rules, in its colour."""
    return [marks.line(axes, ls="", color=color, marker=marker, **style) for color, marker in STYLES.values()]


def paint_truth(finder: Axes, whole: Axes) -> dict:
    covered = Words("the truth is covered: press here", "真相已遮住：点这里").drawn()
    return {
        "near": whole.axvspan(1, 2, color=look.PALE, alpha=0.6, lw=0, zorder=0),
        "final_losses": marks.line(whole, ".-", color=look.BLACK, lw=1.5, ms=8),
        "best": marks.best(whole),
        "cover": finder.text(*COVER, covered, va="center", color=look.ink(look.GREY), zorder=3, bbox=look.BEHIND_WORDS),
    }


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    artists.raw.set_data(*result.raw)
    artists.smooth.set_data(*result.smooth)
    for row in range(3):
        artists.rule_points[row].set_data(*result.rule_points[row, :, None])
        artists.advised[row].set_data(result.advised[row], row + SPREAD)
    chosen = list(RULES).index(values.rule)
    artists.seed.set_data(result.advised[:, values.seed], np.arange(3) + SPREAD[values.seed])
    for line in artists.rules:
        marks.at(line, result.advised[chosen, values.seed])
        line.set_color(STYLES[values.rule][0])
    for line in artists.own:
        marks.at(line, values[values.network])
    artists.final_losses.set_data(TRIED_RATES[: len(result.final_losses)], result.final_losses.clip(BOTTOM, TOP))
    artists.cover.set_visible(not values.uncovered)
    arrange(artists.panels, values.uncovered)
    for artist in (artists.near, artists.best):
        artist.set_visible(values.uncovered)
    if values.uncovered:
        artists.best.set_data([result.best_rate], [result.final_losses.min()])
        artists.near.set_x(result.best_rate / NEAR)
        artists.near.set_width(result.best_rate * (NEAR - 1 / NEAR))


def arrange(panels: list, uncovered: bool) -> None:
    """All stand over the same learning rates; the truth has no room before it is uncovered."""
    _, rows, whole = panels
    if whole.get_visible() == uncovered and rows.get_position().y0 == PLACES[uncovered][1][0]:
        return
    for axes, (low, tall) in zip(panels, PLACES[uncovered]):
        axes.set_position((0.125, low, 0.86, tall))
    whole.set_visible(uncovered)
    rows.tick_params(labelbottom=not uncovered)
    rows.xaxis.label.set_visible(not uncovered)


def readout(result: Result, values: Values) -> Words:
    name, optimizer, rules = SHAPES[values.network], OPTIMIZERS[values.optimizer], rules_in_words(result, values)
    own, seed = short(values[values.network]), values.seed
    (first_en, first_zh), *more = rules
    en = f"Advice (over ten seeds): {first_en}. Own η {own}"
    zh = f"建议（十个种子的范围）：{first_zh}。自选 η {own}"
    rest_en = f"{'; '.join(rule.en for rule in more)}. Network {name.en}; {optimizer.en}, seed {seed}."
    rest_zh = f"{'；'.join(rule.zh for rule in more)}。网络是“{name.zh}”；{optimizer.zh}，种子 {seed}。"
    if not values.uncovered:
        return Words(
            f"{en}; the truth is covered.\n Further advice: {rest_en}", f"{zh}；真相被遮住。\n另两条建议：{rest_zh}"
        )
    best, lowest, loss = short(result.best_rate), short(result.final_losses.min()), short(result.loss_at_own)
    return Words(
        f"{en}: loss <b>{loss}</b>; best η {best}: {lowest}. Within a factor of 2: {result.right} of 3 networks.\n "
        f"Further advice: {rest_en}",
        f"{zh}：损失 <b>{loss}</b>；最优 η {best}：{lowest}。相差不到 2 倍的网络：3 个中有 {result.right} 个。\n"
        f"另两条建议：{rest_zh}",
    )


def rules_in_words(result: Result, values: Values) -> list[Words]:
    """What each rule advises, how far that varies over the seeds, and the loss of a whole run there."""
    parts = []
    for row, (rule, rates) in enumerate(zip(RULES.values(), result.advised)):
        here, low, high = short(rates[values.seed]), short(rates.min()), short(rates.max())
        en, zh = f"{rule.en} <b>{here}</b> ({low} to {high}", f"{rule.zh} <b>{here}</b>（{low} 到 {high}"
        if values.uncovered:
            loss = short(result.loss_at_advice[row])
            en, zh = f"{en}; loss {loss}", f"{zh}；损失 {loss}"
        factor = count(rates.max() / rates.min())
        parts.append(Words(f"{en}; factor {factor})", f"{zh}；相差 {factor} 倍）"))
    return parts


SCATTER = {"two": (1.0, 2.0), "thirty": (2 / 30, 2.0), "thousands": (LOW, 2.0)}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """How far the advice of the first rule scatters."""
    return artists.advised[0].axes, np.array([(rate, 0.4) for rate in SCATTER[option]])


VEIL = Veil(
    ("advised", "seed", "rules", "own", "near", "final_losses", "best", "cover"),
    given=("raw", "smooth", "rule_points"),
)
TO_DO = {
    "click-dots-row": lambda result, values, seen: values.rule == "steepest" and len(seen["seed"]) > 4,
    "sceptic": tried(sceptic=("left_out", "beta", "steps", "deep")),
    "wide-network-pull": lambda result, values, seen: (
        values.uncovered and values.network == "wide" and len(seen["wide"]) > 1
    ),
    "take-deep-network": lambda result, values, seen: (
        values.uncovered and "deep" in seen["network"] and values.optimizer == "adam"
    ),
}
USES = {
    "click-dots-row": ("seed",),
    "sceptic": ("sceptic",),
    "wide-network-pull": ("wide", "uncovered"),
    "take-deep-network": ("network", "optimizer", "uncovered"),
}


def judge(result: Result) -> str:
    """Solved with three of three networks within a factor of 2, almost with two; only when uncovered."""
    return {3: "solved", 2: "almost"}.get(result.right, "open")


CHALLENGE = Challenge(
    Words(
        "from the range test alone choose η for each network, then uncover: within a factor of 2 of the best, 3 of 3.",
        "只看范围测试，为每个网络选定 η，再揭开真相：与最优值相差不到 2 倍，三个全中。",
    ),
    judge,
)


def rule_handles(row: int, rule: str) -> list:
    """The dots of a rule, one for each seed, and its mark on the curve."""
    return [
        Handle(lambda artists: artists.advised[row], click=lambda result, k: {"seed": k, "rule": rule}, width=12),
        Handle(lambda artists: artists.rule_points[row], click=lambda result, k: {"rule": rule}),
    ]


def cover_to_press(text: Text, result: Result, values: Values) -> list:
    return [] if values.uncovered else [[(COVER[0] * 4, COVER[1])]]


def scatter_of_the_steepest(result: Result) -> float:
    """By how many powers of ten the steepest place scatters more than a tenth of the minimum, over the ten seeds."""
    steepest, _, tenth = np.ptp(np.log10(result.advised), axis=1)
    return float(steepest - tenth)


SCEPTIC = Sceptic(
    Words(
        "from seed to seed the steepest place scatters far more than a tenth of the minimum.",
        "换一个种子，“最陡处”的建议变动得比“最低处的十分之一”大得多。",
    ),
    Words("By how many powers of ten more", "多出的数量级"),
    scatter_of_the_steepest,
    {
        "left_out": Change(Words("the first tenth of the steps left out", "略去最初十分之一的步"), {"left_out": 10}),
        "beta": Change(Words("little smoothing", "少平滑一些"), {"beta": 0.5}),
        "steps": Change(Words("three times as many steps", "步数增到三倍"), {"steps": 300}),
        "deep": Change(Words("the deep network", "换成深的网络"), {"network": "deep"}),
    },
)
HANDLES = [
    Handle("cover", at=cover_to_press, click=lambda result, k: {"uncovered": True}, width=70),
    *(handle for row, rule in enumerate(RULES) for handle in rule_handles(row, rule)),
    *(
        Handle(lambda artists, k=k: artists.own[k], drag=lambda result, x, y, values: {values.network: x})
        for k in (0, 1)
    ),
]


@demo(Words("The learning rate finder", "学习率查找器"), height=3.8)
def rate_finder(**values):
    """A learning rate range test with the advice of three rules, beside whole runs with each learning rate.
    学习率范围测试与三条规则的建议，以及用每个学习率完整训练的结果。

    1,200 digits in batches of 32. The range test raises η from 10⁻⁴ to 10, one step each; the truth is ten epochs with
    each of 21 rates, four a decade, from the same start and in the same order.

    source : Smith, Cyclical Learning Rates for Training Neural Networks (2017), section 3.3
    """
