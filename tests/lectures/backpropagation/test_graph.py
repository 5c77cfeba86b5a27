"""The picture of a formula: what it shows step by step is what autodiff does."""

from math import comb

import pytest
from computed import lecture
from hand import Hand

from course_nn.common.errors import BadInput
from course_nn.lectures.backpropagation.autodiff import gradient
from course_nn.lectures.backpropagation.demos.graph.typed_graphs import read_values

module, result = lecture("backpropagation")
GRAPH = module("graph")
TIED = {"w": 0.9, "x1": 0.5, "x2": -0.3, "x3": 0.8, "x4": 0.1}


def test_the_right_rule_ends_at_what_is_measured():
    found = result("graph")
    assert found.inputs == TIED and found.final_derivatives == pytest.approx(gradient(GRAPH.TIED, TIED)[1])
    assert found.final_derivatives == pytest.approx(found.differences, abs=1e-8)


def test_four_uses_of_one_weight_add_up_and_with_equals_only_the_first_is_left_which_met_h_0():
    found = result("graph")
    messages = [
        step.arrived * step.slope for step in found.steps if step.parent == found.nodes[found.labels.index("w")]
    ]
    assert [round(m, 4) for m in messages] == [0.4304, 0.0301, 0.1072, 0.0]
    assert round(sum(messages), 4) == 0.5678 == round(found.final_derivatives["w"], 4)
    assert result("graph", rule="overwrite").final_derivatives["w"] == 0.0


@pytest.mark.parametrize("rule, slope", [("right", 4), ("overwrite", 1), ("haste", 8)])
def test_two_doublings(rule, slope):
    assert result("graph", lines=GRAPH.DOUBLE, inputs="a = 3", rule=rule).final_derivatives == {"a": slope}


def test_without_a_reset_the_second_run_counts_an_input_two_edges_below_three_times():
    assert result("graph", lines=GRAPH.DOUBLE, rule="no reset").final_derivatives["a"] == 4 * comb(2 + 2 - 1, 2)


def test_before_the_first_step_only_inputs_have_values_and_at_the_end_all_have():
    first, last = result("graph", step=0), result("graph")
    known = {name for name, value in zip(first.labels, first.node_values) if value is not None}
    assert known == {*TIED, "h"} and first.derivatives == [None] * len(first.nodes)
    assert None not in last.node_values and last.step == len(last.steps)


def test_every_message_goes_along_an_edge_and_parallel_edges_take_turns():
    found = result("graph", lines=GRAPH.DOUBLE)
    edge_numbers = [edge for edge in found.edge_numbers if edge is not None]
    assert sorted(edge_numbers) == list(range(4)) == list(range(len(found.routes)))


def test_the_challenge_is_a_tree():
    assert result("graph").spoilt
    judge = GRAPH.CHALLENGE.judge
    assert judge(result("graph", lines="y = sin(a b) + c")) == "solved"
    assert judge(result("graph", lines="y = sin(a)")) == "almost"
    assert judge(result("graph", lines="y = a b + a")) == "open"


def test_an_input_without_a_value_is_1_and_values_of_others_are_left_alone():
    assert result("graph", lines="y = a b", inputs="a = 2; z = 7").inputs == {"a": 2.0, "b": 1.0}
    assert read_values("w = 1/2; x₁ = −3") == {"w": 0.5, "x1": -3.0}


@pytest.mark.parametrize(
    "lines, inputs, says",
    [
        ("; ".join(f"a{k} = x + {k}" for k in range(9)), "", "at most 8 lines"),
        ("a + b + c + d + f + g + i", "", "too large to draw"),
        ("y = 3", "", "nothing to compute"),
        ("y = log(a)", "a = −1", "log(a)"),
        ("y = a a", "a = b", "expected a number for a"),
        ("y = a b", "3", "expected a name for every value"),
    ],
)
def test_what_cannot_be_drawn_or_computed_is_said(lines, inputs, says):
    with pytest.raises(BadInput, match=says.replace("(", r"\(").replace(")", r"\)")):
        result("graph", lines=lines, inputs=inputs)


def test_an_input_is_pulled_up_and_an_edge_shows_its_message():
    demo = GRAPH.graph(lines="y = a b", inputs="a = 2; b = 3")
    Hand(demo, 1).press().pull(0, -50)
    assert demo.result.inputs == {"a": 2.5, "b": 3.0}
    Hand(demo, 0, 1).press()
    step = demo.result.steps[demo.result.step - 1]
    assert demo.result.edge_numbers[demo.result.step - 1] == 1 and step.parent is not None
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    demo = GRAPH.graph(lines="y = a b", inputs="a = 2; b = 3", step=2)
    reads(demo.readout, 3, 3, 2, 2, 2, 3, 1, 3, 3, 3)
    demo.close()
