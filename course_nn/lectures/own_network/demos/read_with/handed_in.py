"""A network that a student hands in, asked with care: whatever happens in it becomes a sentence."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from course_nn.common.errors import BadInput, shortened
from course_nn.lectures.own_network.worked import Net
from course_nn.reader import counted


class HandedIn:
    """Reads digits: called with ink (n, 64) from 0 to 1, it answers with logits (n, 10).

    net     : pairs (W, b), a pair for each layer: 64 inputs, hidden layers, 10 outputs
    forward : (net, X) -> the values of all layers, X first and the logits last
    raises  : BadInput if the net is something else
    """

    def __init__(self, net: Any, forward: Callable) -> None:
        self.net, self.forward = as_net(net), forward
        self.sizes = [64, *(len(b) for _, b in self.net)]

    def __call__(self, ink: np.ndarray) -> np.ndarray:
        return self.values(ink)[-1]

    def values(self, ink: np.ndarray) -> list[np.ndarray]:
        """The values of all layers for ink (n, 64).

        raises : BadInput whatever goes wrong in `forward`, and if it returns something else
        """
        copies = [(W.copy(), b.copy()) for W, b in self.net], ink.copy()
        try:
            found = [np.array(layer, float) for layer in self.forward(*copies)]
        except Exception as error:  # it is the student's own code
            raise _stopped(error) from error
        wanted = [(len(ink), size) for size in self.sizes]
        if [layer.shape for layer in found] != wanted or not all(np.isfinite(layer).all() for layer in found):
            raise _other(wanted, [layer.shape for layer in found])
        return found

    @cached_property
    def counts(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """How many it reads, and how many there are, of the test digits and of those that a program draws."""
        return counted(self)


def as_net(net: Any) -> Net:
    """The pairs as arrays of numbers.

    raises : BadInput if they are no net that reads digits
    """
    try:
        pairs = [(np.array(W, float), np.array(b, float)) for W, b in net]
    except (TypeError, ValueError):
        pairs = []
    sizes = [64, *(b.size for _, b in pairs)]
    fits = [W.shape == (M, N) and b.shape == (M,) for (W, b), N, M in zip(pairs, sizes, sizes[1:])]
    if len(pairs) > 1 and sizes[-1] == 10 and all(fits):
        return pairs
    came = " → ".join(map(str, sizes)) if pairs else shortened(type(net).__name__)
    raise BadInput(
        "expected a net of two layers or more with 64 inputs and 10 outputs, as a list of pairs (W, b); "
        f"got {came}. Try own_network.read_with(start((64, 32, 10), rng))",
        f"应给出至少两层、64 个输入、10 个输出的网络，即由 (W, b) 组成的列表；收到 {came}。"
        "可以试试 own_network.read_with(start((64, 32, 10), rng))",
    )


def _stopped(error):
    kind, said = type(error).__name__, shortened(error, 80)
    return BadInput(
        f"your forward stopped with {kind}: {said}. Run forward(net, X[:1]) in a cell of its own to see where.",
        f"你的 forward 出错停下：{kind}: {said}。在单独的单元格里运行 forward(net, X[:1])，看错在哪一行。",
    )


def _other(wanted, came):
    wanted, came = (", ".join(map(str, shapes)) for shapes in (wanted, came))
    return BadInput(
        f"forward should return a list of finite numbers, a layer each, of the shapes {wanted}; it returned {came}. "
        'Try check("own_network-forward", forward)',
        f"forward 应返回一个列表，每层一个数组，数都有限，形状依次为 {wanted}；它返回 {came}。"
        '可以试试 check("own_network-forward", forward)',
    )
