"""The formula of softmax as it is written, in float32: its exponentials overflow, though their quotient would not."""

from typing import NamedTuple

import numpy as np


class Quotient(NamedTuple):
    """e^(z_c) / Σ e^z in float32; nan for what is no finite number."""

    numerator: float
    denominator: float
    value: float


def plain_softmax(z: np.ndarray, c: int) -> Quotient:
    """The probability of class c in float32, whose largest number is 3.4 · 10³⁸ = e^88.7.

    p_c = e^(z_c) / Σ_k e^(z_k)

    z : (K,) logits;  c : 0 … K-1;  returns Quotient
    """
    with np.errstate(all="ignore"):
        e = np.exp(z.astype(np.float32))
        parts = e[c], e.sum(), e[c] / e.sum()
    return Quotient(*(float(part) if np.isfinite(part) else np.nan for part in parts))
