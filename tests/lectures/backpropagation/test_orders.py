"""The graph that is taken apart, and what each order costs."""

import pytest
from computed import lecture
from hand import Hand

from course_nn.common.errors import BadInput

module, result = lecture("backpropagation")
ORDERS = module("orders")


def test_what_has_been_spent_at_the_end_is_what_the_order_costs():
    for graph in ORDERS.NAMES:
        for order in ORDERS.ORDERS:
            found = result("orders", graph=graph, order=order, step=9)
            assert found.spent == found.costs[order] and not any(found.there[k] for k in found.inner)


@pytest.mark.parametrize(
    "graph, paths, costs",
    [
        ("diamond", 2, {"paths": 4, "forward": 3, "backward": 4, "best": 3}),
        ("layers", 36, {"paths": 72, "forward": 48, "backward": 21, "best": 21}),
        ("neck", 36, {"paths": 108, "forward": 30, "backward": 30, "best": 21}),
        ("stages", 59_049, {"paths": 531_441, "forward": 9, "backward": 9, "best": 9}),
    ],
)
def test_the_numbers_of_the_graphs(graph, paths, costs):
    found = result("orders", graph=graph)
    assert found.paths == paths and costs.items() <= found.costs.items()


def test_in_random_graphs_the_best_order_is_sometimes_forward_sometimes_backward_and_sometimes_neither():
    kinds = set()
    for seed in range(100):
        costs = result("orders", graph="random", seed=seed).costs
        assert costs["best"] <= min(costs["forward"], costs["backward"])
        cheap = [name for name in ("forward", "backward") if costs[name] == costs["best"]]
        kinds.add(" ".join(cheap))
    assert kinds == {"forward", "backward", "forward backward", ""}


def test_what_is_left_in_the_end_are_edges_from_inputs_to_outputs():
    found = result("orders", graph="neck", step=9)
    assert sum(found.there) == 6 and len(found.routes) == 9 and all(found.new)


def test_the_challenge_is_to_begin_beside_the_neck():
    judge = ORDERS.CHALLENGE.judge
    assert judge(result("orders")) == "open"
    assert judge(result("orders", order="own", own="1, 2, 4, 5")) == "solved"
    assert judge(result("orders", graph="diamond", order="own", own="1, 2, 3")) == "open"


def test_a_node_that_is_pressed_goes_next_and_comes_back_when_it_is_pressed_again():
    demo = ORDERS.orders()
    Hand(demo, 0, 4).press()
    Hand(demo, 0, 0).press()
    assert demo.values["own"] == "5, 1" and demo.result.step == 2 and demo.result.order[:2] == [5, 1]
    Hand(demo, 0, 0).press()
    assert demo.values["own"] == "5" and demo.result.step == 1
    demo.close()


def test_numbers_that_no_node_has_are_left_alone_and_words_are_refused():
    assert result("orders", order="own", own="99, 2, 0, 2").order == [2, 1, 3, 4, 5]
    with pytest.raises(BadInput, match="expected the numbers of nodes"):
        ORDERS.read_order("one, two")


def test_the_readout_says_what_the_picture_shows(reads):
    demo = ORDERS.orders(step=2)
    r = demo.result
    reads(demo.readout, *(r.costs[name] for name in ORDERS.BARS), *r.order, 2, r.spent, r.paths)
    demo.close()
