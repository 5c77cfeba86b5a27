"""A ReLU network cuts its input into pieces and is a plain linear map on each: the pieces say how much it can bend.

In the plane activation regions are counted: all points at which the same units are on. Such a region is convex, and no
two have the same pattern. Neighbours share their linear map if no later unit listens to the unit that switches between
them. So the output has at most as many linear pieces, and that of a trained network often fewer.

A count is exact within its window, a square or an interval; where the window holds all crossings, it is that of the
whole plane.
"""

from collections.abc import Sequence
from math import comb, prod
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.network import Network

ZERO = 1e-10  # a corner where |z| is less than this share of the unit's largest |z| lies on the zero line: no splinters


class Regions(NamedTuple):
    """The activation regions of a ReLU network in a square."""

    polygons: np.ndarray  # (R, V, 2) corners, anticlockwise; one with fewer than V corners repeats its last
    patterns: np.ndarray  # (R, units) bool, which hidden units are on
    maps: np.ndarray  # (R, M, 3) the network on each region: w1 x1 + w2 x2 + b for each output
    cuts: list  # for every hidden layer (S, 2, 2), the ends of the straight pieces where its units switch
    network: np.ndarray  # (R,) int, which of B networks it belongs to, 0 … B - 1; 0 for a single one

    @property
    def number(self) -> int:
        return len(self.polygons)

    @property
    def areas(self) -> np.ndarray:
        x, y = np.moveaxis(self.polygons, -1, 0)  # (R, V) each
        return 0.5 * np.sum(x * np.roll(y, -1, axis=1) - np.roll(x, -1, axis=1) * y, axis=1)


def linear_regions(network: Network, low: float = -1.0, high: float = 1.0) -> Regions:
    """All activation regions of a ReLU network with two inputs in the square [low, high]², exactly.

    On a region every z is linear in x, so a unit's zero line is straight there and splits the polygons that it crosses;
    after the last unit of a layer, h = z where z > 0, and 0 elsewhere.

    network: one, or B at once, such as a training history; then np.bincount(regions.network) counts for each
    returns: Regions; .number, .polygons, .patterns, .maps, .cuts
    raises : BadInput for other inputs, other activations, or an empty window
    source : Montúfar, Pascanu, Cho & Bengio, On the Number of Linear Regions of Deep Neural Networks (2014);
             activation and linear regions: Hanin & Rolnick, Deep ReLU Networks Have Surprisingly Few Activation
             Patterns (2019), section 2
    """
    _check(network, 2, True, low, high)
    which = np.arange(max(1, network.parameters.size // network.parameters.shape[-1]))  # each begins with one polygon
    polygons = np.tile([[low, low], [high, low], [high, high], [low, high]], (len(which), 1, 1)).astype(float)
    maps = np.tile(np.eye(2, 3), (len(which), 1, 1))  # h[0] is x
    patterns, cuts = np.zeros((len(which), 0), bool), []
    for layer in range(len(network.sizes) - 2):
        maps = _through(network, layer, maps, which)  # (R, M, 3), z of the whole layer
        crossings = []
        for unit in range(network.sizes[layer + 1]):
            z = _at(maps[:, [unit]], polygons)[..., 0]  # (R, V)
            polygons, origin, crossing = _split(polygons, z)
            maps, patterns, which = maps[origin], patterns[origin], which[origin]
            crossings.append(crossing)
        on = _at(maps, polygons.mean(axis=1, keepdims=True))[:, 0] > 0  # (R, M), at a point inside each polygon
        maps, patterns = maps * on[..., None], np.concatenate([patterns, on], axis=1)
        cuts.append(np.concatenate(crossings))
    return Regions(polygons, patterns, _through(network, -1, maps, which), cuts, which)


def zero_lines(regions: Regions, output: int = 0) -> np.ndarray:
    """Where an output of the network is zero, such as a decision boundary: straight in each region, exactly.

    returns: (S, 2, 2), the two ends of each piece
    """
    return _split(regions.polygons, _at(regions.maps, regions.polygons)[..., output])[2]


def _through(network, layer, maps, which):
    """z of one layer on every region, of the network that it belongs to: (R, N, 3) -> (R, M, 3)."""
    W, b = network.weights[layer], network.biases[layer]
    maps = W.reshape(-1, *W.shape[-2:])[which] @ maps
    maps[..., 2] += b.reshape(-1, b.shape[-1])[which]
    return maps


def _at(maps, points):
    """Values of the maps (R, M, 3) at points (R, V, 2): (R, V, M)."""
    return points @ maps[..., :2].mT + maps[:, None, :, 2]


def _split(polygons, z):
    """Cut polygons (R, V, 2) along the line where z (R, V), linear on each, is zero.

    returns: the polygons now (R', …, 2), the row where each was before (R',), the cuts (R' - R, 2, 2)
    """
    side = np.sign(z) * (np.abs(z) > ZERO * np.abs(z).max())  # -1, 0 or 1
    rows = np.flatnonzero((side.min(axis=1) < 0) & (side.max(axis=1) > 0))
    if not len(rows):
        return polygons, np.arange(len(polygons)), np.zeros((0, 2, 2))
    corners, z, side = polygons[rows], z[rows], side[rows]
    k = np.arange(z.shape[1])
    before, after = k - 1, (k + 1) % len(k)  # the neighbours of each corner
    real = np.any(corners != corners[:, before], axis=2)  # a repeated corner is none
    crosses = side * side[:, after] < 0  # the edge from this corner to the next
    share = z / np.where(crosses, z - z[:, after], 1)
    crossings = corners + share[..., None] * (corners[:, after] - corners)
    path = _in_turn(corners, crossings)  # (r, 2 V, 2) corner, edge, corner, edge, …
    above, below, cut = (_pick(path, _in_turn(real & part, crosses)) for part in (side >= 0, side <= 0, side == 0))
    V = max(part.shape[1] for part in (polygons, above, below))
    polygons, above, below = (part[:, np.minimum(np.arange(V), part.shape[1] - 1)] for part in (polygons, above, below))
    polygons[rows] = above
    return np.concatenate([polygons, below]), np.append(np.arange(len(polygons)), rows), cut[:, :2]


def _in_turn(a, b):
    """Two arrays interleaved along their second axis: a0, b0, a1, b1, …"""
    return np.stack([a, b], axis=2).reshape(len(a), -1, *a.shape[2:])


def _pick(path, keep):
    """The points of each row that are to be kept, in their order; shorter rows repeat their last."""
    order = np.argsort(~keep, axis=1, kind="stable")
    last = keep.sum(axis=1, keepdims=True) - 1
    rows = np.arange(len(path))[:, None]
    return path[rows, order[rows, np.minimum(np.arange(last.max() + 1), last)]]


def pieces(network: Network, low: float = 0.0, high: float = 1.0) -> tuple:
    """The straight pieces of a ReLU network with one input on [low, high], exactly.
    求一输入 ReLU 网络在 [low, high] 上的全部直线段（精确）。

    Between two knots every z is straight, so a unit switches at most once there and adds a knot where z = 0. Only those
    knots stay at which the slope of the output changes; a bend that no later unit passes on is none.

    returns: x (p + 1,), y (p + 1, M), the ends of p pieces; p = len(x) - 1
    raises : BadInput as linear_regions, and for several networks at once
    """
    _check(network, 1, False, low, high)
    x = np.array([low, high], float)
    for layer in range(len(network.sizes) - 2):
        z = network.forward(x[:, None]).z[layer]  # (n, M)
        side = np.sign(z) * (np.abs(z) > ZERO * np.abs(z).max(axis=0))
        i, unit = np.nonzero(side[:-1] * side[1:] < 0)
        share = z[i, unit] / (z[i, unit] - z[i + 1, unit])
        x = np.sort(np.append(x, x[i] + share * (x[i + 1] - x[i])))
        x = x[np.append(True, np.diff(x) > ZERO * (high - low))]  # two units may switch at the same place
    slopes = _slopes(network, (x[:-1] + x[1:]) / 2)  # (n - 1, M)
    bends = np.any(np.abs(np.diff(slopes, axis=0)) > 1e-9 * np.abs(slopes).max(), axis=1)
    x = x[np.concatenate([[True], bends, [True]])]
    return x, network(x[:, None])


def _slopes(network, x):
    """dy/dx of a network with one input, by the chain rule: (n,) -> (n, M)."""
    slope = np.ones((len(x), 1))
    for W, phi, z in zip(network.weights, network.activations, network.forward(x[:, None]).z):
        slope = slope @ W.T * phi.df(z)
    return slope


def zaslavsky(d: int, n: int) -> int:
    """The largest number of regions into which n hyperplanes cut d-dimensional space: those of one layer of n units.

    Σ_j C(n, j) for j = 0 … d;  in the plane 1 + n + n (n - 1) / 2;  2^n for n <= d

    source : Zaslavsky, Facing Up to Arrangements, Memoirs of the American Mathematical Society 154 (1975);
             reached whenever the hyperplanes lie in general position
    """
    return sum(comb(n, j) for j in range(d + 1))


def montufar(inputs: int, widths: Sequence) -> int:
    """A number of regions that some ReLU network with these hidden layers reaches.

    ∏_{l < L} ⌊n_l / n_0⌋^n_0 · Σ_j C(n_L, j) for j = 0 … n_0

    inputs : n_0;  widths : n_1 … n_L, each at least n_0
    raises : BadInput for a narrower layer
    source : Montúfar, Pascanu, Cho & Bengio, On the Number of Linear Regions of Deep Neural Networks (2014), Theorem 4
    """
    if not len(widths) or min(widths) < inputs:
        raise BadInput(
            f"the bound needs hidden layers of at least {inputs} units, one per input; got {widths}",
            f"该下界要求每个隐藏层至少有 {inputs} 个单元（不少于输入数）；现为 {widths}",
        )
    return prod((n // inputs) ** inputs for n in widths[:-1]) * zaslavsky(inputs, widths[-1])


def sawtooth(k: int) -> Network:
    """A network of k hidden layers of 2 ReLU units whose output makes 2^k straight pieces on [0, 1], up, down, up, …
    k 个隐藏层、每层 2 个 ReLU 单元的网络，其输出在 [0, 1] 上恰有 2^k 段，忽升忽降。

    y = t(t(… t(x))), k times,    t(x) = 2 max(0, x) - 4 max(0, x - ½) is a tent on [0, 1]

    A layer folds [0, 1] in two; whatever comes after it happens in both halves. It takes 6 k + 1 parameters.

    returns: Network of sizes (1, 2, …, 2, 1)
    raises : BadInput unless k is 1 … 20
    source : Telgarsky, Representation Benefits of Deep Feedforward Networks (2015), Theorem 1.1, and Benefits
             of Depth in Neural Networks (2016)
    """
    if k not in range(1, 21):
        raise BadInput(f"expected 1 to 20 layers, got {k!r}; try 5", f"层数应为 1 到 20，得到 {k!r}；可以试试 5")
    ask, shift, fold = _folding(1, 2)
    return _network([(ask, shift), *[(ask @ fold, shift)] * (k - 1), (fold, np.zeros(1))])


def folded_plane(widths: Sequence, low: float = 0.0, high: float = 1.0) -> Network:
    """A network with two inputs that has as many regions in [low, high]² as the bound of montufar(2, widths) says.

    Each layer but the last folds both coordinates ⌊n/2⌋ times, so that ⌊n/2⌋² squares lie on top of each other; the
    last draws n lines in general position, and they appear in every square. If it has 3 units or more, no two
    neighbours share their linear map: the output has as many pieces. With 2 some do: 14 pieces in the 16 regions of
    (4, 2).

    widths : n_1 … n_L, each at least 2;  returns Network of sizes (2, n_1, …, n_L, 1)
    raises : BadInput for a narrower layer
    source : Montúfar, Pascanu, Cho & Bengio (2014), proof of Theorem 4
    """
    montufar(2, widths)  # checks the widths
    before, b = np.eye(2) / (high - low), np.full(2, -low / (high - low))  # the window becomes [0, 1]²
    layers = []
    for n in widths[:-1]:
        ask, shift, fold = _folding(2, n)
        layers.append((ask @ before, ask @ b + shift))
        before, b = fold, np.zeros(2)
    n = widths[-1]
    angle = np.pi * (np.arange(n) + 0.37) / n
    side = np.resize([1.0, -1.0], n)  # units are on by turns on either side, so that no fold is undone
    lines = side[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    shift = lines @ (b - 0.5) - 0.4 * np.sin(np.pi / (2 * n)) * side  # tangents of a circle so small that all cross
    layers.append((lines @ before, shift))
    return _network([*layers, (1 + 0.1 * np.arange(n)[None], np.zeros(1))])


def _folding(inputs, n):
    """ReLU units h = max(0, ask x + shift) and a sum y = fold h that lays p pieces of [0, 1] on top of each other.

    y = p h_0 - 2 p h_1 + 2 p h_2 - …,  h_i = max(0, x - i/p),  p = ⌊n / inputs⌋ for each input; spare units stay off
    """
    p = n // inputs
    ask, shift, fold = np.zeros((n, inputs)), np.zeros(n), np.zeros((inputs, n))
    for j in range(inputs):
        own = slice(j * p, (j + 1) * p)
        ask[own, j], shift[own] = 1, -np.arange(p) / p
        fold[j, own] = [p, *np.resize([-2 * p, 2 * p], p - 1)]
    return ask, shift, fold


def _network(layers):
    """A ReLU network with these (W, b) in its layers."""
    network = Network((layers[0][0].shape[1], *(len(b) for _, b in layers)), "relu", init="zeros")
    for l, (W, b) in enumerate(layers):  # noqa: E741
        network.weights[l], network.biases[l] = W, b
    return network


def _check(network, inputs, batch, low, high):
    relu = [phi.name for phi in network.activations] == ["relu"] * (len(network.sizes) - 2) + ["linear"]
    if not relu or network.sizes[0] != inputs or (network.parameters.ndim > 1 and not batch):
        raise BadInput(
            f"expected {'a' if batch else 'one'} network with {inputs} inputs, ReLU hidden layers and a linear output; "
            f"got {network}",
            f"应为{'' if batch else '单个'}有 {inputs} 个输入、隐藏层用 ReLU、输出为线性的网络；现为 {network}",
        )
    if not low < high:
        raise BadInput(
            f"the window needs low < high, got {low} and {high}", f"窗口应满足 low < high，现为 {low} 和 {high}"
        )
