"""What the tests of this lecture share."""

import numpy as np
import pytest
from computed import lecture

from course_nn.network import Network


@pytest.fixture(scope="session")
def shown():
    module, result = lecture("feature_learning")

    def shown(name, **values):
        """The result of a demo, computed once for all tests of this lecture."""
        return result(name, **{name: control.start for name, control in module(name).CONTROLS.items()} | values)

    return shown


@pytest.fixture(scope="session")
def network_of():
    def network_of(units, layers=2, activation="tanh", seed=0, scale=2.0):
        """A network with biases, as after training."""
        network = Network((2, *[units] * layers, 1), activation, seed=seed)
        network.parameters = np.random.default_rng(seed).normal(0, scale, network.parameters.shape)
        return network

    return network_of
