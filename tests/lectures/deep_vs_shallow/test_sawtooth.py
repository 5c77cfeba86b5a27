"""The lecture: several layers reach the same with fewer units. Here exponentially fewer, counted."""

from functools import cache, partial

import numpy as np
import pytest
from computed import Pure, computed
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.deep_vs_shallow.demos.sawtooth.sawtooth_fits import (
    RATE,
    best_one_layer,
    judged,
    learn,
    mirror_gap,
    samples,
    with_one_layer,
    wrong_sides,
)
from course_nn.lectures.deep_vs_shallow.linear_regions import sawtooth as folded
from course_nn.lectures.deep_vs_shallow.starts import spread_bends
from course_nn.network import Network
from course_nn.training import train, watch

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
    for k, units in ((3, "2^L / 2"), (6, "2L")):
        fit = result(L=k, units=units).shallow
        measured = np.sqrt(np.mean((np.interp(x, fit.x, fit.y) - teeth(x, k)) ** 2))
        assert fit.error == pytest.approx(measured, rel=1e-3)


def medians(k=4, width=32, runs=3, **settings):
    """The median errors of deep networks, and of one layer with as many parameters."""
    return [np.median(finished(learn(k, width, "spread", one, runs=runs, **settings)).errors) for one in (False, True)]


def left_over(network, target, rate=RATE):
    """The median error that a batch of networks keeps after 1,000 epochs of Adam; target: (n,) -> (n,) for each."""
    x, fine = samples(4)[0], (np.arange(4000, dtype=np.float32)[:, None] + 0.5) / 4000
    spread_bends(network, range(len(target)), 0, 1)
    targets = np.stack([f(x) for f in target]).astype(np.float32)
    train(network, x, targets, "squared_error", epochs=1000, every=1000, optimizer="adam", learning_rate=rate)
    return np.sqrt(np.median([np.mean((one - f(fine)) ** 2) for one, f in zip(network(fine), target)]))


def steep_one_layer():
    """Of one layer of tanh with as many parameters, from first weights 60 times as large."""
    network = Network(with_one_layer(4, 32), "tanh", init="he", seed=range(3), dtype=np.float32)
    network.weights[0] *= 60
    return left_over(network, [partial(teeth, k=4)] * 3, rate=0.003)


def medians_of_random_heights(runs):
    """The median errors on pieces that end at random heights, other ones for each start, spread as the teeth do."""
    bends, errors = np.linspace(0, 1, 17), []
    ends = [np.random.default_rng(draw).random(17) for draw in range(runs)]
    spreads = [np.std(np.interp(samples(4)[0], bends, end)) / np.std(samples(4)[1]) for end in ends]
    heights = [partial(np.interp, xp=bends, fp=end / spread) for end, spread in zip(ends, spreads)]
    for sizes in ((1, *[32] * 4, 1), with_one_layer(4, 32)):
        errors.append(left_over(Network(sizes, "relu", init="he", seed=range(runs), dtype=np.float32), heights))
    return errors


def fitted_last_layer(k, width):
    """The median error of one layer whose last weights alone are fitted, by least squares: 3 starts."""
    x, target = samples(k)
    network = Network(with_one_layer(k, width), "relu", init="he", seed=range(3))
    spread_bends(network, range(3), 0, 1)
    for run, H in enumerate(network.forward(x.astype(float)).h[1]):
        *weights, bias = np.linalg.lstsq(np.column_stack([H, np.ones(len(H))]), target[:, 0], rcond=1e-6)[0]
        network.weights[1][run], network.biases[1][run] = weights, bias
    return np.median(judged(network, k).errors)


@pytest.mark.costly_changes
def test_wide_deep_networks_learn_sixteen_pieces_and_one_layer_of_as_many_parameters_does_not_by_descent(becomes):
    deep, one = medians(runs=7)
    assert 5 * deep < one and one > 0.1
    changes = dict(
        less=lambda: medians(width=24, runs=7),
        narrow=lambda: medians(width=8),
        rate=lambda: medians(rate=RATE / 3),
        squares=lambda: [deep, fitted_last_layer(4, 32)],
        heights=lambda: medians_of_random_heights(21),  # of 7 the share is 0.39 to 0.49, as the last bits fall
        steep=lambda: [deep, steep_one_layer()],
    )

    def left(change):
        own, other = change()
        return outcome(one - deep, other - own)

    becomes(**{key: partial(left, change) for key, change in changes.items()})


def gap(k=4, width=32, **settings):
    """How far networks that learned the sawtooth are from having folded the line: the median of 10 starts."""
    return np.median(finished(learn(k, width, "spread", runs=10, **settings)).gaps)


def gap_near_the_fold(k=4):
    """The same for networks that begin with the weights of the fold, each off by 2%, and learn slowly."""
    theta, rng = folded(k).parameters, np.random.default_rng(0)
    network = Network(folded(k).sizes, "relu", init="zeros", seed=range(10), dtype=np.float32)
    network.parameters = theta * (1 + 0.02 * rng.normal(size=network.parameters.shape))
    finished(watch(network, *samples(k), "squared_error", 300, every=300, optimizer="adam", learning_rate=RATE / 10))
    return np.median(judged(network, k).gaps)


def test_trained_networks_draw_the_teeth_without_a_folded_last_layer(becomes):
    assert mirror_gap(folded(4)) < 1e-9 and gap() > 1.3
    changed = dict(rate=gap(rate=RATE / 3), pieces=gap(k=3), narrow=gap(k=3, width=8), near=gap_near_the_fold())
    becomes(**{key: outcome(gap(), left) for key, left in changed.items()})


def test_wide_layers_with_spread_bends_draw_the_teeth_and_from_biases_0_they_do_not():
    shown = {train: result(L=3, train=train) for train in ("32", "32 zero")}
    assert demo.judge(shown["32"]) == "solved" != demo.judge(shown["32 zero"])
    assert len(shown["32"].learned.errors) == 5


def test_four_layers_are_trained_at_most():
    assert demo.judge(result()) == "open" and result(L=5, train="8").learned is None


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
    assert all(result(L=j).wrong >= 2**j / 6 for j in range(8, 11))  # there 2k <= 2^(k - 4)


def test_the_readout_counts_pieces_and_points_and_has_the_errors(reads):
    for L, units, n in ((4, "2L", 8), (6, "2^L / 2", 32), (10, "2L", 20), (3, "2L", 6)):
        shown, x = result(L=L, units=units), np.arange(2**L) / 2**L
        wrong = np.sum((np.interp(x, shown.shallow.x, shown.shallow.y) >= 0.5) != (teeth(x, L) >= 0.5))
        deep, one = ((len(fit.x) - 1, fit.error) for fit in (shown.deep, shown.shallow))
        reads(demo.readout(shown), L, 2, *deep, n, *one, wrong, 2**L, ...)


def test_the_readout_has_the_errors_of_what_is_trained_and_of_deep_networks_whether_they_folded(reads):
    trained, one = (result(L=3, train=train) for train in ("8", "8 one"))
    errors, gaps = trained.learned.errors, trained.learned.gaps
    reads(demo.about_training(trained), 8, 3, 8, 5, errors.min(), np.median(errors))
    reads(demo.about_folds(trained), 1, np.median(gaps), 0, 2)
    reads(demo.about_training(one), 8, 56, 5, one.learned.errors.min(), np.median(one.learned.errors))
    assert demo.about_training(trained).en in demo.readout(trained).en and not demo.about_folds(one).en


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


def pieces(sizes, seed):
    """Straight pieces on [0, 1] of a ReLU network with random weights and biases."""
    rng, h, on = np.random.default_rng(seed), np.linspace(0, 1, 20_001)[:, None], []
    for width in sizes:
        z = h @ rng.normal(0, np.sqrt(2 / h.shape[1]), (h.shape[1], width)) + rng.normal(0, 0.5, width)
        on.append(z > 0)
        h = np.maximum(z, 0)
    on = np.hstack(on)
    return 1 + (on[1:] != on[:-1]).any(axis=1).sum()


def test_with_random_weights_ten_layers_of_two_make_fewer_pieces_than_one_layer_of_twenty():
    deep, shallow = ([pieces(sizes, seed) for seed in range(40)] for sizes in ([2] * 10, [20]))
    assert np.median(deep) < 5 < np.median(shallow) and max(deep) < 40
