"""In which order an expert looks: what each reading leaves of the suspects, computed from the whole catalogue."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from course_nn.clinic.catalogue import Faults, catalogue
from course_nn.clinic.deduction import expected_rivals, parted
from course_nn.clinic.examination import FREE, INSTRUMENTS
from course_nn.clinic.names import DIAGNOSES, TOOLS
from course_nn.clinic.patients import FAULTS, HEALTHY
from course_nn.clinic.ward import share_of
from course_nn.common.words import Words
from course_nn.drawing.numbers import number

SEEN = 0.9  # of the runs that have a fault: an instrument shows it if it finds there what it does not find in health
HEADS = (
    Words("look", "先后次序"),
    Words("suspects left after it alone", "只看这一件，剩下的嫌疑"),
    Words("after it and those above", "连同以上各件"),
    Words("what it shows", "它能显示的毛病"),
)


class Look(NamedTuple):
    """One row of the table."""

    instrument: str  # or FREE
    alone: float  # suspects left on average after the free numbers and this one, the truth not counted
    together: float  # after all those above as well
    shows: list  # faults that it shows


class Order(list):
    """The rows of the table, in the order in which an expert looks; printed in both languages."""

    def __str__(self):
        """A line for each look, in both languages."""
        return "\n".join(" | ".join(" · ".join(dict.fromkeys(cell)) for cell in cells) for cells in self._rows())

    def _rows(self) -> Iterator[list]:
        for look in self:
            names = [DIAGNOSES[fault] for fault in look.shows]
            numbers = [Words(number(value, 1), number(value, 1)) for value in (look.alone, look.together)]
            shown = Words(", ".join(one.en for one in names) or "–", "、".join(one.zh for one in names) or "–")
            yield [TOOLS.get(look.instrument, Words("what everybody sees", "人人可见的数字")), *numbers, shown]

    def _repr_html_(self):
        """On a page a table, in the language that is chosen there."""
        rows = [_row("th", HEADS), *(_row("td", cells) for cells in self._rows())]
        return f"<table>{''.join(rows)}</table>"

    __repr__ = __str__


def _row(kind, cells):
    style = 'style="text-align:left; white-space:normal; min-width:5em"'
    both = (f'<span lang="en">{one.en}</span> <span lang="zh-Hans">{one.zh}</span>' for one in cells)
    return "<tr>" + "".join(f"<{kind} {style}>{cell}</{kind}>" for cell in both) + "</tr>"


def order_of_looks() -> Order:
    """In which order an expert looks who knows nothing of a run but its free numbers.
    专家的检查次序：开始时除人人可见的数字以外一无所知。

    Next comes the instrument after which, with those before, the fewest suspects are left on average: over all runs of
    the catalogue, and over what may be wrong with each, as often as it is drawn.

    returns : Looks, the free numbers first; print it to read it
    """
    rows = Order([Look(FREE, suspects_left([]), suspects_left([]), shown_by(FREE))])
    used: list[str] = []
    while len(used) < len(INSTRUMENTS):
        best = min((name for name in INSTRUMENTS if name not in used), key=lambda name: suspects_left([*used, name]))
        used.append(best)
        rows.append(Look(best, suspects_left([best]), suspects_left(used), shown_by(best)))
    return rows


def suspects_left(used: Sequence[str]) -> float:
    """How many suspects are left on average besides the truth, after the free numbers and some instruments."""
    runs = [*catalogue()]
    return sum(_left_in(run, [FREE, *used]) for run in runs) / len(runs)


def _left_in(run, used):
    """The same in one run: its suspects are parted by one reading after the other."""
    groups: list[list[Faults]] = [[*catalogue()[run]]]
    for name in used[:-1]:
        groups = [part for group in groups for part in parted(run, group, name)]
    every = sum(share_of(faults) for group in groups for faults in group)
    return sum(sum(map(share_of, group)) / every * expected_rivals(run, group, used[-1]) for group in groups)


def shown_by(instrument: str) -> list[str]:
    """The faults that an instrument shows: with one of them it nearly always finds what it does not find in health."""
    return [fault for fault in FAULTS if _share_seen(fault, instrument) >= SEEN]


def _share_seen(fault, instrument):
    seen = [
        entries[fault,].findings[instrument] != entries[HEALTHY].findings[instrument]
        for entries in catalogue().values()
        if (fault,) in entries
    ]
    return sum(seen) / len(seen)
