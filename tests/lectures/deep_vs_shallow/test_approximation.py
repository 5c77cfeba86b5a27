"""Universal approximation, built by hand: what the bumps and towers add up to, and how fast the error falls."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.deep_vs_shallow.approximation import (
    FINE,
    best,
    best_heights,
    bump_deviations,
    bump_network,
    bump_shapes,
    deviation,
    fit_last_layer,
    flanks,
    learn,
    on_grid,
    places,
    tower_at,
    tower_gain,
    tower_network,
    tower_rms,
    towers_of,
)

RNG = np.random.default_rng(0)
X = FINE[:, 0]


def nielsen(x):
    return 0.2 + 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.05 * np.cos(50 * x)


def sine(x):
    return 0.5 + 0.4 * np.sin(6 * np.pi * x)


SLOPE, BEND = 0.4 * 6 * np.pi, 0.4 * (6 * np.pi) ** 2  # the largest of |f'| and |f''| of that sine


def logit(y):
    return np.log(y / (1 - y))


def of(f, N, unit, steepness=100.0):
    return deviation(bump_network(f(places(N, unit)), unit, steepness)(FINE)[:, 0], f(X))


def finished(work):
    """What a generator returns, and the shares it yielded on the way."""
    shares = []
    while True:
        try:
            shares.append(next(work))
        except StopIteration as end:
            return end.value, shares


@pytest.mark.parametrize("N", [1, 2, 5, 12])
def test_step_bumps_have_exactly_their_height_over_their_bin(N):
    h = RNG.normal(size=N)
    network = bump_network(h)
    assert network.sizes == (1, 2 * N, 1)
    assert np.allclose(network(FINE)[:, 0], h[(X * N).astype(int)], atol=1e-12)


@pytest.mark.parametrize("N", [2, 3, 7, 20])
def test_relu_hats_add_up_to_straight_lines_between_the_heights(N):
    h = RNG.normal(size=N)
    network = bump_network(h, "relu")
    assert network.sizes == (1, 3 * N, 1)
    assert np.allclose(network(FINE)[:, 0], np.interp(X, places(N, "relu"), h), atol=1e-11)


def test_sigmoid_bumps_take_the_mean_of_two_heights_between_them_and_become_steps_as_k_grows():
    h = np.array([0.3, -1.0, 2.0, 0.5])
    middle = bump_network(h, "sigmoid", 200)(np.array([[0.25], [0.5], [0.75]]))[:, 0]
    assert np.allclose(middle, (h[1:] + h[:-1]) / 2, atol=1e-9)
    away = np.abs(X[:, None] - [0.25, 0.5, 0.75]).min(axis=1) > 0.01
    soft, hard = bump_network(h, "sigmoid", 3000)(FINE)[away], bump_network(h, "step")(FINE)[away]
    assert np.allclose(soft, hard, atol=1e-10)


def test_one_bump_is_a_pair_of_units_one_up_and_one_down():
    network = bump_network([0.0, 0.7, 0.0], "sigmoid", 300)
    up, down = -network.biases[0][2:4] / network.weights[0][2:4, 0]
    assert np.allclose([up, down], flanks(3)[1]) and np.allclose([up, down], [1 / 3, 2 / 3])
    assert network.weights[1][0].tolist() == [0, -0, 0.7, -0.7, 0, -0]


@pytest.mark.parametrize("N", [10, 20, 40, 80])
def test_error_of_steps_is_at_most_the_slope_times_half_a_bin_and_of_hats_at_most_an_eighth_of_the_bend(N):
    assert of(sine, N, "step").max <= SLOPE / (2 * N)
    assert of(sine, N, "relu").max <= BEND / (8 * (N - 1) ** 2)


def test_twice_as_many_bumps_halve_the_error_of_steps_and_quarter_that_of_hats():
    steps, hats = ([of(sine, N, unit).rms for N in (20, 40, 80)] for unit in ("step", "relu"))
    assert np.allclose(np.divide(steps[1:], steps[:-1]), 1 / 2, atol=0.02)
    assert np.allclose(np.divide(hats[1:], hats[:-1]), 1 / 4, atol=0.02)


@pytest.mark.parametrize("f", [nielsen, sine, lambda x: np.abs(x - 0.45), np.sqrt])
@pytest.mark.parametrize("unit", ["step", "sigmoid", "relu"])
def test_one_hidden_layer_comes_as_close_as_one_likes_to_a_continuous_function(f, unit):
    worst = [of(f, N, unit, 20 * N).max for N in (10, 40, 160)]
    assert worst[2] < worst[0] / 3 and worst[2] < 0.04


def test_at_fixed_steepness_more_sigmoid_bumps_stop_helping():
    soft = [of(nielsen, N, "sigmoid", 50).rms for N in (40, 80, 160)]
    assert min(soft) > 0.025 and max(soft) < 1.05 * min(soft)
    assert of(nielsen, 160, "sigmoid", 3000).rms < 0.006


@pytest.mark.parametrize("unit", ["step", "sigmoid", "relu"])
def test_a_jump_is_never_followed_at_its_worst_point_but_on_average_it_is(unit):
    def jump(x):
        return np.where(x > 0.414, 1.0, 0.0)

    few, many = of(jump, 7, unit, 400), of(jump, 43, unit, 400)
    assert few.max > 0.25 and many.max > 0.25
    assert many.rms < few.rms / 1.5


class TestNielsensFiveBumps:
    """Neural Networks and Deep Learning, chapter 4: f on [0, 1], five bumps a fifth wide, the output unit a sigmoid."""

    x = np.arange(100) / 100
    wanted = logit(nielsen(x))
    bins = np.arange(100) // 20

    def score(self, heights):
        """The average deviation of the bumps from σ⁻¹ ∘ f at 0, 0.01, …, 0.99, which the book wants below 0.40."""
        return np.abs(self.wanted - np.asarray(heights)[self.bins]).mean()

    def test_the_weighted_input_of_the_output_unit_follows_the_inverse_sigmoid_of_f(self):
        network = bump_network(logit(nielsen(places(5))), "step", output="sigmoid")
        trace = network.forward(places(5)[:, None])
        assert np.allclose(trace.z[-1][:, 0], logit(nielsen(places(5))))
        assert np.allclose(trace.h[-1][:, 0], nielsen(places(5)))

    def test_the_network_scores_what_its_heights_score(self):
        h = [-1.3, -1.8, -0.5, -0.9, 0.3]
        z = bump_network(h, output="sigmoid").forward(self.x[:, None] + 1e-9).z[-1][:, 0]
        assert np.isclose(np.abs(z - self.wanted).mean(), self.score(h))

    def test_medians_reach_the_goal_of_the_challenge_and_nothing_does_better(self):
        medians = [np.median(self.wanted[self.bins == k]) for k in range(5)]
        assert np.isclose(self.score(medians), 0.372, atol=0.001)
        for k in range(5):
            for shift in (-0.1, 0.1):
                assert self.score(np.add(medians, shift * np.eye(5)[k])) > self.score(medians)

    def test_the_heights_drawn_in_the_book_are_close_but_miss_it(self):
        assert np.isclose(self.score([-1.3, -1.8, -0.5, -0.9, 0.3]), 0.443, atol=0.001)

    def test_f_stays_between_0_and_1_so_that_a_sigmoid_can_answer_it(self):
        y = nielsen(np.linspace(0, 1, 10001))
        assert 0 < y.min() and y.max() < 1


def cells(N, n=4):
    """Points inside all N × N cells, (N² n², 2), and the index of the cell of each, (N² n², 2)."""
    side = (np.arange(N * n) + 0.5) / (N * n)
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    return points, (points * N).astype(int)


@pytest.mark.parametrize("N", [1, 2, 5])
def test_towers_have_exactly_their_height_over_their_cell(N):
    h, (points, cell) = RNG.normal(size=(N, N)), cells(N)
    network = tower_network(h)
    assert network.sizes == (2, 4 * N, N * N, 1)
    assert np.allclose(network(points)[:, 0], h[cell[:, 0], cell[:, 1]])


@pytest.mark.parametrize("threshold, walls", [(-0.1, 0), (0.0, 1), (0.5, 1), (0.99, 1), (1.0, 2), (1.5, 2), (2.0, 3)])
def test_the_threshold_decides_how_many_walls_a_point_needs_one_makes_a_plus(threshold, walls):
    points, cell = cells(4)
    network = tower_network(np.eye(4)[1][:, None] * np.eye(4)[2], threshold=threshold)  # one tower: cell (1, 2)
    through = (cell == [1, 2]).sum(axis=1)
    assert np.array_equal(network(points)[:, 0], through >= walls)


def test_nielsens_tower_has_gain_10_and_bias_minus_15():
    h = np.zeros((5, 5))
    h[2, 2] = 1
    network = tower_network(h, "sigmoid", 1000, gain=10, threshold=1.5)
    assert set(network.biases[1]) == {-15.0} and set(np.unique(network.weights[1])) == {-10.0, 0.0, 10.0}
    inside, wall, outside = network(np.array([[0.5, 0.5], [0.5, 0.1], [0.1, 0.1]]))[:, 0]
    assert np.allclose([inside, wall, outside], 1 / (1 + np.exp([-5, 5, 15])))


def test_towers_follow_a_continuous_surface_with_an_error_of_order_1_over_n_at_the_price_of_n_squared_units():
    points, _ = cells(20, 5)
    wanted = np.exp(points[:, 0]) * np.sin(3 * points[:, 1])
    slopes = np.e + 3 * np.e  # |∂f/∂x1| + |∂f/∂x2| is at most that
    worst = []
    for N in (2, 4, 8, 16):
        x1, x2 = np.meshgrid(places(N), places(N), indexing="ij")
        network = tower_network(np.exp(x1) * np.sin(3 * x2))
        worst.append(deviation(network(points)[:, 0], wanted).max)
        assert worst[-1] <= slopes / (2 * N) and sum(network.sizes[1:3]) == N**2 + 4 * N
    assert np.all(np.diff(worst) < 0) and worst[-1] < worst[0] / 5


def test_soft_flanks_leave_a_hole_where_four_towers_meet_and_k_only_makes_it_smaller():
    def apart(steepness):
        points, _ = cells(2, 40)
        return deviation(tower_network(np.ones((2, 2)), "sigmoid", steepness, 30)(points)[:, 0], 1.0)

    for steepness in (100, 1000):
        corner = tower_network(np.ones((2, 2)), "sigmoid", steepness, 30)(np.array([[0.5, 0.5]]))[0, 0]
        assert np.isclose(corner, 4 / (1 + np.exp(15)), rtol=1e-6)  # each of the four towers sees two half walls
    assert apart(400).rms < apart(100).rms / 2


def trapezoid(x, a, b, k):
    """A wall from a to b with straight flanks, 4/k wide."""
    return np.clip(k / 4 * (x - a) + 0.5, 0, 1) - np.clip(k / 4 * (x - b) + 0.5, 0, 1)


@pytest.mark.parametrize("threshold", [0.5, 1.0, 1.5, 1.9])
def test_a_relu_tower_is_what_two_trapezoid_walls_leave_above_the_threshold_made_1_high(threshold):
    points, _ = cells(4, 12)
    network = tower_network(np.eye(4)[1][:, None] * np.eye(4)[2], "relu", 40.0, threshold=threshold)  # cell (1, 2)
    walls = trapezoid(points[:, 0], 0.25, 0.5, 40.0) + trapezoid(points[:, 1], 0.5, 0.75, 40.0)
    assert network.sizes == (2, 32, 16, 1)
    assert np.allclose(network(points)[:, 0], np.maximum(walls - threshold, 0) / (2 - threshold))
    assert network([[0.375, 0.625]]) == pytest.approx(1)


def test_at_threshold_1_relu_towers_join_along_their_sides_and_leave_a_hole_at_the_corners_only():
    network = tower_network(np.ones((3, 3)), "relu", 100.0, threshold=1.0)
    sides, corner = network([[1 / 3, 0.5], [0.5, 2 / 3], [1 / 3 + 0.01, 0.5]])[:, 0], network([[1 / 3, 2 / 3]])
    assert np.allclose(sides, 1) and np.allclose(corner, 0)
    points, _ = cells(3, 40)
    holes = [np.mean(tower_network(np.ones((3, 3)), "relu", k, threshold=1.0)(points) < 0.99) for k in (50, 100, 200)]
    assert holes[0] > 3 * holes[1] > 9 * holes[2] > 0  # their width is 4/k


def test_relu_towers_at_threshold_1_follow_a_continuous_surface_at_the_price_of_8n_plus_n_squared_units():
    points, _ = cells(20, 5)
    wanted = np.exp(points[:, 0]) * np.sin(3 * points[:, 1])
    rms = []
    for N in (5, 10, 20):
        network = towers_of(lambda x, y: np.exp(x) * np.sin(3 * y), N, "relu", 4000.0, threshold=1.0)
        rms.append(deviation(network(points)[:, 0], wanted).rms)
        assert sum(network.sizes[1:3]) == 8 * N + N**2
    assert np.allclose(np.divide(rms[1:], rms[:-1]), 1 / 2, atol=0.05)


@pytest.mark.parametrize("unit, gain", [("step", 1.0), ("sigmoid", 12.0), ("relu", 1 / 0.8)])
def test_on_a_grid_walls_are_computed_once_a_side_and_the_answer_is_the_networks(unit, gain):
    network = tower_network(RNG.normal(size=(4, 4)), unit, 60.0, 12.0, 1.2)
    side = (np.arange(23) + 0.5) / 23
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    trace, (z, h, values) = network.forward(points), on_grid(network, side)
    assert np.allclose(values.ravel(), trace.h[3][:, 0], atol=1e-5) and tower_gain(unit, 12.0, 1.2) == gain
    assert np.allclose(z.reshape(-1, 16), trace.z[1], atol=1e-4)
    assert np.allclose(h.reshape(-1, 16), trace.h[2], atol=1e-5)


def test_errors_by_n_are_those_of_the_networks():
    def f(x1, x2):
        return np.sin(4 * x1) + x2**2

    side = (np.arange(31) + 0.5) / 31
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    one_by_one = [deviation(towers_of(f, N, "sigmoid", 80.0)(points)[:, 0], f(*points.T)).rms for N in (1, 2, 3, 4)]
    assert np.allclose(tower_rms(f, 4, 31, "sigmoid", 80.0), one_by_one, rtol=1e-5)


def test_learning_of_two_inputs_has_the_layers_asked_for_and_gets_better_with_time():
    def f(x1, x2):
        return 3 + np.sin(3 * x1) * x2

    side = np.linspace(0, 1, 15)
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    (short, _), (long, shares) = (finished(learn(f, (8, 6), "relu", epochs, 3, inputs=2)) for epochs in (5, 300))
    assert long.sizes == (2, 8, 6, 1) and long(points).shape == (3, 225, 1) and len(shares) == 60
    wanted = f(*points.T)
    rms = [deviation(best(network, points, wanted), wanted).rms for network in (short, long)]
    assert rms[1] < rms[0] / 3
    assert rms[1] == min(deviation(values[:, 0], wanted).rms for values in long(points))


def test_what_is_learned_moves_along_when_the_target_is_stretched_and_shifted():
    network, shares = finished(learn(sine, 6, "sigmoid", 100))
    other, _ = finished(learn(lambda x: 300 * sine(x) - 50, 6, "sigmoid", 100))
    assert np.allclose(other(FINE), 300 * network(FINE) - 50, atol=1e-6)
    assert network.sizes == (1, 6, 1) and network(FINE).shape == (5, 500, 1)
    assert shares == sorted(shares) and 0 <= shares[0] and shares[-1] < 1


def test_training_gets_better_with_time_and_gives_the_same_again():
    short, long, again = (finished(learn(nielsen, 15, "relu", epochs, 3))[0] for epochs in (5, 500, 500))
    rms = [min(deviation(values, nielsen(X)).rms for values in network(FINE)[..., 0]) for network in (short, long)]
    assert rms[1] < rms[0] / 2 and np.array_equal(long.parameters, again.parameters)


def test_a_constant_is_learned_too():
    network, _ = finished(learn(lambda x: 0 * x + 7, 4, "relu", 300, 2))
    assert np.allclose(network(FINE), 7, atol=0.1)


def test_deviation_is_the_largest_the_root_mean_square_and_the_average():
    assert deviation(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 0.0])) == (3.0, np.sqrt(3), 1.0)


def test_bad_sizes_and_units_are_refused():
    with pytest.raises(BadInput, match="at least one bump"):
        bump_network([])
    with pytest.raises(BadInput, match="unknown unit"):
        bump_network([1.0], "rleu")
    with pytest.raises(BadInput, match="unknown unit 'tanh'"):
        tower_network(np.ones((2, 2)), "tanh")
    with pytest.raises(BadInput, match="N × N heights"):
        tower_network(np.ones((2, 3)))


@pytest.mark.parametrize("unit", ["step", "sigmoid", "relu"])
def test_bumps_one_by_one_add_up_to_their_network_and_each_is_as_high_as_asked(unit):
    heights = np.array([0.3, -1.0, 2.0, 0.5])
    shapes = bump_shapes(bump_network(heights, unit, 500.0), FINE, 4)
    assert np.allclose(shapes.sum(axis=1), bump_network(heights, unit, 500.0)(FINE)[:, 0])
    largest = shapes[np.abs(shapes).argmax(axis=0), np.arange(4)]
    assert np.allclose(largest, heights, rtol=0.01)


@pytest.mark.parametrize("unit", ["step", "sigmoid", "relu"])
def test_no_heights_do_better_than_the_best(unit):
    wanted = nielsen(FINE[:, 0])
    heights, least = best_heights(wanted, FINE, 5, unit, 200.0)
    assert deviation(bump_network(heights, unit, 200.0)(FINE)[:, 0], wanted).rms == pytest.approx(least.rms)
    for off in 0.05 * np.eye(5):
        assert deviation(bump_network(heights + off, unit, 200.0)(FINE)[:, 0], wanted).rms > least.rms


def test_bump_deviations_are_those_of_the_networks_one_by_one():
    for N, found in zip((1, 6, 20), bump_deviations(nielsen, (1, 6, 20), "sigmoid", 150.0), strict=True):
        network = bump_network(nielsen(places(N, "sigmoid")), "sigmoid", 150.0)
        assert found == deviation(network(FINE)[:, 0], nielsen(FINE[:, 0]))


@pytest.mark.parametrize("N", [1, 3, 8])
def test_the_tower_at_a_point_is_the_one_that_is_on_there(N):
    network = tower_network(np.ones((N, N)))
    for x1, x2 in [*np.random.default_rng(0).random((20, 2)), (0.0, 0.0), (1.0, 1.0), (0.999, 0.001)]:
        point = np.clip([[x1, x2]], 1e-6, 1 - 1e-6)
        assert np.flatnonzero(network.forward(point).h[2][0]) == tower_at((x1, x2), N)


@pytest.mark.parametrize("inputs", [1, 2])
def test_the_last_layer_leaves_nothing_that_its_random_units_could_add(inputs):
    def f(*x):
        return np.sin(3 * x[0]) * (1 + x[-1])

    network, side = fit_last_layer(f, 12, "relu", runs=2, inputs=inputs), (np.arange(20) + 0.5) / 20
    if inputs == 1:
        side = (np.arange(100) + 0.5) / 100
    X = np.stack(np.meshgrid(*[side] * inputs), axis=-1).reshape(-1, inputs)
    left = network(X)[..., 0] - f(*X.T)  # (2, n)
    rows = network.forward(X).h[1]  # (2, n, 12)
    assert np.abs(np.einsum("rn,rnm->rm", left, rows)).max() < 1e-4 * len(X)
    assert np.abs(left.sum(axis=1)).max() < 1e-6 * len(X)


def test_spread_bends_start_all_over_the_interval_and_zero_biases_in_its_middle():
    def places(start):
        network, _ = finished(learn(np.sin, 40, "relu", 1, runs=2, learning_rate=1e-9, start=start))
        return -network.biases[0] / network.weights[0][..., 0]

    np.testing.assert_allclose(places("zero"), 0.5, atol=1e-6)
    assert places("spread").min() < 0.1 and places("spread").max() > 0.9
