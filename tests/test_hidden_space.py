"""The way from x to ψ(x), and linear models there, against SciPy, scikit-learn and plain counting."""
import numpy as np
import pytest
from scipy.linalg import fractional_matrix_power, polar
from scipy.optimize import linprog, minimize
from scipy.stats import ortho_group, special_ortho_group
from sklearn.linear_model import LogisticRegression, Ridge

from course_nn import hidden_space as hs
from course_nn.datasets import DATASETS, xor_points
from course_nn.errors import BadInput
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


# ---- linear models ---------------------------------------------------------------------------------------------------


def fewest_by_trial(X, y):
    """Errors of the best of very many lines."""
    best = len(y)
    for angle in np.linspace(0, 2 * np.pi, 721) + 0.00123:
        along = np.sort(X @ [np.cos(angle), np.sin(angle)])
        side = (X @ [np.cos(angle), np.sin(angle)])[:, None] > np.append(along + 1e-7, along[0] - 1)
        best = min(best, np.sum(side != y[:, None], axis=0).min())
    return best


def test_fewest_errors_of_a_line_are_those_of_the_best_of_many_lines():
    for k in range(40):
        n = RNG.integers(1, 9)
        points = RNG.integers(0, 3, (n, 2)).astype(float) if k % 2 else RNG.normal(size=(n, 2)).round(1)
        y = RNG.integers(0, 2, n)
        assert hs.fewest_errors(points, y) == fewest_by_trial(points, y)


def test_no_errors_means_that_a_linear_program_finds_a_separating_line():
    found = []
    for _ in range(40):
        points = RNG.normal(size=(8, 2))
        y = (points @ [1, 1] + RNG.normal(0, 1, 8) > 0).astype(int)
        rows = (1 - 2 * y)[:, None] * np.column_stack([points, np.ones(8)])
        feasible = linprog(np.zeros(3), A_ub=rows, b_ub=-np.ones(8), bounds=(None, None)).status == 0
        assert (hs.fewest_errors(points, y) == 0) == feasible
        found.append(feasible)
    assert 5 < sum(found) < 35


def test_of_the_four_points_of_xor_one_stays_wrong():
    assert hs.fewest_errors(*xor_points()) == 1


def test_least_squares_is_ridge_regression():
    H, y = RNG.normal(size=(30, 3)), RNG.normal(size=30)
    for lam in (0.5, 10.0):
        v, c = hs.least_squares(H, y, lam)
        reference = Ridge(lam, tol=1e-12).fit(H, y)
        assert [*v, c] == pytest.approx([*reference.coef_, reference.intercept_])
    v, c = hs.least_squares(H, y)
    solution = np.linalg.lstsq(np.column_stack([H, np.ones(30)]), y, rcond=None)[0]
    assert [*v, c] == pytest.approx(solution)


@pytest.mark.parametrize("lam", [0.01, 0.1, 10.0])
def test_a_linear_classifier_is_penalised_logistic_regression_also_for_separable_classes(lam):
    for name in ("moons", "gauss"):  # gauss is separable
        data = DATASETS[name](200)
        v, c = hs.linear_classifier(data.X, data.y, lam)
        reference = LogisticRegression(C=1 / lam, tol=1e-10, max_iter=10_000).fit(data.X, data.y)
        assert [*v, c] == pytest.approx([*reference.coef_[0], reference.intercept_[0]], rel=1e-3, abs=1e-3)


def test_many_classifiers_at_once_are_those_one_by_one():
    H, y = RNG.normal(size=(4, 50, 3)) * np.array([0.1, 1, 10, 100])[:, None, None], RNG.integers(0, 2, 50)
    V, C = hs.linear_classifier(H, y)
    for k in range(4):
        v, c = hs.linear_classifier(H[k], y)
        np.testing.assert_allclose([*V[k], C[k]], [*v, c], atol=1e-6)


@pytest.mark.parametrize("loss", ["squared_error", "binary_cross_entropy"])
def test_the_objective_of_a_last_layer_is_the_one_that_training_descends_on(loss):
    H, y = RNG.normal(size=(50, 2)), RNG.integers(0, 2, 50)
    network = Network((2, 1), seed=1)
    history = train(network, H, y, loss, epochs=0, penalty="l2", lam=3.0)
    ours = hs.objective(H, y, network.weights[0][0], network.biases[0][0], loss, 3.0)
    assert ours == pytest.approx(history.losses[0] + history.penalties[0])


@pytest.mark.parametrize("loss", ["squared_error", "binary_cross_entropy"])
def test_refit_has_the_lowest_objective_and_descent_of_the_last_layer_alone_arrives_there(loss):
    H, y = np.tanh(RNG.normal(size=(3, 80, 2))), RNG.integers(0, 2, 80)
    v, c = hs.REFIT[loss](H, y, 0.1)
    lowest = hs.objective(H, y, v, c, loss, 0.1)
    for k in range(3):
        reference = minimize(lambda p, k=k: hs.objective(H[k], y, p[:2], p[2], loss, 0.1), np.zeros(3), tol=1e-12)
        assert lowest[k] == pytest.approx(reference.fun, abs=1e-9)
    *last, history = hs.descend_alone(H, y, np.ones((3, 2)), np.zeros(3), loss, 0.1)
    assert history.shape == (401, 3) and np.all(history >= lowest - 1e-12)
    np.testing.assert_allclose(history[-1], lowest, atol=1e-6)
    np.testing.assert_allclose(hs.objective(H, y, *last, loss, 0.1), history[-1])


def test_without_a_penalty_separable_classes_have_no_best_classifier():
    with pytest.raises(BadInput, match="separable"):
        hs.linear_classifier(X, (X[:, 0] > 0).astype(int), 0.0)
