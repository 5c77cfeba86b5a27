"""Where the units of a first layer bend before training: all through one point, or anywhere among the data.

A ReLU bends where w·x + b = 0. With all biases 0 every unit bends through the origin, however its weights are drawn:
on a line that is one and the same point. It is the usual start in papers; PyTorch's default spreads the biases a
little. Which start is taken can decide what training finds, so experiments of this lecture offer both.
"""

from collections.abc import Sequence

import numpy as np

from course_nn.network import Network

STARTS = ("zero", "spread")


def spread_bends(network: Network, seeds: Sequence, low: float, high: float) -> Network:
    """Let each unit of the first layer bend at a random place among the inputs; the weights stay. In place.

    b = −w·c,  c uniform on the cube [low, high]^N

    network : a batch of B networks, one for each of the seeds;  returns it
    """
    for W, b, seed in zip(network.weights[0], network.biases[0], seeds, strict=True):
        places = np.random.default_rng([seed, 1]).uniform(low, high, W.shape)  # not the numbers that the weights got
        b[:] = -(W * places).sum(axis=1)
    return network
