"""The smallest network, number by number: equal to the network's own backward, and to the graph of its formula."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.lectures.backpropagation.autodiff import gradient
from course_nn.lectures.backpropagation.demos.layers.shapes import SLIPS, equations
from course_nn.lectures.backpropagation.demos.layers.two_layers import FORMULAS, NUMBERS, passes
from course_nn.losses import LOSSES
from course_nn.network import Network

module, result = lecture("backpropagation")
LAYERS = module("layers")
TEXT = (
    "h1 = sigmoid(w11 x1 + w12 x2 + b1); h2 = sigmoid(w21 x1 + w22 x2 + b2);y = sigmoid(v1 h1 + v2 h2 + c); ½(y − t)²"
)


@pytest.mark.parametrize("seed", range(5))
def test_all_nine_derivatives_are_those_of_the_graph_and_of_the_networks_own_backward(seed):
    rng = np.random.default_rng(seed)
    numbers, x, t = {name: rng.normal() for name in NUMBERS}, rng.normal(size=2), rng.uniform()
    found = passes(numbers, x, t).derivatives
    _, graph = gradient(TEXT, numbers | {"x1": x[0], "x2": x[1], "t": t})
    assert found == pytest.approx({name: graph[name] for name in numbers}, abs=1e-12)
    network, loss = Network((2, 2, 1), "sigmoid", output="sigmoid"), LOSSES["squared_error"]
    values = [*numbers.values()]
    network.weights[0], network.biases[0] = np.reshape(values[:4], (2, 2)), values[4:6]
    network.weights[1], network.biases[1] = [values[6:8]], values[8:]
    trace = network.forward(x[None])
    dW, db = network.split(network.backward(trace, loss.dl(trace.h[-1], np.array([[t]]))))
    np.testing.assert_allclose([*found.values()], [*dW[0].ravel(), *db[0], *dW[1][0], *db[1]], atol=1e-12)


def test_the_numbers_of_the_lecture():
    p = result("layers").passes
    for value, printed in [
        (p.h, [0.6225, 0.7311]),
        ([p.y, p.l, p.delta_y], [0.5966, 0.0814, -0.0971]),
        (p.delta, [-0.0228, 0.0191]),
        (p.dv, [-0.0604, -0.0710]),
    ]:
        assert np.round(value, 4).tolist() == printed


def test_with_v1_at_0_all_below_h1_stands_still_and_v1_itself_does_not():
    found = result("layers", which="v1", value=0.0).passes.derivatives
    assert [name for name, slope in found.items() if slope == 0] == ["w11", "w12", "b1"]
    assert round(found["v1"], 4) == -0.0856


def test_each_of_the_thirteen_lines_brings_numbers_and_a_derivative_is_seen_from_its_line_on():
    assert len(result("layers").passes.lines) == len(FORMULAS) == 13
    demo = LAYERS.layers(step=8)
    assert not any(text.get_text() for text in demo.artists.derivatives)
    demo.set(step=9)
    assert [text.get_text() for text in demo.artists.derivatives if text.get_text()] == ["−0.06", "−0.071", "−0.097"]
    demo.close()


@pytest.mark.parametrize("slip", SLIPS)
def test_the_shapes_let_pass_what_numpy_lets_pass(slip):
    for n, N, M in [(5, 3, 3), (5, 3, 4), (4, 3, 4), (1, 1, 1), (2, 5, 3)]:
        arrays = {"X": np.ones((n, N)), "W": np.ones((M, N)), "δ": np.ones((n, M))}
        arrays |= {f"{name}ᵀ": array.T for name, array in arrays.items()}
        for equation in equations(n, N, M, slip):
            if equation.sign:
                continue
            (a, _), (b, _), *_ = equation.factors
            try:
                fits = (arrays[a] @ arrays[b]).shape == equation.shape
            except ValueError:
                fits = False
            assert fits == equation.fits and (fits or equation.wrong)


def test_a_transposed_dw_shows_only_if_inputs_and_outputs_differ_in_number_and_one_sum_never():
    def fits(slip, *sizes):
        return all(equation.fits for equation in equations(*sizes, slip))

    assert fits("transposed dW", 5, 3, 3) and not fits("transposed dW", 5, 3, 4)
    assert fits("no transpose", 4, 3, 4) and not fits("no transpose", 5, 3, 4)
    assert fits("one sum", 5, 3, 4)


def test_the_challenge_is_a_saturated_output_on_the_wrong_side():
    judge = LAYERS.CHALLENGE.judge
    assert judge(result("layers", which="c", value=-8.0)) == "solved"
    assert judge(result("layers", which="c", value=8.0)) == "almost"
    assert judge(result("layers")) == "open"


def test_a_weight_is_chosen_and_pulled_and_a_matrix_is_made_larger_at_its_corner():
    demo = LAYERS.layers()
    Hand(demo, 0, 0).press()
    assert demo.values["which"] == "w11" and demo.values["value"] == 1.0
    Hand(demo, 0, 0).press().pull(0, -50)
    assert demo.values["value"] == pytest.approx(1 + 0.5 * LAYERS.PULL)
    demo.set(view="shapes")
    Hand(demo, 1).press().pull(11, 22)
    assert [demo.values[name] for name in ("n", "N", "M")] == [7, 3, 4]
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    demo = LAYERS.layers(step=6)
    reads(demo.readout, 0, -0.0604, 0.0971, 0.597 - 1, 6, 0.597)
    demo.set(view="shapes", n=2, N=3, M=4)
    reads(demo.readout, 2, 3, 4, 24, 48)
    demo.close()
