"""What notebook 7 states in its text, computed."""

import re

import numpy as np
import pytest
from computed import lecture
from texts import cells_of

from course_nn.lectures.backpropagation.demos.edges.edge_puzzles import SLIPS
from course_nn.lectures.backpropagation.demos.layers.two_layers import NUMBERS, passes
from course_nn.lectures.backpropagation.demos.memory.checkpointing import fewest_steps
from course_nn.lectures.backpropagation.faulty_backprop import WRONG

NB = "07_backpropagation"
_, at = lecture("backpropagation")


def test_the_corner_of_the_absolute_value_has_two_slopes_and_the_symmetric_secant_a_third():
    found = at("secant", f="|x|", x=0.0)
    assert np.round(found.sides).tolist() == [-1, 1] and found.slopes[1] == 0


def test_behind_thirty_layers_of_eight_units_nearly_nothing_arrives_and_of_64_about_half(says):
    narrow, wide = (at("gears", view="train", kind=kind).middle[1, 30] for kind in ("8", "64"))
    assert narrow < 0.01 and 0.4 < wide < 0.7
    says(NB, "backpropagation-2-explain", 64)


def test_against_the_gradient_points_past_the_minimum_and_half_the_step_quarters_the_error():
    assert at("tangent").past > 10
    errors = [at("tangent", map="square", r=r).error for r in (0.5, 0.25)]
    assert errors[0] / errors[1] == pytest.approx(4)


def test_the_four_messages_to_w_add_up(says):
    found = at("graph")
    says(NB, "backpropagation-4-explain", found.final_derivatives["w"])
    w = found.nodes[found.labels.index("w")]
    assert sum(step.parent == w for step in found.steps) == 4


def test_there_are_seven_slips_and_six_faults():
    assert len(SLIPS) == 7 and len(WRONG) == 6


def test_orders_and_what_they_cost(says):
    diamond, neck, stages = (at("orders", graph=name) for name in ("diamond", "neck", "stages"))
    says(NB, "backpropagation-6-explain", stages.paths)
    assert stages.paths == 3**10 and diamond.costs["forward"] < diamond.costs["backward"]
    assert neck.costs["forward"] == neck.costs["backward"]
    assert 0.6 < neck.costs["best"] / neck.costs["forward"] < 0.75  # a third is saved


def test_from_one_output_backward_every_node_has_one_edge_out_when_its_turn_comes():
    found = at("orders", graph="layers")
    assert found.costs["backward"] == 21 == 4 * 3 + 3 * 3  # one for each edge but those into the output
    assert found.costs["backward"] < found.costs["forward"]


def test_the_sum_over_everything_always_fits_and_the_transposed_dw_only_in_a_square():
    def fits(**values):
        return all(equation.fits for equation in at("layers", view="shapes", **values).shapes)

    assert all(fits(slip="one sum", n=n, N=N, M=M) for n, N, M in ((1, 2, 3), (4, 4, 4), (5, 3, 8)))
    assert fits(slip="transposed dW", N=3, M=3) and not fits(slip="transposed dW", N=3, M=4)


def test_a_right_gradient_agrees_to_nine_digits_and_with_float32_no_step_is_good():
    assert at("gradient_check").error < 1e-9
    assert at("gradient_check", digits="float32").curve.min() > 1e-6


def test_ten_states_for_a_hundred_layers_take_little_more_than_twice_the_work_and_a_single_one_the_square():
    assert 2 < fewest_steps(100, 10) / 99 < 2.5
    assert fewest_steps(100, 1) / fewest_steps(50, 1) == pytest.approx(4, rel=0.05)
    kept = [fewest_steps(64, s) for s in (1, 2, 20, 21)]
    assert kept[0] - kept[1] > 100 * (kept[2] - kept[3])


def test_the_cell_in_pytorch_finds_the_derivatives_of_the_smallest_network():
    torch = pytest.importorskip("torch")
    source = re.search(r"```python\n(.*?)```", cells_of(NB)["backpropagation-pytorch"], re.S)[1]
    names = {}
    exec(source, names)
    found = passes(NUMBERS, np.array([1.0, 2.0]), 1.0)
    assert isinstance(names["loss"], torch.Tensor) and names["loss"].item() == pytest.approx(found.l, abs=1e-6)
    for name, own in (("W1", found.dW), ("b1", found.db), ("v", found.dv), ("c", found.dc)):
        np.testing.assert_allclose(names[name].grad.numpy(), own, atol=1e-6)
    assert source.count("backward()") == 1
