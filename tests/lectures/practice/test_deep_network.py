"""Deep networks against finite differences, against the plain Network, and against the laws of wide layers."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.layers import TRAINING
from course_nn.lectures.practice.deep_network import (
    deep_network,
    gradients_of_z,
    mean_cosine,
    norms_of,
    orthogonal,
    relu_cosine,
    signals,
)
from course_nn.losses import LOSSES
from course_nn.network import Network

RNG = np.random.default_rng(0)
LOSS = LOSSES["softmax_cross_entropy"]
SIZES = (5, 4, 4, 4, 3)
X, T = RNG.normal(size=(6, 5)), np.eye(3)[RNG.integers(3, size=6)]


def disturbed(**how):
    network = deep_network(SIZES, "tanh", **how)
    network.parameters += np.random.default_rng(1).normal(0, 0.1, network.parameters.shape)
    return network


def gradient(network):
    trace = network.forward(X, TRAINING)
    return network.backward(trace, LOSS.dl(trace.h[-1], T)).copy()


@pytest.mark.parametrize("norm", ["none", "batch", "layer"])
@pytest.mark.parametrize("shortcut", [False, True])
def test_backward_is_the_measured_gradient(norm, shortcut):
    network = disturbed(norm=norm, shortcut=shortcut, alpha=0.7)
    computed, measured = gradient(network), np.zeros(len(network.parameters))
    for k in range(len(measured)):
        ends = [network.with_parameters(network.parameters + s * np.eye(len(measured))[k]) for s in (1e-6, -1e-6)]
        up, down = (LOSS.l(end.forward(X, TRAINING).output, T).sum() for end in ends)
        measured[k] = (up - down) / 2e-6
    assert computed == pytest.approx(measured, abs=1e-7)


def test_without_norm_and_shortcut_it_is_the_plain_network():
    deep = disturbed()
    plain = Network(SIZES, "tanh").with_parameters(deep.parameters)
    assert deep(X) == pytest.approx(plain(X), abs=1e-12)
    trace = plain.forward(X)
    assert gradient(deep) == pytest.approx(plain.backward(trace, LOSS.dl(trace.h[-1], T)), abs=1e-12)


def test_with_alpha_0_it_is_the_shallow_network():
    deep = disturbed(shortcut=True, alpha=0.0)
    shallow = Network((5, 4, 3), "tanh")
    for own, other in ((0, 0), (1, -1)):
        shallow.weights[own] = deep.weights[other]
    shallow.biases[0], shallow.biases[1] = deep.biases[-2], deep.biases[-1]
    assert deep(X) == pytest.approx(shallow(X), abs=1e-12)


@pytest.mark.parametrize("norm", ["none", "batch", "layer"])
def test_many_networks_at_once_are_each_of_them(norm):
    many = deep_network(SIZES, norm=norm, seed=(3, 8), shortcut=True)
    for k, seed in enumerate((3, 8)):
        one = deep_network(SIZES, norm=norm, seed=seed, shortcut=True)
        assert np.array_equal(many.parameters[k], one.parameters)
        assert gradient(many)[k] == pytest.approx(gradient(one), abs=1e-12)
    many.gather(many.forward(X, TRAINING))
    assert many(X).shape == (2, 6, 3) and np.isfinite(many(X)).all()


@pytest.mark.parametrize("shortcut", [False, True])
def test_what_arrives_at_z_times_what_went_in_is_the_gradient_of_the_weights(shortcut):
    network = disturbed(norm="layer", shortcut=shortcut, alpha=0.7)
    trace = network.forward(X)
    deltas = gradients_of_z(network, trace, LOSS.dl(trace.output, T))
    assert len(deltas) == len(norms_of(network)) == 3
    dW, _ = network.split(gradient(network))
    for layer, (delta, h) in enumerate(zip(deltas, trace.h)):
        share = 0.7 if shortcut and layer > 0 else 1.0
        assert dW[layer] == pytest.approx(share * delta.T @ h, abs=1e-12)


def test_a_batch_norm_in_test_mode_uses_what_was_gathered():
    network = disturbed(norm="batch")
    for _ in range(200):
        network.gather(network.forward(X, TRAINING))
    of_the_batch = network.forward(X, TRAINING).z[0] - network.biases[0]
    of_running = network.forward(X).z[0] - network.biases[0]
    assert of_running == pytest.approx(np.sqrt(5 / 6) * of_the_batch, abs=1e-4)  # their variances have n − 1 below


def test_a_rotation_keeps_lengths_and_angles_and_is_seldom_the_same():
    Q = orthogonal(RNG, 7, 7)
    assert Q @ Q.T == pytest.approx(np.eye(7), abs=1e-12) and orthogonal(RNG, 7, 3).shape == (7, 3)
    assert orthogonal(RNG, 3, 7) @ orthogonal(np.random.default_rng(5), 3, 7).T != pytest.approx(np.eye(3))


def wide(width=2000, layers=30, sigma2=2.0):
    """Two inputs of the cosine 0 through wide ReLU layers: mean squares and cosines after each."""
    rng, z = np.random.default_rng(2), np.random.default_rng(3).normal(size=(2, width))
    z[1] -= z[0] * (z[0] @ z[1]) / (z[0] @ z[0])
    squares, cosines = [], []
    for _ in range(layers):
        h = np.maximum(z @ rng.normal(0, np.sqrt(sigma2 / width), (width, width)), 0)
        squares.append(np.mean(h**2))
        cosines.append(mean_cosine(h))
        z = h
    return np.array(squares), np.array(cosines)


def test_wide_relu_layers_with_variance_2_over_n_keep_the_mean_square_and_lose_the_angle():
    squares, cosines = wide(layers=6)
    assert squares == pytest.approx(np.ones(6), rel=0.15)
    assert cosines == pytest.approx([relu_cosine(0.0, layer) for layer in range(1, 7)], abs=0.05)


def test_the_cosine_of_relu_layers_has_its_published_values():
    assert [relu_cosine(0.0, k) for k in (0, 1, 2, 30)] == pytest.approx([0, 1 / np.pi, 0.4937, 0.9720], abs=5e-5)
    assert relu_cosine(1.0) == pytest.approx(1) and relu_cosine(-1.0) == pytest.approx(0)


def test_the_mean_cosine_is_that_of_all_pairs():
    h = RNG.normal(1, 1, (2, 7, 3))
    u = h / np.linalg.norm(h, axis=-1, keepdims=True)
    pairs = [[u[b, i] @ u[b, j] for i in range(7) for j in range(7) if i != j] for b in range(2)]
    assert mean_cosine(h) == pytest.approx(np.mean(pairs, axis=1), abs=1e-12)
    assert mean_cosine(np.array([[1.0, 0], [0, 0], [2, 0]])) == pytest.approx(1 / 3)


def test_under_batch_norm_a_gradient_grows_by_the_root_of_pi_over_pi_minus_1_a_layer():
    """In wide layers and large batches; so 30 layers multiply it by more than two hundred."""
    rng = np.random.default_rng(4)
    network = deep_network((200, *(200,) * 8, 10), "relu", "he", "batch")
    inputs, classes = rng.normal(size=(400, 200)), np.eye(10)[rng.integers(10, size=400)]
    gradients = signals(network, inputs, classes, LOSS).gradients
    factor = (gradients[1] / gradients[-1]) ** (1 / 6)  # the first layer has other inputs
    assert factor == pytest.approx(np.sqrt(np.pi / (np.pi - 1)), abs=0.015)
    assert np.sqrt(np.pi / (np.pi - 1)) == pytest.approx(1.2112, abs=5e-5)


def test_bad_input_is_told():
    with pytest.raises(BadInput, match="shortcut"):
        deep_network((2, 3, 4, 2), shortcut=True)
    with pytest.raises(BadInput, match="initialization"):
        deep_network((2, 3, 2), init="hee")
    with pytest.raises(BadInput, match="norm"):
        deep_network((2, 3, 2), norm="bacth")
