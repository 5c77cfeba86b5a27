"""Steps that know the curvature: their slopes are those of the network, and each step helps."""

import numpy as np
import pytest

from course_nn.lectures.deep_vs_shallow.curvature import descend, slopes
from course_nn.network import Network


def samples(n=30):
    x = np.linspace(-1, 1, n)[:, None]
    return x, np.sin(3 * x)


@pytest.mark.parametrize("sizes", [(1, 4, 1), (3, 5, 1)])
def test_slopes_are_those_of_small_changes(sizes):
    network, X = Network(sizes, "tanh", seed=3), np.random.default_rng(0).normal(size=(6, sizes[0]))
    theta, small = network.parameters, 1e-6
    ends = [
        [network.with_parameters(theta + way * small * one)(X)[:, 0] for way in (1, -1)] for one in np.eye(len(theta))
    ]
    np.testing.assert_allclose(
        slopes(network, X), np.array([(up - down) / 2 / small for up, down in ends]).T, atol=1e-8
    )


def test_every_step_lessens_the_error_and_a_few_fit_a_sine():
    X, T = samples()
    network = Network((1, 8, 1), "tanh", seed=1)
    errors = [np.mean((descend(network, X, T, steps)(X) - T) ** 2) for steps in (0, 1, 5, 20, 60)]
    assert errors == sorted(errors, reverse=True) and errors[-1] < 1e-3 < 0.1 < errors[0]


def test_what_fits_already_stays():
    X, _ = samples()
    network = Network((1, 8, 1), "tanh", seed=1)
    assert np.array_equal(descend(network, X, network(X), 5).parameters, network.parameters)
