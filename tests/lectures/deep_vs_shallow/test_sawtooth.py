"""The lecture: several layers reach the same with fewer units. Here exponentially fewer, counted."""

import numpy as np
import pytest

from course_nn.lectures.deep_vs_shallow.demos import sawtooth as demo
from course_nn.lectures.deep_vs_shallow.sawtooth_fits import best_one_layer, wrong_sides
from course_nn.network import Network


def result(k, units="2k", noise=0.0, seed=0, zoom=1, place=0.0):
    return demo.compute(k, units, noise, zoom, seed, place)


def teeth(x, k):
    """The sawtooth as a distance to the nearest even multiple of 2^-k."""
    return np.abs((x * 2**k + 1) % 2 - 1)


def test_k_layers_of_two_units_make_two_to_the_k_pieces_where_one_layer_of_as_many_units_makes_2k():
    shown = result(10)
    assert shown.pieces[0].tolist() == [2**k for k in demo.DEPTHS]
    assert np.all(shown.pieces[1] <= 2 * demo.DEPTHS + 1) and shown.units == 20
    assert not shown.errors[0].any() and "1024" in demo.readout(shown).en and "1024 段" in demo.readout(shown).zh


@pytest.mark.parametrize("k", range(3, 8))
def test_with_fewer_than_two_to_the_k_less_1_units_one_layer_errs_by_a_half_somewhere(k):
    """It changes sides of ½ too seldom; so do networks with random weights."""
    tips = np.arange(2**k + 1)
    for units in ("2k", "2^k / 2"):
        fit = result(k, units).shallow
        assert np.abs(np.interp(tips / 2**k, fit.x, fit.y) - tips % 2).max() >= 0.5
    network, rng = Network((1, 2**k - 2, 1), "relu"), np.random.default_rng(k)
    for _ in range(200):
        network.parameters = rng.normal(size=network.parameters.shape) * 10 ** rng.uniform(-2, 2)
        assert np.abs(network(tips[:, None] / 2**k)[:, 0] - tips % 2).max() >= 0.5


@pytest.mark.parametrize("k", range(1, 9))
def test_two_to_the_k_units_in_one_layer_are_exact_and_one_less_is_not(k):
    assert result(k, "2^k").shallow.error < 1e-9 < 0.01 < result(k, "2^k - 1").shallow.error
    assert len(result(k, "2^k").shallow.x) - 1 == 2**k


def test_the_first_slope_is_why_one_more_than_the_kinks_is_needed():
    """All bends are ±2s; units that are on at x = 0 leave a first slope of an even multiple of s, never s itself."""
    network = best_one_layer(3, 8)
    bends = network.weights[1][0, 1:] * network.weights[0][1:, 0]
    np.testing.assert_allclose(np.abs(bends), 2 * network.weights[1][0, 0])


@pytest.mark.parametrize("units", ["2k", "2^k / 2", "2^k - 1"])
def test_the_heights_of_the_one_layer_are_those_of_least_squares(units):
    k, n = 4, int(demo.UNITS[units](4))
    x = (np.arange(40_000) + 0.5) / 40_000
    A = np.column_stack([np.ones_like(x), np.maximum(0, x[:, None] - np.arange(n) / 2**k)])
    error = np.sqrt(np.mean((A @ np.linalg.lstsq(A, teeth(x, k))[0] - teeth(x, k)) ** 2))
    assert result(k, units).shallow.error == pytest.approx(error, rel=1e-4)


@pytest.mark.parametrize("units", demo.UNITS)
@pytest.mark.parametrize("k", [1, 4, 10])
def test_what_the_one_layer_leaves_over_is_orthogonal_to_all_that_it_can_make(k, units):
    """Simpson's rule is exact, for on each of the 2^k intervals the product is a parabola."""
    n, x = int(demo.UNITS[units](k)), np.linspace(0, 1, 2 ** (k + 1) + 1)
    left = best_one_layer(k, n)(x[:, None])[:, 0] - teeth(x, k)
    weight = np.resize([2.0, 4.0], len(x)) / 6 / 2**k
    weight[[0, -1]] /= 2
    for at in [-1, *np.arange(n) / 2**k][:: 1 + n // 50]:
        assert abs(weight @ (left * np.maximum(0, x - at))) < 1e-10  # of bends by up to 4000


def test_the_error_is_the_root_mean_square_over_the_interval():
    x = (np.arange(200_000) + 0.5) / 200_000
    for k, noise in ((3, 4.0), (6, 0.3)):
        fit = result(k, noise=noise, seed=3).deep
        measured = np.sqrt(np.mean((np.interp(x, fit.x, fit.y) - teeth(x, k)) ** 2))
        assert fit.error == pytest.approx(measured, rel=1e-3)


def test_a_small_error_in_the_weights_doubles_with_every_layer():
    for seed in range(5):
        errors = result(10, noise=0.001, seed=seed).errors[0]
        assert 1.5 < (errors[9] / errors[4]) ** (1 / 5) < 2.5


def test_half_a_per_cent_in_the_weights_makes_eight_layers_worse_than_one_layer_of_as_many_units():
    for seed in range(21):
        assert demo.judge(result(8, noise=0.5, seed=seed)) == "solved"
    assert [demo.judge(result(k, noise=0.5)) for k in (1, 2, 3, 4)] == ["open", "open", "open", "almost"]
    assert demo.judge(result(8, noise=0.6)) == demo.judge(result(8, "2^k", noise=0.5)) == "open"


@pytest.mark.parametrize("k, layers", [(5, 1), (8, 1), (10, 1), (9, 2), (9, 3)])
def test_few_layers_of_few_units_put_a_sixth_of_the_points_on_the_wrong_side_as_telgarsky_says(k, layers):
    """m <= 2^((k - 3) / layers - 1) units in each layer, whatever the weights."""
    m, points, rng = int(2 ** ((k - 3) / layers - 1)), np.arange(2**k), np.random.default_rng(k)
    network = Network((1, *[m] * layers, 1), "relu", seed=range(100))
    network.parameters *= 10 ** rng.uniform(-1, 1, network.parameters.shape)
    for bias in (-1, 1):
        network.biases[-1][:] = 0.5 + bias * rng.exponential(size=network.biases[-1].shape)
        wrong = (network(points[:, None] / 2**k)[..., 0] >= 0.5) != points % 2
        assert wrong.mean(axis=1).min() >= 1 / 6
    if layers == 1:
        assert wrong_sides(demo.shallow(k, m), k) >= 2**k / 6
    assert all(result(j).wrong >= 2**j / 6 for j in range(8, 11))  # there 2k <= 2^(k - 4)


def test_the_readout_counts_pieces_and_points_and_has_the_least_numbers_of_units(reads):
    for k, units, n in ((4, "2k", 8), (6, "2^k / 2", 32), (10, "2k", 20), (3, "2k", 6)):
        shown, x = result(k, units, noise=0.3), np.arange(2**k) / 2**k
        wrong = np.sum(np.abs(np.interp(x, shown.shallow.x, shown.shallow.y) - teeth(x, k)) > 0.5)
        bound = [2, 4, 2 ** (k - 4)] if k >= 4 else []
        reads(
            demo.readout(shown),
            k,
            2,
            0.3,
            len(shown.deep.x) - 1,
            shown.deep.error,
            n,
            len(shown.shallow.x) - 1,
            shown.shallow.error,
            wrong,
            2**k,
            2,
            *bound,
            2,
            1,
            2**k - 1,
            2**k,
        )
