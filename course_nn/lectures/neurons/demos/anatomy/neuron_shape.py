"""The shape of the drawn neuron, in inches, and the way of an impulse through it."""

import numpy as np

BODY, NUCLEUS = np.array([2.6, 1.75]), np.array([2.68, 1.78])
FORK = np.array([6.1, 1.7])
ROUTE = ["synapse", "dendrites", "body", "axon", "branches", "terminals"]  # of an impulse
TIMES = np.array([0.06, 0.34, 0.44, 0.76, 0.94])  # when it leaves each of them but the last: shares of its way


def bend(start: np.ndarray | tuple, end: np.ndarray | tuple, bulge: float, n: int = 40) -> np.ndarray:
    """A gentle curve between two places: (n, 2).

    bulge : how far its middle stands above the straight line;  start, end not one above the other
    """
    t, way = np.linspace(0, 1, n)[:, None], np.subtract(end, start)
    across = np.array([-way[1], way[0]]) / np.hypot(*way) * np.sign(way[0])  # upwards
    return start + t * way + 4 * bulge * t * (1 - t) * across


def _dendrites():
    """Five stems with two twigs each, all of them from outside to the cell body: curves (40, 2)."""
    stems, twigs = [], []
    tips = [(0.75, 2.55), (0.6, 1.85), (0.7, 1.15), (1.75, 2.8), (1.9, 0.75)]
    for k, tip in enumerate(np.array(tips)):
        stem = bend(tip, BODY, 0.12 * (-1) ** k)
        stems.append(stem)
        along = (BODY - tip) / np.hypot(*(BODY - tip))
        across = np.array([-along[1], along[0]])
        for side in (1, -1):
            root = stem[12 + 4 * side]
            twigs.append(bend(root - 0.3 * along + side * 0.26 * across, root, 0.04))
    return stems, twigs


STEMS, TWIGS = _dendrites()
AXON = bend(BODY, FORK, 0.12)
BRANCHES = [bend(FORK, end, bulge) for end, bulge in zip([(7.5, 2.5), (7.75, 1.75), (7.4, 0.95)], (0.1, 0.06, -0.1))]
# The last piece of another neuron's axon, and the first piece of another neuron's dendrite: a gap away from this one.
ARRIVING = [stem[0] - [0.14, 0.0] for stem in STEMS[:3]]
LEAVING = [branch[-1] + [0.2, 0.0] for branch in BRANCHES]
_TURN = np.linspace(0, 2 * np.pi, 90)
_RADIUS = 0.42 + 0.04 * np.cos(5 * _TURN) + 0.02 * np.sin(3 * _TURN)
OUTLINE = BODY + _RADIUS[:, None] * np.stack([np.cos(_TURN), 0.9 * np.sin(_TURN)], axis=1)  # of the cell body


def part_at(share: float) -> str:
    """The part in which the impulse is after this share of the way."""
    return ROUTE[int(np.searchsorted(TIMES, share, side="right"))]


def signals(share: float) -> np.ndarray:
    """The impulses after this share of the way: three come in, one spike goes out, and three copies of it arrive.

    share : of the way, 0 … 1;  returns: (k, 2)
    """
    k = ROUTE.index(part_at(share))
    start, end = [0.0, *TIMES, 1.0][k : k + 2]
    part = (share - start) / (end - start)  # of the way through this part
    paths = {
        "synapse": [bend(place, stem[0], 0.0) for place, stem in zip(ARRIVING, STEMS)],
        "dendrites": STEMS[:3],
        "body": [AXON[:1]],
        "axon": [AXON],
        "branches": BRANCHES,
        "terminals": [branch[-1:] for branch in BRANCHES],
    }[ROUTE[k]]
    return np.array([path[round(part * (len(path) - 1))] for path in paths])
