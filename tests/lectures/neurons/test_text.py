"""What notebook 1 states in its text, computed."""

import re
from itertools import product

import numpy as np
import pytest
from computed import lecture
from scipy.optimize import minimize
from scipy.stats import norm

from course_nn.lectures.neurons.spiking import TYPICAL, firing_rate, simulate
from course_nn.logistic_regression import newton

NB = "01_neurons"
module, at = lecture("neurons")


def test_this_axon_comes_within_a_few_millivolts_of_the_lectures_figure_but_its_undershoot_lasts_longer(says):
    result = at("action_potential")
    _, figure = module("action_potential").readout(result).en.split("figure")
    compared = re.findall(r"(−?\d+) mV", figure)
    lecture = [float(value.replace("−", "-")) for value in compared]
    ours = result.V[0], result.peak, result.membrane.level
    assert len(lecture) == 3 and np.allclose(ours, lecture, atol=5)
    assert result.phases.rest > 5  # ms: the whole spike of the figure
    says(NB, "neurons-1-explain", 5, *lecture, result.V[0])
    says(NB, "neurons-1-explain", result.phases.rest, within=0.1)


def test_above_the_threshold_the_peak_is_nearly_the_same_whatever_the_stimulus():
    peaks = at("action_potential").membrane.peaks
    spikes, bumps = peaks[peaks > 0], peaks[peaks <= 0]
    assert np.ptp(spikes) < 12 and spikes.min() - bumps.max() > 80
    warm = at("action_potential", temperature=18.0).membrane.peaks
    assert np.ptp(warm[warm > 0]) > 20 and warm[warm > 0].min() - warm[warm <= 0].max() > 60  # the gap stays


def test_half_as_many_impulses_of_twice_the_strength_leave_the_mean_drive_and_fire_more():
    neuron = TYPICAL._replace(refractory=5.0)

    def rate(weights, rates):
        runs = [simulate(weights, rates, 1000.0, seed=seed, neuron=neuron, samples=2) for seed in range(40)]
        return runs[0].mean_drive, np.mean([len(run.spikes) for run in runs])

    for w, r in (
        ([5, 4, -2], [90, 95, 30]),
        ([2.5, 2, -2], [90, 95, 30]),
        ([2, 2, 0], [90, 95, 30]),
        ([6, 0, 0], [90, 0, 0]),
    ):
        (drive, before), (same, after) = rate(w, r), rate(2 * np.array(w), np.array(r) / 2)
        assert drive == pytest.approx(same) and after > before


def test_the_firing_rate_is_zero_up_to_the_threshold_then_climbs_and_the_refractory_time_bounds_it():
    neuron = TYPICAL._replace(refractory=5.0)
    height = neuron.threshold - neuron.rest  # mV
    assert not firing_rate(np.linspace(-30, height, 9), neuron).any()
    drives = height * np.geomspace(1.01, 1000, 50)
    rates = firing_rate(drives, neuron)  # Hz
    written = 1000 / (5.0 + neuron.tau * np.log(drives / (drives - height)))
    assert np.allclose(rates, written) and np.all(np.diff(rates) > 0) and rates[-1] < 1000 / 5.0


def test_one_unit_gets_three_rows_of_xor_and_computes_a_share_of_all_functions_that_shrinks_quickly(says):
    gates = module("gates")
    counts = [gates.counts(n) for n in (1, 2, 3)]
    assert np.all(np.diff([can / all_of_them for can, all_of_them in counts]) < 0)
    for goal in ("XOR", "XNOR"):
        result = at("gates", goal=goal)
        says(NB, "neurons-4-explain", result.best, len(result.y))
    says(NB, "neurons-4-explain", *np.ravel(counts))


def test_from_and_to_or_only_b_moves_and_to_nand_all_three_numbers_change_sign():
    def computes(w1, w2, b):
        return at("gates", w1=w1, w2=w2, b=b).computes

    assert [computes(1, 1, -1.5), computes(1, 1, -0.5), computes(-1, -1, 1.5)] == ["AND", "OR", "NAND"]
    signs = np.array(list(product((1, -1), repeat=3)))
    for sizes in np.abs(np.random.default_rng(0).normal(size=(50, 3))):
        found = {tuple(sign): computes(*(sign * sizes)) for sign in signs}
        assert {sign for sign, name in found.items() if name == "AND"} <= {(1, 1, -1)}
        assert {sign for sign, name in found.items() if name == "NAND"} <= {(-1, -1, 1)}


def test_with_w_and_b_at_0_the_loss_is_log_2_and_descent_goes_from_any_line_toward_newtons_minimum(says):
    zero = at("logistic_regression", w1=0.0, w2=0.0, b=0.0)
    assert zero.loss == pytest.approx(np.log(2))
    says(NB, "neurons-5-explain", zero.loss, 2)
    for w1, w2, b in ((0.0, 0.0, 0.0), (1.5, 1.0, 0.0), (-3.0, 2.0, 1.0)):
        by_hand = at("logistic_regression", w1=w1, w2=w2, b=b)
        assert by_hand.loss == by_hand.losses[0]
        assert np.all(np.diff(by_hand.losses) < 0) and 0 < by_hand.losses[-1] - by_hand.birds.minimum < 0.02


def test_one_learning_rate_suits_some_measurements_and_is_too_large_for_others():
    pairs = module("logistic_regression").PAIRS
    end = {pair: at("logistic_regression", learning_rate=10.0, measurements=pair) for pair in pairs}
    falls = {pair: bool(np.all(np.diff(result.losses) < 1e-12)) for pair, result in end.items()}
    assert falls["bill_length, bill_depth"] and not falls["flipper_length, body_mass"]
    last = at("logistic_regression", learning_rate=30.0, measurements="flipper_length, body_mass").losses
    assert last[-1] > last[0]


def test_fitted_with_the_probit_not_one_bird_changes_sides_for_three_of_the_four_pairs():
    demo = module("logistic_regression")

    def moved(pair):
        birds = demo.load(pair)
        sign = 2 * birds.y - 1
        w, b = newton(birds.X, birds.y)

        def loss(theta):
            return -norm.logcdf(np.sqrt(np.pi / 8) * sign * (birds.X @ theta[:2] + theta[2])).mean()

        other = minimize(loss, [*w, b], method="BFGS").x
        return np.sum((birds.X @ w + b > 0) != (birds.X @ other[:2] + other[2] > 0))

    changed = [moved(pair) for pair in demo.PAIRS]
    assert len(changed) == 4 and sorted(changed)[:3] == [0, 0, 0] and max(changed) < 6


def test_the_scaled_probit_is_nearly_the_sigmoid_and_has_its_slope_at_0(says):
    demo = module("logistic_regression")
    ends = np.array([-1e-4, 1e-4])
    slopes = [np.diff(f(ends))[0] / 2e-4 for f in (demo.sigmoid, demo.probit)]
    assert np.allclose(slopes, 0.25) and demo.GAP < 0.02
    scale = 2 * np.pi * slopes[1] ** 2  # Φ′(0) = 1/√(2π), so the slope of Φ(√s z) at 0 is √(s/2π)
    says(NB, "neurons-5-explain", round(np.pi / scale, 6))


def test_a_layer_of_m_n_weights_and_m_biases_can_learn_exactly_15_numbers(says):
    sizes = range(1, module("layer").MOST + 1)
    learned = {(N, M): at("layer", N=N, M=M) for N in sizes for M in sizes}
    assert all(result.parameters == M * N + M for (N, M), result in learned.items())
    solved = [result.parameters for result in learned.values() if module("layer").judge(result) == "solved"]
    says(NB, "neurons-6-explain", *solved)
    assert len(solved) == 1


def test_depth_counts_the_layers_of_weights_on_the_longest_way_through():
    for sizes in ("2, 3", "2, 3, 3, 2", "1, 1, 1, 1, 1"):
        assert max(at("feedforward", sizes=sizes).level.values()) == sizes.count(",")
    plain, skipping, longer = (at("feedforward", edge=edge) for edge in ("", "x1 > y1", "h1.1 > h1.2"))
    assert [max(result.level.values()) for result in (plain, skipping, longer)] == [3, 3, 4]
    assert at("feedforward", edge="y1 > h1.1").cycle
