"""In a feed-forward network no arrow leads back, so every unit has its turn; one edge can take that away."""
import re
import unicodedata
from itertools import pairwise
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from course_nn import graph, look, sketch
from course_nn.activations import ACTIVATIONS
from course_nn.controls import Slider, Typed
from course_nn.errors import BadInput
from course_nn.language import Words
from course_nn.stage import Challenge, Demo

LAYERS, WIDTH = 5, 6  # at most; the inputs are not a layer of weights
HEIGHT, MIDDLE = 3.25, 1.69  # inches


def read_sizes(text):
    """Units per layer, inputs first: "2, 3, 3, 2" is [2, 3, 3, 2].  raises : BadInput"""
    parts = re.split(r"\s*[,;、→-]\s*|\s+", unicodedata.normalize("NFKC", text).strip(" ,[]()"))
    if not 2 <= len(parts) <= LAYERS + 1 or not set(parts) <= {str(size + 1) for size in range(WIDTH)}:
        raise BadInput(
            f"layer sizes: expected 2 to {LAYERS + 1} whole numbers from 1 to {WIDTH}, inputs first, got “{text[:40]}”. "
            "Try 2, 3, 3, 2.",
            f"各层单元数：应为 2 到 {LAYERS + 1} 个整数，每个 1 到 {WIDTH}，输入在前，收到“{text[:40]}”。可以试试 2, 3, 3, 2。",
        )
    return [int(part) for part in parts]


def read_edge(text):
    """The two units of an added edge: "h1.1 > y1" is ("h1.1", "y1"); () for an empty text.  raises : BadInput"""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
    if not plain:
        return ()
    unit = r"([xy][0-9]|h[0-9]\.[0-9])"
    found = re.fullmatch(f"{unit}(?:->|=>|→|>|,){unit}", plain)
    if not found:
        raise BadInput(
            f"added edge: expected two units, such as x1 > y1 or h1.2 > h2.1, or nothing, got “{text[:40]}”.",
            f"添加的边：应写两个单元，例如 x1 > y1 或 h1.2 > h2.1，也可留空，收到“{text[:40]}”。",
        )
    return found.groups()


CONTROLS = {
    "sizes": Typed(Words("layer sizes", "各层单元数"), "2, 3, 3, 2", read_sizes, ("1, 1", "4, 2, 4", "6, 6, 6, 6, 6, 6")),
    "edge": Typed(Words("added edge", "添加的边"), "", read_edge, ("x1 > y1", "h1.1 > h1.2", "y1 > h1.1", "h2.1 > h2.1")),
    "step": Slider(Words("step of the pass", "前向步骤"), 0.0, LAYERS + 1.0, 2.0, 0.05, plays=True),
    "seed": Slider(Words("seed", "随机种子"), 0, 99, 4, 1),
}


class Result(NamedTuple):
    names: list  # by layer: [["x1", "x2"], ["h1.1", …], …]
    edges: list  # pairs of names; the added one, if there is one, comes last
    weights: np.ndarray  # (E,)
    parameters: int
    added: tuple  # the edge that was added, or ()
    refused: str  # what is wrong with it: "", "missing" or "double"
    order: list  # topological; empty if there is a cycle
    cycle: list  # empty if there is none
    level: dict  # unit -> the step at which it is computed
    step: float  # never beyond the depth
    y: dict  # unit -> output, of all units computed so far
    depth: int


def compute(sizes, edge, step, seed):
    sizes, added = read_sizes(sizes), read_edge(edge)
    names, edges, refused = build(sizes, added)
    added = () if refused else added
    rng = np.random.default_rng(seed)
    inputs = dict(zip(names[0], rng.uniform(-1, 1, len(names[0]))))
    biases = {unit: rng.uniform(-1, 1) for layer in names[1:] for unit in layer}
    weights = dict(zip(edges, rng.uniform(-2, 2, len(edges))))
    order, cycle = graph.topological_order(edges)
    count = graph.parameter_count(sizes) + bool(added)
    held = names, edges, np.array(list(weights.values())), count, added, refused
    sources = {unit: value for unit, value in inputs.items() if unit not in {end for _, end in edges}}
    if cycle:
        return Result(*held, [], cycle, {}, 0.0, sources, 0)
    level = levels(order, edges)
    depth = max(level.values())
    step = min(step, float(depth))
    y = graph.forward(weights, biases, sources, ACTIVATIONS["tanh"].f).y
    return Result(*held, order, [], level, step, {u: y[u] for u in order if level[u] <= step + 1e-9}, depth)


def build(sizes, added):
    """Names of the units by layer, the edges between them, and what is wrong with the added one."""
    letters = ["x", *(f"h{k}." for k in range(1, len(sizes) - 1)), "y"]
    names = [[f"{letter}{k + 1}" for k in range(size)] for letter, size in zip(letters, sizes)]
    edges = [(a, b) for before, after in pairwise(names) for a in before for b in after]
    if not added:
        return names, edges, ""
    if not all(any(unit in layer for layer in names) for unit in added):
        return names, edges, "missing"
    return names, *((edges, "double") if added in edges else ([*edges, added], ""))


def levels(order, edges):
    """The step at which each unit has all it needs: the longest path that leads to it, in connections."""
    level = dict.fromkeys(order, 0)
    for unit in order:
        level[unit] = max((level[start] + 1 for start, end in edges if end == unit), default=0)
    return level


def under_way(result):
    """The step under way: its number, its name, the units it reads, the units it computes."""
    now = int(np.ceil(result.step - 1e-9))
    ends = [unit for unit in result.order if now and result.level[unit] == now]
    starts = [unit for unit in result.order if any((unit, end) in result.edges for end in ends)]
    name = ("layer", result.names.index(ends)) if ends in result.names else ("step", now)
    return now, name, starts, ends


def name_of(layer):
    """h1 for the layer of h1.1, h1.2, …"""
    return layer[0].removesuffix("1").removesuffix(".")


def paint(figure):
    axes = sketch.sheet(figure)
    style = {"ha": "center", "va": "center", "zorder": 6}
    return SimpleNamespace(
        band=axes.fill([], [], color="#EFEFEF", lw=0, zorder=0)[0],
        tag=axes.text(0, 0, "", **style),
        columns=[axes.text(0, 0, "", style="italic", **style) for _ in range(LAYERS + 1)],
        edges=sketch.Edges(axes),
        loop=axes.add_collection(LineCollection([], color=look.VERMILION, lw=4, zorder=1.5), autolim=False),
        arrow=sketch.Arrow(axes),
        signals=axes.plot([], [], "o", ms=6, color=look.BLACK, zorder=2.5)[0],
        units=sketch.Units(axes, (LAYERS + 1) * WIDTH),
    )


def draw(artists, result):
    sizes = [len(layer) for layer in result.names]
    half, gap = min(3.6, 1.05 * (len(sizes) - 1)), min(0.78, 2.36 / max(1, max(sizes) - 1))
    places = sketch.columns(sizes, 4.3 - half, 4.3 + half, MIDDLE, gap)
    at = dict(zip((unit for layer in result.names for unit in layer), places))
    radius, reach = min(0.24, 0.46 * gap), gap * (max(sizes) - 1) / 2
    draw_units(artists, result, at, radius)
    draw_edges(artists, result, at)
    draw_added(artists, result, at, radius, reach)
    draw_words(artists, result, at, MIDDLE - reach - 0.42)


def draw_units(artists, result, at, radius):
    texts = [look.number(result.y[unit]) if unit in result.y else unit for unit in at]
    fills = look.heat([result.y.get(unit, 0.0) for unit in at], -1, 1)
    fills[[unit not in result.y for unit in at]] = 255
    rims = [look.VERMILION if unit in result.cycle else look.BLACK if unit in result.y else look.GREY for unit in at]
    artists.units.move(list(at.values()), radius, fills, texts, rims)


def draw_edges(artists, result, at):
    """The connections of the layers; those on a cycle stand out."""
    now, straight = under_way(result)[0], [edge for edge in result.edges if edge != result.added]
    starts, ends = np.array([[at[start], at[end]] for start, end in straight]).transpose(1, 0, 2)
    lit = np.array([result.level.get(end, np.inf) <= now for _, end in straight])
    artists.edges.move(starts, ends, result.weights[: len(straight)], lit)
    artists.loop.set_segments([[at[a], at[b]] for a, b in pairwise(result.cycle) if (a, b) != result.added])
    part = result.step - now + 1  # of the way that the signals have gone
    moving = [result.level.get(end) == now and part < 1 - 1e-9 for _, end in straight]
    artists.signals.set_data(*((1 - part) * starts + part * ends)[moving].T)


def draw_added(artists, result, at, radius, reach):
    """Over or under all units between its ends, so that it crosses none."""
    if not result.added:
        return artists.arrow.hide()
    start, end = (at[unit] for unit in result.added)
    first, last = (next(k for k, layer in enumerate(result.names) if unit in layer) for unit in result.added)
    side = 1 if start[1] + end[1] > 2 * MIDDLE - 0.01 else -1
    away = side * (reach + 0.32) + MIDDLE - (start[1] + end[1]) / 2
    bulge = 0.16 if start is end else away if abs(first - last) > 1 else 0.34
    negative = not result.cycle and result.weights[-1] < 0
    color = look.VERMILION if result.cycle else look.ORANGE if negative else look.BLUE
    artists.arrow.move(start, end, bulge, radius, color, negative)


def draw_words(artists, result, at, low):
    """The names of the layers, and the step under way on its band."""
    _, (word, number), starts, ends = under_way(result)
    for artist, layer in zip(artists.columns, [*result.names, *[[]] * LAYERS]):
        artist.set(text=name_of(layer) if layer else "", position=(at[layer[0]][0] if layer else 0, low))
    held = np.array([at[unit] for unit in starts + ends] or [[0, 0]])
    (left, bottom), (right, top) = held.min(axis=0) - 0.3, held.max(axis=0) + 0.3
    artists.band.set_xy([(left, bottom), (right, bottom), (right, top), (left, top)] if ends else np.zeros((4, 2)))
    artists.tag.set_text(f"{word} {number}: {len(starts)} → {len(ends)}" if ends else "")
    artists.tag.set_position(((at[ends[0]][0] + at[starts[-1]][0]) / 2 if ends else 0, low))


def shortened(units):
    return ", ".join(units if len(units) <= 12 else [*units[:5], "…", *units[-2:]])


def vector(result, units):
    """Units and what they hold: h1 = (0.52, −0.31); a whole layer goes by its own name."""
    name = name_of(units) if units in result.names else ", ".join(units)
    return f"{name} = ({', '.join(look.number(result.y[unit]) for unit in units)})"


def readout(result):
    size = sum(map(len, result.names))
    if result.cycle:
        arrows = " → ".join(result.cycle)
        return Words(
            f"<b>Cycle: {arrows}: this one is recurrent.</b> No unit on it can come first, so there is neither an order nor "
            f"a forward pass. {size} units, {result.parameters} parameters.",
            f"<b>环：{arrows}，这是循环网络。</b>环上没有单元可以最先算出，因此既无拓扑次序，也无前向传播。"
            f"共 {size} 个单元、{result.parameters} 个参数。",
        )
    (en, zh), (en_more, zh_more), order = happening(result), remark(result), shortened(result.order)
    return Words(
        f"Depth {result.depth}, {size} units, {result.parameters} parameters. {en} Topological order: {order}.{en_more}",
        f"深度 {result.depth}，{size} 个单元，{result.parameters} 个参数。{zh}拓扑次序：{order}。{zh_more}",
    )


def happening(result):
    """What this step takes and gives, which is not what the network takes and gives."""
    now, (word, number), starts, ends = under_way(result)
    if not now:
        known = vector(result, list(result.y))
        return Words(f"So far only {known} is known.", f"目前只知道 {known}。")
    en, zh = f"{word.capitalize()} {number}", f"第 {number} {'层' if word == 'layer' else '步'}"
    taken = vector(result, starts)
    if ends[0] not in result.y:
        return Words(f"{en} is at work on {taken}.", f"{zh}正在处理 {taken}。")
    given = vector(result, ends)
    return Words(f"{en} turns {taken} into {given}.", f"{zh}把 {taken} 变为 {given}。")


def remark(result):
    """A word on an added edge that cannot be there."""
    return {
        "": Words("", ""),
        "missing": Words(" The added edge names a unit that is not here.", "添加的边用了不存在的单元。"),
        "double": Words(" The added edge is there already.", "要添加的边已经存在。"),
    }[result.refused]


def judge(result):
    """Solved by an edge inside a layer: the longest path grows, and still nothing leads back."""
    if not result.added or result.cycle:
        return "open"
    return "solved" if result.depth > len(result.names) - 1 else "almost"


CHALLENGE = Challenge(
    Words(
        "add one edge that makes the network deeper, yet leaves it feed-forward.",
        "添加一条边，使网络更深，却仍是前馈网络。",
    ),
    judge,
)
PRESETS = {
    Words("skip a layer", "跨层连接"): {"sizes": "2, 3, 3, 2", "edge": "x1 > y1", "step": 3.0},
    Words("lead back", "往回连"): {"sizes": "2, 3, 3, 2", "edge": "h2.1 > h1.3"},
}


def feedforward(**values):
    """A network of your own layers: a forward pass step by step, and one edge more, which may make it recurrent.
    自选各层大小的网络：逐步前向传播；再添一条边，看它是否变成循环网络。

    h = tanh(Wx + b) layer by layer;  depth: connections on the longest path

    values : sizes ("2, 3, 3, 2"), edge ("h1.1 > y1" or ""), step of the pass, seed of weights and inputs
    raises : BadInput for an unknown name, a value out of range, or a text that names no layers or no edge
    source : the lecture, section 1
    """
    return Demo(feedforward, Words("A feed-forward network", "前馈网络"), CONTROLS, compute, paint, draw, readout,
                CHALLENGE, PRESETS, HEIGHT, values)  # fmt: skip
