"""The lecture: several layers reach the same with fewer units. Here exponentially fewer, counted."""

from functools import cache, partial

import numpy as np
import pytest
from computed import Pure, computed
from hand import Hand

from course_nn.lectures.deep_vs_shallow.demos.sawtooth.sawtooth_fits import best_one_layer, wrong_sides
from course_nn.network import Network

demo = Pure("deep_vs_shallow.sawtooth")

result = cache(partial(computed, demo))


def teeth(x, k):
    """The sawtooth as a distance to the nearest even multiple of 2^-k."""
    return np.abs((x * 2**k + 1) % 2 - 1)


def test_k_layers_of_two_units_make_two_to_the_k_pieces_where_one_layer_of_as_many_units_makes_2k():
    shown = result(L=10)
    assert shown.pieces[0].tolist() == [2**k for k in demo.DEPTHS]
    assert np.all(shown.pieces[1] <= 2 * demo.DEPTHS + 1) and shown.units == 20
    assert not shown.errors[0].any() and "1024" in demo.readout(shown).en and "1024 段" in demo.readout(shown).zh


@pytest.mark.parametrize("k", range(3, 8))
def test_with_fewer_than_two_to_the_k_less_1_units_one_layer_errs_by_a_half_somewhere(k):
    """It changes sides of ½ too seldom; so do networks with random weights."""
    tips = np.arange(2**k + 1)
    for units in ("2L", "2^L / 2"):
        fit = result(L=k, units=units).shallow
        assert np.abs(np.interp(tips / 2**k, fit.x, fit.y) - tips % 2).max() >= 0.5
    network, rng = Network((1, 2**k - 2, 1), "relu"), np.random.default_rng(k)
    for _ in range(200):
        network.parameters = rng.normal(size=network.parameters.shape) * 10 ** rng.uniform(-2, 2)
        assert np.abs(network(tips[:, None] / 2**k)[:, 0] - tips % 2).max() >= 0.5


@pytest.mark.parametrize("k", range(1, 9))
def test_two_to_the_k_units_in_one_layer_are_exact_and_one_less_is_not(k):
    assert result(L=k, units="2^L").shallow.error < 1e-9 < 0.01 < result(L=k, units="2^L - 1").shallow.error
    assert len(result(L=k, units="2^L").shallow.x) - 1 == 2**k


def test_the_first_slope_is_why_one_more_than_the_kinks_is_needed():
    """All bends are ±2s; units that are on at x = 0 leave a first slope of an even multiple of s, never s itself."""
    network = best_one_layer(3, 8)
    bends = network.weights[1][0, 1:] * network.weights[0][1:, 0]
    np.testing.assert_allclose(np.abs(bends), 2 * network.weights[1][0, 0])


@pytest.mark.parametrize("units", ["2L", "2^L / 2", "2^L - 1"])
def test_the_heights_of_the_one_layer_are_those_of_least_squares(units):
    k, n = 4, int(demo.UNITS[units](4))
    x = (np.arange(40_000) + 0.5) / 40_000
    A = np.column_stack([np.ones_like(x), np.maximum(0, x[:, None] - np.arange(n) / 2**k)])
    error = np.sqrt(np.mean((A @ np.linalg.lstsq(A, teeth(x, k))[0] - teeth(x, k)) ** 2))
    assert result(L=k, units=units).shallow.error == pytest.approx(error, rel=1e-4)


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
        fit = result(L=k, noise=noise, seed=3).deep
        measured = np.sqrt(np.mean((np.interp(x, fit.x, fit.y) - teeth(x, k)) ** 2))
        assert fit.error == pytest.approx(measured, rel=1e-3)


def test_a_small_error_in_the_weights_doubles_with_every_layer():
    for seed in range(5):
        errors = result(L=10, noise=0.001, seed=seed).errors[0]
        assert 1.5 < (errors[9] / errors[4]) ** (1 / 5) < 2.5


def median_errors(L, noise):
    """Of 21 seeds: the deep network, and by rule and by the side on which its units are on the one layer."""
    seeds = range(21)
    deep = np.median([demo.deep(L, noise, seed).error for seed in seeds])
    one = {
        (rule, opens): np.median([demo.shallow(L, demo.UNITS[rule](L), opens, noise, seed).error for seed in seeds])
        for rule in ("2L", "2^L")
        for opens in demo.OPENS
    }
    return deep, one


@pytest.mark.parametrize("L, noise", [(4, 0.05), (6, 0.05), (6, 0.5)])
def test_of_two_exact_networks_disturbed_alike_the_one_layer_suffers_more_however_it_is_written(L, noise):
    deep, one = median_errors(L, noise)
    assert min(one["2^L", "right"], one["2^L", "left"]) > 2 * deep


def test_whether_the_small_one_layer_is_fragile_depends_on_how_it_is_written():
    _, one = median_errors(8, 0.05)
    exact = result(L=8).shallow.error
    assert one["2L", "right"] > 2 * exact and one["2L", "left"] < 1.02 * exact


@pytest.mark.parametrize("train", tuple(demo.TRAIN)[1:])
def test_training_finds_three_folds_with_spare_width_and_spread_bends_only(train):
    shown = result(L=3, train=train)
    finds = train == "8 spread"
    assert shown.learned_errors.min() < 0.02 if finds else shown.learned_errors.min() > 0.2
    assert demo.judge(shown) == ("solved" if finds else "open") and len(shown.learned_errors) == 10


def test_four_layers_are_trained_at_most():
    assert demo.judge(result()) == "open" and result(L=5, train="8 spread").learned is None


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
        assert wrong_sides(demo.shallow(k, m, "right", 0.0, 0), k) >= 2**k / 6
    assert all(result(L=j).wrong >= 2**j / 6 for j in range(8, 11))  # there 2k <= 2^(k - 4)


def test_the_readout_counts_pieces_and_points_and_has_the_errors(reads):
    for L, units, n in ((4, "2L", 8), (6, "2^L / 2", 32), (10, "2L", 20), (3, "2L", 6)):
        shown, x = result(L=L, units=units, noise=0.3), np.arange(2**L) / 2**L
        wrong = np.sum((np.interp(x, shown.shallow.x, shown.shallow.y) >= 0.5) != (teeth(x, L) >= 0.5))
        deep, one = ((len(fit.x) - 1, fit.error) for fit in (shown.deep, shown.shallow))
        reads(demo.readout(shown), L, 2, 0.3, *deep, n, *one, wrong, 2**L, ...)
    trained = result(L=3, train="2 zero")
    words = demo.readout(trained)
    reads(demo.about_training(trained), 2, 0, 10, trained.learned_errors.min(), np.median(trained.learned_errors))
    assert demo.about_training(trained).en in words.en


def test_the_line_is_pulled_along_under_its_window_and_the_bar_to_another_depth():
    shown = demo.sawtooth(zoom=4, place=0.5)
    low, high = shown.result.window
    foot = Hand(shown, 2).press()
    wide = np.ptp(foot.path()[:, 0])
    foot.pull(wide / 2, 0)
    assert np.allclose(shown.result.window, [low - (high - low) / 2, high - (high - low) / 2], atol=0.002)
    Hand(shown, 0).press().pull(40, 0)
    assert shown.values["L"] in (5, 6)
    shown.set(zoom=1)
    assert {k for k, *_ in shown.page.paths} == {0, 1}  # the whole line has nowhere to go
    shown.close()
