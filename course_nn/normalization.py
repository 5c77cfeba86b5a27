"""Normalization gives each unit mean 0 and variance 1: over the samples of a batch, or over the units of one sample.

Over a batch (axis 0) the answer to a sample depends on its company. A test has no company, so there the running
moments stand in, which the training steps have gathered; if nobody gathers them, the test sees another network.
"""

from typing import NamedTuple, Protocol

import numpy as np

from course_nn.common.errors import BadInput

EPSILON = 1e-5  # added to the variance, so that a unit that never changes divides by no 0


class MeanAndVariance(Protocol):
    """Whatever has both, of each unit. 具有各单元均值与方差的对象。"""

    mean: np.ndarray  # (…, M)
    variance: np.ndarray  # (…, M)


class Moments:
    """Running mean and variance of the units, gathered step by step, for the time when there is no batch.
    各单元均值与方差的滑动平均，训练时逐步累积，供没有批量可用时使用。

    mean ← (1 − momentum) mean + momentum · batch mean, and so the variance, with n − 1 below the sum of squares

    momentum : share of the new batch, above 0 up to 1
    raises   : BadInput for another momentum
    source   : Ioffe & Szegedy, Batch Normalization (2015), section 3.1
    """

    def __init__(self, momentum: float = 0.1):
        if not 0 < momentum <= 1:
            raise BadInput(
                f"momentum is the share of the new batch, above 0 up to 1; got {momentum!r}, try 0.1",
                f"momentum 是新批量所占的比例，应大于 0 且不超过 1；收到 {momentum!r}，可以试试 0.1",
            )
        self.momentum = momentum
        self.mean, self.variance = np.zeros(1), np.ones(1)

    def gather(self, z: np.ndarray) -> None:
        """Take in the moments of a batch z (…, n, M), n ≥ 2. 计入一个批量 z (…, n, M) 的均值与方差，n ≥ 2。"""
        self.mean, self.variance = running_moments(self, z, self.momentum)


def running_moments(moments: MeanAndVariance, z: np.ndarray, momentum: float) -> tuple[np.ndarray, np.ndarray]:
    """What running moments become with one more batch: mean and variance, (…, M) each.
    计入又一个批量之后的滑动平均：均值与方差，各为 (…, M)。

    z : (…, n, M), n ≥ 2;  momentum : share of the new batch
    """
    mean = (1 - momentum) * moments.mean + momentum * z.mean(axis=-2)
    return mean, (1 - momentum) * moments.variance + momentum * z.var(axis=-2, ddof=1)


class Kept(NamedTuple):
    """What normalize leaves behind for backward.
    normalize 为反向传播留下的内容。
    """

    y: np.ndarray  # (…, n, M) the normalized values
    spread: np.ndarray  # √(variance + ε), (…, 1, M) or (…, n, 1)
    axis: int | None  # of (n, M), along which the moments were taken; None for running ones, which are constants


def normalize(z: np.ndarray, axis: int = 0, moments: MeanAndVariance | None = None) -> tuple[np.ndarray, Kept]:
    """Take off the mean and divide by the spread: of the batch for axis 0, of the sample's own units for axis 1.
    减去均值、除以标准差：axis 为 0 时在批量上计算（批量归一化），为 1 时在样本自己的单元上计算（层归一化）。

    y = (z − mean) / √(variance + ε)

    z       : (n, M), or (…, n, M) of many networks（多个网络）
    moments : a mean and a variance that take the place of z's own, for a test; None for training
              （测试时用来代替 z 自身的均值与方差；训练时为 None）
    returns : y, the shape of z, and Kept（形状同 z 的 y，以及 Kept）
    raises  : BadInput for another axis（其他的 axis）
    source  : Ioffe & Szegedy, Batch Normalization (2015), algorithm 1; Ba, Kiros & Hinton, Layer Normalization (2016)
    """
    if axis not in (0, 1):
        raise BadInput(
            f"axis is 0 (over the batch) or 1 (over the units); got {axis!r}",
            f"axis 应为 0（在批量上）或 1（在单元上）；收到 {axis!r}",
        )
    if moments is not None:
        spread = np.sqrt(moments.variance[..., None, :] + EPSILON)
        y = (z - moments.mean[..., None, :]) / spread
        return y, Kept(y, spread, None)
    centred = z - z.mean(axis=axis - 2, keepdims=True)
    spread = np.sqrt(np.mean(centred**2, axis=axis - 2, keepdims=True) + EPSILON)
    y = centred / spread
    return y, Kept(y, spread, axis)


def backward(dy: np.ndarray, kept: Kept) -> np.ndarray:
    """The gradient with respect to z: what all samples have in common is gone, and what is along y.
    对 z 的梯度：所有样本共有的部分被去掉，沿 y 的部分也被去掉。

    dz = (dy − mean(dy) − y · mean(dy · y)) / √(variance + ε);  with running moments only the division

    dy      : (…, n, M) the gradient with respect to y;  kept : of normalize
    returns : (…, n, M)
    source  : Ioffe & Szegedy, Batch Normalization (2015), section 3
    """
    if kept.axis is None:
        return dy / kept.spread
    common = dy.mean(axis=kept.axis - 2, keepdims=True)
    along = kept.y * (dy * kept.y).mean(axis=kept.axis - 2, keepdims=True)
    return (dy - common - along) / kept.spread
