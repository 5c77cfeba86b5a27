"""Attention by hand: a query and keys as arrows, who wins, and what the answer is mixed of."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number, percent
from course_nn.lectures.everybody.attention import scores
from course_nn.lectures.everybody.demos.query_and_keys.chances import (
    DIMENSIONS,
    MOST,
    Chances,
    at_random,
    of_one_length,
)
from course_nn.lectures.everybody.demos.query_and_keys.keys import (
    EDGE,
    KEYS,
    START,
    SUBSCRIPTS,
    THREE,
    able,
    controls_of,
    name_of,
    setting,
)
from course_nn.lectures.everybody.demos.query_and_keys.matrices import (
    CELLS,
    changed,
    draw_matrices,
    matrix_of,
    numbers_that_give,
    paint_matrices,
    place_of,
)
from course_nn.lectures.everybody.demos.query_and_keys.order import standing, weights_at
from course_nn.lectures.everybody.demos.query_and_keys.plane import (
    DIRECTIONS,
    draw_keys,
    draw_query,
    draw_wedges,
    paint_plane,
)
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Slider, Toggle, Values, Veil, demo, tried


def entry(j: int, part: int) -> Slider:
    """The control of one number of a key: across, up, or its value."""
    means = (Words("across", "横向"), Words("up", "纵向"), Words("what it hands over", "它交出的内容"))[part]
    whole = Words(f"numbers of place {j + 1}: {means.en}", f"第 {j + 1} 个位置的数：{means.zh}")
    symbol = (f"x{SUBSCRIPTS[j]} →", f"x{SUBSCRIPTS[j]} ↑", f"c{SUBSCRIPTS[j]}")[part]
    low, high = (-1.0, 5.0) if part == 2 else (-EDGE, EDGE)
    return Slider(symbol, low, high, START[j][part], means=whole, used=lambda values: values.count > j)


def entry_control(name: str) -> Slider:
    """The control of an entry of a matrix; at first queries and keys are the numbers of their places."""
    matrix, row, column = CELLS[name]
    means = Words(f"W_{matrix}, row {row}, column {column}", f"W_{matrix} 第 {row} 行第 {column} 列")
    low, high = (0.0, 1.0) if matrix == "V" else (-2.0, 2.0)
    return Slider(
        f"{matrix}{SUBSCRIPTS[row - 1]}{SUBSCRIPTS[column - 1]}", low, high, float(row == column), means=means
    )


SCALES = {False: "q · k", True: "q · k / √2"}
CONTROLS = {
    "count": Slider(Words("keys", "键的个数"), 3, KEYS, KEYS, 1),
    "qx": Slider("x →", -EDGE, EDGE, START[0][0], means=Words("the asking place, across", "发问的位置，横向")),
    "qy": Slider("x ↑", -EDGE, EDGE, START[0][1], means=Words("the asking place, up", "发问的位置，纵向")),
    "equal": Toggle(Words("keys of equal length", "各键等长"), False),
    "scaled": Choice(Words("scores", "分数"), SCALES, False, means=Words("scores in the plane", "平面上的分数")),
    "T": Slider(Words("temperature T", "温度 T"), 0.1, 10.0, 1.0, 0.25, decades=True),
    "d": Choice("d", {d: str(d) for d in DIMENSIONS}, 2, means=Words("dimensions", "维数")),
    "seed": Slider(Words("seed", "随机种子"), 0, 9, 0, 1, means=Words("seed of what is drawn", "抽取的种子")),
    "order": Slider(
        Words("order of the keys", "键的次序"),
        0,
        9,
        0,
        1,
        means=Words("0: by number", "0：按编号"),
    ),
    "causal": Toggle(Words("causal mask", "因果掩码"), False),
    "place": Slider(Words("place of the query", "查询的位置"), 1, KEYS, 3, 1, used=lambda values: values.causal),
    **{name: entry_control(name) for name in CELLS},
    **{name: entry(j, part) for j in range(KEYS) for part, name in enumerate(controls_of(j))},
}
PANES = {
    Words("Query, draws", "查询与抽取"): [["count", "qx", "qy", "seed"], ["equal", "scaled", "T", "d"]],
    Words("Order, mask", "次序与掩码"): [["order", "causal", "place"]],
    Words("W_Q, W_K, W_V", "W_Q、W_K、W_V"): [["Q11", "Q12", "K11", "K12", "V11"], ["Q21", "Q22", "K21", "K22"]],
    Words("Numbers of the places", "各位置的数"): [controls_of(j) for j in range(KEYS)],
}
PRESETS = {Words("three keys", "三个键"): {"count": 3, "qx": 1.0, "qy": 2.0} | setting(THREE)}
LENGTH = 1.5  # of keys of equal length
GOAL_KEYS, GOAL_WINNERS, SHORTEST = 6, 3, 0.5
PREDICTED = {"less": 0.45, "always": 1.0, "nearly": 0.9}


class Result(NamedTuple):
    x: np.ndarray  # (2,) the numbers of the place that asks
    X: np.ndarray  # (n, 2) the numbers of the places that are asked
    q: np.ndarray  # (2,) W_Q x
    K: np.ndarray  # (n, 2) W_K x of each
    rows: np.ndarray  # (n,) at which place each key stands, from 0
    seen: np.ndarray  # (n,) bool, whether the query may look at a key
    v: np.ndarray  # (n,) values
    scores: np.ndarray  # (n,) before the temperature
    weights: np.ndarray  # (n,) sum to 1
    answer: float  # the mean of the values
    unshuffled: float  # what it would be with the keys in the order of their numbers
    can_win: np.ndarray  # numbers of the keys that win for some query
    own: int  # how many of the keys that are seen win where the query lies on them
    by_direction: np.ndarray  # (720,) the winner for a query in each direction
    chances: Chances  # of queries and keys drawn at random


def compute(count, qx, qy, equal, scaled, T, d, seed, order, causal, place, **entries) -> Result:
    rows = np.array([[entries[name] for name in controls_of(j)] for j in range(count)])
    x, X = np.array([qx, qy]), rows[:, :2]
    q, K, v = matrix_of(entries, "Q") @ x, X @ matrix_of(entries, "K").T, entries["V11"] * rows[:, 2]
    K, scale = of_one_length(K, LENGTH) if equal else K, 2**-0.5 if scaled else 1.0
    row, at = standing(count, order), min(place, count) - 1
    of_seen = np.sort(row[: at + 1]) if causal else np.arange(count)
    A, plain = (weights_at(at, q, K, each, scale / T, causal) for each in (row, np.arange(count)))
    return Result(
        x=x,
        X=X,
        q=q,
        K=K,
        rows=np.argsort(row),
        seen=np.isin(np.arange(count), of_seen),
        v=v,
        scores=scores(q[None], K, scale)[0],
        weights=A,
        answer=float(A @ v),
        unshuffled=float(plain @ v),
        can_win=of_seen[able(K[of_seen])],
        own=int((of_seen[scores(K[of_seen], K[of_seen]).argmax(axis=1)] == of_seen).sum()),
        by_direction=of_seen[scores(DIRECTIONS, K[of_seen]).argmax(axis=1)],
        chances=at_random(count, equal, T, seed),
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    tall = figure.get_size_inches()[1]
    plane = figure.add_axes((0.015, 0.05, 3.15 / 8.6, 3.15 / tall))
    bars = figure.add_axes((0.43, 0.37, 0.13, 0.54))
    values = figure.add_axes((0.59, 0.37, 0.13, 0.54), sharey=bars)
    made = figure.add_axes((0.4, 0.01, 0.335, 0.26))
    over = figure.add_axes((0.785, 0.13, 0.19, 0.56))
    return SimpleNamespace(
        **paint_plane(plane), **paint_mix(bars, values), **paint_chances(over), **paint_matrices(made)
    )


def paint_mix(bars: Axes, values: Axes) -> dict:
    bars.set(xlim=(0, 1), ylim=(KEYS - 0.4, -0.6), xticks=[0, 0.5, 1])
    bars.set_title(Words("weights", "权重").drawn())
    bars.tick_params(axis="y", length=0)
    hidden = [axes.axhspan(0, 0, color=look.PALE, alpha=0.5, lw=0, zorder=0) for axes in (bars, values)]
    later = Words("comes later:\nnot seen", "在后面：\n看不到").drawn()
    values.set(xlim=(-1.2, 5.2), xticks=[0, 2, 4])
    values.tick_params(axis="y", left=False, labelleft=False)
    values.set_title(Words("values, answer", "值与回答").drawn())
    return {
        "bars": list(bars.barh(range(KEYS), np.zeros(KEYS), 0.65, color=look.BLUE)),
        "axes": bars,
        "hidden": hidden,
        "later": bars.text(0.5, 0, later, ha="center", va="center", fontsize=look.SMALL),
        "values": marks.line(values, "o", ms=9, color=look.GREEN, mec="white", zorder=3),
        "answer": marks.now(values, color=look.VERMILION, lw=2.5, zorder=2),
    }


def paint_chances(axes: Axes) -> dict:
    axes.set(xscale="log", xlim=(0.85, 300), ylim=(0, 1.03), yticks=[0, 0.5, 1])
    axes.set_xticks([1, 4, 16, 64, 256], ["1", "4", "16", "64", "256"])
    axes.minorticks_off()
    axes.set_xlabel(Words("dimensions d", "维数 d").drawn())
    lines = {
        "own": (Words("own key wins", "自己的键胜出"), dict(color=look.BLACK, marker=".", ms=8)),
        "plain": (Words("largest, if none fits", "都不相符时最大的权重"), dict(color=look.ORANGE, lw=1.8)),
        "scaled": (Words("it, with 1/√d", "除以 √d 时"), dict(color=look.BLUE, lw=1.8, ls="--")),
    }
    keys = marks.key(axes, [(words.drawn(), style) for words, style in lines.values()], x=-0.1, y=1.42)
    axes.text(-0.1, 1.44, Words("drawn at random", "随机抽取时").drawn(), transform=axes.transAxes, va="bottom")
    painted = {name: marks.line(axes, **style) for name, (_, style) in lines.items()}
    return painted | {"here": marks.dot(axes), "keys": keys}


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    n, best = len(result.K), int(result.weights.argmax())
    draw_query(artists, result.x, result.q)
    draw_matrices(artists.cells, values)
    draw_keys(artists, result.K, result.seen, np.isin(np.arange(n), result.can_win), result.weights)
    draw_wedges(artists, result.by_direction, best)
    marks.fit(artists.axes, yticks=range(n), yticklabels=[name_of(j) for j in np.argsort(result.rows)])
    for j, row in enumerate(result.rows):
        artists.bars[row].set_width(result.weights[j])
        marks.change(artists.bars[row], alpha=1.0 if j == best else 0.55)
    for bar in artists.bars[n:]:
        bar.set_width(0)
    artists.values.set_data(result.v, result.rows)
    draw_mask(artists, result)
    marks.at(artists.answer, result.answer)
    for name, line in zip(Chances._fields, (artists.own, artists.plain, artists.scaled)):
        line.set_data(DIMENSIONS, getattr(result.chances, name))
    artists.here.set_data([values.d], [result.chances.own[DIMENSIONS.index(values.d)]])


def draw_mask(artists: SimpleNamespace, result: Result) -> None:
    """Grey where the keys stand that come after the query, if it may not see them."""
    n, sees = len(result.K), int(result.seen.sum())
    for band in artists.hidden:
        marks.change(band, y=sees - 0.5, height=n - sees)
    artists.later.set_position((0.5, (sees + n - 1) / 2))
    marks.change(artists.later, visible=n - sees > 1)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """How often the own key would win in the plane."""
    return artists.own.axes, np.array([(2.0, PREDICTED[option])])


ESTIMATE = Mark(
    axes=lambda artists: artists.own.axes,
    label=Words("own key wins", "自己的键胜出"),
    low=0,
    high=100,
    unit="%",
    per=0.01,
    where=2,
    truth=lambda: 100 * at_random(8, False, 1.0, 0).own[DIMENSIONS.index(2)],
    places={option: 100 * share for option, share in PREDICTED.items()},
)
GOAL = Words(
    "six keys of which exactly three can win, and none is shorter than ½.",
    "使六个键中恰好有三个可能胜出，而且没有一个短于 ½。",
)


def said_of_order(names: list[str], sees: int, unshuffled: str, shuffled: bool, causal: bool) -> Words:
    """What a query sees from its place, and what the answer would be in the order of the numbers.

    names : of the keys, as they stand
    sees  : how many of them, with the causal mask
    """
    seen = " ".join(names[:sees])
    mask = Words(f" It sees {seen}.", f"查询看得到 {seen}。") if causal else Words("", "")
    plain = Words(
        f" In the order of their numbers the answer would be <b>{unshuffled}</b>.",
        f"按编号的次序，回答是 <b>{unshuffled}</b>。",
    )
    return Words(plain.en + mask.en, plain.zh + mask.zh) if shuffled else mask


def readout(result: Result, values: Values) -> Words:
    best, at = int(result.weights.argmax()), DIMENSIONS.index(values.d)
    own, sees = result.chances.own[at], np.flatnonzero(result.seen)
    terms = "; ".join(
        f"{name_of(j)} {number(result.scores[j])}, {number(result.weights[j], 3)}, {number(result.v[j], 1)}"
        for j in sees
    )
    k, n, answer = name_of(best), len(sees), number(result.answer, 3)
    names, plain = [name_of(j) for j in np.argsort(result.rows)], number(result.unshuffled, 3)
    order = said_of_order(names, n, plain, values.order > 0, values.causal)
    largest = number(result.chances.plain[at], 3), number(result.chances.scaled[at], 3)
    return Words(
        f"The largest weight: <b>{k}</b>, {number(result.weights[best], 3)}; the answer {answer}. Of {n} keys that it "
        f"sees, <b>{len(result.can_win)}</b> can win, and {result.own} win if the query lies on them. With "
        f"keys drawn at random in {values.d} dimensions, a query that lies on a key finds it in "
        f"<b>{percent(own)}</b> of all cases. If none of {MOST} keys fits, the largest weight is {largest[0]}; "
        f"with scores over √d it is {largest[1]}.{order.en}\n Score, weight, value: {terms}.",
        f"权重最大的是 <b>{k}</b>：{number(result.weights[best], 3)}；回答 {answer}。{n} 个键中有 "
        f"<b>{len(result.can_win)}</b> 个可能胜出；查询落在键上时，有 {result.own} 个键自己胜出。"
        f"在 {values.d} 维中随机抽取，查询若落在某个键上，有 <b>{percent(own)}</b> 找到这个键；"
        f"{MOST} 个键都与查询不相干时，最大的权重是 {largest[0]}，除以 √d 后是 {largest[1]}。{order.zh}"
        f"\n分数、权重、值：{terms.replace(', ', '、').replace('; ', '；')}。",
    )


def another_wins_by_one_entry(result: Result, values: Values) -> bool:
    """Whether one entry of W_Q was changed, and another key wins than if the query were x itself."""
    plain = scores(result.x[None], result.K)[0]
    return len(changed(values)) == 1 and result.weights.argmax() != np.where(result.seen, plain, -np.inf).argmax()


VEIL = Veil(
    (
        *("wedge", "borders", "hull", "arms", "able", "unable"),  # of the plane the names of the keys are left
        *("bars", "answer", "own", "plain", "scaled", "here", "keys"),
    ),
    given=("x", "X", "q", "K", "v", "rows", "seen"),
)
TO_DO = {
    "query-win-drag": lambda result, values, seen: len(seen["qx"]) > 1 and 0 in result.can_win and not values.equal,
    "pull-entry": another_wins_by_one_entry,
    "go-dimensions-often": tried(d=(16, 256)),
    "sceptic": tried(sceptic=("three", "sixteen", "equal", "cold", "other")),
}
USES = {
    "query-win-drag": ("qx", "qy", "x1"),
    "pull-entry": ("Q11", "Q12", "Q21"),
    "go-dimensions-often": ("d",),
    "sceptic": ("sceptic",),
}


def judge(result: Result, values: Values) -> str:
    """Solved with six keys of which exactly three can win, and none is short; almost with four winners."""
    if values.equal or len(result.K) != GOAL_KEYS or np.linalg.norm(result.K, axis=1).min() < SHORTEST:
        return "open"
    able = len(result.can_win)
    return "solved" if able == GOAL_WINNERS else "almost" if able == GOAL_WINNERS + 1 else "open"


CHALLENGE = Challenge(GOAL, judge)
SCEPTIC = Sceptic(
    Words(
        "of keys drawn at random, a query that lies exactly on one finds another key more often than this one.",
        "随机抽取若干个键，查询恰好落在其中一个上，找到的却多半是别的键。",
    ),
    Words("50% minus how often its own key wins", "50% 减去自己的键胜出的比例"),
    lambda result, values: 0.5 - float(result.chances.own[DIMENSIONS.index(values.d)]),
    {
        "three": Change(Words("three keys", "三个键"), {"count": 3}),
        "sixteen": Change(Words("16 dimensions", "16 维"), {"d": 16}),
        "equal": Change(Words("keys of equal length", "各键等长"), {"equal": True}),
        "cold": Change(Words("a low temperature", "温度更低"), {"T": 0.1}),
        "other": Change(Words("others are drawn", "另抽一批"), {"seed": 1}),
    },
    shares=True,
)


def key_handle(j: int) -> Handle:
    """A key that is dragged in the plane."""
    across, up, _ = controls_of(j)
    return Handle(
        "able",
        at=lambda dots, result: [[result.K[j]]] if j < len(result.K) else [],
        drag=lambda result, x, y, values: dict(zip((across, up), numbers_that_give((x, y), matrix_of(values, "K")))),
        width=22,
    )


def value_handle(j: int) -> Handle:
    """A value that is dragged on its scale."""
    name = controls_of(j)[2]
    return Handle(
        "values",
        at=lambda dots, result: [[(result.v[j], result.rows[j])]] if j < len(result.K) else [],
        drag=lambda result, x, y, values: {name: x / values.V11} if values.V11 else {},
        width=20,
    )


def cell_handle(name: str) -> Handle:
    """An entry of a matrix that is pulled up or down."""

    def pull(result: Result, dx: float, dy: float, values: Values) -> dict:
        return {name: values[name] + dy}

    return Handle("grips", at=lambda grips, result: [[place_of(name)]], pull=pull, width=24)


HANDLES = [
    *map(value_handle, range(KEYS)),
    *map(key_handle, range(KEYS)),
    *map(cell_handle, CELLS),
    Handle(
        "query",
        drag=lambda result, x, y, values: dict(zip(("qx", "qy"), numbers_that_give((x, y), matrix_of(values, "Q")))),
    ),
]


@demo(Words("Attention by hand", "亲手摆弄注意力"), height=3.6, panes=PANES)
def query_and_keys(**values):
    """A query, keys with their values, and the answer: a mean of the values, weighted by how well their keys fit.
    一个查询、若干个键及其值，以及回答：各个值按其键的匹配程度加权平均。

    q = W_Q x,   k_j = W_K x_j,   v_j = W_V c_j
    weights = softmax(q · k_j · scale / T),   answer = Σ_j weights_j v_j

    source : Vaswani et al., Attention Is All You Need (2017), section 3.2.1
    """
