import copy

import numpy as np
import pytest

from course_nn.activations import ACTIVATIONS, elu, sigmoid
from course_nn.common.errors import BadInput
from course_nn.losses import LOSSES
from course_nn.network import INITIALIZATION, INITS, Network, parameter_count

RNG = np.random.default_rng(7)
X = RNG.normal(size=(6, 3))


def targets(loss):
    rng = np.random.default_rng(8)
    if loss.task == "multiclass":
        return rng.integers(0, 2, 6)
    if loss.task == "regression":
        return rng.normal(size=(6, 2))
    return rng.integers(0, 2, (6, 2)) * (2 if loss.name == "hinge" else 1) - (loss.name == "hinge")


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_backpropagation_equals_central_differences(name, loss):
    network, Y, step = Network((3, 4, 3, 2), name), targets(loss), 1e-6
    network.parameters = np.random.default_rng(3).normal(0, 0.7, network.parameters.size)  # biases too: off the kinks
    trace = network.forward(X)
    gradient = network.backward(trace, loss.gradient(trace.h[-1], Y)).copy()
    first = network.parameters.size - 8 if name == "step" else 0  # a step has no slope to pass back: last layer only
    for p in range(first, network.parameters.size):
        old = network.parameters[p]
        network.parameters[p] = old + step
        up = loss.per_sample(network(X), Y).sum()
        network.parameters[p] = old - step
        down = loss.per_sample(network(X), Y).sum()
        network.parameters[p] = old
        expected = (up - down) / (2 * step)
        assert gradient[p] == pytest.approx(expected, abs=2e-7), f"{name}, {loss.name}: parameter {p} = {old}"


def test_behind_a_step_no_gradient_arrives():
    network = Network((3, 4, 2), "step")
    trace = network.forward(X)
    (dW1, dW2), (db1, db2) = network.split(network.backward(trace, np.ones((6, 2))))
    assert not dW1.any() and not db1.any()
    assert np.array_equal(dW2, np.ones((2, 6)) @ trace.h[1]) and np.array_equal(db2, [6, 6])


def test_a_network_is_its_layers_one_inside_the_other():
    network = Network((3, 5, 2), ["relu"], output="sigmoid", seed=1)
    network.parameters = RNG.normal(size=network.parameters.size)
    (W1, W2), (b1, b2) = network.weights, network.biases
    assert W1.shape == (5, 3) and b1.shape == (5,) and W2.shape == (2, 5) and b2.shape == (2,)
    for x, y in zip(X, network(X), strict=True):
        assert np.allclose(y, sigmoid(W2 @ np.maximum(0, W1 @ x + b1) + b2))


def test_deep_linear_network_is_one_matrix():
    network = Network((3, 4, 4, 2), "linear", seed=2)
    W1, W2, W3 = network.weights
    assert np.allclose(network(X), X @ (W3 @ W2 @ W1).T, atol=1e-14)


def test_the_lectures_xor_network_computes_xor():
    network = Network((2, 2, 1), "step", output="step")
    network.parameters = [1, 1, 1, 1, -0.5, -1.5, 1, -1, -0.5]  # W1 row by row, b1, W2, b2
    assert network([[0, 0], [0, 1], [1, 0], [1, 1]]).ravel().tolist() == [0, 1, 1, 0]


def test_the_trace_keeps_what_backpropagation_needs():
    network = Network((3, 4, 2), "tanh")
    trace = network.forward(X)
    assert [z.shape for z in trace.z] == [(6, 4), (6, 2)] and [h.shape for h in trace.h] == [(6, 3), (6, 4), (6, 2)]
    assert np.array_equal(trace.h[0], X) and np.array_equal(trace.h[1], np.tanh(trace.z[0]))
    assert np.array_equal(trace.h[-1], network(X))


@pytest.mark.parametrize("seed", [0, range(3)])
def test_weights_and_biases_are_views_into_the_flat_parameters(seed):
    network = Network((2, 3, 1), seed=seed)
    assert network.parameters.shape[-1] == 2 * 3 + 3 + 3 * 1 + 1
    for view in (*network.weights, *network.biases):
        assert np.shares_memory(view, network.parameters)
    network.parameters = 7.0
    assert all(np.all(view == 7) for view in (*network.weights, *network.biases))
    network.weights[0][...] = 5
    assert np.sum(network.parameters == 5) == network.weights[0].size
    network.weights[0] = np.full((3, 2), 6.0)  # copies into the flat vector; the view is not cut loose
    assert np.all(network.parameters[..., :6] == 6) and np.shares_memory(network.weights[0], network.parameters)
    with pytest.raises(ValueError):
        network.weights[0] = np.zeros((2, 2))


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda network: network.with_parameters(network.parameters)])
def test_a_copy_shares_nothing_and_its_views_are_its_own(copied):
    network = Network((2, 3, 1))
    other = copied(network)
    other.parameters = 1.0
    assert np.all(other.weights[0] == 1) and not np.any(network.weights[0] == 1)
    assert not np.shares_memory(network.gradient, other.gradient)


def test_a_batch_of_networks_equals_the_single_networks():
    seeds, loss, Y = range(5, 9), LOSSES["softmax_cross_entropy"], np.array([0, 1, 1, 0, 1, 0])
    batch = Network((3, 4, 2), ["elu"], seed=seeds)
    trace = batch.forward(X)
    gradients = batch.backward(trace, loss.gradient(trace.h[-1], Y))
    assert batch.parameters.shape == (4, 26) and batch.weights[0].shape == (4, 4, 3) and trace.h[-1].shape == (4, 6, 2)
    for i, seed in enumerate(seeds):
        single = Network((3, 4, 2), ["elu"], seed=seed)
        one = single.forward(X)
        assert np.array_equal(single.parameters, batch.parameters[i])
        assert np.allclose(one.h[-1], trace.h[-1][i], atol=1e-14)
        assert np.allclose(single.backward(one, loss.gradient(one.h[-1], Y)), gradients[i], atol=1e-14)
        assert np.allclose(batch.with_parameters(batch.parameters[i])(X), single(X), atol=1e-14)


def test_each_network_of_a_batch_may_see_its_own_data():
    batch = Network((3, 4, 2), seed=range(2))
    own = RNG.normal(size=(2, 6, 3))
    assert np.allclose(batch(own)[1], batch.with_parameters(batch.parameters[1])(own[1]), atol=1e-14)


@pytest.mark.parametrize(
    "init, variance",
    [("glorot", 2 / (300 + 200)), ("he", 2 / 300), ("normal", 1e-4), ("uniform", 1 / (3 * 300)), ("zeros", 0)],
)
def test_initial_weights_have_the_published_variance_and_biases_are_zero(init, variance):
    network = Network((300, 200), init=init)
    assert network.weights[0].var() == pytest.approx(variance, rel=0.03)
    assert network.weights[0].mean() == pytest.approx(0, abs=2e-3) and not network.biases[0].any()


def test_an_init_may_be_a_function():
    network = Network((2, 3), init=lambda rng, M, N: rng.uniform(-0.5, 0.5, (M, N)), seed=4)
    assert np.array_equal(network.weights[0], np.random.default_rng(4).uniform(-0.5, 0.5, (3, 2)))
    assert set(INITS) == {"glorot", "he", "normal", "uniform", "zeros"}


def test_float32_stays_float32():
    network = Network((3, 4, 2), "gelu", dtype=np.float32)
    trace = network.forward(X)
    gradient = network.backward(trace, LOSSES["squared_error"].gradient(trace.h[-1], np.ones((6, 2))))
    assert {a.dtype for a in (*trace.z, *trace.h, gradient, network.parameters)} == {np.dtype(np.float32)}
    assert np.allclose(trace.h[-1], Network((3, 4, 2), "gelu")(X), atol=1e-5)


def test_an_activation_per_layer():
    network = Network((3, 4, 5, 2), ["relu", elu(alpha=0.5)])
    assert repr(network) == "Network(3 → 4 relu → 5 elu(alpha=0.5) → 2 linear, parameters=53)"
    assert "networks=7, parameters=53" in repr(Network((3, 4, 5, 2), seed=range(7)))


@pytest.mark.parametrize("sizes", [(2,), (), 3, (2, 0, 1), (2, 1.5), (2, -1), "21", None])
def test_impossible_sizes_are_refused(sizes):
    with pytest.raises(BadInput, match="whole numbers of units"):
        Network(sizes)


def test_unknown_names_and_wrong_shapes_are_refused():
    with pytest.raises(BadInput, match="did you mean 'relu'"):
        Network((2, 3, 1), "rleu")
    with pytest.raises(BadInput, match="did you mean 'sigmoid'"):
        Network((2, 3, 1), output="sigmoyd")
    with pytest.raises(BadInput, match="did you mean 'glorot'"):
        Network((2, 3, 1), init="gloro")
    with pytest.raises(BadInput, match="each of the 2 hidden layers; got 1"):
        Network((2, 3, 3, 1), ["relu"])
    for bad in (np.zeros((5, 3)), np.zeros(2), 1.0):
        with pytest.raises(BadInput, match="rows of 2 numbers"):
            Network((2, 3, 1))(bad)


@pytest.mark.parametrize("sizes", [(1, 1), (2, 3, 3, 2), [2, 8, 1], (64, 32, 10), (np.int64(5), 1, 7)])
def test_the_parameter_count_is_the_length_of_the_parameter_vector(sizes):
    assert parameter_count(sizes) == Network(sizes).parameters.size


def test_the_parameter_count_refuses_sizes_that_make_no_network():
    for sizes in ([2], [2, 0, 1], [2.5, 1], 3):
        with pytest.raises(BadInput, match="such as"):
            parameter_count(sizes)


def test_the_initialization_of_an_activation_is_one_that_exists():
    assert set(INITIALIZATION) <= set(ACTIVATIONS) and set(INITIALIZATION.values()) <= set(INITS)


@pytest.mark.parametrize("seed", [0, [0, 1]])
def test_weights_are_marked_and_biases_are_not(seed):
    network = Network((2, 3, 1), seed=seed)
    mask = network.is_weight
    assert mask.shape == network.parameters.shape and mask.sum() == np.size(seed) * (2 * 3 + 3 * 1)
    weights, biases = network.split(mask)
    assert all((W == 1).all() for W in weights) and all((b == 0).all() for b in biases)
