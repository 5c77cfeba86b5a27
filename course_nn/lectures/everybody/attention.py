"""Attention: a soft look-up. A query asks, every key answers how well it fits, and the values are mixed accordingly."""

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.losses import softmax


def weights(Q: np.ndarray, K: np.ndarray, scale: float | None = None, causal: bool = False) -> np.ndarray:
    """How much of each value a query takes: a softmax over how well the keys fit.
    每个查询从各个值中取多少：对匹配程度作 softmax。

    A_ij = softmax_j(scale · q_i · k_j)

    Q, K   : (…, n, d) queries and (…, m, d) keys（查询与键）
    scale  : of the scores; None is 1/√d（得分的倍数；None 即 1/√d）
    causal : whether query i sees keys 0 … i only（查询 i 是否只看键 0 … i）
    returns: (…, n, m), rows sum to 1（每行之和为 1）
    raises : BadInput for queries and keys of different lengths（查询与键的长度不同）
    source : Vaswani et al., Attention Is All You Need (2017), section 3.2.1
    """
    allowed = np.tri(np.shape(Q)[-2], np.shape(K)[-2], dtype=bool) if causal else None
    return softmax(scores(Q, K, scale, allowed))


def scores(Q: np.ndarray, K: np.ndarray, scale: float | None = None, allowed: np.ndarray | None = None) -> np.ndarray:
    """How well each key fits each query, scale · q_i · k_j; −∞ where looking is not allowed: (…, n, m).
    每个键与每个查询的匹配程度；不许看的地方为 −∞。

    allowed : (n, m) bool, at least one in each row; None is everywhere
    """
    Q, K = (np.asarray(one, np.result_type(one, np.float32)) for one in (Q, K))  # whole numbers are numbers, too
    if Q.shape[-1] != K.shape[-1]:
        raise BadInput(
            f"a query and a key have the same length; got {Q.shape[-1]} and {K.shape[-1]}",
            f"查询与键的长度应相同；收到 {Q.shape[-1]} 和 {K.shape[-1]}",
        )
    S = Q @ K.mT * Q.dtype.type(Q.shape[-1] ** -0.5 if scale is None else scale)
    return S if allowed is None else np.where(allowed, S, S.dtype.type(-np.inf))


def attend(Q: np.ndarray, K: np.ndarray, V: np.ndarray, scale: float | None = None, causal: bool = False) -> np.ndarray:
    """The answer to each query: the mean of the values, weighted by how well their keys fit.
    每个查询得到的回答：各个值按其键的匹配程度加权平均。

    o_i = Σ_j A_ij v_j

    Q, K, V : (…, n, d), (…, m, d), (…, m, e);  scale, causal : as of weights
    returns : (…, n, e)
    """
    return weights(Q, K, scale, causal) @ V


def attend_gradient(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, dO: np.ndarray, scale: float | None = None, causal: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """From the gradient by the answers those by queries, keys and values: (dQ, dK, dV).
    由对回答的梯度求出对查询、键、值的梯度。

    dO : (…, n, e);  the others as of attend
    """
    A = weights(Q, K, scale, causal)
    return (*through_weights(A, Q, K, dO @ V.mT, scale), A.mT @ dO)


def through_weights(
    A: np.ndarray, Q: np.ndarray, K: np.ndarray, dA: np.ndarray, scale: float | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """From the gradient by the weights those by queries and keys: (dQ, dK).
    由对权重的梯度求出对查询和键的梯度。

    dS = scale · A ∘ (dA − Σ_j A dA),   dQ = dS K,   dK = dSᵀ Q
    """
    dS = A * (dA - np.einsum("...ij,...ij->...i", A, dA)[..., None])
    dS *= A.dtype.type(np.shape(Q)[-1] ** -0.5 if scale is None else scale)
    return dS @ K, dS.mT @ Q


def winners(K: np.ndarray) -> np.ndarray:
    """The keys in the plane that some query gives the largest weight: the corners of their convex hull.
    平面上的键中，哪些能在某个查询下得到最大权重：它们凸包的顶点。

    From a corner all other keys are seen within less than half a turn.

    K : (n, 2), n ≥ 2 different keys;  returns sorted places of the winners
    """
    K = np.asarray(K, float)
    return np.array([j for j, key in enumerate(K) if _widest_gap(np.delete(K, j, axis=0) - key) > np.pi + 1e-9], int)


def _widest_gap(ways):
    """The widest angle between neighbouring directions."""
    angles = np.sort(np.arctan2(ways[:, 1], ways[:, 0]))
    return np.diff(angles, append=angles[0] + 2 * np.pi).max()
