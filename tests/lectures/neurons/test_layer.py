"""A layer of N inputs and M outputs: y = φ(Wx + b) with W of M rows and N columns."""

from itertools import product

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.activations import ACTIVATIONS
from course_nn.lectures.neurons.demos.layer.picture import CONTROLS, layer
from course_nn.network import Network

LAYER = Pure("neurons.layer")
compute, judge = LAYER.compute, LAYER.judge

START = {name: control.start for name, control in CONTROLS.items()}
SIZES = pytest.mark.parametrize(("N", "M"), list(product(range(1, 5), repeat=2)))


def at(**values):
    return compute(**START | values)


@SIZES
def test_the_weights_of_n_inputs_and_m_outputs_are_an_m_by_n_matrix(N, M):
    r = at(N=N, M=M)
    assert (r.W.shape, r.x.shape, r.b.shape, r.y.shape) == ((M, N), (N,), (M,), (M,))


@SIZES
@pytest.mark.parametrize("activation", CONTROLS["activation"].options)
def test_a_layer_answers_as_a_network_of_one_layer_with_its_parameters(N, M, activation):
    r = at(N=N, M=M, activation=activation, connected=70)
    net = Network((N, M), output=activation).with_parameters(np.concatenate([r.W.ravel(), r.b]))
    assert np.allclose(net(r.x[None])[0], r.y)
    by_hand = [sum(r.W[i, j] * r.x[j] for j in range(N)) + r.b[i] for i in range(M)]
    assert np.allclose(ACTIVATIONS[activation].f(np.array(by_hand)), r.y)


@SIZES
def test_a_fully_connected_layer_has_m_n_weights_and_m_biases(N, M):
    r = at(N=N, M=M)
    assert r.edges.all() and r.parameters == M * N + M == Network((N, M)).parameters.size


@SIZES
def test_a_missing_connection_is_a_zero_in_w_and_no_parameter(N, M):
    for connected in range(0, 101, 10):
        r = at(N=N, M=M, connected=connected)
        assert np.all(r.W[~r.edges] == 0) and np.all(r.W[r.edges] != 0)
        assert r.parameters == np.count_nonzero(r.W) + M
    assert at(N=N, M=M, connected=0).parameters == M


def test_the_weight_w_ij_acts_on_output_i_alone_and_through_input_j_alone():
    for i, j in product(range(1, 5), range(1, 4)):
        low, high = (at(i=i, j=j, w=w, activation="linear") for w in (-1.0, 2.0))
        change = np.zeros(4)
        change[i - 1] = 3.0 * low.x[j - 1]
        assert np.allclose(high.y - low.y, change)
        assert np.argwhere(high.W != low.W).tolist() == [[i - 1, j - 1]]


def test_a_row_or_column_that_does_not_exist_is_replaced_by_the_last_one_and_the_readout_says_so():
    demo = layer(N=2, M=1, i=3, j=4)
    assert (demo.result.i, demo.result.j) == (1, 2)
    assert "No w<sub>34</sub> here" in demo.readout.en and "没有 w<sub>34</sub>" in demo.readout.zh


def test_fifteen_parameters_take_three_outputs_and_four_inputs_if_all_are_connected():
    solved = [(N, M) for N, M in product(range(1, 5), repeat=2) if judge(at(N=N, M=M)) == "solved"]
    assert solved == [(4, 3)]
    assert judge(at(N=3, M=4, connected=92)) == "almost"


def test_a_cell_an_edge_or_a_unit_chooses_its_weight_and_leaves_its_value():
    demo = layer()
    before, edges = demo.result.W, 0
    Hand(demo, edges, 0).press()
    assert (demo.values["i"], demo.values["j"]) == (1, 1) and demo.values["w"] == before[0, 0]
    Hand(demo, 1, 2).press()  # an input
    assert (demo.values["i"], demo.values["j"]) == (1, 3)
    Hand(demo, 2, 3).press()  # an output
    assert (demo.values["i"], demo.values["j"]) == (4, 3)
    for k in range(12):
        Hand(demo, 6, k).press()  # a cell
        assert (demo.values["i"], demo.values["j"]) == (k // 3 + 1, k % 3 + 1)
        assert demo.values["w"] == demo.result.W[k // 3, k % 3]
    demo.close()


def test_a_cell_or_an_edge_that_is_pulled_up_has_a_larger_weight():
    demo = layer()
    for handle in (0, 6):
        hand = Hand(demo, handle, 5).press()
        i, j, before = demo.values["i"], demo.values["j"], demo.values["w"]
        hand.pull(0, -20)
        assert demo.result.W[i - 1, j - 1] == demo.values["w"] > before
    demo.close()
