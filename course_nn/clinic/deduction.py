"""What readings rule out: the faults that still fit, the cheapest instruments that decide a bed, the best next look."""

from collections.abc import Iterable
from functools import cache
from itertools import combinations, groupby

from course_nn.clinic.catalogue import Faults, catalogue
from course_nn.clinic.examination import FREE, INSTRUMENTS, PRICES, price
from course_nn.clinic.ward import Bed, share_of


def fits(bed: Bed, used: Iterable[str] = ()) -> list[Faults]:
    """All that a bed may have: what the free numbers and the instruments used find alike in the same run.

    used    : names of instruments
    returns : faults of the catalogue, those of the bed among them
    """
    return [*_fits(bed, frozenset({FREE, *used}))]


@cache
def _fits(bed, known):
    mine = bed.entry.findings
    return tuple(faults for faults, one in bed.possible.items() if all(one.findings[n] == mine[n] for n in known))


@cache
def deciding_sets(bed: Bed) -> tuple:
    """The cheapest sets of instruments after which nothing else fits: tuples of names, all sets of that price."""
    for alike in _by_price():
        sets = [some for some in alike if len(fits(bed, some)) == 1]
        if sets:
            return tuple(sets)
    return ()


@cache
def _by_price():
    """All sets of instruments in lists, those of a price together, the cheapest first."""
    sets = [some for size in range(len(INSTRUMENTS) + 1) for some in combinations(INSTRUMENTS, size)]
    return [[*alike] for _, alike in groupby(sorted(sets, key=price), key=price)]


def par(bed: Bed) -> int:
    """How few points decide a bed."""
    return price(deciding_sets(bed)[0])


def expected_rivals(run: int, possible: Iterable[Faults], instrument: str) -> float:
    """How many rivals of the truth are left on average after one more reading, if any of these may be the truth.

    run : number of a healthy run;  possible : what fits so far, each as likely as its faults are frequent
    """
    parts = [[share_of(faults) for faults in part] for part in parted(run, possible, instrument)]
    every = sum(map(sum, parts))
    return sum(sum(shares) / every * (len(shares) - 1) for shares in parts)


def parted(run: int, possible: Iterable[Faults], instrument: str) -> list[list[Faults]]:
    """What fits so far, parted by what an instrument would find."""
    parts: dict[str, list[Faults]] = {}
    for faults in possible:
        parts.setdefault(catalogue()[run][faults].findings[instrument], []).append(faults)
    return [*parts.values()]


def best_next(bed: Bed, used: Iterable[str] = ()) -> str:
    """The instrument that is expected to rule out most rivals for its price: what an expert takes next.

    raises : ValueError if all are used
    """
    left, used = fits(bed, used), {*used}

    def ruled_out(name):
        return (len(left) - 1 - expected_rivals(bed.run, left, name)) / PRICES[name]

    return max((name for name in INSTRUMENTS if name not in used), key=ruled_out)
