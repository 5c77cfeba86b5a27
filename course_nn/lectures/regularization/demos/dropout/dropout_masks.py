"""Each mask of dropout leaves a thinner network; the whole network answers nearly as the mean of them all.

A mask is 1 for a unit that is kept and 0 for one that is struck out. What is kept is divided by the share that is kept,
so that the mean of each unit over all masks is what it is in the whole network.
"""

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.layers import Mask
from course_nn.losses import softmax
from course_nn.network import Network


def all_masks(n: int, keep: float) -> tuple:
    """Every mask of n units, and how likely dropout draws it.

    n       : 1 … 16 units;  keep : share that is kept, above 0 up to 1
    returns : masks (2ⁿ, n) of 0 and 1, chances (2ⁿ,) that sum to 1
    raises  : BadInput for more units, or a share out of range
    """
    if not (1 <= n <= 16 and 0 < keep <= 1):
        raise BadInput(
            f"expected 1 to 16 units and a share above 0 up to 1; got {n!r} and {keep!r}",
            f"单元数应为 1 到 16，保留比例应大于 0 且不超过 1；收到 {n!r} 和 {keep!r}",
        )
    masks = np.arange(2**n)[:, None] >> np.arange(n) & 1  # the binary digits of 0, 1, 2, …
    kept = masks.sum(axis=1)
    return masks, keep**kept * (1 - keep) ** (n - kept)


def random_masks(units: int, keep: float, passes: int, seed: int = 0) -> np.ndarray:
    """Masks as dropout draws them, one for each pass.

    returns : (passes, units) of bool
    """
    return np.random.default_rng([seed, units]).random((passes, units)) < keep


def thinned_logits(network: Network, X: np.ndarray, masks: list, keeps: tuple) -> np.ndarray:
    """The logits of the thinned networks, which have some hidden units struck out.

    X       : (n, N);  masks : one (passes, M) for each hidden layer;  keeps : the share kept in each
    returns : (passes, n, K), or (B, passes, n, K) of B networks, whose X is (B, n, N)
    """
    scaled = [mask[:, None, :] / network.parameters.dtype.type(keep) for mask, keep in zip(masks, keeps)]
    logits = [network.with_dropout([Mask(mask[k]) for mask in scaled])(X) for k in range(len(masks[0]))]
    return np.stack(logits, axis=network.parameters.ndim - 1)


def arithmetic_mean(logits: np.ndarray, chances: np.ndarray | None = None) -> np.ndarray:
    """The mean of the probabilities of all passes.

    p = Σ_m c_m softmax(f_m)

    logits : (passes, …, K);  chances : (passes,), None where all are equally likely;  returns (…, K)
    """
    return np.average(softmax(logits), axis=0, weights=chances)


def geometric_mean(logits: np.ndarray, chances: np.ndarray | None = None) -> np.ndarray:
    """The geometric mean of the probabilities of all passes, made to sum to 1: the softmax of the mean of the logits.

    p ∝ Π_m softmax(f_m)^{c_m},   p = softmax(Σ_m c_m f_m)

    logits, chances : as of arithmetic_mean;  returns (…, K)
    source : Goodfellow, Bengio & Courville, Deep Learning (2016), eqs. (7.53) to (7.56)
    """
    return softmax(np.average(logits, axis=0, weights=chances))


def masked_ridge(X: np.ndarray, y: np.ndarray, keep: float) -> np.ndarray:
    """The w of a linear model x·w with the smallest squared error over all masks of its inputs: a ridge regression.

    w = argmin Σ_i E ½ (y_i − Σ_j m_ij x_ij w_j / k)² = (XᵀX + (1 − k)/k · diag(XᵀX))⁻¹ Xᵀy

    X      : (n, N) inputs, no column all 0;  y : (n,);  keep : k, above 0 up to 1;  returns (N,)
    source : Wager, Wang & Liang, Dropout Training as Adaptive Regularization (2013); Srivastava et al.,
             Dropout: A Simple Way to Prevent Neural Networks from Overfitting (2014), section 9.1
    """
    H = X.T @ X
    return np.linalg.solve(H + (1 - keep) / keep * np.diag(np.diag(H)), X.T @ y)
