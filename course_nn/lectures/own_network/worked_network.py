"""The worked network when it has learned, and the digits that it has never seen."""

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import shuffled_digits
from course_nn.lectures.own_network.worked import Net, start, train

LEARNED, UNSEEN = 1000, 1200  # digits to learn from; where those begin that are seen in the end


@memoized
def worked_network() -> tuple[Net, np.ndarray, np.ndarray]:
    """The net (64, 32, 10), and X (597, 64), y (597,)."""
    (X, y), rng = shuffled_digits(centred=False), np.random.default_rng(0)
    looks = X[LEARNED:UNSEEN], y[LEARNED:UNSEEN]
    return train(start((64, 32, 10), rng), X[:LEARNED], y[:LEARNED], looks, rng), X[UNSEEN:], y[UNSEEN:]
