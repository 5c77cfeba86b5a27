"""In a feed-forward network no connection leads back, so every unit has its turn; one edge can take that away."""

from itertools import pairwise
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks, sketch
from course_nn.drawing.numbers import number
from course_nn.lectures.neurons import graph
from course_nn.lectures.neurons.demos.feedforward.notation import MOST, read_edge, read_sizes
from course_nn.lectures.neurons.demos.feedforward.placing import MIDDLE, detour, gap, nearest_end, places, reach
from course_nn.stage import Challenge, Handle, Sceptic, Slider, Typed, Veil, demo

NEAR = 0.1  # inches: nearer than this a hand has not left its unit
CONTROLS = {
    "sizes": Typed(Words("layer sizes", "各层单元数"), "2, 3, 3, 2", read_sizes, ("1, 1", "4, 2, 4", "6,6,6,6,6,6")),
    "edge": Typed(Words("added edge", "添加的边"), "", read_edge, ("x1 > y1", "x1 > x2", "h1.1 > h1.2", "y1 > h1.1")),
    "step": Slider(Words("step of the pass", "前向步骤"), 0.0, float(MOST), 2.0, 0.05, plays=True),
    "seed": Slider(Words("seed", "随机种子"), 0, 99, 28, 1),
}


class Result(NamedTuple):
    names: list  # by layer: [["x1", "x2"], ["h1.1", …], …]
    edges: list  # pairs of names
    weights: np.ndarray  # (E,)
    parameters: int
    added: tuple  # the edge that was added, the last of edges; or ()
    ignored: str  # an edge that cannot be added
    cycle: list  # empty if there is none; with one the pass cannot begin, and y holds the inputs alone
    level: dict  # unit -> the step at which it is computed, in topological order
    y: dict  # unit -> output, of all units computed so far
    now: int = 0  # the step under way, 0 before the first
    part: float = 1.0  # of that step, 0 to 1; at 1 its units are computed
    starts: list = []  # the units that it reads
    ends: list = []  # the units that it computes


def compute(sizes, edge, step, seed) -> Result:
    sizes, added = read_sizes(sizes), read_edge(edge)
    names = sketch.names(sizes)
    edges = [(start, end) for before, after in pairwise(names) for start in before for end in after]
    ignored = ""
    if added in edges or not set(added) <= set(sum(names, [])):
        ignored, added = " > ".join(added), ()
    if added:
        edges.append(added)
    x, biases, weights = graph.random_numbers(names, edges, seed)
    start = Result(
        names=names,
        edges=edges,
        weights=weights,
        parameters=len(weights) + len(biases),
        added=added,
        ignored=ignored,
        cycle=graph.topological_order(edges).cycle or [],
        level={},
        y={unit: value for unit, value in x.items() if unit not in added[1:]},  # fed by a unit, it is no input any more
    )
    return start if start.cycle else forward(start, biases, step)


def forward(start: Result, biases: dict, step: float) -> Result:
    """The pass as far as it has come after so many steps, which need not be whole."""
    level = graph.levels(start.edges)
    step = min(step, max(level.values()))
    now = int(np.ceil(step - 1e-9))
    weights = dict(zip(start.edges, start.weights))
    y = graph.forward(weights, biases, start.y, ACTIVATIONS["tanh"].f).y
    ends = [unit for unit in level if level[unit] == now > 0]
    return start._replace(
        level=level,
        y={unit: y[unit] for unit in level if level[unit] <= step + 1e-9},
        now=now,
        part=min(1.0, step - now + 1),
        starts=[unit for unit in level if any((unit, end) in weights for end in ends)],
        ends=ends,
    )


def paint(figure: Figure) -> SimpleNamespace:
    axes = sketch.sheet(figure)
    return SimpleNamespace(
        band=axes.fill([], [], color="#EFEFEF", lw=0, zorder=0)[0],
        words=sketch.Texts(axes, size=11, zorder=6),
        edges=sketch.Edges(axes),
        loop=marks.segments(axes, zorder=1.5, color=look.VERMILION, lw=4),
        arrow=sketch.Arrow(axes),
        signals=marks.line(axes, "o", ms=6, color=look.BLACK, zorder=2.5),
        units=sketch.Units(axes),
    )


def draw(artists: SimpleNamespace, result: Result) -> None:
    at, radius = places(result.names), min(0.24, 0.46 * gap(result.names))
    draw_units(artists, result, at, radius)
    draw_edges(artists, result, at)
    draw_added(artists, result, at, radius)
    draw_words(artists, result, at, MIDDLE - reach(result.names) - 0.45)


def draw_units(artists: SimpleNamespace, result: Result, at: dict, radius: float) -> None:
    """What has been computed is coloured and written; what lies on a cycle is ringed in red."""
    texts, fills, rims = [], [], []
    for unit in at:
        computed = unit in result.y
        texts.append(number(result.y[unit]) if computed else unit)
        fills.append(look.heat(result.y[unit], -1, 1) if computed else [255] * 4)
        rims.append(look.VERMILION if unit in result.cycle else look.BLACK if computed else look.GREY)
    artists.units.move(np.array(list(at.values())), radius, np.array(fills), texts, rims)


def draw_edges(artists: SimpleNamespace, result: Result, at: dict) -> None:
    straight = [edge for edge in result.edges if edge != result.added]
    starts, ends = np.array([[at[start], at[end]] for start, end in straight]).transpose(1, 0, 2)
    due = np.array([result.level.get(end, np.inf) for _, end in straight])
    artists.edges.move(starts, ends, result.weights[: len(straight)], due <= result.now)
    artists.loop.set_segments([[at[a], at[b]] for a, b in pairwise(result.cycle) if (a, b) != result.added])
    moving = (due == result.now) & (result.part < 1 - 1e-9)
    artists.signals.set_data(*(starts + result.part * (ends - starts))[moving].T)


def draw_added(artists: SimpleNamespace, result: Result, at: dict, radius: float) -> None:
    if not result.added:
        return artists.arrow.hide()
    start, end = (at[unit] for unit in result.added)
    height, is_negative = detour(result.names, result.added), result.weights[-1] < 0
    bulge = sketch.bulge_to(start, end, height) if height else 0.16 if start is end else 0.34
    color = look.VERMILION if result.cycle else look.ORANGE if is_negative else look.BLUE
    artists.arrow.move(start, end, bulge, radius, color, dashed=is_negative)


def draw_words(artists: SimpleNamespace, result: Result, at: dict, low: float) -> None:
    """The names of the layers, and the step under way on its band."""
    across = {sketch.name_of(layer): at[layer[0]][0] for layer in result.names}
    if result.ends:
        columns = list(across.values())
        last = max(1, columns.index(at[result.ends[-1]][0]))
        sizes = f"{len(result.starts)} → {len(result.ends)}"
        text = Words(f"layer {result.now}: {sizes}", f"第 {result.now} 层：{sizes}").drawn()
        across[text] = (columns[last - 1] + columns[last]) / 2
    artists.words.move([(x, low) for x in across.values()], across)
    held = np.array([at[unit] for unit in result.starts + result.ends] or [[-9, 0]])
    (left, bottom), (right, top) = held.min(axis=0) - 0.3, held.max(axis=0) + 0.3
    artists.band.set_xy([(left, bottom), (right, bottom), (right, top), (left, top)])


def outputs_of(result: Result, units: list) -> str:
    """The outputs of units, as text: h1 = (0.52, −0.31)."""
    name = sketch.name_of(units) if units in result.names else ", ".join(units)
    return f"{name} = ({', '.join(number(result.y[unit]) for unit in units)})"


def about_step(result: Result) -> Words:
    """The step under way: the inputs and the outputs of the layer at work."""
    if not result.ends:
        inputs = outputs_of(result, list(result.y))
        return Words(f"Only the network’s input is known yet: {inputs}.", f"目前只有网络的输入：{inputs}。")
    inputs, outputs = outputs_of(result, result.starts), Words("not yet there", "尚未算出")
    if set(result.ends) <= set(result.y):
        outputs = Words(outputs_of(result, result.ends), f"为 {outputs_of(result, result.ends)}")
    return Words(
        f"Layer {result.now} is at work: its input is {inputs}, its output {outputs.en}.",
        f"正在计算第 {result.now} 层：这一层的输入为 {inputs}，输出{outputs.zh}。",
    )


def readout(result: Result) -> Words:
    size = len(sum(result.names, []))
    if result.cycle:
        arrows = " → ".join(result.cycle)
        return Words(
            f"<b>Cycle {arrows}: the network is recurrent.</b> No unit of the cycle can come first, so there is no "
            f"order and no forward pass. {size} units, {result.parameters} parameters.",
            f"<b>环：{arrows}，这是循环网络。</b>环上没有单元能最先算出，所以没有计算次序，也没有前向传播。"
            f"共 {size} 个单元、{result.parameters} 个参数。",
        )
    order = list(result.level)
    if size > 12:
        order = [*order[:3], "…", order[-1]]
    cannot = Words(f" Cannot add {result.ignored}.", f"无法添加 {result.ignored}。")
    ignored = cannot if result.ignored else Words("", "")
    depth, passing = max(result.level.values()), about_step(result)
    return Words(
        f"Depth <b>{depth}</b>, {size} units, {result.parameters} parameters. {passing.en}\n "
        f"An order in which each unit comes after all the units that feed it: {', '.join(order)}.{ignored.en}",
        f"深度 <b>{depth}</b>，{size} 个单元，{result.parameters} 个参数。{passing.zh}\n "
        f"一种拓扑次序（每个单元都排在给它输入的单元之后）：{'、'.join(order)}。{ignored.zh}",
    )


VEIL = Veil(("band", "words"), given=("names", "edges", "weights", "added", "cycle", "level", "y", "now", "part"))
USES = {
    "type-layer-sizes": ("sizes", "edge"),
    "step-through-forward": ("step",),
    "pull-unit-back": ("edge",),
}
TO_DO = {
    "type-layer-sizes": lambda result: [*map(len, result.names)] == [1] * 5 and result.added and not result.cycle,
    "step-through-forward": lambda result, seen: len(seen["step"]) > 1 and {*result.level} == {*result.y},
    "pull-unit-back": lambda result: bool(result.cycle),
}


def judge(result: Result) -> str:
    """Solved by an edge inside a layer: the longest path grows, and still nothing leads back."""
    if result.cycle or not result.added:
        return "open"
    return "solved" if max(result.level.values()) >= len(result.names) else "almost"


CHALLENGE = Challenge(
    Words(
        "add one edge that makes the network deeper, yet leaves it feed-forward.",
        "添加一条边，使网络更深，却仍是前馈网络。",
    ),
    judge,
)
PRESETS = {
    Words("skip layers", "残差连接"): {"edge": "x1 > y1"},
    Words("lead back", "反向连接"): {"edge": "y1 > x1"},
}


def lead_edge(result: Result, start: str, dx: float, dy: float) -> dict:
    """An edge from a unit to the one nearest to the hand; a hand that is back at its unit leaves the edge as it was."""
    if np.hypot(dx, dy) < NEAR:
        return {"edge": " > ".join(result.added)}
    taken = {edge for edge in result.edges if edge != result.added}
    end = nearest_end(result.names, start, taken, places(result.names)[start] + (dx, dy))
    return {"edge": f"{start} > {end}"} if end else {}


def unit(k: int) -> Handle:
    """The k-th unit, where the network has so many: a click brings the pass to it, a pull leads an edge from it."""
    return Handle(
        lambda artists: artists.units.discs,
        at=lambda discs, result: discs.get_offsets()[k : k + 1, None],
        click=lambda result, item: {"step": result.level[sum(result.names, [])[k]]} if result.level else {},
        pull=lambda result, dx, dy: lead_edge(result, sum(result.names, [])[k], dx, dy),
        width=46,
    )


SCEPTIC = Sceptic(
    Words(
        "without a cycle every unit can be computed, one step after another.", "没有环，每个单元都能一步一步算出来。"
    ),
    Words("Share of the units that can be computed", "排得出计算次序的单元"),
    lambda result: len(result.level) / sum(map(len, result.names)) if not result.cycle else np.nan,
    shares=True,
)


HANDLES = [unit(k) for k in range(MOST**2)]


@demo(Words("A feed-forward network", "前馈网络"), height=3.25)
def feedforward(**values):
    """A network of your own layers: a forward pass step by step, and one edge more, which may make it recurrent.
    自选各层大小的网络：逐步前向传播；再添一条边，看它是否变成循环网络。

    y_j = tanh(Σ_i w_ij y_i + b_j), each unit after all that feed it;  depth: connections on the longest path

    source : the lecture, section 1
    """
