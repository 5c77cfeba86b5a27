"""One chain rule, many orders of multiplication: the same Jacobian at different prices."""

from itertools import permutations

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.backpropagation.autodiff import gradient
from course_nn.lectures.backpropagation.elimination import (
    GRAPHS,
    cheapest,
    eliminated,
    fully_connected,
    inner_nodes,
    jacobian,
    multiplications,
    paths,
    random_graph,
    stages,
)


def forward(edges):
    return multiplications(edges, inner_nodes(edges))


def backward(edges):
    return multiplications(edges, inner_nodes(edges)[::-1])


def test_every_order_gives_the_same_jacobian():
    rng = np.random.default_rng(0)
    for _ in range(20):
        edges = random_graph(rng, outputs=2, inner=4)
        slopes = dict(zip(edges, rng.normal(size=len(edges))))
        results = [jacobian(slopes, order) for order in permutations(inner_nodes(edges))]
        for result in results[1:]:
            assert result == {pair: pytest.approx(value, abs=1e-12) for pair, value in results[0].items()}


def test_the_jacobian_is_the_product_of_the_layers_matrices_and_what_autodiff_finds():
    rng = np.random.default_rng(1)
    A, B = rng.normal(size=(3, 2)), rng.normal(size=(1, 3))
    slopes = {((0, i), (1, j)): A[j, i] for j in range(3) for i in range(2)} | {
        ((1, j), (2, 0)): B[0, j] for j in range(3)
    }
    found = jacobian(slopes, [(1, 2), (1, 0), (1, 1)])
    np.testing.assert_allclose([found[(0, i), (2, 0)] for i in range(2)], (B @ A)[0])
    diamond = dict(zip(GRAPHS["diamond"], (2.0, 3.0, 5.0, 7.0, 11.0)))
    assert jacobian(diamond, ["c", "b", "a"]) == {("x", "y"): (2 * 5 + 3 * 7) * 11}
    assert gradient("a = 2x; b = 3x; c = 5a + 7b; 11c", {"x": 1})[1] == {"x": (2 * 5 + 3 * 7) * 11}


def test_an_eliminated_node_leaves_products_around_it_and_adds_them_to_what_is_there():
    slopes = {("x", "h"): 2.0, ("h", "y"): 3.0, ("x", "y"): 10.0, ("h", "z"): 5.0}
    assert eliminated(slopes, "h") == {("x", "y"): 16.0, ("x", "z"): 10.0}


def test_the_cheapest_is_that_of_trying_all_orders():
    rng = np.random.default_rng(2)
    for _ in range(12):
        edges = random_graph(rng, inputs=2, inner=5, outputs=2)
        best = cheapest(edges)
        costs = [multiplications(edges, order) for order in permutations(inner_nodes(edges))]
        assert best.multiplications == min(costs) == multiplications(edges, best.order)


def test_the_numbers_of_the_graphs():
    layers, neck, diamond = (GRAPHS[name] for name in ("layers", "neck", "diamond"))
    assert (paths(layers), forward(layers), backward(layers)) == ((36, 72), 48, 21)
    assert (forward(neck), backward(neck), cheapest(neck).multiplications) == (30, 30, 21)
    assert (forward(diamond), backward(diamond)) == (3, 4)


def test_paths_multiply_while_edges_only_add():
    edges = stages(3, 10)
    assert paths(edges) == (3**10, 3**10 * 9) == (59_049, 531_441)
    assert len(edges) == 30  # a backward pass multiplies once an edge
    assert cheapest(edges).multiplications == forward(edges) == backward(edges) == 9  # parallel edges added first
    for w, k in ((1, 4), (2, 6), (5, 3)):
        assert paths(stages(w, k)).number == w**k


def test_with_one_output_backward_costs_at_most_a_multiplication_an_edge_and_is_not_always_the_best():
    rng, wins = np.random.default_rng(3), {"forward": 0, "mixed": 0}
    for _ in range(150):
        edges = random_graph(rng)
        a, b, best = forward(edges), backward(edges), cheapest(edges).multiplications
        assert best <= min(a, b) and b <= len(edges)
        wins["forward"] += a < b
        wins["mixed"] += best < min(a, b)
    assert min(wins.values()) > 15


def test_a_random_graph_has_its_inputs_and_outputs_and_no_dead_ends():
    rng = np.random.default_rng(4)
    for inputs, inner, outputs in ((2, 5, 1), (1, 3, 2), (3, 8, 3)):
        for _ in range(50):
            edges = random_graph(rng, inputs, inner, outputs)
            assert sorted(inner_nodes(edges)) == list(range(inputs, inputs + inner)) and len({*edges}) == len(edges)
            assert {a for a, _ in edges} - {b for _, b in edges} == {*range(inputs)}
            assert len({b for _, b in edges} - {a for a, _ in edges}) == outputs


def test_bad_input_says_what_to_try():
    for call in (
        lambda: multiplications(GRAPHS["diamond"], ["a", "b"]),
        lambda: multiplications(GRAPHS["diamond"], ["a", "b", "b"]),
        lambda: multiplications(GRAPHS["diamond"], ["a", "b", "x"]),
        lambda: jacobian({(1, 2): 1.0}, [1]),
        lambda: cheapest(fully_connected((1, 5, 5, 5, 1))),
        lambda: paths([(1, 2), (2, 1)]),
    ):
        with pytest.raises(BadInput, match="expected|unknown"):
            call()
