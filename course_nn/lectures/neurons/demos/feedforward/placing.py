"""Where the units of a network stand in its drawing, and how one edge more finds its way between them, in inches."""

import numpy as np

MIDDLE = 1.73  # of all columns


def gap(names: list) -> float:
    """From unit to unit in a layer.

    names : lists of units, layer by layer, inputs first
    """
    return min(0.78, 2.36 / max(1, max(map(len, names)) - 1))


def reach(names: list) -> float:
    """From the middle to the outermost unit of the largest layer."""
    return gap(names) * (max(map(len, names)) - 1) / 2


def places(names: list) -> dict:
    """{unit: its place (2,)}."""
    half = min(3.6, 1.05 * (len(names) - 1))
    across = np.linspace(4.3 - half, 4.3 + half, len(names))
    return {
        unit: np.array([x, MIDDLE + gap(names) * ((len(layer) - 1) / 2 - k)])
        for x, layer in zip(across, names)
        for k, unit in enumerate(layer)
    }


def detour(names: list, edge: tuple) -> float | None:
    """The height at which an added edge passes over or under all units between its ends; None where none is between."""
    start, end = (places(names)[unit] for unit in edge)
    first, last = (next(k for k, layer in enumerate(names) if unit in layer) for unit in edge)
    if abs(first - last) <= 1:
        return None
    is_above = start[1] + end[1] > 2 * MIDDLE - 0.01
    return MIDDLE + min(reach(names) + 0.42, 1.48) if is_above else MIDDLE - reach(names) - 0.3


def nearest_end(names: list, start: str, taken: set, hand: np.ndarray) -> str | None:
    """The unit nearest to the hand (2,) to which an edge from start can be added; None if there is none.

    taken : pairs of units that are connected already
    """
    at = places(names)
    free = [unit for unit in at if unit != start and (start, unit) not in taken]
    return min(free, key=lambda unit: np.hypot(*(at[unit] - hand)), default=None)
