"""Layers for pictures: their gradients, what they have in common with dense ones, and what a head makes of a place."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.layers import Dense
from course_nn.lectures.everybody.convolution import matrix
from course_nn.lectures.everybody.convolutional_network import (
    HALVINGS,
    Convolution,
    Pooling,
    convolutional_layers,
)
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.training import gradient_of_mean_loss, train

RNG = np.random.default_rng(0)
LOSS = LOSSES["softmax_cross_entropy"]
X, Y = RNG.random((6, 144)), RNG.integers(10, size=6)  # 12 × 12
KINDS = [(head, halving, bias) for head in ("flat", "max") for halving in HALVINGS for bias in (False, True)]


def network(*kind, kernels=(3, 4), seed=0):
    made = Network(convolutional_layers(12, kernels, *kind), seed=seed)
    made.parameters = made.parameters + np.random.default_rng(1).normal(0, 0.05, made.parameters.shape)  # biases too
    return made


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_gradients_are_those_that_central_differences_measure(kind):
    net = network(*kind)
    T = LOSS.targets(net(X), Y)
    gradient, theta, h = gradient_of_mean_loss(net, X, T, LOSS).copy(), net.parameters, 1e-6
    for k in RNG.integers(theta.size, size=30):
        before, ends = theta[k], []
        for step in (h, -h):
            theta[k] = before + step
            ends.append(LOSS.l(net(X), T).mean())
        theta[k] = before
        assert (ends[0] - ends[1]) / (2 * h) == pytest.approx(gradient[k], abs=1e-7)


def test_a_convolution_is_a_dense_layer_whose_weights_are_tied():
    tied = Network([Convolution((2, 6, 6), 3, bias=True)], seed=2)
    tied.biases[0] = RNG.normal(size=3)
    dense = Network([Dense(72, 108)])
    dense.weights[0] = matrix(tied.weights[0].reshape(3, 2, 3, 3), 6, 6, padding=1)
    dense.biases[0] = np.repeat(tied.biases[0], 36)
    pictures = RNG.normal(size=(5, 72))
    assert np.allclose(tied(pictures), dense(pictures))
    assert (tied.parameters.size, dense.parameters.size) == (3 * 18 + 3, 72 * 108 + 108)


@pytest.mark.parametrize("kind", KINDS[::3], ids=str)
def test_several_networks_at_once_answer_and_learn_as_each_alone(kind):
    together = network(*kind, seed=[3, 4])
    alone = [Network(convolutional_layers(12, (3, 4), *kind), seed=seed) for seed in (3, 4)]
    for one, parameters in zip(alone, together.parameters):
        one.parameters = parameters
    for net in (together, *alone):
        train(net, X, Y, "softmax_cross_entropy", learning_rate=0.05, epochs=3)
    assert np.allclose(together(X), [net(X) for net in alone])


def test_a_layer_has_as_many_weights_as_its_kernels_and_not_as_the_picture_has_places():
    for side in (8, 16, 32):
        assert Network([Convolution((3, side, side), 16, 5, 2, 2, bias=True)]).parameters.size == 16 * 75 + 16
    assert Convolution((3, 8, 8), 16, 5, 2, 2).outside == (16, 4, 4)


def test_the_numbers_of_weights_that_the_lecture_compares():
    sizes = [Network(convolutional_layers(16, *kind)).parameters.size for kind in (((8, 16), "flat"), ((8, 32), "max"))]
    assert sizes == [11_474, 2_706]


def test_with_one_field_of_the_whole_picture_it_does_not_matter_where_anything_is():
    picture = np.zeros((1, 8, 8))
    picture[0, 2:4, 1:4] = RNG.normal(size=(2, 3))
    whole = Network([Pooling((1, 8, 8), 8)], seed=0)
    places = [np.roll(picture, (dy, dx), (1, 2)).reshape(1, -1) for dy in range(4) for dx in range(4)]
    assert len({whole(place).item() for place in places}) == 1


@pytest.mark.parametrize("change", [{"head": "mean"}, {"halving": "half"}])
def test_another_head_or_halving_gets_a_sentence(change):
    with pytest.raises(BadInput):
        convolutional_layers(12, **change)
