"""All faults: in which languages there are scripts of them, and what is to be said of each."""

from course_nn.lectures.practice.demos.clinic.scripts import (
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
