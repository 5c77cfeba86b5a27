"""A network's units, weights and biases, counted as they stand in the picture, and the settings that mean each."""

import numpy as np

from course_nn.playground.mathematics.settings import LAYERS, UNITS, Looks, write_hidden

REACH = 6.0  # the plane shown is [-REACH, REACH]²
STEP = 0.5  # a sample that is added lies on a grid of this mesh, within the square that own data fill
MESH = np.arange(-5, 5 + STEP, STEP)
PLACES = np.stack(np.meshgrid(MESH, MESH), axis=-1).reshape(-1, 2)  # (441, 2)
PULL = 2.0  # by which a weight grows when it is pulled up by an inch


def unit(sizes: tuple, looks: Looks, k: int) -> dict:
    """The settings that show the k-th of all features and hidden units large; the output, if it is shown already."""
    layer, index = place_of_unit(sizes, k)
    chosen = {"layer": layer, "to": index, "large": "to"} if layer else {"layer": 1, "origin": index, "large": "from"}
    is_large = all(getattr(looks, name) == value for name, value in chosen.items())
    return {"large": "answer"} if is_large else chosen


def place_of_unit(sizes: tuple, k: int) -> tuple[int, int]:
    """The layer of the k-th of all features and hidden units, 0 for a feature, and its number there, from 1."""
    return _which(sizes, k)


def has(kind: str, sizes: tuple, k: int) -> bool:
    """Whether there is a k-th "unit" that has a small map, "weight" or "bias"; nothing of another kind."""
    weights = sum(a * b for a, b in zip(sizes, sizes[1:]))
    return k < {"unit": sum(sizes[:-1]), "weight": weights, "bias": sum(sizes[1:])}.get(kind, 0)


def weight(sizes: tuple, k: int) -> dict:
    """The settings that choose the k-th of all weights, counted layer by layer, and in each row by row."""
    layer, index = _which([a * b for a, b in zip(sizes, sizes[1:])], k)
    to, origin = divmod(index - 1, sizes[layer])
    return {"layer": layer + 1, "to": to + 1, "origin": origin + 1}


def bias(sizes: tuple, k: int) -> dict:
    """The settings that choose the k-th of all biases."""
    layer, index = _which(sizes[1:], k)
    return {"layer": layer + 1, "to": index, "origin": 0}


def _which(counts, k):
    """The group, from 0, to which the k-th of all belongs, and its number in it, from 1."""
    ends = np.cumsum(counts)
    group = int(np.searchsorted(ends, k, "right"))
    return group, int(k - (ends[group] - counts[group]) + 1)


def resized(hidden: tuple) -> list:
    """What the signs − and + make of the hidden layers: [(column, sign, settings)]; column 0 is their number."""
    made = [(0, -1, hidden[:-1])] if hidden else []
    if len(hidden) < len(LAYERS):
        made.append((0, 1, (*hidden, hidden[-1] if hidden else 2)))
    for k, units in enumerate(hidden, 1):
        changes = [(sign, units + sign) for sign in (-1, 1) if units + sign in UNITS]
        made += [(k, sign, (*hidden[: k - 1], n, *hidden[k:])) for sign, n in changes]
    return [(column, sign, {"hidden": write_hidden(layers)}) for column, sign, layers in made]
