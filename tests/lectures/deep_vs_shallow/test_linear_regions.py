"""Regions and pieces of ReLU networks, against points, lines, half-spaces and the theorems about them."""

from math import comb

import numpy as np
import pytest
from scipy.spatial import ConvexHull, HalfspaceIntersection

from course_nn.common.errors import BadInput
from course_nn.lectures.deep_vs_shallow.linear_regions import (
    folded_plane,
    linear_regions,
    montufar,
    pieces,
    sawtooth,
    zaslavsky,
    zero_lines,
)
from course_nn.network import Network


def random_network(*sizes, seed=0, biases=1.0):
    network, rng = Network(sizes, "relu", init="he", seed=seed), np.random.default_rng(seed + 1000)
    for b in network.biases:
        b[:] = biases * rng.normal(size=b.shape)
    return network


def patterns_at(network, X):
    """Which hidden units are on: (n, units)."""
    return np.concatenate([z > 0 for z in network.forward(X).z[:-1]], axis=1)


HIDDEN = [(8,), (5, 4), (8, 8), (8, 8, 8), (3, 6, 2)]
DEEP = [random_network(2, *widths, 1, seed=seed) for seed, widths in enumerate(HIDDEN)]
EVERY_DEEP = pytest.mark.parametrize("network", DEEP, ids=repr)


@pytest.mark.parametrize("n", range(1, 9))
def test_one_layer_in_general_position_has_zaslavskys_maximum(n):
    assert zaslavsky(2, n) == 1 + n + n * (n - 1) // 2
    for seed in range(5):
        assert linear_regions(random_network(2, n, 1, seed=seed), -1e4, 1e4).number == zaslavsky(2, n)


def test_zaslavskys_numbers():
    assert zaslavsky(2, 8) == 37 and zaslavsky(10, 8) == 256 == 2**8 and zaslavsky(1, 8) == 9
    for d in range(1, 7):  # a new hyperplane is itself cut by the others, and each of its parts splits a region
        for n in range(1, 12):
            assert zaslavsky(d, n) == zaslavsky(d, n - 1) + zaslavsky(d - 1, n - 1)


@pytest.mark.parametrize("seed", range(10))
def test_in_a_window_one_layer_has_a_region_more_for_each_line_and_each_crossing_that_it_holds(seed):
    network = random_network(2, 8, 1, seed=seed)
    W, b = network.weights[0], network.biases[0]
    corners = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    lines = np.ptp(np.sign(corners @ W.T + b), axis=0) > 0
    pairs = [np.linalg.solve(W[[i, j]], -b[[i, j]]) for i in range(8) for j in range(i)]
    assert linear_regions(network).number == 1 + lines.sum() + sum(np.abs(p).max() < 1 for p in pairs)


@EVERY_DEEP
def test_regions_fill_the_window_and_no_two_have_the_same_pattern(network):
    regions = linear_regions(network, -6, 6)
    assert regions.areas.min() > 0
    np.testing.assert_allclose(regions.areas.sum(), 144)
    assert len(np.unique(regions.patterns, axis=0)) == regions.number


@EVERY_DEEP
def test_a_region_holds_as_many_random_points_of_its_pattern_as_its_area_says(network):
    regions, X = linear_regions(network, -6, 6), np.random.default_rng(0).uniform(-6, 6, (40_000, 2))
    number = {pattern.tobytes(): r for r, pattern in enumerate(regions.patterns)}
    where = np.array([number[pattern.tobytes()] for pattern in patterns_at(network, X)])  # every pattern is known
    share, counts = regions.areas / 144, np.bincount(where, minlength=regions.number)
    deviation = np.abs(counts - len(X) * share) / np.sqrt(len(X) * share * (1 - share) + 1)
    assert deviation.max() < 5
    W, b = regions.maps[where, :, :2], regions.maps[where, :, 2]
    np.testing.assert_allclose((W @ X[..., None])[..., 0] + b, network(X), atol=1e-9)


@EVERY_DEEP
def test_a_region_is_the_intersection_of_the_half_spaces_of_its_pattern(network):
    regions = linear_regions(network, -6, 6)
    for r in range(0, regions.number, 7):
        J, c, half_spaces, pattern = np.eye(2), np.zeros(2), [[1, 0, -6], [-1, 0, -6], [0, 1, -6], [0, -1, -6]], 0
        for W, b in list(zip(network.weights, network.biases))[:-1]:
            on = regions.patterns[r, pattern : pattern + len(b)]
            pattern, J, c = pattern + len(b), W @ J, W @ c + b
            moving = np.abs(J).max(axis=1) > 1e-12  # a unit that hears nothing has no line
            half_spaces += (np.where(on, -1, 1)[:, None] * np.column_stack([J, c]))[moving].tolist()
            J, c = J * on[:, None], c * on
        corners = HalfspaceIntersection(np.array(half_spaces), regions.polygons[r].mean(axis=0)).intersections
        np.testing.assert_allclose(ConvexHull(corners).volume, regions.areas[r], rtol=1e-6)


@EVERY_DEEP
def test_every_cut_lies_on_the_zero_line_of_a_unit_of_its_layer_and_makes_one_region_more(network):
    regions = linear_regions(network, -6, 6)
    assert sum(map(len, regions.cuts)) == regions.number - 1
    for layer, cuts in enumerate(regions.cuts):
        z = network.forward(cuts.reshape(-1, 2)).z[layer].reshape(len(cuts), 2, -1)
        assert np.abs(z).max(axis=1).min(axis=1).max() < 1e-8


@EVERY_DEEP
def test_no_layer_splits_a_region_into_more_than_zaslavskys_maximum(network):
    assert linear_regions(network, -1e3, 1e3).number <= np.prod([zaslavsky(2, n) for n in network.sizes[1:-1]])


@EVERY_DEEP
def test_the_network_is_zero_along_its_zero_lines(network):
    ends = zero_lines(linear_regions(network, -6, 6))  # (S, 2, 2)
    along = ends[:, :1] + np.linspace(0, 1, 5)[:, None] * (ends[:, 1:] - ends[:, :1])
    assert np.abs(network(along.reshape(-1, 2))).max(initial=0) < 1e-9


def test_a_batch_of_networks_is_counted_at_once():
    batch = Network((2, 6, 5, 1), "relu", init="he", seed=range(6))
    batch.parameters += np.random.default_rng(0).normal(0, 0.3, batch.parameters.shape)
    counts = [linear_regions(batch.with_parameters(p), -3, 3).number for p in batch.parameters]
    assert np.bincount(linear_regions(batch, -3, 3).network).tolist() == counts and len(set(counts)) > 1


@pytest.mark.parametrize("n", range(1, 9))
def test_without_biases_all_lines_pass_through_the_origin_and_nothing_splinters(n):
    regions = linear_regions(random_network(2, n, 1, seed=n, biases=0))
    assert regions.number == 2 * n


def test_a_line_drawn_twice_or_by_a_unit_that_is_always_on_or_silent_counts_once_or_not_at_all():
    network = random_network(2, 6, 1, seed=3)
    W, b = network.weights[0], network.biases[0]
    W[3], b[3] = -2 * W[0], -2 * b[0]
    W[4], b[4] = 0, 1
    W[5], b[5] = 0, 0
    assert linear_regions(network, -1e4, 1e4).number == zaslavsky(2, 3)


def test_neighbours_share_their_map_where_nobody_listens():
    network = random_network(2, 8, 1, seed=1)
    assert len(np.unique(linear_regions(network, -1e3, 1e3).maps.round(9), axis=0)) == 37
    network.weights[1] = 0
    regions = linear_regions(network, -1e3, 1e3)
    assert regions.number == 37 and len(np.unique(regions.maps, axis=0)) == 1


@pytest.mark.parametrize("widths", [(2,), (7,), (2, 3), (8, 8), (4, 4, 4), (5, 2, 6), (8, 8, 8)])
def test_the_folded_network_reaches_montufars_bound(widths):
    for low, high in ((0, 1), (-6, 6)):
        regions = linear_regions(folded_plane(widths, low, high), low, high)
        assert regions.number == montufar(2, widths) == len(np.unique(regions.patterns, axis=0))


def bends(network, regions):
    """How much the slope changes across the cuts, asked at 20 places of each: (cuts, 20)."""
    cuts, share = np.concatenate(regions.cuts), np.random.default_rng(0).uniform(0.01, 0.99, (20, 1))
    places = cuts[:, :1] + share * (cuts[:, 1:] - cuts[:, :1])
    normal = (cuts[:, 1:] - cuts[:, :1])[..., ::-1] * [1, -1]
    step = 1e-6 * normal / np.linalg.norm(normal, axis=-1, keepdims=True)
    before, here, after = (network((places + k * step).reshape(-1, 2)) for k in (-1, 0, 1))
    return np.abs(before - 2 * here + after).reshape(places.shape[:2]) / 1e-6


@pytest.mark.parametrize("widths", [(3,), (4, 3), (8, 8), (7, 5), (5, 2, 6), (6, 6, 6), (8, 8, 8)])
def test_the_folded_network_bends_at_every_edge_of_its_regions_so_its_output_has_as_many_pieces(widths):
    network = folded_plane(widths, -6, 6)
    regions = linear_regions(network, -6, 6)
    assert bends(network, regions).min() > 1e-3
    if widths[-1] > 3:  # not even two regions far apart share their map
        assert len(np.unique(regions.maps.round(6), axis=0)) == regions.number


def test_a_last_layer_of_two_units_undoes_some_folds():
    network = folded_plane((4, 2))
    assert bends(network, linear_regions(network, 0, 1)).min() < 1e-9


def test_montufars_numbers():
    assert montufar(2, [8]) == 37 and montufar(2, [8, 8]) == 4**2 * 37 and montufar(2, [8, 8, 8]) == 9472
    assert montufar(3, [7, 6]) == 2**3 * sum(comb(6, j) for j in range(4))
    with pytest.raises(BadInput, match="at least 2 units"):
        montufar(2, [4, 1])


@pytest.mark.parametrize("k", range(1, 13))
def test_the_sawtooth_has_two_to_the_k_pieces_and_6k_plus_1_parameters(k):
    network = sawtooth(k)
    x, y = pieces(network)
    assert network.sizes == (1, *[2] * k, 1) and network.parameters.size == 6 * k + 1
    assert np.array_equal(x, np.arange(2**k + 1) / 2**k) and np.array_equal(y[:, 0], np.arange(2**k + 1) % 2)


@pytest.mark.parametrize("seed", range(12))
def test_between_two_knots_a_network_is_straight_and_at_every_knot_it_bends(seed):
    network = random_network(1, *[(6,), (4, 4), (3, 5, 3), (2, 2, 2, 2)][seed % 4], 1, seed=seed)
    x, y = pieces(network, -3, 3)
    grid = np.linspace(-3, 3, 10_001)
    np.testing.assert_allclose(np.interp(grid, x, y[:, 0]), network(grid[:, None])[:, 0], atol=1e-9)
    slopes = np.diff(y[:, 0]) / np.diff(x)
    assert x[0] == -3 and x[-1] == 3 and np.abs(np.diff(slopes)).min(initial=1) > 1e-6


def test_one_layer_of_n_units_has_n_plus_1_pieces_and_l_layers_of_m_at_most_m_plus_1_to_the_l():
    for seed in range(10):
        assert len(pieces(random_network(1, 7, 1, seed=seed), -1e3, 1e3)[0]) - 1 == 8
        for m, layers in ((2, 6), (4, 3), (7, 2)):
            network = random_network(1, *[m] * layers, 1, seed=seed)
            assert len(pieces(network, -1e3, 1e3)[0]) - 1 <= (m + 1) ** layers


def test_a_bend_that_no_later_unit_passes_on_is_none():
    network = random_network(1, 5, 1, seed=2)
    network.weights[1] = 0
    assert pieces(network, -9, 9)[0].tolist() == [-9, 9]


def test_what_cannot_be_cut_is_refused_in_both_languages():
    for function, network in (
        (linear_regions, Network((2, 4, 1), "tanh")),
        (linear_regions, Network((3, 4, 1), "relu")),
        (linear_regions, Network((2, 4, 1), "relu", "sigmoid")),
        (pieces, Network((2, 4, 1), "relu")),
        (pieces, Network((1, 4, 1), "relu", seed=range(3))),
    ):
        with pytest.raises(BadInput, match="ReLU") as error:
            function(network)
        assert "隐藏层" in error.value.zh
    with pytest.raises(BadInput, match="low < high"):
        linear_regions(Network((2, 4, 1), "relu"), 1, 1)
    with pytest.raises(BadInput, match="layers"):
        sawtooth(0)
