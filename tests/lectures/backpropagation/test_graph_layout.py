"""Where the nodes of a graph are drawn."""

import numpy as np

from course_nn.lectures.backpropagation.elimination import GRAPHS, random_graph
from course_nn.lectures.backpropagation.graph_layout import arrange, columns


def graphs():
    yield from GRAPHS.values()
    yield from (random_graph(np.random.default_rng(seed)) for seed in range(30))


def test_every_edge_leads_to_the_right_from_its_node_to_its_node():
    for edges in graphs():
        layout = arrange(edges)
        for (start, end), way in zip(edges, layout.routes):
            assert tuple(way[0]) == layout.places[start] and tuple(way[-1]) == layout.places[end]
            assert (np.diff(way[:, 0]) >= 0).all() and way[0, 0] < way[-1, 0]


def test_no_two_nodes_stand_in_one_place_and_no_edge_runs_through_another_node():
    for edges in graphs():
        layout = arrange(edges)
        places = {*layout.places.values()}
        assert len(places) == len(layout.places)
        for (start, end), way in zip(edges, layout.routes):
            passed = {tuple(point) for point in way} - {layout.places[start], layout.places[end]}
            assert not passed & places


def test_inputs_stand_just_before_their_first_use():
    assert columns([("a", "b"), ("b", "c"), ("x", "c")]) == {"a": 0, "b": 1, "c": 2, "x": 1}


def test_parallel_edges_have_ways_of_their_own():
    first, second = arrange([("x", "y"), ("x", "y")]).routes
    assert not np.array_equal(first, second) and np.array_equal(first[[0, -1]], second[[0, -1]])
