"""Many networks trained side by side, each in an order of its own: what differs between them is then chance alone."""

import numpy as np

from course_nn.training import gradient_of_mean_loss


def mini_batches(n, size, seeds):
    """Rows of one mini-batch after another, without end; in each epoch every network takes all n in a new order.
    一个接一个的小批量所含的行号，无穷无尽；每一轮中，每个网络各按新的次序取遍全部 n 行。

    n, size : samples, and samples a batch; the last batch of an epoch holds what is left
    seeds   : B whole numbers;  yields (B, size) int
    """
    rngs = [np.random.default_rng([seed, n]) for seed in seeds]
    while True:
        order = np.array([rng.permutation(n) for rng in rngs])  # (B, n)
        yield from (order[:, start : start + size] for start in range(0, n, size))


def step(network, optimizer, X, T, loss, rows):
    """One step of B networks, each on its own rows, and their gradients: (B, P).
    B 个网络各用自己的小批量走一步，返回它们的梯度。

    X, T : all samples (n, N) and targets (n, M);  rows : (B, size), or a slice for all networks
    """
    g = gradient_of_mean_loss(network, X[rows], T[rows], loss)
    optimizer.step(network.parameters, g)
    return g
