"""A neuron in two rules: add up what arrives while it leaks away, and at the threshold fire and start again.

tau dV/dt = -(V - V_rest) + R I;   an impulse at synapse j moves V by w_j;   at V >= threshold: a spike, V = V_rest,
and for a refractory time nothing counts. Between two events V is an exponential, so it is computed, not stepped.

source : W. Gerstner, W. M. Kistler, R. Naud, L. Paninski, Neuronal Dynamics (2014), section 1.3
"""

from collections.abc import Callable
from math import exp, log
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput


class Neuron(NamedTuple):
    """The constants of a leaky integrate-and-fire neuron, in mV and ms; after a spike V starts again from rest."""

    rest: float = -70.0
    threshold: float = -55.0
    tau: float = 20.0
    refractory: float = 2.0


TYPICAL = Neuron()


class Run(NamedTuple):
    """What a neuron did: V (T,) at t (T,), the impulse times of each synapse, the spike times (mV, ms).

    mean_drive : R I + tau sum_j w_j r_j, mV, what the impulses amount to on average
    """

    t: np.ndarray
    V: np.ndarray
    impulses: list
    spikes: np.ndarray
    mean_drive: float


def _check(neuron):
    if not (neuron.threshold > neuron.rest and neuron.tau > 0 and neuron.refractory >= 0):
        raise BadInput(
            f"expected threshold > rest, tau > 0, refractory >= 0, got {neuron}; try Neuron()",
            f"要求 threshold > rest，tau > 0，refractory >= 0，收到 {neuron}；可以试试 Neuron()",
        )


def firing_rate(drive: np.ndarray | float, neuron: Neuron = TYPICAL) -> np.ndarray:
    """The firing rate under a constant drive R I: zero up to the threshold, then rising.
    恒定驱动 R I 下的发放率：阈值以下为零，之后上升。

    r = 1 / (t_ref + tau log(R I / (R I - (threshold - rest)))) for R I > threshold - rest, else 0（否则为 0）

    drive  : (...) float, mV
    returns: (...) Hz, below 1000 / refractory（小于 1000 / refractory）
    raises : BadInput for a neuron that cannot exist（不可能存在的神经元）
    source : Gerstner et al., Neuronal Dynamics, section 1.3
    """
    _check(neuron)
    drive, height = np.asarray(drive, float), neuron.threshold - neuron.rest
    above = drive > height
    period = neuron.refractory - neuron.tau * np.log1p(-height / np.where(above, drive, 2 * height))  # ms
    return np.where(above, 1000 / period, 0.0)


class Fit(NamedTuple):
    """The curve that came closest, (n,), and the root mean square of its differences."""

    curve: np.ndarray
    misfit: float


def closest(
    phi: Callable, x: np.ndarray, target: np.ndarray, shifts: np.ndarray | list, widths: np.ndarray | list
) -> Fit:
    """The activation that comes closest to a curve when it is shifted, widened and scaled.

    a φ((x − c) / s), where all c and s are tried, with the a of least squares for each

    phi    : φ, element by element;  x, target : (n,), the curve
    shifts : c, (C,), in the unit of x;  widths : s > 0, (S,)
    returns: Fit
    """
    c, s = (grid.reshape(-1, 1) for grid in np.meshgrid(shifts, widths))  # (S C, 1)
    shapes = phi((x - c) / s)  # (S C, n)
    heights = shapes @ target / np.sum(shapes**2, axis=1)  # (S C,) the best a of each
    curves = heights[:, None] * shapes
    misfits = np.sqrt(np.mean((curves - target) ** 2, axis=1))
    return Fit(curves[misfits.argmin()], float(misfits.min()))


def impulse_train(rate: float, duration: float, seed: int | list | None = None) -> np.ndarray:
    """When impulses arrive: evenly spaced, or by chance (a Poisson process) if a seed is given.

    rate   : Hz, >= 0;  duration : ms, > 0;  seed : None, an int or a sequence of ints
    returns: (k,) ms, increasing; with the same seed a higher rate is the same train, run faster
    raises : BadInput if a value is out of range
    """
    if not (0 <= rate <= 1e5 and 0 < duration <= 1e6):
        raise BadInput(
            f"expected 0 <= rate <= 100000 Hz and 0 < duration <= 1000000 ms, got {rate} and {duration}; "
            "try 50 and 300",
            f"要求 0 <= rate <= 100000 Hz 且 0 < duration <= 1000000 ms，收到 {rate} 与 {duration}；可以试试 50 与 300",
        )
    expected = rate * duration / 1000
    if seed is None:
        return np.arange(1, int(expected) + 1) / (rate or 1) * 1000
    enough = int(expected + 10 * np.sqrt(expected) + 30)  # ten standard deviations: they reach the end
    times = np.cumsum(np.random.default_rng(seed).exponential(size=enough))
    return times[times <= expected] / (rate or 1) * 1000


def _pieces(times, jumps, target, neuron):
    """V in pieces (start, V there, the V that it tends to), and the times of the spikes."""
    rest, threshold, tau, refractory = neuron
    t, V, pieces, spikes = 0.0, rest, [(0.0, rest, target)], []

    def fire(time):
        spikes.append(time)
        pieces.extend([(time, rest, rest), (time + refractory, rest, target)])
        return time + refractory, rest

    for time, jump in zip(times, jumps, strict=True):
        while target > threshold and (crossing := t + tau * log((target - V) / (target - threshold))) <= time:
            t, V = fire(crossing)
        if time >= t:  # else refractory: the impulse is lost
            t, V = time, target + (V - target) * exp(-(time - t) / tau) + jump
            if jump > 0 and V >= threshold:
                t, V = fire(time)
            else:
                pieces.append((t, V, target))
    return np.array(pieces), np.array(spikes)


def simulate(
    weights: np.ndarray | list,
    rates: np.ndarray | list,
    duration: float = 300.0,
    drive: float = 0.0,
    seed: int | None = None,
    neuron: Neuron = TYPICAL,
    samples: int = 1501,
) -> Run:
    """Impulses arrive at the synapses, are weighted, add up, leak away, and now and then make the neuron fire.

    weights : (J,) mV per impulse, negative inhibits;  rates : (J,) Hz
    duration: ms, > 0;  drive : a constant R I besides, mV
    seed    : None for evenly spaced impulses, an int for Poisson trains, each synapse its own
    returns : Run with V at `samples` evenly spaced times, exact whatever their spacing; impulses that arrive in the
              refractory time are listed, but do not count
    raises  : BadInput if the shapes differ or a value is out of range
    """
    _check(neuron)
    weights, rates = np.asarray(weights, float), np.asarray(rates, float)
    if weights.ndim != 1 or weights.shape != rates.shape or not np.isfinite([*weights, drive]).all():
        raise BadInput(
            f"expected one finite weight per rate, got {weights} and {rates}; try [5, 5, -5], [60, 60, 20]",
            f"要求每个输入率对应一个有限的权重，收到 {weights} 与 {rates}；可以试试 [5, 5, -5], [60, 60, 20]",
        )
    impulses = [impulse_train(r, duration, None if seed is None else [seed, j]) for j, r in enumerate(rates)]
    # Impulses that arrive together act together: one time, one sum. The end is a time with a jump of nothing.
    times, which = np.unique(np.concatenate([*impulses, [duration]]), return_inverse=True)
    jumps = np.bincount(which, [*np.repeat(weights, [len(train) for train in impulses]), 0.0])
    pieces, spikes = _pieces(times.tolist(), jumps.tolist(), neuron.rest + drive, neuron)
    t = np.linspace(0, duration, samples)
    start, V0, target = pieces[np.searchsorted(pieces[:, 0], t, side="right") - 1].T
    V = target + (V0 - target) * np.exp(-(t - start) / neuron.tau)
    return Run(t, V, impulses, spikes, drive + neuron.tau * float(weights @ rates) / 1000)
