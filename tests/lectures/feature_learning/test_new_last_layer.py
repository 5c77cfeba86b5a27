"""A last layer on the features of another network: fitted to them, it reads as well as their own."""

import numpy as np
import pytest

from course_nn.datasets import shuffled_digits
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.linear_models import least_squares
from course_nn.losses import one_hot
from course_nn.network import Network
from course_nn.training import train

STARTS, TRAINED = 6, 600
X, Y = shuffled_digits(TRAINED)


@pytest.fixture(scope="module")
def networks():
    learned = [Network((64, 24, 10), "relu", init="he", seed=seed) for seed in range(STARTS)]
    for network in learned:
        labels = one_hot(Y[:TRAINED], 10)
        train(network, X[:TRAINED], labels, "softmax_cross_entropy", learning_rate=0.3, epochs=20, batch_size=20)
    return learned


def misread(psi, W, b):
    return np.mean((psi[TRAINED:] @ W.T + b).argmax(axis=1) != Y[TRAINED:])


def misread_by_a_new_last_layer(psi):
    fit = least_squares(psi[:TRAINED], one_hot(Y[:TRAINED], 10), 1.0)
    return misread(psi, fit.W, fit.b)


def test_a_last_layer_of_one_network_is_of_no_use_on_the_features_of_another(networks):
    for one, another in zip(networks, networks[1:]):
        assert misread(features(another, X), one.weights[-1], one.biases[-1]) > 0.6


def test_a_new_last_layer_on_the_features_of_another_network_reads_as_well_as_their_own(networks):
    own, new, before = [], [], [network.parameters.copy() for network in networks]
    for network in networks:
        psi = features(network, X)
        own.append(misread(psi, network.weights[-1], network.biases[-1]))
        new.append(misread_by_a_new_last_layer(psi))
    assert np.median(new) < np.median(own) + 0.04 < 0.12
    assert all(np.array_equal(network.parameters, was) for network, was in zip(networks, before))


def test_on_features_that_nothing_has_learned_the_same_last_layer_reads_far_worse(networks):
    drawn = [Network((64, 24, 10), "relu", init="he", seed=seed) for seed in range(STARTS)]
    random, learned = (
        [misread_by_a_new_last_layer(features(network, X)) for network in of] for of in (drawn, networks)
    )
    assert np.median(random) > 2 * np.median(learned)
