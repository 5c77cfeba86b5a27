"""Layers for a Network that looks at pictures: the same weights at every place, and fields of which one value is left.

Between them a picture is a row of numbers as everywhere in the course, channel by channel and row by row, so dense
layers, losses, optimizers and the loop that learns are those of any other network.
"""

from collections.abc import Callable
from math import prod

import numpy as np

from course_nn.common.errors import lookup
from course_nn.layers import INITS, ActivationLayer, Dense, Layer, Mode
from course_nn.lectures.everybody.convolution import (
    POOLS,
    fields,
    kernel_gradient,
    map_side,
    patches,
    picture_gradient,
    pool,
    unfields,
)


class Convolution(Layer):
    """Kernels that answer at every place of a picture: one feature map each.
    卷积层：每个卷积核在图像的每个位置上都给出输出，各得一张特征图。

    z = W p + b for the window p at each place,  dl/dW = Σ dl/dz pᵀ over samples and places

    inside  : (c, H, W), the shape of what comes in;  outside : (m, H', W'), of what goes out
    kernels : m;  size : k;  stride, padding : as of patches, padding k // 2 by default
    init    : a name in INITS, or a function (rng, m, c k²) -> (m, c k²)
    bias    : False for weights alone, so that blank paper answers 0 as what lies beyond its edge does
    learns  : False for weights that stay as they start
    W       : (m, c k²), b (m,)
    source  : LeCun, Bottou, Bengio & Haffner, Gradient-Based Learning Applied to Document Recognition (1998)
    """

    W: np.ndarray
    b: np.ndarray
    dW: np.ndarray
    db: np.ndarray
    N: int
    M: int

    def __init__(
        self,
        inside: tuple[int, int, int],
        kernels: int,
        size: int = 3,
        stride: int = 1,
        padding: int | None = None,
        init: str | Callable = "he",
        bias: bool = False,
        learns: bool = True,
    ):
        channels, *sides = inside
        self.size, self.stride, self.padding = size, stride, size // 2 if padding is None else padding
        height, width = (map_side(side, size, stride, self.padding) for side in sides)
        self.inside, self.outside, self.bias, self.learns = inside, (kernels, height, width), bias, learns
        self.N, self.M = prod(inside), prod(self.outside)
        self.init = init if callable(init) else lookup(INITS, init, "initialization", "初始化")
        self.shapes = {"W": (kernels, channels * size**2)} | ({"b": (kernels,)} if bias else {})

    def start(self, rng: np.random.Generator) -> dict:
        return {"W": self.init(rng, *self.shapes["W"])}

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        P = patches(x.reshape(*x.shape[:-1], *self.inside), self.size, self.stride, self.padding)  # (…, n, c k², H' W')
        z = self.W[..., None, :, :] @ P  # (…, n, m, H' W')
        if self.bias:
            z += self.b[..., None, :, None]
        return z.reshape(*z.shape[:-2], self.M), P

    def backward(self, dz: np.ndarray, P: np.ndarray) -> np.ndarray | None:
        maps = dz.reshape(*dz.shape[:-1], *self.outside)
        self.dW[...] = kernel_gradient(P, maps) if self.learns else 0
        if self.bias:
            self.db[...] = maps.sum(axis=(-4, -2, -1))
        if not self.hands_down:
            return None
        K = self.W.reshape(*self.W.shape[:-1], self.inside[0], self.size, self.size)
        return picture_gradient(K, maps, self.inside[1:], self.stride, self.padding).reshape(*dz.shape[:-1], self.N)


class Pooling(Layer):
    """A smaller picture: of each field the largest value, or the mean. If the whole is one field, no place is left.
    池化层：每个小块只留最大值或平均值。若整幅图是一块，位置就完全不留。

    dl/dx goes to the value that was the largest, or to all alike

    inside : (c, H, W);  size : of a field, which is size × size;  kind : "max" or "mean"
    """

    N: int
    M: int

    def __init__(self, inside: tuple[int, int, int], size: int, kind: str = "max"):
        lookup(POOLS, kind, "pooling", "池化方式")
        channels, height, width = inside
        self.inside, self.size, self.kind = inside, size, kind
        self.outside = channels, height // size, width // size
        self.N, self.M = prod(inside), prod(self.outside)

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        X = x.reshape(*x.shape[:-1], *self.inside)
        return pool(X, self.size, self.kind).reshape(*x.shape[:-1], self.M), X

    def backward(self, dy: np.ndarray, X: np.ndarray) -> np.ndarray:
        dY = dy.reshape(*dy.shape[:-1], *self.outside)[..., None, :, :]  # (…, c, 1, h, w)
        if self.kind == "mean":
            parts = np.repeat(dY / self.size**2, self.size**2, axis=-3)
        else:
            seen = fields(X, self.size)  # (…, c, size², h, w)
            parts = np.zeros_like(seen)
            np.put_along_axis(parts, seen.argmax(axis=-3)[..., None, :, :], dY, axis=-3)
        return unfields(parts, self.inside[1:]).reshape(*dy.shape[:-1], self.N)


DIGITS = 10  # which a network for pictures tells apart
HALVINGS = {  # how a picture is made half as wide and half as high: the stride, and the pooling behind it
    "none": (1, None),
    "max": (1, "max"),
    "mean": (1, "mean"),
    "stride": (2, None),
}


def convolutional_layers(
    side: int,
    kernels: tuple[int, ...] = (8, 16),
    head: str = "flat",
    halving: str = "max",
    bias: bool = False,
    first: dict | None = None,
    later: dict | None = None,
) -> list[Layer]:
    """The layers of a network for pictures: convolutions with ReLU, the first of them halving the picture, and a head.
    看图网络的各层：若干带 ReLU 的卷积层（第一层之后把图像缩小一半），最后是输出头。

    side    : of the square picture, in pixels;  kernels : how many in each convolution
    head    : "flat" has a weight for each kernel at each place; "max" takes the largest answer of each kernel first,
              wherever it is
    halving : "none", "max" or "mean" of 2 × 2, or "stride" 2
    bias    : of the kernels
    first, later : what the first convolution, and those after it, are made with besides, such as {"learns": False}
    raises  : BadInput for another head or halving
    """
    stride, kind = lookup(HALVINGS, halving, "way to halve", "缩小方式")
    layers: list[Layer] = []
    shape = (1, side, side)
    for k, number in enumerate(kernels):
        more = (later or {}) if k else {"stride": stride} | (first or {})
        maps = Convolution(shape, number, bias=bias, **more)
        layers += [maps, ActivationLayer("relu")]
        shape = maps.outside
        if kind and not k:
            smaller = Pooling(shape, 2, kind)
            layers, shape = [*layers, smaller], smaller.outside
    places = Pooling(shape, shape[1])
    top, units = lookup({"flat": ([], places.N), "max": ([places], places.M)}, head, "head", "输出头")
    return [*layers, *top, Dense(units, DIGITS, "he"), ActivationLayer("linear")]
