"""The same networks learn the same noisy samples with a price on their weights, charged by one of four methods.

Twenty runs with each of seven prices are trained side by side, as one batch of networks.
"""

from collections.abc import Generator, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import lookup
from course_nn.common.progress import finished, memoized
from course_nn.datasets import noisy_wave, wave
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.optimizers import Decayed, Optimizer, Proximal, optimizer
from course_nn.training import PENALTIES, Objective, learn

LAMS = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
RUNS, UNITS, SAMPLES, SIGMA = 20, 64, 15, 0.4
EPOCHS, EVERY = 2000, 250
RATE, BETA = 0.02, 0.9
STEPS = {"adam": RATE, "momentum": RATE / (1 - BETA)}  # how far a steady slope of 1 takes a weight in a step
AXIS = 6 * (np.arange(100) + 0.5) / 100 - 3  # the middles of equal parts of [-3, 3]
LOSS = LOSSES["squared_error"]
METHODS = ("l2", "l1", "proximal", "decay")


class Runs(NamedTuple):
    """Twenty runs with seven prices at 9 moments: every array begins with (9, 7, 20), or as many as were trained."""

    weights: np.ndarray  # (…, 128) float32, of both layers, without the biases
    fits: np.ndarray  # (…, 100) float32, over AXIS
    train: np.ndarray  # mean squared error on the 15 samples
    test: np.ndarray  # mean squared distance from the wave over AXIS
    roughness: np.ndarray  # mean f''² over AXIS


@memoized
def priced_runs(
    method: str,
    name: str,
    lams: Sequence = LAMS,
    runs: Sequence = range(RUNS),
    rate: float = RATE,
    epochs: int = EPOCHS,
) -> Generator[float, None, Runs]:
    """Networks 1-64-1 of tanh on 15 noisy samples of the wave each; a generator.

    method  : "l2" or "l1", λ/n times the slope of ½ Σ w² or Σ |w| in the gradient; "proximal", soft_threshold(w, ηλ/n)
              after each step; "decay", w less ηλ/n w beside each step
    name    : "adam"; or "momentum" with β = 0.9, whose steps on a steady slope have η / (1 - β)
    lams, runs : which of the prices and of the runs; a network learns the same, whoever learns beside it
    rate, epochs : η and how long
    returns : Runs, every 250 epochs and at the end
    raises  : BadInput for an unknown method or optimizer
    """
    lookup(dict.fromkeys(METHODS), method, "way to charge", "惩罚方式")
    step = lookup(STEPS, name, "optimizer", "优化器")
    X, T = (np.tile(a[[*runs]], (len(lams), 1, 1)).astype(np.float32) for a in samples())  # (140, 15, 1)
    network = Network((1, UNITS, 1), "tanh", seed=[*runs] * len(lams), dtype=np.float32)
    price = np.repeat(np.array(lams, np.float32) / SAMPLES, len(runs))[:, None] * network.is_weight  # (140, P)
    descent = with_price(optimizer(name, rate), method, price * step / RATE)
    steps = learn(network, repeat((X, T)), Objective(LOSS, PENALTIES.get(method), price), descent)
    shape = len(lams), len(runs)
    moments = [snapshot(network, X, T, shape)]
    for epoch in range(1, epochs + 1):
        next(steps)
        if epoch % EVERY == 0 or epoch == epochs:
            moments.append(snapshot(network, X, T, shape))
        if epoch % 50 == 0:
            yield epoch / epochs
    return Runs(*(np.stack(arrays) for arrays in zip(*moments)))


def run_alone(method: str, name: str, lam: float, run: int) -> Runs:
    """The Runs of which only this one has been trained; the others are nan."""

    def among_all(of_one):
        of_all = np.full((len(of_one), len(LAMS), RUNS, *of_one.shape[3:]), np.nan, of_one.dtype)
        of_all[:, LAMS.index(lam), run] = of_one[:, 0, 0]
        return of_all

    return Runs(*map(among_all, finished(priced_runs(method, name, (lam,), (run,)))))


def samples() -> tuple:
    """The training samples of all runs: X and T (20, 15, 1)."""
    pairs = [noisy_wave(SAMPLES, SIGMA, seed) for seed in range(RUNS)]
    return tuple(np.stack(arrays) for arrays in zip(*pairs))


def with_price(descent: Optimizer, method: str, price: np.ndarray) -> Optimizer:
    """The optimizer, with what a method does beside its steps; price is that of each weight, 0 for a bias."""
    if method == "proximal":
        return Proximal(descent, 1.0, price)
    return Decayed(descent, 1.0, price) if method == "decay" else descent


def snapshot(network: Network, X: np.ndarray, T: np.ndarray, shape: tuple = (len(LAMS), RUNS)) -> list:
    """The networks as they are now: Runs at one moment, every array of the shape prices, runs."""
    fits = network(AXIS[:, None])[..., 0]  # (140, 100)
    first, second = (W.reshape(len(fits), -1) for W in network.weights)
    runs = Runs(
        weights=np.concatenate([first, second], axis=1),
        fits=fits,
        train=np.mean((network(X) - T) ** 2, axis=(1, 2)),
        test=np.mean((fits - wave(AXIS)) ** 2, axis=1),
        roughness=roughness(network),
    )
    return [part.reshape(*shape, *part.shape[1:]) for part in runs]


def roughness(network: Network) -> np.ndarray:
    """Mean f''² over AXIS of networks 1-M-1 of tanh, f'' = -2 Σ_j v_j w_j² h_j (1 - h_j²): (B,)."""
    h = network.forward(AXIS[:, None]).h[1]  # (B, 100, M)
    w, v = network.weights[0][..., 0], network.weights[1][..., 0, :]  # (B, M)
    bend = -2 * (h * (1 - h**2)) @ (v * w**2)[..., None]  # (B, 100, 1)
    return np.mean(bend[..., 0].astype(float) ** 2, axis=1)
