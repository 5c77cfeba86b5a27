"""Steps that know the curvature: the method of Levenberg and Marquardt for one hidden layer.

A descent goes along the gradient, and one step has to suit all directions. Here each step solves a small linear problem
in the directions that matter. It is not done by training.learn, for it needs the slopes at each point, not their mean.

source : Nocedal & Wright, Numerical Optimization (2006), chapter 10
"""

import numpy as np

from course_nn.network import Network

DAMPING = 1.0  # λ of the first step
FACTOR = 3  # by which λ shrinks after a step that helped, and grows after one that did not
STUCK = 1e9  # a λ at which no step helps any more


def descend(network: Network, X: np.ndarray, T: np.ndarray, steps: int) -> Network:
    """All weights of a network with one hidden layer, moved to lessen Σ (F - T)², in so many steps at most.

    θ ← θ - Jᵀ (J Jᵀ + λ I)⁻¹ (F - T),  J = ∂F/∂θ

    X : (n, N);  T : (n, 1);  returns another Network
    """
    damping, left = DAMPING, network(X)[:, 0] - T[:, 0]  # (n,)
    for _ in range(steps):
        J = slopes(network, X)
        nearer, damping = _one_step(network, X, T, J, left, damping)
        if damping > STUCK:
            break
        network, left = nearer, nearer(X)[:, 0] - T[:, 0]
    return network


def _one_step(network, X, T, J, left, damping):
    """The network after the first step that helps, and the λ to begin the next one with."""
    gram, square = J @ J.T, left @ left
    while damping <= STUCK:
        step = J.T @ np.linalg.solve(gram + damping * np.eye(len(gram)), left)
        moved = network.with_parameters(network.parameters - step)
        if np.sum((moved(X) - T) ** 2) < square:
            return moved, damping / FACTOR
        damping *= FACTOR
    return network, damping


def slopes(network: Network, X: np.ndarray) -> np.ndarray:
    """∂F/∂θ of a network with one hidden layer and one output at each point: (n, P), in the order of its parameters.

    ∂F/∂v = h,  ∂F/∂c = 1,  ∂F/∂b = v φ'(z),  ∂F/∂W = v φ'(z) x
    """
    (W, *_), (b, *_), v, phi = network.weights, network.biases, network.weights[1][0], network.activations[0]
    z = X @ W.T + b  # (n, M)
    through = v * phi.df(z)
    along = (through[:, :, None] * X[:, None]).reshape(len(X), -1)  # (n, M N)
    return np.hstack([along, through, phi.f(z), np.ones((len(X), 1))])
