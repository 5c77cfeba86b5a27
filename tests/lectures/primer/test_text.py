"""What the primer states, and the program in its fold."""

import re

import numpy as np
import pytest
from computed import Pure
from texts import cells_of, paragraphs

from course_nn.lectures.primer.demos.descent import X, Y, slope
from course_nn.lectures.primer.demos.epochs.flippers import SAMPLES
from course_nn.lectures.primer.steps import descend

VALLEYS = Pure("primer.valleys")
compute = VALLEYS.compute

NOTEBOOK = "01b_primer"


def test_the_sets_have_as_many_birds_as_the_text_says(says):
    says(NOTEBOOK, "primer-3-predict", SAMPLES)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_costs_of_one_bird_are_what_the_text_says(language):
    told = paragraphs(NOTEBOOK, "primer-4-predict", language)
    costs = {p: f"{-np.log(float(p)):.2f}" for p in ("0.9", "0.5", "0.01")}
    assert re.findall(r"p = ([\d.]+)\D*?([\d.]*\d)", told) == [*costs.items()]


def test_two_starts_beside_the_hilltop_end_in_different_valleys():
    assert [compute(start, 0.1, 30).end for start in (0.2, 0.1)] == ["right", "left"]


def test_the_program_in_pytorch_ends_where_descend_ends(capsys):
    pytest.importorskip("torch")
    program = re.search(r"```python\n(.*?)```", cells_of(NOTEBOOK)["primer-pytorch"], re.S)[1]
    names = {}
    exec(program, names)
    assert np.allclose(names["x"].numpy(), X) and np.allclose(names["y"].numpy(), Y)
    assert np.isclose(float(capsys.readouterr().out), descend(slope, -1.0, 0.05, 30)[-1], atol=1e-5)
