"""The chain rule multiplies; a product of many random slopes is tiny for most trains and huge for a few.

The mean is carried by the few, the median by the many. "The variance is kept" speaks of the mean square.
"""

import numpy as np

LOG_OF_A_NORMAL = -(np.euler_gamma + np.log(2)) / 2  # E ln|w| = −0.635 for w ~ N(0, 1)
AT_ONCE = 50  # trains of layers


def factors(rng: np.random.Generator, L: int, count: int) -> np.ndarray:
    """How large a nudge still is after 0, 1, …, L factors drawn from N(0, 1), whose mean square is 1.

    rng : np.random.Generator;  returns : (L + 1, count)
    """
    sizes = np.ones((L + 1, count))
    np.cumprod(np.abs(rng.normal(size=(L, count))), axis=0, out=sizes[1:])
    return sizes


def relu_layers(rng: np.random.Generator, N: int, L: int, count: int) -> np.ndarray:
    """The length of a unit gradient on its way down through 0, 1, …, L layers of N ReLUs with He's weights.

    h_l = relu(W_l h_{l−1}), W ~ N(0, 2/N);  g ← W_lᵀ (h_l > 0) g from the last layer down

    returns : (L + 1, count), a new random network for each, with a random input and a random g
    source  : He, Zhang, Ren & Sun, Delving Deep into Rectifiers (2015), section 2.2
    """
    parts = [_through(rng, N, L, min(AT_ONCE, count - first)) for first in range(0, count, AT_ONCE)]
    return np.concatenate(parts, axis=1)


def _through(rng, N, L, count):
    W = rng.standard_normal((L, count, N, N), dtype=np.float32) * np.float32(np.sqrt(2 / N))
    h, on = rng.standard_normal((count, N, 1), dtype=np.float32), []
    for layer in W:
        z = layer @ h  # (count, N, 1)
        on.append(z > 0)
        h = z * on[-1]
    g = rng.standard_normal((count, N, 1), dtype=np.float32)
    g /= np.linalg.norm(g, axis=1, keepdims=True)
    sizes = [np.ones(count)]
    for layer, mask in zip(W[::-1], on[::-1]):
        g = layer.mT @ (mask * g)
        sizes.append(np.linalg.norm(g, axis=(1, 2)))
    return np.array(sizes, float)  # (L + 1, count)
