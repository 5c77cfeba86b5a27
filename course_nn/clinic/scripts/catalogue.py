"""All faults, and the scripts that have them in each language.

A new one is a Case in one of the five families, a few lines that say how it differs from a healthy template; what is to
be said of it, in explanations.py; and its law in the tests, which run every option that a student is offered.
"""

from course_nn.clinic.scripts import (
    data_faults,
    gradient_faults,
    loop_faults,
    network_faults,
    score_faults,
)

_FAMILIES = data_faults, network_faults, gradient_faults, loop_faults, score_faults
CASES = {
    "numpy": {fault: case for family in _FAMILIES for fault, case in family.NUMPY.items()},
    "pytorch": {fault: case for family in _FAMILIES for fault, case in family.PYTORCH.items()},
}
