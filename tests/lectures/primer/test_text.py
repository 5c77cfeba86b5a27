"""What the primer states, and the program in its fold."""

import re

import numpy as np
import pytest
from computed import Pure
from texts import cells_of

from course_nn.lectures.primer.demos.descent import X, Y, slope
from course_nn.lectures.primer.demos.epochs.flippers import SAMPLES
from course_nn.lectures.primer.steps import descend

VALLEYS = Pure("primer.valleys")
compute = VALLEYS.compute

NOTEBOOK = "01b_primer"


def test_the_sets_have_as_many_birds_as_the_text_says(says):
    says(NOTEBOOK, "primer-3-predict", SAMPLES)


def test_two_starts_beside_the_hilltop_end_in_different_valleys():
    assert [compute(start, 0.1, 30).end for start in (0.2, 0.1)] == ["right", "left"]


def test_the_program_in_pytorch_ends_where_descend_ends(capsys):
    pytest.importorskip("torch")
    program = re.search(r"```python\n(.*?)```", cells_of(NOTEBOOK)["primer-pytorch"], re.S)[1]
    names = {}
    exec(program, names)
    assert np.allclose(names["x"].numpy(), X) and np.allclose(names["y"].numpy(), Y)
    assert np.isclose(float(capsys.readouterr().out), descend(slope, -1.0, 0.05, 30)[-1], atol=1e-5)
