"""Many networks trained side by side, each in an order of its own: what differs between them is then chance alone."""

from collections.abc import Iterator, Sequence

import numpy as np

from course_nn.training import mini_batches


def own_batches(X: np.ndarray, T: np.ndarray, size: int, seeds: Sequence) -> Iterator[tuple]:
    """One mini-batch after another, without end; in each epoch every network takes all samples in a new order.

    X, T   : all samples (n, N) and targets (n, M), or targets (B, n, M) that are the same for all networks
    size   : samples a batch; the last batch of an epoch holds what is left
    seeds  : B whole numbers;  yields X (B, size, N) and T (B, size, M)
    """
    return mini_batches(X, T, size, [np.random.default_rng([seed, len(X)]) for seed in seeds])
