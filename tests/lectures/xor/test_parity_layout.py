"""The cells of the truth table: one for each row, filled edge to edge."""

import numpy as np
import pytest

from course_nn.lectures.xor.demos.parity.parity_layout import ROW, middles, shape, strokes


@pytest.mark.parametrize("n", range(2, 9))
def test_the_strokes_of_a_row_lie_around_its_middle_and_fill_the_rectangle_with_those_of_the_others(n):
    (high, wide), filled = shape(n), strokes(n)
    assert high * wide == len(filled) == len(middles(n)) == 2**n
    assert np.allclose(np.nanmean(filled, axis=1), middles(n))
    down = np.nanmax(filled[..., 1], axis=1) - np.nanmin(filled[..., 1], axis=1)
    assert np.allclose(down, 1 / high)
    assert np.isfinite(filled).all(axis=2).sum() == 2 * ROW * high  # two ends each, a sixteenth of the width apart
