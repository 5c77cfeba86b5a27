"""The membrane against an independent solver, the published constants, and the figure it has to reproduce."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from course_nn.common.errors import BadInput
from course_nn.lectures.neurons.demos.action_potential import hodgkin_huxley as hh


def solved(strength, duration, t, temperature=6.3):
    """The paper's own variables (V from rest, depolarization negative), solved adaptively, turned round at the end."""
    phi = 3 ** ((temperature - 6.3) / 10)

    def slope(_, state, stimulus):
        V, m, h, n = state
        am, bm = 0.1 * (V + 25) / (np.exp((V + 25) / 10) - 1), 4 * np.exp(V / 18)
        ah, bh = 0.07 * np.exp(V / 20), 1 / (np.exp((V + 30) / 10) + 1)
        an, bn = 0.01 * (V + 10) / (np.exp((V + 10) / 10) - 1), 0.125 * np.exp(V / 80)
        ionic = 120 * m**3 * h * (V + 115) + 36 * n**4 * (V - 12) + 0.3 * (V + hh.E_L - hh.REST)
        return [
            -stimulus - ionic,
            *(phi * (a * (1 - x) - b * x) for a, b, x in ((am, bm, m), (ah, bh, h), (an, bn, n))),
        ]

    start, V = [0.0, *hh.steady_state(hh.REST)], np.zeros_like(t)
    for stimulus, a, b in ((strength, 0.0, duration), (0.0, duration, t[-1])):
        run = solve_ivp(slope, (a, b), start, "DOP853", dense_output=True, args=(stimulus,), rtol=1e-9, atol=1e-10)
        start, inside = run.y[:, -1], (t >= a) & (t <= b)
        V[inside] = run.sol(t[inside])[0]
    return hh.REST - V


def test_rest_is_a_fixed_point():
    trace = hh.simulate(0.0, 1.0)
    assert np.abs(trace.V - hh.REST).max() < 1e-9
    assert np.ptp(trace.m) < 1e-9 and np.ptp(trace.h) < 1e-9 and np.ptp(trace.n) < 1e-9
    assert abs(trace.I_Na[0] + trace.I_K[0] + trace.I_L[0]) < 1e-9


def test_leak_potential_that_makes_rest_a_rest_is_the_published_one():
    assert hh.E_L - hh.REST == pytest.approx(10.613, abs=0.02)


def test_gate_rates_are_continuous_at_their_removable_singularities():
    for V, gate, limit in ((hh.REST + 25, 0, 1.0), (hh.REST + 10, 2, 0.1)):
        alpha = hh.rates(np.array([V - 1e-7, V, V + 1e-7]))[0][:, gate]
        assert alpha == pytest.approx(limit, abs=1e-6)


def test_resting_gates_are_those_of_the_paper():
    assert hh.steady_state(hh.REST) == pytest.approx([0.05293, 0.59612, 0.31768], abs=1e-5)


@pytest.mark.parametrize(
    "strength, duration, t_end, temperature",
    [
        (20, 0.5, 20, 6.3),
        (40, 0.5, 5, 6.3),
        (9, 1.0, 20, 6.3),
        (10, 0.5, 20, 6.3),
        (-20, 2.0, 20, 6.3),
        (30, 0.33, 10, 18.5),
    ],
)
def test_simulation_agrees_with_an_adaptive_solver(strength, duration, t_end, temperature):
    trace = hh.simulate(strength, duration, t_end, temperature)
    V = solved(strength, duration, trace.t, temperature)
    assert trace.V.max() == pytest.approx(V.max(), abs=0.5)  # mV
    assert trace.V.min() == pytest.approx(V.min(), abs=0.1)
    assert abs(trace.t[trace.V.argmax()] - trace.t[V.argmax()]) < 0.06  # ms, about one step
    assert np.sqrt(np.mean((trace.V - V) ** 2)) < 0.6


def test_error_falls_with_the_square_of_the_step():
    """Away from threshold, where the table's 0.02 mV levels do not matter."""
    errors = []
    for t_end in (20, 5):  # 0.05 and 0.0125 ms a step
        trace = hh.simulate(20.0, 1.0, t_end)
        early = trace.t <= 5
        errors.append(np.abs(trace.V[early] - solved(20.0, 1.0, trace.t, 6.3)[early]).max())
    assert errors[1] < errors[0] / 8


def test_many_strengths_at_once_equal_one_at_a_time():
    strengths = np.array([0.0, 12.0, 14.0, 30.0])
    together = hh.simulate(strengths, 0.5)
    for j, strength in enumerate(strengths):
        for a, b in zip(together[1:], hh.simulate(strength, 0.5)[1:], strict=True):
            np.testing.assert_allclose(a[:, j], b, rtol=1e-10, atol=1e-10)


def test_a_spike_is_all_or_nothing():
    """One part in a thousand more current, 80 mV more voltage; ten times the current, hardly more."""
    for duration in (0.2, 0.5, 1.0, 3.0):
        threshold = hh.threshold_strength(duration)
        below, above, far = hh.peak_voltage(threshold * np.array([0.999, 1.001, 3.0]), duration)
        assert below < -50 and above > 20 and above - below > 75
        assert far - above < 15


def test_amplitudes_are_those_of_the_figure():
    """Threshold near -55, peak near +40; rest is -65 here, not -70."""
    threshold = hh.threshold_strength(0.5)
    failed, peak = hh.peak_voltage(threshold * np.array([0.999, 1.5]), 0.5)
    assert failed == pytest.approx(-55, abs=2) and peak == pytest.approx(40, abs=2)
    trace = hh.simulate(1.5 * threshold, 0.5)
    assert np.interp(hh.phases(trace).depolarization, trace.t, trace.V) == pytest.approx(-55, abs=2)
    assert hh.E_K < trace.V.min() < hh.REST - 10 and trace.V.max() < hh.E_NA


def test_five_phases_follow_one_another_and_bound_what_they_say():
    trace = hh.simulate(20.0, 0.5)
    when = hh.phases(trace)
    assert when.stimulus == 0 and list(when) == sorted(when)
    ionic = trace.I_Na + trace.I_K + trace.I_L

    def during(a, b):
        return (trace.t >= a) & (trace.t < b)

    assert np.all(np.diff(trace.V)[during(when.depolarization, when.repolarization)[:-1]] > 0)
    assert np.all(ionic[during(when.depolarization, when.repolarization)] < 0)
    assert np.all(np.diff(trace.V)[during(when.repolarization, when.hyperpolarization)[:-1]] < 0)
    assert np.all(trace.V[during(when.hyperpolarization, when.rest)] < hh.REST)
    assert np.all(np.abs(trace.V[trace.t >= when.rest] - hh.REST) < hh.NEAR_REST)


def test_sodium_drives_the_rise_and_potassium_the_fall():
    trace = hh.simulate(20.0, 0.5)
    when = hh.phases(trace)
    rise = (trace.t >= when.depolarization) & (trace.t < when.repolarization)
    fall = (trace.t > when.repolarization) & (trace.t < when.hyperpolarization)
    assert np.all(trace.I_Na <= 0) and np.all(-trace.I_Na[rise] > trace.I_K[rise])
    assert np.all(-trace.I_Na[fall] < trace.I_K[fall] + trace.I_L[fall])


def test_failed_initiation_has_no_phases_and_a_short_trace_has_not_all():
    assert hh.phases(hh.simulate(12.0, 0.5)) is None
    short = hh.phases(hh.simulate(20.0, 0.5, t_end=5.0))
    assert short.hyperpolarization is not None and short.rest is None


def test_short_pulses_need_a_fixed_charge():
    charge = [hh.threshold_strength(d) * d for d in (0.05, 0.1, 0.2)]
    assert np.ptp(charge) < 0.02 * charge[0]


def test_threshold_is_found_at_every_corner():
    for temperature in (0.0, 6.3, 25.0):
        for duration in (0.05, 20.0):
            strength = hh.threshold_strength(duration, temperature=temperature)
            assert hh.peak_voltage(0.995 * strength, duration, temperature=temperature) < hh.SPIKE
            assert hh.peak_voltage(strength, duration, temperature=temperature) > hh.SPIKE


def test_warmth_makes_spikes_faster_and_smaller():
    cold, warm = (hh.simulate(25.0, 0.5, temperature=T) for T in (6.3, 18.5))
    assert warm.V.max() < cold.V.max() - 5
    assert hh.phases(warm).hyperpolarization < hh.phases(cold).hyperpolarization / 1.8


@pytest.mark.parametrize(
    "bad", [dict(strength=np.nan), dict(duration=0.0), dict(t_end=-1.0), dict(temperature=60.0), dict(strength=5000.0)]
)
def test_bad_input_says_what_to_try(bad):
    with pytest.raises(BadInput, match="try"):
        hh.simulate(**{"strength": 20.0, "duration": 0.5, **bad})
    with pytest.raises(BadInput):
        hh.phases(hh.simulate([10.0, 20.0], 0.5))
