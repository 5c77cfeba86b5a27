"""Where the nodes of a graph stand on paper: in columns from left to right, so that every edge leads to the right.

An edge that passes a column without stopping keeps a place free in it, so that it does not run through a node. In each
column, nodes and passing edges are sorted by where their neighbours stand, a few times from both sides.

source : K. Sugiyama, S. Tagawa & M. Toda, Methods for visual understanding of hierarchical system structures,
         IEEE Trans. Systems, Man, and Cybernetics 11 (1981) 109-125
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

SWEEPS = 6
APART = 0.24  # rows between parallel edges, in their middle


class Layout(NamedTuple):
    """A drawing in columns and rows; the middle row is 0, upwards is positive."""

    places: dict  # node -> (column, row)
    routes: np.ndarray  # (edges, m, 2) the points that each edge passes; a short edge begins with its start repeated
    size: tuple  # columns, and rows of the fullest column


def arrange(edges: list) -> Layout:
    """Places for the nodes of a graph without circles, and a route for each of its edges.

    edges : pairs (from, to) of any hashable names, parallel edges several times; nodes keep the order that they have
            in it as far as possible
    """
    column = columns(edges)
    chains = [_chain(k, edge, column) for k, edge in enumerate(edges)]
    layers: list = [[] for _ in range(max(column.values()) + 1)]
    for node, place in column.items():
        layers[place].append(node)
    for chain in chains:
        for stop in chain[1:-1]:
            layers[stop[-1]].append(stop)
    rows = _sorted_rows(layers, chains)
    places = {node: (column[node], rows[node]) for node in column}
    routes = [np.array([places.get(stop) or (stop[-1], rows[stop]) for stop in chain], float) for chain in chains]
    return Layout(places, _as_long(_apart(edges, routes)), (len(layers), max(map(len, layers))))


def arrange_in_inches(edges: list, middle: tuple, room: tuple, most: tuple = (1.6, 1.05)) -> Layout:
    """A layout in inches, so that the graph fills its room.

    middle, room : (2,) inches;  most : inches between columns and between rows
    returns      : Layout, whose places are arrays (2,)
    """
    layout = arrange(edges)
    gaps = np.maximum(np.array(layout.size) - 1, 1)
    scale = np.minimum(np.array(room) / gaps, most)
    shift = np.array(middle) - scale * [(layout.size[0] - 1) / 2, 0]
    places = {node: np.array(place) * scale + shift for node, place in layout.places.items()}
    return Layout(places, layout.routes * scale + shift, layout.size)


def columns(edges: list) -> dict:
    """The column of each node: behind all that lead to it; an input stands just before its first use."""
    column = dict.fromkeys((node for edge in edges for node in edge), 0)
    for _ in column:
        for start, end in edges:
            column[end] = max(column[end], column[start] + 1)
    ends = {end for _, end in edges}
    for node in [node for node in column if node not in ends]:
        column[node] = min(column[end] for start, end in edges if start == node) - 1
    return column


def _chain(k, edge, column):
    """The nodes of an edge, and between them a stop in each column that it passes."""
    start, end = edge
    return [start, *(("stop", k, place) for place in range(column[start] + 1, column[end])), end]


def _sorted_rows(layers, chains):
    before, after = {}, {}
    for a, b in [pair for chain in chains for pair in pairwise(chain)]:
        before.setdefault(b, []).append(a)
        after.setdefault(a, []).append(b)
    rows = {node: row for layer in layers for node, row in _rows(layer)}
    for sweep in range(SWEEPS):
        neighbours = after if sweep % 2 else before
        for layer in layers[::-1] if sweep % 2 else layers:
            wanted = {node: np.mean([rows[other] for other in neighbours.get(node, [node])]) for node in layer}
            layer.sort(key=lambda node: -wanted[node])
            rows |= dict(_rows(layer))
    return rows


def _rows(layer):
    return [(node, (len(layer) - 1) / 2 - k) for k, node in enumerate(layer)]


def _apart(edges, routes):
    """Parallel edges get a middle of their own, one above the other."""
    for edge in {*edges}:
        same = [k for k, other in enumerate(edges) if other == edge]
        if len(same) > 1 and len(routes[same[0]]) == 2:
            for k, shift in zip(same, APART * (np.arange(len(same)) - (len(same) - 1) / 2)):
                routes[k] = np.insert(routes[k], 1, routes[k].mean(axis=0) - [0, shift], axis=0)
    return routes


def _as_long(routes):
    """All routes with as many points as the longest has: (edges, m, 2)."""
    most = max(map(len, routes))
    return np.array([np.concatenate([np.repeat(r[:1], most - len(r), axis=0), r]) for r in routes])
