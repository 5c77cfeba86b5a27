"""Going backward needs what was computed forward; what was not kept is computed again: memory is traded for time.

A chain of L layers has the states 0 (the input), 1, …, L. The step back through layer l needs state l − 1. A plan may
go a layer forward, keep the state where it is, return to a kept one, and drop it.

source : A. Griewank & A. Walther, Algorithm 799: revolve, ACM Trans. Math. Software 26 (2000) 19-45;
         T. Chen et al., Training deep nets with sublinear memory cost (2016), arXiv:1604.06174
"""

from functools import cache
from itertools import accumulate
from math import comb
from numbers import Integral
from typing import NamedTuple

from course_nn.common.errors import BadInput, lookup

MOST_LAYERS = 100


class Move(NamedTuple):
    """One moment of a plan."""

    kind: str  # "keep" a state, "forward" to a state, "backward" through the layer above a state, "drop" a state
    state: int  # 0 is the input


class Plan(NamedTuple):
    """How the gradient of a chain is computed, and what it costs."""

    moves: list
    forward_steps: int  # layers computed, again and again, until the last step back
    peak: int  # states kept at the same time, the input too


def fewest_steps(L: int, kept: int) -> int:
    """The fewest forward steps with which L layers can be gone back through, with so many states kept at a time.

    r L − C(s + r, s + 1) with s = kept, r the smallest with C(s + r, s) ≥ L

    L, kept : whole numbers ≥ 1; the input is one of the kept states
    raises  : BadInput for anything else
    source  : Griewank & Walther (2000), proposition 1
    """
    _check(L, kept)
    r = next(r for r in range(L) if comb(kept + r, kept) >= L)
    return r * L - comb(kept + r, kept + 1)


def schedule(L: int, kept: int, scheme: str) -> Plan:
    """A plan to go back through L layers.

    L      : layers, 1 … 100
    kept   : states, 1 … L. For "best": kept at a time; for "segments": kept at the start of as many equal stretches,
             which are then gone through one by one with all their states; "all" keeps all L, whatever it is
    scheme : "all", "segments" or "best"
    raises : BadInput for other numbers or schemes
    """
    _check(L, kept, MOST_LAYERS)
    moves = lookup(SCHEMES, scheme, "scheme", "方案")(L, min(kept, L))
    changes = ((move.kind == "keep") - (move.kind == "drop") for move in moves)
    return Plan(moves, sum(move.kind == "forward" for move in moves), max(accumulate(changes)))


def _walk(first, last, keeping=False):
    """From state to state; the states before the last are kept on the way, or not."""
    moves = []
    for state in range(first + 1, last + 1):
        moves.append(Move("forward", state))
        moves += [Move("keep", state)] if keeping else []
    return moves


def _back(state):
    return [Move("backward", state), Move("drop", state)]


def _stretch(first, last):
    """Back through the layers above first … last, of which the first state is kept already."""
    moves = _walk(first, last, keeping=True)
    for state in range(last, first - 1, -1):
        moves += _back(state)
    return moves


def _all(L, kept):
    return [Move("keep", 0), *_stretch(0, L - 1)]


def _segments(L, kept):
    length = -(-L // kept)
    starts = range(0, L, length)
    moves = [Move("keep", 0)]
    for start in starts[1:]:
        moves += [*_walk(start - length, start), Move("keep", start)]
    for start in reversed(starts):
        moves += _stretch(start, min(start + length, L) - 1)
    return moves


def _best(L, kept):
    return [Move("keep", 0), *_best_between(0, L, kept), Move("drop", 0)]


def _best_between(first, last, kept):
    """Back from state last to state first, which is kept, with kept states in all."""
    moves = []
    while last - first > 1:
        middle = first + _first_stretch(last - first, kept)
        if middle == first:  # one state: start again from it for every layer
            moves += [*_walk(first, last - 1), Move("backward", last - 1)]
            last -= 1
            continue
        inner = _best_between(middle, last, kept - 1)
        moves += [*_walk(first, middle), Move("keep", middle), *inner, Move("drop", middle)]
        last = middle
    return [*moves, Move("backward", first)]


@cache
def _first_stretch(L, kept):
    """How far the next kept state is; 0 if no other can be kept. Of equally good ones, the farthest."""
    if kept == 1:
        return 0
    costs = {k: k + fewest_steps(L - k, kept - 1) + fewest_steps(k, kept) for k in range(1, L)}
    return min(costs, key=lambda k: (costs[k], -k))


SCHEMES = {"all": _all, "segments": _segments, "best": _best}


def _check(L, kept, most=10_000):
    whole = all(isinstance(number, Integral) and number >= 1 for number in (L, kept))
    if not whole or L > most:
        raise BadInput(
            f"expected whole numbers of layers, 1 to {most}, and of kept states, 1 or more; got {L!r} and {kept!r}",
            f"层数应为 1 到 {most} 的整数，保存的状态数应为不小于 1 的整数；收到 {L!r} 和 {kept!r}",
        )
