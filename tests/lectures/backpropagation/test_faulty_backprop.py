"""A wrong gradient may look right: it fits, it points downhill, the loss falls, and the network learns."""

import numpy as np
import pytest

from course_nn.activations import sigmoid
from course_nn.common.errors import BadInput
from course_nn.datasets import digits
from course_nn.layers import Mask
from course_nn.lectures.backpropagation.autodiff import gradient
from course_nn.lectures.backpropagation.faulty_backprop import FAULTS, FaultyNetwork, angle, backward
from course_nn.lectures.backpropagation.numerical_derivative import relative_error
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.training import train

LOSS = LOSSES["softmax_cross_entropy"]
DIGITS = digits()
ROWS = np.random.default_rng(0).permutation(len(DIGITS.y))
X, Y = (DIGITS.X - DIGITS.X[ROWS[:1200]].mean(axis=0))[ROWS], DIGITS.y[ROWS]


def gradients(network, X, Y, loss, fault):
    trace = network.forward(X)
    dF = loss.gradient(trace.h[-1], Y) / len(X)
    return network.backward(trace, dF).copy(), backward(network, trace, dF, fault)


def small():
    """2-2-1 with sigmoids and a linear output."""
    network = Network((2, 2, 1), "sigmoid")
    network.weights[0], network.biases[0] = [[1, -0.5], [-1, 0.5]], [0.5, 1]
    network.weights[1], network.biases[1] = [[1, -1]], [0.5]
    return network


@pytest.mark.parametrize("sizes", [(2, 2, 1), (4, 6, 6, 3)])
def test_without_a_fault_it_is_the_networks_own_backward(sizes):
    network, rng = Network(sizes, "tanh", seed=2), np.random.default_rng(0)
    X, Y = rng.normal(size=(7, sizes[0])), rng.normal(size=(7, sizes[-1]))
    right, same = gradients(network, X, Y, LOSSES["squared_error"], "none")
    np.testing.assert_allclose(same, right, rtol=1e-12, atol=1e-15)


def test_dropout_thins_a_faulty_network_as_any_other():
    x, weigh, mask = np.random.default_rng(0).normal(size=(5, 3)), np.ones((5, 2)), Mask(np.array([0.0, 2, 0, 1]))
    right, same = (make((3, 4, 2), seed=1).with_dropout([mask]) for make in (Network, FaultyNetwork))
    gradients = [network.backward(network.forward(x), weigh) for network in (right, same)]
    np.testing.assert_allclose(*gradients, atol=1e-15)
    assert not right.split(gradients[0])[0][0][[0, 2]].any()


@pytest.mark.parametrize("fault", [name for name in FAULTS if name != "none"])
def test_every_fault_fits_the_shapes_and_is_wrong(fault):
    network = Network((4, 6, 6, 3), "tanh", seed=2)
    right, wrong = gradients(network, np.random.default_rng(0).normal(size=(9, 4)), np.arange(9) % 3, LOSS, fault)
    assert wrong.shape == right.shape and relative_error(right, wrong) > 1e-3
    assert (wrong[-21:] == right[-21:]).all() or fault == "one sum for all biases"  # the last layer's is right


def test_the_small_network_by_hand_by_autodiff_and_by_backward():
    network, x, t = small(), np.array([[1.0, 2.0]]), np.array([[1.0]])
    trace = network.forward(x)
    h, y = trace.h[1][0], trace.h[2][0, 0]
    delta = (y - 1) * network.weights[1][0] * h * (1 - h)
    right, _ = gradients(network, x, t, LOSSES["squared_error"], "none")
    dW, db = network.split(right)
    np.testing.assert_allclose(dW[0], np.outer(delta, x[0]), atol=1e-15)
    np.testing.assert_allclose(db[0], delta, atol=1e-15)
    np.testing.assert_allclose(dW[1][0], (y - 1) * h, atol=1e-15)
    rounded = lambda values: np.round(values, 4).tolist()  # noqa: E731
    assert rounded(h) == [0.6225, 0.7311] and rounded([y, 0.5 * (y - 1) ** 2]) == [0.3914, 0.1852]
    text = "h1 = sigmoid(x1 − ½x2 + a); h2 = sigmoid(½x2 − x1 + b); ½(h1 − h2 + c − t)²"
    _, found = gradient(text, dict(x1=1, x2=2, a=0.5, b=1, c=0.5, t=1))
    np.testing.assert_allclose([found["a"], found["b"], found["c"]], [*db[0], db[1][0]], atol=1e-12)


def test_with_a_sigmoid_at_the_output_the_numbers_of_the_lecture():
    network, x, t = Network((2, 2, 1), "sigmoid", output="sigmoid"), np.array([[1.0, 2.0]]), np.array([[1.0]])
    network.parameters = small().parameters
    right, transposed = gradients(network, x, t, LOSSES["squared_error"], "transposed dW")
    y = network(x)[0, 0]
    dW, db = network.split(right)
    rounded = lambda values: np.round(values, 4).tolist()  # noqa: E731
    assert y == pytest.approx(sigmoid(network.forward(x).z[1][0, 0])) and rounded([y, (y - 1) ** 2 / 2]) == [
        0.5966,
        0.0814,
    ]
    assert (
        rounded(db[1]) == [-0.0971] and rounded(db[0]) == [-0.0228, 0.0191] and rounded(dW[1][0]) == [-0.0604, -0.071]
    )
    error = relative_error(dW[0], network.split(transposed)[0][0])
    assert round(error, 3) == 0.688
    losses = []
    for g in (transposed, right):
        after = network.with_parameters(network.parameters - g)
        losses.append(LOSSES["squared_error"].per_sample(after(x), t)[0])
    assert np.round(losses, 4).tolist() == [0.0637, 0.0602]


def test_a_weight_of_0_stops_what_is_below_it_and_not_its_own_derivative():
    network = Network((2, 2, 1), "sigmoid", output="sigmoid")
    network.parameters = small().parameters
    network.weights[1][0, 0] = 0
    right, _ = gradients(network, np.array([[1.0, 2.0]]), np.array([[1.0]]), LOSSES["squared_error"], "none")
    dW, db = network.split(right)
    assert (dW[0][0] == 0).all() and db[0][0] == 0 and (dW[0][1] != 0).all()
    assert round(dW[1][0, 0], 4) == -0.0856


def test_wrong_by_more_than_half_and_yet_no_derivative_above_a_thousandth():
    """Where the sigmoid is flat, a large error does not come through."""
    network = Network((2, 2, 1), "sigmoid", output="sigmoid")
    network.parameters = small().parameters
    network.biases[1] = [-8]
    right, _ = gradients(network, np.array([[1.0, 2.0]]), np.array([[1.0]]), LOSSES["squared_error"], "none")
    assert 1 - network(np.array([[1.0, 2.0]]))[0, 0] > 0.5 and np.abs(right).max() < 1e-3


def at_the_first_layer(fault, **trained):
    """The right and the faulty gradient in W₁, (3, 32, 64) each, of three starts of 64-32-32-10 tanh."""
    sizes, seeds = (64, 32, 32, 10), range(3)
    network, plain = FaultyNetwork(sizes, "tanh", fault=fault, seed=seeds), Network(sizes, "tanh", seed=seeds)
    train(network, X[:600], Y[:600], LOSS.name, learning_rate=0.1, batch_size=20, **trained)
    plain.parameters = network.parameters
    return [plain.split(g)[0][0] for g in gradients(plain, X[:200], Y[:200], LOSS, fault)]


def between(pairs):
    """Median angle of three pairs of gradients."""
    return np.median([angle(*pair) for pair in zip(*pairs)])


@pytest.mark.parametrize(
    "fault, error, degrees",
    [
        ("none", 0, 0),
        ("no slope", 0.087, 7),
        ("slope of h", 0.011, 1),
        ("W for its transpose", 0.61, 83),
        ("random feedback", 0.65, 90),  # at right angles, but for chance
        ("one sum for all biases", 0, 0),
    ],
)
def test_how_far_a_fault_turns_the_gradient_of_the_first_layer_before_the_first_step(fault, error, degrees):
    found = at_the_first_layer(fault, epochs=0)
    assert relative_error(*found) == pytest.approx(error, abs=0.15)
    assert between(found) == pytest.approx(degrees, abs=10)


def test_the_weights_turn_until_random_messages_point_roughly_downhill():
    before, after = (between(at_the_first_layer("random feedback", epochs=epochs)) for epochs in (0, 10))
    assert before > 80 and after < 75


def test_angles():
    assert angle(np.array([1.0, 0]), np.array([0.0, 2])) == pytest.approx(90)
    assert angle(np.array([1.0, 1]), np.array([2.0, 2])) == pytest.approx(0, abs=1e-5)


def test_an_unknown_fault_is_named():
    network = Network((2, 2, 1))
    with pytest.raises(BadInput, match="did you mean 'no slope'"):
        backward(network, network.forward(np.ones((1, 2))), np.ones((1, 1)), "no slopes")
    with pytest.raises(BadInput, match="unknown fault"):
        FaultyNetwork((2, 2, 1), fault="lazy")
