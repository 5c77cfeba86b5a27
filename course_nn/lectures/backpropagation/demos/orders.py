"""The chain rule does not say in which order to multiply; how many multiplications it takes depends on the order."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks, sketch
from course_nn.drawing.numbers import count
from course_nn.lectures.backpropagation.elimination import (
    GRAPHS,
    cheapest,
    cost,
    eliminated,
    inner_nodes,
    multiplications,
    paths,
    random_graph,
    stages,
)
from course_nn.lectures.backpropagation.graph_layout import arrange_in_inches
from course_nn.stage import Challenge, Choice, Handle, Slider, Typed, Values, Veil, demo, tried

NAMES = {
    "diamond": Words("diamond with a tail", "菱形加尾巴"),
    "turned": Words("tail with a diamond", "尾巴加菱形"),
    "layers": Words("layers 4-3-3-1", "各层 4-3-3-1"),
    "neck": Words("neck 3-2-1-2-3", "瓶颈 3-2-1-2-3"),
    "stages": Words("10 stages of 3 edges", "10 级，每级 3 条边"),
    "random": Words("random", "随机"),
}
ORDERS = {
    "forward": Words("forward", "前向"),
    "backward": Words("backward", "反向"),
    "own": Words("my own", "自己的次序"),
}
BARS = {"paths": Words("path by path", "逐条路径")} | ORDERS | {"best": Words("best", "最优")}
MOST_INNER = 9


def read_order(text: str) -> list:
    """The numbers of nodes, such as "3, 1, 2"; each counts once."""
    pieces = [piece for piece in str(text).replace("，", ",").replace(",", " ").split()]
    if not all(piece.isdecimal() and len(piece) < 5 for piece in pieces):
        raise BadInput(
            f"expected the numbers of nodes, such as 3, 1, 2; got “{str(text)[:30]}”",
            f"应为节点的编号，例如 3, 1, 2；收到“{str(text)[:30]}”",
        )
    return [*dict.fromkeys(map(int, pieces))]


CONTROLS = {
    "graph": Choice(Words("graph", "图"), NAMES, "neck"),
    "seed": Slider(Words("seed", "随机种子"), 0, 99, 0, 1, used=lambda values: values.graph == "random"),
    "order": Choice(Words("order", "次序"), ORDERS, "forward"),
    "own": Typed(Words("my own", "自己的次序"), "2, 1", read_order, ("3, 1, 2",), used=lambda v: v["order"] == "own"),
    "step": Slider(Words("nodes gone", "已消去节点"), 0, MOST_INNER, 0, 1, plays=True),
}
# Inches, of the graph and of its discs.
MIDDLE = (2.55, 1.6)
ROOM = (4.5, 2.4)
RADIUS = 0.17


class Result(NamedTuple):
    places: np.ndarray  # (n, 2) inches, of all nodes
    labels: list  # of them: x, y, and the numbers of the inner nodes
    there: list  # whether they are still there
    routes: list  # of the edges that are there, (m, 2) inches
    new: list  # whether they were made by an elimination
    inner: list  # the places of inner nodes in these lists, by their number
    order: list  # in which inner nodes go, by their number
    step: int
    spent: int  # multiplications up to this step
    paths: int
    costs: dict  # of each of BARS


def compute(graph, seed, order, own, step) -> Result:
    edges = edges_of(graph, seed)
    inner = inner_nodes(edges)
    layout = arrange_in_inches(edges, MIDDLE, ROOM)
    numbers = {node: k for k, node in enumerate(inner, 1)}
    chosen = [k for k in read_order(own) if k <= len(inner) and k]
    chosen += [k for k in numbers.values() if k not in chosen]
    sequences = {"forward": inner, "backward": inner[::-1], "own": [inner[k - 1] for k in chosen]}
    step = min(step, len(inner))
    slopes, spent = eliminate(edges, sequences[order][:step])
    nodes, starts = [*layout.places], {start for start, _ in edges}
    kept = [route for edge, route in zip(edges, layout.routes) if edge in slopes]
    new = [curved_edge(*(layout.places[node] for node in edge)) for edge in slopes if edge not in edges]
    return Result(
        places=np.array([*layout.places.values()]),
        labels=[str(numbers.get(node, "x" if node in starts else "y")) for node in nodes],
        there=[node not in sequences[order][:step] for node in nodes],
        routes=[*kept, *new],
        new=[False] * len(kept) + [True] * len(new),
        inner=[nodes.index(node) for node in inner],
        order=[numbers[node] for node in sequences[order]],
        step=step,
        spent=spent,
        paths=paths(edges).number,
        costs=usual_costs(graph, seed) | {"own": multiplications(edges, sequences["own"])},
    )


def edges_of(graph: str, seed: int) -> list:
    if graph == "random":
        return random_graph(np.random.default_rng(seed))
    return stages(3, 10) if graph == "stages" else GRAPHS[graph]


@memoized
def usual_costs(graph: str, seed: int) -> dict:
    """Multiplications path by path, forward, backward, and in the best order."""
    edges = edges_of(graph, seed)
    inner = inner_nodes(edges)
    return {
        "paths": paths(edges).multiplications,
        "forward": multiplications(edges, inner),
        "backward": multiplications(edges, inner[::-1]),
        "best": cheapest(edges).multiplications,
    }


def eliminate(edges: list, nodes: list) -> tuple:
    """The graph without these nodes, and how many multiplications that took."""
    slopes, spent = dict.fromkeys(edges, 1), 0
    for node in nodes:
        spent += cost(slopes, node)
        slopes = eliminated(slopes, node)
    return slopes, spent


def curved_edge(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """A new edge, bent so that it does not lie on what is below it."""
    return sketch.arc(start, end, 0.12, np.linspace(0, 1, 21))


def paint(figure: Figure) -> SimpleNamespace:
    graph, bars = sketch.sheet(figure), figure.add_axes((0.73, 0.12, 0.24, 0.76))
    bars.set(xscale="log", xlim=(1, 1e7), ylim=(len(BARS) - 0.4, -0.6), yticks=range(len(BARS)))
    bars.set_yticklabels([words.drawn() for words in BARS.values()])
    bars.set_title(Words("multiplications", "乘法次数").drawn())
    return SimpleNamespace(
        title=graph.text(0.1, 3.12, "", va="center", zorder=0.5),
        ways=marks.segments(graph, zorder=1),
        units=sketch.Units(graph),
        bars=bars.barh(range(len(BARS)), 1, left=1, height=0.6, color=look.BLUE),
        numbers=[bars.text(1, k, "", va="center", fontsize=look.SMALL) for k in range(len(BARS))],
    )


def draw(artists: SimpleNamespace, result: Result) -> None:
    spent = Words(f"spent so far: {count(result.spent)}", f"至此已用乘法：{count(result.spent)}")
    artists.title.set_text(spent.drawn())
    artists.ways.set_segments(result.routes)
    artists.ways.set_color([look.VERMILION if new else look.GREY for new in result.new])
    artists.ways.set_linewidth(1.5)
    there = np.array(result.there)
    texts = [label for label, here in zip(result.labels, result.there) if here]
    artists.units.move(
        result.places[there], RADIUS, look.heat([0.42 if text in "xy" else 0.62 for text in texts]), texts
    )
    for name, bar, text in zip(BARS, artists.bars, artists.numbers):
        cost_of = result.costs[name]
        bar.set_width(cost_of - 1)
        text.set(position=(cost_of * 1.25, text.get_position()[1]), text=count(cost_of))


def readout(result: Result) -> Words:
    nodes = list(map(str, result.order))
    order = Words(", ".join(nodes), "、".join(nodes))
    costs = {name: count(value) for name, value in result.costs.items()}
    costs |= {name: f"<b>{costs[name]}</b>" for name in ("forward", "backward")}
    en = "; ".join(f"{words.en} {costs[name]}" for name, words in BARS.items())
    zh = "；".join(f"{words.zh} {costs[name]}" for name, words in BARS.items())
    spent, paths_there = count(result.spent), count(result.paths)
    return Words(
        f"Multiplications in all: {en}.\n Nodes go in the order {order.en}; {result.step} gone, {spent} "
        f"multiplications spent. Paths: {paths_there}.",
        f"乘法总次数：{zh}。\n 消去次序：{order.zh}；已消去 {result.step} 个，用了 {spent} 次乘法。"
        f"路径共 {paths_there} 条。",
    )


VEIL = Veil(("title", "bars", "numbers"), given=("places", "labels", "there", "routes", "new"))
USES = {
    "choose-diamond-tail": ("graph", "order"),
    "go-back-neck": ("graph", "order", "step"),
    "choose-layers-output": ("graph", "order"),
}
TO_DO = {
    "choose-diamond-tail": tried(graph=("diamond", "turned")),
    "go-back-neck": lambda result, values, seen: (
        values.graph == "neck" and {"forward", "backward"} <= seen["order"] and len(seen["step"]) > 5
    ),
    "choose-layers-output": lambda result, values: values.graph == "layers",
}


def judge(result: Result, values: Values) -> str:
    """Solved by the best order for the neck; almost by one that beats both usual ones."""
    costs = result.costs
    if values.graph != "neck" or costs["own"] >= min(costs["forward"], costs["backward"]):
        return "open"
    return "solved" if costs["own"] == costs["best"] else "almost"


CHALLENGE = Challenge(
    Words(
        "take the neck apart in 21 multiplications; both usual orders need 30.",
        "用 21 次乘法消去瓶颈图的全部内部节点；前向、反向两种次序都要 30 次。",
    ),
    judge,
)


def choose_next(result: Result, k: int) -> dict:
    """The node that is pressed goes next; one that has gone comes back, with all that went after it."""
    before, node = result.order[: result.step], k + 1
    order = before[: before.index(node)] if node in before else [*before, node]
    return {"order": "own", "own": ", ".join(map(str, order)), "step": len(order)}


HANDLES = [
    Handle(
        lambda artists: artists.units.discs,
        at=lambda discs, result: result.places[result.inner][:, None],
        click=choose_next,
    )
]


@demo(Words("In which order?", "按什么次序？"))
def orders(**values):
    """A graph whose inner nodes are eliminated one after another, and how many multiplications each order takes.
    逐个消去计算图的内部节点，比较各种次序所需的乘法次数。

    slope(i → k) += slope(i → node) · slope(node → k)
    """
