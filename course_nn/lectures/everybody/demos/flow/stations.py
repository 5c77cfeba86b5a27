"""What stands at each station of a network with attention while one text flows through it."""

from typing import NamedTuple

import numpy as np

from course_nn.layers import Shortcut, Trace
from course_nn.losses import softmax
from course_nn.network import Network


class Block(NamedTuple):
    """Of one block, at each of n places."""

    asked: np.ndarray  # (3, heads, n, d/heads) queries, keys and values
    looks: np.ndarray  # (heads, n, n) how much each place takes of each; rows sum to 1
    seen: np.ndarray  # (n, d) what the look adds to the sum
    units: np.ndarray  # (n, H) what the dense layer's hidden units answer
    dense: np.ndarray  # (n, d) what the dense layer adds to the sum


class Stations(NamedTuple):
    """Of a text of n letters."""

    sums: np.ndarray  # (blocks + 1, n, d) the numbers of each place: letter and place, then after each block
    blocks: list  # of Block
    p: np.ndarray  # (n, K) how likely each next letter is


def stations(network: Network, text: np.ndarray, T: int) -> Stations:
    """The Stations of a text (n,) in a network that reads T letters; no place sees those after it."""
    n = len(text)
    trace = network.forward(np.pad(text, (0, T - n))[None])
    shortcuts = [at for at, layer in enumerate(trace.layers) if isinstance(layer, Shortcut)]
    kept = [trace.kept[at] for at in shortcuts]
    blocks = [block_of(look, dense, n) for look, dense in zip(kept[::2], kept[1::2])]
    sums = [trace.values[at][:n] for at in (*shortcuts[::2], shortcuts[-1] + 1)]
    return Stations(np.stack(sums), blocks, softmax(trace.output[:n].astype(float)))


def block_of(look: Trace, dense: Trace, n: int) -> Block:
    """Of the first n places, from what the two shortcuts of a block have left behind."""
    *asked, weights = (part[0] for part in look.kept[2])
    return Block(
        asked=np.stack(asked)[:, :, :n],
        looks=weights[:, :n, :n],
        seen=look.output[:n],
        units=dense.values[3][:n],
        dense=dense.output[:n],
    )
