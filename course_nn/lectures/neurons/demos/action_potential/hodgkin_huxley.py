"""A membrane fires because its sodium channels open faster than its potassium channels do: four equations, one spike.

C dV/dt = I_stim - I_Na - I_K - I_L,   I_Na = g_Na m^3 h (V - E_Na),   I_K = g_K n^4 (V - E_K),   I_L = g_L (V - E_L)
dx/dt = alpha_x(V) (1 - x) - beta_x(V) x   for each gate x = m, h, n

Hodgkin and Huxley measured V from rest, depolarization negative. Here V is inside minus outside, depolarization
positive: V = REST - V_1952, so their potentials change sign and shift by REST. Where rest lies is ours to choose.
At -65 mV, today's custom, the best failed initiation ends near -56 mV and a spike peaks near +40 mV, as in the usual
drawing; only rest itself is 5 mV above the -70 mV drawn there.

source : A. L. Hodgkin and A. F. Huxley, A quantitative description of membrane current and its application to
         conduction and excitation in nerve, J. Physiol. 117 (1952) 500-544, table 3 and eq. (26)
"""

from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.progress import memoized

REST = -65.0  # mV
CAPACITANCE = 1.0  # uF/cm2
G_NA = 120.0  # mS/cm2
G_K = 36.0
G_L = 0.3
E_NA = REST + 115.0  # mV; E_L follows below
E_K = REST - 12.0
SPIKE = 0.0  # mV: a spike is a V that rises above this
NEAR_REST = 1.0  # mV: closer than this counts as rest again
GRID = np.linspace(-200.0, 200.0, 20001)  # mV: the voltages for which rates are tabulated


class Trace(NamedTuple):
    """Time (ms), voltage (mV), gates in [0, 1], ionic currents (uA/cm2, outward positive).

    t : (T,);  the others (T,) for one strength, (T, S) for S strengths
    """

    t: np.ndarray
    V: np.ndarray
    m: np.ndarray
    h: np.ndarray
    n: np.ndarray
    I_Na: np.ndarray
    I_K: np.ndarray
    I_L: np.ndarray


class Phases(NamedTuple):
    """When each phase of an action potential begins, in ms; None if the trace ends before."""

    stimulus: float
    depolarization: float
    repolarization: float
    hyperpolarization: float | None
    rest: float | None


def _x_over_expm1(x):
    safe = np.where(x == 0, 1.0, x)  # x / (exp(x) - 1) tends to 1 at 0
    return np.where(x == 0, 1.0, safe / np.expm1(safe))


def rates(V: np.ndarray | float) -> tuple:
    """Opening and closing rates of the gates m, h, n at 6.3 °C.

    V : (...) float, mV;  returns alpha, beta, each (..., 3), per ms;  source: 1952, eqs. (12), (13), (20)-(24)
    """
    u = np.asarray(V, float) - REST
    alpha = [_x_over_expm1((25 - u) / 10), 0.07 * np.exp(-u / 20), 0.1 * _x_over_expm1((10 - u) / 10)]
    beta = [4 * np.exp(-u / 18), 1 / (np.exp((30 - u) / 10) + 1), 0.125 * np.exp(-u / 80)]
    return np.stack(alpha, -1), np.stack(beta, -1)


def steady_state(V: np.ndarray | float) -> np.ndarray:
    """Where the gates m, h, n settle while V is held: alpha / (alpha + beta).

    V : (...) mV;  returns (..., 3)
    """
    alpha, beta = rates(V)
    return alpha / (alpha + beta)


def _channel_currents(V, m, h, n):
    return G_NA * m**3 * h * (V - E_NA), G_K * n**4 * (V - E_K)


# As in the paper, the leak makes rest a rest: no net current there. (Their +10.613 mV is this number, rounded.)
E_L = REST + sum(_channel_currents(REST, *steady_state(REST))) / G_L  # mV


@memoized
def _gate_table(dt, speed):
    """For each V of GRID what a gate becomes within dt: x -> offset + factor x, exact while V stands still."""
    alpha, beta = rates(GRID)
    factor = np.exp(-dt * speed * (alpha + beta))
    return np.concatenate([(1 - factor) * steady_state(GRID), factor], axis=1)  # (voltages, 6)


def _leapfrog(strength, duration, t, speed):
    """V by the trapezoidal rule; the gates live half a step later, so each sees the other's midpoint."""
    dt = t[1]
    on = np.clip((duration - t) / dt, 0, 1)  # share of each step in which the pulse is on
    table, levels_per_mV = _gate_table(dt, speed), 1 / (GRID[1] - GRID[0])
    V = np.full((len(t), len(strength)), REST)  # (T, S): V[k] at t[k]
    gates = np.empty((len(t), len(strength), 3))  # (T, S, 3): gates[k] at t[k] + dt/2
    gates[0] = steady_state(REST)
    for k in range(len(t) - 1):
        m, h, n = gates[k].T
        n2 = n * n
        g_Na, g_K = G_NA * (m * m * m * h), G_K * (n2 * n2)
        g = g_Na + g_K + G_L
        drive = g_Na * E_NA + g_K * E_K + (G_L * E_L) + on[k] * strength
        V[k + 1] = V[k] + (drive - g * V[k]) / (CAPACITANCE / dt + g / 2)
        step = table.take(((V[k + 1] - GRID[0]) * levels_per_mV + 0.5).astype(int), axis=0, mode="clip")
        gates[k + 1] = step[:, :3] + step[:, 3:] * gates[k]
    return V, gates


def simulate(strength: np.ndarray | float, duration: float, t_end: float = 20.0, temperature: float = 6.3) -> Trace:
    """The response of a resting membrane to a current pulse that begins at t = 0, for all strengths at once.

    strength   : float or (S,), uA/cm2, positive depolarizes, |strength| <= 10,000
    duration   : ms, > 0
    t_end      : ms, (0, 200]; steps of at most 0.05 ms, at least 400 of them
    temperature: °C, 0 to 35; all rates are multiplied by 3^((temperature - 6.3) / 10)
    returns    : Trace
    raises     : BadInput for a value out of range, or if V leaves -200 .. 200 mV
    source     : M. Hines, Efficient computation of branched nerve equations, Int. J. Biomed. Comput. 15 (1984) 69-76
    """
    strength = np.asarray(strength, float)
    if not (np.all(np.abs(strength) <= 1e4) and 0 < duration and 0 < t_end <= 200 and 0 <= temperature <= 35):
        raise BadInput(
            "expected |strength| <= 10000 uA/cm2, duration > 0 ms, 0 < t_end <= 200 ms, 0 <= temperature <= "
            f"35 °C; got {strength}, {duration}, {t_end}, {temperature}; try 20, 0.5, 20, 6.3",
            "要求 |strength| <= 10000 µA/cm²，duration > 0 ms，0 < t_end <= 200 ms，0 <= temperature <= "
            f"35 °C；收到 {strength}, {duration}, {t_end}, {temperature}；可以试试 20, 0.5, 20, 6.3",
        )
    t = np.linspace(0, t_end, 1 + max(400, int(np.ceil(20 * t_end))))
    V, gates = _leapfrog(strength.ravel(), duration, t, 3 ** ((temperature - 6.3) / 10))
    if np.abs(V).max() > GRID[-1]:
        raise BadInput(
            f"V would leave -200 .. 200 mV (by {np.abs(V).max() - 200:.0f} mV): try a weaker pulse",
            f"V 将超出 -200 到 200 mV（超出 {np.abs(V).max() - 200:.0f} mV）：请减弱刺激",
        )
    gates[1:] = (gates[1:] + gates[:-1]) / 2  # from half steps to the times t
    V, m, h, n = (a.reshape(t.shape + strength.shape) for a in (V, *np.moveaxis(gates, 2, 0)))
    I_Na, I_K = _channel_currents(V, m, h, n)
    return Trace(t, V, m, h, n, I_Na, I_K, I_L=G_L * (V - E_L))


def peak_voltage(
    strengths: np.ndarray | float, duration: float, t_end: float = 20.0, temperature: float = 6.3
) -> np.ndarray:
    """The highest voltage each stimulus reaches: small, or a whole spike, and almost nothing between.

    strengths: float or (S,), uA/cm2;  returns the same shape, mV;  the rest as in simulate
    """
    return simulate(strengths, duration, t_end, temperature).V.max(axis=0)


@memoized
def threshold_strength(duration: float, t_end: float = 20.0, temperature: float = 6.3) -> float:
    """The weakest pulse that makes a spike: as by bisection, but with 60 strengths a round instead of one.

    duration: ms;  returns uA/cm2, to 1/200,000 of the interval 0 .. 20 + 20/duration;  the rest as in simulate
    raises  : BadInput also if no strength of that interval makes a spike
    """
    low, high = 0.0, 20 + 20 / duration
    for _ in range(3):
        strengths = np.linspace(low, high, 60)
        spikes = peak_voltage(strengths, duration, t_end, temperature) > SPIKE
        if not spikes.any():
            raise BadInput(f"no spike within {t_end} ms; try a longer t_end", f"{t_end} ms 内没有脉冲；请增大 t_end")
        first = spikes.argmax()
        low, high = strengths[first - 1], strengths[first]
    return float(high)


@memoized
def largest_step(duration: float, t_end: float = 10.0, temperature: float = 6.3) -> float:
    """The most that the highest voltage rises when a pulse gets 0.1 % stronger: on a cliff, or on a mere slope.

    The steepest place of a hot membrane lies below the strength that lifts it over SPIKE, so it is looked for from half
    of that on, in steps of 1 %, and there in steps of 0.1 %.

    duration: ms;  returns mV;  the rest as in simulate
    """
    coarse = threshold_strength(duration, 20.0, temperature) * 1.01 ** np.arange(-70, 3)
    steepest = coarse[np.diff(peak_voltage(coarse, duration, t_end, temperature)).argmax()]
    fine = steepest * 1.001 ** np.arange(12)
    return float(np.diff(peak_voltage(fine, duration, t_end, temperature)).max())


def phases(trace: Trace) -> Phases | None:
    """When the five phases of the (first) action potential begin, read off the trace; None if there is no spike.

    stimulus          : t = 0; the pulse pushes V up against the ionic currents
    depolarization    : the net ionic current turns inward, for the last time before the spike: from here on the
                        membrane depolarizes itself, and V at this moment is the threshold voltage of this trace
    repolarization    : the peak; dV/dt turns negative
    hyperpolarization : V falls below REST
    rest              : V, once more than NEAR_REST = 1 mV below REST, is back within it

    trace  : Trace of one depolarizing pulse;  a spike is a V above SPIKE = 0 mV
    raises : BadInput if the trace holds several strengths
    """
    V, ionic = trace.V, trace.I_Na + trace.I_K + trace.I_L
    if V.ndim != 1:
        raise BadInput(
            f"expected a trace of one strength, got V of shape {V.shape}; try simulate(20.0, 0.5)",
            f"需要单一强度的记录，收到的 V 形状为 {V.shape}；可以试试 simulate(20.0, 0.5)",
        )

    def first(condition, start):
        hits = [] if start is None else np.flatnonzero(condition[start:])
        return start + hits[0] if len(hits) else None

    def time(k):
        return None if k is None else float(trace.t[k])

    spike = first(V > SPIKE, 0)
    if spike is None:
        return None
    outward = np.flatnonzero(ionic[:spike] >= 0)
    takeover = outward[-1] + 1 if len(outward) else 0
    peak = first(np.diff(V, append=-np.inf) < 0, spike)
    below = first(V < REST, peak)
    back = first(V > REST - NEAR_REST, first(V < REST - NEAR_REST, below))
    return Phases(0.0, time(takeover), time(peak), time(below), time(back))
