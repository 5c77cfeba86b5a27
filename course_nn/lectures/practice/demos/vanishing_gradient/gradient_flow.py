"""How a gradient fares on its way down through the layers: in each of them it is multiplied once more."""

import numpy as np

from course_nn.network import Network, Trace


def layer_gradients(network: Network, trace: Trace, dF: np.ndarray) -> list:
    """The gradient of each sample's loss with respect to the pre-activations of each layer.

    δ_L = dl/dh_L · φ'(z_L),   δ_l = φ'(z_l) · W_(l+1)ᵀ δ_(l+1)

    Network.backward computes the same on its way, but keeps only sums over the samples: Σ δ_l is its dl/db_l.

    network: a Network;  trace : of network.forward(X), X (n, N)
    dF     : (n, M), the gradient with respect to the output
    returns: list of L arrays (n, units of the layer), the first layer first
    source : Rumelhart, Hinton & Williams, Learning representations by back-propagating errors (1986)
    """
    deltas, dh = [], dF
    for W, phi, z in zip(network.weights[::-1], network.activations[::-1], trace.z[::-1]):
        deltas.append(dh * phi.df(z))  # (n, M)
        dh = deltas[-1] @ W  # (n, N)
    return deltas[::-1]


def root_mean_square_norm(delta: np.ndarray) -> float:
    """The typical length of the rows of an array (n, N): the root of the mean of their squared norms."""
    return np.sqrt(np.mean(np.sum(delta**2, axis=1)))
