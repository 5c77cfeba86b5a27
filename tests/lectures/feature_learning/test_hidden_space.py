"""The way from x to ψ(x), against SciPy and against the network itself."""

import numpy as np
import pytest
from scipy.linalg import fractional_matrix_power, polar
from scipy.stats import ortho_group, special_ortho_group

from course_nn.errors import BadInput
from course_nn.lectures.feature_learning import hidden_space as hs
from course_nn.network import Network
from course_nn.training import train

RNG = np.random.default_rng(0)
X = RNG.uniform(-2, 2, (40, 2))


def network_of(units, layers=2, activation="tanh", seed=0, scale=2.0):
    """A network with biases, as after training."""
    network = Network((2, *[units] * layers, 1), activation, seed=seed)
    network.parameters = np.random.default_rng(seed).normal(0, scale, network.parameters.shape)
    return network


def finish(work):
    """What a long computation returns, and how much of it was done when it was asked."""
    shares = []
    while True:
        try:
            shares.append(next(work))
        except StopIteration as end:
            return end.value, shares


# ---- the way ---------------------------------------------------------------------------------------------------------


def test_last_layer_is_a_linear_model_of_the_features():
    network = network_of(3)
    W, b = network.weights[-1], network.biases[-1]
    np.testing.assert_allclose(hs.features(network, X) @ W.T + b, network(X), atol=1e-12)
    assert np.array_equal(hs.features(Network((2, 1)), X), X)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "leaky_relu"])
@pytest.mark.parametrize("units", [2, 3])
def test_at_whole_thirds_the_way_is_what_the_network_computes(activation, units):
    network = network_of(units, 3, activation)
    trace = network.forward(X)
    for layer in range(3):
        W, b = network.weights[layer], network.biases[layer]
        for third, h in enumerate((trace.h[layer], trace.h[layer] @ W.T, trace.h[layer] @ W.T + b, trace.h[layer + 1])):
            there = hs.on_the_way(network, X, layer + third / 3)
            np.testing.assert_allclose(there[:, : h.shape[1]], h, atol=1e-9)
            np.testing.assert_allclose(there[:, h.shape[1] :], 0, atol=1e-12)


def test_nothing_jumps_on_the_way():
    for units in (2, 3):
        network = network_of(units)
        times = np.linspace(0, 2, 1201)
        places = np.array([hs.on_the_way(network, X, t) for t in times])
        assert np.abs(np.diff(places, axis=0)).max() < 0.02 * np.abs(places).max()


def folds(network, t):
    """Whether the Jacobian of x -> place at time t has a determinant below zero somewhere."""
    e = 1e-6 * np.eye(2)
    J = np.stack([hs.on_the_way(network, X + d, t) - hs.on_the_way(network, X - d, t) for d in e], axis=-1) / 2e-6
    return (np.linalg.det(J) < 0).any()


def test_a_sheet_of_two_tanh_units_that_faces_up_is_never_folded_on_the_way():
    for seed in range(10):
        network = hs.facing_up(network_of(2, seed=seed, scale=0.7))
        assert not any(folds(network, t) for t in np.linspace(0, 2, 41))
    flipped = Network((2, 2, 1))
    flipped.weights[0] = [[1, 0], [0, -1]]
    assert folds(flipped, 1.0) and not folds(hs.facing_up(flipped), 1.0)


def test_the_order_of_hidden_units_changes_nothing():
    for units in (2, 3):
        network = network_of(units, 3)
        upright = hs.facing_up(network)
        np.testing.assert_allclose(upright(X), network(X), atol=1e-12)
        square = [W for W in upright.weights[:-1] if W.shape[0] == W.shape[1]]
        assert len(square) >= 2 and all(np.linalg.det(W) > 0 for W in square)


def test_of_a_history_the_last_network_decides_which_side_is_up():
    network = network_of(2)
    history = network.with_parameters(RNG.normal(size=(5, network.parameters.size)))
    upright = hs.facing_up(history)
    np.testing.assert_allclose(upright(X), history(X), atol=1e-12)
    assert all(np.linalg.det(W[-1]) > 0 for W in upright.weights[:-1])


@pytest.mark.parametrize("D", [2, 3])
def test_part_of_a_turn_is_the_fractional_power_of_the_rotation(D):
    for seed in range(5):
        R = special_ortho_group(D, seed=seed).rvs()
        for s in (0, 0.3, 0.7, 1):
            np.testing.assert_allclose(hs.part_of_turn(R, s), fractional_matrix_power(R, s).real, atol=1e-9)


def test_a_mirror_image_is_turned_over_like_a_sheet():
    mirror = np.diag([1.0, -1.0])
    for s in (0, 0.25, 0.5, 1):
        np.testing.assert_allclose(hs.part_of_turn(mirror, s), np.diag([1, np.cos(np.pi * s)]), atol=1e-12)
    assert np.allclose(hs.part_of_turn(ortho_group(3, seed=1).rvs(), 0), np.eye(3))


def test_turn_and_stretch_of_a_matrix_are_its_polar_decomposition():
    for _ in range(10):
        W = RNG.normal(size=(2, 2))
        W = W if np.linalg.det(W) > 0 else W[::-1]
        turn, stretch = polar(W)
        half = fractional_matrix_power(turn, 0.5).real @ (np.eye(2) + stretch) / 2
        np.testing.assert_allclose(hs.part_of_matrix(W, 0.5), half, atol=1e-9)
        np.testing.assert_allclose(hs.part_of_matrix(W, 0), np.eye(2), atol=1e-9)
        np.testing.assert_allclose(hs.part_of_matrix(W, 1), W, atol=1e-9)
        assert min(np.linalg.det(hs.part_of_matrix(W, s)) for s in np.linspace(0, 1, 21)) > 0


def test_time_runs_from_x_to_psi_and_nowhere_else():
    network = network_of(2)
    assert hs.when(network, 0) == (0, 0, 0) and hs.when(network, 2)[:2] == (1, 2)
    for t in (-0.1, 2.1):
        with pytest.raises(BadInput, match="ψ"):
            hs.on_the_way(network, X, t)
    with pytest.raises(BadInput):
        hs.on_the_way(Network((2, 1)), X, 0)


# ---- the film --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("v", [(1.0, 2.0, -3.0), (0.0, 0.0, 2.0), (0.3, 0.0, 0.0)])
def test_edge_on_the_last_layers_plane_is_a_level_line(v):
    R = hs.edge_on(np.array(v))
    np.testing.assert_allclose(R.T @ R, np.eye(3), atol=1e-12)
    assert np.linalg.det(R) == pytest.approx(1)
    np.testing.assert_allclose(np.array(v) @ R, [0, np.linalg.norm(v), 0], atol=1e-12)


@pytest.mark.parametrize("units", [2, 3])
def test_a_film_keeps_every_point_in_view_and_ends_with_the_networks_answer(units):
    network = network_of(units)
    film = hs.Film(network, X, wide=1.25)
    for t in np.linspace(0, 1, 31):
        places = film(X, t)[:, :2]
        assert np.all(np.abs(places) < [1.25, 1]) and np.abs(places / [1.25, 1]).max() > 0.8
    w, b = film.cut(1.0)
    np.testing.assert_allclose(film(X, 1.0)[:, :2] @ w + b, network(X)[:, 0], atol=1e-9)
    R, middle, size = film.lens(0.4)
    origin, axes = film.space(0.4)
    np.testing.assert_allclose(((np.eye(units) @ R - middle) / size)[:, :2], origin + axes)


def test_a_film_begins_with_the_plane_itself():
    film = hs.Film(network_of(3), X)
    places = film(X, 0.0)
    scale = film.lens(0.0)[2]
    np.testing.assert_allclose((places[:, :2] - places[0, :2]) * scale, X - X[0], atol=1e-12)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_the_curve_in_x_lies_on_the_straight_line_in_psi(activation):
    network = network_of(2, activation=activation, seed=1, scale=1.5)
    network.biases[-1] = -hs.features(network, np.zeros((1, 2)))[0] @ network.weights[-1][0]  # it passes through 0
    curve = hs.decision_curve(network, -2, 2).reshape(-1, 2)
    off = hs.features(network, curve) @ network.weights[-1][0] + network.biases[-1]
    assert len(curve) > 50 and np.mean(np.abs(off) < 1e-6) > (0.99 if activation == "tanh" else 0.9)
    network.biases[-1] = 999.0
    assert len(hs.decision_curve(network, -2, 2)) == 0


def test_a_stretching_grid_covers_the_square_and_is_closest_where_the_network_bends():
    network = Network((2, 2, 1))
    network.weights[0], network.weights[1] = [[20, 0], [0, 0.1]], [[1, 0]]
    grid = hs.stretching_grid(network, -2, 2, rows=11, columns=21)
    assert grid.shape == (11, 21, 2) and np.allclose(grid[0, 0], -2) and np.allclose(grid[-1, -1], 2)
    gaps = np.diff(grid[..., 0], axis=1)
    assert np.all(gaps > 0) and np.allclose(np.ptp(grid[..., 1], axis=1), 0)
    assert gaps[:, 9:11].max() < 0.1 * gaps[:, [0, -1]].min()


def test_rotations_stretch_all_directions_alike():
    draw = hs.rotations(2.0)
    for M, N in ((2, 2), (3, 3), (3, 2), (1, 3)):
        W = draw(np.random.default_rng(0), M, N)
        np.testing.assert_allclose(np.linalg.svd(W)[1], 2.0)


def test_snapshots_are_the_networks_of_the_training_run():
    y = (X[:, 0] > 0).astype(int)
    setting = dict(optimizer="adam", learning_rate=0.05, penalty="l2", lam=0.1)
    for seed in (0, [0, 1]):
        network = Network((2, 2, 1), seed=seed)
        networks, shares = finish(hs.snapshots(network, X, y, "binary_cross_entropy", 40, 2, **setting))
        history = train(Network((2, 2, 1), seed=seed), X, y, "binary_cross_entropy", epochs=40, **setting)
        assert np.array_equal(networks.parameters, history.parameters[::2]) and shares == [0, 0.5]
