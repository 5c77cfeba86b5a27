"""Feed-forward means that no cycle exists; one added edge may keep that, or end it."""

from itertools import pairwise, product

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.common.errors import BadInput
from course_nn.drawing import look
from course_nn.lectures.neurons.demos.feedforward.notation import read_edge, read_sizes
from course_nn.lectures.neurons.demos.feedforward.picture import feedforward
from course_nn.network import Network

FEEDFORWARD = Pure("neurons.feedforward")
compute, judge = FEEDFORWARD.compute, FEEDFORWARD.judge

EXTRA_EDGES = [" > ".join(pair) for pair in product(["x1", "x2", "h1.1", "h1.3", "h2.2", "y1", "y2"], repeat=2)]


def at(sizes="2, 3, 3, 2", edge="", step=6.0, seed=28):
    return compute(sizes, edge, step, seed)


def longest_path(edges):
    """The largest k with A^k ≠ 0, A the adjacency matrix; infinite if no power vanishes, for then there is a cycle."""
    units = sorted({unit for edge in edges for unit in edge})
    A = np.array([[(a, b) in edges for b in units] for a in units], int)
    power, k = A, 0
    while power.any() and k <= len(units):
        power, k = np.minimum(power @ A, 1), k + 1
    return k if k <= len(units) else np.inf


@pytest.mark.parametrize("sizes", ["1, 1", "2, 3, 3, 2", "4 2 4", "3→1→6→2→5→1"])
def test_unit_by_unit_in_topological_order_is_layer_by_layer(sizes):
    r = at(sizes)
    units = read_sizes(sizes)
    W = dict(zip(r.edges, r.weights))
    matrices = [np.array([[W[a, b] for a in before] for b in after]) for before, after in pairwise(r.names)]  # (M, N)
    rng = np.random.default_rng(28)
    x, biases = rng.uniform(-1, 1, units[0]), [rng.uniform(-1, 1, M) for M in units[1:]]
    parameters = np.concatenate([part for w, b in zip(matrices, biases) for part in (w.ravel(), b)])
    net = Network(units, "tanh", output="tanh").with_parameters(parameters)
    for layer, h in zip(r.names, net.forward(x[None]).h):
        assert np.allclose([r.y[unit] for unit in layer], h[0])
    assert r.parameters == parameters.size


def test_the_network_of_the_lecture_has_depth_three_and_ten_units():
    r = at()
    assert [len(layer) for layer in r.names] == [2, 3, 3, 2] and max(r.level.values()) == 3 and not r.cycle
    assert r.parameters == (2 * 3 + 3) + (3 * 3 + 3) + (3 * 2 + 2) == 29


def test_inputs_and_outputs_of_an_inner_layer_are_not_those_of_the_network():
    r = at(step=2.0)
    assert (r.starts, r.ends) == (r.names[1], r.names[2])
    assert not set(r.starts) & set(r.names[0]) and not set(r.ends) & set(r.names[-1])


def test_a_step_lights_exactly_the_units_that_have_all_they_need():
    for step in np.arange(0, 6.01, 0.25):
        r = at(step=step)
        assert set(r.y) == {unit for k, layer in enumerate(r.names) if k <= step for unit in layer}
        assert all(start in r.y for start in r.starts)


@pytest.mark.parametrize("edge", EXTRA_EDGES)
def test_an_added_edge_makes_the_network_recurrent_if_and_only_if_no_power_of_its_adjacency_matrix_vanishes(edge):
    r = at(edge=edge)
    longest = longest_path(r.edges)
    assert bool(r.cycle) == np.isinf(longest)
    if r.cycle:
        assert r.cycle[0] == r.cycle[-1] and set(pairwise(r.cycle)) <= set(r.edges) and r.added in pairwise(r.cycle)
        assert set(r.y) == set(r.names[0]) - {r.added[1]}
    else:
        place = {unit: k for k, unit in enumerate(r.level)}
        assert all(place[start] < place[end] for start, end in r.edges)
        assert max(r.level.values()) == longest


def test_an_edge_inside_a_layer_makes_a_network_deeper_and_a_skip_connection_does_not():
    assert judge(at(edge="h1.1 > h1.2")) == "solved" and judge(at(edge="x1 > y1")) == "almost"
    assert judge(at(edge="h2.1 > h1.1")) == judge(at()) == "open"


def test_an_edge_that_cannot_be_added_is_left_out_and_the_readout_says_so():
    for edge in ("x1 > h1.1", "h4.1 > y1", "x1 > y9"):
        demo = feedforward(edge=edge)
        assert demo.result.edges == at().edges and f"Cannot add {edge}" in demo.readout.en


@pytest.mark.parametrize("text", ["h1.1>y1", "h1.1 -> y1", "H1.1 → Y1", "ｈ1．1＞ｙ1", "h1.1, y1"])
def test_an_edge_may_be_typed_as_one_likes(text):
    assert read_edge(text) == ("h1.1", "y1")


@pytest.mark.parametrize("text", ["2,3,3,2", "2 3 3 2", "[2, 3, 3, 2]", "2-3-3-2", "2，3，3，2", "２、３、３、２"])
def test_layer_sizes_may_be_typed_as_one_likes(text):
    assert read_sizes(text) == [2, 3, 3, 2]


@pytest.mark.parametrize("text", ["", "3", "0, 2", "2, 7", "1,1,1,1,1,1,1", "2, -3", "2.5, 1", "two, 3", "9" * 5000])
def test_sizes_that_are_none_are_refused_with_a_sentence(text):
    with pytest.raises(BadInput, match="layer sizes"):
        read_sizes(text)


@pytest.mark.parametrize("text", ["x1", "x1 >", "h1 > y1", "x1 > x2 > y1", "z1 > y1", "<b>", "x1 y1 ", "x10 > y1"])
def test_an_edge_that_is_none_is_refused_with_a_sentence(text):
    with pytest.raises(BadInput, match="added edge"):
        read_edge(text)


def test_a_click_on_a_unit_brings_the_pass_to_it():
    demo = feedforward()
    for k, step in enumerate([0] * 2 + [1] * 3 + [2] * 3 + [3] * 2):
        Hand(demo, k).press()
        assert demo.values["step"] == step and demo.values["edge"] == ""
    demo.close()


def test_a_pull_leads_an_edge_to_the_unit_under_the_hand_and_back_at_the_unit_there_is_none():
    demo = feedforward()
    units = sum(demo.result.names, [])
    for start, end in [("x1", "y1"), ("h1.1", "h1.3"), ("y2", "x1")]:
        hand = Hand(demo, units.index(start)).press()
        hand.pull(*(Hand(demo, units.index(end)).middle() - hand.start))
        assert demo.values["edge"] == f"{start} > {end}" and demo.result.added == (start, end)
    demo.set(edge="")
    hand = Hand(demo, 0).press()
    hand.pull(60, 0)
    assert demo.result.added
    hand.pull(3, 0)
    assert not demo.result.added
    demo.close()


def test_an_edge_that_is_there_already_is_not_led_again():
    demo = feedforward(sizes="2, 2")
    Hand(demo, 0).press().pull(200, 0)  # towards y1, to which x1 leads
    assert demo.result.added == ("x1", "x2")
    demo.close()


def test_signals_are_on_their_way_between_the_layers():
    demo = feedforward(step=1.0)
    units = demo.artists.units.discs.get_offsets()
    for step, share in ((1.25, 0.25), (1.5, 0.5)):
        demo.set(step=step)
        signals, (first, second) = demo.artists.signals.get_xydata(), np.unique(units[:, 0])[1:3]
        np.testing.assert_allclose(signals[:, 0], first + share * (second - first))
        assert np.ptp(signals[:, 1]) > 0


def test_an_added_edge_is_blue_for_a_positive_weight_orange_for_a_negative_one_and_red_on_a_cycle():
    demo, seen = feedforward(edge="x1 > y1"), set()
    for seed in range(6):
        demo.set(seed=seed)
        sign = demo.result.weights[-1] > 0
        assert demo.artists.arrow.line.get_color() == (look.BLUE if sign else look.ORANGE)
        seen.add(bool(sign))
    demo.set(edge="y1 > x1")
    assert demo.artists.arrow.line.get_color() == look.VERMILION and seen == {True, False}
    demo.close()
