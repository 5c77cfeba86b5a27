"""Who lies in the bed that is chosen, and so which controls do something there."""

from typing import Any

from course_nn.clinic import case_record
from course_nn.clinic.case_record import beds_of, done_in, key_of
from course_nn.clinic.ward import ScriptBed


def place(values: Any) -> tuple:
    """The ward's name in the record, and the bed in it: the last one if the ward has fewer."""
    key = key_of(values.ward, values.level)
    return key, min(values.bed, len(beds_of(key)))


def here(values: Any) -> tuple:
    """Who lies in the bed that is chosen, and the Score there."""
    key, bed = place(values)
    patient = beds_of(key)[bed - 1]
    return patient, case_record.score(patient, done_in(values.record, key, bed))


def has_script(values: Any) -> bool:
    """Whether a script lies in the bed."""
    return isinstance(here(values)[0], ScriptBed)


def has_network(values: Any) -> bool:
    """Whether a network lies in the bed."""
    return not has_script(values)


def is_cured(values: Any) -> bool:
    """Whether a network was diagnosed in the bed."""
    return has_network(values) and here(values)[1].right


def is_sick(values: Any) -> bool:
    """Whether something is still to be found in a network."""
    return has_network(values) and not here(values)[1].right


def is_used(values: Any) -> bool:
    """Whether there is a reading of the chosen instrument."""
    key, bed = place(values)
    return has_network(values) and values.instrument in done_in(values.record, key, bed)


def can_write(values: Any) -> bool:
    """Whether a line of a script was found in which the fault can be mended, and it is not yet."""
    patient, own = here(values)
    return isinstance(patient, ScriptBed) and bool(own.found) and not own.right
