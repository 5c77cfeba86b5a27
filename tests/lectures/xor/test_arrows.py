"""The arrow of a unit stands on its line."""

import numpy as np
import pytest

from course_nn.lectures.xor.arrows import BEHIND, LENGTH, arrow


@pytest.mark.parametrize("w, b", [((1, 1), -0.5), ((-2, 0.3), 0.4), ((0, 0.01), -0.005)])
@pytest.mark.parametrize("share", [0, 1 / 3, 1])
def test_it_starts_on_the_line_in_view_and_is_w_at_its_scale_with_the_name_behind(w, b, share):
    w = np.array(w, float)
    name, start, tip = arrow(w, b, share)
    assert np.isclose(w @ start + b, 0) and ((start > -0.5) & (start < 1.5)).all()
    assert np.allclose(tip - start, LENGTH * w) and np.isclose(np.hypot(*(name - start)), BEHIND)
    assert (name - start) @ w < 0


@pytest.mark.parametrize("w, b", [((1, 1), 9.0), ((0, 0), 1.0)])
def test_without_a_line_in_view_it_is_out_of_sight(w, b):
    assert (arrow(np.array(w, float), b)[1:] > 9).all()
