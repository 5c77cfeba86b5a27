"""A ward, drawn from a number: who lies in its beds. Every date has its own, the same for everybody."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_nn.clinic.catalogue import Entry, Faults, catalogue
from course_nn.clinic.examination import FREE
from course_nn.clinic.patients import BODIES, FAULTS, HEALTHY, Recipe, with_faults
from course_nn.clinic.scripts.catalogue import CASES
from course_nn.clinic.scripts.script import Script, script

LARGEST = 99_999_999  # number of a ward
OVERFITS, UNDERFITS = "too few samples", "too few units"
IN_DATA_AND_CODE = (
    *("labels shuffled", "labels one too high", "never shuffled", "split by position", "leak", "validation inverted"),
    *("inputs unscaled", "softmax twice", "all pairs", "sign error", "gradients summed"),
    *("moments not gathered", "dropout at test"),
)
# Of 3,216 faults of five libraries 48 % were in data and logic; wrong parameters and structure were the cause of 43 %.
# M. J. Islam, G. Nguyen, R. Pan & H. Rajan, A comprehensive study on deep learning bug characteristics, ESEC/FSE 2019.
# Within a kind, all faults are taken to be equally frequent; nobody has counted these.
DATA_AND_CODE, SETTINGS_AND_STRUCTURE = 0.48, 0.43
RARE = 0.1  # how often a pair of faults is taken to be what its rarer fault alone is
EMPHASIS = 4  # how many times as often a fault lies in a ward that is to have more of it
PLANS = {  # beds with networks: the least and the most that are healthy, overfit, underfit, have two faults
    3: ((0, 1), (0, 0), (0, 0), (0, 1)),
    4: ((0, 1), (0, 1), (0, 0), (0, 1)),
    8: ((1, 2), (1, 1), (1, 1), (1, 2)),
    20: ((2, 4), (1, 2), (1, 2), (2, 4)),
}
SCRIPTS = {"numpy": 4, "pytorch": 4}  # level: beds with a training script; the same number has networks
LEVELS = ("3", "8", "20", *SCRIPTS)


class Bed(NamedTuple):
    """A patient: a run, and what is wrong with it."""

    run: int  # number of the healthy run in BODIES
    faults: Faults

    @property
    def healthy(self) -> Recipe:
        """The recipe once all is put right."""
        return BODIES[self.run].recipe

    @property
    def recipe(self) -> Recipe:
        """The recipe with its faults."""
        return with_faults(self.healthy, self.faults)

    @property
    def seed(self) -> int:
        return BODIES[self.run].seed

    @property
    def possible(self) -> dict[Faults, Entry]:
        """All that may be wrong with this run, and what is found then."""
        return catalogue()[self.run]

    @property
    def entry(self) -> Entry:
        return self.possible[self.faults]


@cache
def share_of(faults: Faults, more: tuple[str, ...] = ()) -> float:
    """How often faults are drawn, as a weight beside those of others.

    more : faults of which a ward is to have more
    """
    if not faults:
        return 1 / len(FAULTS)
    kinds = [(DATA_AND_CODE, IN_DATA_AND_CODE), (SETTINGS_AND_STRUCTURE, tuple(FAULTS.keys() - {*IN_DATA_AND_CODE}))]
    shares = [share / len(members) for fault in faults for share, members in kinds if fault in members]
    rare = RARE if len(faults) > 1 else 1
    return min(shares) * rare * (EMPHASIS if {*faults} & {*more} else 1)


class ScriptBed(NamedTuple):
    """A patient whose code can be read: a training script with one wrong line."""

    fault: str
    number: int  # of its draw
    language: str

    @property
    def script(self) -> Script:
        return script(self.fault, self.number, self.language)


@cache
def ward_of(number: int, level: str, more: tuple[str, ...] = ()) -> tuple[Bed | ScriptBed, ...]:
    """The beds of a ward. In none do the free numbers tell what is wrong.

    number : 0 … 99,999,999;  level : one of LEVELS;  more : faults of which its networks are to have more
    """
    rng = np.random.default_rng([number, LEVELS.index(level)])
    scripts = SCRIPTS.get(level, 0)
    beds = [*_networks(scripts or int(level), more, rng), *_scripts(scripts, level, rng)]
    return tuple(beds[k] for k in rng.permutation(len(beds)))


def _scripts(count, language, rng):
    """So many scripts with different faults."""
    faults = rng.choice([*CASES[language]], count, replace=False) if count else []
    return [ScriptBed(str(fault), int(rng.integers(LARGEST)), language) for fault in faults]


def _networks(beds, more, rng):
    """So many patients with different faults or in different runs, some of each kind."""
    kinds = [_is_healthy, _has(OVERFITS), _has(UNDERFITS), _has_two]
    wanted = [kind for kind, (least, most) in zip(kinds, PLANS[beds]) for _ in range(rng.integers(least, most + 1))]
    wanted += [_has_one] * (beds - len(wanted))
    found: list[Bed] = []
    for kind in wanted:
        choices = [bed for bed in _undecided() if kind(bed.faults) and bed not in found]
        found.append(_drawn(choices, more, rng))
    return found


def _drawn(choices, more, rng):
    """One of some beds: first what is wrong, as often as it is frequent, then in which run."""
    sorts = sorted({bed.faults for bed in choices})
    weights = np.array([share_of(faults, more) for faults in sorts])
    faults = sorts[rng.choice(len(sorts), p=weights / weights.sum())]
    alike = [bed for bed in choices if bed.faults == faults]
    return alike[rng.integers(len(alike))]


@cache
def _undecided():
    """All patients of the catalogue whom the free numbers do not give away."""
    return tuple(
        Bed(run, faults)
        for run, entries in catalogue().items()
        for faults, one in entries.items()
        if sum(other.findings[FREE] == one.findings[FREE] for other in entries.values()) > 1
    )


def _is_healthy(faults):
    return faults == HEALTHY


def _has(fault):
    return lambda faults: faults == (fault,)


def _has_one(faults):
    return len(faults) == 1


def _has_two(faults):
    return len(faults) == 2
