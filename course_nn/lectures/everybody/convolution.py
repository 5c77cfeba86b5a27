"""Convolution: the same few weights at every place of a picture. A dense layer can do the same, with many zeros.

What is called so, here as in every library, is a cross-correlation: the kernel is not flipped. For weights that are
learned it makes no difference. Pictures are X (…, c, H, W): channels, rows, columns, and any axes in front.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_nn.common.errors import BadInput, lookup


def patches(X: np.ndarray, size: int, stride: int = 1, padding: int = 0) -> np.ndarray:
    """All windows of a picture, one a column: what the weights are multiplied by at each place.
    图像的全部窗口，每列一个：权重在每个位置上所乘的数。

    P[(c, u, v), (i, j)] = X[c, s i + u - p, s j + v - p],      0 beyond the edge（边缘之外为 0）

    X       : (…, c, H, W);  size : k, the window is k × k（窗口为 k × k）;  stride : s（步幅）
    padding : p, rows of 0 around the picture（图像四周补的 0 的行数）
    returns : (…, c k², H' W') with H' = ⌊(H + 2p - k)/s⌋ + 1
    raises  : BadInput if the window does not fit, for a stride below 1 and a padding below 0
              （窗口放不下，步幅小于 1，或填充小于 0）
    """
    _check(X, size, stride, padding)
    around = [(0, 0)] * (X.ndim - 2) + [(padding, padding)] * 2
    windows = sliding_window_view(np.pad(X, around), (size, size), (-2, -1))  # (…, c, all rows, all columns, k, k)
    windows = np.moveaxis(windows[..., ::stride, ::stride, :, :], (-2, -1), (-4, -3))  # (…, c, k, k, H', W')
    return windows.reshape(*X.shape[:-3], X.shape[-3] * size**2, -1)


def convolve(
    X: np.ndarray, K: np.ndarray, b: np.ndarray | float = 0.0, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """The answers of m kernels at every place: m feature maps.
    m 个卷积核在每个位置上的输出：m 张特征图。

    Z[m, i, j] = Σ_c Σ_u Σ_v K[m, c, u, v] X[c, s i + u - p, s j + v - p] + b[m]

    X       : (…, c, H, W);  K : (m, c, k, k), or with one more axis for B networks in front;  b : (m,), or 0
    returns : (…, m, H', W'), as of patches
    raises  : BadInput as patches does
    source  : LeCun et al., Backpropagation Applied to Handwritten Zip Code Recognition (1989)
    """
    size = K.shape[-1]
    Z = _rows(K) @ patches(X, size, stride, padding) + np.asarray(b)[..., None]
    return Z.reshape(*Z.shape[:-1], map_side(X.shape[-2], size, stride, padding), -1)


def convolve_gradient(
    X: np.ndarray, K: np.ndarray, dZ: np.ndarray, stride: int = 1, padding: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """From the gradient by the feature maps those by the picture, the kernels and their biases.
    由对特征图的梯度，求对图像、卷积核与偏置的梯度。

    dl/dK = Σ dl/dZ Pᵀ,  dl/dP = Kᵀ dl/dZ; a pixel gets a share from each window that it lies in

    X       : (n, c, H, W);  K : (m, c, k, k);  dZ : (n, m, H', W')
    returns : dX (n, c, H, W), dK (m, c, k, k), db (m,)
    """
    dK = kernel_gradient(patches(X, K.shape[-1], stride, padding), dZ).reshape(K.shape)
    return picture_gradient(K, dZ, X.shape[-2:], stride, padding), dK, dZ.sum(axis=(0, 2, 3))


def kernel_gradient(P: np.ndarray, dZ: np.ndarray) -> np.ndarray:
    """The gradient by the kernels, as rows: P (…, n, c k², H' W') of patches, dZ (…, n, m, H', W') -> (…, m, c k²).
    对卷积核的梯度，每核一行。
    """
    return (dZ.reshape(*dZ.shape[:-2], -1) @ P.mT).sum(axis=-3)


def picture_gradient(
    K: np.ndarray, dZ: np.ndarray, shape: tuple[int, int], stride: int = 1, padding: int = 0
) -> np.ndarray:
    """The gradient by the picture: each window hands its share back to the pixels that it saw.
    对图像的梯度：每个窗口把自己的一份交还给它看到的像素。

    K : (m, c, k, k), dZ : (…, n, m, H', W');  shape : H, W of the picture;  returns : (…, n, c, H, W)
    """
    (H, W), (h, w), (channels, size) = shape, dZ.shape[-2:], K.shape[-3:-1]
    dP = _rows(K).mT @ dZ.reshape(*dZ.shape[:-2], -1)  # (…, n, c k², H' W')
    dP = dP.reshape(*dP.shape[:-2], channels, size, size, h, w)
    dX = np.zeros((*dP.shape[:-4], H + 2 * padding, W + 2 * padding), dP.dtype)
    for u in range(size):
        for v in range(size):
            seen = slice(u, u + stride * (h - 1) + 1, stride), slice(v, v + stride * (w - 1) + 1, stride)
            dX[..., *seen] += dP[..., u, v, :, :]
    return dX[..., padding : H + padding, padding : W + padding]


def matrix(K: np.ndarray, height: int, width: int, stride: int = 1, padding: int = 0) -> np.ndarray:
    """The dense layer that does the same: W with most entries 0, and each weight as often as there are places.
    作用相同的全连接层：W 的元素大多为 0，每个权重出现的次数等于位置数。

    W x = convolve(x), both as rows, channel by channel

    K       : (m, c, k, k);  height, width : of the picture
    returns : (m H' W', c H W)
    """
    pixels = K.shape[-3] * height * width
    each = np.eye(pixels).reshape(pixels, K.shape[-3], height, width)  # pictures with one pixel of ink
    return convolve(each, K, 0.0, stride, padding).reshape(pixels, -1).T


def fields(X: np.ndarray, size: int) -> np.ndarray:
    """The pictures cut into fields that do not overlap: (…, H, W) -> (…, size², H // size, W // size).
    把图像切成互不重叠的小块。

    What does not fill a field, at the right and below, is left out.
    """
    h, w = X.shape[-2] // size, X.shape[-1] // size
    X = X[..., : h * size, : w * size].reshape(*X.shape[:-2], h, size, w, size)
    return np.moveaxis(X, (-3, -1), (-4, -3)).reshape(*X.shape[:-4], size**2, h, w)


def unfields(parts: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """The other way: fields (…, size², h, w) put together to pictures (…, H, W), with 0 where no field lies.
    反过来：把小块拼回图像；没有小块的地方为 0。
    """
    area, h, w = parts.shape[-3:]
    size = round(area**0.5)
    X = np.moveaxis(parts.reshape(*parts.shape[:-3], size, size, h, w), (-4, -3), (-3, -1))  # (…, h, size, w, size)
    whole = np.zeros((*parts.shape[:-3], *shape), parts.dtype)
    whole[..., : h * size, : w * size] = X.reshape(*parts.shape[:-3], h * size, w * size)
    return whole


POOLS = {"max": lambda X: X.max(axis=-3), "mean": lambda X: X.mean(axis=-3)}


def pool(X: np.ndarray, size: int, kind: str = "max") -> np.ndarray:
    """A smaller picture: of each field of size × size the largest value, or the mean.
    缩小的图像：每个小块取最大值或平均值。

    X       : (…, H, W);  kind : "max" or "mean"
    returns : (…, H // size, W // size), as of fields
    raises  : BadInput for another kind
    """
    return lookup(POOLS, kind, "pooling", "池化方式")(fields(X, size))


def map_side(side: int, size: int, stride: int = 1, padding: int = 0) -> int:
    """How many places a window of this size has along a side: ⌊(n + 2p - k)/s⌋ + 1. 窗口沿一边有多少个位置。"""
    return (side + 2 * padding - size) // stride + 1


def _rows(K):
    """Kernels as rows of weights, (m, c k²); for B networks (B, 1, m, c k²), which meets n pictures of each."""
    rows = K.reshape(*K.shape[:-3], -1)
    return rows if rows.ndim == 2 else rows[:, None]


def _check(X, size, stride, padding):
    if stride < 1 or padding < 0 or size > min(X.shape[-2:]) + 2 * padding:
        raise BadInput(
            f"a window of {size} × {size} must fit into the picture of {X.shape[-2:]} with padding {padding}, and move "
            f"by 1 or more; got stride {stride}. Try padding = {size // 2}, stride = 1",
            f"{size} × {size} 的窗口应能放进图像 {X.shape[-2:]}（填充 {padding}），步幅至少为 1；收到步幅 {stride}。"
            f"可以试试 padding = {size // 2}，stride = 1",
        )
