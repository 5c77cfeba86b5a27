"""A loss depends on thousands of parameters; a plane through a few networks shows two directions of it.

What lies between two trained networks also depends on how their hidden units are numbered. Two units of tanh can change
places, and all signs of a unit can be turned: the outputs stay as they are. `reorder` looks for the numbering and the
signs with which one network is most like another.
"""

from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.losses import LOSSES
from course_nn.network import Network

AT_ONCE = 100  # networks that are computed at the same time, which bounds the memory


class Plane(NamedTuple):
    """A plane in the space of all parameters, with coordinates (u, v)."""

    origin: np.ndarray  # (P,) where u = v = 0
    across: np.ndarray  # (P,) the direction of u, as long as u grows by 1
    up: np.ndarray  # (P,) that of v

    def at(self, u: np.ndarray | float, v: np.ndarray | float) -> np.ndarray:
        """The parameters at places of the plane: (…, P) for u, v (…)."""
        return self.origin + np.multiply.outer(u, self.across) + np.multiply.outer(v, self.up)

    def coordinates(self, theta: np.ndarray) -> np.ndarray:
        """u and v of the place of the plane that is nearest to parameters (P,), for directions at right angles."""
        way = theta - self.origin
        return np.array([way @ direction / (direction @ direction) for direction in (self.across, self.up)])


def plane(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> Plane:
    """The plane through three networks: a lies at (0, 0), b at (1, 0), c above; both directions are as long as b - a.

    θ(u, v) = a + u (b - a) + v e,   e at right angles to b - a and as long as it

    a, b, c : (P,) parameters;  returns Plane
    raises  : BadInput if they lie on one line
    source  : Garipov and others, Loss Surfaces, Mode Connectivity, and Fast Ensembling of DNNs (2018), appendix A.1
    """
    across = b - a
    length = np.linalg.norm(across)
    up = (c - a) - ((c - a) @ across) / max(length**2, 1e-30) * across
    height = np.linalg.norm(up)
    if height <= 1e-6 * np.linalg.norm(c - a) or not length:
        raise BadInput(
            "three networks on one line span no plane: choose a third one that lies beside it",
            "三个网络在同一条直线上，不能确定平面：请换一个不在直线上的网络",
        )
    return Plane(a, across, up * (length / height))


def random_plane(network: Network, seed: int = 0) -> Plane:
    """A plane around a network in two random directions, each unit's part as long as that unit's own weights.

    The network lies at (½, ½), and biases stay as they are.

    network : one network;  seed : a whole number;  returns Plane
    source  : Li and others, Visualizing the Loss Landscape of Neural Nets (2018), section 4: filter normalization
    """
    rng = np.random.default_rng(seed)
    directions = []
    for _ in range(2):
        direction = np.zeros_like(network.parameters)
        for part, W in zip(network.split(direction)[0], network.weights):
            part[...] = rng.normal(size=W.shape)
            part *= np.linalg.norm(W, axis=1, keepdims=True) / np.linalg.norm(part, axis=1, keepdims=True)
        directions.append(direction)
    across, up = directions
    up -= (up @ across) / (across @ across) * across
    return Plane(network.parameters - (across + up) / 2, across, up)


def losses_on(
    network: Network, points: np.ndarray, X: np.ndarray, Y: np.ndarray, loss: str = "softmax_cross_entropy"
) -> np.ndarray:
    """The mean loss of a network with each of many sets of parameters.

    network : gives the layers;  points : (K, P) parameters
    X, Y    : rows (n, N) and their targets;  loss : a name in LOSSES
    returns : (K,)
    """
    chosen = LOSSES[loss]
    parts = np.array_split(points, max(1, -(-len(points) // AT_ONCE)))
    return np.concatenate([chosen.per_sample(network.with_parameters(part)(X), Y).mean(axis=-1) for part in parts])


def reorder(network: Network, like: Network) -> Network:
    """The network with its hidden units in another order, and some signs turned, so that it is more like another.

    order = argmax Σ_i |a_i · b_order(i)|, with the weights into and out of a unit, and its bias, as its vector a_i
    Greedy: the most alike pair first. Then two units change places as long as that makes the sum larger.

    network, like : N-h-M with tanh;  returns Network
    raises : BadInput for networks of another kind or of different sizes
    source : Ainsworth, Hayase & Srinivasa, Git Re-Basin: Merging Models modulo Permutation Symmetries (2023), section
             3.2, whose linear assignment the swaps come close to; signs: Hecht-Nielsen, On the Algebraic Structure of
             Feedforward Network Weight Spaces (1990)
    """
    if network.sizes != like.sizes:
        raise BadInput(
            f"two networks of the same sizes are needed; got {network.sizes} and {like.sizes}",
            f"两个网络的各层宽度应相同；收到 {network.sizes} 和 {like.sizes}",
        )
    alike = hidden_units(like) @ hidden_units(network).T  # (h, h)
    order = improved_by_swaps(np.abs(alike), greedy_order(np.abs(alike)))
    return relabelled(network, order, np.where(alike[np.arange(len(order)), order] < 0, -1, 1))


def hidden_units(network: Network) -> np.ndarray:
    """The vector of each hidden unit, its weights in, its bias and its weights out: (h, N + 1 + M).

    raises : BadInput unless it is one network with one hidden layer of tanh
    """
    if len(network.sizes) != 3 or network.activations[0].name != "tanh" or network.parameters.ndim != 1:
        raise BadInput(
            f"units can be reordered and turned in one network with one hidden layer of tanh; got {network!r}",
            f"只能对单个、只有一个 tanh 隐藏层的网络重排单元；收到 {network!r}",
        )
    (W, V), (b, _) = network.weights, network.biases
    return np.column_stack([W, b, V.T])


def greedy_order(gain: np.ndarray) -> np.ndarray:
    """A column for each row, all different: the largest gain first, then the largest in what is left, and so on.

    gain : (h, h);  returns (h,) the column of each row
    """
    left, order = np.array(gain, float), np.zeros(len(gain), int)
    for _ in order:
        row, column = np.unravel_index(left.argmax(), left.shape)
        order[row] = column
        left[row], left[:, column] = -np.inf, -np.inf
    return order


def improved_by_swaps(gain: np.ndarray, order: np.ndarray) -> np.ndarray:
    """The same order after two rows have exchanged their columns, as often as that makes the sum of gains larger.

    gain : (h, h) ≥ 0;  order : (h,);  returns (h,)
    """
    order, rows = order.copy(), np.arange(len(order))
    while True:
        chosen = gain[:, order]  # (h, h): row i with the column of row j
        more = chosen + chosen.T - np.diag(chosen)[:, None] - np.diag(chosen)
        i, j = np.unravel_index(more.argmax(), more.shape)
        if more[i, j] <= 1e-9 * gain[rows, order].sum():
            return order
        order[[i, j]] = order[[j, i]]


def relabelled(network: Network, order: np.ndarray, signs: np.ndarray) -> Network:
    """The network with its hidden units in that order, each multiplied by its sign: for tanh the same function.

    w_i ← s_i w_order(i),  b_i ← s_i b_order(i),  v_i ← s_i v_order(i),   as tanh(-z) = -tanh(z)

    order : (h,) a permutation;  signs : (h,) of 1 and -1;  returns Network
    """
    other = network.with_parameters(network.parameters)
    (W, V), (b, _) = other.weights, other.biases
    W[...], b[...], V[...] = signs[:, None] * W[order], signs * b[order], V[:, order] * signs
    return other


def shuffled(network: Network, seed: int = 0) -> Network:
    """The network with its hidden units in a random order, and random signs turned: for tanh the same function."""
    rng, h = np.random.default_rng(seed), network.sizes[1]
    return relabelled(network, rng.permutation(h), rng.choice([-1, 1], h))
