"""Players who are programs: what a way of looking is worth, over many wards."""

from collections.abc import Callable

import numpy as np

from course_nn.clinic.case_record import DIAGNOSES, looks, names_of, score
from course_nn.clinic.deduction import best_next, deciding_sets, fits
from course_nn.clinic.examination import INSTRUMENTS
from course_nn.clinic.ward import Bed, share_of

ALWAYS = ("curves", "one batch", "gradient check")  # what the third player begins with, whatever is shown
FIXED = (  # the order in which the fourth one looks; none that a search over other wards found costs less there
    *("data", "one batch", "weights", "confusion", "gradient check", "modes", "gradients"),
    *("zero inputs", "curves", "new data", "loss at start"),
)


def at_random(bed: Bed, rng: np.random.Generator) -> list[str]:
    """Any instrument or any diagnosis, until the bed is done."""
    return _until_right(bed, lambda done: rng.choice([*_left(INSTRUMENTS, done), *_locks(DIAGNOSES)]))


def by_the_free_numbers(bed: Bed, rng: np.random.Generator) -> list[str]:
    """Lock whatever fits the free numbers, the commonest first; only then look, at random, and lock what was told."""

    def next_move(done):
        guesses = [name for faults in sorted(fits(bed), key=share_of, reverse=True) for name in names_of(faults)]
        return next(iter(_left(_locks(guesses), done)), None) or _look_and_lock(
            bed, done, rng.permutation([*INSTRUMENTS])
        )

    return _until_right(bed, next_move)


def always_the_same(bed: Bed, rng: np.random.Generator) -> list[str]:
    """Three instruments, whatever is shown; then the others as they stand, until one thing fits."""
    return _until_right(
        bed, lambda done: next(iter(_left(ALWAYS, done)), None) or _look_and_lock(bed, done, INSTRUMENTS)
    )


def in_a_fixed_order(bed: Bed, rng: np.random.Generator) -> list[str]:
    """One instrument after the other in an order that is good on average, until one thing fits."""
    return _until_right(bed, lambda done: _look_and_lock(bed, done, FIXED))


def as_an_expert(bed: Bed, rng: np.random.Generator) -> list[str]:
    """The instrument that rules out most for its price, until one thing fits."""
    return _until_right(bed, lambda done: _lock_if_sure(bed, done) or best_next(bed, looks(done)))


def by_the_set_cover(bed: Bed, rng: np.random.Generator) -> list[str]:
    """A cheapest set that decides the bed, which only who knows the fault can choose: par."""
    return [*deciding_sets(bed)[0], *_locks(names_of(bed.faults))]


PLAYERS: dict[str, Callable] = {
    "at random": at_random,
    "by the free numbers": by_the_free_numbers,
    "always the same three": always_the_same,
    "in a fixed order": in_a_fixed_order,
    "as an expert": as_an_expert,
    "by the set cover": by_the_set_cover,
}


def points(player: Callable, ward: tuple[Bed, ...], seed: int = 0) -> int:
    """The points of a player in a ward."""
    rng = np.random.default_rng(seed)
    return sum(score(bed, player(bed, rng)).points for bed in ward)


def _until_right(bed, next_move):
    """All moves of a player: the next one depends on those before."""
    done: list[str] = []
    while not score(bed, done).right:
        done.append(str(next_move(done)))
    return done


def _look_and_lock(bed, done, order):
    """Lock what alone fits, or use the next instrument of an order."""
    return _lock_if_sure(bed, done) or _left(order, done)[0]


def _lock_if_sure(bed, done):
    left = fits(bed, looks(done))
    return _left(_locks(names_of(left[0])), _locks(score(bed, done).found))[0] if len(left) == 1 else None


def _locks(names):
    return ["?" + name for name in names]


def _left(moves, done):
    return [move for move in moves if move not in done]
