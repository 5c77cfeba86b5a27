"""In a feed-forward network no connection leads back, so every unit has its turn; one edge can take that away."""

import re
import unicodedata
from itertools import pairwise
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from course_nn.activations import ACTIVATIONS
from course_nn.errors import BadInput
from course_nn.lectures.neurons import graph
from course_nn.stage import Challenge, Demo, Slider, Typed, look, sketch
from course_nn.stage.numbers import number
from course_nn.words import Words

MOST, HEIGHT, MIDDLE = 6, 3.25, 1.73  # columns, and units in each; inches


def read_sizes(text):
    """Units per layer, inputs first: "2, 3, 3, 2" is [2, 3, 3, 2].  raises : BadInput"""
    parts = re.split(r"\s*[,;、→-]\s*|\s+", unicodedata.normalize("NFKC", text).strip(" ,[]()"))
    if not 2 <= len(parts) <= MOST or not set(parts) <= {str(size + 1) for size in range(MOST)}:
        raise BadInput(
            f"layer sizes: 2 to {MOST} numbers from 1 to {MOST}, inputs first; got “{text[:40]}”, try 2, 3",
            f"各层单元数：2 到 {MOST} 个 1 至 {MOST} 的数，输入在前；收到“{text[:40]}”；可试 2, 3, 2",
        )
    return [int(part) for part in parts]


def read_edge(text):
    """The two units of an added edge: "h1.1 > y1" is ("h1.1", "y1"); () for an empty text.  raises : BadInput"""
    unit, plain = r"([xy]\d|h\d\.\d)", re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
    found = re.fullmatch(f"{unit}(?:->|=>|→|>|,){unit}|", plain, re.ASCII)
    if not found:
        raise BadInput(
            f"added edge: expected two units, such as x1 > y1 or h1.2 > h2.1, or nothing, got “{text[:40]}”",
            f"添加的边：应写两个单元，如 x1 > y1 或 h1.2 > h2.1，也可留空，收到“{text[:40]}”",
        )
    return found.groups() if plain else ()


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
    cycle: list  # empty if there is none
    level: dict  # unit -> the step at which it is computed, in topological order; empty if there is a cycle
    y: dict  # unit -> output, of all units computed so far
    now: int  # the step under way, 0 before the first
    part: float  # of it, from 0 to 1, when its units are computed
    starts: list  # the units that it reads
    ends: list  # the units that it computes


def compute(sizes, edge, step, seed):
    rng, sizes, added = np.random.default_rng(seed), read_sizes(sizes), read_edge(edge)
    names = sketch.names(sizes)
    edges = [(start, end) for before, after in pairwise(names) for start in before for end in after]
    ignored = " > ".join(added) if added in edges or not set(added) <= set(sum(names, [])) else ""
    added = () if ignored else added
    edges = [*edges, added] if added else edges
    x = dict(zip(names[0], rng.uniform(-1, 1, sizes[0])))
    biases = {unit: rng.uniform(-1, 1) for layer in names[1:] for unit in layer}
    weights = rng.uniform(-2, 2, len(edges))
    held = names, edges, weights, graph.parameter_count(sizes) + bool(added), added, ignored
    x = {unit: value for unit, value in x.items() if unit not in added[1:]}  # fed by a unit, it is no input any more
    order, cycle = graph.topological_order(edges)
    if cycle:
        return Result(*held, cycle, {}, x, 0, 1.0, [], [])
    level = dict.fromkeys(order, 0)
    for unit in order:  # the longest path that leads to it
        level[unit] = max((level[start] + 1 for start, end in edges if end == unit), default=0)
    step = min(step, max(level.values()))
    now = int(np.ceil(step - 1e-9))
    y = graph.forward(dict(zip(edges, weights)), biases, x, ACTIVATIONS["tanh"].f).y
    y = {unit: y[unit] for unit in order if level[unit] <= step + 1e-9}
    ends = [unit for unit in order if level[unit] == now > 0]
    starts = [unit for unit in order if any((unit, end) in edges for end in ends)]
    return Result(*held, [], level, y, now, min(1.0, step - now + 1), starts, ends)


def paint(figure):
    axes = sketch.sheet(figure)
    return SimpleNamespace(
        band=axes.fill([], [], color="#EFEFEF", lw=0, zorder=0)[0],
        words=sketch.Texts(axes, size=11, zorder=6),
        edges=sketch.Edges(axes),
        loop=axes.add_collection(LineCollection([], color=look.VERMILION, lw=4, zorder=1.5), autolim=False),
        arrow=sketch.Arrow(axes),
        signals=axes.plot([], [], "o", ms=6, color=look.BLACK, zorder=2.5)[0],
        units=sketch.Units(axes),
    )


def draw(artists, result):
    sizes = [len(layer) for layer in result.names]
    half, gap = min(3.6, 1.05 * (len(sizes) - 1)), min(0.78, 2.36 / max(1, max(sizes) - 1))
    places, reach = sketch.columns(sizes, 4.3 - half, 4.3 + half, MIDDLE, gap), gap * (max(sizes) - 1) / 2
    at, radius = dict(zip(sum(result.names, []), places)), min(0.24, 0.46 * gap)
    texts = [number(result.y[unit]) if unit in result.y else unit for unit in at]
    fills = np.array([look.heat(result.y[unit], -1, 1) if unit in result.y else [255] * 4 for unit in at])
    rims = [look.VERMILION if unit in result.cycle else look.BLACK if unit in result.y else look.GREY for unit in at]
    artists.units.move(places, radius, fills, texts, rims)
    draw_edges(artists, result, at)
    draw_added(artists, result, at, radius, reach)
    draw_words(artists, result, at, MIDDLE - reach - 0.45)


def draw_edges(artists, result, at):
    straight = [edge for edge in result.edges if edge != result.added]
    starts, ends = np.array([[at[start], at[end]] for start, end in straight]).transpose(1, 0, 2)
    due = np.array([result.level.get(end, np.inf) for _, end in straight])
    artists.edges.move(starts, ends, result.weights[: len(straight)], due <= result.now)
    artists.loop.set_segments([[at[a], at[b]] for a, b in pairwise(result.cycle) if (a, b) != result.added])
    moving = (due == result.now) & (result.part < 1 - 1e-9)
    artists.signals.set_data(*(starts + result.part * (ends - starts))[moving].T)


def draw_added(artists, result, at, radius, reach):
    """Over or under all units between its ends, so that it crosses none."""
    if not result.added:
        return artists.arrow.hide()
    start, end = (at[unit] for unit in result.added)
    first, last = (next(k for k, layer in enumerate(result.names) if unit in layer) for unit in result.added)
    above = start[1] + end[1] > 2 * MIDDLE - 0.01
    away = sketch.bulge_to(start, end, MIDDLE + (min(reach + 0.42, 1.48) if above else -reach - 0.3))
    bulge = 0.16 if start is end else away if abs(first - last) > 1 else 0.34
    color = look.VERMILION if result.cycle else look.ORANGE if result.weights[-1] < 0 else look.BLUE
    artists.arrow.move(start, end, bulge, radius, color, dashed=result.weights[-1] < 0)


def draw_words(artists, result, at, low):
    """The names of the layers, and the step under way on its band."""
    places = {sketch.name_of(layer): at[layer[0]][0] for layer in result.names}
    if result.ends:
        across = list(places.values())
        last = max(1, across.index(at[result.ends[-1]][0]))
        text = f"layer {result.now}: {len(result.starts)} → {len(result.ends)}"
        places[text] = (across[last - 1] + across[last]) / 2
    artists.words.move([(x, low) for x in places.values()], places)
    held = np.array([at[unit] for unit in result.starts + result.ends] or [[-9, 0]])
    (left, bottom), (right, top) = held.min(axis=0) - 0.3, held.max(axis=0) + 0.3
    artists.band.set_xy([(left, bottom), (right, bottom), (right, top), (left, top)])


def told(result, units):
    """What units hold: h1 = (0.52, −0.31); ? before they are computed."""
    name = sketch.name_of(units) if units in result.names else ", ".join(units)
    return f"{name} = ({', '.join(number(result.y[unit]) if unit in result.y else '?' for unit in units)})"


def readout(result):
    count, parameters, arrows = sum(map(len, result.names)), result.parameters, " → ".join(result.cycle)
    if arrows:
        return Words(
            f"<b>Cycle: {arrows}: this one is recurrent.</b> No unit on it can come first: there is no order, "
            f"and no forward pass. {count} units, {parameters} parameters.",
            f"<b>环：{arrows}，这是循环网络。</b>环上没有单元能最先算出：既无拓扑次序，也无前向传播。"
            f"共 {count} 个单元、{parameters} 个参数。",
        )
    passing = " → ".join(told(result, units) for units in (result.starts or list(result.y), result.ends) if units)
    order = list(result.level) if count <= 12 else [*list(result.level)[:3], "…", *list(result.level)[-1:]]
    en, zh = (f" Cannot add {result.ignored}.", f"无法添加 {result.ignored}。") if result.ignored else ("", "")
    depth, order = max(result.level.values()), ", ".join(order)
    return Words(
        f"Depth {depth}, {count} units, {parameters} parameters. Layer {result.now}: {passing} "
        f"(the network: x → y). Topological order: {order}.{en}",
        f"深度 {depth}，{count} 个单元，{parameters} 个参数。第 {result.now} 层：{passing}"
        f"（整个网络：x → y）。拓扑次序：{order}。{zh}",
    )


def judge(result):
    """Solved by an edge inside a layer: the longest path grows, and still nothing leads back."""
    deeper = not result.cycle and max(result.level.values()) >= len(result.names)
    return "solved" if deeper else "almost" if result.added and not result.cycle else "open"


CHALLENGE = Challenge(
    Words(
        "add one edge that makes the network deeper, yet leaves it feed-forward.",
        "添加一条边，使网络更深，却仍是前馈网络。",
    ),
    judge,
)
PRESETS = {Words("skip layers", "跨层连接"): {"edge": "x1 > y1"}, Words("lead back", "往回连"): {"edge": "y1 > x1"}}


def feedforward(**values):
    """A network of your own layers: a forward pass step by step, and one edge more, which may make it recurrent.
    自选各层大小的网络：逐步前向传播；再添一条边，看它是否变成循环网络。

    y_j = tanh(Σ_i w_ij y_i + b_j), each unit after all that feed it;  depth: connections on the longest path

    values : sizes ("2, 3, 3, 2"), edge ("h1.1 > y1" or ""), step of the pass, seed of weights and inputs
    raises : BadInput for an unknown name, a value out of range, or a text that names no layers or no edge
    source : the lecture, section 1
    """
    return Demo(
        feedforward,
        Words("A feed-forward network", "前馈网络"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        presets=PRESETS,
        height=HEIGHT,
        values=values,
    )
