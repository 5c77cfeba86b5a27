"""A penalty is part of the gradient, a decay stands beside it: only for gradient descent are both the same.

The loss is a valley with two curvatures, ½ Σ_j h_j (w_j − w*_j)². Here is where each optimizer ends in it; λ is the
factor of ½ ‖w‖² beside this loss, or the rate of the decay.
"""

import numpy as np

from course_nn.optimizers import Decayed, optimizer

# Adam's usual β₂, 0.999, needs 10 times as many steps.
SETTINGS: dict[str, dict] = {"gradient_descent": {}, "momentum": {"beta": 0.9}, "adam": {"beta2": 0.95}}
HALVINGS = 60  # until a number is right to the last digit


def walks(
    name: str,
    h: np.ndarray,
    best: np.ndarray,
    lam: float,
    rate: float,
    eta: float,
    noise: np.ndarray,
    start: tuple,
    steps: int,
) -> np.ndarray:
    """Walks in the valley: one with the penalty and one with the decay, both with the same noise, and many such pairs.

    g = h (w − w*) + noise,  penalty: g + λ w to the optimizer;  decay: g to the optimizer, and w ← w − η · rate · w

    name    : in SETTINGS;  h, best, start : (2,) curvatures, w*, and where walks begin
    lam     : λ ≥ 0 of the penalty;  rate : ≥ 0 of the decay;  eta : η > 0
    noise   : (steps or more, runs, 2) what is added to the gradient
    returns : (steps + 1, 2, runs, 2): step, penalty or decay, run, coordinate
    source  : Loshchilov & Hutter, Decoupled Weight Decay Regularization (2019)
    """
    penalised, decays = np.array([1.0, 0.0])[:, None, None], np.array([0.0, 1.0])[:, None, None]
    rule = Decayed(optimizer(name, eta, **SETTINGS[name]), rate, decays)
    path = np.empty((steps + 1, 2, noise.shape[1], 2))
    path[0], penalty = start, lam * penalised
    for w, after, disturbed in zip(path, path[1:], noise):
        after[...] = w
        rule.step(after, h * (w - best) + disturbed + penalty * w)
    return path


def penalised_end(h: np.ndarray | float, best: np.ndarray | float, lam: np.ndarray | float) -> np.ndarray | float:
    """Where every optimizer ends that has the penalty in its gradient: the minimum of the penalised loss.

    w = h w* / (h + λ)

    h, best, lam : numbers, or arrays that broadcast;  returns their shape
    """
    return h * best / (h + lam)


def decayed_end(
    name: str,
    h: np.ndarray | float,
    best: np.ndarray | float,
    rate: np.ndarray | float,
    sigma: np.ndarray | float = 0.0,
) -> np.ndarray | float:
    """Where an optimizer ends if the weights decay beside its steps.

    gradient descent : h w* / (h + λ)
    momentum         : h w* / (h + λ (1 − β)), for its steps are 1 / (1 − β) times as long, and the decay is not
    Adam             : where h (w* − w) / √(σ² + h² (w* − w)²) = λ w; without noise that is w*, cut off at ±1/λ, and
                       with strong noise about h w* / (h + λ σ)

    h, best, rate : curvature, w*, λ ≥ 0; sigma : rms of the gradient's noise. Numbers, or arrays that broadcast
    returns : their shape
    source  : Xie & Li, Implicit Bias of AdamW: ℓ∞-Norm Constrained Optimization (2024), for Adam without noise
    """
    if name != "adam":
        return penalised_end(h, best, rate * (1 - SETTINGS[name].get("beta", 0.0)))
    h, best, rate, sigma = np.broadcast_arrays(*(np.asarray(v, float) for v in (h, best, rate, sigma)))
    far = np.abs(best)
    low, high = np.zeros(far.shape), far.copy()  # |w| lies between: the pull of the loss falls, that of the decay grows
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        slope = h * (far - middle)
        rms = np.sqrt(sigma**2 + slope**2)
        is_below = slope > rate * middle * rms
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return np.sign(best) * high
