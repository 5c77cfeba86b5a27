"""A hidden layer moves every point of its space: it turns and stretches (W), shifts (b) and bends (φ).

ψ(x) is the output of all layers but the last. A point can be followed on its way from x to ψ(x).
"""

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.lectures.feature_learning.turns import part_of_matrix
from course_nn.network import Network


def features(network: Network, X: np.ndarray) -> np.ndarray:
    """ψ(X), the input of the network's last layer; X itself if there is no hidden layer.
    ψ(X)：网络最后一层所看到的特征；没有隐藏层时就是 X 本身。

    X : (n, N);  returns (n, M), or (B, n, M) for B networks（B 个网络）
    """
    return network.forward(X).h[-2]


def places_at(network: Network, X: np.ndarray, t: float) -> np.ndarray:
    """The points X at time t on their way to ψ(X): in each layer W, then b, then φ, each for a third of the time.

    W(s) h  for s from 0 to 1,   then  W h + s b,   then  (1 - s) z + s φ(z)  with  z = W h + b

    Only at whole thirds are these values that the network computes; those between are there for the eye.

    X : (…, N);  t : 0 … the number of hidden layers;  returns (…, D), D the widest of x and the hidden layers;
        a space of fewer dimensions lies in it with zeros behind
    """
    X = np.asarray(X, float)
    D = max(network.sizes[:-1])
    layer, step, s = layer_and_step(network, t)
    W, b, phi = network.weights[layer], network.biases[layer], network.activations[layer]  # (M, N), (M,)
    M, N = W.shape
    h = network.forward(X).h[layer]  # (…, N)
    if step == 0:
        return _padded(h, D) @ part_of_matrix(np.pad(W, [(0, D - M), (0, D - N)]), s).T
    z = h @ W.T  # (…, M)
    if step == 1:
        return _padded(z + s * b, D)
    return _padded((1 - s) * (z + b) + s * phi.f(z + b), D)


def _padded(h, D):
    return np.concatenate([h, np.zeros((*h.shape[:-1], D - h.shape[-1]))], axis=-1)


def layer_and_step(network: Network, t: float) -> tuple:
    """At time t: the hidden layer, the step in it (0 for W, 1 for b, 2 for φ), and the share of that step that is done.

    t : 0 … the number of hidden layers;  raises : BadInput outside of that
    """
    hidden = len(network.sizes) - 2
    if not 0 <= t <= hidden or not hidden:
        raise BadInput(
            f"t runs from 0, at x, to the number of hidden layers, {hidden}, at ψ(x); got {t!r}",
            f"t 从 0（x 处）到隐藏层数 {hidden}（ψ(x) 处）；现为 {t!r}",
        )
    third = min(int(3 * t + 1e-9), 3 * hidden - 1)
    return third // 3, third % 3, max(3 * t - third, 0.0)


def without_mirroring(network: Network) -> Network:
    """The same function with two units of a layer swapped wherever W mirrors space, so that det W > 0.

    Hidden units may stand in any order. Of B networks, such as a history, the last one decides for all.

    network : Network;  returns a Network
    """
    network = network.with_parameters(network.parameters)
    W, b = network.weights, network.biases
    for layer in range(len(W) - 1):
        M, N = W[layer].shape[-2:]
        last = W[layer].reshape(-1, M, N)[-1]
        if M == N > 1 and np.linalg.det(last) < 0:
            order = [1, 0, *range(2, M)]
            W[layer], b[layer] = W[layer][..., order, :], b[layer][..., order]
            W[layer + 1] = W[layer + 1][..., order]
    return network
