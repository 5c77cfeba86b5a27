"""The chain rule leaves open in which order to multiply; from input to output and back again are two orders of many.

A node is any hashable name, an edge a pair (from, to) that carries a local slope. To eliminate an inner node, each edge
into it is multiplied with each edge out of it, and the products become edges around it. When no inner node is left, the
edges are the Jacobian. Parallel edges are added at once: that costs no multiplication.

source : A. Griewank & A. Walther, Evaluating Derivatives (2008), chapters 9 and 10;
         U. Naumann, Optimal Jacobian accumulation is NP-complete, Math. Programming 112 (2008) 427-441
"""

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup

MOST_INNER = 12  # nodes, for which all orders are compared: 2^12 sets


class Cheapest(NamedTuple):
    """An order with the fewest multiplications, and how many they are."""

    order: list
    multiplications: int


class Paths(NamedTuple):
    """How many paths lead from inputs to outputs, and what it costs to multiply along each one by itself."""

    number: int
    multiplications: int  # Σ (edges of a path − 1)


def inner_nodes(edges: list) -> list:
    """The nodes that are neither input nor output, in an order in which they can be computed.

    edges  : pairs (from, to);  raises : BadInput if they run in a circle
    """
    starts, ends = {start for start, _ in edges}, {end for _, end in edges}
    return [node for node in _order(edges) if node in starts and node in ends]


def eliminated(slopes: dict, node: int) -> dict:
    """The graph without one inner node: slopes into it times slopes out of it are added to the edges around it.
    消去一个内部节点之后的图：把经过它的斜率两两相乘，再加到已有的边上。

    slope(i → k) += slope(i → node) · slope(node → k)

    slopes : dict, edge -> number;  returns : such a dict（字典：边 -> 数；返回同样的字典）
    """
    rest = {edge: slope for edge, slope in slopes.items() if node not in edge}
    for (start, end), a in slopes.items():
        for (first, last), b in slopes.items():
            if end == node == first:
                rest[start, last] = rest.get((start, last), 0) + a * b
    return rest


def jacobian(slopes: dict, order: Sequence) -> dict:
    """The derivative of each output with respect to each input; the same whatever the order.

    slopes : dict, edge -> its local slope;  order : all inner nodes
    returns: dict, (input, output) -> derivative;  raises : BadInput for any other order
    """
    for node in _checked(list(slopes), order):
        slopes = eliminated(slopes, node)
    return slopes


def multiplications(edges: list, order: Sequence) -> int:
    """How many multiplications it costs to eliminate the inner nodes in this order.

    Σ over the nodes of  edges in · edges out,  when a node's turn comes

    edges  : pairs (from, to);  order : all inner nodes, inner_nodes(edges) for forward, reversed for backward
    raises : BadInput for any other order
    """
    slopes, total = dict.fromkeys(edges, 1), 0
    for node in _checked(edges, order):
        total += cost(slopes, node)
        slopes = eliminated(slopes, node)
    return total


def cheapest(edges: list) -> Cheapest:
    """An order of elimination with the fewest multiplications; where several are as good, one of them.

    The graph without a set of nodes is the same in whatever order they went. So it is enough to know the best order for
    each of the 2^m sets.

    edges  : pairs (from, to) with m ≤ 12 inner nodes
    raises : BadInput for more
    """
    inner = inner_nodes(edges)
    if len(inner) > MOST_INNER:
        raise BadInput(
            f"expected at most {MOST_INNER} inner nodes, to compare all orders, got {len(inner)}; try a smaller graph",
            f"比较所有次序时，内部节点最多 {MOST_INNER} 个，收到 {len(inner)} 个；请换一个小一些的图",
        )
    best: dict = {frozenset(): (0, (), dict.fromkeys(edges, 1))}
    for _ in inner:
        longer: dict = {}
        for gone, (total, order, slopes) in best.items():
            for node in [node for node in inner if node not in gone]:
                spent, key = total + cost(slopes, node), gone | {node}
                if key not in longer or spent < longer[key][0]:
                    longer[key] = spent, (*order, node), eliminated(slopes, node)
        best = longer
    total, order, _ = best[frozenset(inner)]
    return Cheapest(list(order), total)


def paths(edges: list) -> Paths:
    """How many paths lead from inputs to outputs; parallel edges make different paths.

    edges  : pairs (from, to), one pair as often as there are such edges
    """
    order = _order(edges)
    starts = {start for start, _ in edges}
    count = dict.fromkeys(order, 0)  # of the paths to a node
    length = dict.fromkeys(order, 0)  # of all these paths together, in edges
    for node in order:
        into = [start for start, end in edges if end == node]
        count[node] = sum(count[start] for start in into) if into else 1
        length[node] = sum(length[start] + count[start] for start in into)
    last = [node for node in order if node not in starts]
    total = sum(count[node] for node in last)
    return Paths(total, sum(length[node] for node in last) - total)


def fully_connected(sizes: Sequence) -> list:
    """Edges of fully connected layers; the nodes are pairs (layer, place).

    sizes : nodes a layer, inputs first, such as (4, 3, 3, 1)
    """
    layers = [[(layer, k) for k in range(size)] for layer, size in enumerate(sizes)]
    return [edge for a, b in pairwise(layers) for edge in product(a, b)]


def stages(width: int, count: int) -> list:
    """A chain of nodes 0, 1, …, count, with so many parallel edges from each to the next."""
    return [(k, k + 1) for k in range(count) for _ in range(width)]


def random_graph(
    rng: np.random.Generator, inputs: int = 2, inner: int = 5, outputs: int = 1, share: float = 0.4
) -> list:
    """A random graph without circles, in which every node lies on a way from an input to an output.

    rng   : np.random.Generator;  share : of the possible edges, before those that are missing are added
    """
    n = inputs + inner + outputs
    early, late = range(inputs + inner), range(inputs, n)
    edges = [(i, k) for i in early for k in late if i < k and rng.random() < share]
    for node in late:
        if all(end != node for _, end in edges):
            edges.append((int(rng.integers(min(node, inputs + inner))), node))
    for node in early:
        if all(start != node for start, _ in edges):
            edges.append((node, int(rng.integers(max(node + 1, inputs), n))))
    return sorted(edges)


GRAPHS = {
    "diamond": [("x", "a"), ("x", "b"), ("a", "c"), ("b", "c"), ("c", "y")],  # with a tail
    "turned": [("x", "a"), ("a", "b"), ("a", "c"), ("b", "y"), ("c", "y")],  # the diamond with a tail, turned round
    "layers": fully_connected((4, 3, 3, 1)),
    "neck": fully_connected((3, 2, 1, 2, 3)),
}


def _order(edges):
    sorter = TopologicalSorter()
    for start, end in edges:
        sorter.add(end, start)
    try:
        return list(sorter.static_order())
    except CycleError as error:
        arrows = " → ".join(map(str, error.args[1]))
        raise BadInput(
            f"expected edges that never lead back, got {arrows}; try removing one of them",
            f"边不应绕回原处，现有 {arrows}；请去掉其中一条边",
        ) from None


def cost(slopes: dict, node: int) -> int:
    """How many multiplications it takes to eliminate a node now: edges in · edges out."""
    return sum(end == node for _, end in slopes) * sum(start == node for start, _ in slopes)


def _checked(edges, order):
    inner = inner_nodes(edges)
    if len(order) != len(inner) or {*order} != {*inner}:
        for node in order:
            lookup({str(name): name for name in inner}, str(node), "inner node", "内部节点")
        raise BadInput(
            f"expected each inner node once, {', '.join(map(str, inner))}; got {', '.join(map(str, order)) or 'none'}",
            f"每个内部节点应恰好出现一次：{'、'.join(map(str, inner))}；收到 {'、'.join(map(str, order)) or '空'}",
        )
    return order
