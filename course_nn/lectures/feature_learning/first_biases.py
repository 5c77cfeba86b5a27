"""First biases at random instead of 0: does what is concluded from untrained networks hold for these as well?"""

import numpy as np

from course_nn.network import Network

FIRST_BIASES = ("zero", "random")


def set_first_biases(network: Network, biases: str, seeds: int | range) -> Network:
    """Give the hidden units of a network their first biases: 0, as they are made, or drawn from N(0, 1).

    biases : "zero" or "random";  seeds : one number for a network, or one for each network of a batch
    returns : the network, which was changed
    """
    for seed, parameters in zip(np.atleast_1d(seeds), np.atleast_2d(network.parameters)):  # views
        rng = np.random.default_rng([int(seed), 1])  # not the numbers that the weights were drawn from
        for b in network.split(parameters)[1][:-1] if biases == "random" else ():
            b[...] = rng.normal(size=b.shape)
    return network
