"""What keeps a model from fitting too closely: a price on its weights, an early stop, or targets that are not certain.

The objective is the course's Σ_i l_i + λ · penalty. For the squared error its minimum is a formula, or a descent finds
it: ridge shrinks weights, the lasso sets some to 0, and stopping early shrinks nearly as ridge does.
"""

from dataclasses import replace

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.lectures.regularization.coordinate_descent import lowest_with_corners
from course_nn.linear_models import Fit
from course_nn.losses import LOSSES, Loss

CROSS_ENTROPY = LOSSES["softmax_cross_entropy"]


# ---- a price on the weights ------------------------------------------------------------------------------------------


def ridge_path(H: np.ndarray, y: np.ndarray, lams: np.ndarray | list) -> Fit:
    """The ridge regressions f = w·h + b for many λ, all from one singular value decomposition; the bias is free.

    w = argmin Σ_i ½ (w·h_i + b - y_i)² + λ ½ ‖w‖² = Σ_j v_j s_j / (s_j² + λ) (u_j·y),   H - h̄ = U diag(s) Vᵀ

    H       : (n, N) inputs;  y : (n,) targets, any unit
    lams    : (K,) λ ≥ 0; with λ = 0 and columns of H that depend on each other, the w of the smallest length
    returns : Fit, W (K, N) and b (K,)
    raises  : BadInput for shapes that do not fit, or λ < 0
    source  : Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2009), eq. (3.47)
    """
    H, y, lambdas = _checked(H, y, lams)
    U, s, Vt = np.linalg.svd(H - H.mean(axis=0), full_matrices=False)  # (n, r), (r,), (r, N)
    s = np.where(s > s.max() * max(H.shape) * np.finfo(float).eps, s, 0)
    denominator = s**2 + lambdas[:, None]  # (K, r)
    share = np.divide(s, denominator, out=np.zeros_like(denominator), where=denominator > 0)
    W = (share * (U.T @ (y - y.mean()))) @ Vt  # (K, N)
    return Fit(W, y.mean() - W @ H.mean(axis=0))


def lasso(H: np.ndarray, y: np.ndarray, lam: np.ndarray | float) -> Fit:
    """The f = w·h + b with the smallest Σ ½ (f_i - y_i)² + λ Σ |w_j|: some of its weights are exactly 0; b is free.

    H       : (n, N) inputs, no column constant;  y : (n,) targets, any unit
    lam     : λ ≥ 0, a number, or (K,) for many
    returns : Fit, W (N,) and b; or W (K, N) and b (K,)
    raises  : BadInput for shapes that do not fit, λ < 0, or a constant column
    source  : Tibshirani, Regression Shrinkage and Selection via the Lasso (1996)
    """
    H, y, _ = _checked(H, y, np.ravel(lam))
    centred = H - H.mean(axis=0)  # (n, N)
    W = lowest_with_corners(centred.T @ centred, centred.T @ (y - y.mean()), lam)
    return Fit(W, y.mean() - W @ H.mean(axis=0))


# ---- an early stop ---------------------------------------------------------------------------------------------------


def stop(val: np.ndarray | list, patience: int, min_delta: float = 0.0) -> tuple:
    """Early stopping: which epoch is kept, and how many are run until nothing has improved for so many epochs.
    早停：保留哪一轮，以及在连续若干轮没有改善而停下之前共运行了多少轮。

    An epoch improves if its loss is below the best so far by more than min_delta; the last that did is kept.
    （损失比此前最好的还低，且超过 min_delta，才算改善；保留最后一次改善的那一轮）

    val       : (E + 1,) validation loss after each epoch, val[0] before the first; E ≥ 0
                （每轮之后的验证损失；val[0] 在第一轮之前）
    patience  : epochs without improvement after which it stops, 1 or more（连续多少轮没有改善就停，至少 1）
    min_delta : ≥ 0, in the unit of the loss（单位同损失）
    returns   : (kept, ran), whole numbers with 0 ≤ kept ≤ ran ≤ E（保留的轮次、运行的轮数）
    raises    : BadInput for no losses, or patience or min_delta out of range（没有损失，或参数超出范围）
    source    : Prechelt, Early Stopping - But When? (1998), criterion UP; as in Keras, EarlyStopping
    """
    if not (len(val) and patience >= 1 and min_delta >= 0):
        raise BadInput(
            f"expected at least one loss, patience ≥ 1, min_delta ≥ 0; got {len(val)}, {patience!r}, {min_delta!r}",
            f"至少需要一个损失值，patience ≥ 1，min_delta ≥ 0；收到 {len(val)}、{patience!r}、{min_delta!r}",
        )
    kept = 0
    for epoch in range(1, len(val)):
        if val[epoch] < val[kept] - min_delta:
            kept = epoch
        if epoch - kept >= patience:
            return kept, epoch
    return kept, len(val) - 1


def stop_factors(h: np.ndarray | float, eta: float, tau: int) -> np.ndarray:
    """Gradient descent from 0, stopped after τ steps: the share of the optimum that it has reached along curvature h.

    1 - (1 - ηh)^τ,     beside h / (h + λ) for a ridge penalty λ

    h       : curvatures ≥ 0, of any shape;  eta : η > 0 with ηh ≤ 2;  tau : steps, 0, 1, …
    returns : the shape of h
    raises  : BadInput for values out of range; above ηh = 2 it diverges
    source  : Goodfellow, Bengio & Courville, Deep Learning (2016), eq. (7.40)
    """
    return 1 - _left(h, eta, tau)


def matching_lambda(h: np.ndarray | float, eta: float, tau: int) -> np.ndarray:
    """The ridge penalty λ that shrinks a direction of curvature h as much as stopping after τ steps does.

    h / (h + λ) = f   ⇔   λ = h (1 - f) / f,     f = 1 - (1 - ηh)^τ;     1 / (ητ) where h → 0

    h, eta, tau : as of stop_factors, τ ≥ 1
    returns     : the shape of h; no λ ≥ 0 matches where a step beyond the minimum makes f larger than 1
    raises      : BadInput for values out of range
    """
    left, h = _left(h, eta, tau, least=1), np.asarray(h, float)
    flat = 1 - left < 1e-12  # there f rounds to 0
    return np.where(flat, 1 / (eta * tau), h * left / np.where(flat, 1, 1 - left))


def _left(h, eta, tau, least=0):
    """(1 - ηh)^τ: the share of the way to the optimum that is left."""
    h = np.asarray(h, float)
    if not (eta > 0 and tau >= least and tau == int(tau) and np.all(h >= 0) and np.all(eta * h <= 2)):
        raise BadInput(
            f"expected 0 ≤ ηh ≤ 2 and steps τ ≥ {least}; got η = {eta!r}, τ = {tau!r}, h up to {h.max():g}; try η / 10",
            f"要求 0 ≤ ηh ≤ 2，步数 τ ≥ {least}；收到 η = {eta!r}，τ = {tau!r}，h 最大 {h.max():g}；请减小 η",
        )
    return (1 - eta * h) ** tau


# ---- targets that are not certain ------------------------------------------------------------------------------------


def smoothed_targets(T: np.ndarray, eps: float) -> np.ndarray:
    """Label smoothing: a share ε of each target is spread evenly over all K classes.

    (1 - ε) t + ε / K

    T       : (…, K) one-hot rows, or any rows that sum to 1;  eps : 0 ≤ ε ≤ 1, or BadInput;  returns (…, K)
    source  : Szegedy et al., Rethinking the Inception Architecture for Computer Vision (2016), section 7
    """
    _checked_smoothing(eps)
    T = np.asarray(T, float)
    return (1 - eps) * T + eps / T.shape[-1]


def smoothed_cross_entropy(eps: float) -> Loss:
    """The softmax cross-entropy against smoothed targets, as a Loss that training takes.

    l = log Σ_k e^(f_k) - Σ_k t_k f_k,     t = smoothed_targets(one-hot, ε);     dl/df = softmax(f) - t

    eps : 0 ≤ ε ≤ 1;  raises BadInput for another ε
    """
    _checked_smoothing(eps)
    return replace(
        CROSS_ENTROPY, targets=lambda F, Y: smoothed_targets(CROSS_ENTROPY.targets(F, Y), eps).astype(F.dtype)
    )


def least_loss(K: int, eps: float) -> float:
    """The smallest cross-entropy that smoothed targets allow: their own entropy, in nats.

    -Σ_k t_k log t_k,     t = 1 - ε + ε/K once and ε/K for K - 1 classes

    K : classes, 2 or more;  eps : 0 ≤ ε ≤ 1;  raises BadInput for others
    """
    _checked_smoothing(eps, K)
    t = smoothed_targets(np.eye(K)[0], eps)
    return float(-np.sum(t * np.log(np.where(t > 0, t, 1))))


def best_gap(K: int, eps: float) -> float:
    """How far the right class's logit is above the others where the loss is smallest: finite as soon as ε > 0.

    log(K (1 - ε) / ε + 1)

    K, eps : as of least_loss, and ε > 0
    source : Müller, Kornblith & Hinton, When Does Label Smoothing Help? (2019)
    """
    _checked_smoothing(eps, K, above=0)
    return float(np.log(K * (1 - eps) / eps + 1))


def _checked_smoothing(eps, K=2, above=-1.0):
    if not (above < eps <= 1 and 0 <= eps and isinstance(K, (int, np.integer)) and K >= 2):
        raise BadInput(
            f"expected K ≥ 2 classes and a share ε from 0 to 1; got {K!r}, {eps!r}. Try ε = 0.1",
            f"要求类别数 K ≥ 2，ε 在 0 到 1 之间；收到 {K!r}、{eps!r}。可以试试 ε = 0.1",
        )


def _checked(H, y, lams):
    H, y, lams = np.asarray(H, float), np.asarray(y, float), np.asarray(lams, float)
    if not (H.ndim == 2 and y.shape == H.shape[:1] and H.size and lams.ndim == 1 and np.all(lams >= 0)):
        raise BadInput(
            f"expected inputs (n, N), targets (n,) and λ ≥ 0, (K,); got {H.shape}, {y.shape}, {lams.shape}",
            f"要求输入 (n, N)、目标 (n,)、λ ≥ 0 (K,)；收到 {H.shape}、{y.shape}、{lams.shape}",
        )
    return H, y, lams
