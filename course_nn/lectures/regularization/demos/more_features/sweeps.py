"""Ten draws of samples and random features, and a last layer for every number of features by every solver."""

from collections.abc import Generator

import numpy as np

from course_nn.common.progress import memoized, part
from course_nn.lectures.regularization.demos.more_features.random_features import Sweep, sweep
from course_nn.lectures.regularization.samples import digit_split, wave_split, with_targets

SIZES = (5, 10, 20, 30, 40, 45, 50, 55, 60, 80, 90, 95, 100, 105, 110, 150, 190, 200, 210, 300, 400, 700, 1000, 2000)
FEW = 12  # sizes that are fitted first, up to 95; the others cost five times as much, and wait until they are asked for
LAMS = (0.0, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
CUTOFFS = (0.0, 0.001, 0.01)
SOLVERS = [*((lam, 0.0) for lam in LAMS), *((0.0, cutoff) for cutoff in CUTOFFS[1:])]  # pairs of λ and cutoff
DRAWS = 10


def ten_sweeps(
    n: int, data: str, noise: float, kind: str, seed: int, largest: int = SIZES[-1]
) -> Generator[float, None, Sweep]:
    """Fit n samples of the digits or of the wave ten times: a generator, which returns a Sweep over SIZES and SOLVERS.

    n       : samples to learn from;  data : "digits" or "wave"
    noise   : share of wrong labels, or σ of the wave;  kind : of features;  seed : the first of ten
    largest : of the numbers of features that are asked for; if it is one of the FEW, the others are left out
    """
    parts = [SIZES[:FEW]] if largest in SIZES[:FEW] else [SIZES[:FEW], SIZES[FEW:]]
    sweeps = []
    for k, sizes in enumerate(parts):
        sweeps.append((yield from part(_sweeps_of(sizes, n, data, noise, kind, seed), k, len(parts))))
    return Sweep(*map(np.concatenate, zip(*sweeps)))


@memoized
def _sweeps_of(sizes, n, data, noise, kind, seed):
    seeds = range(seed, seed + DRAWS)
    waves = (wave_split(n, k, noise) for k in seeds)
    digits = (with_targets(digit_split(n, k, noise)) for k in seeds)
    lams, cutoffs = np.transpose(SOLVERS)
    return (yield from sweep(waves if data == "wave" else digits, sizes, lams, cutoffs, kind, seed))
