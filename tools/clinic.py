"""Make the clinic's catalogue: what every instrument finds in every healthy run and with every fault, once and for all.

    .venv/bin/python tools/clinic.py [SEED …] [--again]

A fault counts in a run only if it does harm there, if the cure cures, and if each finding is the same when the inputs
are larger or smaller by a millionth or by a hundredth: what hangs on the last bit is then no finding. Any
two entries of a run differ in some instrument. Takes about twenty minutes on one core. With --again, what is said
already is looked at once more, and what is not found again goes.
"""

import json
import sys
from itertools import combinations

import numpy as np

from course_nn.clinic import examination
from course_nn.clinic.catalogue import FILE, SEPARATOR
from course_nn.clinic.examination import FREE, INSTRUMENTS
from course_nn.clinic.instruments import Case
from course_nn.clinic.patients import (
    BODIES,
    FAULTS,
    HEALTHY,
    Body,
    can_have,
    data_of,
    with_faults,
)
from course_nn.clinic.pipeline import Pipeline

NUDGES = (0.0, 1e-6, -1e-6, 0.01, -0.01)  # by which the inputs are larger
PAIRS = 8  # of faults, at most, in a run
HARM = 0.15  # of the validation score, at least
KILLS = {
    "rate too large",
    "rate too small",
    "zero weights",
    "dead units",
    "six sigmoid layers",
    "labels shuffled",
}  # nothing is learned, so that nothing else shows
TOO_GOOD = ("leak", "softmax twice")  # do harm that the validation score does not show
CURED = {"digits": 0.9, "mass": 0.7}  # the least score of a healthy run


def nudged(recipe, seed, share):
    """A Pipeline whose inputs are larger by a share."""
    pipeline = Pipeline(recipe, seed)
    data = pipeline.data
    larger = {name: getattr(data, name) * (1 + share) for name in ("X", "X_val", "X_new")}
    pipeline.data = data._replace(**larger)
    return pipeline


def look(body: Body, faults: tuple, share: float = 0.0) -> tuple:
    """What is found, {instrument: finding}, and the free numbers."""
    recipe = with_faults(body.recipe, faults)
    trained = nudged(recipe, body.seed, share)
    with np.errstate(all="ignore"):
        case = Case(
            lambda: nudged(recipe, body.seed, share),
            trained,
            trained.train(),
            data_of(recipe._replace(labels="right"), body.seed).Y,
        )
        readings = {name: look(case) for name, look in ({FREE: examination.free} | INSTRUMENTS).items()}
    return {name: one.finding for name, one in readings.items()}, readings[FREE].numbers


def steady(body, faults):
    """Findings and free numbers, if the findings survive every nudge; else None."""
    found, numbers = look(body, faults)
    for share in NUDGES[1:]:
        again = look(body, faults, share)[0]
        if again != found:
            print("   unsteady", faults, {k: (found[k], again[k]) for k in found if found[k] != again[k]}, flush=True)
            return None
    return found, numbers


def are_alike(a, b):
    """Whether no instrument tells them apart."""
    return all(a[name] == b[name] for name in INSTRUMENTS)


def go_together(recipe, a, b):
    """Whether neither undoes the other, or takes away what it needs."""
    apart = not {*FAULTS[a](recipe)} & {*FAULTS[b](recipe)}
    return apart and can_have(with_faults(recipe, (a,)), b) and can_have(with_faults(recipe, (b,)), a)


def entries(body: Body) -> dict:
    """{faults: (findings, free numbers)} of a run."""
    healthy = steady(body, HEALTHY)
    if healthy is None or healthy[1]["score"] < CURED[body.recipe.data]:
        print("   no healthy run:", healthy and healthy[1])
        return {}
    kept = {HEALTHY: healthy}
    for fault in FAULTS:
        if not can_have(body.recipe, fault):
            continue
        found = steady(body, (fault,))
        if found is None:
            continue
        if fault not in TOO_GOOD and not found[1]["score"] < healthy[1]["score"] - HARM:
            print("   does no harm:", fault, found[1])
            continue
        twin = next((f for f, other in kept.items() if are_alike(other[0], found[0])), None)
        if twin is not None:
            print("   looks like", twin, ":", fault)
            continue
        kept[(fault,)] = found
    singles = [faults for faults in kept if faults]
    return kept | pairs(body, kept, singles)


def pairs(body, kept, singles):
    """Some pairs of faults, each of which shows beside the other: with one alone other things are found."""
    candidates = {}
    for (a,), (b,) in combinations([one for one in singles if not {*one} & KILLS], 2):
        if not go_together(body.recipe, a, b):
            continue
        found = look(body, (a, b))
        if not any(are_alike(found[0], one[0]) for one in (kept | candidates).values()):
            candidates[a, b] = found
    chosen, used = {}, []
    for pair in sorted(candidates, key=lambda pair: _order(pair, body)):
        if len(chosen) == PAIRS:
            break
        if sum(used.count(fault) for fault in pair) > 1:  # each fault in few pairs
            continue
        found = steady(body, pair)
        if found is not None:
            chosen[pair] = found
            used += pair
    return chosen


def _order(pair, body):
    """Some order that differs from run to run."""
    return np.random.default_rng([body.seed, *(list(FAULTS).index(fault) for fault in pair)]).random()


def again(body: Body, table: dict) -> dict:
    """Of what the table says of a run, what is found once more: another machine may know better."""
    keys = [tuple(key.split(SEPARATOR)) if key else HEALTHY for key in table]
    found = {faults: steady(body, faults) for faults in keys}
    return {faults: one for faults, one in found.items() if one is not None}


def main():
    """Make anew what is said of the runs with these seeds, or of all; or look again at what is said."""
    wanted = [int(seed) for seed in sys.argv[1:] if seed.isdecimal()] or [body.seed for body in BODIES]
    table = json.loads(FILE.read_text(encoding="utf-8"))
    table = {key: found for key, found in table.items() if int(key) in [body.seed for body in BODIES]}
    for body in (body for body in BODIES if body.seed in wanted):
        key = str(body.seed)
        found = again(body, table[key]) if "--again" in sys.argv else entries(body)
        table[key] = {SEPARATOR.join(faults): _row(*one) for faults, one in found.items()}
        print(key, len(found), "entries", flush=True)
        FILE.write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def _row(findings, numbers):
    return {"findings": [*findings.values()], **{name: float(f"{value:.6g}") for name, value in numbers.items()}}


if __name__ == "__main__":
    main()
