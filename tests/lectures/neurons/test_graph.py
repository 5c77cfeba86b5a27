"""Feed-forward means no cycle: orders, cycles, layers, and the forward pass against matrices."""

from itertools import pairwise, permutations

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.neurons import graph
from course_nn.network import parameter_count


def ordered(order, edges):
    return all(order.index(start) < order.index(end) for start, end in edges)


def test_an_order_or_a_cycle_and_never_both():
    """Random graphs of five units, against trying all 120 orders."""
    rng, found = np.random.default_rng(0), {True: 0, False: 0}
    for _ in range(60):
        edges = [tuple(int(v) for v in edge) for edge in np.argwhere(rng.random((5, 5)) < 0.15)]
        order, cycle = graph.topological_order(edges, range(5))
        possible = any(ordered(list(p), edges) for p in permutations(range(5)))
        assert (order is not None) == (cycle is None) == possible
        found[possible] += 1
        if possible:
            assert sorted(order) == list(range(5)) and ordered(order, edges)
        else:
            assert cycle[0] == cycle[-1] and len(cycle) > 1 and all(edge in edges for edge in pairwise(cycle))
    assert min(found.values()) > 10


def test_one_edge_back_makes_a_network_recurrent_and_the_cycle_is_named():
    edges = graph.layers([1, 1, 1]).edges
    assert graph.topological_order(edges).order == [1, 2, 3]
    cycle = graph.topological_order([*edges, (3, 1)]).cycle
    assert set(cycle) == {1, 2, 3} and all(edge in [*edges, (3, 1)] for edge in pairwise(cycle))
    assert graph.topological_order([(4, 4)]).cycle == [4, 4]


@pytest.mark.parametrize("sizes", [[2, 3, 3, 2], [3, 4], [1, 1, 1, 1, 1], [5, 1, 7]])
def test_layers_are_fully_connected_acyclic_and_as_deep_as_counted(sizes):
    units, edges = graph.layers(sizes)
    assert [len(layer) for layer in units] == sizes
    assert len(set(edges)) == len(edges) == sum(N * M for N, M in pairwise(sizes))
    assert ordered(graph.topological_order(edges).order, edges)
    assert graph.depth(edges) == len(sizes) - 1
    assert parameter_count(sizes) == len(edges) + sum(sizes[1:])


def test_network_of_the_lecture_has_29_parameters():
    """2 inputs, two hidden layers of 3, 2 outputs: 6 + 3, 9 + 3, 6 + 2."""
    assert parameter_count([2, 3, 3, 2]) == 9 + 12 + 8


def test_a_unit_is_one_level_above_the_highest_that_feeds_it_and_levels_come_in_order():
    edges = [("c", "d"), ("a", "b"), ("b", "c"), ("a", "d"), ("x", "d")]
    level = graph.levels(edges)
    assert level == {"a": 0, "x": 0, "b": 1, "c": 2, "d": 3}
    assert ordered(list(level), edges)
    assert all(level[start] < level[end] for start, end in edges)


def test_a_skip_connection_does_not_change_the_depth():
    edges = graph.layers([2, 2, 1]).edges
    assert graph.depth([*edges, (1, 5)]) == graph.depth(edges) == 2 and graph.depth([]) == 0


def test_forward_pass_unit_by_unit_equals_the_matrices():
    sizes, rng = [2, 3, 4, 2], np.random.default_rng(1)
    units, edges = graph.layers(sizes)
    W = [rng.normal(size=(M, N)) for N, M in pairwise(sizes)]
    b = [rng.normal(size=M) for M in sizes[1:]]
    weights = {
        (start, end): W[k][j, i]
        for k, (a, c) in enumerate(pairwise(units))
        for j, end in enumerate(c)
        for i, start in enumerate(a)
    }
    biases = {unit: b[k][j] for k, layer in enumerate(units[1:]) for j, unit in enumerate(layer)}
    assert set(weights) == set(edges)
    h, result = np.array([0.7, -1.2]), graph.forward(weights, biases, {1: 0.7, 2: -1.2}, np.tanh)
    for k, layer in enumerate(units[1:]):
        z = W[k] @ h + b[k]
        h = np.tanh(z)
        assert [result.z[unit] for unit in layer] == pytest.approx(z)
        assert [result.y[unit] for unit in layer] == pytest.approx(h)
    assert ordered(result.order, edges) and set(result.order) == set(result.y)


def test_xor_with_a_skip_needs_one_hidden_unit_less():
    """Layers are a habit, not a law: x1 + x2 - 2 AND(x1, x2)."""
    weights = {("x1", "and"): 1, ("x2", "and"): 1, ("x1", "y"): 1, ("x2", "y"): 1, ("and", "y"): -2}
    for x1, x2 in ((0, 0), (0, 1), (1, 0), (1, 1)):
        y = graph.forward(weights, {"and": -1.5, "y": -0.5}, {"x1": x1, "x2": x2}, lambda z: z > 0).y["y"]
        assert y == x1 ^ x2


def test_bad_input_says_what_to_try():
    ring = {(1, 3): 1.0, (3, 1): 1.0}
    for call in (
        lambda: graph.layers([2]),
        lambda: graph.layers([2, 0, 1]),
        lambda: graph.levels([(1, 3), (3, 1)]),
        lambda: graph.forward({(1, 2): 1.0}, {}, {}, abs),
        lambda: graph.forward({(1, 2): 1.0}, {}, {1: 1.0, 2: 1.0}, abs),
        lambda: graph.depth([(1, 1)]),
    ):
        with pytest.raises(BadInput, match="try"):
            call()
    with pytest.raises(BadInput, match="1 → 3 → 1|3 → 1 → 3"):
        graph.forward(ring, {}, {}, abs)
