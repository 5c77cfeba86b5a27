"""The integrate-and-fire neuron: its closed rate, its sums, and an independent step-by-step simulation."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.neurons.spiking import Neuron, closest, firing_rate, impulse_train, simulate

SILENT = Neuron(threshold=1e6)


def test_simulated_rate_equals_the_closed_formula():
    neuron = Neuron()
    for drive in (15.2, 16.0, 20.0, 40.0, 200.0):
        spikes = simulate([], [], 5000.0, drive=drive, neuron=neuron).spikes
        assert 1000 / np.diff(spikes).mean() == pytest.approx(firing_rate(drive), rel=1e-9)
        assert 1000 * len(spikes) / 5000 == pytest.approx(firing_rate(drive), rel=0.01)


def test_no_drive_up_to_the_threshold_makes_it_fire():
    assert np.all(firing_rate(np.array([-30.0, 0.0, 14.9, 15.0])) == 0)
    assert len(simulate([], [], 2000.0, drive=15.0).spikes) == 0


def test_firing_rate_rises_and_saturates_at_one_spike_per_refractory_time():
    rate = firing_rate(np.linspace(15.001, 1e5, 400))
    assert np.all(np.diff(rate) > 0) and 495 < rate[-1] < 500


def test_strong_drive_makes_the_rate_a_straight_line_like_relu():
    """Without refractory time r = (R I - h/2) / (tau h) up to terms that vanish with h / R I."""
    drive, height, neuron = np.array([200.0, 400.0]), 15.0, Neuron(refractory=0.0)
    assert firing_rate(drive, neuron) == pytest.approx(1000 * (drive - height / 2) / (20 * height), rel=1e-3)


def test_below_threshold_impulses_only_add_up():
    weights, rates = np.array([3.0, 1.5, -2.0]), np.array([80.0, 45.0, 60.0])
    for seed in (None, 4):
        together = simulate(weights, rates, seed=seed, neuron=SILENT).V - SILENT.rest
        alone = [simulate(weights * on, rates, seed=seed, neuron=SILENT).V - SILENT.rest for on in np.eye(3)]
        np.testing.assert_allclose(together, sum(alone), atol=1e-9)
        doubled = simulate(2 * weights, rates, seed=seed, neuron=SILENT).V - SILENT.rest
        np.testing.assert_allclose(doubled, 2 * together, atol=1e-9)


def test_one_impulse_jumps_by_its_weight_and_decays_with_tau():
    run = simulate([4.0], [4.0], 300.0, samples=3001)  # one impulse, at 250 ms
    np.testing.assert_allclose(run.V[run.t < 250], -70.0)
    since = run.t[run.t >= 250] - 250
    np.testing.assert_allclose(run.V[run.t >= 250], -70.0 + 4.0 * np.exp(-since / 20))


def test_mean_voltage_is_the_mean_drive():
    run = simulate([1.0, 0.5, -0.7], [200.0, 300.0, 100.0], 50000.0, seed=1, neuron=SILENT, samples=100001)
    assert (run.V[2000:] - SILENT.rest).mean() == pytest.approx(run.mean_drive, rel=0.03)
    assert run.mean_drive == pytest.approx(0.02 * (200 + 150 - 70))


def test_exact_run_agrees_with_small_steps():
    weights, rates, dt, neuron = np.array([5.0, 6.0, -4.0]), np.array([120.0, 90.0, 50.0]), 0.01, Neuron()
    run = simulate(weights, rates, 300.0, drive=3.0, seed=7)
    input_mV = np.zeros(int(300 / dt) + 1)
    for w, train in zip(weights, run.impulses, strict=True):
        np.add.at(input_mV, np.round(train / dt).astype(int), w)
    V, wait, spikes = neuron.rest, 0.0, []
    for k, jump in enumerate(input_mV):
        wait -= dt
        if wait > 0:
            continue
        V += dt / neuron.tau * (neuron.rest + 3.0 - V) + jump
        if V >= neuron.threshold:
            spikes.append(k * dt)
            V, wait = neuron.rest, neuron.refractory
    assert len(run.spikes) > 5 and run.spikes == pytest.approx(spikes, abs=0.05)


def test_trace_never_passes_the_threshold_and_rests_after_a_spike():
    run = simulate([6.0, 6.0, -3.0], [150.0, 90.0, 40.0], seed=3)
    assert len(run.spikes) > 3 and np.all(run.V < Neuron().threshold)
    for spike in run.spikes:
        assert np.all(run.V[(run.t >= spike) & (run.t < spike + Neuron().refractory)] == Neuron().rest)
    assert np.all(np.diff(run.spikes) >= Neuron().refractory)


def test_together_two_impulses_pass_a_threshold_that_each_alone_does_not():
    assert len(simulate([8.0, 0.0], [20.0, 20.0]).spikes) == 0
    assert len(simulate([8.0, 8.0], [20.0, 20.0]).spikes) > 0
    assert len(simulate([8.0, 8.0, -8.0], [20.0, 20.0, 20.0]).spikes) == 0


def test_poisson_train_has_the_mean_and_the_variance_of_its_rate():
    counts = [len(impulse_train(40.0, 1000.0, seed)) for seed in range(400)]
    assert np.mean(counts) == pytest.approx(40, abs=4 * np.sqrt(40 / 400))
    assert np.var(counts) == pytest.approx(40, rel=0.3)


def test_regular_train_has_equal_gaps_and_a_seed_gives_the_same_train_again():
    np.testing.assert_allclose(np.diff(impulse_train(50.0, 1000.0)), 20.0)
    assert len(impulse_train(0.0, 300.0)) == len(impulse_train(0.0, 300.0, 1)) == 0
    np.testing.assert_allclose(impulse_train(50.0, 300.0, 1), impulse_train(50.0, 300.0, 1))
    slow, fast = impulse_train(50.0, 600.0, 5), impulse_train(100.0, 300.0, 5)
    np.testing.assert_allclose(slow, 2 * fast)


def test_bad_input_says_what_to_try():
    for call in (
        lambda: simulate([1.0, 2.0], [10.0]),
        lambda: simulate([1.0], [-5.0]),
        lambda: impulse_train(5.0, -1.0),
        lambda: firing_rate(3.0, Neuron(threshold=-80.0)),
        lambda: simulate([np.nan], [5.0]),
    ):
        with pytest.raises(BadInput, match="try"):
            call()


@pytest.mark.parametrize("phi", [lambda z: np.maximum(z, 0), np.tanh])
def test_the_closest_of_curves_among_which_the_target_is_one_is_the_target(phi):
    x, shifts, widths = np.linspace(-30, 60, 91), np.arange(0.0, 20.0), np.geomspace(1, 16, 5)
    for a, c, s in ((80.0, 7.0, 4.0), (3.0, 19.0, 1.0)):
        curve, misfit = closest(phi, x, a * phi((x - c) / s), shifts, widths)
        np.testing.assert_allclose(curve, a * phi((x - c) / s), atol=1e-9)
        assert misfit < 1e-9


def test_the_misfit_is_the_root_mean_square_and_no_other_height_has_a_smaller_one():
    x = np.linspace(-30, 60, 91)
    target = firing_rate(x)
    curve, misfit = closest(np.tanh, x, target, [10.0], [5.0])
    assert misfit == pytest.approx(np.sqrt(np.mean((curve - target) ** 2)))
    assert all(np.sqrt(np.mean((k * curve - target) ** 2)) > misfit for k in (0.99, 1.01))


def test_each_synapse_has_its_own_poisson_train():
    trains = simulate([1.0, 1.0, 1.0], [60, 60, 60], seed=4).impulses
    assert len({tuple(train) for train in trains}) == 3
