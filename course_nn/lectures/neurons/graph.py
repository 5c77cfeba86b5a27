"""A feed-forward network is a graph whose arrows never lead back: then there is an order in which to compute its units.

A unit is any hashable name, 1 or "h2"; an edge is a pair (from, to). Only the absence of a cycle makes a network
feed-forward; layers are a tidy way to have none.

source : I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), chapter 6;  A. B. Kahn, Topological sorting of
         large networks, Comm. ACM 5 (1962) 558-562, the algorithm of the standard library's graphlib
"""

from collections.abc import Callable, Iterable
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput


class Sorted(NamedTuple):
    """Either an order (every edge leads from earlier to later) or a cycle (its first unit again at the end)."""

    order: list | None
    cycle: list | None


class Layers(NamedTuple):
    """Units by layer, the input units first, and the edges of a fully connected network of them."""

    units: list
    edges: list


class Pass(NamedTuple):
    """A forward pass: the order in which units were computed, and for each its pre-activation z and its output y."""

    order: list
    z: dict
    y: dict


def topological_order(edges: Iterable, units: Iterable = ()) -> Sorted:
    """An order in which every unit comes after all that feed it, or the cycle that forbids one.
    使每个单元都排在其输入单元之后的次序；若不存在，则给出阻碍它的环。

    edges  : pairs (from, to)（起点与终点）;  units : names, for those without an edge（没有连线的单元之名）
    returns: Sorted(order, None) for a feed-forward network, Sorted(None, cycle) for a recurrent one: [1, 3, 1]
             （前馈网络返回次序，循环网络返回环）
    """
    sorter = TopologicalSorter({unit: () for unit in units})
    for start, end in edges:
        sorter.add(start)
        sorter.add(end, start)
    try:
        return Sorted(list(sorter.static_order()), None)
    except CycleError as error:
        return Sorted(None, list(error.args[1]))


def _order(edges, units=()):
    order, cycle = topological_order(edges, units)
    if cycle:
        arrows = " → ".join(map(str, cycle))
        raise BadInput(
            f"the network is recurrent, {arrows}, so no unit of it can come first; try removing an edge",
            f"网络是循环的：{arrows}，其中没有单元可以最先计算；请去掉一条边",
        )
    return order


def levels(edges: list) -> dict:
    """The number of connections on the longest path to each unit: the step at which it can be computed.

    edges : pairs (from, to);  returns dict, unit -> int, in topological order;  raises BadInput if there is a cycle
    """
    level: dict = {}
    for unit in _order(edges):
        level[unit] = max((level[start] + 1 for start, end in edges if end == unit), default=0)
    return level


def depth(edges: list) -> int:
    """The number of connections on the longest path: the layers of a network, inputs not counted.

    edges : pairs (from, to);  returns int, 0 without edges;  raises BadInput if there is a cycle
    """
    return max(levels(edges).values(), default=0)


def _check_sizes(sizes):
    if len(sizes) < 2 or not all(isinstance(size, (int, np.integer)) and size > 0 for size in sizes):
        raise BadInput(
            f"expected two or more positive layer sizes, inputs first, got {sizes}; try [2, 3, 3, 2]",
            f"需要至少两个正整数作为各层大小（输入在前），收到 {sizes}；可以试试 [2, 3, 3, 2]",
        )


def layers(sizes: list) -> Layers:
    """The units 1, 2, 3, … layer by layer, and an edge from every unit of a layer to every unit of the next.

    sizes  : ints >= 1, inputs first, [2, 3, 3, 2]
    returns: Layers(units, edges);  raises BadInput for other sizes
    """
    _check_sizes(sizes)
    ends = np.cumsum([0, *sizes]).tolist()
    units = [list(range(a + 1, b + 1)) for a, b in pairwise(ends)]
    return Layers(units, [edge for a, b in pairwise(units) for edge in product(a, b)])


def random_numbers(names: list, edges: list, seed: int) -> tuple:
    """Random inputs and biases between −1 and 1, and weights between −2 and 2.

    names   : lists of units, layer by layer, inputs first;  edges : pairs (from, to)
    returns : {unit: input}, {unit: bias}, and weights (edges,)
    """
    rng = np.random.default_rng(seed)
    inputs, *later = names
    x = dict(zip(inputs, rng.uniform(-1, 1, len(inputs))))
    biases = {unit: rng.uniform(-1, 1) for layer in later for unit in layer}
    return x, biases, rng.uniform(-2, 2, len(edges))


def forward(weights: dict, biases: dict, inputs: dict, activation: Callable) -> Pass:
    """The output of every unit, computed one by one: a unit's turn comes when all that it needs is there.

    z_j = Σ_i w_ij y_i + b_j over the edges i → j,   y_j = φ(z_j)

    weights   : dict, edge (from, to) -> float;  biases : dict, unit -> float, 0 where missing
    inputs    : dict, unit -> float: all units that no edge leads to, and no others
    activation: φ, a function of one number
    returns   : Pass, with z for the computed units and y for all
    raises    : BadInput if there is a cycle, or inputs are missing or too many
    """
    order = _order(weights, inputs)
    sources = set(order) - {end for _, end in weights}
    if sources != set(inputs):
        raise BadInput(
            f"expected a value for each unit without an incoming edge, {sorted(sources, key=str)}, got one "
            f"for {sorted(inputs, key=str)}; try giving exactly those",
            f"没有输入边的单元 {sorted(sources, key=str)} 各需一个值，收到的是 {sorted(inputs, key=str)}；"
            "请恰好给出这些单元的值",
        )
    z, y = {}, {unit: float(value) for unit, value in inputs.items()}
    for unit in order:
        if unit not in sources:
            z[unit] = sum(w * y[start] for (start, end), w in weights.items() if end == unit) + biases.get(unit, 0.0)
            y[unit] = float(activation(z[unit]))
    return Pass(order, z, y)
